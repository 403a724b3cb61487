//! Reads a typed number sign by sign: sums, parentheses, currencies, units.

use super::{
    decimals::decimal,
    error::NumberError,
    parse::{DecimalHint, NumberKind},
};

/// Deeper nesting than this is noise, and would use up the stack.
const DEEPEST: usize = 32;

/// A text on its way to a number.
pub struct Reader {
    /// The signs of the text.
    pub chars: Vec<char>,
    /// The next one to be read.
    pub at: usize,
    kind: NumberKind,
    hint: DecimalHint,
    depth: usize,
}

impl Reader {
    /// At the beginning of a text.
    pub fn new(text: &str, kind: NumberKind, hint: DecimalHint) -> Self {
        Self { chars: text.trim().chars().collect(), at: 0, kind, hint, depth: 0 }
    }

    /// The next sign; `None` = the text ends.
    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Goes on to the next sign that is no space.
    pub fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// A sum, down to its numbers.
    pub fn sum(&mut self) -> Result<f64, NumberError> {
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
    pub fn number(&mut self) -> Result<f64, NumberError> {
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

/// A sign of a currency.
pub fn is_currency(c: char) -> bool {
    "$€£¥₹₩₽₺₿₫₪¢".contains(c)
}

/// A minus sign, or a dash that people use for it.
pub fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{200b}')
}
