//! What opens over a card: the name field, the menu, the card in the hand.

use egui::{Align2, Key, Popup, PopupCloseBehavior, PopupKind, Rect, Response, Ui, pos2, vec2};

use crate::ui::kit::{Weight, t13, widgets};

use super::{
    super::{
        Action, PanelContext, Request,
        controls::{entry, line_field},
        draw,
    },
    MapKind, MapPanel, Pass,
    pick::Purpose,
};

/// What a menu entry asks for.
#[derive(Clone, Copy)]
enum Choice {
    AddChild,
    AddSibling,
    AddList,
    Rename,
    OpenAccount,
    Toggle,
    ExpandBelow,
    CollapseBelow,
    MoveTo,
    SetRegion,
    Group,
    Duplicate,
    Split,
    Merge,
    Addressable,
    Begins,
    Ends,
    SelectBranch,
    SelectAlike,
    CopyList,
    ExportMap,
    Delete,
}

/// A choice, its words, its keys, whether it can be made; `None` = a rule.
type Entry = (Choice, String, &'static str, bool);

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

    /// What the menu of a unit offers, in groups.
    fn entries(&self, cx: &PanelContext<'_>, pass: &Pass<'_>, unit: usize) -> Vec<Option<Entry>> {
        let root = unit == 0;
        let meant = Self::meant(pass, unit);
        let children = !pass.facts().children(unit).is_empty();
        // Areas always show every level.
        let levels = children && self.kind != MapKind::Treemap;
        let shut = pass.model.node(unit).is_some_and(|node| pass.model.hidden[node.index()] > 0);
        let period = cx.workspace.period_text(cx.period);
        let addressable = pass.facts().units[unit].addressable;
        let name = pass.account.unit_name(unit);
        let alike = self.shading.shades.class(unit).map(|class| class.word.clone());
        let legal = self.group_by.is_none();
        let head = self.is_head(unit);
        let entry = |choice, text: &str, keys, enabled| {
            // What stands where is decided in the hierarchy of parents; a group is no unit.
            let places = matches!(
                choice,
                Choice::AddChild
                    | Choice::AddSibling
                    | Choice::AddList
                    | Choice::Duplicate
                    | Choice::Split
                    | Choice::Merge
                    | Choice::MoveTo
                    | Choice::Group
                    | Choice::Delete
            );
            let looks = matches!(
                choice,
                Choice::Toggle
                    | Choice::ExpandBelow
                    | Choice::CollapseBelow
                    | Choice::SelectBranch
                    | Choice::CopyList
                    | Choice::ExportMap
            );
            Some((choice, text.to_owned(), keys, enabled && (legal || !places) && (!head || looks)))
        };
        if self.is_portfolio() {
            let entry = |choice, text: &str, keys, enabled| Some((choice, text.to_owned(), keys, enabled));
            return vec![
                entry(Choice::OpenAccount, "Open the account", "Enter", !root && !head),
                None,
                entry(Choice::Toggle, if shut { "Expand" } else { "Collapse" }, ".", levels),
                entry(Choice::ExpandBelow, "Expand all below", "Shift ]", levels),
                entry(Choice::CollapseBelow, "Collapse all below", "Shift [", levels),
                None,
                entry(Choice::SelectBranch, "Select branch", "", children),
                entry(Choice::CopyList, "Copy as a list", "Ctrl C", true),
                entry(Choice::ExportMap, "Export map…", "", true),
            ];
        }
        let several = meant.len() > 1 && !meant.contains(&0);
        vec![
            entry(Choice::AddChild, "Add child", "Insert", true),
            entry(Choice::AddSibling, "Add sibling", "Ctrl Enter", !root),
            entry(Choice::AddList, "Add a list or template…", "Ctrl V", true),
            None,
            entry(Choice::Rename, "Rename", "F2", true),
            entry(Choice::Duplicate, "Duplicate", "Ctrl D", !root),
            entry(Choice::Split, "Split in two", "", !root && !children),
            entry(Choice::Merge, &format!("Merge into {name}"), "", several),
            None,
            entry(Choice::MoveTo, "Move to…", "", !root),
            entry(Choice::Group, "Group below a new unit…", "Ctrl G", !root),
            entry(Choice::SetRegion, "Set region…", "", true),
            entry(
                Choice::Addressable,
                if addressable { "Mark not addressable" } else { "Mark addressable" },
                "",
                true,
            ),
            entry(Choice::Begins, &format!("Exists from {period} on"), "", !root),
            entry(Choice::Ends, &format!("Ends with {period}"), "", !root),
            None,
            entry(Choice::Toggle, if shut { "Expand" } else { "Collapse" }, ".", levels),
            entry(Choice::ExpandBelow, "Expand all below", "Shift ]", levels),
            entry(Choice::CollapseBelow, "Collapse all below", "Shift [", levels),
            entry(Choice::SelectBranch, "Select branch", "", children),
            entry(
                Choice::SelectAlike,
                &alike
                    .as_ref()
                    .map_or_else(|| "Select all alike".to_owned(), |word| format!("Select all {word}")),
                "",
                alike.is_some(),
            ),
            entry(Choice::CopyList, "Copy as a list", "Ctrl C", true),
            entry(Choice::ExportMap, "Export map…", "", true),
            None,
            entry(Choice::Delete, "Delete", "Del", !root),
        ]
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
        self.picking_ui(cx, ui, pass, ground);
        self.list_ui(cx, ui, pass);
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
        let entries = self.entries(cx, pass, unit);
        let id = ui.unique_id().with("menu of a card");
        Popup::new(id, ui.ctx().clone(), menu.at, ui.layer_id())
            .kind(PopupKind::Menu)
            .open_bool(&mut open)
            .close_behavior(PopupCloseBehavior::CloseOnClick)
            .width(220.0)
            .show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.set_min_width(220.0);
                for (at, row) in entries.iter().enumerate() {
                    let Some((choice, text, keys, enabled)) = row else {
                        widgets::menu_rule(ui);
                        continue;
                    };
                    let response = ui.add_enabled_ui(*enabled, |ui| entry(ui, t, text, keys, None)).inner;
                    if at == 0 && menu.by_key {
                        response.request_focus();
                    }
                    if response.clicked() {
                        chosen = Some(*choice);
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
            let at = menu.at;
            match choice {
                Choice::AddChild => self.add_below(cx, pass, unit),
                Choice::AddSibling => self.add_beside(cx, pass, unit),
                Choice::AddList => self.start_list(pass, unit, String::new()),
                Choice::Rename => self.start_rename(cx, pass, unit),
                Choice::OpenAccount => self.open_account(cx, unit),
                Choice::Toggle => self.toggle(pass, unit, None),
                Choice::ExpandBelow => self.toggle_levels(pass, unit, false),
                Choice::CollapseBelow => self.toggle_levels(pass, unit, true),
                Choice::MoveTo => self.start_picking(pass, Purpose::MoveTo, &meant, at),
                Choice::SetRegion => self.start_picking(pass, Purpose::Region, &meant, at),
                Choice::Group => self.start_picking(pass, Purpose::Group, &meant, at),
                Choice::Duplicate => self.duplicate(cx, pass, unit),
                Choice::Split => self.split(cx, pass, unit),
                Choice::Merge => Self::merge(cx, pass, &meant, unit),
                Choice::Addressable => Self::toggle_addressable(cx, pass, &meant),
                Choice::Begins => Self::set_validity(cx, pass, &meant, true),
                Choice::Ends => Self::set_validity(cx, pass, &meant, false),
                Choice::SelectBranch => self.select_branch(cx, pass, unit),
                Choice::SelectAlike => self.select_alike(cx, pass, unit),
                Choice::CopyList => Self::copy_list(cx, pass, &meant),
                Choice::ExportMap => cx.push(Action::Request(Request::ExportMap)),
                Choice::Delete => self.delete(cx, pass, &meant),
            }
        }
        if !open {
            self.menu = None;
            if self.rename.is_none() && self.picking.is_none() && self.adding.is_none() {
                ground.request_focus();
            }
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
