#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What curl makes of the server's HTTP. Usage: curl.py TICKETS-SERVER"""

import gzip
import json
import re
import shutil
import socket
import subprocess

import tap
import tools

program, = tools.arguments()


def curl(server, *options, path="/v1/openapi.json", token=None):
    """Heads and bodies as they came, one after another, undecoded."""
    if shutil.which("curl") is None:
        raise tap.Skip("there is no curl")
    if token:
        options += ("-H", f"Authorization: Bearer {token}")
    done = subprocess.run(["curl", "-sS", "-i", "--raw", "--max-time", "60", *options,
                           server.uri + path], capture_output=True, check=True)
    return done.stdout


def split(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    fields = (line.split(": ", 1) for line in lines[1:])
    return lines[0], {name.lower(): value for name, value in fields}, body


def head_is_get_without_its_body():
    with tools.Server(program) as server:
        status, headers, body = split(curl(server))
        head_status, head_headers, head_body = split(curl(server, "--head"))
        for name in ("etag", "content-length", "content-type", "vary"):
            if headers[name] != head_headers[name]:
                yield f"{name}: {headers[name]} and {head_headers[name]}"
        if status != head_status or head_body or len(body) != int(headers["content-length"]):
            yield f"{status}, {head_status}, {len(body)}"


def options_tells_the_methods():
    with tools.Server(program) as server:
        status, headers, body = split(curl(server, "-X", "OPTIONS", path="/v1/tickets"))
        if "204" not in status or headers["allow"] != "GET, HEAD, POST, OPTIONS" or body:
            yield f"{status} {headers}"


def answers_are_compressed_for_those_who_ask():
    with tools.Server(program) as server:
        _, plain, text = split(curl(server))
        _, packed, bytes_ = split(curl(server, "-H", "Accept-Encoding: gzip"))
        if "content-encoding" in plain or packed.get("content-encoding") != "gzip":
            yield f"{plain} {packed}"
        elif gzip.decompress(bytes_) != text:
            yield "the compressed answer is another one"
        decoded = subprocess.run(["curl", "-sS", "--compressed", server.uri + "/v1/openapi.json"],
                                 capture_output=True, check=True).stdout
        if decoded != text:
            yield "curl decodes it to something else"


def a_range_of_json_is_the_whole():
    with tools.Server(program) as server:
        status, headers, body = split(curl(server, "-r", "0-99"))
        if "200" not in status or "content-range" in headers:
            yield f"{status} {headers}"
        json.loads(body)


def a_tag_saves_the_body():
    with tools.Server(program) as server:
        _, headers, _ = split(curl(server))
        status, _, body = split(curl(server, "-H", f"If-None-Match: {headers['etag']}"))
        if "304" not in status or body:
            yield f"{status} {body[:100]}"


def a_body_is_sent_when_it_is_asked_for():
    with tools.Server(program) as server:
        token = server.sign_in()
        answer = curl(server, "-X", "PATCH", "-H", "Expect: 100-continue", "-H",
                      "Content-Type: application/json", "-d", '{"name":"Larkfield"}',
                      path="/v1/organization", token=token)
        if not answer.startswith(b"HTTP/1.1 100 ") or b"\r\nHTTP/1.1 200 " not in answer:
            yield f"{answer[:200]}"


def one_connection_serves_many_requests():
    with tools.Server(program) as server:
        done = subprocess.run(["curl", "-sS", "-v", "-o", "/dev/null", server.uri + "/healthz",
                               "-o", "/dev/null", server.uri + "/readyz"],
                              capture_output=True, text=True, check=True)
        if "Re-using existing connection" not in done.stderr:
            yield done.stderr


def requests_in_one_go_are_answered_in_their_order():
    """curl does this no more; a socket does."""
    paths = ["/healthz", "/v1/nothing", "/v1/me", "/readyz"]
    with tools.Server(program) as server:
        request = "".join(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
                          f"{'Connection: close' if path == paths[-1] else 'A: b'}\r\n\r\n"
                          for path in paths)
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as wire:
            wire.sendall(request.encode())
            answer = b"".join(iter(lambda: wire.recv(65536), b""))
        statuses = re.findall(rb"HTTP/1\.1 (\d+)", answer)
        if statuses != [b"200", b"404", b"401", b"200"]:
            yield f"{statuses}"


tap.run(
    head_is_get_without_its_body,
    options_tells_the_methods,
    answers_are_compressed_for_those_who_ask,
    a_range_of_json_is_the_whole,
    a_tag_saves_the_body,
    a_body_is_sent_when_it_is_asked_for,
    one_connection_serves_many_requests,
    requests_in_one_go_are_answered_in_their_order,
)
