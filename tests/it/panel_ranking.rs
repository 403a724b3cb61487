//! The ranking: rows by name, sorting, selecting; of accounts by score and of units by opportunity score.

use egui_kittest::kittest::{NodeT, Queryable};
use inroads::{
    document::{Edit, Question, SettingChange, Since},
    engine::scoring::SliderMode,
    ui::panels::{Action, LinesPanel, RankingPanel, TornadoPanel},
};

use super::support::{
    gui::{THEMES, look, word},
    panel::{Stage, harness},
    ten_accounts::ten_accounts,
};

const SIZE: [f32; 2] = [986.0, 446.0];

fn stage<P: Default>() -> Stage<P> {
    let mut workspace = ten_accounts();
    let mut model = (*workspace.active_model()).clone();
    workspace.baseline = Some(workspace.active_model());
    for (factor, weight) in model.factors.iter_mut().zip([50.0, 18.0, 15.0, 7.0, 10.0]) {
        factor.weight_raw = inroads::domain::Amount::new(weight).unwrap();
    }
    workspace.models = std::sync::Arc::new(vec![std::sync::Arc::new(model)]);
    Stage::new(P::default(), workspace).on("techcorp")
}

#[test]
fn looks_as_drawn() {
    for theme in THEMES {
        let mut harness = harness(stage(), SIZE, theme, RankingPanel::ui);
        look(&mut harness, &format!("ranking-{}", word(theme)));
    }
}

#[test]
fn a_click_selects_and_a_head_sorts() {
    let mut harness = harness(stage(), SIZE, egui::Theme::Light, RankingPanel::ui);
    harness.get_by_label_contains(": Dunmore, score").click();
    harness.run();
    assert_eq!(harness.state_mut().take(), [Action::SelectAccount(Some("dunmore".into()))]);
    harness.get_by_label("Sort by account").click();
    harness.run();
    let top = |label: &str| harness.get_by_label_contains(label).rect().min.y;
    assert!(top(": Borealis,") < top(": Cobalt,") && top(": Juno Health,") < top(": TechCorp,"));
}

#[test]
fn sensitivity_says_where_the_lead_changes() {
    for theme in THEMES {
        let mut lines = harness(stage(), [560.0, 304.0], theme, LinesPanel::ui);
        lines.get_by_label_contains("the lead changes at");
        look(&mut lines, &format!("lines-{}", word(theme)));
        let mut tornado = harness(stage(), [420.0, 304.0], theme, TornadoPanel::ui);
        tornado.get_by_label_contains("Revenue: ");
        look(&mut tornado, &format!("tornado-{}", word(theme)));
    }
}

#[test]
fn every_number_of_a_row_opens_its_calculation() {
    let mut harness = harness(stage(), SIZE, egui::Theme::Light, RankingPanel::ui);
    for (label, question) in [
        ("Rank of TechCorp: ", Question::Rank),
        ("Score of TechCorp: ", Question::Score),
        ("Change against the baseline of TechCorp: ", Question::Move(Since::Baseline)),
        ("White space of TechCorp: ", Question::Metric("white_space")),
    ] {
        let node = harness.get_by_label_contains(label);
        let shown = node.accesskit_node().label().unwrap().rsplit(": ").next().unwrap().to_owned();
        node.click();
        harness.run();
        let actions = harness.state_mut().take();
        let [Action::Open(asked, _)] = actions[..] else { panic!("{actions:?}") };
        assert_eq!(asked, question);
        // What opens is what is shown.
        let stage = harness.state_mut();
        let workspace = std::sync::Arc::clone(stage.document.workspace());
        let index = workspace.find_account(&"techcorp".into()).unwrap();
        let value = stage.derived().explain(&workspace, index, asked).unwrap().value.unwrap();
        let digits = shown.trim_start_matches(['+', '\u{2212}', '$']).trim_end_matches(['K', 'M']);
        let digits: f64 = digits.parse().unwrap();
        let scale = if shown.ends_with('M') {
            1e6
        } else if shown.ends_with('K') {
            1e3
        } else {
            1.0
        };
        assert!((value.abs() / scale - digits).abs() <= 0.0501, "{shown} {value}");
    }
    // A number of another row selects that row first.
    harness.get_by_label_contains("Rank of Dunmore: ").click();
    harness.run();
    let actions = harness.state_mut().take();
    assert!(
        matches!(&actions[..], [Action::SelectAccount(Some(key)), Action::Open(Question::Rank, _)] if key.as_str() == "dunmore"),
        "{actions:?}"
    );
}

#[test]
fn probabilities_have_settings_of_one_step_each_and_open() {
    let mut harness = harness(stage(), SIZE, egui::Theme::Light, RankingPanel::ui);
    harness.get_by_label("Probabilities").click();
    harness.run();
    for (label, change) in [
        ("Keep the order of importance", SettingChange::KeepOrder(true)),
        ("Draw uncertain data from its range", SettingChange::DataUncertainty(true)),
    ] {
        harness.get_by_label(label).click();
        harness.run();
        assert_eq!(harness.state_mut().edits(), [Edit::Set(change)]);
    }
    for (label, typed, change) in [
        ("Number of weightings", "400", SettingChange::Samples(400)),
        ("Seed of the weightings", "7", SettingChange::Seed(7)),
        ("Spread of the weightings", "50", SettingChange::Spread(0.5)),
    ] {
        harness.get_by_label(label).focus();
        harness.run();
        harness.get_by_label(label).type_text(typed);
        harness.run();
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert_eq!(harness.state_mut().edits(), [Edit::Set(change)]);
    }
    // Drawn in the background; then what is shown opens.
    let found = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        harness.run();
        harness.query_by_label_contains("Comes first in, TechCorp").is_some()
    });
    assert!(found, "nothing was drawn");
    look(&mut harness, "ranking-probabilities");
    harness.get_by_label_contains("Comes first in, TechCorp").click();
    harness.run();
    let shown = harness.state_mut().opened().unwrap();
    let label = format!("Comes first in, TechCorp: {shown:.1}%");
    harness.get_by_label_contains(&label);
    let document = &mut harness.state_mut().document;
    assert_eq!(document.workspace().settings.analysis.smaa_samples, 400);
    for label in [
        "set spread of weightings to 0.5",
        "set seed of weightings to 7",
        "draw 400 weightings",
        "vary uncertain data",
        "keep order of importance",
    ] {
        assert_eq!(document.undo().as_deref(), Some(label));
    }
    assert!(document.undo().is_none());
}

#[test]
fn lines_and_bars_open() {
    let mut lines = harness(stage::<LinesPanel>(), [560.0, 304.0], egui::Theme::Light, LinesPanel::ui);
    lines.get_by_label_contains("the lead changes at").click();
    lines.run();
    assert_eq!(lines.state_mut().asked(), Some(Question::Zones(0, SliderMode::Proportional)));
    let mut tornado = harness(stage::<TornadoPanel>(), [420.0, 304.0], egui::Theme::Light, TornadoPanel::ui);
    tornado.get_by_label_contains("Revenue: ").click();
    tornado.run();
    assert_eq!(tornado.state_mut().asked(), Some(Question::Tornado(0)));
}

/// Rows of units as a screen reader hears them, from top to bottom.
fn unit_rows(harness: &egui_kittest::Harness<'_, Stage<RankingPanel>>) -> Vec<String> {
    let rows = harness.get_all_by_role(egui::accesskit::Role::Row);
    let mut rows: Vec<(f32, String)> =
        rows.map(|row| (row.rect().min.y, row.accesskit_node().label().unwrap())).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn units_of_the_selected_account_are_ranked_by_opportunity() {
    let stage = Stage::new(RankingPanel::default(), inroads::files::samples::techcorp()).on("techcorp");
    let mut harness = harness(stage, SIZE, egui::Theme::Light, RankingPanel::ui);
    harness.get_by_label("Ranked: Accounts by score").click();
    harness.run();
    harness.get_by_label("Units by opportunity").click();
    harness.run();
    let list = {
        let stage = harness.state_mut();
        let workspace = std::sync::Arc::clone(stage.document.workspace());
        stage.derived().opportunities(&workspace, Some(0))
    };
    let rows = unit_rows(&harness);
    assert!(rows.len() > 5 && rows.len() <= list.rows.len(), "{rows:?}");
    let workspace = std::sync::Arc::clone(harness.state().document.workspace());
    let name = |at: usize| workspace.accounts[0].unit_name(list.rows[at].unit as usize);
    for (at, row) in rows.iter().enumerate() {
        let [rank, score] = [f64::from(list.rows[at].rank.unwrap()), list.rows[at].score.unwrap()];
        let score = inroads::engine::compare::round_to(score, 1);
        let said = format!("Rank {rank}: {} of TechCorp, opportunity score {score:.1}", name(at));
        assert_eq!(*row, said);
    }
    // A row leads to its unit, a second click on it to its place on the map.
    harness.get_by_label(&rows[1]).click();
    harness.run();
    let key = workspace.accounts[0].units[list.rows[1].unit as usize].key.clone();
    assert_eq!(harness.state_mut().take(), [Action::SelectUnits(vec![key.clone()])]);
    // Every number of the row opens as it is shown.
    let row = list.rows[1];
    for (what, shown) in [
        ("Rank", f64::from(row.rank.unwrap())),
        ("Score", row.score.unwrap()),
        ("White space", row.white_space),
    ] {
        harness.get_by_label_contains(&format!("{what} of {}: ", name(1))).click();
        harness.run();
        let opened = harness.state_mut().opened().unwrap();
        assert!((opened - shown).abs() <= 1e-6 * shown.abs().max(1.0), "{what}: {opened}, shown {shown}");
    }
    let planned = list.rows.iter().take(rows.len()).position(|row| row.expected_value.is_some());
    let at = planned.expect("the sample plans money");
    harness.get_by_label_contains(&format!("Expected value of {}: ", name(at))).click();
    harness.run();
    let actions = harness.state_mut().take();
    let Some(Action::Open(question @ Question::ExpectedValue(_), _)) = actions.last() else {
        panic!("{actions:?}")
    };
    let opened = harness.state_mut().derived().explain(&workspace, 0, *question).unwrap().value.unwrap();
    assert!((opened - list.rows[at].expected_value.unwrap()).abs() < 1e-6);
    // Heads sort, and sort back.
    harness.get_by_label("Sort by unit").click();
    harness.run();
    let names: Vec<String> =
        unit_rows(&harness).iter().map(|row| row.split(": ").nth(1).unwrap().to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
    harness.get_by_label("Sort by white space").click();
    harness.run();
    let first = unit_rows(&harness).remove(0);
    let most = list.rows.iter().max_by(|a, b| a.white_space.total_cmp(&b.white_space)).unwrap();
    assert!(first.contains(workspace.accounts[0].unit_name(most.unit as usize)), "{first}");
}

#[test]
fn units_of_all_accounts_are_measured_against_each_other() {
    let mut stage = Stage::new(RankingPanel::of_units(), inroads::files::samples::portfolio());
    let workspace = std::sync::Arc::clone(stage.document.workspace());
    let derived = stage.derived();
    let list = derived.opportunities(&workspace, None);
    let mut harness = harness(stage, [986.0, 700.0], egui::Theme::Light, RankingPanel::ui);
    let rows = unit_rows(&harness);
    assert!(rows[0].starts_with("Rank 1: "), "{rows:?}");
    // The largest white space of all is worth a full first criterion, and no other account's is.
    let largest = list.rows.iter().map(|row| row.white_space).fold(0.0, f64::max);
    assert_eq!(list.anchor, largest);
    let alone = |account: usize| derived.opportunities(&workspace, Some(account));
    assert!((0..workspace.accounts.len()).any(|account| alone(account).anchor < largest));
    let units: usize = (0..workspace.accounts.len()).map(|account| alone(account).rows.len()).sum();
    assert_eq!(list.rows.len(), units);
    // A row of any account leads to that account and its unit.
    harness.get_by_label(&rows[2]).click();
    harness.run();
    let row = list.rows[2];
    let account = &workspace.accounts[row.account as usize];
    let unit = account.units[row.unit as usize].key.clone();
    assert_eq!(
        harness.state_mut().take(),
        [Action::SelectAccount(Some(account.key.clone())), Action::SelectUnits(vec![unit])]
    );
    // With the account selected, its own units are ranked.
    harness.run();
    assert!(unit_rows(&harness).iter().all(|row| row.contains(&format!("of {},", account.name))));
    // Another figure changes the ranks at once.
    let before = unit_rows(&harness);
    let weights = [0.0, 1.0, 0.0, 0.0, 0.0].map(|weight| inroads::domain::Amount::new(weight).unwrap());
    let mut other = inroads::domain::Workspace::clone(&workspace);
    std::sync::Arc::make_mut(&mut other.settings).opportunity = inroads::domain::OpportunityModel { weights };
    harness.state_mut().document = inroads::document::Document::opened(other);
    harness.run();
    assert_ne!(unit_rows(&harness), before);
}

#[test]
fn many_units_are_ranked_in_the_background() {
    use super::support::build::{Fields, rec, unit, workspace};
    let mut account = inroads::domain::Account::new("a", "Halden");
    for at in 0..2_500 {
        let record = rec().arr(f64::from(at)).potential(f64::from(3 * at + 1));
        let unit = unit(&format!("u{at}"), "", inroads::domain::UnitKind::Division);
        account.push_unit(unit, vec![(super::support::build::NOW, record)]);
    }
    let stage = Stage::new(RankingPanel::of_units(), workspace([account])).on("a");
    let mut harness = harness(stage, SIZE, egui::Theme::Light, RankingPanel::ui);
    let found = (0..400).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        harness.run();
        harness.query_by_label_contains("Rank 1: u2499 of Halden").is_some()
    });
    assert!(found, "nothing was ranked");
    // Rows out of sight are not painted, and the arrow keys go through all of them.
    assert!(unit_rows(&harness).len() < 30);
    harness.get_by_label_contains("Rank 1: ").focus();
    harness.run();
    harness.key_press(egui::Key::End);
    harness.run();
    harness.run();
    assert!(unit_rows(&harness).last().unwrap().contains("Rank 2500: u0"), "{:?}", unit_rows(&harness));
}
