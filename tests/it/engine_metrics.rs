//! Rates, amounts and their roll-up against the test vectors of the domain specification, by their numbers.

use inroads::{
    domain::{Account, ActivityRule, Axis, Basis, Period, ProductState, Status, UnitKind},
    engine::metrics::{
        Figure, Rate, UnitMeasure, arr_per_head, basis_value, coverage, quantile, unallocated,
    },
};

use super::support::build::{
    Fields, Furnish, Grow, Measured, NOW, account, close, measure, measured, money, rec, revenue, unit,
    workspace,
};

const BEFORE: Period = Period::quarter(2025, 3);

/// `active` of `all` divisions are active.
fn divisions(active: usize, all: usize) -> Account {
    (0..all).fold(account(), |account, index| {
        let status = if index < active { Status::Active } else { Status::Unpenetrated };
        account.division(&format!("d{index}"), rec().status(status))
    })
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
    assert_eq!((found.facts.root().revenue().unwrap().covered, found.facts.root().units), (2, 3));
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
    assert_eq!(fits.facts.root().eligible_users(), Some(3_200.0));
    assert_eq!(root_unallocated(&fits), Some(500.0));
    let exceeds = with(1_900, 1_400);
    assert_eq!(exceeds.facts.root().eligible_users(), Some(3_200.0));
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
