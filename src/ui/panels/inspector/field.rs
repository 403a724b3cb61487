//! Rows that are typed: the reading is shown before it is taken; what was not understood stays and says why.

use egui::{
    Align2, Id, Key, LayerId, Order, Rect, Stroke, StrokeKind, Ui, pos2,
    text::{CCursor, CCursorRange},
    vec2,
};

use crate::ui::kit::{
    Tokens, Weight,
    number::{self, DecimalHint, NumberKind},
    t11, t13, t15,
};

use super::{
    super::{
        controls::{self, EditStyle},
        draw,
    },
    InspectorPanel, SIDE, Subject,
    model::Shared,
};

/// A text being typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    text: String,
    /// Why it was not taken.
    refused: Option<String>,
}

/// What a text means.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading<T> {
    /// A value, and how we read it; an empty reading goes without saying.
    Value(T, String),
    /// Nothing: the value is cleared.
    Cleared,
    /// Not understood, and why.
    Nonsense(String),
}

impl<T> Reading<T> {
    /// Holds only if `check` finds nothing wrong with it.
    pub fn checked(self, check: impl Fn(&T) -> Option<String>) -> Self {
        match self {
            Self::Value(value, reading) => match check(&value) {
                Some(problem) => Self::Nonsense(problem),
                None => Self::Value(value, reading),
            },
            other => other,
        }
    }
}

/// Reads a number of at least 0.
pub fn read_number(text: &str, kind: NumberKind) -> Reading<f64> {
    if text.trim().is_empty() {
        return Reading::Cleared;
    }
    match number::parse(text, kind, DecimalHint::default()) {
        Ok(parsed) if parsed.value < 0.0 => Reading::Nonsense("Type a number of 0 or more.".to_owned()),
        Ok(parsed) => Reading::Value(parsed.value, parsed.reading),
        Err(error) => Reading::Nonsense(error.to_string()),
    }
}

/// Reads any text.
pub fn read_text(text: &str) -> Reading<String> {
    let text = text.trim();
    if text.is_empty() { Reading::Cleared } else { Reading::Value(text.to_owned(), String::new()) }
}

/// A row whose value is typed.
pub struct Row<'a> {
    /// Name of the row and of its field; a row's draft is kept under it.
    pub label: &'static str,
    /// What the field begins with, in full; `None` = nothing entered.
    pub held: Shared<Option<String>>,
    /// What stands there at rest, if it is shorter.
    pub short: Option<String>,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// Room for typing.
    pub width: f32,
}

impl<'a> Row<'a> {
    /// A row of a text, shown as it is.
    pub fn text(label: &'static str, held: Shared<Option<&str>>, hint: &'a str) -> Self {
        Self { label, held: held.map(|text| text.map(str::to_owned)), short: None, hint, width: 180.0 }
    }
}

/// What was taken from a row: a value, or `None` = it was cleared.
pub struct Taken<T>(pub Option<T>);

/// What became of a row.
pub struct Done<T> {
    /// `None` = nothing was taken.
    pub taken: Option<Taken<T>>,
    /// The room between label and value.
    pub beside: Rect,
}

impl InspectorPanel {
    /// Shows a row, and hands back what was typed into it once it can be read. What equals the old value is not taken.
    pub(super) fn typed<T>(
        &mut self,
        ui: &mut Ui,
        subject: &Subject<'_>,
        row: &Row<'_>,
        read: impl Fn(&str) -> Reading<T>,
    ) -> Done<T> {
        let t = subject.tokens;
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), egui::Sense::hover());
        let all = all.shrink2(vec2(SIDE, 0.0));
        let at = pos2(all.left(), all.center().y);
        let font = t13(Weight::Regular);
        let label = draw::text(ui.painter(), at, Align2::LEFT_CENTER, row.label, font, t.text3, all.width());
        let id = ui.unique_id().with(("row", row.label));
        let focused = ui.memory(|memory| memory.has_focus(id));
        let mixed = matches!(row.held, Shared::Mixed);
        let full = row.held.clone().same().flatten().unwrap_or_default();
        let rest = match &row.short {
            _ if mixed => "Mixed".to_owned(),
            Some(short) if !full.is_empty() => short.clone(),
            _ => full.clone(),
        };
        let draft = self.drafts.get(row.label).cloned();
        let mut text = draft.as_ref().map_or_else(|| rest.clone(), |draft| draft.text.clone());
        let refused = draft.and_then(|draft| draft.refused);
        let said = if text.is_empty() { row.hint } else { &text };
        let room = draw::line(ui.painter(), said, t13(Weight::Medium), t.text1, 180.0).size().x;
        let width = if focused || refused.is_some() { row.width } else { (room + 18.0).max(48.0) };
        let width = width.min(all.right() - label.right());
        let rect = Rect::from_min_max(
            pos2(all.right() + 8.0 - width, all.top() + 1.0),
            pos2(all.right() + 8.0, all.bottom() - 1.0),
        );
        let beside =
            Rect::from_min_max(pos2(label.right() + 8.0, all.top()), pos2(rect.left(), all.bottom()));
        let edge = match (&refused, focused, ui.rect_contains_pointer(rect)) {
            (Some(_), ..) => Some((t.canvas, Stroke::new(2.0, t.high))),
            (_, true, _) => Some((t.canvas, Stroke::new(2.0, t.focus))),
            (_, _, true) => Some((t.hover, Stroke::new(1.0, t.border))),
            _ => None,
        };
        if let Some((fill, stroke)) = edge {
            ui.painter().rect(rect, 6.0, fill, stroke, StrokeKind::Inside);
        }
        let style = EditStyle {
            name: row.label,
            hint: row.hint,
            font: t13(Weight::Medium),
            colour: if mixed && !focused { t.text3 } else { t.text1 },
            quiet: t.text3,
            align: Align2::RIGHT_CENTER,
        };
        let response = controls::edit(ui, rect.shrink2(vec2(8.0, 2.0)), id, &mut text, &style);
        if response.gained_focus() && !self.drafts.contains_key(row.label) {
            select_all(ui, id, &full);
            self.drafts.insert(row.label, Draft { text: full.clone(), refused: None });
        } else if response.changed() {
            self.drafts.insert(row.label, Draft { text, refused: None });
        }
        let mut taken = None;
        if response.lost_focus() {
            taken = self.take(ui, row, &full, &response, &read);
        } else if response.has_focus()
            && let Some(draft) = self.drafts.get(row.label)
        {
            reading_popover(ui, t, rect, id, &read(&draft.text), &rest);
        }
        let tip = match &refused {
            Some(reason) => reason.clone(),
            None if mixed => "The units have different values; typing one sets it for all".to_owned(),
            None if full.is_empty() => "Not entered".to_owned(),
            None => full,
        };
        if refused.is_some() && !response.has_focus() {
            let font = t11(Weight::Regular);
            let why = ui.painter().layout(tip.clone(), font, t.high_text, all.width());
            let place = Rect::from_min_size(pos2(all.left(), ui.cursor().top() + 2.0), why.size());
            ui.add_space(why.size().y + 6.0);
            ui.painter().galley(place.min, why, t.high_text);
            let said = ui.interact(place, id.with("why"), egui::Sense::hover());
            said.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &tip));
        }
        response.on_hover_text(tip);
        Done { taken, beside }
    }

    /// Leaving the field: Escape keeps the old value, everything else takes the typed one if it can.
    fn take<T>(
        &mut self,
        ui: &Ui,
        row: &Row<'_>,
        full: &str,
        response: &egui::Response,
        read: &impl Fn(&str) -> Reading<T>,
    ) -> Option<Taken<T>> {
        let draft = self.drafts.remove(row.label)?;
        let (escaped, entered) =
            ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
        if escaped || draft.text == full {
            return None;
        }
        match read(&draft.text) {
            Reading::Value(value, _) => Some(Taken(Some(value))),
            // Nothing was there, or an empty field of mixed values was not touched.
            Reading::Cleared if full.is_empty() => None,
            Reading::Cleared => Some(Taken(None)),
            Reading::Nonsense(reason) => {
                self.drafts.insert(row.label, Draft { refused: Some(reason), ..draft });
                if entered {
                    response.request_focus();
                }
                None
            }
        }
    }
}

/// Puts the whole text under the cursor, so that typing replaces it.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()))));
    state.store(ui.ctx(), id);
}

/// How the typed text is read, below the field.
fn reading_popover<T>(ui: &Ui, t: &Tokens, field: Rect, id: Id, reading: &Reading<T>, old: &str) {
    let (first, colour, font) = match reading {
        Reading::Value(_, reading) if reading.is_empty() => return,
        Reading::Value(_, reading) => (reading.clone(), t.text1, t15(Weight::SemiBold)),
        Reading::Cleared if old.is_empty() => return,
        Reading::Cleared => ("Cleared".to_owned(), t.text2, t13(Weight::Medium)),
        Reading::Nonsense(reason) => (reason.clone(), t.high_text, t13(Weight::Medium)),
    };
    ui.accesskit_node_builder(id, |builder| builder.set_description(first.clone()));
    let old = if old.is_empty() { number::MISSING } else { old };
    let second = format!("was {old} · Enter takes it, Esc keeps it");
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, id.with("reading")));
    let first = painter.layout(first, font, colour, 300.0);
    let second = draw::line(&painter, &second, t11(Weight::Regular), t.text3, 300.0);
    let size = vec2(first.size().x.max(second.size().x) + 24.0, first.size().y + second.size().y + 22.0);
    let screen = ui.ctx().content_rect();
    let below = field.bottom() + 6.0 + size.y < screen.bottom() - 8.0;
    let top = if below { field.bottom() + 6.0 } else { field.top() - 6.0 - size.y };
    let left = (field.right() - size.x).max(screen.left() + 8.0);
    let rect = Rect::from_min_size(pos2(left, top), size);
    painter.add(t.soft_shadow().as_shape(rect, 8.0));
    painter.rect(rect, 8.0, t.raised, Stroke::new(1.0, t.border), StrokeKind::Inside);
    let right = rect.right() - 12.0;
    let place = Align2::RIGHT_TOP.anchor_size(pos2(right, rect.top() + 10.0), first.size());
    let below = Align2::RIGHT_BOTTOM.anchor_size(pos2(right, rect.bottom() - 10.0), second.size());
    painter.galley(place.min, first, colour);
    painter.galley(below.min, second, t.text3);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_cleared_or_refused_with_a_reason() {
        assert_eq!(read_number("  ", NumberKind::Money), Reading::Cleared);
        assert!(
            matches!(read_number("1.2M", NumberKind::Money), Reading::Value(value, _) if value == 1_200_000.0)
        );
        assert!(matches!(read_number("(5)", NumberKind::Money), Reading::Nonsense(_)));
        assert!(matches!(read_number("2.5", NumberKind::Count), Reading::Nonsense(_)));
        assert!(matches!(read_number("abc", NumberKind::Money), Reading::Nonsense(_)));
        assert_eq!(read_text(" Ada "), Reading::Value("Ada".to_owned(), String::new()));
        let odd = |value: &f64| (*value > 3.0).then(|| "too much".to_owned());
        assert_eq!(
            read_number("4", NumberKind::Count).checked(odd),
            Reading::Nonsense("too much".to_owned())
        );
    }
}
