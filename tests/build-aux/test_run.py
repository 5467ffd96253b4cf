"""Checks what build-aux/run starts, in a copy of it whose programs only say how they were called."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASH = shutil.which('bash')
SAY_ARGUMENTS = f'#!{BASH}\nprintf "%s" "${{0##*/}}"\nprintf " [%s]" "$@"\nexit 7\n'


class Run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        shutil.copytree(ROOT / 'build-aux', self.folder / 'build-aux')
        (self.folder / 'build-aux/lib/packages.txt').write_text('')
        for program in ('src/app/portolan', 'src/cli/portolan-cli'):
            self.write('_build/run/' + program, SAY_ARGUMENTS)
        self.write('tools/meson', f'#!{BASH}\necho meson >>{self.folder}/_build/calls\nmkdir -p "$2"\ntouch "$2/build.ninja"\n')
        self.ninja('echo "ninja: no work to do."')
        # As configure () leaves it.
        self.write('_build/run/build.ninja', '')
        self.write('_build/run/portolan-options', f'{self.folder} ')

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def ninja(self, script):
        self.write('tools/ninja', f'#!{BASH}\necho "ninja $*" >>{self.folder}/_build/calls\n{script}\n')

    def calls(self):
        path = self.folder / '_build/calls'
        return path.read_text().splitlines() if path.exists() else []

    def run_it(self, *arguments, **environment):
        path = f"{self.folder / 'tools'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run([BASH, self.folder / 'build-aux/run', *arguments], env={'PATH': path, **environment},
                              capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def assert_starts(self, expected, *arguments, **environment):
        result = self.run_it(*arguments, **environment)
        self.assertEqual(result.stdout, expected)
        self.assertEqual(result.returncode, 7)
        if 'portolan-cli' in expected:
            self.assertEqual(result.stderr, 'There is no display, so here is the answer in the terminal.\n')
        else:
            self.assertEqual(result.stderr, '')

    def test_window(self):
        self.assert_starts('portolan []', DISPLAY='localhost:10.0')
        self.assert_starts('portolan [--] [60683]', '60683', DISPLAY='localhost:10.0')
        self.assert_starts('portolan [--] [is:listening web server]', 'is:listening', 'web', 'server', DISPLAY='localhost:10.0')

    def test_wayland(self):
        display = socket.socket(socket.AF_UNIX)
        self.addCleanup(display.close)
        display.bind(str(self.folder / 'wayland-7'))
        self.assert_starts('portolan []', WAYLAND_DISPLAY='wayland-7', XDG_RUNTIME_DIR=str(self.folder))
        self.assert_starts('portolan []', WAYLAND_DISPLAY=str(self.folder / 'wayland-7'))

    @unittest.skipUnless(sys.platform == 'linux', 'the name without a file is a thing of Linux')
    def test_local_x(self):
        display = socket.socket(socket.AF_UNIX)
        self.addCleanup(display.close)
        display.bind('\0/tmp/.X11-unix/X98765')
        self.assert_starts('portolan []', DISPLAY=':98765.0')
        self.assert_starts('portolan-cli [listeners]', DISPLAY=':9876')

    def test_display_that_is_gone(self):
        self.assert_starts('portolan-cli [listeners]', DISPLAY=':98764', WAYLAND_DISPLAY='wayland-7', XDG_RUNTIME_DIR=str(self.folder))

    def test_terminal(self):
        self.assert_starts('portolan-cli [listeners]')
        self.assert_starts('portolan-cli [explain] [--] [60683]', '60683', DISPLAY='')
        self.assert_starts('portolan-cli [explain] [--] [53/udp]', '53/udp')
        self.assert_starts('portolan-cli [search] [--] [8000-8100]', '8000-8100')
        self.assert_starts('portolan-cli [search] [--] [web] [server]', 'web', 'server')

    def test_bad_ports_are_told_as_such(self):
        for text in ('70000', '-1', '80/xyz'):
            self.assert_starts(f'portolan-cli [explain] [--] [{text}]', text)

    def test_up_to_date_asks_ninja_once(self):
        self.run_it('80')
        self.assertEqual(self.calls(), ['ninja -C _build/run -n'])

    def test_builds_what_changed(self):
        self.ninja('')
        self.assertIn('Building\n', self.run_it('80').stderr)
        self.assertEqual(self.calls(), ['ninja -C _build/run -n', 'ninja -C _build/run'])

    def compiler_that_reads_the_old(self, second='true'):
        """Makes a house of a header, of what a compiler makes of it while somebody changes it, and of a second step."""
        (self.folder / 'tools/ninja').unlink()
        self.write('src/a.h', 'old')
        self.write('_build/run/compiler',
                   'read=$(cat ../../src/a.h)\n[ "$read" = new ] || { sleep .05; printf new >../../src/a.h; sleep .05; }\necho "$read" >a.o\n')
        self.write('_build/run/build.ninja',
                   'rule compile\n  command = sh ./compiler\nbuild a.o: compile ../../src/a.h\n'
                   f'rule second\n  command = {second} && cp a.o b.o\nbuild b.o: second a.o\n')

    def test_builds_again_what_changed_meanwhile(self):
        self.compiler_that_reads_the_old()
        self.assertIn('Building\nBuilding again what changed meanwhile\n', self.run_it('80').stderr)
        self.assertEqual((self.folder / '_build/run/b.o').read_text(), 'new\n')
        self.assertNotIn('Building', self.run_it('80').stderr)

    def test_builds_again_what_changed_in_a_build_that_failed(self):
        self.compiler_that_reads_the_old('[ -e ../../_build/mended ]')
        self.assertIn('Portolan could not be built', self.run_it('80').stderr)
        self.assertEqual((self.folder / '_build/run/a.o').read_text(), 'old\n')
        self.write('_build/mended', '')
        self.run_it('80')
        self.assertEqual((self.folder / '_build/run/b.o').read_text(), 'new\n')

    def test_configures_when_moved(self):
        self.write('_build/run/portolan-options', '/elsewhere ')
        self.run_it('80')
        self.assertEqual(self.calls()[0], 'meson')

    def test_two_at_once_wait_for_each_other(self):
        self.ninja(f'echo begin >>{self.folder}/_build/calls; sleep .3; echo end >>{self.folder}/_build/calls')
        path = f"{self.folder / 'tools'}{os.pathsep}{os.environ['PATH']}"
        both = [subprocess.Popen([BASH, self.folder / 'build-aux/run'], env={'PATH': path}, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL) for _ in range(2)]
        said = [process.communicate()[1] for process in both]
        self.assertEqual([call for call in self.calls() if not call.startswith('ninja')], ['begin', 'end'] * 4)
        self.assertEqual(sum('Waiting for another build to end' in text for text in said), 1, said)

    def test_read_only_folder(self):
        if os.geteuid() == 0:
            self.skipTest('root may write everywhere')
        shutil.rmtree(self.folder / '_build')
        self.folder.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        self.assertIn("can't be written", self.run_it('80').stderr)

    def test_broken_build(self):
        self.ninja('echo "a.c:1: error: no"; exit 1')
        result = self.run_it('80')
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, '')
        self.assertIn('a.c:1: error: no\n', result.stderr)
        self.assertTrue(result.stderr.splitlines()[-1].startswith('run: Portolan could not be built'), result.stderr)

    def test_help(self):
        result = self.run_it('--help')
        self.assertEqual(result.returncode, 0)
        self.assertTrue(result.stdout.startswith('usage: build-aux/run [PORT|QUERY]'))
        self.assertEqual(self.calls(), [])


if __name__ == '__main__':
    unittest.main()
