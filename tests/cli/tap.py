"""Runs a module's tests and reports each of them in the Test Anything Protocol, so that each is counted."""

import sys
import unittest


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def report(self, test, outcome, remark=''):
        self.number += 1
        print(f'{outcome} {self.number} {test.id()}{remark}', flush=True)

    def report_failure(self, test, error):
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f'# {line}')
        self.report(test, 'not ok')

    def addSuccess(self, test):
        super().addSuccess(test)
        self.report(test, 'ok')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.report_failure(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self.report_failure(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.report(test, 'ok', f' # SKIP {reason}')


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    print(f'1..{suite.countTestCases()}')
    result = Result()
    suite.run(result)
    sys.exit(not result.wasSuccessful())
