//! Metrics against the test vectors of the domain specification, by their numbers, and the totals of the sample.

use inroads::{
    domain::{
        Account, ActivityRule, Axis, Basis, Counting, EntryMode, Period, ProductState, Status, Tier,
        UnitKind, validate,
    },
    engine::{
        compare::round_to,
        metrics::{
            DEADBAND, Figure, METRICS, MetricValue, PortfolioInput, Rate, Trend, UnitMeasure, amounts,
            arr_per_head, basis_value, contributions, counting_set, coverage, index_of, portfolio, quantile,
            spec, unallocated,
        },
    },
};

use super::support::{
    build::{
        Fields, Furnish, Grow, Measured, NOW, account, close, measure, measured, money, product, rec, unit,
        workspace,
    },
    techcorp::{Q3, Q4, techcorp},
};

const BEFORE: Period = Period::quarter(2025, 3);

/// `active` of `all` divisions are active.
fn divisions(active: usize, all: usize) -> Account {
    (0..all).fold(account(), |account, index| {
        let status = if index < active { Status::Active } else { Status::Unpenetrated };
        account.division(&format!("d{index}"), rec().status(status))
    })
}

/// One division with ARR and potential.
fn revenue(arr: f64, potential: f64) -> Account {
    account().division("d", rec().status(Status::Active).arr(arr).potential(potential))
}

/// One active division with these seats and users.
fn people(licensed: u32, active: u32, eligible: u32) -> Account {
    let record = rec().status(Status::Active).licensed(licensed).active(active).eligible(eligible);
    account().division("d", record)
}

#[test]
fn tv_01_divisions() {
    let found = measured(divisions(8, 15));
    close(found.value("division_penetration"), 53.333_333_3);
    close(found.value("unit_penetration"), 53.333_333_3);
    let rate = found.metrics.get("division_penetration");
    assert_eq!((rate.numerator, rate.denominator), (Some(8.0), Some(15.0)));
}

#[test]
fn tv_02_revenue() {
    let found = measured(revenue(2_000_000.0, 5_000_000.0));
    assert_eq!(found.value("revenue_penetration"), Some(40.0));
    assert_eq!(found.value("white_space"), Some(3_000_000.0));
}

#[test]
fn tv_03_users() {
    assert_eq!(measured(people(0, 2_000, 10_000)).value("user_penetration"), Some(20.0));
}

#[test]
fn tv_04_units() {
    assert_eq!(measured(divisions(6, 15)).value("unit_penetration"), Some(40.0));
}

#[test]
fn tv_05_lost_units() {
    let mut account = divisions(6, 15);
    for index in 0..15 {
        let status = if index < 9 { Status::Active } else { Status::Unpenetrated };
        account = account.record(&format!("d{index}"), BEFORE, rec().status(status));
    }
    let found = measure(&workspace([account]).headline(Axis::Units));
    assert_eq!(found.before.as_ref().unwrap().get("unit_penetration").value, Some(60.0));
    assert_eq!(found.value("unit_penetration"), Some(40.0));
    close(found.value("qoq_pp"), -20.0);
    close(found.value("qoq_relative"), -33.333_333_3);
    close(found.value("numerator_effect"), -20.0);
    close(found.value("denominator_effect"), 0.0);
}

#[test]
fn tv_06_division_target() {
    let now = measured(divisions(3, 9)).value("division_penetration");
    close(now, 33.333_333_3);
    let target = measured(divisions(7, 9)).value("division_penetration");
    close(target, 77.777_777_8);
    close(Some(target.unwrap() - now.unwrap()), 44.444_444_4);
}

#[test]
fn tv_07_regions() {
    let with = |active: usize| {
        let mut account = account();
        account.regions_in_scope = ["na", "emea", "apac"].map(Into::into).to_vec();
        for (index, region) in ["na", "emea", "apac"].into_iter().enumerate() {
            let status = if index < active { Status::Active } else { Status::Unpenetrated };
            let mut node = unit(region, "", UnitKind::Country);
            node.region = Some(region.into());
            account = account.with(node, vec![(NOW, rec().status(status))]);
        }
        measure(&workspace([account]).regions(&["na", "emea", "apac"])).value("geographic_penetration")
    };
    close(with(2), 66.666_666_7);
    assert_eq!(with(3), Some(100.0));
}

#[test]
fn tv_08_revenue_target() {
    let found = measured(revenue(1_500_000.0, 4_200_000.0));
    close(found.value("revenue_penetration"), 35.714_285_7);
    assert_eq!(found.value("white_space"), Some(2_700_000.0));
    close(measured(revenue(3_200_000.0, 4_200_000.0)).value("revenue_penetration"), 76.190_476_2);
}

#[test]
fn tv_09_users_target() {
    assert_eq!(measured(people(0, 850, 3_200)).value("user_penetration"), Some(26.5625));
    assert_eq!(measured(people(0, 2_400, 3_200)).value("user_penetration"), Some(75.0));
}

#[test]
fn tv_10_products() {
    let record = rec().product("p1", ProductState::Adopted).product("p2", ProductState::Trial);
    let account = account().division("x", record).division("y", rec().product("p3", ProductState::Adopted));
    let found = measure(&workspace([account]).products(&["p1", "p2", "p3", "p4"]));
    assert_eq!(found.value("product_penetration"), Some(50.0));
    assert_eq!(found.value("open_products"), Some(2.0));
}

#[test]
fn tv_11_headcount() {
    let record = rec().status(Status::Active).arr(90.0 * 200.0).potential(500.0 * 200.0);
    let found = measured(account().division("d", record.licensed(90).eligible(500)));
    assert_eq!(found.value("revenue_penetration"), Some(18.0));
    assert_eq!(found.value("white_space"), Some(82_000.0));
    assert_eq!(found.value("seat_penetration"), Some(18.0));
    assert_eq!(found.value("seat_headroom"), Some(410.0));
}

#[test]
fn tv_12_spend() {
    let record = rec().status(Status::Active).arr(40_000.0).budget(200_000.0).potential(200_000.0);
    let found = measured(account().division("d", record));
    assert_eq!(found.value("spend_penetration"), Some(20.0));
    assert_eq!(found.value("revenue_penetration"), Some(20.0));
    assert_eq!(found.value("white_space"), Some(160_000.0));
}

#[test]
fn tv_13_departments() {
    let with = |active: usize| {
        measured((0..20).fold(account(), |account, index| {
            let status = if index < active { Status::Active } else { Status::Unpenetrated };
            let node = unit(&format!("d{index}"), "", UnitKind::Department);
            account.with(node, vec![(NOW, rec().status(status))])
        }))
    };
    assert_eq!(with(1).value("department_penetration"), Some(5.0));
    assert_eq!(with(3).value("department_penetration"), Some(15.0));
    assert_eq!(with(3).value("inactive_departments"), Some(17.0));
    assert_eq!(with(3).value("team_penetration"), None);
}

#[test]
fn tv_14_total_potential() {
    let found = measured(revenue(300_000.0, 2_000_000.0));
    assert_eq!(found.value("revenue_penetration"), Some(15.0));
    assert_eq!(found.value("white_space"), Some(1_700_000.0));
}

#[test]
fn tv_15_five_others() {
    let mut account = account().division("x", rec().status(Status::Active).arr(5e5).potential(5e5));
    for key in ["a", "b", "c", "d", "e"] {
        account = account.division(key, rec().status(Status::Unpenetrated).potential(4e5));
    }
    let found = measured(account);
    assert_eq!(found.value("revenue_penetration"), Some(20.0));
    close(found.value("unit_penetration"), 16.666_666_7);
    assert_eq!(found.value("white_space"), Some(2_000_000.0));
}

#[test]
fn tv_17_zero_and_absent_denominators() {
    let zero = measured(revenue(10.0, 0.0));
    assert_eq!(zero.value("revenue_penetration"), None);
    assert_eq!(zero.metrics.get("revenue_penetration").reason, Some("the potential is zero"));
    let absent = measured(account().division("d", rec().status(Status::Active).arr(10.0)));
    assert_eq!(absent.metrics.get("revenue_penetration").reason, Some("no potential is recorded"));
    assert_eq!(measured(revenue(0.0, 100.0)).value("revenue_penetration"), Some(0.0));
}

#[test]
fn tv_18_overrun() {
    let record = |arr| rec().status(Status::Active).arr(arr).potential(100.0);
    let found = measured(account().division("x", record(120.0)).division("y", record(30.0)));
    assert_eq!(found.value("revenue_penetration"), Some(75.0));
    assert_eq!(found.value("white_space"), Some(70.0));
    assert_eq!(found.value("net_gap"), Some(50.0));
    assert_eq!(found.value("overage"), Some(20.0));
    let unit = UnitMeasure::Rate(Rate::Revenue).measure(&found.facts.units[found.unit("x")]);
    assert!(unit.value == Some(120.0) && unit.flags.over_100);
}

#[test]
fn tv_19_pairs() {
    let account = account()
        .division("x", rec().status(Status::Active).arr(100.0).potential(200.0))
        .division("y", rec().status(Status::Active).potential(300.0))
        .division("z", rec().status(Status::Unpenetrated).potential(100.0));
    let found = measured(account);
    let rate = found.metrics.get("revenue_penetration");
    close(rate.value, 33.333_333_3);
    assert_eq!((rate.numerator, rate.denominator), (Some(100.0), Some(300.0)));
    assert!(rate.flags.partial);
    assert_eq!((found.facts.root().revenue.unwrap().covered, found.facts.root().units), (2, 3));
    assert_eq!(coverage(&found.facts, 0, Figure::Arr), (2, 3));
}

#[test]
fn tv_20_wallet() {
    let record = rec().status(Status::Active).arr(1_500_000.0);
    let found = measured(account().division("d", record.clone().wallet(6_000_000.0)));
    assert_eq!(found.value("share_of_wallet"), Some(25.0));
    let unknown = measured(account().division("d", record.potential(6_000_000.0))).metrics;
    assert_eq!(unknown.get("share_of_wallet").value, None);
    assert_eq!(unknown.get("share_of_wallet").reason, Some("no category spend is recorded"));
}

#[test]
fn tv_21_total_mode() {
    let with = |left: u32, right: u32| {
        let root = rec().eligible(3_200);
        let account = account().root_total().root(root);
        measured(account.division("x", rec().eligible(left)).division("y", rec().eligible(right)))
    };
    let fits = with(1_500, 1_200);
    let root_unallocated =
        |found: &Measured| unallocated(found.inputs().account, &found.facts, 0, Figure::EligibleUsers);
    assert_eq!(fits.facts.root().eligible_users, Some(3_200.0));
    assert_eq!(root_unallocated(&fits), Some(500.0));
    let exceeds = with(1_900, 1_400);
    assert_eq!(exceeds.facts.root().eligible_users, Some(3_200.0));
    assert_eq!(root_unallocated(&exceeds), Some(-100.0));
}

#[test]
fn tv_22_inherited_status() {
    let department = |key, status| (unit(key, "d", UnitKind::Department), vec![(NOW, rec().status(status))]);
    let (x, y) = (department("x", Status::Active), department("y", Status::Unpenetrated));
    let account = account()
        .bare("d", "", UnitKind::Division)
        .with(x.0, x.1)
        .with(y.0, y.1)
        .division("e", rec().status(Status::Unpenetrated));
    let found = measured(account);
    close(found.value("unit_penetration"), 33.333_333_3);
    assert_eq!(found.value("division_penetration"), Some(50.0));
    assert_eq!(found.value("department_penetration"), Some(50.0));
    let division = &found.facts.units[found.unit("d")];
    assert!(division.active && division.status_inherited && !division.counted);
}

#[test]
fn tv_23_activity_rules() {
    let account = account()
        .division("p", rec().status(Status::Active).active(10))
        .division("q", rec().status(Status::Active).active(0))
        .division("r", rec().status(Status::Unpenetrated));
    let with = |rule| measure(&workspace([account.clone()]).rule(rule)).value("unit_penetration");
    close(with(ActivityRule::ContractNotDormant), 33.333_333_3);
    close(with(ActivityRule::ContractOnly), 66.666_666_7);
    close(with(ActivityRule::UsageOnly), 33.333_333_3);
}

#[test]
fn tv_24_seats() {
    let found = measured(people(1_100, 850, 3_200));
    assert_eq!(found.value("seat_penetration"), Some(34.375));
    close(found.value("seat_utilisation"), 77.272_727_3);
    let product = found.value("seat_penetration").unwrap() * found.value("seat_utilisation").unwrap() / 100.0;
    close(Some(product), 26.5625);
    assert_eq!(found.value("user_penetration"), Some(26.5625));
    assert_eq!(found.value("dormant_seats"), Some(250.0));
    close(found.value("dormant_share"), 22.727_272_7);
}

#[test]
fn tv_25_utilisation() {
    assert_eq!(measured(people(90, 54, 0)).value("seat_utilisation"), Some(60.0));
    close(measured(people(90, 53, 0)).value("seat_utilisation"), 58.888_888_9);
    assert_eq!(measured(people(90, 54, 0)).value("strong_unit_penetration"), Some(100.0));
    assert_eq!(measured(people(90, 53, 0)).value("strong_unit_penetration"), Some(0.0));
}

#[test]
fn tv_26_more_users_than_seats() {
    let found = measured(people(100, 120, 200));
    let rate = found.metrics.get("seat_utilisation");
    assert!(rate.value == Some(120.0) && rate.flags.over_100);
    assert_eq!(found.value("dormant_seats"), Some(0.0));
}

#[test]
fn tv_27_new_units() {
    let mut account = divisions(6, 12);
    for index in 0..12 {
        if index < 10 {
            let status = if index < 6 { Status::Active } else { Status::Unpenetrated };
            account = account.record(&format!("d{index}"), BEFORE, rec().status(status));
        } else {
            let mut node = (*account.units[index + 1]).clone();
            node.valid_from = Some(NOW);
            account.units[index + 1] = node.into();
        }
    }
    let found = measure(&workspace([account]).headline(Axis::Units));
    close(found.value("qoq_pp"), -10.0);
    close(found.value("numerator_effect"), 0.0);
    close(found.value("denominator_effect"), -10.0);
}

#[test]
fn tv_28_one_won_one_new() {
    let mut account = divisions(4, 10);
    for index in 0..9 {
        let status = if index < 3 { Status::Active } else { Status::Unpenetrated };
        account = account.record(&format!("d{index}"), BEFORE, rec().status(status));
    }
    let mut last = (*account.units[10]).clone();
    last.valid_from = Some(NOW);
    account.units[10] = last.into();
    let found = measure(&workspace([account]).headline(Axis::Units));
    close(found.value("qoq_pp"), 6.666_666_7);
    close(found.value("numerator_effect"), 10.0);
    close(found.value("denominator_effect"), -3.333_333_3);
}

#[test]
fn tv_29_ceiling_moved() {
    let earlier = rec().status(Status::Active).arr(1_500_000.0).potential(4_200_000.0);
    let found = measured(revenue(1_500_000.0, 4_800_000.0).record("d", BEFORE, earlier));
    close(found.before.as_ref().unwrap().get("revenue_penetration").value, 35.714_285_7);
    assert_eq!(found.value("overall_penetration"), Some(31.25));
    close(found.value("qoq_pp"), -4.464_285_7);
    close(found.value("numerator_effect"), 0.0);
    close(found.value("denominator_effect"), -4.464_285_7);
}

#[test]
fn tv_30_headcount_basis() {
    let basis = Basis::Headcount { quantity: Some(money(500.0)), price: Some(money(200.0)) };
    let value = basis_value(&basis, None, &[]).unwrap();
    assert_eq!((125_000.0 / value, 130_000.0 / value), (1.25, 1.30));
    assert_eq!(basis_value(&Basis::Estimate, Some(1.0), &[]), None);
}

#[test]
fn tv_31_comparable_basis() {
    let per_head = [260.0, 120.0, 200.0, 150.0, 180.0];
    assert_eq!(quantile(&per_head, 0.90), Some(236.0));
    assert_eq!(quantile(&per_head, 0.75), Some(200.0));
    let basis = Basis::Comparable { quantity: None, quantile: None };
    assert_eq!(basis_value(&basis, Some(10.0), &per_head), Some(2_360.0));
    assert_eq!(basis_value(&basis, Some(10.0), &per_head[1..]), None);
    let peer = measured(account().division("d", rec().status(Status::Active).arr(500.0).eligible(10)));
    assert_eq!(arr_per_head(peer.facts.root()), Some(50.0));
}

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
    let inputs: Vec<PortfolioInput<'_>> = measured
        .iter()
        .map(|found| PortfolioInput {
            account: found.inputs().account,
            facts: &found.facts,
            metrics: &found.metrics,
        })
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
    let amounts = [root.arr, root.potential, root.licensed_seats, root.active_users, root.eligible_users];
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
    assert_eq!((root.arr, root.active_users, root.active_units), (Some(1_250_000.0), Some(690.0), 2));
    assert_eq!(earlier.metrics.get("product_penetration").numerator, Some(1.0));
    assert_eq!(earlier.metrics.get("geographic_penetration").numerator, Some(2.0));
    assert_eq!(found.facts.period, Q4);
}

#[test]
fn a_period_without_records_has_no_values() {
    let found = Measured::new(&techcorp(), 0, Period::quarter(2024, 1));
    for spec in METRICS {
        let value = found.metrics.get(spec.key);
        assert_eq!((value.value, value.reason), (None, Some("nothing is recorded in this period")));
    }
}

#[test]
fn a_prospect_without_revenue_has_zero_penetration() {
    let mut prospect = account().root(rec().potential(100_000.0)).bare("d", "", UnitKind::Division);
    assert_eq!(measured(prospect.clone()).value("revenue_penetration"), None);
    prospect.tier = Some(Tier::Prospect);
    assert_eq!(measured(prospect).value("revenue_penetration"), Some(0.0));
}

#[test]
fn known_zeros_do_not_make_an_active_unit_dormant() {
    let account = account()
        .division("p", rec().status(Status::Active))
        .with(unit("x", "p", UnitKind::Department), vec![(NOW, rec().status(Status::Active))])
        .with(unit("y", "p", UnitKind::Department), vec![(NOW, rec().status(Status::Unpenetrated))]);
    let found = measured(account);
    let parent = &found.facts.units[found.unit("p")];
    assert_eq!((parent.active_users, parent.entered_active_users), (Some(0.0), None));
    assert!(parent.active);
}

#[test]
fn a_total_takes_its_numerator_from_children_before_a_known_zero() {
    let account = account()
        .root_total()
        .root(rec().status(Status::Unpenetrated).potential(100.0))
        .division("x", rec().status(Status::Active).arr(30.0).potential(500.0));
    let found = measured(account);
    assert_eq!(found.value("revenue_penetration"), Some(30.0));
    assert_eq!(found.value("white_space"), Some(70.0));
    assert_eq!(found.facts.root().arr, Some(30.0));
}

#[test]
fn removed_units_hand_their_children_up() {
    let mut gone = unit("gone", "", UnitKind::Division);
    gone.valid_to = Some(BEFORE);
    gone.region = Some("na".into());
    let account = account()
        .with(gone, vec![(NOW, rec().arr(1000.0).potential(1000.0))])
        .with(unit("x", "gone", UnitKind::Department), vec![(NOW, rec().arr(1.0).potential(4.0))])
        .division("y", rec().arr(1.0).potential(4.0));
    let found = measured(account);
    assert_eq!(found.value("revenue_penetration"), Some(25.0));
    assert_eq!(found.facts.children(0), [2, 3]);
    assert_eq!(found.facts.units[2].parent, Some(0));
    assert_eq!(found.value("geographic_penetration"), None);
    let gone = UnitMeasure::Amount(Figure::Arr).measure(&found.facts.units[1]);
    assert_eq!(gone.reason, Some("the unit does not exist in this period"));
}

#[test]
fn the_innermost_candidate_counts_unless_told_otherwise() {
    let nested = |counting: [Counting; 3]| {
        let mut account = account();
        for (key, parent, counting) in
            [("a", "", counting[0]), ("b", "a", counting[1]), ("c", "b", counting[2])]
        {
            let mut node = unit(key, parent, UnitKind::Division);
            node.counting = counting;
            account = account.with(node, vec![(NOW, rec())]);
        }
        let found = measured(account);
        let set = counting_set(found.inputs().account, &found.facts, &[UnitKind::Division]);
        assert_eq!(set, found.facts.divisions);
        assert_eq!(set, found.facts.counted);
        set
    };
    use Counting::{Always, Auto, Never};
    assert_eq!(nested([Auto, Auto, Auto]), [3]);
    assert_eq!(nested([Auto, Auto, Never]), [2]);
    assert_eq!(nested([Always, Auto, Auto]), [1]);
    assert_eq!(nested([Always, Auto, Always]), [1, 3]);
    assert_eq!(nested([Auto, Always, Auto]), [2]);
    assert_eq!(nested([Never, Never, Never]), []);
}

#[test]
fn a_product_applies_by_kind_unless_a_state_is_entered() {
    let department = |record| (unit("d", "", UnitKind::Department), vec![(NOW, record)]);
    let with = |record| {
        let (node, records) = department(record);
        let mut workspace = workspace([account().with(node, records)]).products(&["p1"]);
        let mut special = product("p2");
        special.applicable_kinds = vec![UnitKind::Site];
        let mut late = product("p3");
        late.offered_from = Some(jiff::civil::date(2026, 1, 1));
        std::sync::Arc::make_mut(&mut workspace.products).extend([special, late]);
        measure(&workspace).metrics.get("product_penetration")
    };
    let parts = |value: MetricValue| (value.numerator, value.denominator);
    assert_eq!(parts(with(rec())), (Some(0.0), Some(1.0)));
    assert_eq!(parts(with(rec().product("p2", ProductState::Adopted))), (Some(1.0), Some(2.0)));
    assert_eq!(with(rec().product("p1", ProductState::NotApplicable)).value, None);
}

#[test]
fn nested_units_and_totals_make_one_bucket_each() {
    let account = account()
        .root_total()
        .root(rec().arr(100.0))
        .division("x", rec().arr(20.0))
        .with(unit("y", "x", UnitKind::Department), vec![(NOW, rec().arr(40.0))])
        .division("z", rec().arr(10.0));
    let found = measured(account);
    // Department y 40, division z 10, division x 20 of its own, and 30 of the root that nobody has.
    let rate = found.metrics.get("top_unit_share");
    assert_eq!((rate.numerator, rate.denominator), (Some(40.0), Some(100.0)));
}

#[test]
fn potential_ranges_become_ranges_of_the_rate() {
    let mut record = rec().status(Status::Active).arr(50.0).estimate(200.0);
    let potential = std::sync::Arc::make_mut(record.potential.as_mut().unwrap());
    potential.low = inroads::domain::Amount::new(100.0).ok();
    let rate = measured(account().division("d", record)).metrics.get("revenue_penetration");
    assert_eq!(rate.range, Some((25.0, 50.0)));
    assert!(rate.flags.estimate);
}

#[test]
fn carried_figures_are_marked_until_confirmed() {
    let found = measured(account().division("d", rec().arr(1.0).potential(2.0).carried(BEFORE)));
    assert!(found.metrics.get("revenue_penetration").flags.carried);
    assert_eq!(found.metrics.get("revenue_penetration").flags.words(), ["carried"]);
}

#[test]
fn parts_of_a_sum_add_up_to_it() {
    let found = measure(&techcorp());
    let account = found.inputs().account;
    for rate in Rate::ALL {
        let parts = contributions(account, &found.facts, 0, rate);
        let sum = |of: fn(&inroads::engine::metrics::PairPart) -> f64| parts.iter().map(of).sum::<f64>();
        let pair = rate.pair(found.facts.root());
        assert_eq!(pair.map(|pair| pair.num), (!parts.is_empty()).then(|| sum(|part| part.pair.num)));
        assert_eq!(pair.map(|pair| pair.den), (!parts.is_empty()).then(|| sum(|part| part.pair.den)));
    }
    for figure in Figure::ALL {
        let parts = amounts(account, &found.facts, 0, figure);
        let sum = (!parts.is_empty()).then(|| parts.iter().map(|part| part.amount).sum::<f64>());
        assert_eq!(figure.rolled(found.facts.root()), sum);
    }
}

#[test]
fn every_row_of_the_table_is_named_once_and_completely() {
    for (index, row) in METRICS.iter().enumerate() {
        assert_eq!(index_of(row.key), Some(index), "{} stands twice", row.key);
        assert!(spec(row.key).is_some() && !row.formula.is_empty() && !row.source.is_empty());
        assert!(row.id.starts_with("M-") && row.short.chars().count() <= 16);
    }
    for axis in Axis::ALL {
        assert!(spec(axis.metric()).is_some());
    }
    for measure in UnitMeasure::PRINTED {
        assert!(!measure.name().is_empty());
    }
    let found = measure(&techcorp());
    assert_eq!(found.metrics.get("no_such_metric").reason, Some("there is no such metric"));
    for (row, value) in found.metrics.rows() {
        assert_ne!(value.value.is_none(), value.reason.is_none(), "{}", row.key);
    }
}

#[test]
fn modes_are_read_from_the_unit() {
    let mut node = unit("x", "", UnitKind::Division);
    node.entry_mode = EntryMode::Total;
    let account = account()
        .with(node, vec![(NOW, rec().arr(100.0).potential(400.0))])
        .with(unit("y", "x", UnitKind::Department), vec![(NOW, rec().arr(70.0).potential(70.0))])
        .division("z", rec().arr(5.0).potential(10.0));
    let found = measured(account);
    let root = found.facts.root();
    assert_eq!((root.arr, root.potential, root.white_space), (Some(105.0), Some(410.0), Some(305.0)));
    assert_eq!(found.facts.units[1].unallocated_arr, Some(30.0));
    assert_eq!(root.revenue.unwrap().covered, 2);
}
