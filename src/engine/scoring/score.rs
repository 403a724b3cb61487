//! One account's score under one model: points, weights in force, missing factors, possible range (domain
//! specification 3.4).

use super::{FactorOutcome, Score, bands, curve, weights};
use crate::{
    domain::{Aggregation, BandScheme, MetricKey, MissingPolicy, Period, ScoringModel, Target},
    engine::compare,
};

/// Points that geometric aggregation counts at least, so that one zero does not erase an account.
pub const GEOMETRIC_FLOOR: f64 = 1.0;

/// Points that a missing factor counts under [`MissingPolicy::Neutral`].
const NEUTRAL_POINTS: f64 = 50.0;

/// Scores one account.
///
/// `inputs[k]` is the value of the metric of `model.factors[k]`, `targets[k]` the account's target for it (see
/// [`target_for`]); both are parallel to the factors, and what is absent counts as unknown. `scheme` names the bands.
pub fn score(
    model: &ScoringModel,
    inputs: &[Option<f64>],
    targets: &[Option<f64>],
    scheme: &BandScheme,
) -> Score {
    let raw: Vec<f64> = model.factors.iter().map(|factor| factor.weight_raw.get()).collect();
    let enabled: Vec<bool> = model.factors.iter().map(|factor| factor.enabled).collect();
    let shares = weights::normalised(&raw, &enabled);
    let mut factors: Vec<FactorOutcome> = model
        .factors
        .iter()
        .enumerate()
        .map(|(k, factor)| {
            let raw = inputs.get(k).copied().flatten();
            let points = curve::points(&factor.curve, raw, targets.get(k).copied().flatten());
            let weight = shares.as_ref().map_or(0.0, |shares| shares[k]);
            FactorOutcome { raw, points, weight, in_force: None, contribution: None }
        })
        .collect();
    if shares.is_none() {
        return Score {
            value: None,
            reason: Some("all weights are zero"),
            weight_coverage: 0.0,
            low: None,
            high: None,
            band: None,
            factors,
        };
    }
    let (weight_coverage, any_missing) = coverage(&factors, &enabled);
    let (low, high) = possible_range(model.aggregation, &factors, weight_coverage);
    for (outcome, _) in factors.iter_mut().zip(&enabled).filter(|(_, enabled)| **enabled) {
        let counted = match (outcome.points, model.missing_policy) {
            (Some(points), MissingPolicy::Reweight) => {
                (weight_coverage > 0.0).then(|| (outcome.weight / weight_coverage, points))
            }
            (Some(points), _) => Some((outcome.weight, points)),
            (None, MissingPolicy::Zero) => Some((outcome.weight, 0.0)),
            (None, MissingPolicy::Neutral) => Some((outcome.weight, NEUTRAL_POINTS)),
            (None, MissingPolicy::Reweight | MissingPolicy::Unknown) => None,
        };
        outcome.in_force = counted.map(|(weight, _)| weight);
        outcome.contribution = counted.map(|(weight, points)| weight * on_scale(model.aggregation, points));
    }
    let required_missing =
        model.factors.iter().zip(&factors).any(|(f, o)| f.enabled && f.required && o.points.is_none());
    let reason = if required_missing {
        Some("a required factor has no value")
    } else {
        match model.missing_policy {
            MissingPolicy::Unknown if any_missing => Some("a factor has no value"),
            MissingPolicy::Reweight if weight_coverage <= 0.0 => Some("no factor with a weight has a value"),
            MissingPolicy::Reweight if !compare::at_least(weight_coverage, model.min_weight_coverage) => {
                Some("too little of the weight has a value")
            }
            _ => None,
        }
    };
    let value = reason.is_none().then(|| total(model, &factors, weight_coverage));
    Score {
        value,
        reason,
        weight_coverage,
        low,
        high,
        band: value.map(|value| bands::band(scheme, value)),
        factors,
    }
}

/// Value of the target that counts in `period`, in the unit of the metric; `None` = no target.
pub fn target_for(targets: &[Target], metric: &MetricKey, period: Period) -> Option<f64> {
    target_in_force(targets, metric, period).map(|target| target.value.get())
}

/// The target that counts in `period`: of those on exactly this metric the earliest due in or after it, else the
/// latest (ruling B24).
pub fn target_in_force<'a>(targets: &'a [Target], metric: &MetricKey, period: Period) -> Option<&'a Target> {
    let ours = || targets.iter().filter(|target| target.metric == *metric);
    let ahead = ours().filter(|target| target.due_period >= period).min_by_key(|target| target.due_period);
    ahead.or_else(|| ours().max_by_key(|target| target.due_period))
}

/// The scale on which an aggregation adds: points themselves, or the logarithm of points of at least 1.
pub fn on_scale(aggregation: Aggregation, points: f64) -> f64 {
    match aggregation {
        Aggregation::Arithmetic => points,
        Aggregation::Geometric => points.max(GEOMETRIC_FLOOR).ln(),
    }
}

/// Back from the scale of [`on_scale`] to points.
pub fn off_scale(aggregation: Aggregation, sum: f64) -> f64 {
    match aggregation {
        Aggregation::Arithmetic => sum,
        Aggregation::Geometric => sum.exp(),
    }
}

/// Known weight, and whether any enabled factor is missing (one of weight 0 counts, ruling B26).
fn coverage(factors: &[FactorOutcome], enabled: &[bool]) -> (f64, bool) {
    let known = || factors.iter().filter(|factor| factor.points.is_some());
    let any_missing = factors.iter().zip(enabled).any(|(factor, on)| *on && factor.points.is_none());
    // Shares add up to 1 only up to rounding; with every weight known the coverage is 1 by definition.
    let all_weight = factors.iter().all(|factor| factor.weight == 0.0 || factor.points.is_some());
    let sum = known().map(|factor| factor.weight).sum::<f64>().min(1.0);
    (if all_weight { 1.0 } else { sum }, any_missing)
}

fn known_sum(aggregation: Aggregation, factors: &[FactorOutcome]) -> f64 {
    factors
        .iter()
        .filter_map(|factor| Some(factor.weight * on_scale(aggregation, factor.points?)))
        .fold(0.0, |sum, part| sum + part)
}

/// What the score would be if the missing factors had 0 (geometric: 1) or 100 points (rulings B25).
fn possible_range(
    aggregation: Aggregation,
    factors: &[FactorOutcome],
    weight_coverage: f64,
) -> (Option<f64>, Option<f64>) {
    let low = known_sum(aggregation, factors);
    let high = low + (1.0 - weight_coverage) * on_scale(aggregation, 100.0);
    (Some(off_scale(aggregation, low)), Some(off_scale(aggregation, high)))
}

fn total(model: &ScoringModel, factors: &[FactorOutcome], weight_coverage: f64) -> f64 {
    let sum = match model.missing_policy {
        // Dividing once at the end keeps the last bits of the sum of products.
        MissingPolicy::Reweight => known_sum(model.aggregation, factors) / weight_coverage,
        _ => factors.iter().filter_map(|factor| factor.contribution).fold(0.0, |sum, part| sum + part),
    };
    off_scale(model.aggregation, sum).clamp(0.0, 100.0)
}
