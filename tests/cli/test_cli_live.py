"""Opens sockets and looks for them with the built portolan-cli: explain, listeners, check, free, --watch."""

import csv
import io
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import tap

CLI = os.environ['PORTOLAN_CLI']


def run(*arguments, **environment):
    return subprocess.run([CLI, *arguments], capture_output=True, check=False, timeout=60, env={**os.environ, **environment})


def document(*arguments):
    return json.loads(run(*arguments, '--json').stdout)


def listener(address='127.0.0.1', kind=socket.SOCK_STREAM, port=0, family=socket.AF_INET):
    """Opens a socket that waits; returns it and its port."""
    opened = socket.socket(family, kind)
    opened.bind((address, port))
    if kind == socket.SOCK_STREAM:
        opened.listen(5)
    return opened, opened.getsockname()[1]


class Listeners(unittest.TestCase):
    def setUp(self):
        self.socket, self.port = listener()
        self.addCleanup(self.socket.close)

    def own(self, listeners):
        return [l for l in listeners if l['port'] == self.port]

    def test_explain(self):
        page = document('explain', str(self.port))
        self.assertEqual(len(page['listeners']), 1)
        found = page['listeners'][0]
        self.assertEqual((found['transport'], found['family'], found['address'], found['exposure']),
                         ('tcp', 'ipv4', '127.0.0.1', 'loopback'))
        self.assertIn(os.getpid(), [owner['pid'] for owner in found['owners']])
        self.assertEqual(found['owners'][0]['evidence'], 'descriptor')
        self.assertTrue(found['owners'][0]['certain'])
        self.assertRegex(found['owners'][0]['started_at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$')
        text = run('explain', str(self.port)).stdout.decode()
        self.assertIn(f'PID {os.getpid()}', text)
        self.assertIn('Known for certain: the process', text)
        self.assertNotIn('Nothing listens', text)

    def test_explain_by_transport(self):
        self.assertEqual(document('explain', f'{self.port}/udp')['listeners'], [])
        self.assertEqual(len(document('explain', f'{self.port}/tcp')['listeners']), 1)

    def test_gone(self):
        self.socket.close()
        self.assertEqual(document('explain', str(self.port))['listeners'], [])
        self.assertIn(f'Nothing listens on {self.port}', re.sub(r'\s+', ' ', run('explain', str(self.port)).stdout.decode()))

    def test_json(self):
        answer = document('listeners')
        self.assertEqual(answer['schema'], 1)
        self.assertRegex(answer['taken_at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$')
        self.assertIn(answer['method'], ('sock_diag', 'procfs', 'iphlpapi', 'libproc'))
        self.assertIsInstance(answer['complete'], bool)
        self.assertIsInstance(answer['unknown_owners'], int)
        self.assertEqual(len(self.own(answer['listeners'])), 1)

    def test_queries(self):
        def found(*words):
            return bool(self.own(document('listeners', *words)['listeners']))
        self.assertTrue(found('tcp', str(self.port), f'pid:{os.getpid()}'))
        self.assertFalse(found('udp'))
        self.assertFalse(found('is:exposed'))
        self.assertFalse(found('-tcp'))
        self.assertFalse(found(f'-pid:{os.getpid()}'))
        self.assertFalse(found('process:no-such-program'))

    def test_text(self):
        lines = run('listeners', f'pid:{os.getpid()}').stdout.decode().splitlines()
        self.assertEqual(len([l for l in lines if l.startswith(f'{self.port}/tcp') and f'(PID {os.getpid()})' in l]), 1)

    def test_width(self):
        """A narrow terminal gets the same words in more lines, and no port is lost; whoever reads in a pipe gets one line each."""
        opened = [self.socket, listener('::1', family=socket.AF_INET6)[0], listener('127.200.200.200')[0]]
        for one in opened[1:]:
            self.addCleanup(one.close)
        query = f'pid:{os.getpid()}'
        os.environ.pop('COLUMNS', None)
        whole = run('listeners', query).stdout.decode()
        ports = [f'{one.getsockname()[1]}/tcp' for one in opened]
        for port in ports:
            self.assertEqual(len([l for l in whole.splitlines() if re.match(port + r' +\S+ .* \S+ .*\(PID \d+\)$', l)]), 1)
        for columns in 20, 30, 40, 50, 60, 70, 80, 300:
            text = run('listeners', query, COLUMNS=str(columns)).stdout.decode()
            self.assertLessEqual(max(len(line) for line in text.splitlines()), columns)
            for port in ports:
                self.assertEqual(len([line for line in text.splitlines() if re.match(port + r'( |$)', line)]), 1, text)
            # A word longer than a line is broken, and the order of words is another: nothing is lost or added.
            self.assertEqual(sorted(re.sub(r'[\s·]', '', text)), sorted(re.sub(r'\s', '', whole)), text)
        self.assertEqual(text, whole)

    def test_csv(self):
        output = run('listeners', '--csv', f'pid:{os.getpid()}').stdout.decode()
        rows = list(csv.DictReader(io.StringIO(output, newline='')))
        self.assertTrue(output.startswith('transport,family,address,port,'))
        self.assertEqual([row['port'] for row in rows], [str(self.port)])
        self.assertEqual(rows[0]['pids'], str(os.getpid()))
        self.assertEqual(rows[0]['certain'], 'true')

    def test_hostile_names(self):
        """A process whose arguments start like a formula and hold what a terminal obeys."""
        code = 'import socket,sys; s=socket.socket(); s.bind(("127.0.0.1",0)); s.listen(); ' \
               'print(s.getsockname()[1], flush=True); sys.stdin.read()'
        process = subprocess.Popen(['=cmd|calc', '-c', code, '\033[31m', '\u202etxt', b'\xff\xfe', '<b>"x",y'],
                                   executable=sys.executable, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            port = process.stdout.readline().decode().strip()
            output = run('listeners', '--csv', f'pid:{process.pid}').stdout.decode()
            row = list(csv.DictReader(io.StringIO(output, newline='')))[0]
            self.assertEqual(row['port'], port)
            self.assertTrue(row['command'].startswith("'=cmd|calc"), row['command'])
            self.assertNotIn('\033', output)
            page = document('explain', port)
            self.assertEqual(page['listeners'][0]['owners'][0]['command'][3], '\033[31m')
            for text in run('explain', port).stdout.decode(), run('listeners').stdout.decode():
                self.assertNotIn('\033', text)
                self.assertNotIn('\u202e', text)
            self.assertIn('\\x1b[31m', re.sub(r'\s+', ' ', run('explain', port).stdout.decode()))
        finally:
            process.communicate(b'')


class Check(unittest.TestCase):
    def test_in_use(self):
        opened, port = listener()
        with opened:
            answer = document('check', str(port))
            self.assertEqual((answer['schema'], answer['port'], answer['transport'], answer['usable']), (1, port, 'tcp', False))
            reason = answer['reasons'][0]
            self.assertEqual((reason['code'], reason['blocks']), ('in-use', True))
            self.assertIn(str(os.getpid()), reason['text'])
            self.assertEqual(run('check', str(port)).returncode, 1)
            self.assertEqual(run('check', f'{port}/udp').returncode, 0)
        self.assertEqual(run('check', str(port)).returncode, 0)

    def test_udp(self):
        opened, port = listener('0.0.0.0', socket.SOCK_DGRAM)
        with opened:
            self.assertEqual(run('check', f'{port}/udp').returncode, 1)
            self.assertEqual(run('check', f'{port}/tcp').returncode, 0)

    def test_bound_but_not_listening(self):
        """What no list of listeners shows, the system still refuses."""
        with socket.socket() as opened:
            opened.bind(('127.0.0.1', 0))
            port = opened.getsockname()[1]
            answer = document('check', str(port))
            self.assertFalse(answer['usable'])
            self.assertEqual(answer['reasons'][0]['code'], 'in-use')

    def test_zero(self):
        answer = document('check', '0')
        self.assertFalse(answer['usable'])
        self.assertEqual(answer['reasons'][0]['code'], 'reserved')

    def test_reasons_that_do_not_block(self):
        answer = document('check', '6667')
        self.assertIn(('browser-blocked', False), [(r['code'], r['blocks']) for r in answer['reasons']])

    def test_transport_that_is_not_loaded(self):
        """What the kernel would have to load first is not loaded for a question."""
        def read_protocols():
            with open('/proc/net/protocols', encoding='ascii') as file:
                return {line.split()[0] for line in file}

        before = read_protocols()
        for transport in ('sctp', 'dccp'):
            self.assertEqual(document('check', f'8080/{transport}')['transport'], transport)
        self.assertEqual(read_protocols(), before)

    def test_transport_that_there_is_not(self):
        """Where the kernel loads nothing, one may ask it for a socket; the answer is to be the same, and the page's too."""
        if os.path.exists('/proc/modules') or not os.path.exists('/proc/net/protocols'):
            self.skipTest('to ask for a socket might load a module')
        for transport, kind, protocol in ('sctp', socket.SOCK_STREAM, 132), ('dccp', 6, 33):
            try:
                socket.socket(socket.AF_INET, kind, protocol).close()
                there = True
            except OSError:
                there = False
            result = run('check', f'8080/{transport}')
            page = re.sub(r'\s+', ' ', run('explain', f'8080/{transport}').stdout.decode())
            self.assertEqual(result.returncode, 0 if there else 1)
            self.assertEqual('unsupported' in [r['code'] for r in document('check', f'8080/{transport}')['reasons']], not there)
            self.assertEqual(f'You cannot listen on 8080 ({transport.upper()}) right now. This computer cannot speak' in page, not there)
            self.assertNotIn('cannot speak', run('check', '8080').stdout.decode())

    def test_privileged(self):
        """A user without the privilege is told so, and is told the truth."""
        if os.geteuid() != 0:
            self.skipTest('only root can become somebody else')
        with open('/proc/sys/net/ipv4/ip_unprivileged_port_start', encoding='ascii') as file:
            start = int(file.read())
        if start == 0:
            self.skipTest('nobody needs a privilege here')
        with tempfile.TemporaryDirectory() as folder:
            # The build folder may lie where only root can look, such as in root's home.
            os.chmod(folder, 0o755)
            result = subprocess.run([shutil.copy(CLI, folder), 'check', '79', '--json'], capture_output=True, check=False,
                                    timeout=60, user=65534, group=65534, extra_groups=[])
        answer = json.loads(result.stdout)
        self.assertEqual(result.returncode, 1)
        self.assertIn(('privileged', True), [(r['code'], r['blocks']) for r in answer['reasons']])


class Free(unittest.TestCase):
    def test_ports_bind(self):
        answer = document('free', '--count', '20')
        ports = [entry['port'] for entry in answer['ports']]
        self.assertEqual(len(set(ports)), 20)
        for port in ports:
            for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
                opened, _ = listener('0.0.0.0', kind, port)
                opened.close()
            page = document('explain', str(port))
            self.assertEqual({page['status']['tcp'], page['status']['udp']}, {'unassigned'})
            self.assertEqual(page['notes'], [])
            self.assertFalse(page['host']['in_ephemeral'])
            self.assertFalse(page['browser_blocked'])

    def test_text_and_range(self):
        result = run('free', '--from', '5000', '--to', '6000', '--count', '3')
        ports = [int(line) for line in result.stdout.split()]
        self.assertEqual((result.returncode, len(ports)), (0, 3))
        self.assertTrue(all(5000 <= port <= 6000 for port in ports))
        self.assertEqual(len(run('free').stdout.split()), 1)

    def test_taken_is_not_free(self):
        port = int(run('free').stdout)
        opened, _ = listener('127.0.0.1', socket.SOCK_DGRAM, port)
        with opened:
            self.assertNotEqual(int(run('free').stdout), port)

    def test_none(self):
        result = run('free', '--from', '50000', '--to', '50100')
        self.assertEqual((result.returncode, result.stdout), (1, b''))
        self.assertEqual(json.loads(run('free', '--from', '50000', '--to', '50100', '--json').stdout)['ports'], [])


class Watch(unittest.TestCase):
    def start(self, *words):
        process = subprocess.Popen([CLI, 'listeners', '--watch', *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
        self.addCleanup(process.kill)
        time.sleep(0.7)
        return process, lines

    def test_changes(self):
        process, lines = self.start(f'pid:{os.getpid()}')
        opened, port = listener()
        added = json.loads(lines.get(timeout=5))
        self.assertEqual((added['schema'], added['change'], added['listener']['port']), (1, 'added', port))
        self.assertRegex(added['at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$')
        opened.close()
        removed = json.loads(lines.get(timeout=5))
        self.assertEqual((removed['change'], removed['listener']['port']), ('removed', port))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=5), 0)
        self.assertEqual(process.stderr.read(), b'')
        process.stderr.close()
        process.stdout.close()
        self.assertTrue(lines.empty())

    def test_reader_goes_away(self):
        process = subprocess.Popen([CLI, 'listeners', '--watch'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        time.sleep(0.5)
        process.stdout.close()
        self.assertEqual(process.wait(timeout=5), 0)
        self.assertEqual(process.stderr.read(), b'')
        process.stderr.close()


if __name__ == '__main__':
    tap.main()
