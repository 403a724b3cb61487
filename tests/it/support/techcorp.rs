//! The sample customer TechCorp in two quarters, with all its figures, people, competitors, targets and plans.
#![allow(dead_code, reason = "not every test uses every builder")]

use std::sync::Arc;

use inroads::domain::{
    Account, Basis, Competitor, CompetitorKind, CompetitorLevel, Effects, ItemStatus, Period, Potential,
    ProductState, Risk, RoadmapItem, Role, Sentiment, Stakeholder, Status, Target, Tier, UnitKind,
    UnitRecord, Workspace,
};
use jiff::civil::{Date, date};

use super::build::{Fields, Furnish, Grow, money, rec, unit, workspace};

/// The earlier of the two quarters with records.
pub const Q3: Period = Period::quarter(2025, 3);
/// The later one, the current period.
pub const Q4: Period = Period::quarter(2025, 4);

/// Key, name, region, status in Q4, ARR and potential in thousands, licensed, active, eligible, importance.
type Row = (&'static str, &'static str, &'static str, Status, f64, f64, u32, u32, u32, u8);

#[rustfmt::skip]
const UNITS: [Row; 9] = [
    ("digital", "Digital Division", "na", Status::Active, 800.0, 900.0, 450, 400, 500, 5),
    ("enterprise", "Enterprise Division", "na", Status::Active, 250.0, 800.0, 400, 260, 700, 4),
    ("retail", "Retail Division", "na", Status::Pilot, 0.0, 200.0, 50, 20, 400, 3),
    ("uk", "UK Operations", "emea", Status::Active, 450.0, 550.0, 200, 170, 300, 4),
    ("france", "France Operations", "emea", Status::Unpenetrated, 0.0, 350.0, 0, 0, 300, 3),
    ("germany", "Germany Operations", "emea", Status::CompetitorHeld, 0.0, 400.0, 0, 0, 350, 4),
    ("spain", "Spain Operations", "emea", Status::Unpenetrated, 0.0, 300.0, 0, 0, 200, 2),
    ("japan", "Japan Operations", "apac", Status::Unpenetrated, 0.0, 400.0, 0, 0, 250, 3),
    ("australia", "Australia Operations", "apac", Status::Unpenetrated, 0.0, 300.0, 0, 0, 200, 2),
];

/// The whole sample workspace: one account, two quarters.
pub fn techcorp() -> Workspace {
    let mut sample =
        workspace([account()]).regions(&["na", "emea", "apac"]).products(&["p1", "p2", "p3", "p4"]);
    "TechCorp review".clone_into(&mut Arc::make_mut(&mut sample.settings).name);
    sample
}

fn account() -> Account {
    let mut account = Account::new("techcorp", "TechCorp");
    account.tier = Some(Tier::Strategic);
    account.customer_since = Some(date(2024, 2, 1));
    account.regions_in_scope = ["na", "emea", "apac"].map(Into::into).to_vec();
    for (key, name) in [("na", "North America"), ("emea", "EMEA"), ("apac", "APAC")] {
        let mut node = unit(key, "", UnitKind::Region);
        name.clone_into(&mut node.name);
        node.region = Some(key.into());
        account = account.with(node, Vec::new());
    }
    for row in UNITS {
        let (key, name, region, .., importance) = row;
        let kind = if region == "na" { UnitKind::Division } else { UnitKind::Subsidiary };
        let mut node = unit(key, region, kind);
        name.clone_into(&mut node.name);
        node.importance = Some(importance);
        account = account.with(node, vec![(Q3, record(&row, Q3)), (Q4, record(&row, Q4))]);
    }
    account.stakeholders = Arc::new(stakeholders());
    account.competitors = Arc::new(vec![
        competitor("germany", CompetitorKind::Competitor, CompetitorLevel::Strong, Some(date(2026, 9, 30))),
        competitor("japan", CompetitorKind::LegacySystem, CompetitorLevel::Moderate, None),
        competitor("australia", CompetitorKind::LegacySystem, CompetitorLevel::Moderate, None),
    ]);
    account.targets = Arc::new(targets());
    account.roadmap = Arc::new(roadmap());
    account
}

fn record(row: &Row, period: Period) -> UnitRecord {
    let &(key, _, _, status, arr, potential, licensed, active, eligible, _) = row;
    let mut record =
        rec().status(status).arr(1000.0 * arr).licensed(licensed).active(active).eligible(eligible);
    record.potential = Some(Arc::new(Potential {
        basis: Basis::StatedBudget { amount: Some(money(1000.0 * potential)) },
        reviewed_on: Some(date(2025, 10, 15)),
        ..Potential::estimate(money(1000.0 * potential))
    }));
    record = match key {
        "digital" | "enterprise" | "uk" => record.product("p1", ProductState::Adopted),
        "retail" => record.product("p1", ProductState::Trial),
        _ => record,
    };
    match (key, period == Q4) {
        ("digital", true) => record.product("p2", ProductState::Adopted),
        ("enterprise", false) => record.status(Status::Pilot).arr(0.0).active(100),
        _ => record,
    }
}

fn stakeholders() -> Vec<Stakeholder> {
    use Role::{Champion, EconomicBuyer, ExecutiveSponsor, Influencer, PowerUser, TechnicalBuyer};
    use Sentiment::{Detractor, Neutral, Supporter};
    [
        ("ana", "Ana Ruiz", "digital", ExecutiveSponsor, Supporter, date(2025, 12, 15)),
        ("ben", "Ben Cole", "digital", Champion, Supporter, date(2025, 12, 20)),
        ("chloe", "Chloe Park", "digital", PowerUser, Supporter, date(2025, 11, 30)),
        ("dev", "Dev Shah", "uk", ExecutiveSponsor, Supporter, date(2025, 12, 10)),
        ("emma", "Emma Lund", "uk", EconomicBuyer, Neutral, date(2025, 10, 2)),
        ("finn", "Finn Ode", "enterprise", Champion, Supporter, date(2025, 10, 1)),
        ("gita", "Gita Rao", "enterprise", TechnicalBuyer, Neutral, date(2025, 12, 1)),
        ("hugo", "Hugo Blanc", "france", Influencer, Neutral, date(2025, 9, 1)),
        ("ines", "Ines Vogt", "germany", Influencer, Detractor, date(2025, 8, 15)),
        ("joe", "Joe Tan", "retail", Champion, Supporter, date(2025, 12, 18)),
    ]
    .into_iter()
    .map(|(key, name, unit, role, sentiment, engaged)| Stakeholder {
        key: key.into(),
        name: name.to_owned(),
        unit: unit.into(),
        role,
        sentiment,
        engagements: vec![engaged],
        known_since: None,
        left_on: None,
        reports_to: None,
        influences: Vec::new(),
        relations: Vec::new(),
    })
    .collect()
}

fn competitor(
    unit: &str,
    kind: CompetitorKind,
    level: CompetitorLevel,
    contract_expiry: Option<Date>,
) -> Competitor {
    Competitor {
        name: if kind == CompetitorKind::Competitor { "Rival" } else { "Old system" }.to_owned(),
        kind,
        unit: unit.into(),
        product: None,
        level,
        contract_expiry,
        since: None,
        until: None,
        estimated_arr: None,
    }
}

fn targets() -> Vec<Target> {
    [
        ("overall_penetration", 75.0),
        ("division_penetration", 100.0 * 7.0 / 9.0),
        ("geographic_penetration", 100.0),
        ("revenue_penetration", 100.0 * 3200.0 / 4200.0),
        ("user_penetration", 75.0),
        ("product_penetration", 100.0),
    ]
    .into_iter()
    .map(|(metric, value)| Target {
        metric: metric.into(),
        value: money(value),
        due_period: Period::quarter(2026, 4),
    })
    .collect()
}

/// Key, target units, opportunity in thousands, risk, quarter of 2026, whether it activates its units.
type Plan = (&'static str, &'static [&'static str], f64, Risk, i32, bool);

fn roadmap() -> Vec<RoadmapItem> {
    let rows: [Plan; 7] = [
        ("retail", &["retail"], 200.0, Risk::Low, 1, true),
        ("uk", &["uk"], 100.0, Risk::Low, 1, false),
        ("france", &["france"], 350.0, Risk::Medium, 2, true),
        ("germany", &["germany"], 400.0, Risk::High, 3, true),
        ("digital", &["digital"], 100.0, Risk::Low, 2, false),
        ("spain", &["spain"], 300.0, Risk::Medium, 3, true),
        ("apac", &["japan", "australia"], 700.0, Risk::High, 4, true),
    ];
    let item = |(priority, (key, units, amount, risk, quarter, activates)): (u32, Plan)| {
        let target_units: Vec<_> = units.iter().map(|unit| (*unit).into()).collect();
        let effects = Effects {
            activates: if activates { target_units.clone() } else { Vec::new() },
            ..Effects::default()
        };
        RoadmapItem {
            key: key.into(),
            priority: Some(priority),
            title: key.to_owned(),
            target_units,
            axis: None,
            opportunity: Some(money(1000.0 * amount)),
            strategy: None,
            start_period: None,
            due_period: Period::quarter(2026, quarter),
            ramp_periods: 1,
            risk,
            risk_note: None,
            probability_override: None,
            responsible: None,
            accountable: Some("Account manager".to_owned()),
            consulted: Vec::new(),
            informed: Vec::new(),
            effects,
            status: ItemStatus::Planned,
            completed_in: None,
        }
    };
    (1..).zip(rows).map(item).collect()
}
