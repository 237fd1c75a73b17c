# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases that print TAP: what is wrong is a list of lines, empty when all is well."""

import sys


class Skip(Exception):
    """Raised by a case that can't be run here; what it says is the reason."""


def run(*cases):
    """Runs functions that return what they find wrong; their names are the cases'."""
    print(f"1..{len(cases)}")
    failed = False
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace("_", "-")
        try:
            found = list(case())
        except Skip as reason:
            print(f"ok {number} {name} # SKIP {reason}")
            continue
        except Exception as error:  # a case that breaks is a case that failed
            found = [repr(error)]
        failed = failed or bool(found)
        print(f"{'not ok' if found else 'ok'} {number} {name}")
        for line in found:
            print(f"{name}: {line}", file=sys.stderr)
    sys.exit(1 if failed else 0)
