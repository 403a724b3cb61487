//! Where the denominator of a rate moved, and what that did to the rate (M-33).

use crate::engine::{
    compare,
    metrics::{MetricValue, decompose},
};

/// A changed denominator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rebase {
    /// Index of the period from which the new one holds.
    pub at: usize,
    /// Index of the last known period before.
    pub since: usize,
    /// The denominator then.
    pub from: f64,
    /// The new one.
    pub to: f64,
    /// What the numerator brought to the change between the two periods, in percentage points.
    pub numerator_effect: f64,
    /// What the denominator brought.
    pub denominator_effect: f64,
}

/// Every period of a history in which a rate stands on another denominator than in the last known period before.
pub fn rebased(history: &[MetricValue]) -> Vec<Rebase> {
    let mut found = Vec::new();
    let mut last: Option<usize> = None;
    for (at, now) in history.iter().enumerate() {
        let Some(to) = now.denominator.filter(|_| now.value.is_some()) else { continue };
        if let Some(since) = last
            && let Some(from) = history[since].denominator
            && (compare::money_greater(to, from) || compare::money_less(to, from))
            && let Some((numerator_effect, denominator_effect)) = decompose(&history[since], now)
        {
            found.push(Rebase { at, since, from, to, numerator_effect, denominator_effect });
        }
        last = Some(at);
    }
    found
}
