# SPDX-License-Identifier: GPL-3.0-or-later

"""Read data/registry/ for the tests of the data: plainly, by data/README.md alone, and not by the code that makes or compiles it."""

import configparser
import os
from pathlib import Path
from typing import NamedTuple

ROOT = Path(os.environ.get('PTL_SOURCE_ROOT', Path(__file__).resolve().parents[2]))
REGISTRY = ROOT / 'data' / 'registry'

TRANSPORTS = ['tcp', 'udp', 'sctp', 'dccp', '*']
STATUSES = ['assigned', 'alias', 'reserved', 'unassigned', 'formerly']


class Row(NamedTuple):
    first: int
    last: int
    transport: str
    status: str
    name: str
    description: str
    date: str
    references: str
    unauthorized: str
    note: str


def read_lines():
    return (REGISTRY / 'registry.tsv').read_text(encoding='utf-8').split('\n')


def read_rows():
    rows = []
    for line in read_lines():
        if line and not line.startswith('#'):
            first, last, *rest = line.split('\t')
            rows.append(Row(int(first), int(last), *rest))
    return rows


def read_ini():
    ini = configparser.ConfigParser(interpolation=None)
    ini.read_string((REGISTRY / 'registry.ini').read_text(encoding='utf-8'))
    return ini['registry']


class Registry:
    """The rows, looked up by port and transport."""

    def __init__(self):
        self.rows = read_rows()
        self._by_port = {}
        for row in self.rows:
            for port in range(row.first, row.last + 1):
                self._by_port.setdefault(port, []).append(row)

    def at(self, port, transport, *statuses):
        """The rows for a port on a transport in their order, of these statuses where any are named."""
        return [row for row in self._by_port.get(port, ())
                if row.transport in (transport, '*') and (not statuses or row.status in statuses)]

    def names(self, port, transport):
        return [row.name for row in self.at(port, transport, 'assigned') if row.name]

    def aliases(self, port, transport):
        return [row.name for row in self.at(port, transport, 'alias')]

    def former(self, port, transport):
        return [row.name for row in self.at(port, transport, 'formerly')]

    def status(self, port, transport):
        """What the port is today on that transport; a former name does not count."""
        present = {row.status for row in self.at(port, transport)}
        return 'assigned' if 'assigned' in present else 'reserved' if 'reserved' in present else 'unassigned'

    def ports(self, wanted):
        """The ports for which a row is wanted, on any transport."""
        return {port for port, rows in self._by_port.items() if any(wanted(row) for row in rows)}
