//! The usage grid as somebody arranges it: one field over time, columns, order, filters, every field of a record, totals,
//! guardrails and confirming, driven by accessible labels.

use egui::{Event, Key, Modifiers, Theme, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use inroads::{
    document::{
        Cell, Edit, FieldValue, UnitChange,
        clipboard::{Copied, table_of_html},
    },
    domain::{BasisKind, EntryMode, Period, ProductState},
    ui::panels::{
        Action,
        usage::{UsagePanel, View},
    },
};

use super::support::{
    build::{count, money},
    panel::{Stage, harness},
    techcorp::{Q3, Q4, techcorp},
};

type Grid = Harness<'static, Stage<UsagePanel>>;

fn show(stage: Stage<UsagePanel>) -> Grid {
    harness(stage, vec2(1424.0, 620.0), Theme::Light, UsagePanel::ui)
}

fn grid() -> Grid {
    show(Stage::new(UsagePanel::default(), techcorp()).on("techcorp"))
}

/// With these columns after the names.
fn with_columns(columns: &[&str]) -> Grid {
    let columns: Vec<String> = columns.iter().map(|key| format!("{key:?}")).collect();
    let view: View = ron::from_str(&format!("(columns: [{}])", columns.join(", "))).unwrap();
    show(Stage::new(UsagePanel::arranged(view), techcorp()).on("techcorp"))
}

fn click(grid: &mut Grid, label: &str) {
    grid.get_by_label(label).click();
    grid.run();
}

fn click_role(grid: &mut Grid, role: Role, label: &str) {
    grid.get_by_role_and_label(role, label).click();
    grid.run();
}

fn press(grid: &mut Grid, modifiers: Modifiers, key: Key) {
    grid.key_press_modifiers(modifiers, key);
    grid.run();
}

fn type_text(grid: &mut Grid, text: &str) {
    grid.event(Event::Text(text.to_owned()));
    grid.run();
}

/// Types over a cell and takes it.
fn enter(grid: &mut Grid, label: &str, text: &str) -> Vec<Edit> {
    click(grid, label);
    grid.state_mut().take();
    type_text(grid, text);
    press(grid, Modifiers::NONE, Key::Enter);
    grid.state_mut().edits()
}

fn top(grid: &Grid, label: &str) -> f32 {
    grid.get_by_label(label).rect().top()
}

fn set(cells: Vec<(&str, Period, FieldValue)>) -> Edit {
    let cell = |(unit, period, value): (&str, Period, FieldValue)| Cell { unit: unit.into(), period, value };
    Edit::SetCells { account: "techcorp".into(), cells: cells.into_iter().map(cell).collect() }
}

fn potential(value: f64) -> FieldValue {
    FieldValue::PotentialValue(Some(money(value)))
}

fn shown(grid: &Grid) -> String {
    format!("{:?}", grid.state().panel.view().shown)
}

#[test]
fn one_field_over_time_is_entered_period_by_period() {
    let mut grid = grid();
    click(&mut grid, "Show: One field over time");
    click(&mut grid, "Field: ARR, $");
    click_role(&mut grid, Role::MenuItemRadio, "Potential, $");
    for heading in ["Unit", "2025-Q3", "2025-Q4"] {
        grid.get_by_role_and_label(Role::ColumnHeader, heading);
    }
    grid.get_by_label("TechCorp, Potential: 4,200,000");
    let edits = enter(&mut grid, "Digital Division, Potential in 2025-Q3: 900,000", "1M");
    assert_eq!(edits, [set(vec![("digital", Q3, potential(1_000_000.0))])]);
    // Sums of the other period follow, those of the period shown stay.
    grid.get_by_label("North America, Potential in 2025-Q3: 2,000,000");
    grid.get_by_label("North America, Potential: 1,900,000");
    // A block runs over periods; to the right fills them.
    click(&mut grid, "Spain Operations, Potential in 2025-Q3: 300,000");
    grid.state_mut().take();
    grid.event(Event::Paste("1\t2".to_owned()));
    grid.run();
    assert_eq!(
        grid.state_mut().edits(),
        [set(vec![("spain", Q3, potential(1.0)), ("spain", Q4, potential(2.0))])]
    );
    press(&mut grid, Modifiers::COMMAND, Key::R);
    assert_eq!(grid.state_mut().edits(), [set(vec![("spain", Q4, potential(1.0))])]);
    // Back: the cursor is on the same field again.
    click(&mut grid, "Show: One period");
    grid.get_by_label("Spain Operations, ARR: 0");
}

fn over_time(grid: &mut Grid, field: &str) {
    click(grid, "Show: One field over time");
    click(grid, "Field: ARR, $");
    // The list may be longer than the panel is tall.
    grid.get_by_role_and_label(Role::MenuItemRadio, field).click_accesskit();
    grid.run();
    grid.run();
}

#[test]
fn products_over_time_have_their_boxes_and_sums() {
    let mut grid = grid();
    over_time(&mut grid, "Products");
    // Digital took the second product between the two quarters.
    grid.get_by_label("TechCorp, Products: 2 of 4");
    grid.get_by_label("TechCorp, Products in 2025-Q3: 1 of 4");
    grid.get_by_label("Digital Division, Products in 2025-Q3: p1=Adopted; p2=Open; p3=Open; p4=Open");
    // The list of a unit, by keys, in its own period.
    let product = |unit: &'static str, key: &str, state| {
        set(vec![(unit, Q3, FieldValue::Product(key.into(), Some(state)))])
    };
    grid.get_by_label("UK Operations, Products in 2025-Q3: p1=Adopted; p2=Open; p3=Open; p4=Open");
    click(&mut grid, "EMEA, Products in 2025-Q3: 1 of 4");
    press(&mut grid, Modifiers::NONE, Key::ArrowDown);
    grid.state_mut().take();
    press(&mut grid, Modifiers::NONE, Key::F2);
    press(&mut grid, Modifiers::NONE, Key::ArrowDown);
    press(&mut grid, Modifiers::NONE, Key::Space);
    assert_eq!(grid.state_mut().edits(), [product("uk", "p2", ProductState::Adopted)]);
    press(&mut grid, Modifiers::NONE, Key::Escape);
    grid.get_by_label("TechCorp, Products in 2025-Q3: 2 of 4");
    // Copied from one quarter, pasted into the one before.
    click(&mut grid, "North America, Products: 2 of 4");
    press(&mut grid, Modifiers::NONE, Key::ArrowDown);
    grid.event(Event::Copy);
    grid.run();
    let actions = grid.state_mut().take();
    let [.., Action::Copy(copied)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!(copied.text, "p1=Adopted; p2=Adopted\n");
    press(&mut grid, Modifiers::NONE, Key::ArrowLeft);
    grid.state_mut().take();
    grid.event(Event::Paste(copied.text.clone()));
    grid.run();
    let state = |key: &str| ("digital", Q3, FieldValue::Product(key.into(), Some(ProductState::Adopted)));
    assert_eq!(grid.state_mut().edits(), [set(vec![state("p1"), state("p2")])]);
    // The other orientation knows of it.
    click(&mut grid, "Show: One period");
    grid.state_mut().period = Q3;
    grid.run();
    grid.get_by_label("Digital Division, Products: p1=Adopted; p2=Adopted; p3=Open; p4=Open");
}

#[test]
fn carried_figures_over_time_are_confirmed_in_their_period() {
    let next = Q4.plus(1);
    let mut stage = Stage::new(UsagePanel::default(), techcorp()).on("techcorp");
    stage.period = next;
    stage.document.apply(&Edit::OpenPeriod { period: next }).unwrap();
    let mut grid = show(stage);
    over_time(&mut grid, "Carried");
    grid.get_by_label("TechCorp, Carried in 2025-Q4: None carried");
    grid.get_by_label_contains("TechCorp, Carried: 9 carried");
    grid.get_by_label("Digital Division, Carried: carried, not confirmed");
    grid.get_by_label("Digital Division, Carried in 2025-Q4: Confirmed");
    let confirm = |units: &[&str], period| Edit::Confirm {
        account: "techcorp".into(),
        units: units.iter().copied().map(Into::into).collect(),
        period,
    };
    click(&mut grid, "Digital Division, Carried: carried, not confirmed");
    assert_eq!(grid.state_mut().edits(), [confirm(&["digital"], next)]);
    // A branch, from another period.
    grid.state_mut().period = Q4;
    grid.run();
    click(&mut grid, "EMEA, Carried in 2026-Q1: 4 carried");
    grid.state_mut().take();
    press(&mut grid, Modifiers::NONE, Key::Space);
    assert_eq!(grid.state_mut().edits(), [confirm(&["uk", "france", "germany", "spain"], next)]);
    grid.get_by_label("TechCorp, Carried in 2026-Q1: 4 carried");
}

#[test]
fn a_rate_over_time_is_read_only() {
    let mut grid = grid();
    click(&mut grid, "Show: One field over time");
    click(&mut grid, "Field: ARR, $");
    click_role(&mut grid, Role::MenuItemRadio, "Penetration");
    click(&mut grid, "Digital Division, Penetration in 2025-Q3: 88.9%");
    grid.state_mut().take();
    type_text(&mut grid, "5");
    assert_eq!(grid.state_mut().toasts(), ["Penetration is calculated; enter the figures it comes from."]);
}

#[test]
fn columns_are_chosen_moved_and_kept_in_view() {
    let mut grid = grid();
    click(&mut grid, "Columns");
    for column in ["Note", "Status", "Utilisation"] {
        grid.get_by_role_and_label(Role::CheckBox, column).click_accesskit();
        grid.run();
    }
    press(&mut grid, Modifiers::NONE, Key::Escape);
    assert!(shown(&grid).starts_with("[Unit, Arr, Potential"), "{}", shown(&grid));
    assert!(shown(&grid).ends_with("Products, Note, Carried]"), "{}", shown(&grid));
    click_role(&mut grid, Role::ColumnHeader, "Potential");
    click_role(&mut grid, Role::MenuItem, "Move left");
    click_role(&mut grid, Role::ColumnHeader, "Note");
    click_role(&mut grid, Role::MenuItem, "Hide");
    assert!(shown(&grid).starts_with("[Unit, Potential, Arr, Penetration"), "{}", shown(&grid));
    click_role(&mut grid, Role::ColumnHeader, "Potential");
    click_role(&mut grid, Role::MenuItem, "Keep in view up to here");
    assert_eq!(grid.state().panel.view().frozen, 2);
    // By keys: the menu of the active column.
    click(&mut grid, "Digital Division, ARR: 800,000");
    press(&mut grid, Modifiers::ALT, Key::ArrowDown);
    let before = grid.get_by_label("Digital Division, ARR: 800,000").rect().width();
    click_role(&mut grid, Role::MenuItem, "Wider");
    let after = grid.get_by_label("Digital Division, ARR: 800,000").rect().width();
    assert_eq!(after, before + 24.0);
    let text = ron::to_string(grid.state().panel.view()).unwrap();
    assert_eq!(&ron::from_str::<View>(&text).unwrap(), grid.state().panel.view());
    click(&mut grid, "Columns");
    click_role(&mut grid, Role::MenuItem, "Usual columns");
    assert_eq!(grid.state().panel.view(), &View::default());
}

#[test]
fn columns_are_dragged_to_their_place_and_width() {
    let mut grid = grid();
    let heading = |grid: &Grid, name: &str| grid.get_by_role_and_label(Role::ColumnHeader, name).rect();
    let (from, to) = (heading(&grid, "Carried"), heading(&grid, "Status"));
    grid.drag_at(from.center());
    grid.run();
    grid.hover_at(to.left_center() + vec2(8.0, 0.0));
    grid.run();
    grid.drop_at(to.left_center() + vec2(8.0, 0.0));
    grid.run();
    assert!(shown(&grid).starts_with("[Unit, Carried, Status"), "{}", shown(&grid));
    let edge = heading(&grid, "ARR").right_center() - vec2(2.0, 0.0);
    grid.drag_at(edge);
    grid.run();
    grid.hover_at(edge + vec2(42.0, 0.0));
    grid.run();
    grid.drop_at(edge + vec2(42.0, 0.0));
    grid.run();
    assert_eq!(heading(&grid, "ARR").width(), 150.0);
}

#[test]
fn siblings_are_sorted_and_rows_stay_while_somebody_types() {
    let mut grid = grid();
    click_role(&mut grid, Role::ColumnHeader, "Potential");
    click_role(&mut grid, Role::MenuItemRadio, "Smallest first");
    grid.get_by_role_and_label(Role::ColumnHeader, "Potential, sorted, smallest first");
    // Branches among each other, and units within their branch.
    assert!(top(&grid, "APAC") < top(&grid, "EMEA") && top(&grid, "EMEA") < top(&grid, "North America"));
    assert!(top(&grid, "Retail Division") < top(&grid, "Enterprise Division"));
    let before = top(&grid, "Retail Division");
    enter(&mut grid, "Retail Division, Potential: 200,000", "5M");
    assert_eq!(top(&grid, "Retail Division"), before);
    click_role(&mut grid, Role::ColumnHeader, "Potential, sorted, smallest first");
    click_role(&mut grid, Role::MenuItemRadio, "As in the tree");
    assert!(top(&grid, "North America") < top(&grid, "APAC"));
}

#[test]
fn filters_keep_what_is_above_and_stand_as_chips() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, ARR: 800,000");
    press(&mut grid, Modifiers::ALT, Key::ArrowDown);
    click_role(&mut grid, Role::MenuItem, "Filter…");
    type_text(&mut grid, "many");
    grid.get_by_label_contains("Type a number such as > 100K");
    press(&mut grid, Modifiers::COMMAND, Key::A);
    type_text(&mut grid, "> 300K");
    press(&mut grid, Modifiers::NONE, Key::Enter);
    for label in ["TechCorp", "North America", "Digital Division", "EMEA", "UK Operations"] {
        grid.get_by_label(label);
    }
    for label in ["Enterprise Division", "APAC", "Spain Operations"] {
        assert!(grid.query_by_label(label).is_none(), "{label}");
    }
    grid.get_by_label("5 of 13 rows");
    click(&mut grid, "Remove ARR: > 300K");
    grid.get_by_label("Spain Operations");
    // A branch by its name.
    click_role(&mut grid, Role::ColumnHeader, "Unit");
    click_role(&mut grid, Role::MenuItem, "Filter…");
    type_text(&mut grid, "apac");
    click(&mut grid, "Show these rows");
    grid.get_by_label("Japan Operations");
    assert!(grid.query_by_label("EMEA").is_none());
}

#[test]
fn every_field_of_a_record_has_its_editor() {
    let columns = ["potential", "potential_low", "potential_high", "potential_basis", "one_time"];
    let mut grid = with_columns(&columns);
    let entered = |value| vec![set(vec![("spain", Q4, value)])];
    let edits = enter(&mut grid, "Spain Operations, Potential, low: unknown", "$250K");
    assert_eq!(edits, entered(FieldValue::PotentialLow(Some(money(250_000.0)))));
    let edits = enter(&mut grid, "Spain Operations, Potential, high: unknown", "= 2 * 200K");
    assert_eq!(edits, entered(FieldValue::PotentialHigh(Some(money(400_000.0)))));
    let edits = enter(&mut grid, "Spain Operations, Basis: Stated budget", "head");
    assert_eq!(edits, entered(FieldValue::PotentialBasis(BasisKind::Headcount)));
    let edits = enter(&mut grid, "Spain Operations, One-time fees: unknown", "1.5k");
    assert_eq!(edits, entered(FieldValue::OneTime(Some(money(1500.0)))));
    // Above the potential there is no low end; the text stays and says why.
    assert_eq!(enter(&mut grid, "Spain Operations, Potential, low: 250,000", "1M"), []);
    grid.get_by_label_contains("cannot lie above the potential");
    press(&mut grid, Modifiers::NONE, Key::Escape);

    let columns = ["addressable", "category_spend", "budget_ceiling", "depth", "note", "eligible_users"];
    let mut grid = with_columns(&columns);
    click(&mut grid, "Spain Operations, Addressable: Yes");
    press(&mut grid, Modifiers::NONE, Key::Space);
    assert_eq!(grid.state_mut().edits(), entered(FieldValue::Addressable(false)));
    let edits = enter(&mut grid, "Spain Operations, Addressable: No", "yes");
    assert_eq!(edits, entered(FieldValue::Addressable(true)));
    let edits = enter(&mut grid, "Spain Operations, Category spend: unknown", "(0)");
    assert_eq!(edits, entered(FieldValue::CategorySpend(Some(money(0.0)))));
    let edits = enter(&mut grid, "Spain Operations, Budget ceiling: unknown", "1.234,50");
    assert_eq!(edits, entered(FieldValue::BudgetCeiling(Some(money(1234.5)))));
    click(&mut grid, "Spain Operations, Adoption depth: unknown");
    type_text(&mut grid, "35");
    grid.get_by_label("Read as 35%, was empty");
    press(&mut grid, Modifiers::NONE, Key::Enter);
    assert_eq!(grid.state_mut().edits(), entered(FieldValue::Depth(Some(money(35.0)))));
    let edits = enter(&mut grid, "Spain Operations, Note: none", "Call in March");
    assert_eq!(edits, entered(FieldValue::Note(Some("Call in March".to_owned()))));
    let edits = enter(&mut grid, "Spain Operations, Eligible users: 200", "0,2K");
    assert_eq!(edits, []);
    press(&mut grid, Modifiers::NONE, Key::Escape);
}

#[test]
fn a_total_shows_what_is_unallocated() {
    let mut grid = grid();
    click(&mut grid, "North America, ARR: 1,050,000");
    press(&mut grid, Modifiers::NONE, Key::F2);
    grid.state_mut().take();
    press(&mut grid, Modifiers::ALT, Key::T);
    let mode = |mode| Edit::SetUnits {
        account: "techcorp".into(),
        units: vec!["na".into()],
        change: UnitChange::EntryMode(mode),
    };
    assert_eq!(grid.state_mut().edits(), [mode(EntryMode::Total)]);
    type_text(&mut grid, "1.2M");
    press(&mut grid, Modifiers::NONE, Key::Enter);
    let arr = |value: f64| FieldValue::Arr(Some(money(value)));
    assert_eq!(grid.state_mut().edits(), [set(vec![("na", Q4, arr(1_200_000.0))])]);
    grid.get_by_label("North America, ARR: 1,200,000, $150K unallocated");
    enter(&mut grid, "North America, ARR: 1,200,000, $150K unallocated", "1M");
    grid.get_by_label("North America, ARR: 1,000,000, $50K over, check: Total below its parts");
    // In its own column by Space.
    let mut grid = with_columns(&["arr", "entry"]);
    click(&mut grid, "EMEA, Entered as: Direct");
    press(&mut grid, Modifiers::NONE, Key::Space);
    let edits = grid.state_mut().edits();
    assert!(matches!(&edits[..], [Edit::SetUnits { change: UnitChange::EntryMode(EntryMode::Total), .. }]));
    press(&mut grid, Modifiers::NONE, Key::Space);
    grid.get_by_label("EMEA, Entered as: Direct");
}

#[test]
fn a_guardrail_marks_its_cell_and_explains_itself() {
    let mut grid = grid();
    click(&mut grid, "Retail Division, Active users: 20");
    grid.state_mut().take();
    // Before it is taken, it says what it would come to.
    type_text(&mut grid, "62");
    grid.get_by_label("More users than seats: true-up or sharing.");
    press(&mut grid, Modifiers::NONE, Key::Enter);
    let edits = grid.state_mut().edits();
    assert_eq!(edits, [set(vec![("retail", Q4, FieldValue::ActiveUsers(Some(count(62))))])]);
    let marked = "Retail Division, Active users: 62, check: More users than seats";
    grid.get_by_label(marked).hover();
    grid.run();
    grid.get_by_label("More users than seats: true-up or sharing.");
    grid.get_by_label("G-15");
    // By keys.
    click(&mut grid, "Digital Division, ARR: 800,000");
    click(&mut grid, marked);
    grid.hover_at(egui::pos2(1.0, 1.0));
    grid.run();
    assert!(grid.query_by_label("G-15").is_none());
    press(&mut grid, Modifiers::SHIFT, Key::F2);
    grid.get_by_label("G-15");
    press(&mut grid, Modifiers::SHIFT, Key::F2);
    assert!(grid.query_by_label("G-15").is_none());
}

#[test]
fn a_range_of_carried_figures_is_confirmed_at_once() {
    let mut stage = Stage::new(UsagePanel::default(), techcorp()).on("techcorp");
    stage.period = Q4.plus(1);
    stage.document.apply(&Edit::OpenPeriod { period: stage.period }).unwrap();
    let mut grid = show(stage);
    let confirm = |units: &[&str]| Edit::Confirm {
        account: "techcorp".into(),
        units: units.iter().map(|unit| (*unit).into()).collect(),
        period: Q4.plus(1),
    };
    click(&mut grid, "Digital Division, ARR: 800,000, carried");
    press(&mut grid, Modifiers::SHIFT, Key::ArrowDown);
    grid.state_mut().take();
    press(&mut grid, Modifiers::NONE, Key::Space);
    assert_eq!(grid.state_mut().edits(), [confirm(&["digital", "enterprise"])]);
    grid.get_by_label("carried from 2025-Q4 · 2 of 9 confirmed");
    // Typing the same figure again stands behind it too, and over time a cell is confirmed by itself.
    click(&mut grid, "Show: One field over time");
    click(&mut grid, "UK Operations, ARR: 450,000, carried");
    grid.state_mut().take();
    press(&mut grid, Modifiers::NONE, Key::Space);
    assert_eq!(grid.state_mut().edits(), [confirm(&["uk"])]);
    grid.get_by_label("UK Operations, ARR: 450,000");
}

#[test]
fn a_look_before_pasting_can_be_asked_for() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, ARR: 800,000");
    grid.state_mut().take();
    click(&mut grid, "Paste…");
    grid.event(Event::Paste("5".to_owned()));
    grid.run();
    assert_eq!(grid.state_mut().take(), []);
    grid.get_by_role_and_label(Role::Dialog, "Paste 1 cell?");
    press(&mut grid, Modifiers::NONE, Key::Enter);
    let arr = FieldValue::Arr(Some(money(5.0)));
    assert_eq!(grid.state_mut().edits(), [set(vec![("digital", Q4, arr)])]);
}

#[test]
fn the_whole_grid_is_copied_with_its_headings() {
    let mut grid = with_columns(&["status", "arr"]);
    click(&mut grid, "Columns");
    grid.state_mut().take();
    click_role(&mut grid, Role::MenuItem, "Copy the grid");
    let actions = grid.state_mut().take();
    let [Action::Copy(Copied { text, html: Some(html) })] = &actions[..] else { panic!("{actions:?}") };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 14);
    assert_eq!(lines[..2], ["Unit\tStatus\tARR, $", "TechCorp\t3 of 9 active\t1500000"]);
    let table = table_of_html(html);
    assert_eq!((table.len(), table[0][2].text.as_str()), (14, "ARR, $"));
    assert_eq!((table[1][0].text.as_str(), table[1][2].number), ("TechCorp", Some(1_500_000.0)));
}

#[test]
fn all_units_collapse_and_open() {
    let mut grid = grid();
    click(&mut grid, "Columns");
    click_role(&mut grid, Role::MenuItem, "Collapse all units");
    assert!(grid.query_by_label("Spain Operations").is_none());
    let node = grid.get_by_label("EMEA");
    assert_eq!(node.accesskit_node().data().is_expanded(), Some(false));
    click(&mut grid, "Columns");
    click_role(&mut grid, Role::MenuItem, "Open all units");
    grid.get_by_label("Spain Operations");
}

/// Every line of text that was painted in the last pass.
fn painted(grid: &Grid) -> Vec<String> {
    fn texts(shape: &egui::Shape, found: &mut Vec<String>) {
        match shape {
            // What is seen, not what was asked for: a line that was cut ends with an ellipsis.
            egui::Shape::Text(text) => found.extend(text.galley.rows.iter().map(|row| row.text())),
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    grid.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut found));
    found
}

/// A number that is cut reads as another number.
#[test]
fn a_figure_without_room_is_short_and_says_the_whole() {
    let mut stage = Stage::new(UsagePanel::default(), techcorp()).on("techcorp");
    let cells = [("digital", 7_277_063_112.0), ("retail", 1_234_567_890_123.0)];
    let cells = cells.map(|(unit, value)| (unit, Q4, FieldValue::Arr(Some(money(value)))));
    stage.document.apply(&set(cells.to_vec())).unwrap();
    let mut grid = show(stage);
    grid.get_by_label_contains("Digital Division, ARR: 7,277,063,112");
    let seen = painted(&grid);
    assert!(seen.iter().any(|text| text == "7.3B"), "{seen:?}");
    assert!(seen.iter().any(|text| text == "1,234.6B"), "{seen:?}");
    let is_cut = |text: &&String| text.ends_with('…') && text.starts_with(|c: char| c.is_ascii_digit());
    assert_eq!(seen.iter().find(is_cut), None);
    // The whole figure stands in the explanation, for the pointer and for keys.
    grid.get_by_label_contains("Digital Division, ARR: 7,277,063,112").click();
    grid.run();
    press(&mut grid, Modifiers::SHIFT, Key::F2);
    grid.get_by_label("ARR: 7,277,063,112");
    // Where not even the short form has room, a sign stands as in other spreadsheets.
    let view: View = ron::from_str("(columns: [\"unit\", \"arr\"], widths: [(\"arr\", 56.0)])").unwrap();
    let document =
        std::mem::replace(grid.state_mut(), Stage::new(UsagePanel::arranged(view), techcorp())).document;
    grid.state_mut().document = document;
    grid.state_mut().selection.account = Some("techcorp".into());
    grid.run();
    let seen = painted(&grid);
    assert!(seen.iter().any(|text| text == "###"), "{seen:?}");
    grid.get_by_label_contains("Retail Division, ARR: 1,234,567,890,123");
}
