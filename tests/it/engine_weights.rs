//! Sliders, ranks, stability intervals and tornado: the vectors TV-89 to TV-105, and properties.

use inroads::{
    domain::{Aggregation, ScoringModel},
    engine::{
        compare::round_to,
        scoring::{
            Score, SliderMode, bands,
            lines::{PointTable, line},
            ranks::{ranking, ranks},
            set_weight, stability, tornado, weights, whole_percents,
        },
    },
};
use proptest::prelude::*;

use super::support::scoring::{
    RAW, SHARES, annex, near, near_all, near_zone, plain, rows, score_of, techcorp,
};

#[test]
fn tv_89_scores_and_ranks() {
    let scores: Vec<Option<f64>> =
        annex().iter().map(|row| score_of(&plain(RAW), row.map(Some)).value).collect();
    let values: Vec<f64> = scores.iter().map(|score| score.unwrap()).collect();
    near_all(&values, &[41.145_833_3, 37.75, 42.0, 39.0]);
    assert_eq!(ranks(&scores), [2, 4, 1, 3].map(Some));
}

#[test]
fn tv_90_to_93_sliders_and_whole_percents() {
    let free = [false; 5];
    let enabled = [true; 5];
    let set = |locked: &[bool], x: f64| set_weight(&SHARES, locked, &enabled, 0, x, SliderMode::Proportional);
    let moved = set(&free, 0.5);
    let percents: Vec<f64> = moved.iter().map(|share| share * 100.0).collect();
    near_all(&percents, &[50.0, 19.230_769_2, 15.384_615_4, 7.692_307_7, 7.692_307_7]);
    assert_eq!(whole_percents(&moved), [50, 19, 15, 8, 8]);
    near(moved.iter().zip(annex()[0]).map(|(w, s)| w * s).sum(), 39.892_399_3);
    // TV-91.
    let trend_locked = [false, false, false, false, true];
    let moved = set(&trend_locked, 0.5);
    let percents: Vec<f64> = moved.iter().map(|share| share * 100.0).collect();
    near_all(&percents, &[50.0, 18.181_818_2, 14.545_454_5, 7.272_727_3, 10.0]);
    assert_eq!(whole_percents(&moved), [50, 18, 15, 7, 10]);
    assert_eq!(set(&trend_locked, 2.0)[0], 0.9);
    // TV-92: every frame starts from the drag's start, so touching 100 % loses nothing.
    assert_eq!(set(&free, 1.0), [1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(set(&free, 0.35), SHARES);
    // TV-93.
    assert_eq!(whole_percents(&[1.0 / 3.0; 3]), [34, 33, 33]);
    // Annex B.5, and a state without any weight.
    assert_eq!(whole_percents(&SHARES), [35, 25, 20, 10, 10]);
    assert_eq!(whole_percents(&[0.29, 0.57, 0.14]), [29, 57, 14]);
    assert_eq!(whole_percents(&[0.0, 0.0]), [0, 0]);
}

#[test]
fn sliders_at_their_limits() {
    let enabled = [true, true, true, false];
    let start = [0.5, 0.5, 0.0, 0.0];
    let none = [false; 4];
    let set = |start: &[f64], locked: &[bool], k: usize, x: f64, mode| {
        set_weight(start, locked, &enabled, k, x, mode)
    };
    // Nothing to take proportions from: equal parts, disabled factors stay at 0.
    assert_eq!(set(&[1.0, 0.0, 0.0, 0.0], &none, 0, 0.4, SliderMode::Proportional), [0.4, 0.3, 0.3, 0.0]);
    // Everything else locked: the slider cannot move.
    assert_eq!(set(&start, &[false, true, true, false], 0, 0.9, SliderMode::Proportional), start);
    // A locked or disabled slider moves nothing.
    assert_eq!(set(&start, &[true, false, false, false], 0, 0.9, SliderMode::Proportional), start);
    assert_eq!(set(&start, &none, 3, 0.9, SliderMode::Proportional), start);
    let exchange = SliderMode::PairExchange { partner: 1 };
    assert_eq!(set(&[0.5, 0.25, 0.25, 0.0], &none, 0, 0.625, exchange), [0.625, 0.125, 0.25, 0.0]);
    assert_eq!(set(&[0.5, 0.25, 0.25, 0.0], &none, 0, 0.9, exchange), [0.75, 0.0, 0.25, 0.0]);
    assert_eq!(set(&start, &[false, true, false, false], 0, 0.9, exchange), start);
    assert_eq!(set(&[35.0, 25.0, 0.0, 0.0], &none, 0, 80.0, SliderMode::RawPoints), [80.0, 25.0, 0.0, 0.0]);
    assert_eq!(set(&start, &none, 0, f64::NAN, SliderMode::Proportional), start);
}

#[test]
fn tv_94_to_97_weight_zones() {
    let free = [false; 5];
    let zones = |k: usize| stability::zones(&rows(), &SHARES, &free, k, 0.6);
    let full = [
        (24.720_333_4, 37.241_379_3),
        (22.518_159_8, 43.262_411_3),
        (16.521_739_1, 24.824_356_0),
        (6.816_220_9, 100.0),
        (5.964_301_3, 10.762_239_2),
    ];
    let leader = [
        (7.142_857_1, 43.452_650_7),
        (22.518_159_8, 100.0),
        (16.113_744_1, 33.333_333_3),
        (6.816_220_9, 100.0),
        (0.0, 10.762_239_2),
    ];
    for k in 0..5 {
        let found = zones(k);
        near_zone(found.ranking, full[k].0, full[k].1);
        near_zone(found.leader, leader[k].0, leader[k].1);
        assert_eq!((found.max, found.left_out), (1.0, 0));
    }
    // TV-96.
    let table = table();
    let (column, shift) = stability::most_critical(&table).unwrap();
    assert_eq!(column, 4);
    near(100.0 * shift, 0.762_239_2);
    let crossing = zones(4).crossings.into_iter().find(|c| c.leader && c.at > 0.1).unwrap();
    assert_eq!((crossing.ahead, crossing.behind), (2, 0));
    // TV-97.
    let locked = [false, false, false, false, true];
    let found = stability::zones(&rows(), &SHARES, &locked, 0, 0.6);
    near_zone(found.ranking, 28.056_382_4, 37.099_236_6);
    near(found.max, 0.9);
    // A locked weight, or one with nothing free beside it, has no zones.
    assert_eq!(stability::zones(&rows(), &SHARES, &locked, 4, 0.6).ranking, None);
    assert_eq!(stability::zones(&rows(), &SHARES, &[false, true, true, true, true], 0, 0.6).ranking, None);
    // Top one is the leader's zone.
    for k in 0..5 {
        assert_eq!(stability::top_zone(&table, k, 1), zones(k).leader);
    }
}

fn table() -> PointTable {
    let scores: Vec<Score> = annex().iter().map(|row| score_of(&plain(RAW), row.map(Some))).collect();
    PointTable::new(&plain(RAW), &scores, &[true; 4]).unwrap()
}

#[test]
fn tied_accounts_touch_the_side_where_the_order_changes() {
    // Two accounts with 50 points now; the first gains with the weight of the first factor.
    let points = vec![vec![Some(80.0), Some(20.0)], vec![Some(20.0), Some(80.0)]];
    let zone = |points: &[Vec<Option<f64>>]| {
        stability::zones(points, &[0.5, 0.5], &[false; 2], 0, 0.6).ranking.unwrap()
    };
    assert_eq!(zone(&points), (0.5, 1.0));
    let turned: Vec<_> = points.into_iter().rev().collect();
    assert_eq!(zone(&turned), (0.0, 0.5));
    // Equal rows never swap.
    assert_eq!(zone(&[vec![Some(1.0); 2], vec![Some(1.0); 2]]), (0.0, 1.0));
}

#[test]
fn tv_98_and_99_band_interval_and_joint_change() {
    let table = table();
    let at = |column: usize| stability::band_crossing(&table, 0, column, 50.0).map(|x| 100.0 * x);
    near(at(4).unwrap(), 23.539_823_0);
    near(at(3).unwrap(), 100.0);
    assert_eq!([at(0), at(1), at(2)], [None; 3]);
    // TV-99.
    let change = stability::smallest_joint_change(&rows()[2], &rows()[0], &SHARES).unwrap();
    let percents: Vec<f64> = change.weights.iter().map(|weight| round_to(weight * 100.0, 4)).collect();
    near_all(&percents, &[34.9895, 24.7480, 19.8094, 9.7605, 10.6926]);
    near(change.moved_pp, 0.692_559_2);
    for row in [0, 2] {
        near(change.weights.iter().zip(annex()[row]).map(|(w, s)| w * s).sum(), 41.580_273_5);
    }
    assert_eq!(stability::smallest_joint_change(&rows()[2], &rows()[2], &SHARES), None);
}

#[test]
fn tv_100_and_101_tornado() {
    let bars = tornado::weight_tornado(&table(), 0, tornado::WEIGHT_STEP);
    let expected = [
        (4, 34.606_481_5, 47.685_185_2),
        (2, 42.968_75, 39.322_916_7),
        (1, 42.187_5, 40.104_166_7),
        (3, 40.162_037_0, 42.129_629_6),
        (0, 41.981_456_0, 40.310_210_6),
    ];
    for (bar, (factor, low, high)) in bars.iter().zip(expected) {
        assert_eq!(bar.factor, factor);
        near_all(&[bar.at_low.unwrap(), bar.at_high.unwrap()], &[low, high]);
    }
    assert_eq!(bars.len(), 5);
    // TV-101: potential from 4.8M down to 3.6M.
    let scheme = &bands::presets()[0];
    let ranges = [Some((100.0 * 1.5 / 4.8, 100.0 * 1.5 / 3.6)), None, None, None, None];
    let model = ScoringModel::built_in();
    let bars = tornado::input_tornado(&model, &techcorp(), &ranges, &[None; 5], scheme);
    near_all(&[bars[0].at_high.unwrap(), bars[0].at_low.unwrap()], &[43.229_166_7, 39.583_333_3]);
    // The lead of Cobalt over TechCorp vanishes as the trend gains weight.
    let lead = tornado::lead_tornado(&table(), 2, 0, tornado::WEIGHT_STEP);
    assert_eq!(lead[0].factor, 4);
    assert!(lead[0].at_low.unwrap() > 0.0 && lead[0].at_high.unwrap() < 0.0);
}

#[test]
fn tv_102_ranks_against_the_baseline() {
    let baseline: Vec<Option<f64>> =
        annex().iter().map(|row| score_of(&plain(RAW), row.map(Some)).value).collect();
    let moved = set_weight(&SHARES, &[false; 5], &[true; 5], 4, 0.0, SliderMode::Proportional);
    let now: Vec<Option<f64>> =
        annex().iter().map(|row| Some(row.iter().zip(&moved).map(|(s, w)| s * w).sum())).collect();
    let values: Vec<f64> = now.iter().map(|score| score.unwrap()).collect();
    near_all(&values, &[34.606_481_5, 36.388_888_9, 46.666_666_7, 37.777_777_8]);
    let found = ranking(&now, &baseline);
    assert_eq!(ranks(&now), [4, 3, 1, 2].map(Some));
    assert_eq!(found.rows.iter().map(|row| row.account).collect::<Vec<_>>(), [2, 3, 1, 0]);
    assert_eq!(found.mean_shift, Some(1.0));
    near(found.kendall_tau.unwrap(), 1.0 / 3.0);
}

#[test]
fn tv_103_missing_factor_gives_a_quadratic() {
    let mut rows = rows();
    rows[3][3] = None;
    let lines = [0, 3].map(|row: usize| line(&rows[row], &SHARES, &[false; 5], 0));
    near(lines[1].at(0.35, 0.6).unwrap(), 37.777_777_8);
    let [c0, c1, c2] = lines[0].difference(&lines[1]);
    near_all(&[c2, c1, c0], &[-9125.0 / 7098.0, 100_545.0 / 4732.0, -8615.0 / 2028.0]);
    let pair = vec![rows[0].clone(), rows[3].clone()];
    let zones = stability::zones(&pair, &SHARES, &[false; 5], 0, 0.6);
    assert_eq!(zones.crossings.len(), 1);
    near(zones.crossings[0].at, 0.202_405_8);
    near_zone(zones.ranking, 20.240_578_1, 100.0);
    // Where too little weight is known the account drops out, and there the zone ends: product alone is missing, so
    // known weight is 1 − w_product, and 0.6 is left at 40 %.
    let zones = stability::zones(&pair, &SHARES, &[false; 5], 3, 0.6);
    near(zones.ranking.unwrap().1, 0.4);
}

#[test]
fn tv_104_geometric_scores() {
    let mut model = plain(RAW);
    model.aggregation = Aggregation::Geometric;
    let scores: Vec<Score> = annex().iter().map(|row| score_of(&model, row.map(Some))).collect();
    let values: Vec<f64> = scores.iter().map(|score| score.value.unwrap()).collect();
    near_all(&values, &[37.928_456_1, 34.633_764_0, 30.177_195_8, 35.587_685_8]);
    // Stability on the logarithms: the line meets the score.
    let table = PointTable::new(&model, &scores, &[true; 4]).unwrap();
    let at_now = line(&table.rows[2], &table.weights, &table.locked, 1).at(0.25, 0.0).unwrap();
    near(at_now.exp(), values[2]);
}

#[test]
fn tv_105_competition_ranks() {
    let scores = [Some(42.0), Some(41.0), Some(41.0 - 1e-12), Some(39.0), None];
    assert_eq!(ranks(&scores), [Some(1), Some(2), Some(2), Some(4), None]);
    let found = ranking(&scores, &scores);
    assert_eq!(found.rows.last().unwrap().account, 4);
    assert_eq!((found.mean_shift, found.rows[1].account), (Some(0.0), 1));
    // Of six pairs five agree and the tied one counts 0.
    near(found.kendall_tau.unwrap(), 5.0 / 6.0);
    assert_eq!(ranking(&[None], &[None]).mean_shift, None);
    assert_eq!(ranking(&[Some(1.0)], &[Some(1.0)]).kendall_tau, None);
}

fn raw_weights() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(prop_oneof![3 => 0.0..100.0_f64, 1 => Just(0.0), 1 => Just(10.0)], 2..9)
        .prop_filter("some weight", |raw| raw.iter().sum::<f64>() > 1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn whole_percents_add_to_100(raw in raw_weights()) {
        let percents = whole_percents(&raw);
        prop_assert_eq!(percents.iter().sum::<u32>(), 100);
        let total: f64 = raw.iter().sum();
        for (percent, raw) in percents.iter().zip(&raw) {
            prop_assert!((f64::from(*percent) - 100.0 * raw / total).abs() < 1.0 + 1e-6);
        }
    }

    #[test]
    fn sliders_keep_the_sum_and_the_locks(
        raw in raw_weights(), locks in any::<u16>(), k in 0..9_usize, xs in proptest::collection::vec(-0.2..1.2_f64, 1..5),
    ) {
        let k = k % raw.len();
        let locked: Vec<bool> = (0..raw.len()).map(|j| j != k && locks >> j & 1 == 1).collect();
        let enabled = vec![true; raw.len()];
        let start = weights::normalised(&raw, &enabled).unwrap();
        for mode in [SliderMode::Proportional, SliderMode::PairExchange { partner: (k + 1) % raw.len() }] {
            for x in &xs {
                let moved = set_weight(&start, &locked, &enabled, k, *x, mode);
                prop_assert!((moved.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                prop_assert!(moved.iter().all(|weight| *weight >= -1e-12));
                for j in (0..raw.len()).filter(|j| locked[*j]) {
                    prop_assert_eq!(moved[j], start[j]);
                }
            }
            prop_assert_eq!(&set_weight(&start, &locked, &enabled, k, start[k], mode), &start);
        }
    }

    #[test]
    fn zones_agree_with_scanning(
        table in proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.85, 0.0..100.0_f64), 4), 2..7),
        raw in proptest::collection::vec(1.0..50.0_f64, 4), lock in 0..5_usize,
    ) {
        let shares = weights::normalised(&raw, &[true; 4]).unwrap();
        let locked: Vec<bool> = (0..4).map(|j| j == lock).collect();
        for k in (0..4).filter(|k| !locked[*k]) {
            let zones = stability::zones(&table, &shares, &locked, k, 0.6);
            let Some((low, high)) = zones.ranking else { continue };
            let now = order_at(&table, &shares, &locked, k, shares[k]);
            for step in 0..=200 {
                let x = zones.max * f64::from(step) / 200.0;
                let order = order_at(&table, &shares, &locked, k, x);
                if x > low + 1e-6 && x < high - 1e-6 {
                    prop_assert_eq!(&order, &now, "k {} x {} zone {:?}", k, x, zones.ranking);
                }
                let (low, high) = zones.leader.unwrap();
                if x > low + 1e-6 && x < high - 1e-6 {
                    prop_assert_eq!(order.first(), now.first());
                }
            }
            // Just outside, the order is another one, unless the scores only touched.
            for (end, outside) in [(low, low - 1e-4), (high, high + 1e-4)] {
                let touches_only = table.iter().flatten().any(Option::is_none);
                if end > 1e-3 && end < zones.max - 1e-3 && !touches_only {
                    prop_assert_ne!(&order_at(&table, &shares, &locked, k, outside), &now);
                }
            }
        }
    }

    #[test]
    fn kendall_agrees_with_counting_pairs(
        pairs in proptest::collection::vec((proptest::option::weighted(0.9, 0..6_i32), 0..6_i32), 0..30)
    ) {
        let now: Vec<Option<f64>> = pairs.iter().map(|pair| pair.0.map(f64::from)).collect();
        let before: Vec<Option<f64>> = pairs.iter().map(|pair| Some(f64::from(pair.1))).collect();
        let known: Vec<(i32, i32)> = pairs.iter().filter_map(|pair| Some((pair.0?, pair.1))).collect();
        let mut sum = 0;
        for (i, a) in known.iter().enumerate() {
            for b in &known[i + 1..] {
                sum += (a.0 - b.0).signum() * (a.1 - b.1).signum();
            }
        }
        let m = known.len();
        // Ranks over all accounts would differ from ranks over the known ones only in their gaps, never in order.
        let expected = (m >= 2).then(|| f64::from(sum) / (m * (m - 1) / 2) as f64);
        prop_assert_eq!(ranking(&now, &before).kendall_tau, expected);
    }

    #[test]
    fn scores_stay_in_their_possible_range(
        inputs in proptest::array::uniform5(proptest::option::weighted(0.7, -50.0..250.0_f64)), geometric in any::<bool>(),
    ) {
        let mut model = plain(RAW);
        model.min_weight_coverage = 0.0;
        if geometric { model.aggregation = Aggregation::Geometric; }
        let outcome = score_of(&model, inputs);
        if let Some(value) = outcome.value {
            prop_assert!((0.0..=100.0).contains(&value));
            prop_assert!(value >= outcome.low.unwrap() - 1e-9 && value <= outcome.high.unwrap() + 1e-9);
        }
    }
}

/// Rows with a score at weight `x`, best first, by scoring each of them anew.
fn order_at(table: &[Vec<Option<f64>>], shares: &[f64], locked: &[bool], k: usize, x: f64) -> Vec<usize> {
    let moved = set_weight(shares, locked, &[true; 4], k, x, SliderMode::Proportional);
    let score = |row: &Vec<Option<f64>>| {
        let known: f64 = row.iter().zip(&moved).filter(|(s, _)| s.is_some()).map(|(_, w)| w).sum();
        let sum: f64 = row.iter().zip(&moved).filter_map(|(s, w)| Some(w * (*s)?)).sum();
        (known >= 0.6 - 1e-9).then(|| sum / known)
    };
    let scores: Vec<Option<f64>> = table.iter().map(score).collect();
    let mut order: Vec<usize> = (0..table.len()).filter(|row| scores[*row].is_some()).collect();
    order.sort_by(|a, b| scores[*b].unwrap().total_cmp(&scores[*a].unwrap()).then(a.cmp(b)));
    order
}
