//! The figures of a period as rows, whether somebody stands behind them, and what they add up to.

use egui::{Align2, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2};

use crate::{
    document::{Edit, Question},
    engine::{
        metrics::{Figure as Rolled, UnitMeasure},
        shading::active_units,
    },
    ui::kit::{Weight, icons, number, t11, t13, widgets::Button},
};

use super::{
    super::{Action, PanelContext, controls, draw, labels},
    InspectorPanel, Subject,
    field::{self, Reading, Taken},
    heading,
    model::{self, Figure, Shared},
    row, shown,
};

/// Measures that the account view lists, with the names of their rows.
pub const TOTALS: [UnitMeasure; 7] = [
    UnitMeasure::Amount(Rolled::Arr),
    UnitMeasure::Amount(Rolled::Potential),
    UnitMeasure::Amount(Rolled::CategorySpend),
    UnitMeasure::Amount(Rolled::BudgetCeiling),
    UnitMeasure::Amount(Rolled::LicensedSeats),
    UnitMeasure::Amount(Rolled::ActiveUsers),
    UnitMeasure::Amount(Rolled::EligibleUsers),
];

impl InspectorPanel {
    pub(super) fn figures_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        if subject.is_account() {
            heading(ui, t, icons::BUILDING_2, "Entered for the account itself", t.text2);
        }
        standing_ui(cx, ui, subject);
        for figure in Figure::ALL {
            self.figure_ui(cx, ui, subject, figure);
            if figure == Figure::Potential {
                self.potential_ui(cx, ui, subject);
            }
        }
    }

    fn figure_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, figure: Figure) {
        let own = Shared::of(subject.units.iter().map(|unit| figure.own(subject.record(*unit))));
        let line = field::Row {
            label: figure.label(),
            held: own.map(|own| own.map(|own| number::reading(own, figure.kind()))),
            short: own.same().flatten().map(|own| figure.text(Some(own), &subject.symbol)),
            hint: number::MISSING,
            width: 120.0,
        };
        let read = |text: &str| match field::read_number(text, figure.kind()) {
            Reading::Value(value, reading) => match figure.entered(Some(value)) {
                Ok(entered) => Reading::Value(entered, reading),
                Err(reason) => Reading::Nonsense(reason),
            },
            Reading::Cleared => Reading::Cleared,
            Reading::Nonsense(reason) => Reading::Nonsense(reason),
        };
        let done = self.typed(ui, subject, &line, read);
        rolled_ui(cx, ui, subject, figure, done.beside);
        let entered = done.taken.map(|Taken(entered)| entered.map_or_else(|| figure.entered(None), Ok));
        if let Some(Ok(value)) = entered {
            cx.edit(model::enter(subject.account, &subject.units, subject.period, &value));
        }
    }
}

/// Whether somebody stands behind the figures; those carried from an earlier period are confirmed here.
fn standing_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    let open: Vec<usize> = subject
        .units
        .iter()
        .copied()
        .filter(|unit| subject.record(*unit).is_some_and(|r| !r.confirmed))
        .collect();
    if open.is_empty() {
        let entered = subject.units.iter().filter(|unit| subject.record(**unit).is_some()).count();
        let word = match entered {
            0 => "Nothing entered".to_owned(),
            all if all == subject.units.len() => "Confirmed".to_owned(),
            some => format!("{some} of {} confirmed", subject.units.len()),
        };
        let hint = "Whether somebody stands behind the figures of this period";
        super::quiet(ui, t, "Figures", &word, hint);
        return;
    }
    let from = Shared::of(open.iter().map(|unit| subject.record(*unit).and_then(|r| r.carried_from)));
    let word = match from {
        Shared::Same(Some(from)) => format!("carried from {}", cx.workspace.period_text(from)),
        Shared::Same(None) => "not confirmed".to_owned(),
        Shared::Mixed => "carried".to_owned(),
    };
    let word = if subject.units.len() > 1 {
        format!("{} of {} {word}", open.len(), subject.units.len())
    } else {
        word
    };
    let rect = row(ui, t, "Figures");
    let place = UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(egui::Align::Center));
    let button = Button::outline("Confirm").small().name("Confirm figures").show(&mut ui.new_child(place));
    let at = pos2(button.rect.left() - 8.0, rect.center().y);
    let room = at.x - rect.left();
    let said = draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &word, t13(Weight::Regular), t.text3, room);
    let label = ui.interact(said, ui.unique_id().with("standing"), Sense::hover());
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Figures {word}")));
    label.on_hover_text("Nobody has confirmed these figures for this period; changing one confirms them too");
    if button.clicked() {
        let units = model::keys(subject.account, &open);
        cx.edit(Edit::Confirm { account: subject.account.key.clone(), units, period: subject.period });
    }
}

/// What a unit with children adds up to, as a number that opens.
fn rolled_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, figure: Figure, rect: Rect) {
    let t = subject.tokens;
    let (Some(unit), Some(which)) = (subject.one(), figure.measure()) else { return };
    let facts = &subject.derived.facts;
    if subject.is_account() || facts.children(unit).is_empty() || rect.width() < 24.0 {
        return;
    }
    let said = format!("roll-up {}", figure.text(which.measure(&facts.units[unit]).value, &subject.symbol));
    let line = draw::line(ui.painter(), &said, t11(Weight::Regular), t.text3, rect.width());
    let place =
        Align2::RIGHT_CENTER.anchor_size(rect.right_center(), line.size()).expand2(egui::vec2(4.0, 4.0));
    let response = ui.interact(place, ui.unique_id().with(("rolled", figure)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} {said}", figure.label())));
    controls::ground(ui, &response, place, t);
    ui.painter().galley(place.shrink2(egui::vec2(4.0, 4.0)).min, line, t.text3);
    explain_on_click(cx, &response, unit, which);
    response.on_hover_text("Click to see how it is made");
}

/// The totals of the account, as numbers that open.
pub fn totals_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    heading(ui, t, icons::SIGMA, "Totals", t.text2);
    let root = subject.derived.facts.root();
    for which in TOTALS {
        let measured = which.measure(root);
        let value = match which.unit() {
            crate::engine::metrics::Unit::Money => labels::money(measured.value, &subject.symbol),
            _ => labels::count(measured.value),
        };
        let rect = row(ui, t, &format!("Total {}", lower(which)));
        let colour = if measured.value.is_some() { t.text1 } else { t.text3 };
        let line = draw::line(ui.painter(), &value, t13(Weight::Medium), colour, rect.width());
        let place = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), line.size());
        let target = Rect::from_min_max(
            pos2(place.left() - 8.0, rect.top() + 1.0),
            pos2(rect.right() + 8.0, rect.bottom() - 1.0),
        );
        let name = format!("Total {}: {value}", lower(which));
        let response = ui.interact(target, ui.unique_id().with(("total", which.name())), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        controls::ground(ui, &response, target, t);
        ui.painter().galley(place.min, line, colour);
        explain_on_click(cx, &response, 0, which);
        let hint = measured.reason.map(|reason| format!("Unknown: {reason}"));
        response.on_hover_text(hint.unwrap_or_else(|| "Click to see how it is made".to_owned()));
    }
    shown(ui, t, "Active units", &format!("{} of {}", active_units(root), root.units), "");
}

fn lower(which: UnitMeasure) -> String {
    let name = which.name();
    // Abbreviations keep their capitals.
    if name.chars().nth(1).is_some_and(char::is_uppercase) { name.to_owned() } else { name.to_lowercase() }
}

fn explain_on_click(cx: &mut PanelContext<'_>, response: &egui::Response, unit: usize, which: UnitMeasure) {
    if response.clicked() {
        cx.push(Action::Open(Question::Unit(unit, which), response.rect));
    }
}
