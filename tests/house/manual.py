#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual against the programs: every key, its group and its fallback; every command.

Usage: manual.py SOURCE-FOLDER TICKETS-SERVER TICKETS
"""

import pathlib
import re
import subprocess
import sys

import tap

folder = pathlib.Path(sys.argv[1]) / "data" / "man"
server, desk = sys.argv[2:4]


def read(name):
    return (folder / name).read_text(encoding="utf-8").replace("\\-", "-")


def said_by(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def keys_of(text, group_pattern, key_pattern):
    """Lines of "group key=fallback", in their order."""
    group = None
    for line in text.splitlines():
        if found := re.fullmatch(group_pattern, line):
            group = found[1]
        elif (found := re.fullmatch(key_pattern, line)) and group is not None:
            yield f"[{group}] {found[1]}={found[2]}"


def keys_are_those_of_the_table():
    told = list(keys_of(read("tickets-server.conf.5"),
                        r"\.SH \[(\w+)\]", r"\.BR ([a-z-]+) =(.*)"))
    shown = said_by(server, "check-config", "--config=/dev/null", "--show")
    real = list(keys_of(shown, r"\[(\w+)\]", r"([a-z-]+)=(.*)"))
    if not real:
        yield "check-config --show tells nothing"
    for line in real:
        if line not in told:
            yield f"{line} is not in tickets-server.conf(5)"
    for line in told:
        if line not in real:
            yield f"{line} is in tickets-server.conf(5) alone"
    if not set(told) ^ set(real) and told != real:
        yield "the order is another"


def every_key_is_an_option():
    text = said_by(server, "serve", "--help")
    shown = said_by(server, "check-config", "--config=/dev/null", "--show")
    for key in re.findall(r"^([a-z-]+)=", shown, re.M):
        if not re.search(rf"--{key}\b", text):
            yield f"serve --help does not tell --{key}"


def commands_are_those_of_the_program():
    page = read("tickets-server.1")
    for command in re.findall(r"^  ([a-z-]+) +\S", said_by(server, "--help"), re.M):
        if not re.search(rf'^\.(B|BI) "?{command}\b', page, re.M):
            yield f"{command} is not in tickets-server(1)"


def options_of_the_desk_are_those_of_the_program():
    page = read("tickets.1")
    told = set(re.findall(r"--([a-z][a-z-]+)", page))
    real = set(re.findall(r"--([a-z][a-z-]+)", said_by(desk, "--help")))
    # What GTK and GLib bring with them is theirs to tell.
    real -= {"help-all", "help-gapplication", "gapplication-service", "display", "help-gtk"}
    for option in sorted(real - told):
        yield f"--{option} is not in tickets(1)"
    for option in sorted(told - real):
        yield f"--{option} is in tickets(1) alone"


tap.run(
    keys_are_those_of_the_table,
    every_key_is_an_option,
    commands_are_those_of_the_program,
    options_of_the_desk_are_those_of_the_program,
)
