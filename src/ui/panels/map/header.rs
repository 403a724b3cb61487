//! The map's header: what the colours mean, a new unit, the find field. And the panel without an account.

use egui::{Align2, Key, Modifiers, Rect, Ui, pos2, vec2};

use crate::ui::kit::{Tokens, Weight, icons, paint_icon, t11, t13, widgets::segmented_icons};

use super::{
    super::{
        PanelContext,
        controls::{self, EditStyle, Quiet},
        draw,
    },
    MapKind, MapPanel, Pass,
    grouped::HIERARCHIES,
    look::ColourBy,
};

/// Room for what stands behind the button of colours: the hierarchy, the button for a new unit, a short find field.
const BEHIND: f32 = 320.0;
/// Room for the period that change is measured from.
const SINCE: f32 = 130.0;

impl MapPanel {
    pub(super) fn header_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        rect: Rect,
        pass: Option<&Pass<'_>>,
    ) {
        let t = cx.tokens;
        let y = rect.center().y;
        let title = draw::text(
            ui.painter(),
            pos2(rect.left() + 12.0, y),
            Align2::LEFT_CENTER,
            "Map",
            t13(Weight::SemiBold),
            t.text1,
            120.0,
        );
        let Some(pass) = pass else { return };
        let mut x = title.right() + 12.0;
        x += self.kinds_ui(ui, pos2(x, y - 14.0), rect.width() >= 790.0) + 10.0;
        let since = if self.colour == ColourBy::Change { SINCE } else { 0.0 };
        let room = rect.right() - x - since - BEHIND;
        let colour =
            |text| Quiet { name: "Colour by", icon: None, text, value: self.colour.word(), menu: true };
        // What it is can be guessed from its value; without the find field nothing could be found.
        let text = if colour("Colour by").width(ui) <= room { "Colour by" } else { "" };
        let colour = colour(text);
        let place = Rect::from_min_size(pos2(x, y - 14.0), vec2(colour.width(ui), 28.0));
        let response = colour.ui(ui, place, t).on_hover_text("What the colours of the cards mean");
        controls::menu(&response, 180.0, |ui| {
            for choice in ColourBy::ALL {
                if controls::entry(ui, t, choice.word(), "", Some(choice == self.colour)).clicked() {
                    if self.colour != choice {
                        self.colour = choice;
                        self.filter.clear();
                    }
                    ui.close();
                }
            }
        });
        x = place.right() + 4.0;
        let portfolio = self.is_portfolio();
        if self.colour == ColourBy::Change {
            x += self.since_ui(cx, ui, pos2(x, y - 14.0));
        }
        x += self.hierarchy_ui(cx, ui, pos2(x, y - 14.0), rect.width()) + 4.0;
        let add = if portfolio {
            Quiet { name: "Open account", icon: None, text: "Open account", value: "", menu: false }
        } else {
            Quiet { name: "Add unit", icon: Some(icons::PLUS), text: "Unit", value: "", menu: false }
        };
        // The find field takes what the button leaves.
        let w = add.width(ui);
        let width = (rect.right() - 8.0 - x - (w + 12.0).max(84.0)).clamp(0.0, 172.0);
        let field = Rect::from_min_size(pos2(rect.right() - 8.0 - width, y - 14.0), vec2(width, 28.0));
        let place = Rect::from_min_size(pos2(field.left() - 8.0 - w, y - 14.0), vec2(w, 28.0));
        if portfolio {
            if let Some(unit) = Self::can_open(pass)
                && place.left() >= x
                && add.ui(ui, place, t).on_hover_text("Go to the account of the selected unit").clicked()
            {
                self.open_account(cx, unit);
            }
        } else if place.left() >= x {
            let response = add.ui(ui, place, t).on_hover_text("Add a unit below the selected one (Insert)");
            if response.clicked() {
                self.add_below(cx, pass, pass.primary().unwrap_or(0));
                self.wants_focus = false;
            }
        }
        if width >= 96.0 {
            self.find_ui(cx, ui, field, pass);
        }
    }

    /// The period with which change is measured; returns the width taken.
    fn since_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, at: egui::Pos2) -> f32 {
        let before = cx.period.plus(-1);
        let since = self.since.unwrap_or(before);
        let value = cx.workspace.period_text(since);
        let button = Quiet { name: "Change since", icon: None, text: "since", value: &value, menu: true };
        let place = Rect::from_min_size(at, vec2(button.width(ui), 28.0));
        let response =
            button.ui(ui, place, cx.tokens).on_hover_text("The period that change is measured from");
        controls::menu(&response, 140.0, |ui| {
            for period in cx.derived.periods.iter().rev().filter(|period| **period < cx.period) {
                let text = cx.workspace.period_text(*period);
                if controls::entry(ui, cx.tokens, &text, "", Some(*period == since)).clicked() {
                    self.since = Some(*period).filter(|period| *period != before);
                    ui.close();
                }
            }
        });
        place.width()
    }

    /// Which hierarchy; returns the width taken.
    fn hierarchy_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, at: egui::Pos2, room: f32) -> f32 {
        let word = |by| HIERARCHIES.iter().find(|(other, _)| *other == by).map_or("", |(_, word)| *word);
        let text = if room >= 860.0 { "By" } else { "" };
        let value = word(self.group_by);
        let button = Quiet { name: "Hierarchy", icon: Some(icons::LAYERS), text, value, menu: true };
        let place = Rect::from_min_size(at, vec2(button.width(ui), 28.0));
        let hint = "By what units are put together: parents, region, kind or owner";
        let response = button.ui(ui, place, cx.tokens).on_hover_text(hint);
        controls::menu(&response, 180.0, |ui| {
            for (by, word) in HIERARCHIES {
                if controls::entry(ui, cx.tokens, word, "", Some(by == self.group_by)).clicked() {
                    self.regroup_by(by);
                    ui.close();
                }
            }
        });
        place.width()
    }

    /// Tree, treemap, outline; returns the width taken.
    fn kinds_ui(&mut self, ui: &mut Ui, at: egui::Pos2, words: bool) -> f32 {
        let options = [
            (MapKind::Tree, Some(icons::NETWORK), "Tree"),
            (MapKind::Treemap, Some(icons::LAYOUT_DASHBOARD), "Treemap"),
            (MapKind::Outline, Some(icons::LIST_TREE), "Outline"),
        ];
        let now = ui.input(|input| input.time);
        let builder = egui::UiBuilder::new().max_rect(Rect::from_min_size(at, vec2(280.0, 28.0)));
        let mut child = ui.new_child(builder.id_salt("map view"));
        if let Some(kind) = segmented_icons(&mut child, "View", self.kind, &options, words) {
            self.show_as(kind, now);
            ui.ctx().request_repaint();
        }
        child.min_rect().width()
    }

    fn find_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect, pass: &Pass<'_>) {
        let t = cx.tokens;
        let id = ui.unique_id().with("find a unit");
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F))
            || std::mem::take(&mut self.wants_find)
        {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let focused = ui.memory(|memory| memory.has_focus(id));
        let back = ui.input(|input| input.modifiers.shift);
        // Shift+Enter would be a line break to the field; here it searches backwards.
        let entered_back = focused && ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Enter));
        let escaped = focused && ui.input(|input| input.key_pressed(Key::Escape));
        let trail = if self.find.text.is_empty() { 48.0 } else { 56.0 };
        controls::field_frame(ui, rect, id, t);
        paint_icon(ui.painter(), pos2(rect.left() + 15.0, rect.center().y), 14.0, icons::SEARCH, t.text3);
        let inner = Rect::from_min_max(
            pos2(rect.left() + 27.0, rect.top() + 2.0),
            pos2(rect.right() - trail, rect.bottom() - 2.0),
        );
        let style = EditStyle {
            name: "Find a unit",
            hint: "Find a unit",
            font: t13(Weight::Regular),
            colour: t.text1,
            quiet: t.text3,
            align: Align2::LEFT_CENTER,
        };
        let response = controls::edit(ui, inner, id, &mut self.find.text, &style);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.changed() {
            self.find.at = None;
        }
        if !self.find.text.trim().is_empty() {
            self.refresh_find(pass);
        }
        if entered || entered_back {
            let now = ui.input(|input| input.time);
            self.jump(cx, pass, now, back || entered_back);
            response.request_focus();
            ui.ctx().request_repaint();
        }
        if escaped {
            self.find.text.clear();
            self.wants_focus = true;
        }
        let said = match (self.find.text.trim().is_empty(), self.find.at, self.find.hits.len()) {
            (true, ..) => "Ctrl F".to_owned(),
            (_, _, 0) => "none".to_owned(),
            (_, Some(at), count) => format!("{} of {count}", at + 1),
            (_, None, count) => format!("{count} found"),
        };
        let at = pos2(rect.right() - 8.0, rect.center().y);
        draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &said, t11(Weight::Regular), t.text3, trail);
    }

    /// There is no account: say what to do.
    pub(super) fn empty_ui(ui: &Ui, rect: Rect, t: &Tokens) {
        ui.painter().rect_filled(rect, 0.0, t.canvas);
        let at = rect.center() - vec2(0.0, 24.0);
        paint_icon(ui.painter(), at - vec2(0.0, 20.0), 22.0, icons::NETWORK, t.text3);
        let lines = [
            (12.0, "There is no account yet", t13(Weight::SemiBold), t.text1),
            (34.0, "Add one in the list on the left.", t13(Weight::Regular), t.text3),
        ];
        for (down, said, font, colour) in lines {
            let at = at + vec2(0.0, down);
            let room = rect.width() - 32.0;
            let place = draw::text(ui.painter(), at, Align2::CENTER_CENTER, said, font, colour, room);
            let response = ui.interact(place, ui.unique_id().with(said), egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
        }
    }
}
