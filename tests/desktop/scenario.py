"""One working day in the real window: open, re-parent, enter usage, weigh, save, close, open again; and what goes wrong.

usage (inside `run.sh --inside`): scenario.py BINARY SAMPLES FOLDER
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile

from inroads_desktop import Failed, Program, answer_file_dialog, clipboard, copied, key, picture, type_text, wait

BINARY, SAMPLES, FOLDER = sys.argv[1:4]
TECHCORP = os.path.join(SAMPLES, "techcorp.ron")


class Desk:
    """A folder to work in, with settings of its own, and at most one running program."""

    def __init__(self, name):
        self.name = name
        self.folder = tempfile.mkdtemp(prefix=f"inroads-{name}-")
        self.settings = os.path.join(self.folder, "settings")
        self.program = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, *arguments):
        if self.program is not None:
            self.program.end()
        self.program = Program(BINARY, arguments, self.settings, os.path.join(FOLDER, f"{self.name}-program.log"))
        return self.program

    def clear(self):
        if self.program is not None:
            self.program.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def said(text):
    print(f"    {text}", flush=True)


def expect(found, wanted, what):
    if found != wanted:
        raise Failed(f"{what}: {found!r} instead of {wanted!r}")
    said(f"{what}: {found}")


def command_line(*arguments):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)


def score_on_screen(program):
    return program.find(pattern=r"^Health score \d", role="push button").name.split()[-1]


def score_in_file(path):
    done = command_line("score", path, "--format", "json")
    expect(done.returncode, 0, "status of `inroads score`")
    account = json.loads(done.stdout)["accounts"][0]
    return f"{account['score']['value']:.1f}"


# --- the working day ---


def first_start(desk):
    """a. The very first start shows the sample, and says that it is one."""
    program = desk.start()
    program.find(prefix="This is a sample")
    program.find("File state: This is a sample")
    program.find("Health score 41.1")
    program.find("Revenue penetration 35.7%")
    program.find("Period 2025-Q4")
    program.find(prefix="Account TechCorp, score 41.1")
    wait(lambda: program.title().endswith("Inroads"), "the window's title")
    program.find(program.title(), role="frame")
    said(f"title: {program.title()}")
    picture(os.path.join(FOLDER, "day-a-first-start.png"))


def open_by_dialog(desk):
    """b. File, Open… and the system's own dialog."""
    program = desk.program
    shutil.copy(TECHCORP, desk.path("techcorp.ron"))
    program.menu("File", "Open…")
    answer_file_dialog(program, desk.path("techcorp.ron"))
    program.find(prefix="File state: Saved")
    wait(lambda: program.title().startswith("techcorp.ron"), "the file's name in the title")
    said(f"title: {program.title()}")
    program.find("Health score 41.1")


def move_a_unit(desk):
    """c. A card is dragged onto another: the unit hangs there now."""
    program = desk.program
    unit = program.at_rest(prefix="Retail Division", role="tree item")
    target = program.find(prefix="EMEA", role="tree item")
    program.drag(unit.centre(), target.centre())
    program.find("Undo move Retail Division under EMEA")
    program.find("File state: Unsaved")
    wait(lambda: program.title().startswith("•"), "the mark of unsaved work in the title")
    program.find(pattern=r"^EMEA,.* of 5 active", role="tree item")
    program.find(pattern=r"^NA,.* of 2 active", role="tree item")
    picture(os.path.join(FOLDER, "day-c-moved.png"))


def enter_usage(desk):
    """d. A figure is typed into the grid; the headline follows."""
    program = desk.program
    before = program.find(prefix="White space $", role="push button").name
    key("ctrl+2")
    program.at_rest(name="Retail Division, ARR: 0", role="table cell").click()
    type_text("150000")
    key("Return")
    program.find("Retail Division, ARR: 150,000", role="table cell")
    after = program.find(pattern=r"^White space \$2\.6M|^White space \$2\.55M", role="push button").name
    said(f"{before} became {after}")
    # What is said of the figure beside it follows its value.
    program.find(prefix="Retail Division, White space: 50,000", role="table cell")
    program.find(pattern=r"^Revenue penetration 39\.3%$")
    picture(os.path.join(FOLDER, "day-d-usage.png"))


def export_the_map(desk):
    """d2. The map becomes a picture through the system's own dialog."""
    program = desk.program
    key("ctrl+1")
    program.menu("File", "Export map…")
    program.find("Format: PNG", role="radio button")
    program.find("What: What is seen", role="radio button").click()
    program.find("Export…", role="push button").click()
    target = desk.path("map.png")
    answer_file_dialog(program, target)
    program.find(prefix="Exported to")
    with open(target, "rb") as file:
        head = file.read(24)
    expect(head[:8], b"\x89PNG\r\n\x1a\n", "first bytes of the picture")
    width = int.from_bytes(head[16:20], "big")
    expect(width > 1000, True, f"a picture {width} pixels wide")


def weigh(desk):
    """e. A weight is dragged: scores and ranks follow at once; undo and redo are exact."""
    program = desk.program
    key("ctrl+3")
    slider = program.at_rest(name="Weight of Revenue", role="slider")
    before, score = slider.value(), score_on_screen(program)
    x, y, width, height = slider.rectangle()

    def at(value):
        # The rail stands in from both ends by the radius of the handle.
        share = value / (100 if before > 1 else 1)
        return round(x + 9 + (width - 18) * share), y + height // 2 - 3

    program.drag(at(before), at(before * 1.7))
    after = wait(lambda: abs(program.look("Weight of Revenue").value() - before) > 0.1 * before
                 and program.look("Weight of Revenue").value(), "a new weight of Revenue")
    wait(lambda: score_on_screen(program) != score, "a new score")
    weighed = score_on_screen(program)
    said(f"weight {before} became {after}, score {score} became {weighed}")
    program.find(prefix=f"Rank 1: TechCorp, score {weighed}", role="table row")
    label = program.find(pattern=r"^Undo .*[Ww]eight", role="push button").name
    said(f"one drag, one step: {label}")
    picture(os.path.join(FOLDER, "day-e-weighed.png"))
    key("ctrl+z")
    wait(lambda: program.look("Weight of Revenue").value() == before, "the old weight after undo")
    wait(lambda: score_on_screen(program) == score, "the old score after undo")
    key("ctrl+shift+z")
    wait(lambda: program.look("Weight of Revenue").value() == after, "the new weight after redo")
    wait(lambda: score_on_screen(program) == weighed, "the new score after redo")


def save_and_close(desk):
    """f. Save as, by the system's own dialog; the cross in the title bar ends the program."""
    program = desk.program
    original = open(desk.path("techcorp.ron"), "rb").read()
    key("ctrl+shift+s")
    answer_file_dialog(program, desk.path("saved.ron"))
    said(program.find(prefix="File state: Saved ").name)
    wait(lambda: program.title().startswith("saved.ron"), "the new name in the title")
    desk.score = score_on_screen(program)
    program.ask_to_close()
    expect(program.ended(), 0, "status of the program")
    expect(open(desk.path("techcorp.ron"), "rb").read() == original, True, "the opened file is as it was")


def start_again(desk):
    """g. File, window and command line tell the same."""
    saved = open(desk.path("saved.ron"), encoding="utf-8").read()
    for pattern, what in [
        (r'\(unit: "retail", parent: "emea"', "retail hangs under emea in the file"),
        (r'\(unit: "retail", period: "2025-Q4"[^\n]*arr: 150000[,.)]', "150000 is retail's ARR in the file"),
    ]:
        expect(re.search(pattern, saved) is not None, True, what)
    program = desk.start(desk.path("saved.ron"))
    wait(lambda: program.title().startswith("saved.ron"), "the file's name in the title")
    expect(score_on_screen(program), desk.score, "score on screen, as before closing")
    expect(score_in_file(desk.path("saved.ron")), desk.score, "score of the command line, as on screen")
    # The arrangement is the user's, and was kept: the program opened with the weights.
    program.find("Weight of Revenue", role="slider")
    key("ctrl+1")
    program.find(pattern=r"^EMEA,.* of 5 active", role="tree item")
    program.ask_to_close()
    expect(program.ended(), 0, "status of the program")


# --- usage from a spreadsheet ---

USAGE = [
    ["Business unit", "Quarter", "ARR", "Licensed seats", "Status"],
    ["Retail Division", "Q4 2025", 150000, 90, "Active"],
    ["UK Operations", "Q4 2025", 450000, 200, "Active"],
    ["Spain Operations", "Q4 2025", 12500.5, 30, "Pilot"],
    ["Atlantis Operations", "Q4 2025", 1, 1, "Active"],
]

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def spreadsheet(path, rows):
    """The smallest workbook that other programs write: one sheet, texts in the cells."""
    def cell(column, row, value):
        place = f"{chr(65 + column)}{row}"
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{place}"><v>{value}</v></c>'

    lines = [
        f'<row r="{row}">{"".join(cell(column, row, value) for column, value in enumerate(values))}</row>'
        for row, values in enumerate(rows, 1)
    ]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PARTS}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PARTS}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Figures" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PARTS}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)


def import_a_spreadsheet(desk):
    """k1. An XLSX of usage through the system's own dialog: three steps, one problem, one step to undo."""
    shutil.copy(TECHCORP, desk.path("techcorp.ron"))
    spreadsheet(desk.path("usage.xlsx"), USAGE)
    program = desk.start(desk.path("techcorp.ron"))
    wait(lambda: program.title().startswith("techcorp.ron"), "the file's name in the title")
    program.menu("File", "Import usage…")
    answer_file_dialog(program, desk.path("usage.xlsx"))
    program.find("A1: Business unit")
    picture(os.path.join(FOLDER, "import-k-source.png"))
    key("Return")
    program.find("Meaning of Business unit: Unit, by name or path")
    program.find("Meaning of Quarter: Period")
    program.find("Meaning of Licensed seats: Licensed seats")
    picture(os.path.join(FOLDER, "import-k-columns.png"))
    key("Return")
    said(program.find(prefix="Row 5, Business unit: “Atlantis Operations”").name)
    picture(os.path.join(FOLDER, "import-k-problems.png"))
    program.at_rest(name="Leave out 1 row with problems", role="check box").click()
    program.at_rest(name="Show: All rows 4").click()
    program.find("Spain Operations, ARR: 12,500.50, was 0")
    picture(os.path.join(FOLDER, "import-k-check.png"))
    program.at_rest(name="Import 6 figures", role="push button").click()
    program.find("Undo import usage from usage.xlsx")


def figures_are_in_the_grid(desk):
    """k2. The figures stand in the grid and in the saved file; undo and redo take them as one."""
    program = desk.program
    key("ctrl+2")
    program.find("Retail Division, ARR: 150,000", role="table cell")
    program.find("Spain Operations, ARR: 12,500.50", role="table cell")
    program.find("Spain Operations, Status: Pilot", role="table cell")
    picture(os.path.join(FOLDER, "import-k-grid.png"))
    key("ctrl+z")
    program.find("Spain Operations, ARR: 0", role="table cell")
    program.find("Retail Division, ARR: 0", role="table cell")
    key("ctrl+shift+z")
    program.find("Retail Division, ARR: 150,000", role="table cell")
    key("ctrl+s")
    program.find(prefix="File state: Saved")
    saved = open(desk.path("techcorp.ron"), encoding="utf-8").read()
    for unit, arr in [("retail", "150000"), ("spain", "12500.5")]:
        found = re.search(rf'\(unit: "{unit}", period: "2025-Q4"[^\n]*arr: {re.escape(arr)}[,)]', saved)
        expect(found is not None, True, f"{arr} is the ARR of {unit} in the file")


def export_the_grid(desk):
    """k3. The grid goes out as CSV through the system's own dialog, and comes back without a change."""
    program = desk.program
    program.menu("File", "Export the usage grid…")
    answer_file_dialog(program, desk.path("grid.csv"))
    program.find(prefix="Exported to")
    text = open(desk.path("grid.csv"), encoding="utf-8").read()
    expect("Spain Operations,Pilot,12500.5," in text, True, "Spain's figures in the exported grid")
    program.menu("File", "Import usage…")
    answer_file_dialog(program, desk.path("grid.csv"))
    program.find("A1: Unit")
    key("Return")
    program.find("Meaning of Eligible users: Eligible users")
    key("Return")
    program.find("Show: Problems 0")
    program.find("Show: Changes 0")
    key("Escape")
    program.gone("Show: Problems 0")
    program.ask_to_close()
    expect(program.ended(), 0, "status of the program")


# --- unsaved work ---


def change_something(program):
    unit = program.at_rest(prefix="Spain Operations", role="tree item")
    program.drag(unit.centre(), program.find(prefix="APAC", role="tree item").centre())
    program.find("Undo move Spain Operations under APAC")


def cancel_keeps_the_window(desk):
    """h1. Closing with unsaved work asks; Cancel and Escape keep the window and the work."""
    shutil.copy(TECHCORP, desk.path("techcorp.ron"))
    program = desk.start(desk.path("techcorp.ron"))
    change_something(program)
    program.ask_to_close()
    for name in ("Save", "Discard"):
        program.find(name, role="push button")
    picture(os.path.join(FOLDER, "closing-h-question.png"))
    program.find("Cancel", role="push button").click()
    program.gone("Discard", role="push button")
    program.ask_to_close()
    program.find("Discard", role="push button")
    key("Escape")
    program.gone("Discard", role="push button")
    program.find("Undo move Spain Operations under APAC")
    expect(program.process.poll(), None, "the program still runs: status")


def discard_ends(desk):
    """h2. Discard ends the program and leaves the file as it was."""
    program = desk.program
    program.ask_to_close()
    program.find("Discard", role="push button").click()
    expect(program.ended(), 0, "status of the program")
    same = open(desk.path("techcorp.ron"), "rb").read() == open(TECHCORP, "rb").read()
    expect(same, True, "the file is as it was")


def save_ends(desk):
    """h3. Save writes the work and ends the program."""
    program = desk.start(desk.path("techcorp.ron"))
    change_something(program)
    program.ask_to_close()
    program.find("Save", role="push button").click()
    expect(program.ended(), 0, "status of the program")
    saved = open(desk.path("techcorp.ron"), encoding="utf-8").read()
    expect('(unit: "spain", parent: "apac"' in saved, True, "spain hangs under apac in the file")


# --- files that cannot be read ---


def damaged(desk, name, text, pattern):
    path = desk.path(name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    done = command_line("score", path)
    expect(done.returncode, 3, f"status of `inroads score {name}`")
    expect(done.stdout, "", "standard output")
    if name not in done.stderr or not re.search(pattern, done.stderr):
        raise Failed(f"the message names neither {name} nor {pattern!r}: {done.stderr!r}")
    said(done.stderr.strip().splitlines()[0])
    program = desk.start(path)
    sentence = program.find(pattern=pattern)
    said(f"in the window: {sentence.name!r}")
    picture(os.path.join(FOLDER, f"damaged-{name.removesuffix('.ron')}.png"))
    expect(program.process.poll(), None, "the program still runs: status")
    program.end()
    expect(open(path, encoding="utf-8", newline="").read() == text, True, "the file is as it was")


def half_written(desk):
    """i1. A half-written file: a message with line and column, in the window and on standard error."""
    text = open(TECHCORP, encoding="utf-8").read()
    damaged(desk, "broken.ron", text[: len(text) // 2], r"line \d+, column \d+")


def from_the_future(desk):
    """i2. A file of a newer format: the message says so."""
    text = open(TECHCORP, encoding="utf-8").read().replace("format: 1,", "format: 999,", 1)
    damaged(desk, "newer.ron", text, r"newer version of Inroads \(format 999")


# --- a new account from nothing ---

HARBOUR = """Commercial
\tRetail banking
\tCorporate banking
Group functions
\tFinance
\tLegal
Nordics
"""


def an_empty_workspace(desk):
    """j1. A new account in an empty workspace, its map from a list on the clipboard."""
    path = desk.path("harbour.ron")
    expect(command_line("new", "--sample", "empty", "-o", path).returncode, 0, "status of `inroads new`")
    program = desk.start(path)
    wait(lambda: program.title().startswith("harbour.ron"), "the file's name in the title")
    program.menu("Account", "Add account…")
    program.find("Account name", role="entry")
    type_text("Harbour Bank")
    key("Return")
    program.find("Undo add account Harbour Bank")
    root = program.at_rest(prefix="Harbour Bank", role="tree item")
    root.click()
    clipboard(HARBOUR)
    key("ctrl+v")
    program.find("7 units on 2 levels.")
    picture(os.path.join(FOLDER, "mapping-j-list.png"))
    program.find("Add 7 units", role="push button").click()
    program.find("Undo add 7 units below Harbour Bank")
    program.at_rest(prefix="Corporate banking", role="tree item")


def place_and_describe(desk):
    """j2. Two units are dragged elsewhere, one gets a region of its own."""
    program = desk.program
    for unit, target in [("Legal", "Commercial"), ("Nordics", "Group functions")]:
        card = program.at_rest(prefix=unit + ",", role="tree item")
        card.click()
        program.settle()
        program.drag(card.centre(), program.find(prefix=target + ",", role="tree item").centre())
        program.find(f"Undo move {unit} under {target}")
    program.at_rest(prefix="Nordics,", role="tree item").click()
    key("shift+F10")
    program.find("Set region…").click()
    program.find("Region of the units", role="entry")
    type_text("Northern Europe")
    key("Return")
    program.find("Undo set region to Northern Europe")


def three_views(desk):
    """j3. The same units as treemap, as outline, and by region; the selection stays."""
    program = desk.program
    for view in ["Treemap", "Outline", "Tree"]:
        program.find(f"View: {view}", role="radio button").click()
        program.at_rest(prefix="Nordics,", role="tree item")
        program.settle()
        picture(os.path.join(FOLDER, f"mapping-j-{view.lower()}.png"))
    program.find("Hierarchy", role="push button").click()
    program.find("Region", role="radio menu item").click()
    program.at_rest(prefix="Northern Europe,", role="tree item")
    picture(os.path.join(FOLDER, "mapping-j-by-region.png"))
    program.find("Hierarchy", role="push button").click()
    program.find("Structure", role="radio menu item").click()
    program.gone(prefix="Northern Europe,", role="tree item")


def figures_of_a_quarter(desk):
    """j4. A block from a spreadsheet is pasted into the grid; the next period is opened with it, and confirmed."""
    program = desk.program
    key("ctrl+2")
    program.at_rest(prefix="Retail banking, Status", role="table cell").click()
    program.settle()
    # Status, ARR and potential of two departments, as a spreadsheet copies them.
    clipboard("Active\t$120K\t400,000\nPilot\t\t250 000\n")
    key("ctrl+v")
    program.find("Retail banking, ARR: 120,000", role="table cell")
    program.find("Retail banking, White space: 280,000", role="table cell")
    program.find("Corporate banking, Potential: 250,000", role="table cell")
    program.find("Undo set 6 cells")
    picture(os.path.join(FOLDER, "mapping-j-pasted.png"))
    # What was pasted is selected. It goes to other programs as text, and as a table whose numbers are numbers.
    key("ctrl+c")
    text = "Active\t120000\t400000\nPilot\t\t250000\n"
    wait(lambda: copied("UTF8_STRING") == text, "the copied range as text")
    table = re.sub(r"<td[^>]*>", "|", copied("text/html"))
    expect("<tr>|Active</td>|120000</td>|400000</td></tr>" in table, True, "the copied range is there as HTML")
    program.find("Open next period", role="push button").click()
    program.find(prefix="Undo open", role="push button")
    program.find("Confirm all 2", role="push button")
    program.find(prefix="Retail banking, ARR: 120,000", role="table cell")
    picture(os.path.join(FOLDER, "mapping-j-carried.png"))
    program.find("Confirm all 2", role="push button").click()
    program.gone("Confirm all 2")
    key("ctrl+1")


def all_accounts_on_one_map(desk):
    """j5. The portfolio shows the account; a double click on its card goes back to it."""
    program = desk.program
    program.find(prefix="Portfolio, score").click()
    card = program.at_rest(prefix="Harbour Bank, ", role="tree item")
    picture(os.path.join(FOLDER, "mapping-j-portfolio.png"))
    card.click()
    program.settle()
    program.find("Open account", role="push button").click()
    program.at_rest(prefix="Nordics,", role="tree item")


def save_the_map(desk):
    """j6. What was mapped and entered is in the file."""
    program = desk.program
    key("ctrl+s")
    program.find(prefix="File state: Saved")
    saved = open(desk.path("harbour.ron"), encoding="utf-8").read()
    for pattern, what in [
        (r'\(unit: "legal", parent: "commercial"', "Legal hangs under Commercial in the file"),
        (r'\(unit: "nordics", parent: "group-functions"[^\n]*region: "northern-europe"', "Nordics has its region"),
        (r'arr: 120000', "the pasted figure is there"),
    ]:
        expect(re.search(pattern, saved) is not None, True, what)
    program.ask_to_close()
    expect(program.ended(), 0, "status of the program")


# --- a hundred thousand units ---


def hundred_thousand(folder):
    """Tables of one account of 40,000 units on nine levels and of 500 of 120 each, with figures of one quarter."""
    os.mkdir(folder)
    accounts, units, records = ["account,name,tier"], ["account,unit,parent,name,kind"], [
        "account,unit,period,status,arr,potential,confirmed"
    ]
    kinds = ["division", "business_unit", "country", "site", "department", "team", "other", "other"]
    states = ["active", "expansion", "pilot", "unpenetrated", "competitor_held", "lost"]
    for account in range(501):
        accounts.append(f"a{account},{'Meridian Works' if account == 0 else f'Customer {account}'},enterprise")
        count = 40_000 if account == 0 else 120
        # The way down to the unit before.
        way = []
        for unit in range(count):
            del way[0 if unit % (count // 10) == 0 else 1 + (unit * 7 + unit // 11) % 7:]
            parent = way[-1] if way else ""
            units.append(f"a{account},u{unit},{parent},Unit {account}-{unit},{kinds[len(way)]}")
            state, potential = states[(unit * 5 + account) % 6], 1000 * (1 + unit % 90)
            arr = potential // 2 if state in ("active", "expansion") else 0
            records.append(f"a{account},u{unit},2026-Q1,{state},{arr},{potential},true")
            way.append(f"u{unit}")
    for name, rows in [("accounts", accounts), ("units", units), ("records", records)]:
        with open(os.path.join(folder, f"{name}.csv"), "w", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")


def open_the_largest(desk):
    """k1. A workspace of 100,000 units is imported and opened; its largest account is chosen."""
    hundred_thousand(desk.path("tables"))
    path = desk.path("large.ron")
    expect(command_line("import", desk.path("tables"), "-o", path).returncode, 0, "status of `inroads import`")
    program = desk.start(path)
    wait(lambda: program.title().startswith("large.ron"), "the file's name in the title")
    program.find(prefix="Account Meridian Works, score").click()
    program.at_rest(prefix="Meridian Works", role="tree item")
    picture(os.path.join(FOLDER, "large-k-opened.png"))


def find_and_edit(desk):
    """k2. A unit among 40,000 is found, gets one below it, is renamed; all is undone and done again."""
    program = desk.program
    key("ctrl+f")
    program.find("Find a unit", role="entry")
    type_text("Unit 0-31977")
    key("Return")
    program.at_rest(prefix="Unit 0-31977,", role="tree item").click()
    program.settle()
    key("Insert")
    program.find("Name of the unit", role="entry")
    type_text("Harbour desk")
    key("Return")
    program.find("Undo add Harbour desk")
    program.at_rest(prefix="Harbour desk", role="tree item")
    picture(os.path.join(FOLDER, "large-k-added.png"))
    key("ctrl+z")
    program.gone(prefix="Harbour desk", role="tree item")
    key("ctrl+y")
    program.at_rest(prefix="Harbour desk", role="tree item").click()
    program.settle()
    key("F2")
    program.find("Name of the unit", role="entry")
    type_text("Harbour office")
    key("Return")
    program.find("Undo rename Harbour desk to Harbour office")


def look_at_all_of_it(desk):
    """k3. All levels, the treemap, the outline and the grid of the 40,000 units."""
    program = desk.program
    for view in ["Treemap", "Outline", "Tree"]:
        program.find(f"View: {view}", role="radio button").click()
        program.settle()
        picture(os.path.join(FOLDER, f"large-k-{view.lower()}.png"))
    key("ctrl+2")
    program.find(prefix="Harbour office, Status", role="table cell")
    picture(os.path.join(FOLDER, "large-k-usage.png"))
    key("ctrl+1")


def save_the_largest(desk):
    """k4. It is saved, and what was done is in the file."""
    program = desk.program
    key("ctrl+s")
    program.find(prefix="File state: Saved")
    saved = open(desk.path("large.ron"), encoding="utf-8").read()
    expect(saved.count('name: "Harbour office"'), 1, "the new unit's name in the file")
    program.ask_to_close()
    expect(program.ended(), 0, "status of the program")


GROUPS = {
    "day": [
        first_start, open_by_dialog, move_a_unit, enter_usage, export_the_map, weigh, save_and_close, start_again,
    ],
    "import": [import_a_spreadsheet, figures_are_in_the_grid, export_the_grid],
    "closing": [cancel_keeps_the_window, discard_ends, save_ends],
    "damaged": [half_written, from_the_future],
    "mapping": [
        an_empty_workspace,
        place_and_describe,
        three_views,
        figures_of_a_quarter,
        all_accounts_on_one_map,
        save_the_map,
    ],
    "large": [open_the_largest, find_and_edit, look_at_all_of_it, save_the_largest],
}


def main():
    passed, failed = 0, []
    for name, steps in GROUPS.items():
        desk = Desk(name)
        try:
            for step in steps:
                print(f"  {step.__doc__}", flush=True)
                step(desk)
                passed += 1
        except Exception as error:  # the other groups still tell something
            failed.append(step.__name__)
            print(f"  FAILED {step.__name__}: {error}", flush=True)
            if not isinstance(error, Failed):
                traceback.print_exc()
            picture(os.path.join(FOLDER, f"failed-{step.__name__}.png"))
            if desk.program is not None:
                with open(os.path.join(FOLDER, f"failed-{step.__name__}.log"), "w", encoding="utf-8") as file:
                    file.write(desk.program.listing())
        finally:
            desk.clear()
    print(f"desktop scenario: {passed} steps passed, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
