"""Starts the program and drives it from outside: by the names a screen reader says, by mouse, by keyboard.

Nothing here sleeps and hopes: what is awaited is named, and looked for until it is there or its time is over.
"""

import os
import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.init()

PATIENCE = 30.0  # seconds; a shared machine without a graphics card may be slow
DIALOG_CLASS = "xdg-desktop-portal-gtk"


class Failed(Exception):
    """What was expected and did not come."""


def wait(condition, what, seconds=PATIENCE):
    """The first true value of `condition`; `what` names it in the message if it never comes."""
    end = time.monotonic() + seconds
    while True:
        try:
            value = condition()
        except GLib.Error:  # a node may vanish while the tree is read
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)


def xdotool(*arguments):
    try:
        done = subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Failed(f"xdotool {arguments} did not end") from None
    return done.stdout.strip()


def picture(path):
    """Saves what the whole screen shows."""
    subprocess.run(["import", "-window", "root", path], check=True, timeout=60)


# A question to the X server ends each of these: it may drop what a program has sent that has already gone.
ASK = "getmouselocation"


def key(*names):
    xdotool("key", "--clearmodifiers", *names, ASK)


def type_text(text):
    xdotool("type", "--clearmodifiers", "--delay", 60, "--args", 1, text, ASK)


def clipboard(text):
    """Puts text on the clipboard, as another program does."""
    # The keeper of the text stays behind; nothing of it may hold this program's output open.
    subprocess.run(["xclip", "-selection", "clipboard"], input=text, text=True, check=True, timeout=PATIENCE,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def copied(kind):
    """What stands on the clipboard as `UTF8_STRING` or `text/html`; empty = nothing of the kind."""
    found = subprocess.run(["xclip", "-selection", "clipboard", "-t", kind, "-o"], capture_output=True, text=True,
                           timeout=PATIENCE)
    return found.stdout


def button(action):
    """`mousedown` or `mouseup` of the left button."""
    xdotool(action, 1, ASK)


def point(x, y):
    """Moves the pointer. Not with `--sync`: that waits for ever where the pointer is there already."""
    xdotool("mousemove", round(x), round(y), ASK)


def click(x, y):
    point(x, y)
    button("mousedown")
    button("mouseup")


class Node:
    """A control as the accessibility bus shows it."""

    def __init__(self, accessible):
        self.accessible = accessible
        self.name = accessible.get_name() or ""
        self.role = accessible.get_role_name()

    def __repr__(self):
        return f"{self.role} {self.name!r}"

    def rectangle(self):
        """x, y, width, height on the screen."""
        area = Atspi.Component.get_extents(self.accessible, Atspi.CoordType.SCREEN)
        return area.x, area.y, area.width, area.height

    def place(self):
        """The rectangle as text; groups have none."""
        try:
            return " at {},{} size {}x{}".format(*self.rectangle())
        except GLib.Error:
            return ""

    def centre(self):
        x, y, width, height = self.rectangle()
        return x + width // 2, y + height // 2

    def press(self):
        """Does what a screen reader's user does: the control's first action."""
        if not Atspi.Action.do_action(self.accessible, 0):
            raise Failed(f"{self!r} did not take its action")

    def click(self):
        click(*self.centre())

    def has(self, state):
        return self.accessible.get_state_set().contains(state)

    def text(self):
        return Atspi.Text.get_text(self.accessible, 0, -1)

    def value(self):
        return Atspi.Value.get_current_value(self.accessible)


def walk(accessible, depth=0):
    yield accessible, depth
    for index in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(index)
        if child is not None:
            yield from walk(child, depth + 1)


def application(accept):
    """The program on the bus that `accept` takes, seen afresh."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and accept(child):
            child.clear_cache()
            return child
    return None


def calm(settings):
    """Makes a settings folder in which nothing moves, so that a window with a text cursor comes to rest, too."""
    os.makedirs(settings)
    with open(os.path.join(settings, "preferences.ron"), "w", encoding="utf-8") as file:
        file.write("(reduced_motion: true)")
    return settings


class Program:
    """One run of the program in its window."""

    def __init__(self, binary, arguments, settings, log, is_seen=True):
        """`is_seen` = there is an accessibility bus, on which the controls can be found."""
        self.log = open(log, "ab")
        environment = dict(os.environ, INROADS_SETTINGS=settings, RUST_BACKTRACE="1")
        self.process = subprocess.Popen([binary, *arguments], env=environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        self.window = wait(self.find_window, "the window")
        if is_seen:
            wait(lambda: self.listing().count("\n") > 10, "the accessibility tree")
        self.focus()

    def find_window(self):
        if self.process.poll() is not None:
            raise Failed(f"the program ended with status {self.process.returncode} instead of opening a window")
        found = xdotool("search", "--onlyvisible", "--pid", self.process.pid).split()
        return found[-1] if found else None

    def focus(self):
        """Makes the window the one that gets the keys."""
        def active():
            if xdotool("getactivewindow") == self.window:
                return True
            xdotool("windowactivate", self.window)
            return False
        wait(active, "the window to have the keyboard")

    def title(self):
        return xdotool("getwindowname", self.window)

    # --- what can be seen ---

    def nodes(self):
        root = application(lambda child: child.get_process_id() == self.process.pid)
        if root is not None:
            for accessible, _ in walk(root):
                yield Node(accessible)

    def listing(self):
        """Every control, one a line, as a screen reader finds it."""
        out = []
        root = application(lambda child: child.get_process_id() == self.process.pid)
        try:
            for accessible, depth in walk(root) if root is not None else ():
                node = Node(accessible)
                out.append(f"{'  ' * depth}{node!r}{node.place()}")
        except GLib.Error as error:
            out.append(f"(the rest vanished: {error.message})")
        return "\n".join(out)

    def look(self, name=None, prefix=None, role=None, pattern=None):
        """The first control with this name, this beginning of its name, or this pattern in it; or None."""
        for node in self.nodes():
            if role is not None and node.role != role:
                continue
            if name is not None and node.name != name:
                continue
            if prefix is not None and not node.name.startswith(prefix):
                continue
            if pattern is not None and not re.search(pattern, node.name):
                continue
            return node
        return None

    def find(self, name=None, seconds=PATIENCE, **how):
        what = ", ".join([repr(name)] * (name is not None) + [f"{key} {value!r}" for key, value in how.items()])
        return wait(lambda: self.look(name, **how), f"the control {what}", seconds)

    def settle(self, seconds=PATIENCE):
        """Waits until the program has nothing left to do: all its threads sleep, and no processor time passes."""
        seen = []

        def idle():
            states, ticks = set(), 0
            for task in os.listdir(f"/proc/{self.process.pid}/task"):
                try:
                    with open(f"/proc/{self.process.pid}/task/{task}/stat", encoding="utf-8", errors="replace") as file:
                        fields = file.read().rpartition(")")[2].split()
                except FileNotFoundError:  # a thread has just ended
                    continue
                states.add(fields[0])
                ticks += int(fields[11]) + int(fields[12])
            seen.append(ticks if states <= {"S", "I"} else None)
            return len(seen) >= 3 and seen[-1] is not None and seen[-1] == seen[-2] == seen[-3]

        wait(idle, "the program to come to rest", seconds)

    def at_rest(self, **how):
        """A control that no longer moves: a map that has just been fitted glides into place."""
        self.find(**how)
        self.settle()
        return self.find(**how)

    def gone(self, name=None, **how):
        wait(lambda: self.look(name, **how) is None, f"{name or how} to go away")

    # --- what can be done ---

    def menu(self, menu, entry):
        self.find(menu, role="push button").press()
        self.find(entry, role="menu item").press()

    def command(self, words):
        """Runs a command by the palette, as somebody does who does not know its place."""
        self.focus()
        key("ctrl+shift+p")
        field = self.find("Search or run a command", role="entry")
        type_text(words)
        wait(lambda: self.look("Search or run a command", role="entry").text() == words, f"{words!r} in the palette")
        key("Return")
        self.gone(field.name, role="entry")

    def drag(self, start, end, steps=6):
        """Moves something by hand, each step after the program has seen the one before: what is pressed, moved and let go
        within one picture drags nothing."""
        def seen():
            try:
                self.settle(1.0)
            except Failed:  # something still moves; it has seen this too
                pass

        point(*start)
        seen()
        button("mousedown")
        try:
            seen()
            for step in range(1, steps + 1):
                x = start[0] + (end[0] - start[0]) * step // steps
                y = start[1] + (end[1] - start[1]) * step // steps
                point(x, y)
                seen()
        finally:
            button("mouseup")

    def ask_to_close(self):
        """What the cross in a title bar does."""
        self.focus()
        key("alt+F4")

    def ended(self, seconds=PATIENCE):
        """The exit status, once the program has ended by itself."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"the program still runs after {seconds:.0f} s") from None
        finally:
            self.log.flush()

    def end(self):
        """Ends the program whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()


def answer_file_dialog(program, path):
    """Answers the system's own file dialog with a path, by keyboard; works for opening and for saving."""
    def window():
        return (xdotool("search", "--onlyvisible", "--class", DIALOG_CLASS).split() or [None])[-1]

    dialog = wait(window, "the system's file dialog")

    def chooser():
        return application(lambda child: (child.get_name() or "") == DIALOG_CLASS)

    def entry():
        for accessible, _ in walk(chooser()):
            node = Node(accessible)
            if node.role == "text" and all(map(node.has, (Atspi.StateType.EDITABLE, Atspi.StateType.SHOWING))):
                return node
        return None

    def ready():
        # While it loads its places the dialog takes no keys: so ask again until the field for a path is there.
        if xdotool("getactivewindow") != dialog:
            xdotool("windowactivate", dialog)
            return None
        key("ctrl+l")
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            field = entry()
            if field is not None and field.has(Atspi.StateType.FOCUSED):
                return field
            time.sleep(0.05)
        return None

    wait(chooser, "the file dialog on the accessibility bus")
    wait(ready, "the file dialog's field for a path")
    key("ctrl+a")
    type_text(path)
    wait(lambda: entry().text() == path, f"{path} in the file dialog")

    def closed():
        # While it completes the path, the dialog swallows Return.
        key("Return")
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            if window() is None:
                return True
            time.sleep(0.05)
        return False

    wait(closed, "the file dialog to close")
    program.focus()
