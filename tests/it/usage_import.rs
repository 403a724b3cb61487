//! Usage from tables of other programs: what columns mean, numbers of several countries, every problem by row, and the one
//! edit that takes it.

use std::path::Path;

use inroads::{
    document::{
        Cell, Document, Edit, Entry, FieldValue, Line, Table, applied,
        usage::{self, Counts, Fate, Meaning, Mode, Plan, Setup, UsageField, place},
    },
    domain::{Account, Period, ProductState, Status, UnitKind, UnitRecord, Workspace},
    files::dataset::{self, Outside, sheet_bytes},
    number::DecimalHint,
};
use jiff::civil::date;

use super::support::{
    build::{Fields, Grow, count, money, rec, unit, workspace},
    techcorp::{Q3, Q4, techcorp},
};

/// A cell of a file as the planner takes it.
fn entry(cell: &dataset::Cell) -> Entry {
    match cell {
        dataset::Cell::Empty => Entry::Blank,
        dataset::Cell::Text(text) => Entry::text_of(text),
        dataset::Cell::Number(number) => Entry::Number(*number),
        dataset::Cell::Bool(yes) => Entry::Flag(*yes),
        dataset::Cell::Date(day) => Entry::Day(*day),
        dataset::Cell::Broken(text) => Entry::Broken(text.as_str().into()),
    }
}

fn table_of(outside: &mut Outside, sheet: &str) -> Table {
    let is_comma_separated = outside.separator() == Some(b',');
    let mut lines = Vec::new();
    let take = &mut |number: u64, cells: &[dataset::Cell]| {
        lines.push(Line { number, entries: cells.iter().map(entry).collect() });
        true
    };
    outside.rows(sheet, None, take).unwrap();
    Table { lines, is_comma_separated }
}

pub fn table(text: &str) -> Table {
    table_of(&mut Outside::text(text.to_owned()), "")
}

/// The first sheet of a workbook.
#[cfg_attr(not(feature = "gui"), allow(dead_code))]
pub fn table_of_bytes(name: &str, bytes: Vec<u8>) -> Table {
    let mut book = Outside::open(Path::new(name), bytes).unwrap();
    let sheet = book.sheets().remove(0);
    table_of(&mut book, &sheet)
}

fn setup(table: &Table, workspace: &Workspace) -> Setup {
    usage::suggest(table, workspace, Some(&"techcorp".into()), Q4, None)
}

pub fn planned(table: &Table, setup: &Setup, workspace: &Workspace) -> Plan {
    usage::plan(table, setup, workspace, "a test", &|_| true).unwrap()
}

/// A text into TechCorp, taken as it is suggested.
fn read(text: &str) -> Plan {
    let (table, workspace) = (table(text), techcorp());
    planned(&table, &setup(&table, &workspace), &workspace)
}

fn cells(plan: &Plan) -> Vec<Cell> {
    match &plan.edit {
        None => Vec::new(),
        Some(Edit::Several { edits, .. }) => {
            let cells = edits.iter().map(|edit| match edit {
                Edit::SetCells { cells, .. } => cells.clone(),
                other => panic!("{other:?}"),
            });
            cells.flatten().collect()
        }
        Some(other) => panic!("{other:?}"),
    }
}

fn cell(unit: &str, period: Period, value: FieldValue) -> Cell {
    Cell { unit: unit.into(), period, value }
}

fn arr(value: f64) -> FieldValue {
    FieldValue::Arr(Some(money(value)))
}

/// Row, what was found, and what is said of every problem.
fn problems(table: &Table, setup: &Setup, plan: &Plan) -> Vec<String> {
    plan.problems
        .iter()
        .map(|problem| format!("{} “{}”: {}", place(table, setup, problem), problem.found, problem.what))
        .collect()
}

fn problems_of(text: &str) -> Vec<String> {
    let (table, workspace) = (table(text), techcorp());
    let setup = setup(&table, &workspace);
    let plan = planned(&table, &setup, &workspace);
    problems(&table, &setup, &plan)
}

#[test]
fn an_english_table_with_headings_is_one_edit_and_one_step() {
    let text = "Unit,Period,ARR,Licensed seats,Status\n\
                Retail Division,2025-Q4,\"$150,000\",\"1,050\",Active\n\
                UK Operations,2025-Q4,\"450,000\",200,Active\n\
                France Operations,2025-Q3,1.2M,,pilot\n";
    let plan = read(text);
    assert_eq!(plan.problems, []);
    let expected = vec![
        cell("retail", Q4, FieldValue::Status(Some(Status::Active))),
        cell("retail", Q4, arr(150_000.0)),
        cell("retail", Q4, FieldValue::LicensedSeats(Some(count(1050)))),
        cell("france", Q3, FieldValue::Status(Some(Status::Pilot))),
        cell("france", Q3, arr(1_200_000.0)),
    ];
    let edit = Edit::Several {
        what: "import usage from a test".to_owned(),
        edits: vec![Edit::SetCells { account: "techcorp".into(), cells: expected }],
    };
    assert_eq!(plan.edit.as_ref(), Some(&edit));
    assert_eq!(plan.counts, Counts { changed: 5, same: 3, records: 2, ..Counts::default() });
    let before = techcorp();
    let mut document = Document::opened(before.clone());
    assert!(document.apply(&edit).unwrap());
    assert_eq!(document.undo_label(), Some("import usage from a test"));
    assert_eq!(document.undo().as_deref(), Some("import usage from a test"));
    assert_eq!(**document.workspace(), before);
}

#[test]
fn german_numbers_tell_by_themselves_how_they_are_split() {
    let text = "Einheit;Quartal;Umsatz;Lizenzen\r\n\
                Retail Division;Q4 2025;150.000,50 €;1.050\r\n\
                France Operations;31.12.2025;1.500;2.000\r\n";
    let (table, workspace) = (table(text), techcorp());
    let setup = setup(&table, &workspace);
    assert_eq!(setup.meanings[0..2], [Meaning::Unit, Meaning::Period]);
    let seen = usage::decimals(&table, &setup);
    assert_eq!((seen.found, seen.point, seen.comma, seen.open), (Some(DecimalHint::Comma), 0, 3, 1));
    let plan = planned(&table, &setup, &workspace);
    assert_eq!(
        cells(&plan),
        [
            cell("retail", Q4, arr(150_000.5)),
            cell("retail", Q4, FieldValue::LicensedSeats(Some(count(1050)))),
            cell("france", Q4, arr(1500.0)),
            cell("france", Q4, FieldValue::LicensedSeats(Some(count(2000)))),
        ]
    );
}

#[test]
fn what_can_be_read_in_two_ways_is_asked_and_never_guessed() {
    let text = "Unit\tARR\nRetail Division\t1,234\nFrance Operations\t500\n";
    let (table, workspace) = (table(text), techcorp());
    let mut setup = setup(&table, &workspace);
    assert_eq!(usage::decimals(&table, &setup).found, None);
    let plan = planned(&table, &setup, &workspace);
    assert_eq!(
        problems(&table, &setup, &plan),
        ["Row 2, ARR “1,234”: This can be read in two ways; say which sign splits decimals."]
    );
    assert_eq!(cells(&plan), [cell("france", Q4, arr(500.0))]);
    for (decimal, value) in [(DecimalHint::Point, 1234.0), (DecimalHint::Comma, 1.234)] {
        setup.decimal = Some(decimal);
        let plan = planned(&table, &setup, &workspace);
        assert_eq!(cells(&plan)[0], cell("retail", Q4, arr(value)));
    }
    // What is counted has no decimals, so that the sign can only group.
    assert_eq!(
        cells(&read("Unit\tSeats\nRetail Division\t1,234\n")),
        [cell("retail", Q4, FieldValue::LicensedSeats(Some(count(1234))))]
    );
}

#[test]
fn headings_may_be_missing_come_late_or_stand_twice() {
    let bare = "Retail Division;2025-Q4;Lost;1,5\nFrance Operations;2025-Q4;Pilot;2,5\n";
    let (bare, workspace) = (table(bare), techcorp());
    let found = setup(&bare, &workspace);
    assert_eq!(found.head, None);
    assert_eq!(
        found.meanings,
        [Meaning::Unit, Meaning::Period, Meaning::Value(UsageField::Status), Meaning::Unused]
    );
    assert_eq!(usage::column_name(&bare, &found, 3), "column D");
    let late = table("Usage of TechCorp\n\nUnit key,ARR,arr\nretail,10,20\n");
    let found = setup(&late, &workspace);
    assert_eq!(found.head, Some(1));
    assert_eq!(
        found.meanings,
        [Meaning::UnitKey, Meaning::Value(UsageField::Arr), Meaning::Unused],
        "the second ARR is not used"
    );
    assert_eq!(usage::why_unused(&late, &found, &workspace, 2), "column B means the same");
    let plan = planned(&late, &found, &workspace);
    assert_eq!(cells(&plan), [cell("retail", Q4, arr(10.0))]);
    // A mark of the byte order is no part of the first heading.
    let marked = table("\u{feff}Unit;ARR\nRetail Division;7\n");
    assert_eq!(setup(&marked, &workspace).meanings[0], Meaning::Unit);
}

#[test]
fn one_field_over_several_periods() {
    let text = "Unit,ARR 2025-Q3,Q4 2025 ARR,Active users in 2025-Q4\nRetail Division,5,6,7\n";
    assert_eq!(
        cells(&read(text)),
        [
            cell("retail", Q3, arr(5.0)),
            cell("retail", Q4, arr(6.0)),
            cell("retail", Q4, FieldValue::ActiveUsers(Some(count(7)))),
        ]
    );
}

#[test]
fn every_problem_is_told_with_row_column_and_remedy() {
    let text = "Unit,Period,ARR,Seats,Status,Depth\n\
                Retial,2025-Q4,1,2,Active,3\n\
                Retail Division,soon,1,2,Active,3\n\
                UK Operations,2025-Q4,abc,2.5,Sleeping,130%\n\
                France Operations,2025-Q4,-5,35%,,\n\
                ,2025-Q4,5,,,\n\
                Spain Operations,2055-Q4,5,,,\n\
                Japan Operations,2025-Q4,5,,,\n\
                Japan Operations,2025-Q4,6,,,\n";
    let found = problems_of(text);
    let expected = [
        "Row 2, Unit “Retial”: No unit of TechCorp is called so; correct it, or let missing units be created.",
        "Row 3, Period “soon”: This is no quarter; write it like 2025-Q4.",
        "Row 4, ARR “abc”: “abc” is not part of a number. Type digits, for example 1,200 or 1.2M.",
        "Row 4, Seats “2.5”: 2.5 is not whole. Counts take whole numbers only.",
        "Row 4, Status “Sleeping”: This is no status; write Active, Expansion, Pilot, Unpenetrated, Competitor-held or Lost.",
        "Row 4, Depth “130%”: Adoption depth goes from 0 to 100%.",
        "Row 5, ARR “-5”: This is -5, below zero; enter zero or more, or leave it empty.",
        "Row 5, Seats “35%”: This field takes no percentage. Type the amount, or a sum such as =1,200*35%.",
        "Row 6, Unit “”: The row names no unit; enter one, or delete the row.",
        "Row 7, ARR “5”: 2055-Q4 lies far from all other periods; correct it.",
        "Row 9, ARR “6”: Row 8 gives another figure for the same unit and period; keep one of them.",
    ];
    assert_eq!(found, expected);
    // What is sound in other rows is in the edit, and nothing of a row with a problem.
    assert_eq!(cells(&read(text)), [cell("japan", Q4, arr(5.0))]);
}

#[test]
fn ends_of_a_range_are_judged_by_the_potential_that_comes_with_them() {
    let text = "Unit,Potential,\"Potential, low\",\"Potential, high\",Basis\n\
                Retail Division,100,50,150,head\n\
                France Operations,100,120,,\n";
    let plan = read(text);
    assert_eq!(plan.problems.len(), 1);
    assert_eq!(plan.problems[0].what, "The low end of the range cannot lie above the potential.");
    assert_eq!(cells(&plan).len(), 4);
    assert!(cells(&plan).iter().all(|cell| cell.unit == "retail".into()));
}

fn two_stores() -> Workspace {
    let account = Account::new("acme", "Acme")
        .with(unit("na", "", UnitKind::Region), Vec::new())
        .with(unit("emea", "", UnitKind::Region), Vec::new());
    let mut account = account;
    for (key, parent) in [("na-stores", "na"), ("emea-stores", "emea")] {
        let mut stores = unit(key, parent, UnitKind::Division);
        "Stores".clone_into(&mut stores.name);
        account = account.with(stores, vec![(Q4, rec().arr(10.0))]);
    }
    workspace([account])
}

fn acme(text: &str, creates_units: bool) -> (Table, Setup, Plan) {
    let (table, workspace) = (table(text), two_stores());
    let mut setup = usage::suggest(&table, &workspace, Some(&"acme".into()), Q4, None);
    setup.creates_units = creates_units;
    let plan = planned(&table, &setup, &workspace);
    (table, setup, plan)
}

#[test]
fn units_of_one_name_are_told_apart_by_path_parent_or_key() {
    let (table, setup, plan) = acme("Unit,ARR\nStores,5\n", false);
    assert_eq!(
        problems(&table, &setup, &plan),
        [
            "Row 2, Unit “Stores”: Several units are called so: na / Stores, emea / Stores. Write the path or the key of the one that is meant."
        ]
    );
    for text in [
        "Unit,ARR\nemea / Stores,5\n",
        "Unit,ARR\nAcme > EMEA > Stores,5\n",
        "Division,Department,ARR\nEMEA,Stores,5\n",
        "Unit key,ARR\nemea-stores,5\n",
        "Unit,ARR\nemea-stores,5\n",
    ] {
        let (_, _, plan) = acme(text, false);
        assert_eq!(plan.problems, [], "{text}");
        assert_eq!(cells(&plan), [cell("emea-stores", Q4, arr(5.0))], "{text}");
    }
}

#[test]
fn missing_units_are_created_where_the_table_says() {
    let text =
        "Unit,Unit above,ARR\nOnline,NA,7\nShop,Online,8\nKiosk,Outlets,9\nOutlets,emea,1\nna / Depot,,x\n";
    let (_, _, plan) = acme(text, false);
    assert_eq!(plan.counts.refused_rows, 5);
    let (_, _, plan) = acme(text, true);
    assert_eq!(plan.counts.refused_rows, 1);
    let Some(Edit::Several { edits, .. }) = &plan.edit else { panic!() };
    let [Edit::AddBranch { units, .. }, Edit::SetCells { .. }] = edits.as_slice() else {
        panic!("{edits:?}")
    };
    let made: Vec<_> = units
        .iter()
        .map(|unit| (unit.name.as_str(), unit.parent.as_ref().unwrap().as_str(), unit.kind))
        .collect();
    assert_eq!(
        made,
        [
            ("Online", "na", UnitKind::Division),
            ("Shop", "online", UnitKind::Department),
            ("Outlets", "emea", UnitKind::Division),
            ("Kiosk", "outlets", UnitKind::Department),
        ],
        "the unit of the row with a problem is not created"
    );
    let after = applied(&two_stores(), plan.edit.as_ref().unwrap()).unwrap();
    let account = &after.accounts[0];
    assert_eq!(record(account, "kiosk", Q4).arr, Some(money(9.0)));
    // `Online` and `Outlets` have units below them now: what the table gives for them are sums.
    assert_eq!(plan.counts.rolled_up, 2);
}

#[test]
fn the_three_modes() {
    let mut sample = techcorp();
    let text =
        "Unit,Period,ARR,Budget,Note\nRetail Division,2025-Q4,0,70,\nUK Operations,2025-Q4,5,80,seen\n";
    let table = table(text);
    let mut setup = setup(&table, &sample);
    let fates = |plan: &Plan| -> Vec<Fate> { plan.fates.clone() };
    use Fate::{Blank, Changed, New, Same, Stays};
    let update = planned(&table, &setup, &sample);
    assert_eq!(fates(&update), [Same, New, Blank, Changed, New, New]);
    setup.mode = Mode::Fill;
    let fill = planned(&table, &setup, &sample);
    assert_eq!(fates(&fill), [Same, New, Blank, Stays, New, New]);
    let filled = applied(&sample, fill.edit.as_ref().unwrap()).unwrap();
    assert_eq!(record(&filled.accounts[0], "uk", Q4).arr, Some(money(450_000.0)));
    setup.mode = Mode::Replace;
    let replace = planned(&table, &setup, &sample);
    sample = applied(&sample, replace.edit.as_ref().unwrap()).unwrap();
    let account = &sample.accounts[0];
    assert_eq!(record(account, "uk", Q4), &rec().arr(5.0).budget_and_note(80.0, "seen"));
    assert_eq!(record(account, "digital", Q4), &rec(), "it is not in the table");
    assert_eq!(record(account, "digital", Q3).arr, Some(money(800_000.0)), "the period is not in the table");
    assert!(replace.counts.emptied > 40, "{:?}", replace.counts);
}

fn record<'a>(account: &'a Account, key: &str, period: Period) -> &'a UnitRecord {
    Account::record(account, account.find_unit(&key.into()).unwrap(), period).unwrap()
}

trait WithBudget {
    fn budget_and_note(self, budget: f64, note: &str) -> Self;
}

impl WithBudget for UnitRecord {
    fn budget_and_note(self, budget: f64, note: &str) -> Self {
        Self { budget_ceiling: Some(money(budget)), note: Some(note.into()), ..self }
    }
}

#[test]
fn sums_of_units_with_units_below_are_left_unless_they_are_their_own() {
    let text = "Unit,ARR,Status,Note\nTechCorp,9,3 of 9 active,ours\nEMEA,9,1 of 4 active,\nRetail Division,9,Pilot,\n";
    let (table, workspace) = (table(text), techcorp());
    let mut setup = setup(&table, &workspace);
    let plan = planned(&table, &setup, &workspace);
    assert_eq!((plan.problems.len(), plan.counts.rolled_up), (0, 4));
    assert_eq!(
        cells(&plan),
        [cell("", Q4, FieldValue::Note(Some("ours".to_owned()))), cell("retail", Q4, arr(9.0))]
    );
    setup.own_figures = true;
    let plan = planned(&table, &setup, &workspace);
    assert_eq!((plan.problems.len(), plan.counts.rolled_up), (2, 0));
}

#[test]
fn products_and_accounts_have_columns_of_their_own() {
    let text = "Account,Unit,p1,Products\n\
                TechCorp,Retail Division,adopted,p2=Trial; p3=held\n\
                Nobody,Retail Division,open,\n";
    let (table, workspace) = (table(text), techcorp());
    let setup = usage::suggest(&table, &workspace, None, Q4, None);
    let plan = planned(&table, &setup, &workspace);
    let state = |key: &str, state| cell("retail", Q4, FieldValue::Product(key.into(), Some(state)));
    assert_eq!(
        cells(&plan),
        [
            state("p1", ProductState::Adopted),
            state("p2", ProductState::Trial),
            state("p3", ProductState::HeldByCompetitor),
        ]
    );
    assert_eq!(
        problems(&table, &setup, &plan),
        ["Row 3, Account “Nobody”: No account has this name or key; correct it, or add the account first."]
    );
}

#[test]
fn sheets_keep_numbers_days_percentages_and_errors_apart() {
    let headings = ["Unit", "Period", "ARR", "Adoption depth"].map(str::to_owned);
    let rows = [vec![
        dataset::Cell::Text("Retail Division".to_owned()),
        dataset::Cell::Date(date(2025, 11, 30)),
        dataset::Cell::Number(1234.567),
        dataset::Cell::Text("60%".to_owned()),
    ]];
    let bytes = sheet_bytes("usage", &headings, &rows, date(2025, 12, 31)).unwrap();
    let mut book = Outside::open(Path::new("usage.xlsx"), bytes).unwrap();
    assert_eq!((book.sheets(), book.separator()), (vec!["usage".to_owned()], None));
    let (table, workspace) = (table_of(&mut book, "usage"), techcorp());
    let mut setup = setup(&table, &workspace);
    // A number of a sheet is a number, whichever sign splits decimals in texts.
    setup.decimal = Some(DecimalHint::Comma);
    let plan = planned(&table, &setup, &workspace);
    assert_eq!(
        cells(&plan),
        [cell("retail", Q4, arr(1234.567)), cell("retail", Q4, FieldValue::Depth(Some(money(60.0)))),]
    );
    // A workbook that lies about what it is is kept out before anything is unpacked.
    for bytes in [&b"PK\x03\x04rubbish"[..], b"\xD0\xCF\x11\xE0old", b"plain text"] {
        assert!(Outside::open(Path::new("usage.xlsx"), bytes.to_vec()).is_err());
    }
}

#[test]
fn a_table_of_nothing_but_separators_is_refused_before_it_fills_the_memory() {
    let line = format!("{}x\n", ",".repeat(511));
    let mut count = 0;
    let all = Outside::text(line.repeat(16_000)).rows("", None, &mut |_, cells| {
        count += cells.len();
        true
    });
    assert!(all.is_err_and(|why| why.contains("row 15626") && why.contains("split the table")));
    assert_eq!(count, 15_625 * 512);
    // Separators behind the last cell with content cost nothing.
    let line = format!("x{}\n", ",".repeat(511));
    let mut count = 0;
    let take = &mut |_: u64, cells: &[dataset::Cell]| {
        count += cells.len();
        true
    };
    Outside::text(line.repeat(1000)).rows("", None, take).unwrap();
    assert_eq!(count, 1000);
}

#[test]
fn separators_are_told_from_decimals_and_lists() {
    for (text, sign) in [
        ("Retail;1,5\nUK;2,5\n", b';'),
        ("Unit,Products\nRetail,Core=Open;Plus=Open\nUK,Core=Open;Plus=Open\n", b','),
        ("a\tb;c\n1\t2;3\n", b'\t'),
        ("Unit\nRetail\n", b','),
        ("Usage, all of it\nUnit;ARR;Seats\nRetail;1,5;2\nUK;3;4\n", b';'),
    ] {
        assert_eq!(Outside::text(text.to_owned()).separator(), Some(sign), "{text}");
    }
}

#[test]
fn a_hundred_thousand_rows_can_be_cancelled_and_planned() {
    let mut account = Account::new("techcorp", "TechCorp");
    let mut text = String::from("Unit key,Period,ARR,Seats\n");
    for at in 0..100_000 {
        account = account.with(unit(&format!("u{at}"), "", UnitKind::Division), Vec::new());
        text.push_str(&format!("u{at},2025-Q4,{at},5\n"));
    }
    let (table, workspace) = (table(&text), workspace([account]));
    let setup = setup(&table, &workspace);
    let steps = std::cell::Cell::new(0);
    let cancelled = usage::plan(&table, &setup, &workspace, "a test", &|_| {
        steps.set(steps.get() + 1);
        steps.get() < 10
    });
    assert_eq!((cancelled, steps.get()), (None, 10));
    let plan = planned(&table, &setup, &workspace);
    assert_eq!((plan.counts.new, plan.problems.len()), (200_000, 0));
}
