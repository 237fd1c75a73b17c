# SPDX-License-Identifier: GPL-3.0-or-later
"""What others wrote, from npm's registry, and a real server for it to meet."""

import fcntl
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import tap

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DOCUMENT = ROOT / "data" / "openapi.json"
PASSWORD = "correct horse battery"
OLDEST_NODE = 20
PATIENCE = 180  # seconds; a machine may be busy
UNREACHABLE = re.compile(r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH"
                         r"|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b")


def find(build):
    """The folder with the tools, installed once as the lock file has them."""
    folder = pathlib.Path(build) / "tests" / "contract" / "tools"
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = folder / "installed-lock.json"
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise tap.Skip("there is no Node.js with npm")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise tap.Skip(f"Node.js {version.stdout.strip()} is older than {OLDEST_NODE}")
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_bytes() != lock:
            install(folder)
            stamp.write_bytes(lock)
    return folder / "node_modules"


def install(folder):
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                          cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = UNREACHABLE.search(done.stderr)
        if why:
            raise tap.Skip(f"npm's registry can't be reached ({why[1]})")
        raise RuntimeError(f"npm ci: {done.stderr}")


def free_port():
    """One that no outgoing connection can take meanwhile, as one given by the system might be."""
    while True:
        port = random.randrange(10000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def wait_for(what, fine):
    end = time.monotonic() + PATIENCE
    while not fine():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not come in {PATIENCE} seconds")
        time.sleep(0.05)


class Process:
    """A program that runs while the block does; its output can be read."""

    def __init__(self, *command, **kept):
        self.command, self.kept = command, kept

    def __enter__(self):
        self.log = tempfile.NamedTemporaryFile(prefix="tickets-contract-")
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=subprocess.STDOUT,
                                        **self.kept)
        return self

    def __exit__(self, *_):
        self.stop()
        self.log.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def output(self):
        return pathlib.Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    def check_alive(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.command[0]} ended: {self.output()}")

    def wait_for(self, text):
        def said():
            self.check_alive()
            return text in self.output()
        wait_for(f"“{text}”", said)

    def wait_for_port(self, port):
        def listens():
            self.check_alive()
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0
        wait_for(f"{self.command[0]} at port {port}", listens)


class Server:
    """tickets-server with one organization, its admin and a port of its own."""

    def __init__(self, program):
        self.program, self.port = program, free_port()
        self.uri = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tickets-contract-")
        self.database = f"{self.folder.name}/tickets.db"
        self.run("init", "--admin=alma", "--password-fd=0", given=f"{PASSWORD}\n")
        self.run("organization", "set", "--support-tickets", "on")
        self.start()
        return self

    def __exit__(self, *_):
        self.process.__exit__()
        self.folder.cleanup()

    def run(self, *words, given=None):
        """A command of the program's, beside the server or without it."""
        subprocess.run([self.program, *words, f"--database={self.database}"], input=given,
                       text=True, check=True, capture_output=True)

    def start(self):
        self.process = Process(self.program, "serve", f"--database={self.database}",
                               f"--port={self.port}").__enter__()
        self.process.wait_for("Serving")

    def stop(self):
        self.process.__exit__()

    def call(self, method, path, body=None, token=None):
        """The answer's JSON; an error where the server refuses."""
        request = urllib.request.Request(self.uri + path, method=method,
                                         data=json.dumps(body).encode() if body else None)
        if body:
            request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def sign_in(self):
        return self.call("POST", "/v1/sessions",
                         {"username": "alma", "password": PASSWORD})["token"]


def environment(**more):
    return {**os.environ, **more}


def arguments():
    return sys.argv[1:]
