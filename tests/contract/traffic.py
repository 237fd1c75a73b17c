#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every exchange of the API tests is as the document says, by the judgement of Prism.

Usage: traffic.py BUILD-FOLDER API-TEST…

One Prism refuses what the document refuses, and hides answers that are not as it says (--errors).
What it refuses goes through another one that lets it pass and says what is wrong with the answer
(api-proxy.h): then the server must have refused it, too.
"""

import subprocess

import tap
import tools

build, *programs = tools.arguments()
AGENT = tools.HERE / "no-keep-alive.cjs"


def prism(folder, port, server, *options):
    return tools.Process(folder / ".bin" / "prism", "proxy", "--cors=false", "-v", "fatal", "-p",
                         f"{port}", *options, tools.DOCUMENT, f"http://127.0.0.1:{server}",
                         env=tools.environment(NODE_OPTIONS=f"--require={AGENT}"))


def every_exchange_is_as_the_document_says():
    folder = tools.find(build)
    server, strict, lenient = (tools.free_port() for _ in range(3))
    with prism(folder, strict, server, "--errors") as one, prism(folder, lenient, server) as two:
        one.wait_for_port(strict)
        two.wait_for_port(lenient)
        proxies = " ".join(f"http://127.0.0.1:{port}" for port in (strict, lenient))
        for program in programs:
            done = subprocess.run(
                [program], capture_output=True, text=True, check=False,
                env=tools.environment(TICKETS_API_PORT=f"{server}", TICKETS_API_PROXIES=proxies))
            wrong = [line for line in done.stdout.splitlines() + done.stderr.splitlines()
                     if line.startswith(("not ok", "Bail out"))]
            if done.returncode != 0 or wrong:
                yield f"{program}: {done.returncode} {wrong} {done.stderr[-2000:]}"


tap.run(every_exchange_is_as_the_document_says)
