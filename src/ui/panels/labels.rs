//! Words and colours that the map and the inspector share: money, rates, the look of a status. No arithmetic.

use egui::Color32;

pub use crate::engine::shading::{is_present, money, severity_mark};
use crate::{
    domain::{Severity, Status},
    engine::shading::{StatusColours, severity_colours, status_colours},
    ui::kit::{Mark, Tokens, number},
};

/// What is shown where nothing is known.
pub const UNKNOWN: &str = number::MISSING;

/// A rate with one decimal, such as `35.7%`; `–` if unknown.
pub fn percent(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| UNKNOWN.to_owned(), number::percent)
}

/// A number of things; `–` if unknown.
pub fn count(value: Option<f64>) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or_else(|| UNKNOWN.to_owned(), |value| number::fixed(value, 0))
}

/// The three colours of a status.
pub type StatusLook = StatusColours<Color32>;

/// Colours of a status; an unknown one looks like nothing was sold.
pub const fn status_look(tokens: &Tokens, status: Option<Status>) -> StatusLook {
    status_colours(tokens, status)
}

/// Ink of a sentence of a severity.
pub const fn severity_ink(severity: Severity, tokens: &Tokens) -> Color32 {
    match severity {
        Severity::Critical => tokens.critical_text,
        Severity::High => tokens.high_text,
        Severity::Medium => tokens.medium_text,
        Severity::Low => tokens.low_text,
        Severity::Info => tokens.info_text,
    }
}

/// Shape, colour and tint of a severity.
pub const fn severity_look(severity: Severity, tokens: &Tokens) -> (Mark, Color32, Color32) {
    let (colour, tint) = severity_colours(tokens, severity);
    (severity_mark(severity), colour, tint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short() {
        assert_eq!(percent(Some(35.714)), "35.7%");
        assert_eq!(count(Some(1_234_567.0)), "1,234,567");
    }
}
