//! Probabilities over all weightings without simulation (domain specification 6.6).

use super::sampling::Sampling;
use crate::{domain::Aggregation, engine::compare};

use super::lines::PointTable;

/// Entries closer to each other than this many points get no exact probability (domain specification 6.6, ruling B68).
const LEAST_GAP: f64 = 0.1;

/// Probability that the account in row `a` scores higher than that in row `b`.
pub fn winning(table: &PointTable, sampling: &Sampling, a: usize, b: usize) -> Option<f64> {
    let (a, b) = (complete(table, a)?, complete(table, b)?);
    let lead: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    // A single factor on which both are equal: a tie whatever the weights, and half of ties count.
    if lead == [0.0] {
        return Some(0.5);
    }
    above(table, sampling, &lead, 0.0)
}

/// Probability that the account in `row` scores more than `edge` points.
pub fn above_edge(table: &PointTable, sampling: &Sampling, row: usize, edge: f64) -> Option<f64> {
    above(table, sampling, &complete(table, row)?, edge)
}

/// `None` = geometric aggregation, the order of importance is kept, or two entries are closer than 0.1: the simulation
/// answers then (ruling B68).
fn above(table: &PointTable, sampling: &Sampling, entries: &[f64], threshold: f64) -> Option<f64> {
    if table.aggregation != Aggregation::Arithmetic || sampling.keep_order {
        return None;
    }
    let spread = sampling.spread;
    let now: f64 = entries.iter().zip(&table.weights).fold(0.0, |sum, (entry, weight)| sum + entry * weight);
    probability_above(entries, (threshold - (1.0 - spread) * now) / spread)
}

/// `P(w·d > τ)` for weights w uniform on the simplex. `None` = no entries, or two of them are closer than 0.1.
///
/// The sum of quotients in the specification cancels where entries lie close; Varsi's recursion (1973) gives the same
/// value by weighted means alone.
pub fn probability_above(entries: &[f64], threshold: f64) -> Option<f64> {
    let mut sorted = entries.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() || sorted.windows(2).any(|pair| compare::less(pair[1] - pair[0], LEAST_GAP)) {
        return None;
    }
    // What equals the threshold does not pass it.
    let split = sorted.partition_point(|entry| *entry <= threshold);
    let (below, above) = sorted.split_at(split);
    // `share[k]`: part of the simplex of the entries below and the first k above in which w·d ≤ τ.
    let mut share = vec![0.0; above.len() + 1];
    share[0] = 1.0;
    for low in below.iter().map(|entry| threshold - entry) {
        for (k, high) in above.iter().map(|entry| entry - threshold).enumerate() {
            share[k + 1] = (high * share[k + 1] + low * share[k]) / (high + low);
        }
    }
    Some((1.0 - share[above.len()]).clamp(0.0, 1.0))
}

fn complete(table: &PointTable, row: usize) -> Option<Vec<f64>> {
    table.rows.get(row)?.iter().copied().collect()
}
