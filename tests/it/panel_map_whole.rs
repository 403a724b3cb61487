//! The map of what is large: all accounts at once, large accounts, the tree to the right, finding by letters.

use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::{
    document::{Edit, UnitChange},
    domain::{Account, OrgUnit, UnitKey, UnitKind, Workspace},
    engine::metrics::{PeriodFacts, facts},
    files::samples,
    ui::panels::{Action, Request, map::MapPanel},
};

use super::support::{
    gui,
    panel::{Stage, harness},
    techcorp::techcorp,
};

type Map = Harness<'static, Stage<MapPanel>>;

fn map_of(workspace: Workspace, account: Option<&str>) -> Map {
    let stage = Stage::new(MapPanel::default(), workspace);
    let stage = if let Some(account) = account { stage.on(account) } else { stage };
    harness(stage, vec2(980.0, 620.0), egui::Theme::Light, MapPanel::ui)
}

fn names(map: &Map) -> Vec<String> {
    map.query_all_by_role(Role::TreeItem).filter_map(|node| node.accesskit_node().label()).collect()
}

fn has(map: &Map, name: &str) -> bool {
    names(map).iter().any(|label| label.starts_with(name))
}

fn click(map: &mut Map, name: &str) {
    let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
    let found = map.get_all_by_role(Role::TreeItem).find(|node| starts(node.accesskit_node().label()));
    let at = found.unwrap_or_else(|| panic!("{name} in {:?}", names(map))).rect().center();
    map.hover_at(at);
    map.run();
    map.drag_at(at);
    map.drop_at(at);
    map.run();
}

fn press(map: &mut Map, key: Key) {
    map.key_press(key);
    map.run();
    map.run();
}

/// One account of divisions of departments of teams, so many each.
fn large([divisions, departments, teams]: [usize; 3]) -> Workspace {
    let mut account = Account::new("large", "Large");
    for division in 0..divisions {
        let key = UnitKey::from(format!("d{division}"));
        account.push_unit(
            OrgUnit::new(
                key.clone(),
                Some(UnitKey::root()),
                format!("Division {division}"),
                UnitKind::Division,
            ),
            Vec::new(),
        );
        for department in 0..departments {
            let own = UnitKey::from(format!("d{division}-{department}"));
            let name = format!("Department {division}.{department}");
            account.push_unit(
                OrgUnit::new(own.clone(), Some(key.clone()), name, UnitKind::Department),
                Vec::new(),
            );
            for team in 0..teams {
                let key = format!("d{division}-{department}-{team}");
                let name = format!("Team {division}.{department}.{team}");
                account.push_unit(OrgUnit::new(&*key, Some(own.clone()), name, UnitKind::Team), Vec::new());
            }
        }
    }
    let mut workspace = Workspace::default();
    workspace.accounts.push_back(std::sync::Arc::new(account));
    workspace
}

fn cards(map: &Map) -> usize {
    map.query_all_by_role(Role::TreeItem).count()
}

#[test]
fn a_large_account_is_opened_with_as_many_levels_as_have_names() {
    let mut map = map_of(large([11, 10, 9]), Some("large"));
    map.get_by_label("Fit the map").click();
    map.run();
    // 1 + 11 cards; with the 110 departments none would have its name.
    assert_eq!(cards(&map), 12, "{:?}", names(&map));
    assert!(map.state().panel.zoom() >= 0.4, "{}", map.state().panel.zoom());
    assert!(names(&map).iter().any(|name| name.contains("collapsed, 100 hidden")));
    gui::look(&mut map, "map-opened-large");
    click(&mut map, "Division 3");
    press(&mut map, Key::Period);
    assert_eq!(cards(&map), 22);
    press(&mut map, Key::Period);
    assert_eq!(cards(&map), 12);
    // Finding one opens what hides it.
    map.get_by_label("Find a unit").focus();
    map.run();
    map.get_by_label("Find a unit").type_text("Team 7.2.5");
    map.run();
    press(&mut map, Key::Enter);
    map.run();
    assert!(has(&map, "Team 7.2.5"));
    assert_eq!(map.state().selection.units, [UnitKey::from("d7-2-5")]);
}

#[test]
fn wide_levels_of_a_large_account_are_opened_with_names() {
    // The map in a window of 1280 × 800; with two levels there are many small cards.
    for (counts, first) in [([25, 6, 40], 26), ([4, 7, 100], 33), ([50, 50, 1], 51)] {
        let stage = Stage::new(MapPanel::default(), large(counts)).on("large");
        let mut map: Map = harness(stage, vec2(720.0, 540.0), egui::Theme::Light, MapPanel::ui);
        map.run();
        gui::look(&mut map, &format!("map-opened-{}-wide", counts[0]));
        assert!(map.state().panel.zoom() >= 0.4, "{counts:?}: {}", map.state().panel.zoom());
        assert_eq!(cards(&map), first, "{counts:?}");
    }
}

#[test]
fn a_tree_too_wide_to_be_seen_is_shown_from_its_root_and_offers_areas() {
    let mut map = map_of(large([20, 25, 12]), Some("large"));
    assert!(map.query_by_label("Show as a treemap").is_none());
    map.get_by_label("Arrange the tree").click();
    map.run();
    map.get_by_label("Expand all levels").click();
    map.run();
    map.run();
    gui::look(&mut map, "map-thin");
    assert!((map.state().panel.zoom() - 0.4).abs() < 1e-9, "{}", map.state().panel.zoom());
    assert!(has(&map, "Large, "), "{:?}", names(&map));
    // The whole is still to be had, and so is a view that shows something of it.
    map.get_by_label("Fit the map").click();
    map.run();
    map.run();
    gui::look(&mut map, "map-thin-whole");
    assert!(map.state().panel.zoom() < 0.02, "{}", map.state().panel.zoom());
    map.get_by_label("Show as a treemap").click();
    map.run();
    map.run();
    assert!(map.query_by_label("Into the branch").is_some());
}

#[test]
fn levels_are_shown_and_hidden_together() {
    let mut map = map_of(techcorp(), Some("techcorp"));
    assert_eq!(cards(&map), 13);
    map.get_by_label("Arrange the tree").click();
    map.run();
    map.get_by_label("Show the first level only").click();
    map.run();
    map.run();
    assert_eq!(cards(&map), 4);
    click(&mut map, "EMEA");
    map.key_press_modifiers(Modifiers::SHIFT, Key::CloseBracket);
    map.run();
    map.run();
    assert_eq!(cards(&map), 8);
    map.key_press_modifiers(Modifiers::SHIFT, Key::OpenBracket);
    map.run();
    map.run();
    // What is below the selected unit is hidden level by level; its own children have none.
    assert_eq!(cards(&map), 8);
    map.get_by_label("Arrange the tree").click();
    map.run();
    map.get_by_label("Expand all levels").click();
    map.run();
    map.run();
    assert_eq!(cards(&map), 13);
}

#[test]
fn the_tree_grows_to_the_right_and_keys_follow() {
    let mut map = map_of(techcorp(), Some("techcorp"));
    map.get_by_label("Arrange the tree").click();
    map.run();
    map.get_by_label("Left to right").click();
    map.run();
    map.run();
    gui::look(&mut map, "map-rightwards");
    let left = |map: &Map, name: &str| {
        let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(name));
        let mut all = map.query_all_by_role(Role::TreeItem);
        all.find(|node| starts(node.accesskit_node().label())).unwrap().rect()
    };
    let (root, region, unit) = (left(&map, "TechCorp"), left(&map, "EMEA"), left(&map, "Germany"));
    assert!(root.right() < region.left() && region.right() < unit.left());
    click(&mut map, "EMEA");
    for (key, unit) in [
        (Key::ArrowRight, "uk"),
        (Key::ArrowDown, "france"),
        (Key::ArrowUp, "uk"),
        (Key::ArrowLeft, "emea"),
        (Key::ArrowDown, "apac"),
    ] {
        press(&mut map, key);
        assert_eq!(map.state().selection.units, [UnitKey::from(unit)], "{key:?}");
    }
}

#[test]
fn letters_find_what_no_name_contains() {
    let mut map = map_of(techcorp(), Some("techcorp"));
    map.get_by_label("Find a unit").focus();
    map.run();
    map.get_by_label("Find a unit").type_text("dgtl div");
    map.run();
    press(&mut map, Key::Enter);
    assert_eq!(map.state().selection.units, [UnitKey::from("digital")]);
}

#[test]
fn all_accounts_stand_on_one_map_and_are_opened_from_it() {
    let workspace = samples::portfolio();
    let accounts = workspace.accounts.len();
    let (first, name) = (workspace.accounts[0].key.clone(), workspace.accounts[0].name.clone());
    let mut map = map_of(workspace, None);
    gui::look(&mut map, "map-portfolio");
    // More than 400 units: accounts only.
    assert_eq!(cards(&map), accounts + 1, "{:?}", names(&map));
    assert!(has(&map, "Portfolio, "));
    click(&mut map, &name);
    map.state_mut().take();
    // Nothing is changed here.
    for key in [Key::Delete, Key::Insert] {
        press(&mut map, key);
        let said = map.state_mut().toasts();
        assert!(said[0].starts_with("Open an account"), "{said:?}");
    }
    // The branch opens in place, with the keys of the map.
    press(&mut map, Key::Period);
    assert!(cards(&map) > accounts + 1);
    assert!(map.query_by_label("Add unit").is_none());
    press(&mut map, Key::ArrowDown);
    map.state_mut().take();
    map.get_by_label("Open account").click();
    map.run();
    let actions = map.state_mut().take();
    let [
        Action::SelectAccount(Some(account)),
        Action::SelectUnits(units),
        Action::Request(Request::ShowOnMap),
    ] = &actions[..]
    else {
        panic!("{actions:?}")
    };
    assert_eq!(*account, first);
    let known = &map.state().document.workspace().accounts[0];
    assert!(known.units.iter().any(|unit| unit.key == units[0]), "{units:?}");
    assert!(map.query_by_label("Add unit").is_some());
}

#[test]
fn the_portfolio_is_seen_in_every_view_and_colour() {
    for view in ["Tree", "Treemap", "Outline"] {
        let mut map = map_of(samples::portfolio(), None);
        map.get_by_label(&format!("View: {view}")).click();
        map.run();
        map.run();
        gui::look(&mut map, &format!("map-portfolio-{view}"));
        assert!(cards(&map) > 5, "{view}");
        for colour in ["Penetration", "Risk", "Competitor", "Opportunity score", "Change"] {
            choose(&mut map, "Colour by", colour);
        }
        assert!(map.query_by_label("Change since").is_some());
    }
}

fn choose(map: &mut Map, what: &str, word: &str) {
    map.get_by_label(what).click();
    map.run();
    map.get_by_role_and_label(Role::MenuItemRadio, word).click();
    map.run();
    map.run();
}

/// How many units the legend counts in a class.
fn counted(map: &Map, class: &str) -> usize {
    let label = map.get_by_label_contains(&format!("{class}, ")).accesskit_node().label().unwrap();
    label.split(' ').rev().nth(1).unwrap().parse().unwrap()
}

#[test]
fn all_accounts_are_scored_against_each_other() {
    let mut map = map_of(samples::portfolio(), None);
    choose(&mut map, "Colour by", "Opportunity score");
    let derived = map.state_mut().derived();
    let ranked = derived.opportunities(map.state().document.workspace(), None);
    let strong = ranked.rows.iter().filter(|row| row.score.is_some_and(|score| score >= 80.0)).count();
    let weak = ranked.rows.iter().filter(|row| row.score.is_some_and(|score| score < 20.0)).count();
    assert!(strong + weak > 0);
    assert_eq!((counted(&map, "80 and more"), counted(&map, "Under 20")), (strong, weak));
    gui::look(&mut map, "map-portfolio-opportunity");
}

#[test]
fn change_of_all_accounts_is_measured_from_a_chosen_period() {
    let workspace = samples::portfolio();
    let now = workspace.current_period();
    let mut map = map_of(workspace, None);
    choose(&mut map, "Colour by", "Change");
    for back in [1, 3] {
        let since = now.plus(-back);
        let word = map.state().document.workspace().period_text(since);
        choose(&mut map, "Change since", &word);
        // Unit by unit from the facts of each account.
        let (mut up, mut down) = (0, 0);
        let derived = map.state_mut().derived();
        let workspace = map.state().document.workspace();
        for (account, own) in workspace.accounts.iter().zip(&derived.accounts) {
            let then = facts(workspace, account, &own.tree, since);
            let rate = |facts: &PeriodFacts, unit: u32| facts.units[unit as usize].revenue()?.percent();
            for unit in &own.facts.counted {
                if let Some((now, then)) = rate(&own.facts, *unit).zip(rate(&then, *unit)) {
                    up += usize::from(now - then >= 5.0);
                    down += usize::from(now - then <= -5.0);
                }
            }
        }
        assert!(up + down > 0, "{word}");
        assert_eq!(
            (counted(&map, "Up 5 pp or more"), counted(&map, "Down 5 pp or more")),
            (up, down),
            "{word}"
        );
    }
}

/// A workspace of one account: what is painted is what there is to see, until an edit that is not painted yet.
#[test]
fn what_is_seen_of_a_small_workspace_is_known() {
    let mut map = map_of(techcorp(), Some("techcorp"));
    let sees = |map: &Map| {
        let stage = map.state();
        stage.panel.sight(stage.document.workspace(), &stage.selection, stage.period).is_some()
    };
    assert!(sees(&map));
    let change = UnitChange::Name("Retail".to_owned());
    let rename = Edit::SetUnits { account: "techcorp".into(), units: vec!["retail".into()], change };
    map.state_mut().document.apply(&rename).unwrap();
    assert!(!sees(&map));
    map.run();
    assert!(sees(&map));
}

#[test]
fn units_of_all_accounts_stand_under_regions_kinds_and_owners() {
    let workspace = samples::portfolio();
    let name = workspace.accounts[0].name.clone();
    let mut map = map_of(workspace, None);
    let root = names(&map).into_iter().find(|name| name.starts_with("Portfolio, ")).unwrap();
    let figures = root.split(", collapsed").next().unwrap().to_owned();
    for by in ["Region", "Kind", "Owner"] {
        choose(&mut map, "Hierarchy", by);
        for view in ["Tree", "Treemap", "Outline"] {
            map.get_by_label(&format!("View: {view}")).click();
            map.run();
            map.run();
            gui::look(&mut map, &format!("map-portfolio-{by}-{view}"));
        }
        map.get_by_label("View: Tree").click();
        map.run();
        map.run();
        // The sums stay; accounts give way to groups, which are opened one at a time.
        assert!(has(&map, &figures), "{figures} in {:?}", names(&map));
        assert!(!has(&map, &name), "{:?}", names(&map));
        assert!(cards(&map) > 2 && cards(&map) < 30, "{:?}", names(&map));
    }
    // Owners are those of the structure, whatever units are put together by.
    choose(&mut map, "Colour by", "Owner");
    for by in ["Structure", "Owner", "Region"] {
        choose(&mut map, "Hierarchy", by);
        map.get_by_label_contains("Mara Lindqvist, 236 units");
    }
    choose(&mut map, "Colour by", "Status");
    let region = map.state().document.workspace().regions[0].name.clone();
    click(&mut map, &region);
    assert!(map.state().selection.units.len() > 2);
    // A unit says whose it is, leads there, and is not moved from here.
    map.get_by_label("Arrange the tree").click();
    map.run();
    map.get_by_label("Expand all levels").click();
    map.run();
    map.get_by_label("Find a unit").focus();
    map.run();
    let account = map.state().document.workspace().accounts[0].clone();
    let unit = account.units.back().unwrap();
    map.get_by_label("Find a unit").type_text(&unit.name);
    map.run();
    press(&mut map, Key::Enter);
    map.run();
    let found = format!("{} of ", unit.name);
    assert!(has(&map, &found), "{found} in {:?}", names(&map));
    let starts = |label: Option<String>| label.is_some_and(|label| label.starts_with(&found));
    let card = map.get_all_by_role(Role::TreeItem).find(|node| starts(node.accesskit_node().label()));
    let at = card.unwrap().rect().center();
    map.state_mut().take();
    map.hover_at(at);
    map.run();
    map.drag_at(at);
    map.run();
    map.hover_at(at + vec2(60.0, 40.0));
    map.run();
    map.drop_at(at + vec2(60.0, 40.0));
    map.run();
    let actions = map.state_mut().take();
    let refused =
        |action: &Action| matches!(action, Action::Toast { text, .. } if text.starts_with("Open an"));
    assert!(actions.iter().any(refused), "{actions:?}");
    assert!(!actions.iter().any(|action| matches!(action, Action::Edit(_))));
    map.get_by_label("Open account").click();
    map.run();
    assert_eq!(map.state().selection.units.len(), 1);
    assert!(map.state().selection.account.is_some());
}

/// The panel as wide as in a window of 1280 points, where the header has the least room.
#[test]
fn the_way_to_an_account_has_its_place_in_a_small_window() {
    let stage = Stage::new(MapPanel::default(), techcorp());
    let mut map = harness(stage, vec2(697.0, 520.0), egui::Theme::Light, MapPanel::ui);
    map.run();
    click(&mut map, "TechCorp, ");
    let (open, find) = (map.get_by_label("Open account").rect(), map.get_by_label("Find a unit").rect());
    assert!(open.right() < find.left() && find.width() > 60.0, "{open} {find}");
    map.state_mut().take();
    map.get_by_label("Open account").click();
    map.run();
    let actions = map.state_mut().take();
    assert!(matches!(&actions[..], [Action::SelectAccount(Some(_)), ..]), "{actions:?}");
}
