//! How the user has arranged the grid: which columns, how wide, in which order, what does not scroll, sorting and filters.
//! It belongs to the user and not to a file.

use serde::{Deserialize, Serialize};

use crate::domain::{Period, PeriodKind};

use super::{
    columns::{Column, Slot},
    filter::Filter,
};

/// Widths that a column can be given.
pub const WIDTHS: std::ops::RangeInclusive<f32> = 56.0..=640.0;

/// By which column siblings are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// The period; `None` = the one shown.
    pub period: Option<Period>,
    /// Largest, or last in the alphabet, first?
    pub descending: bool,
}

/// The arrangement of the grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct View {
    /// One field over all periods, not all fields of one period.
    pub over_time: bool,
    /// The field shown over time.
    pub field: Column,
    /// Columns shown for one period, the names first.
    pub shown: Vec<Column>,
    /// Widths that differ from the usual ones.
    widths: Vec<(Column, f32)>,
    /// Columns that do not scroll, the names included: at least 1.
    pub frozen: usize,
    /// Order of siblings; `None` = as they hang in the tree.
    pub sort: Option<Sort>,
    /// Rows that are shown; all of them must let a row through. Not kept: rows that are missing after a new start for a
    /// reason long forgotten would look lost.
    pub filters: Vec<Filter>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            over_time: false,
            field: Column::Arr,
            shown: Column::USUAL.to_vec(),
            widths: Vec::new(),
            frozen: 1,
            sort: None,
            filters: Vec::new(),
        }
    }
}

impl View {
    /// What stands in each place.
    pub fn slots(&self, shown: Period, periods: &[Period], kind: PeriodKind) -> Vec<Slot> {
        let slot = |column| Slot::new(column, shown, self.width(column));
        if !self.over_time {
            return self.shown.iter().copied().map(slot).collect();
        }
        let over = periods.iter().map(|period| Slot {
            period: *period,
            // A rule stands before each year.
            group: period.year(kind),
            ..slot(self.field)
        });
        std::iter::once(slot(Column::Unit)).chain(over).collect()
    }

    /// The usual columns again, as wide and in the order as usual.
    pub fn reset(&mut self) {
        *self = Self { over_time: self.over_time, field: self.field, ..Self::default() };
    }

    /// Width of a column.
    pub fn width(&self, column: Column) -> f32 {
        let own = self.widths.iter().find(|(other, _)| *other == column);
        own.map_or(column.width(), |(_, width)| *width)
    }

    /// Whether somebody gave the column a width.
    pub fn has_own_width(&self, column: Column) -> bool {
        self.widths.iter().any(|(other, _)| *other == column)
    }

    /// Gives a column a width, or with `None` its usual one.
    pub fn set_width(&mut self, column: Column, width: Option<f32>) {
        self.widths.retain(|(other, _)| *other != column);
        if let Some(width) = width {
            self.widths.push((column, width.clamp(*WIDTHS.start(), *WIDTHS.end()).round()));
        }
    }

    /// Shows or hides a column; one that comes back stands where the table has it. The names always stay.
    pub fn toggle(&mut self, column: Column) {
        if column == Column::Unit {
            return;
        }
        if let Some(at) = self.shown.iter().position(|other| *other == column) {
            self.shown.remove(at);
            if at < self.frozen {
                self.frozen -= 1;
            }
            if self.sort.is_some_and(|sort| sort.column == column) {
                self.sort = None;
            }
            return;
        }
        let after = self.shown.iter().rposition(|other| (*other as usize) < column as usize);
        let at = after.map_or(1, |after| after + 1);
        self.shown.insert(at, column);
        if at < self.frozen {
            self.frozen += 1;
        }
    }

    /// Puts a column before the one at `to`, or at the end. The names stay first.
    pub fn move_to(&mut self, column: Column, to: usize) {
        let Some(from) = self.shown.iter().position(|other| *other == column).filter(|from| *from > 0) else {
            return;
        };
        self.shown.remove(from);
        let to = if from < to { to - 1 } else { to };
        self.shown.insert(to.clamp(1, self.shown.len()), column);
    }

    /// Sorts by a column, or no longer.
    pub fn sort_by(&mut self, slot: Slot, descending: Option<bool>) {
        let period = self.over_time.then_some(slot.period);
        self.sort = descending.map(|descending| Sort { column: slot.column, period, descending });
    }

    /// How a place is sorted: largest first, smallest first, or `None` not at all.
    pub fn sorted(&self, slot: Slot) -> Option<bool> {
        let period = self.over_time.then_some(slot.period);
        self.sort
            .filter(|sort| sort.column == slot.column && sort.period == period)
            .map(|sort| sort.descending)
    }
}

/// As it stands in the settings: columns by their keys, so that those of another version harm nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    over_time: bool,
    field: String,
    columns: Vec<String>,
    widths: Vec<(String, f32)>,
    frozen: usize,
    sort: Option<(String, bool)>,
}

impl From<Stored> for View {
    fn from(stored: Stored) -> Self {
        let usual = Self::default();
        let mut shown = vec![Column::Unit];
        for column in stored.columns.iter().filter_map(|key| Column::of_key(key)) {
            if !shown.contains(&column) {
                shown.push(column);
            }
        }
        if shown.len() == 1 && stored.columns.is_empty() {
            shown = usual.shown;
        }
        let mut view = Self {
            over_time: stored.over_time,
            field: Column::of_key(&stored.field)
                .filter(|field| field.runs_over_time())
                .unwrap_or(usual.field),
            frozen: stored.frozen.clamp(1, shown.len()),
            sort: stored.sort.and_then(|(key, descending)| {
                let column = Column::of_key(&key).filter(|column| shown.contains(column))?;
                Some(Sort { column, period: None, descending })
            }),
            shown,
            ..Self::default()
        };
        for (key, width) in stored.widths {
            if let Some(column) = Column::of_key(&key).filter(|_| width.is_finite()) {
                view.set_width(column, Some(width));
            }
        }
        view
    }
}

impl From<View> for Stored {
    fn from(view: View) -> Self {
        let key = |column: Column| column.key().to_owned();
        Self {
            over_time: view.over_time,
            field: key(view.field),
            columns: view.shown.iter().copied().map(key).collect(),
            widths: view.widths.iter().map(|(column, width)| (key(*column), *width)).collect(),
            frozen: view.frozen,
            sort: view
                .sort
                .filter(|sort| sort.period.is_none())
                .map(|sort| (key(sort.column), sort.descending)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrangement_survives_the_settings_and_unknown_columns() {
        let mut view = View::default();
        view.toggle(Column::Note);
        view.toggle(Column::Status);
        view.move_to(Column::Products, 1);
        view.set_width(Column::Arr, Some(150.4));
        view.frozen = 2;
        view.sort = Some(Sort { column: Column::Arr, period: None, descending: true });
        let text = ron::to_string(&view).unwrap();
        assert_eq!(ron::from_str::<View>(&text).unwrap(), view);
        assert_eq!(view.shown[..3], [Column::Unit, Column::Products, Column::Arr]);
        assert_eq!(view.width(Column::Arr), 150.0);
        let other =
            r#"(columns: ["arr", "karma", "arr"], frozen: 9, field: "entry", widths: [("arr", 1e9)])"#;
        let read: View = ron::from_str(other).unwrap();
        assert_eq!(read.shown, [Column::Unit, Column::Arr]);
        assert_eq!((read.frozen, read.field, read.width(Column::Arr)), (2, Column::Arr, 640.0));
        assert_eq!(ron::from_str::<View>("()").unwrap(), View::default());
    }

    #[test]
    fn hidden_columns_come_back_to_their_place() {
        let mut view = View { frozen: 3, ..View::default() };
        view.toggle(Column::Status);
        assert_eq!(view.frozen, 2);
        view.toggle(Column::Status);
        assert_eq!((view.frozen, view.shown.as_slice()), (3, &Column::USUAL[..]));
        view.toggle(Column::Unit);
        assert_eq!(view.shown, Column::USUAL);
        view.move_to(Column::Unit, 4);
        view.move_to(Column::Carried, 0);
        assert_eq!(view.shown[..2], [Column::Unit, Column::Carried]);
    }
}
