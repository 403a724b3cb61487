//! Derived values of a workspace of 20,000 units and 8 quarters: everything from nothing, and after one edit.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use inroads::{
    document::{Cell, Document, Edit, FieldValue, Memos},
    domain::Amount,
};

#[path = "support/generate.rs"]
mod generate;

fn derived(criterion: &mut Criterion) {
    let workspace = generate::workspace(20_000, 8, 42);
    let period = workspace.current_period();
    let mut group = criterion.benchmark_group("engine");
    group.sample_size(10);
    let shared = Arc::new(workspace.clone());
    group.bench_function("full/20kx8", |bencher| {
        bencher.iter(|| black_box(Memos::default().refresh(&shared, period)));
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
    group.bench_function("edit/20kx8", |bencher| {
        bencher.iter(|| {
            value += 1.0;
            let arr = FieldValue::Arr(Amount::new(value).ok());
            let cells = vec![Cell { unit: unit.clone(), period, value: arr }];
            document.apply(&Edit::SetCells { account: account.key.clone(), cells }).expect("a plain amount");
            black_box(memos.refresh(document.workspace(), period))
        });
    });
    group.bench_function("idle/20kx8", |bencher| {
        bencher.iter(|| black_box(memos.refresh(document.workspace(), period)));
    });
    group.finish();
}

criterion_group!(benches, derived);
criterion_main!(benches);
