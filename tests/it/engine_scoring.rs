//! Scoring, bands, weights, ranks and stability: the vectors TV-32…53 and TV-89…105, and properties.

use inroads::{
    domain::{Aggregation, Amount, Curve, MissingPolicy, Period, ScoringModel, Target, Workspace},
    engine::{
        compare::round_to,
        scoring::{
            self, Score, SliderMode, bands,
            curve::{input_for, points},
            explain_score, insight,
            lines::{PointTable, line},
            presets,
            ranks::{ranking, ranks},
            score, set_weight, stability, target_for, tornado, weights, whole_percents,
        },
    },
};
use proptest::prelude::*;

const RAW: [f64; 5] = [35.0, 25.0, 20.0, 10.0, 10.0];
const SHARES: [f64; 5] = [0.35, 0.25, 0.20, 0.10, 0.10];

/// Points of the data set of Annex A.2.
fn annex() -> [[f64; 5]; 4] {
    [
        [100.0 * 1.5 / 4.2, 100.0 * 3.0 / 9.0, 26.5625, 50.0, 100.0],
        [55.0, 20.0, 30.0, 25.0, 50.0],
        [30.0, 60.0, 45.0, 75.0, 0.0],
        [20.0, 40.0, 60.0, 50.0, 50.0],
    ]
}

fn rows() -> Vec<Vec<Option<f64>>> {
    annex().iter().map(|row| row.iter().copied().map(Some).collect()).collect()
}

/// The default model with linear curves throughout, so that inputs are points.
fn plain(raw: [f64; 5]) -> ScoringModel {
    let mut model = ScoringModel::built_in();
    for (factor, raw) in model.factors.iter_mut().zip(raw) {
        factor.weight_raw = Amount::new(raw).unwrap();
        factor.curve = Curve::Linear { lo: 0.0, hi: 100.0 };
    }
    model
}

fn score_of(model: &ScoringModel, inputs: [Option<f64>; 5]) -> Score {
    score(model, &inputs, &[None; 5], bands::scheme(&Workspace::default(), "a_score").unwrap())
}

fn techcorp() -> [Option<f64>; 5] {
    [Some(100.0 * 1.5 / 4.2), Some(100.0 * 3.0 / 9.0), Some(26.5625), Some(50.0), Some(8.0)]
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "found {found}, expected {expected}");
}

#[track_caller]
fn near_all(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(found, expected)| near(*found, *expected));
}

#[track_caller]
fn near_zone(found: Option<(f64, f64)>, low: f64, high: f64) {
    let (found_low, found_high) = found.unwrap();
    near_all(&[100.0 * found_low, 100.0 * found_high], &[low, high]);
}

#[test]
fn tv_32_to_35_default_model() {
    let model = ScoringModel::built_in();
    let outcome = score_of(&model, techcorp());
    let contributions: Vec<f64> = outcome.factors.iter().map(|factor| factor.contribution.unwrap()).collect();
    near_all(&contributions, &[12.5, 25.0 / 3.0, 5.3125, 5.0, 10.0]);
    assert_eq!(outcome.value, Some(41.145_833_333_333_336));
    assert_eq!((outcome.low, outcome.high), (outcome.value, outcome.value));
    assert_eq!((outcome.weight_coverage, outcome.band), (1.0, Some(1)));
    // TV-33: whole percents, then contributions rounded as the source prints them.
    let rounded = score_of(&model, [36.0, 33.0, 27.0, 50.0, 8.0].map(Some));
    near(rounded.value.unwrap(), 41.25);
    let printed: f64 = rounded.factors.iter().map(|factor| round_to(factor.contribution.unwrap(), 1)).sum();
    near(printed, 41.3);
    // TV-34.
    assert_eq!((round_to(41.25, 1), round_to(41.145_833_3, 1)), (41.3, 41.1));
    // TV-35.
    let trend = |pp: f64| {
        let mut inputs = techcorp();
        inputs[4] = Some(pp);
        score_of(&model, inputs).value.unwrap()
    };
    near(trend(0.2), 36.145_833_3);
    near(trend(-3.0), 31.145_833_3);
    assert_eq!((trend(0.5), trend(-0.5)), (trend(8.0), trend(-3.0)));
}

#[test]
fn tv_36_and_37_scaled_and_geometric() {
    let mut model = ScoringModel::built_in();
    model.factors[4].curve = Curve::Scaled { span: 10.0 };
    near(score_of(&model, techcorp()).value.unwrap(), 40.145_833_3);
    let mut inputs = techcorp();
    inputs[4] = Some(5.952_381);
    let outcome = score_of(&model, inputs);
    near(outcome.factors[4].points.unwrap(), 79.761_905);
    near(outcome.value.unwrap(), 39.122_023_8);
    let geometric = ScoringModel { aggregation: Aggregation::Geometric, ..ScoringModel::built_in() };
    let outcome = score_of(&geometric, techcorp());
    near(outcome.value.unwrap(), 37.928_456_1);
    let sum: f64 = outcome.factors.iter().map(|factor| factor.contribution.unwrap()).sum();
    near(sum.exp(), 37.928_456_1);
}

#[test]
fn tv_38_to_41_missing_factors() {
    let mut model = ScoringModel::built_in();
    let mut inputs = techcorp();
    inputs[3] = None;
    let outcome = score_of(&model, inputs);
    near(outcome.value.unwrap(), 40.162_037_0);
    near_all(&[outcome.low.unwrap(), outcome.high.unwrap()], &[36.145_833_3, 46.145_833_3]);
    assert_eq!(outcome.factors[3].contribution, None);
    near(outcome.factors[0].in_force.unwrap(), 0.35 / 0.9);
    model.missing_policy = MissingPolicy::Zero;
    let outcome = score_of(&model, inputs);
    near(outcome.value.unwrap(), 36.145_833_3);
    assert_eq!(outcome.factors[3].contribution, Some(0.0));
    model.missing_policy = MissingPolicy::Neutral;
    assert_eq!(score_of(&model, inputs).factors[3].contribution, Some(5.0));
    model.missing_policy = MissingPolicy::Unknown;
    assert_eq!(score_of(&model, inputs).value, None);
    // TV-39.
    model.missing_policy = MissingPolicy::Reweight;
    let mut inputs = techcorp();
    inputs[4] = None;
    let outcome = score_of(&model, inputs);
    near(outcome.value.unwrap(), 7475.0 / 216.0);
    near_all(&[outcome.low.unwrap(), outcome.high.unwrap()], &[31.145_833_3, 41.145_833_3]);
    model.factors[4].required = true;
    assert_eq!(score_of(&model, inputs).value, None);
    model.factors[4].required = false;
    // TV-40.
    let few = [None, Some(100.0 / 3.0), None, Some(50.0), None];
    let outcome = score_of(&model, few);
    assert_eq!(outcome.value, None);
    assert!(outcome.reason.is_some());
    near(outcome.weight_coverage, 0.35);
    model.min_weight_coverage = 0.35;
    near(score_of(&model, few).value.unwrap(), 38.095_238_1);
    // TV-41.
    let outcome = score_of(&plain([0.0; 5]), techcorp());
    assert_eq!((outcome.value, outcome.reason), (None, Some("all weights are zero")));
}

#[test]
fn weightless_and_wholly_missing_factors() {
    // Ruling B26: every enabled factor counts, also one without weight; nothing known is 0, 50 or unknown.
    let mut model = plain([50.0, 50.0, 0.0, 0.0, 0.0]);
    let inputs = [Some(40.0), Some(60.0), None, None, None];
    assert_eq!(score_of(&model, inputs).value, Some(50.0));
    model.missing_policy = MissingPolicy::Unknown;
    assert_eq!(score_of(&model, inputs).value, None);
    model.factors[2].enabled = false;
    model.factors[3].enabled = false;
    model.factors[4].enabled = false;
    assert_eq!(score_of(&model, inputs).value, Some(50.0));
    for (policy, expected) in [
        (MissingPolicy::Zero, Some(0.0)),
        (MissingPolicy::Neutral, Some(50.0)),
        (MissingPolicy::Reweight, None),
        (MissingPolicy::Unknown, None),
    ] {
        model.missing_policy = policy;
        assert_eq!(score_of(&model, [None; 5]).value, expected, "{policy}");
    }
    // Ruling B25: the range of a geometric mean.
    let mut model = plain([50.0, 50.0, 0.0, 0.0, 0.0]);
    model.aggregation = Aggregation::Geometric;
    model.min_weight_coverage = 0.0;
    let outcome = score_of(&model, [Some(25.0), None, Some(1.0), Some(1.0), Some(1.0)]);
    near_all(&[outcome.low.unwrap(), outcome.high.unwrap()], &[5.0, 50.0]);
}

#[test]
fn tv_42_what_would_it_take() {
    let model = ScoringModel::built_in();
    let scheme = bands::scheme(&Workspace::default(), "a_score").unwrap().clone();
    let outcome = score_of(&model, techcorp());
    assert_eq!(bands::next_edge(&scheme, outcome.value.unwrap()), Some((50.0, false)));
    let reach = insight::reach(&model, &outcome, &[None; 5], 50.0);
    let inputs: Vec<f64> = reach[..3].iter().map(|reach| reach.input.unwrap()).collect();
    near_all(&inputs, &[25.297_619_0, 35.416_666_7, 44.270_833_3]);
    near(insight::amount(inputs[0], 4_200_000.0, false), 1_062_500.0);
    near(insight::amount(inputs[1], 9.0, false), 3.1875);
    assert_eq!(insight::amount(inputs[1], 9.0, true), 4.0);
    assert_eq!(insight::amount(inputs[2], 3200.0, true), 1417.0);
    near(reach[3].points, 88.541_666_7);
    assert!(!reach[3].reachable && !reach[4].reachable && reach[3].input.is_none());
    assert_eq!(bands::band(&scheme, 50.0), 1);
    let mut inputs = techcorp();
    inputs[2] = Some(100.0 * (850.0 + 1417.0) / 3200.0);
    let outcome = score_of(&model, inputs);
    near(outcome.value.unwrap(), 50.002_083_3);
    assert_eq!(outcome.band, Some(2));
}

#[test]
fn tv_43_and_44_why_the_score_moved() {
    let mut model = plain(RAW);
    let before =
        score_of(&model, [29.761_904_761_904_763, 22.222_222_222_222_22, 21.5625, 25.0, 50.0].map(Some));
    near(before.value.unwrap(), 27.784_722_2);
    let now = annex()[0].map(Some);
    let effects = insight::moved(&before, &score_of(&model, now), Aggregation::Arithmetic).unwrap();
    let data: Vec<f64> = effects.iter().map(|effect| effect.data).collect();
    near_all(&data, &[2.083_333_3, 2.777_777_8, 1.0, 2.5, 5.0]);
    near(data.iter().sum(), 13.361_111_1);
    // TV-44.
    let moved = set_weight(&SHARES, &[false; 5], &[true; 5], 0, 0.5, SliderMode::Proportional);
    for (factor, weight) in model.factors.iter_mut().zip(moved) {
        factor.weight_raw = Amount::new(weight).unwrap();
    }
    let effects = insight::moved(&before, &score_of(&model, now), Aggregation::Arithmetic).unwrap();
    near(effects.iter().map(|effect| effect.data).sum(), 12.506_257_6);
    near(effects.iter().map(|effect| effect.weight).sum(), -0.398_580_6);
    near(effects.iter().map(|effect| effect.data + effect.weight).sum(), 12.107_677_0);
    // A factor that appears, and geometric aggregation: still exact.
    for aggregation in [Aggregation::Arithmetic, Aggregation::Geometric] {
        model.aggregation = aggregation;
        let mut partly = now;
        partly[1] = None;
        let (before, after) = (score_of(&model, partly), score_of(&model, annex()[2].map(Some)));
        let effects = insight::moved(&before, &after, aggregation).unwrap();
        let total: f64 = effects.iter().map(|effect| effect.data + effect.weight).sum();
        near(total, after.value.unwrap() - before.value.unwrap());
    }
}

#[test]
fn tv_45_and_46_curves_and_exchange_rates() {
    let x = Some(100.0 * 1.5 / 4.2);
    let piecewise = Curve::Piecewise { points: vec![(0.0, 0.0), (30.0, 40.0), (70.0, 90.0), (100.0, 100.0)] };
    near(points(&piecewise, x, None).unwrap(), 47.142_857_1);
    near(points(&Curve::Linear { lo: 0.0, hi: 80.0 }, x, None).unwrap(), 44.642_857_1);
    near(points(&Curve::TargetRelative, x, Some(75.0)).unwrap(), 47.619_047_6);
    assert_eq!(points(&Curve::TargetRelative, x, None), None);
    assert_eq!(points(&Curve::TargetRelative, x, Some(0.0)), None);
    assert_eq!(points(&piecewise, None, None), None);
    let shares = weights::normalised(&RAW, &[true; 5]).unwrap();
    assert_eq!(weights::exchange_rate(&shares, 0, 1), Some(1.4));
    assert_eq!(
        weights::exchange_text("Revenue penetration", "Division penetration", 1.4),
        "1 point of revenue penetration buys 1.4 points of division penetration"
    );
}

#[test]
fn other_curves_clamp_and_tolerate() {
    let step = Curve::Step { points: vec![(10.0, 20.0), (30.0, 60.0)], floor: 5.0 };
    let at = |curve: &Curve, x: f64| points(curve, Some(x), None).unwrap();
    assert_eq!([9.0, 10.0, 10.0 - 1e-12, 29.0, 99.0].map(|x| at(&step, x)), [5.0, 20.0, 20.0, 20.0, 60.0]);
    let inverse = Curve::InverseLinear { lo: 0.0, hi: 100.0 };
    assert_eq!([-5.0, 25.0, 130.0].map(|x| at(&inverse, x)), [100.0, 75.0, 0.0]);
    let retention = &optional("nrr");
    assert_eq!([70.0, 90.0, 110.0, 140.0].map(|x| at(retention, x)), [0.0, 25.0, 75.0, 100.0]);
    // The way back: a value that earns the points that were asked for.
    for curve in [step, inverse, retention.clone(), Curve::Scaled { span: 10.0 }] {
        for wanted in [10.0, 37.5, 60.0] {
            let from = if matches!(curve, Curve::InverseLinear { .. }) { 100.0 } else { -20.0 };
            let x = input_for(&curve, wanted, from, None).unwrap();
            assert!(at(&curve, x) >= wanted - 1e-9, "{curve:?} {wanted} {x}");
        }
    }
    assert_eq!(input_for(&Curve::Step { points: vec![(0.0, 50.0)], floor: 0.0 }, 60.0, 1.0, None), None);
}

fn optional(key: &str) -> Curve {
    let factors = presets::optional_factors();
    factors.into_iter().find(|factor| factor.key.as_str() == key).unwrap().curve
}

#[test]
fn tv_47_to_53_bands() {
    let workspace = Workspace::default();
    let key = |scheme: &str, value: f64| {
        let scheme = scoring::scheme(&workspace, scheme).unwrap();
        scheme.bands[bands::band(scheme, value)].key.clone()
    };
    let cases: [(&str, &[(f64, &str)]); 6] = [
        (
            "a_score",
            &[
                (25.0, "low"),
                (25.5, "moderate"),
                (41.1458, "moderate"),
                (50.0, "moderate"),
                (50.5, "strong"),
                (75.0, "strong"),
                (75.5, "maximum"),
                (0.0, "low"),
                (100.0, "maximum"),
            ],
        ),
        (
            "a_segment",
            &[
                (29.9999, "beachhead"),
                (30.0, "growing"),
                (70.0, "growing"),
                (70.0001, "mature"),
                (69.999_999_999_9, "growing"),
            ],
        ),
        (
            "d_bands",
            &[
                (14.99, "beachhead"),
                (15.0, "developing"),
                (39.99, "developing"),
                (40.0, "established"),
                (70.0, "established"),
                (70.01, "saturated"),
                (18.0, "developing"),
            ],
        ),
        (
            "e_degree",
            &[
                (45.0, "low"),
                (49.9, "low"),
                (50.0, "moderate"),
                (69.5, "moderate"),
                (70.0, "healthy"),
                (75.0, "healthy"),
                (85.0, "healthy"),
                (85.1, "above_range"),
                (69.999_999_999_9, "healthy"),
            ],
        ),
        ("nrr", &[(100.0, "retaining"), (120.0, "retaining"), (120.01, "compounding"), (99.9, "shrinking")]),
        ("b_utilisation", &[(59.9, "at_risk"), (60.0, "acceptable")]),
    ];
    for (scheme, values) in cases {
        for (value, expected) in values {
            assert_eq!(key(scheme, *value), *expected, "{scheme} {value}");
        }
    }
    // TV-51: four answers to four questions.
    let revenue = 100.0 * 1.5 / 4.2;
    assert_eq!(key("a_segment", revenue), "growing");
    assert_eq!(key("d_bands", revenue), "developing");
    assert_eq!(key("e_degree", 50.0), "moderate");
    assert_eq!(key("a_score", 41.145_833_3), "moderate");
    assert_eq!(bands::presets().len(), 8);
    let moderate = &scoring::scheme(&workspace, "a_score").unwrap().bands[1];
    assert_eq!((bands::name(moderate), bands::advice(moderate)), ("Moderate", Some("active expansion")));
}

#[test]
fn own_schemes_come_before_shipped_ones() {
    let mut own = bands::presets()[0].clone();
    own.name = "Ours".to_owned();
    let workspace = Workspace { band_schemes: vec![own].into(), ..Workspace::default() };
    assert_eq!(scoring::scheme(&workspace, "a_score").unwrap().name, "Ours");
    assert!(scoring::scheme(&workspace, "nowhere").is_none());
    let mut model = ScoringModel::built_in();
    model.band_scheme = "nowhere".into();
    assert_eq!(scoring::scheme_for(&workspace, &model).key.as_str(), "a_score");
}

#[test]
fn targets_by_due_period() {
    let target = |metric: &str, value: f64, due: i32| Target {
        metric: metric.into(),
        value: Amount::new(value).unwrap(),
        due_period: Period(due),
    };
    let targets = [target("a", 10.0, 3), target("a", 20.0, 9), target("a", 30.0, 6), target("b", 40.0, 6)];
    let at = |period: i32| target_for(&targets, &"a".into(), Period(period));
    assert_eq!([2, 3, 4, 7, 10].map(at), [Some(10.0), Some(10.0), Some(30.0), Some(20.0), Some(20.0)]);
    assert_eq!(target_for(&targets, &"c".into(), Period(1)), None);
}

#[test]
fn shipped_models_and_factors() {
    let models = presets::models();
    let keys: Vec<&str> = models.iter().map(|model| model.key.as_str()).collect();
    assert_eq!(keys, ["default", "b_dimensions", "d_axes"]);
    for model in &models {
        assert_eq!(model.factors.iter().map(|factor| factor.weight_raw.get()).sum::<f64>(), 100.0);
    }
    let workspace = Workspace::default();
    assert!(presets::find_model(&workspace, &"d_axes".into()).is_some());
    assert!(presets::find_model(&workspace, &"nowhere".into()).is_none());
    assert!(
        presets::optional_factors().iter().all(|factor| !factor.enabled && factor.weight_raw.get() == 0.0)
    );
}

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

#[test]
fn a_score_opens_down_to_its_metrics() {
    let model = ScoringModel::built_in();
    let mut inputs = techcorp();
    inputs[4] = None;
    let outcome = score_of(&model, inputs);
    let tree = explain_score::explain(&model, &bands::presets()[0], &outcome, Vec::new());
    assert_eq!(
        (tree.value, tree.name.as_str(), tree.inputs.len()),
        (outcome.value, "Health score – Moderate", 5)
    );
    assert!(tree.flags.reweighted && tree.formula.contains("90.0 % of the whole"));
    assert!(tree.inputs[0].formula.starts_with("38.9 % × 35.7 points"), "{}", tree.inputs[0].formula);
    assert_eq!(tree.inputs[4].reason.as_deref(), Some("the metric has no value"));
    assert_eq!(tree.source, "A");
    near((0..4).map(|k| explain_score::share_of_score(&outcome, k).unwrap()).sum(), 1.0);
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
        (known > 1e-9 && known >= 0.6 - 1e-9).then(|| sum / known)
    };
    let scores: Vec<Option<f64>> = table.iter().map(score).collect();
    let mut order: Vec<usize> = (0..table.len()).filter(|row| scores[*row].is_some()).collect();
    order.sort_by(|a, b| scores[*b].unwrap().total_cmp(&scores[*a].unwrap()).then(a.cmp(b)));
    order
}
