//! Edits of the structure of an account: what is taken over from before them equals computing from nothing.

use std::sync::Arc;

use inroads::{
    document::{Cell, Document, Edit, FieldValue, Memos, UnitChange},
    domain::{
        Account, Amount, Basis, Count, Counting, EntryMode, OrgUnit, Period, Potential, Status, UnitKey,
        UnitKind, UnitRecord, Workspace,
    },
};
use jiff::civil::date;
use proptest::prelude::*;

const PERIOD: Period = Period::quarter(2025, 4);
const UNITS: u32 = 30;
const NAMES: [&str; 3] = ["North", "South", "West"];
const KINDS: [UnitKind; 3] = [UnitKind::Division, UnitKind::Department, UnitKind::Team];

fn money(value: u32) -> Amount {
    Amount::new(f64::from(value)).unwrap()
}

fn key(unit: u32) -> UnitKey {
    UnitKey::from(format!("u{unit}"))
}

/// Two accounts of thirty units on three levels, three periods, and figures that most rules object to somewhere.
fn start() -> Workspace {
    let mut account = Account::new("one", "One");
    for unit in 0..UNITS {
        let parent = if unit < 5 { UnitKey::root() } else { key(unit / 5 - 1) };
        let name = NAMES[unit as usize * 7 % 5 % 3];
        let record = |step: i32| {
            let dice = (unit * 31 + step.unsigned_abs() * 17) % 97;
            let not_every = |of: u32| !dice.is_multiple_of(of);
            let count = |of: u32| not_every(of).then(|| Count::new(dice % of).unwrap());
            let basis = match dice % 3 {
                0 => Basis::Estimate,
                1 => Basis::StatedBudget { amount: Some(money(dice * 5)) },
                _ => Basis::Headcount { quantity: None, price: Some(money(9)) },
            };
            let reviewed_on = not_every(5).then(|| date(2023, 1, 1));
            let potential = Potential { basis, reviewed_on, ..Potential::estimate(money(dice * 8)) };
            let record = UnitRecord {
                status: Status::ALL.get(dice as usize % 8).copied(),
                addressable: not_every(19),
                arr: not_every(5).then(|| money(dice * 10)),
                one_time: (!not_every(3)).then(|| money(dice)),
                potential: not_every(4).then(|| Arc::new(potential)),
                category_spend: not_every(2).then(|| money(dice * 7)),
                licensed_seats: count(11),
                active_users: count(7),
                eligible_users: count(13),
                confirmed: not_every(6),
                ..UnitRecord::default()
            };
            (PERIOD.plus(step), record)
        };
        let records = if unit % 9 == 8 { Vec::new() } else { (-2..=0).map(record).collect() };
        account.push_unit(OrgUnit::new(key(unit), Some(parent), name, KINDS[unit as usize % 3]), records);
    }
    let mut other = account.clone();
    (other.key, other.name) = ("two".into(), "Two".to_owned());
    let mut workspace = Workspace::default();
    workspace.accounts.extend([Arc::new(account), Arc::new(other)]);
    workspace
}

/// What is done in one step; steps that are refused change nothing.
#[derive(Debug, Clone)]
enum Step {
    Edit(Edit),
    Undo,
    Redo,
    /// Another period is shown.
    Show(Period),
}

fn unit() -> impl Strategy<Value = UnitKey> {
    prop_oneof![12 => (0..UNITS + 6).prop_map(key), 1 => Just(UnitKey::root())]
}

fn period() -> impl Strategy<Value = Period> {
    (-3..2_i32).prop_map(|step| PERIOD.plus(step))
}

fn added() -> impl Strategy<Value = OrgUnit> {
    let names = (0..NAMES.len()).prop_map(|name| NAMES[name]);
    let unit = (0..UNITS + 6, unit(), names, 0..KINDS.len(), proptest::option::of(period()));
    unit.prop_map(|(unit, parent, name, kind, valid_from)| OrgUnit {
        valid_from,
        ..OrgUnit::new(key(unit), Some(parent), name, KINDS[kind])
    })
}

fn change() -> impl Strategy<Value = UnitChange> {
    prop_oneof![
        6 => (0..NAMES.len()).prop_map(|name| UnitChange::Name(NAMES[name].to_owned())),
        1 => (0..KINDS.len()).prop_map(|kind| UnitChange::Kind(KINDS[kind])),
        1 => (0..Counting::ALL.len()).prop_map(|how| UnitChange::Counting(Counting::ALL[how])),
        1 => any::<bool>().prop_map(|total| {
            UnitChange::EntryMode(if total { EntryMode::Total } else { EntryMode::Direct })
        }),
        1 => proptest::option::of(period()).prop_map(UnitChange::ValidFrom),
        1 => proptest::option::of(period()).prop_map(UnitChange::ValidTo),
        1 => proptest::option::of(unit()).prop_map(UnitChange::Successor),
    ]
}

fn value() -> impl Strategy<Value = FieldValue> {
    let amount = || proptest::option::of((0..900_u32).prop_map(money));
    let count = || proptest::option::of((0..15_u32).prop_map(|value| Count::new(value).unwrap()));
    prop_oneof![
        proptest::option::of((0..Status::ALL.len()).prop_map(|at| Status::ALL[at]))
            .prop_map(FieldValue::Status),
        amount().prop_map(FieldValue::Arr),
        amount().prop_map(FieldValue::PotentialValue),
        amount().prop_map(FieldValue::OneTime),
        count().prop_map(FieldValue::LicensedSeats),
        count().prop_map(FieldValue::ActiveUsers),
        any::<bool>().prop_map(FieldValue::Addressable),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let account = || "one".into();
    let one = prop_oneof![
        4 => added().prop_map(move |unit| Edit::AddUnit { account: account(), unit: Box::new(unit) }),
        2 => proptest::collection::vec(added(), 1..4)
            .prop_map(move |units| Edit::AddBranch { account: account(), units, what: "list".to_owned() }),
        4 => proptest::collection::vec(unit(), 1..4)
            .prop_map(move |units| Edit::DeleteBranches { account: account(), units }),
        6 => (proptest::collection::vec(unit(), 1..3), unit(), proptest::option::of(unit())).prop_map(
            move |(units, parent, before)| Edit::MoveUnits { account: account(), units, parent, before }
        ),
        2 => (proptest::collection::vec(unit(), 1..3), unit(), period()).prop_map(
            move |(units, into, period)| Edit::MergeUnits { account: account(), units, into, period }
        ),
        5 => (proptest::collection::vec(unit(), 1..3), change())
            .prop_map(move |(units, change)| Edit::SetUnits { account: account(), units, change }),
        5 => (unit(), period(), value()).prop_map(move |(unit, period, value)| Edit::SetCells {
            account: account(),
            cells: vec![Cell { unit, period, value }],
        }),
    ]
    .boxed();
    let several = proptest::collection::vec(one.clone(), 2..4)
        .prop_map(|edits| Edit::Several { what: "several".to_owned(), edits });
    prop_oneof![8 => one, 1 => several]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        14 => edit().prop_map(Step::Edit),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (-1..=0_i32).prop_map(|step| Step::Show(PERIOD.plus(step))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn structural_edits_leave_what_computing_from_nothing_finds(
        steps in proptest::collection::vec(step(), 1..30),
    ) {
        let mut document = Document::opened(start());
        let (mut memos, mut shown) = (Memos::default(), PERIOD);
        memos.refresh(document.workspace(), shown);
        for step in &steps {
            match step {
                Step::Edit(edit) => drop(document.apply(edit)),
                Step::Undo => drop(document.undo()),
                Step::Redo => drop(document.redo()),
                Step::Show(period) => shown = *period,
            }
            let kept = memos.refresh(document.workspace(), shown);
            let fresh = Memos::default().refresh(document.workspace(), shown);
            for (kept, fresh) in kept.accounts.iter().zip(&fresh.accounts) {
                prop_assert_eq!(&kept.findings, &fresh.findings, "after {:?}", step);
                prop_assert_eq!(&kept.facts, &fresh.facts);
                prop_assert_eq!(&kept.before, &fresh.before);
                prop_assert_eq!(&kept.history, &fresh.history);
                prop_assert_eq!(&kept.score_history, &fresh.score_history);
            }
            prop_assert_eq!(&kept.findings, &fresh.findings);
        }
    }
}

/// The same where nothing else is in the way: each kind of edit by itself, with how many findings it leaves.
#[test]
fn units_come_go_and_move_with_their_findings() {
    let mut document = Document::opened(start());
    let mut memos = Memos::default();
    let first = memos.refresh(document.workspace(), PERIOD);
    let account = || "one".into();
    let edits = [
        Edit::AddUnit {
            account: account(),
            unit: Box::new(OrgUnit::new("new", Some(key(2)), "New", UnitKind::Team)),
        },
        Edit::MoveUnits { account: account(), units: vec![key(1)], parent: key(4), before: None },
        Edit::MoveUnits {
            account: account(),
            units: vec![key(3)],
            parent: UnitKey::root(),
            before: Some(key(0)),
        },
        Edit::DeleteBranches { account: account(), units: vec![key(0)] },
    ];
    for edit in &edits {
        assert!(document.apply(edit).unwrap());
        let kept = memos.refresh(document.workspace(), PERIOD);
        let fresh = Memos::default().refresh(document.workspace(), PERIOD);
        assert_eq!(kept.accounts[0].findings, fresh.accounts[0].findings, "{edit:?}");
        assert_ne!(kept.accounts[0].findings, first.accounts[0].findings);
        assert!(Arc::ptr_eq(&kept.accounts[1], &first.accounts[1]), "the other account is untouched");
    }
    for _ in &edits {
        document.undo();
        let kept = memos.refresh(document.workspace(), PERIOD);
        let fresh = Memos::default().refresh(document.workspace(), PERIOD);
        assert_eq!(kept.accounts[0].findings, fresh.accounts[0].findings);
    }
    assert_eq!(memos.refresh(document.workspace(), PERIOD).accounts[0].findings, first.accounts[0].findings);
}
