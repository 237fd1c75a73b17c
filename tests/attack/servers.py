# SPDX-License-Identifier: GPL-3.0-or-later
"""A real server to be attacked, with TLS and without, and a client that goes on using it."""

import http.client
import pathlib
import subprocess
import threading
import time

import tools

VICTIM = ("127.0.0.2", 0)  # where the other client comes from
TICKETS = 200


class AttackedServer(tools.Server):
    """Counts what comes from this computer, too, and listens with TLS besides."""

    def __init__(self, program, options):
        super().__init__(program)
        self.options = options

    def start(self):
        self.tls_port = tools.free_port()
        self.make_certificate()
        self.process = tools.Process(
            self.program, "serve", f"--database={self.database}", f"--port={self.port}",
            "--count-loopback", "--log-requests=no", *self.options,
            f"--tls-listen=127.0.0.1:{self.tls_port}",
            f"--certificate={self.folder.name}/server.pem",
            f"--private-key={self.folder.name}/server.key").__enter__()
        self.process.wait_for("Serving")

    def make_certificate(self):
        """One authority, and a server's certificate by it as a real one would be."""
        folder = self.folder.name

        def openssl(*words):
            subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

        pathlib.Path(folder, "names").write_text(
            "subjectAltName=DNS:localhost,IP:127.0.0.1\nkeyUsage=critical,digitalSignature\n"
            "extendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n"
            "crlDistributionPoints=URI:http://127.0.0.1/none.crl\n", encoding="utf-8")
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        openssl("req", "-x509", *curve, "-days", "3650", "-subj", "/CN=Attacked authority",
                "-keyout", "authority.key", "-out", "authority.pem")
        openssl("req", *curve, "-subj", "/CN=localhost", "-keyout", "server.key",
                "-out", "server.csr")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey",
                "authority.key", "-CAcreateserial", "-days", "90", "-extfile", "names",
                "-out", "alone.pem")
        chain = [pathlib.Path(folder, name).read_text(encoding="utf-8")
                 for name in ("alone.pem", "authority.pem")]
        pathlib.Path(folder, "server.pem").write_text("".join(chain), encoding="utf-8")
        self.authority = f"{folder}/authority.pem"

    def fill(self):
        """A publisher with tickets: (token of the admin, id of a ticket)."""
        token = self.sign_in()
        publisher = self.call("POST", "/v1/publishers", {"name": "Acme Media"}, token)
        self.call("POST", "/v1/accounts",
                  {"username": "ada", "display_name": "Ada", "role": "publisher",
                   "publisher_id": publisher["id"], "password": tools.PASSWORD}, token)
        ada = self.call("POST", "/v1/sessions",
                        {"username": "ada", "password": tools.PASSWORD})["token"]
        for number in range(TICKETS):
            ticket = self.call("POST", "/v1/tickets",
                               {"title": f"Payout {number}", "message": {"body": "Where is it?"}},
                               ada)
        return token, ticket["ticket"]["id"]

    def memory(self):
        """Resident, in MiB."""
        for line in pathlib.Path(f"/proc/{self.process.process.pid}/status").open(encoding="utf-8"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the server is gone")


class OtherClient:
    """Asks for the list again and again from another address, each time on a connection of its
    own, while the block runs; how long it waited is in `waits`, in milliseconds."""

    def __init__(self, server, token):
        self.server, self.token = server, token
        self.waits, self.failures = [], []
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.ask)

    def ask(self):
        while not self.ending.is_set():
            begun = time.monotonic()
            try:
                status = self.ask_once()
                if status != 200:
                    self.failures.append(status)
            except OSError as error:
                self.failures.append(error)
            self.waits.append((time.monotonic() - begun) * 1000)
            self.ending.wait(0.05)

    def ask_once(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30,
                                                source_address=VICTIM)
        connection.request("GET", "/v1/tickets?limit=50",
                           headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()

    def wait(self, share):
        """What so great a share of its requests waited at most."""
        return sorted(self.waits)[min(int(len(self.waits) * share), len(self.waits) - 1)]

    def __str__(self):
        return (f"{len(self.waits)} requests, p50 {self.wait(0.5):.1f} ms, "
                f"p99 {self.wait(0.99):.1f} ms, max {self.wait(1):.1f} ms, "
                f"{len(self.failures)} failed {self.failures[:3]}")
