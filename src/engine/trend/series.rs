//! Points and unbroken stretches of a series.

use std::ops::Range;

/// Known values with the index of their period, ascending.
pub fn points(values: &[Option<f64>]) -> Vec<(usize, f64)> {
    values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect()
}

/// Points that follow each other without a gap, each stretch as (index of the period, value); a line is drawn through
/// each stretch and broken between them.
pub fn stretches(values: impl IntoIterator<Item = Option<f64>>) -> Vec<Vec<(usize, f64)>> {
    let mut found: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut unbroken = false;
    for (at, value) in values.into_iter().enumerate() {
        if let Some(value) = value {
            match found.last_mut().filter(|_| unbroken) {
                Some(last) => last.push((at, value)),
                None => found.push(vec![(at, value)]),
            }
        }
        unbroken = value.is_some();
    }
    found
}

/// Indices of the consecutive periods with a value that end at the last point (ruling B71); empty without a point.
pub fn last_run(values: &[Option<f64>]) -> Range<usize> {
    let end = values.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
    let start = values[..end].iter().rposition(Option::is_none).map_or(0, |at| at + 1);
    start..end
}
