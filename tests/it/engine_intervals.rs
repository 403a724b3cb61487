//! Stability intervals against scanning: all weights at once, the first m, the band of one account.

use inroads::{
    domain::{Aggregation, Workspace},
    engine::scoring::{
        SliderMode, band, bands,
        lines::{PointTable, Variation, line},
        off_scale, set_weight, stability, weights,
    },
};
use proptest::prelude::*;

use super::support::scoring::{SHARES, near, near_zone, rows};

fn table_of(rows: Vec<Vec<Option<f64>>>, weights: &[f64], locked: &[bool]) -> PointTable {
    PointTable {
        factors: (0..weights.len()).collect(),
        accounts: (0..rows.len()).collect(),
        rows,
        weights: weights.to_vec(),
        locked: locked.to_vec(),
        min_coverage: 0.6,
        aggregation: Aggregation::Arithmetic,
    }
}

#[test]
fn tv_94_95_97_all_weights_at_once() {
    let found = stability::intervals(&table_of(rows(), &SHARES, &[false; 5]));
    near_zone(found[0].ranking, 24.720_333_4, 37.241_379_3);
    near_zone(found[4].ranking, 5.964_301_3, 10.762_239_2);
    near_zone(found[2].leader, 16.113_744_1, 33.333_333_3);
    // TV-97; a locked weight has no interval.
    let found = stability::intervals(&table_of(rows(), &SHARES, &[false, false, false, false, true]));
    near_zone(found[0].ranking, 28.056_382_4, 37.099_236_6);
    assert_eq!(found[4], stability::Interval::default());
    assert_eq!(stability::intervals(&table_of(vec![], &SHARES, &[false; 5]))[0].ranking, None);
}

#[test]
fn tv_98_the_band_of_an_account() {
    let scheme = bands::scheme(&Workspace::default(), "a_score").unwrap().clone();
    let table = table_of(rows(), &SHARES, &[false; 5]);
    let zone = |column| stability::band_zone(&table, 0, column, &scheme);
    // TechCorp stays Moderate (25 to 50) under every weight of revenue, division, user, and up to 23.5 % of trend.
    for column in 0..3 {
        near_zone(zone(column), 0.0, 100.0);
    }
    near_zone(zone(3), 0.0, 100.0);
    near_zone(zone(4), 0.0, 23.539_823_0);
    assert_eq!(stability::band_zone(&table, 9, 0, &scheme), None);
    // On the edge now: 25 belongs to Low, so only a rise leaves it.
    let edge = table_of(vec![vec![Some(50.0), Some(0.0)]], &[0.5, 0.5], &[false; 2]);
    near_zone(stability::band_zone(&edge, 0, 0, &scheme), 0.0, 50.0);
    near_zone(stability::band_zone(&edge, 0, 1, &scheme), 50.0, 100.0);
}

#[test]
fn tv_102_scores_where_a_weight_is_zero() {
    let variation = Variation::new(&SHARES, &[false; 5], 4);
    let scores: Vec<f64> = rows().iter().map(|row| variation.line(row).at(0.0, 0.6).unwrap()).collect();
    for (found, expected) in scores.iter().zip([34.606_481_5, 36.388_888_9, 46.666_666_7, 37.777_777_8]) {
        near(*found, expected);
    }
    near(variation.room(), 1.0);
}

/// Rows of four points, these many in a hundred missing.
fn cells(missing: u32) -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    let cell =
        (0..100_u32, 0.0..100.0_f64).prop_map(move |(dice, points)| (dice >= missing).then_some(points));
    proptest::collection::vec(proptest::collection::vec(cell, 4), 3..8)
}

/// Rows with a score at weight `x`, best first.
fn order_at(table: &PointTable, column: usize, x: f64) -> Vec<usize> {
    let score = |row: &Vec<Option<f64>>| line(row, &table.weights, &table.locked, column).at(x, 0.6);
    let scores: Vec<Option<f64>> = table.rows.iter().map(score).collect();
    let mut order: Vec<usize> = (0..scores.len()).filter(|row| scores[*row].is_some()).collect();
    order.sort_by(|a, b| scores[*b].unwrap().total_cmp(&scores[*a].unwrap()).then(a.cmp(b)));
    order
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_interval_agrees_with_scanning(
        rows in prop_oneof![cells(0), cells(15)], raw in proptest::collection::vec(1.0..50.0_f64, 4),
        lock in 0..5_usize, top in 1..4_usize, row in 0..3_usize,
    ) {
        let shares = weights::normalised(&raw, &[true; 4]).unwrap();
        let locked: Vec<bool> = (0..4).map(|j| j == lock).collect();
        let table = table_of(rows, &shares, &locked);
        let all = stability::intervals(&table);
        let scheme = &bands::scheme(&Workspace::default(), "a_score").unwrap().clone();
        for column in (0..4).filter(|k| !locked[*k]) {
            let zones = stability::zones(&table.rows, &shares, &locked, column, 0.6);
            prop_assert_eq!((all[column].ranking, all[column].leader), (zones.ranking, zones.leader));
            let now = order_at(&table, column, shares[column]);
            let first = |order: &[usize]| { let mut first = order[..top].to_vec(); first.sort_unstable(); first };
            let within = stability::top_zone(&table, column, top);
            prop_assert_eq!(within.is_some(), top < now.len());
            let steady = stability::band_zone(&table, row, column, scheme);
            let variation = Variation::new(&shares, &locked, column);
            let line = variation.line(&table.rows[row]);
            let band_at = |x: f64| line.at(x, 0.6).map(|sum| band(scheme, off_scale(table.aggregation, sum)));
            for step in 0..=100 {
                let x = variation.room() * f64::from(step) / 100.0;
                let inside = |zone: Option<(f64, f64)>| zone.is_some_and(|(low, high)| x > low + 1e-6 && x < high - 1e-6);
                if inside(within) {
                    prop_assert_eq!(first(&order_at(&table, column, x)), first(&now));
                }
                if inside(steady) {
                    prop_assert_eq!(band_at(x), band_at(shares[column]));
                }
            }
            // Beyond an end that is not an end of the scale, something is different.
            if let Some((low, high)) = steady {
                for (end, beyond) in [(low, low - 1e-6), (high, high + 1e-6)] {
                    if end > 1e-5 && end < variation.room() - 1e-5 && (line.n1 - line.d1 * 50.0).abs() > 1.0 {
                        prop_assert_ne!(band_at(beyond), band_at(shares[column]));
                    }
                }
            }
        }
    }

    #[test]
    fn the_smallest_joint_change_ties_and_nothing_smaller_does(
        rows in cells(0), raw in proptest::collection::vec(1.0..50.0_f64, 4), k in 0..4_usize,
    ) {
        let shares = weights::normalised(&raw, &[true; 4]).unwrap();
        let score = |row: usize, weights: &[f64]| -> f64 {
            rows[row].iter().zip(weights).map(|(points, weight)| points.unwrap() * weight).sum()
        };
        let Some(change) = stability::smallest_joint_change(&rows[0], &rows[1], &shares) else { return Ok(()) };
        let weights = &change.weights;
        prop_assert!((score(0, weights) - score(1, weights)).abs() < 1e-6);
        prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // Moving one weight alone, the others in proportion, never gets there by a shorter way.
        let far = |to: &[f64]| to.iter().zip(&shares).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        let pair = table_of(rows[..2].to_vec(), &shares, &[false; 4]);
        for crossing in stability::table_zones(&pair, k).crossings {
            let moved = set_weight(&shares, &[false; 4], &[true; 4], k, crossing.at, SliderMode::Proportional);
            prop_assert!(far(&moved) >= far(weights) - 1e-9);
        }
    }
}
