#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""npm's eventsource follows the event stream, and comes back to it after the server was away.

Usage: stream.py BUILD-FOLDER TICKETS-SERVER
"""

import re
import shutil
import tempfile

import tap
import tools

build, program = tools.arguments()


def follow(server):
    """eventsource in a folder of its own beside its modules."""
    modules = tools.find(build)
    folder = tempfile.mkdtemp(prefix="stream-", dir=modules.parent)
    script = shutil.copy(tools.HERE / "stream.mjs", folder)
    return tools.Process("node", script, f"{server.uri}/v1/events",
                         env=tools.environment(TICKETS_TOKEN=server.sign_in()))


def ids(reader):
    return [int(number) for number in re.findall(r"^changes (\d+) \{\}$", reader.output(), re.M)]


def an_event_comes_for_each_change():
    with tools.Server(program) as server, follow(server) as reader:
        reader.wait_for("\nchanges ")
        first = ids(reader)[-1]
        server.call("PATCH", "/v1/organization", {"name": "Larkfield"}, server.sign_in())
        tools.wait_for("the event of a change", lambda: ids(reader)[-1] > first)
        if "error" in reader.output():
            yield f"the stream broke: {reader.output()}"


def it_comes_back_where_it_was():
    with tools.Server(program) as server, follow(server) as reader:
        reader.wait_for("\nchanges ")
        last = ids(reader)[-1]
        server.stop()
        reader.wait_for("\nerror")
        server.run("organization", "set", "--name=While it was away")
        server.start()
        tools.wait_for("an event after the pause", lambda: ids(reader)[-1] > last)
        if f"\nconnecting {last}\n" not in reader.output():
            yield f"it did not say what it had seen: {reader.output()}"


def with_nothing_new_nothing_comes():
    with tools.Server(program) as server, follow(server) as reader:
        reader.wait_for("\nchanges ")
        before = ids(reader)
        server.stop()
        reader.wait_for("\nerror")
        server.start()
        tools.wait_for("the stream again", lambda: reader.output().count("\nopen") == 2)
        server.call("PATCH", "/v1/organization", {"name": "Larkfield"}, server.sign_in())
        tools.wait_for("the event of a change", lambda: ids(reader) != before)
        if len(ids(reader)) != len(before) + 1 or ids(reader)[-1] <= before[-1]:
            yield f"an event came for nothing: {reader.output()}"


tap.run(
    an_event_comes_for_each_change,
    it_comes_back_where_it_was,
    with_nothing_new_nothing_comes,
)
