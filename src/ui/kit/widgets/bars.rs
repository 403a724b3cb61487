//! Bars that are read, not used: meter, range meter with bands, stacked bar, spark line.

use egui::{
    Color32, CornerRadius, Painter, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::corner;
use crate::ui::kit::tokens::Tokens;

/// A thin bar: `fraction` (0 to 1) of the width in `colour` on the track. `name` is what a reader says.
pub fn meter(ui: &mut Ui, size: egui::Vec2, fraction: f64, colour: Color32, name: &str) -> Response {
    let t = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, name));
    paint_meter(ui.painter(), rect, fraction, colour, t);
    response
}

/// Paints a thin bar; a fraction that is not finite leaves the track empty.
pub fn paint_meter(painter: &Painter, rect: Rect, fraction: f64, colour: Color32, t: &Tokens) {
    let radius = corner(rect.height() / 2.0);
    painter.rect_filled(rect, radius, t.track);
    let width = (fraction.clamp(0.0, 1.0) as f32) * rect.width();
    if width > 0.0 {
        // Less than a full round end would look like a dent: the clip keeps the true width.
        let full = Rect::from_min_size(rect.min, vec2(width.max(rect.height()), rect.height()));
        let clip = Rect::from_min_size(rect.min, vec2(width, rect.height()));
        painter.with_clip_rect(clip.intersect(painter.clip_rect())).rect_filled(full, radius, colour);
    }
}

/// A band of a range meter: from its lower edge up to the next band's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lower edge, 0 to 100.
    pub from: f64,
    /// Upper edge, 0 to 100.
    pub to: f64,
}

/// A meter cut at the band edges, with a marker at the value; the value's band is in accent.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct RangeMeter<'a> {
    /// Bands in order, from 0 to 100.
    pub bands: &'a [Band],
    /// 0 to 100, or unknown.
    pub value: Option<f64>,
    /// Which band is the value's.
    pub current: Option<usize>,
    /// What a reader says.
    pub name: &'a str,
}

impl RangeMeter<'_> {
    /// Shows it, `width` wide and 14 high.
    pub fn show(self, ui: &mut Ui, width: f32) -> Response {
        let t = Tokens::of(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(width, 14.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, self.name));
        self.paint(ui.painter(), rect, t);
        response
    }

    /// Paints it into `rect`, which should be 14 high.
    pub fn paint(&self, painter: &Painter, rect: Rect, t: &Tokens) {
        let x = |v: f64| rect.left() + (v / 100.0).clamp(0.0, 1.0) as f32 * rect.width();
        let last = self.bands.len().saturating_sub(1);
        for (i, band) in self.bands.iter().enumerate() {
            let gap = if i == 0 { 0.0 } else { 1.0 };
            let cell = Rect::from_x_y_ranges(
                (x(band.from).round() + gap)..=x(band.to).round(),
                rect.top() + 5.0..=rect.top() + 9.0,
            );
            let end = |is_end: bool| if is_end { 2 } else { 0 };
            let radius =
                CornerRadius { nw: end(i == 0), sw: end(i == 0), ne: end(i == last), se: end(i == last) };
            painter.rect_filled(cell, radius, if self.current == Some(i) { t.accent } else { t.track });
        }
        if let Some(value) = self.value.filter(|v| v.is_finite()) {
            let x = x(value);
            let top = rect.top();
            let tip = vec![pos2(x - 4.0, top), pos2(x + 4.0, top), pos2(x, top + 4.5)];
            painter.add(Shape::convex_polygon(tip, t.text1, Stroke::NONE));
        }
    }
}

/// One piece of a stacked bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Its length, in the unit of the axis.
    pub value: f64,
    /// Its colour.
    pub colour: Color32,
}

/// Paints a stacked bar into `rect`, whose width stands for `axis`; 1 px gaps, radius 1. Returns where it ends.
pub fn stacked_bar(painter: &Painter, rect: Rect, axis: f64, segments: &[Segment]) -> f32 {
    let mut x = rect.left();
    if axis <= 0.0 || !axis.is_finite() {
        return x;
    }
    for segment in segments.iter().filter(|s| s.value.is_finite() && s.value > 0.0) {
        let width = (segment.value / axis) as f32 * rect.width();
        let piece = Rect::from_min_size(pos2(x, rect.top()), vec2((width - 1.0).max(0.5), rect.height()));
        painter.rect_filled(piece, corner(1.0), segment.colour);
        x += width;
    }
    x
}

/// A line through `values` without axes; gaps where a value is unknown; a dot at the end. `name` is what a reader says.
pub fn spark_line(
    ui: &mut Ui,
    size: egui::Vec2,
    values: &[Option<f64>],
    colour: Color32,
    name: &str,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, name));
    let known: Vec<f64> = values.iter().flatten().copied().filter(|v| v.is_finite()).collect();
    let (Some(low), Some(high)) =
        (known.iter().copied().reduce(f64::min), known.iter().copied().reduce(f64::max))
    else {
        return response;
    };
    let inner = rect.shrink(3.0);
    let span = if high > low { high - low } else { 1.0 };
    let steps = values.len().saturating_sub(1).max(1) as f32;
    let at = |i: usize, v: f64| {
        let y = if high > low { (v - low) / span } else { 0.5 };
        pos2(inner.left() + inner.width() * i as f32 / steps, inner.bottom() - inner.height() * y as f32)
    };
    let mut run = Vec::new();
    let mut last = None;
    for (i, value) in values.iter().enumerate() {
        match value.filter(|v| v.is_finite()) {
            Some(v) => {
                run.push(at(i, v));
                last = Some(at(i, v));
            }
            None => draw_run(ui.painter(), &mut run, colour),
        }
    }
    draw_run(ui.painter(), &mut run, colour);
    if let Some(last) = last {
        ui.painter().circle_filled(last, 2.5, colour);
    }
    response
}

fn draw_run(painter: &Painter, run: &mut Vec<egui::Pos2>, colour: Color32) {
    let points = std::mem::take(run);
    if points.len() > 1 {
        painter.line(points, Stroke::new(1.5, colour));
    }
}
