//! The order of the rows of a ranking: by which column, and which way.

/// A column by which rows can be sorted.
pub trait SortColumn: Copy + PartialEq {
    /// Whether the first click puts large values on top.
    fn starts_descending(self) -> bool;
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort<C> {
    /// By what.
    pub column: C,
    /// Whether from high to low.
    pub descending: bool,
}

impl<C: SortColumn> Sort<C> {
    /// After a click on a column's head.
    #[must_use]
    pub fn clicked(self, column: C) -> Self {
        let descending = if self.column == column { !self.descending } else { column.starts_descending() };
        Self { column, descending }
    }
}
