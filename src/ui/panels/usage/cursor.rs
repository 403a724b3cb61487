//! The active cell, the range, and how keys move them.

use std::ops::RangeInclusive;

/// A cell: row among those shown, and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// Row among those shown.
    pub row: usize,
    /// Place of the column.
    pub col: usize,
}

impl Pos {
    /// A cell.
    pub const fn new(row: usize, col: usize) -> Self {
        Self { row, col }
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Upper left corner.
    pub first: Pos,
    /// Lower right corner.
    pub last: Pos,
}

impl Range {
    /// The rectangle between two cells.
    pub fn between(a: Pos, b: Pos) -> Self {
        Self {
            first: Pos::new(a.row.min(b.row), a.col.min(b.col)),
            last: Pos::new(a.row.max(b.row), a.col.max(b.col)),
        }
    }

    /// Rows, top to bottom.
    pub const fn rows(self) -> RangeInclusive<usize> {
        self.first.row..=self.last.row
    }

    /// Columns, left to right.
    pub const fn cols(self) -> RangeInclusive<usize> {
        self.first.col..=self.last.col
    }

    /// Number of rows and of columns, each at least 1.
    pub const fn size(self) -> (usize, usize) {
        (self.last.row - self.first.row + 1, self.last.col - self.first.col + 1)
    }

    /// Whether it is one cell.
    pub fn is_single(self) -> bool {
        self.first == self.last
    }

    /// Whether a cell lies in it.
    pub fn contains(self, pos: Pos) -> bool {
        self.rows().contains(&pos.row) && self.cols().contains(&pos.col)
    }

    /// All cells, row by row.
    pub fn cells(self) -> impl Iterator<Item = Pos> {
        self.rows().flat_map(move |row| self.cols().map(move |col| Pos::new(row, col)))
    }
}

/// A step of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One or several rows up (negative) or down.
    Rows(isize),
    /// One or several columns left (negative) or right.
    Cols(isize),
    /// To the edge of the data: rows and columns as directions −1, 0, 1.
    Edge(isize, isize),
    /// To the first column.
    RowStart,
    /// To the last column.
    RowEnd,
    /// To the first cell.
    Start,
    /// To the last cell.
    End,
}

/// Where the cursor is. The active cell lies in the range from `anchor` to `head`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// The cell that keys act on.
    pub active: Pos,
    /// Where the range began.
    pub anchor: Pos,
    /// Where the range ends.
    pub head: Pos,
}

impl Cursor {
    /// On one cell.
    pub const fn on(pos: Pos) -> Self {
        Self { active: pos, anchor: pos, head: pos }
    }

    /// The range; one cell if nothing is extended.
    pub fn range(&self) -> Range {
        Range::between(self.anchor, self.head)
    }

    /// Extends the range from the active cell to another one.
    pub const fn extend_to(&mut self, pos: Pos) {
        self.anchor = self.active;
        self.head = pos;
    }

    /// Stays within a grid of this size; both sizes are at least 1.
    pub fn clamp(&mut self, rows: usize, cols: usize) {
        for pos in [&mut self.active, &mut self.anchor, &mut self.head] {
            pos.row = pos.row.min(rows.saturating_sub(1));
            pos.col = pos.col.min(cols.saturating_sub(1));
        }
    }

    /// Moves, or with `extend` moves the end of the range. `filled` says whether a cell holds something.
    pub fn step(&mut self, step: Step, extend: bool, size: (usize, usize), filled: impl Fn(Pos) -> bool) {
        let from = if extend { self.head } else { self.active };
        let to = target(from, step, size, filled);
        if extend {
            self.extend_to(to);
        } else {
            *self = Self::on(to);
        }
    }

    /// Enter and Tab: to the next cell, within the range if there is one. `down` = column by column.
    /// Without a range the return value is false when there is nowhere to go.
    pub fn advance(&mut self, down: bool, back: bool, size: (usize, usize)) -> bool {
        let range = self.range();
        let whole = Range {
            first: Pos::default(),
            last: Pos::new(size.0.saturating_sub(1), size.1.saturating_sub(1)),
        };
        if range.is_single() {
            let before = self.active;
            let next = if down {
                target(before, Step::Rows(if back { -1 } else { 1 }), size, |_| true)
            } else {
                let next = turn(whole, before, false, back);
                // Leaving the grid at either end rather than beginning anew.
                let wraps = if back { next.row > before.row } else { next.row < before.row };
                if wraps || whole.is_single() { before } else { next }
            };
            *self = Self::on(next);
            return next != before;
        }
        self.active = turn(range, self.active, down, back);
        true
    }
}

/// The next cell in a range, column by column or row by row, from the end to the beginning.
fn turn(range: Range, pos: Pos, down: bool, back: bool) -> Pos {
    let (rows, cols) = range.size();
    let (row, col) = (pos.row.saturating_sub(range.first.row), pos.col.saturating_sub(range.first.col));
    let (at, minor) = if down { (col * rows + row, rows) } else { (row * cols + col, cols) };
    let count = rows * cols;
    let next = if back { (at + count - 1) % count } else { (at + 1) % count };
    let (major, minor) = (next / minor, next % minor);
    let (row, col) = if down { (minor, major) } else { (major, minor) };
    Pos::new(range.first.row + row, range.first.col + col)
}

fn target(from: Pos, step: Step, (rows, cols): (usize, usize), filled: impl Fn(Pos) -> bool) -> Pos {
    let (last_row, last_col) = (rows.saturating_sub(1), cols.saturating_sub(1));
    match step {
        Step::Rows(by) => Pos::new(from.row.saturating_add_signed(by).min(last_row), from.col),
        Step::Cols(by) => Pos::new(from.row, from.col.saturating_add_signed(by).min(last_col)),
        Step::RowStart => Pos::new(from.row, 0),
        Step::RowEnd => Pos::new(from.row, last_col),
        Step::Start => Pos::default(),
        Step::End => Pos::new(last_row, last_col),
        Step::Edge(down, right) => {
            let next = |pos: Pos| {
                let row = pos.row.checked_add_signed(down).filter(|row| *row < rows)?;
                let col = pos.col.checked_add_signed(right).filter(|col| *col < cols)?;
                Some(Pos::new(row, col))
            };
            let Some(mut at) = next(from) else { return from };
            // From within data to its last cell; from its end, or from a gap, to the next data or the edge.
            let within = filled(from) && filled(at);
            while let Some(after) = next(at) {
                if within && !filled(after) || !within && filled(at) {
                    break;
                }
                at = after;
            }
            at
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (usize, usize) = (5, 4);

    #[test]
    fn moves_stay_inside_and_shift_extends() {
        let mut cursor = Cursor::default();
        cursor.step(Step::Rows(-1), false, SIZE, |_| true);
        assert_eq!(cursor, Cursor::default());
        cursor.step(Step::End, false, SIZE, |_| true);
        assert_eq!(cursor.active, Pos::new(4, 3));
        cursor.step(Step::Rows(-2), true, SIZE, |_| true);
        cursor.step(Step::Cols(-1), true, SIZE, |_| true);
        assert_eq!(cursor.active, Pos::new(4, 3));
        assert_eq!(cursor.range(), Range { first: Pos::new(2, 2), last: Pos::new(4, 3) });
        cursor.step(Step::RowStart, false, SIZE, |_| true);
        assert!(cursor.range().is_single());
    }

    #[test]
    fn edges_of_data() {
        let filled = |pos: Pos| matches!(pos.row, 0 | 1 | 4);
        let run = |from: usize, down| target(Pos::new(from, 0), Step::Edge(down, 0), SIZE, filled).row;
        assert_eq!(run(0, 1), 1);
        assert_eq!(run(1, 1), 4);
        assert_eq!(run(2, 1), 4);
        assert_eq!(run(4, -1), 1);
        assert_eq!(run(0, -1), 0);
        assert_eq!(target(Pos::new(0, 0), Step::Edge(1, 0), SIZE, |_| false).row, 4);
    }

    #[test]
    fn enter_and_tab_cycle_in_a_range() {
        let mut cursor = Cursor::on(Pos::new(1, 1));
        cursor.extend_to(Pos::new(2, 2));
        let mut seen = Vec::new();
        for _ in 0..4 {
            assert!(cursor.advance(true, false, SIZE));
            seen.push((cursor.active.row, cursor.active.col));
        }
        assert_eq!(seen, [(2, 1), (1, 2), (2, 2), (1, 1)]);
        assert!(cursor.advance(false, true, SIZE));
        assert_eq!(cursor.active, Pos::new(2, 2));
    }

    #[test]
    fn tab_leaves_at_the_ends() {
        let mut cursor = Cursor::on(Pos::new(0, 3));
        assert!(cursor.advance(false, false, SIZE));
        assert_eq!(cursor.active, Pos::new(1, 0));
        let mut cursor = Cursor::on(Pos::new(4, 3));
        assert!(!cursor.advance(false, false, SIZE));
        let mut cursor = Cursor::default();
        assert!(!cursor.advance(false, true, SIZE));
    }
}
