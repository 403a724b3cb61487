//! Figures that are typed: the reading is shown before it is taken; what was not understood stays and says why.

use egui::{
    Align2, Id, Key, LayerId, Order, Rect, Stroke, StrokeKind, Ui, pos2,
    text::{CCursor, CCursorRange},
    vec2,
};

use crate::{
    engine::metrics::UnitMeasure,
    ui::kit::{
        Tokens, Weight,
        number::{self, DecimalHint, NumberKind},
        t11, t13, t15,
    },
};

use super::{
    super::{
        PanelContext,
        controls::{self, EditStyle},
        draw, labels,
    },
    InspectorPanel, SIDE, Subject, heading,
    model::{self, Figure, Shared},
};

/// A figure being typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    text: String,
    /// Why it was not taken.
    refused: Option<String>,
}

/// What a text means.
#[derive(Debug, Clone, PartialEq)]
enum Reading {
    /// A number, and how we read it.
    Number(f64, String),
    /// Nothing: the figure is cleared.
    Cleared,
    /// Not understood, and why.
    Nonsense(String),
}

fn read(text: &str, figure: Figure) -> Reading {
    if text.trim().is_empty() {
        return Reading::Cleared;
    }
    let kind = if figure.is_money() { NumberKind::Money } else { NumberKind::Count };
    match number::parse(text, kind, DecimalHint::default()) {
        Ok(parsed) => match figure.entered(Some(parsed.value)) {
            Ok(_) => Reading::Number(parsed.value, parsed.reading),
            Err(reason) => Reading::Nonsense(reason),
        },
        Err(error) => Reading::Nonsense(error.to_string()),
    }
}

impl InspectorPanel {
    pub(super) fn figures_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        if subject.is_account() {
            heading(ui, t, crate::ui::kit::icons::BUILDING_2, "Entered for the account itself", t.text2);
        }
        for figure in Figure::ALL {
            self.figure_ui(cx, ui, subject, figure);
        }
    }

    fn figure_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, figure: Figure) {
        let t = subject.tokens;
        let own = Shared::of(subject.units.iter().map(|unit| figure.own(subject.record(*unit))));
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), egui::Sense::hover());
        let all = all.shrink2(vec2(SIDE, 0.0));
        let at = pos2(all.left(), all.center().y);
        let label = draw::text(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            figure.label(),
            t13(Weight::Regular),
            t.text3,
            all.width(),
        );
        let id = ui.unique_id().with(("figure", figure));
        let focused = ui.memory(|memory| memory.has_focus(id));
        let value = match own {
            Shared::Same(Some(value)) if figure.is_money() => labels::money(Some(value), &subject.symbol),
            Shared::Same(Some(value)) => labels::count(Some(value)),
            Shared::Same(None) => String::new(),
            Shared::Mixed => "Mixed".to_owned(),
        };
        let mut text = match self.drafts.get(&figure) {
            Some(draft) => draft.text.clone(),
            None => value.clone(),
        };
        let refused = self.drafts.get(&figure).and_then(|draft| draft.refused.clone());
        let room = draw::line(ui.painter(), &text, t13(Weight::Medium), t.text1, 160.0).size().x;
        let width = if focused || refused.is_some() { 120.0 } else { (room + 16.0).max(48.0) };
        let width = width.min(all.right() + 8.0 - label.right() - 8.0);
        let rect = Rect::from_min_max(
            pos2(all.right() + 8.0 - width, all.top() + 1.0),
            pos2(all.right() + 8.0, all.bottom() - 1.0),
        );
        beside(
            ui,
            subject,
            figure,
            Rect::from_min_max(pos2(label.right() + 8.0, all.top()), pos2(rect.left(), all.bottom())),
        );
        let edge = match (&refused, focused, ui.rect_contains_pointer(rect)) {
            (Some(_), ..) => Some((t.canvas, Stroke::new(2.0, t.high))),
            (_, true, _) => Some((t.canvas, Stroke::new(2.0, t.focus))),
            (_, _, true) => Some((t.hover, Stroke::new(1.0, t.border))),
            _ => None,
        };
        if let Some((fill, stroke)) = edge {
            ui.painter().rect(rect, 6.0, fill, stroke, StrokeKind::Inside);
        }
        let colour = if own == Shared::Mixed && !focused { t.text3 } else { t.text1 };
        let style = EditStyle {
            name: figure.label(),
            hint: number::MISSING,
            font: t13(Weight::Medium),
            colour,
            quiet: t.text3,
            align: Align2::RIGHT_CENTER,
        };
        let response = controls::edit(ui, rect.shrink2(vec2(8.0, 2.0)), id, &mut text, &style);
        let full = |value: f64| {
            if figure.is_money() { number::money_full(value) } else { number::fixed(value, 0) }
        };
        if response.gained_focus() && !self.drafts.contains_key(&figure) {
            let start = own.same().flatten().map(full).unwrap_or_default();
            select_all(ui, id, &start);
            self.drafts.insert(figure, Draft { text: start, refused: None });
        } else if response.changed() {
            self.drafts.insert(figure, Draft { text, refused: None });
        }
        if response.lost_focus() {
            self.take(cx, ui, subject, figure, own, &response);
        } else if response.has_focus()
            && let Some(draft) = self.drafts.get(&figure)
        {
            let reading = read(&draft.text, figure);
            reading_popover(ui, t, rect, id, &reading, &value);
        }
        let hint = match (&refused, own) {
            (Some(reason), _) => reason.clone(),
            (None, Shared::Same(None)) => "Not entered".to_owned(),
            (None, Shared::Same(Some(value))) => full(value),
            (None, Shared::Mixed) => "The units have different values; typing one sets it for all".to_owned(),
        };
        if refused.is_some() && !response.has_focus() {
            let font = t11(Weight::Regular);
            let why = ui.painter().layout(hint.clone(), font, t.high_text, all.width());
            let place = Rect::from_min_size(pos2(all.left(), ui.cursor().top() + 2.0), why.size());
            ui.add_space(why.size().y + 6.0);
            ui.painter().galley(place.min, why, t.high_text);
            let said = ui.interact(place, id.with("why"), egui::Sense::hover());
            said.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &hint));
        }
        response.on_hover_text(hint);
    }

    /// Leaving the field: Escape keeps the old figure, everything else takes the typed one if it can.
    fn take(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        subject: &Subject<'_>,
        figure: Figure,
        own: Shared<Option<f64>>,
        response: &egui::Response,
    ) {
        let Some(draft) = self.drafts.remove(&figure) else { return };
        let (escaped, entered) =
            ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
        if escaped {
            return;
        }
        let value = match read(&draft.text, figure) {
            Reading::Nonsense(reason) => {
                self.drafts.insert(figure, Draft { refused: Some(reason), ..draft });
                if entered {
                    response.request_focus();
                }
                return;
            }
            Reading::Number(value, _) => Some(value),
            // An empty field of mixed values was not touched.
            Reading::Cleared if own == Shared::Mixed => return,
            Reading::Cleared => None,
        };
        if own == Shared::Same(value) {
            return;
        }
        if let Ok(value) = figure.entered(value) {
            cx.edit(model::enter(subject.account, &subject.units, subject.period, &value));
        }
    }
}

/// What stands between label and figure: the basis of a potential, the roll-up of a unit with children.
fn beside(ui: &Ui, subject: &Subject<'_>, figure: Figure, rect: Rect) {
    let t = subject.tokens;
    let Some(unit) = subject.one() else { return };
    let facts = &subject.derived.facts;
    let mut said = String::new();
    if !subject.is_account() && !facts.children(unit).is_empty() {
        let rolled = figure.rolled(&facts.units[unit]);
        let value =
            if figure.is_money() { labels::money(rolled, &subject.symbol) } else { labels::count(rolled) };
        said = format!("roll-up {value}");
    } else if figure == Figure::Potential
        && let Some(potential) = subject.record(unit).and_then(|record| record.potential.as_ref())
    {
        said = model::basis(potential);
    }
    if said.is_empty() || rect.width() < 24.0 {
        return;
    }
    let at = pos2(rect.right(), rect.center().y);
    draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &said, t11(Weight::Regular), t.text3, rect.width());
    let response = ui.interact(rect, ui.unique_id().with(("beside", figure)), egui::Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{} {said}", figure.label()))
    });
}

/// Puts the whole text under the cursor, so that typing replaces it.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()))));
    state.store(ui.ctx(), id);
}

/// How the typed text is read, below the field.
fn reading_popover(ui: &Ui, t: &Tokens, field: Rect, id: Id, reading: &Reading, old: &str) {
    let (first, colour, font) = match reading {
        Reading::Number(_, reading) => (reading.clone(), t.text1, t15(Weight::SemiBold)),
        Reading::Cleared => ("Cleared".to_owned(), t.text2, t13(Weight::Medium)),
        Reading::Nonsense(reason) => (reason.clone(), t.high_text, t13(Weight::Medium)),
    };
    ui.accesskit_node_builder(id, |builder| builder.set_description(first.clone()));
    let old = if old.is_empty() { number::MISSING } else { old };
    let second = format!("was {old} · Enter takes it, Esc keeps it");
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, id.with("reading")));
    let first = draw::line(&painter, &first, font, colour, 300.0);
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

/// Measures that the account view lists, with the names of their rows.
pub const TOTALS: [UnitMeasure; 7] = {
    use crate::engine::metrics::Figure as Rolled;
    [
        UnitMeasure::Amount(Rolled::Arr),
        UnitMeasure::Amount(Rolled::Potential),
        UnitMeasure::Amount(Rolled::CategorySpend),
        UnitMeasure::Amount(Rolled::BudgetCeiling),
        UnitMeasure::Amount(Rolled::LicensedSeats),
        UnitMeasure::Amount(Rolled::ActiveUsers),
        UnitMeasure::Amount(Rolled::EligibleUsers),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_cleared_or_refused_with_a_reason() {
        assert_eq!(read("  ", Figure::Arr), Reading::Cleared);
        assert!(matches!(read("1.2M", Figure::Arr), Reading::Number(value, _) if value == 1_200_000.0));
        assert!(matches!(read("(5)", Figure::Arr), Reading::Nonsense(_)));
        assert!(matches!(read("2.5", Figure::ActiveUsers), Reading::Nonsense(_)));
        assert!(matches!(read("abc", Figure::Potential), Reading::Nonsense(_)));
    }
}
