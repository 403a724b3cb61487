//! Small controls at a given place that the map and the inspector share: buttons without an outline, menu entries.

use egui::{
    Align2, Color32, FontId, Frame, Id, Key, Margin, Popup, PopupCloseBehavior, Rect, Response, Role, Sense,
    Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::ui::kit::{Icon, Tokens, Weight, icons, paint_icon, t13, widgets::hold_letters};

use super::draw;

/// A button without an outline: icon, text, chevron, whatever is given.
pub struct Quiet<'a> {
    /// Name for readers and tests.
    pub name: &'a str,
    /// Icon on the left.
    pub icon: Option<Icon>,
    /// Text.
    pub text: &'a str,
    /// Part of the text that is set in medium and `text1`, after it.
    pub value: &'a str,
    /// Whether a chevron says that it opens a menu.
    pub menu: bool,
}

impl Quiet<'_> {
    /// Width it takes.
    pub fn width(&self, ui: &Ui) -> f32 {
        let measure = |text: &str, weight| {
            if text.is_empty() {
                0.0
            } else {
                ui.painter().layout_no_wrap(text.to_owned(), t13(weight), Color32::WHITE).size().x
            }
        };
        let words = measure(self.text, Weight::Regular) + measure(self.value, Weight::Medium);
        let space = if self.text.is_empty() || self.value.is_empty() { 0.0 } else { 5.0 };
        let icon = if self.icon.is_some() { if words > 0.0 { 19.0 } else { 14.0 } } else { 0.0 };
        let chevron = if self.menu { 18.0 } else { 0.0 };
        (words + space + icon + chevron + 16.0).ceil()
    }

    /// Paints it and senses clicks.
    pub fn ui(&self, ui: &mut Ui, rect: Rect, tokens: &Tokens) -> Response {
        let response = ui.interact(rect, ui.unique_id().with(("quiet", self.name)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.name));
        let painter = ui.painter();
        ground(ui, &response, rect, tokens);
        let mut x = rect.left() + 8.0;
        if let Some(icon) = self.icon {
            paint_icon(painter, pos2(x + 7.0, rect.center().y), 14.0, icon, tokens.text2);
            x += 19.0;
        }
        let right = rect.right() - if self.menu { 26.0 } else { 8.0 };
        for (text, weight, colour) in
            [(self.text, Weight::Regular, tokens.text2), (self.value, Weight::Medium, tokens.text1)]
        {
            if !text.is_empty() {
                let at = pos2(x, rect.center().y);
                x = draw::text(painter, at, Align2::LEFT_CENTER, text, t13(weight), colour, right - x)
                    .right()
                    + 5.0;
            }
        }
        if self.menu {
            paint_icon(
                painter,
                pos2(rect.right() - 15.0, rect.center().y),
                14.0,
                icons::CHEVRON_DOWN,
                tokens.text2,
            );
        }
        response
    }
}

/// The ground of a quiet control: nothing at rest, a tone under the pointer, a ring for the keyboard.
pub fn ground(ui: &Ui, response: &Response, rect: Rect, tokens: &Tokens) {
    if response.is_pointer_button_down_on() {
        ui.painter().rect_filled(rect, 6.0, tokens.pressed);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, tokens.hover);
    }
    if response.has_focus() {
        draw::focus_ring(ui.painter(), rect.shrink(2.0), 6.0, tokens.focus);
    }
}

/// One entry of a menu; shows a tick if it is the one in force. Returns whether it was chosen.
pub fn entry(ui: &mut Ui, tokens: &Tokens, text: &str, keys: &str, chosen: Option<bool>) -> Response {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width().max(180.0), 28.0), Sense::click());
    response.widget_info(|| match chosen {
        Some(chosen) => WidgetInfo::selected(Role::MenuItemRadio, ui.is_enabled(), chosen, text),
        None => WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), text),
    });
    ground(ui, &response, rect, tokens);
    let colour = if ui.is_enabled() { tokens.text1 } else { tokens.disabled };
    let mut x = rect.left() + 8.0;
    if let Some(chosen) = chosen {
        if chosen {
            paint_icon(ui.painter(), pos2(x + 7.0, rect.center().y), 14.0, icons::CHECK, tokens.text2);
        }
        x += 22.0;
    }
    let right = rect.right() - 8.0;
    let keys = draw::text(
        ui.painter(),
        pos2(right, rect.center().y),
        Align2::RIGHT_CENTER,
        keys,
        t13(Weight::Regular),
        tokens.text3,
        120.0,
    );
    let room = keys.left() - 12.0 - x;
    draw::text(
        ui.painter(),
        pos2(x, rect.center().y),
        Align2::LEFT_CENTER,
        text,
        t13(Weight::Regular),
        colour,
        room,
    );
    response
}

/// A menu under a button; `None` while it is shut. A choice closes it.
pub fn menu<R>(button: &Response, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    Popup::menu(button)
        .width(width)
        .gap(4.0)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(width);
            contents(ui)
        })
        .map(|shown| shown.inner)
}

/// The text of a one-line field, without any frame, in exactly `rect`.
pub fn edit(ui: &mut Ui, rect: Rect, id: Id, text: &mut String, style: &EditStyle<'_>) -> Response {
    hold_letters(ui, id);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    // A field is at least this high, which would push its text below the middle of a lower place.
    child.spacing_mut().interact_size.y = 0.0;
    let hint = egui::RichText::new(style.hint).font(style.font.clone()).color(style.quiet);
    let output = TextEdit::singleline(text)
        .id(id)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .font(style.font.clone())
        .text_color(style.colour)
        .hint_text(hint)
        .desired_width(rect.width())
        .min_size(rect.size())
        .align(style.align)
        .clip_text(true)
        .show(&mut child);
    output.response.response.accessible_name(style.name)
}

/// How the text of a field looks, and what it is called.
pub struct EditStyle<'a> {
    /// Accessible name.
    pub name: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// Its font.
    pub font: FontId,
    /// Colour of the text.
    pub colour: Color32,
    /// Colour of the hint.
    pub quiet: Color32,
    /// Where it stands in the field.
    pub align: Align2,
}

/// A field for one line of text with a frame; returns the response and whether Enter was pressed in it.
pub fn line_field(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    text: &mut String,
    (hint, name): (&str, &str),
    tokens: &Tokens,
) -> (Response, bool) {
    field_frame(ui, rect, id, tokens);
    let style = EditStyle {
        name,
        hint,
        font: t13(Weight::Regular),
        colour: tokens.text1,
        quiet: tokens.text3,
        align: Align2::LEFT_CENTER,
    };
    let response = edit(ui, rect.shrink2(vec2(8.0, 2.0)), id, text, &style);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    (response, entered)
}

/// Ground and edge of a field.
pub fn field_frame(ui: &Ui, rect: Rect, id: Id, tokens: &Tokens) {
    let edge = if ui.memory(|memory| memory.has_focus(id)) {
        Stroke::new(2.0, tokens.focus)
    } else {
        Stroke::new(1.0, tokens.border)
    };
    ui.painter().rect(rect, 6.0, tokens.canvas, edge, StrokeKind::Inside);
}

/// Ground and edge of a value that can be typed over: nothing at rest.
pub fn value_frame(ui: &Ui, rect: Rect, id: Id, tokens: &Tokens) {
    if ui.memory(|memory| memory.has_focus(id)) {
        field_frame(ui, rect, id, tokens);
    } else if ui.rect_contains_pointer(rect) {
        ui.painter().rect_filled(rect, 6.0, tokens.hover);
    }
}
