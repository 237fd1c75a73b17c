#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redocly has nothing to say against the document. Usage: lint.py BUILD-FOLDER"""

import json
import subprocess

import tap
import tools

build, = tools.arguments()


def redocly_finds_nothing():
    program = tools.find(build) / ".bin" / "redocly"
    done = subprocess.run([program, "lint", "--format=json", tools.DOCUMENT],
                          capture_output=True, text=True, check=False,
                          env=tools.environment(REDOCLY_TELEMETRY="off"))
    found = json.loads(done.stdout)
    for problem in found["problems"]:
        place = problem["location"][0].get("pointer", "")
        yield f"{problem['severity']}: {problem['ruleId']}: {problem['message']} {place}"
    if done.returncode != 0 or any(found["totals"].values()):
        yield f"{found['totals']}"


tap.run(redocly_finds_nothing)
