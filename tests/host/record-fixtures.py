#!/usr/bin/env python3
"""Records what this computer's kernel says of sockets that we know, as bytes, into the folder that is given.

Run as root, so that nothing else is on record: unshare -n tests/host/record-fixtures.py tests/host/fixtures

Writes the datagrams of each sock_diag dump to NAME.dump (each behind its length, 32 bits), the tables of /proc/net to NAME.table,
and to sockets.ini what the kernel calls each socket.
"""

import fcntl
import os
import platform
import socket
import struct
import sys

LISTEN = 1 << 10
UNCONNECTED = 1 << 7
MPTCP = 262
UDPLITE = 136
SO_COOKIE = 57

# Name, family, type, protocol, address, port, V6ONLY, backlog, bound interface.
SOCKETS = [
    ('web', socket.AF_INET, socket.SOCK_STREAM, 0, '0.0.0.0', 8080, None, 128, None),
    ('database', socket.AF_INET, socket.SOCK_STREAM, 0, '127.0.0.1', 5432, None, 4096, None),
    ('bound', socket.AF_INET, socket.SOCK_STREAM, 0, '0.0.0.0', 9000, None, 1, 'lo'),
    ('multipath', socket.AF_INET, socket.SOCK_STREAM, MPTCP, '127.0.0.1', 7000, None, 3, None),
    ('dual', socket.AF_INET6, socket.SOCK_STREAM, 0, '::', 443, False, 511, None),
    ('six', socket.AF_INET6, socket.SOCK_STREAM, 0, '::', 8443, True, 5, None),
    ('loopback6', socket.AF_INET6, socket.SOCK_STREAM, 0, '::1', 631, True, 5, None),
    ('names', socket.AF_INET, socket.SOCK_DGRAM, 0, '127.0.0.53', 53, None, None, None),
    ('mdns', socket.AF_INET6, socket.SOCK_DGRAM, 0, '::', 5353, False, None, None),
    ('lite', socket.AF_INET, socket.SOCK_DGRAM, UDPLITE, '0.0.0.0', 4000, None, None, None),
]

DUMPS = [
    ('tcp', socket.AF_INET, socket.IPPROTO_TCP, LISTEN),
    ('tcp6', socket.AF_INET6, socket.IPPROTO_TCP, LISTEN),
    ('udp', socket.AF_INET, socket.IPPROTO_UDP, UNCONNECTED),
    ('udp6', socket.AF_INET6, socket.IPPROTO_UDP, UNCONNECTED),
    ('udplite', socket.AF_INET, UDPLITE, UNCONNECTED),
    ('mptcp', socket.AF_INET, MPTCP, LISTEN),
    ('sctp', socket.AF_INET, 132, LISTEN),
]

SEQUENCE = 0x70746C31


def bring_loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, 0x8914, struct.pack('16sh14x', b'lo', 1))


def open_socket(_name, family, kind, protocol, address, port, v6only, backlog, interface):
    s = socket.socket(family, kind, protocol)
    if v6only is not None:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    if interface:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
    s.bind((address, port))
    if kind == socket.SOCK_STREAM:
        s.listen(backlog)
    return s


def dump(family, protocol, states):
    if protocol <= 255:
        request = struct.pack('=BBBxI48x', family, protocol, 0, states)
    else:
        request = struct.pack('=BBBxI48xHHI', family, 0, 0, states, 8, 3, protocol)
    datagrams = []
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as netlink:
        netlink.sendto(struct.pack('=IHHII', 16 + len(request), 20, 0x301, SEQUENCE, 0) + request, (0, 0))
        while True:
            data = netlink.recv(65536)
            datagrams.append(data)
            at = 0
            while at < len(data):
                length, kind = struct.unpack_from('=IH', data, at)
                if kind in (2, 3):
                    return datagrams
                at += (length + 3) & ~3


def main():
    folder = sys.argv[1]
    bring_loopback_up()
    sockets = [open_socket(*row) for row in SOCKETS]

    for name, family, protocol, states in DUMPS:
        with open(os.path.join(folder, name + '.dump'), 'wb') as file:
            for datagram in dump(family, protocol, states):
                file.write(struct.pack('=I', len(datagram)) + datagram)

    for name in ('tcp', 'tcp6', 'udp', 'udp6', 'udplite', 'protocols'):
        with open('/proc/net/' + name, 'rb') as table, open(os.path.join(folder, name + '.table'), 'wb') as file:
            file.write(table.read())

    with open(os.path.join(folder, 'sockets.ini'), 'w', encoding='utf-8') as file:
        release = platform.release().split('-')[0]
        file.write(f'# Recorded by record-fixtures.py on Linux {release}, {platform.machine()}.\n')
        for row, s in zip(SOCKETS, sockets):
            cookie = struct.unpack('=Q', s.getsockopt(socket.SOL_SOCKET, SO_COOKIE, 8))[0]
            file.write(f'\n[{row[0]}]\ninode={os.fstat(s.fileno()).st_ino}\ncookie={cookie}\n')


if __name__ == '__main__':
    main()
