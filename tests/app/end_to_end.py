#!/usr/bin/env python3
"""Drives the real program through the accessibility bus, as a person with a screen reader does.

    end_to_end.py PORTOLAN

To be run by tests/ui/with-display. Prints what it did; the first thing that is not as it should be ends it.
"""
import os
import socket
import subprocess
import sys
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PORT = 60683


def wait(test, what, seconds=40):
    """Polls until `test` returns something true, and returns that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            result = test()
            if result:
                return result
        except GLib.Error:
            pass  # the widget went away while it was looked at
        time.sleep(.05)
    application = find_application()
    if application is not None:
        print("what the window says:", *texts(application), sep="\n  ")
    raise AssertionError(f"waited {seconds} s in vain: {what}")


def children(parent):
    for index in range(parent.get_child_count()):
        child = parent.get_child_at_index(index)
        if child is not None:
            yield child


def walk(root):
    """Every widget, but not the two hundred rows of a list: each is a call over the bus."""
    yield root
    if root.get_role() == Atspi.Role.LIST or root.get_child_count() > 60:
        return
    for child in children(root):
        yield from walk(child)


def find_application():
    for child in children(Atspi.get_desktop(0)):
        if child.get_name() == "portolan":
            return child
    return None


def find(root, name=None, role=None):
    for widget in walk(root):
        if (name is None or widget.get_name() == name) and (role is None or widget.get_role() == role):
            return widget
    return None


def text_of(widget):
    """What a label says. Later GTKs give the line that tells the state no name, as its role takes none from what it says."""
    name = widget.get_name()
    if name or widget.get_text_iface() is None:
        return name
    return Atspi.Text.get_text(widget, 0, Atspi.Text.get_character_count(widget))


def texts(root):
    """Every label's text, in order."""
    return [text_of(widget) for widget in walk(root)
            if widget.get_role() in (Atspi.Role.LABEL, Atspi.Role.HEADING, Atspi.Role.STATUS_BAR)]


def says(application, *words):
    """Whether one label has all the words."""
    return any(all(word in text for word in words) for text in texts(application))


def key(*names):
    subprocess.run(["xdotool", "key", *names], check=True)


def editable(application):
    entry = find(application, "Search for a port, a name or a program")
    return next(widget for widget in walk(entry) if widget.get_editable_text_iface() is not None)


def typed(application):
    text = editable(application)
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))


def press(application, name):
    """Presses a button, as a screen reader does."""
    button = wait(lambda: find(application, name), f"the button “{name}”")
    assert button.get_action_iface().do_action(0), f"the button “{name}” does nothing"


def is_shown(application, name):
    """Whether a widget is there: GTK takes those that are hidden out of the tree."""
    return find(application, name) is not None


def try_start(application):
    """What is offered while nothing is looked up."""
    press(application, "Look up 5432")
    wait(lambda: says(application, "PostgreSQL"), "the page of an example")
    assert typed(application) == "5432", typed(application)
    print("an example leads to its page")


def try_keyboard(application):
    """From the search to a result, its page, and back."""
    Atspi.EditableText.set_text_contents(editable(application), "8080-8090")
    wait(lambda: says(application, "8080"), "the first of the range")
    key("Down", "Down")
    wait(lambda: find(application, "8082", Atspi.Role.HEADING), "the page of the third")
    key("Return", "Escape")
    key("ctrl+a")
    key("6", "3", "1")
    wait(lambda: find(application, "631", Atspi.Role.HEADING), "the page of what was typed then")
    print("the keyboard chose a result, went to its page, and back to the search")


def try_filters(application):
    """A filter that was typed can be taken away, and one that is offered added."""
    Atspi.EditableText.set_text_contents(editable(application), "8 -udp")
    press(application, "Take the filter -udp away")
    wait(lambda: typed(application) == "8", "that the filter is gone")
    press(application, "Registered")
    wait(lambda: typed(application) == "8 is:registered", "the filter that was added")
    press(application, "Registered")
    wait(lambda: typed(application) == "8", "that it is gone again")
    print("chips add filters and take them away")


def try_copy(application):
    """What was copied is said, and can be pasted."""
    Atspi.EditableText.set_text_contents(editable(application), "631 tcp")
    wait(lambda: find(application, "631", Atspi.Role.HEADING), "the page")
    key("ctrl+shift+f")
    wait(lambda: says(application, "Copied: 631 tcp"), "that the search was copied")
    key("ctrl+a", "ctrl+v")
    wait(lambda: typed(application) == "631 tcp", "what was copied, pasted")
    key("ctrl+shift+n")
    wait(lambda: says(application, "Copied: 631"), "that the number was copied")
    key("ctrl+a", "ctrl+v")
    wait(lambda: typed(application) == "631", "the number, pasted")
    key("ctrl+shift+c")
    wait(lambda: says(application, "The page was copied as text."), "that the page was copied")
    print("the search, the number and the page were copied")


def try_narrow(application, window):
    """On a telephone's width, list and page come one after the other."""
    subprocess.run(["xdotool", "windowsize", window, "360", "700"], check=True)
    Atspi.EditableText.set_text_contents(editable(application), "631")
    wait(lambda: not is_shown(application, "Pause"), "that the window is narrow")
    key("Return")
    wait(lambda: is_shown(application, "Back to the list"), "the page, with a way back")
    press(application, "Back to the list")
    wait(lambda: not is_shown(application, "Back to the list"), "the list")
    subprocess.run(["xdotool", "windowsize", window, "1100", "750"], check=True)
    wait(lambda: is_shown(application, "Pause"), "that the window is wide again")
    print("a narrow window showed the page and the list by turns")


def main():
    warnings.simplefilter("ignore")
    portolan = sys.argv[1]
    Atspi.init()
    Atspi.set_timeout(3000, 10000)

    # For the program alone: what the accessibility library warns of when a widget goes away is no fault of it.
    first = subprocess.Popen([portolan], env=dict(os.environ, G_DEBUG="fatal-criticals"))
    try:
        application = wait(find_application, "the program on the accessibility bus")
        wait(lambda: find(application, "Search for a port, a name or a program"), "the search entry")
        print("the window opened")

        window = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(first.pid)], check=True,
                                capture_output=True, text=True).stdout.split()[-1]
        subprocess.run(["xdotool", "windowfocus", window], check=True)
        try_start(application)
        try_keyboard(application)
        try_filters(application)
        try_copy(application)
        try_narrow(application, window)

        text = editable(application)
        Atspi.EditableText.set_text_contents(text, str(PORT))
        wait(lambda: says(application, "49152–65535"), "the page's range line")
        wait(lambda: says(application, "Xsan"), "the page's Xsan line")
        wait(lambda: says(application, "Nothing", str(PORT)), "that nothing listens there yet")
        print("the page says the range, Xsan, and that nothing listens")

        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
            listener.bind(("127.0.0.1", PORT))
            listener.listen()
            began = time.monotonic()
            wait(lambda: says(application, "python3") or says(application, f"{os.getpid()}"), "the new listener")
            print(f"a listener that came was shown after {time.monotonic() - began:.1f} s")
            assert Atspi.Text.get_text(text, 0, 5) == str(PORT), "the search changed by itself"
        wait(lambda: says(application, "Nothing", str(PORT)), "that the listener went")
        print("a listener that went was gone")

        second = subprocess.run([portolan, "443"], timeout=40, check=False)
        assert second.returncode == 0, f"the second start ended with {second.returncode}"
        wait(lambda: says(application, "443") and says(application, "https"), "port 443 in the first window")
        assert first.poll() is None, "the first program ended"
        assert len([child for child in children(Atspi.get_desktop(0)) if child.get_name() == "portolan"]) == 1
        print("a second start reached the one window")

        Atspi.EditableText.set_text_contents(text, "70000")
        wait(lambda: says(application, "65535"), "the sentence on a port that is none")
        print("a port that is none got its sentence")

        subprocess.run(["gdbus", "call", "--session", "-d", "app.portolan.Portolan", "-o", "/app/portolan/Portolan",
                        "-m", "org.gtk.Actions.Activate", "quit", "[]", "{}"], check=True, stdout=subprocess.DEVNULL)
        assert first.wait(40) == 0, f"the program ended with {first.returncode}"
        print("the program ended by itself")
    finally:
        if first.poll() is None:
            first.kill()
            first.wait()


if __name__ == "__main__":
    main()
