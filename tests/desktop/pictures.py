"""A picture of every arrangement in both themes, and of what stands in front of them, at a larger size.

usage (inside `run.sh --inside`): pictures.py BINARY SAMPLES FOLDER
"""

import os
import shutil
import sys
import tempfile

from inroads_desktop import Failed, Program, calm, key, picture, point

BINARY, SAMPLES, FOLDER = sys.argv[1:4]


def show(program, name):
    # The pointer rests on the status line, where nothing reacts to it.
    point(720, 890)
    program.settle()
    picture(os.path.join(FOLDER, f"{name}.png"))
    print(f"    {name}.png", flush=True)


def arrangements(program, theme):
    program.command(f"{theme} theme")
    program.find(f"Theme: {theme}")
    for number, name in enumerate(["map", "usage", "score", "trends"], start=1):
        key(f"ctrl+{number}")
        program.settle()
        show(program, f"{name}-{theme}")
    key("F1")
    program.find("Close")
    show(program, f"shortcuts-{theme}")
    key("Escape")
    program.gone("Close")
    key("ctrl+shift+p")
    program.find("Search or run a command", role="entry")
    show(program, f"palette-{theme}")
    key("Escape")
    program.gone("Search or run a command", role="entry")


def main():
    folder = tempfile.mkdtemp(prefix="inroads-pictures-")
    settings = calm(os.path.join(folder, "settings"))
    program = None

    def start(*arguments):
        return Program(BINARY, arguments, settings, os.path.join(FOLDER, "pictures-program.log"))

    try:
        program = start()
        program.find("Health score 41.1")
        for theme in ("light", "dark"):
            arrangements(program, theme)
        key("ctrl+1")
        program.at_rest(prefix="Retail Division", role="tree item").click()
        program.find("TechCorp › NA", role="label")
        show(program, "unit-dark")
        program.command("light theme")
        show(program, "unit-light")
        program.ask_to_close()
        try:
            program.ended(3)
        except Failed:  # whether the untouched sample is worth a question is not this script's business
            program.find("Discard", role="push button").click()
            program.ended()
        # The second start, without a file: the welcome page.
        program.end()
        program = start()
        show(program, "welcome-light")
        program.command("dark theme")
        program.find("Theme: dark")
        show(program, "welcome-dark")
        program.ask_to_close()
        if program.ended() != 0:
            raise Failed("the program did not end with status 0 from its welcome page")
    except Exception as error:
        print(f"  FAILED: {error}", flush=True)
        picture(os.path.join(FOLDER, "failed-pictures.png"))
        if program is not None:
            with open(os.path.join(FOLDER, "failed-pictures.log"), "w", encoding="utf-8") as file:
                file.write(program.listing())
        return 1
    finally:
        if program is not None:
            program.end()
        shutil.rmtree(folder, ignore_errors=True)
    print("desktop pictures: taken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
