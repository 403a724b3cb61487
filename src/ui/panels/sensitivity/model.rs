//! What the sensitivity panels show: every account's score over one weight, and how far each weight moves one score.

use crate::{
    document::Derived,
    domain::Workspace,
    engine::scoring::{
        envelope::{LeadChange, lead_changes},
        lines::{Line, PointTable, line, room, roots},
        off_scale,
        stability::{WeightZones, table_zones},
        tornado::{Bar, WEIGHT_STEP, weight_tornado},
    },
};

/// Points of a curve where the line is not straight.
const SAMPLES: usize = 48;
/// More named lines than this would cover each other.
const NAMED: usize = 8;

/// One account's line.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Index of the account.
    pub account: usize,
    /// Whether it ever leads, or is one of the named ones.
    pub named: bool,
    /// (weight 0–1, score), ascending; several pieces where the score is unknown in between.
    pub pieces: Vec<Vec<[f64; 2]>>,
}

/// A marked place on two lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Weight 0–1.
    pub at: f64,
    /// Score there.
    pub score: f64,
    /// Whether the lead changes.
    pub lead: bool,
}

/// The panel of lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// Index of the factor in the model.
    pub factor: usize,
    /// All accounts that take part.
    pub tracks: Vec<Track>,
    /// Diamonds and dots.
    pub marks: Vec<Mark>,
    /// Zones of the weight.
    pub zones: WeightZones,
    /// The weight now, 0–1.
    pub now: f64,
    /// The weight under the baseline.
    pub baseline: Option<f64>,
    /// How far the weight can go.
    pub max: f64,
    /// Top of the axis.
    pub top: f64,
}

/// Lines over the weight of `factor`; `None` = the model has no such enabled factor.
pub fn lines(derived: &Derived, table: &PointTable, factor: usize, selected: Option<usize>) -> Option<Lines> {
    let column = table.factors.iter().position(|k| *k == factor)?;
    let max = room(&table.weights, &table.locked, column);
    let all: Vec<Line> =
        table.rows.iter().map(|row| line(row, &table.weights, &table.locked, column)).collect();
    let changes = lead_changes(table, column);
    let named = named(table, &all, &changes, column, selected);
    let tracks: Vec<Track> = all
        .iter()
        .zip(&table.accounts)
        .enumerate()
        .map(|(row, (line, account))| Track {
            account: *account,
            named: named.contains(&row),
            pieces: pieces(table, line, max),
        })
        .collect();
    let mut marks = meetings(table, &all, &named, max);
    for change in &changes {
        marks.retain(|mark| (mark.at - change.at).abs() > 1e-6);
        let score = off_scale(table.aggregation, change.score);
        marks.push(Mark { at: change.at, score, lead: true });
    }
    let highest =
        tracks.iter().flat_map(|track| track.pieces.iter().flatten()).map(|p| p[1]).fold(0.0, f64::max);
    let key = &derived.model.factors.get(factor)?.key;
    let before = &derived.baseline.factors;
    let baseline = before.iter().position(|factor| factor.key == *key && factor.enabled).and_then(|at| {
        let total = |f: &dyn Fn(usize) -> f64| (0..before.len()).map(f).collect::<Vec<f64>>();
        let raw = total(&|k| before[k].weight_raw.get());
        let enabled: Vec<bool> = before.iter().map(|factor| factor.enabled).collect();
        crate::engine::scoring::weights::normalised(&raw, &enabled).map(|shares| shares[at])
    });
    Some(Lines {
        factor,
        tracks,
        marks,
        zones: table_zones(table, column),
        now: table.weights[column],
        baseline,
        max,
        top: [20.0, 40.0, 60.0, 80.0].into_iter().find(|top| *top >= highest).unwrap_or(100.0),
    })
}

/// Rows that ever lead, first the one in front now, and the selected one.
fn named(
    table: &PointTable,
    all: &[Line],
    changes: &[LeadChange],
    column: usize,
    selected: Option<usize>,
) -> Vec<usize> {
    let mut rows: Vec<usize> = Vec::new();
    rows.extend(selected.and_then(|account| table.accounts.iter().position(|a| *a == account)));
    let at = table.weights[column];
    let score = |row: usize| all[row].at(at, table.min_coverage).unwrap_or(f64::NEG_INFINITY);
    rows.extend((0..all.len()).max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a))));
    rows.extend(changes.iter().flat_map(|change| [change.from, change.to]));
    let mut kept = Vec::new();
    for row in rows {
        if !kept.contains(&row) && kept.len() < NAMED {
            kept.push(row);
        }
    }
    kept
}

fn pieces(table: &PointTable, line: &Line, max: f64) -> Vec<Vec<[f64; 2]>> {
    let straight = line.d1 == 0.0 && table.aggregation == crate::domain::Aggregation::Arithmetic;
    let steps = if straight { 1 } else { SAMPLES };
    let mut pieces = vec![Vec::new()];
    for step in 0..=steps {
        let x = max * step as f64 / steps as f64;
        match line.at(x, table.min_coverage) {
            Some(sum) => {
                if let Some(piece) = pieces.last_mut() {
                    piece.push([x, off_scale(table.aggregation, sum)]);
                }
            }
            None => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

fn meetings(table: &PointTable, all: &[Line], named: &[usize], max: f64) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, a) in named.iter().enumerate() {
        for b in &named[at + 1..] {
            for x in roots(all[*a].difference(&all[*b]), max) {
                if let Some(sum) = all[*a].at(x, table.min_coverage)
                    && all[*b].at(x, table.min_coverage).is_some()
                {
                    marks.push(Mark { at: x, score: off_scale(table.aggregation, sum), lead: false });
                }
            }
        }
    }
    marks
}

/// The tornado of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// Its score now.
    pub now: f64,
    /// Longest first.
    pub bars: Vec<Bar>,
    /// Distance of the farthest end from now.
    pub reach: f64,
}

/// How far each weight alone moves the score of `account`; `None` = it has no score or takes no part.
pub fn tornado(
    workspace: &Workspace,
    derived: &Derived,
    table: &PointTable,
    account: usize,
) -> Option<Tornado> {
    workspace.accounts.get(account)?;
    let now = derived.accounts.get(account)?.score.value?;
    let row = table.accounts.iter().position(|at| *at == account)?;
    let bars = weight_tornado(table, row, WEIGHT_STEP);
    let ends = bars.iter().flat_map(|bar| [bar.at_low, bar.at_high]).flatten();
    let reach = ends.map(|end| (end - now).abs()).fold(0.0, f64::max);
    Some(Tornado { now, bars, reach })
}
