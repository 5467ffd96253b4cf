"""Compares what `portolan-cli check` says with what happens when the same user then binds and listens there.

Sockets of all kinds hold ports in a network namespace of our own; root asks, and a user without privileges.
"""

import ctypes
import errno
import fcntl
import itertools
import json
import os
import random
import shutil
import socket
import struct
import subprocess
import tempfile
import unittest

import tap

CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
NOBODY = 65534
START = '/proc/sys/net/ipv4/ip_unprivileged_port_start'
KINDS = {'tcp': socket.SOCK_STREAM, 'udp': socket.SOCK_DGRAM}
ROUNDS = 60


def enter_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    user = os.geteuid()
    if libc.unshare(CLONE_NEWNET) != 0:
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
            return False
        # Root there, so that programs that are started keep what root may.
        with open('/proc/self/uid_map', 'w', encoding='ascii') as file:
            file.write(f'0 {user} 1')
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, 0x8914, struct.pack('16sh14x', b'lo', 1))
    return True


def set_privileged_below(port):
    with open(START, 'w', encoding='ascii') as file:
        file.write(str(port))


def hold(transport, address, port, v6only=False, listening=True, option=None):
    """A socket at the port; it waits, or is bound alone."""
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    holder = socket.socket(family, KINDS[transport])
    try:
        if family == socket.AF_INET6 and not address.startswith('::ffff'):
            holder.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
        if option == 'device':
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b'lo')
        elif option is not None:
            holder.setsockopt(socket.SOL_SOCKET, option, 1)
        holder.bind((address, port))
        if transport == 'tcp' and listening:
            holder.listen(5)
    except OSError:
        holder.close()
        raise
    return holder


def try_to_listen(transport, port):
    """What a server meets that listens on all addresses, of IPv4 and of both families: 0, or the first errno."""
    for address in '0.0.0.0', '::':
        try:
            # As servers do, so that what is closing does not count.
            hold(transport, address, port, option=socket.SO_REUSEADDR if transport == 'tcp' else None).close()
        except OSError as error:
            return error.errno
    return 0


def as_user(user, work):
    """What @work returns, a small number, when that user does it; without a user ourselves."""
    if user is None:
        return work()
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        os._exit(work())
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status >= 0, status
    return status


class CheckAndBind(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not enter_namespace():
            raise unittest.SkipTest('There is no network namespace of its own to be had.')
        # The build folder may lie where only root can look, such as in root's home.
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        cls.cli = shutil.copy(os.environ['PORTOLAN_CLI'], folder.name)

    def setUp(self):
        set_privileged_below(1024)

    def check(self, transport, port, user):
        identity = {} if user is None else {'user': user, 'group': user, 'extra_groups': []}
        result = subprocess.run([self.cli, 'check', f'{port}/{transport}', '--json'], capture_output=True, check=False,
                                timeout=60, **identity)
        answer = json.loads(result.stdout)
        self.assertEqual(result.returncode, 0 if answer['usable'] else 1)
        return answer

    def compare(self, transport, port, user, holders=None):
        """Returns whether it could be done, which is what was said."""
        answer = self.check(transport, port, user)
        error = as_user(user, lambda: try_to_listen(transport, port))
        about = f'{port}/{transport} as {user} beside {holders}: {os.strerror(error)}; {answer}'
        blocking = {reason['code'] for reason in answer['reasons'] if reason['blocks']}
        self.assertIn(error, (0, errno.EADDRINUSE, errno.EACCES), about)
        self.assertEqual(answer['usable'], error == 0, about)
        if error == errno.EADDRINUSE:
            self.assertIn('in-use', blocking, about)
        elif error == errno.EACCES:
            self.assertIn('privileged', blocking, about)
        return error == 0

    @staticmethod
    def users():
        # Only root, and not that of a user namespace of one user, can be two users.
        with open('/proc/self/uid_map', encoding='ascii') as file:
            return [None, NOBODY] if os.geteuid() == 0 and int(file.read().split()[2]) > NOBODY else [None]

    def test_free(self):
        """At the edge of what needs a privilege, wherever it lies, with nothing there."""
        for below in 0, 80, 1024, 5000:
            set_privileged_below(below)
            ports = {1, 79, 80, 1023, 1024, 4999, 5000, 65535}
            for transport, port, user in itertools.product(KINDS, sorted(ports), self.users()):
                self.assertEqual(self.compare(transport, port, user), user is None or port >= below, (below, port, user))

    def test_in_use(self):
        """Whoever waits at an address of either family is in the way of who wants all, and of the other transport's is not."""
        holders = [('0.0.0.0', False), ('127.0.0.1', False), ('127.9.9.9', False), ('::', False), ('::', True), ('::1', False),
                   ('::ffff:127.0.0.1', False)]
        for transport, (address, v6only), port in itertools.product(KINDS, holders, (80, 4711)):
            other = 'udp' if transport == 'tcp' else 'tcp'
            with hold(transport, address, port, v6only):
                for user in self.users():
                    self.assertFalse(self.compare(transport, port, user, address), (transport, address, v6only, port, user))
                    self.assertEqual(self.compare(other, port, user, address), user is None or port >= 1024)

    def test_connection(self):
        """The near end of a connection holds its port, and so does what is left of it, unless it was opened to share it."""
        for shares, port in (False, 4713), (True, 4714):
            with hold('tcp', '127.0.0.1', 4712, option=socket.SO_REUSEADDR) as server, socket.socket() as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, shares)
                client.bind(('127.0.0.1', port))
                client.connect(('127.0.0.1', 4712))
                accepted = server.accept()[0]
                self.assertEqual(self.compare('tcp', port, None), shares)
                # Who closes first keeps what is left (TIME_WAIT).
                client.close()
                accepted.close()
                self.assertEqual(self.compare('tcp', port, None), shares)

    def test_at_random(self):
        seed = int(os.environ.get('CHECK_SEED', random.randrange(1 << 32)))
        print(f'# CHECK_SEED={seed}')
        rng = random.Random(seed)
        usable = 0
        for _ in range(ROUNDS):
            set_privileged_below(rng.choice([0, 80, 1024, 1024]))
            port = rng.choice([79, 80, 1023, 1024, 4711, 40000])
            holders = []
            for _ in range(rng.choice([0, 1, 1, 2])):
                made = {'transport': rng.choice(list(KINDS)),
                        'address': rng.choice(['0.0.0.0', '127.0.0.1', '::', '::1', '::ffff:127.0.0.1']),
                        'port': port,
                        'v6only': rng.random() < 0.5,
                        'listening': rng.random() < 0.7,
                        'option': rng.choice([None, None, 'device', socket.SO_REUSEPORT])}
                try:
                    holders.append((hold(**made), made))
                except OSError:
                    pass
            user = rng.choice(self.users())
            usable += sum(self.compare(transport, port, user, [made for _, made in holders]) for transport in KINDS)
            for holder, _ in holders:
                holder.close()
        # Of both kinds there were some.
        self.assertGreater(usable, ROUNDS // 10)
        self.assertLess(usable, 2 * ROUNDS)


if __name__ == '__main__':
    tap.main()
