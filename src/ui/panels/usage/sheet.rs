//! What every cell is read from: rows, places, records, and what is known of the units.

use crate::{
    domain::{Account, EntryMode, Period, Product, ProductState, UnitKey, UnitRecord, Workspace},
    engine::metrics::{PeriodFacts, product_state},
};

use super::{
    columns::{Column, Slot},
    counts::Counts,
    cursor::Pos,
    problems::Problems,
    rows::{Row, Rows},
    track::{Known, Tracks},
};

/// Everything a cell is read from.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// Products and settings.
    pub workspace: &'a Workspace,
    /// The account.
    pub account: &'a Account,
    /// The rows shown.
    pub rows: &'a Rows,
    /// What stands in each place of a row.
    pub slots: &'a [Slot],
    /// What is known of the units in other periods.
    pub tracks: Option<&'a Tracks>,
    /// What is wrong with the figures.
    pub problems: &'a Problems,
    /// The period shown.
    pub period: Period,
}

impl<'a> Sheet<'a> {
    /// What is known of the units in the period shown.
    pub fn facts(&self) -> &'a PeriodFacts {
        self.rows.facts()
    }

    /// A row; `None` beyond the last one.
    pub fn row(&self, row: usize) -> Option<Row> {
        self.rows.list.get(row).copied()
    }

    /// What stands in a place; places beyond the last one give the last one.
    pub fn slot(&self, col: usize) -> Slot {
        self.slots[col.min(self.slots.len() - 1)]
    }

    /// Row and place of a cell; `None` beyond the last row.
    pub fn at(&self, pos: Pos) -> Option<(Row, Slot)> {
        Some((self.row(pos.row)?, self.slot(pos.col)))
    }

    /// Number of rows and of places in each.
    pub fn size(&self) -> (usize, usize) {
        (self.rows.len(), self.slots.len())
    }

    /// Name of the unit of a row.
    pub fn unit_name(&self, row: Row) -> &'a str {
        self.account.unit_name(row.unit as usize)
    }

    /// Name of a place, as in a sentence: the column, and the period where it is not the one shown.
    pub fn slot_name(&self, slot: Slot) -> String {
        if slot.period == self.period {
            slot.column.name().to_owned()
        } else {
            format!("{} in {}", slot.column.name(), self.workspace.period_text(slot.period))
        }
    }

    /// Heading of a place: the period if one field is shown over time, else the column.
    pub fn heading(&self, slot: Slot) -> String {
        if self.tracks.is_some() && slot.column != Column::Unit {
            self.workspace.period_text(slot.period)
        } else {
            slot.column.heading(&self.workspace.settings.currency.symbol)
        }
    }

    /// The region's name, to stand beside a roll-up row that is named otherwise.
    pub fn region_beside(&self, row: Row) -> Option<&'a str> {
        let key = self.account.units[row.unit as usize].region.as_ref().filter(|_| row.is_parent)?;
        let region = self.workspace.regions.iter().find(|region| region.key == *key)?;
        let differs = !region.name.eq_ignore_ascii_case(self.unit_name(row)) && region.name != key.as_str();
        differs.then_some(region.name.as_str())
    }

    /// The record of the unit of a row in a period; `None` = nothing was entered.
    pub fn record(&self, row: Row, period: Period) -> Option<&'a UnitRecord> {
        self.account.record(row.unit as usize, period)
    }

    /// What is known of the unit of a row, as far as a place needs it.
    pub fn known(&self, row: Row, slot: Slot) -> Known {
        let unit = row.unit as usize;
        let other = || self.tracks?.known(self.workspace, unit, slot.period);
        let other = if slot.period == self.period { None } else { other() };
        other.unwrap_or_else(|| Known::of(self.account, self.facts(), unit, slot.column))
    }

    /// What own figures of a row's unit mean.
    pub fn entry_mode(&self, row: Row) -> EntryMode {
        self.account.units[row.unit as usize].entry_mode
    }

    /// Whether the row's figures come from below, so that entering over a range must not touch them. A unit whose own
    /// total is entered is not one.
    pub fn is_roll_up(&self, row: Row) -> bool {
        row.is_parent && self.entry_mode(row) == EntryMode::Direct
    }

    /// Whether a value can be entered in a cell.
    pub fn is_editable(&self, row: Row, slot: Slot) -> bool {
        slot.column.is_editable() && self.account.units[row.unit as usize].is_valid_in(slot.period)
    }

    /// What is counted per branch in a period; `None` = nothing is counted there for the field shown.
    pub fn counts(&self, period: Period) -> Option<&'a Counts> {
        if period == self.period {
            return Some(&self.rows.counts);
        }
        self.tracks?.counts(self.workspace, period)
    }

    /// Products offered in a period, in order.
    pub fn products(&self, period: Period) -> impl Iterator<Item = &'a Product> + Clone {
        let workspace = self.workspace;
        let offered = self.counts(period).map_or(&[][..], |counts| &counts.offered);
        offered.iter().map(move |index| &workspace.products[*index])
    }

    /// State of a product in a unit in a period.
    pub fn product_state(&self, row: Row, period: Period, product: &Product) -> ProductState {
        product_state(product, self.account.units[row.unit as usize].kind, self.record(row, period))
    }

    /// Whether units hang below the unit of a row, now or in the period of a place.
    pub fn is_parent_in(&self, row: Row, slot: Slot) -> bool {
        row.is_parent || slot.period != self.period && self.known(row, slot).is_parent
    }

    /// Units of these rows with an unconfirmed record in a period.
    pub fn unconfirmed(&self, rows: impl Iterator<Item = usize>, period: Period) -> Vec<UnitKey> {
        rows.filter_map(|row| self.row(row))
            .filter(|row| self.record(*row, period).is_some_and(|record| !record.confirmed))
            .map(|row| self.account.units[row.unit as usize].key.clone())
            .collect()
    }
}
