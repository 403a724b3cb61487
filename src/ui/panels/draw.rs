//! Strokes that the map and the inspector share: text on its cap height, bars, status shapes, dashed frames.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

pub use crate::engine::shading::status_mark;
use crate::{
    domain::Status,
    ui::kit::{Mark, paint_mark},
};

/// Lays out one line, cut with `…` where it is wider than `width`.
pub fn line(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
    job.wrap.max_rows = 1;
    job.wrap.max_width = width.max(0.0);
    job.wrap.break_anywhere = true;
    painter.layout_job(job)
}

/// Paints one line at an anchor, cut where it is wider than `width`; returns the rectangle it took.
pub fn text(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    said: &str,
    font: FontId,
    colour: Color32,
    width: f32,
) -> Rect {
    galley(painter, at, anchor, line(painter, said, font, colour, width), colour)
}

/// Paints a line laid out before at an anchor; returns the rectangle it took.
pub fn galley(painter: &Painter, at: Pos2, anchor: Align2, line: Arc<Galley>, colour: Color32) -> Rect {
    let rect = anchor.anchor_size(at, line.size());
    painter.galley(pos2(rect.left(), rect.top().round()), line, colour);
    rect
}

/// A bar with a part of it filled; `share` 0–1, `None` = unknown and left empty.
pub fn bar(painter: &Painter, rect: Rect, share: Option<f32>, track: Color32, fill: Color32) {
    let radius = CornerRadius::same((rect.height() / 2.0).round() as u8);
    painter.rect_filled(rect, radius, track);
    if let Some(share) = share.filter(|share| *share > 0.0) {
        let width = (rect.width() * share.min(1.0)).max(rect.height().min(rect.width()));
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(width, rect.height())), radius, fill);
    }
}

/// The shape of a status, inside a square of `size`.
pub fn status_shape(painter: &Painter, centre: Pos2, size: f32, status: Option<Status>, colour: Color32) {
    mark(painter, centre, size, status_mark(status), colour);
}

/// A mark inside a square of `size`, with nothing cut out of it.
pub fn mark(painter: &Painter, centre: Pos2, size: f32, mark: Mark, colour: Color32) {
    paint_mark(painter, centre, size, mark, colour, Color32::TRANSPARENT);
}

/// A rounded rectangle with a dashed edge.
pub fn dashed_frame(painter: &Painter, rect: Rect, radius: f32, stroke: Stroke) {
    let r = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let corner = |centre: Pos2, from: f32| {
        (0..=4).map(move |step| {
            let angle = (from + 22.5 * step as f32).to_radians();
            centre + vec2(angle.cos(), angle.sin()) * r
        })
    };
    let inner = rect.shrink(r);
    let mut path: Vec<Pos2> = corner(inner.left_top(), 180.0)
        .chain(corner(inner.right_top(), 270.0))
        .chain(corner(inner.right_bottom(), 0.0))
        .chain(corner(inner.left_bottom(), 90.0))
        .collect();
    path.push(path[0]);
    painter.extend(Shape::dashed_line(&path, stroke, 5.0, 4.0));
}

/// The focus ring: 2 px, 2 px outside.
pub fn focus_ring(painter: &Painter, rect: Rect, radius: f32, colour: Color32) {
    let ring = rect.expand(3.0);
    painter.rect_stroke(ring, radius + 3.0, Stroke::new(2.0, colour), StrokeKind::Middle);
}

/// A polyline with right angles whose corners are rounded.
pub fn rounded_line(points: &[Pos2], radius: f32) -> Vec<Pos2> {
    if points.len() < 3 || radius < 0.5 {
        return points.to_vec();
    }
    let mut path = vec![points[0]];
    for three in points.windows(3) {
        let [before, corner, after] = [three[0], three[1], three[2]];
        let (back, on) = (before - corner, after - corner);
        let r = radius.min(back.length() / 2.0).min(on.length() / 2.0);
        if r < 0.5 {
            path.push(corner);
            continue;
        }
        let (start, end) = (corner + back.normalized() * r, corner + on.normalized() * r);
        for step in 0..=6 {
            let t = step as f32 / 6.0;
            let curve =
                |a: f32, b: f32, c: f32| a * (1.0 - t) * (1.0 - t) + 2.0 * b * t * (1.0 - t) + c * t * t;
            path.push(pos2(curve(start.x, corner.x, end.x), curve(start.y, corner.y, end.y)));
        }
    }
    path.push(points[points.len() - 1]);
    path
}

/// A rectangle on whole pixels.
pub fn snap(rect: Rect, pixels_per_point: f32) -> Rect {
    let round = |at: f32| (at * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_max(
        pos2(round(rect.left()), round(rect.top())),
        pos2(round(rect.right()), round(rect.bottom())),
    )
}
