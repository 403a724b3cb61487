//! Periods as other programs write them: `2025-Q4`, `Q4 2025`, `4Q25`, `12/2025`, `Dec 2025`, `31.12.2025`.

use jiff::civil::Date;

use crate::domain::{Period, PeriodKind, Settings};

use super::super::Entry;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The period of a cell. A day means the period in which it lies.
///
/// # Errors
/// A sentence that says how to write it.
pub fn read_period(entry: &Entry, settings: &Settings) -> Result<Period, String> {
    let kind = settings.period_kind;
    let found = match entry {
        Entry::Day(day) => Some(containing(*day, settings)),
        entry => of_text(&entry.text(), settings),
    };
    found.ok_or_else(|| {
        let (word, example) = match kind {
            PeriodKind::Quarter => ("quarter", "2025-Q4"),
            PeriodKind::Month => ("month", "2025-12"),
        };
        format!("This is no {word}; write it like {example}.")
    })
}

fn containing(day: Date, settings: &Settings) -> Period {
    Period::containing(day, settings.period_kind, settings.fiscal_year_start_month)
}

/// The same of a text; `None` = it is none.
pub(super) fn of_text(text: &str, settings: &Settings) -> Option<Period> {
    let text = text.trim();
    if text.len() < 4 || text.len() > 20 {
        return None;
    }
    if let Some(day) = day(text) {
        return Some(containing(day, settings));
    }
    let lower = text.to_lowercase();
    let parts: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let (year, number) = match settings.period_kind {
        PeriodKind::Quarter => quarter(&parts)?,
        PeriodKind::Month => month(&parts)?,
    };
    let period = match settings.period_kind {
        PeriodKind::Quarter => format!("{year:04}-Q{number}"),
        PeriodKind::Month => format!("{year:04}-{number:02}"),
    };
    Period::parse(&period, settings.period_kind).ok()
}

/// `2025-12-31`, `31.12.2025`; with strokes only where day and month cannot be taken for each other.
fn day(text: &str) -> Option<Date> {
    let sign = ['-', '.', '/'].into_iter().find(|sign| text.matches(*sign).count() == 2)?;
    let numbers: Vec<i16> = text.split(sign).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers[..] else { return None };
    let (year, month, day) = match sign {
        _ if a > 31 => (a, b, c),
        '.' => (c, b, a),
        _ if a > 12 || a == b => (c, b, a),
        _ if b > 12 => (c, a, b),
        _ => return None,
    };
    if year < 1000 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn year(part: &str) -> Option<i32> {
    let part = part.strip_prefix("fy").unwrap_or(part);
    let number: i32 = part.parse().ok()?;
    match part.len() {
        4 => Some(number),
        2 => Some(2000 + number),
        _ => None,
    }
}

fn quarter(parts: &[&str]) -> Option<(i32, i32)> {
    let one = |part: &str| {
        let digit = part.strip_prefix('q').or_else(|| part.strip_suffix('q'))?;
        digit.parse().ok().filter(|number| (1..=4).contains(number) && digit.len() == 1)
    };
    match parts {
        [a, b] => one(a).and_then(|number| Some((year(b)?, number))).or_else(|| Some((year(a)?, one(b)?))),
        // `4Q25`, `Q42025`, `2025Q4`.
        [whole] => {
            let at = whole.find('q')?;
            let (before, after) = (&whole[..at], &whole[at + 1..]);
            if before.is_empty() {
                let (digit, rest) = after.split_at_checked(1)?;
                Some((year(rest)?, one(&format!("q{digit}"))?))
            } else if before.len() == 1 {
                Some((year(after)?, one(&format!("q{before}"))?))
            } else {
                Some((year(before)?, one(&format!("q{after}"))?))
            }
        }
        _ => None,
    }
}

fn month(parts: &[&str]) -> Option<(i32, i32)> {
    let one = |part: &str| {
        let named = || {
            let start = part.get(..3)?;
            let is_word = part.chars().all(char::is_alphabetic);
            MONTHS.iter().position(|name| is_word && *name == start).map(|at| at as i32 + 1)
        };
        let number = part.parse().ok().filter(|number| (1..=12).contains(number) && part.len() <= 2);
        number.or_else(named)
    };
    let full = |part: &str| year(part).filter(|_| part.len() >= 4);
    match parts {
        [a, b] => full(a).and_then(|year| Some((year, one(b)?))).or_else(|| Some((year(b)?, one(a)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_months_as_people_write_them() {
        let quarters = Settings::default();
        for text in [
            "2025-Q4",
            "2025-q4",
            "Q4 2025",
            "Q4/2025",
            "2025Q4",
            "4Q25",
            "Q4-25",
            "FY2025 Q4",
            "31.12.2025",
            "2025-10-01",
            "12/31/2025",
            "31/12/2025",
        ] {
            assert_eq!(of_text(text, &quarters), Some(Period::quarter(2025, 4)), "{text}");
        }
        for text in ["2025", "2025-12", "Q5 2025", "10/11/2025", "Quarter", "1.234", "12,500", "31.02.2025"] {
            assert_eq!(of_text(text, &quarters), None, "{text}");
        }
        let months = Settings { period_kind: PeriodKind::Month, ..Settings::default() };
        for text in ["2025-12", "12/2025", "Dec 2025", "December 2025", "2025.12", "Dec-25", "15.12.2025"] {
            assert_eq!(of_text(text, &months), Some(Period::month(2025, 12)), "{text}");
        }
        assert!(read_period(&Entry::text_of("soon"), &months).is_err_and(|why| why.contains("2025-12")));
    }
}
