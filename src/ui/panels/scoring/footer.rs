//! The foot of the panel: missing data, arithmetic, baseline.

use egui::{Layout, Rect, Ui, UiBuilder, vec2};

use super::model::Sliders;
use crate::{
    document::Edit,
    domain::{Aggregation, Amount, MissingPolicy, ScoringModel},
    ui::{
        kit::icons,
        panels::{
            PanelContext,
            bits::{self, Control},
        },
    },
};

/// Paints the foot.
pub fn ui(cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect, sliders: &Sliders) {
    let t = cx.tokens;
    ui.painter().rect_filled(rect, 0.0, t.panel);
    let mut inner = ui.new_child(
        UiBuilder::new()
            .max_rect(rect.shrink2(vec2(12.0, 0.0)))
            .id_salt("footer")
            .layout(Layout::left_to_right(egui::Align::Center)),
    );
    inner.spacing_mut().item_spacing.x = 6.0;
    let model = &cx.derived.model;
    let policies =
        [MissingPolicy::Reweight, MissingPolicy::Zero, MissingPolicy::Neutral, MissingPolicy::Unknown];
    let options: Vec<(MissingPolicy, String)> =
        policies.into_iter().map(|policy| (policy, policy_text(policy).to_owned())).collect();
    let label = format!("Missing data: {}", model.missing_policy.word().to_lowercase());
    let control = Control { small: true, ..Control::new(&label) };
    if let Some(policy) = bits::choice(&mut inner, t, control, &model.missing_policy, &options) {
        change(cx, |model| model.missing_policy = policy);
    }
    let options: Vec<(Aggregation, String)> = [Aggregation::Arithmetic, Aggregation::Geometric]
        .into_iter()
        .map(|aggregation| (aggregation, aggregation_text(aggregation).to_owned()))
        .collect();
    let model = &cx.derived.model;
    let control = Control { small: true, ..Control::new(model.aggregation.word()) };
    if let Some(aggregation) = bits::choice(&mut inner, t, control, &model.aggregation, &options) {
        change(cx, |model| model.aggregation = aggregation);
    }
    inner.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        baseline_ui(cx, ui, sliders);
    });
}

fn baseline_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, sliders: &Sliders) {
    let t = cx.tokens;
    let set = Control {
        small: true,
        quiet: true,
        enabled: sliders.moved || cx.workspace.baseline.is_none(),
        ..Control::new("Set baseline")
    };
    let response = set.ui(ui, t);
    let clicked = response.clicked();
    response.on_hover_text("Freeze these weights: moves are shown against them");
    if clicked {
        cx.edit(Edit::SetBaseline { model: Some(Box::new((*cx.derived.model).clone())) });
    }
    let back = Control {
        name: "Back to baseline",
        small: true,
        quiet: true,
        icon: Some(icons::ROTATE_CCW),
        enabled: sliders.moved,
        ..Control::new("Baseline")
    };
    let response = back.ui(ui, t);
    let clicked = response.clicked();
    response.on_hover_text("Back to the weights of the baseline");
    if clicked {
        back_to_baseline(cx);
    }
}

/// The baseline as the model in force; locks stay as they are.
fn back_to_baseline(cx: &mut PanelContext<'_>) {
    let (now, before) = (&*cx.derived.model, &*cx.derived.baseline);
    let same_factors = now.factors.len() == before.factors.len()
        && now.factors.iter().zip(&before.factors).all(|(a, b)| a.key == b.key);
    let mut weights_only = now.clone();
    if same_factors {
        for (factor, old) in weights_only.factors.iter_mut().zip(&before.factors) {
            factor.weight_raw = old.weight_raw;
            factor.locked = old.locked;
        }
    }
    if same_factors && weights_only == *before {
        let moved = now.factors.iter().zip(&before.factors).find(|(a, b)| a.weight_raw != b.weight_raw);
        if let Some((factor, _)) = moved {
            let weights: Vec<Amount> = before.factors.iter().map(|factor| factor.weight_raw).collect();
            cx.edit(Edit::SetWeights { model: now.key.clone(), factor: factor.key.clone(), weights });
            return;
        }
    }
    cx.edit(Edit::SetModel { model: Box::new(before.clone()) });
}

fn change(cx: &mut PanelContext<'_>, change: impl FnOnce(&mut ScoringModel)) {
    let mut model = (*cx.derived.model).clone();
    change(&mut model);
    if model != *cx.derived.model {
        cx.edit(Edit::SetModel { model: Box::new(model) });
    }
}

const fn policy_text(policy: MissingPolicy) -> &'static str {
    match policy {
        MissingPolicy::Reweight => "Reweight: known factors take over",
        MissingPolicy::Zero => "Zero: missing counts as 0 points",
        MissingPolicy::Neutral => "Neutral: missing counts as 50 points",
        MissingPolicy::Unknown => "Unknown: no score without all factors",
    }
}

const fn aggregation_text(aggregation: Aggregation) -> &'static str {
    match aggregation {
        Aggregation::Arithmetic => "Arithmetic: strong makes up for weak",
        Aggregation::Geometric => "Geometric: a weak factor pulls down",
    }
}
