//! People and seats: users, seats, utilisation, dormant seats, headroom (M-09 to M-12).

use super::{
    MetricValue, Pair, Rate, Survey, UnitFacts,
    money::{missing, of_pair, pair_flags},
};

/// M-09: active over eligible users.
pub(super) fn user_penetration(inputs: &Survey<'_>) -> MetricValue {
    of_pair(inputs.facts.root(), Rate::Users)
}

/// M-10: licensed seats over eligible users.
pub(super) fn seat_penetration(inputs: &Survey<'_>) -> MetricValue {
    of_pair(inputs.facts.root(), Rate::Seats)
}

/// M-11: active users over licensed seats.
pub(super) fn seat_utilisation(inputs: &Survey<'_>) -> MetricValue {
    of_pair(inputs.facts.root(), Rate::Utilisation)
}

/// M-12: seats without an active user, unit by unit.
pub(super) fn dormant_seats(inputs: &Survey<'_>) -> MetricValue {
    unit_headroom(inputs.facts.root(), Rate::Utilisation)
}

/// M-12 as a share of the licensed seats of the same units (ruling B14).
pub(super) fn dormant_share(inputs: &Survey<'_>) -> MetricValue {
    let root = inputs.facts.root();
    let reason = missing(root, Rate::Utilisation);
    match root.utilisation() {
        Some(pair) => {
            MetricValue::rate(pair.headroom, pair.den, reason).flagged(pair_flags(root, Rate::Utilisation))
        }
        None => MetricValue::unknown(reason),
    }
}

/// Eligible users without a seat, unit by unit (M-08 in another unit).
pub(super) fn seat_headroom(inputs: &Survey<'_>) -> MetricValue {
    unit_headroom(inputs.facts.root(), Rate::Seats)
}

/// What the denominators of a branch leave open: dormant seats or headroom.
pub(super) fn unit_headroom(unit: &UnitFacts, rate: Rate) -> MetricValue {
    match rate.pair(unit) {
        Some(Pair { headroom, .. }) => MetricValue::known(headroom).flagged(pair_flags(unit, rate)),
        None => MetricValue::unknown(missing(unit, rate)),
    }
}
