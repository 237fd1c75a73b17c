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

# What stands in a call that TEXT finds: literals, names, and parentheses to count.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|[A-Za-z_][A-Za-z0-9_]*|[^\s]', re.DOTALL)

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


def cut_by(source, start):
    """The name beside a literal in the call that opens before start: xgettext
    reads literals and PRI* alone, and takes what stands before another macro
    for all of the text."""
    depth = 1
    before = ""
    for token in TOKEN.findall(source[start:]):
        if token.startswith("/*"):
            continue
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth == 0:
            break
        for name, literal in ((before, token), (token, before)):
            if literal.startswith('"') and re.match(r"(?!PRI)[A-Za-z_]", name):
                return name
        before = token
    return None


def no_text_is_cut_by_a_macro():
    for name in listed:
        path = root / name
        if path.suffix in {".c", ".h"}:
            source = path.read_text(encoding="utf-8")
            for call in TEXT.finditer(source):
                macro = cut_by(source, call.end())
                if macro is not None:
                    line = source.count("\n", 0, call.start()) + 1
                    yield f"{name}:{line}: {macro} cuts a text; give it to printf as %s"


def make_catalog(folder):
    """As "ninja tickets-pot" makes it."""
    made = folder / "tickets.pot"
    names = folder / "names"
    names.write_text("\n".join(listed))
    return made, subprocess.run(
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


def the_catalog_can_be_made():
    """Without a warning: a warning is a text that a translation could never
    stand for."""
    with tempfile.TemporaryDirectory() as folder:
        made, run = make_catalog(pathlib.Path(folder))
        yield from run.stderr.splitlines()
        if run.returncode != 0 or not made.exists():
            yield f"xgettext ended with {run.returncode}"
            return
        # Formats of dates are others, and in translations too.
        for entry in made.read_text(encoding="utf-8").split("\n\n")[1:]:
            texts = re.sub(r"^#.*\n", "", entry, flags=re.MULTILINE)
            if re.search(r"%'?l*[sdui<]", texts) and "c-format" not in entry and "%Y" not in texts:
                yield f"is no format to xgettext, so that translations go unchecked: {texts}"


def every_language_is_whole_and_well_formed():
    """Each has every text of the catalog as it is now, and none that is gone;
    msgfmt sees to the directives of each."""
    with tempfile.TemporaryDirectory() as folder:
        made, _ = make_catalog(pathlib.Path(folder))
        for language in (root / "po" / "LINGUAS").read_text().split():
            path = root / "po" / f"{language}.po"
            for tool in (["msgfmt", "--check", "--statistics", "--output-file=/dev/null", path],
                         ["msgcmp", path, made]):
                run = subprocess.run(["env", "LC_ALL=C", *tool],
                                     capture_output=True, text=True, check=False)
                if run.returncode != 0 or re.search("fuzzy|untranslated|warning", run.stderr):
                    yield f"{language}: {run.stderr.strip()}"
            if "\n#~" in path.read_text(encoding="utf-8"):
                yield f"{language}: texts that are gone are still there, behind #~"


tap.run(
    every_file_with_a_text_is_listed,
    every_listed_file_is_there,
    none_is_listed_twice,
    no_text_is_cut_by_a_macro,
    the_catalog_can_be_made,
    every_language_is_whole_and_well_formed,
)
