//! The scalars of a file: texts that borrow, periods, days and finite numbers, each with a plain refusal.

use std::{borrow::Cow, fmt, ops::Deref};

use jiff::civil::Date;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

use crate::domain::{Period, PeriodKind};

/// A text, borrowed from the file unless it holds an escape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text<'a>(pub Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotes")
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
    fn visit_string<E: Error>(self, text: String) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text)))
    }
}

/// A period with the kind that its spelling shows. Whether it is the workspace's kind is checked afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    pub period: Period,
    pub kind: PeriodKind,
}

impl When {
    fn parse(text: &str) -> Option<Self> {
        PeriodKind::ALL
            .iter()
            .find_map(|kind| Period::parse(text, *kind).ok().map(|period| Self { period, kind: *kind }))
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WhenVisitor)
    }
}

struct WhenVisitor;

impl Visitor<'_> for WhenVisitor {
    type Value = When;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a period in quotes, such as \"2025-Q4\"")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<When, E> {
        When::parse(text).ok_or_else(|| {
            E::custom(format_args!("`{text}` is not a period; write it like \"2025-Q4\" or \"2025-12\""))
        })
    }
}

/// A civil day, written `2025-12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DayVisitor)
    }
}

struct DayVisitor;

impl Visitor<'_> for DayVisitor {
    type Value = Day;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date in quotes, such as \"2025-12-31\"")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        // The date parser also takes times and short forms; one spelling keeps files comparable.
        let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        date.map(Day).ok_or_else(|| {
            E::custom(format_args!("`{text}` is not a date; write an existing day like \"2025-12-31\""))
        })
    }
}

/// A finite number. RON knows NaN and infinities; a workspace does not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finite(pub f64);

impl<'de> Deserialize<'de> for Finite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if value.is_finite() {
            Ok(Self(value))
        } else {
            Err(D::Error::custom("is not a finite number; enter a plain number"))
        }
    }
}
