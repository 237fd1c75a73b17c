#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others wrote to attack servers, against a real one; too long for every change.

Usage: attack.py TICKETS-SERVER [slow|inject|scan|tls|load]…

Each prints its figures and says whether the server stood. The tools are Debian's: slowhttptest,
sqlmap, wapiti, testssl.sh, wrk. The server counts the attackers as it counts strangers
(--count-loopback), and another client, from another address, measures what it has to wait.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# The real server of the contract's tests is this one's, too.
TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path += [str(TESTS / "contract"), str(TESTS / "house")]
import parameters  # noqa: E402
import servers  # noqa: E402

WAIT_MOST = 50  # milliseconds at the 99th percentile for the other client
LOAD_SECONDS = int(os.environ.get("TICKETS_ATTACK_SECONDS", "600"))
SLOW_SECONDS = min(LOAD_SECONDS, 60)
GROWTH_MOST = 1.1  # memory at the end to that after a tenth of the time


def run(*command, **kept):
    """Its output; a tool that can't be run ends the attack."""
    return subprocess.run(command, text=True, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **kept).stdout


def slow(server, token, _ticket):
    """Headers, bodies and reading that take for ever, on more connections than one may have."""
    kinds = {
        "slow headers": ["-H", "-u", f"{server.uri}/healthz"],
        "slow body": ["-B", "-t", "POST", "-f", "application/json", "-s", "8192",
                      "-u", f"{server.uri}/v1/sessions"],
        "slow read": ["-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3",
                      "-u", f"{server.uri}/v1/openapi.json"],
    }
    stood = True
    for name, words in kinds.items():
        with servers.OtherClient(server, token) as other:
            run("slowhttptest", *words, "-c", "4000", "-r", "400", "-i", "5", "-x", "8",
                "-l", f"{SLOW_SECONDS}")
        print(f"{name}: another client: {other}", flush=True)
        stood = stood and not other.failures and other.wait(0.99) < WAIT_MOST
    return stood


def inject(server, token, ticket):
    """sqlmap on every parameter: of paths, queries and bodies."""
    found = tried = 0
    with tempfile.TemporaryDirectory(prefix="tickets-attack-") as folder:
        for call in parameters.calls(ticket):
            if not call.has_values():
                continue
            # A mark is where sqlmap tries; of a JSON body it finds the values itself.
            words = ["sqlmap", "--batch", "--disable-coloring", "--level=2", "--risk=2",
                     "--dbms=sqlite", "--threads=4", "--flush-session", "--ignore-code=*",
                     f"--output-dir={folder}", f"--headers=Authorization: Bearer {token}",
                     f"--method={call.method.upper()}", "-u", call.uri(server.uri, "*")]
            if call.body is not None:
                words += ["--data", json.dumps(call.body)]
            output = run(*words)
            n_tried = output.count("does not seem to be injectable")
            tried += n_tried
            print(f"  {call.method} {call.path}: {n_tried} parameters tried", flush=True)
            if "is vulnerable" in output or "identified the following injection" in output:
                found += 1
                print(f"{call.method} {call.path}: {output[-2000:]}")
    print(f"sqlmap: {tried} parameters tried, {found} calls with a finding", flush=True)
    return found == 0 and tried > 0


# What wapiti asks of pages for people, not of an API. X-Frame-Options and X-XSS-Protection are what
# browsers of before the content policy know. Strict-Transport-Security would bind all that else is
# served under the host's name, and is not sent without TLS (RFC 6797, section 7.2): a proxy's affair.
NOT_ASKED_OF_AN_API = ("X-Frame-Options is not set", "X-XSS-Protection is not set",
                       "Strict-Transport-Security is not set")


def scan(server, token, ticket):
    """wapiti on every call that is read, with all its parameters."""
    uris = [call.uri(server.uri) for call in parameters.calls(ticket) if call.method == "get"]
    with tempfile.TemporaryDirectory(prefix="tickets-attack-") as folder:
        report = pathlib.Path(folder) / "report.json"
        starts = [word for uri in uris for word in ("-s", uri)]
        output = run("wapiti", "-u", server.uri + "/", *starts, "-H",
                     f"Authorization: Bearer {token}", "--flush-session", "--no-bugreport",
                     "-S", "normal", "-l", "2", "-v", "0", "-m", "common,backup,htaccess,nikto"
                     ",methods,ssrf,crlf,exec,file,sql,blindsql,timesql,xss,permanentxss,redirect"
                     ",xxe,shellshock,csp,http_headers,cookieflags",
                     "-f", "json", "-o", str(report), "--store-session", folder)
        if not report.exists():
            print(output)
            return False
        told = json.loads(report.read_text(encoding="utf-8"))
    n_found = 0
    for kind in ("vulnerabilities", "anomalies"):
        for name, findings in told[kind].items():
            for finding in findings:
                n_found += finding["info"] not in NOT_ASKED_OF_AN_API
                print(f"  {name}: {finding['method']} {finding['path']}: {finding['info']}")
    pages = told["infos"].get("crawled_pages_nbr", len(uris))
    print(f"wapiti: {len(uris)} calls given, {pages} pages, {n_found} findings", flush=True)
    return n_found == 0


def tls(server, _token, _ticket):
    """testssl.sh on the listener with TLS: nothing above LOW."""
    with tempfile.TemporaryDirectory(prefix="tickets-attack-") as folder:
        report = pathlib.Path(folder) / "report.csv"
        run("testssl", "--quiet", "--color", "0", "--warnings", "batch", "--ip", "127.0.0.1",
            "--add-ca", server.authority, "--csvfile", str(report), f"localhost:{server.tls_port}")
        with report.open(encoding="utf-8") as rows:
            findings = list(csv.DictReader(rows))
    levels = {}
    for finding in findings:
        levels[finding["severity"]] = levels.get(finding["severity"], 0) + 1
        if finding["severity"] in ("LOW", "MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL"):
            print(f"  {finding['severity']} {finding['id']}: {finding['finding']}")
        elif finding["id"] == "overall_grade":
            print(f"  grade {finding['finding']}")
    print(f"testssl.sh: {levels}", flush=True)
    return bool(findings) and not {"MEDIUM", "HIGH", "CRITICAL", "FATAL"} & levels.keys()


def load(server, token, _ticket):
    """wrk with 1,000 connections: memory stays what it was after a tenth of the time."""
    attack = subprocess.Popen(
        ["wrk", "-t2", "-c1000", f"-d{LOAD_SECONDS}s", "--latency", "-H",
         f"Authorization: Bearer {token}", f"{server.uri}/v1/tickets?limit=50"],
        stdout=subprocess.PIPE, text=True)
    memory = []
    while True:
        try:
            output = attack.communicate(timeout=LOAD_SECONDS / 20)[0]
            break
        except subprocess.TimeoutExpired:
            memory.append(server.memory())
    print(output)
    early, late = memory[1], memory[-1]
    print(f"wrk: {LOAD_SECONDS} s; memory {early:.1f} MiB after a tenth of it, {late:.1f} MiB at "
          f"the end: {' '.join(f'{one:.1f}' for one in memory)}", flush=True)
    return late <= early * GROWTH_MOST


ATTACKS = {"slow": slow, "inject": inject, "scan": scan, "tls": tls, "load": load}
# What would keep the attack itself out; the other limits are on.
LIFTED = ["--address-rate=1000000", "--address-burst=1000000", "--account-rate=1000000",
          "--account-burst=1000000", "--connections-per-address=2000"]


def main():
    program, *names = sys.argv[1:] or sys.exit(__doc__)
    fallen = []
    for name in names or ATTACKS:
        options = [] if name == "slow" else LIFTED
        with servers.AttackedServer(program, options) as server:
            begun = time.monotonic()
            print(f"-- {name}", flush=True)
            stood = ATTACKS[name](server, *server.fill())
            print(f"-- {name}: {'stood' if stood else 'FELL'}, "
                  f"{time.monotonic() - begun:.0f} s\n", flush=True)
            if not stood:
                fallen.append(name)
    sys.exit(f"Did not stand: {', '.join(fallen)}" if fallen else 0)


main()
