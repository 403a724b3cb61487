//! The inspector: everything of the selected unit, of several units, or of the account in this period.

mod account;
mod basis;
mod card;
mod day;
mod field;
mod figures;
mod head;
mod model;
mod people;
mod potential;
mod structure;
mod successor;

use std::{collections::HashMap, sync::Arc};

use egui::{Align2, Rect, ScrollArea, Ui, pos2, vec2};

use crate::{
    document::AccountDerived,
    domain::{Account, AccountKey, Basis, Period, UnitKey},
    ui::kit::{Tokens, Weight, icons, paint_icon, t11, t13},
};

use super::{Action, PanelContext, draw};
use field::Draft;

const HEADER: f32 = 40.0;
/// Space left and right of the sections.
const SIDE: f32 = 16.0;

/// The inspector.
#[derive(Default)]
pub struct InspectorPanel {
    /// What the drafts belong to.
    shown: Option<(AccountKey, Vec<UnitKey>, Period)>,
    /// Texts of rows being typed, or kept because they were not understood, by the row's label.
    drafts: HashMap<&'static str, Draft>,
    name: Option<String>,
    /// Whether the rows behind the potential are open.
    potential_open: bool,
    /// The basis being filled in for a potential that does not exist yet.
    basis: Option<Basis>,
    /// What narrows the list of successors.
    find: String,
    /// The note while it is typed in; one gesture.
    note: Option<String>,
}

/// What one pass looks at.
struct Subject<'a> {
    account: &'a Account,
    derived: &'a AccountDerived,
    /// The units, at least one.
    units: Vec<usize>,
    period: Period,
    symbol: String,
    tokens: &'static Tokens,
}

impl Subject<'_> {
    /// The only unit; `None` = several.
    fn one(&self) -> Option<usize> {
        match *self.units {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whether the account itself is shown.
    fn is_account(&self) -> bool {
        self.one() == Some(0)
    }

    fn record(&self, unit: usize) -> Option<&crate::domain::UnitRecord> {
        self.account.record(unit, self.period)
    }
}

impl InspectorPanel {
    /// Paints the panel and takes what is done to it.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let t = cx.tokens;
        let all = ui.max_rect();
        let header = Rect::from_min_size(all.min, vec2(all.width(), HEADER));
        let at = pos2(header.left() + 12.0, header.center().y);
        draw::text(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            "Inspector",
            t13(Weight::SemiBold),
            t.text1,
            header.width(),
        );
        let body = Rect::from_min_max(pos2(all.left(), header.bottom()), all.max);
        let Some(index) = cx.account_index() else {
            self.leave(cx, None);
            empty_ui(ui, body, t);
            return;
        };
        let (account, derived) =
            (Arc::clone(&cx.workspace.accounts[index]), Arc::clone(&cx.derived.accounts[index]));
        let mut units: Vec<usize> =
            cx.selection.units.iter().filter_map(|key| derived.tree.index(key)).collect();
        if units.is_empty() {
            units.push(0);
        }
        let shown = (account.key.clone(), model::keys(&account, &units), cx.period);
        self.leave(cx, Some(shown));
        let subject = Subject {
            account: &account,
            derived: &derived,
            units,
            period: cx.period,
            symbol: cx.symbol().to_owned(),
            tokens: t,
        };
        ui.scope_builder(egui::UiBuilder::new().max_rect(body).id_salt("inspector body"), |ui| {
            ui.set_clip_rect(body.intersect(ui.clip_rect()));
            // Another selection begins at the top.
            let salt = (&subject.account.key, &subject.units);
            ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                self.sections(cx, ui, &subject);
            });
        });
    }

    fn sections(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        self.head_ui(cx, ui, subject);
        if let Some(unit) = subject.one() {
            card::ui(cx, ui, subject, unit);
            people::competitors_ui(cx, ui, subject, unit);
        } else {
            card::several_ui(ui, subject);
        }
        rule(ui, subject.tokens);
        if subject.is_account() {
            self.account_ui(cx, ui, subject);
        }
        self.figures_ui(cx, ui, subject);
        structure::products_ui(cx, ui, subject);
        rule(ui, subject.tokens);
        self.structure_ui(cx, ui, subject);
        if let Some(unit) = subject.one() {
            people::ui(cx, ui, subject, unit);
        }
        rule(ui, subject.tokens);
        self.note_ui(cx, ui, subject);
        ui.add_space(16.0);
    }

    /// Another selection, account or period: what was being typed goes, and a typing run ends.
    fn leave(&mut self, cx: &mut PanelContext<'_>, shown: Option<(AccountKey, Vec<UnitKey>, Period)>) {
        if self.shown == shown {
            return;
        }
        if self.note.take().is_some() {
            cx.push(Action::EndGesture);
        }
        self.drafts.clear();
        (self.name, self.basis) = (None, None);
        self.shown = shown;
    }
}

fn empty_ui(ui: &mut Ui, rect: Rect, t: &Tokens) {
    ui.painter().rect_filled(rect, 0.0, t.panel);
    let at = rect.center() - vec2(0.0, 20.0);
    paint_icon(ui.painter(), at - vec2(0.0, 24.0), 22.0, icons::INFO, t.text3);
    let lines = [
        ("Nothing is selected", t13(Weight::SemiBold), t.text1),
        ("Choose an account or a unit to see", t13(Weight::Regular), t.text3),
        ("and change its figures here.", t13(Weight::Regular), t.text3),
    ];
    for (line, (said, font, colour)) in lines.into_iter().enumerate() {
        let at = at + vec2(0.0, 8.0 + 20.0 * line as f32);
        let place =
            draw::text(ui.painter(), at, Align2::CENTER_CENTER, said, font, colour, rect.width() - 24.0);
        let response = ui.interact(place, ui.unique_id().with(said), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
    }
}

/// A quiet line between two sections.
fn rule(ui: &mut Ui, t: &Tokens) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), egui::Sense::hover());
    let y = rect.center().y.round() + 0.5;
    let line = rect.x_range().shrink(SIDE);
    ui.painter().hline(line, y, egui::Stroke::new(1.0, t.rule));
}

/// A section's small heading with its icon.
fn heading(ui: &mut Ui, t: &Tokens, icon: crate::ui::kit::Icon, text: &str, colour: egui::Color32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, text));
    let y = rect.top() + 8.0;
    paint_icon(ui.painter(), pos2(rect.left() + SIDE + 6.5, y), 13.0, icon, colour);
    let at = pos2(rect.left() + SIDE + 19.0, y);
    draw::text(ui.painter(), at, Align2::LEFT_CENTER, text, t11(Weight::SemiBold), t.text2, rect.width());
}

/// A row with its label; returns the place right of it.
fn row(ui: &mut Ui, t: &Tokens, label: &str) -> Rect {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), egui::Sense::hover());
    let inner = rect.shrink2(vec2(SIDE, 0.0));
    let at = pos2(inner.left(), inner.center().y);
    let label = draw::text(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        label,
        t13(Weight::Regular),
        t.text3,
        inner.width(),
    );
    Rect::from_min_max(pos2(label.right() + 8.0, inner.top()), inner.max)
}

/// A row whose value is only shown; readers hear "label: value".
fn shown(ui: &mut Ui, t: &Tokens, label: &str, value: &str, hint: &str) {
    shown_in(ui, t, (label, value, hint), t13(Weight::Medium), t.text1);
}

/// The same with a word that is no figure.
fn quiet(ui: &mut Ui, t: &Tokens, label: &str, word: &str, hint: &str) {
    shown_in(ui, t, (label, word, hint), t13(Weight::Regular), t.text3);
}

fn shown_in(
    ui: &mut Ui,
    t: &Tokens,
    (label, value, hint): (&str, &str, &str),
    font: egui::FontId,
    colour: egui::Color32,
) {
    let rect = row(ui, t, label);
    let line = draw::line(ui.painter(), value, font, colour, rect.width());
    let hint = if line.elided { format!("{value}\n{hint}").trim_end().to_owned() } else { hint.to_owned() };
    let place = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), line.size());
    ui.painter().galley(pos2(place.left(), place.top().round()), line, colour);
    let response = ui.interact(rect, ui.unique_id().with(("shown", label)), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{label}: {value}")));
    if !hint.is_empty() {
        response.on_hover_text(hint);
    }
}
