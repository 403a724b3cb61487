"""No session bus, so no file dialog of the system: the window asks for the path itself. Open, save as, replace, by keyboard.

Nothing can be found by name here; what is checked is the title of the window and what stands in the files.

usage (inside `run.sh --bare`): no_portal.py BINARY SAMPLES FOLDER
"""

import os
import shutil
import subprocess
import sys
import tempfile

from inroads_desktop import Failed, Program, calm, key, picture, type_text, wait

BINARY, SAMPLES, FOLDER = sys.argv[1:4]


def opened(program, name):
    wait(lambda: program.title().startswith(name), f"{name} in the title")


def answer(program, keys, path):
    """Asks by a shortcut, and types the path over what the field proposes."""
    program.focus()
    key(keys)
    program.settle()
    key("ctrl+a")
    type_text(path)
    program.settle()


def score(path):
    done = subprocess.run([BINARY, "score", path, "--format", "json"], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise Failed(f"`inroads score {path}`: {done.stderr}")
    return done.stdout


def scenario(program, folder):
    first, saved = os.path.join(folder, "techcorp.ron"), os.path.join(folder, "saved.ron")
    opened(program, "techcorp.ron")
    # The grid has the keyboard before the question comes.
    key("ctrl+2")
    program.settle()
    key("Tab")

    print("  j1. Save as asks for a path and writes the file.", flush=True)
    answer(program, "ctrl+shift+s", saved)
    picture(os.path.join(FOLDER, "no-portal-save.png"))
    key("Return")
    opened(program, "saved.ron")
    if score(saved) != score(first):
        raise Failed("the saved file does not score as the opened one")

    print("  j2. A file that exists is replaced only after the question; Escape keeps it.", flush=True)
    kept = os.stat(first).st_mtime_ns
    answer(program, "ctrl+shift+s", first)
    key("Return")
    program.settle()
    picture(os.path.join(FOLDER, "no-portal-replace.png"))
    key("Escape")
    program.settle()
    opened(program, "saved.ron")
    if os.stat(first).st_mtime_ns != kept:
        raise Failed("Escape did not keep the file")
    answer(program, "ctrl+shift+s", first)
    key("Return")
    program.settle()
    key("Return")
    opened(program, "techcorp.ron")
    if os.stat(first).st_mtime_ns == kept:
        raise Failed("the file was not replaced")

    print("  j3. Open asks for a path, too; Escape leaves everything as it is.", flush=True)
    answer(program, "ctrl+o", saved)
    key("Escape")
    program.settle()
    opened(program, "techcorp.ron")
    answer(program, "ctrl+o", saved)
    key("Return")
    opened(program, "saved.ron")
    program.ask_to_close()
    if program.ended() != 0:
        raise Failed("the program did not end with status 0")


def main():
    folder = tempfile.mkdtemp(prefix="inroads-no-portal-")
    program = None
    try:
        shutil.copy(os.path.join(SAMPLES, "techcorp.ron"), folder)
        log = os.path.join(FOLDER, "no-portal-program.log")
        arguments = [os.path.join(folder, "techcorp.ron")]
        program = Program(BINARY, arguments, calm(os.path.join(folder, "settings")), log, is_seen=False)
        scenario(program, folder)
    except Exception as error:
        print(f"  FAILED: {error}", flush=True)
        picture(os.path.join(FOLDER, "failed-no-portal.png"))
        return 1
    finally:
        if program is not None:
            program.end()
        shutil.rmtree(folder, ignore_errors=True)
    print("desktop without a portal: passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
