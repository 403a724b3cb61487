//! Cells of CSV output: unrounded numbers, empty for unknown, and text that no spreadsheet takes for a formula.

pub use crate::files::dataset::guarded as safe;

/// A number as it is; empty for unknown.
pub fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
