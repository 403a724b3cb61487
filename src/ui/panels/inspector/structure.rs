//! Products as chips, how a unit counts, and the note.

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::{FieldValue, UnitChange},
    domain::{Counting, EntryMode, Product, ProductState},
    engine::metrics::is_offered,
    ui::kit::{Mark, Tokens, Weight, icons, paint_mark, t11, t13},
};

use super::{
    super::{
        Action, PanelContext,
        controls::{self, entry, menu},
        draw, labels,
    },
    InspectorPanel, SIDE, Subject,
    account::choice,
    field::{self, Taken},
    head::change,
    heading,
    model::{self, Shared},
    row,
};

/// Shape and colour of a product's state.
fn product_look(t: &Tokens, state: Option<ProductState>) -> (Mark, egui::Color32) {
    match state {
        Some(ProductState::Adopted) => (Mark::TickSquare, t.active),
        Some(ProductState::Trial) => (Mark::HalfRing, t.pilot),
        Some(ProductState::Open) => (Mark::Ring, t.open),
        Some(ProductState::HeldByCompetitor) => (Mark::Diamond, t.competitor),
        Some(ProductState::NotApplicable) => (Mark::Dash, t.control),
        None => (Mark::Dash, t.text3),
    }
}

/// One chip for each product offered in the period.
pub fn products_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    let day = cx.derived.day_of(cx.workspace, subject.period);
    let products = std::sync::Arc::clone(&cx.workspace.products);
    let offered: Vec<&Product> = products.iter().filter(|product| is_offered(product, day)).collect();
    if offered.is_empty() || subject.is_account() {
        return;
    }
    let width = |ui: &Ui, product: &Product| {
        draw::line(ui.painter(), &product.name, t11(Weight::Medium), t.text2, 140.0).size().x + 30.0
    };
    let top = row(ui, t, "Products");
    // Beside the label if they fit in one line, else in lines of their own.
    let total: f32 = offered.iter().map(|product| width(ui, product) + 4.0).sum();
    let widths: Vec<f32> = offered.iter().map(|product| width(ui, product)).collect();
    let (left, right) = (ui.max_rect().left() + SIDE, top.right());
    let beside = total <= top.width();
    let mut x = if beside { right - total + 4.0 } else { left };
    let mut y = if beside { top.center().y - 12.0 } else { top.bottom() };
    for (product, width) in offered.into_iter().zip(widths) {
        if !beside && x + width > right && x > left {
            x = left;
            y += 28.0;
        }
        product_chip(cx, ui, subject, product, Rect::from_min_size(pos2(x, y), vec2(width, 24.0)));
        x += width + 4.0;
    }
    if !beside {
        ui.add_space(y + 28.0 - top.bottom());
    }
}

fn product_chip(
    cx: &mut PanelContext<'_>,
    ui: &mut Ui,
    subject: &Subject<'_>,
    product: &Product,
    rect: Rect,
) {
    let t = subject.tokens;
    let state = model::product_state(subject.account, &subject.units, subject.period, product);
    let word = state.same().map_or("Mixed", ProductState::word);
    let response = ui.interact(rect, ui.unique_id().with(("product", &product.key)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{}: {word}", product.name)));
    let fill = if response.hovered() { t.hover } else { t.canvas };
    ui.painter().rect(rect, 6.0, fill, Stroke::new(1.0, t.border), StrokeKind::Inside);
    if response.has_focus() {
        draw::focus_ring(ui.painter(), rect, 6.0, t.focus);
    }
    let (mark, colour) = product_look(t, state.same());
    paint_mark(ui.painter(), pos2(rect.left() + 13.0, rect.center().y), 10.0, mark, colour, fill);
    let at = pos2(rect.left() + 22.0, rect.center().y);
    draw::text(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        &product.name,
        t11(Weight::Medium),
        t.text2,
        rect.width() - 26.0,
    );
    let own = Shared::of(
        subject
            .units
            .iter()
            .map(|unit| subject.record(*unit).and_then(|record| record.product(&product.key))),
    );
    menu(&response, 210.0, |ui| {
        for choice in ProductState::ALL.iter().copied().map(Some).chain([None]) {
            let chosen = own == Shared::Same(choice);
            let text = choice.map_or("Not entered", ProductState::word);
            let line = entry(ui, t, text, "", Some(chosen));
            let (mark, colour) = product_look(t, choice);
            let centre = pos2(line.rect.right() - 16.0, line.rect.center().y);
            paint_mark(ui.painter(), centre, 12.0, mark, colour, t.raised);
            if line.clicked() {
                if !chosen {
                    let value = FieldValue::Product(product.key.clone(), choice);
                    cx.edit(model::enter(subject.account, &subject.units, subject.period, &value));
                }
                ui.close();
            }
        }
    });
    response.on_hover_text(word);
}

impl InspectorPanel {
    /// Region, owner, counting, entry mode, addressable, existence.
    pub(super) fn structure_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        heading(ui, t, icons::NETWORK, "Structure", t.text2);
        region_ui(cx, ui, subject);
        // The account has an owner of its own, above.
        if !subject.is_account() {
            self.owner_ui(cx, ui, subject);
        }
        let units = &subject.units;
        let of = |unit: &usize| &subject.account.units[*unit];
        let counting = Shared::of(units.iter().map(|unit| of(unit).counting));
        let word = counting.same().map_or("Mixed", Counting::word);
        let button = choice(ui, subject, "Counting", word, counting == Shared::Mixed);
        menu(&button, 200.0, |ui| {
            for value in Counting::ALL.iter().copied() {
                let chosen = counting == Shared::Same(value);
                if entry(ui, t, value.word(), "", Some(chosen)).clicked() {
                    if !chosen {
                        change(cx, subject, units, UnitChange::Counting(value));
                    }
                    ui.close();
                }
            }
        });
        button.on_hover_text("Whether it counts as a unit in rates of units");
        let mode = Shared::of(units.iter().map(|unit| of(unit).entry_mode));
        let button = choice(
            ui,
            subject,
            "Figures entered",
            mode.same().map_or("Mixed", EntryMode::word),
            mode == Shared::Mixed,
        );
        menu(&button, 200.0, |ui| {
            for value in EntryMode::ALL.iter().copied() {
                let chosen = mode == Shared::Same(value);
                if entry(ui, t, value.word(), "", Some(chosen)).clicked() {
                    if !chosen {
                        change(cx, subject, units, UnitChange::EntryMode(value));
                    }
                    ui.close();
                }
            }
        });
        button.on_hover_text("Direct: beside those of the units below. Total: including them.");
        addressable_ui(cx, ui, subject);
        self.existence_ui(cx, ui, subject);
    }

    fn owner_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let own = Shared::of(subject.units.iter().map(|unit| subject.account.units[*unit].owner.as_deref()));
        let line = field::Row::text("Owner", own, "Nobody");
        if let Some(Taken(owner)) = self.typed(ui, subject, &line, field::read_text).taken {
            change(cx, subject, &subject.units, UnitChange::Owner(owner));
        }
    }

    /// The note: one typing run is one step to undo.
    pub(super) fn note_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        heading(ui, t, icons::STICKY_NOTE, "Note", t.text2);
        let own = Shared::of(
            subject.units.iter().map(|unit| subject.record(*unit).and_then(|record| record.note.as_deref())),
        );
        let shown = own.same().flatten().unwrap_or_default();
        let mut text = self.note.clone().unwrap_or_else(|| shown.to_owned());
        let id = ui.unique_id().with("note");
        let focused = ui.memory(|memory| memory.has_focus(id));
        let hint = if own == Shared::Mixed { "Mixed: typing sets it for all" } else { "Write a note…" };
        let hint = egui::RichText::new(hint).color(t.text3).font(t13(Weight::Regular));
        let stroke = if focused { Stroke::new(2.0, t.focus) } else { Stroke::NONE };
        let frame = egui::Frame::NONE
            .inner_margin(egui::Margin::symmetric(8, 6))
            .outer_margin(egui::Margin::symmetric(8, 0))
            .corner_radius(6.0)
            .stroke(stroke)
            .fill(if focused { t.canvas } else { egui::Color32::TRANSPARENT });
        let response = frame
            .show(ui, |ui| {
                let edit = egui::TextEdit::multiline(&mut text)
                    .id(id)
                    .frame(egui::Frame::NONE)
                    .margin(egui::Margin::ZERO)
                    .font(t13(Weight::Regular))
                    .text_color(t.text2)
                    .hint_text(hint)
                    .desired_rows(2)
                    .desired_width(ui.available_width());
                ui.add(edit).accessible_name("Note")
            })
            .inner;
        if response.gained_focus() && self.note.is_none() {
            cx.push(Action::BeginGesture);
            self.note = Some(shown.to_owned());
        }
        if response.changed() {
            let note = (!text.trim().is_empty()).then(|| text.clone());
            cx.edit(model::enter(subject.account, &subject.units, subject.period, &FieldValue::Note(note)));
            if self.note.is_none() {
                cx.push(Action::BeginGesture);
            }
            self.note = Some(text);
        }
        if response.lost_focus() && self.note.take().is_some() {
            cx.push(Action::EndGesture);
        }
    }
}

fn region_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    let regions = std::sync::Arc::clone(&cx.workspace.regions);
    let name = |key: &crate::domain::RegionKey| {
        regions
            .iter()
            .find(|region| region.key == *key)
            .map_or(key.as_str(), |region| region.name.as_str())
            .to_owned()
    };
    let own = Shared::of(subject.units.iter().map(|unit| subject.account.units[*unit].region.as_ref()));
    let held = Shared::of(
        subject.units.iter().map(|unit| model::region(subject.account, &subject.derived.tree, *unit)),
    );
    let word = match held {
        Shared::Same(Some((key, true))) => name(key),
        Shared::Same(Some((key, false))) => format!("{}, inherited", name(key)),
        Shared::Same(None) => labels::UNKNOWN.to_owned(),
        Shared::Mixed => "Mixed".to_owned(),
    };
    let button = choice(ui, subject, "Region", &word, !matches!(held, Shared::Same(Some((_, true)))));
    menu(&button, 210.0, |ui| {
        for region in std::iter::once(None).chain(regions.iter().map(Some)) {
            let chosen = own == Shared::Same(region.map(|region| &region.key));
            let text = region.map_or("Inherited", |region| region.name.as_str());
            if entry(ui, t, text, "", Some(chosen)).clicked() {
                if !chosen {
                    change(
                        cx,
                        subject,
                        &subject.units,
                        UnitChange::Region(region.map(|region| region.key.clone())),
                    );
                }
                ui.close();
            }
        }
    });
}

fn addressable_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    let rect = row(ui, t, "Addressable");
    let shared = Shared::of(
        subject.units.iter().map(|unit| subject.record(*unit).is_none_or(|record| record.addressable)),
    );
    let target = Rect::from_min_max(
        pos2(rect.right() - 52.0, rect.top() + 1.0),
        pos2(rect.right() + 8.0, rect.bottom() - 1.0),
    );
    let response = ui.interact(target, ui.unique_id().with("addressable"), Sense::click());
    let word = match shared {
        Shared::Same(true) => "Yes",
        Shared::Same(false) => "No",
        Shared::Mixed => "Mixed",
    };
    let on = shared == Shared::Same(true);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, "Addressable"));
    controls::ground(ui, &response, target, t);
    let square = Rect::from_center_size(pos2(target.right() - 15.0, target.center().y), vec2(14.0, 14.0));
    if on {
        ui.painter().rect_filled(square, 4.0, t.accent);
        paint_mark(ui.painter(), square.center(), 10.0, Mark::Tick, t.on_accent, t.accent);
    } else {
        ui.painter().rect_stroke(square, 4.0, Stroke::new(1.0, t.control), StrokeKind::Inside);
        if shared == Shared::Mixed {
            paint_mark(ui.painter(), square.center(), 10.0, Mark::Dash, t.control, t.panel);
        }
    }
    let at = pos2(square.left() - 8.0, square.center().y);
    draw::text(ui.painter(), at, Align2::RIGHT_CENTER, word, t13(Weight::Medium), t.text1, 60.0);
    if response.clicked() {
        let value = FieldValue::Addressable(!on);
        cx.edit(model::enter(subject.account, &subject.units, subject.period, &value));
    }
    response.on_hover_text("Whether it could be a customer at all");
}
