#!/usr/bin/env python3
"""Tries the installed Flatpak: its entry, the bus, the search, the list of listeners, and owners with and without the permission.

To be run by tests/flatpak, as an ordinary user, in a network of its own where root listens on 8081.
"""
import json
import os
import pathlib
import shlex
import socket
import subprocess
import sys
import tempfile
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

import desktop  # noqa: E402
from desktop import ID  # noqa: E402

ROOTS = 8081
LISTENING = "0A"  # proc_pid_net(5)


def cli(*arguments):
    return subprocess.run(["flatpak", "run", "--user", "--command=portolan-cli", ID, *arguments],
                          capture_output=True, text=True, check=True, timeout=120, stdin=subprocess.DEVNULL)


def listeners():
    return json.loads(cli("listeners", "--json").stdout)


def listening_here():
    """What the kernel says outside of the sandbox."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in pathlib.Path(f"/proc/net/{name}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING:
                found.add(int(fields[1].split(":")[1], 16))
    return found


def entry(reading, port):
    found, = [listener for listener in reading["listeners"] if listener["port"] == port]
    return found


def picture(name):
    path = pathlib.Path(os.environ["PORTOLAN_PICTURES"]) / f"{name}.png"
    subprocess.run(["import", "-window", "root", path], check=True, timeout=60)


def show(bus, name, port, *words):
    """Opens the window at a port, waits until it says the words, takes a picture, and ends the program."""
    desktop.application(bus, "Open", GLib.Variant("(asa{sv})", ([f"port:{port}"], {})))
    desktop.wait(lambda: desktop.says(*words), f"that the page of {port} says: {words}")
    picture(name)
    desktop.application(bus, "ActivateAction", GLib.Variant("(sava{sv})", ("listening", [], {})))
    desktop.wait(desktop.lists_listeners, "that the window lists what listens")
    picture(f"{name}-list")
    desktop.quit_application(bus)


def check_exports():
    exports = pathlib.Path(os.environ["FLATPAK_USER_DIR"]) / "exports/share"
    entries = (exports / f"applications/{ID}.desktop").read_text(encoding="utf-8")
    assert "flatpak run" in entries and "DBusActivatable=true" in entries, entries
    for name in (f"icons/hicolor/scalable/apps/{ID}.svg", f"dbus-1/services/{ID}.service",
                 f"dbus-1/services/{ID}.SearchProvider.service", f"gnome-shell/search-providers/{ID}.search-provider.ini"):
        assert (exports / name).exists(), name
    print("the entry, the icon, both services and the search provider are exported")


def check_without(bus, port):
    reading = listeners()
    assert {listener["port"] for listener in reading["listeners"] if listener["transport"] == "tcp"} == listening_here()
    assert {port, ROOTS} <= listening_here()
    assert reading["complete"] and reading["method"] == "sock_diag", reading
    assert reading["unknown_owners"] == len(reading["listeners"]) > 1, reading
    assert all(listener["owners"] == [] for listener in reading["listeners"])
    assert "sandbox" in reading["hidden_reason"], reading
    # Of the users, the sandbox has this one alone; another is not taken for nobody.
    assert entry(reading, port)["uid"] == os.getuid(), entry(reading, port)
    assert entry(reading, ROOTS)["uid"] is None and entry(reading, ROOTS)["user"] is None, entry(reading, ROOTS)
    print(f"without the permission, all {len(reading['listeners'])} listeners show, and no owner")
    assert reading["hidden_remedy"] in cli("listeners").stderr.splitlines()[-1]
    facts = json.loads(cli("explain", str(port), "--json").stdout)["host"]
    assert facts["os"] == "linux" and facts["ephemeral"], facts
    show(bus, "without", port, "Why owners are hidden")
    return reading["hidden_remedy"]


def check_with(bus, port):
    reading = listeners()
    assert reading["hidden_reason"] is None, reading
    owner, = entry(reading, port)["owners"]
    assert owner["pid"] == os.getpid() and owner["certain"] and owner["evidence"] == "descriptor", owner
    assert owner["command"][-1] == sys.argv[0] and owner["name"].startswith("python3"), owner
    assert owner["started_at"] is not None, owner
    roots = entry(reading, ROOTS)
    assert roots["uid"] == 0 and roots["user"] == "root", roots
    assert not any(one["certain"] for one in roots["owners"]), roots
    print("with the permission, the owner is this program, and root's is hidden but known for root's")
    show(bus, "with", port, "Known for certain", "holds the socket")
    show(bus, "with-roots", ROOTS, "hidden from you", "belongs to the user root")


def main():
    warnings.simplefilter("ignore")
    Atspi.init()
    Atspi.set_timeout(3000, 10000)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    subprocess.run(["flatpak", "override", "--user", "--reset", ID], check=True)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        # What an installation for everybody has in the path.
        program = pathlib.Path(folder) / "portolan"
        program.write_text(f"#!/bin/sh\nexec flatpak run --user {ID} \"$@\"\n", encoding="utf-8")
        program.chmod(0o755)
        os.environ["PATH"] = f"{folder}:{os.environ['PATH']}"
        port = server.getsockname()[1]

        check_exports()
        desktop.inside()
        remedy = check_without(bus, port)
        subprocess.run(shlex.split(remedy), check=True)
        check_with(bus, port)
        subprocess.run(["flatpak", "override", "--user", "--reset", ID], check=True)


if __name__ == "__main__":
    main()
