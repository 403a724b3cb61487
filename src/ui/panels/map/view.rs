//! Where the window onto the map stands: pan and zoom as plain geometry, and the three levels of detail.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

pub use crate::engine::shading::card::Detail;
use crate::layout::{Point, Rect as MapRect};

/// Below this zoom cards are specks.
const SPECKS: f64 = 0.08;
/// Largest zoom.
pub const MOST: f64 = 2.0;
/// Space left of and right of the map at "fit", and between its top and the canvas.
const SIDE: f64 = 6.0;
/// Space above and below the map at "fit".
const TOP: f64 = 20.0;

/// The window onto the map: which point of the layout is at the upper left corner of the canvas, and how large one
/// layout unit is on screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Layout point at the upper left corner of the canvas.
    pub origin: Point,
    /// Screen points for one layout unit, greater than 0.
    pub zoom: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { origin: Point::new(0.0, 0.0), zoom: 1.0 }
    }
}

impl View {
    /// Shows all of `bounds`, not larger than actual size, centred sideways and from the top.
    pub fn fit(bounds: MapRect, canvas: Vec2) -> Self {
        if bounds.is_empty() {
            return Self::default();
        }
        let (w, h) = (bounds.width().max(1.0), bounds.height().max(1.0));
        let across = (f64::from(canvas.x) - 2.0 * SIDE).max(1.0) / w;
        let down = (f64::from(canvas.y) - 2.0 * TOP).max(1.0) / h;
        let zoom = across.min(down).min(1.0);
        let left = (f64::from(canvas.x) / zoom - w) / 2.0;
        Self { origin: Point::new(bounds.min.x - left, bounds.min.y - TOP / zoom), zoom }
    }

    /// Shows a map from its root on, as small as its cards have names.
    pub fn from_root(root: MapRect, canvas: Vec2, rightwards: bool) -> Self {
        let zoom = Detail::NAMED;
        let (w, h) = (f64::from(canvas.x) / zoom, f64::from(canvas.y) / zoom);
        let origin = if rightwards {
            Point::new(root.min.x - 2.0 * SIDE / zoom, root.center().y - h / 2.0)
        } else {
            Point::new(root.center().x - w / 2.0, root.min.y - TOP / zoom)
        };
        Self { origin, zoom }
    }

    /// Whether this shows a map as a line of specks: its cards are too small for anything, and most of the canvas is empty.
    pub fn is_thin(self, bounds: MapRect, canvas: Vec2) -> bool {
        let across = bounds.width() * self.zoom / f64::from(canvas.x).max(1.0);
        let down = bounds.height() * self.zoom / f64::from(canvas.y).max(1.0);
        self.zoom < SPECKS && across.min(down) < 0.2
    }

    /// Shows a part of the map in the middle, not larger than actual size.
    pub fn show(part: MapRect, canvas: Vec2) -> Self {
        let zoom = Self::fit(part, canvas).zoom;
        Self { zoom, ..Self::default() }.centred(part.center(), canvas)
    }

    /// The same zoom with a layout point in the middle of the canvas.
    #[must_use]
    pub fn centred(self, at: Point, canvas: Vec2) -> Self {
        let (x, y) = (f64::from(canvas.x) / 2.0 / self.zoom, f64::from(canvas.y) / 2.0 / self.zoom);
        Self { origin: Point::new(at.x - x, at.y - y), ..self }
    }

    /// Another zoom that keeps the layout point under `fixed` (relative to the canvas) where it is.
    #[must_use]
    pub fn zoomed(self, zoom: f64, fixed: Vec2, least: f64) -> Self {
        let zoom = if zoom.is_finite() { zoom.clamp(least.min(MOST), MOST) } else { self.zoom };
        let (x, y) = (f64::from(fixed.x), f64::from(fixed.y));
        let at = Point::new(self.origin.x + x / self.zoom, self.origin.y + y / self.zoom);
        Self { origin: Point::new(at.x - x / zoom, at.y - y / zoom), zoom }
    }

    /// Moved by screen points: the content follows the pointer.
    #[must_use]
    pub fn panned(self, by: Vec2) -> Self {
        let origin = Point::new(
            self.origin.x - f64::from(by.x) / self.zoom,
            self.origin.y - f64::from(by.y) / self.zoom,
        );
        Self { origin, ..self }
    }

    /// Keeps at least a finger's breadth of the map in the window, so that it cannot be lost.
    #[must_use]
    pub fn kept(self, bounds: MapRect, canvas: Vec2) -> Self {
        if bounds.is_empty() {
            return self;
        }
        let edge = 48.0 / self.zoom;
        let (w, h) = (f64::from(canvas.x) / self.zoom, f64::from(canvas.y) / self.zoom);
        let within = |at: f64, low: f64, high: f64| at.max(low.min(high)).min(high.max(low));
        let x = within(self.origin.x, bounds.min.x - w + edge, bounds.max.x - edge);
        let y = within(self.origin.y, bounds.min.y - h + edge, bounds.max.y - edge);
        Self { origin: Point::new(x, y), ..self }
    }

    /// Moved as little as needed for a card to be wholly visible.
    #[must_use]
    pub fn revealing(self, card: MapRect, canvas: Vec2) -> Self {
        let margin = 16.0 / self.zoom;
        let (w, h) = (f64::from(canvas.x) / self.zoom, f64::from(canvas.y) / self.zoom);
        let shift = |from: f64, span: f64, low: f64, high: f64| {
            if low < from + margin {
                low - margin - from
            } else if high > from + span - margin {
                // A card wider than the window shows its left end.
                (high + margin - from - span).min(low - margin - from)
            } else {
                0.0
            }
        };
        let x = self.origin.x + shift(self.origin.x, w, card.min.x, card.max.x);
        let y = self.origin.y + shift(self.origin.y, h, card.min.y, card.max.y);
        Self { origin: Point::new(x, y), ..self }
    }

    /// A layout point on screen.
    pub fn to_screen(self, canvas: Rect, at: Point) -> Pos2 {
        let x = (at.x - self.origin.x) * self.zoom;
        let y = (at.y - self.origin.y) * self.zoom;
        pos2(canvas.left() + x as f32, canvas.top() + y as f32)
    }

    /// A layout rectangle on screen.
    pub fn rect_to_screen(self, canvas: Rect, rect: MapRect) -> Rect {
        Rect::from_min_max(self.to_screen(canvas, rect.min), self.to_screen(canvas, rect.max))
    }

    /// The layout point under a screen position.
    pub fn to_map(self, canvas: Rect, at: Pos2) -> Point {
        let by = at - canvas.min;
        Point::new(self.origin.x + f64::from(by.x) / self.zoom, self.origin.y + f64::from(by.y) / self.zoom)
    }

    /// The part of the layout that the canvas shows.
    pub fn window(self, canvas: Rect) -> MapRect {
        MapRect::new(self.to_map(canvas, canvas.min), self.to_map(canvas, canvas.max))
    }

    /// Whether all of `bounds` is inside the canvas.
    pub fn shows(self, bounds: MapRect, canvas: Vec2) -> bool {
        let window = self.window(Rect::from_min_size(Pos2::ZERO, canvas)).expand(0.5 / self.zoom);
        window.min.x <= bounds.min.x
            && window.min.y <= bounds.min.y
            && window.max.x >= bounds.max.x
            && window.max.y >= bounds.max.y
    }

    /// The middle of a canvas, for zooming with keys.
    pub fn middle(canvas: Rect) -> Vec2 {
        vec2(canvas.width() / 2.0, canvas.height() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Rect = Rect { min: pos2(100.0, 50.0), max: pos2(952.0, 612.0) };

    fn bounds(w: f64, h: f64) -> MapRect {
        MapRect::new(Point::new(-9.0, 0.0), Point::new(w - 9.0, h))
    }

    #[test]
    fn fit_shows_everything_and_never_enlarges() {
        for (w, h) in [(837.0, 492.0), (40_000.0, 900.0), (300.0, 9_000.0), (1.0, 1.0)] {
            let view = View::fit(bounds(w, h), CANVAS.size());
            assert!(view.zoom <= 1.0);
            assert!(view.shows(bounds(w, h), CANVAS.size()), "{w} × {h}");
        }
        assert_eq!(View::fit(bounds(837.0, 492.0), CANVAS.size()).zoom, 1.0);
        assert_eq!(View::fit(MapRect::EMPTY, CANVAS.size()), View::default());
    }

    #[test]
    fn a_line_of_specks_is_told_from_a_map() {
        let thin = |w, h| View::fit(bounds(w, h), CANVAS.size()).is_thin(bounds(w, h), CANVAS.size());
        assert!(thin(100_000.0, 2_000.0) && thin(2_000.0, 100_000.0));
        assert!(!thin(100_000.0, 60_000.0) && !thin(4_000.0, 300.0) && !thin(837.0, 492.0));
        let root = MapRect::new(Point::new(50_000.0, 0.0), Point::new(50_300.0, 54.0));
        for rightwards in [false, true] {
            let view = View::from_root(root, CANVAS.size(), rightwards);
            assert!(view.shows(root, CANVAS.size()) && Detail::at(view.zoom) == Detail::Middle);
        }
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let view = View::fit(bounds(837.0, 492.0), CANVAS.size());
        let pointer = pos2(300.0, 400.0);
        let before = view.to_map(CANVAS, pointer);
        let after = view.zoomed(0.5, pointer - CANVAS.min, 0.01).to_map(CANVAS, pointer);
        assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9);
        assert_eq!(view.zoomed(99.0, Vec2::ZERO, 0.01).zoom, MOST);
        assert_eq!(view.zoomed(f64::NAN, Vec2::ZERO, 0.01).zoom, view.zoom);
    }

    #[test]
    fn the_map_cannot_be_lost_and_a_card_is_revealed() {
        let all = bounds(837.0, 492.0);
        let lost = View::default().panned(vec2(1e6, -1e6)).kept(all, CANVAS.size());
        assert!(lost.window(CANVAS).touches(&all));
        let card = MapRect::new(Point::new(2_000.0, 3_000.0), Point::new(2_264.0, 3_078.0));
        assert!(View::default().revealing(card, CANVAS.size()).shows(card, CANVAS.size()));
        let here = View::default().revealing(card, CANVAS.size());
        assert_eq!(here.revealing(card, CANVAS.size()), here);
    }

    #[test]
    fn detail_changes_where_the_design_says() {
        use Detail::{Far, Middle, Near};
        let levels = [1.0, 0.8, 0.79, 0.4, 0.39, 0.001].map(Detail::at);
        assert_eq!(levels, [Near, Near, Middle, Middle, Far, Far]);
    }
}
