"""Compares each language of po/LINGUAS with the sources of today: what is missing, and whether what is there is sound.

`test_translations.py --missing LANGUAGE` prints the messages that a language lacks, for its translator."""

import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'cli'))
import tap  # noqa: E402

# Words of the sources change every day, and translators follow; a language that lacks more than this is let down.
MAY_LACK = 0.03

# As meson's preset 'glib', which makes the .pot that translators work from.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']

# What is typed, and what stands in a standard, reads the same in every language.
VERBATIM = re.compile(r'''
    (?<![\w-])--[a-z][a-z-]*                          # options
  | \bportolan-cli\b (?:[ ](?:explain|search|listeners|check|free)\b)?
  | \b(?:is|process|user|unit|container|pid|range|kind):(?:[a-z][a-z-]*[a-z]|\d+)
  | \b(?:IANA|IETF|RFC|TCP|UDP-Lite|UDP|SCTP|DCCP|IPv4|IPv6|PID|JSON|CSV|UTF-8|PowerShell)\b
  | /proc/net | \bsock_diag\b | \blibproc\b | \bOwningProcess\b | \bsudo\b
  | \b\d{2,5}[–-]\d{2,5}\b | \b\d{3,5}\b              # ports and ranges
  | \b\d+/udp\b
''', re.VERBOSE)
RANGE = re.compile(r'%(?:\d\$)?u[–-]%(?:\d\$)?u')
ACCELERATOR = re.compile(r'_\w')

Message = collections.namedtuple('Message', 'id texts is_fuzzy files')


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, check=False, text=True,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': ''})


def unquote(text):
    return re.sub(r'\\(.)', lambda match: {'n': '\n', 't': '\t'}.get(match[1], match[1]), text)


def read_po(path):
    """Reads what msgcat writes with --no-wrap: each string on as many lines as it has."""
    messages = []
    for block in re.split(r'\n\n+', path.read_text(encoding='utf-8')):
        fields, key = {}, None
        for line in block.splitlines():
            found = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) "(.*)"$', line)
            if found:
                key = found[1]
                fields[key] = unquote(found[2])
            elif line.startswith('"'):
                fields[key] += unquote(line[1:-1])
        if fields.get('msgid'):
            messages.append(Message(fields['msgid'], [text for key, text in fields.items() if key.startswith('msgstr')],
                                    re.search(r'^#,.*\bfuzzy\b', block, re.MULTILINE) is not None,
                                    re.findall(r'(\S+):\d+', ' '.join(re.findall(r'^#: (.*)', block, re.MULTILINE)))))
    return messages


def read_languages():
    text = re.sub(r'#.*', '', (ROOT / 'po' / 'LINGUAS').read_text(encoding='utf-8'))
    return text.split()


def extract(folder):
    """Makes a template of the sources as they are now."""
    template = folder / 'portolan.pot'
    result = run('xgettext', '--from-code=UTF-8', '--add-comments', *[f'--keyword={word}' for word in KEYWORDS],
                 '--package-name=portolan', f'--directory={ROOT}', f'--files-from={ROOT / "po" / "POTFILES.in"}',
                 f'--output={template}')
    if result.returncode != 0:
        raise RuntimeError(result.stderr)
    return template


def merge(language, template, folder):
    """What a translation says of today's messages; nothing is guessed from similar ones."""
    merged = folder / f'{language}.po'
    result = run('msgmerge', '--quiet', '--no-fuzzy-matching', '--no-wrap', f'--output-file={merged}',
                 ROOT / 'po' / f'{language}.po', template)
    if result.returncode != 0:
        raise RuntimeError(result.stderr)
    return read_po(merged)


def is_missing(message):
    return message.is_fuzzy or not all(message.texts)


class Translations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for tool in 'xgettext', 'msgmerge', 'msgfmt':
            if shutil.which(tool) is None:
                raise unittest.SkipTest(f'{tool} is not installed')
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        cls.template = extract(cls.path)

    @classmethod
    def tearDownClass(cls):
        if hasattr(cls, 'folder'):
            cls.folder.cleanup()

    def each(self):
        for language in read_languages():
            yield language, merge(language, self.template, self.path)

    def test_template(self):
        """Every part of the program has words, so an extraction that finds few of them has failed."""
        messages = read_po(self.template)
        self.assertGreater(len(messages), 400)
        for source in 'What is this port?', 'Find a _Free Port…', 'Port Guide', 'Whether the window is maximized':
            self.assertIn(source, [message.id for message in messages])

    def test_systems(self):
        """The names of data/systems.ini that are more than a name have a translation to look for."""
        names = re.findall(r'^name=(.*)', (ROOT / 'data' / 'systems.ini').read_text(encoding='utf-8'), re.MULTILINE)
        messages = [message.id for message in read_po(self.template)]
        self.assertGreater(len(names), 5)
        for name in names:
            if ' ' in name:
                self.assertIn(name, messages)

    def test_sources_are_listed(self):
        """A source with words to translate is in POTFILES.in."""
        listed = set((ROOT / 'po' / 'POTFILES.in').read_text(encoding='utf-8').split())
        for path in sorted((ROOT / 'src').rglob('*.[ch]')) + sorted((ROOT / 'src').rglob('*.ui')):
            text = path.read_text(encoding='utf-8')
            has_words = re.search(r'translatable="(?:yes|true)"|\bN?C?_ \("|\bngettext \(', text) is not None
            if has_words:
                self.assertIn(str(path.relative_to(ROOT)), listed)

    def test_complete(self):
        let_down = []
        for language, messages in self.each():
            missing = [message for message in messages if is_missing(message)]
            print(f'# {language}: {len(messages) - len(missing)} of {len(messages)} messages are translated')
            for message in missing:
                print(f'# {language} lacks: {message.id!r}')
            if len(missing) > MAY_LACK * len(messages):
                let_down.append(language)
        self.assertEqual(let_down, [], 'these lack more than may be missing')

    def test_no_fuzzy(self):
        for language in read_languages():
            result = run('msgattrib', '--only-fuzzy', '--no-obsolete', ROOT / 'po' / f'{language}.po')
            self.assertEqual(result.stdout, '', f'{language} has messages that were only guessed')

    def test_formats(self):
        """msgfmt looks at the header, the plural forms and what printf() would make of each text."""
        for language in read_languages():
            result = run('msgfmt', '--check', '--output-file=/dev/null', ROOT / 'po' / f'{language}.po')
            self.assertEqual((result.returncode, result.stderr), (0, ''), language)
            header = (ROOT / 'po' / f'{language}.po').read_text(encoding='utf-8').split('\n\n')[0]
            self.assertIn(f'"Language: {language}\\n"', header)
            self.assertIn('charset=UTF-8', header)

    def test_verbatim(self):
        lost = [(language, word, text)
                for language, messages in self.each() for message in messages if not is_missing(message)
                # A form for none, as Arabic has, may leave out what helps only where there is something.
                for text in message.texts[-1:] for word in sorted(set(VERBATIM.findall(message.id)))
                if word not in text]
        self.assertEqual(lost, [])

    def test_ranges(self):
        """A range of two numbers keeps its dash: 49152–65535 in prose, 8000-8100 in a query."""
        lost = [(language, text)
                for language, messages in self.each() for message in messages if not is_missing(message)
                for text in message.texts if len(RANGE.findall(text)) < len(RANGE.findall(message.id))]
        self.assertEqual(lost, [])

    def test_accelerators(self):
        """What has a letter to press in English has one in every language; in one file's menu, no two are the same."""
        wrong, seen = [], 0
        for language, messages in self.each():
            letters = collections.defaultdict(list)
            for message in messages:
                in_ui = all(file.endswith('.ui') for file in message.files)
                if is_missing(message) or not in_ui or ACCELERATOR.search(message.id) is None:
                    continue
                seen += 1
                found = ACCELERATOR.findall(message.texts[0])
                if len(found) != 1:
                    wrong.append((language, message.texts[0]))
                for file in message.files:
                    letters[file] += [letter.lower() for letter in found]
            wrong += [(language, file, used) for file, used in letters.items() if len(set(used)) < len(used)]
        self.assertGreater(seen, 0)
        self.assertEqual(wrong, [])

    def test_shows(self):
        """The program says what the translation has, and JSON keeps the names of its fields and its codes."""
        for language, messages in self.each():
            usage = {message.id: message.texts[0] for message in messages}['Usage:']
            environment = {**os.environ, 'LANGUAGE': language}

            def ask(*arguments, environment=environment):
                return subprocess.run([os.environ['PORTOLAN_CLI'], *arguments], capture_output=True, check=False,
                                      text=True, env=environment).stdout

            self.assertNotEqual(usage, '', language)
            self.assertTrue(ask('--help').startswith(usage), language)
            english = ask('explain', '22', '--json', environment={**environment, 'LANGUAGE': ''})
            other = ask('explain', '22', '--json')
            keys = re.compile(r'"(\w+)" ?:')
            self.assertEqual(sorted(set(keys.findall(other))), sorted(set(keys.findall(english))), language)
            for pair in '"name":"system"', '"confidence":"high"', '"tcp":"assigned"':
                self.assertIn(pair, other.replace(' ', ''), language)

    def test_help_lines_up(self):
        """What the commands do starts at one column in every language, also where a character takes two columns."""
        summaries = ['Tell all that is known of a port', 'Find ports by number, name or product',
                     'List what listens on this computer', 'Find out whether you can listen on a port',
                     'Suggest ports that are good to pick']
        for language, messages in self.each():
            texts = {message.id: message.texts[0] for message in messages}
            environment = {**os.environ, 'LANGUAGE': language}
            answer = subprocess.run([os.environ['PORTOLAN_CLI'], '--help'], capture_output=True, check=True, text=True,
                                    env=environment).stdout
            columns = set()
            for summary in summaries:
                calls = [line.removesuffix(texts[summary]) for line in answer.splitlines()
                         if line.endswith(' ' + texts[summary])]
                self.assertEqual(len(calls), 1, (language, summary))
                columns.add(sum(2 if unicodedata.east_asian_width(letter) in 'WF' else
                                0 if unicodedata.combining(letter) else 1 for letter in calls[0]))
            self.assertEqual(len(columns), 1, (language, sorted(columns)))


def print_missing(language):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for message in merge(language, extract(folder), folder):
            if is_missing(message):
                print(repr(message.id))


if __name__ == '__main__':
    if sys.argv[1:2] == ['--missing']:
        print_missing(sys.argv[2])
    else:
        tap.main()
