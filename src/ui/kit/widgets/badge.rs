//! Badges: small words with a shape before them. Not interactive.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::corner;
use crate::ui::kit::fonts::{Weight, t11};
use crate::ui::kit::marks::{self, BAND_BARS_WIDTH, Mark, paint_mark};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

const HEIGHT: f32 = 20.0;

/// A badge in a meaning's colours: `fill` is its tint, `ink` its text colour, `mark` shape and colour.
pub fn badge(
    ui: &mut Ui,
    word: &str,
    mark: Option<(Mark, Color32)>,
    ink: Color32,
    fill: Color32,
) -> Response {
    let lead = if mark.is_some() { 12.0 + 5.0 } else { 1.0 };
    plain(ui, word, lead, ink, fill, |ui, rect| {
        if let Some((mark, colour)) = mark {
            paint_mark(ui.painter(), pos2(rect.left() + 12.0, rect.center().y), 12.0, mark, colour, fill);
        }
    })
}

/// The status badge of the design: shape in the mark colour, word in the text colour, on the tint.
pub fn status_badge(ui: &mut Ui, word: &str, mark: Mark, colours: [Color32; 3]) -> Response {
    let [colour, ink, tint] = colours;
    badge(ui, word, Some((mark, colour)), ink, tint)
}

/// The only solid badge: critical.
pub fn badge_solid(ui: &mut Ui, word: &str, mark: Mark) -> Response {
    let t = Tokens::of(ui);
    badge(ui, word, Some((mark, t.on_critical)), t.on_critical, t.critical_solid)
}

/// Four bars, `filled` of them in accent, and the band's word.
pub fn band_badge(ui: &mut Ui, word: &str, filled: usize) -> Response {
    let t = Tokens::of(ui);
    plain(ui, word, BAND_BARS_WIDTH + 6.0, t.text2, t.hover, |ui, rect| {
        marks::paint_band_bars(ui.painter(), pos2(rect.left() + 7.0, rect.bottom() - 4.5), filled, t);
    })
}

fn plain(
    ui: &mut Ui,
    word: &str,
    lead: f32,
    ink: Color32,
    fill: Color32,
    paint: impl FnOnce(&Ui, egui::Rect),
) -> Response {
    let galley = text::galley(ui.painter(), word, t11(Weight::Medium), ink);
    let width = 6.0 + lead + galley.size().x + 7.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    if ui.is_rect_visible(rect) {
        ui.painter().rect_filled(rect, corner(tokens::R4), fill);
        paint(ui, rect);
        let at = pos2(rect.left() + 6.0 + lead, rect.center().y);
        text::paint_galley(ui.painter(), at, egui::Align2::LEFT_CENTER, galley, ink);
    }
    response
}

/// A change: triangle, sign, unit ("pp" for rates, "" for scores).
pub fn change(ui: &mut Ui, change: f64, unit: &str) -> Response {
    let t = Tokens::of(ui);
    let (mark, words, colour) = marks::change_parts(change, unit, t);
    let galley = text::galley(ui.painter(), &words, crate::ui::kit::t13(Weight::Medium), colour);
    let lead = if mark.is_some() { 12.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + lead, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    marks::paint_change(ui.painter(), rect.left_center(), egui::Align2::LEFT_CENTER, change, unit, false, t);
    response
}

/// Keys as they stand in hints: `Ctrl Z`.
pub fn key_cap(ui: &mut Ui, keys: &str) -> Response {
    let t = Tokens::of(ui);
    let galley = text::galley(ui.painter(), keys, t11(Weight::Medium), t.text3);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 10.0, 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, keys));
    ui.painter().rect_filled(rect, corner(tokens::R4), t.hover);
    text::paint_galley(ui.painter(), rect.center(), egui::Align2::CENTER_CENTER, galley, t.text3);
    response
}
