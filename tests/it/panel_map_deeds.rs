//! What is done to units on the map, each by the name that a reader hears, and the exact edits that follow.

use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use inroads::{
    document::{Edit, UnitChange},
    domain::{OrgUnit, UnitKind},
    engine::shading::ColourBy,
    ui::panels::Action,
};

use super::panel_map::{Map, card, carry, choose, click, has_card, map, map_of, press, start, units};
use super::support::{build::NOW, techcorp::techcorp};

const ACCOUNT: &str = "techcorp";

fn added(map: &mut Map) -> Box<OrgUnit> {
    let edits = map.state_mut().edits();
    let [Edit::AddUnit { account, unit }] = &edits[..] else { panic!("{edits:?}") };
    assert_eq!(account.as_str(), ACCOUNT);
    unit.clone()
}

#[test]
fn a_child_and_a_sibling_are_added_from_the_menu() {
    for (entry, parent, kind) in
        [("Add child", "spain", UnitKind::Department), ("Add sibling", "emea", UnitKind::Subsidiary)]
    {
        let mut map = map();
        choose(&mut map, "Spain", entry);
        let unit = added(&mut map);
        assert_eq!((unit.parent, unit.kind), (Some(parent.into()), kind), "{entry}");
    }
}

#[test]
fn a_unit_is_renamed_from_the_menu() {
    let mut map = map();
    choose(&mut map, "Spain", "Rename");
    map.get_by_label("Name of the unit").type_text("Iberia");
    map.run();
    press(&mut map, Key::Enter);
    let change = UnitChange::Name("Iberia".to_owned());
    let rename = Edit::SetUnits { account: ACCOUNT.into(), units: units(&["spain"]), change };
    assert_eq!(map.state_mut().edits(), [rename]);
}

#[test]
fn a_branch_is_duplicated_from_the_menu() {
    let mut map = map();
    choose(&mut map, "APAC", "Duplicate");
    let edits = map.state_mut().edits();
    let [Edit::AddBranch { units: added, .. }] = &edits[..] else { panic!("{edits:?}") };
    let parents: Vec<_> = added.iter().map(|unit| unit.parent.clone().unwrap()).collect();
    assert_eq!(parents, units(&["", "apac-copy", "apac-copy"]));
}

#[test]
fn units_are_grouped_below_a_new_one_from_the_menu() {
    let mut map = map();
    click(&mut map, "UK", Modifiers::NONE);
    click(&mut map, "France", Modifiers::CTRL);
    map.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    map.run();
    map.state_mut().take();
    map.get_by_label("Group below a new unit…").click();
    map.run();
    map.get_by_label("Name of the group").type_text("West");
    map.run();
    press(&mut map, Key::Enter);
    let edits = map.state_mut().edits();
    let [Edit::Several { edits, .. }] = &edits[..] else { panic!("{edits:?}") };
    let [Edit::AddUnit { unit, .. }, _, Edit::MoveUnits { units: moved, parent, .. }] = &edits[..] else {
        panic!("{edits:?}")
    };
    assert_eq!((unit.name.as_str(), unit.parent.as_ref()), ("West", Some(&"emea".into())));
    assert_eq!((moved, parent), (&units(&["uk", "france"]), &unit.key));
}

#[test]
fn several_branches_are_deleted_as_one_step() {
    let mut map = map();
    click(&mut map, "UK", Modifiers::NONE);
    click(&mut map, "APAC", Modifiers::CTRL);
    map.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    map.run();
    map.state_mut().take();
    map.get_by_label("Delete").click_accesskit();
    map.run();
    map.run();
    let delete = Edit::DeleteBranches { account: ACCOUNT.into(), units: units(&["uk", "apac"]) };
    let actions = map.state_mut().take();
    assert_eq!(actions[0], Action::Edit(delete));
    assert!(actions.contains(&Action::Toast { text: "Deleted 4 units.".to_owned(), undo: true }));
    map.state_mut().document.undo();
    map.run();
    assert!(has_card(&map, "UK") && has_card(&map, "Japan"));
}

#[test]
fn several_units_are_dragged_at_once() {
    let mut map = start("Retail");
    click(&mut map, "UK", Modifiers::CTRL);
    map.state_mut().take();
    let (from, to) = (card(&map, "UK"), card(&map, "APAC"));
    carry(&mut map, from, to);
    map.drop_at(to);
    map.run();
    let moved = Edit::MoveUnits {
        account: ACCOUNT.into(),
        units: units(&["retail", "uk"]),
        parent: "apac".into(),
        before: None,
    };
    assert_eq!(map.state_mut().edits(), [moved]);
}

#[test]
fn units_come_and_go_with_the_period() {
    let mut workspace = techcorp();
    let account = std::sync::Arc::make_mut(&mut workspace.accounts[0]);
    let late = account.units.iter().position(|unit| unit.key.as_str() == "spain").unwrap();
    std::sync::Arc::make_mut(&mut account.units[late]).valid_from = Some(NOW);
    let mut map = map_of(workspace, ACCOUNT);
    assert!(has_card(&map, "Spain"));
    map.state_mut().period = NOW.plus(-1);
    map.run();
    map.run();
    assert!(!has_card(&map, "Spain") && has_card(&map, "France"));
    map.state_mut().period = NOW;
    map.run();
    map.run();
    assert!(has_card(&map, "Spain"));
}

#[test]
fn a_period_without_figures_counts_nobody_as_active() {
    let mut map = map();
    map.state_mut().period = NOW.plus(-20);
    map.run();
    map.run();
    assert!(has_card(&map, "EMEA, penetration unknown, – of 4 active"));
}

#[test]
fn a_unit_can_be_looked_for_whatever_the_map_is_coloured_by() {
    for by in ColourBy::ALL {
        // As wide as the panel is in the smallest window that the design shows.
        let mut map = map();
        map.set_size(egui::vec2(697.0, 480.0));
        map.run();
        map.get_by_label("Colour by").click();
        map.run();
        map.get_by_label(by.word()).click();
        map.run();
        map.run();
        map.get_by_label("Find a unit");
        map.get_by_label("Add unit");
    }
}

/// Where the minimap shows the place of a share of the map.
fn on_minimap(map: &Map, share: f32) -> Pos2 {
    let rect = map.get_by_label("Minimap: click to move the window").rect();
    rect.min + rect.size() * share
}

#[test]
fn the_minimap_moves_the_window() {
    let mut map = map();
    for _ in 0..4 {
        map.get_by_label("Zoom in").click();
        map.run();
    }
    let mut seen = Vec::new();
    for share in [0.2, 0.8] {
        let at = on_minimap(&map, share);
        map.hover_at(at);
        map.run();
        map.drag_at(at);
        map.drop_at(at);
        map.run();
        map.run();
        seen.push((has_card(&map, "Digital"), has_card(&map, "Australia")));
    }
    assert_eq!(seen, [(true, false), (false, true)]);
}
