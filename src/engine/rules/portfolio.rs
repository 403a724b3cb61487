//! Guardrails over all accounts: order, weights, due review (G-07, G-18, G-26, G-28).

use crate::{domain::Severity, engine::compare};

use super::{Evidence, Hit, Member, Portfolio, Values, Verdict};

/// G-07: those with the lowest rate are not those with most to win.
pub(super) fn rate_is_not_money(portfolio: &Portfolio<'_>, values: Values<'_>) -> Verdict {
    let [limit, accounts] = values.all();
    let pair = |member: &Member<'_>| {
        let rate = member.metrics.get("overall_penetration").value?;
        Some((100.0 - rate, member.metrics.get("white_space").value?))
    };
    let pairs: Vec<(f64, f64)> = portfolio.members.iter().filter_map(pair).collect();
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
    let points = |member: &Member<'_>, index: usize| member.score.factors.get(index)?.points;
    let mut hits = Vec::new();
    for (at, first) in enabled.iter().enumerate() {
        for second in &enabled[at + 1..] {
            let pair = |member: &Member<'_>| Some((points(member, *first)?, points(member, *second)?));
            let pairs: Vec<(f64, f64)> = portfolio.members.iter().filter_map(pair).collect();
            if compare::less(pairs.len() as f64, accounts) {
                continue;
            }
            if let Some(rho) = spearman(&pairs).filter(|rho| compare::at_least(rho.abs(), limit)) {
                let keys = [first, second].map(|index| factors[*index].key.to_string());
                let hit = Hit::new().with("factors", Evidence::Texts(keys.to_vec()));
                let hit = hit.with("first", Evidence::Text(factors[*first].label.clone()));
                let hit = hit.with("second", Evidence::Text(factors[*second].label.clone()));
                hits.push(hit.with("correlation", Evidence::Ratio(rho)));
            }
        }
    }
    Verdict::from_hits(hits, None)
}

/// Spearman's rank correlation with mean ranks for ties; `None` = one side does not vary (ruling B44).
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let first = mean_ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
    let second = mean_ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    let mean = f64::midpoint(1.0, pairs.len() as f64);
    let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
    for (a, b) in first.iter().zip(&second) {
        both += (a - mean) * (b - mean);
        one += (a - mean) * (a - mean);
        other += (b - mean) * (b - mean);
    }
    (one > 0.0 && other > 0.0).then(|| both / (one * other).sqrt())
}

fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|a, b| !compare::less(values[*a], values[*b])) {
        // Ranks start + 1 to start + length have this mean.
        let mean = start as f64 + f64::midpoint(1.0, group.len() as f64);
        for index in group {
            ranks[*index] = mean;
        }
        start += group.len();
    }
    ranks
}
