//! The opportunity score of a unit: five criteria, weighted (domain specification 5.2).

use super::standing::{Standing, expires_soon};
use crate::{domain::OpportunityModel, engine::metrics::Survey};

/// Names of the criteria, in their order.
pub const CRITERIA: [&str; 5] =
    ["Revenue potential", "Strategic importance", "Competitive openness", "Relationship", "Signals"];

/// Share of a competitor's hold that is left when its contract ends soon.
pub const EXPIRY_FACTOR: f64 = 0.5;

/// What a relationship is worth; the best that holds counts.
pub const OWN_SPONSOR: f64 = 1.0;
/// An active neighbour with an engaged champion or sponsor.
pub const NEAR_SPONSOR: f64 = 0.7;
/// Somebody engaged in the unit who is no detractor.
pub const OWN_FRIEND: f64 = 0.5;
/// An active neighbour.
pub const NEAR_ACTIVE: f64 = 0.4;
/// What a detractor or blocker takes away.
pub const OPPONENT: f64 = 0.3;

/// Criteria 0–1 of one unit, in the order of [`CRITERIA`]; `None` = not judged, and then left out of the score.
pub type Criteria = [Option<f64>; 5];

/// Judges a unit. `anchor` is the white space that is worth a full first criterion.
pub fn criteria(survey: &Survey<'_>, standing: &Standing, unit: usize, anchor: f64) -> Criteria {
    let white_space = survey.facts.units[unit].white_space();
    let importance = survey.account.units.get(unit).and_then(|unit| unit.importance);
    [
        white_space.filter(|_| anchor > 0.0).map(|money| (money / anchor).clamp(0.0, 1.0)),
        importance.map(|importance| (f64::from(importance) - 1.0) / 4.0),
        Some(openness(survey, standing, unit)),
        Some(relationship(standing, unit)),
        Some(signals(standing, unit)),
    ]
}

/// `100 × Σ weight × criterion ÷ Σ weight` over judged criteria; `None` = no judged criterion has a weight.
pub fn score(model: &OpportunityModel, criteria: &Criteria) -> Option<f64> {
    let parts = criteria.iter().zip(shares(model, criteria)).filter_map(|(c, share)| Some(share? * (*c)?));
    parts.map(|part| 100.0 * part).reduce(|sum, part| sum + part)
}

/// Why a score is unknown.
pub const NO_WEIGHT: &str = "no judged criterion has a weight";

/// Share 0–1 of the weight of judged criteria that each has; `None` = it is not judged, or none has a weight.
pub fn shares(model: &OpportunityModel, criteria: &Criteria) -> [Option<f64>; 5] {
    let mut weights = [None; 5];
    for ((weight, criterion), entered) in weights.iter_mut().zip(criteria).zip(model.weights) {
        *weight = criterion.map(|_| entered.get());
    }
    // Against the largest first, so that no sum of weights overflows.
    let largest = weights.iter().flatten().copied().fold(0.0, f64::max);
    let sum: f64 = weights.iter().flatten().map(|weight| weight / largest).sum();
    weights.map(|weight| weight.filter(|_| largest > 0.0).map(|weight| weight / largest / sum))
}

fn openness(survey: &Survey<'_>, standing: &Standing, unit: usize) -> f64 {
    standing.rival(survey.account, unit).map_or(1.0, |rival| {
        let left = if expires_soon(rival, survey.day) { EXPIRY_FACTOR } else { 1.0 };
        1.0 - rival.level.share() * left
    })
}

/// What the best relationship with a unit is worth, before opponents.
pub fn best_relationship(standing: &Standing, unit: usize) -> f64 {
    let near = standing.neighbours(unit);
    let worth = [
        (standing.sponsors.of(unit), OWN_SPONSOR),
        (near.sponsored, NEAR_SPONSOR),
        (standing.friends.of(unit), OWN_FRIEND),
        (near.active, NEAR_ACTIVE),
    ];
    worth.into_iter().find(|(count, _)| *count > 0).map_or(0.0, |(_, worth)| worth)
}

fn relationship(standing: &Standing, unit: usize) -> f64 {
    let against = if standing.opponents.of(unit) > 0 { OPPONENT } else { 0.0 };
    (best_relationship(standing, unit) - against).max(0.0)
}

fn signals(standing: &Standing, unit: usize) -> f64 {
    let [good, bad] = standing.signals(unit);
    (good.min(1.0) - bad.min(1.0)).max(0.0)
}
