//! The map, driven by accessible labels, keys and the pointer.

use egui::{Event, Key, Modifiers, Pos2, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::{
    document::{Cell, Edit, FieldValue, UnitChange, clipboard::Copied},
    domain::{Account, OrgUnit, Region, RegionKey, Status, UnitKey, UnitKind, Workspace},
    engine::regroup::GroupBy,
    ui::panels::{
        Action,
        map::{MapKind, MapPanel},
    },
};

use super::support::{
    build::{Fields, NOW, rec, workspace},
    gui,
    panel::{Stage, harness},
    techcorp::techcorp,
};

pub type Map = Harness<'static, Stage<MapPanel>>;

pub fn map_of(workspace: Workspace, account: &str) -> Map {
    let stage = Stage::new(MapPanel::default(), workspace).on(account);
    harness(stage, vec2(852.0, 602.0), egui::Theme::Light, MapPanel::ui)
}

pub fn map() -> Map {
    map_of(techcorp(), "techcorp")
}

/// Middle of a card, whose name for readers begins with the unit's.
pub fn card(map: &Map, name: &str) -> Pos2 {
    let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
    map.get_all_by_role(Role::TreeItem)
        .find(|node| starts(node.accesskit_node().label()))
        .unwrap()
        .rect()
        .center()
}

pub fn has_card(map: &Map, name: &str) -> bool {
    let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
    map.query_all_by_role(Role::TreeItem).any(|node| starts(node.accesskit_node().label()))
}

pub fn click(map: &mut Map, name: &str, modifiers: Modifiers) {
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

pub fn press(map: &mut Map, key: Key) {
    map.key_press(key);
    map.run();
    map.run();
}

pub fn units(keys: &[&str]) -> Vec<UnitKey> {
    keys.iter().map(|key| UnitKey::from(*key)).collect()
}

/// Takes what is at one place to another, without letting go.
pub fn carry(map: &mut Map, from: Pos2, to: Pos2) {
    map.hover_at(from);
    map.run();
    map.drag_at(from);
    map.run();
    for step in 1..=4 {
        map.hover_at(from + (to - from) * (step as f32 / 4.0));
        map.run();
    }
}

/// Clicks a card and forgets that.
pub fn start(name: &str) -> Map {
    let mut map = map();
    click(&mut map, name, Modifiers::NONE);
    map.state_mut().take();
    map
}

#[test]
fn cards_are_read_out_and_clicked() {
    let mut map = map();
    map.get_by_label("Retail Division, Pilot, 0.0% of $200K, $200K open, 20 of 50 seats").click();
    map.run();
    assert_eq!(map.state_mut().take(), [Action::SelectUnits(units(&["retail"]))]);
    map.get_by_label("EMEA, 28.1% of $1.6M, $1.15M open, 170 of 200 seats, 1 of 4 active").click_accesskit();
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
    let stage = Stage::new(MapPanel::default(), Workspace::default());
    let map = harness(stage, vec2(852.0, 602.0), egui::Theme::Light, MapPanel::ui);
    map.get_by_label("There is no account yet");
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
            Action::Edit(Edit::DeleteBranches { account: "techcorp".into(), units: units(&["apac"]) }),
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
    carry(&mut map, from, to);
    press(&mut map, Key::Escape);
    map.drop_at(to);
    map.run();
    assert_eq!(map.state_mut().edits(), []);
    carry(&mut map, from, to);
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
fn shift_and_arrows_select_what_is_passed() {
    let mut map = start("Digital Division");
    for (key, selected) in [
        (Key::ArrowRight, &["digital", "enterprise"][..]),
        (Key::ArrowRight, &["digital", "enterprise", "retail"]),
        (Key::ArrowLeft, &["digital", "enterprise"]),
        (Key::ArrowUp, &["digital", "enterprise", "na"]),
    ] {
        map.key_press_modifiers(Modifiers::SHIFT, key);
        map.run();
        map.run();
        assert_eq!(map.state().selection.units, units(selected), "{key:?}");
    }
}

/// Draws with Shift from one place to another and lets go.
fn frame(map: &mut Map, from: Pos2, to: Pos2) {
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    map.hover_at(from);
    map.run();
    map.event_modifiers(button(from, true), Modifiers::SHIFT);
    map.run();
    for step in 1..=4 {
        let at = from + (to - from) * (step as f32 / 4.0);
        map.event_modifiers(egui::Event::PointerMoved(at), Modifiers::SHIFT);
        map.run();
    }
    map.event_modifiers(button(to, false), Modifiers::SHIFT);
    map.run();
}

#[test]
fn a_frame_begins_anywhere_in_every_view() {
    for view in ["Tree", "Treemap", "Outline"] {
        let mut map = shown_as(view);
        let (from, to) = (card(&map, "Digital"), card(&map, "Enterprise"));
        frame(&mut map, from, to);
        let selected = &map.state().selection.units;
        assert!(selected.contains(&"digital".into()) && selected.contains(&"enterprise".into()), "{view}");
        assert_eq!(map.state_mut().edits(), [], "{view}");
    }
}

#[test]
fn a_cell_too_small_for_a_widget_is_clicked_all_the_same() {
    let mut map = map_of(large(), "big");
    map.get_by_label("View: Treemap").click();
    map.run();
    map.run();
    let widgets = map.query_all_by_role(Role::TreeItem).count();
    assert!(widgets < 1000, "{widgets}");
    let at = card(&map, "Division 7") + vec2(1.0, 3.0);
    map.hover_at(at);
    map.run();
    map.drag_at(at);
    map.drop_at(at);
    map.run();
    let selected = &map.state().selection.units;
    assert!(selected.len() == 1 && selected[0].as_str().contains('t'), "{selected:?}");
}

#[test]
fn a_large_account_is_shown_whole_and_close_up() {
    let mut map = map_of(large(), "big");
    let cards = |map: &Map| map.query_all_by_role(Role::TreeItem).count();
    map.get_by_label("Arrange the tree").click();
    map.run();
    map.get_by_label("Expand all levels").click();
    map.run();
    map.run();
    // From the root on at first; as a whole the cards are too small to be widgets, and near only those in sight are.
    assert!(has_card(&map, "Big"));
    map.get_by_label("Fit the map").click();
    map.run();
    map.run();
    assert_eq!(cards(&map), 0);
    gui::look(&mut map, "map-large");
    map.key_press_modifiers(Modifiers::COMMAND, Key::F);
    map.run();
    map.get_by_label("Find a unit").type_text("team 17");
    map.run();
    map.key_press(Key::Enter);
    map.run_steps(6);
    assert_eq!(map.state().selection.units, units(&["r0d0t17"]));
    assert!(has_card(&map, "Team 17"));
    assert!((5..200).contains(&cards(&map)), "{}", cards(&map));
    gui::look(&mut map, "map-large-near");
    for _ in 0..9 {
        map.get_by_label("Zoom out").click();
        map.step();
        map.step();
    }
    assert!(cards(&map) > 100);
    gui::look(&mut map, "map-large-far");
    // What is selected can be heard even where cards are specks.
    map.get_by_label("Fit the map").click();
    map.run();
    map.run();
    assert_eq!(cards(&map), 1);
    assert!(has_card(&map, "Team 17"));
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
    carry(&mut map, from, to);
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
    carry(&mut map, from, to);
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
        "Spend penetration",
        "White space",
        "Opportunity score",
        "Competitor",
        "Risk",
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

/// Twelve divisions, each with an owner and a region of its own whose names are long, and one without.
fn twelve() -> Map {
    let mut account = Account::new("acme", "Acme");
    let mut regions = Vec::new();
    for at in 1..=12 {
        let key = format!("r{at}");
        let name = format!("Northern and Central Province {at}");
        regions.push(Region { key: key.as_str().into(), name, parent: None });
        let unit = OrgUnit::new(key.as_str(), Some(UnitKey::root()), format!("U{at}"), UnitKind::Division);
        let owner = Some(format!("Maximiliane von Hohenstein {at}"));
        account.push_unit(OrgUnit { owner, region: Some(key.as_str().into()), ..unit }, Vec::new());
    }
    let alone = OrgUnit::new("alone", Some(UnitKey::root()), "Alone", UnitKind::Division);
    account.push_unit(alone, Vec::new());
    let mut workspace = workspace([account]);
    workspace.regions = regions.into();
    map_of(workspace, "acme")
}

#[test]
fn every_entry_of_the_legend_has_room_below_the_canvas() {
    for (by, first, none) in [
        ("Owner", "Maximiliane von Hohenstein 1, 1 unit", "No owner, 1 unit"),
        ("Region", "Northern and Central Province 1, 1 unit", "No region, 1 unit"),
    ] {
        let mut map = twelve();
        map.state_mut().panel.show(MapKind::Treemap);
        map.run();
        map.get_by_label("Colour by").click();
        map.run();
        map.get_by_role_and_label(Role::MenuItemRadio, by).click();
        map.run();
        map.run();
        let legend: Vec<_> = map.get_all_by_role(Role::CheckBox).map(|node| node.rect()).collect();
        // Six names, the others together, and what has none.
        assert_eq!(legend.len(), 8, "{by}");
        map.get_by_label(none);
        let all = egui::Rect::from_min_size(Pos2::ZERO, vec2(852.0, 602.0));
        let buttons = map.get_by_label("Into the branch").rect();
        for (at, entry) in legend.iter().enumerate() {
            assert!(all.contains_rect(*entry), "{entry:?}");
            assert!(!entry.intersects(buttons));
            assert!(legend[..at].iter().all(|other| !other.intersects(*entry)), "{entry:?}");
        }
        // What stands there is what filters, and no area of the map lies under it.
        let first = map.get_by_label(first).rect().center();
        map.get_by_label("Other, 6 units").click();
        map.run();
        let on = map.get_by_label("Other, 6 units").accesskit_node().toggled();
        assert_eq!(on, Some(egui::accesskit::Toggled::True));
        gui::look(&mut map, "map-legend-in-rows");
        let areas = map.get_all_by_role(Role::TreeItem);
        assert!(areas.into_iter().all(|node| !node.rect().contains(first)));
    }
}

/// Opens the menu of a card and chooses an entry.
pub fn choose(map: &mut Map, name: &str, entry: &str) {
    click(map, name, Modifiers::NONE);
    map.state_mut().take();
    map.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    map.run();
    map.get_by_label(entry).click();
    map.run();
    map.run();
}

#[test]
fn a_pasted_list_becomes_a_branch_in_one_step() {
    let mut map = start("APAC");
    map.event(egui::Event::Paste("Korea\n\tSeoul\n\tBusan\nIndia\n".to_owned()));
    map.run();
    map.get_by_role_and_label(Role::Dialog, "Add units below APAC");
    map.get_by_label("4 units on 2 levels.");
    map.get_by_label("Add 4 units").click();
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    let [Edit::AddBranch { account, units: added, what }] = &edits[..] else { panic!("{edits:?}") };
    assert_eq!((account.as_str(), what.as_str()), ("techcorp", "4 units below APAC"));
    let said: Vec<_> = added
        .iter()
        .map(|unit| (unit.name.as_str(), unit.parent.as_ref().map(UnitKey::as_str), unit.kind))
        .collect();
    let wanted = [
        ("Korea", Some("apac"), UnitKind::Subsidiary),
        ("Seoul", Some("korea"), UnitKind::Department),
        ("Busan", Some("korea"), UnitKind::Department),
        ("India", Some("apac"), UnitKind::Subsidiary),
    ];
    assert_eq!(said, wanted);
    assert_eq!(map.state().selection.units, units(&["korea"]));
    assert!(has_card(&map, "Seoul"));
    assert_eq!(map.state().document.undo_label(), Some("add 4 units below APAC"));
}

#[test]
fn a_pasted_list_may_name_units_that_exist_as_parents() {
    let mut map = start("APAC");
    map.event(Event::Paste("Seoul\tKorea\nKorea\tapac\nOsaka\tJapan Operations\n".to_owned()));
    map.run();
    map.get_by_label("Add 3 units").click();
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    let [Edit::AddBranch { units: added, .. }] = &edits[..] else { panic!("{edits:?}") };
    let wanted = [
        ("Korea", Some("apac"), UnitKind::Subsidiary),
        ("Osaka", Some("japan"), UnitKind::Department),
        ("Seoul", Some("korea"), UnitKind::Department),
    ];
    assert_eq!(names_and_kinds(added), wanted);
    assert!(has_card(&map, "Osaka"));
}

#[test]
fn a_template_fills_the_list_and_bad_lines_are_named() {
    let mut map = start("Spain");
    choose(&mut map, "Spain", "Add a list or template…");
    map.get_by_label("Departments").click();
    map.run();
    map.get_by_label("9 units on one level.");
    map.get_by_label("Cancel").click();
    map.run();
    assert_eq!(map.state_mut().edits(), []);
    map.event(egui::Event::Paste("Sales\tNowhere\nLegal\t\n".to_owned()));
    map.run();
    map.get_by_label_contains("Line 1: `Sales` names `Nowhere` as parent");
    map.get_by_label("Add 1 unit");
}

/// A new account with nothing but its root, and the list of a template open below it.
fn with_template(name: &str) -> Map {
    let account = Account::new("acme", "Acme");
    let mut map = map_of(workspace(vec![account]), "acme");
    map.get_by_label("Add units…").click();
    map.run();
    map.get_by_label(name).click();
    map.run();
    map
}

fn names_and_kinds(units: &[OrgUnit]) -> Vec<(&str, Option<&str>, UnitKind)> {
    units
        .iter()
        .map(|unit| (unit.name.as_str(), unit.parent.as_ref().map(UnitKey::as_str), unit.kind))
        .collect()
}

#[test]
fn departments_of_a_template_are_departments() {
    let mut map = with_template("Departments");
    map.get_by_label("Add 9 units").click();
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    let [Edit::AddBranch { account, units: added, what }] = &edits[..] else { panic!("{edits:?}") };
    assert_eq!((account.as_str(), what.as_str()), ("acme", "9 units below Acme"));
    let wanted = [
        ("Sales", Some(""), UnitKind::Department),
        ("Marketing", Some(""), UnitKind::Department),
        ("Finance", Some(""), UnitKind::Department),
        ("Human resources", Some(""), UnitKind::Department),
        ("Operations", Some(""), UnitKind::Department),
        ("IT", Some(""), UnitKind::Department),
        ("Legal", Some(""), UnitKind::Department),
        ("Customer service", Some(""), UnitKind::Department),
        ("Research and development", Some(""), UnitKind::Department),
    ];
    assert_eq!(names_and_kinds(added), wanted);
    assert!(added.iter().all(|unit| unit.region.is_none()));
}

#[test]
fn regions_of_a_template_are_regions_in_one_step() {
    let mut map = with_template("Regions");
    map.get_by_label("Add 13 units").click();
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    let [Edit::Several { what, edits }] = &edits[..] else { panic!("{edits:?}") };
    assert_eq!(what, "add 13 units below Acme");
    let [new @ .., Edit::AddBranch { units: added, .. }] = &edits[..] else { panic!("{edits:?}") };
    let regions: Vec<_> = new
        .iter()
        .map(|edit| match edit {
            Edit::AddRegion { region } => (region.key.as_str(), region.name.as_str()),
            _ => panic!("{edit:?}"),
        })
        .collect();
    let wanted = [
        ("north-america", "North America"),
        ("europe-middle-east-and-africa", "Europe, Middle East and Africa"),
        ("asia-pacific", "Asia-Pacific"),
        ("latin-america", "Latin America"),
    ];
    assert_eq!(regions, wanted);
    let wanted = [
        ("North America", Some(""), UnitKind::Region),
        ("United States", Some("north-america"), UnitKind::Country),
        ("Canada", Some("north-america"), UnitKind::Country),
        ("Europe, Middle East and Africa", Some(""), UnitKind::Region),
        ("United Kingdom", Some("europe-middle-east-and-africa"), UnitKind::Country),
        ("Germany", Some("europe-middle-east-and-africa"), UnitKind::Country),
        ("France", Some("europe-middle-east-and-africa"), UnitKind::Country),
        ("Asia-Pacific", Some(""), UnitKind::Region),
        ("Japan", Some("asia-pacific"), UnitKind::Country),
        ("Australia", Some("asia-pacific"), UnitKind::Country),
        ("Latin America", Some(""), UnitKind::Region),
        ("Brazil", Some("latin-america"), UnitKind::Country),
        ("Mexico", Some("latin-america"), UnitKind::Country),
    ];
    assert_eq!(names_and_kinds(added), wanted);
    let own: Vec<_> = added.iter().filter_map(|unit| unit.region.as_ref().map(RegionKey::as_str)).collect();
    assert_eq!(own, regions.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    assert_eq!(map.state().document.undo_label(), Some("add 13 units below Acme"));
    // Countries stand under their region, and nothing is without one.
    map.state_mut().panel.regroup_by(Some(GroupBy::Region));
    map.run();
    assert!(has_card(&map, "Asia-Pacific") && has_card(&map, "Japan") && !has_card(&map, "No region"));

    map.state_mut().document.undo();
    map.state_mut().panel.regroup_by(None);
    map.run();
    assert!(map.state().document.workspace().regions.is_empty());
    assert!(!has_card(&map, "Japan"));
}

#[test]
fn regions_of_a_template_that_exist_are_used() {
    let mut workspace = workspace(vec![Account::new("acme", "Acme")]);
    let region = |key: &str, name: &str| Region { key: key.into(), name: name.to_owned(), parent: None };
    workspace.regions = vec![region("na", "north america"), region("asia-pacific", "Far East")].into();
    let mut map = map_of(workspace, "acme");
    map.get_by_label("Add units…").click();
    map.run();
    map.get_by_label("Regions").click();
    map.run();
    map.get_by_label("Add 13 units").click();
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    let [Edit::Several { edits, .. }] = &edits[..] else { panic!("{edits:?}") };
    let Some(Edit::AddBranch { units: added, .. }) = edits.last() else { panic!("{edits:?}") };
    let own: Vec<_> = added.iter().filter_map(|unit| unit.region.as_ref().map(RegionKey::as_str)).collect();
    assert_eq!(own, ["na", "europe-middle-east-and-africa", "asia-pacific-2", "latin-america"]);
    assert_eq!(edits.len(), 4);
}

#[test]
fn what_is_added_to_a_template_is_like_it_and_a_replaced_template_is_forgotten() {
    let kinds = |list: &str, button: &str| {
        let mut map = with_template("Departments");
        map.get_by_label("Units, one a line").focus();
        map.run();
        map.key_press_modifiers(Modifiers::COMMAND, Key::A);
        map.event(Event::Paste(list.to_owned()));
        map.run();
        map.get_by_label(button).click();
        map.run();
        map.run();
        let edits = map.state_mut().edits();
        let [Edit::AddBranch { units: added, .. }] = &edits[..] else { panic!("{edits:?}") };
        added.iter().map(|unit| (unit.name.clone(), unit.kind)).collect::<Vec<_>>()
    };
    let named = |name: &str, kind| (name.to_owned(), kind);
    let wanted = [
        named("Facilities", UnitKind::Department),
        named("Cleaning", UnitKind::Team),
        named("Sales", UnitKind::Department),
    ];
    assert_eq!(kinds("Facilities\n\tCleaning\nSales\n", "Add 3 units"), wanted);
    let wanted = [named("Retail", UnitKind::Division), named("Wholesale", UnitKind::Division)];
    assert_eq!(kinds("Retail\nWholesale\n", "Add 2 units"), wanted);
}

#[test]
fn a_branch_is_duplicated_without_figures() {
    let mut map = start("APAC");
    map.key_press_modifiers(Modifiers::CTRL, Key::D);
    map.run();
    map.run();
    let edits = map.state_mut().edits();
    let [Edit::AddBranch { units: added, .. }] = &edits[..] else { panic!("{edits:?}") };
    let keys: Vec<&str> = added.iter().map(|unit| unit.key.as_str()).collect();
    assert_eq!(keys, ["apac-copy", "japan-operations", "australia-operations"]);
    map.get_by_label("Name of the unit").type_text("Oceania");
    map.run();
    press(&mut map, Key::Enter);
    assert!(has_card(&map, "Oceania, penetration unknown"));
}

#[test]
fn a_unit_is_split_and_keeps_its_figures_as_the_total() {
    let mut map = map();
    choose(&mut map, "Digital", "Split in two");
    let edits = map.state_mut().edits();
    let [Edit::Several { what, edits }] = &edits[..] else { panic!("{edits:?}") };
    assert_eq!(what, "split Digital Division");
    let total = UnitChange::EntryMode(inroads::domain::EntryMode::Total);
    let set = Edit::SetUnits { account: "techcorp".into(), units: units(&["digital"]), change: total };
    assert!(matches!(&edits[0], Edit::AddBranch { units, .. } if units.len() == 2) && edits[1] == set);
    press(&mut map, Key::Escape);
    assert!(has_card(&map, "Digital Division, Active, 88.9% of $900K"));
    assert!(has_card(&map, "Digital Division 1, Status unknown"));
}

#[test]
fn units_are_merged_from_the_period_shown_on() {
    let mut map = map();
    click(&mut map, "Japan", Modifiers::NONE);
    click(&mut map, "Australia", Modifiers::CTRL);
    map.state_mut().take();
    map.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    map.run();
    map.get_by_label("Merge into Australia Operations").click();
    map.run();
    map.run();
    let merge = Edit::MergeUnits {
        account: "techcorp".into(),
        units: units(&["japan"]),
        into: "australia".into(),
        period: NOW,
    };
    assert_eq!(map.state_mut().edits(), [merge]);
    assert!(has_card(&map, "Australia Operations, Unpenetrated, 0.0% of $700K") && !has_card(&map, "Japan"));
}

#[test]
fn units_are_grouped_below_a_new_one_and_get_a_new_region() {
    let mut map = map();
    click(&mut map, "UK", Modifiers::NONE);
    click(&mut map, "France", Modifiers::CTRL);
    map.key_press_modifiers(Modifiers::CTRL, Key::G);
    map.run();
    map.get_by_label("Name of the group").type_text("Western Europe");
    map.run();
    map.state_mut().take();
    press(&mut map, Key::Enter);
    let edits = map.state_mut().edits();
    let [Edit::Several { what, edits }] = &edits[..] else { panic!("{edits:?}") };
    assert_eq!((what.as_str(), edits.len()), ("group 2 units below Western Europe", 3));
    assert!(has_card(&map, "Western Europe, 50.0% of $900K"));
    assert_eq!(map.state().selection.units, units(&["western-europe"]));
    choose(&mut map, "Western", "Set region…");
    map.get_by_label("Region of the units").type_text("Benelux");
    map.run();
    press(&mut map, Key::Enter);
    let edits = map.state_mut().edits();
    let [Edit::Several { edits, .. }] = &edits[..] else { panic!("{edits:?}") };
    let change = UnitChange::Region(Some("benelux".into()));
    let set = Edit::SetUnits { account: "techcorp".into(), units: units(&["western-europe"]), change };
    assert!(matches!(&edits[0], Edit::AddRegion { region } if region.name == "Benelux") && edits[1] == set);
    // The last letters and Enter in one pass, as a busy machine hands them over.
    choose(&mut map, "Western", "Set region…");
    map.get_by_label("Region of the units").type_text("Iberi");
    map.run();
    let enter = Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    map.input_mut().events.extend([Event::Text("a".to_owned()), enter]);
    map.step();
    map.run();
    let edits = map.state_mut().edits();
    assert!(
        matches!(&edits[..], [Edit::Several { what, .. }] if what == "set region to Iberia"),
        "{edits:?}"
    );
}

#[test]
fn existence_and_addressability_are_set_from_the_menu() {
    let mut map = map();
    choose(&mut map, "Spain", "Mark not addressable");
    let value = FieldValue::Addressable(false);
    let cells = vec![Cell { unit: "spain".into(), period: NOW, value }];
    assert_eq!(map.state_mut().edits(), [Edit::SetCells { account: "techcorp".into(), cells }]);
    for (entry, change) in [
        ("Exists from 2025-Q4 on", UnitChange::ValidFrom(Some(NOW))),
        ("Ends with 2025-Q4", UnitChange::ValidTo(Some(NOW))),
    ] {
        choose(&mut map, "France", entry);
        let edit = Edit::SetUnits { account: "techcorp".into(), units: units(&["france"]), change };
        assert_eq!(map.state_mut().edits(), [edit]);
    }
}

#[test]
fn many_are_selected_by_branch_by_class_by_range_and_by_frame() {
    let mut map = map();
    choose(&mut map, "APAC", "Select branch");
    assert_eq!(map.state().selection.units, units(&["japan", "australia", "apac"]));
    choose(&mut map, "Retail", "Select all Pilot");
    assert_eq!(map.state().selection.units, units(&["retail"]));
    choose(&mut map, "UK", "Select all Active");
    assert_eq!(map.state().selection.units, units(&["digital", "enterprise", "uk"]));
    click(&mut map, "UK", Modifiers::NONE);
    click(&mut map, "Germany", Modifiers::SHIFT);
    assert_eq!(map.state().selection.units, units(&["uk", "france", "germany"]));
    // From beside Japan to below Australia.
    let (from, to) = (card(&map, "Japan") + vec2(-134.0, -50.0), card(&map, "Australia") + vec2(40.0, 60.0));
    map.hover_at(from);
    map.run();
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    map.event_modifiers(button(from, true), Modifiers::SHIFT);
    map.run();
    for step in 1..=3 {
        let at = from + (to - from) * (step as f32 / 3.0);
        map.event_modifiers(egui::Event::PointerMoved(at), Modifiers::SHIFT);
        map.run();
    }
    map.event_modifiers(button(to, false), Modifiers::SHIFT);
    map.run();
    map.run();
    assert_eq!(map.state().selection.units, units(&["japan", "australia"]));
}

#[test]
fn the_same_units_stand_under_regions_and_a_drag_sets_the_region() {
    let mut map = map();
    map.get_by_label("Hierarchy").click();
    map.run();
    map.get_by_role_and_label(Role::MenuItemRadio, "Owner").click();
    map.run();
    map.get_by_label("Hierarchy").click();
    map.run();
    map.get_by_role_and_label(Role::MenuItemRadio, "Region").click();
    map.run();
    map.run();
    // Sums are those of the legal tree.
    map.get_by_label_contains("TechCorp, 35.7% of $4.2M");
    map.get_by_label_contains("emea, 28.1% of $1.6M, $1.15M open, 170 of 200 seats, 1 of 4 active");
    click(&mut map, "apac", Modifiers::NONE);
    assert_eq!(map.state().selection.units, units(&["japan", "australia"]));
    map.state_mut().take();
    press(&mut map, Key::Insert);
    assert_eq!(map.state_mut().edits(), []);
    let (from, to) = (card(&map, "Retail"), card(&map, "apac"));
    carry(&mut map, from, to);
    map.drop_at(to);
    map.run();
    let change = UnitChange::Region(Some("apac".into()));
    let set = Edit::SetUnits { account: "techcorp".into(), units: units(&["retail"]), change };
    assert_eq!(map.state_mut().edits(), [set]);
    map.run();
    map.get_by_label_contains("apac, 0.0% of $900K");
}

#[test]
fn change_is_measured_from_a_chosen_period() {
    let mut workspace = techcorp();
    let account = std::sync::Arc::make_mut(&mut workspace.accounts[0]);
    let uk = account.find_unit(&"uk".into()).unwrap();
    let records = std::sync::Arc::make_mut(&mut account.records[uk]);
    // 0 of 550K two quarters ago, as much as now one quarter ago.
    let now = records.last().unwrap().1.clone();
    records.retain(|(period, _)| *period == NOW);
    let before = |arr| {
        let arr = inroads::domain::Amount::new(arr).ok();
        inroads::domain::UnitRecord { arr, ..now.clone() }
    };
    records.insert(0, (NOW.plus(-1), before(now.arr.unwrap().get())));
    records.insert(0, (NOW.plus(-2), before(0.0)));
    let mut map = map_of(workspace, "techcorp");
    map.get_by_label("Colour by").click();
    map.run();
    map.get_by_role_and_label(Role::MenuItemRadio, "Change").click();
    map.run();
    let up = |map: &Map| {
        let label = map.get_by_label_contains("Up 5 pp or more, ").accesskit_node().label().unwrap();
        label.split(' ').rev().nth(1).unwrap().parse::<usize>().unwrap()
    };
    let one_back = up(&map);
    map.get_by_label("Change since").click();
    map.run();
    map.get_by_role_and_label(Role::MenuItemRadio, "2025-Q2").click();
    map.run();
    map.run();
    assert_eq!((one_back, up(&map)), (1, 1));
    choose(&mut map, "UK", "Select all Up 5 pp or more");
    assert_eq!(map.state().selection.units, units(&["uk"]));
}

#[test]
fn a_branch_is_copied_as_a_list() {
    let mut map = start("APAC");
    map.event(egui::Event::Copy);
    map.run();
    let list = "APAC\n\tJapan Operations\n\tAustralia Operations\n".to_owned();
    assert_eq!(map.state_mut().take(), [Action::Copy(Copied::of_text(list))]);
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
        map.get_by_label("Hierarchy").click();
        map.run();
        map.get_by_role_and_label(Role::MenuItemRadio, "Region").click();
        map.run();
        map.run();
        gui::look(&mut map, &format!("view-grouped-{word}"));
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
