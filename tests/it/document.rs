//! The document: random edits keep the invariants, undo and redo are exact, gestures join, memos equal recomputing.

use std::sync::Arc;

use inroads::{
    document::{AccountChange, Cell, Derived, Document, Edit, FieldValue, Memos, SettingChange, UnitChange},
    domain::{
        Account, Acknowledgement, Amount, Axis, Basis, Count, EntryMode, OrgUnit, Period, Potential, Product,
        Region, ScoringModel, Status, Tier, UnitKey, UnitKind, UnitRecord, Workspace, validate,
    },
    engine::{
        metrics::{self, AccountMetrics, Inputs},
        rules::{self, Finding, Outcome},
    },
};
use jiff::civil::date;
use proptest::prelude::*;

const PERIOD: Period = Period::quarter(2025, 4);

fn money(value: f64) -> Amount {
    Amount::new(value).unwrap()
}

/// Two accounts with a few units, two periods.
fn start() -> Workspace {
    let product = Product {
        key: "p1".into(),
        name: "P1".to_owned(),
        family: None,
        applicable_kinds: Vec::new(),
        list_arr_per_unit: None,
        offered_from: None,
        offered_to: None,
    };
    let region = Region { key: "emea".into(), name: "EMEA".to_owned(), parent: None };
    let mut workspace = Workspace {
        regions: Arc::new(vec![region]),
        products: Arc::new(vec![product]),
        ..Workspace::default()
    };
    for key in ["one", "two"] {
        let mut account = Account::new(key, key);
        for index in 0..6_usize {
            let parent = if index < 3 { UnitKey::root() } else { format!("u{}", index - 3).into() };
            let record = UnitRecord {
                status: Some(Status::Active),
                arr: Some(money(index as f64 * 100.0)),
                active_users: Some(Count::new(5).unwrap()),
                ..UnitRecord::default()
            };
            account.push_unit(
                OrgUnit::new(format!("u{index}"), Some(parent), format!("Unit {index}"), UnitKind::Division),
                vec![(PERIOD.plus(-1), record.clone()), (PERIOD, record)],
            );
        }
        workspace.accounts.push_back(Arc::new(account));
    }
    workspace
}

fn unit_key() -> impl Strategy<Value = UnitKey> {
    prop_oneof![9 => (0..10_u32).prop_map(|i| UnitKey::from(format!("u{i}"))), 1 => Just(UnitKey::root())]
}

fn period() -> impl Strategy<Value = Period> {
    (-3..2_i32).prop_map(|step| PERIOD.plus(step))
}

fn value() -> impl Strategy<Value = FieldValue> {
    let amount = || proptest::option::of((0..1000_u32).prop_map(|v| money(f64::from(v))));
    let count = || proptest::option::of((0..1000_u32).prop_map(|v| Count::new(v).unwrap()));
    let status = (0..Status::ALL.len()).prop_map(|index| Status::ALL[index]);
    prop_oneof![
        proptest::option::of(status).prop_map(FieldValue::Status),
        amount().prop_map(FieldValue::Arr),
        amount().prop_map(FieldValue::PotentialValue),
        (0..1000_u32, amount(), amount()).prop_map(|(value, low, quantile)| {
            let basis = Basis::Comparable { quantity: None, quantile };
            let value = money(f64::from(value));
            FieldValue::Potential(Some(Box::new(Potential { low, basis, ..Potential::estimate(value) })))
        }),
        amount().prop_map(FieldValue::OneTime),
        count().prop_map(FieldValue::LicensedSeats),
        count().prop_map(FieldValue::ActiveUsers),
        count().prop_map(FieldValue::EligibleUsers),
        amount().prop_map(FieldValue::Depth),
        any::<bool>().prop_map(FieldValue::Addressable),
        Just(FieldValue::Product("p1".into(), Some(inroads::domain::ProductState::Adopted))),
        Just(FieldValue::Product("nowhere".into(), None)),
        "[ -~]{0,8}".prop_map(|text| FieldValue::Note(Some(text))),
    ]
}

fn account_change() -> impl Strategy<Value = AccountChange> {
    let region = || prop_oneof![4 => Just("emea"), 1 => Just("nowhere")];
    prop_oneof![
        proptest::option::of("[a-z ]{0,4}").prop_map(AccountChange::Owner),
        proptest::option::of("[a-z ]{0,4}").prop_map(AccountChange::ComparableGroup),
        proptest::option::of(Just(Tier::Standard)).prop_map(AccountChange::Tier),
        proptest::option::of(Just(date(2024, 2, 29))).prop_map(AccountChange::CustomerSince),
        proptest::collection::vec(region(), 0..3)
            .prop_map(|keys| AccountChange::RegionsInScope(keys.into_iter().map(Into::into).collect())),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let account = || prop_oneof![4 => Just("one"), 4 => Just("two"), 1 => Just("gone")];
    let cells = || proptest::collection::vec((unit_key(), period(), value()), 0..8);
    prop_oneof![
        6 => (account(), cells()).prop_map(|(account, cells)| Edit::SetCells {
            account: account.into(),
            cells: cells.into_iter().map(|(unit, period, value)| Cell { unit, period, value }).collect(),
        }),
        3 => (account(), unit_key(), unit_key(), proptest::option::of(unit_key())).prop_map(
            |(account, unit, parent, before)| Edit::MoveUnits {
                account: account.into(), units: vec![unit], parent, before,
            }),
        2 => (account(), unit_key(), unit_key()).prop_map(|(account, key, parent)| Edit::AddUnit {
            account: account.into(),
            unit: Box::new(OrgUnit::new(key, Some(parent), "New", UnitKind::Team)),
        }),
        2 => (account(), proptest::collection::vec((unit_key(), unit_key()), 0..4)).prop_map(|(account, units)| {
            let unit = |(key, parent)| OrgUnit::new(key, Some(parent), "New", UnitKind::Team);
            Edit::AddBranch { account: account.into(), units: units.into_iter().map(unit).collect(), what: "list".into() }
        }),
        3 => (account(), proptest::collection::vec(unit_key(), 1..4), unit_key(), period()).prop_map(
            |(account, units, into, period)| Edit::MergeUnits { account: account.into(), units, into, period }),
        1 => (account(), unit_key(), prop_oneof![Just("emea"), Just("apac")]).prop_map(|(account, unit, key)| {
            let region = Region { key: key.into(), name: key.to_owned(), parent: None };
            let change = UnitChange::Region(Some(key.into()));
            let set = Edit::SetUnits { account: account.into(), units: vec![unit], change };
            Edit::Several { what: "set region".into(), edits: vec![Edit::AddRegion { region }, set] }
        }),
        1 => (account(), unit_key()).prop_map(|(account, unit)| Edit::DeleteBranches { account: account.into(), units: vec![unit] }),
        2 => (account(), unit_key(), "[a-z ]{0,4}").prop_map(|(account, unit, name)| Edit::SetUnits {
            account: account.into(), units: vec![unit], change: UnitChange::Name(name),
        }),
        1 => (account(), unit_key(), 0..8_u8).prop_map(|(account, unit, value)| Edit::SetUnits {
            account: account.into(), units: vec![unit], change: UnitChange::Importance(Some(value)),
        }),
        2 => (account(), unit_key(), period(), any::<bool>()).prop_map(|(account, unit, at, first)| Edit::SetUnits {
            account: account.into(),
            units: vec![unit],
            change: if first { UnitChange::ValidFrom(Some(at)) } else { UnitChange::ValidTo(Some(at)) },
        }),
        2 => (account(), unit_key(), proptest::option::of(unit_key())).prop_map(|(account, unit, next)| {
            Edit::SetUnits { account: account.into(), units: vec![unit], change: UnitChange::Successor(next) }
        }),
        2 => (account(), account_change())
            .prop_map(|(account, change)| Edit::SetAccount { account: account.into(), change }),
        1 => period().prop_map(|period| Edit::OpenPeriod { period }),
        1 => (account(), unit_key(), period()).prop_map(|(account, unit, period)| Edit::Confirm {
            account: account.into(), units: vec![unit], period,
        }),
        1 => (account(), unit_key(), proptest::option::of(period()), any::<bool>()).prop_map(
            |(account, unit, until, reopens)| {
                let done = Box::new(Acknowledgement {
                    account: Some(account.into()), rule: "G-15".into(), unit: Some(unit), until, note: None,
                });
                if reopens { Edit::Reopen(done) } else { Edit::Acknowledge(done) }
            }
        ),
        2 => proptest::collection::vec(0..100_u32, 5).prop_map(|weights| Edit::SetWeights {
            model: "default".into(),
            factor: "revenue".into(),
            weights: weights.into_iter().map(|w| money(f64::from(w))).collect(),
        }),
        1 => any::<bool>().prop_map(|locked| Edit::SetLock {
            model: "default".into(), factor: "trend".into(), locked,
        }),
        1 => Just(Edit::SetBaseline { model: Some(Box::new(ScoringModel::built_in())) }),
        1 => Just(Edit::Set(SettingChange::HeadlineAxis(Axis::Units))),
        1 => period().prop_map(|period| Edit::Set(SettingChange::CurrentPeriod(period))),
        1 => (0..2_000_000_u32, -0.5..1.5_f64, any::<bool>(), 0..4_u8).prop_map(|(samples, spread, on, which)| {
            Edit::Set(match which {
                0 => SettingChange::Samples(samples),
                1 => SettingChange::Spread(spread),
                2 => SettingChange::KeepOrder(on),
                _ => SettingChange::DataUncertainty(on),
            })
        }),
        1 => Just(Edit::AddAccount { key: "three".into(), name: "Three".to_owned() }),
        1 => account().prop_map(|account| Edit::DeleteAccount { account: account.into() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_keep_the_invariants_and_undo_is_exact(edits in proptest::collection::vec(edit(), 1..40)) {
        let first = start();
        let mut document = Document::opened(first.clone());
        let mut steps = 0;
        for edit in &edits {
            let before = Arc::clone(document.workspace());
            match document.apply(edit) {
                Ok(true) => steps += 1,
                // Nothing changed, or refused: the very same state.
                Ok(false) | Err(_) => prop_assert!(Arc::ptr_eq(&before, document.workspace())),
            }
            let faults = validate(document.workspace());
            prop_assert!(faults.is_empty(), "{edit:?} broke {faults:?}");
        }
        let last = Workspace::clone(document.workspace());
        prop_assert_eq!(document.is_dirty(), steps > 0);
        for _ in 0..steps {
            prop_assert!(document.undo().is_some());
        }
        prop_assert!(document.undo().is_none());
        prop_assert!(!document.is_dirty());
        prop_assert_eq!(&**document.workspace(), &first);
        for _ in 0..steps {
            prop_assert!(document.redo().is_some());
        }
        prop_assert!(document.redo().is_none());
        prop_assert_eq!(&**document.workspace(), &last);
    }

    #[test]
    fn memos_equal_computing_from_nothing(edits in proptest::collection::vec((edit(), -2..2_i32), 1..25)) {
        let mut document = Document::opened(start());
        let mut memos = Memos::default();
        for (edit, step) in &edits {
            let _ = document.apply(edit);
            let kept = memos.refresh(document.workspace(), PERIOD.plus(*step));
            let fresh = Memos::default().refresh(document.workspace(), PERIOD.plus(*step));
            prop_assert_eq!(&kept.periods, &fresh.periods);
            prop_assert_eq!(&kept.ranking, &fresh.ranking);
            prop_assert_eq!(&kept.portfolio, &fresh.portfolio);
            for (kept, fresh) in kept.accounts.iter().zip(&fresh.accounts) {
                prop_assert_eq!(&kept.facts, &fresh.facts);
                prop_assert_eq!(&kept.before, &fresh.before);
                prop_assert_eq!(&kept.history, &fresh.history);
                prop_assert_eq!(&kept.score, &fresh.score);
                prop_assert_eq!(&kept.baseline, &fresh.baseline);
                prop_assert_eq!(&kept.score_history, &fresh.score_history);
                prop_assert_eq!(&kept.findings, &fresh.findings);
            }
            prop_assert_eq!(&kept.findings, &fresh.findings);
        }
    }

    #[test]
    fn edits_of_figures_leave_the_findings_of_computing_from_nothing(
        cells in proptest::collection::vec((unit_key(), -3..1_i32, value(), 0..40_u32), 1..24),
    ) {
        let mut document = Document::opened(start());
        let mut memos = Memos::default();
        memos.refresh(document.workspace(), PERIOD);
        for (unit, step, value, other) in cells {
            // Now and then something else changes, so that what units are compared with does not stay the same either.
            let edit = match other {
                0 => Edit::SetAccount { account: "one".into(), change: AccountChange::Tier(Some(Tier::Prospect)) },
                1 => Edit::SetUnits {
                    account: "one".into(),
                    units: vec![unit],
                    change: UnitChange::EntryMode(EntryMode::Total),
                },
                2..8 => Edit::SetUnits {
                    account: "one".into(),
                    units: vec![unit],
                    change: UnitChange::Name(["Twin", "Other"][other as usize % 2].to_owned()),
                },
                _ => {
                    let cells = vec![Cell { unit, period: PERIOD.plus(step), value }];
                    Edit::SetCells { account: "one".into(), cells }
                }
            };
            let _ = document.apply(&edit);
            let kept = memos.refresh(document.workspace(), PERIOD);
            let fresh = Memos::default().refresh(document.workspace(), PERIOD);
            for (kept, fresh) in kept.accounts.iter().zip(&fresh.accounts) {
                prop_assert_eq!(&kept.findings, &fresh.findings);
                prop_assert_eq!(&kept.facts, &fresh.facts);
                prop_assert_eq!(&kept.history, &fresh.history);
            }
        }
    }

    #[test]
    fn findings_are_those_of_checking_from_the_records_on(
        edits in proptest::collection::vec((edit(), -2..2_i32), 1..12)
    ) {
        let mut document = Document::opened(start());
        let mut memos = Memos::default();
        for (edit, step) in &edits {
            let _ = document.apply(edit);
            let workspace = document.workspace();
            let period = PERIOD.plus(*step);
            let derived = memos.refresh(workspace, period);
            let all: Vec<usize> = (0..workspace.accounts.len()).collect();
            let mut checked = rules::check(workspace, &derived.model, period, &all);
            checked.retain(|finding| finding.outcome != Outcome::Clear);
            let kept = derived.accounts.iter().flat_map(|account| account.findings.iter());
            let kept: Vec<Finding> = kept.chain(&derived.findings).cloned().collect();
            prop_assert_eq!(kept, checked);
        }
    }
}

/// Periods and rules of an account this large are shared between threads.
#[test]
fn a_large_account_is_computed_as_its_parts_are() {
    const UNITS: u32 = 2_400;
    let mut account = Account::new("large", "Large");
    for unit in 0..UNITS {
        let parent = if unit < 8 { UnitKey::root() } else { UnitKey::from(format!("u{}", unit / 8)) };
        let unit_of =
            OrgUnit::new(format!("u{unit}"), Some(parent), format!("Unit {}", unit % 11), UnitKind::Team);
        let record = |step: i32| {
            let figure = f64::from((unit * 31 + step.unsigned_abs() * 17) % 97);
            let arr = (unit % 5 > 0).then(|| money(figure));
            let seats = Some(Count::new(unit % 13).unwrap());
            (PERIOD.plus(step), UnitRecord { arr, licensed_seats: seats, ..UnitRecord::default() })
        };
        account.push_unit(unit_of, (-5..=0).map(record).collect());
    }
    let mut workspace = start();
    workspace.accounts.push_back(Arc::new(account));
    let at = workspace.accounts.len() - 1;
    let workspace = Arc::new(workspace);
    let derived = Memos::default().refresh(&workspace, PERIOD);
    let large = &derived.accounts[at];
    let mut checked = rules::check(&workspace, &derived.model, PERIOD, &[at]);
    checked.retain(|finding| finding.outcome != Outcome::Clear && finding.account.is_some());
    assert!(checked.len() > 100, "{}", checked.len());
    assert_eq!(*large.findings, checked);
    let account = &workspace.accounts[at];
    let mut history: Vec<AccountMetrics> = Vec::new();
    for (index, period) in derived.periods.iter().enumerate() {
        let facts = metrics::facts(&workspace, account, &large.tree, *period);
        let earlier = |steps: usize| index.checked_sub(steps).map(|index| &history[index]);
        let (before, year_before) = (earlier(1), earlier(4));
        let day = derived.day_of(&workspace, *period);
        let tree = &large.tree;
        let inputs = Inputs { workspace: &workspace, account, tree, facts: &facts, day, before, year_before };
        history.push(metrics::account_metrics(&inputs));
    }
    assert!(large.history.iter().map(|metrics| &**metrics).eq(&history));
}

#[test]
fn findings_follow_the_group_they_are_compared_with() {
    let basis = Basis::Comparable { quantity: None, quantile: None };
    let mut sample = start();
    for index in 0..7 {
        let mut account = Account::new(format!("peer{index}"), "Peer");
        account.comparable_group = Some("peers".to_owned());
        let record = UnitRecord {
            arr: Some(money(1000.0)),
            eligible_users: Some(Count::new(10).unwrap()),
            potential: Some(Arc::new(Potential {
                basis: basis.clone(),
                ..Potential::estimate(money(1000.0))
            })),
            ..UnitRecord::default()
        };
        account.push_unit(
            OrgUnit::new("u1", Some(UnitKey::root()), "Unit", UnitKind::Division),
            vec![(PERIOD, record)],
        );
        sample.accounts.push_back(Arc::new(account));
    }
    let mut document = Document::opened(sample);
    let mut memos = Memos::default();
    let inflated = |derived: &Derived| -> Vec<usize> {
        let fires = |index: &usize| {
            derived.accounts[*index]
                .findings_of(1)
                .any(|f| f.rule.id == "G-01" && f.outcome == Outcome::Fired)
        };
        (0..derived.accounts.len()).filter(fires).collect()
    };
    assert_eq!(inflated(&memos.refresh(document.workspace(), PERIOD)), Vec::<usize>::new());
    // The basis is ten heads at the upper decile of the six others, half-way between the best two of them: it falls under
    // what supports a potential of 1,000 when only one of them still earns 100 a head.
    let steps = [vec![], vec![], vec![], vec![], vec![7, 8], vec![2, 3, 4, 5, 6, 7, 8]];
    for (peer, expected) in steps.into_iter().enumerate() {
        let value = FieldValue::Arr(Some(money(1.0)));
        let cells = vec![Cell { unit: "u1".into(), period: PERIOD, value }];
        let account = format!("peer{peer}").as_str().into();
        document.apply(&Edit::SetCells { account, cells }).unwrap();
        assert_eq!(inflated(&memos.refresh(document.workspace(), PERIOD)), expected, "{peer}");
    }
}

fn arr(value: f64) -> Edit {
    let value = FieldValue::Arr(Some(money(value)));
    Edit::SetCells { account: "one".into(), cells: vec![Cell { unit: "u1".into(), period: PERIOD, value }] }
}

#[test]
fn edits_of_one_gesture_are_one_step_and_escape_takes_them_back() {
    let mut document = Document::opened(start());
    let first = Arc::clone(document.workspace());
    document.begin_gesture();
    for value in [1.0, 2.0, 3.0] {
        document.apply(&arr(value)).unwrap();
    }
    document.end_gesture();
    assert_eq!(document.undo_label(), Some("set ARR of Unit 1"));
    document.undo();
    assert!(Arc::ptr_eq(document.workspace(), &first));
    assert!(document.undo().is_none());
    document.redo();
    document.begin_gesture();
    document.apply(&arr(9.0)).unwrap();
    let before = document.undo_label().map(str::to_owned);
    document.cancel_gesture();
    assert_eq!(document.undo_label().map(str::to_owned), before);
    document.begin_gesture();
    document.apply(&arr(9.0)).unwrap();
    document.apply(&arr(3.0)).unwrap();
    document.end_gesture();
    document.undo();
    assert!(document.undo().is_none(), "a drag back to its beginning leaves no step");
}

#[test]
fn a_unit_added_and_named_is_one_step_called_by_its_name() {
    let mut document = Document::opened(start());
    let unit = OrgUnit::new("new-unit", Some(UnitKey::root()), "New unit", UnitKind::Team);
    let named = |name: &str| Edit::SetUnits {
        account: "one".into(),
        units: vec!["new-unit".into()],
        change: UnitChange::Name(name.to_owned()),
    };
    document.begin_gesture();
    document.apply(&Edit::AddUnit { account: "one".into(), unit: Box::new(unit) }).unwrap();
    document.apply(&named("Korea")).unwrap();
    document.end_gesture();
    assert_eq!(document.undo_label(), Some("add Korea"));
    document.apply(&named("Japan")).unwrap();
    assert_eq!(document.undo().as_deref(), Some("rename Korea to Japan"));
    assert_eq!(document.undo().as_deref(), Some("add Korea"));
    assert!(document.undo().is_none());
}

#[test]
fn a_shipped_model_becomes_part_of_the_workspace_when_it_is_used() {
    let mut document = Document::opened(start());
    let chosen = |key: &str| Edit::Set(SettingChange::ActiveModel(key.into()));
    assert_eq!(document.apply(&chosen("d_axes")), Ok(true));
    assert_eq!(document.workspace().active_model().name, "Four axes (D)");
    assert_eq!(document.undo().as_deref(), Some("use Four axes (D)"));
    assert!(document.workspace().model(&"d_axes".into()).is_none());
    assert!(document.apply(&chosen("nowhere")).is_err());
}

#[test]
fn deleting_a_branch_leaves_nothing_that_refers_to_it() {
    let mut document = Document::opened(start());
    let aside = |account: &str, unit: &str| Acknowledgement {
        account: Some(account.into()),
        rule: "G-15".into(),
        unit: Some(unit.into()),
        until: None,
        note: None,
    };
    for (account, unit) in [("one", "u0"), ("one", "u3"), ("one", "u1"), ("two", "u0")] {
        document.apply(&Edit::Acknowledge(Box::new(aside(account, unit)))).unwrap();
    }
    document.apply(&Edit::DeleteBranches { account: "one".into(), units: vec!["u0".into()] }).unwrap();
    assert_eq!(document.workspace().accounts[0].units.len(), 5);
    // What a unit with the same key would find later is open again; all else that was put aside stays so.
    assert_eq!(*document.workspace().acknowledgements, [aside("one", "u1"), aside("two", "u0")]);
    document.undo();
    assert_eq!(document.workspace().acknowledgements.len(), 4);
    document.redo();
    assert!(validate(document.workspace()).is_empty());
    let root = Edit::DeleteBranches { account: "one".into(), units: vec![UnitKey::root()] };
    assert!(document.apply(&root).is_err());
}

/// As domain.md has it: until a period, with a note; the finding stays.
#[test]
fn a_finding_is_put_aside_until_a_period_and_taken_back() {
    let mut document = Document::opened(start());
    let users = FieldValue::ActiveUsers(Some(Count::new(500).unwrap()));
    let seats = FieldValue::LicensedSeats(Some(Count::new(100).unwrap()));
    let cell = |value, period| Cell { unit: "u1".into(), period, value };
    let cells = [PERIOD, PERIOD.plus(1)]
        .into_iter()
        .flat_map(|period| [cell(users.clone(), period), cell(seats.clone(), period)])
        .collect();
    document.apply(&Edit::SetCells { account: "one".into(), cells }).unwrap();
    let aside = |document: &Document, period| {
        let workspace = document.workspace();
        let findings = rules::check(workspace, &workspace.active_model(), period, &[0]);
        let fired =
            findings.iter().filter(|found| found.rule.id == "G-15" && found.outcome == Outcome::Fired);
        fired.map(|found| found.acknowledged.is_some()).collect::<Vec<_>>()
    };
    let done = Acknowledgement {
        account: Some("one".into()),
        rule: "G-15".into(),
        unit: Some("u1".into()),
        until: Some(PERIOD),
        note: Some("A pilot without a contract.".to_owned()),
    };
    assert_eq!(aside(&document, PERIOD), [false]);
    assert!(document.apply(&Edit::Acknowledge(Box::new(done.clone()))).unwrap());
    assert_eq!(document.undo_label(), Some("acknowledge More users than seats of Unit 1"));
    assert_eq!((aside(&document, PERIOD), aside(&document, PERIOD.plus(1))), (vec![true], vec![false]));
    // Said anew, it replaces what was said before.
    let longer = Acknowledgement { until: None, ..done.clone() };
    document.apply(&Edit::Acknowledge(Box::new(longer.clone()))).unwrap();
    assert_eq!(*document.workspace().acknowledgements, std::slice::from_ref(&longer));
    assert_eq!(aside(&document, PERIOD.plus(1)), [true]);
    assert!(document.apply(&Edit::Reopen(Box::new(longer))).unwrap());
    assert_eq!(aside(&document, PERIOD), [false]);
    document.undo();
    assert_eq!(aside(&document, PERIOD), [true]);
    // What does not exist cannot be put aside.
    for wrong in [
        Acknowledgement { rule: "G-99".into(), ..done.clone() },
        Acknowledgement { account: Some("gone".into()), ..done.clone() },
        Acknowledgement { unit: Some("gone".into()), ..done },
    ] {
        assert!(document.apply(&Edit::Acknowledge(Box::new(wrong))).is_err());
    }
}

#[test]
fn a_unit_cannot_hang_below_itself() {
    let mut document = Document::opened(start());
    let into_itself = Edit::MoveUnits {
        account: "one".into(),
        units: vec!["u0".into()],
        parent: "u3".into(),
        before: None,
    };
    let error = document.apply(&into_itself).unwrap_err().to_string();
    assert_eq!(error, "Unit 0 cannot hang below itself; choose a parent outside its branch");
    let fine = Edit::MoveUnits {
        account: "one".into(),
        units: vec!["u3".into()],
        parent: "u1".into(),
        before: None,
    };
    assert_eq!(fine.label(document.workspace()), "move Unit 3 under Unit 1");
    assert_eq!(document.apply(&fine), Ok(true));
}

#[test]
fn saved_is_a_pointer_so_undoing_back_to_it_is_clean() {
    let mut document = Document::unsaved(start());
    assert!(document.is_dirty());
    document.apply(&arr(1.0)).unwrap();
    let state = Arc::clone(document.workspace());
    document.mark_saved(&state);
    assert!(!document.is_dirty());
    document.apply(&arr(2.0)).unwrap();
    assert!(document.is_dirty());
    document.undo();
    assert!(!document.is_dirty());
}

#[test]
fn opening_a_period_carries_figures_unconfirmed_until_they_are_touched() {
    let mut document = Document::opened(start());
    let next = PERIOD.plus(1);
    assert!(document.apply(&Edit::OpenPeriod { period: next.plus(1) }).is_err());
    document.apply(&Edit::OpenPeriod { period: next }).unwrap();
    let record = |document: &Document| document.workspace().accounts[0].record(2, next).unwrap().clone();
    assert!(!record(&document).confirmed);
    assert_eq!(record(&document).carried_from, Some(PERIOD));
    let value = FieldValue::Arr(Some(money(7.0)));
    let cells = vec![Cell { unit: "u1".into(), period: next, value }];
    document.apply(&Edit::SetCells { account: "one".into(), cells }).unwrap();
    assert!(record(&document).confirmed);
    assert_eq!(document.workspace().current_period(), next);
}

#[test]
fn properties_of_accounts_and_units_are_named_joined_and_checked() {
    let mut document = Document::opened(start());
    let account = |change| Edit::SetAccount { account: "one".into(), change };
    let unit = |key: &str, change| Edit::SetUnits { account: "one".into(), units: vec![key.into()], change };
    let named = [
        (account(AccountChange::Owner(Some(" Ada ".to_owned()))), "set owner of one to  Ada "),
        (account(AccountChange::Tier(Some(Tier::Standard))), "set one to Standard"),
        (
            account(AccountChange::CustomerSince(Some(date(2024, 2, 29)))),
            "set customer since of one to 2024-02-29",
        ),
        (account(AccountChange::RegionsInScope(vec!["emea".into()])), "set regions in scope of one to EMEA"),
        (account(AccountChange::ComparableGroup(Some("Retail".to_owned()))), "compare one with Retail"),
        (unit("u1", UnitChange::ValidFrom(Some(PERIOD))), "let Unit 1 exist from 2025-Q4"),
        (unit("u1", UnitChange::Successor(Some("u2".into()))), "set successor of Unit 1 to Unit 2"),
    ];
    for (edit, label) in &named {
        assert_eq!(edit.label(document.workspace()), *label);
        assert_eq!(document.apply(edit), Ok(true), "{label}");
        assert_eq!(document.apply(edit), Ok(false), "{label}: the same again changes nothing");
    }
    assert!(validate(document.workspace()).is_empty());
    assert_eq!(document.workspace().accounts[0].owner.as_deref(), Some("Ada"));
    // Owner and tier are two things, so they never join; two owners in one gesture do.
    let owner = |name: &str| account(AccountChange::Owner(Some(name.to_owned())));
    assert_eq!(owner("Ada").merge_key(), owner("Ben").merge_key());
    assert_ne!(owner("Ada").merge_key(), account(AccountChange::Tier(None)).merge_key());
    assert_ne!(
        unit("u1", UnitChange::ValidFrom(None)).merge_key(),
        unit("u1", UnitChange::ValidTo(None)).merge_key()
    );
    let refused = [
        (account(AccountChange::RegionsInScope(vec!["nowhere".into()])), "there is no region `nowhere`"),
        (account(AccountChange::RegionsInScope(vec!["emea".into(), "emea".into()])), "is named twice"),
        (unit("u1", UnitChange::ValidTo(Some(PERIOD.plus(-1)))), "the last period lies before the first"),
        (unit("u2", UnitChange::Successor(Some("u1".into()))), "a unit cannot be continued by itself"),
        (unit("u2", UnitChange::Successor(Some(UnitKey::root()))), "cannot continue one of its units"),
        (unit("", UnitChange::ValidFrom(None)), "always exists"),
    ];
    for (edit, reason) in &refused {
        let error = document.apply(edit).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn a_potential_keeps_its_range_and_its_quantile_in_bounds() {
    let mut document = Document::opened(start());
    let set = |value| Edit::SetCells {
        account: "one".into(),
        cells: vec![Cell { unit: "u1".into(), period: PERIOD, value }],
    };
    let basis = |share: f64| Basis::Comparable { quantity: None, quantile: Some(money(share)) };
    let whole = |low: f64, basis| {
        let low = Some(money(low));
        FieldValue::Potential(Some(Box::new(Potential { low, basis, ..Potential::estimate(money(500.0)) })))
    };
    assert!(
        document.apply(&set(whole(501.0, basis(0.9)))).unwrap_err().to_string().contains("low ≤ potential")
    );
    assert!(document.apply(&set(whole(1.0, basis(1.1)))).unwrap_err().to_string().contains("quantile"));
    assert_eq!(document.apply(&set(whole(400.0, basis(0.75)))), Ok(true));
    // The figure alone: the basis stays, a range that no longer holds it goes.
    assert_eq!(document.apply(&set(FieldValue::PotentialValue(Some(money(300.0))))), Ok(true));
    let account = &document.workspace().accounts[0];
    let potential = account.record(2, PERIOD).unwrap().potential.clone().unwrap();
    assert_eq!((potential.value.get(), potential.low, &potential.basis), (300.0, None, &basis(0.75)));
}
