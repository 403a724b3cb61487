//! Reading and writing workspace files, beside the same text as typed JSON in the same run; and a table of 100,000 rows
//! from its text to the workspace that comes of it, as the import goes.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use inroads::{
    document::{
        Entry, Line, Table, applied,
        usage::{self, Head},
    },
    domain::{Workspace, validate},
    files::{
        dataset::{Cell, Outside},
        workspace::{DocV1, checked_text, parse, to_text},
    },
};

#[path = "support/generate.rs"]
#[allow(dead_code, reason = "not every bench uses everything")]
mod generate;

fn files(criterion: &mut Criterion) {
    let workspace = generate::workspace(20_000, 8, 42);
    let text = to_text(&workspace);
    let json = as_json(&text);
    println!("{} MB of RON, {} MB of compact JSON", text.len() / 1_000_000, json.len() / 1_000_000);
    let mut group = criterion.benchmark_group("files");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read/20kx8", |bencher| bencher.iter(|| parse(black_box(text.as_bytes()))));
    group.bench_function("read_typed_json/20kx8", |bencher| {
        bencher.iter(|| serde_json::from_str::<DocV1<'_>>(black_box(&json)).map(drop));
    });
    group.bench_function("write/20kx8", |bencher| bencher.iter(|| to_text(black_box(&workspace))));
    group.bench_function("write_and_check/20kx8", |bencher| {
        bencher.iter(|| checked_text(black_box(&workspace)));
    });
    group.finish();
    let large = generate::workspace(100_000, 2, 42);
    let mut group = criterion.benchmark_group("files");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    group.bench_function("validate/100kx2", |bencher| bencher.iter(|| validate(black_box(&large))));
    group.finish();
}

/// A table of 100,000 rows: its text to cells, its rows to a plan and the workspace after it, for units that are there
/// and for units that are created on the way, of which many have one name.
fn import(criterion: &mut Criterion) {
    let known = generate::portfolio(&[100_000], 2, 42);
    let account = &known.accounts[0];
    let mut text = String::from("Unit;Unit above;Status;ARR;Licensed seats\n");
    for (at, unit) in account.units.iter().enumerate().skip(1) {
        let above = unit.parent.as_ref().filter(|key| !key.is_root()).map_or("", |key| key.as_str());
        writeln!(text, "{};{above};pilot;{};{}", unit.name, 7 * at, at % 500).expect("text takes text");
    }
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    group.bench_function("read/100k", |bencher| bencher.iter(|| table(black_box(&text))));
    planned(&mut group, "rows/100k", &text, &known);
    let fresh = generate::portfolio(&[1], 2, 42);
    let mut text = String::from("Unit;Unit above;ARR\n");
    for company in 0..1000 {
        writeln!(text, "Company {company};;").expect("text takes text");
        for department in 0..99 {
            writeln!(text, "Department {department};Company {company};{company}").expect("text takes text");
        }
    }
    planned(&mut group, "new_units/100k", &text, &fresh);
    group.finish();
}

fn planned(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, text: &str, workspace: &Workspace) {
    let table = table(text);
    let (account, period) = (&workspace.accounts[0].key, workspace.current_period());
    let mut setup = usage::suggest(&table, workspace, Some(account), period, Head::At(0));
    setup.creates_units = true;
    let run = || {
        let plan = usage::plan(&table, &setup, workspace, "a table", &|_| true).expect("nobody cancels");
        let edit = plan.edit.as_ref().expect("something changes");
        let next = applied(workspace, edit).expect("a sound table");
        (plan, next)
    };
    let (plan, next) = run();
    println!("import/{name}: {:?}, {} problems", plan.counts, plan.problems.len());
    assert!(plan.problems.is_empty() && next.accounts[0].units.len() >= 100_001);
    group.bench_function(name, |bencher| bencher.iter_with_large_drop(run));
}

fn table(text: &str) -> Table {
    let mut outside = Outside::text(text.to_owned());
    let separator = outside.separator();
    let mut lines = Vec::new();
    let mut take = |number: u64, cells: &[Cell]| {
        let entry = |cell: &Cell| match cell {
            Cell::Text(text) => Entry::text_of(text),
            _ => Entry::Blank,
        };
        lines.push(Line { number, entries: cells.iter().map(entry).collect() });
        true
    };
    outside.rows("", separator, &mut take).expect("a sound text");
    Table { lines, is_comma_separated: false }
}

/// The same document as compact JSON, for the typed peer. Knows only what [`to_text`] writes.
fn as_json(text: &str) -> String {
    let body = text.split_once('\n').map_or(text, |(_, body)| body);
    let bytes = body.as_bytes();
    let mut json = String::with_capacity(text.len());
    let mut closers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        match bytes[start] {
            b'"' => {
                while bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                at += 1;
                json.push_str(&body[start..at]);
            }
            b'(' => {
                // `(word:` opens a struct, anything else a pair.
                let rest = body[at..].trim_start();
                let is_pair = rest.starts_with('"');
                json.push(if is_pair { '[' } else { '{' });
                closers.push(if is_pair { ']' } else { '}' });
            }
            b'[' => json.push('['),
            b')' | b']' => {
                if json.ends_with(',') {
                    json.pop();
                }
                json.push(if bytes[start] == b']' { ']' } else { closers.pop().unwrap_or('}') });
            }
            b' ' | b'\n' => {}
            byte if byte.is_ascii_lowercase() => {
                while bytes[at].is_ascii_lowercase() || bytes[at] == b'_' {
                    at += 1;
                }
                let word = &body[start..at];
                let quote = if matches!(word, "true" | "false") { "" } else { "\"" };
                for part in [quote, word, quote] {
                    json.push_str(part);
                }
            }
            _ => json.push_str(&body[start..at]),
        }
    }
    json
}

criterion_group!(benches, import, files);
criterion_main!(benches);
