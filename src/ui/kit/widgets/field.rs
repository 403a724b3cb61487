//! Text fields: 28 high, on `canvas`, with a 1 px edge that becomes the 2 px focus edge.

use egui::{
    Align, Align2, Color32, Event, Frame, Id, Margin, Rect, Response, Sense, Stroke, StrokeKind, TextEdit,
    Ui, UiBuilder, vec2,
};

use super::{Button, corner, own_painter};
use crate::ui::kit::fonts::{Weight, t13};
use crate::ui::kit::icons::{self, Icon, paint_icon};
use crate::ui::kit::tokens::{self, Tokens};

/// A text field of one line.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct TextField<'a> {
    name: &'a str,
    hint: &'a str,
    icon: Option<Icon>,
    width: f32,
    is_wrong: bool,
    clearable: bool,
    id: Option<Id>,
}

impl<'a> TextField<'a> {
    /// `name` is the accessible name.
    pub fn new(name: &'a str) -> Self {
        Self { name, hint: "", icon: None, width: f32::INFINITY, is_wrong: false, clearable: false, id: None }
    }

    /// Shown while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// An icon at the left.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// This wide; otherwise it takes the width that is there.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Marks the text as not understood.
    pub fn wrong(mut self, is_wrong: bool) -> Self {
        self.is_wrong = is_wrong;
        self
    }

    /// Shows a cross that empties it.
    pub fn clearable(mut self) -> Self {
        self.clearable = true;
        self
    }

    /// A fixed id, to give it the focus from elsewhere.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows it. `changed`, `lost_focus` and `has_focus` of the response are those of the text.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let t = Tokens::of(ui);
        let width = self.width.min(ui.available_width());
        let (rect, area) = ui.allocate_exact_size(vec2(width, tokens::CTL), Sense::hover());
        let id = self.id.unwrap_or_else(|| area.id.with("text"));
        let focused = ui.memory(|m| m.has_focus(id));
        paint_field(ui, rect, focused, self.is_wrong, t);
        let mut inner = rect.shrink2(vec2(tokens::S8, 0.0));
        if let Some(icon) = self.icon {
            paint_icon(ui.painter(), inner.left_center() + vec2(7.0, 0.0), 14.0, icon, t.text3);
            inner.min.x += 20.0;
        }
        let has_cross = self.clearable && !text.is_empty();
        if has_cross {
            inner.max.x -= 20.0;
        }
        let mut response =
            edit(ui, inner, id, text, self.hint, Align::Min, ink(ui, t)).accessible_name(self.name);
        if has_cross {
            let cross = Rect::from_min_size(rect.right_top() + vec2(-26.0, 2.0), vec2(24.0, 24.0));
            let mut child = ui.new_child(UiBuilder::new().max_rect(cross));
            let name = format!("Clear {}", self.name);
            if Button::icon_only(icons::X, &name).small().show(&mut child).clicked() {
                text.clear();
                response.mark_changed();
            }
        }
        response
    }
}

/// A text field without ornaments.
pub fn text_field(ui: &mut Ui, text: &mut String, name: &str, width: f32) -> Response {
    TextField::new(name).width(width).show(ui, text)
}

/// A search field over the width that is there, with a magnifying glass and a cross.
pub fn search_field(ui: &mut Ui, text: &mut String, name: &str) -> Response {
    TextField::new(name).hint(name).icon(icons::SEARCH).clearable().show(ui, text)
}

fn ink(ui: &Ui, t: &Tokens) -> Color32 {
    if ui.is_enabled() { t.text1 } else { t.disabled }
}

/// Ground and edge of a field.
pub(super) fn paint_field(ui: &Ui, rect: Rect, focused: bool, is_wrong: bool, t: &Tokens) {
    let painter = own_painter(ui);
    let fill = if focused { t.panel } else { t.canvas };
    let edge = match (is_wrong, focused) {
        (true, _) => Stroke::new(2.0, t.high),
        (false, true) => Stroke::new(2.0, t.focus),
        (false, false) => Stroke::new(1.0, t.border),
    };
    painter.rect_filled(rect, corner(tokens::R6), fill);
    painter.rect_stroke(rect, corner(tokens::R6), edge, StrokeKind::Inside);
}

/// The text of a field, without any frame, in exactly `rect`.
pub(super) fn edit(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    text: &mut String,
    hint: &str,
    align: Align,
    ink: Color32,
) -> Response {
    let t = Tokens::of(ui);
    hold_letters(ui, id);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    let hint = egui::RichText::new(hint).font(t13(Weight::Regular)).color(t.text3);
    let output = TextEdit::singleline(text)
        .id(id)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .font(t13(Weight::Regular))
        .text_color(ink)
        .hint_text(hint)
        .desired_width(rect.width())
        .min_size(rect.size())
        .align(Align2([align, Align::Center]))
        .clip_text(true)
        .show(&mut child);
    output.response.response
}

/// Call before a text field is shown. What is typed behind a click into it waits for the next pass: within one pass a field
/// reads letters before it lets the click set its cursor, and a slow machine hands both to one pass.
pub fn hold_letters(ui: &Ui, id: Id) {
    let held = id.with("held letters");
    let waiting: Vec<Event> = ui.data_mut(|data| data.remove_temp(held)).unwrap_or_default();
    if ui.memory(|memory| memory.has_focus(id)) {
        ui.input_mut(|input| drop(input.events.splice(0..0, waiting)));
    }
    if !ui.ctx().read_response(id).is_some_and(|response| response.hovered()) {
        return;
    }
    let letters = ui.input_mut(|input| {
        let is_press = |event: &Event| matches!(event, Event::PointerButton { pressed: true, .. });
        let from = input.events.iter().rposition(is_press)? + 1;
        let typed = |event: &mut Event| matches!(event, Event::Text(_) | Event::Key { .. } | Event::Paste(_));
        Some(input.events.extract_if(from.., typed).collect::<Vec<Event>>())
    });
    if let Some(letters) = letters.filter(|letters| !letters.is_empty()) {
        ui.data_mut(|data| data.insert_temp(held, letters));
        ui.request_repaint();
    }
}
