//! Guardrails over all accounts: order, weights, due review (G-07, G-18, G-26, G-28).

use crate::{domain::Severity, engine::compare};

use super::{Evidence, Hit, Portfolio, Values, Verdict};

/// G-07: those with the lowest rate are not those with most to win.
pub(super) fn rate_is_not_money(portfolio: &Portfolio<'_>, values: Values<'_>) -> Verdict {
    let [limit, accounts] = values.all();
    let pair = |(rate, open): &(Option<f64>, Option<f64>)| Some((100.0 - (*rate)?, (*open)?));
    let pairs: Vec<(f64, f64)> = portfolio.members.rates.iter().filter_map(pair).collect();
    if compare::less(pairs.len() as f64, accounts) {
        return Verdict::Clear;
    }
    let low = spearman(&pairs).filter(|rho| compare::less(*rho, limit));
    Verdict::from_hit(low.map(|rho| Hit::new().with("correlation", Evidence::Ratio(rho))))
}

/// G-18: one factor is nearly the whole score, or no factor has a weight.
pub(super) fn one_factor(portfolio: &Portfolio<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let factors = || portfolio.model.factors.iter().filter(|factor| factor.enabled);
    let all: f64 = factors().map(|factor| factor.weight_raw.get()).sum();
    if all == 0.0 {
        let hit = Hit::new().severe(Severity::High);
        return Verdict::from_hit(Some(hit.says("All weights are zero: there is no score.")));
    }
    let heavy = factors().map(|factor| (factor, 100.0 * factor.weight_raw.get() / all));
    let heavy = heavy.filter(|(_, share)| compare::greater(*share, limit));
    let hits = heavy.map(|(factor, share)| {
        let hit = Hit::new().with("factor", Evidence::Text(factor.key.to_string()));
        hit.with("label", Evidence::Text(factor.label.clone())).with("share", Evidence::Percent(share))
    });
    Verdict::from_hits(hits.collect(), None)
}

/// G-26: the current period is long over.
pub(super) fn review_due(portfolio: &Portfolio<'_>, _: Values<'_>) -> Verdict {
    let (current, as_of, settings) = (portfolio.current, portfolio.as_of, &portfolio.workspace.settings);
    let end = current.plus(1).end_date(settings.period_kind, settings.fiscal_year_start_month);
    let hit = Hit::new().with("as_of", Evidence::Date(as_of));
    let hit = hit.with("current", Evidence::Period(current));
    Verdict::from_hit((as_of > end).then_some(hit))
}

/// G-28: two factors measure nearly the same.
pub(super) fn same_factor(portfolio: &Portfolio<'_>, values: Values<'_>) -> Verdict {
    let [limit, accounts] = values.all();
    let factors = &portfolio.model.factors;
    let enabled: Vec<usize> = (0..factors.len()).filter(|index| factors[*index].enabled).collect();
    let points = &portfolio.members.points;
    let columns: Vec<Ranked<'_>> = enabled.iter().map(|index| Ranked::new(&points[*index])).collect();
    let mut hits = Vec::new();
    for (at, first) in columns.iter().enumerate() {
        for (other, second) in columns.iter().enumerate().skip(at + 1) {
            let Some((common, rho)) = first.correlation(second) else { continue };
            if compare::less(common as f64, accounts) || !compare::at_least(rho.abs(), limit) {
                continue;
            }
            let [first, second] = [at, other].map(|at| &factors[enabled[at]]);
            let hit = Hit::new()
                .with("factors", Evidence::Texts([first.key.to_string(), second.key.to_string()].into()));
            let hit = hit.with("first", Evidence::Text(first.label.clone()));
            let hit = hit.with("second", Evidence::Text(second.label.clone()));
            hits.push(hit.with("correlation", Evidence::Ratio(rho)));
        }
    }
    Verdict::from_hits(hits, None)
}

/// A column of values with their ranks among themselves, so that a column is ranked once and not for every other one.
struct Ranked<'a> {
    values: &'a [Option<f64>],
    /// Ranks of the known values, in their order.
    ranks: Vec<f64>,
}

impl<'a> Ranked<'a> {
    fn new(values: &'a [Option<f64>]) -> Self {
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        Self { ranks: mean_ranks(&known), values }
    }

    /// Spearman's rank correlation over the rows in which both are known, and their number; `None` = there is none.
    fn correlation(&self, other: &Self) -> Option<(usize, f64)> {
        let both = || self.values.iter().zip(other.values);
        if both().all(|(a, b)| a.is_some() == b.is_some()) {
            return Some((self.ranks.len(), of_ranks(&self.ranks, &other.ranks)?));
        }
        let pairs: Vec<(f64, f64)> = both().filter_map(|(a, b)| a.zip(*b)).collect();
        Some((pairs.len(), spearman(&pairs)?))
    }
}

/// Spearman's rank correlation with mean ranks for ties; `None` = one side does not vary (ruling B44).
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let first = mean_ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
    let second = mean_ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    of_ranks(&first, &second)
}

fn of_ranks(first: &[f64], second: &[f64]) -> Option<f64> {
    let mean = f64::midpoint(1.0, first.len() as f64);
    let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
    for (a, b) in first.iter().zip(second) {
        both += (a - mean) * (b - mean);
        one += (a - mean) * (a - mean);
        other += (b - mean) * (b - mean);
    }
    (one > 0.0 && other > 0.0).then(|| both / (one * other).sqrt())
}

fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, u32)> = values.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|a, b| !compare::less(a.0, b.0)) {
        // Ranks start + 1 to start + length have this mean.
        let mean = start as f64 + f64::midpoint(1.0, group.len() as f64);
        for (_, index) in group {
            ranks[*index as usize] = mean;
        }
        start += group.len();
    }
    ranks
}
