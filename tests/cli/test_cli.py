"""Drives the built portolan-cli as a person or a script does: exit statuses, sentences, JSON, CSV, changes. What concerns this
computer's listeners is in test_cli_live.py."""

import contextlib
import json
import os
import pathlib
import pty
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import tap

CLI = os.environ['PORTOLAN_CLI']
DATA = pathlib.Path(__file__).resolve().parents[2] / 'data'
COMMANDS = 'explain', 'search', 'listeners', 'check', 'free'


def run(*arguments, **environment):
    return subprocess.run([CLI, *arguments], capture_output=True, check=False, timeout=60,
                          env={**os.environ, 'COLUMNS': '80', **environment})


class Usage(unittest.TestCase):
    def assert_refused(self, *arguments, says):
        """One sentence on stderr that names what is wrong, nothing on stdout, exit status 2."""
        result = run(*arguments)
        lines = result.stderr.decode().splitlines()
        self.assertEqual(result.returncode, 2, arguments)
        self.assertEqual(result.stdout, b'')
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith('portolan-cli: '), lines)
        self.assertIn(says, lines[0])
        self.assertTrue(lines[0].endswith('.'), lines)

    def test_bad_ports(self):
        for command in 'explain', 'check':
            for port in '70000', '65536', '-1', 'abc', '80/xyz', '', '80/', '1.5', '0x50', '99999999999999999999':
                self.assert_refused(command, port, says=port)

    def test_port_count(self):
        self.assert_refused('explain', says='missing')
        self.assert_refused('check', '80', '81', says='81')

    def test_not_utf8(self):
        self.assert_refused('explain', b'\xff80', says='not valid UTF-8')
        self.assert_refused('search', b'\xff', says='not valid UTF-8')

    def test_hostile_argument(self):
        result = run('explain', '\033[2J\033]0;x\007')
        self.assertEqual(result.returncode, 2)
        self.assertNotIn(b'\033', result.stderr)
        self.assertNotIn(b'\007', result.stderr)

    def test_bad_queries(self):
        self.assert_refused('search', 'is:nonsense', says='is:nonsense')
        self.assert_refused('search', 'range:middle', says='middle')
        self.assert_refused('search', '"open', says='"')
        self.assert_refused('listeners', 'pid:x', says='x')
        self.assert_refused('search', says='missing')

    def test_bad_options(self):
        self.assert_refused('explain', '--nonsense', '80', says='--nonsense')
        self.assert_refused('free', '--count', 'x', says='--count')
        self.assert_refused('free', '--count', '0', says='--count')
        self.assert_refused('free', '--count', '-3', says='“-3”')
        self.assert_refused('free', '--from', '70000', says='70000')
        self.assert_refused('free', '--from', '9000', '--to', '8000', says='9000')
        self.assert_refused('free', '8000', says='8000')
        self.assert_refused('search', '--limit', '-1', 'http', says='--limit')
        self.assert_refused('listeners', '--csv', '--json', says='--csv')

    def test_bad_commands(self):
        self.assert_refused('nonsense', says='nonsense')
        self.assert_refused('--nonsense', says='--nonsense')
        self.assert_refused(says='missing')

    def test_help(self):
        overall = run('--help')
        self.assertEqual(overall.returncode, 0)
        for command in COMMANDS:
            self.assertIn(command, overall.stdout.decode())
            own = run(command, '--help')
            self.assertEqual(own.returncode, 0)
            self.assertIn('Exit status', own.stdout.decode())
            self.assertIn('--json', own.stdout.decode())
            self.assertEqual(own.stderr, b'')

    def test_version(self):
        result = run('--version')
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout.decode(), r'^portolan-cli \d+\.\d+\.\d+\n.*\b20\d\d-\d\d-\d\d\b.*\d+ notes\n$')


class Manual(unittest.TestCase):
    """What a command's --help lists, the man page and the completions know, and no more."""

    def options(self, command):
        return set(re.findall(r'--([a-z]+)', run(command, '--help').stdout.decode().split('Application Options:')[1].split('\n\n')[0]))

    def test_man_page(self):
        page = (DATA / 'man/portolan-cli.1').read_text(encoding='utf-8')
        synopsis = page.split('.Sh SYNOPSIS')[1].split('.Sh DESCRIPTION')[0]
        for command in COMMANDS:
            own = synopsis.split(f'.Cm {command}\n')[1].split('.Nm')[0]
            self.assertEqual(set(re.findall(r'Fl -([a-z]+)', own)), self.options(command), command)

    def test_man_page_is_sound(self):
        if shutil.which('groff') is None:
            self.skipTest('no groff')
        result = subprocess.run(['groff', '-mdoc', '-Tutf8', '-ww', DATA / 'man/portolan-cli.1'], capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, b''))

    def test_bash(self):
        text = (DATA / 'completions/portolan-cli.bash').read_text(encoding='utf-8')
        for command in COMMANDS:
            own = re.search(rf"^\s+(?:\w+ \| )?{command}(?: \| \w+)?\) options='([^']*)'", text, re.MULTILINE).group(1)
            self.assertEqual(set(re.findall(r'--([a-z]+)', own)), self.options(command) | {'help'}, command)

    def test_zsh(self):
        text = (DATA / 'completions/_portolan-cli').read_text(encoding='utf-8')
        for command in COMMANDS:
            own = re.search(rf'\n      (?:\w+\|)?{command}(?:\|\w+)?\)(.*?);;', text, re.DOTALL)
            if own is None:
                own = re.search(rf'\n    (?:\w+\|)?{command}(?:\|\w+)?\)(.*?);;', text, re.DOTALL)
            self.assertEqual(set(re.findall(r'--([a-z]+)\[', own.group(1))), self.options(command) | {'help'}, command)

    def test_fish(self):
        text = (DATA / 'completions/portolan-cli.fish').read_text(encoding='utf-8')
        for command in COMMANDS:
            own = re.findall(rf"from (?:\$commands|[a-z ]*\b{command}\b[a-z ]*)['\"] -l ([a-z]+)", text)
            own = [option for option in own if option != 'version']
            self.assertEqual(set(own), self.options(command), command)


class Explain(unittest.TestCase):
    def test_text(self):
        result = run('explain', '60683')
        text = result.stdout.decode()
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stderr, b'')
        titles = ['Port 60683', 'Here now', 'Registered', 'Commonly used', 'If you find something there',
                  'The range it belongs to', 'Can I use this port?', 'How to check', 'Why it matters',
                  'Nearby and related', 'Sources']
        places = [text.index(f'{title}') if i == 0 else text.index(f'\n{title}') for i, title in enumerate(titles)]
        self.assertEqual(places, sorted(places))
        self.assertNotIn('\033', text)

    def test_shorthand(self):
        self.assertEqual(run('61907').stdout, run('explain', '61907').stdout)

    def test_width(self):
        for columns in 40, 72:
            text = run('explain', '24', COLUMNS=str(columns)).stdout.decode()
            for line in text.splitlines():
                if len(line) > columns:
                    # Commands are never broken, and neither are addresses.
                    self.assertTrue(line.startswith('    ') and ('24' in line or 'http' in line), line)

    def test_json(self):
        result = run('explain', '853/udp', '--json')
        page = json.loads(result.stdout)
        self.assertEqual(result.returncode, 0)
        self.assertTrue(result.stdout.endswith(b'}\n'))
        self.assertEqual(result.stdout.count(b'\n'), 1)
        self.assertEqual(page['port'], 853)
        self.assertEqual([row['transport'] for row in page['registrations']], ['udp'])
        self.assertIn('QUIC', page['registrations'][0]['description'])
        self.assertEqual(page['status']['tcp'], 'assigned')

    def test_own_range(self):
        """The page has the range that this very computer hands out, as the kernel tells it."""
        try:
            with open('/proc/sys/net/ipv4/ip_local_port_range', encoding='ascii') as file:
                first, last = map(int, file.read().split())
        except OSError:
            self.skipTest('no ip_local_port_range')
        host = json.loads(run('explain', '60683', '--json').stdout)['host']
        self.assertIn((first, last), {(r['first'], r['last']) for r in host['ephemeral']})
        self.assertEqual(host['in_ephemeral'], first <= 60683 <= last)
        self.assertIn(f'{first}–{last}', run('explain', '60683').stdout.decode())

    def on_terminal(self, **environment):
        """What explain writes to a terminal of its own."""
        try:
            main, other = pty.openpty()
        except OSError as error:
            self.skipTest(f'no terminal to be had here: {error}')
        process = subprocess.Popen([CLI, 'explain', '24'], stdout=other, env={**os.environ, **environment})
        os.close(other)
        output = b''
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            output += piece
        os.close(main)
        self.assertEqual(process.wait(timeout=60), 0)
        return output

    def test_styles(self):
        self.assertIn(b'\033[1mPort 24\033[22m', self.on_terminal(TERM='xterm', NO_COLOR=''))
        self.assertNotIn(b'\033', self.on_terminal(TERM='xterm', NO_COLOR='1'))
        self.assertNotIn(b'\033', self.on_terminal(TERM='dumb', NO_COLOR=''))

    def test_locales(self):
        """In a locale without a character set, and with a broken one, the text is the same UTF-8."""
        # Of all ports, this is the one on which nothing can listen between two runs.
        usual = run('explain', '0').stdout
        self.assertIn('“', usual.decode())
        self.assertEqual(run('explain', '0', LC_ALL='C').stdout, usual)
        self.assertEqual(run('explain', '0', LC_ALL='xx_YY.nonsense').stdout, usual)

    def test_reader_goes_away(self):
        process = subprocess.Popen([CLI, 'explain', '443'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        _, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(error, b'')

    def test_full_disk(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        with open('/dev/full', 'wb') as full:
            result = subprocess.run([CLI, 'explain', '443'], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(len(result.stderr.decode().splitlines()), 1)


class Search(unittest.TestCase):
    def test_text(self):
        result = run('search', 'postgresql')
        self.assertEqual(result.returncode, 0)
        self.assertTrue(result.stdout.decode().startswith(' 5432  postgresql'))

    def test_json(self):
        answer = json.loads(run('search', '80', '--json').stdout)
        self.assertEqual(answer['schema'], 1)
        self.assertEqual(answer['query'], '80')
        self.assertEqual(answer['ports'][0], {**answer['ports'][0], 'port': 80, 'name': 'http', 'why': 'number'})
        self.assertEqual(answer['total'], len(answer['ports']))
        self.assertEqual(len({port['port'] for port in answer['ports']}), answer['total'])
        for port in answer['ports']:
            self.assertIn(port['why'], ('number', 'name', 'product', 'description', 'note', 'listener'))

    def test_limit(self):
        answer = json.loads(run('search', 'tcp', '--limit', '7', '--json').stdout)
        self.assertEqual(len(answer['ports']), 7)
        self.assertGreater(answer['total'], 5000)
        text = run('search', 'tcp')
        self.assertEqual(len(text.stdout.splitlines()), 50)
        self.assertIn(b'--limit', text.stderr)

    def test_nothing(self):
        result = run('search', 'zzqqxxyyzz')
        self.assertEqual((result.returncode, result.stdout), (1, b''))
        self.assertIn('zzqqxxyyzz', result.stderr.decode())
        result = run('search', 'zzqqxxyyzz', '--json')
        self.assertEqual(result.returncode, 1)
        self.assertEqual(json.loads(result.stdout)['ports'], [])

    def test_exclusion_is_no_option(self):
        """-word leaves out; it is not taken for an option, and neither is what comes after --."""
        both = json.loads(run('search', 'domain', '--json').stdout)['total']
        less = json.loads(run('search', 'domain', '-tls', '--json').stdout)['total']
        self.assertLess(less, both)
        self.assertEqual(run('search', '--', 'domain', '-tls').returncode, 0)


class Own(unittest.TestCase):
    """The user's stars and notes, in a book of the test's own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name) / 'portolan' / 'book.sqlite'
        self.environment = {'XDG_DATA_HOME': self.folder.name}

    def write(self, *rows, version=1):
        self.path.parent.mkdir()
        with contextlib.closing(sqlite3.connect(self.path)) as book:
            book.execute('CREATE TABLE mark (port INTEGER PRIMARY KEY, starred_at INTEGER, note TEXT, noted_at INTEGER)')
            book.executemany('INSERT INTO mark VALUES (?, ?, ?, ?)', rows)
            book.execute(f'PRAGMA application_id = {0x50746c6e}')
            book.execute(f'PRAGMA user_version = {version}')
            book.commit()

    def test_none(self):
        page = json.loads(run('explain', '80', '--json', **self.environment).stdout)
        self.assertEqual(page['own'], {'starred': False, 'note': None})
        self.assertEqual(run('search', 'is:starred', **self.environment).returncode, 1)
        self.assertFalse(self.path.parent.exists())

    def test_shown(self):
        self.write((4711, 1790000000, None, 0), (60683, 0, 'the cellar', 1790000000))
        page = json.loads(run('explain', '60683', '--json', **self.environment).stdout)
        self.assertEqual(page['own'], {'starred': False, 'note': 'the cellar'})
        self.assertIn('the cellar', run('explain', '60683', **self.environment).stdout.decode())
        found = json.loads(run('search', 'is:mine', '--json', **self.environment).stdout)
        self.assertEqual([port['port'] for port in found['ports']], [4711, 60683])
        found = json.loads(run('search', 'cellar', '--json', **self.environment).stdout)
        self.assertIn({'port': 60683, 'why': 'note'}, [{'port': port['port'], 'why': port['why']} for port in found['ports']])

    def test_unreadable(self):
        """The page is there all the same, says null for what is not known, and why."""
        self.write((80, 1, None, 0), version=2)
        result = run('explain', '80', '--json', **self.environment)
        self.assertEqual(result.returncode, 0)
        self.assertIsNone(json.loads(result.stdout)['own'])
        self.assertIn('later version', result.stderr.decode())
        self.assertEqual(len(result.stderr.decode().splitlines()), 1)


if __name__ == '__main__':
    tap.main()
