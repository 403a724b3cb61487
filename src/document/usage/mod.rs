//! Usage figures from a table of another program: what its columns mean, what every row comes to, and the one edit that
//! takes it.
//!
//! Read in this order: `field` (the figures and the words they are called by), `columns` (where the headings stand, and
//! what each column means), `decimals` (which sign splits decimals), `units` (which unit a row speaks of), `outcome` (what a
//! table comes to: every cell, every problem by row, the edit), `plan` (how that is worked out).

mod columns;
mod decimals;
mod field;
mod outcome;
mod period;
mod plan;
mod units;

pub use columns::{Meaning, Setup, column_name, letters, suggest, why_unused};
pub use decimals::{Decimals, decimals};
pub use field::UsageField;
pub use outcome::{Counts, Fate, Mode, Plan, PlannedLine, Problem, place};
pub use period::read_period;
pub use plan::plan;
