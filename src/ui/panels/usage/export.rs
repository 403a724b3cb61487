//! What cells give to the clipboard and to a file. A file holds rows and columns as they are arranged, and a column of keys,
//! so that the table can be imported again.
//!
//! What can be entered stands there as it was entered, so that it changes nothing where it comes back: a zero that only
//! follows from a status is left out, and a status that is only inherited. Units with units below show their sums, as on
//! screen.

use crate::{
    document::Entry,
    domain::{Status, UnitRecord},
    engine::metrics::Unit,
    ui::panels::context::GridTable,
};

use super::{
    columns::{Column, Kind, Slot},
    read::yes,
    rows::Row,
    sheet::Sheet,
    shown::Tone,
};

impl Sheet<'_> {
    /// All rows and columns shown.
    pub fn exported(&self) -> GridTable {
        let mut headings: Vec<String> = self.slots.iter().map(|slot| self.export_heading(*slot)).collect();
        headings.push("Unit key".to_owned());
        let row = |row: &Row| {
            let mut cells: Vec<Entry> = self.slots.iter().map(|slot| self.given(*row, *slot)).collect();
            cells.push(Entry::text_of(self.account.units[row.unit as usize].key.as_str()));
            cells
        };
        GridTable { headings, rows: self.rows.list.iter().map(row).collect() }
    }

    /// The heading on screen; one field over time says which field, and rates say that they are percentages.
    fn export_heading(&self, slot: Slot) -> String {
        if self.tracks.is_some() && slot.column != Column::Unit {
            return format!("{} {}", slot.column.name(), self.workspace.period_text(slot.period));
        }
        match slot.column.unit() {
            Some(Unit::Percent) => format!("{}, %", slot.column.name()),
            _ => self.heading(slot),
        }
    }

    /// What a cell gives: numbers with full precision, words, nothing where nothing was entered or is known.
    pub fn given(&self, row: Row, slot: Slot) -> Entry {
        let words = |text: Option<&str>| Entry::text_of(text.unwrap_or_default());
        let number = |value: Option<f64>| value.map_or(Entry::Blank, Entry::Number);
        if slot.column == Column::Unit {
            return words(Some(self.unit_name(row)));
        }
        if !self.known(row, slot).exists {
            return Entry::Blank;
        }
        let record = self.record(row, slot.period);
        let is_sum = self.is_roll_up(row);
        match slot.column.kind() {
            Kind::Figure(_) if is_sum => number(self.value(row, slot)),
            Kind::Figure(figure) => number(record.and_then(|record| figure.entered(record))),
            Kind::Own(own) => number(record.and_then(|record| own.entered(record))),
            Kind::Measure(_) => number(self.value(row, slot)),
            Kind::Status if !is_sum => words(record.and_then(|record| record.status).map(Status::word)),
            Kind::Products if !is_sum => {
                Entry::text_of(&record.map_or_else(String::new, |record| self.states(record)))
            }
            Kind::Flag => words(record.map(|record| yes(record.addressable))),
            Kind::Basis => words(
                record.and_then(|record| record.potential.as_deref()).map(|held| held.basis.kind().word()),
            ),
            Kind::Note => words(record.and_then(|record| record.note.as_deref())),
            _ => match self.shown(row, slot) {
                shown if shown.tone == Tone::Unknown => Entry::Blank,
                shown if shown.tone == Tone::Carried && slot.column == Column::Carried => {
                    Entry::text_of("Carried")
                }
                shown => Entry::text_of(&shown.text),
            },
        }
    }

    /// The states that were entered.
    fn states(&self, record: &UnitRecord) -> String {
        let products = self.workspace.products.iter();
        let entered = products.filter_map(|product| Some((&product.name, record.product(&product.key)?)));
        entered.map(|(name, state)| format!("{name}={}", state.word())).collect::<Vec<_>>().join("; ")
    }
}
