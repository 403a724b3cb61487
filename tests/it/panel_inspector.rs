//! The inspector, driven by accessible labels.

use egui::{Key, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::{
    document::{AccountChange, Cell, Edit, FieldValue, UnitChange},
    domain::{Account, Basis, Period, Potential, ProductState, Status, Tier, UnitKey, UnitKind, Workspace},
    ui::panels::{Action, inspector::InspectorPanel},
};

use super::support::{
    build::{Fields, Furnish, Grow, NOW, money, rec, unit, workspace},
    gui,
    panel::{Stage, harness},
    techcorp::techcorp,
};

type Inspector = Harness<'static, Stage<InspectorPanel>>;

fn units(keys: &[&str]) -> Vec<UnitKey> {
    keys.iter().map(|key| UnitKey::from(*key)).collect()
}

fn of(keys: &[&str]) -> Inspector {
    on(techcorp(), keys)
}

fn on(workspace: Workspace, keys: &[&str]) -> Inspector {
    let mut stage = Stage::new(InspectorPanel::default(), workspace).on("techcorp");
    stage.selection.units = units(keys);
    harness(stage, vec2(312.0, 1600.0), egui::Theme::Light, InspectorPanel::ui)
}

fn cells(keys: &[&str], value: &FieldValue) -> Edit {
    let cell = |unit: &&str| Cell { unit: UnitKey::from(*unit), period: NOW, value: value.clone() };
    Edit::SetCells { account: "techcorp".into(), cells: keys.iter().map(cell).collect() }
}

fn set(keys: &[&str], change: UnitChange) -> Edit {
    Edit::SetUnits { account: "techcorp".into(), units: units(keys), change }
}

fn account(change: AccountChange) -> Edit {
    Edit::SetAccount { account: "techcorp".into(), change }
}

/// Opens the rows behind the potential.
fn open_potential(panel: &mut Inspector) {
    panel.get_by_role(egui::accesskit::Role::DisclosureTriangle).click();
    panel.run();
}

/// Clicks a control and then an entry of its menu.
fn choose(panel: &mut Inspector, control: &str, entry: &str) {
    panel.get_by_label(control).click();
    panel.run();
    panel.get_by_label(entry).click();
    panel.run();
}

fn type_into(panel: &mut Inspector, field: &str, text: &str, key: Key) {
    panel.get_by_label(field).click();
    panel.run();
    panel.get_by_label(field).type_text(text);
    panel.run();
    panel.key_press(key);
    panel.run();
}

#[test]
fn a_unit_says_where_it_is_and_who_holds_it() {
    let panel = of(&["germany"]);
    for label in [
        "TechCorp › EMEA",
        "Status: Competitor-held",
        "Kind: Subsidiary",
        "Importance: importance 4 of 5",
        "Penetration 0.0%",
        "White space $400K",
        "no change since 2025-Q3",
        "Held by Rival, Strong",
        "Contract ends 2026-09-30, in 273 days",
        "Window opens 3 Apr, ends 30 Sep",
        "Potential rests on stated budget, Oct 25",
        "Figures: Confirmed",
        "Ines Vogt, Influencer, 138 days ago, Detractor",
    ] {
        panel.get_by_label(label);
    }
}

#[test]
fn numbers_open_their_calculation() {
    let mut panel = of(&["uk"]);
    panel.get_by_label("Penetration 81.8%").click();
    panel.run();
    let opened = panel.state_mut().opened().unwrap();
    assert!((opened - 100.0 * 450.0 / 550.0).abs() < 1e-9);
}

#[test]
fn properties_are_chosen_from_menus() {
    let mut panel = of(&["germany"]);
    choose(&mut panel, "Status: Competitor-held", "Pilot");
    choose(&mut panel, "Importance: importance 4 of 5", "5, highest");
    choose(&mut panel, "Kind: Subsidiary", "Country");
    choose(&mut panel, "p2: Open", "Trial");
    choose(&mut panel, "Counting: Automatic", "Never");
    panel.get_by_label("Addressable").click();
    panel.run();
    assert_eq!(
        panel.state_mut().edits(),
        [
            cells(&["germany"], &FieldValue::Status(Some(Status::Pilot))),
            set(&["germany"], UnitChange::Importance(Some(5))),
            set(&["germany"], UnitChange::Kind(inroads::domain::UnitKind::Country)),
            cells(&["germany"], &FieldValue::Product("p2".into(), Some(ProductState::Trial))),
            set(&["germany"], UnitChange::Counting(inroads::domain::Counting::Never)),
            cells(&["germany"], &FieldValue::Addressable(false)),
        ]
    );
}

#[test]
fn figures_are_taken_kept_or_refused() {
    let mut panel = of(&["germany"]);
    type_into(&mut panel, "ARR", "1.2M", Key::Enter);
    type_into(&mut panel, "Category spend", "300K", Key::Tab);
    assert_eq!(
        panel.state_mut().edits(),
        [
            cells(&["germany"], &FieldValue::Arr(Some(money(1_200_000.0)))),
            cells(&["germany"], &FieldValue::CategorySpend(Some(money(300_000.0)))),
        ]
    );
    type_into(&mut panel, "Potential", "5M", Key::Escape);
    type_into(&mut panel, "Budget ceiling", "a lot", Key::Tab);
    assert_eq!(panel.state_mut().edits(), []);
    let text = panel.get_by_label("Budget ceiling").accesskit_node().value();
    assert_eq!(text.as_deref(), Some("a lot"));
    gui::look(&mut panel, "inspector-refused");
}

#[test]
fn an_edit_of_several_units_is_one_edit() {
    let mut panel = of(&["uk", "spain"]);
    panel.get_by_label("2 units selected");
    choose(&mut panel, "Status: Mixed", "Active");
    type_into(&mut panel, "ARR", "100K", Key::Enter);
    choose(&mut panel, "Region: emea, inherited", "na");
    assert_eq!(
        panel.state_mut().edits(),
        [
            cells(&["uk", "spain"], &FieldValue::Status(Some(Status::Active))),
            cells(&["uk", "spain"], &FieldValue::Arr(Some(money(100_000.0)))),
            set(&["uk", "spain"], UnitChange::Region(Some("na".into()))),
        ]
    );
}

#[test]
fn an_untouched_mixed_field_changes_nothing() {
    let mut panel = of(&["uk", "spain"]);
    panel.get_by_label("Potential").click();
    panel.run();
    panel.key_press(Key::Tab);
    panel.run();
    assert_eq!(panel.state_mut().edits(), []);
}

#[test]
fn the_account_is_renamed_and_segmented() {
    let mut panel = of(&[]);
    panel.get_by_label("Total ARR: $1.5M");
    panel.get_by_label("Active units: 3 of 9");
    choose(&mut panel, "Tier: Strategic", "Enterprise");
    panel.get_by_label("Account name").click();
    panel.run();
    panel.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    panel.run();
    panel.get_by_label("Account name").type_text("Acme");
    panel.run();
    panel.key_press(Key::Enter);
    panel.run();
    assert_eq!(
        panel.state_mut().edits(),
        [
            account(AccountChange::Tier(Some(Tier::Enterprise))),
            Edit::RenameAccount { account: "techcorp".into(), name: "Acme".to_owned() },
        ]
    );
}

#[test]
fn a_note_is_one_typing_run() {
    let mut panel = of(&["spain"]);
    let role = egui::accesskit::Role::MultilineTextInput;
    panel.get_by_role_and_label(role, "Note").click();
    panel.run();
    for part in ["Ask ", "Dev"] {
        panel.get_by_role_and_label(role, "Note").type_text(part);
        panel.run();
    }
    panel.key_press(Key::Tab);
    panel.run();
    let note = |text: &str| Action::Edit(cells(&["spain"], &FieldValue::Note(Some(text.to_owned()))));
    let expected = [Action::BeginGesture, note("Ask "), note("Ask Dev"), Action::EndGesture];
    assert_eq!(panel.state_mut().take(), expected);
}

#[test]
fn nothing_selected_says_what_to_do() {
    let stage = Stage::new(InspectorPanel::default(), techcorp());
    let panel = harness(stage, vec2(312.0, 756.0), egui::Theme::Light, InspectorPanel::ui);
    panel.get_by_label("Nothing is selected");
}

#[test]
fn the_selected_unit_is_a_heading() {
    let heading = egui::accesskit::Role::Heading;
    of(&["germany"]).get_by_role_and_label(heading, "Germany Operations");
    of(&[]).get_by_role_and_label(heading, "TechCorp");
    of(&["uk", "spain"]).get_by_role_and_label(heading, "2 units selected");
}

#[test]
fn the_account_says_who_owns_it_since_when_and_where() {
    let mut panel = of(&[]);
    type_into(&mut panel, "Account owner", "Ada Okafor", Key::Enter);
    type_into(&mut panel, "Customer since", "1 March 2024", Key::Tab);
    type_into(&mut panel, "Comparable group", "Large tech", Key::Enter);
    choose(&mut panel, "Regions in scope: na, emea, apac", "emea");
    // The list stays open, so that several can be taken in and out.
    panel.get_by_label("apac").click();
    panel.run();
    let expected = [
        account(AccountChange::Owner(Some("Ada Okafor".to_owned()))),
        account(AccountChange::CustomerSince(Some(jiff::civil::date(2024, 3, 1)))),
        account(AccountChange::ComparableGroup(Some("Large tech".to_owned()))),
        account(AccountChange::RegionsInScope(vec!["na".into(), "apac".into()])),
        account(AccountChange::RegionsInScope(vec!["na".into()])),
    ];
    assert_eq!(panel.state_mut().edits(), expected);
    panel.key_press(Key::Escape);
    panel.run();
    type_into(&mut panel, "Customer since", "3/4/2024", Key::Tab);
    panel.get_by_label_contains("This is no day.");
    assert_eq!(panel.state_mut().edits(), []);
}

#[test]
fn totals_open_their_calculation() {
    let mut panel = of(&[]);
    panel.get_by_label("Total ARR: $1.5M").click();
    panel.run();
    assert_eq!(panel.state_mut().opened(), Some(1.5e6));
    let mut panel = of(&["emea"]);
    panel.get_by_label("ARR roll-up $450K").click();
    panel.run();
    assert_eq!(panel.state_mut().opened(), Some(450e3));
}

#[test]
fn one_time_fees_and_depth_are_figures() {
    let mut panel = of(&["uk"]);
    type_into(&mut panel, "One-time fees", "20K", Key::Enter);
    type_into(&mut panel, "Adoption depth", "45%", Key::Enter);
    assert_eq!(
        panel.state_mut().edits(),
        [
            cells(&["uk"], &FieldValue::OneTime(Some(money(20e3)))),
            cells(&["uk"], &FieldValue::Depth(Some(money(45.0)))),
        ]
    );
    type_into(&mut panel, "Adoption depth", "120", Key::Tab);
    panel.get_by_label("Adoption depth goes from 0 to 100%.");
    assert_eq!(panel.state_mut().edits(), []);
}

fn potential(keys: &[&str], potential: &Potential) -> Edit {
    cells(keys, &FieldValue::Potential(Some(Box::new(potential.clone()))))
}

/// Germany's potential in the sample.
fn germany() -> Potential {
    let workspace = techcorp();
    let account = &workspace.accounts[0];
    let record = Account::record(account, account.find_unit(&"germany".into()).unwrap(), NOW).unwrap();
    Potential::clone(record.potential.as_ref().unwrap())
}

#[test]
fn a_potential_has_a_basis_a_range_a_review_and_a_source() {
    let mut panel = of(&["germany"]);
    open_potential(&mut panel);
    type_into(&mut panel, "Low", "300K", Key::Enter);
    type_into(&mut panel, "High", "500K", Key::Enter);
    type_into(&mut panel, "Reviewed on", "2025-12-01", Key::Enter);
    type_into(&mut panel, "Source", "Head of IT", Key::Enter);
    let mut expected = germany();
    let mut edits = Vec::new();
    expected.low = Some(money(300e3));
    edits.push(potential(&["germany"], &expected));
    expected.high = Some(money(500e3));
    edits.push(potential(&["germany"], &expected));
    expected.reviewed_on = Some(jiff::civil::date(2025, 12, 1));
    edits.push(potential(&["germany"], &expected));
    expected.source = Some("Head of IT".to_owned());
    edits.push(potential(&["germany"], &expected));
    assert_eq!(panel.state_mut().edits(), edits);
    type_into(&mut panel, "High", "350K", Key::Tab);
    panel.get_by_label("The high end lies at or above the potential of $400K.");
    type_into(&mut panel, "Low", "450K", Key::Tab);
    panel.get_by_label("The low end lies at or below the potential of $400K.");
    assert_eq!(panel.state_mut().edits(), []);
}

#[test]
fn a_potential_changes_its_basis_and_takes_what_that_gives() {
    let mut panel = of(&["germany"]);
    open_potential(&mut panel);
    choose(&mut panel, "Basis: Stated budget", "Headcount");
    panel.get_by_label("Basis gives: an input is missing");
    type_into(&mut panel, "Eligible people", "350", Key::Enter);
    type_into(&mut panel, "Price per seat", "1200", Key::Enter);
    panel.get_by_label("Basis gives: $420K");
    panel.get_by_label("Use what the basis gives").click();
    panel.run();
    // From here on the figure follows its basis.
    type_into(&mut panel, "Eligible people", "400", Key::Enter);
    let on = |value: f64, quantity: Option<f64>, price: Option<f64>| Potential {
        value: money(value),
        basis: Basis::Headcount { quantity: quantity.map(money), price: price.map(money) },
        ..germany()
    };
    let expected = [
        on(400e3, None, None),
        on(400e3, Some(350.0), None),
        on(400e3, Some(350.0), Some(1200.0)),
        on(420e3, Some(350.0), Some(1200.0)),
        on(480e3, Some(400.0), Some(1200.0)),
    ];
    assert_eq!(panel.state_mut().edits(), expected.map(|expected| potential(&["germany"], &expected)));
    panel.get_by_label("Basis gives: $480K");
}

#[test]
fn a_first_potential_is_made_by_its_basis() {
    let mut workspace = techcorp();
    let account = std::sync::Arc::make_mut(&mut workspace.accounts[0]);
    let at = account.find_unit(&"germany".into()).unwrap();
    for (_, record) in std::sync::Arc::make_mut(&mut account.records[at]) {
        record.potential = None;
    }
    let mut panel = on(workspace, &["germany"]);
    panel.get_by_label("Potential rests on not entered");
    open_potential(&mut panel);
    choose(&mut panel, "Basis: Choose", "Locations");
    type_into(&mut panel, "Locations", "4", Key::Enter);
    assert_eq!(panel.state_mut().edits(), [], "half a basis makes no potential");
    type_into(&mut panel, "Price per location", "25K", Key::Enter);
    let basis = Basis::Locations { quantity: Some(money(4.0)), price: Some(money(25e3)) };
    let made = Potential { basis, ..Potential::estimate(money(100e3)) };
    assert_eq!(panel.state_mut().edits(), [potential(&["germany"], &made)]);
}

/// TechCorp beside five accounts of its group, who pay 100, 200, … 500 a head.
fn comparable() -> Workspace {
    let other = |n: u32| {
        let mut account = Account::new(format!("other-{n}"), format!("Other {n}"));
        account.comparable_group = Some("tech".to_owned());
        let record = rec().status(Status::Active).arr(f64::from(n) * 100.0).eligible(1);
        account.with(unit("all", "", UnitKind::Division), vec![(NOW, record)])
    };
    let mut first = Account::new("techcorp", "TechCorp");
    first.comparable_group = Some("tech".to_owned());
    let record = rec().status(Status::Active).arr(5e3).eligible(100).estimate(20e3);
    let first = first.with(unit("it", "", UnitKind::Division), vec![(NOW, record)]);
    workspace(std::iter::once(first).chain((1..=5).map(other))).regions(&["na"])
}

#[test]
fn a_comparable_basis_is_a_quantile_of_the_group() {
    let mut panel = on(comparable(), &["it"]);
    open_potential(&mut panel);
    choose(&mut panel, "Basis: Estimate", "Comparable accounts");
    // 100 eligible users of the unit × the 0.90 quantile of 100 to 500, which is 460.
    panel.get_by_label("Basis gives: $46K");
    panel.get_by_label("At quantile 75%: $40K");
    type_into(&mut panel, "Quantile", "75", Key::Enter);
    panel.get_by_label("Basis gives: $40K");
    let on = |quantile: Option<f64>| {
        let basis = Basis::Comparable { quantity: None, quantile: quantile.map(money) };
        potential(&["it"], &Potential { basis, ..Potential::estimate(money(20e3)) })
    };
    assert_eq!(panel.state_mut().edits(), [on(None), on(Some(0.75))]);
    let mut alone = comparable();
    alone.accounts.pop_back();
    let mut panel = self::on(alone, &["it"]);
    open_potential(&mut panel);
    choose(&mut panel, "Basis: Estimate", "Comparable accounts");
    panel.get_by_label("Basis gives: needs 5 accounts, has 4");
}

/// Trap 9.11: stored potential includes the current revenue.
#[test]
fn additional_potential_is_added_to_the_present_arr() {
    let mut panel = of(&["uk"]);
    open_potential(&mut panel);
    panel.get_by_label("Additional to ARR").click();
    panel.run();
    panel.get_by_label("Additional to ARR").type_text("300K");
    panel.run();
    let said = panel.get_by_label("Additional to ARR").accesskit_node().description();
    assert_eq!(said.as_deref(), Some("$300K + $450K ARR = $750K"));
    panel.key_press(Key::Enter);
    panel.run();
    let value = FieldValue::PotentialValue(Some(money(750e3)));
    assert_eq!(panel.state_mut().edits(), [cells(&["uk"], &value)]);
}

#[test]
fn the_basis_of_several_units_is_one_edit() {
    let mut panel = of(&["uk", "spain"]);
    open_potential(&mut panel);
    type_into(&mut panel, "Source", "Board paper", Key::Enter);
    let edits = panel.state_mut().edits();
    let [Edit::SetCells { cells, .. }] = &edits[..] else { panic!("{edits:?}") };
    let source = |cell: &Cell| match &cell.value {
        FieldValue::Potential(Some(potential)) => (potential.value.get(), potential.source.clone()),
        other => panic!("{other:?}"),
    };
    let said = Some("Board paper".to_owned());
    assert_eq!(cells.iter().map(source).collect::<Vec<_>>(), [(550e3, said.clone()), (300e3, said)]);
}

#[test]
fn carried_figures_are_confirmed() {
    let mut panel = of(&["uk"]);
    let next = NOW.plus(1);
    panel.state_mut().document.apply(&Edit::OpenPeriod { period: next }).unwrap();
    panel.state_mut().period = next;
    panel.run();
    panel.get_by_label("Figures carried from 2025-Q4");
    panel.get_by_label("Confirm figures").click();
    panel.run();
    let confirm = Edit::Confirm { account: "techcorp".into(), units: units(&["uk"]), period: next };
    assert_eq!(panel.state_mut().edits(), [confirm]);
    panel.get_by_label("Figures: Confirmed");
}

#[test]
fn a_unit_exists_for_a_time_and_is_continued_by_another() {
    let mut panel = of(&["spain"]);
    type_into(&mut panel, "Owner", "Ben Ray", Key::Enter);
    type_into(&mut panel, "Exists from", "2024-q1", Key::Enter);
    type_into(&mut panel, "Exists to", "2026-Q2", Key::Enter);
    panel.get_by_label("Continued by: –").click();
    panel.run();
    panel.get_by_label("Find the unit that continues it").type_text("fra");
    panel.run();
    assert!(panel.query_by_label("UK Operations").is_none());
    panel.get_by_label("France Operations").click();
    panel.run();
    assert_eq!(
        panel.state_mut().edits(),
        [
            set(&["spain"], UnitChange::Owner(Some("Ben Ray".to_owned()))),
            set(&["spain"], UnitChange::ValidFrom(Some(Period::quarter(2024, 1)))),
            set(&["spain"], UnitChange::ValidTo(Some(Period::quarter(2026, 2)))),
            set(&["spain"], UnitChange::Successor(Some("france".into()))),
        ]
    );
    type_into(&mut panel, "Exists to", "2023-Q4", Key::Tab);
    panel.get_by_label("It exists from 2024-Q1 only. Choose that period or a later one.");
    assert_eq!(panel.state_mut().edits(), []);
    choose(&mut panel, "Continued by: France Operations", "No unit");
    assert_eq!(panel.state_mut().edits(), [set(&["spain"], UnitChange::Successor(None))]);
}

/// Pictures for people: set `INROADS_PICTURES` to a directory.
#[test]
fn pictures_of_the_inspector() {
    if std::env::var_os("INROADS_PICTURES").is_none() {
        return;
    }
    for (theme, word) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let subjects: [(&str, &[&str]); 4] =
            [("germany", &["germany"]), ("account", &[]), ("emea", &["emea"]), ("several", &["uk", "spain"])];
        for (name, keys) in subjects {
            let mut stage = Stage::new(InspectorPanel::default(), techcorp()).on("techcorp");
            stage.selection.units = units(keys);
            let mut panel = harness(stage, vec2(312.0, 1000.0), theme, InspectorPanel::ui);
            gui::look(&mut panel, &format!("inspector-{name}-{word}"));
            if name == "germany" {
                panel.get_by_label("ARR").click();
                panel.run();
                panel.get_by_label("ARR").type_text("1.2M");
                panel.run();
                gui::look(&mut panel, &format!("inspector-typing-{word}"));
                choose(&mut panel, "Status: Competitor-held", "Lost");
                panel.get_by_label("Status: Lost").click();
                panel.run();
                gui::look(&mut panel, &format!("inspector-menu-{word}"));
            }
        }
    }
}
