"""What `meson install` puts where, that nothing more comes with it, and that versions agree wherever one is told."""

import configparser
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

import tap

SOURCE = pathlib.Path(os.environ['PTL_SOURCE_ROOT'])
PREFIX = os.environ['PTL_PREFIX']
VERSION = os.environ['PTL_VERSION']
LIBEXEC = os.environ['PTL_LIBEXECDIR']
ID = 'app.portolan.Portolan'

FILES = {
    'bin/portolan',
    'bin/portolan-cli',
    f'{LIBEXEC}/portolan-owners',
    f'{LIBEXEC}/portolan-search-provider',
    f'share/applications/{ID}.desktop',
    'share/bash-completion/completions/portolan',
    'share/bash-completion/completions/portolan-cli',
    f'share/dbus-1/services/{ID}.SearchProvider.service',
    f'share/dbus-1/services/{ID}.service',
    'share/fish/vendor_completions.d/portolan-cli.fish',
    'share/fish/vendor_completions.d/portolan.fish',
    f'share/glib-2.0/schemas/{ID}.gschema.xml',
    f'share/gnome-shell/search-providers/{ID}.search-provider.ini',
    f'share/icons/hicolor/scalable/apps/{ID}.svg',
    f'share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg',
    'share/man/man1/portolan-cli.1',
    'share/man/man1/portolan.1',
    f'share/metainfo/{ID}.metainfo.xml',
    f'share/polkit-1/actions/{ID}.owners.policy',
    'share/zsh/site-functions/_portolan',
    'share/zsh/site-functions/_portolan-cli',
}


def key_file(path):
    parser = configparser.RawConfigParser(delimiters=('=',))
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return parser


def languages():
    text = (SOURCE / 'po/LINGUAS').read_text(encoding='utf-8')
    return re.sub(r'#.*', '', text).split()


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        subprocess.run([os.environ['MESON'], 'install', '--no-rebuild', '--quiet', '-C', os.environ['PTL_BUILD_ROOT'],
                        '--destdir', folder.name], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        cls.root = pathlib.Path(folder.name + PREFIX)
        cls.everything = pathlib.Path(folder.name)

    def test_files(self):
        expected = FILES | {f'share/locale/{language}/LC_MESSAGES/portolan.mo' for language in languages()}
        found = {path.relative_to(self.root).as_posix() for path in self.everything.rglob('*') if not path.is_dir()}
        self.assertEqual(found, expected)

    def test_modes(self):
        for name in FILES:
            mode = (self.root / name).stat().st_mode & 0o777
            self.assertEqual(mode, 0o755 if name.startswith(('bin/', LIBEXEC)) else 0o644, name)

    def test_services(self):
        """The bus starts what was installed, under the name that its file has."""
        for name, program in {ID: f'{PREFIX}/bin/portolan --gapplication-service',
                              f'{ID}.SearchProvider': f'{PREFIX}/{LIBEXEC}/portolan-search-provider'}.items():
            service = key_file(self.root / f'share/dbus-1/services/{name}.service')['D-BUS Service']
            self.assertEqual(dict(service), {'Name': name, 'Exec': program})

    def test_search_provider(self):
        """What the shell reads names the entry and the service that are there."""
        provider = key_file(self.root / f'share/gnome-shell/search-providers/{ID}.search-provider.ini')['Shell Search Provider']
        self.assertTrue((self.root / 'share/applications' / provider['DesktopId']).exists())
        self.assertTrue((self.root / f'share/dbus-1/services/{provider["BusName"]}.service').exists())
        self.assertEqual(provider['ObjectPath'], '/' + provider['BusName'].replace('.', '/'))
        self.assertEqual(provider['Version'], '2')

    def test_desktop_entry(self):
        entry = key_file(self.root / f'share/applications/{ID}.desktop')
        main = entry['Desktop Entry']
        self.assertEqual(main['DBusActivatable'], 'true')
        self.assertEqual(main['MimeType'], 'x-scheme-handler/port;')
        self.assertIn('%u', main['Exec'].split())
        self.assertTrue((self.root / f'share/icons/hicolor/scalable/apps/{main["Icon"]}.svg').exists())
        # Over D-Bus, an action of the entry is the application's action of the same name.
        code = (SOURCE / 'src/app/ptl-application.c').read_text(encoding='utf-8')
        for action in main['Actions'].rstrip(';').split(';'):
            self.assertIn(f'Desktop Action {action}', entry)
            self.assertIn(f'{{ "{action}", ', code)

    def test_completions_and_manual_know_every_option(self):
        """What portolan --help lists, but for what every GTK program has."""
        program = pathlib.Path(os.environ['PTL_BUILD_ROOT']) / 'src/app/portolan'
        text = subprocess.run([program, '--help'], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
                              env={'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'}).stdout
        options = set(re.findall(r'--([a-z]+)\b', text.split('Application Options:')[1])) | {'help'}
        self.assertGreater(len(options), 2)
        for name, pattern in {'bash-completion/completions/portolan': r'--([a-z]+)', 'zsh/site-functions/_portolan': r'--([a-z]+)',
                              'fish/vendor_completions.d/portolan.fish': r'-l ([a-z]+)', 'man/man1/portolan.1': r'Fl .*-([a-z]+)$'}.items():
            found = set(re.findall(pattern, (self.root / 'share' / name).read_text(encoding='utf-8'), re.MULTILINE))
            self.assertEqual(found, options, name)

    def test_no_address_is_made_up(self):
        text = (self.root / f'share/metainfo/{ID}.metainfo.xml').read_text(encoding='utf-8')
        self.assertNotIn('@', text)
        if not os.environ['PTL_ADDRESS']:
            self.assertNotRegex(text, r'https?://')


class Versions(unittest.TestCase):
    def releases(self):
        root = xml.etree.ElementTree.parse(SOURCE / f'data/{ID}.metainfo.xml.in').getroot()
        return root.find('releases').findall('release')

    def test_newest_release_is_this_version(self):
        self.assertEqual(self.releases()[0].get('version'), VERSION)

    def test_releases_are_in_order(self):
        releases = [([int(part) for part in release.get('version').split('.')], release.get('date')) for release in self.releases()]
        self.assertEqual(releases, sorted(releases, reverse=True))
        self.assertEqual(len({tuple(version) for version, _ in releases}), len(releases))

    def test_every_release_says_what_is_new(self):
        for release in self.releases():
            self.assertRegex(release.get('date'), r'^\d{4}-\d\d-\d\d$')
            words = ''.join(release.find('description').itertext()).split()
            self.assertGreater(len(words), 3, release.get('version'))

    def test_programs_tell_version_and_date(self):
        as_of = re.search(r'^as-of=(\S+)$', (SOURCE / 'data/registry/registry.ini').read_text(encoding='utf-8'), re.MULTILINE).group(1)
        build = pathlib.Path(os.environ['PTL_BUILD_ROOT']) / 'src'
        for program, name in {'app/portolan': 'Portolan', 'cli/portolan-cli': 'portolan-cli',
                              'provider/portolan-search-provider': 'portolan-search-provider'}.items():
            result = subprocess.run([build / program, '--version'], capture_output=True, text=True, check=False, timeout=60,
                                    stdin=subprocess.DEVNULL, env={'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'})
            self.assertEqual((result.returncode, result.stderr), (0, ''), program)
            self.assertRegex(result.stdout, rf'^{name} {re.escape(VERSION)}\b')
            self.assertIn(as_of, result.stdout, program)


if __name__ == '__main__':
    tap.main()
