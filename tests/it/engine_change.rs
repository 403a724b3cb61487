//! Changes, concentration and portfolio against the test vectors, and the totals of the sample customer.

use inroads::{
    domain::{Account, Axis, Period, Status, Tier, validate},
    engine::{
        compare::round_to,
        metrics::{DEADBAND, PortfolioInput, Trend, portfolio},
    },
};

use super::support::{
    build::{
        Fields, Furnish, Grow, Measured, NOW, account, close, measure, measured, rec, revenue, workspace,
    },
    techcorp::{Q3, Q4, techcorp},
};

#[test]
fn tv_34_rounding() {
    assert_eq!(round_to(41.25, 1), 41.3);
    assert_eq!(round_to(41.145_833_3, 1), 41.1);
}

#[test]
fn tv_59_concentration() {
    let found = measured(shares(&[800.0, 450.0, 250.0]));
    close(found.value("top_unit_share"), 53.333_333_3);
    close(found.value("revenue_hhi"), 4_022.222_222_2);
    close(found.value("effective_units"), 2.486_187_8);
    close(found.value("normalised_hhi"), 0.103_333_3);
}

#[test]
fn tv_60_concentration_of_even_and_single_units() {
    close(measured(shares(&[1.0, 1.0, 1.0])).value("revenue_hhi"), 3_333.333_333_3);
    let single = measured(shares(&[5.0]));
    close(single.value("revenue_hhi"), 10_000.0);
    assert_eq!(single.metrics.get("normalised_hhi").reason, Some("only one unit has revenue"));
    close(measured(shares(&[1.0; 5])).value("revenue_hhi"), 2_000.0);
    close(measured(shares(&[90.0, 10.0])).value("revenue_hhi"), 8_200.0);
    close(measured(shares(&[7.0, 7.0])).value("revenue_hhi"), 5_000.0);
}

fn shares(arr: &[f64]) -> Account {
    arr.iter().enumerate().fold(account(), |account, (index, arr)| {
        account.division(&format!("d{index}"), rec().status(Status::Active).arr(*arr))
    })
}

#[test]
fn tv_66_trends_of_the_sample() {
    let sample = techcorp();
    for (axis, pp, relative, printed, trend) in [
        (Axis::Revenue, 5.952_381_0, 20.0, 6.0, Trend::Up),
        (Axis::Users, 5.0, 23.188_405_8, 5.0, Trend::Up),
        (Axis::Products, 25.0, 100.0, 25.0, Trend::Up),
        (Axis::Divisions, 11.111_111_1, 50.0, 11.0, Trend::Up),
        (Axis::Geography, 0.0, 0.0, 0.0, Trend::Flat),
    ] {
        let found = measure(&sample.clone().headline(axis));
        close(found.value("qoq_pp"), pp);
        close(found.value("qoq_relative"), relative);
        assert_eq!(round_to(found.value("qoq_pp").unwrap(), 0), printed);
        assert_eq!(Trend::of(found.value("qoq_pp").unwrap(), DEADBAND), trend);
    }
    assert_eq!(
        measure(&sample).metrics.get("yoy_pp").reason,
        Some("the headline has no value a year earlier")
    );
}

#[test]
fn tv_67_deadband() {
    assert_eq!(Trend::of(0.49, DEADBAND), Trend::Flat);
    assert_eq!(Trend::of(0.5, DEADBAND), Trend::Up);
    assert_eq!(Trend::of(-0.5, DEADBAND), Trend::Down);
}

#[test]
fn tv_74_no_bridge_over_a_missing_period() {
    let two_before = rec().status(Status::Active).arr(1.0).potential(4.0);
    let found = measured(revenue(2.0, 4.0).record("d", Period::quarter(2025, 2), two_before));
    assert_eq!(found.value("qoq_pp"), None);
    assert_eq!(found.metrics.get("qoq_pp").reason, Some("the headline has no value in the period before"));
}

#[test]
fn tv_117_portfolio() {
    let accounts = [(1.5e6, 4.2e6), (4e4, 2e5), (1.8e4, 1e5), (3e5, 2e6)];
    let mut list = accounts.map(|(arr, potential)| revenue(arr, potential));
    list[2].tier = Some(Tier::Strategic);
    let workspace = workspace(list);
    let measured: Vec<Measured> = (0..4).map(|index| Measured::new(&workspace, index, NOW)).collect();
    let inputs: Vec<PortfolioInput> = measured
        .iter()
        .map(|found| PortfolioInput::new(found.inputs().account, &found.facts, &found.metrics))
        .collect();
    let found = portfolio(&inputs);
    close(found.all.weighted.value, 28.584_615_4);
    close(found.all.mean.value, 22.178_571_4);
    close(found.all.median.value, 19.0);
    close(found.white_space.value, 4_642_000.0);
    close(found.potential.value, 6_500_000.0);
    close(found.arr.value, 1_858_000.0);
    for rate in [found.strategic.weighted, found.strategic.mean, found.strategic.median] {
        close(rate.value, 18.0);
    }
    let none = portfolio(&[]);
    assert!(none.rows().iter().all(|(_, _, value)| value.value.is_none() && value.reason.is_some()));
}

#[test]
fn the_sample_gives_its_printed_totals() {
    let sample = techcorp();
    assert_eq!(validate(&sample), []);
    let found = measure(&sample);
    let root = found.facts.root();
    let amounts =
        [root.arr(), root.potential(), root.licensed_seats(), root.active_users(), root.eligible_users()];
    assert_eq!(amounts, [1_500_000.0, 4_200_000.0, 1_100.0, 850.0, 3_200.0].map(Some));
    assert_eq!((root.units, root.active_units), (9, 3));
    for (key, expected) in [
        ("revenue_penetration", 35.714_285_7),
        ("overall_penetration", 35.714_285_7),
        ("division_penetration", 33.333_333_3),
        ("unit_penetration", 33.333_333_3),
        ("reach_with_pilots", 44.444_444_4),
        ("geographic_penetration", 66.666_666_7),
        ("user_penetration", 26.5625),
        ("seat_penetration", 34.375),
        ("seat_utilisation", 77.272_727_3),
        ("product_penetration", 50.0),
        ("top_unit_share", 53.333_333_3),
        ("revenue_hhi", 4_022.222_222_2),
        ("white_space", 2_700_000.0),
        ("qoq_pp", 5.952_381_0),
        ("qoq_relative", 20.0),
    ] {
        close(found.value(key), expected);
    }
    for key in ["department_penetration", "share_of_wallet", "spend_penetration"] {
        assert_eq!(found.value(key), None, "{key}");
    }
    let earlier = Measured::new(&sample, 0, Q3);
    let root = earlier.facts.root();
    assert_eq!((root.arr(), root.active_users(), root.active_units), (Some(1_250_000.0), Some(690.0), 2));
    assert_eq!(earlier.metrics.get("product_penetration").numerator, Some(1.0));
    assert_eq!(earlier.metrics.get("geographic_penetration").numerator, Some(2.0));
    assert_eq!(found.facts.period, Q4);
}
