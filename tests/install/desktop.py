#!/usr/bin/env python3
"""Installs Portolan into a folder and starts it as a desktop does: by its entry, by an address, by what the shell's search found.

To be run by tests/ui/with-display. Prints what it did; the first thing that is not as it should be ends it.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ID = "app.portolan.Portolan"
PATH = "/app/portolan/Portolan"


def wait(test, what, seconds=60):
    """Polls until `test` returns something true, and returns that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            result = test()
            if result:
                return result
        except GLib.Error:
            pass  # the widget went away while it was looked at
        time.sleep(.1)
    raise AssertionError(f"waited {seconds} s in vain: {what}")


def walk(root):
    yield root
    if root.get_role() == Atspi.Role.LIST or root.get_child_count() > 60:
        return
    for index in range(root.get_child_count()):
        child = root.get_child_at_index(index)
        if child is not None:
            yield from walk(child)


def find_windows():
    desktop = Atspi.get_desktop(0)
    found = []
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and child.get_name() == "portolan":
            found += [child.get_child_at_index(number) for number in range(child.get_child_count())]
    return found


def typed():
    """What stands in the search entry of the one window."""
    windows = find_windows()
    if len(windows) != 1:
        return None
    for widget in walk(windows[0]):
        if widget.get_editable_text_iface() is not None:
            return Atspi.Text.get_text(widget, 0, Atspi.Text.get_character_count(widget))
    return None


def says(*words):
    return any(all(word in (widget.get_name() or "") for word in words)
               for window in find_windows() for widget in walk(window))


def lists_listeners():
    """Whether the window's place is what listens: the button around that label is pressed."""
    return any((widget.get_name() or "").startswith("Listening") and
               widget.get_parent().get_state_set().contains(Atspi.StateType.PRESSED)
               for window in find_windows() for widget in walk(window) if widget.get_role() == Atspi.Role.LABEL)


class Desktop:
    def __init__(self, root):
        """Installs below `root`; what has the prefix in it gets the folder instead, as nothing is really there."""
        prefix = os.environ["PTL_PREFIX"]
        subprocess.run([os.environ["MESON"], "install", "--no-rebuild", "--quiet", "-C", os.environ["PTL_BUILD_ROOT"],
                        "--destdir", root], check=True, stdout=subprocess.DEVNULL)
        self.prefix = pathlib.Path(root + prefix)
        for service in (self.prefix / "share/dbus-1/services").iterdir():
            service.write_text(service.read_text().replace(prefix, str(self.prefix)))
        subprocess.run(["glib-compile-schemas", self.prefix / "share/glib-2.0/schemas"], check=True)
        if shutil.which("update-desktop-database"):
            subprocess.run(["update-desktop-database", self.prefix / "share/applications"], check=True)

    def in_session(self):
        """Runs this program again, on a bus that knows what was installed."""
        places = f"{self.prefix}/share:{os.environ.get('XDG_DATA_DIRS') or '/usr/local/share:/usr/share'}"
        environment = dict(os.environ, XDG_DATA_DIRS=places, PATH=f"{self.prefix}/bin:{os.environ['PATH']}",
                           G_DEBUG="fatal-criticals")
        return subprocess.run(["dbus-run-session", "--", sys.executable, __file__, "inside"], env=environment, check=False).returncode


def call(bus, name, path, method, parameters, answer=None):
    interface, method = method.rsplit(".", 1)
    return bus.call_sync(name, path, interface, method, parameters, answer and GLib.VariantType(answer), 0, 60000, None)


def is_up(bus, name=ID):
    return call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner",
                GLib.Variant("(s)", (name,))).unpack()[0]


def quit_application(bus):
    call(bus, ID, PATH, "org.gtk.Actions.Activate", GLib.Variant("(sava{sv})", ("quit", [], {})))
    wait(lambda: not is_up(bus) and not find_windows(), "that the program ends")


def application(bus, method, parameters):
    call(bus, ID, PATH, f"org.freedesktop.Application.{method}", parameters)


def inside():
    warnings.simplefilter("ignore")
    Atspi.init()
    Atspi.set_timeout(3000, 10000)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    assert not is_up(bus)
    if shutil.which("gtk-launch"):
        subprocess.run(["gtk-launch", ID], check=True, timeout=60)
        wait(lambda: typed() == "", "the window, started by its entry")
        print("gtk-launch opened the window")
        subprocess.run(["gtk-launch", ID, "port:5432"], check=True, timeout=60)
        wait(lambda: typed() == "port:5432" and says("postgresql"), "the page of 5432 in it")
        print("gtk-launch handed an address over")
        quit_application(bus)
    else:
        print("gtk-launch is not installed; the bus alone starts the program")

    application(bus, "Activate", GLib.Variant("(a{sv})", ({},)))
    wait(lambda: typed() == "", "the window, activated over the bus")
    print("Activate opened the window")

    application(bus, "Open", GLib.Variant("(asa{sv})", (["port:8080/udp"], {})))
    wait(lambda: typed() == "port:8080/udp" and says("http-alt"), "the page of 8080")
    print("Open showed the port of an address")

    subprocess.run(["portolan", "port:70000"], check=True, timeout=60)
    wait(lambda: typed() == "port:70000" and says("70000", "65535"), "the sentence on an address that is none")
    print("an address that is none got its sentence")

    handler = Gio.AppInfo.get_default_for_uri_scheme("port")
    assert handler is not None and handler.get_id() == f"{ID}.desktop", handler
    handler.launch_uris(["port:443"], None)
    wait(lambda: typed() == "port:443" and says("https"), "the page of 443")
    print("the handler of port: opened one")

    assert not lists_listeners()
    application(bus, "ActivateAction", GLib.Variant("(sava{sv})", ("listening", [], {})))
    wait(lists_listeners, "that the window lists what listens")
    quit_application(bus)
    print("the entry's action was taken, and the program ended by itself")

    provider = f"{ID}.SearchProvider"
    shell = "org.gnome.Shell.SearchProvider2."
    where = f"{PATH}/SearchProvider"
    found, = call(bus, provider, where, shell + "GetInitialResultSet", GLib.Variant("(as)", (["postgres"],))).unpack()
    assert found[0] == "5432", found
    metas, = call(bus, provider, where, shell + "GetResultMetas", GLib.Variant("(as)", (found[:5],))).unpack()
    print(f"the search provider answered: {metas[0]['name']}: {metas[0]['description']}")
    assert metas[0]["name"] == "5432 · postgresql", metas[0]
    call(bus, provider, where, shell + "ActivateResult", GLib.Variant("(sasu)", ("5432", ["postgres"], 0)))
    wait(lambda: typed() == "5432" and says("postgresql"), "the page of the result that was chosen")
    print("choosing a result started the program and opened its page")
    quit_application(bus)


def main():
    if sys.argv[1:] == ["inside"]:
        inside()
        return 0
    with tempfile.TemporaryDirectory(prefix="portolan-installed.") as root:
        return Desktop(root).in_session()


if __name__ == "__main__":
    sys.exit(main())
