//! The top of the inspector: where the unit is, its name, status, kind and importance.

use egui::{Align2, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::{Edit, FieldValue, UnitChange},
    domain::{Status, UnitKind},
    ui::kit::{Weight, t11, t15},
};

use super::{
    super::{
        PanelContext,
        controls::{self, EditStyle, entry, menu},
        draw, labels,
    },
    InspectorPanel, SIDE, Subject,
    model::{self, Shared},
};

impl InspectorPanel {
    pub(super) fn head_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>) {
        let t = subject.tokens;
        let height = if subject.is_account() { 52.0 } else { 80.0 };
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let inner = rect.shrink2(vec2(SIDE, 0.0));
        let path = match subject.one() {
            Some(0) => "Account".to_owned(),
            Some(unit) => model::path(subject.account, &subject.derived.tree, unit),
            None => subject.account.name.clone(),
        };
        let at = pos2(inner.left(), inner.top() + 8.0);
        let place = draw::text(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            &path,
            t11(Weight::Regular),
            t.text3,
            inner.width(),
        );
        let crumb = ui.interact(place, ui.unique_id().with("path"), Sense::hover());
        crumb.widget_info(|| WidgetInfo::labeled(Role::Label, true, &path));
        let title = Rect::from_min_size(pos2(inner.left(), inner.top() + 16.0), vec2(inner.width(), 28.0));
        if let Some(unit) = subject.one() {
            self.name_ui(cx, ui, subject, unit, title);
        } else {
            let said = format!("{} units selected", subject.units.len());
            let at = pos2(title.left(), title.center().y);
            draw::text(
                ui.painter(),
                at,
                Align2::LEFT_CENTER,
                &said,
                t15(Weight::SemiBold),
                t.text1,
                title.width(),
            );
            let response = ui.interact(title, ui.unique_id().with("title"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &said));
        }
        let y = title.bottom() + 4.0;
        if subject.is_account() {
            return;
        }
        let x = status_ui(cx, ui, subject, pos2(inner.left(), y)) + 2.0;
        let x = kind_ui(cx, ui, subject, pos2(x, y), inner.right());
        draw::text(
            ui.painter(),
            pos2(x, y + 12.0),
            Align2::CENTER_CENTER,
            "·",
            t11(Weight::Regular),
            t.text3,
            10.0,
        );
        importance_ui(cx, ui, subject, pos2(x, y), inner.right());
    }

    fn name_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        subject: &Subject<'_>,
        unit: usize,
        rect: Rect,
    ) {
        let t = subject.tokens;
        let id = ui.unique_id().with("name");
        controls::value_frame(ui, rect.expand2(vec2(6.0, 0.0)), id, t);
        let name = subject.account.unit_name(unit);
        // The field below can be typed in; readers that walk from heading to heading find the unit by its name.
        let title = ui.interact(rect, ui.unique_id().with("title"), Sense::hover());
        title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
        let mut text = self.name.clone().unwrap_or_else(|| name.to_owned());
        let style = EditStyle {
            name: if unit == 0 { "Account name" } else { "Unit name" },
            hint: "Name",
            font: t15(Weight::SemiBold),
            colour: t.text1,
            quiet: t.text3,
            align: Align2::LEFT_CENTER,
        };
        let response = controls::edit(ui, rect, id, &mut text, &style);
        if response.changed() || response.has_focus() {
            self.name = Some(text);
        }
        if response.lost_focus() {
            let typed = self.name.take().unwrap_or_default().trim().to_owned();
            let escaped = ui.input(|input| input.key_pressed(Key::Escape));
            if !escaped && !typed.is_empty() && typed != name {
                let account = subject.account.key.clone();
                cx.edit(if unit == 0 {
                    Edit::RenameAccount { account, name: typed }
                } else {
                    let units = model::keys(subject.account, &subject.units);
                    Edit::SetUnits { account, units, change: UnitChange::Name(typed) }
                });
            }
        }
    }
}

/// The status badge, which opens the list; returns its right edge.
fn status_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, at: egui::Pos2) -> f32 {
    let t = subject.tokens;
    let facts = &subject.derived.facts;
    let shared = Shared::of(subject.units.iter().map(|unit| {
        let own = &facts.units[*unit];
        (own.status, own.status_inherited)
    }));
    let (word, status, inherited) = match shared {
        Shared::Same((status, inherited)) => (status.map_or("No status", Status::word), status, inherited),
        Shared::Mixed => ("Mixed", None, false),
    };
    let look = labels::status_look(t, status);
    let text = if inherited { format!("{word}, inherited") } else { word.to_owned() };
    let line = draw::line(ui.painter(), &text, t11(Weight::Medium), look.text, 180.0);
    let width = line.size().x + 21.0 + 8.0;
    // The badge is 20 high; what can be hit is 24.
    let target = Rect::from_min_size(at, vec2(width, 24.0));
    let badge = target.shrink2(vec2(0.0, 2.0));
    let response = ui.interact(target, ui.unique_id().with("status"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Status: {text}")));
    ui.painter().rect_filled(badge, 4.0, look.tint);
    if response.hovered() {
        ui.painter().rect_stroke(badge, 4.0, egui::Stroke::new(1.0, look.mark), egui::StrokeKind::Inside);
    }
    if response.has_focus() {
        draw::focus_ring(ui.painter(), badge, 4.0, t.focus);
    }
    draw::status_shape(ui.painter(), pos2(badge.left() + 12.0, badge.center().y), 11.0, status, look.mark);
    let place = Align2::LEFT_CENTER.anchor_size(pos2(badge.left() + 21.0, badge.center().y), line.size());
    ui.painter().galley(place.min, line, look.text);
    let own =
        Shared::of(subject.units.iter().map(|unit| subject.record(*unit).and_then(|record| record.status)));
    menu(&response, 200.0, |ui| {
        let choices = Status::ALL.iter().copied().map(Some).chain([None]);
        for choice in choices {
            let word = choice.map_or("Inherited", Status::word);
            let chosen = own == Shared::Same(choice);
            if status_entry(ui, subject, choice, word, chosen).clicked() {
                if !chosen {
                    cx.edit(model::enter(
                        subject.account,
                        &subject.units,
                        subject.period,
                        &FieldValue::Status(choice),
                    ));
                }
                ui.close();
            }
        }
    });
    target.right()
}

fn status_entry(
    ui: &mut Ui,
    subject: &Subject<'_>,
    status: Option<Status>,
    word: &str,
    chosen: bool,
) -> Response {
    let t = subject.tokens;
    let response = entry(ui, t, word, "", Some(chosen));
    if let Some(status) = status {
        let centre = pos2(response.rect.right() - 16.0, response.rect.center().y);
        draw::status_shape(
            ui.painter(),
            centre,
            12.0,
            Some(status),
            labels::status_look(t, Some(status)).mark,
        );
    }
    response
}

/// A small word that opens a menu; returns it.
fn word_button(
    ui: &mut Ui,
    subject: &Subject<'_>,
    at: egui::Pos2,
    right: f32,
    name: &str,
    word: &str,
) -> Response {
    let t = subject.tokens;
    let room = (right - at.x - 4.0).max(0.0);
    let line = draw::line(ui.painter(), word, t11(Weight::Regular), t.text3, room);
    let rect = Rect::from_min_size(at, vec2(line.size().x + 8.0, 24.0));
    let response = ui.interact(rect, ui.unique_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {word}")));
    controls::ground(ui, &response, rect.shrink2(vec2(0.0, 2.0)), t);
    let place = Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 4.0, rect.center().y), line.size());
    ui.painter().galley(place.min, line, t.text3);
    response
}

fn kind_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, at: egui::Pos2, right: f32) -> f32 {
    let shared = Shared::of(subject.units.iter().map(|unit| subject.account.units[*unit].kind));
    let word = shared.same().map_or("Mixed kinds", UnitKind::word);
    let response = word_button(ui, subject, at, right, "Kind", word);
    let end = response.rect.right();
    // The root keeps its kind, so it is left out of what an edit goes to.
    let units: Vec<usize> = subject.units.iter().copied().filter(|unit| *unit > 0).collect();
    menu(&response, 200.0, |ui| {
        for kind in UnitKind::ALL.iter().copied().filter(|kind| *kind != UnitKind::Account) {
            let chosen = shared == Shared::Same(kind);
            if entry(ui, subject.tokens, kind.word(), "", Some(chosen)).clicked() {
                if !chosen {
                    change(cx, subject, &units, UnitChange::Kind(kind));
                }
                ui.close();
            }
        }
    });
    end
}

fn importance_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, at: egui::Pos2, right: f32) {
    let shared = Shared::of(subject.units.iter().map(|unit| subject.account.units[*unit].importance));
    let word = match shared {
        Shared::Same(Some(value)) => format!("importance {value} of 5"),
        Shared::Same(None) => "importance not judged".to_owned(),
        Shared::Mixed => "importance mixed".to_owned(),
    };
    let response = word_button(ui, subject, at, right, "Importance", &word);
    menu(&response, 200.0, |ui| {
        for value in (1..=5).rev().map(Some).chain([None]) {
            let text = match value {
                Some(5) => "5, highest".to_owned(),
                Some(1) => "1, lowest".to_owned(),
                Some(value) => value.to_string(),
                None => "Not judged".to_owned(),
            };
            let chosen = shared == Shared::Same(value);
            if entry(ui, subject.tokens, &text, "", Some(chosen)).clicked() {
                if !chosen {
                    change(cx, subject, &subject.units, UnitChange::Importance(value));
                }
                ui.close();
            }
        }
    });
}

/// Changes a property of units.
pub fn change(cx: &mut PanelContext<'_>, subject: &Subject<'_>, units: &[usize], change: UnitChange) {
    let units = model::keys(subject.account, units);
    if !units.is_empty() {
        cx.edit(Edit::SetUnits { account: subject.account.key.clone(), units, change });
    }
}
