//! The number field: keeps what was typed, shows how it reads it, and never takes what it did not understand.

use std::ops::RangeInclusive;

use egui::text::{CCursor, CCursorRange};
use egui::{Align, Id, Key, Modifiers, Popup, PopupCloseBehavior, Response, Sense, TextEdit, Ui, vec2};

use super::field::{edit, paint_field};
use super::frame::popover_frame;
use crate::ui::kit::fonts::{Weight, t11, t13, t15};
use crate::ui::kit::marks::{Mark, paint_mark};
use crate::ui::kit::number::{self, DecimalHint, NumberError, NumberKind, Parsed};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

/// A field for one number.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct NumberField<'a> {
    name: &'a str,
    value: Option<f64>,
    kind: NumberKind,
    hint: DecimalHint,
    prefix: &'a str,
    suffix: &'a str,
    placeholder: &'a str,
    width: f32,
    range: RangeInclusive<f64>,
    may_be_empty: bool,
    id: Option<Id>,
}

/// What happened in a number field.
#[derive(Debug)]
pub struct NumberFieldResponse {
    /// The response of the text.
    pub response: Response,
    /// A number was taken (Enter, Tab or a click elsewhere): `Some(Some(v))`; it was emptied: `Some(None)`.
    pub taken: Option<Option<f64>>,
    /// Somebody is typing, or a text that was not understood is waiting.
    pub is_editing: bool,
}

impl<'a> NumberField<'a> {
    /// `name` is the accessible name; `value` is what is stored now.
    pub fn new(name: &'a str, value: Option<f64>, kind: NumberKind) -> Self {
        Self {
            name,
            value,
            kind,
            hint: DecimalHint::default(),
            prefix: "",
            suffix: "",
            placeholder: number::MISSING,
            width: 120.0,
            range: -number::LARGEST..=number::LARGEST,
            may_be_empty: false,
            id: None,
        }
    }

    /// Which sign splits decimals when the text does not say.
    pub fn decimal_hint(mut self, hint: DecimalHint) -> Self {
        self.hint = hint;
        self
    }

    /// Quiet text at the left, such as the currency.
    pub fn prefix(mut self, prefix: &'a str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Quiet text at the right, such as the unit.
    pub fn suffix(mut self, suffix: &'a str) -> Self {
        self.suffix = suffix;
        self
    }

    /// Shown while there is no number; a dash otherwise.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// Its width in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Numbers outside are refused with a sentence.
    pub fn range(mut self, range: RangeInclusive<f64>) -> Self {
        self.range = range;
        self
    }

    /// Emptying it takes the number away.
    pub fn optional(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// A fixed id, to give it the focus from elsewhere.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> NumberFieldResponse {
        let t = Tokens::of(ui);
        let (rect, area) =
            ui.allocate_exact_size(vec2(self.width.min(ui.available_width()), tokens::CTL), Sense::hover());
        let id = self.id.unwrap_or_else(|| area.id.with("number"));
        let rest = self.value.map_or_else(String::new, |v| number::reading(v, self.kind));
        // The text lives here only while it differs from the stored number.
        let kept: Option<String> = ui.data(|d| d.get_temp(id));
        let mut typed = kept.clone().unwrap_or_else(|| rest.clone());
        let had_focus = ui.memory(|m| m.has_focus(id));
        let wrong_before = kept.is_some() && !self.is_fine(&typed);
        paint_field(ui, rect, had_focus, wrong_before, t);
        let inner = self.ornaments(ui, rect.shrink2(vec2(tokens::S8, 0.0)), wrong_before && !had_focus, t);
        let ink = if ui.is_enabled() { t.text1 } else { t.disabled };
        let mut response =
            edit(ui, inner, id, &mut typed, self.placeholder, Align::Max, ink).accessible_name(self.name);

        if response.gained_focus() {
            select_all(ui, id, &typed);
        }
        let mut kept = if response.changed() { Some(typed.clone()) } else { kept };
        let mut taken = None;
        let escaped = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
        if escaped {
            // The key is used up here, or a dialog around the field would close as well.
            ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
            kept = None;
        } else if kept.is_some() && !response.has_focus() && (response.lost_focus() || response.changed()) {
            // A screen reader may set the text without ever giving the field the focus.
            match self.read(&typed) {
                Ok(value) => {
                    if value != self.value {
                        taken = Some(value);
                    }
                    kept = None;
                }
                Err(_) => kept = Some(typed.clone()),
            }
        }
        if response.has_focus() && kept.is_some() {
            self.reading_ui(&response, rect, &typed, t);
        } else if let (Some(text), false) = (&kept, response.has_focus())
            && let Err(sentence) = self.read(text)
        {
            response = response.on_hover_text(sentence);
        }
        let is_editing = response.has_focus() || kept.is_some();
        ui.data_mut(|d| match kept {
            Some(text) => {
                d.insert_temp(id, text);
            }
            None => d.remove::<String>(id),
        });
        NumberFieldResponse { response, taken, is_editing }
    }

    fn ornaments(&self, ui: &Ui, mut inner: egui::Rect, is_wrong: bool, t: &Tokens) -> egui::Rect {
        if is_wrong {
            paint_mark(
                ui.painter(),
                inner.left_center() + vec2(6.0, 0.0),
                12.0,
                Mark::Triangle,
                t.high,
                t.canvas,
            );
            inner.min.x += 18.0;
        }
        if !self.prefix.is_empty() {
            let done = text::paint_left(ui.painter(), inner, 0.0, self.prefix, t13(Weight::Regular), t.text3);
            inner.min.x = done.right() + tokens::S4;
        }
        if !self.suffix.is_empty() {
            let done =
                text::paint_right(ui.painter(), inner, 0.0, self.suffix, t13(Weight::Regular), t.text3);
            inner.max.x = done.left() - tokens::S4;
        }
        inner
    }

    fn is_fine(&self, typed: &str) -> bool {
        self.read(typed).is_ok()
    }

    /// The number of a text, or the sentence that says why there is none.
    fn read(&self, typed: &str) -> Result<Option<f64>, String> {
        self.parse(typed).map(|p| p.map(|p| p.value))
    }

    fn parse(&self, typed: &str) -> Result<Option<Parsed>, String> {
        match number::parse(typed, self.kind, self.hint) {
            Ok(p) if !self.range.contains(&p.value) => Err(self.out_of_range()),
            Ok(p) => Ok(Some(p)),
            Err(NumberError::Empty) if self.may_be_empty || self.value.is_none() => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn out_of_range(&self) -> String {
        let (low, high) = (*self.range.start(), *self.range.end());
        let show = |v| number::reading(v, self.kind);
        if high >= number::LARGEST {
            format!("Type a number of {} or more.", show(low))
        } else if low <= -number::LARGEST {
            format!("Type a number of {} or less.", show(high))
        } else {
            format!("Type a number from {} to {}.", show(low), show(high))
        }
    }

    /// What will be taken, below the field, before it is taken.
    fn reading_ui(&self, response: &Response, field: egui::Rect, typed: &str, t: &'static Tokens) {
        Popup::from_response(response)
            .id(response.id.with("reading"))
            .anchor(field)
            .open(true)
            .gap(tokens::S6)
            .interactable(false)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .frame(popover_frame(t))
            .accessible_name(format!("{}, reading", self.name))
            .show(|ui| {
                ui.set_max_width(280.0);
                match self.parse(typed) {
                    Ok(Some(p)) => {
                        text::line(
                            ui,
                            format!("{}{}", self.prefix, p.reading),
                            t15(Weight::SemiBold),
                            t.text1,
                        );
                        text::line(ui, "Enter takes it, Esc keeps the old", t11(Weight::Regular), t.text3);
                    }
                    Ok(None) => {
                        text::line(ui, "No number", t15(Weight::SemiBold), t.text1);
                        text::line(ui, "Enter takes it, Esc keeps the old", t11(Weight::Regular), t.text3);
                    }
                    Err(sentence) => {
                        text::label(ui, sentence, t13(Weight::Regular), t.high_text);
                    }
                }
            });
    }
}

fn select_all(ui: &Ui, id: Id, typed: &str) {
    let mut state = TextEdit::load_state(ui, id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(typed.chars().count()));
    state.cursor.set_char_range(Some(all));
    TextEdit::store_state(ui, id, state);
}
