//! Opportunity scores, gap table and plays against the test vectors and the sample customer.

use std::sync::Arc;

use inroads::{
    domain::{
        Account, Amount, Basis, Branch, Competitor, CompetitorKind, CompetitorLevel, OpportunityModel,
        Potential, ProductState, Role, Sentiment, Signal, SignalKind, SignalState, Stakeholder, Status,
        Strategy, UnitKind, UnitRecord, Workspace,
    },
    engine::{
        explain::{explain_expected_value, explain_opportunity},
        metrics::Survey,
        planning::{
            BranchAdvice, BranchPlay, GapTable, Standing, branch_advice, expires_soon, gap_table,
            signal_weight,
        },
    },
};
use jiff::civil::{Date, date};

use super::{
    engine_explain::check,
    support::{
        build::{
            self, Fields, Furnish, Grow, Measured, NOW, account, close, measure, money, rec, unit, workspace,
        },
        techcorp::techcorp,
    },
};

/// The gap table of a measured account, and what its scores rest on.
fn gaps(found: &Measured, anchor: Option<f64>) -> GapTable {
    let inputs = found.inputs();
    let survey = Survey::new(&inputs);
    let model = &found.workspace.settings.opportunity;
    gap_table(&survey, &Standing::new(&survey), model, anchor)
}

fn score(found: &Measured, table: &GapTable, key: &str) -> Option<f64> {
    let unit = found.unit(key) as u32;
    table.rows.iter().find(|row| row.unit == unit).expect("the unit has white space").score
}

fn play(found: &Measured, key: &str) -> Option<Strategy> {
    let unit = found.unit(key) as u32;
    gaps(found, None).rows.iter().find(|row| row.unit == unit).expect("the unit has white space").play
}

fn advice(found: &Measured) -> BranchAdvice {
    branch_advice(&Survey::new(&found.inputs()))
}

fn person(name: &str, unit: &str, role: Role, sentiment: Sentiment, engaged: Option<Date>) -> Stakeholder {
    Stakeholder { sentiment, ..build::person(name, unit, role, engaged) }
}

fn rival(unit: &str, level: CompetitorLevel, contract_expiry: Option<Date>) -> Competitor {
    Competitor { kind: CompetitorKind::LegacySystem, level, ..build::rival(unit, contract_expiry) }
}

fn signal(unit: &str, kind: SignalKind, strength: u8, on: Date) -> Signal {
    Signal { strength, ..build::signal(&format!("{} {strength} {on}", kind.key()), unit, kind, on) }
}

const RECENT: Date = date(2025, 12, 20);

fn open(potential: f64) -> UnitRecord {
    rec().status(Status::Unpenetrated).potential(potential)
}

fn weighted(workspace: &mut Workspace, weights: [f64; 5]) {
    let weights = weights.map(money);
    Arc::make_mut(&mut workspace.settings).opportunity = OpportunityModel { weights };
}

#[test]
fn tv_58_a_contract_ends_soon_up_to_180_days_ahead() {
    let day = date(2025, 12, 31);
    let soon = |expiry| expires_soon(&rival("u", CompetitorLevel::Strong, Some(expiry)), day);
    assert!(soon(date(2026, 6, 29)) && soon(day));
    assert!(!soon(date(2026, 6, 30)) && !soon(date(2025, 12, 30)));
    assert!(!expires_soon(&rival("u", CompetitorLevel::Strong, None), day));
}

#[test]
fn tv_85_the_order_of_the_source() {
    let account = account()
        .with(unit("hub", "", UnitKind::Region), Vec::new())
        .division("home", rec().status(Status::Active).arr(100.0).potential(100.0))
        .division("marketing", open(400.0))
        .division("abroad", open(266.666_666_7))
        .division("finance", open(500.0))
        .changed("marketing", |unit| unit.importance = Some(3))
        .changed("abroad", |unit| unit.importance = Some(3))
        .changed("finance", |unit| unit.importance = Some(3))
        .people(vec![person("m", "marketing", Role::Champion, Sentiment::Supporter, Some(RECENT))])
        .rivals(vec![rival("finance", CompetitorLevel::Entrenched, None)]);
    let found = measure(&workspace([account]));
    let table = gaps(&found, None);
    assert_eq!(table.anchor, 500.0);
    close(score(&found, &table, "marketing"), 82.0);
    close(score(&found, &table, "abroad"), 59.333_333_3);
    close(score(&found, &table, "finance"), 58.0);
    // Another anchor only moves the first criterion.
    close(score(&found, &gaps(&found, Some(1000.0)), "finance"), 38.0);
}

#[test]
fn tv_86_opportunity_scores_of_the_sample() {
    let sample = techcorp();
    let found = measure(&sample);
    let table = gaps(&found, None);
    for (unit, expected) in [
        ("enterprise", 89.0),
        ("france", 69.454_545_5),
        ("digital", 67.272_727_3),
        ("retail", 64.545_454_5),
        ("uk", 62.272_727_3),
        ("spain", 60.818_181_8),
        ("germany", 57.090_909_1),
        ("japan", 49.090_909_1),
        ("australia", 36.818_181_8),
    ] {
        close(score(&found, &table, unit), expected);
    }
    let units = &sample.accounts[0].units;
    let order: Vec<&str> = table.rows.iter().map(|row| units[row.unit as usize].key.as_str()).collect();
    assert_eq!(order[..3], ["enterprise", "germany", "japan"], "by white space, ties in tree order");
    let planned: f64 = table.rows.iter().map(|row| row.planned).sum();
    let unplanned: f64 = table.rows.iter().map(|row| row.unplanned).sum();
    assert_eq!((planned, unplanned), (2_150_000.0, 550_000.0));
}

#[test]
fn tv_87_a_contract_that_ends_opens_the_door() {
    let mut sample = techcorp();
    let account = Arc::make_mut(&mut sample.accounts[0]);
    Arc::make_mut(&mut account.competitors)[0].contract_expiry = Some(date(2026, 6, 29));
    let found = measure(&sample);
    close(score(&found, &gaps(&found, None), "germany"), 64.590_909_1);
}

#[test]
fn tv_88_plays_of_the_sample() {
    let found = measure(&techcorp());
    for (unit, expected) in [
        ("retail", Strategy::ExtendPilot),
        ("uk", Strategy::CrossSell),
        ("france", Strategy::ExecutiveReferral),
        ("germany", Strategy::CompetitiveDisplacement),
        ("japan", Strategy::RegionalExpansion),
        ("australia", Strategy::RegionalExpansion),
        ("digital", Strategy::CrossSell),
        ("spain", Strategy::ExecutiveReferral),
        ("enterprise", Strategy::CrossSell),
    ] {
        assert_eq!(play(&found, unit), Some(expected), "{unit}");
    }
    let advice = advice(&found);
    assert_eq!(
        (advice.main, advice.largest),
        (Some(BranchPlay::ReconcileAndExpandSeats), Some(Branch::Seats))
    );
    assert!(!advice.in_money, "no product has a list price");
    assert_eq!(advice.secondary, []);
    let pp: Vec<Option<f64>> = advice.gaps.iter().map(|gap| gap.pp).collect();
    assert_eq!(pp, [None, Some(50.0), Some(65.625), None]);
    assert_eq!(advice.gaps[1].reason, Some("an open product has no list price"));
    assert_eq!(advice.gaps[3].reason, Some("no budget ceiling is recorded"));
}

#[test]
fn missing_importance_is_skipped_and_weights_are_the_workspaces() {
    let account = account()
        .division("a", open(100.0))
        .division("b", open(50.0))
        .changed("b", |unit| unit.importance = Some(5));
    let mut workspace = workspace([account]);
    let found = measure(&workspace);
    let table = gaps(&found, None);
    // a: (40·1 + 20·1 + 20·0) / 80; b: (40·0.5 + 20·1 + 20·1 + 20·0) / 100.
    close(score(&found, &table, "a"), 75.0);
    close(score(&found, &table, "b"), 60.0);
    weighted(&mut workspace, [0.0, 1.0, 0.0, 0.0, 0.0]);
    let found = measure(&workspace);
    let table = gaps(&found, None);
    assert_eq!((score(&found, &table, "a"), score(&found, &table, "b")), (None, Some(100.0)));
    // Weights of any size are shares.
    weighted(&mut workspace, [f64::MAX; 5]);
    let found = measure(&workspace);
    close(score(&found, &gaps(&found, None), "b"), 100.0 * (0.5 + 1.0 + 1.0 + 0.0 + 0.0) / 5.0);
}

#[test]
fn relationships_rank_from_own_sponsor_to_none() {
    use Role::{Blocker, Champion, ExecutiveSponsor, Influencer};
    use Sentiment::{Detractor, Neutral, Supporter};
    let relationship = |people: Vec<Stakeholder>, neighbour_active: bool| {
        let status = if neighbour_active { Status::Active } else { Status::Unpenetrated };
        let account = account()
            .division("u", open(100.0))
            .division("n", rec().status(status).arr(1.0).potential(1.0))
            .people(people);
        let mut workspace = workspace([account]);
        weighted(&mut workspace, [0.0, 0.0, 0.0, 1.0, 0.0]);
        let found = measure(&workspace);
        score(&found, &gaps(&found, None), "u").unwrap().round()
    };
    let p = |unit: &str, role, sentiment| person(unit, unit, role, sentiment, Some(RECENT));
    let stale = |unit: &str| person(unit, unit, Champion, Supporter, Some(date(2025, 10, 1)));
    assert_eq!(relationship(vec![p("u", Champion, Supporter)], false), 100.0);
    assert_eq!(
        relationship(vec![p("u", Champion, Neutral)], false),
        50.0,
        "neutral champions sponsor nothing"
    );
    assert_eq!(relationship(vec![p("n", ExecutiveSponsor, Supporter)], true), 70.0);
    assert_eq!(
        relationship(vec![p("n", ExecutiveSponsor, Supporter)], false),
        0.0,
        "the neighbour is not active"
    );
    assert_eq!(relationship(vec![stale("u")], true), 40.0, "91 days are too long");
    assert_eq!(relationship(vec![], false), 0.0);
    assert_eq!(relationship(vec![p("u", Influencer, Detractor)], true), 10.0);
    assert_eq!(
        relationship(vec![p("u", Blocker, Neutral)], false),
        20.0,
        "an engaged blocker is still a contact"
    );
    assert_eq!(relationship(vec![p("u", Influencer, Detractor)], false), 0.0, "not below 0");
    // The account as a whole is no unit: its people stand nowhere.
    assert_eq!(relationship(vec![p("", Champion, Supporter)], false), 0.0);
}

#[test]
fn neighbours_are_siblings_parents_children_and_links_both_ways() {
    let active = || rec().status(Status::Active).arr(1.0).potential(1.0);
    let mut account = account()
        .bare("east", "", UnitKind::Region)
        .bare("west", "", UnitKind::Region)
        .with(unit("a", "east", UnitKind::Division), vec![(NOW, active())])
        .with(unit("b", "east", UnitKind::Division), vec![(NOW, open(10.0))])
        .with(unit("c", "west", UnitKind::Division), vec![(NOW, open(10.0))])
        .with(unit("d", "c", UnitKind::Department), vec![(NOW, open(10.0))]);
    let near = |account: &Account| {
        let found = measure(&workspace([account.clone()]));
        let inputs = found.inputs();
        let survey = Survey::new(&inputs);
        let standing = Standing::new(&survey);
        let listed = |key: &str| {
            let adjacent = standing.adjacent(inputs.account, inputs.facts, found.unit(key));
            let keys = adjacent.iter().map(|at| inputs.account.units[*at as usize].key.to_string());
            keys.collect::<Vec<String>>().join(" ")
        };
        let active = |key: &str| standing.neighbours(found.unit(key)).active;
        (["a", "b", "c", "d"].map(listed), ["a", "b", "c", "d"].map(active))
    };
    let (listed, active_near) = near(&account);
    assert_eq!(listed, ["b", "a", "d", "c"], "regions are no neighbours and pass nothing on");
    assert_eq!(active_near, [0, 1, 0, 0]);
    let a = account.find_unit(&"a".into()).unwrap();
    Arc::make_mut(&mut account.units[a]).adjacent = vec!["d".into(), "east".into()];
    let (listed, active_near) = near(&account);
    assert_eq!(listed, ["b d", "a", "d", "a c"]);
    assert_eq!(active_near, [0, 1, 0, 1]);
}

#[test]
fn the_deepest_rival_counts_and_of_equals_the_one_that_ends_soon() {
    let openness = |rivals: Vec<Competitor>| {
        let mut workspace = workspace([account().division("u", open(100.0)).rivals(rivals)]);
        weighted(&mut workspace, [0.0, 0.0, 1.0, 0.0, 0.0]);
        let found = measure(&workspace);
        score(&found, &gaps(&found, None), "u").unwrap()
    };
    use CompetitorLevel::{Entrenched, Light, Strong};
    let soon = Some(date(2026, 3, 1));
    assert_eq!(openness(vec![]), 100.0);
    assert_eq!(openness(vec![rival("u", Light, soon), rival("u", Strong, None)]), 25.0);
    assert_eq!(openness(vec![rival("u", Strong, None), rival("u", Strong, soon)]), 62.5);
    assert_eq!(openness(vec![rival("u", Entrenched, None)]), 0.0);
    assert_eq!(openness(vec![rival("", Entrenched, None)]), 100.0, "of the account as a whole, of no unit");
    let over = Competitor { until: Some(date(2025, 12, 31)), ..rival("u", Strong, None) };
    let later = Competitor { since: Some(date(2026, 1, 1)), ..rival("u", Strong, None) };
    assert_eq!(openness(vec![over, later]), 100.0);
}

#[test]
fn signals_fade_and_warnings_weigh_against_good_news() {
    assert_eq!(signal_weight(3, 0), 1.0);
    assert_eq!(signal_weight(3, 90), 0.5);
    let signals = |signals: Vec<Signal>| {
        let mut workspace = workspace([account().division("u", open(100.0)).signals(signals)]);
        weighted(&mut workspace, [0.0, 0.0, 0.0, 0.0, 2.0]);
        let found = measure(&workspace);
        score(&found, &gaps(&found, None), "u").unwrap()
    };
    use SignalKind::{BudgetAllocation, BudgetCut, Hiring};
    let today = date(2025, 12, 31);
    assert_eq!(signals(vec![]), 0.0);
    close(Some(signals(vec![signal("u", Hiring, 3, date(2025, 10, 2))])), 50.0);
    close(Some(signals(vec![signal("u", Hiring, 1, today)])), 33.333_333_3);
    let strong = || signal("u", BudgetAllocation, 3, today);
    close(Some(signals(vec![strong(), signal("u", Hiring, 3, today)])), 100.0);
    close(Some(signals(vec![strong(), signal("u", BudgetCut, 1, today)])), 66.666_666_7);
    assert_eq!(signals(vec![signal("u", BudgetCut, 3, today)]), 0.0);
    assert_eq!(signals(vec![signal("u", Hiring, 3, date(2026, 1, 1))]), 0.0, "not known yet");
    assert_eq!(signals(vec![Signal { state: SignalState::Acted, ..strong() }]), 0.0);
}

#[test]
fn unit_plays_follow_status_and_context() {
    let one = |record: UnitRecord, people: Vec<Stakeholder>, rivals: Vec<Competitor>| {
        let account = account()
            .division("u", record)
            .division("n", rec().status(Status::Unpenetrated).potential(1.0))
            .people(people)
            .rivals(rivals);
        play(&measure(&workspace([account]).products(&["p", "q"])), "u")
    };
    let customer = || rec().status(Status::Active).arr(1.0).potential(10.0);
    let known = |unit: &str, engaged| vec![person("x", unit, Role::Influencer, Sentiment::Neutral, engaged)];
    let strong = || vec![rival("u", CompetitorLevel::Strong, None)];
    assert_eq!(
        one(customer().licensed(100).active(59).eligible(200), vec![], vec![]),
        Some(Strategy::ActivateSeats)
    );
    assert_eq!(
        one(customer().licensed(100).active(0), vec![], vec![]),
        Some(Strategy::ActivateSeats),
        "dormant"
    );
    let full = || customer().product("p", ProductState::Adopted).product("q", ProductState::Adopted);
    let half = || customer().product("p", ProductState::Adopted);
    assert_eq!(
        one(full().licensed(50).active(50).eligible(100), vec![], vec![]),
        Some(Strategy::UpsellTeams)
    );
    assert_eq!(
        one(half().licensed(50).active(50).eligible(100), vec![], vec![]),
        Some(Strategy::CrossSell),
        "a tie"
    );
    assert_eq!(
        one(half().licensed(40).active(40).eligible(100), vec![], vec![]),
        Some(Strategy::UpsellTeams)
    );
    assert_eq!(one(half(), vec![], vec![]), Some(Strategy::CrossSell), "seats unknown");
    let done = || full().licensed(100).active(90).eligible(100);
    assert_eq!(one(done().budget(5.0), vec![], vec![]), Some(Strategy::TierUpgrade));
    assert_eq!(one(done().budget(1.0), vec![], vec![]), Some(Strategy::DeepenAdoption));
    assert_eq!(one(done(), vec![], strong()), Some(Strategy::DeepenAdoption), "a customer is not displaced");
    assert_eq!(one(open(10.0), vec![], strong()), Some(Strategy::CompetitiveDisplacement));
    let lost = || rec().status(Status::Lost).potential(10.0);
    assert_eq!(one(lost(), vec![], vec![]), Some(Strategy::WinBack));
    assert_eq!(one(lost(), vec![], strong()), Some(Strategy::CompetitiveDisplacement));
    assert_eq!(one(open(10.0), vec![], vec![]), Some(Strategy::StakeholderMapping));
    assert_eq!(one(open(10.0), known("u", None), vec![]), Some(Strategy::ExecutiveRelationship));
    assert_eq!(one(open(10.0), known("u", Some(RECENT)), vec![]), Some(Strategy::ProofOfValuePilot));
    // Status unknown: nothing is suggested, unless a strong competitor sits there.
    let unknown = || rec().arr(0.0).potential(10.0);
    assert_eq!(one(unknown(), vec![], vec![]), None);
    assert_eq!(one(unknown(), vec![], strong()), Some(Strategy::CompetitiveDisplacement));
}

#[test]
fn referrals_come_from_active_neighbours() {
    let referral = |role| {
        let account = account()
            .division("u", open(10.0))
            .division("n", rec().status(Status::Active).arr(1.0).potential(1.0))
            .people(vec![person("x", "n", role, Sentiment::Supporter, Some(RECENT))]);
        play(&measure(&workspace([account])), "u")
    };
    assert_eq!(referral(Role::ExecutiveSponsor), Some(Strategy::ExecutiveReferral));
    assert_eq!(referral(Role::Champion), Some(Strategy::InternalReferral));
    assert_eq!(referral(Role::EconomicBuyer), Some(Strategy::StakeholderMapping));
}

#[test]
fn branch_plays_compare_money_where_all_is_priced() {
    let customer = |budget: f64| {
        let mut record =
            rec().status(Status::Active).arr(100.0).budget(budget).licensed(10).active(9).eligible(20);
        let basis = Basis::Headcount { quantity: Some(money(20.0)), price: Some(money(30.0)) };
        record.potential = Some(Arc::new(Potential { basis, ..Potential::estimate(money(600.0)) }));
        record
    };
    let with = |budget: f64, list: f64| {
        let mut workspace = workspace([account().division("d", customer(budget))]).products(&["p"]);
        Arc::make_mut(&mut workspace.products)[0].list_arr_per_unit = Some(Amount::new(list).unwrap());
        advice(&measure(&workspace))
    };
    // Seats 10 × 30 = 300, products 250, spend 200.
    let found = with(300.0, 250.0);
    let gaps = found.gaps.map(|gap| gap.money);
    assert_eq!(gaps, [None, Some(250.0), Some(300.0), Some(200.0)]);
    assert!(found.in_money);
    // Dormant seats (1) are fewer than the headroom (10).
    assert_eq!(found.main, Some(BranchPlay::ReconcileAndExpandSeats));
    assert_eq!(with(300.0, 300.0).main, Some(BranchPlay::EnableNextProduct), "ties: products before seats");
    assert_eq!(with(1000.0, 300.0).main, Some(BranchPlay::TierUpgrade));
}

#[test]
fn branch_plays_begin_with_dormant_seats_and_end_with_depth() {
    let advice_of = |record: UnitRecord| advice(&measure(&workspace([account().division("d", record)])));
    let customer = |arr| rec().status(Status::Active).arr(arr).potential(100.0);
    let idle = advice_of(customer(50.0).licensed(10).active(5).eligible(20));
    assert_eq!(idle.main, Some(BranchPlay::ActivateDormantSeats));
    assert_eq!(idle.secondary, [BranchPlay::ReconcileAndExpandSeats]);
    // Seats the largest gap, and no more open than dormant.
    let even = advice_of(customer(50.0).licensed(10).active(8).eligible(12));
    assert_eq!(even.main, Some(BranchPlay::ActivateDormantSeats));
    let full = advice_of(customer(90.0).licensed(10).active(10).eligible(10));
    assert_eq!((full.main, full.largest), (Some(BranchPlay::DeepenAdoption), None));
    let depth = advice_of(customer(90.0).licensed(10).active(10).eligible(20));
    assert_eq!(depth.main, Some(BranchPlay::ReconcileAndExpandSeats));
    assert_eq!(depth.secondary, [BranchPlay::DeepenAdoption], "the printed order holds");
    let nothing = advice(&measure(&workspace([account()])));
    assert_eq!((nothing.main, nothing.secondary.len()), (None, 0));
}

#[test]
fn scores_open_down_to_their_fields() {
    let mut sample = techcorp();
    weighted(&mut sample, [40.0, 20.0, 20.0, 20.0, 10.0]);
    let account = Arc::make_mut(&mut sample.accounts[0]);
    account.signals = Arc::new(vec![signal("france", SignalKind::Hiring, 2, RECENT)]);
    let found = measure(&sample);
    let inputs = found.inputs();
    let survey = Survey::new(&inputs);
    let standing = Standing::new(&survey);
    let model = &sample.settings.opportunity;
    let table = gap_table(&survey, &standing, model, None);
    for row in &table.rows {
        let opened = explain_opportunity(&survey, &standing, model, &table, row);
        assert_eq!(opened.value, row.score);
        assert_eq!(opened.inputs.len(), 5);
        check(&opened);
        let expected = explain_expected_value(&survey, row);
        assert_eq!(expected.value, row.expected_value());
        check(&expected);
    }
    let france = table.rows.iter().find(|row| row.unit as usize == found.unit("france")).unwrap();
    let opened = explain_opportunity(&survey, &standing, model, &table, france);
    let relationship = &opened.inputs[3].inputs[0];
    assert!(relationship.formula.starts_with("0.7: an engaged champion"), "{}", relationship.formula);
    assert_eq!(
        relationship.inputs[0].field,
        Some(("Dev Shah".to_owned(), inputs.facts.period, "engagements"))
    );
}
