//! The inspector, driven by accessible labels.

use egui::{Key, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::{
    document::{Cell, Edit, FieldValue, UnitChange},
    domain::{ProductState, Status, Tier, UnitKey},
    ui::panels::{Action, inspector::InspectorPanel},
};

use super::support::{
    build::{NOW, money},
    gui,
    panel::{Stage, harness},
    techcorp::techcorp,
};

type Inspector = Harness<'static, Stage<InspectorPanel>>;

fn units(keys: &[&str]) -> Vec<UnitKey> {
    keys.iter().map(|key| UnitKey::from(*key)).collect()
}

fn of(keys: &[&str]) -> Inspector {
    let mut stage = Stage::new(InspectorPanel::default(), techcorp()).on("techcorp");
    stage.selection.units = units(keys);
    harness(stage, vec2(312.0, 1200.0), egui::Theme::Light, InspectorPanel::ui)
}

fn cells(keys: &[&str], value: &FieldValue) -> Edit {
    let cell = |unit: &&str| Cell { unit: UnitKey::from(*unit), period: NOW, value: value.clone() };
    Edit::SetCells { account: "techcorp".into(), cells: keys.iter().map(cell).collect() }
}

fn set(keys: &[&str], change: UnitChange) -> Edit {
    Edit::SetUnits { account: "techcorp".into(), units: units(keys), change }
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
        "Potential stated budget, Oct 25",
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
    let actions = panel.state_mut().take();
    let [Action::Explain(opened, _)] = &actions[..] else { panic!("{actions:?}") };
    assert!((opened.value.unwrap() - 100.0 * 450.0 / 550.0).abs() < 1e-9);
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
            Edit::SetTier { account: "techcorp".into(), tier: Some(Tier::Enterprise) },
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
