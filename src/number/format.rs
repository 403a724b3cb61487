//! Numbers as we show them: money, rates, changes, counts.

use super::NumberKind;

/// Shown where a number is unknown.
pub const MISSING: &str = "–";
/// The minus sign of everything shown (U+2212); as wide as a plus.
pub const MINUS: char = '\u{2212}';

/// The value as a field shows it at rest and while typing.
pub fn reading(value: f64, kind: NumberKind) -> String {
    match kind {
        NumberKind::Money | NumberKind::Points | NumberKind::Count => plain(value, 6),
        NumberKind::Percent => format!("{}%", plain(value, 6)),
    }
}

/// Rounds half away from zero; repairs what binary fractions do to numbers such as 1.005.
pub fn round_to(value: f64, decimals: u32) -> f64 {
    let factor = 10f64.powi(decimals.min(9) as i32);
    let scaled = value * factor;
    // From here on a number has no such decimals any more, and scaling would only lose some of its digits.
    if scaled.is_nan() || scaled.abs() >= 4_503_599_627_370_496.0 {
        return value;
    }
    // One unit in the last place is enough to lift 100.49999999999999 to the half it was meant to be.
    let nudged = scaled * (1.0 + f64::EPSILON);
    nudged.round() / factor + 0.0
}

pub(super) fn plain(value: f64, most_decimals: u32) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let value = round_to(value, most_decimals);
    let text = format!("{:.*}", most_decimals as usize, value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::new();
    if value < 0.0 {
        out.push(MINUS);
    }
    group(&mut out, whole);
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn group(out: &mut String, digits: &str) {
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
}

/// Money for lists and cards: `$1.5M`, `$400K`, `$0`, `−$2.7M`. One decimal from K upwards, no `.0`.
pub fn money_short(value: f64, symbol: &str) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let mut size = value.abs();
    let mut letter = "";
    // Rounding may carry into the next letter: 999,960 is 1M and not 1000K.
    for next in ["K", "M", "B"] {
        if round_to(size, u32::from(!letter.is_empty())) < 1000.0 {
            break;
        }
        size /= 1000.0;
        letter = next;
    }
    let number = plain(size, u32::from(!letter.is_empty()));
    let sign = if value < 0.0 && number != "0" { MINUS.to_string() } else { String::new() };
    format!("{sign}{symbol}{number}{letter}")
}

/// Money in full, without a sign of currency: `1,500,000`. Cents only if there are some.
pub fn money_full(value: f64) -> String {
    let whole = round_to(value, 2).fract() == 0.0;
    fixed(value, if whole { 0 } else { 2 })
}

/// A rate in percent with one decimal: `35.7%`.
pub fn percent(percent: f64) -> String {
    if percent.is_finite() { format!("{}%", fixed(percent, 1)) } else { MISSING.to_owned() }
}

/// A change in percentage points, always signed: `+6.0 pp`, `−4.2 pp`, `0.0 pp`.
pub fn pp(change_pp: f64) -> String {
    if change_pp.is_finite() { format!("{} pp", signed(change_pp, 1)) } else { MISSING.to_owned() }
}

/// A change, always signed unless it rounds to nothing: `+5.6`, `−0.3`, `0.0`.
pub fn signed(change: f64, decimals: u32) -> String {
    let text = fixed(change, decimals);
    if round_to(change, decimals) > 0.0 { format!("+{text}") } else { text }
}

/// Exactly so many decimals, thousands grouped, half away from zero: `41.1`.
pub fn fixed(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let rounded = round_to(value, decimals);
    let text = format!("{:.*}", decimals as usize, rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = if rounded < 0.0 { MINUS.to_string() } else { String::new() };
    group(&mut out, whole);
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A count with thousands grouped: `12,400`.
pub fn count(value: u64) -> String {
    let mut out = String::new();
    group(&mut out, &value.to_string());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_numbers_as_the_design_does() {
        for (value, text) in [
            (0.0, "$0"),
            (-0.2, "$0"),
            (950.0, "$950"),
            (999.6, "$1K"),
            (400_000.0, "$400K"),
            (1_500_000.0, "$1.5M"),
            (2_700_000.0, "$2.7M"),
            (999_960.0, "$1M"),
            (2_000_000_000.0, "$2B"),
            (-2_700_000.0, "−$2.7M"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(money_short(value, "$"), text);
        }
        assert_eq!(money_full(1_500_000.0), "1,500,000");
        assert_eq!(money_full(-1234.5), "−1,234.50");
        assert_eq!(percent(100.0 * 1.5 / 4.2), "35.7%");
        assert_eq!(percent(0.05), "0.1%");
        assert_eq!(percent(26.5625), "26.6%");
        assert_eq!(pp(6.0), "+6.0 pp");
        assert_eq!(pp(-4.2), "−4.2 pp");
        assert_eq!(pp(-0.04), "0.0 pp");
        assert_eq!(signed(5.55, 1), "+5.6");
        assert_eq!(fixed(1.005, 2), "1.01");
        assert_eq!(round_to(-2.5, 0), -3.0);
        assert_eq!(count(12_400), "12,400");
        assert_eq!(count(0), "0");
    }
}
