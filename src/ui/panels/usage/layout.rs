//! Where rows and columns stand: a fixed header and unit column, the rest scrolled.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{columns::Column, cursor::Pos};

/// Height of a row.
pub const ROW: f32 = crate::ui::kit::tokens::ROW_GRID;
/// Height of the headings.
pub const HEAD: f32 = crate::ui::kit::tokens::ROW_HEADER;
/// Room behind the last column, which would touch the panel's edge without it.
pub const END: f32 = 12.0;
/// Padding left and right in a cell.
pub const PAD: f32 = 12.0;
/// Step of the tree.
pub const INDENT: f32 = 18.0;
/// Width of the place in which a caret stands.
pub const CARET: f32 = 14.0;
/// Distance of the boxes of two products, and their size.
pub const BOX_STEP: f32 = 18.0;
/// Size of a product's box.
pub const BOX: f32 = 14.0;

/// Geometry of one pass.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Where the cells are seen; the headings stand above it.
    pub body: Rect,
    /// How far the cells are scrolled.
    pub offset: Vec2,
    /// Left edges of the columns from the first one's, and the right edge of the last.
    edges: [f32; Column::COUNT + 1],
}

impl Layout {
    /// Columns for a width; what is left over goes to the units, so that no column is cut before the cells are scrolled.
    pub fn new(body: Rect, offset: Vec2) -> Self {
        // A narrow panel keeps room for figures beside the names.
        let least = Column::Unit.width().min((body.width() * 0.5).max(120.0));
        let mut edges = [0.0; Column::COUNT + 1];
        let room = body.width() - END;
        let fitting = Column::ALL[1..].iter().map(|column| column.width()).scan(0.0, |sum, width| {
            *sum += width;
            Some(*sum)
        });
        let seen = fitting.take_while(|sum| least + sum <= room).last().unwrap_or(room - least);
        edges[1] = (room - seen).max(least).floor();
        for (at, column) in Column::ALL.iter().enumerate().skip(1) {
            edges[at + 1] = edges[at] + column.width();
        }
        Self { body, offset, edges }
    }

    /// Width of the fixed column.
    pub fn unit_width(&self) -> f32 {
        self.edges[1]
    }

    /// Size of all cells together.
    pub fn content(&self, rows: usize) -> Vec2 {
        vec2(self.edges[Column::COUNT] + END, rows as f32 * ROW)
    }

    /// Left and right edge of a column, as painted.
    pub fn column(&self, col: usize) -> (f32, f32) {
        let shift = self.body.left() - if col == 0 { 0.0 } else { self.offset.x };
        (shift + self.edges[col], shift + self.edges[col + 1])
    }

    /// Upper edge of a row. Computed in double precision: a row far down must not jitter.
    pub fn row_top(&self, row: usize) -> f32 {
        self.body.top() + (row as f64 * f64::from(ROW) - f64::from(self.offset.y)) as f32
    }

    /// A cell as painted; may lie outside the body.
    pub fn cell(&self, pos: Pos) -> Rect {
        let (left, right) = self.column(pos.col);
        let top = self.row_top(pos.row);
        Rect::from_min_max(pos2(left, top), pos2(right, top + ROW))
    }

    /// The rows of which something can be seen, the second one excluded.
    pub fn visible(&self, rows: usize) -> std::ops::Range<usize> {
        let first = (self.offset.y / ROW).floor().max(0.0) as usize;
        let last = ((self.offset.y + self.body.height()) / ROW).ceil().max(0.0) as usize;
        first.min(rows)..last.min(rows)
    }

    /// Where the scrolled columns are seen.
    pub fn scrolled(&self) -> Rect {
        Rect::from_min_max(pos2(self.body.left() + self.unit_width(), self.body.top()), self.body.max)
    }

    /// The cell under a point, or the nearest one; used while dragging too.
    pub fn at(&self, point: Pos2, rows: usize) -> Pos {
        let row = ((point.y - self.body.top() + self.offset.y) / ROW).floor().max(0.0) as usize;
        let x = point.x - self.body.left();
        let col = if x < self.unit_width() && self.offset.x >= 0.0 {
            0
        } else {
            let x = x + self.offset.x;
            (1..Column::COUNT).rev().find(|col| x >= self.edges[*col]).unwrap_or(0)
        };
        Pos::new(row.min(rows.saturating_sub(1)), col)
    }

    /// The offset that brings a cell into view with as little movement as possible.
    pub fn reveal(&self, pos: Pos) -> Vec2 {
        let view = self.scrolled().size();
        let mut offset = self.offset;
        let top = pos.row as f32 * ROW;
        offset.y = offset.y.clamp((top + ROW - view.y).min(top), top.max(0.0));
        if pos.col > 0 {
            let left = self.edges[pos.col] - self.unit_width();
            let right = self.edges[pos.col + 1] - self.unit_width();
            offset.x = offset.x.clamp((right - view.x).min(left), left);
        }
        offset.max(Vec2::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(width: f32, offset: Vec2) -> Layout {
        Layout::new(Rect::from_min_size(pos2(10.0, 20.0), vec2(width, 320.0)), offset)
    }

    #[test]
    fn panels_give_the_rest_to_names_and_narrow_ones_scroll() {
        assert_eq!(layout(1476.0, Vec2::ZERO).unit_width(), 236.0);
        assert_eq!(layout(1576.0, Vec2::ZERO).unit_width(), 336.0);
        // Status, ARR and potential are seen whole.
        assert_eq!(layout(700.0, Vec2::ZERO).content(3), vec2(1548.0, 96.0));
        assert_eq!(layout(700.0, Vec2::ZERO).column(3).1, 698.0);
        assert_eq!(layout(300.0, Vec2::ZERO).unit_width(), 150.0);
    }

    #[test]
    fn points_find_cells_and_cells_come_into_view() {
        let layout = layout(700.0, vec2(100.0, 64.0));
        assert_eq!(layout.at(pos2(30.0, 21.0), 100), Pos::new(2, 0));
        assert_eq!(layout.at(layout.cell(Pos::new(5, 4)).center(), 100), Pos::new(5, 4));
        assert_eq!(layout.at(pos2(9000.0, 9000.0), 100), Pos::new(99, 11));
        assert_eq!(layout.visible(100), 2..12);
        assert_eq!(layout.reveal(Pos::new(5, 3)), layout.offset);
        assert_eq!(layout.reveal(Pos::new(0, 1)), Vec2::ZERO);
        assert_eq!(layout.reveal(Pos::new(20, 4)).y, 21.0 * ROW - 320.0);
    }
}
