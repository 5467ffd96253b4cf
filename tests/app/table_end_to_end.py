#!/usr/bin/env python3
"""Drives the table of listeners in the real program through the accessibility bus and the keyboard.

    table_end_to_end.py PORTOLAN

To be run by tests/ui/with-display, in a network of its own (tests/ui/own-network). Sorts by each column, by a click and by
the keyboard, groups, filters, saves the list, and sees that listeners that come and go move neither what is selected nor
what has the focus nor what is on screen. Prints what it did; the first thing that is not as it should be ends it.

GTK has widgets for some two hundred rows (4.8), or for those on screen and few more (4.12 and later). So what is looked at is
what stands at the top, at the bottom, or where the focus is, and how many rows there are the window says itself.
"""
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

from end_to_end import children, find, find_application, texts, wait, walk  # noqa: E402

COLUMNS = ("Type", "Reachable from", "Program", "Service", "User", "Since", "Port")
# With room for others between them.
PORTS = range(20000, 20120, 2)
# So many are on screen, whatever the theme.
SEEN = 8
# By a search for 20010-20018.
FOUND = list(range(20010, 20019, 2))


def listen(port, address="127.0.0.1"):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen()
    return listener


class Table:
    """The table on the accessibility bus."""

    def __init__(self, application):
        self.application = application

    def rows(self):
        """What each row says, from the top, as far as GTK has widgets for them."""
        view = find(self.application, "Listeners")
        return [child.get_name() for child in children(view)] if view is not None else []

    def ports(self):
        """The test's own ports: where containers run, the table has those of their networks too."""
        numbers = [int(row.split(",")[0]) for row in self.rows() if row.split(",")[0].isdigit()]
        return [number for number in numbers if PORTS[0] <= number < PORTS[0] + 1000]

    def begins_with(self, ports):
        """Whether the rows at the top are of these ports, as far as there are widgets for them."""
        found = self.ports()
        return len(found) >= min(SEEN, len(ports)) and found == list(ports)[:len(found)]

    def count(self):
        """How many listeners there are, as the line below the rows has it."""
        found = [re.match(r"([0-9,]+) listeners? ", text) for text in texts(self.application)]
        return next((int(match.group(1).replace(",", "")) for match in found if match), None)

    def headings(self):
        return [row for row in self.rows() if not row.split(",")[0].isdigit()]

    def row(self, port):
        for child in children(find(self.application, "Listeners")):
            if child.get_name().startswith(f"{port},"):
                return child
        return None

    def has(self, port, state):
        row = self.row(port)
        return row is not None and row.get_state_set().contains(state)

    def title(self, column, how):
        return find(self.application, f"{column}, {how}", Atspi.Role.PUSH_BUTTON)

    def place(self, port):
        """How far below the top of the list a row is drawn."""
        return self.row(port).get_component_iface().get_extents(Atspi.CoordType.PARENT).y


def key(*names):
    subprocess.run(["xdotool", "key", *names], check=True)


def tab_to(widget, what):
    """Goes there by the Tab key, as GTK 4.8 moves the focus for nobody on the accessibility bus."""
    for _ in range(40):
        if any(inner.get_state_set().contains(Atspi.StateType.FOCUSED) for inner in walk(widget)):
            return
        if widget.get_role() == Atspi.Role.LIST and any(child.get_state_set().contains(Atspi.StateType.FOCUSED)
                                                        for child in children(widget)):
            return
        key("Tab")
        time.sleep(.1)
    raise AssertionError(f"no Tab reaches {what}")


def sort_everywhere(table):
    for column in COLUMNS:
        # A click on a title sorts by it, a second one turns the order round.
        wait(lambda: table.title(column, "sort by it"), f"the title {column}").get_action_iface().do_action(0)
        wait(lambda: table.title(column, "sorted ascending"), f"that {column} sorts")
        if column in ("Port", "Type", "Program"):
            wait(lambda: table.begins_with(PORTS), f"that {column} ascends")
        assert table.count() >= len(PORTS), f"rows were lost when {column} sorted: {table.count()}"
        table.title(column, "sorted ascending").get_action_iface().do_action(0)
        wait(lambda: table.title(column, "sorted descending"), f"that {column} sorts the other way")
        if column == "Port":
            wait(lambda: table.begins_with(PORTS[::-1]), "that Port descends")
    print("each title sorts, and turns the order round")

    for column in COLUMNS:
        title = wait(lambda: table.title(column, "sort by it") or table.title(column, "sorted descending"), column)
        tab_to(title, column)
        key("space")
        wait(lambda: table.title(column, "sorted ascending"), f"that the keyboard sorts by {column}")
    wait(lambda: table.begins_with(PORTS), "that the keyboard has sorted")
    tab_to(find(table.application, "Listeners"), "the rows")
    key("End")
    wait(lambda: table.ports()[-SEEN:] == list(PORTS)[-SEEN:], "the last rows, by End")
    wait(lambda: table.has(PORTS[-1], Atspi.StateType.SELECTED), "that the last row is selected")
    key("Home")
    wait(lambda: table.begins_with(PORTS), "the first rows, by Home")
    print("the keyboard sorts by each of them, and goes to both ends")


def group_by(choice, words, *keys):
    """Opens the list of the choice, goes somewhere in it, and takes what is there."""
    tab_to(choice, "the choice of groups")
    key("space")
    for name in keys:
        key(name)
    key("Return")
    wait(lambda: any(words in widget.get_name() for widget in walk(choice)), f"the choice {words}")


def group(table):
    choice = wait(lambda: find(table.application, "Group the listeners"), "the choice of groups")
    # Later GTKs name the button inside by what is chosen, and what it is chosen for by the choice around it.
    names = [widget.get_name() for widget in walk(choice)]
    assert "Group the listeners, Not grouped" in names or "Not grouped" in names, f"the choice says {names}"
    for words, heading in (("Grouped by program", "python3, 60 listeners"),
                           ("Grouped by exposure", "Reachable from this computer only, 60 listeners")):
        group_by(choice, words, "Down")
        # What was selected stays on screen, and the first heading, some sixty rows above it, need not be there.
        tab_to(find(table.application, "Listeners"), "the rows")
        key("Home")
        wait(lambda: heading in table.headings(), f"the heading {heading}")
    group_by(choice, "Not grouped", "Up", "Up")
    wait(lambda: not table.headings(), "that no heading is left")
    print("the rows stand below headings by program and by exposure")


def live_change(table):
    """The row that is read stays where it is, whatever comes below it and goes."""
    chosen = PORTS[40]
    tab_to(find(table.application, "Listeners"), "the rows")
    key("Home")
    # Down to some rows below it, so that these are on screen too.
    for _ in range(40 + SEEN):
        key("Down")
    time.sleep(1)
    for _ in range(SEEN):
        key("Up")
    time.sleep(1)
    for _ in range(20):
        selected = next((port for port in table.ports() if table.has(port, Atspi.StateType.SELECTED)), None)
        if selected == chosen:
            break
        key("Down" if selected is None or selected < chosen else "Up")
        time.sleep(.2)
    wait(lambda: table.has(chosen, Atspi.StateType.SELECTED), f"that {chosen} is selected")
    wait(lambda: table.has(chosen, Atspi.StateType.FOCUSED), f"the focus on {chosen}")
    place = table.place(chosen)
    assert 0 <= place < 700, f"nothing is scrolled: {place}"

    others = [chosen + 1, chosen + 3, chosen + 5, chosen + 7]
    for port in others:
        with listen(port):
            row = wait(lambda: table.row(port), f"the row of {port}")
            wait(lambda: row.get_name().endswith(", new"), f"that {port} is marked as new")
            assert table.has(chosen, Atspi.StateType.SELECTED), "the selection moved"
            assert table.has(chosen, Atspi.StateType.FOCUSED), "the focus moved"
        wait(lambda: table.row(port) is None or table.row(port).get_name().endswith(", gone"), f"that {port} is marked as gone")
        assert table.has(chosen, Atspi.StateType.SELECTED), "the selection moved"
        assert table.has(chosen, Atspi.StateType.FOCUSED), "the focus moved"
        assert table.place(chosen) == place, f"the row moved from {place} to {table.place(chosen)}"
    wait(lambda: not any(table.row(port) for port in others), "that the rows of what is gone leave")
    assert table.place(chosen) == place, f"the row moved from {place} to {table.place(chosen)}"
    assert table.has(chosen, Atspi.StateType.SELECTED) and table.has(chosen, Atspi.StateType.FOCUSED)
    print("listeners came and went; selection, focus and place stayed")


def filter_rows(table):
    entry = find(table.application, "Search for a port, a name or a program")
    text = next(widget for widget in walk(entry) if widget.get_editable_text_iface() is not None)
    Atspi.EditableText.set_text_contents(text, "20010-20018")
    wait(lambda: table.ports() == FOUND, "the five rows of a range")
    Atspi.EditableText.set_text_contents(text, "process:nobody-has-this-name")
    wait(lambda: find(table.application, "No listener matches"), "the words for when nothing matches")
    Atspi.EditableText.set_text_contents(text, "20010-20018")
    wait(lambda: table.ports() == FOUND, "the five rows again")
    print("a search filters the rows")


def save(table, folder):
    path = os.path.join(folder, "saved.csv")
    key("ctrl+s")
    dialog = wait(lambda: next((window for window in children(table.application) if window.get_name() == "Save the List"), None),
                  "the dialog that saves")
    name = wait(lambda: next((widget for widget in walk(dialog) if widget.get_editable_text_iface() is not None), None),
                "the file's name")
    Atspi.EditableText.set_text_contents(name, path)
    button = wait(lambda: next((widget for widget in walk(dialog) if widget.get_role() == Atspi.Role.PUSH_BUTTON
                                and "Save" in widget.get_name().split()
                                and widget.get_state_set().contains(Atspi.StateType.SENSITIVE)), None), "the button that saves")
    button.get_action_iface().do_action(0)
    wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0, "the file")
    with open(path, encoding="utf-8", newline="") as saved:
        lines = saved.read().split("\r\n")
    assert lines[0].startswith("transport,family,address,port,"), lines[0]
    assert [line.split(",")[3] for line in lines[1:] if line] == [str(port) for port in FOUND], lines
    print("the list was saved as it is shown")


def main():
    warnings.simplefilter("ignore")
    Atspi.init()
    Atspi.set_timeout(3000, 10000)

    listeners = [listen(port) for port in PORTS]
    program = subprocess.Popen([sys.argv[1], "--listening"], env=dict(os.environ, G_DEBUG="fatal-criticals"))
    try:
        table = Table(wait(find_application, "the program on the accessibility bus"))
        wait(lambda: table.begins_with(PORTS), "the first rows")
        wait(lambda: (table.count() or 0) >= len(PORTS), "a row for each listener")
        window = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(program.pid)], check=True,
                                capture_output=True, text=True).stdout.split()[-1]
        subprocess.run(["xdotool", "windowsize", window, "1900", "700"], check=True)
        subprocess.run(["xdotool", "windowfocus", window], check=True)
        print(f"the table has a row for each of {len(PORTS)} listeners")

        sort_everywhere(table)
        group(table)
        live_change(table)
        filter_rows(table)
        with tempfile.TemporaryDirectory() as folder:
            save(table, folder)
    finally:
        program.kill()
        program.wait()
        for listener in listeners:
            listener.close()


if __name__ == "__main__":
    main()
