//! Who leads over the whole range of one weight (domain specification 6.3): the upper envelope of all score lines.

use super::lines::{Line, PointTable, is_movable, line, room, roots};
use crate::engine::compare::EPS;

/// A weight at which another account takes the lead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeadChange {
    /// The weight, 0–1.
    pub at: f64,
    /// Row of the account that leads below it.
    pub from: usize,
    /// Row of the account that leads above it.
    pub to: usize,
    /// The new leader's score there, on the scale of the rows.
    pub score: f64,
}

/// How far beyond a meeting one looks to see who is ahead; far below what a weight is entered with.
const NUDGE: f64 = 1e-6;

/// Every change of the lead while the weight of `column` goes from 0 to what locked weights leave, ascending. Empty for
/// a weight that cannot move. O(m) for each account that ever leads.
pub fn lead_changes(table: &PointTable, column: usize) -> Vec<LeadChange> {
    if !is_movable(&table.locked, column) {
        return Vec::new();
    }
    let max = room(&table.weights, &table.locked, column);
    let lines: Vec<Line> =
        table.rows.iter().map(|row| line(row, &table.weights, &table.locked, column)).collect();
    let scored = thresholds(&lines, table.min_coverage, max);
    let mut found = Vec::new();
    let mut at = 0.0;
    let mut top = top_at(&lines, NUDGE.min(max), table.min_coverage);
    // Each account leads over at most a few stretches; the bound only guards against rounding that stands still.
    for _ in 0..4 * lines.len() + scored.len() + 8 {
        let meeting = top.map_or(f64::INFINITY, |top| next_meeting(&lines, top, at, max));
        let next = scored.iter().copied().filter(|x| *x > at + EPS).fold(meeting, f64::min);
        if next > max {
            break;
        }
        let after = top_at(&lines, (next + NUDGE).min(max), table.min_coverage);
        if let (Some(from), Some(to)) = (top, after)
            && from != to
        {
            let score = lines[to].at(next, 0.0).unwrap_or_default();
            found.push(LeadChange { at: next, from, to, score });
        }
        (at, top) = (next, after);
    }
    found
}

/// The row with the highest score at `x`; the first of equal ones. `None` = nobody has a score there.
fn top_at(lines: &[Line], x: f64, min_coverage: f64) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (row, line) in lines.iter().enumerate() {
        if let Some(score) = line.at(x, min_coverage)
            && best.is_none_or(|(_, highest)| score > highest)
        {
            best = Some((row, score));
        }
    }
    best.map(|(row, _)| row)
}

/// The first weight beyond `at` at which any line meets that of `top`; infinity if none does.
fn next_meeting(lines: &[Line], top: usize, at: f64, max: f64) -> f64 {
    let beyond = at + 2.0 * NUDGE;
    let mut next = f64::INFINITY;
    for (_, line) in lines.iter().enumerate().filter(|(row, _)| *row != top) {
        let difference = lines[top].difference(line);
        let [c0, c1, c2] = difference;
        if c2 == 0.0 {
            // Complete data, by far the most common: one straight line against another.
            let x = if c1 == 0.0 { f64::INFINITY } else { -c0 / c1 };
            if x > beyond && x <= max {
                next = next.min(x);
            }
        } else {
            next = roots(difference, max).filter(|x| *x > beyond).fold(next, f64::min);
        }
    }
    next
}

/// Weights at which some account gains or loses its score.
fn thresholds(lines: &[Line], min_coverage: f64, max: f64) -> Vec<f64> {
    let mut found: Vec<f64> = lines
        .iter()
        .filter(|line| line.d1.abs() > EPS)
        .flat_map(|line| roots([line.d0 - min_coverage, line.d1, 0.0], max))
        .collect();
    found.sort_by(f64::total_cmp);
    found.dedup_by(|a, b| (*a - *b).abs() <= EPS);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Aggregation;

    fn table(rows: &[[f64; 2]]) -> PointTable {
        PointTable {
            factors: vec![0, 1],
            accounts: (0..rows.len()).collect(),
            rows: rows.iter().map(|row| row.iter().map(|points| Some(*points)).collect()).collect(),
            weights: vec![0.5, 0.5],
            locked: vec![false, false],
            min_coverage: 0.6,
            aggregation: Aggregation::Arithmetic,
        }
    }

    #[test]
    fn walks_from_one_leader_to_the_next() {
        // Over the first weight: 80 → 0, 50 → 50, 0 → 80. The middle one leads between 3/8 and 5/8.
        let changes = lead_changes(&table(&[[0.0, 80.0], [50.0, 50.0], [80.0, 0.0], [10.0, 10.0]]), 0);
        let seen: Vec<(usize, usize)> = changes.iter().map(|change| (change.from, change.to)).collect();
        assert_eq!(seen, [(0, 1), (1, 2)]);
        assert!((changes[0].at - 0.375).abs() < 1e-9 && (changes[1].at - 0.625).abs() < 1e-9);
        assert!((changes[1].score - 50.0).abs() < 1e-9);
    }

    #[test]
    fn a_locked_weight_or_a_lone_account_changes_nothing() {
        let mut locked = table(&[[0.0, 80.0], [80.0, 0.0]]);
        locked.locked[0] = true;
        assert_eq!(lead_changes(&locked, 0), []);
        assert_eq!(lead_changes(&table(&[[0.0, 80.0]]), 0), []);
    }
}
