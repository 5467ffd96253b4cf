#!/usr/bin/env python3
"""Writes fixtures/windows-made.tables: what Wine's tables lack, laid out by the structures of tcpmib.h and udpmib.h by hand.

Wine knows no times of binding and no modules of owners, and has no rows of both families for one socket. The format is that of
record-windows-tables.c: the tables of TCP and UDP, for IPv4 and IPv6, each behind its length.
"""

import ipaddress
import pathlib
import struct

LISTEN, ESTABLISHED = 2, 5
DAY = 864_000_000_000  # 100 ns
NOW = 0x01DC_5F00_0000_0000


def port_field(port, rest=b'\0\0'):
    return struct.pack('>H', port) + rest


def owner(pid, created, tag, before=0, after=0):
    return struct.pack('<I', pid) + b'\0' * before + struct.pack('<Q', created) + b'\0' * after + struct.pack('<16Q', tag, *[0] * 15)


def tcp4(address, port, pid, created=NOW, tag=0, state=LISTEN, rest=b'\0\0'):
    return (struct.pack('<I', state) + ipaddress.ip_address(address).packed + port_field(port, rest) + b'\0' * 8 +
            owner(pid, created, tag))


def tcp6(address, port, pid, created=NOW, tag=0, state=LISTEN, scope=0):
    return (ipaddress.ip_address(address).packed + struct.pack('<I', scope) + port_field(port) + b'\0' * 24 +
            struct.pack('<I', state) + owner(pid, created, tag))


def udp4(address, port, pid, created=NOW, tag=0):
    return ipaddress.ip_address(address).packed + port_field(port) + owner(pid, created, tag, before=4, after=8)


def udp6(address, port, pid, created=NOW, tag=0, scope=0):
    return (ipaddress.ip_address(address).packed + struct.pack('<I', scope) + port_field(port) +
            owner(pid, created, tag, before=4, after=8))


def table(rows):
    return struct.pack('<II', len(rows), 0) + b''.join(rows)


TABLES = [
    table([
        tcp4('0.0.0.0', 135, 1040, tag=77),                     # one socket with its row of IPv6
        tcp4('0.0.0.0', 445, 4),
        tcp4('0.0.0.0', 8000, 5000),                            # two sockets, bound one after the other
        tcp4('127.0.0.1', 8001, 5000, rest=b'\xab\xcd'),        # what stands beside the port means nothing
        tcp4('192.0.2.7', 139, 4),
        tcp4('192.0.2.7', 51234, 5000, state=ESTABLISHED),      # no listener
        tcp4('0.0.0.0', 8002, 0, created=0),                    # nobody's
        tcp4('0.0.0.0', 8003, 5000),                            # one of two that are alike: nobody can tell which
        tcp4('0.0.0.0', 8003, 5000),
        tcp4('0.0.0.0', 8004, 5000),                            # another process's half
    ]),
    table([
        tcp6('::', 135, 1040, tag=77),
        tcp6('::', 5985, 4),
        tcp6('::', 8000, 5000, created=NOW + 1),
        tcp6('::', 8002, 0, created=0),
        tcp6('::', 8003, 5000),
        tcp6('::', 8004, 5001),
        tcp6('fe80::1234:5678:9abc:def0', 1900, 2000, scope=12),
        tcp6('::1', 8001, 5000),                                # no wildcard
    ]),
    table([
        udp4('0.0.0.0', 500, 3000, created=NOW - DAY, tag=31),
        udp4('0.0.0.0', 5353, 3000, created=NOW - DAY, tag=32),
        udp4('0.0.0.0', 123, 3000, created=NOW, tag=33),
    ]),
    table([
        udp6('::', 500, 3000, created=NOW - DAY, tag=31),
        udp6('::', 5353, 3000, created=NOW - DAY, tag=34),      # another service of the same process
        udp6('fe80::1', 546, 3000, scope=12),
    ]),
]

if __name__ == '__main__':
    path = pathlib.Path(__file__).parent / 'fixtures' / 'windows-made.tables'
    path.write_bytes(b''.join(struct.pack('<I', len(each)) + each for each in TABLES))
