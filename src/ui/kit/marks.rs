//! Shapes that carry meaning before any colour does: status, severity, change, bands. Painted, so that no glyph is missing.

use egui::epaint::{CircleShape, PathShape, PathStroke};
use egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::fonts::{Weight, t11, t13};
use super::number;
use super::text;
use super::tokens::Tokens;

/// A shape. What it stands for is up to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Filled disc: active.
    Disc,
    /// Two chevrons upwards: expansion.
    DoubleChevron,
    /// Ring, right half filled: pilot, trial.
    HalfRing,
    /// Ring: open.
    Ring,
    /// Filled diamond: competitor.
    Diamond,
    /// Cross: lost.
    Cross,
    /// Square with a tick: owned.
    TickSquare,
    /// Short line: not applicable.
    Dash,
    /// Lightning: ready.
    Zap,
    /// Octagon with an exclamation mark: critical.
    Octagon,
    /// Triangle with an exclamation mark: high.
    Triangle,
    /// Square with an exclamation mark: medium.
    Square,
    /// Ring with a chevron down: low.
    RingDown,
    /// Ring with an i: information.
    RingInfo,
    /// Small triangle up: more.
    TriUp,
    /// Small triangle down: less.
    TriDown,
    /// Bar and arrow to the right: carried over from an earlier period.
    Carried,
    /// Small filled square: a category in a legend.
    Swatch,
    /// Tick.
    Tick,
}

/// Every mark, for galleries and tests.
pub const ALL: [Mark; 19] = [
    Mark::Disc,
    Mark::DoubleChevron,
    Mark::HalfRing,
    Mark::Ring,
    Mark::Diamond,
    Mark::Cross,
    Mark::TickSquare,
    Mark::Dash,
    Mark::Zap,
    Mark::Octagon,
    Mark::Triangle,
    Mark::Square,
    Mark::RingDown,
    Mark::RingInfo,
    Mark::TriUp,
    Mark::TriDown,
    Mark::Carried,
    Mark::Swatch,
    Mark::Tick,
];

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
    let pen = Pen { centre, unit: size / 16.0 };
    match mark {
        Mark::Disc => vec![pen.disc(8.0, 8.0, 6.5, colour)],
        Mark::DoubleChevron => vec![
            pen.open(&[(2.7, 7.9), (8.0, 3.0), (13.3, 7.9)], 2.5, colour),
            pen.open(&[(4.0, 13.3), (8.0, 9.6), (12.0, 13.3)], 2.5, colour),
        ],
        Mark::HalfRing => {
            let half: Vec<(f32, f32)> = (0..=16)
                .map(|i| {
                    let angle = std::f32::consts::PI * (i as f32 / 16.0 - 0.5);
                    (8.0 + 5.7 * angle.cos(), 8.0 + 5.7 * angle.sin())
                })
                .collect();
            vec![pen.ring(8.0, 8.0, 5.7, 1.6, colour), pen.filled(&half, colour)]
        }
        Mark::Ring => vec![pen.ring(8.0, 8.0, 5.6, 1.8, colour)],
        Mark::Diamond => vec![pen.filled(&[(8.0, 0.9), (15.1, 8.0), (8.0, 15.1), (0.9, 8.0)], colour)],
        Mark::Cross => vec![
            pen.open(&[(2.6, 2.6), (13.4, 13.4)], 2.6, colour),
            pen.open(&[(13.4, 2.6), (2.6, 13.4)], 2.6, colour),
        ],
        Mark::TickSquare => {
            vec![pen.square(colour), pen.open(&[(4.6, 8.2), (7.1, 10.8), (11.6, 5.6)], 1.8, knock_out)]
        }
        Mark::Dash => vec![pen.open(&[(3.5, 8.0), (12.5, 8.0)], 2.0, colour)],
        // Two overlapping triangles make the bolt; one outline would not be convex.
        Mark::Zap => vec![
            pen.filled(&[(9.2, 0.8), (1.8, 9.4), (8.4, 9.4)], colour),
            pen.filled(&[(6.8, 15.2), (14.2, 6.6), (7.6, 6.6)], colour),
        ],
        Mark::Octagon => {
            let corners = [
                (5.0, 1.0),
                (11.0, 1.0),
                (15.0, 5.0),
                (15.0, 11.0),
                (11.0, 15.0),
                (5.0, 15.0),
                (1.0, 11.0),
                (1.0, 5.0),
            ];
            [vec![pen.filled(&corners, colour)], pen.exclamation(4.4, 8.8, 11.3, knock_out)].concat()
        }
        Mark::Triangle => [
            vec![pen.filled(&[(8.0, 0.8), (15.7, 14.6), (0.3, 14.6)], colour)],
            pen.exclamation(5.8, 9.7, 12.0, knock_out),
        ]
        .concat(),
        Mark::Square => [vec![pen.square(colour)], pen.exclamation(4.4, 8.8, 11.3, knock_out)].concat(),
        Mark::RingDown => vec![
            pen.ring(8.0, 8.0, 5.8, 1.5, colour),
            pen.open(&[(5.4, 6.9), (8.0, 9.6), (10.6, 6.9)], 1.5, colour),
        ],
        Mark::RingInfo => vec![
            pen.ring(8.0, 8.0, 5.8, 1.5, colour),
            pen.open(&[(8.0, 7.2), (8.0, 11.2)], 1.6, colour),
            pen.disc(8.0, 5.2, 1.0, colour),
        ],
        Mark::TriUp => vec![pen.filled(&[(8.0, 2.4), (14.8, 13.6), (1.2, 13.6)], colour)],
        Mark::TriDown => vec![pen.filled(&[(8.0, 13.6), (1.2, 2.4), (14.8, 2.4)], colour)],
        Mark::Carried => vec![
            pen.open(&[(1.8, 1.8), (1.8, 14.2)], 2.1, colour),
            pen.open(&[(1.8, 8.0), (14.2, 8.0)], 2.1, colour),
            pen.open(&[(9.8, 3.6), (14.2, 8.0), (9.8, 12.4)], 2.1, colour),
        ],
        Mark::Swatch => {
            let rect = Rect::from_center_size(centre, vec2(size, size) * 0.75);
            vec![Shape::rect_filled(rect, CornerRadius::same(2), colour)]
        }
        Mark::Tick => vec![pen.open(&[(2.8, 8.4), (6.4, 12.0), (13.4, 4.2)], 1.9, colour)],
    }
}

/// Draws on a 16 × 16 square.
struct Pen {
    centre: Pos2,
    unit: f32,
}

impl Pen {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.centre + vec2(x - 8.0, y - 8.0) * self.unit
    }

    fn disc(&self, x: f32, y: f32, radius: f32, colour: Color32) -> Shape {
        Shape::Circle(CircleShape::filled(self.at((x, y)), radius * self.unit, colour))
    }

    fn ring(&self, x: f32, y: f32, radius: f32, width: f32, colour: Color32) -> Shape {
        let stroke = Stroke::new(width * self.unit, colour);
        Shape::Circle(CircleShape::stroke(self.at((x, y)), radius * self.unit, stroke))
    }

    fn open(&self, points: &[(f32, f32)], width: f32, colour: Color32) -> Shape {
        let points = points.iter().map(|p| self.at(*p)).collect();
        Shape::Path(PathShape::line(points, PathStroke::new(width * self.unit, colour)))
    }

    fn filled(&self, points: &[(f32, f32)], colour: Color32) -> Shape {
        let points = points.iter().map(|p| self.at(*p)).collect();
        Shape::Path(PathShape::convex_polygon(points, colour, PathStroke::NONE))
    }

    fn square(&self, colour: Color32) -> Shape {
        let rect = Rect::from_two_pos(self.at((1.8, 1.8)), self.at((14.2, 14.2)));
        Shape::rect_filled(rect, 2.4 * self.unit, colour)
    }

    fn exclamation(&self, top: f32, bottom: f32, dot: f32, colour: Color32) -> Vec<Shape> {
        vec![self.open(&[(8.0, top), (8.0, bottom)], 1.8, colour), self.disc(8.0, dot, 1.1, colour)]
    }
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
