//! Small helpers to lay out and paint text on the lines of the type scale.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Response, RichText, Sense, Ui, WidgetText,
    vec2,
};

use super::fonts::line_height;

/// Text in a font and colour, on the line height of its size.
pub fn rich(text: impl Into<String>, font: FontId, colour: Color32) -> RichText {
    let height = line_height(font.size);
    RichText::new(text).font(font).color(colour).line_height(Some(height))
}

/// A label; it wraps at the width that is there.
pub fn label(ui: &mut Ui, text: impl Into<String>, font: FontId, colour: Color32) -> Response {
    ui.label(rich(text, font, colour))
}

/// A label of one line that never wraps.
pub fn line(ui: &mut Ui, text: impl Into<String>, font: FontId, colour: Color32) -> Response {
    ui.add(egui::Label::new(rich(text, font, colour)).wrap_mode(egui::TextWrapMode::Extend))
}

/// A label of one line that ends in an ellipsis when it does not fit; the whole text shows on hover then.
pub fn elided(ui: &mut Ui, text: impl Into<String>, font: FontId, colour: Color32) -> Response {
    // egui's truncating label brings the hover text itself.
    ui.add(egui::Label::new(rich(text, font, colour)).truncate())
}

/// One line of text, measured and ready to paint.
pub fn galley(painter: &Painter, text: impl Into<String>, font: FontId, colour: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.into(), font, colour)
}

/// One line of text, shortened with an ellipsis to `max_width`. `Galley::elided` tells whether it was.
pub fn elided_galley(
    painter: &Painter,
    text: impl Into<String>,
    font: FontId,
    colour: Color32,
    max_width: f32,
) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.into(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width(max_width.max(0.0));
    job.break_on_newline = false;
    painter.layout_job(job)
}

/// Several pieces of text on one baseline, for example a number and its unit.
pub fn pieces(painter: &Painter, parts: &[(&str, FontId, Color32)]) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    for (text, font, colour) in parts {
        // The bottom aligns different sizes closely enough to read as one baseline.
        let format = TextFormat { valign: Align::BOTTOM, ..TextFormat::simple(font.clone(), *colour) };
        job.append(text, 0.0, format);
    }
    job.wrap.max_width = f32::INFINITY;
    painter.layout_job(job)
}

/// Paints one line against a point; returns where it stands. The corner falls on whole pixels.
pub fn paint(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    text: impl Into<String>,
    font: FontId,
    colour: Color32,
) -> Rect {
    paint_galley(painter, at, anchor, galley(painter, text, font, colour), colour)
}

/// Paints a laid-out text against a point; returns where it stands.
pub fn paint_galley(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    galley: Arc<Galley>,
    colour: Color32,
) -> Rect {
    let rect = anchor.anchor_size(at, galley.size());
    let rect = Rect::from_min_size(rect.min.round_to_pixels(painter.pixels_per_point()), rect.size());
    painter.galley(rect.min, galley, colour);
    rect
}

/// Text at the left of a cell, vertically centred, shortened to the cell with `padding` at both sides.
pub fn paint_left(
    painter: &Painter,
    cell: Rect,
    padding: f32,
    text: &str,
    font: FontId,
    colour: Color32,
) -> Rect {
    let galley = elided_galley(painter, text, font, colour, cell.width() - 2.0 * padding);
    paint_galley(painter, cell.left_center() + vec2(padding, 0.0), Align2::LEFT_CENTER, galley, colour)
}

/// A number at the right of a cell, vertically centred. Digits are tabular, so columns line up.
pub fn paint_right(
    painter: &Painter,
    cell: Rect,
    padding: f32,
    text: &str,
    font: FontId,
    colour: Color32,
) -> Rect {
    paint(painter, cell.right_center() - vec2(padding, 0.0), Align2::RIGHT_CENTER, text, font, colour)
}

/// A row of fixed height with a number at its right end, for layouts made of widgets.
pub fn number_cell(ui: &mut Ui, width: f32, text: &str, font: FontId, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, line_height(font.size)), Sense::hover());
    paint_right(ui.painter(), rect, 0.0, text, font, colour);
    let name = text.to_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
    response
}

/// Width of one line of text.
pub fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
}

/// The plain text of anything a label accepts, for accessible names.
pub fn plain(text: &WidgetText) -> String {
    text.text().to_owned()
}
