//! Words and colours that the map and the inspector share: money, rates, the look of a status. No arithmetic.

use egui::Color32;
use jiff::civil::Date;

use crate::{
    domain::{Competitor, Severity, Status},
    ui::kit::{Mark, Tokens, number},
};

/// What is shown where nothing is known.
pub const UNKNOWN: &str = number::MISSING;

/// Money in K or M with the currency, such as `$1.05M`: two decimals from M upwards, as a card has room for them and
/// the parts of an account differ in them; `–` if unknown.
pub fn money(value: Option<f64>, symbol: &str) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return UNKNOWN.to_owned() };
    let size = value.abs();
    let (scaled, suffix) = if size >= 999_500_000.0 {
        (size / 1e9, "B")
    } else if size >= 999_500.0 {
        (size / 1e6, "M")
    } else if size >= 1_000.0 {
        (size / 1e3, "K")
    } else {
        (size, "")
    };
    let decimals = match suffix {
        "" => 0,
        "K" => usize::from(scaled < 99.95),
        _ => 2,
    };
    let mut digits = format!("{scaled:.decimals$}");
    if digits.contains('.') {
        digits.truncate(digits.trim_end_matches('0').trim_end_matches('.').len());
    }
    let sign =
        if value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { "−" } else { "" };
    format!("{sign}{symbol}{digits}{suffix}")
}

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

/// Whether a competitor is there on a day.
pub fn is_present(entry: &Competitor, day: Date) -> bool {
    entry.since.is_none_or(|since| since <= day) && entry.until.is_none_or(|until| day < until)
}

/// The three colours of a status.
#[derive(Debug, Clone, Copy)]
pub struct StatusLook {
    /// The shape and the bar.
    pub mark: Color32,
    /// The word.
    pub text: Color32,
    /// The ground of a badge.
    pub tint: Color32,
}

/// Colours of a status; an unknown one looks like nothing was sold.
pub const fn status_look(tokens: &Tokens, status: Option<Status>) -> StatusLook {
    let (mark, text, tint) = match status {
        Some(Status::Active) => (tokens.active, tokens.active_text, tokens.active_tint),
        Some(Status::Expansion) => (tokens.expansion, tokens.expansion_text, tokens.expansion_tint),
        Some(Status::Pilot) => (tokens.pilot, tokens.pilot_text, tokens.pilot_tint),
        Some(Status::CompetitorHeld) => (tokens.competitor, tokens.competitor_text, tokens.competitor_tint),
        Some(Status::Lost) => (tokens.lost, tokens.lost_text, tokens.lost_tint),
        Some(Status::Unpenetrated) | None => (tokens.open, tokens.open_text, tokens.open_tint),
    };
    StatusLook { mark, text, tint }
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
    let (colour, tint) = match severity {
        Severity::Critical => (tokens.critical, tokens.critical_tint),
        Severity::High => (tokens.high, tokens.high_tint),
        Severity::Medium => (tokens.medium, tokens.medium_tint),
        Severity::Low => (tokens.low, tokens.low_tint),
        Severity::Info => (tokens.info, tokens.low_tint),
    };
    (severity_mark(severity), colour, tint)
}

/// Shape of a severity.
pub const fn severity_mark(severity: Severity) -> Mark {
    match severity {
        Severity::Critical => Mark::Octagon,
        Severity::High => Mark::Triangle,
        Severity::Medium => Mark::Square,
        Severity::Low => Mark::RingDown,
        Severity::Info => Mark::RingInfo,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_short() {
        let cases = [
            (0.0, "$0"),
            (999.0, "$999"),
            (1_500.0, "$1.5K"),
            (800_000.0, "$800K"),
            (1_050_000.0, "$1.05M"),
            (4_200_000.0, "$4.2M"),
            (999_900.0, "$1M"),
            (-1_200.0, "−$1.2K"),
            (2_500_000_000.0, "$2.5B"),
        ];
        for (value, text) in cases {
            assert_eq!(money(Some(value), "$"), text);
        }
        assert_eq!(money(None, "$"), UNKNOWN);
        assert_eq!(percent(Some(35.714)), "35.7%");
        assert_eq!(count(Some(1_234_567.0)), "1,234,567");
    }
}
