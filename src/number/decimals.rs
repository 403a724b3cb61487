//! Which of the signs between digits groups them and which splits the decimals.

use super::{error::NumberError, parse::DecimalHint};

/// What a number says about the sign that splits the decimals in the table it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing: no separator at all.
    None,
    /// The point splits, as in `1,234.5` or `0.25`.
    Point,
    /// The comma splits, as in `1.234,5` or `0,25`.
    Comma,
    /// It can be read both ways: `1,234` or `1.234`.
    Both,
}

/// Which sign splits the decimals of a number, as far as the text itself tells.
pub fn evidence(text: &str) -> Evidence {
    let digits: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '’')).collect();
    let digits = digits.trim();
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let split = |sign| if sign == '.' { Evidence::Point } else { Evidence::Comma };
    match (points, commas) {
        (0, 0) => Evidence::None,
        (1, 0) | (0, 1) => {
            let sign = if points == 1 { '.' } else { ',' };
            if looks_grouped(digits, sign) { Evidence::Both } else { split(sign) }
        }
        // Several of one sign group, so the other one splits.
        (_, 0) => Evidence::Comma,
        (0, _) => Evidence::Point,
        _ => split(if digits.rfind('.') > digits.rfind(',') { '.' } else { ',' }),
    }
}

/// Digits with `.`, `,` and spaces between them, read by what the separators can mean.
pub fn decimal(digits: &str, hint: DecimalHint) -> Result<f64, NumberError> {
    let grouping = || NumberError::Grouping(digits.to_owned());
    let points = digits.matches('.').count();
    let commas = digits.matches(',').count();
    let split = match (points, commas) {
        (0, 0) => None,
        // Both occur: the later one splits the decimals, and occurs once.
        (p, c) if p > 0 && c > 0 => {
            let last = if digits.rfind('.') > digits.rfind(',') { '.' } else { ',' };
            let count = if last == '.' { p } else { c };
            if count > 1 {
                return Err(grouping());
            }
            Some(last)
        }
        (1, 0) => one_separator(digits, '.', hint),
        (0, 1) => one_separator(digits, ',', hint),
        // One of them, several times: it groups.
        _ => None,
    };
    let (whole, fraction) = match split {
        Some(sign) => digits.split_once(sign).ok_or_else(grouping)?,
        None => (digits, ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',', ' ']).collect();
    let grouped =
        groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3);
    // A sign that splits decimals cannot group as well; digits after it are not grouped.
    let one_kind =
        whole.chars().filter(|c| !c.is_ascii_digit()).all(|c| whole.matches(c).count() == groups.len() - 1);
    if !grouped || !one_kind || fraction.contains(|c: char| !c.is_ascii_digit()) {
        return Err(grouping());
    }
    let text = format!("{}.{}", groups.concat(), if fraction.is_empty() { "0" } else { fraction });
    let value: f64 = if text.starts_with('.') { format!("0{text}").parse() } else { text.parse() }
        .map_err(|_| grouping())?;
    if value.is_finite() { Ok(value) } else { Err(NumberError::TooLarge) }
}

/// One `.` or `,` only: it groups when exactly three digits follow one to three and the hint agrees, else it splits.
fn one_separator(digits: &str, sign: char, hint: DecimalHint) -> Option<char> {
    let own = match hint {
        DecimalHint::Point => '.',
        DecimalHint::Comma => ',',
    };
    (sign == own || !looks_grouped(digits, sign)).then_some(sign)
}

/// Whether the only `sign` in these digits could group thousands.
fn looks_grouped(digits: &str, sign: char) -> bool {
    digits.split_once(sign).is_some_and(|(before, after)| {
        after.len() == 3 && (1..=3).contains(&before.len()) && before != "0" && !before.contains(' ')
    })
}
