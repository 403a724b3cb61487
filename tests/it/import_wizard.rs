//! The import of usage as people go through it, by accessible labels; and the way of the grid into a file and back.

use std::{path::PathBuf, rc::Rc, sync::Arc, time::Duration};

use egui::{Event, Key, Modifiers, Theme, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::{
    document::{
        Cell, Edit, Entry, FieldValue, Table, applied,
        usage::{Head, Mode},
    },
    domain::{Period, Status, Workspace},
    files::{
        dataset::{self, sheet_bytes, text_bytes},
        samples,
    },
    ui::{
        panels::{
            Action, GridTable, Request,
            usage::{UsagePanel, View},
        },
        shell::{App, Asked, FileDialogs, Outcome, Pending, Place, Purpose, Start, Wizard},
    },
};
use jiff::civil::date;

use super::{
    support::{
        build::{count, money},
        gui::{THEMES, builder, look, word},
        kept::Kept,
        panel::{Board, Stage, harness},
        techcorp::{Q3, Q4, techcorp},
    },
    usage_import::{planned, table, table_of_bytes},
};

/// A wizard on a plain ground, and what it asked for.
#[derive(Default)]
struct Ground {
    wizard: Option<Wizard>,
    asked: Vec<Asked>,
}

type Steps = Harness<'static, Ground>;

const SIZE: egui::Vec2 = vec2(1180.0, 680.0);

fn ground(theme: Theme, begin: impl Fn(Place, &egui::Context) -> Wizard + 'static) -> Steps {
    let workspace = Arc::new(techcorp());
    let mut is_begun = false;
    let mut steps = builder(SIZE, theme).build_ui_state(
        move |ui, ground: &mut Ground| {
            let desk = inroads::ui::kit::Tokens::of(ui.ctx()).desk;
            ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, desk);
            if !std::mem::replace(&mut is_begun, true) {
                let workspace = Arc::clone(&workspace);
                let place = Place { workspace, account: Some("techcorp".into()), period: Q4 };
                ground.wizard = Some(begin(place, ui.ctx()));
            }
            let Some(wizard) = &mut ground.wizard else { return };
            match wizard.ui(ui.ctx()) {
                Asked::Nothing => {}
                asked @ Asked::ChooseFile => ground.asked.push(asked),
                asked => {
                    ground.asked.push(asked);
                    ground.wizard = None;
                }
            }
        },
        Ground::default(),
    );
    steps.step();
    steps
}

/// With a file of this name and content.
fn with_file(theme: Theme, name: &str, bytes: Vec<u8>) -> Steps {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    ground(theme, move |place, ctx| {
        // The folder lives as long as the wizard may read.
        let _ = &folder;
        Wizard::file(path.clone(), place, ctx)
    })
}

/// Steps until something of that name is there; other threads work meanwhile.
fn until<S>(steps: &mut Harness<'static, S>, name: &str) {
    for _ in 0..1500 {
        steps.step();
        if steps.query_all_by_label(name).next().is_some() {
            // What appeared also comes to rest.
            (0..3).for_each(|_| steps.step());
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("“{name}” did not come");
}

fn click<S>(steps: &mut Harness<'static, S>, name: &str) {
    steps.get_by_label(name).click();
    (0..3).for_each(|_| steps.step());
}

fn press<S>(steps: &mut Harness<'static, S>, key: Key) {
    steps.key_press(key);
    (0..3).for_each(|_| steps.step());
}

fn cell(unit: &str, period: Period, value: FieldValue) -> Cell {
    Cell { unit: unit.into(), period, value }
}

/// The edit that was taken at last.
#[track_caller]
fn taken(steps: &mut Steps) -> Edit {
    let Some(Asked::Take { edit, base, next, .. }) = steps.state_mut().asked.pop() else {
        panic!("nothing was taken")
    };
    assert_eq!(
        applied(&base, &edit).unwrap(),
        *next,
        "what was made in the background is what the edit makes"
    );
    edit
}

fn import(source: &str, cells: Vec<Cell>) -> Edit {
    let edits = vec![Edit::SetCells { account: "techcorp".into(), cells }];
    Edit::Several { what: format!("import usage from {source}"), edits }
}

const GERMAN: &str = "Einheit;Umsatz;Lizenzen;Status;Bemerkung\n\
    Retail Division;150.000,50;1.050;Active;aus dem Vertrag\n\
    UK Operations;450.000,00;200;Active;\n\
    France Operations;20.000,00;80;Pilot;\n\
    EMEA;470.000,00;280;2 of 4 active;\n";

#[test]
fn a_file_goes_through_three_steps_and_becomes_one_edit() {
    let mut steps = with_file(Theme::Light, "usage.csv", GERMAN.as_bytes().to_vec());
    until(&mut steps, "A1: Einheit");
    steps.get_by_label("Step 1 of 3: Source, this step");
    steps.get_by_label("Headings: Row 1");
    click(&mut steps, "Next");
    steps.get_by_label("Meaning of Umsatz: ARR");
    steps.get_by_label("Period: 2025-Q4");
    steps.get_by_label("as 5 numbers show");
    // The user knows better what one column means, and for which period the figures are.
    click(&mut steps, "Meaning of Bemerkung: Note");
    steps.get_by_role_and_label(Role::MenuItemRadio, "Not used").click();
    (0..3).for_each(|_| steps.step());
    click(&mut steps, "Period: 2025-Q4");
    steps.get_by_role_and_label(Role::MenuItemRadio, "2025-Q3").click();
    (0..3).for_each(|_| steps.step());
    click(&mut steps, "Next");
    until(&mut steps, "Import 6 figures");
    steps.get_by_label("Retail Division, ARR: 150,000.50, was 0");
    steps.get_by_label("EMEA, Status: 2 of 4 active, sum, left");
    steps.get_by_label("UK Operations, ARR: 450,000, the same already");
    click(&mut steps, "Import 6 figures");
    let expected = vec![
        cell("retail", Q3, FieldValue::Status(Some(Status::Active))),
        cell("retail", Q3, FieldValue::Arr(Some(money(150_000.5)))),
        cell("retail", Q3, FieldValue::LicensedSeats(Some(count(1050)))),
        cell("france", Q3, FieldValue::Status(Some(Status::Pilot))),
        cell("france", Q3, FieldValue::Arr(Some(money(20_000.0)))),
        cell("france", Q3, FieldValue::LicensedSeats(Some(count(80)))),
    ];
    assert_eq!(taken(&mut steps), import("usage.csv", expected));
}

const FAULTY: &str =
    "Unit,ARR,Seats\nRetial Division,5,6\nRetail Division,\"1,234\",7\nFrance Operations,8,9\n";

#[test]
fn problems_stand_in_the_way_until_somebody_says_what_to_do() {
    let mut steps = with_file(Theme::Light, "faulty.csv", FAULTY.as_bytes().to_vec());
    until(&mut steps, "Next");
    until(&mut steps, "A1: Unit");
    click(&mut steps, "Next");
    steps.get_by_label("1 number can be read in two ways: choose");
    click(&mut steps, "Next");
    until(&mut steps, "Show: Problems 2");
    let name = "Row 2, Unit: “Retial Division”. No unit of TechCorp is called so; correct it, or let missing units be created.";
    steps.get_by_label(name);
    steps.get_by_label("Row 3, ARR: “1,234”. This can be read in two ways; say which sign splits decimals.");
    // Nothing can be taken yet; with the choice of decimals and the row left out it can.
    assert!(steps.get_by_label("Import").accesskit_node().is_disabled());
    click(&mut steps, "Back");
    click(&mut steps, "Numbers are written: 1,234.5");
    click(&mut steps, "Next");
    until(&mut steps, "Show: Problems 1");
    click(&mut steps, "Leave out 1 row with problems");
    click(&mut steps, "Import 4 figures");
    let expected = vec![
        cell("retail", Q4, FieldValue::Arr(Some(money(1234.0)))),
        cell("retail", Q4, FieldValue::LicensedSeats(Some(count(7)))),
        cell("france", Q4, FieldValue::Arr(Some(money(8.0)))),
        cell("france", Q4, FieldValue::LicensedSeats(Some(count(9)))),
    ];
    assert_eq!(taken(&mut steps), import("faulty.csv", expected));
}

#[test]
fn the_clipboard_by_keyboard_alone_and_escape_changes_nothing() {
    // Beside the text a spreadsheet puts the value that it shows rounded.
    let html = "<table><tr><td>Unit<td>ARR<tr><td>Retail Division<td sdval=\"5.25\">5</table>";
    let begin = move |place, ctx: &egui::Context| {
        Wizard::clipboard(place, Rc::new(Board(Some(html.to_owned()))), ctx)
    };
    let mut steps = ground(Theme::Light, begin);
    steps.get_by_label("Paste the table");
    steps.event(Event::Paste("Unit\tARR\nRetail Division\t5\n".to_owned()));
    until(&mut steps, "A1: Unit");
    press(&mut steps, Key::Enter);
    steps.get_by_label("Step 2 of 3: Columns, this step");
    press(&mut steps, Key::Enter);
    until(&mut steps, "Import 1 figure");
    press(&mut steps, Key::Enter);
    let expected = vec![cell("retail", Q4, FieldValue::Arr(Some(money(5.25))))];
    assert_eq!(taken(&mut steps), import("the clipboard", expected));
    let mut steps = ground(Theme::Light, begin);
    steps.event(Event::Paste("Unit\tARR\nRetail Division\t5\n".to_owned()));
    until(&mut steps, "A1: Unit");
    // A click beside the sheet is a slip; Escape is meant.
    steps.drag_at(egui::pos2(5.0, 5.0));
    steps.drop_at(egui::pos2(5.0, 5.0));
    (0..3).for_each(|_| steps.step());
    assert!(steps.state().wizard.is_some());
    press(&mut steps, Key::Escape);
    assert!(matches!(steps.state().asked[..], [Asked::Close]));
}

#[test]
fn what_replaces_all_cannot_leave_rows_out() {
    let mut steps = with_file(Theme::Light, "faulty.csv", FAULTY.as_bytes().to_vec());
    until(&mut steps, "A1: Unit");
    click(&mut steps, "Next");
    click(&mut steps, "Numbers are written: 1,234.5");
    click(&mut steps, "Next");
    until(&mut steps, "Show: Problems 1");
    click(&mut steps, "What is there already: Replace");
    until(&mut steps, "Show: Problems 1");
    assert!(steps.query_by_label("Leave out 1 row with problems").is_none());
    click(&mut steps, "Create missing units");
    until(&mut steps, "Show: Problems 0");
    assert!(steps.query_all_by_label_contains("1 new unit").next().is_some());
}

#[test]
fn a_table_in_the_code_page_of_windows_is_read_and_said_to_be() {
    let bytes = b"Unit;ARR;Note\r\nRetail Division;1234;Gesch\xe4ft l\xe4uft\r\n".to_vec();
    let mut steps = with_file(Theme::Light, "old.csv", bytes);
    until(&mut steps, "Next");
    until(&mut steps, "C2: Geschäft läuft");
    steps.get_by_label("The text was read as Windows-1252; save as UTF-8 if letters look wrong.");
    let mut steps = with_file(Theme::Light, "new.csv", "Unit;Note\nRetail Division;läuft\n".into());
    until(&mut steps, "B2: läuft");
    assert!(steps.query_by_label_contains("Windows-1252").is_none());
}

#[test]
fn a_file_that_is_no_table_says_why_and_offers_another() {
    let mut steps = with_file(Theme::Light, "usage.xlsx", b"PK\x03\x04rubbish".to_vec());
    until(&mut steps, "The table cannot be read");
    steps.get_by_label_contains("damaged");
    click(&mut steps, "Choose another file…");
    assert!(matches!(steps.state().asked[..], [Asked::ChooseFile]));
}

/// Answers every question for a path with the same one.
struct Always(PathBuf);

impl FileDialogs for Always {
    fn ask(
        &self,
        purpose: Purpose,
        _: Option<PathBuf>,
        _: &str,
        _: Option<&eframe::Frame>,
        _: egui::Context,
    ) -> Pending {
        Pending::answered(purpose, Outcome::Chosen(self.0.clone()))
    }
}

#[test]
fn in_the_window_it_is_one_step_and_undone_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("usage.csv");
    std::fs::write(&path, "Unit key,Period,ARR\nretail,2025-Q4,150000\nspain,2025-Q4,7\n").unwrap();
    let own = path.clone();
    let mut window: Harness<'static, Option<App>> = builder(vec2(1280.0, 800.0), Theme::Light)
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                let start = || Start::new(None, None, Box::new(Always(own.clone())));
                app.get_or_insert_with(|| App::new(ui.ctx(), start())).pass(ui, None);
            },
            None,
        );
    let workspace = |window: &Harness<'static, Option<App>>| {
        Arc::clone(window.state().as_ref().unwrap().session().unwrap().document.workspace())
    };
    until(&mut window, "File");
    let before = workspace(&window);
    click(&mut window, "File");
    until(&mut window, "Import usage…");
    click(&mut window, "Import usage…");
    until(&mut window, "A1: Unit key");
    press(&mut window, Key::Enter);
    press(&mut window, Key::Enter);
    until(&mut window, "Import 2 figures");
    press(&mut window, Key::Enter);
    until(&mut window, "Undo import usage from usage.csv");
    let expected = vec![
        cell("retail", Q4, FieldValue::Arr(Some(money(150_000.0)))),
        cell("spain", Q4, FieldValue::Arr(Some(money(7.0)))),
    ];
    assert_eq!(*workspace(&window), applied(&before, &import("usage.csv", expected)).unwrap());
    let modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    window.key_press_modifiers(modifiers, Key::Z);
    (0..3).for_each(|_| window.step());
    assert_eq!(workspace(&window), before);
    // The grid goes out as a file: the same dialogs, another purpose.
    std::fs::remove_file(&path).unwrap();
    click(&mut window, "File");
    until(&mut window, "Export the usage grid…");
    click(&mut window, "Export the usage grid…");
    for _ in 0..500 {
        window.step();
        if path.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("Unit,Status,\"ARR, $\",\"Potential, $\",\"Penetration, %\","), "{text}");
    assert!(text.contains("\nDigital Division,Active,800000,900000,"), "{text}");
}

fn file_cell(entry: &Entry) -> dataset::Cell {
    match entry {
        Entry::Blank => dataset::Cell::Empty,
        Entry::Text(text) => dataset::Cell::Text(text.to_string()),
        Entry::Number(number) => dataset::Cell::Number(*number),
        other => panic!("{other:?}"),
    }
}

/// The grid as text and as a sheet, as they are read again.
fn there_and_back(grid: &GridTable) -> [Table; 2] {
    let rows: Vec<Vec<dataset::Cell>> =
        grid.rows.iter().map(|row| row.iter().map(file_cell).collect()).collect();
    let text = String::from_utf8(text_bytes(&grid.headings, &rows).unwrap()).unwrap();
    let sheet = sheet_bytes("usage", &grid.headings, &rows, date(2025, 12, 31)).unwrap();
    [table(&text), table_of_bytes("usage.xlsx", sheet)]
}

/// The grid of an account, as it is arranged.
fn exported(workspace: &Workspace, account: &str, view: &View) -> GridTable {
    let mut stage = Stage::new(UsagePanel::arranged(view.clone()), workspace.clone()).on(account);
    stage.panel.export();
    let mut grid = harness(stage, vec2(1424.0, 620.0), Theme::Light, UsagePanel::ui);
    let asked = grid.state_mut().take().into_iter().find_map(|action| match action {
        Action::Request(Request::ExportGrid(table)) => Some(table),
        _ => None,
    });
    *asked.unwrap()
}

#[test]
fn a_grid_that_is_exported_and_imported_again_changes_nothing() {
    let every: Vec<String> = [
        "status",
        "addressable",
        "arr",
        "one_time",
        "potential",
        "potential_low",
        "potential_high",
        "potential_basis",
        "category_spend",
        "budget_ceiling",
        "penetration",
        "white_space",
        "licensed_seats",
        "active_users",
        "eligible_users",
        "utilisation",
        "products",
        "depth",
        "note",
        "entry",
        "carried",
    ]
    .map(|key| format!("{key:?}"))
    .to_vec();
    let every = every.join(", ");
    let views: Vec<View> = [
        "()".to_owned(),
        format!("(columns: [{every}], sort: Some((\"arr\", true)))"),
        "(over_time: true, field: \"arr\")".to_owned(),
        "(over_time: true, field: \"depth\")".to_owned(),
        "(over_time: true, field: \"status\")".to_owned(),
        "(over_time: true, field: \"potential_low\")".to_owned(),
    ]
    .iter()
    .map(|text| ron::from_str(text).unwrap())
    .collect();
    let mut sample = samples::portfolio();
    // Texts that spreadsheets take for formulas, separators, several lines, and figures that are hard to write.
    let note = |unit: &str, text: &str| cell(unit, Q4, FieldValue::Note(Some(text.to_owned())));
    let cells = vec![
        note("retail", "=1+1; \"quoted\",\nnext line"),
        note("uk", "'-7"),
        cell("uk", Q4, FieldValue::Depth(Some(money(33.125)))),
        cell("spain", Q4, FieldValue::Arr(Some(money(0.1 + 0.2)))),
        cell("", Q4, FieldValue::OneTime(Some(money(1234.5)))),
        cell("france", Q4, FieldValue::Addressable(false)),
        cell("uk", Q4, FieldValue::PotentialLow(Some(money(1.0)))),
    ];
    sample = applied(&sample, &Edit::SetCells { account: "techcorp".into(), cells }).unwrap();
    for account in &sample.accounts {
        for view in &views {
            let grid = exported(&sample, account.key.as_str(), view);
            assert_eq!(grid.rows[0].len(), grid.headings.len());
            for table in there_and_back(&grid) {
                let key = Some(&account.key);
                let mut setup = inroads::document::usage::suggest(
                    &table,
                    &sample,
                    key,
                    sample.current_period(),
                    Head::AsFound,
                );
                for mode in [Mode::Update, Mode::Fill] {
                    setup.mode = mode;
                    let plan = planned(&table, &setup, &sample);
                    assert_eq!(plan.problems, [], "{} {view:?}", account.key);
                    assert_eq!(plan.edit, None, "{} {view:?}", account.key);
                }
                assert!(setup.meanings.iter().any(inroads::document::usage::Meaning::is_value));
            }
        }
    }
}

#[test]
fn the_steps_look_as_kept() {
    let mut kept = Kept::default();
    for theme in THEMES {
        let text = "Unit,Quarter,ARR,Potential,Licensed seats,Owner,Status\n\
            Retail Division,2025-Q4,\"$150,000\",\"200,000\",\"1,050\",Kim,Active\n\
            UK Operations,2025-Q4,\"450,000\",\"550,000\",200,Kim,Active\n\
            EMEA,2025-Q4,\"470,000\",\"1,600,000\",280,,2 of 4 active\n\
            Frence Operations,2025-Q4,\"20,000\",\"350,000\",80,Lee,Pilot\n\
            Spain Operations,2025-Q4,12x,\"300,000\",2.5,Lee,Open\n\
            Japan Operations,2025-Q4,,\"420,000\",,Lee,Competitor-held\n";
        let mut steps = with_file(theme, "usage.csv", text.as_bytes().to_vec());
        until(&mut steps, "A1: Unit");
        let name = word(theme);
        look(&mut steps, &format!("import-1-source-{name}"));
        kept.compare(&mut steps, &format!("import-source-{name}"));
        click(&mut steps, "Next");
        look(&mut steps, &format!("import-2-columns-{name}"));
        kept.compare(&mut steps, &format!("import-columns-{name}"));
        click(&mut steps, "Next");
        until(&mut steps, "Show: Problems 4");
        look(&mut steps, &format!("import-3-problems-{name}"));
        kept.compare(&mut steps, &format!("import-problems-{name}"));
        click(&mut steps, "Show: All rows 6");
        look(&mut steps, &format!("import-4-rows-{name}"));
        kept.compare(&mut steps, &format!("import-rows-{name}"));
    }
    kept.finish();
}
