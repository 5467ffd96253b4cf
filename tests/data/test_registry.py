#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test data/registry/: its format, its counts, and the ports that lists of ports commonly get wrong."""

import re
import unittest
from pathlib import Path

from registry_file import STATUSES, TRANSPORTS, Registry, read_ini, read_lines, read_rows

REGISTRY = Registry()
ROWS = REGISTRY.rows
SERVICES = Path('/etc/services')


class Format(unittest.TestCase):
    def test_columns(self):
        lines = read_lines()
        self.assertEqual(lines[-1], '', 'the file ends with a line break')
        for line in lines[:-1]:
            if not line.startswith('#'):
                self.assertEqual(line.count('\t'), 9, line)
                self.assertNotRegex(line, r'[\x00-\x08\x0a-\x1f\x7f]|  |\t | \t| $|\t-\t', line)

    def test_values(self):
        for row in ROWS:
            self.assertTrue(0 <= row.first <= row.last <= 65535, row)
            self.assertIn(row.transport, TRANSPORTS, row)
            self.assertIn(row.status, STATUSES, row)
            self.assertRegex(row.date, r'^(\d{4}-\d\d(-\d\d)?)?$', row)
            if row.date:
                self.assertTrue('1990' < row.date < '2015-07-31', row)
            for reference in filter(None, row.references.split('; ')):
                self.assertRegex(reference, r'^(RFC \d+|draft-[a-z0-9-]+|ISO/IEC .+)$', row)

    def test_names(self):
        for row in ROWS:
            if row.status in ('alias', 'formerly'):
                self.assertTrue(row.name, row)
            elif row.status in ('reserved', 'unassigned'):
                self.assertFalse(row.name, row)
            if not row.name:
                self.assertTrue(row.description, row)

    def test_unassigned_rows_have_a_remark(self):
        for row in ROWS:
            if row.status == 'unassigned':
                self.assertTrue(row.description.lower() != 'unassigned' or row.note or row.unauthorized, row)

    def test_sorted_without_repetition(self):
        def key(row):
            return row.first, row.last, TRANSPORTS.index(row.transport), STATUSES.index(row.status)

        for before, after in zip(ROWS, ROWS[1:]):
            self.assertLessEqual(key(before), key(after))
        self.assertEqual(len({row[:3] + row[4:5] for row in ROWS}), len(ROWS), 'no name twice on a port and transport')

    def test_alias_has_a_primary(self):
        for row in ROWS:
            if row.status == 'alias':
                self.assertTrue(REGISTRY.names(row.first, row.transport), row)
                self.assertNotIn(row.name, REGISTRY.names(row.first, row.transport))

    def test_nobody_is_named(self):
        for row in ROWS:
            text = ' '.join(row[5:])
            self.assertNotRegex(text, r'[\w.]+[@&][\w-]+\.[a-z]{2,}|\[[A-Z][a-z]+_|previous contact|New contact', row)
            self.assertNotRegex(text, r'TXT keys|u=<username>', row)

    def test_ini(self):
        ini = read_ini()
        self.assertEqual(ini['as-of'], '2026-09-17')
        self.assertEqual(ini['history-as-of'], '2015-07-30')
        self.assertEqual(ini['current-package'], 'port-numbers 8.0.35')
        self.assertEqual(ini['history-package'], 'service-names-port-numbers 2.0.0')


class Counts(unittest.TestCase):
    """Numbers that tell at once when a class of rows gets lost. In February 2026 the registry had 6342 ports with a name; eight came since."""

    NEWEST = {4480, 4794, 5319, 6610, 9183, 30939, 34965, 34966}

    def setUp(self):
        self.named = REGISTRY.ports(lambda row: row.status in ('assigned', 'alias') and row.name)
        self.marked = REGISTRY.ports(lambda row: row.status in ('assigned', 'reserved') or (
            row.status == 'unassigned' and not row.description.lower().startswith('unassigned'))) - self.named

    def test_ports(self):
        self.assertEqual(len(self.named), 6350)
        self.assertEqual(len(self.named - self.NEWEST), 6342)
        self.assertEqual(len(self.marked), 82)
        self.assertEqual(49152 - len(self.named) - len(self.marked), 42720)

    def test_nothing_in_the_dynamic_range(self):
        self.assertEqual([row for row in ROWS if row.last > 49151], [])
        self.assertEqual(REGISTRY.status(49151, 'tcp'), 'reserved')

    def test_pairs_of_the_current_package(self):
        # port-numbers has 12,341 pairs of port and transport; 34 of them are "Unassigned" without a remark, and so have no row.
        pairs = {(row.first, row.transport) for row in ROWS if row.first == row.last and row.transport != '*'}
        self.assertEqual(len(pairs), 12341 - 34)

    def test_statuses(self):
        counts = {status: sum(row.status == status for row in ROWS) for status in STATUSES}
        self.assertEqual(counts, {'assigned': 11567, 'alias': 186, 'reserved': 809, 'unassigned': 46, 'formerly': 82})

    def test_formerly(self):
        former = {(row.first, row.transport) for row in ROWS if row.status == 'formerly'}
        vanished = {pair for pair in former if not REGISTRY.names(*pair)}
        self.assertEqual(len(vanished), 34)
        self.assertTrue(all(REGISTRY.status(*pair) == 'reserved' for pair in vanished))
        # The others were given another name, or to another service.
        self.assertEqual(len(former), 34 + 46)

    def test_unauthorized(self):
        # Of the 101 rows of 2015 two are gone: 3301 and 5666 were unassigned then, and have been assigned since.
        self.assertEqual(sum(bool(row.unauthorized) for row in ROWS), 101 - 2)

    def test_dates_and_references(self):
        self.assertEqual(sum(bool(row.date) for row in ROWS), 3955)
        self.assertEqual(sum(bool(row.references) for row in ROWS), 271)


class Traps(unittest.TestCase):
    def assert_names(self, port, transport, names, aliases=(), former=()):
        self.assertEqual(REGISTRY.names(port, transport), list(names), f'{port}/{transport}')
        self.assertEqual(REGISTRY.aliases(port, transport), list(aliases), f'{port}/{transport}')
        self.assertEqual(REGISTRY.former(port, transport), list(former), f'{port}/{transport}')

    def assert_unassigned(self, port, rows=0):
        for transport in ('tcp', 'udp', 'sctp', 'dccp'):
            self.assertEqual(REGISTRY.status(port, transport), 'unassigned')
            self.assertEqual(len(REGISTRY.at(port, transport)), rows, f'{port}/{transport}')

    def test_several_names(self):
        self.assert_names(80, 'tcp', ['http', 'www-http'], ['www'])
        self.assert_names(80, 'udp', ['http', 'www-http'], ['www'])
        self.assert_names(80, 'sctp', ['http'])
        self.assert_names(113, 'tcp', ['ident', 'auth'])
        self.assert_names(113, 'udp', ['auth'])
        self.assert_names(3000, 'tcp', ['hbci', 'remoteware-cl'])
        self.assert_names(3478, 'tcp', ['stun', 'turn', 'stun-behavior'])
        self.assert_names(3478, 'udp', ['stun', 'turn', 'stun-behavior'])
        self.assert_names(5349, 'udp', ['stuns', 'turns', 'stun-behaviors'])
        self.assert_names(42, 'tcp', ['name', 'nameserver'])
        self.assert_names(1525, 'tcp', ['orasrv', 'prospero-np'])
        self.assert_names(4444, 'tcp', ['krb524', 'nv-video'])
        self.assert_names(9100, 'tcp', ['hp-pdl-datastr', 'pdl-datastream'])

    def test_primary_name(self):
        self.assert_names(2049, 'tcp', ['nfs', 'shilp'])
        self.assert_names(2049, 'udp', ['nfs', 'shilp'])
        self.assert_names(1701, 'udp', ['l2tp', 'l2f'])
        self.assert_names(63, 'tcp', ['whoispp'], ['whois++'])
        self.assert_names(210, 'tcp', ['z39-50'], ['z39.50'])
        self.assert_names(44818, 'tcp', ['EtherNet-IP-2'], ['EtherNet/IP-2'])

    def test_name_added_beside_another(self):
        self.assert_names(465, 'tcp', ['submissions', 'urd'])
        self.assert_names(465, 'udp', ['igmpv3lite'])
        self.assert_names(631, 'tcp', ['ipp', 'ipps'])
        self.assert_names(631, 'udp', ['ipp'])

    def test_transports_differ(self):
        self.assert_names(514, 'tcp', ['shell'])
        self.assert_names(514, 'udp', ['syslog'])
        self.assert_names(512, 'tcp', ['exec'])
        self.assert_names(512, 'udp', ['comsat', 'biff'])
        self.assert_names(853, 'tcp', ['domain-s'])
        self.assert_names(853, 'udp', ['domain-s'])
        self.assertRegex(REGISTRY.at(853, 'udp')[0].description, 'QUIC')
        self.assertNotRegex(REGISTRY.at(853, 'tcp')[0].description, 'QUIC')
        self.assert_names(4413, 'tcp', ['vision-mon'])
        self.assert_names(4413, 'udp', ['vision-mon-disc'])
        self.assert_names(53, 'tcp', ['domain'])
        self.assert_names(53, 'udp', ['domain'])
        self.assertEqual(REGISTRY.status(53, 'sctp'), 'unassigned')

    def test_reserved_twin_is_not_the_service(self):
        for port, transport, other, name in ((32400, 'tcp', 'udp', 'plex'), (27017, 'tcp', 'udp', 'mongodb'), (4789, 'udp', 'tcp', 'vxlan'),
                                             (300, 'tcp', 'udp', 'tacacss'), (38412, 'sctp', 'udp', 'ng-control')):
            self.assert_names(port, transport, [name])
            self.assertEqual(REGISTRY.status(port, other), 'reserved', port)
            self.assertEqual(REGISTRY.names(port, other), [], port)
            self.assertEqual(REGISTRY.status(port, 'dccp'), 'unassigned', port)

    def test_registered_though_often_called_unassigned(self):
        self.assert_names(5000, 'tcp', ['commplex-main'])
        self.assert_names(5000, 'udp', ['commplex-main'])
        self.assert_names(11434, 'tcp', ['ollama'])
        self.assert_names(31337, 'tcp', ['eldim'])
        self.assert_names(4789, 'udp', ['vxlan'])
        self.assert_names(8472, 'udp', ['otv'])  # and so is not VXLAN's
        self.assert_names(8081, 'tcp', ['sunproxyadmin'])
        self.assert_names(6888, 'tcp', ['muse'])
        self.assert_names(33435, 'udp', ['mtrace'])

    def test_newest(self):
        self.assert_names(5319, 'tcp', ['roughtime'])
        self.assert_names(5319, 'udp', ['roughtime'])
        self.assert_names(4480, 'udp', ['agtp-quic'])
        self.assert_names(5543, 'tcp', ['qftest-lic-mcp'])
        self.assert_names(7123, 'udp', ['snif'])
        self.assertEqual(REGISTRY.at(5319, 'udp')[0].date, '', 'its date is in neither package')

    def test_not_registered(self):
        for port in (81, 4, 51820, 64738, 50051, 60683, 65535, 5173, 8428):
            self.assert_unassigned(port)

    def test_private_use_is_assigned_without_a_name(self):
        for port in (24, 35, 57, 59, 75, 77, 87):
            for transport in ('tcp', 'udp'):
                row, = REGISTRY.at(port, transport)
                self.assertEqual((row.status, row.name), ('assigned', ''), row)
                self.assertTrue(row.description.startswith('any private '), row)

    def test_remarks_on_unassigned_ports(self):
        row, = REGISTRY.at(15, 'tcp')
        self.assertEqual((row.status, row.description), ('unassigned', 'Unassigned [was netstat]'))
        self.assertEqual(REGISTRY.at(15, 'udp'), [])
        self.assert_unassigned(585, rows=1)
        self.assertIn('use 993 instead', REGISTRY.at(585, 'tcp')[0].note)
        self.assertEqual(REGISTRY.at(1008, 'udp')[0].status, 'unassigned')
        self.assertEqual(REGISTRY.at(2905, 'udp')[0].description, 'De-registered')

    def test_remark_stands_at_the_ports_it_names(self):
        for port in (2194, 2195, 2196, 796, 4490, 4491, 27018, 27019, 28017, 28018, 28019, 44515, 44516):
            self.assert_unassigned(port, rows=1)
            self.assertTrue(REGISTRY.at(port, 'tcp')[0].unauthorized, port)
        for port in (795, 797, 4489, 4492, 27020, 28016, 28020):
            self.assert_unassigned(port)

    def test_remark_goes_when_the_port_is_assigned(self):
        self.assert_names(5666, 'tcp', ['nrpe'])
        self.assert_names(3301, 'tcp', ['tarantool'])
        for port in (5666, 3301):
            self.assertEqual(REGISTRY.at(port, 'tcp')[0].unauthorized, '')
        self.assertEqual(REGISTRY.at(3300, 'tcp')[0].unauthorized, 'Known Unauthorized Use on 3300-3301')

    def test_reserved(self):
        for port in (0, 2, 3, 225, 241, 249, 255, 1011, 1020, 1023, 1024, 6567, 8010, 49151):
            self.assertEqual(REGISTRY.status(port, 'tcp'), 'reserved', port)
        for port in (242, 248):
            self.assertEqual(REGISTRY.status(port, 'tcp'), 'assigned', port)
        self.assertEqual(REGISTRY.status(256, 'tcp'), 'assigned')

    def test_formerly(self):
        self.assert_names(2, 'tcp', [], former=['compressnet'])
        self.assert_names(143, 'udp', [], former=['imap'])
        self.assert_names(143, 'tcp', ['imap'])
        self.assert_names(831, 'tcp', [], former=['netconf-beep'])
        self.assert_names(7680, 'tcp', ['ms-do'], former=['pando-pub'])
        self.assert_names(2640, 'tcp', ['ami-control'], former=['sai-sentlm', 'sai_sentlm'])
        self.assertEqual(REGISTRY.at(7680, 'tcp', 'assigned')[0].date, '', 'the date of the former name is not the new one\'s')

    def test_ranges(self):
        ranges = {(6000, 6063, 'tcp'): 'x11', (6000, 6063, 'udp'): 'x11', (6665, 6669, 'tcp'): 'ircu', (27000, 27009, '*'): 'flex-lm',
                  (7300, 7359, '*'): 'swx', (4200, 4299, '*'): 'vrml-multi-use', (3322, 3325, '*'): 'active-net', (3367, 3371, '*'): 'satvid-datalnk'}
        self.assertEqual({row[:3]: row.name for row in ROWS if row.first < row.last and row.name}, ranges)
        for port in (6000, 6001, 6005, 6063):
            self.assert_names(port, 'tcp', ['x11'])
            self.assert_names(port, 'udp', ['x11'])
            self.assertEqual(REGISTRY.status(port, 'sctp'), 'unassigned')
        self.assert_names(5999, 'tcp', ['cvsup'])
        self.assert_names(6064, 'tcp', ['ndl-ahp-svc'])
        self.assert_names(6667, 'tcp', ['ircu'])
        self.assertEqual(REGISTRY.status(6667, 'udp'), 'reserved')
        self.assert_names(27000, 'tcp', ['flex-lm'])
        self.assert_names(27009, 'udp', ['flex-lm'])
        self.assert_names(27010, 'tcp', ['flex-lmadmin'])
        self.assert_names(6400, 'tcp', ['boe-cms'])

    def test_details(self):
        row = REGISTRY.at(5246, 'udp')[0]
        self.assertEqual((row.name, row.references, row.date), ('capwap-control', 'RFC 5415', ''))
        row = REGISTRY.at(4790, 'udp')[0]
        self.assertEqual((row.name, row.date), ('vxlan-gpe', '2014-08-26'))
        self.assertEqual(REGISTRY.at(1021, 'tcp')[0].references, 'RFC 4727; RFC 6335')
        self.assertEqual(REGISTRY.at(79, 'tcp')[0].unauthorized, 'Unauthorized use by some mail users (see RFC 4146 for details)')
        self.assertEqual(REGISTRY.at(126, 'tcp')[0].note, 'Previously assigned to unitary, Unisys Unitary Login')
        self.assertEqual(REGISTRY.at(4000, 'tcp')[0].note, 'Potential Conflict of ports; PORT 4000 also used by ICQ <www.icq.com>')
        self.assertEqual(REGISTRY.at(80, 'tcp')[1].note, 'This is a duplicate of the "http" service and should not be used for discovery purposes.')
        self.assertEqual(REGISTRY.at(22, 'tcp')[0].note, '')


class EtcServices(unittest.TestCase):
    """Debian's /etc/services as a second witness, up to the line from where it says that IANA did not assign what follows."""

    LOCAL = '# The remaining port numbers are not as allocated by IANA.'

    # (port, transport): why Debian has another name there than IANA.
    EXCEPTIONS = {
        (15, 'tcp'): 'netstat was taken back; IANA says "was netstat"',
        (21, 'udp'): 'fsp was never registered; it took the number that FTP leaves idle on udp',
        (210, 'tcp'): 'z3950 is Debian\'s spelling of z39-50',
        (1645, 'tcp'): 'IANA has sightline there, where older lists have datametrics',
        (1645, 'udp'): 'IANA has sightline there, where older lists have datametrics',
        (5061, 'tcp'): 'sip-tls is an older name of sips',
        (5061, 'udp'): 'sip-tls is an older name of sips',
        (7000, 'tcp'): 'bbs was never registered',
        **{(6000 + display, 'tcp'): 'Debian numbers the displays; IANA has one name for all of x11' for display in range(8)},
    }

    def setUp(self):
        text = SERVICES.read_text(encoding='utf-8') if SERVICES.exists() else ''
        if self.LOCAL not in text:
            self.skipTest('/etc/services is not there, or not that of Debian\'s netbase')
        self.entries = []
        for line in text[:text.index(self.LOCAL)].splitlines():
            if match := re.match(r'(\S+)\s+(\d+)/(tcp|udp|sctp|dccp)\s*([^#]*)', line):
                self.entries.append((int(match[2]), match[3], {match[1].lower(), *match[4].lower().split()}))

    def test_names(self):
        self.assertGreater(len(self.entries), 200)
        unlike = {(port, transport): names for port, transport, names in self.entries
                  if not names & {name.lower() for name in REGISTRY.names(port, transport) + REGISTRY.aliases(port, transport)}}
        self.assertEqual({pair: names for pair, names in unlike.items() if pair not in self.EXCEPTIONS}, {})


if __name__ == '__main__':
    unittest.main()
