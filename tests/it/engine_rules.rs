//! Rules on the sample and by their test vectors; settings, replaced rules and acknowledgements.

use std::sync::Arc;

use inroads::{
    domain::{
        Account, Acknowledgement, Axis, Basis, Period, Potential, Role, RuleSetting, Severity, SignalKind,
        Status, UnitKind, Workspace,
    },
    engine::rules::{Evidence, Outcome, RULES, RuleBook, RuleKind, rule},
};
use jiff::civil::date;

use super::support::{
    build::{
        Fields, Furnish, Grow, NOW, account, item, money, person, product, rec, revenue, rival, signal, unit,
        workspace,
    },
    checking::{entries, findings, findings_at, fired, message, metric, outcome},
    techcorp::{Q4, techcorp},
};

use Severity::{Critical, High, Info, Low, Medium};

#[test]
fn the_table_of_rules_is_complete() {
    let count = |kind| RULES.iter().filter(|rule| rule.kind() == kind).count();
    let counts = [RuleKind::Risk, RuleKind::Opportunity, RuleKind::Guardrail].map(count);
    assert_eq!(counts, [29, 12, 30]);
    for (index, row) in RULES.iter().enumerate() {
        assert_eq!(RULES.iter().position(|other| other.id == row.id), Some(index), "{} stands twice", row.id);
        assert!(!row.name.is_empty() && !row.message.is_empty() && !row.source.is_empty());
        assert_eq!(row.severity.is_none(), row.kind() == RuleKind::Opportunity, "{}", row.id);
        assert!(row.replaced_by.is_none_or(|other| rule(other).is_some()));
    }
}

#[test]
fn the_sample_gives_its_expected_findings() {
    let sample = techcorp();
    let found = findings(&sample);
    let told: Vec<(&str, Option<Severity>, String)> = found
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fired)
        .map(|finding| {
            let unit = finding.unit.map(|unit| sample.accounts[0].units[unit as usize].key.to_string());
            (finding.rule.id, finding.severity, unit.unwrap_or_else(|| metric(finding).to_owned()))
        })
        .collect();
    let expected = [
        ("R-11", Some(Medium), "digital"),
        ("R-28", Some(Medium), "overall_penetration"),
        ("R-28", Some(Medium), "division_penetration"),
        ("R-28", Some(Medium), "geographic_penetration"),
        ("R-28", Some(Medium), "revenue_penetration"),
        ("R-29", Some(Medium), "user_penetration"),
        ("R-29", Some(Medium), "product_penetration"),
        ("O-10", None, "enterprise"),
        ("G-11", Some(Info), "share_of_wallet"),
        ("G-11", Some(Info), "spend_penetration"),
        ("G-11", Some(Info), "department_penetration"),
    ];
    assert_eq!(told, expected.map(|(rule, severity, at)| (rule, severity, at.to_owned())));
    let unknown: Vec<&str> = found
        .iter()
        .filter(|finding| finding.outcome == Outcome::CannotCheck)
        .map(|finding| finding.rule.id)
        .collect();
    assert_eq!(unknown, ["R-08", "R-09", "R-10", "R-18", "R-19", "R-20", "R-26", "O-12"]);
    assert_eq!(
        message(&sample, "R-11"),
        "Digital Division carries 53.3% of revenue (effective number of units 2.49)."
    );
    assert_eq!(
        message(&sample, "O-10"),
        "Enterprise Division has $550.0K of white space and no roadmap item."
    );
    assert_eq!(message(&sample, "G-11"), "Share of wallet: no category spend is recorded.");
}

#[test]
fn every_rule_says_something_of_every_account() {
    let sample = techcorp();
    for (period, workspace) in
        [(Q4, &sample), (Q4.plus(-1), &sample), (Q4.plus(-9), &sample), (NOW, &workspace([account()]))]
    {
        let found = findings_at(workspace, period);
        for row in RULES {
            let of_rule: Vec<_> = found.iter().filter(|finding| finding.rule.id == row.id).collect();
            assert!(!of_rule.is_empty(), "{} is missing", row.id);
            for finding in of_rule {
                assert_eq!(
                    finding.severity.is_some(),
                    finding.outcome == Outcome::Fired && row.severity.is_some()
                );
                assert_eq!(finding.missing.is_empty(), finding.outcome != Outcome::CannotCheck);
                assert!(!finding.message(workspace).contains(['{', '}']), "{}", finding.message(workspace));
            }
        }
    }
    assert!(findings_at(&Workspace::default(), NOW).iter().all(|finding| finding.account.is_none()));
}

/// Divisions of which `active` are active, in a period.
fn divisions(account: Account, active: usize, period: Period) -> Account {
    (0..15).fold(account, |account, index| {
        let key = format!("d{index}");
        let account = if account.find_unit(&key.as_str().into()).is_none() {
            account.with(unit(&key, "", UnitKind::Division), Vec::new())
        } else {
            account
        };
        let status = if index < active { Status::Active } else { Status::Unpenetrated };
        account.record(&key, period, rec().status(status))
    })
}

#[test]
fn tv_05_units_lost_two_periods_apart() {
    let lost = divisions(divisions(account(), 9, NOW.plus(-2)), 6, NOW);
    let lost = workspace([lost]).headline(Axis::Units);
    assert_eq!(fired(&lost, "R-09"), [(Some(Critical), String::new())]);
    assert_eq!(fired(&lost, "R-10"), [(Some(Critical), String::new())]);
    assert_eq!(message(&lost, "R-09"), "Unit penetration fell 20.0 pp in 2 periods (3 units lost).");
    assert_eq!(message(&lost, "R-10"), "3 units lost since 2025-Q2: d6, d7, d8.");
    // Two lost units matter less; one taken over by another active unit is not lost at all.
    let two = divisions(divisions(account(), 8, NOW.plus(-2)), 6, NOW);
    assert_eq!(fired(&workspace([two.clone()]), "R-10"), [(Some(High), String::new())]);
    let handed = two.changed("d7", |unit| {
        unit.valid_to = Some(NOW.plus(-1));
        unit.successor = Some("d0".into());
    });
    assert_eq!(message(&workspace([handed]), "R-10"), "1 unit lost since 2025-Q2: d6.");
}

#[test]
fn a_lost_unit_names_who_holds_it() {
    let account = divisions(divisions(account(), 2, NOW.plus(-2)), 1, NOW)
        .record("d1", NOW, rec().status(Status::CompetitorHeld))
        .rivals([rival("d1", None)]);
    assert_eq!(message(&workspace([account]), "R-10"), "1 unit lost since 2025-Q2: d1; 1 now held by Rival.");
}

#[test]
fn tv_18_revenue_over_potential() {
    let record = |arr| rec().status(Status::Active).arr(arr).potential(100.0);
    let workspace = workspace([account().division("x", record(120.0)).division("y", record(30.0))]);
    assert_eq!(fired(&workspace, "G-04"), [(Some(Medium), "x".to_owned())]);
    assert_eq!(message(&workspace, "G-04"), "Revenue exceeds potential by $20: the ceiling is understated.");
}

#[test]
fn tv_21_children_add_up_to_more_than_the_total() {
    let with = |left: u32, right: u32| {
        let account = account().root_total().root(rec().eligible(3_200));
        workspace([account.division("x", rec().eligible(left)).division("y", rec().eligible(right))])
    };
    assert_eq!(outcome(&with(1_500, 1_200), "G-12"), Outcome::Clear);
    assert_eq!(fired(&with(1_900, 1_400), "G-12"), [(Some(High), String::new())]);
    assert_eq!(message(&with(1_900, 1_400), "G-12"), "Children add up to 3300, more than 3200 at a.");
}

#[test]
fn tv_23_licensed_but_dormant() {
    let account = account()
        .division("p", rec().status(Status::Active).active(10).licensed(10))
        .division("q", rec().status(Status::Active).active(0).licensed(10))
        .division("r", rec().status(Status::Unpenetrated));
    assert_eq!(fired(&workspace([account]), "G-06"), [(Some(Medium), "q".to_owned())]);
}

#[test]
fn tv_25_utilisation_of_sixty_is_enough() {
    let seats = |active: u32| {
        let record = rec().status(Status::Active).licensed(90).active(active);
        workspace([account().division("d", record)])
    };
    assert_eq!(outcome(&seats(54), "R-03"), Outcome::Clear);
    assert_eq!(fired(&seats(53), "R-03"), [(Some(High), String::new()), (Some(Medium), "d".to_owned())]);
    assert_eq!(
        message(&seats(53), "R-03"),
        "Seat utilisation 58.9% is below 60%. Activate 37 dormant seats before selling more."
    );
}

#[test]
fn tv_26_more_users_than_seats() {
    let record = rec().status(Status::Active).licensed(100).active(120).eligible(110);
    let workspace = workspace([account().division("d", record)]);
    assert_eq!(fired(&workspace, "G-15"), [(Some(Medium), "d".to_owned())]);
    assert_eq!(fired(&workspace, "G-17"), [(Some(Medium), "d".to_owned())]);
    assert_eq!(outcome(&workspace, "G-16"), Outcome::Clear);
}

#[test]
fn tv_30_potential_against_its_basis() {
    let with = |value: f64| {
        let basis = Basis::Headcount { quantity: Some(money(500.0)), price: Some(money(200.0)) };
        let mut record = rec();
        record.potential = Some(Arc::new(Potential { basis, ..Potential::estimate(money(value)) }));
        workspace([account().division("d", record)])
    };
    assert_eq!(outcome(&with(125_000.0), "G-01"), Outcome::Clear);
    assert_eq!(fired(&with(130_000.0), "G-01"), [(Some(High), "d".to_owned())]);
    assert_eq!(
        message(&with(130_000.0), "G-01"),
        "Potential $130.0K is 1.30 times what Headcount supports ($100.0K)."
    );
}

#[test]
fn a_comparable_basis_needs_five_other_accounts() {
    let peer = |index: u32, per_head: f64| {
        let record = rec().status(Status::Active).arr(10.0 * per_head).eligible(10);
        let mut peer = Account::new(format!("peer-{index}"), "Peer").division("d", record);
        peer.comparable_group = Some("banks".to_owned());
        peer
    };
    let mut record = rec().status(Status::Active).arr(1.0).eligible(10);
    let basis = Basis::Comparable { quantity: None, quantile: None };
    record.potential = Some(Arc::new(Potential { basis, ..Potential::estimate(money(3_000.0)) }));
    let mut own = account().division("d", record);
    own.comparable_group = Some("banks".to_owned());
    let peers: Vec<Account> =
        [120.0, 150.0, 180.0, 200.0, 260.0].into_iter().zip(0..).map(|(r, i)| peer(i, r)).collect();
    let mut all = vec![own.clone()];
    all.extend(peers.clone());
    // 10 × 236 = 2 360; 3 000 is 1.27 times that.
    let found = entries(&workspace(all), "G-01");
    assert_eq!(
        (found[0].outcome, found[0].evidence("basis_value")),
        (Outcome::Fired, Some(&Evidence::Money(2_360.0)))
    );
    let mut few = vec![own];
    few.extend(peers.into_iter().take(4));
    assert_eq!(entries(&workspace(few), "G-01")[0].outcome, Outcome::CannotCheck);
}

#[test]
fn tv_54_a_contact_that_lies_ahead() {
    let met = |day| revenue(1.0, 2.0).people([person("p", "d", Role::Champion, Some(day))]);
    assert_eq!(outcome(&workspace([met(date(2025, 10, 2))]), "G-29"), Outcome::Clear);
    assert_eq!(fired(&workspace([met(date(2026, 1, 5))]), "G-29"), [(Some(Low), String::new())]);
    assert_eq!(message(&workspace([met(date(2026, 1, 5))]), "G-29"), "Check p: a contact lies ahead.");
}

#[test]
fn tv_56_and_tv_57_thin_relationships() {
    let met = Some(date(2025, 12, 1));
    let two = ["a", "b"].map(|key| person(key, "d", Role::Champion, met));
    let account = revenue(1.0, 2.0).people(two.clone());
    let with_two = workspace([account]);
    assert_eq!(fired(&with_two, "R-01"), [(Some(High), String::new())]);
    assert_eq!(fired(&with_two, "G-22"), [(Some(Medium), String::new())]);
    assert_eq!(outcome(&with_two, "R-02"), Outcome::Clear);
    assert_eq!(
        message(&with_two, "R-01"),
        "2 stakeholders engaged in 90 days; fewer than 3 raises churn risk."
    );
    let never = workspace([revenue(1.0, 2.0)]);
    for rule in ["R-01", "R-02", "R-13", "R-14", "R-15", "R-16", "R-24"] {
        assert_eq!(outcome(&never, rule), Outcome::CannotCheck, "{rule}");
    }
    let gone = two.map(|mut person| {
        person.left_on = Some(date(2025, 6, 1));
        person
    });
    let left = workspace([revenue(1.0, 2.0).people(gone.clone())]);
    assert_eq!(fired(&left, "R-02"), [(Some(Critical), String::new())]);
    for rule in ["R-13", "R-24"] {
        assert_eq!(outcome(&left, rule), Outcome::Clear, "{rule}");
    }
    // Without revenue there is no customer to lose, whoever is known.
    for prospect in [revenue(0.0, 2.0).people(gone), revenue(0.0, 2.0)] {
        let prospect = workspace([prospect]);
        for rule in ["R-01", "R-02", "R-05", "R-11", "R-12", "R-14", "R-16"] {
            assert_eq!(outcome(&prospect, rule), Outcome::Clear, "{rule}");
        }
    }
}

#[test]
fn a_sharper_rule_takes_the_place_of_a_blunter_one() {
    let one =
        workspace([revenue(1.0, 2.0).people([person("p", "d", Role::Influencer, Some(date(2025, 12, 1)))])]);
    assert_eq!(fired(&one, "R-02"), [(Some(Critical), String::new())]);
    let blunt = &entries(&one, "R-01")[0];
    assert_eq!(
        (blunt.outcome, blunt.evidence("replaced_by")),
        (Outcome::Clear, Some(&Evidence::Word("R-02")))
    );
    // Switched off, it replaces nothing.
    let mut off = one;
    off.rule_settings = Arc::new(vec![setting("R-02", false, &[], None)]);
    assert_eq!(fired(&off, "R-01"), [(Some(High), String::new())]);
    assert!(findings(&off).iter().all(|finding| finding.rule.id != "R-02"));
}

#[test]
fn tv_58_and_tv_87_contracts_that_end_within_180_days() {
    let with = |expiry| {
        let mut sample = techcorp();
        let mut changed = (*sample.accounts[0]).clone();
        Arc::make_mut(&mut changed.competitors)[0].contract_expiry = Some(expiry);
        sample.accounts[0] = Arc::new(changed);
        sample
    };
    assert_eq!(fired(&with(date(2026, 6, 29)), "O-04"), [(None, "germany".to_owned())]);
    assert_eq!(outcome(&with(date(2026, 6, 30)), "O-04"), Outcome::Clear);
    assert_eq!(outcome(&with(date(2025, 12, 30)), "O-04"), Outcome::Clear);
}

#[test]
fn tv_59_and_tv_60_revenue_on_few_units() {
    let shares = |arr: &[f64]| {
        workspace([arr.iter().enumerate().fold(account(), |account, (index, arr)| {
            account.division(&format!("d{index}"), rec().status(Status::Active).arr(*arr))
        })])
    };
    assert_eq!(fired(&shares(&[800.0, 450.0, 250.0]), "R-11"), [(Some(Medium), "d0".to_owned())]);
    assert_eq!(fired(&shares(&[10.0, 90.0]), "R-11"), [(Some(High), "d1".to_owned())]);
    assert_eq!(outcome(&shares(&[1.0, 1.0, 1.0]), "R-11"), Outcome::Clear);
    let one = shares(&[5.0, 0.0]);
    assert_eq!(fired(&one, "R-12"), [(Some(High), "d0".to_owned())]);
    assert_eq!(entries(&one, "R-11")[0].evidence("replaced_by"), Some(&Evidence::Word("R-12")));
    // A single unit is all there is; it is concentrated, but not one of several.
    assert_eq!(outcome(&shares(&[5.0]), "R-12"), Outcome::Clear);
    assert_eq!(fired(&shares(&[5.0]), "R-11"), [(Some(High), "d0".to_owned())]);
    // Revenue of the account itself is no unit's.
    let root = workspace([account()
        .root(rec().arr(5.0))
        .division("x", rec())
        .division("y", rec().status(Status::Lost))]);
    assert_eq!(outcome(&root, "R-12"), Outcome::CannotCheck);
    let root = workspace([account()
        .root(rec().arr(5.0))
        .division("x", rec().arr(0.0))
        .division("y", rec().arr(0.0))]);
    assert_eq!(
        (outcome(&root, "R-12"), fired(&root, "R-11")),
        (Outcome::Clear, vec![(Some(High), String::new())])
    );
}

fn moved(lines: &[(f64, f64)]) -> Workspace {
    workspace([lines.iter().enumerate().fold(account(), |account, (index, (begin, end))| {
        let key = format!("d{index}");
        let account = account.division(&key, rec().status(Status::Active).arr(*end));
        account.record(&key, NOW.plus(-4), rec().status(Status::Active).arr(*begin))
    })])
}

#[test]
fn tv_61_to_tv_64_retention() {
    let held = moved(&[(1_000.0, 1_200.0)]);
    assert_eq!(fired(&held, "R-19"), [(Some(Info), String::new())]);
    assert_eq!(outcome(&held, "R-18"), Outcome::Clear);
    let shrunk = moved(&[(500.0, 600.0), (400.0, 250.0), (100.0, 0.0)]);
    assert_eq!(message(&shrunk, "R-18"), "NRR 85.0%: existing revenue is shrinking.");
    let hidden = moved(&[(100.0, 150.0), (200.0, 120.0), (50.0, 0.0), (0.0, 80.0)]);
    assert_eq!(message(&hidden, "R-20"), "Growth hides losses: NRR 100.0%, GRR 62.9%.");
}

#[test]
fn tv_69_two_falls_running() {
    let at = |percent: f64| rec().status(Status::Active).arr(percent).potential(100.0);
    let account = account().division("d", at(40.0));
    let account = account.record("d", NOW.plus(-1), at(50.0)).record("d", NOW.plus(-2), at(60.0));
    let workspace = workspace([account]);
    assert_eq!(
        message(&workspace, "R-08"),
        "Revenue penetration fell two periods running: 60.0% → 50.0% → 40.0%."
    );
    assert_eq!(entries(&workspace, "R-08").len(), 1);
}

#[test]
fn tv_80_targets_that_need_high_risk_items() {
    let sample = techcorp();
    let messages: Vec<String> = ["R-28", "R-29"]
        .into_iter()
        .flat_map(|rule| entries(&sample, rule))
        .map(|finding| finding.message(&sample))
        .collect();
    let without = "without high-risk items the plan ends at";
    assert_eq!(
        messages,
        [
            format!("Overall penetration: {without} 60.7% against a target of 75.0%."),
            format!("Division penetration: {without} 66.7% against a target of 77.8%."),
            format!("Geographic penetration: {without} 66.7% against a target of 100.0%."),
            format!("Revenue penetration: {without} 60.7% against a target of 76.2%."),
            "User penetration: no roadmap item moves it, and it stands at 26.6% against 75.0%.".to_owned(),
            "Product penetration: no roadmap item moves it, and it stands at 50.0% against 100.0%."
                .to_owned(),
        ]
    );
}

fn setting(rule: &str, enabled: bool, parameters: &[(&str, f64)], severity: Option<Severity>) -> RuleSetting {
    RuleSetting {
        rule: rule.into(),
        enabled,
        parameters: parameters.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
        severity,
    }
}

#[test]
fn settings_change_parameters_and_severity() {
    let mut sample = techcorp();
    sample.rule_settings = Arc::new(vec![
        setting("R-11", true, &[("medium", 40.0), ("high", 50.0)], None),
        setting("O-10", true, &[("units", 9.0)], Some(High)),
        setting("G-11", true, &[], Some(Low)),
        setting("R-09", true, &[("periods_back", 5.0), ("no such parameter", 1.0)], None),
        setting("no such rule", true, &[], None),
    ]);
    assert_eq!(fired(&sample, "R-11"), [(Some(High), "digital".to_owned())]);
    // An opportunity has no severity, whatever is set.
    assert_eq!(fired(&sample, "O-10"), [(None, "enterprise".to_owned())]);
    assert!(fired(&sample, "G-11").iter().all(|(severity, _)| *severity == Some(Low)));
    let book = RuleBook::new(&sample);
    assert_eq!((book.depth(), book.parameter("R-11", "medium")), (5, Some(40.0)));
    assert_eq!((book.parameter("R-13", "coverage"), book.parameter("R-13", "x")), (Some(30.0), None));
    for row in RULES {
        let names: Vec<&str> = row.parameters.iter().map(|parameter| parameter.name).collect();
        let distinct = names.iter().collect::<std::collections::BTreeSet<_>>().len();
        assert_eq!(distinct, names.len(), "{} has a parameter twice", row.id);
    }
}

#[test]
fn acknowledged_findings_stay_visible_until_their_period_is_over() {
    let mut sample = techcorp();
    let done = |rule: &str, unit: Option<&str>, until: Option<Period>| Acknowledgement {
        account: Some("techcorp".into()),
        rule: rule.into(),
        unit: unit.map(Into::into),
        until,
        note: None,
    };
    let count = |sample: &Workspace| {
        findings(sample)
            .iter()
            .filter(|finding| finding.acknowledged.is_some())
            .map(|f| f.rule.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(count(&sample), [""; 0]);
    for (list, expected) in [
        (vec![done("R-11", Some("digital"), Some(Q4))], vec!["R-11"]),
        (vec![done("R-11", Some("uk"), None)], vec![]),
        (vec![done("R-11", None, Some(Q4.plus(-1)))], vec![]),
        (vec![done("G-11", None, None)], vec!["G-11"; 3]),
    ] {
        sample.acknowledgements = Arc::new(list);
        assert_eq!(count(&sample), expected);
        assert_eq!(fired(&sample, "R-11").len(), 1);
    }
}

#[test]
fn spread_of_weights_and_likeness_of_factors() {
    // Nine accounts in which users follow revenue exactly, and units have nothing to do with either.
    let like = |index: u32| {
        let figure = 10 * index;
        let record =
            rec().status(if index.is_multiple_of(3) { Status::Unpenetrated } else { Status::Active });
        let record = record.arr(f64::from(figure)).potential(100.0).active(figure).eligible(100);
        Account::new(format!("a{index}"), "A").division("d", record)
    };
    let found = entries(&workspace((1..=9).map(like)), "G-28");
    assert_eq!(found.len(), 1, "{found:?}");
    let keys = ["revenue", "user"].map(str::to_owned).to_vec();
    assert_eq!((found[0].account, found[0].evidence("factors")), (None, Some(&Evidence::Texts(keys.into()))));
    assert_eq!(outcome(&workspace((1..=7).map(like)), "G-28"), Outcome::Clear);
    // The one with the lowest rate has most to win: money follows the rate.
    assert_eq!(outcome(&workspace((1..=9).map(like)), "G-07"), Outcome::Clear);
    let against = |index: u32| {
        let potential = f64::from(1_000 * index);
        let record =
            rec().status(Status::Active).arr(potential * f64::from(index) / 10.0).potential(potential);
        Account::new(format!("a{index}"), "A").division("d", record)
    };
    assert_eq!(fired(&workspace((1..=6).map(against)), "G-07"), [(Some(Info), String::new())]);
    assert_eq!(outcome(&workspace((1..=4).map(against)), "G-07"), Outcome::Clear);
}

#[test]
fn signals_need_a_place_and_count_once_a_unit() {
    let seen = |key: &str, unit: &str, kind| signal(key, unit, kind, date(2025, 12, 1));
    let account = account()
        .division("on", rec().status(Status::Active))
        .division("off", rec().status(Status::Unpenetrated))
        .signals([
            seen("1", "off", SignalKind::NewExecutiveChampion),
            seen("2", "off", SignalKind::NewExecutiveChampion),
            seen("3", "on", SignalKind::NewExecutiveChampion),
            seen("4", "", SignalKind::NewExecutiveChampion),
            seen("5", "", SignalKind::Hiring),
            seen("6", "on", SignalKind::CompetitiveEvaluation),
            seen("7", "off", SignalKind::CompetitiveEvaluation),
            signal("8", "off", SignalKind::Restructuring, date(2026, 1, 1)),
            seen("9", "off", SignalKind::NewContact),
        ])
        .rivals([rival("on", None)]);
    let workspace = workspace([account]);
    assert_eq!(fired(&workspace, "O-01"), [(None, "off".to_owned())]);
    assert_eq!(fired(&workspace, "O-08"), [(None, String::new())]);
    assert_eq!(message(&workspace, "O-08"), "Hiring at a, 2025-12-01.");
    assert_eq!(message(&workspace, "R-21"), "Rival is being evaluated in on.");
    assert_eq!(outcome(&workspace, "R-22"), Outcome::Clear);
    assert_eq!(message(&workspace, "O-07"), "A new contact engages: New contact on 2025-12-01 at off.");
}

#[test]
fn plans_larger_than_what_is_open_and_late_ones() {
    let record = rec().status(Status::Unpenetrated).potential(100.0);
    let mut nobody = item("none", &["y"], 10.0, NOW);
    nobody.accountable = Some(" ".to_owned());
    let account = account().division("x", record.clone()).division("y", record).items([
        item("big", &["x"], 101.0, NOW.plus(1)),
        item("late", &["y"], 50.0, NOW.plus(-1)),
        nobody,
    ]);
    let workspace = workspace([account]);
    assert_eq!(fired(&workspace, "G-23"), [(Some(Medium), "x".to_owned()), (Some(Medium), String::new())]);
    assert_eq!(message(&workspace, "G-23"), "Roadmap for x: $101 planned against $100 white space.");
    assert_eq!(entries(&workspace, "G-23")[1].evidence("item"), Some(&Evidence::Text("late".to_owned())));
    assert_eq!(entries(&workspace, "G-24")[0].evidence("item"), Some(&Evidence::Text("none".to_owned())));
}

#[test]
fn nested_units_and_busy_groups_do_not_count() {
    let nested = account()
        .with(unit("out", "", UnitKind::Division), vec![(NOW, rec().status(Status::Active))])
        .with(unit("in", "out", UnitKind::Department), vec![(NOW, rec())]);
    let always = ["out", "in"].into_iter().fold(nested.clone(), |account, key| {
        account.changed(key, |unit| unit.counting = inroads::domain::Counting::Always)
    });
    assert_eq!(fired(&workspace([always]), "G-25"), [(Some(Medium), "in".to_owned())]);
    assert_eq!(fired(&workspace([nested.clone()]), "G-25"), [(Some(Medium), "out".to_owned())]);
    let region = account()
        .with(unit("r", "", UnitKind::Region), vec![(NOW, rec().arr(5.0))])
        .with(unit("x", "r", UnitKind::Country), vec![(NOW, rec())]);
    assert_eq!(fired(&workspace([region]), "G-25"), [(Some(Medium), "r".to_owned())]);
    let inside = nested.changed("out", |unit| unit.counting = inroads::domain::Counting::Always);
    assert_eq!(outcome(&workspace([inside]), "G-25"), Outcome::Clear);
}

#[test]
fn shipped_products_do_not_trouble_the_rules() {
    let adopted = rec().status(Status::Active).product("p", inroads::domain::ProductState::Adopted);
    let mut workspace = workspace([account().division("d", adopted)]);
    Arc::make_mut(&mut workspace.products).extend([product("p"), product("q"), product("r")]);
    assert_eq!(message(&workspace, "R-25"), "Product penetration 33.3%: low engagement, act now.");
}
