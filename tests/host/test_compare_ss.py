#!/usr/bin/env python3
"""Opens sets of sockets at random and compares what Portolan says of them with what ss says, socket by socket.

Of TCP (MPTCP too), UDP, SCTP and DCCP ss tells; of UDP-Lite it knows nothing, so there it is the kernel's own table. Raw sockets
have no port: some are opened, and neither must list them. A second namespace of networks has sockets of its own.

usage: test_compare_ss.py PORTOLAN-CLI [SEED]

Exit status 77: there is no ss, or no network namespace of its own to be had.
"""

import ctypes
import fcntl
import json
import os
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys

CLONE_NEWNET = 0x40000000
CLONE_NEWUSER = 0x10000000
SETS = 8
SOCKETS = 40
MPTCP = 262
UDPLITE = 136
SCTP = 132
DCCP = 33
SOCK_DCCP = 6
BRIDGE = 'ptl-br0'

ADDRESSES = {
    socket.AF_INET: ['0.0.0.0', '127.0.0.1', '127.1.2.3', '127.255.255.254', '10.98.7.1'],
    socket.AF_INET6: ['::', '::1', '::ffff:127.0.0.1', '::ffff:0.0.0.0', 'fd98:7::1'],
}

# One of them is taken as often as it stands here.
KINDS = [(socket.SOCK_STREAM, 0)] * 4 + [(socket.SOCK_DGRAM, 0)] * 3 + [
    (socket.SOCK_STREAM, MPTCP), (socket.SOCK_DGRAM, UDPLITE), (socket.SOCK_STREAM, SCTP), (SOCK_DCCP, DCCP),
    (socket.SOCK_RAW, 200)]


def enter_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0 and libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, 0x8914, struct.pack('16sh14x', b'lo', 1))
    # A second interface, and addresses that are not the computer's own; where it can't be had, they can't be bound.
    for command in (f'link add {BRIDGE} type bridge', f'link set {BRIDGE} up', f'addr add 10.98.7.1/24 dev {BRIDGE}',
                    f'addr add fd98:7::1/64 dev {BRIDGE} nodad'):
        if shutil.which('ip'):
            subprocess.run(['ip', *command.split()], check=False, stderr=subprocess.DEVNULL)
    return True


def open_as(uid, family, kind, protocol):
    """A socket that belongs to a user, whoever has it in the end."""
    if os.getuid() == 0 and kind != socket.SOCK_RAW:
        try:
            os.seteuid(uid)
        except OSError:
            # Of a namespace of users that has no such user.
            pass
    try:
        return socket.socket(family, kind, protocol)
    finally:
        os.seteuid(os.getuid())


def open_at_random(rng):
    """A socket that waits, and whatever keeps its queue filled; None where this set of choices can't be had."""
    family = rng.choice([socket.AF_INET, socket.AF_INET6])
    kind, protocol = rng.choice(KINDS)
    address = rng.choice(ADDRESSES[family])
    kept = []
    try:
        s = open_as(rng.choice([0, 0, 1, 65534]), family, kind, protocol)
        kept.append(s)
        if family == socket.AF_INET6 and not address.startswith('::ffff'):
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, rng.random() < 0.5)
        if rng.random() < 0.3:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if rng.random() < 0.2:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, rng.choice([b'lo', BRIDGE.encode()]))
        # Few ports, so that many sockets share one.
        s.bind((address, rng.choice([0, 0, rng.randrange(5000, 5010), rng.randrange(1, 65536)])))
        if kind in (socket.SOCK_STREAM, SOCK_DCCP):
            s.listen(rng.randrange(0, 200))
        if protocol in (SCTP, DCCP) or kind == socket.SOCK_RAW:
            return kept
        port = s.getsockname()[1]
        reach = {'0.0.0.0': '127.0.0.1', '::': '::1', '::ffff:0.0.0.0': '::ffff:127.0.0.1'}.get(address, address)
        for _ in range(rng.choice([0, 0, 1, 3])):
            client = socket.socket(family, kind, protocol if protocol == UDPLITE else 0)
            client.setblocking(False)
            kept.append(client)
            if kind == socket.SOCK_STREAM:
                client.connect_ex((reach, port))
                select.select([], [client], [], 0.2)
            else:
                # Connected, so that it does not wait itself; it may not be reached through the interface.
                client.connect((reach, port))
                client.send(b'x' * rng.randrange(1, 500))
    except OSError:
        for each in kept:
            each.close()
        return None
    return kept


def split_address(text):
    host, _, port = text.rpartition(':')
    host, _, interface = host.partition('%')
    return host.strip('[]'), int(port), interface or None


def read_udplite():
    """What the kernel's tables say of UDP-Lite; they tell neither holders, interfaces nor V6ONLY."""
    result = {}
    for name, family in (('udplite', 'ipv4'), ('udplite6', 'ipv6')):
        try:
            with open(f'/proc/self/net/{name}', encoding='ascii') as table:
                lines = table.read().splitlines()[1:]
        except FileNotFoundError:
            continue
        for line in lines:
            fields = line.split()
            host, port = fields[1].split(':')
            # Words of 32 bits, as the computer has them.
            raw = b''.join(struct.pack('=I', int(host[i:i + 8], 16)) for i in range(0, len(host), 8))
            if fields[3] == '07' and int(port, 16) != 0:
                result[int(fields[9])] = {
                    'transport': 'udplite',
                    'address': socket.inet_ntop(socket.AF_INET if family == 'ipv4' else socket.AF_INET6, raw),
                    'port': int(port, 16),
                    'queue': int(fields[4].split(':')[1], 16),
                    'uid': int(fields[7]),
                }
    return result


def read_ss():
    result = {}
    out = subprocess.run(['ss', '-HOtulSdnpe'], check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        fields = line.split()
        host, port, interface = split_address(fields[4])
        # ss may leave the interface outside of the brackets.
        inode = int(re.search(r'\bino:(\d+)', line).group(1))
        v6only = re.search(r'\bv6only:(\d)', line)
        if host == '*':
            family, host = 'dual', '::'
        elif ':' in host:
            family = 'ipv6'
        else:
            family = 'ipv4'
        if v6only and host == '::':
            assert (family == 'dual') == (v6only.group(1) == '0'), line
        uid = re.search(r'\buid:(\d+)', line)
        assert inode not in result, line
        result[inode] = {
            'transport': fields[0],
            'family': family,
            'address': host,
            'port': port,
            'interface': interface,
            'queue': int(fields[2]),
            'backlog': int(fields[3]) if fields[1] == 'LISTEN' else None,
            'uid': int(uid.group(1)) if uid else 0,
            'pids': sorted({int(pid) for pid in re.findall(r'pid=(\d+),', line)}),
        }
    return result


def read_portolan(cli):
    result = {}
    out = subprocess.run([cli, 'listeners', '--json'], check=True, capture_output=True, text=True).stdout
    answer = json.loads(out)
    assert answer['complete'], answer
    assert answer['method'] == 'sock_diag'
    for listener in answer['listeners']:
        if listener['namespace'] != 'host':
            continue
        assert listener['inode'] not in result, listener
        assert all(owner['certain'] and owner['evidence'] == 'descriptor' for owner in listener['owners'])
        result[listener['inode']] = {key: listener[key] for key in
                                     ('transport', 'family', 'address', 'port', 'interface', 'queue', 'backlog', 'uid')}
        result[listener['inode']]['pids'] = sorted(owner['pid'] for owner in listener['owners'])
    return result


def read_other(cli):
    """What Portolan says of the second namespace: as much as tables tell, which has no backlog, interface or V6ONLY."""
    out = subprocess.run([cli, 'listeners', '--json'], check=True, capture_output=True, text=True).stdout
    return {listener['inode']: {'transport': listener['transport'], 'address': listener['address'], 'port': listener['port'],
                                'uid': listener['uid'], 'pids': sorted(owner['pid'] for owner in listener['owners'])}
            for listener in json.loads(out)['listeners'] if listener['namespace'] != 'host'}


def start_neighbour(rng):
    """A child in a further namespace that opens some there, and says what ss sees of them there."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.alarm(60)
        os.close(reader)
        if not enter_namespace():
            os._exit(1)
        kept = [opened for opened in (open_at_random(rng) for _ in range(SOCKETS // 2)) if opened]
        theirs = {inode: {key: values[key] for key in ('transport', 'address', 'port', 'uid', 'pids')}
                  for inode, values in read_ss().items()}
        for inode, values in read_udplite().items():
            theirs[inode] = {key: values[key] for key in ('transport', 'address', 'port', 'uid')} | {'pids': [os.getpid()]}
        with os.fdopen(writer, 'w') as out:
            json.dump(list(theirs.items()), out)
        while kept:
            signal.pause()
    os.close(writer)
    with os.fdopen(reader) as answer:
        theirs = {inode: values for inode, values in json.load(answer)}
    return pid, theirs


def start_heirs(rng):
    """Children that inherit every socket there is so far."""
    heirs = []
    for _ in range(rng.randrange(0, 3)):
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)
            while True:
                signal.pause()
        heirs.append(pid)
    return heirs


def compare(cli, rng):
    kept = []
    heirs = []
    for i in range(SOCKETS):
        opened = open_at_random(rng)
        if opened:
            kept.append(opened)
        if i == SOCKETS // 2:
            heirs = start_heirs(rng)
    # Some makers let go; where there are heirs, the sockets stay.
    for opened in rng.sample(kept, len(kept) // 6):
        opened[0].close()

    theirs = read_ss()
    ours = read_portolan(cli)
    for inode, values in read_udplite().items():
        # What the table has not is taken from us.
        theirs[inode] = {**{key: ours[inode][key] for key in ('family', 'interface', 'pids', 'backlog')}, **values} \
            if inode in ours else values

    for opened in kept:
        for each in opened:
            each.close()
    for pid in heirs:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    neighbour, there = start_neighbour(rng)
    elsewhere = read_other(cli)
    os.kill(neighbour, signal.SIGKILL)
    os.waitpid(neighbour, 0)
    # The computer may have others.
    elsewhere = {inode: values for inode, values in elsewhere.items() if inode in there or neighbour in values['pids']}

    return len(theirs), len(there), count_differences(theirs, ours) + count_differences(there, elsewhere)


def count_differences(theirs, ours):
    wrong = 0
    for inode in sorted(set(theirs) | set(ours)):
        if theirs.get(inode) != ours.get(inode):
            print(f'# inode {inode}: ss says {theirs.get(inode)}, Portolan says {ours.get(inode)}')
            wrong += 1
    return wrong


def main():
    cli = sys.argv[1]
    if shutil.which('ss') is None:
        print('There is no ss to compare with.')
        return 77
    if not enter_namespace():
        print('There is no network namespace of its own to be had.')
        return 77

    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    print(f'# seed {seed}')
    rng = random.Random(seed)
    print(f'1..{SETS}')
    status = 0
    for i in range(1, SETS + 1):
        n, n_there, wrong = compare(cli, rng)
        good = wrong == 0 and n > SOCKETS // 4 and n_there > SOCKETS // 8
        print(f'{"ok" if good else "not ok"} {i} /host/compare-ss # {n} sockets, {n_there} in another namespace, {wrong} differ')
        status |= not good
    return status


if __name__ == '__main__':
    sys.exit(main())
