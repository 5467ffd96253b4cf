#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test how data/tools/make-registry joins and cleans, on small made-up registries."""

import importlib.machinery
import importlib.util
import sys
import unittest

from registry_file import ROOT

sys.dont_write_bytecode = True  # the source tree stays clean


def load_tool():
    loader = importlib.machinery.SourceFileLoader('make_registry', str(ROOT / 'data' / 'tools' / 'make-registry'))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


TOOL = load_tool()


def join(current, *history):
    """Join and give (first, last, transport, status, name), in the order of the file. History is (ports, transport, name, description, …)."""
    keys = ('PortNumber', 'TransportProtocol', 'ServiceName', 'Description', 'AssignmentNotes', 'KnownUnauthorizedUses')
    current = TOOL.read_current(current)
    history = list(TOOL.read_history(dict(zip(keys, row)) for row in history))
    rows = [*TOOL.join_singles(current, history), *TOOL.join_ranges(current, history)]
    return [row[:4] + (row.name,) for row in sorted(rows, key=TOOL.Row.key)]


class Join(unittest.TestCase):
    def test_current_name_dropped_the_others(self):
        rows = join({'7/tcp': ['c', 'C']}, ('7', 'tcp', 'a', 'A'), ('7', 'tcp', 'b', 'B', 'This entry is an alias to "a".'), ('7', 'tcp', 'c', 'C'))
        self.assertEqual(rows, [(7, 7, 'tcp', 'assigned', 'a'), (7, 7, 'tcp', 'assigned', 'c'), (7, 7, 'tcp', 'alias', 'b')])

    def test_current_name_is_an_alias(self):
        rows = join({'7/tcp': ['a_b', 'A']}, ('7', 'tcp', 'a_b', 'A', 'This entry is an alias to "a-b".'), ('7', 'tcp', 'a-b', 'A'))
        self.assertEqual(rows, [(7, 7, 'tcp', 'assigned', 'a-b'), (7, 7, 'tcp', 'alias', 'a_b')])

    def test_duplicate_is_an_alias_unless_current(self):
        duplicate = 'This is a duplicate of the "a" service'
        rows = join({'7/tcp': ['c', 'A']}, ('7', 'tcp', 'b', 'A', duplicate), ('7', 'tcp', 'c', 'A', duplicate), ('7', 'tcp', 'a', 'A'))
        self.assertEqual(rows, [(7, 7, 'tcp', 'assigned', 'a'), (7, 7, 'tcp', 'assigned', 'c'), (7, 7, 'tcp', 'alias', 'b')])

    def test_conflict_comes_last(self):
        rows = join({'7/tcp': ['b', 'B']}, ('7', 'tcp', 'a', '', '<== NOTE Conflict on 7 !'), ('7', 'tcp', 'b', 'B'))
        self.assertEqual([row[4] for row in rows], ['b', 'a'])

    def test_replaced_name(self):
        rows = join({'7/tcp': ['new', 'N']}, ('7', 'tcp', 'old', 'O'))
        self.assertEqual(rows, [(7, 7, 'tcp', 'assigned', 'new'), (7, 7, 'tcp', 'formerly', 'old')])

    def test_name_given_up(self):
        self.assertEqual(join({'7/tcp': ['', 'Reserved']}, ('7', 'tcp', 'old', 'O')),
                         [(7, 7, 'tcp', 'reserved', ''), (7, 7, 'tcp', 'formerly', 'old')])
        self.assertEqual(join({'7/tcp': ['', 'Unassigned']}, ('7', 'tcp', 'old', 'O')), [(7, 7, 'tcp', 'formerly', 'old')])
        self.assertEqual(join({}, ('7', 'tcp', 'old', 'O')), [(7, 7, 'tcp', 'formerly', 'old')])

    def test_exception_keeps_both_names(self):
        rows = join({'465/tcp': ['submissions', 'S']}, ('465', 'tcp', 'urd', 'U'))
        self.assertEqual([row[3:] for row in rows], [('assigned', 'submissions'), ('assigned', 'urd')])

    def test_unnamed(self):
        rows = join({'1/tcp': ['', 'Unassigned'], '2/tcp': ['', 'Unassigned'], '3/tcp': ['', 'any private thing'], '4/tcp': ['', 'Gone']},
                    ('1', 'tcp', '', 'Unassigned', 'was something'), ('2', 'tcp', '', 'Unassigned'))
        self.assertEqual(rows, [(1, 1, 'tcp', 'unassigned', ''), (3, 3, 'tcp', 'assigned', ''), (4, 4, 'tcp', 'unassigned', '')])

    def test_single_port_splits_a_range(self):
        rows = join({'12/udp': ['x', 'X']}, ('10-14', 'tcp', 'r', 'R'), ('10-14', 'udp', 'r', 'R'))
        self.assertEqual(rows, [(10, 11, 'udp', 'assigned', 'r'), (10, 14, 'tcp', 'assigned', 'r'), (12, 12, 'udp', 'assigned', 'x'),
                                (13, 14, 'udp', 'assigned', 'r')])

    def test_single_port_takes_all_of_a_row_without_transport(self):
        rows = join({'12/udp': ['x', 'X']}, ('10-12', None, 'r', 'R'), ('12', None, '', 'Reserved'))
        self.assertEqual(rows, [(10, 11, '*', 'assigned', 'r'), (12, 12, 'udp', 'assigned', 'x')])

    def test_remark_is_narrowed_to_its_ports(self):
        rows = join({'13/tcp': ['x', 'X']}, ('10-19', None, '', 'Unassigned', '', 'Unauthorized Use Known on ports 12, 13 and 15-16'),
                    ('20-29', None, '', 'Unassigned'))
        self.assertEqual([row for row in rows if not row[4]],
                         [(12, 12, '*', 'unassigned', ''), (15, 16, '*', 'unassigned', '')])

    def test_rows_without_a_port_are_left_out(self):
        self.assertEqual(join({}, ('', 'tcp', 'a', 'A')), [])


class Clean(unittest.TestCase):
    def test_note(self):
        self.assertEqual(TOOL.clean_note(1, 'Defined TXT keys: a=<b>\n  c=<d>'), '')
        self.assertEqual(TOOL.clean_note(1, 'A duplicate.\n      u=<username> p=<password>\n  more'), 'A duplicate.')
        self.assertEqual(TOOL.clean_note(1, '(previous contact was[Some_Body])'), '')
        self.assertEqual(TOOL.clean_note(1, 'New contact added for port 1 on 2008-02-01\nThis entry is an alias to "x".'),
                         'This entry is an alias to "x".')
        self.assertEqual(TOOL.clean_note(1, 'wrapped in\nthe middle'), 'wrapped in the middle')
        self.assertEqual(TOOL.clean_note(1, 'a first thing\nA second one'), 'a first thing; A second one')
        self.assertEqual(TOOL.clean_note(1, 'see [RFC6614],\nAppendix A'), 'see RFC 6614, Appendix A')

    def test_references(self):
        self.assertEqual(TOOL.clean_references('[1][RFC4727][RFC6335]'), 'RFC 4727; RFC 6335')
        self.assertEqual(TOOL.clean_references('[Some Body <some&body.example> 15 June 2009]'), '')
        self.assertEqual(TOOL.clean_references('[draft-herbert-gue]'), 'draft-herbert-gue')

    def test_well_formed_remark_goes_to_the_note(self):
        row = {'PortNumber': '7', 'ServiceName': 'a-b', 'Description': 'A\nIANA assigned this well-formed service name as a replacement for "a_b".'}
        entry, = TOOL.read_history([row])
        self.assertEqual((entry.description, entry.note), ('A', 'IANA assigned this well-formed service name as a replacement for "a_b".'))

    def test_runs(self):
        self.assertEqual(list(TOOL.runs({5, 1, 2, 3})), [(1, 3), (5, 5)])
        self.assertEqual(list(TOOL.runs(set())), [])


if __name__ == '__main__':
    unittest.main()
