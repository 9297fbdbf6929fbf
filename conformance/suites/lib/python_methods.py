"""Runs one module of CPython's tests and writes the outcome of each method: python_methods.py MODULE RESULTS."""

import sys
import time
import unittest

from test import support

module, results = sys.argv[1:]
sys.argv[1:] = []
support.use_resources = []
support.verbose = True


def write(outcome, test):
    with open(results, "a") as file:
        file.write(f"{outcome} {name(test)}\n")


def name(test):
    return test.id().replace(" ", "_")


class Outcomes(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self.outcome = "pass"
        self.started = time.monotonic()
        write("start", test)

    def stopTest(self, test):
        super().stopTest(test)
        write(self.outcome, test)
        seconds = time.monotonic() - self.started
        if seconds > 5:
            print(f"slow: {name(test)}: {seconds:.0f} s", flush=True)

    def addError(self, test, error):
        super().addError(test, error)
        self.outcome = "error"
        if not isinstance(test, unittest.TestCase):
            write("error", test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.outcome = "fail"

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if self.outcome == "pass":
            self.outcome = "skip"
        if not isinstance(test, unittest.TestCase):
            write("skip", test)

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.outcome = "expected"

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.outcome = "unexpected"

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.outcome = "fail"


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


with open(results) as file:
    done = {line.split()[1] for line in file}
try:
    loaded = unittest.defaultTestLoader.loadTestsFromName("test." + module)
except unittest.SkipTest:
    loaded = []
tests = [test for test in flatten(loaded) if name(test) not in done]
unittest.TextTestRunner(sys.stdout, verbosity=2, resultclass=Outcomes).run(unittest.TestSuite(tests))
