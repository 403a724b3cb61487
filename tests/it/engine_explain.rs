//! Explanations: they reach the entered fields, their parts add up, and nothing is left out of long lists.

use inroads::{
    domain::{Account, Status, UnitKind},
    engine::{
        explain::{Explained, LIST_LIMIT, explain_metric, explain_unit},
        metrics::{Figure, METRICS, Rate, UnitMeasure},
    },
};

use super::support::{
    build::{Fields, Furnish, Grow, NOW, account, measure, measured, rec, unit, workspace},
    techcorp::{Q4, techcorp},
};

/// Every node, parents before children.
pub fn nodes(root: &Explained) -> Vec<&Explained> {
    let mut found = vec![];
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        found.push(node);
        stack.extend(node.inputs.iter().rev());
    }
    found
}

/// Sums and counts equal what they list; a leaf is a field, or says why it is unknown.
pub fn check(root: &Explained) {
    for node in nodes(root) {
        assert_ne!(node.value.is_none(), node.reason.is_none(), "{node:?}");
        let sum: f64 = node.inputs.iter().filter_map(|input| input.value).sum();
        let Some(value) = node.value else { continue };
        if node.formula.starts_with("sum") || node.formula.starts_with("number of") {
            assert!((sum - value).abs() < 1e-6, "{} is {value}, not {sum}", node.name);
        }
        if node.inputs.is_empty() && value != 0.0 {
            assert!(node.field.is_some(), "{} ends at no field: {}", root.name, node.name);
        }
    }
}

#[test]
fn every_metric_of_the_sample_opens_down_to_its_fields() {
    let found = measure(&techcorp());
    for spec in METRICS {
        let opened = explain_metric(&found.inputs(), spec.key);
        let value = found.metrics.get(spec.key);
        assert_eq!((opened.value, opened.flags), (value.value, value.flags), "{}", spec.key);
        assert_eq!(opened.reason.as_deref(), value.reason);
        assert_eq!((opened.name.as_str(), opened.formula.as_str()), (spec.name, spec.formula));
        assert!(opened.value.is_none() || opened.fields() > 0, "{} has no field", spec.key);
        check(&opened);
    }
    let unknown = explain_metric(&found.inputs(), "no_such_metric");
    assert_eq!(unknown.reason.as_deref(), Some("there is no such metric"));
}

#[test]
fn revenue_opens_into_arr_and_potential_of_nine_units() {
    let found = measure(&techcorp());
    let opened = explain_metric(&found.inputs(), "revenue_penetration");
    let [arr, potential] = opened.inputs.as_slice() else { panic!("two sides expected") };
    assert_eq!((arr.name.as_str(), arr.value), ("ARR", Some(1_500_000.0)));
    assert_eq!((potential.name.as_str(), potential.value), ("Potential", Some(4_200_000.0)));
    assert_eq!((arr.inputs.len(), potential.inputs.len()), (9, 9));
    let digital = &arr.inputs[0];
    assert_eq!(digital.field, Some(("Digital Division".to_owned(), Q4, "arr")));
    assert_eq!(digital.value, Some(800_000.0));
    assert_eq!(potential.inputs[0].source, "basis: stated budget");
}

#[test]
fn a_change_opens_into_both_quarters() {
    let found = measure(&techcorp());
    let opened = explain_metric(&found.inputs(), "qoq_pp");
    let names: Vec<&str> = opened.inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["Revenue penetration, 2025-Q4", "Revenue penetration, 2025-Q3"]);
    let arr = &opened.inputs[1].inputs[0];
    assert_eq!(arr.value, Some(1_250_000.0));
    assert!(nodes(&opened.inputs[1]).iter().all(|n| n.field.as_ref().is_none_or(|(_, at, _)| *at != Q4)));
}

#[test]
fn every_unit_of_the_sample_opens() {
    let found = measure(&techcorp());
    let measures = Rate::ALL.map(UnitMeasure::Rate).into_iter().chain(Figure::ALL.map(UnitMeasure::Amount));
    let others = [
        UnitMeasure::WhiteSpace,
        UnitMeasure::Overage,
        UnitMeasure::SeatHeadroom,
        UnitMeasure::DormantSeats,
        UnitMeasure::Units,
    ];
    for which in measures.chain(others) {
        for index in 0..found.facts.units.len() {
            let opened = explain_unit(&found.inputs(), index, which);
            assert_eq!(opened.value, which.measure(&found.facts.units[index]).value);
            check(&opened);
        }
    }
    let retail = explain_unit(&found.inputs(), found.unit("retail"), UnitMeasure::Active);
    assert_eq!((retail.value, retail.formula.as_str()), (Some(0.0), "not active: status Pilot"));
    let digital = explain_unit(&found.inputs(), found.unit("digital"), UnitMeasure::Active);
    assert_eq!(digital.formula, "active: status Active, 400 active users");
    let emea = explain_unit(&found.inputs(), found.unit("emea"), UnitMeasure::Active);
    assert_eq!(emea.formula, "active: no status of its own, and some unit below it is active");
    assert_eq!(emea.inputs.len(), 4);
    let region = explain_unit(&found.inputs(), found.unit("emea"), UnitMeasure::Counted);
    assert_eq!(region.formula, "a region only groups units");
}

#[test]
fn known_zeros_and_totals_say_so() {
    let account = account()
        .division("x", rec().status(Status::Unpenetrated).potential(100.0))
        .with(total("t"), vec![(NOW, rec().potential(50.0))])
        .with(unit("y", "t", UnitKind::Department), vec![(NOW, rec().arr(20.0))]);
    let found = measured(account);
    let opened = explain_metric(&found.inputs(), "revenue_penetration");
    check(&opened);
    let arr = &opened.inputs[0].inputs;
    assert_eq!(arr[0].formula, "nothing entered; read as 0, as it is no customer: status Unpenetrated");
    assert_eq!(arr[0].field, Some(("x".to_owned(), NOW, "status")));
    assert_eq!(arr[1].formula, "no own figure; sum of the units below it");
    assert_eq!(arr[1].inputs[0].inputs[0].field, Some(("y".to_owned(), NOW, "arr")));
}

fn total(key: &str) -> inroads::domain::OrgUnit {
    let mut node = unit(key, "", UnitKind::Division);
    node.entry_mode = inroads::domain::EntryMode::Total;
    node
}

#[test]
fn long_lists_are_summed_per_branch_and_lose_nothing() {
    let mut account = account();
    for division in 0..4 {
        let top = format!("d{division}");
        account = account.bare(&top, "", UnitKind::Division);
        for department in 0..60 {
            let key = format!("{top}-{department}");
            let record = rec().status(Status::Active).arr(1.0).potential(2.0).product("p", adopted());
            account = account.with(unit(&key, &top, UnitKind::Department), vec![(NOW, record)]);
        }
    }
    let found = measure(&workspace([account]).products(&["p"]));
    for spec in METRICS {
        check(&explain_metric(&found.inputs(), spec.key));
    }
    let opened = explain_metric(&found.inputs(), "revenue_penetration");
    let arr = &opened.inputs[0];
    assert_eq!((arr.inputs.len(), arr.fields()), (4, 240));
    assert_eq!((arr.inputs[0].name.as_str(), arr.inputs[0].value), ("d0 and below", Some(60.0)));
    assert!(arr.inputs[0].inputs.len() > LIST_LIMIT);
    let units = explain_metric(&found.inputs(), "unit_penetration");
    assert_eq!((units.inputs[1].value, units.inputs[1].inputs.len()), (Some(240.0), 4));
}

fn adopted() -> inroads::domain::ProductState {
    inroads::domain::ProductState::Adopted
}

#[test]
fn a_chain_of_thousands_of_levels_can_be_opened() {
    let chain: Account = (0..5_000).fold(account(), |account, level| {
        let parent = if level == 0 { String::new() } else { format!("u{}", level - 1) };
        let record = rec().status(Status::Active).arr(1.0).potential(2.0);
        account.with(unit(&format!("u{level}"), &parent, UnitKind::Division), vec![(NOW, record)])
    });
    let found = measured(chain);
    assert_eq!(found.value("revenue_penetration"), Some(50.0));
    let opened = explain_metric(&found.inputs(), "revenue_penetration");
    check(&opened);
    assert_eq!(opened.fields(), 10_000);
}

#[test]
fn retention_opens_into_both_ends_of_its_window() {
    let then = NOW.plus(-4);
    let moved = |key: &str, begin: f64, end: f64, account: Account| {
        account.division(key, rec().status(Status::Active).arr(end).potential(200.0)).record(
            key,
            then,
            rec().status(Status::Active).arr(begin),
        )
    };
    let account = moved("x", 100.0, 150.0, account());
    let account = moved("y", 200.0, 120.0, account);
    let account = moved("z", 0.0, 80.0, account);
    let account = moved("gone", 50.0, 0.0, account).changed("gone", |unit| unit.valid_to = Some(then));
    let found = measured(account);
    for spec in METRICS {
        check(&explain_metric(&found.inputs(), spec.key));
    }
    let kept = explain_metric(&found.inputs(), "grr_unit");
    assert_eq!((kept.inputs[0].value, kept.inputs[1].value), (Some(220.0), Some(350.0)));
    let ended = kept.inputs[1].inputs.last().unwrap();
    assert_eq!((ended.name.as_str(), ended.value), ("gone", Some(50.0)));
    assert_eq!(ended.inputs[0].inputs[0].field, Some(("gone".to_owned(), then, "arr")));
    let new = explain_metric(&found.inputs(), "new_unit");
    assert_eq!((new.value, new.inputs[0].name.as_str()), (Some(80.0), "z"));
    let upsell = explain_metric(&found.inputs(), "upsell");
    assert_eq!((upsell.value, upsell.inputs[0].value), (Some(50.0), Some(50.0)));
    let ends = explain_metric(&found.inputs(), "nrr");
    assert_eq!((ends.inputs[0].value, ends.inputs[1].value), (Some(350.0), Some(350.0)));
}

#[test]
fn white_space_opens_into_who_holds_it_and_what_is_planned() {
    let found = measure(&techcorp());
    let contested = explain_metric(&found.inputs(), "competitor_white_space");
    assert_eq!(contested.inputs[0].name, "White space, Germany Operations");
    let rivals = explain_metric(&found.inputs(), "competitor_units");
    assert_eq!((rivals.inputs[0].formula.as_str(), rivals.inputs.len()), ("Rival", 1));
    let planned = explain_metric(&found.inputs(), "roadmap_coverage");
    assert_eq!((planned.inputs[0].value, planned.inputs[0].inputs.len()), (Some(2_150_000.0), 7));
    let unplanned = explain_metric(&found.inputs(), "unplanned_white_space");
    let names: Vec<&str> = unplanned.inputs.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["Enterprise Division"]);
    let ready = explain_metric(&found.inputs(), "cross_sell_readiness");
    assert_eq!((ready.inputs[0].value, ready.inputs[1].value), (Some(5.0), Some(8.0)));
    let people = explain_metric(&found.inputs(), "coverage_score");
    assert_eq!((people.inputs[0].value, people.inputs[1].value), (Some(7.0), Some(10.0)));
    // People are known in periods without figures as well.
    let early = super::support::build::Measured::new(&techcorp(), 0, NOW.plus(-20));
    assert_eq!(explain_metric(&early.inputs(), "role_coverage").inputs.len(), 4);
}
