//! Where rows and columns stand: a fixed header, the first columns fixed, the rest scrolled.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{columns::Slot, cursor::Pos};

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
/// Widest names where much is left over; what they do not need stays empty at the right.
const NAMES: f32 = 480.0;
/// Room that fixed columns leave to those that scroll.
const SCROLLED: f32 = 160.0;

/// Geometry of one pass.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Where the cells are seen; the headings stand above it.
    pub body: Rect,
    /// How far the cells are scrolled.
    pub offset: Vec2,
    /// Columns that do not scroll, at least 1.
    pub frozen: usize,
    /// Left edges of the columns from the first one's, and the right edge of the last.
    edges: Vec<f32>,
}

impl Layout {
    /// Places for a width. Unless the names have a width of their own, what is left over goes to them, so that no column
    /// is cut before the cells are scrolled. Fixed columns that would take the whole panel scroll all the same.
    pub fn new(body: Rect, offset: Vec2, slots: &[Slot], frozen: usize, own_names: bool) -> Self {
        let room = body.width() - END;
        let names = if own_names {
            slots[0].width.min(body.width() * 0.7)
        } else {
            // A narrow panel keeps room for figures beside the names.
            let least = slots[0].width.min((body.width() * 0.5).max(120.0));
            let fitting = slots[1..].iter().map(|slot| slot.width).scan(0.0, |sum, width| {
                *sum += width;
                Some(*sum)
            });
            let seen = fitting.take_while(|sum| least + sum <= room).last().unwrap_or(room - least);
            (room - seen).min(NAMES).max(least).floor()
        };
        let mut edges = Vec::with_capacity(slots.len() + 1);
        edges.extend([0.0, names]);
        for slot in &slots[1..] {
            edges.push(edges[edges.len() - 1] + slot.width);
        }
        let most = body.width() - SCROLLED;
        let fitting = edges[1..].iter().take_while(|edge| **edge <= most).count();
        let frozen = frozen.min(fitting).min(slots.len()).max(1);
        Self { body, offset, frozen, edges }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.edges.len() - 1
    }

    /// Width of the fixed columns.
    pub fn frozen_width(&self) -> f32 {
        self.edges[self.frozen]
    }

    /// Size of all cells together.
    pub fn content(&self, rows: usize) -> Vec2 {
        vec2(self.edges[self.columns()] + END, rows as f32 * ROW)
    }

    /// Left and right edge of a column, as painted.
    pub fn column(&self, col: usize) -> (f32, f32) {
        let shift = self.body.left() - if col < self.frozen { 0.0 } else { self.offset.x };
        (shift + self.edges[col], shift + self.edges[col + 1])
    }

    /// Where a column can be seen, of the body's height.
    pub fn clip(&self, col: usize) -> Rect {
        if col < self.frozen { self.body } else { self.scrolled() }
    }

    /// Columns of which something can be seen, in order.
    pub fn visible_columns(&self) -> impl Iterator<Item = usize> {
        let view = self.scrolled().x_range();
        (0..self.columns()).filter(move |col| {
            let (left, right) = self.column(*col);
            *col < self.frozen || (right > view.min && left < view.max)
        })
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
        Rect::from_min_max(pos2(self.body.left() + self.frozen_width(), self.body.top()), self.body.max)
    }

    /// The cell under a point, or the nearest one; used while dragging too.
    pub fn at(&self, point: Pos2, rows: usize) -> Pos {
        let row = ((point.y - self.body.top() + self.offset.y) / ROW).floor().max(0.0) as usize;
        Pos::new(row.min(rows.saturating_sub(1)), self.column_at(point.x))
    }

    /// The column under a point, or the nearest one.
    pub fn column_at(&self, x: f32) -> usize {
        let x = x - self.body.left();
        let x = if x < self.frozen_width() { x } else { x + self.offset.x };
        (1..self.columns()).rev().find(|col| x >= self.edges[*col]).unwrap_or(0)
    }

    /// The offset that brings a cell into view with as little movement as possible.
    pub fn reveal(&self, pos: Pos) -> Vec2 {
        let view = self.scrolled().size();
        let mut offset = self.offset;
        let top = pos.row as f32 * ROW;
        offset.y = offset.y.clamp((top + ROW - view.y).min(top), top.max(0.0));
        if pos.col >= self.frozen {
            let left = self.edges[pos.col] - self.frozen_width();
            let right = self.edges[pos.col + 1] - self.frozen_width();
            offset.x = offset.x.clamp((right - view.x).min(left), left);
        }
        offset.max(Vec2::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Period, PeriodKind},
        ui::panels::usage::view::View,
    };

    fn layout(width: f32, offset: Vec2, frozen: usize) -> Layout {
        let slots = View::default().slots(Period(8100), &[], PeriodKind::Quarter);
        let body = Rect::from_min_size(pos2(10.0, 20.0), vec2(width, 320.0));
        Layout::new(body, offset, &slots, frozen, false)
    }

    #[test]
    fn panels_give_the_rest_to_names_and_narrow_ones_scroll() {
        let names = |width| layout(width, Vec2::ZERO, 1).frozen_width();
        assert_eq!(names(1424.0), 232.0);
        assert_eq!(names(1524.0), 332.0);
        assert_eq!(names(2500.0), 480.0);
        // Status, ARR and potential are seen whole.
        assert_eq!(layout(700.0, Vec2::ZERO, 1).content(3), vec2(1512.0, 96.0));
        assert_eq!(layout(700.0, Vec2::ZERO, 1).column(3).1, 698.0);
        assert_eq!(names(300.0), 150.0);
    }

    #[test]
    fn points_find_cells_and_cells_come_into_view() {
        let layout = layout(700.0, vec2(100.0, 64.0), 1);
        assert_eq!(layout.at(pos2(30.0, 21.0), 100), Pos::new(2, 0));
        assert_eq!(layout.at(layout.cell(Pos::new(5, 4)).center(), 100), Pos::new(5, 4));
        assert_eq!(layout.at(pos2(9000.0, 9000.0), 100), Pos::new(99, 11));
        assert_eq!(layout.visible(100), 2..12);
        assert_eq!(layout.reveal(Pos::new(5, 3)), layout.offset);
        assert_eq!(layout.reveal(Pos::new(0, 1)), Vec2::ZERO);
        assert_eq!(layout.reveal(Pos::new(20, 4)).y, 21.0 * ROW - 320.0);
    }

    #[test]
    fn fixed_columns_stay_where_they_are_and_leave_room() {
        let fixed = layout(900.0, vec2(200.0, 0.0), 3);
        assert_eq!(fixed.frozen, 3);
        assert_eq!(fixed.column(2).0, layout(900.0, Vec2::ZERO, 3).column(2).0);
        assert_eq!(fixed.at(fixed.cell(Pos::new(0, 2)).center(), 9), Pos::new(0, 2));
        assert!(fixed.visible_columns().all(|col| col != 3));
        assert_eq!(layout(500.0, Vec2::ZERO, 12).frozen, 1);
    }
}
