//! Why a score moved, and what it would take to reach a band (domain specification 6.8).

use super::{Score, curve, off_scale, on_scale};
use crate::{
    domain::{Aggregation, ScoringModel},
    engine::compare,
};

/// What one factor did to a score between two states, in points of the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Through its data: `½(w⁰+w¹)(s¹−s⁰)`.
    pub data: f64,
    /// Through its weight: `½(s⁰+s¹)(w¹−w⁰)`.
    pub weight: f64,
}

/// Splits the change from `before` to `after` over the factors; all effects add up exactly to it.
///
/// Both scores belong to models with the same factors and the same aggregation. A factor that is known in one state only
/// moved by its weight in force, which was 0 in the other. With geometric aggregation the effects are those on the
/// logarithm, brought to points by the logarithmic mean of the two scores. `None` = one of the scores is unknown, or the
/// models differ in their factors.
pub fn moved(before: &Score, after: &Score, aggregation: Aggregation) -> Option<Vec<Move>> {
    let (from, to) = (before.value?, after.value?);
    if before.factors.len() != after.factors.len() {
        return None;
    }
    let logs = (from.max(f64::MIN_POSITIVE).ln(), to.max(f64::MIN_POSITIVE).ln());
    let scale = match aggregation {
        Aggregation::Arithmetic => 1.0,
        Aggregation::Geometric if (logs.1 - logs.0).abs() < 1e-12 => from,
        Aggregation::Geometric => (to - from) / (logs.1 - logs.0),
    };
    let counted = |score: &Score, k: usize| {
        let factor = &score.factors[k];
        let weight = factor.in_force.unwrap_or(0.0);
        // Points that a policy filled in stand behind the contribution, not in `points`.
        let filled = || factor.contribution.filter(|_| weight > 0.0).map(|sum| sum / weight);
        (weight, factor.points.map(|points| on_scale(aggregation, points)).or_else(filled))
    };
    let moves = (0..before.factors.len()).map(|k| {
        let ((w0, s0), (w1, s1)) = (counted(before, k), counted(after, k));
        let (s0, s1) = (s0.or(s1).unwrap_or(0.0), s1.or(s0).unwrap_or(0.0));
        Move { data: scale * 0.5 * (w0 + w1) * (s1 - s0), weight: scale * 0.5 * (s0 + s1) * (w1 - w0) }
    });
    Some(moves.collect())
}

/// What one factor alone would have to do for a score to reach an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Index into the model's factors.
    pub factor: usize,
    /// Change of the factor's points.
    pub points: f64,
    /// Change of the metric in its own unit (pp for percents) that earns these points; `None` = not reachable.
    pub input: Option<f64>,
    /// Whether points of at most 100, and a value that earns them, suffice.
    pub reachable: bool,
}

/// For every factor that enters the score: its change that brings the score to `edge`, `Δs = (edge − S)/w`, with the
/// weights in force and everything else unchanged. Empty without a score, or if the edge is already reached.
///
/// `targets` are parallel to the factors, as in [`score`](super::score()). Multiply [`Reach::input`] by the metric's denominator with
/// [`amount`] to say it in money, units, users or products.
pub fn reach(model: &ScoringModel, score: &Score, targets: &[Option<f64>], edge: f64) -> Vec<Reach> {
    let Some(value) = score.value.filter(|value| compare::less(*value, edge)) else { return Vec::new() };
    let gap = on_scale(model.aggregation, edge) - on_scale(model.aggregation, value);
    let factors = model.factors.iter().zip(&score.factors).enumerate();
    factors
        .filter_map(|(index, (factor, outcome))| {
            let weight = outcome.in_force.filter(|weight| *weight > 0.0)?;
            let points = outcome.points?;
            let wanted = off_scale(model.aggregation, on_scale(model.aggregation, points) + gap / weight);
            let target = targets.get(index).copied().flatten();
            let input = outcome
                .raw
                .filter(|_| compare::at_most(wanted, 100.0))
                .and_then(|raw| curve::input_for(&factor.curve, wanted, raw, target).map(|to| to - raw));
            Some(Reach { factor: index, points: wanted - points, input, reachable: input.is_some() })
        })
        .collect()
}

/// What the numerator of a rate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Money.
    Arr,
    /// Things that come whole, one and several of them.
    Whole(&'static str, &'static str),
}

impl Thing {
    /// What a metric counts; `None` = it is no rate of something that can be added.
    pub fn of(metric: &str) -> Option<Self> {
        Some(match metric {
            "revenue_penetration" | "share_of_wallet" | "spend_penetration" => Self::Arr,
            "unit_penetration" | "strong_unit_penetration" => Self::Whole("unit", "units"),
            "division_penetration" => Self::Whole("division", "divisions"),
            "department_penetration" => Self::Whole("department", "departments"),
            "geographic_penetration" => Self::Whole("region", "regions"),
            "user_penetration" | "seat_utilisation" => Self::Whole("user", "users"),
            "seat_penetration" => Self::Whole("seat", "seats"),
            "product_penetration" => Self::Whole("product", "products"),
            _ => return None,
        })
    }

    /// Several of them.
    pub const fn many(self) -> &'static str {
        match self {
            Self::Arr => "ARR",
            Self::Whole(_, many) => many,
        }
    }
}

/// A change of a rate in pp as an amount of its numerator, `Δ·denominator/100`; for things that come whole (units,
/// users, products) rounded up.
pub fn amount(change_pp: f64, denominator: f64, whole: bool) -> f64 {
    let amount = change_pp * denominator / 100.0;
    if whole { (amount - compare::EPS).ceil() } else { amount }
}
