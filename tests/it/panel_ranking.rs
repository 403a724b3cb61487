//! The ranking: rows by name, sorting, selecting.

use egui_kittest::kittest::Queryable;
use inroads::ui::panels::{Action, LinesPanel, RankingPanel, TornadoPanel};

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
