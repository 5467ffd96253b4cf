#!/usr/bin/env python3
"""Tests build-aux/lib/make-icon: test_icon.py MAKE_ICON SVG. Reads the icons back, down to the pictures' sizes."""

import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

PNG = b'\x89PNG\r\n\x1a\n'
MAKE_ICON, SVG = sys.argv[1:3]


def make(name):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        subprocess.run([MAKE_ICON, SVG, str(path)], check=True)
        return path.read_bytes()


def png_size(data):
    assert data[:8] == PNG, data[:8]
    return struct.unpack('>II', data[16:24])


class Icons(unittest.TestCase):
    def test_icns(self):
        """The kinds and their sizes are Apple's: icp4 is 16 pixels wide, ic10 is 1024."""
        icon = make('a.icns')
        magic, length = struct.unpack('>4sI', icon[:8])
        self.assertEqual((magic, length), (b'icns', len(icon)))
        sizes, at = {}, 8
        while at < len(icon):
            kind, length = struct.unpack('>4sI', icon[at:at + 8])
            sizes[kind] = png_size(icon[at + 8:at + length])
            at += length
        self.assertEqual(at, len(icon))
        self.assertEqual(sizes[b'icp4'], (16, 16))
        self.assertEqual(sizes[b'ic11'], (32, 32))
        self.assertEqual(sizes[b'ic07'], (128, 128))
        self.assertEqual(sizes[b'ic13'], (256, 256))
        self.assertEqual(sizes[b'ic10'], (1024, 1024))

    def test_ico(self):
        icon = make('a.ico')
        reserved, kind, count = struct.unpack('<HHH', icon[:6])
        self.assertEqual((reserved, kind), (0, 1))
        for i in range(count):
            width, height, *_, length, offset = struct.unpack('<BBBBHHII', icon[6 + 16 * i:22 + 16 * i])
            self.assertEqual(png_size(icon[offset:offset + length]), (width or 256, height or 256))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
