//! Every rule fired, clear, and where it can be: not to be checked.

use std::sync::Arc;

use inroads::{
    domain::{
        Account, Amount, Axis, Basis, CompetitorKind, Counting, EntryMode, Movement, Period, Potential,
        ProductState, Risk, Role, Sentiment, SignalKind, Stakeholder, Status, Target, Tier, UnitKind,
        UnitRecord, Workspace,
    },
    engine::rules::{Outcome, RULES},
};
use jiff::civil::{Date, date};

use super::support::{
    build::{
        Fields, Furnish, Grow, NOW, account, item, money, person, product, rec, revenue, rival, signal, unit,
        workspace,
    },
    checking::outcome,
};

/// One rule in its outcomes; the last is empty where nothing that the rule needs can be missing.
struct Case {
    rule: &'static str,
    fired: Workspace,
    clear: Workspace,
    unknown: Option<Workspace>,
}

fn case(rule: &'static str, fired: Workspace, clear: Workspace, unknown: Workspace) -> Case {
    Case { rule, fired, clear, unknown: Some(unknown) }
}

fn sure(rule: &'static str, fired: Workspace, clear: Workspace) -> Case {
    Case { rule, fired, clear, unknown: None }
}

const TODAY: Date = date(2025, 12, 31);
const RECENT: Date = date(2025, 12, 1);

fn one(account: Account) -> Workspace {
    workspace([account])
}

/// An active division with this record.
fn active(record: UnitRecord) -> Workspace {
    one(account().division("d", record.status(Status::Active)))
}

/// A division with this record.
fn of(record: UnitRecord) -> Workspace {
    one(account().division("d", record))
}

fn people(count: usize, engaged: usize, role: Role) -> Vec<Stakeholder> {
    (0..count)
        .map(|index| person(&format!("p{index}"), "d", role, (index < engaged).then_some(RECENT)))
        .collect()
}

/// A customer with these people in its only unit.
fn knowing(people: Vec<Stakeholder>) -> Workspace {
    one(revenue(50.0, 100.0).people(people))
}

/// A customer at a penetration, since so many months; 0 = unknown since when.
fn long(percent: f64, months: i32) -> Workspace {
    let mut account = revenue(percent, 100.0);
    let back = 12 * 2025 + 11 - months;
    let day = date(back.div_euclid(12) as i16, (back.rem_euclid(12) + 1) as i8, 1);
    account.customer_since = (months > 0).then_some(day);
    one(account)
}

/// A division whose record `of` gives for each value, the last in the current quarter.
fn over_time<T: Copy>(values: &[T], of: impl Fn(T) -> UnitRecord) -> Workspace {
    let last = values.len() as i32 - 1;
    let account = account().division("d", rec());
    one(values.iter().zip(0..).fold(account, |account, (value, at)| {
        account.record("d", NOW.plus(at - last), of(*value).status(Status::Active))
    }))
}

fn rates(percents: &[f64]) -> Workspace {
    over_time(percents, |percent| rec().arr(percent).potential(100.0))
}

/// Divisions with ARR.
fn paying(arr: &[Option<f64>]) -> Workspace {
    one(arr.iter().enumerate().fold(account(), |account, (index, arr)| {
        let record = rec().status(Status::Active);
        account.division(&format!("d{index}"), arr.map_or(record.clone(), |arr| record.arr(arr)))
    }))
}

/// Divisions with ARR a year ago and now.
fn year(lines: &[(f64, f64)]) -> Workspace {
    one(lines.iter().enumerate().fold(account(), |account, (index, (begin, end))| {
        let key = format!("d{index}");
        let account = account.division(&key, rec().status(Status::Active).arr(*end));
        account.record(&key, NOW.plus(-4), rec().status(Status::Active).arr(*begin))
    }))
}

/// Divisions with a status two quarters ago and now.
fn statuses(then: &[Status], now: &[Status], period: Period) -> Workspace {
    one(now.iter().enumerate().fold(account(), |account, (index, status)| {
        let key = format!("d{index}");
        let account = account.division(&key, rec().status(*status));
        then.get(index).map_or(account.clone(), |then| account.record(&key, period, rec().status(*then)))
    }))
}

fn departments(active: &[bool], before: Option<&[bool]>) -> Workspace {
    let status = |active: bool| rec().status(if active { Status::Active } else { Status::Unpenetrated });
    one(active.iter().enumerate().fold(account(), |account, (index, is_active)| {
        let mut records = vec![(NOW, status(*is_active))];
        if let Some(before) = before {
            records.insert(0, (NOW.plus(-1), status(before[index])));
        }
        account.with(unit(&format!("u{index}"), "", UnitKind::Department), records)
    }))
}

/// A division of this status with a signal.
fn signalled(status: Status, place: &str, kind: SignalKind) -> Workspace {
    let record = rec().status(status).arr(10.0).potential(100.0);
    let record = if status == Status::Unpenetrated { rec().status(status).potential(100.0) } else { record };
    let big = rec().status(Status::Active).arr(500.0).potential(1_000.0);
    one(account().division("d", record).division("big", big).signals([signal("s", place, kind, RECENT)]))
}

fn products(adopted: usize, offered: usize) -> Workspace {
    let keys: Vec<String> = (0..offered).map(|index| format!("p{index}")).collect();
    let record = keys[..adopted].iter().fold(rec(), |record, key| record.product(key, ProductState::Adopted));
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    one(account().division("d", record.status(Status::Active))).products(&keys)
}

fn contract(potential: Option<f64>, days: i64) -> Workspace {
    let expiry = TODAY.checked_add(jiff::Span::new().days(days)).unwrap();
    let record = rec().status(Status::CompetitorHeld);
    let mut entry = rival("d", Some(expiry));
    entry.kind = CompetitorKind::InHouse;
    one(account()
        .division("d", potential.map_or(record.clone(), |potential| record.potential(potential)))
        .rivals([entry]))
}

fn piloted(licensed: Option<u32>, active: u32, champion: bool) -> Workspace {
    let record = rec().status(Status::Pilot).active(active);
    let record = licensed.map_or(record.clone(), |licensed| record.licensed(licensed));
    let role = if champion { Role::Champion } else { Role::Influencer };
    one(account().division("d", record).people(people(1, 1, role)))
}

/// A division with a potential that `change` alters.
fn resting(change: impl FnOnce(&mut Potential)) -> Workspace {
    let mut potential = Potential::estimate(money(100.0));
    potential.basis = Basis::StatedBudget { amount: Some(money(100.0)) };
    potential.reviewed_on = Some(RECENT);
    change(&mut potential);
    of(UnitRecord { potential: Some(Arc::new(potential)), ..rec() })
}

/// Divisions of which the first has another record.
fn carried(record: UnitRecord, others: usize) -> Workspace {
    let account = account().division("d", record);
    one((0..others).fold(account, |account, index| account.division(&format!("o{index}"), rec())))
}

fn moving(churn: Option<f64>) -> Workspace {
    let amount = |value: f64| Amount::new(value).ok();
    let entry = Movement {
        period: NOW,
        begin: amount(100.0),
        new: amount(0.0),
        expansion: amount(20.0),
        contraction: amount(10.0),
        churn: churn.and_then(amount),
    };
    let mut account = revenue(110.0, 200.0);
    account.movements = Arc::new(vec![entry]);
    one(account)
}

fn placed(region: Option<&str>) -> Workspace {
    let account = account().division("d", rec());
    one(account.changed("d", |unit| unit.region = region.map(Into::into))).regions(&["na"])
}

fn totals(own: f64, below: f64) -> Workspace {
    let account = account().division("d", rec().arr(own));
    let account = account.with(unit("x", "d", UnitKind::Team), vec![(NOW, rec().arr(below))]);
    one(account.changed("d", |unit| unit.entry_mode = EntryMode::Total))
}

fn tiered(tier: Option<Tier>) -> Workspace {
    let mut account = revenue(1.0, 2.0);
    account.tier = tier;
    one(account)
}

fn weighted(raw: [f64; 2]) -> Workspace {
    let mut workspace = one(revenue(1.0, 2.0));
    let mut model = (*workspace.active_model()).clone();
    model.factors.truncate(2);
    for (factor, raw) in model.factors.iter_mut().zip(raw) {
        factor.weight_raw = money(raw);
    }
    workspace.models = Arc::new(vec![Arc::new(model)]);
    workspace
}

/// Accounts whose white space rises or falls with their rate.
fn portfolio(accounts: u32, rising: bool) -> Workspace {
    workspace((1..=accounts).map(|index| {
        let rate = f64::from(index) / 20.0;
        let potential = if rising { f64::from(1_000 * index) } else { 1_000.0 };
        let record = rec().status(Status::Active).arr(rate * potential).potential(potential);
        let people = rec().active(index).eligible(20);
        let record = record.active(people.active_users.unwrap().get()).eligible(20);
        Account::new(format!("a{index}"), "A").division("d", record)
    }))
}

fn as_of(day: Date) -> Workspace {
    let mut workspace = one(revenue(1.0, 2.0));
    Arc::make_mut(&mut workspace.settings).as_of = Some(day);
    workspace
}

fn twins(names: [&str; 2]) -> Workspace {
    let account = account().bare("x", "", UnitKind::Division).bare("y", "", UnitKind::Division);
    let account = account.changed("x", |unit| names[0].clone_into(&mut unit.name));
    one(account.changed("y", |unit| names[1].clone_into(&mut unit.name)))
}

fn planned(money: f64, potential: Option<f64>) -> Workspace {
    let record = rec().status(Status::Unpenetrated);
    let record = potential.map_or(record.clone(), |potential| record.potential(potential));
    one(account().division("d", record).items([item("i", &["d"], money, NOW)]))
}

fn owned(owner: Option<&str>) -> Workspace {
    let mut work = item("i", &["d"], 10.0, NOW);
    work.accountable = owner.map(str::to_owned);
    one(revenue(0.0, 100.0).items([work]))
}

fn users(then: Option<u32>, now: u32) -> Workspace {
    let record = |users| rec().status(Status::Active).active(users);
    let account = account().division("d", record(now));
    one(then.map_or(account.clone(), |then| account.record("d", NOW.plus(-1), record(then))))
}

fn detracted(against: usize, all: usize) -> Workspace {
    let mut list = people(all, all, Role::Influencer);
    list.iter_mut().take(against).for_each(|person| person.sentiment = Sentiment::Detractor);
    knowing(list)
}

fn left(on: Date) -> Workspace {
    let mut gone = person("p", "d", Role::Champion, Some(date(2025, 1, 1)));
    gone.left_on = Some(on);
    knowing(vec![gone])
}

#[rustfmt::skip]
fn of_customers() -> Vec<Case> {
    use Status::{Active, CompetitorHeld, Lost, Unpenetrated};
    let nobody = || one(revenue(50.0, 100.0));
    let pair = |known: bool| {
        let account = account().division("d", rec().status(Active).arr(50.0));
        let account = account.division("e", if known { rec().status(Active).arr(50.0) } else { rec().status(Active) });
        one(account.people(people(1, 1, Role::Champion)))
    };
    vec![
        case("R-01", knowing(people(2, 2, Role::Influencer)), knowing(people(3, 3, Role::Influencer)), nobody()),
        case("R-02", knowing(people(5, 1, Role::Influencer)), knowing(people(2, 2, Role::Influencer)), nobody()),
        case("R-03", active(rec().licensed(90).active(53)), active(rec().licensed(90).active(54)), active(rec().active(5))),
        case("R-04", departments(&[true, false], None), departments(&[true, true], None), one(account().root(rec()))),
        case("R-05", one(revenue(29.0, 100.0)), one(revenue(30.0, 100.0)), active(rec().arr(5.0))),
        case("R-06", long(29.0, 24), long(29.0, 23), long(29.0, 0)),
        case("R-07", long(49.0, 24), long(50.0, 24), long(49.0, 0)),
        case("R-08", rates(&[60.0, 50.0, 40.0]), rates(&[40.0, 50.0, 40.0]), rates(&[50.0, 40.0])),
        case("R-09", rates(&[60.0, 45.0, 50.0]), rates(&[59.0, 80.0, 50.0]), rates(&[60.0, 40.0])),
        case("R-10", statuses(&[Active, Active], &[Active, CompetitorHeld], NOW.plus(-2)),
            statuses(&[Active, Lost], &[Active, Unpenetrated], NOW.plus(-2)),
            statuses(&[Active, Active], &[Active, CompetitorHeld], NOW.plus(-1))),
        case("R-11", paying(&[Some(50.0), Some(50.0)]), paying(&[Some(49.0), Some(49.0), Some(2.0)]), paying(&[None])),
        case("R-12", paying(&[Some(5.0), Some(0.0)]), paying(&[Some(5.0), Some(1.0)]), paying(&[Some(5.0), None])),
        case("R-13", knowing(people(4, 1, Role::Influencer)), knowing(people(10, 3, Role::Influencer)), nobody()),
        case("R-14", knowing(people(3, 3, Role::Influencer)), knowing(people(1, 1, Role::ExecutiveSponsor)), nobody()),
        case("R-15", left(date(2025, 7, 4)), left(date(2025, 7, 3)), nobody()),
        case("R-16", pair(true), knowing(people(1, 1, Role::Influencer)), pair(false)),
        case("R-17", users(Some(100), 90), users(Some(100), 91), users(None, 90)),
        case("R-18", year(&[(100.0, 99.0)]), year(&[(100.0, 100.0)]), nobody()),
        case("R-19", year(&[(100.0, 120.0)]), year(&[(100.0, 121.0)]), nobody()),
        case("R-20", year(&[(100.0, 84.0), (0.0, 50.0)]), year(&[(100.0, 85.0), (0.0, 50.0)]), nobody()),
        sure("R-21", signalled(Active, "d", SignalKind::CompetitiveEvaluation), signalled(Unpenetrated, "d", SignalKind::CompetitiveEvaluation)),
        sure("R-22", signalled(Active, "", SignalKind::Restructuring), nobody()),
        case("R-23", one(account().division("d", rec().status(Active).arr(70.0).potential(100.0))
                .division("e", rec().status(Active).arr(500.0)).signals([signal("s", "d", SignalKind::BudgetCut, RECENT)])),
            signalled(Active, "d", SignalKind::BudgetCut),
            one(account().division("d", rec().status(Active).arr(1.0)).division("e", rec().status(Active).arr(5.0))
                .signals([signal("s", "d", SignalKind::BudgetCut, RECENT)]))),
        case("R-24", detracted(1, 3), detracted(1, 4), nobody()),
        case("R-25", products(1, 3), products(1, 2), nobody()),
        case("R-26", over_time(&[10, 10, 10], |seats| rec().licensed(seats).eligible(100)),
            over_time(&[10, 10, 11], |seats| rec().licensed(seats).eligible(100)),
            over_time(&[10, 10], |seats| rec().licensed(seats).eligible(100))),
        case("R-27", one(revenue(80.1, 100.0)), one(revenue(80.0, 100.0)), active(rec().arr(5.0))),
    ]
}

#[rustfmt::skip]
fn of_openings() -> Vec<Case> {
    use Status::{Active, CompetitorHeld, Pilot, Unpenetrated};
    let talking = |status| one(account().division("d", rec().status(status)).people(people(1, 1, Role::Influencer)));
    let seats = |licensed: u32, active_users: u32, eligible: u32| active(rec().licensed(licensed).active(active_users).eligible(eligible));
    vec![
        sure("O-01", signalled(Unpenetrated, "d", SignalKind::NewExecutiveChampion), signalled(Active, "d", SignalKind::NewExecutiveChampion)),
        sure("O-02", signalled(Active, "", SignalKind::SuccessStory), signalled(Active, "d", SignalKind::Hiring)),
        sure("O-03", signalled(Unpenetrated, "d", SignalKind::BudgetAllocation), signalled(Unpenetrated, "", SignalKind::BudgetAllocation)),
        case("O-04", contract(Some(10.0), 180), contract(Some(10.0), 181), contract(None, 10)),
        sure("O-05", of(rec().status(CompetitorHeld).active(1)), of(rec().status(Unpenetrated))),
        sure("O-06", signalled(Unpenetrated, "d", SignalKind::FeatureRequest), signalled(Active, "d", SignalKind::FeatureRequest)),
        sure("O-07", talking(Unpenetrated), talking(Pilot)),
        sure("O-08", signalled(Active, "", SignalKind::TechnologyChange), signalled(Active, "d", SignalKind::PilotSuccess)),
        case("O-09", piloted(Some(10), 6, true), piloted(Some(10), 6, false), piloted(None, 6, true)),
        case("O-10", one(revenue(0.0, 100.0)), planned(1.0, Some(100.0)), active(rec())),
        case("O-11", seats(10, 9, 20), seats(10, 9, 10), active(rec().licensed(10).eligible(20))),
        case("O-12", departments(&[true, true], Some(&[true, false])), departments(&[true, true], Some(&[true, true])),
            departments(&[true, true], None)),
    ]
}

#[rustfmt::skip]
fn of_figures() -> Vec<Case> {
    use Status::{Active, Expansion, Lost, Pilot, Unpenetrated};
    let uncounted = |status| {
        let account = account().with(unit("r", "", UnitKind::Region), vec![(NOW, rec().status(status))]);
        one(account.with(unit("x", "r", UnitKind::Country), vec![(NOW, rec())]))
    };
    vec![
        case("G-01", resting(|potential| potential.value = money(125.01)), resting(|potential| potential.value = money(125.0)),
            resting(|potential| potential.basis = Basis::Headcount { quantity: Some(money(1.0)), price: None })),
        sure("G-02", of(rec().estimate(5.0)), of(rec().potential(5.0))),
        case("G-03", resting(|potential| potential.reviewed_on = Some(date(2024, 12, 30))),
            resting(|potential| potential.reviewed_on = Some(date(2024, 12, 31))), resting(|potential| potential.reviewed_on = None)),
        sure("G-04", one(revenue(100.01, 100.0)), one(revenue(100.0, 100.0))),
        sure("G-05", active(rec().arr(5.0)), one(revenue(1.0, 2.0))),
        case("G-06", active(rec().licensed(10).active(5)), active(rec().licensed(10).active(6)), active(rec().active(5))),
        sure("G-07", portfolio(6, true), portfolio(6, false)),
        sure("G-08", of(UnitRecord { one_time: Some(money(5.0)), ..rec() }), of(UnitRecord { one_time: Some(money(0.0)), ..rec() })),
        sure("G-09", carried(rec().carried(NOW.plus(-2)), 9), carried(rec().carried(NOW.plus(-1)), 9)),
        sure("G-10", active(rec()), of(rec().status(Active).arr(1.0).potential(2.0))),
        sure("G-11", one(revenue(1.0, 2.0)), full()),
        sure("G-12", totals(100.0, 101.0), totals(101.0, 100.0)),
        sure("G-13", of(rec().arr(5.0).not_addressable()), of(rec().not_addressable())),
        sure("G-14", of(rec().status(Expansion).arr(0.0)), of(rec().status(Pilot).arr(0.0))),
        sure("G-15", active(rec().licensed(10).active(11)), active(rec().licensed(10).active(10))),
        sure("G-16", active(rec().licensed(11).eligible(10)), active(rec().licensed(10).eligible(10))),
        sure("G-17", active(rec().active(11).eligible(10)), active(rec().active(10).eligible(10))),
        sure("G-18", weighted([61.0, 39.0]), weighted([60.0, 40.0])),
        case("G-19", moving(Some(1.0)), moving(Some(0.0)), moving(None)),
        sure("G-20", of(rec().potential(11.0).wallet(10.0)), of(rec().potential(10.0).wallet(10.0))),
        sure("G-21", placed(None), placed(Some("na"))),
        case("G-22", knowing(people(2, 2, Role::Influencer)), knowing(people(3, 3, Role::Influencer)), one(revenue(1.0, 2.0))),
        case("G-23", planned(101.0, Some(100.0)), planned(100.0, Some(100.0)), planned(10.0, None)),
        sure("G-24", owned(None), owned(Some("Ana"))),
        sure("G-25", uncounted(Active), uncounted(Unpenetrated)),
        sure("G-26", as_of(date(2026, 4, 1)), as_of(date(2026, 3, 31))),
        sure("G-27", tiered(None), tiered(Some(Tier::Standard))),
        sure("G-28", portfolio(8, false), portfolio(7, false)),
        sure("G-29", twins(["A", "A"]), twins(["A", "B"])),
        sure("G-30", one(account().bare("d", "", UnitKind::Division)), of(rec())),
        sure("G-14", of(rec().status(Lost)), over_lost()),
    ]
}

/// A customer at 20 of 100 with a target and items of these risks and this money.
fn aiming(metric: &str, value: f64, items: &[(Risk, f64)]) -> Workspace {
    let mut account = revenue(20.0, 100.0);
    let target = Target { metric: metric.into(), value: money(value), due_period: NOW.plus(4) };
    account.targets = Arc::new(vec![target]);
    one(account.items(items.iter().enumerate().map(|(index, (risk, money))| {
        let mut work = item(&format!("i{index}"), &["d"], *money, NOW.plus(1));
        work.risk = *risk;
        work
    })))
}

#[rustfmt::skip]
fn of_targets() -> Vec<Case> {
    let revenue = |value: f64| aiming("revenue_penetration", value, &[(Risk::Low, 20.0), (Risk::High, 20.0)]);
    vec![
        case("R-28", revenue(60.0), revenue(40.0), aiming("nrr", 110.0, &[])),
        case("R-29", revenue(60.1), revenue(60.0), aiming("share_of_wallet", 50.0, &[])),
    ]
}

/// Lost after it was active.
fn over_lost() -> Workspace {
    let account = account().division("d", rec().status(Status::Lost));
    one(account.record("d", NOW.plus(-3), rec().status(Status::Active)))
}

/// Every axis has a value.
fn full() -> Workspace {
    let record = rec().status(Status::Active).arr(1.0).potential(2.0).wallet(3.0).budget(4.0);
    let record = record.licensed(5).active(4).eligible(6).product("p", ProductState::Adopted);
    let account =
        account().division("d", record).with(unit("x", "d", UnitKind::Department), vec![(NOW, rec())]);
    let mut workspace = one(account.changed("d", |unit| {
        unit.region = Some("na".into());
        unit.counting = Counting::Always;
    }));
    workspace = workspace.regions(&["na"]).headline(Axis::Spend);
    Arc::make_mut(&mut workspace.products).push(product("p"));
    workspace
}

#[test]
fn every_rule_fires_and_is_clear_and_says_when_it_cannot_tell() {
    let mut cases = of_customers();
    cases.extend(of_openings());
    cases.extend(of_figures());
    cases.extend(of_targets());
    for case in &cases {
        assert_eq!(outcome(&case.fired, case.rule), Outcome::Fired, "{}", case.rule);
        assert_eq!(outcome(&case.clear, case.rule), Outcome::Clear, "{}", case.rule);
        if let Some(unknown) = &case.unknown {
            assert_eq!(outcome(unknown, case.rule), Outcome::CannotCheck, "{}", case.rule);
        }
    }
    for rule in RULES {
        assert!(cases.iter().any(|case| case.rule == rule.id), "{} has no case", rule.id);
    }
}
