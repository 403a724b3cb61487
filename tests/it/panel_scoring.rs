//! The scoring panel: drags, keys, typing, locks and baselines, by what they ask for.

use egui::Theme;
use egui_kittest::kittest::{NodeT, Queryable};
use inroads::{
    document::{Edit, Question, Since},
    engine::scoring::SliderMode,
    ui::panels::{Action, ScoringPanel},
};

use super::support::{
    gui::{THEMES, look, word},
    panel::{Stage, harness},
    ten_accounts::ten_accounts,
};

const SIZE: [f32; 2] = [432.0, 756.0];

fn stage() -> Stage<ScoringPanel> {
    Stage::new(ScoringPanel::default(), ten_accounts()).on("techcorp")
}

#[test]
fn looks_as_drawn() {
    for theme in THEMES {
        let mut harness = harness(stage(), SIZE, theme, ScoringPanel::ui);
        harness.get_by_label("Lock weight of Trend").click();
        harness.run();
        let at = harness.get_by_label("Weight of Revenue").rect();
        let x = |share: f32| at.min.x + 12.0 + share * (at.width() - 24.0);
        harness.drag_at(egui::pos2(x(0.35), at.min.y + 15.0));
        harness.run();
        harness.hover_at(egui::pos2(x(0.5), at.min.y + 15.0));
        harness.run();
        look(&mut harness, &format!("scoring-{}", word(theme)));
    }
}

#[test]
fn a_drag_is_one_gesture_from_where_it_began() {
    let mut harness = harness(stage(), SIZE, Theme::Light, ScoringPanel::ui);
    let at = harness.get_by_label("Weight of Revenue").rect();
    let place = |share: f32| egui::pos2(at.min.x + 12.0 + share * (at.width() - 24.0), at.min.y + 15.0);
    harness.drag_at(place(0.35));
    harness.run();
    for share in [0.6, 1.0, 0.5] {
        harness.hover_at(place(share));
        harness.run();
    }
    harness.drop_at(place(0.5));
    harness.run();
    let actions = harness.state_mut().take();
    assert_eq!(actions.first(), Some(&Action::BeginGesture));
    assert_eq!(actions.last(), Some(&Action::EndGesture));
    assert!(
        actions[1..actions.len() - 1]
            .iter()
            .all(|action| matches!(action, Action::Edit(Edit::SetWeights { .. })))
    );
    // Through 100 % and back: proportions are those of the beginning.
    let weights = harness.state().weights();
    assert!((weights[0] - 50.0).abs() < 0.5, "{weights:?}");
    let rest = 100.0 - weights[0];
    for (weight, share) in weights[1..].iter().zip([25.0, 20.0, 10.0, 10.0]) {
        assert!((weight - rest * share / 65.0).abs() < 1e-4, "{weights:?}");
    }
}

#[test]
fn escape_takes_a_drag_back() {
    let mut harness = harness(stage(), SIZE, Theme::Light, ScoringPanel::ui);
    let before = harness.state().weights();
    let at = harness.get_by_label("Weight of Users").rect();
    let place = |share: f32| egui::pos2(at.min.x + 12.0 + share * (at.width() - 24.0), at.min.y + 15.0);
    harness.drag_at(place(0.2));
    harness.run();
    harness.hover_at(place(0.7));
    harness.run();
    assert_ne!(harness.state().weights(), before);
    harness.key_press(egui::Key::Escape);
    harness.run();
    harness.hover_at(place(0.9));
    harness.run();
    harness.drop_at(place(0.9));
    harness.run();
    let actions = harness.state_mut().take();
    assert_eq!(actions.last(), Some(&Action::CancelGesture));
    assert_eq!(harness.state().weights(), before);
}

#[test]
fn keys_step_and_a_lock_holds() {
    let mut harness = harness(stage(), SIZE, Theme::Light, ScoringPanel::ui);
    harness.get_by_label("Lock weight of Trend").click();
    harness.run();
    let lock = Edit::SetLock { model: "default".into(), factor: "trend".into(), locked: true };
    assert_eq!(harness.state_mut().take(), [Action::Edit(lock)]);
    harness.get_by_label("Weight of Revenue").focus();
    harness.run();
    harness.key_press(egui::Key::ArrowRight);
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowRight);
    harness.run();
    let weights = harness.state().weights();
    assert!((weights[0] - 41.0).abs() < 1e-6 && (weights[4] - 10.0).abs() < 1e-6, "{weights:?}");
    // Each press is a gesture of its own.
    let actions = harness.state_mut().take();
    let kinds = actions.iter().map(|action| matches!(action, Action::Edit(Edit::SetWeights { .. })));
    assert_eq!(kinds.collect::<Vec<_>>(), [false, true, false, false, true, false], "{actions:?}");
}

#[test]
fn a_shipped_model_is_chosen_in_one_step() {
    let mut harness = harness(stage(), SIZE, Theme::Light, ScoringPanel::ui);
    let name = harness.state().model().name.clone();
    harness.get_by_label(&format!("Model: {name}")).click();
    harness.run();
    harness.get_by_label("Four axes (D)").click();
    harness.run();
    assert_eq!(harness.state().model().name, "Four axes (D)");
    let document = &mut harness.state_mut().document;
    assert_eq!(document.undo().as_deref(), Some("use Four axes (D)"));
    assert!(document.undo().is_none());
}

#[test]
fn a_typed_weight_is_taken_and_the_baseline_comes_back() {
    let mut harness = harness(stage(), SIZE, Theme::Light, ScoringPanel::ui);
    harness.get_by_label("Set as baseline").click();
    harness.run();
    harness.get_by_label("Revenue weight in percent").focus();
    harness.run();
    harness.get_by_label("Revenue weight in percent").type_text("50");
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert!((harness.state().weights()[0] - 50.0).abs() < 1e-9, "{:?}", harness.state().weights());
    harness.state_mut().take();
    harness.get_by_label("Back to baseline").click();
    harness.run();
    assert_eq!(harness.state().weights(), [35.0, 25.0, 20.0, 10.0, 10.0]);
    assert!(matches!(&harness.state_mut().take()[..], [Action::Edit(Edit::SetWeights { .. })]));
}

#[test]
fn every_number_opens_its_calculation() {
    let mut harness = harness(stage(), [SIZE[0], 1000.0], Theme::Light, ScoringPanel::ui);
    look(&mut harness, "scoring-whole");
    for (label, question) in [
        ("Value of Revenue: ", Question::Metric("revenue_penetration")),
        ("Revenue adds ", Question::Contribution(0)),
        ("Revenue: Ranking holds ", Question::Zones(0, SliderMode::Proportional)),
        ("1 point of ", Question::Exchange(0, 1)),
        ("Band of TechCorp: ", Question::Band),
        ("Change of the score of TechCorp since ", Question::Move(Since::PeriodBefore)),
        ("Score of TechCorp: ", Question::Score),
    ] {
        harness.get_by_label_contains(label).click();
        harness.run();
        assert_eq!(harness.state_mut().asked(), Some(question), "{label}");
    }
    // What the next band takes, by its row; whether it can be reached or not.
    let row = harness.get_all_by_role(egui::accesskit::Role::Button);
    let row = row.into_iter().find(|node| {
        node.accesskit_node()
            .label()
            .is_some_and(|label| label.starts_with("Users: ") && !label.contains("holds"))
    });
    row.unwrap().click();
    harness.run();
    assert_eq!(harness.state_mut().asked(), Some(Question::Need(2)));
}
