//! Series, slopes, tests for a trend and forecasts against the test vectors.

use std::sync::Arc;

use inroads::{
    domain::{Period, Status, Tree, UnitKind},
    engine::{
        explain::{explain_forecast, explain_slope},
        metrics::{MetricValue, Trend},
        trend::{
            MAX_STEPS, Verdict, analyse, change, forecast, last_run, mann_kendall, rebased, restated, since,
            stretches, theil_sen, verdict,
        },
    },
};

use super::{
    engine_explain::check,
    support::{
        build::{Fields, Grow, NOW, account, close, measured, rec, unit, workspace},
        techcorp::{Q3, Q4, techcorp},
    },
};

const PHI: f64 = 0.9;

#[test]
fn slopes_and_forecasts_open_down_to_the_fields_of_each_period() {
    let rates = [Some(20.0), Some(24.0), Some(27.0), None, Some(31.0), Some(36.0), Some(40.0)];
    let records = rates.iter().enumerate().filter_map(|(at, rate)| {
        Some((NOW.plus(at as i32 - 6), rec().status(Status::Active).arr((*rate)?).potential(100.0)))
    });
    let account = account().with(unit("d", "", UnitKind::Division), records.collect());
    let found = measured(account);
    let slope = explain_slope(&found.inputs(), "revenue_penetration", &rates);
    assert_eq!(slope.value, theil_sen(&rates).map(|slope| slope.per_period));
    assert_eq!((slope.inputs.len(), slope.fields()), (6, 12));
    check(&slope);
    let opened = |ahead| explain_forecast(&found.inputs(), "revenue_penetration", &rates, PHI, ahead);
    let first = opened(1);
    assert_eq!(first.value, forecast(&rates, PHI).map(|found| found.steps[0].value));
    assert_eq!(first.name, "Forecast, Revenue penetration, 2026-Q1");
    let periods: Vec<&str> = first.inputs.iter().map(|point| &point.name[point.name.len() - 7..]).collect();
    assert_eq!(periods, ["2025-Q2", "2025-Q3", "2025-Q4"], "the run after the gap");
    check(&first);
    assert_eq!(opened(7).reason.as_deref(), Some("the forecast does not reach that far"));
    let short = explain_forecast(&found.inputs(), "revenue_penetration", &rates[5..], PHI, 1);
    assert_eq!((short.value, short.inputs.len()), (None, 2));
}

fn series(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Slope, intercept, S, p and verdict of a series.
#[track_caller]
fn robust(values: &[f64], slope: f64, intercept: f64, s: i64, p: f64, expected: Verdict) {
    let values = series(values);
    let found = theil_sen(&values);
    close(found.map(|found| found.per_period), slope);
    close(found.map(|found| found.intercept), intercept);
    let test = mann_kendall(&values);
    assert_eq!(test.map(|test| test.s), Some(s));
    close(test.map(|test| test.p), p);
    assert_eq!(verdict(test.as_ref()), expected);
}

#[test]
fn tv_68_to_71_slopes_and_tests() {
    robust(&[15.0, 22.0, 31.0, 36.0], 7.0, 15.0, 6, 1.0 / 12.0, Verdict::Rising);
    robust(&[60.0, 50.0, 40.0], -10.0, 60.0, -3, 1.0 / 3.0, Verdict::TooFewPeriods);
    robust(&[20.0, 24.0, 27.0, 31.0, 36.0], 4.0, 20.0, 10, 1.0 / 60.0, Verdict::Rising);
    robust(&[30.0, 28.0, 29.0, 25.0, 24.0, 20.0], -2.0, 30.5, -13, 1.0 / 60.0, Verdict::Falling);
}

#[test]
fn below_three_points_nothing_is_tested() {
    for values in [&[][..], &[1.0][..], &[1.0, 2.0][..]] {
        let found = analyse(&series(values), PHI);
        assert_eq!((found.slope, found.test, found.forecast), (None, None, None));
        assert_eq!(found.verdict, Verdict::TooFewPeriods);
    }
}

#[test]
fn slopes_count_time_across_gaps() {
    // A point a year later moves the slope by its real distance.
    let values = [None, Some(10.0), Some(11.0), None, None, Some(14.0), None];
    let found = theil_sen(&values).unwrap();
    assert_eq!((found.per_period, found.intercept), (1.0, 10.0));
    assert_eq!(mann_kendall(&values).unwrap().s, 3);
}

#[test]
fn ties_and_long_series_take_the_normal_approximation() {
    // Var = (5·4·15 − 2·1·9)/18 = 15.666…; z = 8/√Var.
    let tied = mann_kendall(&series(&[1.0, 2.0, 2.0, 3.0, 4.0])).unwrap();
    assert_eq!(tied.s, 9);
    close(Some(tied.p), 0.043_262_7);
    // Eleven points in order: Var = 11·10·27/18 = 165; z = 54/√165.
    let long: Vec<f64> = (0..11).map(f64::from).collect();
    let long = mann_kendall(&series(&long)).unwrap();
    assert_eq!(long.s, 55);
    close(Some(long.p), 0.000_026_2);
    // Rounding noise is a tie, not a rise.
    let noisy = mann_kendall(&series(&[0.3, 0.1 + 0.2, 0.3])).unwrap();
    assert_eq!((noisy.s, noisy.p), (0, 1.0));
}

#[test]
fn tv_72_damped_forecast() {
    let found = forecast(&series(&[20.0, 24.0, 27.0, 31.0, 36.0]), PHI).unwrap();
    close(Some(found.level), 34.645_660_575);
    close(Some(found.trend), 3.198_167_977_5);
    close(found.variance, 2.835_986_1);
    close(Some(found.limit()), 63.429_172_4);
    let expected = [
        (37.524_011_8, 3.300_715_7),
        (40.114_527_8, 3.909_955_2),
        (42.445_992_3, 4.639_258_1),
        (44.544_310_3, 5.448_894_3),
    ];
    for (step, (value, half)) in found.steps.iter().zip(expected) {
        let (low, high) = step.band.unwrap();
        close(Some(step.value), value);
        close(Some(high - step.value), half);
        close(Some(step.value - low), half);
    }
    assert_eq!((found.after, found.points, found.steps.len()), (4, 5, MAX_STEPS));
}

#[test]
fn tv_73_a_falling_forecast() {
    let found = forecast(&series(&[60.0, 50.0, 40.0]), PHI).unwrap();
    let expected = [33.415_225_0, 26.469_677_5, 20.218_684_8, 14.592_791_3];
    for (step, value) in found.steps.iter().zip(expected) {
        close(Some(step.value), value);
    }
    // Twice the points, two errors, so there is a band.
    assert_eq!(found.steps.len(), 6);
    assert!(found.steps.iter().all(|step| step.band.is_some()));
    assert_eq!((found.shown(-3.0), found.shown(120.0)), (0.0, 100.0));
}

#[test]
fn a_forecast_stands_on_the_run_that_ends_at_the_last_point() {
    let values = [Some(90.0), None, Some(20.0), Some(24.0), Some(27.0), None];
    assert_eq!(last_run(&values), 2..5);
    let found = forecast(&values, PHI).unwrap();
    assert_eq!((found.after, found.points), (4, 3));
    assert_eq!(found.steps, forecast(&series(&[20.0, 24.0, 27.0]), PHI).unwrap().steps);
    assert_eq!(forecast(&[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)], PHI), None);
    assert_eq!(last_run(&[None, None]), 0..0);
    // Out of its range, the damping is brought into it.
    assert_eq!(forecast(&series(&[1.0, 2.0, 3.0]), 7.0).unwrap().phi, 0.98);
}

#[test]
fn tv_74_a_gap_is_named_and_never_bridged() {
    let values = [Some(25.0), None, Some(50.0)];
    assert_eq!(change(&values, 2), None);
    let found = since(&values, 2).unwrap();
    assert_eq!((found.at, found.periods, found.pp), (0, 2, 25.0));
    assert_eq!(since(&series(&[1.0, 2.0]), 1), None);
    assert_eq!((since(&values, 1), since(&[None, None, Some(1.0)], 2), since(&[], 0)), (None, None, None));
    let lines = stretches(values);
    assert_eq!(lines, [vec![(0, 25.0)], vec![(2, 50.0)]]);
}

#[test]
fn tv_119_points_are_not_percent() {
    let found = change(&series(&[45.0, 75.0]), 1).unwrap();
    close(Some(found.pp), 30.0);
    close(found.relative, 66.666_666_7);
    assert_eq!(found.direction, Trend::Up);
    assert_eq!(change(&series(&[0.0, 5.0]), 1).unwrap().relative, None);
}

#[test]
fn tv_29_a_moved_ceiling_is_marked_with_its_effects() {
    let rate = |num, den| MetricValue::rate(num, den, "none");
    let unknown = MetricValue::unknown("nothing is recorded in this period");
    let marks = rebased(&[rate(1.5e6, 4.2e6), unknown, rate(1.5e6, 4.8e6), rate(1.8e6, 4.8e6)]);
    let [mark] = marks[..] else { panic!("one denominator changed: {marks:?}") };
    assert_eq!((mark.at, mark.since, mark.from, mark.to), (2, 0, 4.2e6, 4.8e6));
    close(Some(mark.denominator_effect), -4.464_285_7);
    close(Some(mark.numerator_effect), 0.0);
}

#[test]
fn history_can_be_restated_with_todays_potential() {
    let sample = techcorp();
    let owner = &sample.accounts[0];
    let tree = Tree::new(&owner.units).unwrap();
    let periods: Vec<Period> = (Q3.0 - 1..=Q4.0).map(Period).collect();
    // The sample's potential never moved, so nothing changes.
    let found = restated(&sample, owner, &tree, &periods, Q4);
    assert_eq!(found[0].reason, Some("nothing is recorded in this period"));
    close(found[1].value, 29.761_904_8);
    close(found[2].value, 35.714_285_7);
    // Here it doubled; the past stands on the new one, and a unit that is gone has none.
    let gone = { inroads::domain::OrgUnit { valid_to: Some(Q3), ..unit("old", "", UnitKind::Division) } };
    let active = |arr: f64, potential: f64| rec().status(Status::Active).arr(arr).potential(potential);
    let account = account()
        .division("d", active(30.0, 200.0))
        .record("d", Q3, active(20.0, 100.0))
        .with(gone, vec![(Q3, active(50.0, 50.0))]);
    let workspace = workspace([account]);
    let owner = Arc::clone(&workspace.accounts[0]);
    let tree = Tree::new(&owner.units).unwrap();
    let found = restated(&workspace, &owner, &tree, &[Q3, NOW], NOW);
    assert_eq!(found.iter().map(|value| value.value).collect::<Vec<_>>(), [Some(10.0), Some(15.0)]);
    assert_eq!(owner, workspace.accounts[0], "what was recorded stays");
}
