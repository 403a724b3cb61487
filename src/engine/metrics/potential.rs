//! What a potential should be by its basis (domain specification 1.5).

use crate::domain::{Amount, Basis};

use super::UnitFacts;

/// Fewest comparable accounts that support a quantile.
pub const MIN_COMPARABLE: usize = 5;

/// Quantile of a comparable basis without one of its own.
const DEFAULT_QUANTILE: f64 = 0.90;

/// What a basis amounts to, in money a year; `None` = an input is missing, or it is only an estimate.
///
/// `eligible` is the rolled-up number of eligible users of the unit. `per_head` holds [`arr_per_head`] of the other
/// accounts of the comparable group, in any order; fewer than [`MIN_COMPARABLE`] give no value.
pub fn basis_value(basis: &Basis, eligible: Option<f64>, per_head: &[f64]) -> Option<f64> {
    match basis {
        Basis::Headcount { quantity, price } | Basis::Locations { quantity, price } => {
            Some(quantity.map(Amount::get)? * price.map(Amount::get)?)
        }
        Basis::StatedBudget { amount } => amount.map(Amount::get),
        Basis::Comparable { quantity, quantile: share } => {
            let people = quantity.map(Amount::get).or(eligible)?;
            let share = share.map_or(DEFAULT_QUANTILE, Amount::get);
            let enough = per_head.len() >= MIN_COMPARABLE;
            Some(people * quantile(per_head, share).filter(|_| enough)?)
        }
        Basis::Estimate => None,
    }
}

/// ARR per eligible user of an account, from the facts of its root; `None` unless both are above 0.
pub fn arr_per_head(root: &UnitFacts) -> Option<f64> {
    let (arr, eligible) = (root.arr()?, root.eligible_users()?);
    (arr > 0.0 && eligible > 0.0).then(|| arr / eligible)
}

/// The linearly interpolated sample quantile; `values` in any order, `share` brought into 0–1. `None` without values.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}
