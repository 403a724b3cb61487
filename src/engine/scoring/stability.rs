//! How far a weight may move before ranks change: closed-form intervals, crossings, the smallest joint change (domain
//! specification 6.3 and 6.7).

use super::{
    lines::{Line, PointTable, Variation, is_movable, roots},
    on_scale,
    ranks::listed,
};
use crate::{
    domain::{BandScheme, EdgeOwner},
    engine::compare::EPS,
};

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
    let standing = Standing::new(points, weights, min_coverage);
    let view = View::new(&standing, weights, locked, k, min_coverage);
    let left_out = points.len() - standing.ranked();
    let mut zones = WeightZones { max: view.max, left_out, ..WeightZones::default() };
    if !is_movable(locked, k) || standing.ranked() == 0 {
        return zones;
    }
    let found = view.interval();
    (zones.ranking, zones.leader) = (found.ranking, found.leader);
    for place in 1..standing.ranked() {
        view.crossings(0, place, true, &mut zones.crossings);
    }
    for place in 2..standing.ranked() {
        view.crossings(place - 1, place, false, &mut zones.crossings);
    }
    zones.crossings.sort_by(|a, b| a.at.total_cmp(&b.at));
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

/// How far one weight may move, on 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// The zone around the current weight in which no two accounts swap. `None` = the weight cannot move (locked, or
    /// nothing else is free), or nobody has a score.
    pub ranking: Option<(f64, f64)>,
    /// The zone in which the leader stays. `None` as above.
    pub leader: Option<(f64, f64)>,
}

/// The intervals of every column at once. O(n·m·n + m log m).
pub fn intervals(table: &PointTable) -> Vec<Interval> {
    let standing = Standing::new(&table.rows, &table.weights, table.min_coverage);
    let of = |column: usize| {
        if standing.ranked() > 0 && is_movable(&table.locked, column) {
            View::of(table, column, &standing).interval()
        } else {
            Interval::default()
        }
    };
    (0..table.weights.len()).map(of).collect()
}

/// The zone in which the same `top` accounts are the first ones, in any order. `None` = the weight cannot move, or
/// there are not more than `top` accounts, or `top` is 0.
pub fn top_zone(table: &PointTable, column: usize, top: usize) -> Option<(f64, f64)> {
    let standing = Standing::new(&table.rows, &table.weights, table.min_coverage);
    if !is_movable(&table.locked, column) || top == 0 || top >= standing.ranked() {
        return None;
    }
    let view = View::of(table, column, &standing);
    let mut zone = Zone { low: 0.0, high: view.max };
    view.narrow_by_coverage(&mut zone);
    for inside in 0..top {
        for outside in top..standing.ranked() {
            view.narrow(&mut zone, inside, outside);
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
    let variation = Variation::new(&table.weights, &table.locked, column);
    let line = variation.line(table.rows.get(row)?);
    line.meets(edge, variation.room()).find(|x| line.is_scored(*x, table.min_coverage))
}

/// The zone around the current weight in which the account in `row` keeps its band of the score. `None` = the weight
/// cannot move, or the account has no score.
pub fn band_zone(table: &PointTable, row: usize, column: usize, scheme: &BandScheme) -> Option<(f64, f64)> {
    let variation = Variation::new(&table.weights, &table.locked, column);
    let line = variation.line(table.rows.get(row)?);
    let at = table.weights[column];
    if !is_movable(&table.locked, column) || !line.is_scored(at, table.min_coverage) {
        return None;
    }
    let mut zone = Zone { low: 0.0, high: variation.room() };
    zone.stop_at_coverage(&line, at, table.min_coverage);
    for band in &scheme.bands {
        let Some(edge) = band.upper_edge.map(|edge| on_scale(table.aggregation, edge)) else { continue };
        for x in line.meets(edge, variation.room()) {
            // On the edge now: only the side on which the score leaves the band that owns the edge ends the zone.
            let rises = line.n1 - edge * line.d1 > 0.0;
            match band.edge_owner {
                _ if (x - at).abs() > EPS => zone.stop_at(x, at),
                EdgeOwner::Lower if rises => zone.high = at,
                EdgeOwner::Upper if !rises => zone.high = at,
                EdgeOwner::Lower | EdgeOwner::Upper => zone.low = at,
            }
        }
    }
    Some((zone.low, zone.high))
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

/// The ranking at the current weights. A place counts from 0: rows with a score, best first, ties in row order; then the
/// rows without.
struct Standing {
    /// Row at each place.
    rows: Vec<usize>,
    /// Scores of the places that have one.
    scores: Vec<f64>,
    /// Points by place, one after the other, so that walking down the ranking walks through memory.
    points: Vec<Option<f64>>,
}

impl Standing {
    fn new(points: &[Vec<Option<f64>>], weights: &[f64], min_coverage: f64) -> Self {
        // With every weight held, a line is its value at one place.
        let now = Variation::new(weights, &vec![true; weights.len()], 0);
        let at = weights.first().copied().unwrap_or_default();
        let scores: Vec<Option<f64>> = points.iter().map(|row| now.line(row).at(at, min_coverage)).collect();
        let mut rows: Vec<usize> = listed(&scores).into_iter().map(|(row, _)| row).collect();
        rows.extend((0..points.len()).filter(|row| scores[*row].is_none()));
        Self {
            scores: rows.iter().map_while(|row| scores[*row]).collect(),
            points: rows.iter().flat_map(|row| points[*row].iter().copied()).collect(),
            rows,
        }
    }

    /// Number of rows with a score.
    fn ranked(&self) -> usize {
        self.scores.len()
    }
}

/// Every account's line over one weight, by place.
struct View<'a> {
    lines: Vec<Line>,
    standing: &'a Standing,
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

    /// Ends where the account gains or loses its score (ruling B69).
    fn stop_at_coverage(&mut self, line: &Line, at: f64, min_coverage: f64) {
        if line.d1.abs() <= EPS {
            return;
        }
        let x = (min_coverage - line.d0) / line.d1;
        if (x - at).abs() > EPS {
            // Beyond the ends of the zone it changes nothing.
            self.stop_at(x, at);
        } else if line.d1 > 0.0 {
            self.low = at;
        } else {
            self.high = at;
        }
    }
}

impl<'a> View<'a> {
    fn new(standing: &'a Standing, weights: &[f64], locked: &[bool], k: usize, min_coverage: f64) -> Self {
        let variation = Variation::new(weights, locked, k);
        let lines = standing.points.chunks_exact(weights.len()).map(|row| variation.line(row)).collect();
        Self { lines, standing, at: weights[k], max: variation.room(), min_coverage }
    }

    fn of(table: &PointTable, column: usize, standing: &'a Standing) -> Self {
        Self::new(standing, &table.weights, &table.locked, column, table.min_coverage)
    }

    /// The intervals of a ranking with at least one place.
    fn interval(&self) -> Interval {
        let mut leader = Zone { low: 0.0, high: self.max };
        self.narrow_by_coverage(&mut leader);
        let mut ranking = leader;
        for place in 1..self.standing.ranked() {
            self.narrow(&mut leader, 0, place);
            self.narrow(&mut ranking, place - 1, place);
        }
        Interval { ranking: Some((ranking.low, ranking.high)), leader: Some((leader.low, leader.high)) }
    }

    /// Weights at which both have a score and the scores are equal.
    fn meetings(&self, ahead: usize, behind: usize) -> impl Iterator<Item = f64> + Clone + use<'_, 'a> {
        let (a, b) = (&self.lines[ahead], &self.lines[behind]);
        let scored = |x: &f64| a.is_scored(*x, self.min_coverage) && b.is_scored(*x, self.min_coverage);
        roots(a.difference(b), self.max).filter(scored)
    }

    fn crossings(&self, ahead: usize, behind: usize, leader: bool, found: &mut Vec<Crossing>) {
        let meetings = self.meetings(ahead, behind);
        let row = |place: usize| self.standing.rows[place];
        found.extend(meetings.map(|at| Crossing { at, leader, ahead: row(ahead), behind: row(behind) }));
    }

    fn narrow(&self, zone: &mut Zone, ahead: usize, behind: usize) {
        let lead = self.standing.scores[ahead] - self.standing.scores[behind];
        let (a, b) = (&self.lines[ahead], &self.lines[behind]);
        let slope = a.n1 - b.n1;
        // Straight lines that meet outside what is left of the zone change nothing: nearly all, after the first few.
        let side = if slope * lead > 0.0 { self.at - zone.low } else { zone.high - self.at };
        if a.is_straight() && b.is_straight() && lead.abs() > slope.abs() * side + EPS {
            return;
        }
        let meetings = self.meetings(ahead, behind);
        if lead.abs() > EPS {
            return meetings.for_each(|x| zone.stop_at(x, self.at));
        }
        // Tied now: the meeting that is "now" ends the zone only on the side where the account listed behind gets
        // ahead (ruling B63). The slope of the difference tells the side.
        let [_, c1, c2] = a.difference(b);
        let slope = c1 + 2.0 * c2 * self.at;
        if slope > EPS || (slope.abs() <= EPS && c2 < -EPS) {
            zone.low = self.at;
        }
        if slope < -EPS || (slope.abs() <= EPS && c2 < -EPS) {
            zone.high = self.at;
        }
        let away = |x: &f64| (x - self.at).abs();
        let nearest = meetings.clone().min_by(|a, b| away(a).total_cmp(&away(b)));
        meetings.filter(|x| Some(*x) != nearest).for_each(|x| zone.stop_at(x, self.at));
    }

    fn narrow_by_coverage(&self, zone: &mut Zone) {
        self.lines.iter().for_each(|line| zone.stop_at_coverage(line, self.at, self.min_coverage));
    }
}
