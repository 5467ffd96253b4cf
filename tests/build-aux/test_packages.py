"""Checks build-aux/lib/packages.sh with made-up package managers, as only one of them is there when it runs."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / 'build-aux' / 'lib' / 'packages.txt'
BASH = shutil.which('bash')
COLUMNS = ['apt-get', 'dnf', 'pacman', 'zypper', 'brew', 'msys2']


def rows():
    for line in TABLE.read_text(encoding='utf-8').splitlines():
        if line and not line.startswith('#'):
            yield [cell.strip() for cell in line.split('|')]


class Table(unittest.TestCase):
    def test_shape(self):
        for row in rows():
            self.assertEqual(len(row), 2 + len(COLUMNS), row)
            self.assertIn(row[0], ('run', 'test', 'windows', 'wine'))
            self.assertIn(row[1].split()[0], ('tool', 'module', 'share', 'file', 'python'))
            self.assertNotIn('', row)

    def test_modules_are_those_of_meson(self):
        """What meson.build asks pkg-config for is what the scripts look for; GLib's modules come in one package."""
        meson = (ROOT / 'meson.build').read_text(encoding='utf-8')
        glib = {'glib-2.0', 'gobject-2.0', 'gio-2.0', 'gio-unix-2.0'}
        asked_for = set(re.findall(r"\bdependency\('([^']+)'", meson)) - glib | {'gio-2.0'}
        self.assertEqual({row[1].split()[1] for row in rows() if row[1].startswith('module ')}, asked_for)


class Install(unittest.TestCase):
    TABLE = ('# comment\n'
             'run | tool cat | no | no | no | no | no | no\n'
             'run | tool absent other | a1 a2 | d | p | z | b | m\n'
             'run | module absent-1.0 2.0 | a2 a3 | d2 | p2 | z2 | b2 | m2\n'
             'test | tool absent-test | at | dt | pt | zt | - | -\n')

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.tools = self.folder / 'tools'
        self.tools.mkdir()
        (self.folder / '_build').mkdir()
        for tool in ('bash', 'cat', 'env', 'mkdir', 'tail', 'id', 'uname'):
            (self.tools / tool).symlink_to(shutil.which(tool))
        self.fake('id', 'echo 0')
        self.fake('uname', 'echo Linux')

    def fake(self, name, script):
        path = self.tools / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!{BASH}\n{script}\n')
        path.chmod(0o755)

    def fake_manager(self, name, creates=('absent', 'absent-test', 'pkg-config')):
        """A manager that notes how it was called, and makes the tools that were looked for."""
        made = '\n'.join(f'printf "#!{BASH}\\n" >{self.tools}/{tool}; chmod +x {self.tools}/{tool}' for tool in creates)
        chmod = shutil.which('chmod')
        self.fake(name, f'echo "$0 $*" >>{self.folder}/calls\ncase "$*" in *--simulate*) exit 0;; esac\n'
                  + made.replace('chmod', chmod))

    def ensure(self, *when):
        table = self.folder / 'table'
        table.write_text(self.TABLE)
        script = (f'. {ROOT}/build-aux/lib/say.sh; . {ROOT}/build-aux/lib/packages.sh; '
                  f'ensure_packages {" ".join(when)}; echo there')
        return subprocess.run([BASH, '-uc', script, 'run'], cwd=self.folder, env={'PATH': str(self.tools), 'PACKAGE_TABLE': str(table)},
                              capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def calls(self):
        path = self.folder / 'calls'
        return [line.replace(f'{self.tools}/', '') for line in path.read_text().splitlines()] if path.exists() else []

    def assert_installs(self, manager, when, command):
        self.fake_manager(manager)
        result = self.ensure(*when)
        self.assertEqual(result.stdout, 'there\n', result.stderr)
        self.assertEqual(self.calls()[-1], command)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertEqual(self.ensure(*when).stderr, '')

    def test_apt_get(self):
        self.assert_installs('apt-get', ['run', 'test'], 'apt-get install --yes --no-install-recommends a1 a2 a3 at')

    def test_dnf(self):
        self.assert_installs('dnf', ['run'], 'dnf install --assumeyes --setopt=install_weak_deps=False d d2')

    def test_zypper(self):
        self.assert_installs('zypper', ['run'], 'zypper --non-interactive install --no-recommends z z2')

    def test_pacman(self):
        self.assert_installs('pacman', ['run', 'test'], 'pacman -S --needed --noconfirm p p2 pt')

    def test_brew(self):
        self.fake('uname', 'echo Darwin')
        self.assert_installs('brew', ['run', 'test'], 'brew install b b2')

    def test_msys2(self):
        self.fake('uname', 'echo MINGW64_NT-10.0')
        self.assert_installs('pacman', ['run'], 'pacman -S --needed --noconfirm mingw-w64-ucrt-x86_64-m mingw-w64-ucrt-x86_64-m2')

    def test_sudo(self):
        self.fake('id', 'echo 1000')
        self.fake('sudo', 'exec "$@"')
        self.assert_installs('dnf', ['run'], 'dnf install --assumeyes --setopt=install_weak_deps=False d d2')

    def assert_fails(self, *parts):
        result = self.ensure('run')
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, '')
        for part in parts:
            self.assertIn(part, result.stderr.splitlines()[-1])

    def test_neither_root_nor_sudo(self):
        self.fake('id', 'echo 1000')
        self.fake_manager('apt-get')
        self.assert_fails('only root can install them: a1 a2 a3')
        self.assertEqual(self.calls(), [])

    def test_no_manager(self):
        self.assert_fails('no package manager that is known', 'by hand: absent or other, absent-1.0 2.0 or later with its headers')

    def test_manager_fails(self):
        self.fake('apt-get', 'echo "E: no route"; exit 100')
        self.assert_fails('apt-get could not install', 'is there a network')

    def test_still_missing(self):
        self.fake_manager('dnf', creates=())
        self.assert_fails('dnf installed d d2, but this is still missing or too old')


if __name__ == '__main__':
    unittest.main()
