//! The field in which a weight is typed: what is not understood stays, with the reason.

use egui::{Id, Key, Rect, Role, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo};

use crate::ui::kit::{
    Tokens, Weight,
    number::{self, DecimalHint, NumberKind},
    t13,
    tokens::R6,
};

/// A text under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// Index of the factor.
    pub factor: usize,
    /// What stands in the field.
    pub text: String,
    /// Why it was not taken.
    pub error: Option<String>,
    /// Whether the field has had the keyboard.
    pub begun: bool,
}

/// Paints the field; returns a number that was taken.
pub fn ui(
    ui: &mut Ui,
    t: &Tokens,
    rect: Rect,
    id: Id,
    factor: usize,
    label: &str,
    shown: &str,
    typing: &mut Option<Typing>,
    locked: bool,
) -> Option<f64> {
    let mine = typing.as_ref().is_some_and(|typing| typing.factor == factor);
    let mut text = match typing.as_ref().filter(|_| mine) {
        Some(typing) => typing.text.clone(),
        None => shown.to_owned(),
    };
    let error = typing.as_ref().filter(|_| mine).and_then(|typing| typing.error.clone());
    let focused = ui.memory(|memory| memory.has_focus(id));
    ui.painter().rect_filled(rect, R6, if focused { t.panel } else { t.canvas });
    let edge = match (&error, focused) {
        (Some(_), _) => Stroke::new(2.0, t.high),
        (None, true) => Stroke::new(2.0, t.focus),
        (None, false) => Stroke::new(1.0, t.border),
    };
    ui.painter().rect_stroke(rect, R6, edge, StrokeKind::Inside);
    let colour = if locked { t.text3 } else { t.text1 };
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::symmetric(8, 4))
        .horizontal_align(egui::Align::Max)
        .vertical_align(egui::Align::Center)
        .desired_width(rect.width())
        .font(t13(Weight::SemiBold))
        .text_color(colour);
    let response = ui.add_enabled_ui(!locked, |ui| ui.put(rect, edit)).inner;
    let name = format!("{label} weight in percent");
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, !locked, &name));
    if response.gained_focus() {
        if !mine {
            *typing = Some(Typing { factor, text: shown.to_owned(), error: None, begun: true });
        }
        select_all(ui, id, if mine { text.chars().count() } else { 0 }, text.chars().count());
    }
    if response.changed() {
        *typing = Some(Typing { factor, text: text.clone(), error: None, begun: true });
    }
    if let Some(error) = &error {
        response.clone().on_hover_text(error);
    }
    if response.lost_focus() {
        if ui.input(|input| input.key_pressed(Key::Escape)) || text == shown {
            *typing = None;
            return None;
        }
        match number::parse(&text, NumberKind::Percent, DecimalHint::Point) {
            Ok(parsed) if (0.0..=100.0).contains(&parsed.value) => {
                *typing = None;
                return Some(parsed.value);
            }
            Ok(_) => {
                let error = Some("A weight is between 0% and 100%.".to_owned());
                *typing = Some(Typing { factor, text, error, begun: true });
            }
            Err(error) => {
                *typing = Some(Typing { factor, text, error: Some(error.to_string()), begun: true })
            }
        }
    }
    None
}

/// Typing replaces what stands there.
fn select_all(ui: &Ui, id: Id, from: usize, to: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let range = egui::text::CCursorRange::two(egui::text::CCursor::new(from), egui::text::CCursor::new(to));
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
}
