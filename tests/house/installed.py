#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What "meson install" leaves, in a folder of its own.

Usage: installed.py BUILD-FOLDER PREFIX MESON…
"""

import configparser
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import tap

ID = "org.example.Tickets"
PROGRAMS = ("bin/tickets", "bin/tickets-server")
ENTRY = f"share/applications/{ID}.desktop"
DESCRIPTION = f"share/metainfo/{ID}.metainfo.xml"
PROVIDER = f"share/gnome-shell/search-providers/{ID}.search-provider.ini"
SERVICE = f"share/dbus-1/services/{ID}.service"
WANTED = PROGRAMS + (
    ENTRY,
    DESCRIPTION,
    PROVIDER,
    SERVICE,
    f"share/glib-2.0/schemas/{ID}.gschema.xml",
    f"share/icons/hicolor/scalable/apps/{ID}.svg",
    f"share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg",
    "share/man/man1/tickets.1",
    "share/man/man1/tickets-server.1",
    "share/man/man5/tickets-server.conf.5",
    "share/tickets/import.schema.json",
    "share/tickets/openapi.json",
    "lib/systemd/system/tickets-server.service",
    "lib/systemd/system/tickets-server.socket",
    "lib/sysusers.d/tickets.conf",
    "lib/tmpfiles.d/tickets.conf",
)

build, meson = sys.argv[1], sys.argv[3:]
folder = tempfile.TemporaryDirectory(prefix="tickets-installed-")
prefix = pathlib.Path(folder.name) / sys.argv[2].lstrip("/")


def run(*command):
    """What is wrong with a command that should succeed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.splitlines() + [f"ended with {done.returncode}"] if done.returncode else []


def it_installs():
    return run("env", f"DESTDIR={folder.name}", *meson, "install", "-C", build, "--no-rebuild",
               "--quiet")


def nothing_is_missing():
    for name in WANTED:
        if not (prefix / name).is_file():
            yield f"{name} is not there"


def programs_can_be_run():
    for name in PROGRAMS:
        path = prefix / name
        if not os.access(path, os.X_OK):
            yield f"{name} can't be run"
        else:
            yield from run(str(path), "--help")


def nothing_came_that_is_for_building():
    for path in prefix.rglob("*"):
        if path.suffix in {".a", ".h", ".o", ".pc"}:
            yield f"{path.relative_to(prefix)} is of no use there"


def the_desktop_entry_is_right():
    return run("desktop-file-validate", str(prefix / ENTRY))


def the_description_is_right():
    return run("appstreamcli", "validate", "--no-net", str(prefix / DESCRIPTION))


def the_description_tells_this_release():
    """With its notes and a picture, as software centres want them."""
    about = (prefix / DESCRIPTION).read_text(encoding="utf-8")
    project = json.loads(subprocess.run(
        [*meson, "introspect", "--projectinfo", build], stdout=subprocess.PIPE, check=True).stdout)
    if f'<release version="{project["version"]}"' not in about:
        yield f"there are no notes for {project['version']}"
    if '<screenshot type="default">' not in about:
        yield "there is no picture"


def the_settings_are_right():
    return run("glib-compile-schemas", "--strict", "--dry-run",
               str(prefix / "share/glib-2.0/schemas"))


def one_id_names_everything():
    """By it the desktop finds the window's entry, its icon and its description."""
    entry = (prefix / ENTRY).read_text(encoding="utf-8").splitlines()
    about = (prefix / DESCRIPTION).read_text(encoding="utf-8")
    for line in (f"Icon={ID}", "Exec=tickets %u", "DBusActivatable=true"):
        if line not in entry:
            yield f"the desktop entry lacks {line}"
    for part in (f"<id>{ID}</id>", f">{ID}.desktop</launchable>"):
        if part not in about:
            yield f"the description lacks {part}"


def the_bus_can_start_it():
    lines = (prefix / SERVICE).read_text(encoding="utf-8").splitlines()
    program = pathlib.Path(sys.argv[2]) / "bin" / "tickets"
    for line in (f"Name={ID}", f"Exec={program} --gapplication-service"):
        if line not in lines:
            yield f"the service lacks {line}"


def links_lead_to_it():
    entry = (prefix / ENTRY).read_text(encoding="utf-8").splitlines()
    if "MimeType=x-scheme-handler/tickets;" not in entry:
        yield "the desktop entry does not take tickets://"


def the_shell_can_search_it():
    """Every key that GNOME Shell reads; a wrong one makes it pass the file over in silence."""
    text = configparser.ConfigParser()
    text.optionxform = str
    text.read(prefix / PROVIDER, encoding="utf-8")
    wanted = {
        "DesktopId": f"{ID}.desktop",
        "BusName": ID,
        "ObjectPath": f"/{ID.replace('.', '/')}/SearchProvider",
        "Version": "2",
    }
    if dict(text["Shell Search Provider"]) != wanted:
        yield f"the search provider is {dict(text['Shell Search Provider'])}"


tap.run(
    it_installs,
    nothing_is_missing,
    programs_can_be_run,
    nothing_came_that_is_for_building,
    the_desktop_entry_is_right,
    the_description_is_right,
    the_description_tells_this_release,
    the_settings_are_right,
    one_id_names_everything,
    the_bus_can_start_it,
    links_lead_to_it,
    the_shell_can_search_it,
)
