//! What must hold of every workspace, on random ones of every kind: models, missing data, both aggregations, locks.

use std::{ops::ControlFlow, sync::Arc};

use inroads::{
    document::{Derived, Memos},
    domain::{Amount, ScoringModel, Workspace},
    engine::{
        evaluate::score_metrics,
        metrics::{METRICS, Unit, index_of},
        scoring::{
            acceptability::acceptability,
            exact::winning,
            lines::{PointTable, is_movable},
            stability,
        },
    },
};

use super::support::calculable;

const SEEDS: u64 = 40;

fn each(mut check: impl FnMut(&Arc<Workspace>, &Derived, u64)) {
    for seed in 0..SEEDS {
        let (workspace, period) = calculable::workspace(seed);
        let workspace = Arc::new(workspace);
        let derived = Memos::default().refresh(&workspace, period);
        check(&workspace, &derived, seed);
    }
}

/// The order of the accounts that take part, computed anew from their metrics with the weight of `column` at `x`.
fn order_at(
    workspace: &Workspace,
    derived: &Derived,
    table: &PointTable,
    column: usize,
    x: f64,
) -> Vec<(usize, f64)> {
    let mut model: ScoringModel = (*derived.model).clone();
    for (k, weight) in table.factors.iter().zip(table.variation(column).weights(x)) {
        model.factors[*k].weight_raw = Amount::new(weight.max(0.0)).unwrap();
    }
    let score = |index: &usize| {
        let metrics = &derived.accounts[*index].metrics;
        Some((*index, score_metrics(workspace, &model, &workspace.accounts[*index], metrics).value?))
    };
    let mut order: Vec<(usize, f64)> = table.accounts.iter().filter_map(score).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order
}

#[test]
fn stability_intervals_agree_with_scoring_all_accounts_anew() {
    let (mut inside, mut ends) = (0, 0);
    each(|workspace, derived, seed| {
        let Some(table) = derived.point_table() else { return };
        for column in (0..table.weights.len()).filter(|column| is_movable(&table.locked, *column)) {
            let found = stability::intervals(&table)[column];
            let (Some(ranking), Some(leader)) = (found.ranking, found.leader) else { continue };
            let now = order_at(workspace, derived, &table, column, table.weights[column]);
            let places = |order: &[(usize, f64)]| order.iter().map(|(index, _)| *index).collect::<Vec<_>>();
            let room = table.variation(column).room();
            let is_apart = |order: &[(usize, f64)]| order.windows(2).all(|pair| pair[0].1 - pair[1].1 > 1e-6);
            for step in 0..=40 {
                let x = room * f64::from(step) / 40.0;
                let within = |(low, high): (f64, f64)| x > low + 1e-6 && x < high - 1e-6;
                let there = order_at(workspace, derived, &table, column, x);
                if within(ranking) && is_apart(&now) {
                    inside += 1;
                    assert_eq!(places(&there), places(&now), "seed {seed}, column {column}, {x}");
                }
                if within(leader) && is_apart(&now) {
                    assert_eq!(there.first().map(|of| of.0), now.first().map(|of| of.0), "seed {seed}, {x}");
                }
            }
            for (end, beyond) in [(ranking.0, ranking.0 - 1e-5), (ranking.1, ranking.1 + 1e-5)] {
                if end > 1e-4 && end < room - 1e-4 && is_apart(&now) {
                    let there = order_at(workspace, derived, &table, column, beyond);
                    // Where lines touch and part again nothing swaps, but two are as good as equal.
                    assert!(
                        places(&there) != places(&now) || !is_apart_by(&there, 1e-3),
                        "seed {seed}: {end}"
                    );
                    ends += 1;
                }
            }
        }
    });
    assert!(inside > 500 && ends > 10, "{inside} {ends}");
}

fn is_apart_by(order: &[(usize, f64)], gap: f64) -> bool {
    order.windows(2).all(|pair| pair[0].1 - pair[1].1 > gap)
}

#[test]
fn sampled_shares_agree_with_exact_ones_and_add_up() {
    let mut compared = 0;
    each(|workspace, derived, seed| {
        for account in 0..workspace.accounts.len() {
            let Some(mut drawing) = derived.drawing(workspace, account) else { continue };
            let rows = drawing.table.rows.len();
            drawing.pairs = (0..rows).flat_map(|a| (0..a).map(move |b| (b, a))).collect();
            let mut question = drawing.question();
            question.sampling.samples = 2_000;
            question.sampling.keep_order = false;
            let found = acceptability(&question, 2, &mut |_| ControlFlow::Continue(())).unwrap();
            for at in 0..rows {
                let row: f64 = found.rows[at].ranks.iter().sum();
                let column: f64 = found.rows.iter().map(|row| row.ranks[at]).sum();
                assert!((row - 1.0).abs() < 1e-9 && (column - 1.0).abs() < 1e-9);
            }
            for ((a, b), sampled) in drawing.pairs.iter().zip(&found.pairwise) {
                if let Some(exact) = winning(&drawing.table, &question.sampling, *a, *b) {
                    compared += 1;
                    // Three half-widths hold in all but one of a hundred million draws.
                    let far = (exact - sampled).abs();
                    assert!(far <= 3.0 * question.sampling.half_width(), "seed {seed}: {exact} {sampled}");
                }
            }
            break;
        }
    });
    assert!(compared > 10, "{compared}");
}

#[test]
fn rates_stay_in_their_domains_and_gaps_add_up() {
    each(|_, derived, seed| {
        for account in &derived.accounts {
            for (spec, value) in METRICS.iter().zip(&account.metrics.values) {
                let Some(number) = value.value else { continue };
                assert!(number.is_finite(), "seed {seed}: {}", spec.key);
                let is_rate = spec.unit == Unit::Percent;
                assert!(!is_rate || number >= 0.0, "seed {seed}: {} is {number}", spec.key);
                let is_over =
                    is_rate && number > 100.000_001 && !matches!(spec.key, "nrr" | "roadmap_coverage");
                assert!(!is_over || value.flags.over_100, "seed {seed}: {} is {number}", spec.key);
            }
            let value = |key: &str| account.metrics.values[index_of(key).unwrap()].value;
            if let (Some(open), Some(over), Some(gap)) =
                (value("white_space"), value("overage"), value("net_gap"))
            {
                assert!((open - over - gap).abs() < 1e-6 * open.max(over).max(1.0), "seed {seed}");
            }
            if let Some(score) = account.score.value {
                assert!((0.0..=100.0).contains(&score), "seed {seed}: {score}");
                let (low, high) = (account.score.low.unwrap(), account.score.high.unwrap());
                assert!(low <= high + 1e-9, "seed {seed}");
            }
        }
    });
}

#[test]
fn the_order_of_accounts_does_not_matter() {
    each(|workspace, derived, seed| {
        let mut turned = (**workspace).clone();
        turned.accounts = workspace.accounts.iter().rev().cloned().collect();
        let turned = Memos::default().refresh(&Arc::new(turned), derived.period);
        let last = workspace.accounts.len() - 1;
        for (index, account) in derived.accounts.iter().enumerate() {
            let other = &turned.accounts[last - index];
            assert_eq!(account.metrics.values, other.metrics.values, "seed {seed}");
            assert_eq!(account.score, other.score, "seed {seed}");
            let rank = |derived: &Derived, index: usize| {
                derived.ranking.rows.iter().find(|row| row.account == index).unwrap().rank
            };
            assert_eq!(rank(derived, index), rank(&turned, last - index), "seed {seed}");
        }
        let zones = |derived: &Derived| derived.point_table().map(|table| stability::intervals(&table));
        let (one, other) = (zones(derived), zones(&turned));
        // Ties are listed in account order, so that only untied rankings have the same zones whichever way they stand.
        let scores: Vec<f64> = derived.accounts.iter().filter_map(|account| account.score.value).collect();
        let tied = scores.iter().enumerate().any(|(at, a)| scores[..at].iter().any(|b| (a - b).abs() < 1e-6));
        if !tied {
            for (a, b) in one.into_iter().flatten().zip(other.into_iter().flatten()) {
                let near = |a: Option<(f64, f64)>, b: Option<(f64, f64)>| match (a, b) {
                    (Some(a), Some(b)) => (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6,
                    (a, b) => a == b,
                };
                assert!(near(a.ranking, b.ranking) && near(a.leader, b.leader), "seed {seed}: {a:?} {b:?}");
            }
        }
    });
}
