//! What stands behind a potential: its basis with its inputs, its range, the last review and who said it.

use egui::{Align2, Layout, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2};

use crate::{
    document::{Cell, Edit, FieldValue},
    domain::{Amount, Basis, BasisKind, Potential, Status},
    ui::kit::{
        Weight, icons,
        number::{self, NumberKind},
        paint_icon, t13,
        widgets::Button,
    },
};

use super::{
    super::{
        PanelContext,
        controls::{self, entry, menu},
        draw, labels,
    },
    InspectorPanel, SIDE, Subject,
    account::choice,
    basis, day,
    field::{self, Reading, Taken},
    model::{self, Shared},
    quiet, row,
};

impl InspectorPanel {
    /// The row under the potential, and the rows behind it while it is open.
    pub(super) fn potential_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let held: Vec<Option<&Potential>> = subject
            .units
            .iter()
            .map(|unit| subject.record(*unit).and_then(|record| record.potential.as_deref()))
            .collect();
        self.rests_on_ui(ui, subject, &held);
        if !self.potential_open {
            return;
        }
        let top = ui.cursor().top();
        match held.iter().copied().collect::<Option<Vec<_>>>() {
            Some(held) => self.details_ui(cx, ui, subject, &held),
            None if held.iter().all(Option::is_none) => self.first_ui(cx, ui, subject),
            None => {
                row(ui, subject.tokens, "Some of the units have no potential yet");
            }
        }
        let line = egui::Rangef::new(top + 2.0, ui.cursor().top() - 2.0);
        let x = ui.max_rect().left() + SIDE - 8.0;
        ui.painter().vline(x, line, egui::Stroke::new(1.0, subject.tokens.border));
    }

    fn rests_on_ui(&mut self, ui: &mut Ui, subject: &Subject<'_>, held: &[Option<&Potential>]) {
        let t = subject.tokens;
        let word = match Shared::of(held.iter().map(|held| held.map(model::basis))) {
            Shared::Same(Some(word)) => word,
            Shared::Same(None) => "not entered".to_owned(),
            Shared::Mixed => "mixed".to_owned(),
        };
        let rect = row(ui, t, "Rests on");
        let line = draw::line(ui.painter(), &word, t13(Weight::Regular), t.text2, rect.width() - 22.0);
        let target = egui::Rect::from_min_max(
            pos2(rect.right() - line.size().x - 30.0, rect.top() + 1.0),
            pos2(rect.right() + 8.0, rect.bottom() - 1.0),
        );
        let response = ui.interact(target, ui.unique_id().with("rests on"), Sense::click());
        let open = self.potential_open;
        response.widget_info(|| {
            WidgetInfo::selected(Role::DisclosureTriangle, true, open, format!("Potential rests on {word}"))
        });
        controls::ground(ui, &response, target, t);
        let place =
            Align2::RIGHT_CENTER.anchor_size(target.right_center() - egui::vec2(22.0, 0.0), line.size());
        ui.painter().galley(place.min, line, t.text2);
        let icon = if open { icons::CHEVRON_UP } else { icons::CHEVRON_DOWN };
        paint_icon(ui.painter(), target.right_center() - egui::vec2(13.0, 0.0), 12.0, icon, t.text3);
        if response.clicked() {
            self.potential_open = !open;
        }
        response.on_hover_text("Basis, range, review and source of the potential");
    }

    /// No potential yet: a basis and its inputs make one.
    fn first_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let chosen = self.basis.clone();
        let kind = chosen.as_ref().map(Basis::kind);
        if let Some(kind) = basis_ui(ui, subject, Shared::Same(kind)) {
            self.basis = Some(Basis::empty(kind));
        }
        if let Some(mut next) = chosen.clone()
            && let Some((at, value)) = self.inputs_ui(ui, subject, &[&next])
        {
            basis::set(&mut next, at, value);
            self.basis = Some(next);
        }
        if let Some(next) = self.basis.clone().filter(|next| Some(next) != chosen.as_ref()) {
            let amounts: Result<Vec<Amount>, String> =
                subject.units.iter().map(|unit| basis::amount(cx, subject, *unit, &next)).collect();
            if let Ok(amounts) = amounts {
                self.basis = None;
                let made = |at: usize| Potential { basis: next.clone(), ..Potential::estimate(amounts[at]) };
                put(cx, subject, made);
            }
        }
        let said = match &self.basis {
            None => "choose a basis first".to_owned(),
            Some(Basis::Estimate) => "an estimate is typed above".to_owned(),
            Some(next) => {
                let unit = subject.units[0];
                basis::amount(cx, subject, unit, next).err().unwrap_or_default()
            }
        };
        quiet(ui, subject.tokens, "Basis gives", &said, "");
        self.additional_ui(cx, ui, subject, None);
    }

    fn details_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        subject: &Subject<'_>,
        held: &[&Potential],
    ) {
        let kind = Shared::of(held.iter().map(|held| held.basis.kind()));
        if let Some(kind) = basis_ui(ui, subject, kind.map(Some)) {
            revise(cx, subject, held, |_, potential| potential.basis = Basis::empty(kind));
        }
        if kind != Shared::Mixed {
            let bases: Vec<&Basis> = held.iter().map(|held| &held.basis).collect();
            if let Some((at, value)) = self.inputs_ui(ui, subject, &bases) {
                let amount = |unit, basis: &Basis| basis::amount(cx, subject, unit, basis).ok();
                let revised: Vec<Potential> = held
                    .iter()
                    .zip(&subject.units)
                    .map(|(held, unit)| {
                        let mut potential = Potential::clone(held);
                        let mut next = potential.basis.clone();
                        basis::set(&mut next, at, value);
                        let (old, new) = (amount(*unit, &potential.basis), amount(*unit, &next));
                        basis::rest_on(&mut potential, next, old, new);
                        potential
                    })
                    .collect();
                put(cx, subject, |at| revised[at].clone());
            }
        }
        if kind != Shared::Same(BasisKind::Estimate) {
            gives_ui(cx, ui, subject, held);
        }
        lower_ui(cx, ui, subject, held);
        self.additional_ui(cx, ui, subject, Some(held));
        self.range_ui(cx, ui, subject, held);
        let reviewed = Shared::of(held.iter().map(|held| held.reviewed_on));
        let line = field::Row {
            label: "Reviewed on",
            held: reviewed.map(|day| day.map(|day| day.to_string())),
            short: None,
            hint: "Never",
            width: 120.0,
        };
        if let Some(Taken(day)) = self.typed(ui, subject, &line, day::read).taken {
            revise(cx, subject, held, |_, potential| potential.reviewed_on = day);
        }
        let source = Shared::of(held.iter().map(|held| held.source.as_deref()));
        let line = field::Row::text("Source", source, "Who said it");
        if let Some(Taken(source)) = self.typed(ui, subject, &line, field::read_text).taken {
            revise(cx, subject, held, |_, potential| potential.source.clone_from(&source));
        }
    }

    /// The inputs of one kind of basis; hands back which one was typed, and what.
    fn inputs_ui(
        &mut self,
        ui: &mut Ui,
        subject: &Subject<'_>,
        bases: &[&Basis],
    ) -> Option<(usize, Option<f64>)> {
        let mut typed = None;
        for (at, input) in basis::inputs(bases[0].kind()).iter().enumerate() {
            let held = Shared::of(bases.iter().map(|basis| basis::get(basis, at)));
            let line = number_row(subject, input.label, held, input.kind, input.hint);
            let most = |value: &f64| {
                (input.kind == NumberKind::Percent && *value > 100.0)
                    .then(|| "Type a quantile from 0 to 100%.".to_owned())
            };
            let read = |text: &str| field::read_number(text, input.kind).checked(most);
            if let Some(Taken(value)) = self.typed(ui, subject, &line, read).taken {
                typed = Some((at, value));
            }
        }
        typed
    }

    fn range_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        subject: &Subject<'_>,
        held: &[&Potential],
    ) {
        let values = || held.iter().map(|held| held.value.get());
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(0.0, f64::max);
        let say = |value| labels::money(Some(value), &subject.symbol);
        let above = |low: &f64| {
            (*low > least).then(|| format!("The low end lies at or below the potential of {}.", say(least)))
        };
        let below = |high: &f64| {
            (*high < most).then(|| format!("The high end lies at or above the potential of {}.", say(most)))
        };
        let low = Shared::of(held.iter().map(|held| held.low.map(Amount::get)));
        let line = number_row(subject, "Low", low, NumberKind::Money, number::MISSING);
        let read = |text: &str| field::read_number(text, NumberKind::Money).checked(above);
        if let Some(Taken(low)) = self.typed(ui, subject, &line, read).taken {
            revise(cx, subject, held, |_, p| p.low = low.and_then(|low| Amount::new(low).ok()));
        }
        let high = Shared::of(held.iter().map(|held| held.high.map(Amount::get)));
        let line = number_row(subject, "High", high, NumberKind::Money, number::MISSING);
        let read = |text: &str| field::read_number(text, NumberKind::Money).checked(below);
        if let Some(Taken(high)) = self.typed(ui, subject, &line, read).taken {
            revise(cx, subject, held, |_, p| p.high = high.and_then(|high| Amount::new(high).ok()));
        }
    }

    /// Incremental potential (trap 9.11): what is typed is added to the present ARR, and the sum is what is stored.
    fn additional_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        subject: &Subject<'_>,
        held: Option<&[&Potential]>,
    ) {
        let Some(unit) = subject.one() else { return };
        let Some(arr) = present_arr(subject, unit) else {
            quiet(ui, subject.tokens, "Additional to ARR", "ARR is not known", "");
            return;
        };
        // Shown is what the potential holds beyond the ARR; an overrun has no room left.
        let beyond = held.and_then(|held| held.first()).map(|held| (held.value.get() - arr).max(0.0));
        let line = number_row(
            subject,
            "Additional to ARR",
            Shared::Same(beyond),
            NumberKind::Money,
            number::MISSING,
        );
        let say = |value| labels::money(Some(value), &subject.symbol);
        let read = |text: &str| match field::read_number(text, NumberKind::Money) {
            Reading::Value(more, _) => match Amount::new(arr + more) {
                Ok(sum) => {
                    Reading::Value(sum, format!("{} + {} ARR = {}", say(more), say(arr), say(arr + more)))
                }
                Err(error) => Reading::Nonsense(error.to_string()),
            },
            Reading::Cleared => Reading::Nonsense("To clear the potential, empty its own field.".to_owned()),
            Reading::Nonsense(reason) => Reading::Nonsense(reason),
        };
        if let Some(Taken(Some(sum))) = self.typed(ui, subject, &line, read).taken {
            let value = FieldValue::PotentialValue(Some(sum));
            cx.edit(model::enter(subject.account, &subject.units, subject.period, &value));
        }
    }
}

/// The unit's own ARR; a unit that is no customer has none, which is known (domain specification 2.1, known zero).
fn present_arr(subject: &Subject<'_>, unit: usize) -> Option<f64> {
    let own = subject.record(unit).and_then(|record| record.arr).map(Amount::get);
    let facts = &subject.derived.facts;
    let lost = [Status::Unpenetrated, Status::CompetitorHeld, Status::Lost, Status::Pilot];
    let is_none = || facts.units[unit].status.is_some_and(|status| lost.contains(&status));
    own.or_else(|| is_none().then_some(0.0))
}

/// The row that chooses the basis; hands back another one.
fn basis_ui(ui: &mut Ui, subject: &Subject<'_>, held: Shared<Option<BasisKind>>) -> Option<BasisKind> {
    let word = match held {
        Shared::Same(Some(kind)) => kind.word(),
        Shared::Same(None) => "Choose",
        Shared::Mixed => "Mixed",
    };
    let button = choice(ui, subject, "Basis", word, held == Shared::Mixed);
    let mut picked = None;
    menu(&button, 200.0, |ui| {
        for kind in BasisKind::ALL.iter().copied() {
            let chosen = held == Shared::Same(Some(kind));
            if entry(ui, subject.tokens, kind.word(), "", Some(chosen)).clicked() {
                picked = (!chosen).then_some(kind);
                ui.close();
            }
        }
    });
    picked
}

/// What the basis amounts to; taken over with a click where the potential says something else.
fn gives_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, held: &[&Potential]) {
    let t = subject.tokens;
    let amounts: Vec<Result<Amount, String>> = held
        .iter()
        .zip(&subject.units)
        .map(|(held, unit)| basis::amount(cx, subject, *unit, &held.basis))
        .collect();
    let word = match Shared::of(amounts.iter()) {
        Shared::Same(Ok(amount)) => labels::money(Some(amount.get()), &subject.symbol),
        Shared::Same(Err(reason)) => return quiet(ui, subject.tokens, "Basis gives", reason, ""),
        Shared::Mixed => "Mixed".to_owned(),
    };
    let known: Option<Vec<Amount>> = amounts.iter().map(|amount| amount.as_ref().ok().copied()).collect();
    let differs = known.filter(|known| known.iter().zip(held).any(|(a, held)| !basis::same(*a, held.value)));
    let Some(known) = differs else {
        return super::shown(ui, t, "Basis gives", &word, "The potential is what its basis amounts to");
    };
    let rect = row(ui, t, "Basis gives");
    let place = UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(egui::Align::Center));
    let button =
        Button::outline("Use").small().name("Use what the basis gives").show(&mut ui.new_child(place));
    let at = pos2(button.rect.left() - 8.0, rect.center().y);
    let font = t13(Weight::Medium);
    let said = draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &word, font, t.text1, at.x - rect.left());
    let label = ui.interact(said, ui.unique_id().with("gives"), Sense::hover());
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Basis gives: {word}")));
    label.on_hover_text("The potential was entered as another figure");
    if button.clicked() {
        revise(cx, subject, held, |at, potential| potential.set_value(known[at]));
    }
}

/// Beside the quantile of comparable accounts stands a more cautious one (domain specification 1.5).
fn lower_ui(cx: &PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, held: &[&Potential]) {
    let (Some(unit), Basis::Comparable { quantity, .. }) = (subject.one(), &held[0].basis) else { return };
    let cautious = Basis::Comparable { quantity: *quantity, quantile: Amount::new(0.75).ok() };
    if let Ok(amount) = basis::amount(cx, subject, unit, &cautious) {
        let value = labels::money(Some(amount.get()), &subject.symbol);
        super::shown(
            ui,
            subject.tokens,
            "At quantile 75%",
            &value,
            "Three accounts in four spend less a head",
        );
    }
}

fn number_row<'a>(
    subject: &Subject<'_>,
    label: &'static str,
    held: Shared<Option<f64>>,
    kind: NumberKind,
    hint: &'a str,
) -> field::Row<'a> {
    let short = held.same().flatten().map(|value| match kind {
        NumberKind::Money => labels::money(Some(value), &subject.symbol),
        _ => number::reading(value, kind),
    });
    let held = held.map(|value| value.map(|value| number::reading(value, kind)));
    field::Row { label, held, short, hint, width: 120.0 }
}

/// One edit that changes the potential of every unit; `held` runs parallel to the units.
fn revise(
    cx: &mut PanelContext<'_>,
    subject: &Subject<'_>,
    held: &[&Potential],
    change: impl Fn(usize, &mut Potential),
) {
    put(cx, subject, |at| {
        let mut potential = Potential::clone(held[at]);
        change(at, &mut potential);
        potential
    });
}

/// One edit that enters a potential for every unit, by its place among them.
fn put(cx: &mut PanelContext<'_>, subject: &Subject<'_>, potential: impl Fn(usize) -> Potential) {
    let cell = |(at, unit): (usize, &usize)| Cell {
        unit: subject.account.units[*unit].key.clone(),
        period: subject.period,
        value: FieldValue::Potential(Some(Box::new(potential(at)))),
    };
    let cells = subject.units.iter().enumerate().map(cell).collect();
    cx.edit(Edit::SetCells { account: subject.account.key.clone(), cells });
}
