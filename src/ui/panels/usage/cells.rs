//! What a cell shows, says and copies, and how a text becomes a value for it.

use crate::{
    document::{Cell, FieldValue},
    domain::{
        Account, Amount, Count, EntryMode, Period, Product, ProductState, Status, UnitRecord, Workspace,
    },
    engine::metrics::{Figure, PeriodFacts, Unit, UnitFacts, product_state},
};

use crate::ui::kit::number::{self, DecimalHint, NumberKind};

use super::{
    columns::Column,
    cursor::Pos,
    rows::{Row, Rows},
};

/// How a value came about; decides its ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Entered for this period.
    Entered,
    /// Calculated from other cells.
    Calculated,
    /// Rolled up from the units below.
    RollUp,
    /// Copied from an earlier period and not yet confirmed.
    Carried,
    /// Not known.
    Unknown,
}

/// A cell as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Text, `–` for unknown; empty where boxes or a bar are painted instead.
    pub text: String,
    /// How it came about.
    pub tone: Tone,
    /// The number behind it, unrounded; `None` = not a number, or unknown.
    pub value: Option<f64>,
    /// What to say on hover: why it is unknown, or where it comes from.
    pub note: Option<String>,
}

impl Shown {
    fn unknown(reason: &str) -> Self {
        Self { text: "–".to_owned(), tone: Tone::Unknown, value: None, note: Some(sentence(reason)) }
    }

    fn words(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, value: None, note: None }
    }
}

/// Everything a cell is read from.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Products and settings.
    pub workspace: &'a Workspace,
    /// The account.
    pub account: &'a Account,
    /// The rows shown.
    pub rows: &'a Rows,
    /// The period shown.
    pub period: Period,
}

impl<'a> Sheet<'a> {
    /// What is known of the units.
    pub fn facts(&self) -> &'a PeriodFacts {
        self.rows.facts()
    }

    /// A row; `None` beyond the last one.
    pub fn row(&self, row: usize) -> Option<Row> {
        self.rows.list.get(row).copied()
    }

    /// Name of the unit of a row.
    pub fn unit_name(&self, row: Row) -> &'a str {
        self.account.unit_name(row.unit as usize)
    }

    /// The region's name, to stand beside a roll-up row that is named otherwise.
    pub fn region_beside(&self, row: Row) -> Option<&'a str> {
        let key = self.account.units[row.unit as usize].region.as_ref().filter(|_| row.is_parent)?;
        let region = self.workspace.regions.iter().find(|region| region.key == *key)?;
        let differs = !region.name.eq_ignore_ascii_case(self.unit_name(row)) && region.name != key.as_str();
        differs.then_some(region.name.as_str())
    }

    /// The record of the unit of a row; `None` = nothing was entered.
    pub fn record(&self, row: Row) -> Option<&'a UnitRecord> {
        self.account.record(row.unit as usize, self.period)
    }

    fn unit(&self, row: Row) -> &'a UnitFacts {
        &self.facts().units[row.unit as usize]
    }

    /// Whether the row's figures come from below, so that entering over a range must not touch them. A unit whose own
    /// total is entered is not one.
    pub fn is_roll_up(&self, row: Row) -> bool {
        row.is_parent && self.account.units[row.unit as usize].entry_mode == EntryMode::Direct
    }

    /// Products offered in the period, in order.
    pub fn products(&self) -> impl Iterator<Item = &'a Product> {
        let workspace = self.workspace;
        self.rows.offered.iter().map(move |index| &workspace.products[*index])
    }

    /// State of a product in a unit.
    pub fn product_state(&self, row: Row, product: &Product) -> ProductState {
        product_state(product, self.account.units[row.unit as usize].kind, self.record(row))
    }

    /// A cell as shown.
    pub fn shown(&self, row: Row, column: Column) -> Shown {
        let unit = self.unit(row);
        if let Some(figure) = column.figure() {
            return self.figure(row, unit, figure);
        }
        if let Some(measure) = column.measure() {
            let tone = if row.is_parent { Tone::RollUp } else { Tone::Calculated };
            let measured = measure.measure(unit);
            return match measured.or_reason() {
                Ok(value) => {
                    Shown { text: number_text(value, measure.unit()), tone, value: Some(value), note: None }
                }
                Err(reason) => Shown::unknown(reason),
            };
        }
        match column {
            Column::Status => Self::status(row, unit),
            Column::Products => self.product_cell(row),
            Column::Carried => self.carried(row),
            _ => Shown::words(self.unit_name(row), Tone::Entered),
        }
    }

    fn figure(&self, row: Row, unit: &UnitFacts, figure: Figure) -> Shown {
        let record = self.record(row);
        let own = record.and_then(|record| figure.entered(record));
        if row.is_parent {
            return match figure.rolled(unit) {
                Some(value) => Shown {
                    text: number_text(value, figure.unit()),
                    tone: Tone::RollUp,
                    value: Some(value),
                    note: own
                        .filter(|_| self.is_roll_up(row))
                        .map(|own| format!("Includes {} of its own.", number_text(own, figure.unit()))),
                },
                None => Shown::unknown("nothing is recorded for it or below it"),
            };
        }
        match (own, figure.rolled(unit)) {
            (Some(value), _) => {
                let carried = record.is_some_and(|record| !record.confirmed);
                let note = record.filter(|_| carried).map(|record| self.carried_note(record));
                let tone = if carried { Tone::Carried } else { Tone::Entered };
                Shown { text: number_text(value, figure.unit()), tone, value: Some(value), note }
            }
            (None, Some(value)) => Shown {
                text: number_text(value, figure.unit()),
                tone: Tone::Calculated,
                value: Some(value),
                note: Some(match unit.status {
                    Some(status) => {
                        format!("Not entered; taken as {value} because the status is {}.", status.word())
                    }
                    None => format!("Not entered; taken as {value} because the account is a prospect."),
                }),
            },
            (None, None) => Shown::unknown("nothing is recorded for it"),
        }
    }

    fn carried_note(&self, record: &UnitRecord) -> String {
        match record.carried_from {
            Some(from) => format!("Carried from {} and not yet confirmed.", self.workspace.period_text(from)),
            None => "Not yet confirmed.".to_owned(),
        }
    }

    fn status(row: Row, unit: &UnitFacts) -> Shown {
        if row.is_parent {
            let text = format!("{} of {} active", unit.active_units, unit.units);
            return Shown::words(text, Tone::RollUp);
        }
        match unit.status {
            Some(status) => Shown::words(status.word(), Tone::Entered),
            None => Shown::unknown("no status is recorded"),
        }
    }

    fn product_cell(&self, row: Row) -> Shown {
        if self.rows.offered.is_empty() {
            return Shown::unknown("no product is offered in this period");
        }
        if row.is_parent {
            let (adopted, applicable) = self.rows.products_in(row.unit as usize);
            if applicable == 0 {
                return Shown::unknown("no product applies to a unit that counts");
            }
            return Shown::words(format!("{adopted} of {applicable}"), Tone::RollUp);
        }
        let states: Vec<String> = self
            .products()
            .map(|product| format!("{}={}", product.name, self.product_state(row, product).word()))
            .collect();
        Shown::words(states.join("; "), Tone::Entered)
    }

    fn carried(&self, row: Row) -> Shown {
        if row.is_parent {
            let carried = self.rows.carried_in(row.unit as usize);
            let text = if carried == 0 { "None carried".to_owned() } else { format!("{carried} carried") };
            return Shown::words(text, Tone::RollUp);
        }
        match self.record(row) {
            Some(record) if record.confirmed => Shown::words("Confirmed", Tone::Entered),
            Some(record) => {
                Shown { note: Some(self.carried_note(record)), ..Shown::words("Confirm", Tone::Carried) }
            }
            None => Shown::unknown("nothing is recorded in this period"),
        }
    }

    /// What the units below a row bring to a figure; `None` = nothing is known of them.
    pub fn below(&self, row: Row, figure: Figure) -> Option<f64> {
        let facts = self.facts();
        let children = facts.children(row.unit as usize).iter();
        children
            .filter_map(|child| figure.rolled(&facts.units[*child as usize]))
            .reduce(|sum, term| sum + term)
    }

    /// The number in a cell; `None` = not a number, or unknown.
    pub fn value(&self, row: Row, column: Column) -> Option<f64> {
        let unit = self.unit(row);
        match (column.figure(), column.measure()) {
            (Some(figure), _) => {
                let own = || self.record(row).and_then(|record| figure.entered(record));
                if row.is_parent { figure.rolled(unit) } else { own().or_else(|| figure.rolled(unit)) }
            }
            (None, Some(measure)) => measure.measure(unit).value,
            (None, None) => None,
        }
    }

    /// What a screen reader says: unit, column, value.
    pub fn spoken(&self, row: Row, column: Column) -> String {
        let name = self.unit_name(row);
        let shown = self.shown(row, column);
        let value = match (column, shown.tone) {
            (Column::Unit, _) => return name.to_owned(),
            (_, Tone::Unknown) => "unknown",
            (Column::Carried, Tone::Carried) => "carried, not confirmed",
            _ => &shown.text,
        };
        let carried = if shown.tone == Tone::Carried && column.is_numeric() { ", carried" } else { "" };
        format!("{name}, {}: {value}{carried}", column.name())
    }

    /// What a cell copies: plain numbers with full precision, words, nothing for unknown.
    pub fn copied(&self, row: Row, column: Column) -> String {
        let shown = self.shown(row, column);
        match (shown.value, shown.tone) {
            (Some(value), _) => plain(value),
            (None, Tone::Unknown) => String::new(),
            (None, Tone::Carried) => "Carried".to_owned(),
            (None, _) => shown.text,
        }
    }

    /// The value of a cell that may be entered, as text to begin editing with; own figures on roll-up rows.
    pub fn editable_text(&self, row: Row, column: Column) -> String {
        let record = self.record(row);
        match (column, column.figure()) {
            (_, Some(figure)) => {
                record.and_then(|record| figure.entered(record)).map_or_else(String::new, plain)
            }
            (Column::Status, None) => record
                .and_then(|record| record.status)
                .map_or_else(String::new, |status| status.word().to_owned()),
            _ => String::new(),
        }
    }

    /// The entered values of a cell, to be filled into others; empty where nothing can be entered.
    pub fn values(&self, row: Row, column: Column) -> Vec<FieldValue> {
        let record = self.record(row);
        let amount = |figure: Figure| {
            record.and_then(|record| figure.entered(record)).and_then(|v| Amount::new(v).ok())
        };
        let count = |figure: Figure| {
            record.and_then(|record| figure.entered(record)).and_then(|v| Count::try_from(v).ok())
        };
        match column {
            Column::Status => vec![FieldValue::Status(record.and_then(|record| record.status))],
            Column::Arr => vec![FieldValue::Arr(amount(Figure::Arr))],
            Column::Potential => vec![FieldValue::PotentialValue(amount(Figure::Potential))],
            Column::Licensed => vec![FieldValue::LicensedSeats(count(Figure::LicensedSeats))],
            Column::Active => vec![FieldValue::ActiveUsers(count(Figure::ActiveUsers))],
            Column::Eligible => vec![FieldValue::EligibleUsers(count(Figure::EligibleUsers))],
            Column::Products => self
                .products()
                .map(|product| {
                    FieldValue::Product(
                        product.key.clone(),
                        record.and_then(|record| record.product(&product.key)),
                    )
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A cell of an edit for a row.
    pub fn cell(&self, row: Row, value: FieldValue) -> Cell {
        Cell { unit: self.account.units[row.unit as usize].key.clone(), period: self.period, value }
    }

    /// Whether a cell holds something, for Ctrl and the arrows.
    pub fn is_filled(&self, pos: Pos) -> bool {
        self.row(pos.row).is_some_and(|row| self.shown(row, Column::at(pos.col)).tone != Tone::Unknown)
    }

    /// A text as values for a column. Empty text clears. The error is a sentence.
    pub fn read(&self, column: Column, text: &str, hint: DecimalHint) -> Result<Vec<FieldValue>, String> {
        let text = text.trim();
        let text = if matches!(text, "–" | "-" | "—") { "" } else { text };
        let number =
            |kind| number::parse(text, kind, hint).map(|parsed| parsed.value).map_err(|e| e.to_string());
        let amount = || -> Result<Option<Amount>, String> {
            if text.is_empty() {
                return Ok(None);
            }
            Amount::new(number(NumberKind::Money)?).map(Some).map_err(|error| format!("This {error}."))
        };
        let count = || -> Result<Option<Count>, String> {
            if text.is_empty() {
                return Ok(None);
            }
            Count::try_from(number(NumberKind::Count)?).map(Some).map_err(|error| format!("This {error}."))
        };
        Ok(vec![match column {
            Column::Status if text.is_empty() => FieldValue::Status(None),
            Column::Status => FieldValue::Status(Some(status_of(text)?)),
            Column::Arr => FieldValue::Arr(amount()?),
            Column::Potential => FieldValue::PotentialValue(amount()?),
            Column::Licensed => FieldValue::LicensedSeats(count()?),
            Column::Active => FieldValue::ActiveUsers(count()?),
            Column::Eligible => FieldValue::EligibleUsers(count()?),
            Column::Products => return self.read_products(text),
            _ => return Err(format!("{} is calculated and cannot be entered.", column.name())),
        }])
    }

    fn read_products(&self, text: &str) -> Result<Vec<FieldValue>, String> {
        if text.is_empty() {
            return Ok(self
                .products()
                .map(|product| FieldValue::Product(product.key.clone(), None))
                .collect());
        }
        let one = |part: &str| {
            let (name, word) = part.rsplit_once('=').ok_or_else(|| {
                format!("“{part}” is not understood; write a product and its state, such as “Core=Adopted; Plus=Open”.")
            })?;
            let (name, word) = (name.trim(), word.trim());
            let product = self
                .products()
                .find(|product| product.name.eq_ignore_ascii_case(name) || product.key.as_str() == name)
                .ok_or_else(|| format!("No product “{name}” is offered in this period."))?;
            let state = ProductState::ALL
                .iter()
                .find(|state| state.word().eq_ignore_ascii_case(word))
                .ok_or_else(|| format!("“{word}” is no state of a product; write Open, Adopted, Trial, Not applicable or Held by competitor."))?;
            Ok(FieldValue::Product(product.key.clone(), Some(*state)))
        };
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(one).collect()
    }
}

/// The status that a word begins; the first letters are enough.
pub fn status_of(text: &str) -> Result<Status, String> {
    let text = text.trim().to_lowercase();
    let begins = |status: &&Status| {
        status.word().to_lowercase().replace('-', " ").starts_with(&text.replace(['-', '_'], " "))
    };
    let mut found = Status::ALL.iter().filter(begins);
    match (found.next(), found.next()) {
        (Some(status), None) if !text.is_empty() => Ok(*status),
        _ => {
            let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
            let (last, first) = words.split_last().unwrap_or((&"", &[]));
            Err(format!("This is no status; write {} or {last}.", first.join(", ")))
        }
    }
}

/// The state that follows when a box is clicked.
pub const fn next_state(state: ProductState) -> ProductState {
    match state {
        ProductState::Open => ProductState::Adopted,
        ProductState::Adopted => ProductState::Trial,
        ProductState::Trial => ProductState::NotApplicable,
        ProductState::NotApplicable => ProductState::HeldByCompetitor,
        ProductState::HeldByCompetitor => ProductState::Open,
    }
}

/// A number for the eye: grouped, a rate with one decimal.
pub fn number_text(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Percent => number::percent(value),
        _ => number::money_full(value),
    }
}

/// A number for another program: no grouping, all digits.
pub fn plain(value: f64) -> String {
    format!("{value}")
}

/// A clause as a sentence.
pub fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if clause.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_the_eye() {
        assert_eq!(number_text(1_500_000.0, Unit::Money), "1,500,000");
        assert_eq!(number_text(-1234.5, Unit::Money), "−1,234.50");
        assert_eq!(number_text(999.0, Unit::Count), "999");
        assert_eq!(number_text(88.888_9, Unit::Percent), "88.9%");
        assert_eq!(plain(1_234_567.125), "1234567.125");
    }

    #[test]
    fn first_letters_of_a_status() {
        assert_eq!(status_of("p"), Ok(Status::Pilot));
        assert_eq!(status_of("Competitor held"), Ok(Status::CompetitorHeld));
        assert_eq!(status_of("competitor_h"), Ok(Status::CompetitorHeld));
        assert!(status_of("x").is_err_and(|sentence| sentence.ends_with("Competitor-held or Lost.")));
        assert!(status_of("").is_err());
    }

    #[test]
    fn a_box_goes_round_all_states() {
        let mut state = ProductState::Open;
        for _ in ProductState::ALL {
            state = next_state(state);
        }
        assert_eq!(state, ProductState::Open);
    }
}
