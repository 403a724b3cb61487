//! The headings: sorting, filtering, moving, widening, fixing and hiding columns, by pointer, menu and keys.

use egui::{Align2, CursorIcon, Id, Popup, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::{
    kit::{
        fonts::{Weight, t11, t13},
        icons, text,
        tokens::Tokens,
        widgets::{Button, MenuItem, TextField, focus_ring, menu_rule, popover_frame},
    },
    panels::context::PanelContext,
};

use super::{
    columns::{Column, Slot},
    cursor::Pos,
    editor::floating,
    filter::Filter,
    layout::{Layout, PAD},
    paint::put,
    sheet::Sheet,
    state::Grid,
};

/// What happens on the headings.
#[derive(Debug, Default)]
pub struct HeadingState {
    /// A place whose menu is to be opened.
    pub opens: Option<usize>,
    /// The column that the pointer carries to another place.
    carried: Option<Column>,
    /// The column that is being widened, its width before, and where the pointer began.
    widened: Option<(Column, f32, f32)>,
    /// The filter that is being typed.
    filter: Option<FilterField>,
}

#[derive(Debug)]
struct FilterField {
    column: Column,
    col: usize,
    text: String,
    begun: bool,
}

/// How near to its right edge a column is widened.
const EDGE: f32 = 5.0;
/// A step of the width by menu.
const STEP: f32 = 24.0;

impl Grid {
    /// Shows the headings in `strip` and does what is asked of them.
    pub fn headings_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        strip: Rect,
        grid_id: Id,
    ) {
        let tokens = cx.tokens;
        let opens = self.headings.opens.take();
        let columns: Vec<usize> = layout.visible_columns().collect();
        for col in columns.iter().copied() {
            let (left, right) = layout.column(col);
            let seen = Rect::from_x_y_ranges(layout.clip(col).x_range(), strip.y_range());
            let whole = Rect::from_x_y_ranges(left..=right, strip.y_range());
            let rect = whole.intersect(seen);
            if rect.width() <= 0.0 {
                continue;
            }
            let slot = sheet.slot(col);
            let response = ui.interact(rect, grid_id.with(("head", col)), Sense::click_and_drag());
            self.heading(ui, sheet, slot, whole, seen, &response, tokens);
            let menu = Popup::menu(&response);
            if opens == Some(col) {
                Popup::open_id(ui.ctx(), menu.get_id());
            }
            menu.gap(2.0)
                .frame(popover_frame(tokens).inner_margin(egui::Margin::same(4)))
                .accessible_name(format!("{}, column menu", sheet.slot_name(slot)))
                .show(|ui| {
                    ui.set_min_width(190.0);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    self.column_menu(ui, sheet, layout, col);
                });
            self.carry(ui, &response, layout, strip, slot, tokens);
        }
        for col in columns {
            self.edge(ui, sheet, layout, strip, col, grid_id);
        }
        self.filter_field(ui, sheet, layout, strip, grid_id, tokens);
    }

    #[expect(clippy::too_many_arguments, reason = "a heading is painted from plain facts")]
    fn heading(
        &self,
        ui: &Ui,
        sheet: &Sheet<'_>,
        slot: Slot,
        whole: Rect,
        seen: Rect,
        response: &Response,
        tokens: &Tokens,
    ) {
        let heading = sheet.heading(slot);
        let sorted = self.view.sorted(slot);
        let filtered = self.filter_of(slot).is_some();
        let name = if sheet.tracks.is_some() && slot.column != Column::Unit {
            heading.clone()
        } else {
            slot.column.name().to_owned()
        };
        let name = match sorted {
            Some(true) => format!("{name}, sorted, largest first"),
            Some(false) => format!("{name}, sorted, smallest first"),
            None => name,
        };
        let name = if filtered { format!("{name}, filtered") } else { name };
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
        let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
        if response.hovered() || response.has_focus() {
            painter.rect_filled(whole.shrink2(vec2(2.0, 2.0)), 4.0, tokens.hover);
        }
        let numeric = slot.column.is_numeric() && slot.column != Column::Penetration;
        let pad = if slot.column == Column::Unit { 16.0 } else { PAD };
        let mut inner = whole.shrink2(vec2(pad, 0.0));
        let ink = if sorted.is_some() || filtered { tokens.text1 } else { tokens.text2 };
        let marks = [
            sorted.map(|down| if down { icons::CHEVRON_DOWN } else { icons::CHEVRON_UP }),
            filtered.then_some(icons::FUNNEL),
        ];
        for icon in marks.into_iter().flatten() {
            // Marks stand at the left of numbers, at the right of words.
            let x = if numeric { inner.left() + 4.0 } else { inner.right() - 4.0 };
            icons::paint_icon(&painter, pos2(x, inner.center().y), 12.0, icon, ink);
            if numeric {
                inner.min.x += 14.0;
            } else {
                inner.max.x -= 14.0;
            }
        }
        let align = if numeric { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        put(&painter, inner, align, &heading, t11(Weight::Medium), ink);
        focus_ring(ui, whole.shrink(4.0), 4.0, response);
        if !response.has_focus() && self.headings.carried.is_none() {
            response.clone().on_hover_text(slot.column.about());
        }
    }

    /// The filter of a place.
    fn filter_of(&self, slot: Slot) -> Option<&Filter> {
        let period = self.view.over_time.then_some(slot.period).filter(|_| slot.column != Column::Unit);
        self.view.filters.iter().find(|filter| filter.column == slot.column && filter.period == period)
    }

    fn column_menu(&mut self, ui: &mut Ui, sheet: &Sheet<'_>, layout: &Layout, col: usize) {
        let slot = sheet.slot(col);
        let column = slot.column;
        let sorted = self.view.sorted(slot);
        let words = if column.is_numeric() {
            [("Largest first", Some(true)), ("Smallest first", Some(false))]
        } else {
            [("First to last", Some(false)), ("Last to first", Some(true))]
        };
        for (text, order) in words.into_iter().chain([("As in the tree", None)]) {
            if MenuItem::new(text).selected(sorted == order).show(ui).clicked() {
                self.view.sort_by(slot, order);
            }
        }
        menu_rule(ui);
        let held = self.filter_of(slot).map(|filter| filter.text.clone());
        if MenuItem::new("Filter…").icon(icons::FUNNEL).show(ui).clicked() {
            let text = held.clone().unwrap_or_default();
            self.headings.filter = Some(FilterField { column, col, text, begun: false });
        }
        if held.is_some() && MenuItem::new("Show all rows").icon(icons::X).show(ui).clicked() {
            self.set_filter(slot, None);
        }
        menu_rule(ui);
        if self.view.frozen == col + 1 && col > 0 {
            if MenuItem::new("Let columns scroll").icon(icons::LOCK_OPEN).show(ui).clicked() {
                self.view.frozen = 1;
            }
        } else if MenuItem::new("Keep in view up to here").icon(icons::LOCK).show(ui).clicked() {
            self.view.frozen = col + 1;
        }
        let width = layout.column(col).1 - layout.column(col).0;
        for (text, icon, by) in [("Wider", icons::PLUS, STEP), ("Narrower", icons::MINUS, -STEP)] {
            if MenuItem::new(text).icon(icon).show(ui).clicked() {
                self.view.set_width(column, Some(width + by));
            }
        }
        if MenuItem::new("As wide as its values").icon(icons::COLUMNS_3).show(ui).clicked() {
            self.fit(ui, sheet, layout, col);
        }
        if self.view.has_own_width(column)
            && MenuItem::new("Usual width").icon(icons::ROTATE_CCW).show(ui).clicked()
        {
            self.view.set_width(column, None);
        }
        if self.view.over_time || column == Column::Unit {
            return;
        }
        menu_rule(ui);
        let last = col + 1 == self.view.shown.len();
        if MenuItem::new("Move left").icon(icons::ARROW_LEFT).enabled(col > 1).show(ui).clicked() {
            self.view.move_to(column, col - 1);
        }
        if MenuItem::new("Move right").icon(icons::ARROW_RIGHT).enabled(!last).show(ui).clicked() {
            self.view.move_to(column, col + 2);
        }
        if MenuItem::new("Hide").icon(icons::EYE_OFF).show(ui).clicked() {
            self.view.toggle(column);
        }
    }

    /// Sets or clears the filter of a place.
    fn set_filter(&mut self, slot: Slot, filter: Option<Filter>) {
        let old = self.filter_of(slot).cloned();
        self.view.filters.retain(|other| Some(other) != old.as_ref());
        self.view.filters.extend(filter);
    }

    /// Drags a column to another place.
    fn carry(
        &mut self,
        ui: &Ui,
        response: &Response,
        layout: &Layout,
        strip: Rect,
        slot: Slot,
        tokens: &Tokens,
    ) {
        if self.view.over_time || slot.column == Column::Unit {
            return;
        }
        if response.drag_started() {
            self.headings.carried = Some(slot.column);
        }
        if self.headings.carried != Some(slot.column) {
            return;
        }
        let Some(at) = ui.input(|input| input.pointer.interact_pos()) else { return };
        let under = layout.column_at(at.x);
        let (left, right) = layout.column(under);
        let to = (under + usize::from(at.x > f32::midpoint(left, right))).max(1);
        if response.dragged() {
            ui.set_cursor_icon(CursorIcon::Grabbing);
            let x = if to > under { right } else { left };
            let line = strip.with_max_y(layout.body.bottom());
            ui.painter().vline(x, line.y_range(), Stroke::new(2.0, tokens.accent));
        } else {
            self.headings.carried = None;
            self.view.move_to(slot.column, to);
        }
    }

    /// The right edge of a heading: drag it to widen the column, double-click it to fit its values.
    fn edge(&mut self, ui: &Ui, sheet: &Sheet<'_>, layout: &Layout, strip: Rect, col: usize, grid_id: Id) {
        let (left, right) = layout.column(col);
        let rect = Rect::from_x_y_ranges(right - EDGE..=right + EDGE, strip.y_range());
        let seen =
            Rect::from_x_y_ranges(layout.clip(col).x_range(), strip.y_range()).expand2(vec2(EDGE, 0.0));
        if !seen.contains_rect(rect) {
            return;
        }
        let response = ui.interact(rect, grid_id.with(("edge", col)), Sense::click_and_drag());
        let column = sheet.slot(col).column;
        // By keys and readers a column is widened in its menu.
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if response.double_clicked() {
            self.fit(ui, sheet, layout, col);
        } else if let Some(at) = response.interact_pointer_pos() {
            // By how far the pointer went, not to where it is: the names give way and take the left edge with them.
            if response.drag_started() {
                let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(at);
                self.headings.widened = Some((column, right - left, origin.x));
            }
            if let Some((_, width, from)) =
                self.headings.widened.filter(|(of, ..)| *of == column && response.dragged())
            {
                self.view.set_width(column, Some(width + at.x - from));
            }
        }
    }

    /// Makes a column as wide as its heading and the values in sight.
    fn fit(&mut self, ui: &Ui, sheet: &Sheet<'_>, layout: &Layout, col: usize) {
        let slot = sheet.slot(col);
        let wide = |words: &str, font| text::width(ui, words, font);
        let beside = match slot.column {
            Column::Status => 17.0,
            Column::Carried => 20.0,
            Column::Penetration => 68.0,
            _ => 0.0,
        };
        let mut most = wide(&sheet.heading(slot), t11(Weight::Medium)) + 14.0;
        for at in layout.visible(sheet.rows.len()) {
            let Some(row) = sheet.row(at) else { break };
            let width = if slot.column == Column::Unit {
                super::paint::name_left(layout.cell(Pos::new(at, col)), row)
                    + wide(sheet.unit_name(row), t13(Weight::SemiBold))
            } else {
                wide(&sheet.shown(row, slot).text, t13(Weight::SemiBold)) + beside
            };
            most = most.max(width);
        }
        self.view.set_width(slot.column, Some(most + 2.0 * PAD));
    }

    /// The field under a heading in which a filter is typed.
    fn filter_field(
        &mut self,
        ui: &Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        strip: Rect,
        grid_id: Id,
        tokens: &Tokens,
    ) {
        let Some(mut field) = self.headings.filter.take() else { return };
        let slot = sheet.slot(field.col);
        if slot.column != field.column {
            return;
        }
        let (left, right) = layout.column(field.col);
        let under = Rect::from_x_y_ranges(left..=right, strip.y_range());
        let period = self.view.over_time.then_some(slot.period).filter(|_| slot.column != Column::Unit);
        let read = Filter::read(slot.column, period, &field.text);
        let id = grid_id.with("filter");
        let (mut taken, mut open) = (false, true);
        let name = format!("Filter of {}", sheet.slot_name(slot));
        let rect = floating(ui, tokens, under, id, vec2(296.0, 132.0), |ui| {
            let hint = if slot.column.is_numeric() { "> 100K" } else { "Part of a word" };
            let bad = read.is_err();
            let width = ui.available_width();
            let response =
                TextField::new(&name).hint(hint).icon(icons::FUNNEL).width(width).wrong(bad).id(id);
            let response = response.show(ui, &mut field.text);
            if !field.begun {
                response.request_focus();
                field.begun = true;
            }
            let keys = |key| ui.input(|input| input.key_pressed(key));
            taken |= response.lost_focus() && keys(egui::Key::Enter);
            open &= !keys(egui::Key::Escape);
            ui.add_space(6.0);
            let (words, ink) = match &read {
                Err(sentence) => (sentence.as_str(), tokens.high_text),
                Ok(_) if slot.column.is_numeric() => (
                    "Such as > 100K, <= 5, = 0, unknown, known or carried; units without units below.",
                    tokens.text3,
                ),
                Ok(_) if slot.column == Column::Unit => {
                    ("Rows whose name holds this, with everything below them.", tokens.text3)
                }
                Ok(_) => ("A part of the words, unknown, known or carried.", tokens.text3),
            };
            text::label(ui, words, t11(Weight::Regular), ink);
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                taken |= Button::primary("Show these rows").small().enabled(!bad).show(ui).clicked();
                if Button::quiet("Show all rows").small().show(ui).clicked() {
                    field.text.clear();
                    taken = true;
                }
            });
        });
        let outside = ui.input(|input| {
            input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !rect.contains(at))
        });
        match Filter::read(slot.column, period, &field.text) {
            Ok(filter) if taken => self.set_filter(slot, filter),
            _ if open && !outside => self.headings.filter = Some(field),
            _ => {}
        }
    }
}
