#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's unit: how exposed its sandbox leaves it. Usage: unit.py SERVICE-FILE"""

import configparser
import pathlib
import re
import subprocess
import sys

import tap

MOST_EXPOSURE = 2.0

unit = pathlib.Path(sys.argv[1])


def read():
    text = configparser.ConfigParser(strict=False, interpolation=None)
    text.optionxform = str
    text.read(unit, encoding="utf-8")
    return text["Service"]


def the_sandbox_is_tight():
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    score = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    if score is None:
        yield from done.stdout.splitlines() or ["systemd-analyze says nothing"]
    elif float(score[1]) > MOST_EXPOSURE:
        yield from (line for line in done.stdout.splitlines() if "✓" not in line)


def it_starts_what_is_installed():
    command = read()["ExecStart"].split()
    if not command[0].startswith("/") or command[1:] != ["serve"]:
        yield f"ExecStart is {command}"


def the_service_manager_is_told():
    service = read()
    if service["Type"] != "notify" or int(service["WatchdogSec"]) < 30:
        yield "neither ready nor alive is waited for as it should be"


tap.run(
    the_sandbox_is_tight,
    it_starts_what_is_installed,
    the_service_manager_is_told,
)
