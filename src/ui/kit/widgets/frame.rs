//! Frames: panels and their header, cards, wells, popovers, banners, rules.

use egui::{
    Align, Color32, CornerRadius, Frame, InnerResponse, Layout, Margin, Rect, Response, Role, Sense, Stroke,
    Ui,
};
use egui::{UiBuilder, WidgetInfo, vec2};

use super::corner;
use crate::ui::kit::fonts::{Weight, t11, t13};
use crate::ui::kit::marks::{Mark, paint_mark};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

/// The surface of a panel: `panel`, radius 8, no edge, no padding.
pub fn panel_frame(t: &Tokens) -> Frame {
    Frame::NONE.fill(t.panel).corner_radius(corner(tokens::R8))
}

/// A card: `card`, 1 px edge, radius 8, padding 8 × 12.
pub fn card_frame(t: &Tokens) -> Frame {
    Frame::NONE
        .fill(t.card)
        .stroke(Stroke::new(tokens::STROKE_EDGE, t.border))
        .corner_radius(corner(tokens::R8))
        .inner_margin(Margin::symmetric(12, 8))
}

/// A sunken ground: `canvas`, radius 8.
pub fn well_frame(t: &Tokens) -> Frame {
    Frame::NONE.fill(t.canvas).corner_radius(corner(tokens::R8)).inner_margin(Margin::same(12))
}

/// What floats: `raised`, edge, shadow, radius 8, padding 10 × 12.
pub fn popover_frame(t: &Tokens) -> Frame {
    Frame::NONE
        .fill(t.raised)
        .stroke(Stroke::new(tokens::STROKE_EDGE, t.border))
        .corner_radius(corner(tokens::R8))
        .shadow(t.soft_shadow())
        .inner_margin(Margin::symmetric(12, 10))
}

/// The header of a panel, 40 high: title, what the panel shows (quiet, may be empty), tools from the right.
///
/// `tools` lays out from right to left: the first control stands at the right end.
pub fn panel_header<R>(
    ui: &mut Ui,
    title: &str,
    context: &str,
    tools: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<R> {
    let t = Tokens::of(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), tokens::ROW_MENU), Sense::hover());
    let inner = Rect::from_min_max(rect.min + vec2(12.0, 0.0), rect.max - vec2(8.0, 0.0));
    let mut child =
        ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::right_to_left(Align::Center)));
    child.spacing_mut().item_spacing.x = tokens::S4;
    let result = tools(&mut child);
    // Title and context take what the tools left over.
    let left =
        Rect::from_min_max(inner.min, egui::pos2(child.min_rect().left().max(inner.left()), inner.max.y));
    let mut words =
        ui.new_child(UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center)));
    words.set_clip_rect(left.intersect(ui.clip_rect()));
    let heading = text::line(&mut words, title, t13(Weight::SemiBold), t.text1);
    heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    if !context.is_empty() && words.available_width() > 24.0 {
        text::elided(&mut words, context, t11(Weight::Regular), t.text3);
    }
    InnerResponse::new(result, response)
}

/// A heading inside a panel, 13/600.
pub fn section_title(ui: &mut Ui, title: &str) -> Response {
    let t = Tokens::of(ui);
    let response = text::line(ui, title, t13(Weight::SemiBold), t.text1);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    response
}

/// A quiet rule across the width that is there, one pixel high.
pub fn rule(ui: &mut Ui) {
    let t = Tokens::of(ui);
    let width = if ui.is_sizing_pass() { 1.0 } else { ui.available_width() };
    let (rect, _) = ui.allocate_exact_size(vec2(width, 1.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::ZERO, t.rule);
}

/// A quiet rule between things in a row, `height` high.
pub fn vertical_rule(ui: &mut Ui, height: f32) {
    let t = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, height), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::ZERO, t.rule);
}

/// A band with a mark, a sentence and buttons (laid out from the right), 44 high: recovery, samples, notices.
pub fn banner<R>(
    ui: &mut Ui,
    mark: (Mark, Color32),
    fill: Color32,
    sentence: &str,
    buttons: impl FnOnce(&mut Ui) -> R,
) -> R {
    let t = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, sentence));
    ui.painter().rect_filled(rect, corner(tokens::R8), fill);
    paint_mark(ui.painter(), rect.left_center() + vec2(22.0, 0.0), 15.0, mark.0, mark.1, fill);
    let inner = Rect::from_min_max(rect.min + vec2(40.0, 0.0), rect.max - vec2(8.0, 0.0));
    let mut child =
        ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::right_to_left(Align::Center)));
    let result = buttons(&mut child);
    let words = Rect::from_min_max(inner.min, egui::pos2(child.min_rect().left() - tokens::S8, inner.max.y));
    text::paint_left(ui.painter(), words, 0.0, sentence, t13(Weight::Regular), t.text1);
    result
}
