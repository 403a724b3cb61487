//! Points, sizes and rectangles of a layout, in its own units (one unit is one screen pixel at zoom 1).
//!
//! Coordinates are `f64`: a map of a million cards is 10⁸ units wide, where `f32` steps are 8 units, wider than the
//! gap between two cards. x grows to the right, y grows downwards.

use serde::{Deserialize, Serialize};

/// A node of a layout: an index into the arrays that the caller passed in, `0..len`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The node as an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Distance from the left edge of the layout.
    pub x: f64,
    /// Distance from the upper edge of the layout.
    pub y: f64,
}

impl Point {
    /// The place at `x`, `y`.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Mirrored at the diagonal: x and y change places.
    #[must_use]
    pub const fn flipped(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// Width and height of a card; finite and not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Size {
    /// The size `w` × `h`.
    pub const fn new(w: f64, h: f64) -> Self {
        Self { w, h }
    }

    /// Width and height change places.
    #[must_use]
    pub const fn flipped(self) -> Self {
        Self { w: self.h, h: self.w }
    }

    /// The same size with NaN, infinite and negative sides replaced by zero.
    #[must_use]
    pub fn sane(self) -> Self {
        let side = |v: f64| if v.is_finite() { v.max(0.0) } else { 0.0 };
        Self { w: side(self.w), h: side(self.h) }
    }
}

/// A rectangle with sides parallel to the axes. Empty when `max` lies left of or above `min`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// The upper left corner.
    pub min: Point,
    /// The lower right corner.
    pub max: Point,
}

impl Rect {
    /// Contains nothing and touches nothing; the start of a union.
    pub const EMPTY: Self = Self {
        min: Point::new(f64::INFINITY, f64::INFINITY),
        max: Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY),
    };

    /// The rectangle between two corners.
    pub const fn new(min: Point, max: Point) -> Self {
        Self { min, max }
    }

    /// The rectangle of `size` whose upper left corner is `min`.
    pub fn at(min: Point, size: Size) -> Self {
        Self { min, max: Point::new(min.x + size.w, min.y + size.h) }
    }

    /// The rectangle that holds just one point.
    pub const fn point(point: Point) -> Self {
        Self { min: point, max: point }
    }

    /// Mirrored at the diagonal, as [`Point::flipped`].
    #[must_use]
    pub const fn flipped(self) -> Self {
        Self { min: self.min.flipped(), max: self.max.flipped() }
    }

    /// Width; negative infinity for [`Rect::EMPTY`].
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Height; negative infinity for [`Rect::EMPTY`].
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        Size::new(self.width(), self.height())
    }

    /// The middle.
    pub fn center(&self) -> Point {
        Point::new(f64::midpoint(self.min.x, self.max.x), f64::midpoint(self.min.y, self.max.y))
    }

    /// Whether nothing lies inside.
    pub fn is_empty(&self) -> bool {
        !(self.min.x <= self.max.x && self.min.y <= self.max.y)
    }

    /// Whether the two share a point; a shared edge counts, so that a card at the rim of a window is painted.
    pub fn touches(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// Whether the two share an area wider and higher than `tolerance`.
    pub fn overlaps(&self, other: &Self, tolerance: f64) -> bool {
        self.max.x.min(other.max.x) - self.min.x.max(other.min.x) > tolerance
            && self.max.y.min(other.max.y) - self.min.y.max(other.min.y) > tolerance
    }

    /// Whether `point` lies inside or on an edge.
    pub fn contains(&self, point: Point) -> bool {
        self.touches(&Self::point(point))
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: Point::new(lower(self.min.x, other.min.x), lower(self.min.y, other.min.y)),
            max: Point::new(upper(self.max.x, other.max.x), upper(self.max.y, other.max.y)),
        }
    }

    /// The same rectangle with what was at the origin at `to`.
    #[must_use]
    pub fn moved(&self, to: Point) -> Self {
        let place = |at: Point| Point::new(at.x + to.x, at.y + to.y);
        Self { min: place(self.min), max: place(self.max) }
    }

    /// Larger by `margin` on every side; smaller if it is negative.
    #[must_use]
    pub fn expand(&self, margin: f64) -> Self {
        Self {
            min: Point::new(self.min.x - margin, self.min.y - margin),
            max: Point::new(self.max.x + margin, self.max.y + margin),
        }
    }
}

/// The lower of two numbers, neither of which is NaN: one instruction, where `f64::min` takes several.
fn lower(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The upper of two numbers, likewise.
fn upper(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
