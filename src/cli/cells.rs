//! Cells of CSV output: unrounded numbers, empty for unknown, and text that no spreadsheet takes for a formula.

/// A number as it is; empty for unknown.
pub fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Text that a spreadsheet would take for a formula gets a leading apostrophe.
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
