//! Writes a workspace of 100,000 units for trying the window at that size: one account of 40,000 units on 9 levels, the
//! others spread over 500 accounts, four quarters. `cargo run --release --example large_workspace -- large.ron`

#[path = "../benches/support/generate.rs"]
#[allow(dead_code, reason = "benches use more of it")]
mod generate;

use std::{error::Error, iter, path::PathBuf};

use inroads::files::{safety::RealDisk, workspace};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("large.ron"), PathBuf::from);
    let sizes: Vec<usize> = iter::once(40_000).chain(iter::repeat_n(120, 500)).collect();
    workspace::save(&RealDisk, &path, &generate::portfolio(&sizes, 4, 42))?;
    println!("{}: 100,000 units", path.display());
    Ok(())
}
