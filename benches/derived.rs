//! Derived values: everything from nothing, after one edit, and when nothing changed; of a workspace of 20,000 units
//! and 8 quarters, and of 1,000 accounts of 100 units and 12 quarters.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use inroads::{
    document::{Cell, Document, Edit, FieldValue, Memos},
    domain::{Amount, Workspace},
    engine::scoring,
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

/// Every account in every period, with its rank in each; all metrics and the rules of the last period come with it, as
/// there is one way through the engine.
fn flat_accounts(criterion: &mut Criterion) {
    for (name, units) in [("10k", 10_000), ("100k", 100_000)] {
        for (group, name, periods) in
            [("flat", format!("{name}x12"), 12), ("two_periods", name.to_owned(), 2)]
        {
            let workspace = Arc::new(flat::workspace(units, periods, 42));
            let period = workspace.current_period();
            let mut all = criterion.benchmark_group("engine");
            all.sample_size(10);
            all.bench_function(format!("{group}/{name}"), |bencher| {
                bencher.iter_with_large_drop(|| {
                    let derived = Memos::default().refresh(&workspace, period);
                    let ranks_at = |at: usize| {
                        let scores: Vec<_> = derived.accounts.iter().map(|a| a.score_history[at]).collect();
                        scoring::ranks::ranks(&scores)
                    };
                    let ranks: Vec<_> = (0..periods).map(ranks_at).collect();
                    black_box((derived, ranks))
                });
            });
        }
    }
}

criterion_group!(benches, derived, flat_accounts);
criterion_main!(benches);
