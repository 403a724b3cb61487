//! Derived values: everything from nothing, after one edit, and when nothing changed; of a workspace of 20,000 units
//! and 8 quarters, and of 1,000 accounts of 100 units and 12 quarters; and edits of 40,000 units at once.

use std::{hint::black_box, iter, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use inroads::{
    document::{Cell, Document, Edit, FieldValue, Memos, UnitChange},
    domain::{Amount, OrgUnit, Period, Status, UnitKey, UnitKind, Workspace},
    engine::{chosen::Chosen, evaluate::Scorer, metrics::index_of, scoring},
};

#[path = "support/flat.rs"]
mod flat;
#[path = "support/generate.rs"]
mod generate;

fn derived(criterion: &mut Criterion) {
    run(criterion, "20kx8", generate::workspace(20_000, 8, 42));
    run(criterion, "100k", generate::portfolio(&[100; 1000], 12, 42));
}

fn run(criterion: &mut Criterion, size: &str, workspace: Workspace) {
    let period = workspace.current_period();
    let mut group = criterion.benchmark_group("engine");
    group.sample_size(10);
    let shared = Arc::new(workspace.clone());
    group.bench_function(format!("full/{size}"), |bencher| {
        bencher.iter_with_large_drop(|| black_box(Memos::default().refresh(&shared, period)));
    });
    let mut document = Document::opened(workspace);
    let mut memos = Memos::default();
    memos.refresh(document.workspace(), period);
    // The largest account, its last unit: the dearest single cell there is.
    let account = document.workspace().accounts.iter().max_by_key(|account| account.units.len()).cloned();
    let account = account.expect("the generator makes accounts");
    let unit = account.units.last().expect("every account has a root").key.clone();
    let mut value = 0.0;
    group.sample_size(30);
    group.bench_function(format!("edit/{size}"), |bencher| {
        bencher.iter(|| {
            value += 1.0;
            let arr = FieldValue::Arr(Amount::new(value).ok());
            let cells = vec![Cell { unit: unit.clone(), period, value: arr }];
            document.apply(&Edit::SetCells { account: account.key.clone(), cells }).expect("a plain amount");
            black_box(memos.refresh(document.workspace(), period))
        });
    });
    group.bench_function(format!("idle/{size}"), |bencher| {
        bencher.iter(|| black_box(memos.refresh(document.workspace(), period)));
    });
    group.finish();
}

/// What is measured of each flat account in each period, besides what the model scores by.
const MEASURED: [&str; 7] = [
    "revenue_penetration",
    "unit_penetration",
    "user_penetration",
    "seat_penetration",
    "white_space",
    "revenue_hhi",
    "top_unit_share",
];

/// Every account in every period with its score and its rank in each: what a ranking takes.
fn flat_accounts(criterion: &mut Criterion) {
    for (name, units) in [("10k", 10_000), ("100k", 100_000)] {
        for (group, name, periods) in
            [("flat", format!("{name}x12"), 12), ("two_periods", name.to_owned(), 2)]
        {
            let workspace = flat::workspace(units, periods, 42);
            let accounts: Vec<_> = workspace.accounts.iter().cloned().collect();
            let current = workspace.current_period();
            let periods: Vec<Period> = (1 - periods as i32..=0).map(|step| current.plus(step)).collect();
            let model = workspace.active_model();
            let rows = MEASURED.map(|key| index_of(key).expect("a metric of the table"));
            let mut all = criterion.benchmark_group("engine");
            all.sample_size(10);
            all.bench_function(format!("{group}/{name}"), |bencher| {
                bencher.iter(|| {
                    let scorer = Scorer::new(&workspace, &model);
                    let chosen = Chosen::new(&workspace, &[&model], &MEASURED);
                    let measured = chosen.over(&accounts, &periods, |account, metrics| {
                        (rows.map(|row| metrics.values[row].value), scorer.score(account, metrics).value)
                    });
                    let ranks_at = |at: usize| {
                        let scores: Vec<_> = measured.iter().map(|periods| periods[at].1).collect();
                        scoring::ranks::ranks(&scores)
                    };
                    let ranks: Vec<_> = (0..periods.len()).map(ranks_at).collect();
                    black_box((measured, ranks))
                });
            });
        }
    }
}

/// What follows Ctrl+A in an account of 40,000 units: one status for all of them, a step back, and the selection looked up
/// again as after every edit.
fn bulk_edit(criterion: &mut Criterion) {
    let workspace = generate::portfolio(&[40_000], 2, 42);
    let period = workspace.current_period();
    let account = workspace.accounts[0].key.clone();
    let units: Vec<UnitKey> = workspace.accounts[0].units.iter().map(|unit| unit.key.clone()).collect();
    let value = FieldValue::Status(Some(Status::Pilot));
    let cell = |unit: &UnitKey| Cell { unit: unit.clone(), period, value: value.clone() };
    let status = Edit::SetCells { account: account.clone(), cells: units.iter().skip(1).map(cell).collect() };
    let owner = Edit::SetUnits {
        account,
        units: units.clone(),
        change: UnitChange::Owner(Some("Ines Falk".to_owned())),
    };
    let mut document = Document::opened(workspace);
    let mut group = criterion.benchmark_group("document");
    group.sample_size(10);
    for (name, edit) in [("bulk_edit/40k", status), ("bulk_describe/40k", owner)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                assert!(document.apply(&edit).expect("all units exist"));
                document.undo();
                let found = document.workspace().accounts[0].find_units(&units);
                assert!(found.iter().all(Option::is_some));
                black_box(found)
            });
        });
    }
    group.finish();
}

/// What is done to the structure of the largest account of the large workspace, as `examples/large_workspace.rs` writes it,
/// and a step to another period: until everything derived is current again.
fn structure(criterion: &mut Criterion) {
    let sizes: Vec<usize> = iter::once(40_000).chain(iter::repeat_n(120, 500)).collect();
    let workspace = generate::portfolio(&sizes, 4, 42);
    let period = workspace.current_period();
    let account = Arc::clone(&workspace.accounts[0]);
    let [unit, parent] = [39_000, 38_000].map(|unit| account.units[unit].key.clone());
    let mut document = Document::opened(workspace);
    let mut memos = Memos::default();
    memos.refresh(document.workspace(), period);
    let mut group = criterion.benchmark_group("document");
    group.sample_size(10);
    let mut turn = 0;
    group.bench_function("rename/40k", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let change = UnitChange::Name(format!("Name {turn}"));
            let edit = Edit::SetUnits { account: account.key.clone(), units: vec![unit.clone()], change };
            document.apply(&edit).expect("a name");
            black_box(memos.refresh(document.workspace(), period))
        });
    });
    group.bench_function("add/40k", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let unit = OrgUnit::new(format!("added {turn}"), Some(parent.clone()), "Added", UnitKind::Team);
            let edit = Edit::AddUnit { account: account.key.clone(), unit: Box::new(unit) };
            document.apply(&edit).expect("a new key");
            black_box(memos.refresh(document.workspace(), period))
        });
    });
    group.bench_function("move/40k", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let parent = account.units[if turn % 2 == 0 { 38_000 } else { 5_000 }].key.clone();
            let units = vec![unit.clone()];
            let edit = Edit::MoveUnits { account: account.key.clone(), units, parent, before: None };
            document.apply(&edit).expect("another parent");
            black_box(memos.refresh(document.workspace(), period))
        });
    });
    // Two at a time: a branch goes and comes back.
    group.bench_function("delete_and_undo/40k", |bencher| {
        bencher.iter(|| {
            let edit = Edit::DeleteBranches { account: account.key.clone(), units: vec![unit.clone()] };
            document.apply(&edit).expect("the unit exists");
            let without = memos.refresh(document.workspace(), period);
            document.undo();
            black_box((without, memos.refresh(document.workspace(), period)))
        });
    });
    group.bench_function("period/100k", |bencher| {
        bencher.iter(|| {
            turn += 1;
            black_box(memos.refresh(document.workspace(), period.plus(-(turn % 2))))
        });
    });
    group.finish();
}

criterion_group!(benches, derived, bulk_edit, structure, flat_accounts);
criterion_main!(benches);
