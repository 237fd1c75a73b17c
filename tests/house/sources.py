#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that can be counted. Usage: sources.py SOURCE-FOLDER"""

import pathlib
import re
import sys

import tap

MOST_FUNCTION_LINES = 75
ARROWS = {
    "core": (),
    "db": ("core",),
    "client": ("core", "db"),
    "app": ("core", "client"),
    "server": ("core", "db"),
}

root = pathlib.Path(sys.argv[1])
code = sorted(
    path for folder in ("src", "tests") for path in (root / folder).rglob("*.[ch]"))
written = code + sorted(
    path for folder in ("src", "tests", "data", "po", "build-aux")
    for path in (root / folder).rglob("*")
    if path.suffix in {".ui", ".py", ".sh", ".css"} or path.name == "meson.build")


def name(path):
    return path.relative_to(root)


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def every_file_says_its_licence_first():
    for path in code:
        if lines(path)[:1] != ["/* SPDX-License-Identifier: GPL-3.0-or-later */"]:
            yield f"{name(path)}: the first line is not the SPDX line"


def every_file_says_what_it_is_for():
    for path in code:
        if not "".join(lines(path)[1:2]).startswith("/* "):
            yield f"{name(path)}: the second line is not a comment"


def headers_have_pragma_once():
    for path in code:
        if path.suffix == ".h" and "#pragma once" not in lines(path):
            yield f"{name(path)}: no #pragma once"


def no_tabs():
    for path in written:
        for number, line in enumerate(lines(path), 1):
            if "\t" in line:
                yield f"{name(path)}:{number}: a tab"


def no_blanks_at_the_end_of_a_line():
    for path in written:
        for number, line in enumerate(lines(path), 1):
            if line != line.rstrip():
                yield f"{name(path)}:{number}: blanks at its end"


def no_function_is_too_long():
    for path in code:
        start = None
        for number, line in enumerate(lines(path), 1):
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                if number - start - 1 > MOST_FUNCTION_LINES:
                    yield f"{name(path)}:{start}: {number - start - 1} lines"
                start = None


def includes_follow_the_arrows():
    """A header that another folder may not see does not compile; this names it."""
    home = {path.name: path.relative_to(root / "src").parts[0]
            for path in code if path.suffix == ".h" and root / "src" in path.parents}
    for path in code:
        if root / "src" not in path.parents:
            continue
        folder = path.relative_to(root / "src").parts[0]
        for header in re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.M):
            owner = home.get(header, folder)
            demo = folder == "app" and header == "tkt-embedded.h"
            if owner != folder and owner not in ARROWS[folder] and not demo:
                yield f"{name(path)}: includes {header} of {owner}"


def one_file_makes_threads():
    for path in code:
        if root / "src" in path.parents and path.name != "tkt-worker.c":
            text = path.read_text(encoding="utf-8")
            if re.search(r"\bg_thread_(try_)?new\b|\bpthread_create\b", text):
                yield f"{name(path)}: makes a thread"


tap.run(
    every_file_says_its_licence_first,
    every_file_says_what_it_is_for,
    headers_have_pragma_once,
    no_tabs,
    no_blanks_at_the_end_of_a_line,
    no_function_is_too_long,
    includes_follow_the_arrows,
    one_file_makes_threads,
)
