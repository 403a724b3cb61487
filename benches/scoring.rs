//! Ranking under other weights, rank acceptability and stability intervals, on uniform random points.
//!
//! `scoring/plain_sort` is the peer in the same run: the same weighted sums, ordered by the standard library.

use std::{hint::black_box, ops::ControlFlow, thread};

use criterion::{Criterion, criterion_group, criterion_main};
use inroads::{
    domain::Aggregation,
    engine::scoring::{
        acceptability::{Acceptability, Question, acceptability},
        lines::PointTable,
        rerank::{Reranker, top},
        sampling::{GRAIN, Sampling, SplitMix64},
        stability::intervals,
    },
};

const WEIGHTS: [f64; 8] = [0.2, 0.18, 0.16, 0.14, 0.12, 0.1, 0.06, 0.04];

fn columns(rows: usize) -> Vec<Vec<f64>> {
    let mut generator = SplitMix64::new(7, 0);
    let mut column = || (0..rows).map(|_| 100.0 * generator.uniform() as f64 * GRAIN).collect();
    WEIGHTS.iter().map(|_| column()).collect()
}

fn table(rows: usize) -> PointTable {
    let columns = columns(rows);
    PointTable {
        factors: (0..WEIGHTS.len()).collect(),
        accounts: (0..rows).collect(),
        rows: (0..rows).map(|row| columns.iter().map(|column| Some(column[row])).collect()).collect(),
        weights: WEIGHTS.to_vec(),
        locked: vec![false; WEIGHTS.len()],
        min_coverage: 0.6,
        aggregation: Aggregation::Arithmetic,
    }
}

fn ranking(criterion: &mut Criterion) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut group = criterion.benchmark_group("scoring");
    for (name, rows) in [("50k", 50_000), ("1m", 1_000_000)] {
        group.sample_size(if rows > 100_000 { 30 } else { 100 });
        let columns = columns(rows);
        let mut reranker = Reranker::default();
        group.bench_function(format!("rerank/{name}"), |bencher| {
            bencher.iter(|| {
                reranker.rerank(black_box(&columns), black_box(&WEIGHTS), threads);
                black_box((reranker.order(), reranker.ranks()));
            });
        });
        group.bench_function(format!("plain_sort/{name}"), |bencher| {
            bencher.iter(|| {
                let score = |row: u32| {
                    let parts =
                        columns.iter().zip(&WEIGHTS).map(|(column, weight)| column[row as usize] * weight);
                    (parts.sum::<f64>(), row)
                };
                let mut order: Vec<(f64, u32)> = (0..rows as u32).map(score).collect();
                order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                order
            });
        });
        if rows > 100_000 {
            group.bench_function(format!("top/{name}"), |bencher| {
                bencher.iter(|| top(black_box(&columns), black_box(&WEIGHTS), 100, threads));
            });
        }
    }
    group.finish();
}

fn weights(criterion: &mut Criterion) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut group = criterion.benchmark_group("scoring");
    group.sample_size(20);
    let run = |table: &PointTable, samples: u32, whole_table: bool, threads: usize| -> Acceptability {
        let sampling = Sampling { samples, seed: 42, spread: 1.0, keep_order: false };
        let question = Question { table, sampling, uncertain: &[], pairs: &[], whole_table };
        acceptability(&question, threads, &mut |_| ControlFlow::Continue(())).expect("nobody breaks it off")
    };
    let small = table(200);
    assert_eq!(run(&small, 10_000, true, 1), run(&small, 10_000, true, 3), "threads show in the result");
    group.bench_function("acceptability/200x8x10000", |bencher| {
        bencher.iter(|| run(black_box(&small), 10_000, true, threads));
    });
    let large = table(10_000);
    group.sample_size(10);
    group.bench_function("acceptability/10000x8x2000", |bencher| {
        bencher.iter(|| run(black_box(&large), 2_000, false, threads));
    });
    group.sample_size(50);
    group.bench_function("stability/10000x8", |bencher| {
        bencher.iter(|| intervals(black_box(&large)));
    });
    group.finish();
}

criterion_group!(benches, ranking, weights);
criterion_main!(benches);
