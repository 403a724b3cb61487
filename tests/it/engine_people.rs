//! Relationships, competition, plans and data confidence, by the numbers of their test vectors.

use std::sync::Arc;

use inroads::{
    domain::{
        Account, Amount, Branch, BranchOwner, CompetitorKind, ItemStatus, Potential, Role, Sentiment,
        SignalKind, Status, Tier, UnitKind,
    },
    engine::{
        evaluate::evaluate,
        metrics::{attainment, branches, is_engaged, need_coverage, planned},
        scoring::{find_model, optional_factors},
    },
};
use jiff::civil::date;

use super::support::{
    build::{
        Fields, Grow, Measured, NOW, account, close, item, measure, measured, person, rec, revenue, rival,
        signal, unit, workspace,
    },
    techcorp::{Q4, techcorp},
};

#[test]
fn tv_54_ninety_days_are_recent_and_ninety_one_are_not() {
    let today = date(2025, 12, 31);
    let met = |day| person("p", "", Role::Champion, Some(day));
    assert!(is_engaged(&met(date(2025, 10, 2)), today));
    assert!(!is_engaged(&met(date(2025, 10, 1)), today));
    assert!(!is_engaged(&met(date(2026, 1, 5)), today));
    // Earlier contacts are kept, so that a later one does not empty the past.
    let mut twice = met(date(2025, 12, 1));
    twice.engagements.push(date(2026, 1, 5));
    assert!(is_engaged(&twice, today));
}

#[test]
fn tv_55_coverage() {
    let met = |index: u32| (index < 7).then_some(date(2025, 12, 1));
    let people = (0..10).map(|index| person(&format!("p{index}"), "", Role::Influencer, met(index)));
    let found = measured(revenue(1.0, 2.0).people(people));
    let rate = found.metrics.get("coverage_score");
    assert_eq!((rate.value, rate.numerator, rate.denominator), (Some(70.0), Some(7.0), Some(10.0)));
    assert_eq!(found.value("single_threaded"), Some(0.0));
}

#[test]
fn tv_57_no_contacts() {
    let never = measured(revenue(1.0, 2.0));
    for key in [
        "coverage_score",
        "engaged_stakeholders",
        "threaded_units_share",
        "single_threaded",
        "champion_count",
    ] {
        assert_eq!(never.metrics.get(key).reason, Some("no stakeholder is recorded"), "{key}");
    }
    let mut gone = person("p", "", Role::Champion, Some(date(2025, 12, 1)));
    gone.left_on = Some(date(2025, 12, 31));
    let left = measured(revenue(1.0, 2.0).people([gone]));
    assert_eq!(left.value("engaged_stakeholders"), Some(0.0));
    assert_eq!(left.value("single_threaded"), Some(1.0));
    assert_eq!(left.metrics.get("coverage_score").reason, Some("no stakeholder counts on this day"));
}

#[test]
fn people_belong_to_their_unit_and_all_above_it() {
    let met = Some(date(2025, 12, 1));
    let account = account()
        .division("x", rec().status(Status::Active))
        .with(unit("below", "x", UnitKind::Other), vec![])
        .changed("below", |unit| unit.counting = inroads::domain::Counting::Never)
        .division("y", rec().status(Status::Active))
        .division("z", rec().status(Status::Unpenetrated))
        .people([
            person("a", "x", Role::Champion, met),
            person("b", "below", Role::TechnicalBuyer, met),
            person("c", "y", Role::EconomicBuyer, met),
            person("d", "", Role::ExecutiveSponsor, met),
            person("e", "", Role::ExecutiveSponsor, None),
        ]);
    let found = measured(account);
    assert_eq!(found.value("threaded_units_share"), Some(50.0));
    let roles = found.metrics.get("role_coverage");
    assert_eq!((roles.value, roles.denominator), (Some(4.0), Some(4.0)));
    assert_eq!(found.value("champion_count"), Some(2.0));
}

#[test]
fn competitors_hold_white_space_by_status_or_by_entry() {
    let free = |key: &str, account: Account| {
        account.division(key, rec().status(Status::Unpenetrated).potential(100.0))
    };
    let mut gone = rival("c", None);
    gone.until = Some(date(2025, 12, 31));
    let mut legacy = rival("d", None);
    legacy.kind = CompetitorKind::LegacySystem;
    let account = account()
        .division("a", rec().status(Status::CompetitorHeld).potential(50.0))
        .division("p", rec().status(Status::Pilot).potential(30.0));
    let account = ["b", "c", "d"].into_iter().fold(account, |account, key| free(key, account));
    let found = measured(account.rivals([rival("b", None), gone, legacy, rival("", None)]));
    assert_eq!(found.value("competitor_white_space"), Some(150.0));
    close(found.value("competitor_white_space_share"), 100.0 * 150.0 / 380.0);
    assert_eq!((found.value("competitor_units"), found.value("pilot_pipeline")), (Some(2.0), Some(30.0)));
    let none = measured(account_without_potential());
    assert_eq!(none.metrics.get("competitor_white_space").reason, Some("no potential is recorded"));
}

fn account_without_potential() -> Account {
    account().division("a", rec().status(Status::CompetitorHeld))
}

#[test]
fn the_sample_gives_the_rest_of_its_expected_figures() {
    let found = measure(&techcorp());
    for (key, expected) in [
        ("product_grid_penetration", 11.111_111_1),
        ("average_product_adoption", 33.333_333_3),
        ("average_product_adoption_all", 11.111_111_1),
        ("cross_sell_readiness", 62.5),
        ("engaged_stakeholders", 7.0),
        ("coverage_score", 70.0),
        ("threaded_units_share", 66.666_666_7),
        ("champion_count", 4.0),
        ("role_coverage", 4.0),
        ("single_threaded", 0.0),
        ("competitor_white_space", 400_000.0),
        ("competitor_white_space_share", 14.814_814_8),
        ("competitor_units", 1.0),
        ("pilot_pipeline", 200_000.0),
        ("roadmap_coverage", 79.629_629_6),
        ("unplanned_white_space", 550_000.0),
        ("penetration_points", 36.0),
        ("confirmed_units", 100.0),
        ("grounded_potential", 100.0),
        ("reviewed_potential", 100.0),
    ] {
        close(found.value(key), expected);
    }
    assert_eq!(found.metrics.get("nrr").reason, Some("no ARR is recorded at the beginning of the window"));
}

#[test]
fn tv_75_and_tv_76_the_roadmap_against_white_space_and_need() {
    let sample = techcorp();
    let found = measure(&sample);
    let account = found.inputs().account;
    close(found.value("roadmap_coverage"), 79.629_629_6);
    close(found.value("unplanned_white_space"), 550_000.0);
    close(need_coverage(account, 1_500_000.0, 3_200_000.0).value, 126.470_588_2);
    assert_eq!(need_coverage(account, 10.0, 10.0).value, None);
    // The wave of two units is spread by their white space: 400 and 300 of 700.
    let planned = planned(account, &found.tree, &found.facts);
    assert_eq!((planned[found.unit("japan")], planned[found.unit("australia")]), (400_000.0, 300_000.0));
}

#[test]
fn plans_for_a_region_stand_for_the_units_below_it() {
    let mut done = item("done", &["x"], 500.0, NOW);
    done.status = ItemStatus::Done;
    let account = account()
        .bare("r", "", UnitKind::Region)
        .with(unit("x", "r", UnitKind::Country), vec![(NOW, rec().status(Status::Lost).potential(300.0))])
        .with(unit("y", "r", UnitKind::Country), vec![(NOW, rec().status(Status::Lost).potential(100.0))])
        .division("full", rec().status(Status::Active).arr(5.0).potential(5.0))
        .division("bare", rec().status(Status::Active))
        .items([item("wave", &["r", "x"], 40.0, NOW), item("even", &["full", "bare"], 10.0, NOW), done]);
    let found = measured(account);
    let planned = planned(found.inputs().account, &found.tree, &found.facts);
    let of = |key: &str| planned[found.unit(key)];
    assert_eq!((of("x"), of("y"), of("full"), of("bare"), of("r")), (30.0, 10.0, 5.0, 5.0, 0.0));
    close(found.value("unplanned_white_space"), 360.0);
    close(found.value("roadmap_coverage"), 12.5);
}

#[test]
fn targets_say_what_is_missing_and_what_each_period_must_bring() {
    let found = measure(&techcorp());
    let target =
        |metric: &str| found.inputs().account.targets.iter().find(|t| t.metric.as_str() == metric).unwrap();
    let division = attainment(target("division_penetration"), &found.metrics);
    close(division.gap, 44.444_444_4);
    close(division.attainment, 42.857_142_9);
    close(division.required_per_period, 11.111_111_1);
    let mut due = target("division_penetration").clone();
    due.due_period = Q4;
    assert_eq!(attainment(&due, &found.metrics).required_per_period, None);
    due.metric = "share_of_wallet".into();
    assert_eq!(attainment(&due, &found.metrics).gap, None);
    due.metric = "division_penetration".into();
    due.value = Amount::ZERO;
    assert_eq!(attainment(&due, &found.metrics).attainment, None);
}

#[test]
fn confidence_looks_at_what_enters_the_potential() {
    let potential = |value: f64, grounded: bool, reviewed| {
        let mut record = if grounded { rec().potential(value) } else { rec().estimate(value) };
        let held: &mut Potential = Arc::make_mut(record.potential.as_mut().unwrap());
        held.reviewed_on = reviewed;
        record
    };
    let account = account()
        .division("a", potential(100.0, true, Some(date(2024, 12, 31))))
        .division("b", potential(200.0, false, Some(date(2024, 12, 30))))
        .division("c", rec().carried(NOW.plus(-1)))
        .bare("d", "", UnitKind::Division)
        .with(unit("t", "", UnitKind::Division), vec![(NOW, potential(100.0, false, None))])
        .changed("t", |unit| unit.entry_mode = inroads::domain::EntryMode::Total)
        .with(
            unit("below", "t", UnitKind::Other),
            vec![(NOW, potential(900.0, true, Some(date(2025, 12, 1))))],
        );
    let found = measured(account);
    assert_eq!(found.value("grounded_potential"), Some(25.0));
    assert_eq!(found.value("reviewed_potential"), Some(25.0));
    // Counted: a, b, c, d and the unit below the total; c is carried, d has no record.
    assert_eq!(found.value("confirmed_units"), Some(60.0));
    assert_eq!(measured(account_without_potential()).metrics.get("grounded_potential").value, None);
}

#[test]
fn branches_have_owners_and_gaps() {
    let mut sample = techcorp();
    let owner = |account: Option<&str>, branch, accountable: Option<&str>| BranchOwner {
        account: account.map(Into::into),
        branch,
        responsible: None,
        accountable: accountable.map(str::to_owned),
        consulted: Vec::new(),
        informed: Vec::new(),
    };
    sample.owners = Arc::new(vec![
        owner(None, Branch::Seats, Some("Everyone")),
        owner(Some("techcorp"), Branch::Seats, Some("Ana")),
        owner(None, Branch::Spend, None),
    ]);
    let found = measure(&sample);
    let standing = branches(&sample, &"techcorp".into(), &found.metrics);
    let owners: Vec<Option<&str>> = standing.iter().map(|branch| branch.accountable.as_deref()).collect();
    assert_eq!(owners, [Some("Ana"), Some("Product"), Some("Customer success"), None]);
    assert_eq!(standing.map(|branch| branch.gap_pp), [Some(65.625), Some(50.0), None, None]);
}

#[test]
fn offered_factors_and_models_read_their_metrics() {
    let mut account = revenue(90.0, 200.0)
        .record("d", NOW.plus(-4), rec().status(Status::Active).arr(100.0).potential(200.0))
        .people([person("p", "d", Role::Champion, Some(date(2025, 12, 1)))]);
    account.tier = Some(Tier::Enterprise);
    let record = rec().status(Status::Active).arr(90.0).potential(200.0).wallet(300.0).licensed(10).active(8);
    account = account.record("d", NOW, record);
    account.units[1] = Arc::new({
        let mut node = (*account.units[1]).clone();
        node.region = Some("na".into());
        node
    });
    let workspace = workspace([account]);
    let mut model = (*workspace.active_model()).clone();
    model.factors = optional_factors();
    for factor in &mut model.factors {
        factor.enabled = true;
        factor.weight_raw = Amount::new(1.0).unwrap();
    }
    let score = |model| evaluate(&workspace, &workspace.accounts[0], NOW, model).score;
    let points: Vec<Option<f64>> = score(&model).factors.iter().map(|factor| factor.points).collect();
    assert_eq!(points, [100.0, 80.0, 100.0, 0.0, 25.0].map(Some));
    let five = find_model(&workspace, &"b_dimensions".into()).unwrap();
    let points: Vec<Option<f64>> = score(&five).factors.iter().map(|factor| factor.points).collect();
    // One engaged person: a third of the way to the 50 points of three.
    assert_eq!(points, [Some(80.0), None, Some(50.0 / 3.0), None, Some(30.0)]);
    assert!(find_model(&workspace, &"d_axes".into()).is_some());
}

#[test]
fn good_news_and_champions_make_a_unit_ready() {
    let used = rec().status(Status::Active).licensed(10).active(6);
    let with = |account: Account| {
        let products = super::support::build::Furnish::products(workspace([account]), &["p", "q"]);
        Measured::new(&products, 0, NOW).metrics.get("cross_sell_readiness")
    };
    let plain = account().division("x", used.clone()).division("y", used.clone().active(5));
    assert_eq!(with(plain.clone()).value, Some(0.0));
    let news = |day| signal("s", "x", SignalKind::FeatureRequest, day);
    assert_eq!(with(plain.clone().signals([news(date(2025, 12, 1))])).value, Some(50.0));
    assert_eq!(with(plain.clone().signals([news(date(2026, 1, 1))])).value, Some(0.0));
    let mut champion = person("c", "x", Role::Champion, Some(date(2025, 12, 1)));
    assert_eq!(with(plain.clone().people([champion.clone()])).value, Some(50.0));
    champion.sentiment = Sentiment::Neutral;
    assert_eq!(with(plain.people([champion])).value, Some(0.0));
}
