//! Everything about weights, said about opportunity scores: against brute force on random workspaces (domain
//! specification 5.2: "the whole of section 6 applies to P as well").

use std::ops::ControlFlow;

use inroads::{
    domain::{OpportunityModel, ScoringModel, Workspace},
    engine::{
        metrics::Survey,
        planning::{
            GapRow, GapTable, Standing, gap_table, opportunity, opportunity_model, opportunity_scores,
        },
        scoring::{
            Score,
            acceptability::{Question, acceptability},
            exact::winning,
            insight,
            lines::PointTable,
            ranking,
            sampling::Sampling,
            stability,
            tornado::{WEIGHT_STEP, weight_tornado},
        },
    },
};

use super::{
    random_workspace::Dice,
    support::{
        build::{Measured, measure, money},
        calculable,
        scoring::near,
        techcorp::techcorp,
    },
};

fn gaps(workspace: &Workspace, found: &Measured) -> GapTable {
    let inputs = found.inputs();
    let survey = Survey::new(&inputs);
    gap_table(&survey, &Standing::new(&survey), &workspace.settings.opportunity, None)
}

/// The score straight from its definition, under weights of any size.
fn plainly(row: &GapRow, weights: &[f64]) -> Option<f64> {
    let judged = || row.criteria.iter().zip(weights).filter_map(|(c, weight)| Some(((*c)?, *weight)));
    let sum: f64 = judged().map(|(_, weight)| weight).sum();
    (sum > 0.0).then(|| 100.0 * judged().map(|(c, weight)| c * weight).sum::<f64>() / sum)
}

/// Weights with the `k`-th at `x`, the others in proportion (6.1).
fn with(weights: &[f64], k: usize, x: f64) -> Vec<f64> {
    let rest: f64 = weights.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, weight)| weight).sum();
    let others = (weights.len() - 1) as f64;
    let share = |weight: f64| if rest > 0.0 { weight / rest } else { 1.0 / others };
    weights.iter().enumerate().map(|(j, w)| if j == k { x } else { (1.0 - x) * share(*w) }).collect()
}

fn order(rows: &[GapRow], weights: &[f64]) -> Vec<usize> {
    let scores: Vec<Option<f64>> = rows.iter().map(|row| plainly(row, weights)).collect();
    let mut order: Vec<usize> = (0..rows.len()).filter(|row| scores[*row].is_some()).collect();
    order.sort_by(|a, b| scores[*b].unwrap().total_cmp(&scores[*a].unwrap()).then(a.cmp(b)));
    order
}

/// Random accounts that have at least two gaps, with their table.
fn each(mut check: impl FnMut(&[GapRow], &ScoringModel, &[Score], &PointTable)) {
    let mut seen = 0;
    for seed in 0..120 {
        let (mut workspace, period) = calculable::workspace(seed);
        let raw = [0, 1, 2, 3, 4].map(|k| money(((seed * 7 + k * k * 11) % 40) as f64));
        let settings = std::sync::Arc::make_mut(&mut workspace.settings);
        settings.opportunity = OpportunityModel { weights: raw };
        for account in 0..workspace.accounts.len() {
            let found = Measured::new(&workspace, account, period);
            let table = gaps(&workspace, &found);
            let model = opportunity_model(&workspace.settings.opportunity);
            let scores = opportunity_scores(&model, &table.rows);
            let Some(points) = PointTable::new(&model, &scores, &vec![true; scores.len()]) else { continue };
            if table.rows.len() >= 2 {
                seen += 1;
                check(&table.rows, &model, &scores, &points);
            }
        }
    }
    assert!(seen > 60, "only {seen} accounts have gaps");
}

#[test]
fn scores_ranks_and_parts_are_those_of_the_definition() {
    each(|rows, model, scores, points| {
        for (row, score) in rows.iter().zip(scores) {
            match (row.score, score.value) {
                (Some(a), Some(b)) => {
                    assert!((a - b).abs() < 1e-9);
                    let parts: f64 = score.factors.iter().filter_map(|factor| factor.contribution).sum();
                    assert!((parts - a).abs() < 1e-9);
                    assert!((plainly(row, &points.weights).unwrap() - a).abs() < 1e-9);
                }
                (a, b) => assert_eq!(a, b),
            }
        }
        let values: Vec<Option<f64>> = scores.iter().map(|score| score.value).collect();
        for place in ranking(&values, &values).rows {
            let own = values[place.account];
            let ahead = values.iter().flatten().filter(|other| own.is_some_and(|own| **other > own + 1e-9));
            assert_eq!(place.rank, own.map(|_| 1 + ahead.count() as u32));
        }
        assert_eq!(model.factors.len(), 5);
    });
}

#[test]
fn intervals_agree_with_scanning() {
    each(|rows, _, _, points| {
        let now = order(rows, &points.weights);
        for column in 0..5 {
            let found = stability::intervals(points)[column];
            for step in 0..=60 {
                let x = f64::from(step) / 60.0;
                let there = order(rows, &with(&points.weights, column, x));
                let inside =
                    |zone: Option<(f64, f64)>| zone.is_some_and(|(a, b)| x > a + 1e-6 && x < b - 1e-6);
                if inside(found.ranking) {
                    assert_eq!(there, now, "criterion {column} at {x}");
                }
                if inside(found.leader) {
                    assert_eq!(there[0], now[0], "criterion {column} at {x}");
                }
            }
            // Just beyond an end inside the scale the order is another one, or somebody loses the score.
            for (end, beyond) in found.ranking.into_iter().flat_map(|(a, b)| [(a, a - 1e-6), (b, b + 1e-6)]) {
                if end > 1e-5 && end < 1.0 - 1e-5 {
                    let there = order(rows, &with(&points.weights, column, beyond));
                    let close = there.windows(2).any(|pair| {
                        let of = |row| plainly(&rows[row], &with(&points.weights, column, beyond)).unwrap();
                        (of(pair[0]) - of(pair[1])).abs() < 1e-3
                    });
                    assert!(there != now || close, "criterion {column} beyond {end}");
                }
            }
        }
    });
}

#[test]
fn tornado_and_what_it_takes_agree_with_computing_anew() {
    each(|rows, model, scores, points| {
        for (at, (row, score)) in rows.iter().zip(scores).enumerate() {
            for bar in weight_tornado(points, at, WEIGHT_STEP) {
                for (x, found) in [(bar.low, bar.at_low), (bar.high, bar.at_high)] {
                    let expected = plainly(row, &with(&points.weights, bar.factor, x));
                    assert_eq!(found.is_some(), expected.is_some());
                    assert!(found.zip(expected).is_none_or(|(a, b)| (a - b).abs() < 1e-9));
                }
            }
            let edge = 60.0;
            for reach in insight::reach(model, score, &[], edge) {
                let mut moved = row.clone();
                let now = moved.criteria[reach.factor].unwrap();
                let best = {
                    moved.criteria[reach.factor] = Some(1.0);
                    plainly(&moved, &points.weights).unwrap()
                };
                assert_eq!(reach.reachable, best >= edge - 1e-9, "{best}");
                if let Some(by) = reach.input {
                    moved.criteria[reach.factor] = Some(now + by);
                    near(plainly(&moved, &points.weights).unwrap(), edge);
                }
            }
        }
    });
}

#[test]
fn sampled_shares_agree_with_another_sampler_and_with_the_exact_ones() {
    let samples = 2_000;
    each(|rows, _, _, points| {
        let sampling = Sampling { samples, seed: 11, spread: 1.0, keep_order: false };
        let pairs = [(0, 1)];
        let question = Question { table: points, sampling, uncertain: &[], pairs: &pairs, whole_table: true };
        let found = acceptability(&question, 2, &mut |_| ControlFlow::Continue(())).unwrap();
        for row in &found.rows {
            near(row.ranks.iter().sum(), 1.0);
        }
        if let Some(exact) = winning(points, &sampling, 0, 1) {
            assert!((exact - found.pairwise[0]).abs() <= 3.0 * sampling.half_width());
        }
        // Normalised exponentials are uniform on the simplex as well.
        let mut dice = Dice(rows.len() as u64);
        let mut won = 0.0;
        for _ in 0..samples {
            let drawn = [(); 5].map(|()| -((dice.next() >> 11) as f64 + 1.0).ln() + 53.0 * 2.0_f64.ln());
            let [a, b] = [0, 1].map(|row| plainly(&rows[row], &drawn).unwrap_or(0.0));
            won += if (a - b).abs() <= 1e-9 { 0.5 } else { f64::from(u8::from(a > b)) };
        }
        let other = won / f64::from(samples);
        // Two samplings, each within its half-width; three times that for some hundred pairs.
        let far = (other - found.pairwise[0]).abs();
        assert!(far <= 6.0 * sampling.half_width() / 2.0_f64.sqrt(), "{other} {}", found.pairwise[0]);
    });
}

#[test]
fn tv_86_the_leader_of_the_sample_and_what_unseats_it() {
    let workspace = techcorp();
    let found = measure(&workspace);
    let table = gaps(&workspace, &found);
    let model = opportunity_model(&workspace.settings.opportunity);
    let scores = opportunity_scores(&model, &table.rows);
    let points = PointTable::new(&model, &scores, &[true; 9]).unwrap();
    let unit = |row: usize| workspace.accounts[0].units[table.rows[row].unit as usize].key.to_string();
    let best = (0..9).max_by(|a, b| scores[*a].value.unwrap().total_cmp(&scores[*b].value.unwrap())).unwrap();
    assert_eq!(unit(best), "enterprise");
    near(scores[best].value.unwrap(), 89.0);
    // Only with signals (nobody has any) does everybody fall to nothing; Enterprise leads on the way there.
    let (critical, shift) = stability::most_critical(&points).unwrap();
    let moved = with(&points.weights, critical, points.weights[critical] + shift + shift.signum() * 1e-6);
    assert_ne!(order(&table.rows, &moved)[0], best);
    assert!(opportunity::CRITERIA.len() == points.weights.len());
}

#[test]
fn weights_that_overflow_when_added_keep_their_shares() {
    let model = OpportunityModel { weights: [1e308, 1e308, 0.0, 0.0, 0.0].map(money) };
    let whole = opportunity_model(&model);
    let raw: Vec<f64> = whole.factors.iter().map(|factor| factor.weight_raw.get()).collect();
    assert_eq!(raw, [1.0, 1.0, 0.0, 0.0, 0.0]);
}
