//! Whether a series really rises or falls, or only seems to (Mann–Kendall).

use std::cmp::Ordering;

use super::points;
use crate::engine::compare;

/// The test of one series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Number of points.
    pub points: usize,
    /// Rising pairs minus falling pairs.
    pub s: i64,
    /// Chance of an `s` at least as far from 0 without any trend, two-sided, 0–1.
    pub p: f64,
}

/// What the test says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Rises.
    Rising,
    /// Falls.
    Falling,
    /// May be chance.
    NoClearTrend,
    /// Below four points even a perfect order may be chance.
    TooFewPeriods,
}

impl Verdict {
    /// The word used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::NoClearTrend => "no_clear_trend",
            Self::TooFewPeriods => "too_few_periods",
        }
    }

    /// The words on screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::NoClearTrend => "no clear trend",
            Self::TooFewPeriods => "too few periods to tell",
        }
    }
}

/// Largest p that still counts as a trend.
const SIGNIFICANT: f64 = 0.10;

/// Fewest points that can be significant at all.
const MIN_POINTS: usize = 4;

/// Most points for which every permutation is counted.
const MAX_EXACT: usize = 10;

/// What a test says; `None` stands for a series of less than three points.
pub fn verdict(test: Option<&MannKendall>) -> Verdict {
    match test {
        Some(test) if test.points >= MIN_POINTS => match test.s.cmp(&0) {
            _ if compare::greater(test.p, SIGNIFICANT) => Verdict::NoClearTrend,
            Ordering::Greater => Verdict::Rising,
            Ordering::Less => Verdict::Falling,
            Ordering::Equal => Verdict::NoClearTrend,
        },
        _ => Verdict::TooFewPeriods,
    }
}

/// Tests a series; `None` below three points (ruling B70). Exact up to ten points without ties, otherwise by the normal
/// approximation with its correction for ties and continuity.
pub fn mann_kendall(values: &[Option<f64>]) -> Option<MannKendall> {
    let known: Vec<f64> = points(values).into_iter().map(|(_, value)| value).collect();
    let count = known.len();
    if count < 3 {
        return None;
    }
    let (ranks, ties) = ranked(&known);
    let mut s = 0_i64;
    for (later, rank) in ranks.iter().enumerate() {
        for earlier in &ranks[..later] {
            s += rank.cmp(earlier) as i64;
        }
    }
    let exact = count <= MAX_EXACT && ties.iter().all(|size| *size == 1);
    let p = if exact { exact_p(count, s.unsigned_abs() as usize) } else { normal_p(count, s, &ties) };
    Some(MannKendall { points: count, s, p })
}

/// Rank of each value, equal ones sharing theirs, and how many share each rank. Neighbours within the tolerance are
/// equal, as computed percentages carry rounding noise.
fn ranked(values: &[f64]) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0; values.len()];
    let mut ties: Vec<usize> = Vec::new();
    let mut before: Option<f64> = None;
    for index in order {
        let value = values[index];
        match (before, ties.last_mut()) {
            (Some(before), Some(size)) if compare::at_most(value, before) => *size += 1,
            _ => ties.push(1),
        }
        before = Some(value);
        ranks[index] = ties.len() - 1;
    }
    (ranks, ties)
}

/// Twice the share of permutations with S at least `s`, at most 1 (domain specification B.4).
fn exact_p(count: usize, s: usize) -> f64 {
    // How many permutations of k items have j inversions, for growing k.
    let mut permutations = vec![1.0_f64];
    for items in 2..=count {
        let mut next = vec![0.0; permutations.len() + items - 1];
        for (inversions, number) in permutations.iter().enumerate() {
            next[inversions..inversions + items].iter_mut().for_each(|sum| *sum += number);
        }
        permutations = next;
    }
    let pairs = count * (count - 1) / 2;
    let extreme: f64 = permutations[..=(pairs - s.min(pairs)) / 2].iter().sum();
    let all: f64 = permutations.iter().sum();
    (2.0 * extreme / all).min(1.0)
}

fn normal_p(count: usize, s: i64, ties: &[usize]) -> f64 {
    if s == 0 {
        return 1.0;
    }
    let spread = |n: usize| (n * (n - 1) * (2 * n + 5)) as f64;
    let variance = (spread(count) - ties.iter().map(|size| spread(*size)).sum::<f64>()) / 18.0;
    let z = (s.unsigned_abs() as f64 - 1.0) / variance.sqrt();
    upper_tail_twice(z)
}

/// `2·(1 − Φ(z))` for `z ≥ 0`, which is `1 − erf(z/√2)`: Abramowitz–Stegun 7.1.26, error below 1.5e-7.
fn upper_tail_twice(z: f64) -> f64 {
    let x = z / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let polynomial = t
        * (0.254_829_592
            + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    (polynomial * (-x * x).exp()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smallest_significant_s_as_tabled() {
        for (count, s) in [(4, 6), (5, 8), (6, 11), (7, 13), (8, 16), (9, 18), (10, 21)] {
            assert!(exact_p(count, s) <= SIGNIFICANT, "{count}");
            assert!(exact_p(count, s - 2) > SIGNIFICANT, "{count}");
        }
        assert_eq!(exact_p(3, 1), 1.0);
        assert!((exact_p(3, 3) - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_normal_tail_is_accurate() {
        for (z, tail) in [(0.0, 1.0), (1.0, 0.317_310_508), (1.959_964, 0.05), (3.0, 0.002_699_796)] {
            assert!((upper_tail_twice(z) - tail).abs() < 2e-7, "{z}");
        }
    }

    #[test]
    fn noise_ties_and_a_flat_series_is_no_trend() {
        let (ranks, ties) = ranked(&[0.3, 0.1 + 0.2, 0.2, 0.4]);
        assert_eq!((ranks, ties), (vec![1, 1, 0, 2], vec![1, 2, 1]));
        let flat = mann_kendall(&[Some(5.0); 6]).unwrap();
        assert_eq!((flat.s, flat.p, verdict(Some(&flat))), (0, 1.0, Verdict::NoClearTrend));
    }
}
