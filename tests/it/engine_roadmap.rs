//! The roadmap: what it claims period by period, tracks, reach, needs, finished items, and the rules that always hold.

use std::sync::Arc;

use inroads::{
    document::Memos,
    domain::{
        Account, Amount, Axis, Effects, ItemKey, ItemStatus, Period, ProductState, Risk, RoadmapItem, Status,
        Target, Tree, UnitKind, Workspace,
    },
    engine::{
        explain::{explain_planned, explain_planned_arr},
        metrics::Survey,
        planning::{
            Outlook, Scenario, Simulation, Standing, Track, Verdict, gap_table, impacts, lift_share, need,
            probability,
        },
        rules::Outcome,
    },
};
use proptest::prelude::*;

use super::{
    engine_explain::check,
    support::{
        build::{
            self, Fields, Furnish, Grow, Measured, NOW, account, close, count, measure, money, rec, revenue,
            unit, workspace,
        },
        checking,
        techcorp::techcorp,
    },
};

const PLAN: Scenario<'static> = Scenario::PLAN;
const HEDGED: Scenario<'static> = Scenario::RISK_ADJUSTED;

/// A planned item of low risk that is due `ahead` periods from now.
fn item(key: &str, targets: &[&str], amount: f64, ahead: i32) -> RoadmapItem {
    build::item(key, targets, amount, NOW.plus(ahead))
}

fn activating(key: &str, units: &[&str], ahead: i32) -> RoadmapItem {
    let effects =
        Effects { activates: units.iter().map(|unit| (*unit).into()).collect(), ..Effects::default() };
    RoadmapItem { effects, opportunity: None, ..item(key, units, 0.0, ahead) }
}

fn target(metric: &str, value: f64, ahead: i32) -> Target {
    Target { metric: metric.into(), value: money(value), due_period: NOW.plus(ahead) }
}

trait Aim: Sized {
    fn aim(self, targets: Vec<Target>) -> Self;
}

impl Aim for Account {
    fn aim(mut self, targets: Vec<Target>) -> Self {
        self.targets = Arc::new(targets);
        self
    }
}

/// Hands the simulation of the only account of a workspace to `look`.
fn simulated<T>(workspace: &Workspace, look: impl FnOnce(&Simulation<'_>) -> T) -> T {
    let found = measure(workspace);
    let inputs = found.inputs();
    look(&Simulation::new(&Survey::new(&inputs)))
}

/// Values of a metric in the periods ahead.
fn path(workspace: &Workspace, metric: &str, scenario: &Scenario<'_>) -> Vec<f64> {
    simulated(workspace, |plan| {
        plan.periods().map(|period| plan.value(metric, period, scenario).unwrap()).collect()
    })
}

#[track_caller]
fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        close(Some(*found), *expected);
    }
}

const REVENUE: &str = "revenue_penetration";

#[test]
fn tv_75_and_76_what_the_roadmap_covers() {
    let sample = techcorp();
    let found = measure(&sample);
    close(found.value("roadmap_coverage"), 79.629_629_6);
    close(found.value("unplanned_white_space"), 550_000.0);
    let last = simulated(&sample, |plan| {
        let last = plan.last_period();
        (last, plan.arr_at(last, &PLAN), plan.value(REVENUE, last, &PLAN).unwrap())
    });
    assert_eq!((last.0, last.1), (Period::quarter(2026, 4), Some(3_650_000.0)));
    close(Some(last.2), 86.904_761_9);
    let account = &sample.accounts[0];
    let aim = account.targets.iter().find(|target| target.metric.as_str() == REVENUE).unwrap();
    let needed = need(account, &found.facts, aim).unwrap();
    close(Some(needed.money), 1_700_000.0);
    close(Some(needed.coverage), 126.470_588_2);
    close(needed.success, 79.069_767_4);
    assert_eq!(need(account, &found.facts, &target(REVENUE, 30.0, 4)), None, "reached");
}

#[test]
fn tv_77_to_80_paths_of_the_sample() {
    let sample = techcorp();
    near(&path(&sample, REVENUE, &PLAN), &[42.857_142_9, 53.571_428_6, 70.238_095_2, 86.904_761_9]);
    near(&path(&sample, REVENUE, &HEDGED), &[41.428_571_4, 47.5, 53.452_381_0, 57.619_047_6]);
    near(&path(&sample, "overall_penetration", &PLAN), &path(&sample, REVENUE, &PLAN));
    simulated(&sample, |plan| {
        let arr: Vec<f64> = plan.periods().map(|period| plan.arr_at(period, &HEDGED).unwrap()).collect();
        near(&arr, &[1_740_000.0, 1_995_000.0, 2_245_000.0, 2_420_000.0]);
        let aim = 100.0 * 3200.0 / 4200.0;
        assert_eq!(plan.reach(REVENUE, aim, &PLAN), Ok(Some(Period::quarter(2026, 4))));
        assert_eq!(plan.reach(REVENUE, aim, &HEDGED), Ok(None));
        assert_eq!(plan.reach(REVENUE, 35.0, &PLAN), Ok(Some(NOW)), "the base is included");
        let last = plan.last_period();
        assert_eq!(plan.arr_at(last, &Scenario::WITHOUT_HIGH), Some(2_550_000.0));
        close(plan.value(REVENUE, last, &Scenario::WITHOUT_HIGH).ok(), 60.714_285_7);
        let apac: [ItemKey; 1] = ["apac".into()];
        let without = Scenario { without: &apac, ..PLAN };
        assert_eq!(plan.arr_at(last, &without), Some(2_950_000.0));
        close(plan.value(REVENUE, last, &without).ok(), 70.238_095_2);
    });
}

#[test]
fn tv_78_track_and_slack() {
    simulated(&techcorp(), |plan| {
        let track = Track::new(plan, &target(REVENUE, 100.0 * 3200.0 / 4200.0, 4)).unwrap();
        let (mut required, mut slack) = (Vec::new(), Vec::new());
        for period in plan.periods() {
            required.push(track.at(period));
            slack.push(track.slack(period, plan.value(REVENUE, period, &PLAN).unwrap()));
        }
        near(&required, &[45.833_333_3, 55.952_381_0, 66.071_428_6, 76.190_476_2]);
        near(&slack, &[-2.976_190_5, -2.380_952_4, 4.166_666_7, 10.714_285_7]);
        close(track.per_period(), 10.119_047_6);
        let flat = track.at(NOW.plus(9));
        assert_eq!(flat, track.to.1, "flat after the due period");
        assert!(track.is_on_track(NOW, track.from.1) && !track.is_on_track(NOW.plus(1), 45.0));
        assert!(Track::new(plan, &target("share_of_wallet", 50.0, 4)).is_none());
    });
}

#[test]
fn tv_81_divisions_and_regions_join_at_the_end_of_due_periods() {
    let sample = techcorp();
    let divisions = [44.444_444_4, 55.555_555_6, 77.777_777_8, 100.0];
    near(&path(&sample, "division_penetration", &PLAN), &divisions);
    near(&path(&sample, "unit_penetration", &PLAN), &divisions);
    near(&path(&sample, "geographic_penetration", &PLAN), &[66.666_666_7, 66.666_666_7, 66.666_666_7, 100.0]);
    near(&path(&sample, "user_penetration", &PLAN), &[26.5625; 4]);
    simulated(&sample, |plan| {
        close(plan.value("division_penetration", NOW, &PLAN).ok(), 33.333_333_3);
        // Expected values: 3 + 0.8 of 9.
        close(plan.value("division_penetration", NOW.plus(1), &HEDGED).ok(), 100.0 * 3.8 / 9.0);
    });
}

#[test]
fn tv_82_the_use_case_needs_more_than_its_steps() {
    let mut account =
        revenue(300.0, 500.0).division("rest", rec().status(Status::Unpenetrated).potential(1500.0));
    account = account.items(vec![item("first", &["rest"], 400.0, 2), item("second", &["rest"], 800.0, 5)]);
    let workspace = workspace([account.aim(vec![target(REVENUE, 80.0, 8)])]);
    simulated(&workspace, |plan| {
        let at = |ahead| plan.value(REVENUE, NOW.plus(ahead), &PLAN).ok();
        for (ahead, expected) in [(0, 15.0), (2, 35.0), (5, 75.0), (8, 75.0)] {
            close(at(ahead), expected);
        }
        assert_eq!(plan.last_period(), NOW.plus(8), "to the target");
        assert_eq!(plan.arr_at(NOW.plus(8), &PLAN), Some(1_500.0));
        let outlook = plan.outlook(&target(REVENUE, 80.0, 8)).unwrap();
        close(Some(80.0 / 100.0 * 2000.0 - 2000.0 * outlook.value / 100.0), 100.0);
    });
}

#[test]
fn tv_83_eight_even_steps() {
    let track = Track { from: (NOW, 15.0), to: (NOW.plus(8), 80.0) };
    let steps: Vec<f64> = (0..=8).map(|ahead| track.at(NOW.plus(ahead))).collect();
    near(&steps, &[15.0, 23.125, 31.25, 39.375, 47.5, 55.625, 63.75, 71.875, 80.0]);
    assert_eq!(track.per_period(), Some(8.125));
    let late = Track { from: (NOW, 15.0), to: (NOW, 80.0) };
    assert_eq!((late.at(NOW), late.per_period()), (80.0, None));
}

#[test]
fn tv_84_a_ramp_of_three() {
    let ramp = RoadmapItem { due_period: Period(5), ramp_periods: 3, ..item("r", &[], 300.0, 0) };
    let lifts: Vec<f64> = (2..=6).map(|period| 300.0 * lift_share(&ramp, Period(period))).collect();
    near(&lifts, &[0.0, 100.0, 200.0, 300.0, 300.0]);
}

#[test]
fn r_28_and_r_29_ask_for_the_plan_with_and_without_high_risk() {
    let sample = techcorp();
    let outlooks: Vec<Outlook> = simulated(&sample, |plan| {
        sample.accounts[0].targets.iter().map(|target| plan.outlook(target).unwrap()).collect()
    });
    let expected = [
        (86.904_761_9, 60.714_285_7, true),
        (100.0, 66.666_666_7, true),
        (100.0, 66.666_666_7, true),
        (86.904_761_9, 60.714_285_7, true),
        (26.5625, 26.5625, false),
        (50.0, 50.0, false),
    ];
    for (found, (value, without_high, moves)) in outlooks.iter().zip(expected) {
        close(Some(found.value), value);
        close(Some(found.without_high), without_high);
        assert_eq!(found.moves, moves);
    }
    simulated(&sample, |plan| {
        // Due now or before: the base is what counts.
        close(plan.outlook(&target(REVENUE, 50.0, -3)).ok().map(|found| found.value), 35.714_285_7);
        assert_eq!(
            plan.outlook(&target("penetration_points", 9.0, 2)).map(|_| ()),
            Err("no plan path exists for this metric")
        );
        assert_eq!(
            plan.outlook(&target("share_of_wallet", 50.0, 2)).map(|_| ()),
            Err("no category spend is recorded")
        );
    });
}

#[test]
fn only_open_items_count_and_overdue_ones_arrive_after_the_base() {
    let done = RoadmapItem { status: ItemStatus::Done, ..item("done", &["d"], 100.0, 1) };
    let dropped = RoadmapItem { status: ItemStatus::Dropped, ..item("dropped", &["d"], 100.0, 1) };
    let overdue = RoadmapItem { status: ItemStatus::InProgress, ..item("overdue", &["d"], 7.0, -2) };
    let unpriced = RoadmapItem { opportunity: None, ..item("unpriced", &["d"], 0.0, 1) };
    let workspace = workspace([revenue(100.0, 1000.0).items(vec![done, dropped, overdue, unpriced])]);
    simulated(&workspace, |plan| {
        assert_eq!(plan.items.len(), 2);
        assert_eq!((plan.arr_at(NOW, &PLAN), plan.arr_at(NOW.plus(1), &PLAN)), (Some(100.0), Some(107.0)));
        assert_eq!(plan.periods().count(), 4);
    });
}

#[test]
fn chances_come_from_the_risk_or_the_item() {
    for (risk, expected) in [(Risk::Low, 0.80), (Risk::Medium, 0.50), (Risk::High, 0.25)] {
        assert_eq!(probability(&RoadmapItem { risk, ..item("i", &[], 1.0, 1) }), expected);
    }
    let own = RoadmapItem { probability_override: Some(money(0.65)), ..item("i", &[], 1.0, 1) };
    assert_eq!(probability(&own), 0.65);
    // The mean chance of a unit is weighted by money (ruling A22).
    let high = RoadmapItem { risk: Risk::High, ..item("high", &["d"], 300.0, 1) };
    let account = revenue(0.0, 1000.0).items(vec![item("low", &["d"], 100.0, 1), high]);
    let found = measure(&workspace([account]));
    let inputs = found.inputs();
    let survey = Survey::new(&inputs);
    let table = gap_table(&survey, &Standing::new(&survey), &found.workspace.settings.opportunity, None);
    close(table.rows[0].expected_value(), 1000.0 * (0.8 * 100.0 + 0.25 * 300.0) / 400.0);
    assert_eq!((table.rows[0].planned, table.rows[0].unplanned), (400.0, 600.0));
}

#[test]
fn several_items_on_one_unit_are_chances_that_join() {
    // Ruling B82: 1 − (1 − 0.8)(1 − 0.5).
    let medium = RoadmapItem { risk: Risk::Medium, ..activating("b", &["u"], 1) };
    let account = revenue(1.0, 2.0)
        .division("u", rec().status(Status::Unpenetrated))
        .items(vec![activating("a", &["u"], 1), medium]);
    let workspace = workspace([account]);
    close(simulated(&workspace, |plan| plan.value("unit_penetration", NOW.plus(1), &HEDGED).ok()), 95.0);
    assert_eq!(path(&workspace, "unit_penetration", &PLAN)[0], 100.0);
}

#[test]
fn a_unit_that_joins_takes_along_what_inherits_from_it() {
    let department = |key: &str, parent: &str| (unit(key, parent, UnitKind::Department), vec![(NOW, open())]);
    let mut account = account()
        .bare("hub", "", UnitKind::Region)
        .with(unit("plain", "hub", UnitKind::Division), vec![(NOW, rec())])
        .with(unit("own", "hub", UnitKind::Division), vec![(NOW, open())]);
    for (key, parent) in [("a", "plain"), ("b", "plain"), ("c", "own")] {
        let (node, records) = department(key, parent);
        account = account.with(node, records);
    }
    account.units[1] = Arc::new({
        let mut hub = (*account.units[1]).clone();
        hub.region = Some("r".into());
        hub
    });
    let one = |items| workspace([account.clone().items(items)]).regions(&["r"]);
    let values = |workspace: &Workspace| {
        ["unit_penetration", "division_penetration", "department_penetration", "geographic_penetration"]
            .map(|metric| path(workspace, metric, &PLAN)[0].round())
    };
    // A department joins its division, which has no status of its own, and both are one event.
    assert_eq!(values(&one(vec![activating("i", &["a"], 1)])), [33.0, 50.0, 33.0, 100.0]);
    // A division with a status of its own stays what it is.
    assert_eq!(values(&one(vec![activating("i", &["c"], 1)])), [33.0, 0.0, 33.0, 100.0]);
    // A node that counts nowhere stands for the counted units below it.
    assert_eq!(values(&one(vec![activating("i", &["hub"], 1)])), [100.0, 50.0, 100.0, 100.0]);
    // A division that counts as one does not make its departments active.
    assert_eq!(values(&one(vec![activating("i", &["own"], 1)])), [0.0, 50.0, 0.0, 0.0]);
    let hedged = one(vec![activating("i", &["a", "b"], 1)]);
    close(simulated(&hedged, |plan| plan.value("division_penetration", NOW.plus(1), &HEDGED).ok()), 40.0);
}

fn open() -> inroads::domain::UnitRecord {
    rec().status(Status::Unpenetrated)
}

#[test]
fn users_seats_and_products_follow_effects() {
    let effects = Effects {
        users: Some(count(30)),
        seats: Some(count(40)),
        adopts: vec![("d".into(), "q".into()), ("d".into(), "p".into()), ("nowhere".into(), "r".into())],
        ..Effects::default()
    };
    let ramped = RoadmapItem { effects, ramp_periods: 2, opportunity: None, ..item("i", &["d"], 0.0, 2) };
    let record = rec()
        .status(Status::Active)
        .licensed(20)
        .active(10)
        .eligible(100)
        .product("p", ProductState::Adopted);
    let workspace =
        workspace([account().division("d", record).items(vec![ramped])]).products(&["p", "q", "r"]);
    near(&path(&workspace, "user_penetration", &PLAN)[..3], &[25.0, 40.0, 40.0]);
    near(&path(&workspace, "seat_penetration", &PLAN)[..3], &[40.0, 60.0, 60.0]);
    near(&path(&workspace, "seat_penetration", &HEDGED)[..2], &[36.0, 52.0]);
    near(&path(&workspace, "product_penetration", &PLAN)[..3], &[33.333_333_3, 66.666_666_7, 66.666_666_7]);
    simulated(&workspace, |plan| {
        assert!(plan.value(REVENUE, NOW.plus(1), &PLAN).is_err(), "product lifts are no revenue");
        assert_eq!(plan.arr_at(NOW.plus(2), &PLAN), None, "unknown ARR stays unknown");
    });
}

#[test]
fn a_growing_potential_lowers_the_rate() {
    let workspace = workspace([revenue(50.0, 100.0)]);
    simulated(&workspace, |plan| {
        let growing = Scenario { growth: 0.25, ..PLAN };
        close(plan.value(REVENUE, NOW.plus(4), &growing).ok(), 40.0);
        close(plan.value(REVENUE, NOW, &growing).ok(), 50.0);
    });
}

#[test]
fn a_mistyped_year_is_not_endless() {
    let workspace = workspace([revenue(1.0, 2.0).items(vec![item("i", &["d"], 1.0, 40_000)])]);
    simulated(&workspace, |plan| assert_eq!(plan.periods().count(), 400));
}

#[test]
fn money_goes_to_counted_units_by_white_space() {
    let account = account()
        .bare("east", "", UnitKind::Region)
        .with(unit("a", "east", UnitKind::Division), vec![(NOW, open().potential(300.0))])
        .with(unit("b", "east", UnitKind::Division), vec![(NOW, open().potential(100.0))])
        .items(vec![item("i", &["east", "a"], 200.0, 1), item("over", &["b"], 120.0, 1)]);
    let found = measure(&workspace([account]));
    let inputs = found.inputs();
    let survey = Survey::new(&inputs);
    let table = gap_table(&survey, &Standing::new(&survey), &found.workspace.settings.opportunity, None);
    let planned: Vec<(f64, f64)> = table.rows.iter().map(|row| (row.planned, row.unplanned)).collect();
    assert_eq!(planned, [(150.0, 150.0), (170.0, 0.0)]);
}

#[test]
fn verified_impact_of_finished_items() {
    let finished = |key: &str, targets: &[&str], amount, start: i32, completed: i32| RoadmapItem {
        status: ItemStatus::Done,
        start_period: Some(NOW.plus(start)),
        completed_in: Some(NOW.plus(completed)),
        axis: Some(Axis::Revenue),
        ..item(key, targets, amount, completed)
    };
    let active = |arr| rec().status(Status::Active).arr(arr).potential(1000.0);
    let account = revenue(180.0, 1000.0)
        .record("d", NOW.plus(-4), active(100.0))
        .record("d", NOW.plus(-3), active(100.0))
        .with(unit("new", "", UnitKind::Division), vec![(NOW, active(70.0))])
        .bare("silent", "", UnitKind::Division)
        .items(vec![
            finished("confirmed", &["d"], 100.0, -4, -2),
            finished("partial", &["d", "d"], 400.0, -4, -2),
            finished("not", &["d"], 401.0, -4, -2),
            finished("pending", &["d"], 100.0, -4, -1),
            finished("unknown", &["silent"], 100.0, -4, -2),
            RoadmapItem { start_period: None, ..finished("undated", &["d"], 100.0, -4, -2) },
            RoadmapItem { opportunity: None, ..finished("free", &["d"], 0.0, -3, -2) },
            item("open", &["d"], 10.0, 1),
        ]);
    let account = account.changed("new", |unit| unit.valid_from = Some(NOW)).items([finished(
        "newcomer",
        &["new"],
        70.0,
        -4,
        -2,
    )]);
    let workspace = workspace([account]);
    let owner = &workspace.accounts[0];
    let tree = Tree::new(&owner.units).unwrap();
    let found = impacts(&workspace, owner, &tree, NOW);
    let verdicts: Vec<(&str, Option<f64>, Option<Verdict>)> =
        found.iter().map(|impact| (impact.item.key.as_str(), impact.realised, impact.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("confirmed", Some(80.0), Some(Verdict::Confirmed)),
            ("partial", Some(80.0), Some(Verdict::Partial)),
            ("not", Some(80.0), Some(Verdict::NotConfirmed)),
            ("pending", None, Some(Verdict::Pending)),
            ("unknown", None, None),
            ("undated", None, None),
            ("free", Some(80.0), None),
            ("newcomer", Some(70.0), Some(Verdict::Confirmed)),
        ]
    );
    assert_eq!(found[4].reason, Some("ARR of its target units is unknown at one end"));
    assert_eq!(found[5].reason, Some("no start period is entered"));
    close(found[0].axis[0], 10.0);
    close(found[0].axis[1], 100.0 * 250.0 / 2000.0);
}

#[test]
fn the_plan_opens_down_to_its_fields() {
    let mut sample = techcorp();
    let owner = Arc::make_mut(&mut sample.accounts[0]);
    let items = Arc::make_mut(&mut owner.roadmap);
    items[0].effects.users = Some(count(380));
    items[0].effects.adopts = vec![("retail".into(), "p3".into())];
    let found = measure(&sample);
    let inputs = found.inputs();
    let survey = Survey::new(&inputs);
    let plan = Simulation::new(&survey);
    let growing = Scenario { growth: 0.1, ..HEDGED };
    for scenario in [PLAN, HEDGED, Scenario::WITHOUT_HIGH, growing] {
        for period in std::iter::once(NOW).chain(plan.periods()) {
            let arr = explain_planned_arr(&survey, &plan, period, &scenario);
            assert_eq!(arr.value, plan.arr_at(period, &scenario));
            check(&arr);
            for metric in Axis::ALL.iter().map(|axis| axis.metric()).chain(["overall_penetration"]) {
                let opened = explain_planned(&survey, &plan, metric, period, &scenario);
                assert_eq!(opened.value, plan.value(metric, period, &scenario).ok(), "{metric}");
                check(&opened);
                if let (Some(value), [above, below]) = (opened.value, opened.inputs.as_slice()) {
                    close(Some(100.0 * above.value.unwrap() / below.value.unwrap()), value);
                }
            }
        }
    }
    let q1 = explain_planned(&survey, &plan, REVENUE, NOW.plus(1), &HEDGED);
    let retail = &q1.inputs[0].inputs[1];
    assert_eq!((retail.name.as_str(), retail.value), ("retail", Some(160_000.0)));
    assert_eq!(retail.inputs[0].field, Some(("retail".to_owned(), NOW, "opportunity")));
    assert_eq!(retail.inputs[1].value, Some(80.0));
}

/// Units as (ARR, potential, active), items as (unit, money, due, ramp, risk, activates, users).
type Units = Vec<(u32, u32, bool)>;
type Items = Vec<(usize, u32, i32, u32, usize, bool, u32)>;

fn random_units() -> impl Strategy<Value = Units> {
    prop::collection::vec((0..1000_u32, 0..2000_u32, any::<bool>()), 1..8)
}

fn random_items() -> impl Strategy<Value = Items> {
    let item = (0..8_usize, 0..1000_u32, -3..9_i32, 1..5_u32, 0..3_usize, any::<bool>(), 0..50_u32);
    prop::collection::vec(item, 0..8)
}

fn random_account(units: &Units, items: &Items) -> Account {
    let mut found = account().bare("hub", "", UnitKind::Region);
    for (at, (arr, potential, active)) in units.iter().enumerate() {
        let status = if *active { Status::Active } else { Status::Unpenetrated };
        let record =
            rec().status(status).arr(f64::from(*arr)).potential(f64::from(*potential)).active(1).eligible(90);
        found = found.with(unit(&format!("u{at}"), "hub", UnitKind::Division), vec![(NOW, record)]);
    }
    let items = items.iter().enumerate().map(|(at, (target, amount, due, ramp, risk, activates, users))| {
        // One past the last unit is the region, which stands for all of them.
        let target = if *target < units.len() { format!("u{target}") } else { "hub".to_owned() };
        let effects = Effects {
            activates: if *activates { vec![target.as_str().into()] } else { Vec::new() },
            users: Some(count(*users)),
            ..Effects::default()
        };
        RoadmapItem {
            ramp_periods: *ramp,
            risk: Risk::ALL[*risk],
            effects,
            ..item(&format!("i{at}"), &[&target], f64::from(*amount), *due)
        }
    });
    found.items(items)
}

const METRICS: [&str; 4] = [REVENUE, "unit_penetration", "division_penetration", "user_penetration"];

proptest! {
    #[test]
    fn the_path_begins_at_what_is_measured_and_never_falls(units in random_units(), items in random_items()) {
        let workspace = workspace([random_account(&units, &items)]);
        let found = measure(&workspace);
        let inputs = found.inputs();
        let plan = Simulation::new(&Survey::new(&inputs));
        for metric in METRICS {
            prop_assert_eq!(plan.value(metric, NOW, &HEDGED).ok(), found.value(metric));
            let mut before = found.value(metric);
            for period in plan.periods() {
                let (full, hedged) = (plan.value(metric, period, &PLAN).ok(), plan.value(metric, period, &HEDGED).ok());
                prop_assert_eq!(full.is_some(), before.is_some());
                let Some((full, hedged)) = full.zip(hedged) else { continue };
                prop_assert!(full >= before.unwrap_or(0.0) - 1e-9, "{} falls", metric);
                prop_assert!(hedged <= full + 1e-9 && hedged >= found.value(metric).unwrap_or(0.0) - 1e-9);
                before = Some(full);
            }
        }
    }

    #[test]
    fn the_order_of_items_does_not_matter(units in random_units(), items in random_items()) {
        let account = random_account(&units, &items);
        let mut reversed = account.clone();
        Arc::make_mut(&mut reversed.roadmap).reverse();
        let (one, other) = (workspace([account]), workspace([reversed]));
        let all = |workspace: &Workspace| simulated(workspace, |plan| {
            let mut values = Vec::new();
            for period in plan.periods() {
                for scenario in [PLAN, HEDGED, Scenario::WITHOUT_HIGH] {
                    values.push(plan.arr_at(period, &scenario));
                    values.extend(METRICS.iter().map(|metric| plan.value(metric, period, &scenario).ok()));
                }
            }
            values
        });
        for (one, other) in all(&one).into_iter().zip(all(&other)) {
            prop_assert_eq!(one.is_some(), other.is_some());
            prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-6);
        }
    }

    #[test]
    fn planned_and_unplanned_make_up_the_white_space(units in random_units(), items in random_items()) {
        let account = random_account(&units, &items);
        let promised: f64 = account.roadmap.iter().filter_map(|item| item.opportunity).map(Amount::get).sum();
        let workspace = workspace([account]);
        let found: Measured = measure(&workspace);
        let inputs = found.inputs();
        let survey = Survey::new(&inputs);
        let table = gap_table(&survey, &Standing::new(&survey), &workspace.settings.opportunity, None);
        let mut planned = 0.0;
        for row in &table.rows {
            if row.planned <= row.white_space {
                prop_assert!((row.planned + row.unplanned - row.white_space).abs() < 1e-6);
            } else {
                prop_assert_eq!(row.unplanned, 0.0);
            }
            prop_assert!(row.score.is_some_and(|score| (-1e-9..=100.0 + 1e-9).contains(&score)));
            prop_assert!(row.chance.is_none_or(|chance| (0.25 - 1e-9..=0.8 + 1e-9).contains(&chance)));
            planned += row.planned;
        }
        // Money for units at their potential is the only money that is in no row.
        prop_assert!(planned <= promised + 1e-6);
        let unplanned: f64 = table.rows.iter().map(|row| row.unplanned).sum();
        prop_assert!((unplanned - found.value("unplanned_white_space").unwrap_or(0.0)).abs() < 1e-6);
    }
}

/// Rulings B36 and B62: retention has no path, so R-28 and R-29 cannot be checked, also where the year before is known;
/// what it is at the base counts for the reach date.
#[test]
fn retention_has_no_path_even_where_it_is_measured() {
    let before = rec().status(Status::Active).arr(100.0).potential(200.0);
    let aims = vec![target("nrr", 110.0, 0), target("nrr", 130.0, 4), target("yoy_pp", 5.0, 0)];
    let mut workspace = workspace([revenue(120.0, 200.0).record("d", NOW.plus(-4), before).aim(aims)]);
    simulated(&workspace, |plan| {
        close(plan.value("nrr", NOW, &PLAN).ok(), 120.0);
        assert_eq!(plan.reach("nrr", 110.0, &PLAN), Ok(Some(NOW)));
        assert_eq!(plan.reach("yoy_pp", 5.0, &PLAN), Ok(Some(NOW)));
        assert_eq!(plan.reach("nrr", 130.0, &PLAN), Err("no plan path exists for this metric"));
    });
    for rule in ["R-28", "R-29"] {
        assert_eq!(checking::outcome(&workspace, rule), Outcome::CannotCheck);
        assert_eq!(checking::entries(&workspace, rule)[0].missing, ["no plan path exists for this metric"]);
    }
    // The window says the same as the command line.
    let shared = Arc::new(workspace.clone());
    let derived = Memos::default().refresh(&shared, NOW);
    let found = derived.accounts[0].findings.iter().filter(|finding| finding.rule.id == "R-29");
    assert_eq!(found.map(|finding| finding.outcome).collect::<Vec<_>>(), [Outcome::CannotCheck]);
    // What has a path fires all the same.
    Arc::make_mut(&mut Arc::make_mut(&mut workspace.accounts[0]).targets).push(target(REVENUE, 90.0, 1));
    assert_eq!(checking::outcome(&workspace, "R-29"), Outcome::Fired);
}
