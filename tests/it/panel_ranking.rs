//! The ranking: rows by name, sorting, selecting.

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
