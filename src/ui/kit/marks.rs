//! Shapes that carry meaning before any colour does: status, severity, change, bands. Painted, so that no glyph is missing.

use egui::epaint::{CircleShape, PathShape, PathStroke};
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

pub use crate::look::marks::{ALL, Mark};
use crate::look::marks::{Ink, Part};

use super::fonts::{Weight, t11, t13};
use super::number;
use super::text;
use super::tokens::Tokens;

/// Paints a mark into a square of `size` around `centre`. `knock_out` is what lies behind: signs inside filled shapes
/// are cut out in it.
pub fn paint_mark(
    painter: &Painter,
    centre: Pos2,
    size: f32,
    mark: Mark,
    colour: Color32,
    knock_out: Color32,
) {
    painter.extend(shapes(centre, size, mark, colour, knock_out));
}

/// The shapes of a mark, for callers that collect shapes themselves.
pub fn shapes(centre: Pos2, size: f32, mark: Mark, colour: Color32, knock_out: Color32) -> Vec<Shape> {
    let unit = size / 16.0;
    let at = |(x, y): (f32, f32)| centre + vec2(x - 8.0, y - 8.0) * unit;
    let all = |points: Vec<(f32, f32)>| points.into_iter().map(at).collect();
    let ink = |ink| if ink == Ink::Own { colour } else { knock_out };
    let shape = |part| match part {
        Part::Disc(middle, radius, of) => {
            Shape::Circle(CircleShape::filled(at(middle), radius * unit, ink(of)))
        }
        Part::Ring(middle, radius, width) => {
            Shape::Circle(CircleShape::stroke(at(middle), radius * unit, Stroke::new(width * unit, colour)))
        }
        Part::Line(points, width, of) => {
            Shape::Path(PathShape::line(all(points), PathStroke::new(width * unit, ink(of))))
        }
        Part::Area(points) => Shape::Path(PathShape::convex_polygon(all(points), colour, PathStroke::NONE)),
        // A swatch is as round in every size.
        Part::Square(from, radius) => {
            let radius = if mark == Mark::Swatch { 2.0 } else { radius * unit };
            let rect = Rect::from_two_pos(at((from, from)), at((16.0 - from, 16.0 - from)));
            Shape::rect_filled(rect, radius, colour)
        }
    };
    mark.parts().into_iter().map(shape).collect()
}

/// The four bars of a band, the first `filled` of them in accent; stands on `left_bottom`, 18 wide, 11 high.
pub fn paint_band_bars(painter: &Painter, left_bottom: Pos2, filled: usize, t: &Tokens) {
    for i in 0..4_usize {
        let height = 5.0 + 2.0 * i as f32;
        let min = left_bottom + vec2(5.0 * i as f32, -height);
        let colour = if i < filled { t.accent } else { t.border };
        painter.rect_filled(Rect::from_min_size(min, vec2(3.0, height)), 1.0, colour);
    }
}

/// Width that [`paint_band_bars`] takes.
pub const BAND_BARS_WIDTH: f32 = 18.0;

/// How a change is to be shown: triangle, text and colour. Below 0.05 it counts as no change.
pub fn change_parts(change: f64, unit: &str, t: &Tokens) -> (Option<Mark>, String, Color32) {
    let digits = number::signed(change, 1);
    let text = if unit.is_empty() { digits } else { format!("{digits} {unit}") };
    if !change.is_finite() {
        (None, number::MISSING.to_owned(), t.text3)
    } else if change.abs() < 0.05 {
        (None, text, t.text3)
    } else if change > 0.0 {
        (Some(Mark::TriUp), text, t.up_text)
    } else {
        (Some(Mark::TriDown), text, t.down_text)
    }
}

/// Paints a change with triangle, sign and unit, 13 or (`small`) 11 high; returns where it stands.
pub fn paint_change(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    change: f64,
    unit: &str,
    small: bool,
    t: &Tokens,
) -> Rect {
    let (mark, words, colour) = change_parts(change, unit, t);
    let font = if small { t11(Weight::Medium) } else { t13(Weight::Medium) };
    let galley = text::galley(painter, words, font, colour);
    let lead = if mark.is_some() { 12.0 } else { 0.0 };
    let rect = anchor.anchor_size(at, galley.size() + vec2(lead, 0.0));
    if let Some(mark) = mark {
        let mark_colour = if mark == Mark::TriUp { t.up } else { t.down };
        paint_mark(painter, pos2(rect.left() + 4.0, rect.center().y), 8.0, mark, mark_colour, t.panel);
    }
    let text_at = pos2(rect.left() + lead, rect.center().y);
    text::paint_galley(painter, text_at, Align2::LEFT_CENTER, galley, colour);
    rect
}
