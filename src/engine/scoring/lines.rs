//! A score as a function of one weight, the other free weights keeping their proportions (domain specification 6.3,
//! 6.7): a straight line, or with missing factors a quotient of two.

use super::{Score, on_scale};
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

    /// The score at weight `x`; `None` = the known weight lies below `min_coverage`, or is 0.
    pub fn at(&self, x: f64, min_coverage: f64) -> Option<f64> {
        let known = self.coverage(x);
        let enough = known > EPS && compare::at_least(known, min_coverage);
        enough.then(|| (self.n0 + self.n1 * x) / known)
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

/// The line of one account: `row` holds its points, parallel to `weights` and `locked`; `None` = missing.
/// Free weights that are all 0 share what is left equally.
pub fn line(row: &[Option<f64>], weights: &[f64], locked: &[bool], k: usize) -> Line {
    let free: Vec<usize> = (0..weights.len()).filter(|j| *j != k && !locked[*j]).collect();
    let free_sum: f64 = free.iter().map(|j| weights[*j]).sum();
    let share = |j: usize| if free_sum > 0.0 { weights[j] / free_sum } else { 1.0 / free.len() as f64 };
    let (mut per_free, mut known_free) = (0.0, 0.0);
    for j in &free {
        if let Some(points) = row[*j] {
            per_free += share(*j) * points;
            known_free += share(*j);
        }
    }
    let (mut fixed, mut known_fixed) = (0.0, 0.0);
    for j in (0..weights.len()).filter(|j| *j != k && locked[*j]) {
        if let Some(points) = row[j] {
            fixed += weights[j] * points;
            known_fixed += weights[j];
        }
    }
    let room = room(weights, locked, k);
    let (own, known_own) = row[k].map_or((0.0, 0.0), |points| (points, 1.0));
    let complete = row.iter().all(Option::is_some);
    Line {
        n0: fixed + room * per_free,
        n1: own - per_free,
        // Complete data has known weight 1 by definition, whatever the rounding of the sums.
        d0: if complete { 1.0 } else { known_fixed + room * known_free },
        d1: if complete { 0.0 } else { known_own - known_free },
    }
}

/// Real roots of `c0 + c1·x + c2·x²` in `[0, max]`, ascending; ends are met with the tolerance of comparisons. Empty for a
/// constant.
pub fn roots([c0, c1, c2]: [f64; 3], max: f64) -> Vec<f64> {
    let scale = c0.abs().max(c1.abs()).max(c2.abs());
    let tiny = scale * 1e-13;
    let mut found = Vec::with_capacity(2);
    if c2.abs() > tiny {
        let discriminant = c1 * c1 - 4.0 * c2 * c0;
        if discriminant >= 0.0 {
            // The form without cancellation: the larger root first, the other through their product.
            let q = -0.5 * (c1 + discriminant.sqrt().copysign(c1));
            found.push(q / c2);
            if q != 0.0 {
                found.push(c0 / q);
            }
        }
    } else if c1.abs() > tiny {
        found.push(-c0 / c1);
    }
    found.retain(|x| compare::at_least(*x, 0.0) && compare::at_most(*x, max));
    for x in &mut found {
        *x = x.clamp(0.0, max);
    }
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}
