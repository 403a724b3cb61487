//! Days and periods as people type them.

use jiff::civil::Date;

use crate::domain::{Period, PeriodKind};

use super::{field::Reading, model};

/// Reads a day: `2025-10-31`, `31.10.2025`, `31 Oct 2025`.
pub fn read(text: &str) -> Reading<Date> {
    if text.trim().is_empty() {
        return Reading::Cleared;
    }
    match parse(text) {
        Some(day) => Reading::Value(day, format!("{} {}", model::short_day(day), day.year())),
        None => {
            Reading::Nonsense("This is no day. Type year, month and day, for example 2025-10-31.".to_owned())
        }
    }
}

fn parse(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split([' ', '-', '.', '/', ',']).filter(|part| !part.is_empty()).collect();
    let &[first, month, last] = &parts[..] else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    // `3/4/2025` is March in one country and April in another.
    if year.len() != 4 || (first.len() != 4 && text.contains('/')) {
        return None;
    }
    let month = month.parse().ok().or_else(|| model::month_named(month))?;
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Reads a period of the workspace's kind: `2025-Q4`, `2025-12`.
pub fn read_period(text: &str, kind: PeriodKind) -> Reading<Period> {
    let text = text.trim().to_uppercase();
    if text.is_empty() {
        return Reading::Cleared;
    }
    match Period::parse(&text, kind) {
        Ok(period) => Reading::Value(period, period.text(kind)),
        Err(error) => Reading::Nonsense(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_in_their_usual_forms_and_never_guessed() {
        for text in ["2025-10-31", "2025/10/31", "31.10.2025", " 31 Oct 2025 ", "31 october, 2025"] {
            assert_eq!(parse(text), Some(date(2025, 10, 31)), "{text}");
        }
        for text in
            ["10/31/2025", "3/4/2025", "31.10.25", "2025-13-01", "2025-02-30", "soon", "2025", "1 M 2025"]
        {
            assert!(matches!(read(text), Reading::Nonsense(_)), "{text}");
        }
        assert_eq!(
            read_period("2025-q4", PeriodKind::Quarter),
            Reading::Value(Period::quarter(2025, 4), "2025-Q4".to_owned())
        );
        assert!(matches!(read_period("Q4", PeriodKind::Quarter), Reading::Nonsense(_)));
    }
}
