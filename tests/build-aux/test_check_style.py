"""Breaks each rule of build-aux/check-style once, in a small house of its own, and sees that it is found."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / 'build-aux' / 'check-style'

GOOD = {
    'src/catalog/ptl-port.h': '#pragma once\n\nint ptl_port_get (int port);\n',
    'src/catalog/ptl-port.c': '#include "config.h"\n\n#include "catalog/ptl-port.h"\n\n'
                              '/**\n * ptl_port_get:\n */\nint\nptl_port_get (int port)\n{\n  return port;\n}\n',
    'src/app/ptl-window.c': '#include <gtk/gtk.h>\n\n#include "catalog/ptl-port.h"\n',
    'src/host/linux/ptl-linux.c': '#ifdef __linux__\n#include "host/linux/ptl-own.h"\n#endif\n',
    'meson.build': "project('x')\n",
}


class CheckStyle(unittest.TestCase):
    def check(self, files=None):
        """Returns the findings in the good house with some files replaced."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**GOOD, **(files or {})}.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
            result = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False)
        self.assertEqual(result.stderr, '')
        lines = result.stdout.splitlines()
        self.assertEqual(result.returncode, int(any(not line.startswith('remark') for line in lines)))
        return lines

    def assert_finds(self, name, text, *what):
        lines = self.check({name: text})
        self.assertEqual(len(lines), 1, lines)
        for part in (name, *what):
            self.assertIn(part, lines[0])

    def test_good(self):
        self.assertEqual(self.check(), [])

    def test_blanks(self):
        self.assert_finds('README.md', 'one\ntwo \n', ':2:', 'blanks')

    def test_final_newline(self):
        self.assert_finds('meson.build', "project('x')", 'no newline')

    def test_tab(self):
        self.assert_finds('src/app/ptl-a.c', 'int a;\n\tint b;\n', ':2:', 'a tab')

    def test_long_line(self):
        self.assert_finds('src/app/ptl-a.c', f'/* {"x" * 125} */\n', '131 characters')

    def test_long_string_is_fine(self):
        self.assertEqual(self.check({'src/app/ptl-a.c': f'char *a = "{"x" * 200}";\n'}), [])

    def test_not_utf8(self):
        self.assert_finds('data/notes/a.ini', b'text=\xff\n', 'UTF-8')

    def test_upward_include(self):
        self.assert_finds('src/catalog/ptl-a.c', '#include "page/ptl-page.h"\n', 'src/catalog may not include "page/ptl-page.h"')

    def test_sideways_include(self):
        self.assert_finds('src/cli/ptl-a.c', '#include "app/ptl-window.h"\n', 'may not include')

    def test_host_may_only_have_plain_types(self):
        self.assertEqual(self.check({'src/host/a.c': '#include "catalog/ptl-transport.h"\n'}), [])
        self.assert_finds('src/host/a.c', '#include "catalog/ptl-catalog.h"\n', 'may not include')

    def test_other_systems_header(self):
        self.assert_finds('src/host/windows/a.c', '#include "host/linux/ptl-proc.h"\n', 'its own system alone')

    def test_local_include(self):
        self.assert_finds('src/catalog/a.c', '#include "ptl-port.h"\n', 'not written from src/')

    def test_generated_include(self):
        self.assertEqual(self.check({'src/catalog/a.c': '#include "ptl-embedded.h"\n'}), [])

    def test_gtk_below_the_app(self):
        for folder in ('catalog', 'host', 'page', 'cli'):
            self.assert_finds(f'src/{folder}/a.c', '#include <gtk/gtk.h>\n', 'may not include GTK')

    def test_sqlite_outside_the_book(self):
        self.assert_finds('src/app/a.c', '#include <sqlite3.h>\n', 'may not include SQLite')

    def test_system_test(self):
        self.assert_finds('src/page/a.c', '#ifdef G_OS_WIN32\n#endif\n', 'only src/host/SYSTEM/')
        self.assert_finds('src/host/a.c', '#if defined (__linux__)\n#endif\n', 'only src/host/SYSTEM/')
        self.assert_finds('src/platform/a.c', '#ifdef G_OS_WIN32\n#endif\n', 'src/platform/SYSTEM/')
        self.assertEqual(self.check({'src/platform/windows/a.c': '#ifdef G_OS_WIN32\n#endif\n'}), [])

    def test_no_doc_comment(self):
        text = GOOD['src/catalog/ptl-port.c'].replace(' * ptl_port_get:\n', ' * gets it\n')
        self.assert_finds('src/catalog/ptl-port.c', text, ':9:', 'ptl_port_get() has no doc comment')

    def test_contract_is_described_in_its_header(self):
        declaration, definition = 'int ptl_host_read (void);\n', 'int\nptl_host_read (void)\n{\n}\n'
        self.assertEqual(self.check({'src/host/ptl-host.h': declaration, 'src/host/linux/a.c': definition}), [])
        files = {'src/host/ptl-listener.h': declaration, 'src/host/linux/a.c': definition}
        self.assertEqual(self.check(files), ['src/host/linux/a.c:2: ptl_host_read() has no doc comment'])

    def test_translatable(self):
        code = {'src/page/ptl-a.c': '/* _("not this") */\nconst char *a = N_("this");\n'}
        self.assertEqual(self.check({**code, 'po/POTFILES.in': 'src/page/ptl-a.c\n'}), [])
        self.assertEqual(len(self.check(code)), 1)
        self.assert_finds('src/app/ptl-a.ui', '<property translatable="yes">a</property>\n', 'not listed in po/POTFILES.in')
        self.assert_finds('po/POTFILES.in', 'src/gone.c\n', 'src/gone.c is not there')

    def test_translatable_cut_short(self):
        files = {'po/POTFILES.in': 'src/page/a.c\n', 'src/page/a.c': 'int a;\nf (_("PID %" G_GINT64_FORMAT), pid);\n'}
        self.assertEqual(self.check(files), ['src/page/a.c:2: words to translate are cut short by G_GINT64_FORMAT'])

    def test_many_lines_are_a_remark(self):
        lines = self.check({'src/app/a.c': 'int a;\n' * 601})
        self.assertEqual(len(lines), 1)
        self.assertTrue(lines[0].startswith('remark: src/app/a.c has 601 lines'), lines)


if __name__ == '__main__':
    unittest.main()
