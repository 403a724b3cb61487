//! How the types of the domain stand in a cell: one implementation each, for writing and for reading.

use std::borrow::Borrow;

use jiff::civil::Date;

use super::{cell::Cell, cell::shown, list};
use crate::domain::{
    AccountKey, ActivityRule, Aggregation, Amount, Axis, BasisKind, Branch, CompetitorKind, CompetitorLevel,
    Count, Counting, EdgeOwner, EntryMode, FactorKey, ItemKey, ItemStatus, MetricKey, MissingPolicy,
    ModelKey, Period, PeriodKind, ProductKey, ProductState, RegionKey, Relation, Risk, Role, RuleKey,
    SchemeKey, Sentiment, Severity, SignalKey, SignalKind, SignalState, StakeholderKey, Status, Strategy,
    Tier, UnitKey, UnitKind,
};
use crate::number::{self, DecimalHint, Evidence, NumberKind};

/// What a number in a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Money in whole units of the currency.
    Money,
    /// Things that are counted.
    Count,
    /// 0–100; `35` and `35%` are the same.
    Percent,
    /// 0–1; `0.5` and `50%` are the same.
    Share,
    /// Any other number, and everything that is no number.
    Plain,
}

/// What reading learns on its way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// The grain of time; `None` until the settings or the first period tell.
    pub kind: Option<PeriodKind>,
    /// Which sign splits decimals; `None` = not known, and then `1,234` is refused.
    pub decimal: Option<DecimalHint>,
    /// Whether a number was met that needs to know.
    pub met_ambiguous: bool,
    /// Whether the point was seen to split decimals, and whether the comma was.
    pub seen: (bool, bool),
}

/// A value that stands in one cell.
pub trait Field {
    /// What is written. `kind` is the workspace's grain of time.
    fn cell(&self, kind: PeriodKind) -> Cell;

    /// Takes what was found in a cell that is not empty. The error says what to do, not what was found.
    fn read(&mut self, cell: &Cell, form: Form, reading: &mut Reading) -> Result<(), String>;

    /// A value to read into.
    fn blank() -> Self
    where
        Self: Sized;

    /// Whether spaces alone are a value here; elsewhere they are as good as nothing.
    fn is_text(&self) -> bool {
        false
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn whole_text(cell: &Cell) -> Result<String, String> {
    match cell {
        Cell::Broken(_) => Err("is an error of the sheet; correct its formula or enter the text".into()),
        other => Ok(other.text()),
    }
}

macro_rules! texts {
    ($($name:ty),+) => { $(
        impl Field for $name {
            fn cell(&self, _: PeriodKind) -> Cell { text(Borrow::<str>::borrow(self)) }
            fn read(&mut self, cell: &Cell, _: Form, _: &mut Reading) -> Result<(), String> {
                *self = whole_text(cell)?.into();
                Ok(())
            }
            fn blank() -> Self { "".into() }
            fn is_text(&self) -> bool { true }
        }
    )+ };
}

texts!(
    String,
    Box<str>,
    AccountKey,
    UnitKey,
    RegionKey,
    ProductKey,
    StakeholderKey,
    SignalKey,
    ItemKey,
    ModelKey,
    FactorKey,
    SchemeKey,
    MetricKey,
    RuleKey
);

macro_rules! words {
    ($($name:ty),+) => { $(
        impl Field for $name {
            fn cell(&self, _: PeriodKind) -> Cell { Cell::Text(self.key().to_owned()) }
            fn read(&mut self, cell: &Cell, _: Form, _: &mut Reading) -> Result<(), String> {
                // People write the word on screen, too: `Business unit`, `Competitor-held`.
                let key = cell.text().trim().to_lowercase().replace([' ', '-'], "_");
                let found = Self::ALL.iter().find(|value| value.key() == key);
                *self = *found.ok_or_else(|| {
                    let keys: Vec<&str> = Self::ALL.iter().map(|value| value.key()).collect();
                    format!("is not known here; use one of: {}", keys.join(", "))
                })?;
                Ok(())
            }
            fn blank() -> Self { Self::ALL[0] }
        }
    )+ };
}

words!(
    ActivityRule,
    Aggregation,
    Axis,
    BasisKind,
    Branch,
    CompetitorKind,
    CompetitorLevel,
    Counting,
    EdgeOwner,
    EntryMode,
    ItemStatus,
    MissingPolicy,
    PeriodKind,
    ProductState,
    Relation,
    Risk,
    Role,
    Sentiment,
    Severity,
    SignalKind,
    SignalState,
    Status,
    Strategy,
    Tier,
    UnitKind
);

impl<T: Field> Field for Option<T> {
    fn cell(&self, kind: PeriodKind) -> Cell {
        match self.as_ref().map(|value| value.cell(kind)) {
            None => Cell::Empty,
            // Present, but of no characters; not the same as absent.
            Some(Cell::Empty) => Cell::Text(String::new()),
            Some(cell) => cell,
        }
    }
    fn read(&mut self, cell: &Cell, form: Form, reading: &mut Reading) -> Result<(), String> {
        let mut value = T::blank();
        value.read(cell, form, reading)?;
        *self = Some(value);
        Ok(())
    }
    fn blank() -> Self {
        None
    }
    fn is_text(&self) -> bool {
        T::blank().is_text()
    }
}

/// One element of a list.
pub trait Element: Sized {
    /// With the backslashes it needs.
    fn piece(&self, kind: PeriodKind) -> String;
    /// From a text that still has its backslashes.
    fn from_piece(piece: &str, form: Form, reading: &mut Reading) -> Result<Self, String>;
}

impl<T: Field> Element for T {
    fn piece(&self, kind: PeriodKind) -> String {
        list::escape(&self.cell(kind).text(), None)
    }
    fn from_piece(piece: &str, form: Form, reading: &mut Reading) -> Result<Self, String> {
        let mut value = T::blank();
        let text = list::unescape(piece);
        value.read(&Cell::Text(text.clone()), form, reading).map_err(|error| {
            if error.starts_with("is ") { format!("holds `{}`, which {error}", shown(&text)) } else { error }
        })?;
        Ok(value)
    }
}

macro_rules! pairs {
    ($first:ty, $sign:literal, $second:ty, $example:literal) => {
        impl Element for ($first, $second) {
            fn piece(&self, kind: PeriodKind) -> String {
                let side = |cell: Cell| list::escape(&cell.text(), Some($sign));
                format!("{}{}{}", side(self.0.cell(kind)), $sign, side(self.1.cell(kind)))
            }
            fn from_piece(piece: &str, form: Form, reading: &mut Reading) -> Result<Self, String> {
                let (first, second) = list::pair(piece, $sign)
                    .ok_or_else(|| format!("holds `{}`; write {}", shown(piece), $example))?;
                Ok((Element::from_piece(first, form, reading)?, Element::from_piece(second, form, reading)?))
            }
        }
    };
}

pairs!(String, '=', Relation, "pairs such as `Anna Berg=good`, separated by `;`");
pairs!(UnitKey, '/', ProductKey, "pairs such as `retail/analytics`, separated by `;`");

impl<T: Element> Field for Vec<T> {
    fn cell(&self, kind: PeriodKind) -> Cell {
        let pieces: Vec<String> = self.iter().map(|element| element.piece(kind)).collect();
        text(&list::join(&pieces))
    }
    fn read(&mut self, cell: &Cell, form: Form, reading: &mut Reading) -> Result<(), String> {
        let whole = whole_text(cell)?;
        let pieces = list::split(&whole).into_iter();
        *self = pieces.map(|piece| T::from_piece(piece, form, reading)).collect::<Result<_, _>>()?;
        Ok(())
    }
    fn blank() -> Self {
        Self::new()
    }
    fn is_text(&self) -> bool {
        true
    }
}

impl Field for [Amount; 5] {
    fn cell(&self, kind: PeriodKind) -> Cell {
        self.to_vec().cell(kind)
    }
    fn read(&mut self, cell: &Cell, form: Form, reading: &mut Reading) -> Result<(), String> {
        let mut list: Vec<Amount> = Vec::new();
        list.read(cell, form, reading)?;
        *self = list.try_into().map_err(|_| "needs five numbers separated by `;`, such as 40;20;20;20;0")?;
        Ok(())
    }
    fn blank() -> Self {
        [Amount::ZERO; 5]
    }
}

impl Field for bool {
    fn cell(&self, _: PeriodKind) -> Cell {
        Cell::Bool(*self)
    }
    fn read(&mut self, cell: &Cell, _: Form, _: &mut Reading) -> Result<(), String> {
        *self = match (cell, cell.text().trim().to_lowercase().as_str()) {
            (Cell::Bool(yes), _) => *yes,
            (_, "true" | "yes" | "1") => true,
            (_, "false" | "no" | "0") => false,
            _ => return Err("is neither `true` nor `false`; enter one of them".into()),
        };
        Ok(())
    }
    fn blank() -> Self {
        false
    }
}

impl Field for Date {
    fn cell(&self, _: PeriodKind) -> Cell {
        Cell::Date(*self)
    }
    fn read(&mut self, cell: &Cell, _: Form, _: &mut Reading) -> Result<(), String> {
        let parse = |text: &str| {
            // The date parser also takes times and short forms; one spelling leaves no doubt.
            text.parse::<Self>().ok().filter(|date| date.to_string() == text)
        };
        let found = match cell {
            Cell::Date(date) => Some(*date),
            Cell::Text(text) => parse(text.trim()),
            _ => None,
        };
        *self = found.ok_or("is not a date; write an existing day like 2025-12-31")?;
        Ok(())
    }
    fn blank() -> Self {
        Self::ZERO
    }
}

impl Field for Period {
    fn cell(&self, kind: PeriodKind) -> Cell {
        Cell::Text(self.text(kind))
    }
    fn read(&mut self, cell: &Cell, _: Form, reading: &mut Reading) -> Result<(), String> {
        let written = cell.text().trim().replace('q', "Q");
        let found = match (cell, reading.kind) {
            // What spreadsheets make of `2025-12`.
            (Cell::Date(date), None | Some(PeriodKind::Month)) => {
                Some((Self::containing(*date, PeriodKind::Month, 1), PeriodKind::Month))
            }
            (_, Some(kind)) => Self::parse(&written, kind).ok().map(|period| (period, kind)),
            (_, None) => PeriodKind::ALL
                .iter()
                .find_map(|kind| Self::parse(&written, *kind).ok().map(|period| (period, *kind))),
        };
        let (period, kind) = found.ok_or(match reading.kind {
            Some(PeriodKind::Quarter) => "is not a quarter; write it like 2025-Q4",
            Some(PeriodKind::Month) => "is not a month; write it like 2025-12",
            None => "is not a period; write it like 2025-Q4 or 2025-12",
        })?;
        *self = period;
        reading.kind = Some(kind);
        Ok(())
    }
    fn blank() -> Self {
        Self(0)
    }
}

/// A finite number.
fn read_number(cell: &Cell, form: Form, reading: &mut Reading) -> Result<f64, String> {
    let written = match cell {
        Cell::Number(number) if number.is_finite() => return Ok(*number),
        Cell::Text(text) => text.trim(),
        Cell::Broken(_) => {
            return Err("is an error of the sheet; correct its formula or enter the number".into());
        }
        _ => return Err("is not a number; enter one, or leave the cell empty".into()),
    };
    // Too long for any number; its digits would only cost time.
    if written.len() > 2000 {
        return Err("is not a number; enter one, or leave the cell empty".into());
    }
    let found = number::evidence(written);
    let is_plain =
        written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    let hint = match found {
        Evidence::Both => {
            reading.met_ambiguous = true;
            reading.decimal.unwrap_or_default()
        }
        _ => DecimalHint::Point,
    };
    let value = match written.parse::<f64>() {
        Ok(value) if is_plain && value.is_finite() && hint == DecimalHint::Point => value,
        _ => forgiving(written, form, hint)?,
    };
    match found {
        // The point splits decimals in what this program writes; only the comma leaves a doubt.
        Evidence::Both if reading.decimal.is_none() && written.contains(',') => {
            return Err(
                "can be read in two ways; say with --locale en or --locale de which one is meant, or leave thousands separators out"
                    .into(),
            );
        }
        Evidence::Point => reading.seen.0 = true,
        Evidence::Comma => reading.seen.1 = true,
        Evidence::Both | Evidence::None => {}
    }
    Ok(value)
}

/// A number as people write it, in the unit of its column.
fn forgiving(written: &str, form: Form, hint: DecimalHint) -> Result<f64, String> {
    let has_percent = written.contains('%');
    let kind = match form {
        Form::Money => NumberKind::Money,
        Form::Count => NumberKind::Count,
        Form::Percent => NumberKind::Percent,
        Form::Share if has_percent => NumberKind::Percent,
        Form::Share | Form::Plain => NumberKind::Points,
    };
    let value =
        number::parse_one(written, kind, hint).map_err(|error| format!("is no number here: {error}"))?;
    Ok(if form == Form::Share && has_percent { value / 100.0 } else { value })
}

impl Field for f64 {
    fn cell(&self, _: PeriodKind) -> Cell {
        Cell::Number(*self)
    }
    fn read(&mut self, cell: &Cell, form: Form, reading: &mut Reading) -> Result<(), String> {
        *self = read_number(cell, form, reading)?;
        Ok(())
    }
    fn blank() -> Self {
        0.0
    }
}

impl Field for Amount {
    fn cell(&self, _: PeriodKind) -> Cell {
        Cell::Number(self.get())
    }
    fn read(&mut self, cell: &Cell, form: Form, reading: &mut Reading) -> Result<(), String> {
        *self = Self::new(read_number(cell, form, reading)?).map_err(|error| error.to_string())?;
        Ok(())
    }
    fn blank() -> Self {
        Self::ZERO
    }
}

impl Field for Count {
    fn cell(&self, _: PeriodKind) -> Cell {
        Cell::Number(f64::from(*self))
    }
    fn read(&mut self, cell: &Cell, _: Form, reading: &mut Reading) -> Result<(), String> {
        let number = read_number(cell, Form::Count, reading)?;
        *self = Self::try_from(number).map_err(|error| error.to_string())?;
        Ok(())
    }
    fn blank() -> Self {
        Self::new(0).unwrap_or_else(|_| unreachable!("zero is a count"))
    }
}

macro_rules! whole_numbers {
    ($($name:ty),+) => { $(
        impl Field for $name {
            fn cell(&self, _: PeriodKind) -> Cell { Cell::Number(f64::from(*self)) }
            fn read(&mut self, cell: &Cell, _: Form, reading: &mut Reading) -> Result<(), String> {
                let number = read_number(cell, Form::Count, reading)?;
                let fits = number.fract() == 0.0 && (0.0..=f64::from(Self::MAX)).contains(&number);
                if !fits {
                    return Err(format!("is not a whole number from 0 to {}; correct it", Self::MAX));
                }
                *self = number as Self;
                Ok(())
            }
            fn blank() -> Self { 0 }
        }
    )+ };
}

whole_numbers!(u8, i8, u32);

impl Field for u64 {
    // As text: a sheet's numbers hold 53 bits only.
    fn cell(&self, _: PeriodKind) -> Cell {
        Cell::Text(self.to_string())
    }
    fn read(&mut self, cell: &Cell, _: Form, _: &mut Reading) -> Result<(), String> {
        *self = cell
            .text()
            .trim()
            .parse()
            .map_err(|_| format!("is not a whole number from 0 to {}", Self::MAX))?;
        Ok(())
    }
    fn blank() -> Self {
        0
    }
}
