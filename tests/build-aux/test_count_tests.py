"""Checks build-aux/lib/count-tests: the line that says how many tests passed must not be better than the truth."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / 'build-aux' / 'lib' / 'count-tests'


class CountTests(unittest.TestCase):
    def count(self, *tests, status=0):
        """Returns the last line and the exit status for tests of (result, stdout, stderr)."""
        with tempfile.NamedTemporaryFile('w', suffix='.json') as log:
            for result, stdout, stderr in tests:
                log.write(json.dumps({'name': 'a', 'result': result, 'returncode': 0, 'stdout': stdout, 'stderr': stderr}) + '\n')
            log.flush()
            run = subprocess.run([sys.executable, SCRIPT, log.name, str(status)], capture_output=True, text=True, check=False)
        self.assertEqual(run.stderr, '')
        self.output = run.stdout
        return run.stdout.splitlines()[-1], run.returncode

    def test_tap(self):
        self.assertEqual(self.count(('OK', '1..3\n# Start of a\nok 1 /a\nok 2 /b # SKIP no way\nok 3 /c\n', '')),
                         ('2 passed, 0 failed, 1 skipped', 0))

    def test_tap_failure_is_printed(self):
        self.assertEqual(self.count(('FAIL', '1..2\nok 1 /a\nnot ok 2 /b - why\n', 'said on stderr')), ('1 passed, 1 failed', 1))
        self.assertIn('not ok 2 /b - why', self.output)
        self.assertIn('said on stderr', self.output)

    def test_tap_expected_failure(self):
        self.assertEqual(self.count(('OK', '1..1\nnot ok 1 /a # TODO later\n', '')), ('1 passed, 0 failed', 0))

    def test_crash_after_good_cases(self):
        self.assertEqual(self.count(('ERROR', '1..9\nok 1 /a\n', '')), ('1 passed, 1 failed', 1))
        self.assertEqual(self.count(('TIMEOUT', '', '')), ('0 passed, 1 failed', 1))

    def test_program_without_tap(self):
        self.assertEqual(self.count(('OK', 'ok then\n', ''), ('SKIP', '', '')), ('1 passed, 0 failed, 1 skipped', 0))

    def test_unittest(self):
        self.assertEqual(self.count(('OK', '', '...s\nRan 4 tests in 0.001s\n\nOK (skipped=1)\n')), ('3 passed, 0 failed, 1 skipped', 0))
        self.assertEqual(self.count(('FAIL', '', 'Ran 4 tests in 0.001s\n\nFAILED (failures=1, errors=2)\n')), ('1 passed, 3 failed', 1))

    def test_none_at_all(self):
        self.assertEqual(self.count(('SKIP', '', '')), ('0 passed, 0 failed, 1 skipped', 1))

    def test_meson_failed(self):
        self.assertEqual(self.count(('OK', '', ''), status=2), ('1 passed, 0 failed', 1))


if __name__ == '__main__':
    unittest.main()
