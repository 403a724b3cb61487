//! The lines between a parent and its children: right angles only; rounding the corners is the painter's business.
//!
//! The lines of a family never cover each other, so they can be painted half transparent. Two shapes: over standing
//! children a stem, one bracket from the first child to the last, and a drop to each child between them; beside
//! hanging columns a trunk left of each column with a tick to each card.

use super::geometry::{Point, Rect};

/// One polyline with two to six points; neighbouring points share x or y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Connector {
    points: [Point; 6],
    len: u8,
}

impl Connector {
    fn new(points: &[Point]) -> Self {
        let mut line = Self { points: [Point::default(); 6], len: 0 };
        for &point in points.iter().take(6) {
            if line.points().last() != Some(&point) {
                line.points[usize::from(line.len)] = point;
                line.len += 1;
            }
        }
        line
    }

    /// Mirrored at the diagonal, as [`Point::flipped`].
    #[must_use]
    pub(super) fn flipped(self) -> Self {
        Self { points: self.points.map(Point::flipped), ..self }
    }

    /// The corners in order.
    pub fn points(&self) -> &[Point] {
        &self.points[..usize::from(self.len)]
    }

    /// The box around the line.
    pub fn bounds(&self) -> Rect {
        self.points().iter().fold(Rect::EMPTY, |sum, &point| sum.union(&Rect::point(point)))
    }
}

/// How the children of one parent stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stand {
    /// Side by side below the parent; the bracket runs `bus` below it.
    Row { bus: f64 },
    /// In columns of `rows`, the trunk `trunk` left of the cards; several columns share a bracket `bus` below the
    /// parent.
    Columns { rows: usize, trunk: f64, bus: f64 },
}

/// Hands the lines of one family to `paint`. `children` from left to right, columns from top to bottom.
pub(super) fn family(parent: Rect, children: &[Rect], stand: Stand, paint: &mut impl FnMut(Connector)) {
    let [first, .., last] = children else {
        if let [only] = children {
            paint(path(parent, *only, *only, stand));
        }
        return;
    };
    match stand {
        Stand::Row { bus } => row(parent, (*first, *last), children, parent.max.y + bus, paint),
        Stand::Columns { rows, trunk, .. } if children.len() <= rows => {
            paint(path(parent, *last, *first, stand));
            ticks(&children[..children.len() - 1], trunk, paint);
        }
        Stand::Columns { rows, trunk, bus } => columns(parent, children, (rows, trunk, bus), paint),
    }
}

/// The whole way from `parent` to `child`, for marking a path; `column` is the first card of the child's column.
pub(super) fn path(parent: Rect, child: Rect, column: Rect, stand: Stand) -> Connector {
    let (middle, side) = (parent.center(), child.center());
    match stand {
        Stand::Row { bus } => {
            // Centred over an only child, up to rounding: no corner then.
            let from = if (middle.x - side.x).abs() < 0.01 { side.x } else { middle.x };
            let y = parent.max.y + bus;
            let (top, end) = (Point::new(from, parent.max.y), Point::new(side.x, child.min.y));
            if from == side.x {
                return Connector::new(&[top, end]);
            }
            Connector::new(&[top, Point::new(from, y), Point::new(side.x, y), end])
        }
        Stand::Columns { trunk, .. } => {
            let x = column.min.x - trunk;
            let end = [Point::new(x, side.y), Point::new(child.min.x, side.y)];
            let start = if x < parent.min.x {
                [Point::new(parent.min.x, middle.y), Point::new(x, middle.y)]
            } else {
                [Point::new(x, parent.max.y); 2]
            };
            Connector::new(&[start[0], start[1], end[0], end[1]])
        }
    }
}

/// The way to a card in one of several columns: over the bracket.
pub(super) fn path_over(parent: Rect, child: Rect, column: Rect, trunk: f64, bus: f64) -> Connector {
    let (from, x) = (parent.center().x, column.min.x - trunk);
    let (y, side) = (parent.max.y + bus, child.center().y);
    Connector::new(&[
        Point::new(from, parent.max.y),
        Point::new(from, y),
        Point::new(x, y),
        Point::new(x, side),
        Point::new(child.min.x, side),
    ])
}

fn row(parent: Rect, ends: (Rect, Rect), children: &[Rect], y: f64, paint: &mut impl FnMut(Connector)) {
    let (first, last) = (ends.0.center().x, ends.1.center().x);
    paint(stem(parent, y, first, last));
    paint(Connector::new(&[
        Point::new(first, ends.0.min.y),
        Point::new(first, y),
        Point::new(last, y),
        Point::new(last, ends.1.min.y),
    ]));
    for child in &children[1..children.len() - 1] {
        let x = child.center().x;
        paint(Connector::new(&[Point::new(x, y), Point::new(x, child.min.y)]));
    }
}

fn columns(
    parent: Rect,
    children: &[Rect],
    (rows, trunk, bus): (usize, f64, f64),
    paint: &mut impl FnMut(Connector),
) {
    let y = parent.max.y + bus;
    let foot = |column: &[Rect]| {
        let (x, card) = (column[0].min.x - trunk, column[column.len() - 1]);
        [Point::new(x, y), Point::new(x, card.center().y), Point::new(card.min.x, card.center().y)]
    };
    let count = children.len().div_ceil(rows);
    let (first, last) = (foot(&children[..rows]), foot(&children[(count - 1) * rows..]));
    paint(stem(parent, y, first[0].x, last[0].x));
    paint(Connector::new(&[first[2], first[1], first[0], last[0], last[1], last[2]]));
    for (i, column) in children.chunks(rows).enumerate() {
        if i > 0 && i + 1 < count {
            paint(Connector::new(&foot(column)));
        }
        ticks(&column[..column.len() - 1], trunk, paint);
    }
}

/// From the middle of the parent down to a bracket that runs from `first` to `last`.
fn stem(parent: Rect, y: f64, first: f64, last: f64) -> Connector {
    let x = parent.center().x;
    Connector::new(&[Point::new(x, parent.max.y), Point::new(x, y), Point::new(x.clamp(first, last), y)])
}

fn ticks(cards: &[Rect], trunk: f64, paint: &mut impl FnMut(Connector)) {
    for card in cards {
        let y = card.center().y;
        paint(Connector::new(&[Point::new(card.min.x - trunk, y), Point::new(card.min.x, y)]));
    }
}
