//! Numbers as people type them: what a text means, or a sentence that says why it means nothing.

use super::{
    error::NumberError,
    format::{plain, reading},
    reader::{Reader, is_currency, is_minus},
};

/// The largest magnitude a field takes: a thousand billions. Above it a number is a slip of the finger.
pub const LARGEST: f64 = 1e15;

/// What a field expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// Money in whole units of the currency; currency signs are read over.
    Money,
    /// Things that can be counted; no fractions.
    Count,
    /// A percentage, in percent: `35%` and `35` are both 35.
    Percent,
    /// A plain number, such as points from 0 to 100.
    Points,
}

/// Which sign splits the decimals when the text alone does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DecimalHint {
    /// `1,234` is one thousand two hundred and thirty-four.
    #[default]
    Point,
    /// `1.234` is one thousand two hundred and thirty-four.
    Comma,
}

/// A number that was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The value: money in whole units, percentages in percent.
    pub value: f64,
    /// How we read it, to be shown before it is taken: `1,200,000`, `35%`.
    pub reading: String,
}

/// Reads a number: `1.2M`, `$400K`, `35%`, `(1,200)`, `1.234,56`, `1 200`, `−5`, `3bn`, and sums as `=1200*3`.
///
/// The result is always finite and at most [`LARGEST`] in size.
pub fn parse(text: &str, kind: NumberKind, hint: DecimalHint) -> Result<Parsed, NumberError> {
    let mut reader = Reader::new(text, kind, hint);
    if reader.chars.is_empty() {
        return Err(NumberError::Empty);
    }
    // `(1,200)` alone is an accountant's minus; inside a sum, parentheses only group.
    let is_sum = reader.chars[0] == '=';
    let value = if is_sum {
        reader.at = 1;
        reader.sum()?
    } else if let Some(inner) = accountants_minus(&reader.chars) {
        reader.chars = inner;
        -reader.sum()?
    } else {
        reader.sum()?
    };
    reader.skip_space();
    if let Some(&extra) = reader.chars.get(reader.at) {
        return Err(NumberError::Unexpected(extra.to_string()));
    }
    check(value, kind)
}

/// Reads exactly one number, as a cell of a table holds it: what [`parse`] takes, without sums, without a limit on its
/// size and without rounding.
pub fn parse_one(text: &str, kind: NumberKind, hint: DecimalHint) -> Result<f64, NumberError> {
    let mut reader = Reader::new(text, kind, hint);
    if reader.chars.is_empty() {
        return Err(NumberError::Empty);
    }
    // One sign at most, before or behind the currency.
    if reader.chars.iter().filter(|c| **c == '+' || is_minus(**c)).count() > 1 {
        return Err(NumberError::Unexpected(text.trim().to_owned()));
    }
    let accounted = accountants_minus(&reader.chars);
    let mut sign = if accounted.is_some() { -1.0 } else { 1.0 };
    if let Some(inner) = accounted {
        reader.chars = inner;
    } else if reader.peek().is_some_and(is_minus) {
        sign = -1.0;
        reader.at = 1;
    } else if reader.peek() == Some('+') {
        reader.at = 1;
    }
    let value = sign * reader.number()?;
    reader.skip_space();
    if let Some(&extra) = reader.chars.get(reader.at) {
        return Err(NumberError::Unexpected(extra.to_string()));
    }
    if !value.is_finite() {
        return Err(NumberError::TooLarge);
    }
    if kind == NumberKind::Count && value.fract() != 0.0 {
        return Err(NumberError::NotWhole(plain(value, 6)));
    }
    // No negative zero.
    Ok(value + 0.0)
}

fn check(value: f64, kind: NumberKind) -> Result<Parsed, NumberError> {
    if !value.is_finite() || value.abs() > LARGEST {
        return Err(NumberError::TooLarge);
    }
    // Sums such as 0.1 * 30 leave dust behind; a millionth is finer than anything that is entered.
    let mut value = if value.abs() < 1e9 { (value * 1e6).round() / 1e6 } else { value };
    if kind == NumberKind::Count {
        if value.fract() != 0.0 {
            return Err(NumberError::NotWhole(plain(value, 2)));
        }
        value = value.round();
    }
    // No negative zero.
    let value = value + 0.0;
    Ok(Parsed { value, reading: reading(value, kind) })
}

fn accountants_minus(chars: &[char]) -> Option<Vec<char>> {
    let mut rest: Vec<char> = chars.to_vec();
    // The currency may stand before the parenthesis: `$(1,200)`.
    while rest.first().is_some_and(|c| is_currency(*c)) {
        rest.remove(0);
    }
    let [first, inner @ .., last] = rest.as_slice() else { return None };
    let plain = inner.iter().all(|c| !"()+*/×÷".contains(*c) && !is_minus(*c));
    (*first == '(' && *last == ')' && plain && !inner.is_empty()).then(|| inner.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::decimals::{Evidence, evidence};

    fn money(text: &str) -> Result<f64, NumberError> {
        parse(text, NumberKind::Money, DecimalHint::Point).map(|p| p.value)
    }

    #[test]
    fn reads_what_people_type() {
        for (text, value) in [
            ("1.2M", 1_200_000.0),
            ("$400K", 400_000.0),
            ("400 k", 400_000.0),
            ("(1,200)", -1200.0),
            ("$(1,200)", -1200.0),
            ("($1.2M)", -1_200_000.0),
            ("1.234,56", 1234.56),
            ("1,234.56", 1234.56),
            ("1,234", 1234.0),
            ("1.234", 1.234),
            ("1,5", 1.5),
            ("0,125", 0.125),
            ("1.234.567", 1_234_567.0),
            ("12,345,678", 12_345_678.0),
            ("1 200", 1200.0),
            ("1\u{202f}200\u{a0}000", 1_200_000.0),
            ("1'200'000", 1_200_000.0),
            ("=1200*3", 3600.0),
            ("=1,200,000 * 35%", 420_000.0),
            ("=(1+2)*3-4/2", 7.0),
            ("1200*3", 3600.0),
            ("=0.1*30", 3.0),
            ("\u{2212}5", -5.0),
            ("-$5", -5.0),
            ("$-5", -5.0),
            ("3bn", 3e9),
            ("2.5 B", 2.5e9),
            ("€1.5m", 1.5e6),
            ("1.5M EUR", 1.5e6),
            ("250 usd", 250.0),
            (".5", 0.5),
            ("5.", 5.0),
            (" 7 ", 7.0),
            ("-0", 0.0),
        ] {
            assert_eq!(money(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn the_hint_decides_only_what_is_ambiguous() {
        let comma = |t| parse(t, NumberKind::Money, DecimalHint::Comma).map(|p| p.value);
        assert_eq!(comma("1.234"), Ok(1234.0));
        assert_eq!(comma("1,234"), Ok(1.234));
        assert_eq!(comma("1,234.5"), Ok(1234.5));
        assert_eq!(comma("1.5"), Ok(1.5));
    }

    #[test]
    fn percentages_and_counts_keep_their_unit() {
        let percent = |t| parse(t, NumberKind::Percent, DecimalHint::Point);
        assert_eq!(percent("35%").map(|p| (p.value, p.reading)), Ok((35.0, "35%".to_owned())));
        assert_eq!(percent("35").map(|p| p.value), Ok(35.0));
        assert_eq!(percent("33,3 %").map(|p| p.value), Ok(33.3));
        assert!(matches!(percent("$35"), Err(NumberError::WrongUnit(_))));
        assert!(matches!(money("35%"), Err(NumberError::WrongUnit(_))));
        let count = |t| parse(t, NumberKind::Count, DecimalHint::Point).map(|p| p.value);
        assert_eq!(count("1.2K"), Ok(1200.0));
        assert_eq!(count("2.5"), Err(NumberError::NotWhole("2.5".to_owned())));
    }

    #[test]
    fn refuses_nonsense_with_a_sentence() {
        for text in [
            "",
            "  ",
            "NaN",
            "nan",
            "inf",
            "infinity",
            "∞",
            "1e400",
            "1e5",
            "12x",
            "abc",
            "1,23,4",
            "1.2.3,4,5",
            "1..2",
            "=",
            "=1+",
            "(1",
            "1)",
            "=1/0",
            "=1/(2-2)",
            "1 2 3",
            "--",
            "$",
            "%",
            "9999999999999999999",
            "((((",
            "1M M",
            "=5 5 5 x",
            "0x10",
            "１２",
        ] {
            let error = money(text).expect_err(text).to_string();
            assert!(error.ends_with('.') && error.len() > 20, "{text}: {error}");
        }
        assert_eq!(money("=1/0"), Err(NumberError::DivisionByZero));
        assert_eq!(money("2,000,000B"), Err(NumberError::TooLarge));
    }

    #[test]
    fn random_text_never_panics_and_never_gives_a_strange_number() {
        let signs: Vec<char> = "0123456789.,$€%()+-*/= kKmMbBnN'\u{2212}\u{a0}xe∞é".chars().collect();
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..50_000 {
            let mut text = String::new();
            for _ in 0..(seed % 13) {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                text.push(signs[(seed % signs.len() as u64) as usize]);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            for kind in [NumberKind::Money, NumberKind::Count, NumberKind::Percent, NumberKind::Points] {
                if let Ok(p) = parse(&text, kind, DecimalHint::Point) {
                    assert!(p.value.is_finite() && p.value.abs() <= LARGEST, "{text}");
                    assert!(!(p.value == 0.0 && p.value.is_sign_negative()), "{text}");
                }
            }
        }
        let deep = "(".repeat(10_000);
        assert!(money(&deep).is_err());
        assert!(money(&"-".repeat(10_000)).is_err());
        assert!(money(&"9".repeat(10_000)).is_err());
    }

    #[test]
    fn one_number_is_no_sum() {
        let one = |text| parse_one(text, NumberKind::Money, DecimalHint::Point);
        for (text, value) in [
            ("1,234.56", 1234.56),
            ("-$5", -5.0),
            ("$(1,200)", -1200.0),
            ("1.2M", 1.2e6),
            ("+7", 7.0),
            ("0.142857142857142857", 1.0 / 7.0),
            ("9999999999999999999", 1e19),
        ] {
            assert_eq!(one(text), Ok(value), "{text}");
        }
        for text in
            ["2025-12", "=1+1", "1*2", "1/2", "--5", "-$-5", "+-5", "((5))", "", "1 2", "5 apples", "-", "()"]
        {
            assert!(one(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_tell_which_sign_splits() {
        for (text, found) in [
            ("12", Evidence::None),
            ("$1,234.5", Evidence::Point),
            ("1.234,5", Evidence::Comma),
            ("0,125", Evidence::Comma),
            ("12.5 %", Evidence::Point),
            ("1.234.567", Evidence::Comma),
            ("1,234,567", Evidence::Point),
            ("1,234", Evidence::Both),
            ("€ 1.234", Evidence::Both),
            ("1234,567", Evidence::Comma),
        ] {
            assert_eq!(evidence(text), found, "{text}");
        }
    }

    #[test]
    fn a_reading_reads_back_as_the_same_number() {
        for value in [0.0, 1.0, -1.0, 0.5, 1234.56, -1_200_000.0, 999_999_999_999.0, 35.25] {
            for kind in [NumberKind::Money, NumberKind::Percent, NumberKind::Points] {
                let text = reading(value, kind);
                assert_eq!(parse(&text, kind, DecimalHint::Point).map(|p| p.value), Ok(value), "{text}");
            }
        }
    }
}
