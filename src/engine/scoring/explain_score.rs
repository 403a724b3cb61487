//! A score opened: contributions, weights in force, curves, down to the metrics (domain specification 6.8).

use super::{Score, bands};
use crate::{
    domain::{Aggregation, BandScheme, Curve, Factor, MissingPolicy, ScoringModel},
    engine::{
        compare::round_to,
        explain::Explained,
        metrics::{Flags, Unit},
    },
};

/// The tree of a score: score → contributions → points and weight → the metric's own explanation.
///
/// `inputs[k]` explains the metric of `model.factors[k]`; factors without one end at their raw value. Disabled factors
/// are left out.
pub fn explain(
    model: &ScoringModel,
    scheme: &BandScheme,
    score: &Score,
    inputs: Vec<Option<Explained>>,
) -> Explained {
    let mut inputs = inputs.into_iter();
    let mut parts = Vec::new();
    for (factor, outcome) in model.factors.iter().zip(&score.factors) {
        let input = inputs.next().flatten();
        if factor.enabled {
            parts.push(contribution(model, score, factor, outcome, input));
        }
    }
    let reweighted = is_reweighted(model, score);
    let mut formula = match model.aggregation {
        Aggregation::Arithmetic => "Sum of weight × points".to_owned(),
        Aggregation::Geometric => "e to the sum of weight × ln(points, at least 1)".to_owned(),
    };
    if reweighted {
        formula += &reweighted_text(score.weight_coverage);
    }
    if let (Some(low), Some(high)) = (score.low, score.high)
        && score.weight_coverage < 1.0
    {
        formula += &range_text(low, high);
    }
    let band =
        score.band.and_then(|band| scheme.bands.get(band)).map(|band| format!(" – {}", bands::name(band)));
    Explained {
        name: format!("Health score{}", band.unwrap_or_default()),
        value: score.value,
        unit: Unit::Points,
        formula,
        reason: score.reason.map(str::to_owned),
        flags: Flags { reweighted, ..merged(&parts) },
        source: source(model).to_owned(),
        field: None,
        inputs: parts,
    }
}

/// Share 0–1 of the score that one contribution makes up; `None` without a score or if it is 0.
pub fn share_of_score(score: &Score, factor: usize) -> Option<f64> {
    let total: f64 = score.factors.iter().filter_map(|factor| factor.contribution).sum();
    let own = score.factors.get(factor)?.contribution?;
    (score.value.is_some() && total > 0.0).then(|| own / total)
}

/// What a curve does, in words.
pub fn curve_text(curve: &Curve) -> String {
    let list = |points: &[(f64, f64)]| {
        points.iter().map(|(x, y)| format!("{x} → {y}")).collect::<Vec<_>>().join(", ")
    };
    match curve {
        Curve::Linear { lo, hi } => format!("Linear from {lo} (0 points) to {hi} (100 points)"),
        Curve::InverseLinear { lo, hi } => format!("Linear from {lo} (100 points) down to {hi} (0 points)"),
        Curve::Step { points, floor } => format!("Steps: {}; below that {floor}", list(points)),
        Curve::Piecewise { points } => format!("Straight between {}", list(points)),
        Curve::TargetRelative => "100 × value / target of the account".to_owned(),
        Curve::Direction { up, flat, down, deadband } => {
            format!("Up by {deadband} pp or more: {up}; down by as much: {down}; else {flat}")
        }
        Curve::Scaled { span } => format!("50 + 50 × change / {span} pp"),
    }
}

/// The points of one factor, opened into its metric; `input` is the metric opened.
pub(super) fn points(
    model: &ScoringModel,
    factor: &Factor,
    outcome: &super::FactorOutcome,
    input: Option<Explained>,
) -> Explained {
    let reason = input.as_ref().and_then(|input| input.reason.clone());
    Explained {
        name: format!("{}, points", factor.label),
        value: outcome.points,
        unit: Unit::Points,
        formula: curve_text(&factor.curve),
        reason: outcome.points.is_none().then(|| reason.unwrap_or_else(|| no_points(outcome.raw).to_owned())),
        flags: input.as_ref().map_or_else(Flags::default, |input| input.flags),
        source: source(model).to_owned(),
        field: None,
        inputs: input.into_iter().collect(),
    }
}

fn contribution(
    model: &ScoringModel,
    score: &Score,
    factor: &Factor,
    outcome: &super::FactorOutcome,
    input: Option<Explained>,
) -> Explained {
    let points = points(model, factor, outcome, input);
    let points_flags = points.flags;
    let formula = match (outcome.in_force, outcome.points, model.missing_policy) {
        (None, ..) => "Missing: its weight is spread over the known factors".to_owned(),
        (Some(weight), None, MissingPolicy::Neutral) => format!("Missing: {} × 50 points", percent(weight)),
        (Some(weight), None, _) => format!("Missing: {} × 0 points", percent(weight)),
        (Some(weight), Some(points), _) => {
            let joined = match model.aggregation {
                Aggregation::Arithmetic => {
                    format!("{} × {} points", percent(weight), one_decimal(points))
                }
                Aggregation::Geometric => {
                    format!("{} × ln({} points)", percent(weight), one_decimal(points.max(1.0)))
                }
            };
            if is_reweighted(model, score) {
                format!(
                    "{joined}; {} = {} of {} known",
                    percent(weight),
                    percent(outcome.weight),
                    percent(score.weight_coverage)
                )
            } else {
                joined
            }
        }
    };
    Explained {
        name: factor.label.clone(),
        value: outcome.contribution,
        unit: match model.aggregation {
            Aggregation::Arithmetic => Unit::Points,
            Aggregation::Geometric => Unit::Number,
        },
        formula,
        reason: outcome.contribution.is_none().then(|| points.reason.clone()).flatten(),
        flags: Flags { reweighted: is_reweighted(model, score), ..points_flags },
        source: source(model).to_owned(),
        field: None,
        inputs: vec![points],
    }
}

fn is_reweighted(model: &ScoringModel, score: &Score) -> bool {
    model.missing_policy == MissingPolicy::Reweight && score.value.is_some() && score.weight_coverage < 1.0
}

/// Only the built-in model is a source's; every other weighting is the workbench's or the user's.
fn source(model: &ScoringModel) -> &'static str {
    if *model == ScoringModel::built_in() { super::presets::DEFAULT_SOURCE } else { "workspace" }
}

fn no_points(raw: Option<f64>) -> &'static str {
    if raw.is_some() { "the account has no target for this metric" } else { "the metric has no value" }
}

fn merged(parts: &[Explained]) -> Flags {
    parts.iter().fold(Flags::default(), |all, part| Flags {
        partial: all.partial || part.flags.partial,
        carried: all.carried || part.flags.carried,
        clamped: all.clamped || part.flags.clamped,
        over_100: all.over_100 || part.flags.over_100,
        reweighted: all.reweighted || part.flags.reweighted,
        estimate: all.estimate || part.flags.estimate,
    })
}

fn reweighted_text(coverage: f64) -> String {
    format!("; the weights of known factors ({} of the whole) are raised to 100 %", percent(coverage))
}

fn range_text(low: f64, high: f64) -> String {
    format!("; with every factor known it would lie between {} and {}", one_decimal(low), one_decimal(high))
}

fn percent(share: f64) -> String {
    format!("{} %", one_decimal(100.0 * share))
}

fn one_decimal(value: f64) -> String {
    format!("{:.1}", round_to(value, 1))
}
