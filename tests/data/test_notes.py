#!/usr/bin/env python3
"""The files of notes: each is compiled in, and what they call evidence is there where the package is installed."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(os.environ['PTL_SOURCE_ROOT'])
NOTES = sorted((ROOT / 'data/notes').glob('*.ini'))


def stanzas(path):
    """Sections of a key file, keys as they are; configparser would make something of % and of : otherwise."""
    parser = configparser.RawConfigParser(delimiters=('=',), comment_prefixes=('#',), strict=True)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return parser


def evidence():
    """Every piece: where it stands, package, version, path in the package, pattern."""
    for path in NOTES:
        parser = stanzas(path)
        for section in parser.sections():
            for key, value in parser.items(section):
                if re.fullmatch(r'evidence(-\d+)?', key):
                    kind, package, version, file, pattern = value.split(' ', 4)
                    assert kind == 'package'
                    yield f'{path.name} [{section}]', package, version, file, pattern


def installed_version(package):
    if not shutil.which('dpkg-query'):
        return None
    query = subprocess.run(['dpkg-query', '-W', '-f', '${Status} ${Version}', package], capture_output=True, text=True)
    words = query.stdout.split()
    return words[-1] if query.returncode == 0 and words[2:3] == ['installed'] else None


def matches(pattern, file):
    # zgrep is a shell script, some ten times as slow.
    program = 'zgrep' if file.endswith('.gz') else 'grep'
    grep = subprocess.run([program, '-aEq', '-e', pattern, '--', file], capture_output=True, text=True)
    if grep.returncode > 1:
        raise ValueError(grep.stderr.strip())
    return grep.returncode == 0


class Listed(unittest.TestCase):
    def test_every_file_is_listed(self):
        listed = re.findall(r"^  'notes/([^']+)',$", (ROOT / 'data/meson.build').read_text(), re.M)
        self.assertEqual(listed, [path.name for path in NOTES], 'data/meson.build lists the files of data/notes, sorted')

    def test_nothing_else_lies_there(self):
        others = [path.name for path in (ROOT / 'data/notes').iterdir() if path.suffix != '.ini']
        self.assertEqual(others, [])


class Evidence(unittest.TestCase):
    def test_patterns(self):
        """A pattern that grep can't read proves nothing, wherever the package is."""
        for where, _package, _version, _file, pattern in evidence():
            with self.subTest(where):
                matches(pattern, '/dev/null')

    def test_installed(self):
        """Evidence in packages that are installed here is looked up again; the rest is counted."""
        versions = {}
        proved = absent = older = 0
        for where, package, version, file, pattern in evidence():
            if package not in versions:
                versions[package] = installed_version(package)
            if versions[package] is None or not os.path.isfile(file):
                absent += 1
            elif matches(pattern, file):
                proved += 1
            elif versions[package] != version:
                older += 1
            else:
                self.fail(f'{where}: nothing in {file} of {package} {version} matches {pattern}')
        print(f'evidence: {proved} proved, {absent} skipped as the package or its file is not here, '
              f'{older} skipped as another version is here', file=sys.stderr)


if __name__ == '__main__':
    unittest.main()
