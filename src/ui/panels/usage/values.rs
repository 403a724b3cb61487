//! What a cell holds: its number, its place in an order, what editing begins with, and what is filled into others.

use crate::{
    document::{Cell, FieldValue},
    domain::{BasisKind, ProductState, Status, UnitRecord},
};

use super::{
    columns::{Kind, Slot},
    cursor::Pos,
    read::{number_value, yes},
    rows::Row,
    sheet::Sheet,
    shown::Tone,
};

impl Sheet<'_> {
    /// What the units below a row bring to a place; `None` = nothing is known of them.
    pub fn below(&self, row: Row, slot: Slot) -> Option<f64> {
        let children = self.facts().children(row.unit as usize).iter();
        let child = |unit: &u32| self.known(Row { unit: *unit, ..row }, slot).value;
        children.filter_map(child).reduce(|sum, term| sum + term)
    }

    /// The number in a cell; `None` = not a number, or unknown.
    pub fn value(&self, row: Row, slot: Slot) -> Option<f64> {
        let own = |of: &dyn Fn(&UnitRecord) -> Option<f64>| self.record(row, slot.period).and_then(of);
        let known = self.known(row, slot);
        match slot.column.kind() {
            _ if !known.exists => None,
            Kind::Figure(_) if known.is_parent => known.value,
            Kind::Figure(figure) => own(&|record| figure.entered(record)).or(known.value),
            Kind::Measure(_) => known.value,
            Kind::Own(number) => own(&|record| number.entered(record)),
            _ => None,
        }
    }

    /// What words are sorted by; empty = unknown. States are sorted as they are listed, not by their first letters.
    pub fn sort_text(&self, row: Row, slot: Slot) -> String {
        let known = self.known(row, slot);
        let record = self.record(row, slot.period);
        let basis = || record?.potential.as_deref().map(|potential| potential.basis.kind() as u32);
        match slot.column.kind() {
            Kind::Status if known.is_parent => {
                known.active.map_or_else(String::new, |active| format!("{active:010}"))
            }
            Kind::Status => known.status.map_or_else(String::new, |status| format!("{:010}", status as u32)),
            Kind::Basis => basis().map_or_else(String::new, |kind| format!("{kind:02}")),
            _ => match self.shown(row, slot) {
                shown if shown.tone == Tone::Unknown => String::new(),
                shown => shown.text.to_lowercase(),
            },
        }
    }

    /// The value of a cell that may be entered, as text to begin editing with; own figures on roll-up rows.
    pub fn editable_text(&self, row: Row, slot: Slot) -> String {
        let Some(record) = self.record(row, slot.period) else { return String::new() };
        let word = |word: Option<&str>| word.map_or_else(String::new, str::to_owned);
        match slot.column.kind() {
            Kind::Figure(figure) => figure.entered(record).map_or_else(String::new, plain),
            Kind::Own(own) => own.entered(record).map_or_else(String::new, plain),
            Kind::Status => word(record.status.map(Status::word)),
            Kind::Flag => yes(record.addressable).to_owned(),
            Kind::Basis => word(record.potential.as_deref().map(|potential| potential.basis.kind().word())),
            Kind::Note => word(record.note.as_deref()),
            _ => String::new(),
        }
    }

    /// The entered values of a cell, to be filled into others; empty where nothing can be entered.
    pub fn values(&self, row: Row, slot: Slot) -> Vec<FieldValue> {
        let record = self.record(row, slot.period);
        match slot.column.kind() {
            Kind::Status => vec![FieldValue::Status(record.and_then(|record| record.status))],
            Kind::Flag => vec![FieldValue::Addressable(record.is_none_or(|record| record.addressable))],
            Kind::Figure(figure) => {
                number_value(slot.column, record.and_then(|record| figure.entered(record)))
                    .into_iter()
                    .collect()
            }
            Kind::Own(own) => {
                number_value(slot.column, record.and_then(|record| own.entered(record))).into_iter().collect()
            }
            Kind::Basis => {
                let potential = record.and_then(|record| record.potential.as_deref());
                vec![FieldValue::PotentialBasis(potential.map_or(BasisKind::Estimate, |p| p.basis.kind()))]
            }
            Kind::Note => {
                vec![FieldValue::Note(record.and_then(|record| record.note.as_deref()).map(str::to_owned))]
            }
            Kind::Products => self
                .products(slot.period)
                .map(|product| {
                    let state = record.and_then(|record| record.product(&product.key));
                    FieldValue::Product(product.key.clone(), state)
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A cell of an edit for a row.
    pub fn cell(&self, row: Row, slot: Slot, value: FieldValue) -> Cell {
        Cell { unit: self.account.units[row.unit as usize].key.clone(), period: slot.period, value }
    }

    /// Whether a cell holds something, for Ctrl and the arrows.
    pub fn is_filled(&self, pos: Pos) -> bool {
        self.at(pos).is_some_and(|(row, slot)| {
            if slot.column.is_numeric() {
                return self.value(row, slot).is_some();
            }
            let shown = self.shown(row, slot);
            shown.tone != Tone::Unknown && !shown.text.is_empty()
        })
    }
}

/// A number for another program: no grouping, all digits.
pub fn plain(value: f64) -> String {
    format!("{value}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_another_program_have_all_digits() {
        assert_eq!(plain(1_234_567.125), "1234567.125");
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
