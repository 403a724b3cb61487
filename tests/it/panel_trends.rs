//! Trends: the strip's tiles and the full panel.

use egui_kittest::kittest::Queryable;
use inroads::{
    document::Question,
    ui::panels::{Action, Arrangement, Request, TrendsPanel, TrendsStrip},
};

use super::support::{
    gui::{THEMES, look, word},
    panel::{Stage, harness},
    ten_accounts::ten_accounts,
};

#[test]
fn looks_as_drawn() {
    for theme in THEMES {
        let stage = Stage::new(TrendsStrip::default(), ten_accounts()).on("techcorp");
        let mut strip = harness(stage, [852.0, 148.0], theme, TrendsStrip::ui);
        look(&mut strip, &format!("trends-strip-{}", word(theme)));
        let stage = Stage::new(TrendsPanel::default(), ten_accounts()).on("techcorp");
        let mut panel = harness(stage, [1424.0, 478.0], theme, TrendsPanel::ui);
        panel.hover_at(egui::pos2(800.0, 250.0));
        panel.run();
        look(&mut panel, &format!("trends-{}", word(theme)));
        panel.get_by_label("Show as: Table").click();
        panel.run();
        look(&mut panel, &format!("trends-table-{}", word(theme)));
    }
}

#[test]
fn open_shows_the_full_panel_and_numbers_explain() {
    let stage = Stage::new(TrendsStrip::default(), ten_accounts()).on("techcorp");
    let mut harness = harness(stage, [852.0, 148.0], egui::Theme::Light, TrendsStrip::ui);
    harness.get_by_label("Open trends").click();
    harness.run();
    assert_eq!(harness.state_mut().take(), [Action::Request(Request::Arrange(Arrangement::Trends))]);
    harness.get_by_label_contains("Division penetration").click();
    harness.run();
    let actions = harness.state_mut().take();
    assert!(
        matches!(&actions[..], [Action::Open(Question::Metric("division_penetration"), _)]),
        "{actions:?}"
    );
}
