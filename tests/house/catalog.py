#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text can be translated. Usage: catalog.py SOURCE-FOLDER"""

import pathlib
import re
import subprocess
import sys
import tempfile

import tap

TEXT = re.compile(
    r"(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2) \("
    r"|translatable=\"yes\"")

root = pathlib.Path(sys.argv[1])
listed = [line for line in (root / "po" / "POTFILES.in").read_text().splitlines()
          if line and not line.startswith("#")]


def every_file_with_a_text_is_listed():
    for path in sorted((root / "src").rglob("*")):
        if path.suffix in {".c", ".h", ".ui"} and TEXT.search(path.read_text(encoding="utf-8")):
            name = str(path.relative_to(root))
            if name not in listed:
                yield f"{name} has texts and is not in po/POTFILES.in"


def every_listed_file_is_there():
    for name in listed:
        if not (root / name).exists():
            yield f"{name} is in po/POTFILES.in and not there"


def none_is_listed_twice():
    for name in sorted(set(listed)):
        if listed.count(name) > 1:
            yield f"{name} is in po/POTFILES.in twice"


def the_catalog_can_be_made():
    """As "ninja tickets-pot" makes it, and without a warning: a warning is a
    text that a translation could never stand for."""
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "tickets.pot"
        names = pathlib.Path(folder) / "names"
        names.write_text("\n".join(listed))
        run = subprocess.run(
            ["xgettext", "--package-name=tickets", f"--directory={root}",
             f"--files-from={names}", f"--output={made}", "--from-code=UTF-8",
             "--add-comments", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
             "--keyword=NC_:1c,2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
             "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format",
             "--flag=NC_:2:pass-c-format", "--flag=g_dngettext:2:pass-c-format",
             "--flag=g_strdup_printf:1:c-format", "--flag=g_print:1:c-format",
             "--flag=g_printerr:1:c-format", "--flag=g_set_error:4:c-format",
             "--flag=g_string_append_printf:2:c-format"],
            capture_output=True, text=True, check=False)
        yield from run.stderr.splitlines()
        if run.returncode != 0 or not made.exists():
            yield f"xgettext ended with {run.returncode}"


def every_language_is_whole_and_well_formed():
    for language in (root / "po" / "LINGUAS").read_text().split():
        run = subprocess.run(
            ["env", "LC_ALL=C", "msgfmt", "--check", "--statistics", "--output-file=/dev/null",
             str(root / "po" / f"{language}.po")],
            capture_output=True, text=True, check=False)
        if run.returncode != 0 or "fuzzy" in run.stderr or "untranslated" in run.stderr:
            yield f"{language}: {run.stderr.strip()}"


tap.run(
    every_file_with_a_text_is_listed,
    every_listed_file_is_there,
    none_is_listed_twice,
    the_catalog_can_be_made,
    every_language_is_whole_and_well_formed,
)
