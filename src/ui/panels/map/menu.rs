//! What opens over a card: the name field, the menu, the list of new parents, the card in the hand.

use egui::{Align2, Id, Key, Popup, PopupCloseBehavior, PopupKind, Rect, Response, Ui, pos2, vec2};

use crate::ui::kit::{Weight, t13};

use super::{
    super::{
        Action, PanelContext,
        controls::{entry, line_field},
        draw,
    },
    MapPanel, Pass, model,
};

/// What a menu entry asks for.
#[derive(Clone, Copy)]
enum Choice {
    AddChild,
    AddSibling,
    Rename,
    Toggle,
    MoveTo,
    Delete,
}

impl MapPanel {
    /// The name field over the card of the unit being renamed.
    pub(super) fn rename_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        ground: &Response,
    ) {
        let named = self.rename.as_ref().and_then(|rename| pass.derived.tree.index(&rename.unit));
        let place = named.and_then(|unit| self.place_of(pass, unit));
        let Some(rename) = &mut self.rename else { return };
        let Some(card) = place else {
            // A unit just added comes with the next pass; one that was refused never does.
            rename.waited += 1;
            if rename.waited > 4 {
                self.end_rename(cx);
            } else {
                ui.ctx().request_repaint();
            }
            return;
        };
        let width = card.width().max(180.0).min(pass.canvas.width() - 8.0);
        let left = card.left().min(pass.canvas.right() - width - 4.0).max(pass.canvas.left() + 4.0);
        let top = card.top().min(pass.canvas.bottom() - 34.0).max(pass.canvas.top() + 2.0);
        let rect = Rect::from_min_size(pos2(left + 4.0, top + 4.0), vec2(width - 8.0, 24.0));
        let id = ui.unique_id().with("rename on the map");
        let t = cx.tokens;
        ui.painter().rect_filled(rect.expand(2.0), 6.0, t.card);
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        let (response, entered) = line_field(ui, rect, id, &mut rename.text, ("Name", "Name of the unit"), t);
        if !rename.started {
            rename.started = true;
            response.request_focus();
            let end = rename.text.chars().count();
            let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
            let all =
                egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(end));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
            return;
        }
        if response.lost_focus() || entered {
            if !escaped {
                Self::take_name(cx, pass, &rename.unit, &rename.text);
            }
            self.end_rename(cx);
            if escaped || entered {
                ground.request_focus();
                self.by_key = true;
            }
        }
    }

    fn end_rename(&mut self, cx: &mut PanelContext<'_>) {
        if self.rename.take().is_some_and(|rename| rename.is_new) {
            cx.push(Action::EndGesture);
        }
    }

    /// The menu of a card, and the list of new parents.
    pub(super) fn menus_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        pass: &Pass<'_>,
        ground: &Response,
    ) {
        self.menu_ui(cx, ui, pass, ground);
        self.moving_ui(cx, ui, pass, ground);
    }

    fn menu_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, ground: &Response) {
        let Some(menu) = self.menu.clone() else { return };
        let Some(unit) = pass.derived.tree.index(&menu.unit) else {
            self.menu = None;
            return;
        };
        let t = cx.tokens;
        let mut open = true;
        let mut chosen = None;
        let root = unit == 0;
        let children = !pass.facts().children(unit).is_empty();
        let shut = pass.model.node(unit).is_some_and(|node| pass.model.hidden[node.index()] > 0);
        let id = ui.unique_id().with("menu of a card");
        Popup::new(id, ui.ctx().clone(), menu.at, ui.layer_id())
            .kind(PopupKind::Menu)
            .open_bool(&mut open)
            .close_behavior(PopupCloseBehavior::CloseOnClick)
            .width(220.0)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_min_width(220.0);
                let entries = [
                    (Choice::AddChild, "Add child", "Insert", true),
                    (Choice::AddSibling, "Add sibling", "Ctrl Enter", !root),
                    (Choice::Rename, "Rename", "F2", true),
                    (Choice::Toggle, if shut { "Expand" } else { "Collapse" }, ".", children),
                    (Choice::MoveTo, "Move to…", "", !root),
                    (Choice::Delete, "Delete", "Del", !root),
                ];
                for (at, (choice, text, keys, enabled)) in entries.into_iter().enumerate() {
                    let response = ui.add_enabled_ui(enabled, |ui| entry(ui, t, text, keys, None)).inner;
                    if at == 0 && menu.by_key {
                        response.request_focus();
                    }
                    if response.clicked() {
                        chosen = Some(choice);
                        ui.close();
                    }
                }
            });
        if let (true, Some(menu)) = (menu.by_key, &mut self.menu) {
            menu.by_key = false;
        }
        if let Some(choice) = chosen {
            open = false;
            let meant = Self::meant(pass, unit);
            match choice {
                Choice::AddChild => self.add_below(cx, pass, unit),
                Choice::AddSibling => self.add_beside(cx, pass, unit),
                Choice::Rename => self.start_rename(pass, unit),
                Choice::Toggle => self.toggle(pass, unit, None),
                Choice::MoveTo => self.start_moving(pass, &meant, menu.at),
                Choice::Delete => Self::delete(cx, pass, &meant),
            }
        }
        if !open {
            self.menu = None;
            if self.rename.is_none() && self.moving.is_none() {
                ground.request_focus();
            }
        }
    }

    fn moving_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, pass: &Pass<'_>, ground: &Response) {
        const SHOWN: usize = 8;
        let Some(moving) = &mut self.moving else { return };
        let t = cx.tokens;
        let tree = &pass.derived.tree;
        let units: Vec<usize> = moving.units.iter().filter_map(|key| tree.index(key)).collect();
        let wanted = moving.text.trim().to_lowercase();
        let fits = |unit: &usize| {
            pass.account.unit_name(*unit).to_lowercase().contains(&wanted)
                && model::can_hang(tree, &units, *unit)
        };
        let order = pass.facts().order().iter().map(|unit| *unit as usize);
        let targets: Vec<usize> = order.filter(fits).take(SHOWN).collect();
        let mut open = true;
        let mut chosen = None;
        let started = std::mem::replace(&mut moving.started, true);
        let id = ui.unique_id().with("move to");
        let text = &mut moving.text;
        Popup::new(id, ui.ctx().clone(), moving.at, ui.layer_id())
            .kind(PopupKind::Popup)
            .open_bool(&mut open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(260.0)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.set_min_width(260.0);
                let (rect, _) = ui.allocate_exact_size(vec2(260.0, 28.0), egui::Sense::hover());
                let field: Id = id.with("field");
                let (response, entered) = line_field(ui, rect, field, text, ("Move to…", "Move to"), t);
                if !started {
                    response.request_focus();
                }
                if entered {
                    chosen = targets.first().copied();
                }
                for unit in &targets {
                    let name = pass.account.unit_name(*unit);
                    let above = tree.parent(*unit).map_or("", |up| pass.account.unit_name(up));
                    if entry(ui, t, name, above, None).clicked() {
                        chosen = Some(*unit);
                    }
                }
                if targets.is_empty() {
                    let said = "No unit of that name can take it.";
                    ui.label(egui::RichText::new(said).font(t13(Weight::Regular)).color(t.text3));
                }
            });
        if let Some(parent) = chosen {
            self.hang(cx, pass, &units, parent);
            open = false;
        }
        if !open {
            self.moving = None;
            ground.request_focus();
        }
    }

    /// The name of what is in the hand, beside the pointer.
    pub(super) fn drag_ghost(&self, cx: &PanelContext<'_>, ui: &Ui, pass: &Pass<'_>) {
        let Some(drag) = &self.drag else { return };
        let Some(at) = ui.input(|input| input.pointer.latest_pos()) else { return };
        let t = cx.tokens;
        let said = match *drag.units {
            [one] => pass.account.unit_name(one).to_owned(),
            _ => format!("{} units", drag.units.len()),
        };
        let painter = ui.painter_at(pass.canvas);
        let galley = draw::line(&painter, &said, t13(Weight::SemiBold), t.text1, 220.0);
        let size = galley.size() + vec2(24.0, 12.0);
        let room = Rect::from_min_max(pass.canvas.min, (pass.canvas.max - size).max(pass.canvas.min));
        let rect = Rect::from_min_size(room.clamp(at + vec2(12.0, 12.0)), size);
        painter.rect(
            rect,
            8.0,
            t.raised.gamma_multiply(0.95),
            egui::Stroke::new(1.0, t.border),
            egui::StrokeKind::Inside,
        );
        painter.galley(Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size()).min, galley, t.text1);
    }
}
