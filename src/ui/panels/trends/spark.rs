//! The small line of a tile or a list row.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2};

use super::model::Series;

/// How a small line looks.
pub struct Look {
    /// The line.
    pub line: Color32,
    /// The last dot.
    pub dot: Color32,
    /// Under the line; `None` = nothing.
    pub area: Option<Color32>,
    /// The target's dashed line; `None` = not shown.
    pub target: Option<Color32>,
    /// Radius of the last dot.
    pub radius: f32,
}

/// Paints the last `periods` up to the one shown.
pub fn paint(painter: &Painter, rect: Rect, series: &Series, periods: usize, look: &Look) {
    let end = series.shown + 1;
    let start = end.saturating_sub(periods);
    let steps = (end - start).saturating_sub(1).max(1) as f32;
    let top = series.top();
    let x = |at: usize| rect.min.x + 2.0 + (at - start) as f32 * (rect.width() - 10.0) / steps;
    let y = |value: f64| rect.max.y - 2.0 - (rect.height() - 4.0) * (value / top) as f32;
    let base = rect.max.y - 1.0;
    for stretch in series.stretches(start..end) {
        let points: Vec<Pos2> = stretch.iter().map(|(at, value)| pos2(x(*at), y(*value))).collect();
        if let Some(area) = look.area {
            fill(painter, &points, base, area);
        }
        if points.len() > 1 {
            painter.add(Shape::line(points, Stroke::new(1.75, look.line)));
        } else if let Some((at, value)) = stretch.first().filter(|(at, _)| *at + 1 != end) {
            painter.circle_filled(pos2(x(*at), y(*value)), 1.75, look.line);
        }
    }
    if let (Some(colour), Some((target, _))) = (look.target, series.target) {
        let at = y(target).round() + 0.5;
        let line = [pos2(rect.min.x, at), pos2(rect.max.x, at)];
        painter.extend(Shape::dashed_line(&line, Stroke::new(1.0, colour), 2.0, 3.0));
    }
    if let Some(value) = series.now().value {
        painter.circle_filled(pos2(x(series.shown), y(value)), look.radius, look.dot);
    }
}

/// The area between a line and its base; one quad for each step, as the area need not be convex.
fn fill(painter: &Painter, points: &[Pos2], base: f32, colour: Color32) {
    for pair in points.windows(2) {
        let quad = vec![pair[0], pair[1], pos2(pair[1].x, base), pos2(pair[0].x, base)];
        painter.add(Shape::convex_polygon(quad, colour, Stroke::NONE));
    }
}
