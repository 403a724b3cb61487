//! The usage grid: what it shows, and the exact actions that keys, pointer and clipboard lead to.

use egui::{Event, Key, Modifiers, Theme, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use inroads::{
    document::{Cell, Edit, FieldValue},
    domain::{EntryMode, Period, ProductState, Status, UnitKey, Workspace},
    ui::panels::{Action, Request, usage::UsagePanel},
};

use super::support::{
    build::{count, money},
    panel::{Stage, harness},
    techcorp::{Q4, techcorp},
};

type Grid = Harness<'static, Stage<UsagePanel>>;

fn show(stage: Stage<UsagePanel>) -> Grid {
    harness(stage, vec2(1424.0, 560.0), Theme::Light, inroads::ui::panels::UsagePanel::ui)
}

fn grid() -> Grid {
    show(Stage::new(UsagePanel::default(), techcorp()).on("techcorp"))
}

/// In the next quarter, in which all figures are carried.
fn opened() -> Grid {
    let mut stage = Stage::new(UsagePanel::default(), techcorp()).on("techcorp");
    stage.period = Q4.plus(1);
    stage.document.apply(&Edit::OpenPeriod { period: stage.period }).unwrap();
    show(stage)
}

fn click(grid: &mut Grid, label: &str) {
    grid.get_by_label(label).click();
    grid.run();
}

fn keys(grid: &mut Grid, keys: &[Key]) {
    for key in keys {
        grid.key_press(*key);
        grid.run();
    }
}

fn with(grid: &mut Grid, modifiers: Modifiers, keys: &[Key]) {
    for key in keys {
        grid.key_press_modifiers(modifiers, *key);
        grid.run();
    }
}

fn type_text(grid: &mut Grid, text: &str) {
    grid.event(Event::Text(text.to_owned()));
    grid.run();
}

fn paste(grid: &mut Grid, text: &str) -> Vec<Action> {
    grid.state_mut().take();
    grid.event(Event::Paste(text.to_owned()));
    grid.run();
    grid.state_mut().take()
}

fn copied(grid: &mut Grid) -> String {
    grid.state_mut().take();
    grid.event(Event::Copy);
    grid.run();
    let copy = |action| if let Action::Copy(copied) = action { Some(copied) } else { None };
    let copied = grid.state_mut().take().into_iter().find_map(copy).expect("nothing was copied");
    // What is pasted later comes from there, with its HTML.
    grid.state_mut().board.0 = copied.html;
    copied.text
}

#[test]
fn what_is_cut_is_copied_and_gone() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, ARR: 800,000");
    grid.state_mut().take();
    grid.event(Event::Cut);
    grid.run();
    let actions = grid.state_mut().take();
    let [Action::Copy(copied), Action::Edit(edit)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!(copied.text, "800000\n");
    assert_eq!(*edit, set(vec![cell("digital", FieldValue::Arr(None))]));
}

fn cell(unit: &str, value: FieldValue) -> Cell {
    Cell { unit: unit.into(), period: Q4, value }
}

fn set(cells: Vec<Cell>) -> Edit {
    Edit::SetCells { account: "techcorp".into(), cells }
}

fn arr(value: f64) -> FieldValue {
    FieldValue::Arr(Some(money(value)))
}

fn potential(value: f64) -> FieldValue {
    FieldValue::PotentialValue(Some(money(value)))
}

#[test]
fn cells_say_unit_column_and_value() {
    let grid = grid();
    for label in [
        "TechCorp, Status: 3 of 9 active",
        "TechCorp, Penetration: 35.7%",
        "North America, White space: 850,000",
        "EMEA, Products: 1 of 4",
        "Retail Division, ARR: 0",
        "Germany Operations, Status: Competitor-held",
        "Spain Operations, Utilisation: unknown",
        "Digital Division, Carried: Confirmed",
    ] {
        grid.get_by_label(label);
    }
    for heading in ["Unit", "Status", "ARR", "White space", "Eligible users", "Carried"] {
        grid.get_by_role_and_label(Role::ColumnHeader, heading);
    }
    grid.get_by_role_and_label(Role::Grid, "Usage of TechCorp");
}

#[test]
fn typing_replaces_and_enter_goes_down() {
    let mut grid = grid();
    click(&mut grid, "Enterprise Division, Potential: 800,000");
    assert_eq!(grid.state_mut().take(), [Action::SelectUnits(vec!["enterprise".into()])]);
    type_text(&mut grid, "1");
    type_text(&mut grid, ".2M");
    let field = grid.get_by_label("Edit Potential of Enterprise Division");
    assert_eq!(field.value().as_deref(), Some("1.2M"));
    keys(&mut grid, &[Key::Enter]);
    assert_eq!(
        grid.state_mut().take(),
        [
            Action::Edit(set(vec![cell("enterprise", potential(1_200_000.0))])),
            Action::SelectUnits(vec!["retail".into()]),
        ]
    );
    // Half as much again as the stated budget supports: the cell says so.
    grid.get_by_label("Enterprise Division, Potential: 1,200,000, check: Inflated potential");
}

#[test]
fn keys_that_come_in_one_pass_lose_nothing() {
    let mut grid = grid();
    click(&mut grid, "Enterprise Division, ARR: 250,000");
    grid.state_mut().take();
    let key = |key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let typed = |text: &str| Event::Text(text.to_owned());
    grid.input_mut().events.extend([
        typed("7"),
        typed("0"),
        key(Key::Enter),
        typed("8"),
        key(Key::Tab),
        typed("9"),
    ]);
    grid.run();
    keys(&mut grid, &[Key::Enter]);
    assert_eq!(
        grid.state_mut().edits(),
        [
            set(vec![cell("enterprise", arr(70.0))]),
            set(vec![cell("retail", arr(8.0))]),
            set(vec![cell("retail", potential(9.0))]),
        ]
    );
}

#[test]
fn escape_keeps_the_old_value_and_f2_edits_it() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, ARR: 800,000");
    keys(&mut grid, &[Key::F2]);
    assert_eq!(grid.get_by_label("Edit ARR of Digital Division").value().as_deref(), Some("800000"));
    type_text(&mut grid, "5");
    keys(&mut grid, &[Key::Escape]);
    assert!(grid.query_by_label("Edit ARR of Digital Division").is_none());
    assert_eq!(grid.state_mut().edits(), []);
    // The grid has the focus again.
    keys(&mut grid, &[Key::F2]);
    type_text(&mut grid, "0");
    keys(&mut grid, &[Key::Tab]);
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("digital", arr(8_000_000.0))])]);
}

#[test]
fn what_is_not_understood_stays_with_its_reason() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, Licensed seats: 450");
    grid.state_mut().take();
    type_text(&mut grid, "4.5");
    keys(&mut grid, &[Key::Enter]);
    grid.get_by_label_contains("is not whole");
    assert_eq!(grid.get_by_label("Edit Licensed seats of Digital Division").value().as_deref(), Some("4.5"));
    assert_eq!(grid.state_mut().take(), []);
    // A click elsewhere does not throw the text away either.
    click(&mut grid, "Retail Division, ARR: 0");
    grid.get_by_label("Edit Licensed seats of Digital Division");
    keys(&mut grid, &[Key::Escape]);
    assert_eq!(grid.state_mut().edits(), []);
}

#[test]
fn arrows_edges_and_ranges() {
    let mut grid = grid();
    click(&mut grid, "TechCorp, ARR: 1,500,000");
    keys(&mut grid, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowRight, Key::ArrowLeft]);
    assert_eq!(grid.state().selection.units, [UnitKey::from("digital")]);
    with(&mut grid, Modifiers::COMMAND, &[Key::ArrowDown]);
    assert_eq!(grid.state().selection.units, [UnitKey::from("australia")]);
    with(&mut grid, Modifiers::COMMAND, &[Key::Home]);
    // Nothing in particular is selected: the account as a whole.
    assert_eq!(grid.state().selection.units, []);
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(grid.state().selection.units.len(), 3);
    assert_eq!(grid.state().selection.units.last(), Some(&UnitKey::root()));
    keys(&mut grid, &[Key::End]);
    with(&mut grid, Modifiers::COMMAND, &[Key::A]);
    assert_eq!(copied(&mut grid).lines().count(), 13);
    keys(&mut grid, &[Key::PageDown]);
    assert_eq!(grid.state().selection.units.len(), 1);
}

#[test]
fn the_sum_of_a_range_counts_nothing_twice() {
    let mut grid = grid();
    click(&mut grid, "North America, ARR: 1,050,000");
    assert_eq!(grid.state().panel.summary(), None);
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowRight]);
    let summary = grid.state().panel.summary().unwrap();
    assert_eq!((summary.cells, summary.sum), (6, Some(2_950_000.0)));
    assert_eq!(summary.mean.map(f64::round), Some(491_667.0));
    // Rates have a mean and no sum; mixed columns have neither.
    click(&mut grid, "Digital Division, Penetration: 88.9%");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown]);
    let summary = grid.state().panel.summary().unwrap();
    assert!(summary.sum.is_none() && summary.mean.is_some());
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowRight]);
    assert!(grid.state().panel.summary().unwrap().mean.is_none());
}

#[test]
fn copies_plain_numbers_and_words() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, Status: Active");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowRight, Key::ArrowRight, Key::ArrowRight, Key::ArrowDown]);
    let text = copied(&mut grid);
    assert_eq!(text, "Active\t800000\t900000\t88.88888888888889\nActive\t250000\t800000\t31.25\n");
}

#[test]
fn pastes_a_block_as_one_step() {
    let mut grid = grid();
    click(&mut grid, "France Operations, Status: Unpenetrated");
    let actions = paste(&mut grid, "Pilot\t\"1.234,5\"\t12,5\r\nactive\t$400K\t\r\n");
    let expected = set(vec![
        cell("france", FieldValue::Status(Some(Status::Pilot))),
        cell("france", arr(1234.5)),
        cell("france", potential(12.5)),
        cell("germany", FieldValue::Status(Some(Status::Active))),
        cell("germany", arr(400_000.0)),
        cell("germany", FieldValue::PotentialValue(None)),
    ]);
    assert_eq!(actions, [Action::Edit(expected)]);
    assert_eq!(grid.state_mut().document.undo_label(), Some("set 6 cells"));
}

#[test]
fn one_value_fills_the_range_and_roll_ups_stay() {
    let mut grid = grid();
    click(&mut grid, "Spain Operations, Eligible users: 200");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown, Key::ArrowDown]);
    let actions = paste(&mut grid, "70");
    let eligible = FieldValue::EligibleUsers(Some(count(70)));
    assert_eq!(
        actions,
        [
            Action::Edit(set(vec![cell("spain", eligible.clone()), cell("japan", eligible)])),
            Action::Toast { text: "2 cells pasted; 1 calculated cell left as they are.".into(), undo: true },
        ]
    );
}

#[test]
fn a_doubtful_block_is_shown_before_it_is_pasted() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, ARR: 800,000");
    assert_eq!(paste(&mut grid, "1\nabc\n-3"), []);
    grid.get_by_role_and_label(Role::Dialog, "Paste 1 cell?");
    grid.get_by_label("Digital Division, ARR: 1");
    grid.get_by_label_contains("Enterprise Division, ARR “abc”:");
    grid.get_by_label_contains("Retail Division, ARR “-3”:");
    grid.get_by_label_contains("2 places cannot be read");
    click(&mut grid, "Cancel");
    assert_eq!(grid.state_mut().take(), []);
    // What can be read is one step; the rest stays as it was.
    paste(&mut grid, "1\nabc\n3");
    click(&mut grid, "Only what cannot be read (1)");
    assert!(grid.query_by_label("Digital Division, ARR: 1").is_none());
    click(&mut grid, "Paste what can be read");
    let expected = set(vec![cell("digital", arr(1.0)), cell("retail", arr(3.0))]);
    assert_eq!(grid.state_mut().edits(), [expected]);
    // Calculated cells only.
    click(&mut grid, "Digital Division, Penetration: 0.0%");
    assert!(
        matches!(&paste(&mut grid, "1")[..], [Action::Toast { text, .. }] if text.contains("calculated"))
    );
}

#[test]
fn a_block_that_is_too_high_says_what_would_be_left_out() {
    let mut grid = grid();
    click(&mut grid, "Australia Operations, ARR: 0");
    assert_eq!(paste(&mut grid, "1\n2\n3"), []);
    grid.get_by_label_contains("2 rows below the last row would be left out.");
    click(&mut grid, "Paste");
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("australia", arr(1.0))])]);
}

#[test]
fn a_block_finds_its_rows_by_names_and_its_columns_by_headings() {
    let mut grid = grid();
    click(&mut grid, "Digital Division");
    grid.state_mut().take();
    let text = "Unit\tPotential, $\tKarma\tARR\nSpain operations\t500K\tx\t\nRetail Division\t\tx\t12\nAtlantis\t1\tx\t2\n";
    assert_eq!(paste(&mut grid, text), []);
    grid.get_by_label_contains("found by the names of the units");
    grid.get_by_label_contains("1 column would be left out.");
    grid.get_by_label("No row is called “Atlantis”.");
    grid.get_by_label("Spain Operations, Potential: 500,000");
    click(&mut grid, "Paste what can be read");
    let expected = set(vec![
        cell("spain", potential(500_000.0)),
        cell("spain", FieldValue::Arr(None)),
        cell("retail", FieldValue::PotentialValue(None)),
        cell("retail", arr(12.0)),
    ]);
    assert_eq!(grid.state_mut().edits(), [expected]);
    assert_eq!(grid.state_mut().document.undo_label(), Some("set 4 cells"));
}

#[test]
fn what_is_copied_changes_nothing_where_it_comes_back() {
    let portfolio = inroads::files::samples::portfolio();
    let accounts: Vec<String> = portfolio.accounts.iter().map(|account| account.key.to_string()).collect();
    let of = |sample: &Workspace, account: &str| (sample.clone(), account.to_owned());
    let mut all = vec![of(&techcorp(), "techcorp")];
    all.extend(accounts.iter().map(|account| of(&portfolio, account)));
    let mut pasted = 0;
    for (sample, account) in all {
        let mut grid = show(Stage::new(UsagePanel::default(), sample).on(&account));
        let first = grid.state().document.workspace();
        let first = first.accounts[first.find_account(&account.as_str().into()).unwrap()].name.clone();
        click(&mut grid, &first);
        with(&mut grid, Modifiers::COMMAND, &[Key::A]);
        let text = copied(&mut grid);
        let before = grid.state().document.workspace().clone();
        let mut edits = paste(&mut grid, &text);
        // A large block is shown before it is pasted.
        keys(&mut grid, &[Key::Enter]);
        edits.extend(grid.state_mut().take());
        pasted += edits.iter().filter(|action| matches!(action, Action::Edit(_))).count();
        assert!(**grid.state().document.workspace() == *before, "{account} changed");
    }
    // The block was entered, and not refused as a whole.
    assert!(pasted > accounts.len() / 2, "{pasted}");
}

/// A spreadsheet shows rounded numbers, and says what stands behind them beside the text.
#[test]
fn what_stands_behind_rounded_numbers_comes_along() {
    let mut grid = grid();
    let calc = "<table><tr><td align=\"right\" sdval=\"1234.567\" sdnum=\"1033;0;#,##0\">1,235</td>\
                <td align=\"right\" sdval=\"900000.4\">900,000</td></tr></table>";
    grid.state_mut().board.0 = Some(calc.to_owned());
    click(&mut grid, "Retail Division, ARR: 0");
    let pasted = paste(&mut grid, "1,235\t900,000\n");
    let cells = vec![cell("retail", arr(1234.567)), cell("retail", potential(900_000.4))];
    assert!(pasted.contains(&Action::Edit(set(cells))), "{pasted:?}");
    // HTML that shows something else is older than the text, or of another kind; the text alone counts.
    click(&mut grid, "Enterprise Division, ARR: 250,000");
    let pasted = paste(&mut grid, "1,236\t900,000\n");
    let cells = vec![cell("enterprise", arr(1236.0)), cell("enterprise", potential(900_000.0))];
    assert!(pasted.contains(&Action::Edit(set(cells))), "{pasted:?}");
    // What the preview shows is what will be entered.
    click(&mut grid, "UK Operations, ARR: 450,000");
    click(&mut grid, "Paste…");
    grid.event(Event::Paste("1,235\t900,000\n".to_owned()));
    grid.run();
    grid.get_by_label("UK Operations, ARR: 1,234.567");
}

/// The system hands over nothing by this key, so that the grid has to ask for it.
#[test]
fn a_key_asks_for_the_clipboard_and_looks_first() {
    let mut grid = grid();
    click(&mut grid, "UK Operations, ARR: 450,000");
    let modifiers = Modifiers::COMMAND | Modifiers::SHIFT;
    let key = Event::Key { key: Key::V, physical_key: None, pressed: true, repeat: false, modifiers };
    grid.input_mut().events.push(key);
    grid.step();
    let asked = |command: &egui::ViewportCommand| matches!(command, egui::ViewportCommand::RequestPaste);
    assert!(grid.output().viewport_output.values().any(|window| window.commands.iter().any(asked)));
    assert!(paste(&mut grid, "5").is_empty());
    grid.get_by_role(Role::Dialog);
    keys(&mut grid, &[Key::Escape]);
    assert!(!paste(&mut grid, "5").is_empty());
}

#[test]
fn zeros_and_statuses_that_only_follow_are_not_copied() {
    let mut workspace = techcorp();
    let account = std::sync::Arc::make_mut(&mut workspace.accounts[0]);
    let retail = account.find_unit(&"retail".into()).unwrap();
    account.records[retail] = std::sync::Arc::new(vec![(
        Q4,
        inroads::domain::UnitRecord {
            status: Some(inroads::domain::Status::Unpenetrated),
            ..inroads::domain::UnitRecord::default()
        },
    )]);
    let mut grid = show(Stage::new(UsagePanel::default(), workspace).on("techcorp"));
    click(&mut grid, "Retail Division, Status: Unpenetrated");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowRight]);
    grid.get_by_label("Retail Division, ARR: 0");
    assert_eq!(copied(&mut grid), "Unpenetrated\t\n");
}

#[test]
fn delete_clears_and_fill_repeats() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, ARR: 800,000");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown]);
    grid.state_mut().take();
    with(&mut grid, Modifiers::COMMAND, &[Key::D]);
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("enterprise", arr(800_000.0))])]);
    with(&mut grid, Modifiers::COMMAND, &[Key::R]);
    assert_eq!(grid.state_mut().edits(), []);
    keys(&mut grid, &[Key::Delete]);
    let none = FieldValue::Arr(None);
    assert_eq!(
        grid.state_mut().edits(),
        [set(vec![cell("digital", none.clone()), cell("enterprise", none)])]
    );
    keys(&mut grid, &[Key::Delete]);
    assert_eq!(grid.state_mut().toasts(), ["There is nothing to clear here."]);
    // To the right: one column into the next.
    click(&mut grid, "UK Operations, ARR: 450,000");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowRight]);
    grid.state_mut().take();
    with(&mut grid, Modifiers::COMMAND, &[Key::R]);
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("uk", potential(450_000.0))])]);
}

#[test]
fn the_menu_of_a_cell_clears_fills_and_cuts() {
    for (entry, unit, edit) in [
        ("Clear", "Enterprise Division, ARR: 250,000", cell("enterprise", FieldValue::Arr(None))),
        ("Fill down", "Enterprise Division, ARR: 250,000", cell("enterprise", arr(800_000.0))),
        ("Fill right", "Digital Division, Potential: 900,000", cell("digital", potential(800_000.0))),
        ("Cut", "Digital Division, ARR: 800,000", cell("digital", FieldValue::Arr(None))),
    ] {
        let mut grid = grid();
        grid.get_by_label(unit).click_secondary();
        grid.run();
        grid.state_mut().take();
        grid.get_by_label(entry).click();
        grid.run();
        let actions = grid.state_mut().take();
        assert!(actions.contains(&Action::Edit(set(vec![edit]))), "{entry}: {actions:?}");
        let copies = actions.iter().any(|action| matches!(action, Action::Copy(_)));
        assert_eq!(copies, entry == "Cut", "{entry}");
    }
}

#[test]
fn ctrl_enter_fills_the_range() {
    let mut grid = grid();
    click(&mut grid, "Japan Operations, Potential: 400,000");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown]);
    grid.state_mut().take();
    type_text(&mut grid, "=2*300K");
    with(&mut grid, Modifiers::COMMAND, &[Key::Enter]);
    assert_eq!(
        grid.state_mut().edits(),
        [set(vec![cell("japan", potential(600_000.0)), cell("australia", potential(600_000.0))])]
    );
}

#[test]
fn dragging_selects_and_the_handle_fills() {
    let mut grid = grid();
    let at = |grid: &Grid, label: &str| grid.get_by_label(label).rect();
    let (from, to) =
        (at(&grid, "Digital Division, ARR: 800,000"), at(&grid, "Enterprise Division, Potential: 800,000"));
    grid.drag_at(from.center());
    grid.run();
    grid.hover_at(to.center());
    grid.run();
    grid.drop_at(to.center());
    grid.run();
    assert_eq!(copied(&mut grid), "800000\t900000\n250000\t800000\n");
    let from = at(&grid, "Digital Division, Active users: 400");
    click(&mut grid, "Digital Division, Active users: 400");
    grid.state_mut().take();
    let handle = from.max - vec2(1.0, 1.0);
    grid.drag_at(handle);
    grid.run();
    grid.hover_at(handle + vec2(-6.0, 40.0));
    grid.run();
    grid.drop_at(handle + vec2(-6.0, 40.0));
    grid.run();
    let users = FieldValue::ActiveUsers(Some(count(400)));
    assert_eq!(
        grid.state_mut().edits(),
        [set(vec![cell("enterprise", users.clone()), cell("retail", users)])]
    );
}

#[test]
fn a_status_by_its_first_letter_and_a_box_by_click() {
    let mut grid = grid();
    click(&mut grid, "Spain Operations, Status: Unpenetrated");
    grid.state_mut().take();
    type_text(&mut grid, "c");
    keys(&mut grid, &[Key::Enter]);
    assert_eq!(
        grid.state_mut().edits(),
        [set(vec![cell("spain", FieldValue::Status(Some(Status::CompetitorHeld)))])]
    );
    // From the list.
    keys(&mut grid, &[Key::ArrowUp, Key::F2]);
    grid.get_by_role_and_label(Role::ListBoxOption, "Lost").click();
    grid.run();
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("spain", FieldValue::Status(Some(Status::Lost)))])]);
    // The second box of a unit.
    let boxes = grid.get_by_label_contains("Spain Operations, Products").rect();
    let second = boxes.left_center() + vec2(12.0 + 18.0 + 7.0, 0.0);
    grid.hover_at(second);
    grid.drag_at(second);
    grid.drop_at(second);
    grid.run();
    let state = |state| FieldValue::Product("p2".into(), Some(state));
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("spain", state(ProductState::Adopted))])]);
    // The same by keys: the list of products.
    keys(&mut grid, &[Key::F2, Key::ArrowDown, Key::Space, Key::Escape]);
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("spain", state(ProductState::Trial))])]);
    assert!(grid.query_by_role_and_label(Role::ListBoxOption, "p2: Trial").is_none());
}

#[test]
fn a_roll_up_row_takes_its_own_figure() {
    let mut grid = grid();
    click(&mut grid, "North America, ARR: 1,050,000");
    grid.state_mut().take();
    type_text(&mut grid, "50000");
    grid.get_by_label_contains("Own figure of North America, beside 1,050,000");
    keys(&mut grid, &[Key::Enter]);
    assert_eq!(grid.state_mut().edits(), [set(vec![cell("na", arr(50_000.0))])]);
    grid.get_by_label("North America, ARR: 1,100,000, own $50K");
    grid.get_by_label("North America, Status: 2 of 3 active, check: Activity that does not count");
}

#[test]
fn calculated_cells_cannot_be_typed_over() {
    let mut grid = grid();
    click(&mut grid, "Digital Division, White space: 100,000");
    grid.state_mut().take();
    keys(&mut grid, &[Key::F2]);
    type_text(&mut grid, "5");
    assert_eq!(grid.state_mut().toasts(), ["White space is calculated; enter the figures it comes from."]);
    assert!(grid.query_by_role(Role::TextInput).is_none());
}

#[test]
fn branches_collapse_and_open_for_a_selection_from_elsewhere() {
    let mut grid = grid();
    click(&mut grid, "EMEA");
    keys(&mut grid, &[Key::Space]);
    assert!(grid.query_by_label("Germany Operations").is_none());
    let collapsed = grid.get_by_label("EMEA");
    assert_eq!(collapsed.accesskit_node().data().is_expanded(), Some(false));
    grid.state_mut().selection.units = vec!["germany".into()];
    grid.run();
    grid.get_by_label("Germany Operations");
    keys(&mut grid, &[Key::ArrowDown]);
    assert_eq!(grid.state().selection.units, [UnitKey::from("spain")]);
}

#[test]
fn carried_figures_are_confirmed_one_by_one_by_branch_and_all_at_once() {
    let next = Q4.plus(1);
    let confirm = |units: &[&str]| Edit::Confirm {
        account: "techcorp".into(),
        units: units.iter().map(|unit| (*unit).into()).collect(),
        period: next,
    };
    let mut grid = opened();
    grid.get_by_label("carried from 2025-Q4 · 0 of 9 confirmed");
    grid.get_by_label("Digital Division, ARR: 800,000, carried");
    click(&mut grid, "Digital Division, Carried: carried, not confirmed");
    assert_eq!(grid.state_mut().edits(), [confirm(&["digital"])]);
    grid.get_by_label("Digital Division, ARR: 800,000");
    click(&mut grid, "APAC, Carried: 2 carried");
    keys(&mut grid, &[Key::Space]);
    assert_eq!(grid.state_mut().edits(), [confirm(&["japan", "australia"])]);
    click(&mut grid, "Confirm all 6");
    assert_eq!(
        grid.state_mut().edits(),
        [confirm(&["enterprise", "retail", "uk", "france", "germany", "spain"])]
    );
    assert!(grid.query_by_label_contains("Confirm all").is_none());
}

#[test]
fn the_next_period_is_opened_and_shown() {
    let mut grid = grid();
    click(&mut grid, "Open next period");
    let period = Period::quarter(2026, 1);
    assert_eq!(
        grid.state_mut().take(),
        [Action::Edit(Edit::OpenPeriod { period }), Action::ShowPeriod(period)]
    );
    grid.get_by_label("Confirm all 9");
}

#[test]
fn a_screen_reader_can_move_and_edit() {
    let mut grid = grid();
    grid.get_by_label("UK Operations, ARR: 450,000").click_accesskit();
    grid.run();
    assert_eq!(grid.state().selection.units, [UnitKey::from("uk")]);
    grid.get_by_label("Edit ARR of UK Operations");
    keys(&mut grid, &[Key::Escape]);
    let whole = grid.get_by_role_and_label(Role::Grid, "Usage of TechCorp");
    assert!(whole.accesskit_node().data().active_descendant().is_some());
}

#[test]
fn units_with_an_entered_total_take_part_in_ranges() {
    let mut workspace = techcorp();
    let account = std::sync::Arc::make_mut(&mut workspace.accounts[0]);
    std::sync::Arc::make_mut(&mut account.units[1]).entry_mode = EntryMode::Total;
    let mut grid = show(Stage::new(UsagePanel::default(), workspace).on("techcorp"));
    click(&mut grid, "North America, ARR: 1,050,000");
    with(&mut grid, Modifiers::SHIFT, &[Key::ArrowDown]);
    paste(&mut grid, "9");
    let account = &grid.state().document.workspace().accounts[0];
    assert_eq!(account.record(1, Q4).and_then(|record| record.arr), Some(money(9.0)));
}

#[test]
fn without_an_account_there_is_one_thing_to_do() {
    let mut grid = show(Stage::new(UsagePanel::default(), techcorp()));
    click(&mut grid, "Show TechCorp");
    assert_eq!(grid.state_mut().take(), [Action::SelectAccount(Some("techcorp".into()))]);
    grid.get_by_label("TechCorp, ARR: 1,500,000");
    let mut grid = show(Stage::new(UsagePanel::default(), Workspace::default()));
    click(&mut grid, "Add an account");
    assert_eq!(grid.state_mut().take(), [Action::Request(Request::AddAccount)]);
}

#[test]
fn a_click_and_typing_in_one_slow_pass_lose_nothing() {
    let mut grid = grid();
    let at = grid.get_by_label("Retail Division, ARR: 0").rect().center();
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    // A slow machine hands all of it to one pass.
    let events = &mut grid.input_mut().events;
    events.extend([Event::PointerMoved(at), button(true), button(false)]);
    events.extend(["1", "5", "0"].map(|text| Event::Text(text.to_owned())));
    grid.run();
    type_text(&mut grid, "000");
    keys(&mut grid, &[Key::Enter]);
    grid.get_by_label("Retail Division, ARR: 150,000");
}
