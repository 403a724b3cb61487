//! Reading and writing workspace files, beside the same text as typed JSON in the same run.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use inroads::{
    domain::validate,
    files::workspace::{DocV1, checked_text, parse, to_text},
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

criterion_group!(benches, files);
criterion_main!(benches);
