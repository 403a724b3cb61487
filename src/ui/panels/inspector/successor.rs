//! When a unit exists, and which unit continues it.

use egui::{Popup, PopupCloseBehavior, Ui, vec2};

use crate::document::UnitChange;

use super::{
    super::{
        PanelContext,
        controls::{entry, line_field},
        labels,
    },
    InspectorPanel, Subject,
    account::choice,
    day,
    field::{self, Taken},
    head::change,
    model::Shared,
};

/// Most units listed at a time; typing narrows them.
const LISTED: usize = 8;

impl InspectorPanel {
    /// First and last period and the successor; the account itself always exists.
    pub(super) fn existence_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        if subject.units.contains(&0) {
            return;
        }
        let kind = cx.workspace.settings.period_kind;
        let of = |unit: &usize| &subject.account.units[*unit];
        let from = Shared::of(subject.units.iter().map(|unit| of(unit).valid_from));
        let line = field::Row {
            label: "Exists from",
            held: from.map(|period| period.map(|period| period.text(kind))),
            short: None,
            hint: "The beginning",
            width: 120.0,
        };
        let last = subject.units.iter().filter_map(|unit| of(unit).valid_to).min();
        let read = |text: &str| {
            day::read_period(text, kind).checked(|from| {
                let last = last.filter(|last| from > last)?;
                Some(format!("It exists to {} only. Choose that period or an earlier one.", last.text(kind)))
            })
        };
        if let Some(Taken(from)) = self.typed(ui, subject, &line, read).taken {
            change(cx, subject, &subject.units, UnitChange::ValidFrom(from));
        }
        let to = Shared::of(subject.units.iter().map(|unit| of(unit).valid_to));
        let line = field::Row {
            label: "Exists to",
            held: to.map(|period| period.map(|period| period.text(kind))),
            hint: "The end",
            ..line
        };
        let first = subject.units.iter().filter_map(|unit| of(unit).valid_from).max();
        let read = |text: &str| {
            day::read_period(text, kind).checked(|to| {
                let first = first.filter(|first| to < first)?;
                Some(format!("It exists from {} only. Choose that period or a later one.", first.text(kind)))
            })
        };
        if let Some(Taken(to)) = self.typed(ui, subject, &line, read).taken {
            change(cx, subject, &subject.units, UnitChange::ValidTo(to));
        }
        self.successor_ui(cx, ui, subject);
    }

    fn successor_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        let account = subject.account;
        let held = Shared::of(subject.units.iter().map(|unit| account.units[*unit].successor.as_ref()));
        let word = match held {
            Shared::Same(Some(key)) => {
                subject.derived.tree.index(key).map_or(key.as_str(), |unit| account.unit_name(unit))
            }
            Shared::Same(None) => labels::UNKNOWN,
            Shared::Mixed => "Mixed",
        };
        let button = choice(ui, subject, "Continued by", word, !matches!(held, Shared::Same(Some(_))));
        if button.clicked() {
            self.find.clear();
        }
        let mut picked = None;
        Popup::menu(&button)
            .width(240.0)
            .gap(4.0)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_min_width(240.0);
                let (rect, _) =
                    ui.allocate_exact_size(vec2(ui.available_width(), 32.0), egui::Sense::hover());
                let id = ui.unique_id().with("find a successor");
                let place = rect.shrink2(vec2(4.0, 2.0));
                let names = ("Find a unit", "Find the unit that continues it");
                let (field, _) = line_field(ui, place, id, &mut self.find, names, t);
                if button.clicked() {
                    field.request_focus();
                }
                if entry(ui, t, "No unit", "", Some(held == Shared::Same(None))).clicked() {
                    picked = Some(None);
                    ui.close();
                }
                for unit in candidates(subject, &self.find) {
                    let key = &account.units[unit].key;
                    let chosen = held == Shared::Same(Some(key));
                    if entry(ui, t, account.unit_name(unit), "", Some(chosen)).clicked() {
                        picked = Some(Some(key.clone()));
                        ui.close();
                    }
                }
            });
        button.on_hover_text("The unit that carries on its business after a merger or a new name");
        if let Some(next) = picked.filter(|next| held != Shared::Same(next.as_ref())) {
            change(cx, subject, &subject.units, UnitChange::Successor(next));
        }
    }
}

/// Units that may continue the selected ones, those named first in the tree: others than these, and none that one of
/// these continues.
fn candidates(subject: &Subject<'_>, find: &str) -> Vec<usize> {
    let account = subject.account;
    let find = find.trim().to_lowercase();
    let leads_here = |unit: usize| {
        let mut at = Some(unit);
        for _ in 0..account.units.len() {
            let Some(unit) = at else { return false };
            if subject.units.contains(&unit) {
                return true;
            }
            at = account.units[unit].successor.as_ref().and_then(|key| subject.derived.tree.index(key));
        }
        true
    };
    (1..account.units.len())
        .filter(|unit| find.is_empty() || account.unit_name(*unit).to_lowercase().contains(&find))
        .filter(|unit| !leads_here(*unit))
        .take(LISTED)
        .collect()
}
