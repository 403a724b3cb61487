//! The order of the units in the ranking.

use std::cmp::Ordering;

use super::sort::SortColumn;
use crate::document::{Opportunities, Opportunity};

/// A column by which units can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// Rank.
    #[default]
    Rank,
    /// Name.
    Unit,
    /// Opportunity score.
    Score,
    /// White space.
    WhiteSpace,
    /// Expected value.
    Expected,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 5] = [Self::Rank, Self::Unit, Self::Score, Self::WhiteSpace, Self::Expected];

    /// Head of the column.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rank => "Rank",
            Self::Unit => "Unit",
            Self::Score => "Score",
            Self::WhiteSpace => "White space",
            Self::Expected => "Expected",
        }
    }
}

impl SortColumn for Column {
    fn starts_descending(self) -> bool {
        matches!(self, Self::Score | Self::WhiteSpace | Self::Expected)
    }
}

/// The order of the units.
pub type Sort = super::sort::Sort<Column>;

/// Rows of a list in an order, ties by rank; units without a value stay last whichever way the rows are turned.
/// O(n log n).
pub fn order<'a>(list: &'a Opportunities, sort: Sort, name: impl Fn(&'a Opportunity) -> &'a str) -> Vec<u32> {
    let mut order: Vec<u32> = (0..list.rows.len() as u32).collect();
    let turned = |by: Ordering| if sort.descending { by.reverse() } else { by };
    let numbers = |of: fn(&Opportunity) -> Option<f64>| {
        move |a: &u32, b: &u32| match (of(&list.rows[*a as usize]), of(&list.rows[*b as usize])) {
            (Some(a), Some(b)) => turned(a.total_cmp(&b)),
            (a, b) => a.is_none().cmp(&b.is_none()),
        }
    };
    match sort.column {
        Column::Rank if !sort.descending => {}
        Column::Rank => order.sort_by(numbers(|row| row.rank.map(f64::from))),
        Column::Score => order.sort_by(numbers(|row| row.score)),
        Column::WhiteSpace => order.sort_by(numbers(|row| Some(row.white_space))),
        Column::Expected => order.sort_by(numbers(|row| row.expected_value)),
        Column::Unit => {
            let names: Vec<String> = list.rows.iter().map(|row| name(row).to_lowercase()).collect();
            order.sort_by(|a, b| turned(names[*a as usize].cmp(&names[*b as usize])));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Opportunities {
        let row = |unit, rank, score, white_space, expected_value| Opportunity {
            account: 0,
            unit,
            rank,
            score,
            parts: [0.0; 5],
            white_space,
            expected_value,
        };
        Opportunities {
            rows: vec![
                row(0, Some(1), Some(80.0), 10.0, None),
                row(1, Some(2), Some(70.0), 30.0, Some(3.0)),
                row(2, Some(3), Some(60.0), 20.0, Some(9.0)),
                row(3, None, None, 40.0, None),
            ],
            anchor: 40.0,
        }
    }

    #[test]
    fn unknown_values_stay_last_both_ways() {
        let list = list();
        let by = |column, descending| {
            order(&list, Sort { column, descending }, |row| ["b", "A", "c", "D"][row.unit as usize])
        };
        assert_eq!(by(Column::Rank, false), [0, 1, 2, 3]);
        assert_eq!(by(Column::Rank, true), [2, 1, 0, 3]);
        assert_eq!(by(Column::Score, true), [0, 1, 2, 3]);
        assert_eq!(by(Column::WhiteSpace, true), [3, 1, 2, 0]);
        assert_eq!(by(Column::Expected, true), [2, 1, 0, 3]);
        assert_eq!(by(Column::Expected, false), [1, 2, 0, 3]);
        assert_eq!(by(Column::Unit, false), [1, 0, 2, 3]);
        assert_eq!(by(Column::Unit, true), [3, 2, 0, 1]);
    }
}
