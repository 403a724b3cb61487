//! Numbers as people type them: what a text means, or a sentence that says why it means nothing.

use std::fmt;

use super::format::{plain, reading};

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

/// Why a text is no number, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing but spaces.
    Empty,
    /// A sign or word that numbers have no use for.
    Unexpected(String),
    /// The text stops too early: `1 +`, `(3`.
    Unfinished,
    /// Signs between digits do not group them: `1,23,4`.
    Grouping(String),
    /// A division by zero.
    DivisionByZero,
    /// Beyond what a field takes, or not finite.
    TooLarge,
    /// A fraction where things are counted.
    NotWhole(String),
    /// A unit that the field has no use for: `35%` in a money field.
    WrongUnit(&'static str),
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Nothing was typed. Type a number, for example 1.2M."),
            Self::Unexpected(what) => {
                write!(f, "“{what}” is not part of a number. Type digits, for example 1,200 or 1.2M.")
            }
            Self::Unfinished => {
                f.write_str("Something is missing at the end. Finish the sum or close the parenthesis.")
            }
            Self::Grouping(what) => {
                write!(
                    f,
                    "“{what}” can be read in more than one way. Group by thousands, or leave the separators out."
                )
            }
            Self::DivisionByZero => f.write_str("This divides by zero. Change the divisor."),
            Self::TooLarge => {
                f.write_str("This is more than a thousand billions. Check the zeros and the letter.")
            }
            Self::NotWhole(what) => write!(f, "{what} is not whole. Counts take whole numbers only."),
            Self::WrongUnit(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for NumberError {}

/// Reads a number: `1.2M`, `$400K`, `35%`, `(1,200)`, `1.234,56`, `1 200`, `−5`, `3bn`, and sums as `=1200*3`.
///
/// The result is always finite and at most [`LARGEST`] in size.
pub fn parse(text: &str, kind: NumberKind, hint: DecimalHint) -> Result<Parsed, NumberError> {
    let mut reader = Reader { chars: text.trim().chars().collect(), at: 0, kind, hint, depth: 0 };
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
    let mut reader = Reader { chars: text.trim().chars().collect(), at: 0, kind, hint, depth: 0 };
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

fn is_currency(c: char) -> bool {
    "$€£¥₹₩₽₺₿₫₪¢".contains(c)
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{200b}')
}

/// Deeper nesting than this is noise, and would use up the stack.
const DEEPEST: usize = 32;

struct Reader {
    chars: Vec<char>,
    at: usize,
    kind: NumberKind,
    hint: DecimalHint,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn sum(&mut self) -> Result<f64, NumberError> {
        let mut value = self.product()?;
        loop {
            self.skip_space();
            match self.peek() {
                Some('+') => {
                    self.at += 1;
                    value += self.product()?;
                }
                Some(c) if is_minus(c) => {
                    self.at += 1;
                    value -= self.product()?;
                }
                _ => return Ok(value),
            }
        }
    }

    fn product(&mut self) -> Result<f64, NumberError> {
        let mut value = self.factor()?;
        loop {
            self.skip_space();
            match self.peek() {
                Some('*' | '×') => {
                    self.at += 1;
                    value *= self.factor()?;
                }
                Some('/' | '÷') => {
                    self.at += 1;
                    let divisor = self.factor()?;
                    if divisor == 0.0 {
                        return Err(NumberError::DivisionByZero);
                    }
                    value /= divisor;
                }
                _ => return Ok(value),
            }
        }
    }

    fn factor(&mut self) -> Result<f64, NumberError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.unexpected());
        }
        self.skip_space();
        let value = match self.peek() {
            None => Err(NumberError::Unfinished),
            Some('+') => {
                self.at += 1;
                self.factor()
            }
            Some(c) if is_minus(c) => {
                self.at += 1;
                self.factor().map(|v| -v)
            }
            Some('(') => {
                self.at += 1;
                let value = self.sum()?;
                self.skip_space();
                match self.peek() {
                    Some(')') => self.at += 1,
                    Some(c) => return Err(NumberError::Unexpected(c.to_string())),
                    None => return Err(NumberError::Unfinished),
                }
                Ok(value)
            }
            Some(_) => self.number(),
        };
        self.depth -= 1;
        value
    }

    /// Currency, digits with separators, letter of magnitude, percent sign, currency.
    fn number(&mut self) -> Result<f64, NumberError> {
        let mut has_currency = self.currency();
        self.skip_space();
        let mut negative = false;
        if self.peek().is_some_and(is_minus) {
            negative = true;
            self.at += 1;
        }
        let digits = self.digits();
        if digits.is_empty() {
            return Err(self.unexpected());
        }
        let mut value = decimal(&digits, self.hint)?;
        value *= self.magnitude()?;
        self.skip_space();
        let has_percent = self.peek() == Some('%');
        if has_percent {
            self.at += 1;
        }
        has_currency |= self.currency();
        match self.kind {
            NumberKind::Percent if has_currency => {
                return Err(NumberError::WrongUnit(
                    "This field takes a percentage, not money. Leave the currency out.",
                ));
            }
            NumberKind::Count if has_currency => {
                return Err(NumberError::WrongUnit(
                    "This field counts, it takes no money. Leave the currency out.",
                ));
            }
            // In a sum, a percentage of money is a share: `=1,200,000 * 35%`.
            NumberKind::Money | NumberKind::Count if has_percent => {
                if self.chars.first() != Some(&'=') {
                    return Err(NumberError::WrongUnit(
                        "This field takes no percentage. Type the amount, or a sum such as =1,200*35%.",
                    ));
                }
                value /= 100.0;
            }
            _ => {}
        }
        Ok(if negative { -value } else { value })
    }

    /// What stands here, as one word, for the message.
    fn unexpected(&self) -> NumberError {
        let word: String = self.chars[self.at.min(self.chars.len())..]
            .iter()
            .take_while(|c| !is_space(**c))
            .take(16)
            .collect();
        if word.is_empty() { NumberError::Unfinished } else { NumberError::Unexpected(word) }
    }

    fn currency(&mut self) -> bool {
        let start = self.at;
        self.skip_space();
        if self.peek().is_some_and(is_currency) {
            self.at += 1;
            return true;
        }
        for code in ["USD", "EUR", "GBP", "CHF", "JPY"] {
            let here: String = self.chars[self.at..].iter().take(3).collect();
            let ends = self.chars.get(self.at + 3).is_none_or(|c| !c.is_alphabetic());
            if ends && here.eq_ignore_ascii_case(code) {
                self.at += 3;
                return true;
            }
        }
        self.at = start;
        false
    }

    /// Digits and what may stand between them; spaces and apostrophes only group.
    fn digits(&mut self) -> String {
        let mut out = String::new();
        while let Some(c) = self.peek() {
            let next_is_digit = self.chars.get(self.at + 1).is_some_and(char::is_ascii_digit);
            let after_digit = out.ends_with(|c: char| c.is_ascii_digit());
            if c.is_ascii_digit() || c == '.' || c == ',' {
                out.push(c);
            } else if (is_space(c) || matches!(c, '\'' | '’' | '_')) && next_is_digit && after_digit {
                out.push(' ');
            } else {
                break;
            }
            self.at += 1;
        }
        if out.contains(|c: char| c.is_ascii_digit()) { out } else { String::new() }
    }

    fn magnitude(&mut self) -> Result<f64, NumberError> {
        let start = self.at;
        self.skip_space();
        let word: String = self.chars[self.at..].iter().take_while(|c| c.is_alphabetic()).collect();
        let factor = match word.to_lowercase().as_str() {
            "" | "usd" | "eur" | "gbp" | "chf" | "jpy" => None,
            "k" | "th" | "tsd" | "thousand" => Some(1e3),
            "m" | "mn" | "mm" | "mio" | "million" => Some(1e6),
            "b" | "bn" | "mrd" | "billion" => Some(1e9),
            _ => return Err(NumberError::Unexpected(word)),
        };
        if let Some(factor) = factor {
            self.at += word.chars().count();
            return Ok(factor);
        }
        self.at = start;
        Ok(1.0)
    }
}

/// Digits with `.`, `,` and spaces between them, read by what the separators can mean.
fn decimal(digits: &str, hint: DecimalHint) -> Result<f64, NumberError> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
