# SPDX-License-Identifier: GPL-3.0-or-later

"""What the candidates-* scripts share: fetch a Debian package, know which ports have a note already, print candidates.

A candidate is no note. It says that some package connects a port with a name; whether people meet that, and what is to be
said of it, is for whoever writes the note to judge. Nothing runs these scripts at build time.
"""

import argparse
import collections
import configparser
import pathlib
import subprocess
import sys
import tempfile

DATA = pathlib.Path(__file__).resolve().parent.parent

Candidate = collections.namedtuple('Candidate', 'first last transport name where')


def arguments(description):
    """Parse the command line that all the scripts have in common."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--unpacked', metavar='DIR', type=pathlib.Path,
                        help='use DIR/PACKAGE, unpacked already, instead of fetching the package with apt-get')
    parser.add_argument('--all', action='store_true',
                        help='print also what a note covers already')
    return parser.parse_args()


class Packages:
    """Debian packages, fetched and unpacked where nothing else is; use it in a with statement."""

    def __init__(self, unpacked=None):
        self.unpacked = unpacked
        self.temporary = None

    def __enter__(self):
        if self.unpacked is None:
            self.temporary = tempfile.TemporaryDirectory(prefix='portolan-candidates-')
        return self

    def __exit__(self, *unused):
        if self.temporary is not None:
            self.temporary.cleanup()

    def root(self, name):
        """Return the folder into which the package NAME is unpacked."""
        if self.unpacked is not None:
            return self.unpacked / name
        here = pathlib.Path(self.temporary.name)
        target = here / name
        if not target.exists():
            subprocess.run(['apt-get', 'download', '-qq', name], cwd=here, check=True, stdout=subprocess.DEVNULL)
            package = next(here.glob(name + '_*.deb'))
            subprocess.run(['dpkg-deb', '-x', str(package), str(target)], check=True)
        return target


def ports_of(text):
    """Turn "80", "6000-6063" or "6000:6063" into a pair of numbers, or None."""
    first, dash, last = text.strip().replace(':', '-').partition('-')
    last = last if dash else first
    if not first.isdigit() or not last.isdigit():
        return None
    first, last = int(first), int(last)
    return (first, last) if 0 <= first <= last <= 65535 else None


def noted():
    """Return every (port, transport) on which there is a note. Ranges count up to 1,000 ports: wider ones say little of one."""
    known = set()
    for path in sorted((DATA / 'notes').glob('*.ini')):
        notes = configparser.ConfigParser(interpolation=None, strict=False, delimiters='=', comment_prefixes='#')
        notes.read(path, encoding='utf-8')
        for section in notes.values():
            ports = ports_of(section.get('ports', ''))
            if ports is None or ports[1] - ports[0] >= 1000:
                continue
            for transport in section.get('transports', '').split(';'):
                known.update((port, transport) for port in range(ports[0], ports[1] + 1))
    return known


def report(candidates, everything):
    """Print candidates, one a line: ports, transport, name, where it was read, and whether a note covers it."""
    known = noted()
    shown = 0
    candidates = sorted(set(candidates))
    for candidate in candidates:
        covered = all((port, candidate.transport) in known
                      for port in range(candidate.first, min(candidate.last, candidate.first + 999) + 1))
        if covered and not everything:
            continue
        ports = str(candidate.first) if candidate.first == candidate.last else f'{candidate.first}-{candidate.last}'
        print(ports, candidate.transport, candidate.name, candidate.where, 'noted' if covered else '', sep='\t')
        shown += 1
    print(f'{len(candidates)} candidates, {shown} shown', file=sys.stderr)
