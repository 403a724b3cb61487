//! How far a weight may move before ranks change: closed-form intervals, crossings, the smallest joint change (domain
//! specification 6.3 and 6.7).

use super::{
    lines::{Line, PointTable, is_movable, line, room, roots},
    ranks::ranks,
};
use crate::engine::compare::EPS;

/// A weight at which two accounts have the same score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// The weight, 0–1.
    pub at: f64,
    /// Whether the leader is one of the two.
    pub leader: bool,
    /// Row of the account that leads the pair now.
    pub ahead: usize,
    /// Row of the other.
    pub behind: usize,
}

/// What a slider shows about one weight, everything on 0–1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WeightZones {
    /// The zone around the current weight in which no two accounts swap. `None` = the weight cannot move (locked, or
    /// nothing else is free), or nobody has a score.
    pub ranking: Option<(f64, f64)>,
    /// The zone in which the leader stays. `None` as above.
    pub leader: Option<(f64, f64)>,
    /// Where neighbours of the ranking, and the leader and any other, have equal scores; ascending.
    pub crossings: Vec<Crossing>,
    /// How far the weight can go: 1 minus locked weights.
    pub max: f64,
    /// Accounts without a score at the current weights.
    pub left_out: usize,
}

/// Zones of the `k`-th weight.
///
/// `points` has one row per account and one column per enabled factor, on the scale on which the model adds (see
/// [`PointTable`]); `None` = missing, re-weighted over what is known as long as that is at least `min_coverage` of the
/// weight. `weights` are shares that add up to 1, parallel to the columns as is `locked`.
///
/// O(m·n + m log m) for m accounts and n factors: the first swap on either side is always between neighbours.
pub fn zones(
    points: &[Vec<Option<f64>>],
    weights: &[f64],
    locked: &[bool],
    k: usize,
    min_coverage: f64,
) -> WeightZones {
    let view = View::new(points, weights, locked, k, min_coverage);
    let mut zones =
        WeightZones { max: view.max, left_out: points.len() - view.order.len(), ..WeightZones::default() };
    if !is_movable(locked, k) {
        return zones;
    }
    let Some((leader, others)) = view.order.split_first() else { return zones };
    let mut ranking = Zone { low: 0.0, high: view.max };
    view.narrow_by_coverage(&mut ranking);
    let mut kept = ranking;
    for other in others {
        view.narrow(&mut kept, *leader, *other);
        view.crossings(*leader, *other, true, &mut zones.crossings);
    }
    for pair in view.order.windows(2) {
        view.narrow(&mut ranking, pair[0], pair[1]);
    }
    for pair in others.windows(2) {
        view.crossings(pair[0], pair[1], false, &mut zones.crossings);
    }
    zones.crossings.sort_by(|a, b| a.at.total_cmp(&b.at));
    zones.ranking = Some((ranking.low, ranking.high));
    zones.leader = Some((kept.low, kept.high));
    zones
}

/// [`zones`] of the `column`-th factor of a table, for showing. A single account has none: it keeps its rank whatever
/// happens, and a zone over everything would say nothing.
pub fn table_zones(table: &PointTable, column: usize) -> WeightZones {
    let found = zones(&table.rows, &table.weights, &table.locked, column, table.min_coverage);
    if table.rows.len() - found.left_out < 2 {
        return WeightZones { ranking: None, leader: None, ..found };
    }
    found
}

/// The zone in which the same `top` accounts are the first ones, in any order. `None` = the weight cannot move, or
/// there are not more than `top` accounts, or `top` is 0.
pub fn top_zone(table: &PointTable, column: usize, top: usize) -> Option<(f64, f64)> {
    let view = View::new(&table.rows, &table.weights, &table.locked, column, table.min_coverage);
    if !is_movable(&table.locked, column) || top == 0 || top >= view.order.len() {
        return None;
    }
    let mut zone = Zone { low: 0.0, high: view.max };
    view.narrow_by_coverage(&mut zone);
    let (inside, outside) = view.order.split_at(top);
    for a in inside {
        for b in outside {
            view.narrow(&mut zone, *a, *b);
        }
    }
    Some((zone.low, zone.high))
}

/// The column whose weight needs the smallest change to unseat the leader, and that change with its sign (shares, so
/// 0.01 is one percentage point). `None` = no single weight does.
pub fn most_critical(table: &PointTable) -> Option<(usize, f64)> {
    let shifts = (0..table.weights.len()).flat_map(|column| {
        let at = table.weights[column];
        let crossings = table_zones(table, column).crossings;
        crossings.into_iter().filter(|crossing| crossing.leader).map(move |c| (column, c.at - at))
    });
    shifts.min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}

/// The weight at which the account's score meets `edge`, the nearest to the current one; `edge` is on the scale of the
/// rows. `None` = at no weight within reach.
pub fn band_crossing(table: &PointTable, row: usize, column: usize, edge: f64) -> Option<f64> {
    if !is_movable(&table.locked, column) {
        return None;
    }
    let line = line(table.rows.get(row)?, &table.weights, &table.locked, column);
    let meets = [line.n0 - edge * line.d0, line.n1 - edge * line.d1, 0.0];
    let max = room(&table.weights, &table.locked, column);
    roots(meets, max).into_iter().find(|x| line.at(*x, table.min_coverage).is_some())
}

/// The smallest change of all weights together that gives two accounts the same score.
#[derive(Debug, Clone, PartialEq)]
pub struct JointChange {
    /// The changed weights, 0–1, adding up to 1.
    pub weights: Vec<f64>,
    /// Half the sum of absolute changes, in percentage points.
    pub moved_pp: f64,
}

/// Moves all weights as little as possible (least squares) until rows `a` and `b` tie; locks are ignored. `None` = a
/// factor is missing in either row, the rows differ by a constant, or a weight would have to fall below 0: not
/// reachable without removing a factor.
pub fn smallest_joint_change(a: &[Option<f64>], b: &[Option<f64>], weights: &[f64]) -> Option<JointChange> {
    let gaps: Option<Vec<f64>> = a.iter().zip(b).map(|(a, b)| Some((*a)? - (*b)?)).collect();
    let gaps = gaps?;
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let spread: f64 = gaps.iter().map(|gap| (gap - mean).powi(2)).sum();
    if spread <= EPS {
        return None;
    }
    let lead: f64 = gaps.iter().zip(weights).map(|(gap, weight)| gap * weight).sum();
    let changed: Vec<f64> =
        gaps.iter().zip(weights).map(|(gap, weight)| weight - lead / spread * (gap - mean)).collect();
    let moved: f64 = changed.iter().zip(weights).map(|(new, old)| (new - old).abs()).sum();
    let possible = changed.iter().all(|weight| *weight >= -EPS);
    possible.then(|| JointChange {
        weights: changed.into_iter().map(|weight| weight.max(0.0)).collect(),
        moved_pp: 100.0 * moved / 2.0,
    })
}

/// Every account's line over one weight, and the ranking at the current weight.
struct View {
    lines: Vec<Line>,
    /// Rows with a score now: best first, ties in row order.
    order: Vec<usize>,
    /// Scores now.
    scores: Vec<Option<f64>>,
    at: f64,
    max: f64,
    min_coverage: f64,
}

#[derive(Clone, Copy)]
struct Zone {
    low: f64,
    high: f64,
}

impl Zone {
    fn stop_at(&mut self, x: f64, at: f64) {
        if x <= at {
            self.low = self.low.max(x);
        }
        if x >= at {
            self.high = self.high.min(x);
        }
    }
}

impl View {
    fn new(
        points: &[Vec<Option<f64>>],
        weights: &[f64],
        locked: &[bool],
        k: usize,
        min_coverage: f64,
    ) -> Self {
        let lines: Vec<Line> = points.iter().map(|row| line(row, weights, locked, k)).collect();
        let at = weights[k];
        let scores: Vec<Option<f64>> = lines.iter().map(|line| line.at(at, min_coverage)).collect();
        let places = ranks(&scores);
        let mut order: Vec<usize> = (0..lines.len()).filter(|row| places[*row].is_some()).collect();
        order.sort_by_key(|row| (places[*row], *row));
        Self { lines, order, scores, at, max: room(weights, locked, k), min_coverage }
    }

    /// Weights at which both have a score and the scores are equal.
    fn meetings(&self, ahead: usize, behind: usize) -> Vec<f64> {
        let (a, b) = (&self.lines[ahead], &self.lines[behind]);
        let mut found = roots(a.difference(b), self.max);
        found.retain(|x| a.at(*x, self.min_coverage).is_some() && b.at(*x, self.min_coverage).is_some());
        found
    }

    fn crossings(&self, ahead: usize, behind: usize, leader: bool, found: &mut Vec<Crossing>) {
        let meetings = self.meetings(ahead, behind);
        found.extend(meetings.into_iter().map(|at| Crossing { at, leader, ahead, behind }));
    }

    fn narrow(&self, zone: &mut Zone, ahead: usize, behind: usize) {
        let mut meetings = self.meetings(ahead, behind);
        let gap = self.scores[ahead].zip(self.scores[behind]).map_or(0.0, |(a, b)| (a - b).abs());
        if gap <= EPS {
            // Tied now: the meeting that is "now" ends the zone only on the side where the account listed behind gets
            // ahead (ruling B63). The slope of the difference tells the side.
            let [_, c1, c2] = self.lines[ahead].difference(&self.lines[behind]);
            let slope = c1 + 2.0 * c2 * self.at;
            if slope > EPS || (slope.abs() <= EPS && c2 < -EPS) {
                zone.low = self.at;
            }
            if slope < -EPS || (slope.abs() <= EPS && c2 < -EPS) {
                zone.high = self.at;
            }
            let nearest = meetings.iter().copied().min_by(|a, b| {
                let away = |x: &f64| (x - self.at).abs();
                away(a).total_cmp(&away(b))
            });
            meetings.retain(|x| Some(*x) != nearest);
        }
        for x in meetings {
            zone.stop_at(x, self.at);
        }
    }

    /// Ends the zone where any account gains or loses its score (ruling B69).
    fn narrow_by_coverage(&self, zone: &mut Zone) {
        for line in self.lines.iter().filter(|line| line.d1.abs() > EPS) {
            let Some(x) = roots([line.d0 - self.min_coverage, line.d1, 0.0], self.max).first().copied()
            else {
                continue;
            };
            if (x - self.at).abs() > EPS {
                zone.stop_at(x, self.at);
            } else if line.d1 > 0.0 {
                zone.low = self.at;
            } else {
                zone.high = self.at;
            }
        }
    }
}
