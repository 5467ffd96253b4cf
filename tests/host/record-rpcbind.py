#!/usr/bin/env python3
"""Records what rpcbind answers to who asks it for its list, into the file that is given.

Run as root, in namespaces of its own, so that this computer's rpcbind is left alone (Debian: rpcbind):

unshare --net --mount tests/host/record-rpcbind.py tests/host/fixtures/rpcbind.answer
"""

import os
import socket
import struct
import subprocess
import sys
import time

NOBODY = 65534

# Program, version, network, address: as the kernel's lockd and NFS server, and mountd and statd, would have it.
PROGRAMS = [
    (100021, 1, 'udp', '0.0.0.0.149.33'),
    (100021, 4, 'tcp', '0.0.0.0.162.7'),
    (100021, 4, 'tcp6', '::.167.11'),
    (100003, 3, 'tcp', '0.0.0.0.8.1'),
    (100227, 3, 'tcp', '127.0.0.1.8.2'),
    (100005, 3, 'udp6', '::.78.80'),
    (100024, 1, 'tcp', '0.0.0.0.200.1'),
]


def ask(procedure, arguments=b''):
    call = struct.pack('>10I', 1, 0, 2, 100000, 4, procedure, 0, 0, 0, 0) + arguments
    answer = b''
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect('/run/rpcbind.sock')
        asking.sendall(struct.pack('>I', 1 << 31 | len(call)) + call)
        asking.shutdown(socket.SHUT_WR)
        while part := asking.recv(65536):
            answer += part
    return answer


def text(value):
    data = value.encode('ascii')
    return struct.pack('>I', len(data)) + data + bytes(-len(data) % 4)


def main():
    subprocess.run(['mount', '--make-rprivate', '/'], check=True)
    subprocess.run(['mount', '-t', 'tmpfs', 'tmpfs', '/run'], check=True)
    subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
    with subprocess.Popen(['rpcbind', '-f', '-w']) as rpcbind:
        while not os.path.exists('/run/rpcbind.sock'):
            time.sleep(.1)
        for program, version, network, address in PROGRAMS:
            answer = ask(1, struct.pack('>2I', program, version) + text(network) + text(address) + text('superuser'))
            assert answer[-4:] == struct.pack('>I', 1), answer
        os.seteuid(NOBODY)
        answer = ask(4)
        os.seteuid(0)
        rpcbind.terminate()
    with open(sys.argv[1], 'wb') as file:
        file.write(answer)


if __name__ == '__main__':
    main()
