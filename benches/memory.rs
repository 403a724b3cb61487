//! What an open workspace takes in memory, in bytes a record: 100,000 units and 8 quarters, without and with
//! everything derived from it. Reads `/proc/self/statm`, so that it says nothing on other systems than Linux.

use std::{hint::black_box, sync::Arc};

use inroads::document::Memos;

#[path = "support/generate.rs"]
mod generate;

fn main() {
    let Some(empty) = resident() else {
        println!("memory/100kx8: only measured on Linux");
        return;
    };
    let workspace = Arc::new(generate::workspace(100_000, 8, 42));
    let records: usize =
        workspace.accounts.iter().flat_map(|account| account.records.iter()).map(|list| list.len()).sum();
    let opened = resident().unwrap_or(empty);
    let derived = Memos::default().refresh(&workspace, workspace.current_period());
    let all = resident().unwrap_or(opened);
    let each = |bytes: usize| bytes / records;
    println!("memory/100kx8: {records} records, {} bytes a record", each(all - empty));
    println!("  of these the workspace {}, derived values {}", each(opened - empty), each(all - opened));
    black_box((workspace, derived));
}

/// Bytes of this process in memory.
fn resident() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: usize = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}
