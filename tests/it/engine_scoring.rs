//! Scores, curves, missing data, bands and explanations: the vectors TV-32 to TV-53.

use inroads::{
    domain::{Aggregation, Amount, Curve, MissingPolicy, Period, ScoringModel, Target, Workspace},
    engine::{
        compare::round_to,
        scoring::{
            self, SliderMode, bands,
            curve::{input_for, points},
            explain_move, explain_score, insight, presets, set_weight, target_for, weights,
        },
    },
};

use super::support::build::NOW;
use super::support::scoring::{RAW, SHARES, annex, near, near_all, plain, score_of, techcorp};

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
    let tree =
        explain_move::explain([&model, &model], (&before, &score_of(&model, now)), &[vec![], vec![]], NOW)
            .unwrap();
    near(tree.value.unwrap(), 13.361_111_1);
    assert_eq!(tree.inputs.len(), 5);
    assert_eq!((tree.inputs[0].name.as_str(), tree.inputs[0].value), ("Revenue", Some(data[0])));
    let parts: Vec<(&str, f64)> = tree.inputs[0].inputs[0]
        .inputs
        .iter()
        .map(|part| (part.name.as_str(), part.value.unwrap()))
        .collect();
    assert_eq!((parts[0].0, parts[3]), ("Points before", ("Weight after", 35.0)));
    near(parts[0].1, 29.761_904_8);
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
