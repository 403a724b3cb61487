//! A score as a function of one weight, the other free weights keeping their proportions (domain specification 6.3,
//! 6.7): a straight line, or with missing factors a quotient of two.

use super::{Score, SliderMode, on_scale};
use crate::{
    domain::{Aggregation, MissingPolicy, ScoringModel},
    engine::compare::{self, EPS},
};

/// What weight analytics work on: points of the enabled factors, one row per account that takes part.
///
/// Points stand on the scale on which the model adds (for geometric aggregation the logarithm of points of at least 1),
/// and factors that the model's policy fills in are filled in. Build it once and ask it for every factor.
#[derive(Debug, Clone, PartialEq)]
pub struct PointTable {
    /// Index into the model's factors of every column.
    pub factors: Vec<usize>,
    /// Index of the account of every row.
    pub accounts: Vec<usize>,
    /// One row per account, one column per enabled factor; `None` = missing.
    pub rows: Vec<Vec<Option<f64>>>,
    /// Normalised weights of the columns.
    pub weights: Vec<f64>,
    /// Whether the column's weight is locked.
    pub locked: Vec<bool>,
    /// Known weight 0–1 below which an account has no score; 0 unless missing factors are re-weighted.
    pub min_coverage: f64,
    /// How points are joined, to come back from the scale.
    pub aggregation: Aggregation,
}

impl PointTable {
    /// The table of a model and its scores. `has_headline[i]` is false for accounts that are not ranked for want of a
    /// headline value (rule G-05); those, accounts that miss a required factor and, where the policy leaves a score
    /// unknown, accounts that miss any factor are left out. `None` = all weights are zero.
    pub fn new(model: &ScoringModel, scores: &[Score], has_headline: &[bool]) -> Option<Self> {
        let factors: Vec<usize> = (0..model.factors.len()).filter(|k| model.factors[*k].enabled).collect();
        let raw: Vec<f64> = factors.iter().map(|k| model.factors[*k].weight_raw.get()).collect();
        let weights = super::weights::normalised(&raw, &vec![true; raw.len()])?;
        let fill = match model.missing_policy {
            MissingPolicy::Zero => Some(0.0),
            MissingPolicy::Neutral => Some(50.0),
            MissingPolicy::Reweight | MissingPolicy::Unknown => None,
        };
        let (mut accounts, mut rows) = (Vec::new(), Vec::new());
        for (account, score) in scores.iter().enumerate() {
            let missing = |k: &usize| score.factors.get(*k).is_none_or(|factor| factor.points.is_none());
            let barred = factors.iter().any(|k| {
                missing(k) && (model.factors[*k].required || model.missing_policy == MissingPolicy::Unknown)
            });
            if barred || has_headline.get(account) == Some(&false) {
                continue;
            }
            let points = |k: &usize| score.factors.get(*k).and_then(|factor| factor.points).or(fill);
            accounts.push(account);
            rows.push(
                factors.iter().map(|k| points(k).map(|points| on_scale(model.aggregation, points))).collect(),
            );
        }
        Some(Self {
            locked: factors.iter().map(|k| model.factors[*k].locked).collect(),
            factors,
            accounts,
            rows,
            weights,
            min_coverage: if model.missing_policy == MissingPolicy::Reweight {
                model.min_weight_coverage
            } else {
                0.0
            },
            aggregation: model.aggregation,
        })
    }

    /// What the other weights do while that of `column` moves.
    pub fn variation(&self, column: usize) -> Variation {
        Variation::new(&self.weights, &self.locked, column)
    }

    /// The table with the locks under which the slider of `column` moves: in a pair nothing else does, with free points no
    /// lock holds the shares. `None` = the slider has no partner.
    #[must_use]
    pub fn under(&self, column: usize, mode: SliderMode) -> Option<Self> {
        let locked = match mode {
            // A locked slider shows the room that it would have.
            SliderMode::Proportional => {
                (0..self.locked.len()).map(|j| j != column && self.locked[j]).collect()
            }
            SliderMode::RawPoints => vec![false; self.locked.len()],
            SliderMode::PairExchange { partner } => {
                let partner = self.factors.iter().position(|factor| *factor == partner)?;
                if partner == column {
                    return None;
                }
                (0..self.locked.len()).map(|j| j != column && (self.locked[j] || j != partner)).collect()
            }
        };
        Some(Self { locked, ..self.clone() })
    }
}

/// `S(x) = (n0 + n1·x) / (d0 + d1·x)`: numerator and known weight of one account's score while one weight is `x`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Weighted points where the weight is 0.
    pub n0: f64,
    /// Their change per unit of weight.
    pub n1: f64,
    /// Known weight where the weight is 0; 1 for complete data.
    pub d0: f64,
    /// Its change per unit of weight; 0 for complete data.
    pub d1: f64,
}

impl Line {
    /// Share 0–1 of the weight whose factors are known, at weight `x`.
    pub fn coverage(&self, x: f64) -> f64 {
        self.d0 + self.d1 * x
    }

    /// Whether the known weight stays the same, so that the score is a straight line.
    pub fn is_straight(&self) -> bool {
        self.d1 == 0.0 && self.d0 == 1.0
    }

    /// Whether enough weight is known at `x` for a score.
    pub fn is_scored(&self, x: f64, min_coverage: f64) -> bool {
        let known = self.coverage(x);
        known > EPS && compare::at_least(known, min_coverage)
    }

    /// The score at weight `x`; `None` = the known weight lies below `min_coverage`, or is 0.
    pub fn at(&self, x: f64, min_coverage: f64) -> Option<f64> {
        self.is_scored(x, min_coverage).then(|| (self.n0 + self.n1 * x) / self.coverage(x))
    }

    /// Weights in `[0, max]` at which the score is `level`; one, unless the score never changes.
    pub fn meets(&self, level: f64, max: f64) -> impl Iterator<Item = f64> + Clone {
        roots([self.n0 - level * self.d0, self.n1 - level * self.d1, 0.0], max)
    }

    /// `[c0, c1, c2]` of `c0 + c1·x + c2·x²`, whose roots are the weights at which two scores are equal and whose sign is
    /// that of `self − other`.
    pub fn difference(&self, other: &Self) -> [f64; 3] {
        [
            self.n0 * other.d0 - other.n0 * self.d0,
            self.n0 * other.d1 + self.n1 * other.d0 - other.n0 * self.d1 - other.n1 * self.d0,
            self.n1 * other.d1 - other.n1 * self.d1,
        ]
    }
}

/// `M`: how far weight `k` can go, 1 minus the locked weights other than `k` (ruling B80).
pub fn room(weights: &[f64], locked: &[bool], k: usize) -> f64 {
    let taken: f64 = (0..weights.len()).filter(|j| *j != k && locked[*j]).map(|j| weights[j]).sum();
    (1.0 - taken).max(0.0)
}

/// Whether weight `k` can move at all: it is not locked and another weight is free (ruling B64).
pub fn is_movable(locked: &[bool], k: usize) -> bool {
    locked.get(k) == Some(&false) && locked.iter().enumerate().any(|(j, locked)| j != k && !locked)
}

/// What the other weights do while weight `k` moves; build it once for all accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    column: usize,
    room: f64,
    /// Weights of locked factors other than `k`, else 0.
    fixed: Vec<f64>,
    /// What each free factor other than `k` gets of one unit of weight, else 0.
    shares: Vec<f64>,
}

impl Variation {
    /// `weights` add up to 1, `locked` is parallel to them. Free weights that are all 0 share what is left equally.
    pub fn new(weights: &[f64], locked: &[bool], k: usize) -> Self {
        let free = |j: usize| j != k && !locked[j];
        let columns = 0..weights.len();
        let free_sum: f64 = columns.clone().filter(|j| free(*j)).map(|j| weights[j]).sum();
        let count = columns.clone().filter(|j| free(*j)).count() as f64;
        let share = |j: usize| if free_sum > 0.0 { weights[j] / free_sum } else { 1.0 / count };
        Self {
            column: k,
            room: room(weights, locked, k),
            fixed: columns.clone().map(|j| if j != k && locked[j] { weights[j] } else { 0.0 }).collect(),
            shares: columns.map(|j| if free(j) { share(j) } else { 0.0 }).collect(),
        }
    }

    /// `M`: how far the weight can go.
    pub fn room(&self) -> f64 {
        self.room
    }

    /// All weights while this one is `x`.
    pub fn weights(&self, x: f64) -> Vec<f64> {
        let others = self.fixed.iter().zip(&self.shares);
        let mut weights: Vec<f64> = others.map(|(fixed, share)| fixed + (self.room - x) * share).collect();
        weights[self.column] = x;
        weights
    }

    /// The line of one account: `row` holds its points, parallel to the weights; `None` = missing.
    pub fn line(&self, row: &[Option<f64>]) -> Line {
        let (mut per_free, mut known_free) = (0.0, 0.0);
        let (mut fixed, mut known_fixed) = (0.0, 0.0);
        let mut complete = true;
        for ((points, share), weight) in row.iter().zip(&self.shares).zip(&self.fixed) {
            if let Some(points) = points {
                per_free += share * points;
                known_free += share;
                fixed += weight * points;
                known_fixed += weight;
            } else {
                complete = false;
            }
        }
        let (own, known_own) = row[self.column].map_or((0.0, 0.0), |points| (points, 1.0));
        Line {
            n0: fixed + self.room * per_free,
            n1: own - per_free,
            // Complete data has known weight 1 by definition, whatever the rounding of the sums.
            d0: if complete { 1.0 } else { known_fixed + self.room * known_free },
            d1: if complete { 0.0 } else { known_own - known_free },
        }
    }
}

/// The line of one account alone; see [`Variation`].
pub fn line(row: &[Option<f64>], weights: &[f64], locked: &[bool], k: usize) -> Line {
    Variation::new(weights, locked, k).line(row)
}

/// Real roots of `c0 + c1·x + c2·x²` in `[0, max]`, ascending; ends are met with the tolerance of comparisons. Empty for a
/// constant.
pub fn roots([c0, c1, c2]: [f64; 3], max: f64) -> impl Iterator<Item = f64> + Clone {
    let tiny = c0.abs().max(c1.abs()).max(c2.abs()) * 1e-13;
    let inside = |x: f64| (compare::at_least(x, 0.0) && compare::at_most(x, max)).then(|| x.clamp(0.0, max));
    let mut found = [None, None];
    if c2.abs() > tiny {
        let discriminant = c1 * c1 - 4.0 * c2 * c0;
        if discriminant >= 0.0 {
            // The form without cancellation: the larger root first, the other through their product.
            let q = -0.5 * (c1 + discriminant.sqrt().copysign(c1));
            found = [inside(q / c2), if q == 0.0 { None } else { inside(c0 / q) }];
            if let [Some(a), Some(b)] = found {
                found = if a == b { [Some(a), None] } else { [Some(a.min(b)), Some(a.max(b))] };
            }
        }
    } else if c1.abs() > tiny {
        found[0] = inside(-c0 / c1);
    }
    found.into_iter().flatten()
}
