//! Derived values: everything from nothing, after one edit, and when nothing changed; of a workspace of 20,000 units
//! and 8 quarters, and of 1,000 accounts of 100 units and 12 quarters.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use inroads::{
    document::{Cell, Document, Edit, FieldValue, Memos},
    domain::{Amount, Period, Workspace},
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

criterion_group!(benches, derived, flat_accounts);
criterion_main!(benches);
