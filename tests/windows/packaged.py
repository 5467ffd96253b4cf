"""What was made for Windows, unpacked and installed in a fresh Wine, and started there: see build-aux/windows/test, which says in
the environment where everything is. Runs on a display and in a network of its own."""

import json
import os
import pathlib
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'cli'))
import tap  # noqa: E402

ZIP = pathlib.Path(os.environ['PORTOLAN_ZIP'])
INSTALLER = pathlib.Path(os.environ['PORTOLAN_INSTALLER'])
LISTENER = os.environ['PORTOLAN_LISTENER']
GDBUS = os.environ['PORTOLAN_GDBUS']
PICTURES = pathlib.Path(os.environ['PORTOLAN_PICTURES'])
DRIVE = pathlib.Path(os.environ['WINEPREFIX']) / 'drive_c'
# With a blank and a letter of no Western code page, as people's folders have them.
FOLDER = DRIVE / 'Jan Ślęża'
PATIENCE = 120


def wait(condition, what, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError(f'waited {seconds} s for {what}')


def wine(program, *arguments, **environment):
    return subprocess.run(['wine', program, *arguments], capture_output=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL,
                          env={**os.environ, 'COLUMNS': '80', **environment})


def picture(name):
    subprocess.run(['import', '-window', 'root', PICTURES / f'{name}.png'], check=True)


def xdotool(*arguments):
    return subprocess.run(['xdotool', *arguments], capture_output=True, text=True, check=False).stdout.split()


def setUpModule():
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(FOLDER)


class Packaged(unittest.TestCase):
    folder = FOLDER / 'Portolan'

    def cli(self, *arguments, **environment):
        return wine(self.folder / 'portolan-cli.exe', *arguments, **environment)

    def document(self, *arguments):
        result = self.cli(*arguments, '--json')
        self.assertEqual(result.stderr, b'')
        return json.loads(result.stdout)


    def listen(self, port):
        """A program of Windows listens there until the test ends."""
        process = subprocess.Popen(['wine', LISTENER, str(port)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        pid = int(process.stdout.readline())
        self.addCleanup(process.stdout.close)
        return pid


class Files(Packaged):
    def header(self, program):
        return subprocess.run(['x86_64-w64-mingw32-objdump', '-p', self.folder / program], capture_output=True, text=True,
                              check=True).stdout

    def test_subsystems(self):
        self.assertRegex(self.header('portolan.exe'), r'Subsystem\s+0*2\s')
        self.assertRegex(self.header('portolan-cli.exe'), r'Subsystem\s+0*3\s')

    def test_resources(self):
        for program in 'portolan.exe', 'portolan-cli.exe':
            content = (self.folder / program).read_bytes()
            for text in b'>UTF-8</activeCodePage>', b'PerMonitorV2', b'>true</longPathAware>', 'ProductVersion'.encode('utf-16-le'):
                self.assertIn(text, content, program)
            self.assertEqual(content.count(b'\x89PNG\r\n'), 9, program)

    def test_cli_needs_no_gtk(self):
        self.assertNotIn('gtk', self.header('portolan-cli.exe').lower())

    def test_all_libraries_are_there(self):
        system = {'advapi32', 'bcrypt', 'comctl32', 'comdlg32', 'crypt32', 'd3d11', 'dcomp', 'dnsapi', 'dwmapi', 'dwrite', 'gdi32', 'hid',
                  'httpapi', 'imm32', 'iphlpapi', 'kernel32', 'msimg32', 'msvcrt', 'ntdll', 'ole32', 'oleaut32', 'opengl32', 'psapi',
                  'rpcrt4', 'secur32', 'setupapi', 'shell32', 'shlwapi', 'user32', 'usp10', 'userenv', 'version', 'winmm', 'winspool',
                  'ws2_32'}
        present = {path.name.lower() for path in self.folder.iterdir()}
        for path in self.folder.iterdir():
            if path.suffix in ('.exe', '.dll'):
                for name in re.findall(r'DLL Name: (\S+)', self.header(path.name)):
                    self.assertTrue(name.lower() in present or name.lower().rsplit('.', 1)[0] in system, f'{path.name} needs {name}')


class Terminal(Packaged):
    def test_explain(self):
        page = self.document('explain', '80')
        self.assertEqual(page['host']['os'], 'windows')
        self.assertEqual(page['registrations'][0]['name'], 'http')
        self.assertIn(b'Xsan', self.cli('explain', '60683').stdout)

    def test_exit_statuses(self):
        self.assertEqual(self.cli('explain', '70000').returncode, 2)
        self.assertEqual(self.cli('search', 'qqqqqqqq').returncode, 1)

    def test_own_tools_come_first(self):
        self.assertEqual(self.document('explain', '8080')['checks'][0]['os'], 'windows')

    def test_lines_end_as_written(self):
        self.assertNotIn(b'\r', self.cli('search', 'ssh', '--json').stdout)

    def test_reader_goes_away(self):
        """A reader that has seen enough is no failure worth a sentence."""
        process = subprocess.Popen(['wine', self.folder / 'portolan-cli.exe', 'search', 'a', '--limit', '20000'],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        with process.stderr:
            self.assertEqual(process.stderr.read(), b'')
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_speaks_the_language(self):
        """The translations are found beside the program, in a folder whose name is in no Western code page."""
        self.assertIn(b'Aufruf:', self.cli('--help', LANGUAGE='de').stdout)

    def test_console(self):
        """Letters that are no ASCII reach a console whole, on both of its streams. Wine draws one on a terminal."""
        for arguments, letters in (('explain', 'abc'), '„abc“'), (('check', '0'), 'können'):
            ours, its = pty.openpty()
            process = subprocess.Popen(['wine', self.folder / 'portolan-cli.exe', *arguments], stdin=its, stdout=its, stderr=its,
                                       env={**os.environ, 'LANGUAGE': 'de', 'NO_COLOR': '1', 'TERM': 'xterm'}, start_new_session=True)
            os.close(its)
            self.addCleanup(os.close, ours)
            shown = b''
            end = time.monotonic() + PATIENCE
            while letters.encode() not in shown and time.monotonic() < end:
                if select.select([ours], [], [], 1)[0]:
                    try:
                        shown += os.read(ours, 65536)
                    except OSError:
                        break
            process.wait(PATIENCE)
            self.assertIn(letters, shown.decode(errors='replace'))

    def test_listeners(self):
        """A process of Windows is named with its path; one of Linux, which Wine can't see, is listed without."""
        pid = self.listen(4411)
        with socket.create_server(('127.0.0.1', 4412)):
            answer = self.document('listeners')
        found = {entry['port']: entry for entry in answer['listeners']}
        self.assertEqual(answer['method'], 'iphlpapi')
        self.assertEqual(found[4411]['address'], '127.0.0.1')
        self.assertEqual(found[4411]['owners'][0]['pid'], pid)
        self.assertTrue(found[4411]['owners'][0]['executable'].endswith('listener.exe'), found[4411])
        self.assertEqual(found[4412]['owners'], [])
        print(f'# {json.dumps(found[4411])}\n# {json.dumps(found[4412])}')


class Window(Packaged):
    """The real program, typed into. What it shows is looked at as a person would take it along: by copying the page."""

    def setUp(self):
        self.process = self.start()
        self.addCleanup(self.stop)
        self.window = wait(lambda: xdotool('search', '--onlyvisible', '--name', 'Portolan'), 'the window')[0]
        # The first frame, and the first reading.
        time.sleep(5)

    def start(self, *arguments):
        return subprocess.Popen(['wine', self.folder / 'portolan.exe', *arguments], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        if self.process.poll() is None:
            self.key('ctrl+q')
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def key(self, *keys):
        xdotool('windowfocus', '--sync', self.window)
        xdotool('key', *keys)

    def type(self, text):
        # All ports, whatever was listed the last time.
        self.key('ctrl+1')
        self.key('ctrl+l')
        xdotool('type', '--delay', '60', text)
        time.sleep(2)

    def page(self):
        self.key('ctrl+shift+c')
        time.sleep(1)
        return subprocess.run(['xclip', '-o', '-selection', 'clipboard'], capture_output=True, text=True, check=False, timeout=20).stdout

    def test_page(self):
        self.type('60683')
        wait(lambda: 'Xsan' in self.page(), 'the page of 60683')
        self.assertIn('60683', self.page())
        # Windows does not list what it refuses to all, so a port that is read about is tried.
        wait(lambda: '60683 lies in no range that this computer excludes' in self.page(), 'the port to be tried')
        picture('window')
        # The commands to check with stand further down.
        xdotool('mousemove', '740', '500', 'click', '--repeat', '60', '--delay', '20', '5')
        time.sleep(2)
        picture('window-end')

    def test_dark(self):
        """The choice of the whole system, told by the colour of the window's upper left corner."""
        theme = r'HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize'
        self.stop()
        wine('reg', 'add', theme, '/v', 'AppsUseLightTheme', '/t', 'REG_DWORD', '/d', '0', '/f')
        self.addCleanup(wine, 'reg', 'delete', theme, '/f')
        self.setUp()
        picture('dark')
        corner = subprocess.run(['convert', PICTURES / 'dark.png', '-format', '%[fx:p{200,25}.intensity]', 'info:'],
                                capture_output=True, text=True, check=True).stdout
        self.assertLess(float(corner), 0.4)

    def test_second_start(self):
        second = self.start('443')
        self.assertEqual(second.wait(PATIENCE), 0)
        self.assertIsNone(self.process.poll())
        wait(lambda: 'https' in self.page(), 'the page of 443 in the first window')
        picture('second-start')

    def test_opens_no_port(self):
        """Also where GLib finds the program by which it starts a session bus, as it does in MSYS2."""
        bus = self.folder / 'gdbus.exe'
        shutil.copy(GDBUS, bus)
        self.addCleanup(bus.unlink)
        self.stop()
        self.setUp()
        self.assertEqual(self.document('listeners', 'tcp')['listeners'], [])
        self.assertIsNone(self.process.poll())

    def test_keeps_settings(self):
        """In the registry, where Windows has settings."""
        self.listen(8080)
        self.key('ctrl+2')
        time.sleep(8)
        picture('listening')
        self.key('ctrl+q')
        self.assertEqual(self.process.wait(PATIENCE), 0)
        kept = wine('reg', 'query', r'HKCU\Software\GSettings\app\portolan\Portolan').stdout.decode()
        self.assertIn('listening', kept)

    def test_is_not_replaced_while_it_runs(self):
        self.assertNotEqual(wine(INSTALLER, '/S').returncode, 0)
        self.assertEqual(list(DRIVE.glob('users/*/AppData/Local/Programs/Portolan')), [])


class Installed(Packaged):
    def test_installer(self):
        self.assertEqual(wine(INSTALLER, '/S').returncode, 0)
        programs = [path for path in DRIVE.glob('users/*/AppData/Local/Programs/Portolan') if path.is_dir()]
        self.assertEqual(len(programs), 1)
        folder = programs[0]

        def files(root):
            return {path.relative_to(root).as_posix() for path in root.rglob('*') if path.is_file()}

        self.assertEqual(files(folder) - files(self.folder), {'uninstall.exe'})
        self.assertEqual(files(self.folder) - files(folder), set())
        self.assertTrue(list(DRIVE.glob('users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Portolan.lnk')))
        self.assertIn(b'Xsan', wine(folder / 'portolan-cli.exe', 'explain', '60683').stdout)

        # Once more, over what is there, as a later version does.
        self.assertEqual(wine(INSTALLER, '/S').returncode, 0)
        self.assertEqual(files(folder) - files(self.folder), {'uninstall.exe'})
        self.assertEqual(files(self.folder) - files(folder), set())

        (folder / 'of-mine.txt').write_text('stays')
        self.assertEqual(wine(folder / 'uninstall.exe', '/S').returncode, 0)
        wait(lambda: files(folder) == {'of-mine.txt'}, 'the uninstaller')
        self.assertFalse(list(DRIVE.glob('users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Portolan.lnk')))
        self.assertNotIn(b'Portolan', wine('reg', 'query', r'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall', '/s').stdout)
        shutil.rmtree(folder)


if __name__ == '__main__':
    tap.main()
