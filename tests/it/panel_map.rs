//! The map, driven by accessible labels, keys and the pointer.

use std::time::Instant;

use egui::{Key, Modifiers, Pos2, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::{
    document::{Edit, UnitChange},
    domain::{Account, OrgUnit, Status, UnitKey, UnitKind, Workspace},
    ui::panels::{Action, map::MapPanel},
};

use super::support::{
    build::{Fields, NOW, rec, workspace},
    gui,
    panel::{Stage, harness},
    techcorp::techcorp,
};

type Map = Harness<'static, Stage<MapPanel>>;

fn map_of(workspace: Workspace, account: &str) -> Map {
    let stage = Stage::new(MapPanel::default(), workspace).on(account);
    harness(stage, vec2(852.0, 602.0), egui::Theme::Light, MapPanel::ui)
}

fn map() -> Map {
    map_of(techcorp(), "techcorp")
}

/// Middle of a card, whose name for readers begins with the unit's.
fn card(map: &Map, name: &str) -> Pos2 {
    let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
    map.get_all_by_role(Role::TreeItem)
        .find(|node| starts(node.accesskit_node().label()))
        .unwrap()
        .rect()
        .center()
}

fn has_card(map: &Map, name: &str) -> bool {
    let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
    map.query_all_by_role(Role::TreeItem).any(|node| starts(node.accesskit_node().label()))
}

fn click(map: &mut Map, name: &str, modifiers: Modifiers) {
    let at = card(map, name);
    map.hover_at(at);
    map.run();
    for pressed in [true, false] {
        map.event_modifiers(
            egui::Event::PointerButton { pos: at, button: egui::PointerButton::Primary, pressed, modifiers },
            modifiers,
        );
    }
    map.run();
}

fn press(map: &mut Map, key: Key) {
    map.key_press(key);
    map.run();
    map.run();
}

fn units(keys: &[&str]) -> Vec<UnitKey> {
    keys.iter().map(|key| UnitKey::from(*key)).collect()
}

/// Clicks a card and forgets that.
fn start(name: &str) -> Map {
    let mut map = map();
    click(&mut map, name, Modifiers::NONE);
    map.state_mut().take();
    map
}

#[test]
fn cards_are_read_out_and_clicked() {
    let mut map = map();
    map.get_by_label("Retail Division, Pilot, 0.0% of $200K, $200K open").click();
    map.run();
    assert_eq!(map.state_mut().take(), [Action::SelectUnits(units(&["retail"]))]);
    map.get_by_label("EMEA, 28.1% of $1.6M, $1.15M open, 1 of 4 active").click_accesskit();
    map.run();
    assert_eq!(map.state().selection.units, units(&["emea"]));
    click(&mut map, "Spain", Modifiers::CTRL);
    click(&mut map, "Japan", Modifiers::CTRL);
    click(&mut map, "Spain", Modifiers::CTRL);
    assert_eq!(map.state().selection.units, units(&["emea", "japan"]));
    press(&mut map, Key::Escape);
    assert_eq!(map.state().selection.units, units(&[]));
}

#[test]
fn without_an_account_the_panel_says_what_to_do() {
    let stage = Stage::new(MapPanel::default(), techcorp());
    let map = harness(stage, vec2(852.0, 602.0), egui::Theme::Light, MapPanel::ui);
    map.get_by_label("Choose an account to see its map");
}

#[test]
fn arrows_walk_the_tree() {
    let mut map = start("Digital Division");
    for (key, unit) in [
        (Key::ArrowRight, "enterprise"),
        (Key::ArrowUp, "na"),
        (Key::ArrowRight, "emea"),
        (Key::ArrowDown, "uk"),
        (Key::ArrowLeft, "uk"),
        (Key::ArrowUp, "emea"),
        (Key::ArrowUp, ""),
        (Key::ArrowUp, ""),
    ] {
        press(&mut map, key);
        assert_eq!(map.state().selection.units, units(&[unit]), "{key:?}");
    }
}

#[test]
fn a_unit_is_added_and_named_in_place() {
    let mut map = start("APAC");
    press(&mut map, Key::Insert);
    let actions = map.state_mut().take();
    assert_eq!(actions[0], Action::BeginGesture);
    let Action::Edit(Edit::AddUnit { unit, .. }) = &actions[1] else { panic!("{actions:?}") };
    assert_eq!((unit.key.as_str(), unit.kind), ("new-unit", UnitKind::Subsidiary));
    assert_eq!(unit.parent, Some("apac".into()));
    map.get_by_label("Name of the unit").type_text("Korea");
    map.run();
    press(&mut map, Key::Enter);
    let change = UnitChange::Name("Korea".to_owned());
    let rename = Edit::SetUnits { account: "techcorp".into(), units: units(&["new-unit"]), change };
    assert_eq!(map.state_mut().edits(), [rename]);
    assert_eq!(map.state().document.undo_label(), Some("add Korea"));
    assert!(!map.state().document.in_gesture());
    // The keyboard is back on the map.
    map.key_press_modifiers(Modifiers::CTRL, Key::Enter);
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    assert!(
        matches!(&edits[..], [Edit::AddUnit { unit, .. }] if unit.key.as_str() == "new-unit-2"),
        "{edits:?}"
    );
    press(&mut map, Key::Escape);
    assert_eq!(map.state_mut().edits(), []);
}

#[test]
fn the_root_is_renamed_as_the_account() {
    let mut map = start("TechCorp");
    press(&mut map, Key::F2);
    map.get_by_label("Name of the unit").type_text("Acme");
    map.run();
    press(&mut map, Key::Enter);
    let rename = Edit::RenameAccount { account: "techcorp".into(), name: "Acme".to_owned() };
    assert_eq!(map.state_mut().edits(), [rename]);
}

#[test]
fn a_branch_is_deleted_with_a_way_back() {
    let mut map = start("APAC");
    press(&mut map, Key::Delete);
    let actions = map.state_mut().take();
    assert_eq!(
        actions,
        [
            Action::Edit(Edit::DeleteBranch { account: "techcorp".into(), unit: "apac".into() }),
            Action::SelectUnits(units(&["emea"])),
            Action::Toast { text: "Deleted APAC and 2 below it.".to_owned(), undo: true },
        ]
    );
    assert!(!has_card(&map, "Japan"));
}

#[test]
fn a_branch_is_collapsed_and_counts_what_it_hides() {
    let mut map = start("EMEA");
    press(&mut map, Key::OpenBracket);
    assert!(!has_card(&map, "Germany"));
    map.get_by_label_contains("collapsed, 4 hidden");
    press(&mut map, Key::Period);
    assert!(has_card(&map, "Germany"));
    assert_eq!(map.state_mut().edits(), []);
}

#[test]
fn a_card_is_dragged_below_another_and_escape_takes_it_back() {
    let mut map = start("TechCorp");
    let (from, to) = (card(&map, "Retail"), card(&map, "APAC"));
    let drag = |map: &mut Map| {
        map.hover_at(from);
        map.run();
        map.drag_at(from);
        map.run();
        for step in 1..=4 {
            map.hover_at(from + (to - from) * (step as f32 / 4.0));
            map.run();
        }
    };
    drag(&mut map);
    press(&mut map, Key::Escape);
    map.drop_at(to);
    map.run();
    assert_eq!(map.state_mut().edits(), []);
    drag(&mut map);
    map.drop_at(to);
    map.run();
    let moved = Edit::MoveUnits {
        account: "techcorp".into(),
        units: units(&["retail"]),
        parent: "apac".into(),
        before: None,
    };
    assert_eq!(map.state_mut().edits(), [moved]);
}

#[test]
fn the_find_field_jumps_from_hit_to_hit() {
    let mut map = map();
    map.key_press_modifiers(Modifiers::COMMAND, Key::F);
    map.run();
    map.get_by_label("Find a unit").type_text("operations");
    map.run();
    for unit in ["uk", "france", "germany"] {
        map.key_press(Key::Enter);
        map.step();
        map.step();
        assert_eq!(map.state().selection.units, units(&[unit]));
    }
}

#[test]
fn the_menu_of_a_card_opens_by_key_and_moves_a_unit() {
    let mut map = start("Spain");
    map.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    map.run();
    for entry in ["Add child", "Add sibling", "Rename", "Collapse", "Delete"] {
        map.get_by_label(entry);
    }
    map.get_by_label("Move to…").click();
    map.run();
    map.get_by_label("Move to").type_text("north");
    map.run();
    press(&mut map, Key::Enter);
    let moved = Edit::MoveUnits {
        account: "techcorp".into(),
        units: units(&["spain"]),
        parent: "na".into(),
        before: None,
    };
    assert_eq!(map.state_mut().edits(), [moved]);
}

#[test]
fn the_legend_counts_and_filters() {
    let mut map = map();
    map.get_by_label("Unpenetrated, 4 units");
    map.get_by_label("Active, 3 units").click();
    map.run();
    let on = map.get_by_label("Active, 3 units").accesskit_node().toggled();
    assert_eq!(on, Some(egui::accesskit::Toggled::True));
    gui::look(&mut map, "map-filtered");
}

#[test]
fn zoom_buttons_and_keys_change_what_cards_say() {
    let mut map = start("Germany");
    let before = card(&map, "Germany");
    for _ in 0..2 {
        map.get_by_label("Zoom out").click();
        map.run();
    }
    assert_ne!(card(&map, "Germany"), before);
    map.get_by_label("Fit the map").click();
    map.run();
    map.run();
    assert_eq!(card(&map, "Germany"), before);
    click(&mut map, "Germany", Modifiers::NONE);
    map.key_press_modifiers(Modifiers::SHIFT, Key::Num2);
    map.run();
    let middle = card(&map, "Germany");
    assert!((middle - egui::pos2(426.0, 321.0)).length() < 30.0, "{middle:?}");
}

#[test]
fn wheel_and_drags_move_the_window_and_nothing_else() {
    let mut map = map();
    let before = card(&map, "UK");
    let ground = egui::pos2(700.0, 460.0);
    map.hover_at(ground);
    map.run();
    let wheel = |map: &mut Map, modifiers: Modifiers, delta: f32| {
        let event = egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, delta),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers,
        };
        map.event_modifiers(event, modifiers);
        map.run_steps(8);
    };
    wheel(&mut map, Modifiers::NONE, -60.0);
    let scrolled = card(&map, "UK");
    assert!(scrolled.x == before.x && scrolled.y < before.y, "{before:?} {scrolled:?}");
    wheel(&mut map, Modifiers::CTRL, -60.0);
    let zoomed = card(&map, "UK");
    assert!((zoomed - ground).length() < (scrolled - ground).length(), "{scrolled:?} {zoomed:?}");
    map.drag_at(ground);
    map.run();
    for step in 1..=3 {
        map.hover_at(ground + vec2(20.0, 10.0) * step as f32);
        map.run();
    }
    map.drop_at(ground + vec2(60.0, 30.0));
    map.run();
    let panned = card(&map, "UK") - zoomed;
    assert!(panned.x > 30.0 && panned.y > 10.0, "{panned:?}");
    assert_eq!(map.state_mut().take(), []);
}

/// Account with 20,000 units on three levels.
fn large() -> Workspace {
    let mut account = Account::new("big", "Big");
    for region in 0..20 {
        account.push_unit(
            OrgUnit::new(format!("r{region}"), Some("".into()), format!("Region {region}"), UnitKind::Region),
            Vec::new(),
        );
        for division in 0..33 {
            let parent = format!("r{region}");
            let key = format!("r{region}d{division}");
            account.push_unit(
                OrgUnit::new(
                    key.as_str(),
                    Some(parent.as_str().into()),
                    format!("Division {division}"),
                    UnitKind::Division,
                ),
                Vec::new(),
            );
            for team in 0..29 {
                let status = Status::ALL[(team + division) % 6];
                let record = rec().status(status).arr(1000.0 * team as f64).potential(50_000.0);
                account.push_unit(
                    OrgUnit::new(
                        format!("{key}t{team}"),
                        Some(key.as_str().into()),
                        format!("Team {team}"),
                        UnitKind::Team,
                    ),
                    vec![(NOW, record)],
                );
            }
        }
    }
    workspace([account])
}

#[test]
fn a_large_account_is_shown_whole_and_close_up() {
    let mut map = map_of(large(), "big");
    let passes = |map: &mut Map, what: &str| {
        let start = Instant::now();
        for _ in 0..10 {
            map.step();
        }
        let each = start.elapsed() / 10;
        println!("{what}: {each:?} a pass, {} cards", map.query_all_by_role(Role::TreeItem).count());
        each
    };
    // Far above the limit of a release build: a debug build on a busy machine must pass as well.
    assert!(passes(&mut map, "fit").as_millis() < 400);
    gui::look(&mut map, "map-large");
    map.key_press_modifiers(Modifiers::COMMAND, Key::F);
    map.run();
    map.get_by_label("Find a unit").type_text("team 17");
    map.run();
    map.key_press(Key::Enter);
    map.run_steps(6);
    assert_eq!(map.state().selection.units, units(&["r0d0t17"]));
    assert!(has_card(&map, "Team 17"));
    assert!(passes(&mut map, "near").as_millis() < 400);
    gui::look(&mut map, "map-large-near");
    for _ in 0..9 {
        map.get_by_label("Zoom out").click();
        map.step();
        map.step();
    }
    assert!(passes(&mut map, "far").as_millis() < 1000);
    gui::look(&mut map, "map-large-far");
}

/// Pictures for people: set `INROADS_PICTURES` to a directory.
#[test]
fn pictures_of_the_map() {
    if std::env::var_os("INROADS_PICTURES").is_none() {
        return;
    }
    for (theme, word) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        let mut stage = Stage::new(MapPanel::default(), techcorp()).on("techcorp");
        stage.selection.units = units(&["germany"]);
        let mut map = harness(stage, vec2(852.0, 602.0), theme, MapPanel::ui);
        gui::look(&mut map, &format!("map-{word}"));
        for (zoom, steps) in [("middle", 2), ("far", 5)] {
            for _ in 0..steps {
                map.get_by_label("Zoom out").click();
                map.run();
            }
            gui::look(&mut map, &format!("map-{zoom}-{word}"));
        }
        states(theme, word);
    }
}

/// Collapsed, several selected, by rate, renaming, menu, a card in the hand.
fn states(theme: egui::Theme, word: &str) {
    let stage = Stage::new(MapPanel::default(), techcorp()).on("techcorp");
    let mut map = harness(stage, vec2(852.0, 602.0), theme, MapPanel::ui);
    click(&mut map, "North", Modifiers::NONE);
    press(&mut map, Key::OpenBracket);
    click(&mut map, "UK", Modifiers::NONE);
    click(&mut map, "Germany", Modifiers::CTRL);
    map.get_by_label("Colour by").click();
    map.run();
    gui::look(&mut map, &format!("map-choose-{word}"));
    map.get_by_label("Penetration").click();
    map.run();
    let (from, to) = (card(&map, "France"), card(&map, "APAC"));
    map.hover_at(from);
    map.run();
    map.drag_at(from);
    for step in 1..=4 {
        map.hover_at(from + (to - from) * (step as f32 / 4.0));
        map.run();
    }
    gui::look(&mut map, &format!("map-drag-{word}"));
    press(&mut map, Key::Escape);
    map.drop_at(to);
    map.run();
    press(&mut map, Key::ArrowRight);
    map.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    map.run();
    gui::look(&mut map, &format!("map-menu-{word}"));
    press(&mut map, Key::Escape);
    press(&mut map, Key::F2);
    gui::look(&mut map, &format!("map-rename-{word}"));
    map.set_size(vec2(520.0, 420.0));
    map.run();
    map.run();
    press(&mut map, Key::Escape);
    gui::look(&mut map, &format!("map-small-{word}"));
}

/// The map in another view.
fn shown_as(view: &str) -> Map {
    let mut map = map();
    map.get_by_label(&format!("View: {view}")).click();
    map.run();
    map
}

#[test]
fn the_treemap_selects_looks_into_a_branch_and_comes_back() {
    let mut map = shown_as("Treemap");
    map.get_by_label("Area: potential. Filled: ARR.");
    click(&mut map, "Germany", Modifiers::NONE);
    assert_eq!(map.state().selection.units, units(&["germany"]));
    let area = |map: &Map, name: &str| {
        let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
        let rect = map
            .get_all_by_role(Role::TreeItem)
            .find(|node| starts(node.accesskit_node().label()))
            .unwrap()
            .rect();
        rect.width() * rect.height()
    };
    // Germany has a potential of 400K, the UK one of 550K.
    let ratio = area(&map, "UK") / area(&map, "Germany");
    assert!((ratio - 550.0 / 400.0).abs() < 0.03, "{ratio}");
    let before = area(&map, "Germany");
    map.get_by_label("Into the branch").click();
    map.run();
    assert!(area(&map, "Germany") > 2.0 * before && !has_card(&map, "Japan"));
    map.get_by_label("Show TechCorp").click();
    map.run();
    assert!(has_card(&map, "Japan"));
    assert_eq!(map.state_mut().edits(), []);
}

#[test]
fn a_cell_is_dragged_into_another_group() {
    let mut map = shown_as("Treemap");
    let (from, to) = (card(&map, "Retail"), card(&map, "APAC"));
    let to = egui::pos2(to.x, map.get_by_label_contains("APAC, 0.0%").rect().top() + 10.0);
    map.hover_at(from);
    map.run();
    map.drag_at(from);
    for step in 1..=4 {
        map.hover_at(from + (to - from) * (step as f32 / 4.0));
        map.run();
    }
    map.drop_at(to);
    map.run();
    let moved = Edit::MoveUnits {
        account: "techcorp".into(),
        units: units(&["retail"]),
        parent: "apac".into(),
        before: None,
    };
    assert_eq!(map.state_mut().edits(), [moved]);
}

#[test]
fn the_outline_is_walked_collapsed_and_renamed_by_keys() {
    let mut map = shown_as("Outline");
    click(&mut map, "North", Modifiers::NONE);
    for (key, unit) in [
        (Key::ArrowDown, "digital"),
        (Key::ArrowDown, "enterprise"),
        (Key::ArrowUp, "digital"),
        (Key::ArrowLeft, "na"),
        (Key::ArrowLeft, "na"),
        (Key::ArrowDown, "emea"),
        (Key::ArrowRight, "uk"),
    ] {
        press(&mut map, key);
        assert_eq!(map.state().selection.units, units(&[unit]), "{key:?}");
    }
    assert!(!has_card(&map, "Digital"));
    map.get_by_label("Expand North America").click();
    map.run();
    assert!(has_card(&map, "Digital"));
    press(&mut map, Key::F2);
    map.get_by_label("Name of the unit").type_text("Britain");
    map.run();
    press(&mut map, Key::Enter);
    let change = UnitChange::Name("Britain".to_owned());
    let rename = Edit::SetUnits { account: "techcorp".into(), units: units(&["uk"]), change };
    assert_eq!(map.state_mut().edits(), [rename]);
}

#[test]
fn every_colour_has_a_legend_that_counts_all_units() {
    for by in [
        "Status",
        "Penetration",
        "Active units",
        "User penetration",
        "Seat penetration",
        "Wallet share",
        "White space",
        "Opportunity score",
        "Competitor",
        "Change",
        "Owner",
        "Region",
    ] {
        let mut map = map();
        map.get_by_label("Colour by").click();
        map.run();
        map.get_by_role_and_label(Role::MenuItemRadio, by).click();
        map.run();
        let count = |label: String| label.split(", ").last()?.split(' ').next()?.parse::<usize>().ok();
        let legend = map.query_all_by_role(Role::CheckBox).filter_map(|node| node.accesskit_node().label());
        assert_eq!(legend.filter_map(count).sum::<usize>(), 9, "{by}");
    }
}

/// Pictures for people: set `INROADS_PICTURES` to a directory.
#[test]
fn pictures_of_the_views() {
    if std::env::var_os("INROADS_PICTURES").is_none() {
        return;
    }
    for (theme, word) in [(egui::Theme::Light, "light"), (egui::Theme::Dark, "dark")] {
        for view in ["Treemap", "Outline"] {
            let mut stage = Stage::new(MapPanel::default(), techcorp()).on("techcorp");
            stage.selection.units = units(&["germany"]);
            let mut map = harness(stage, vec2(852.0, 602.0), theme, MapPanel::ui);
            map.get_by_label(&format!("View: {view}")).click();
            map.run();
            gui::look(&mut map, &format!("view-{view}-{word}"));
            map.get_by_label("Colour by").click();
            map.run();
            gui::look(&mut map, &format!("view-{view}-{word}-menu"));
            map.get_by_role_and_label(Role::MenuItemRadio, "Region").click();
            map.run();
            gui::look(&mut map, &format!("view-{view}-{word}-region"));
        }
        let stage = Stage::new(MapPanel::default(), techcorp()).on("techcorp");
        let mut map = harness(stage, vec2(852.0, 602.0), theme, MapPanel::ui);
        for by in ["Penetration", "White space", "Change", "Region", "Competitor"] {
            map.get_by_label("Colour by").click();
            map.run();
            map.get_by_role_and_label(Role::MenuItemRadio, by).click();
            map.run();
            gui::look(&mut map, &format!("view-tree-{word}-{by}"));
        }
        let stage = Stage::new(MapPanel::default(), large()).on("big");
        let mut map = harness(stage, vec2(852.0, 602.0), theme, MapPanel::ui);
        for view in ["Treemap", "Outline"] {
            map.get_by_label(&format!("View: {view}")).click();
            map.run();
            gui::look(&mut map, &format!("view-large-{view}-{word}"));
        }
    }
}
