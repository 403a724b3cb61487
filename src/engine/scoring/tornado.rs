//! What moves a score most, one thing at a time (domain specification 6.4).

use super::{
    lines::{Line, PointTable, is_movable, line, room},
    off_scale, score,
};
use crate::domain::{BandScheme, ScoringModel};

/// Default step of a weight in a tornado: ± 10 percentage points.
pub const WEIGHT_STEP: f64 = 0.10;

/// One bar: what was varied, from where to where, and the results at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Index into the model's factors.
    pub factor: usize,
    /// Lower end of what was varied: a weight 0–1, or the metric's value.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Result at the lower end: a score, or a lead in points. `None` = no score there.
    pub at_low: Option<f64>,
    /// Result at the upper end.
    pub at_high: Option<f64>,
}

impl Bar {
    /// Length of the bar; 0 where an end has no result.
    pub fn span(&self) -> f64 {
        self.at_low.zip(self.at_high).map_or(0.0, |(low, high)| (high - low).abs())
    }
}

/// Every weight of the account in `row` moved by `step` (0–1) down and up, the others proportional. Longest bar first;
/// weights that cannot move have no bar.
pub fn weight_tornado(table: &PointTable, row: usize, step: f64) -> Vec<Bar> {
    bars(table, step, |column| {
        let line = table.rows.get(row).map(|row| line(row, &table.weights, &table.locked, column));
        move |x| points_at(table, &line?, x)
    })
}

/// The same for the lead of the account in row `a` over that in row `b`, in points.
pub fn lead_tornado(table: &PointTable, a: usize, b: usize, step: f64) -> Vec<Bar> {
    bars(table, step, |column| {
        let lines = [a, b].map(|row| Some(line(table.rows.get(row)?, &table.weights, &table.locked, column)));
        move |x| Some(points_at(table, &lines[0]?, x)? - points_at(table, &lines[1]?, x)?)
    })
}

/// Every input moved through its range with the weights fixed. `ranges[k]` is the low and high value of the metric of
/// factor `k`, such as the revenue penetration under the high and the low potential; `None` = not varied.
pub fn input_tornado(
    model: &ScoringModel,
    inputs: &[Option<f64>],
    ranges: &[Option<(f64, f64)>],
    targets: &[Option<f64>],
    scheme: &BandScheme,
) -> Vec<Bar> {
    let mut varied = inputs.to_vec();
    let mut found = Vec::new();
    for factor in (0..model.factors.len()).filter(|k| model.factors[*k].enabled && *k < inputs.len()) {
        let Some((low, high)) = ranges.get(factor).copied().flatten() else { continue };
        let mut with = |value: f64| {
            varied[factor] = Some(value);
            score(model, &varied, targets, scheme).value
        };
        let (at_low, at_high) = (with(low), with(high));
        found.push(Bar { factor, low, high, at_low, at_high });
        varied[factor] = inputs[factor];
    }
    longest_first(found)
}

fn bars<F: Fn(f64) -> Option<f64>>(table: &PointTable, step: f64, result: impl Fn(usize) -> F) -> Vec<Bar> {
    let movable = (0..table.weights.len()).filter(|column| is_movable(&table.locked, *column));
    longest_first(
        movable
            .map(|column| {
                let max = room(&table.weights, &table.locked, column);
                let (low, high) =
                    ((table.weights[column] - step).max(0.0), (table.weights[column] + step).min(max));
                let at = result(column);
                Bar { factor: table.factors[column], low, high, at_low: at(low), at_high: at(high) }
            })
            .collect(),
    )
}

fn points_at(table: &PointTable, line: &Line, x: f64) -> Option<f64> {
    line.at(x, table.min_coverage).map(|sum| off_scale(table.aggregation, sum))
}

fn longest_first(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by(|a, b| b.span().total_cmp(&a.span()));
    bars
}
