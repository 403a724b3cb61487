//! The usage grid: units × fields of the period shown, with the manners of a spreadsheet.
//!
//! Entered, calculated, rolled-up and carried figures look different (`cells`); ranges are copied, pasted, filled and
//! cleared as one step (`block`). A roll-up row is edited by typing on it: the entry is its own figure, shown beside what
//! the units below bring. Pasting, filling and clearing a range leaves roll-up rows alone, so that copied subtotals never
//! come back as figures of their own; only units whose total is entered take part.

mod block;
mod cells;
mod columns;
mod cursor;
mod editor;
mod header;
mod interact;
mod layout;
mod paint;
mod products;
mod rows;
mod state;
mod summary;

use egui::{
    EventFilter, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, containers::scroll_area::DragScroll,
    containers::scroll_area::ScrollSource, pos2, vec2,
};

use crate::ui::kit::tokens::ROW_MENU;

use super::context::PanelContext;

use cells::Sheet;
use columns::Column;
use cursor::{Cursor, Pos};
use editor::{Next, Outcome};
use layout::{HEAD, Layout, ROW};
use state::Grid;

pub use summary::RangeSummary;

/// The usage grid.
#[derive(Debug, Default)]
pub struct UsagePanel {
    grid: Grid,
}

impl UsagePanel {
    /// Shows the grid of the selected account.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let whole = ui.available_rect_before_wrap();
        let head = whole.with_max_y(whole.top() + ROW_MENU);
        let Some(index) = cx.account_index() else {
            self.grid = Grid::default();
            header::title(ui, cx, head);
            header::no_account(ui, cx, whole.with_min_y(head.bottom()));
            ui.advance_cursor_after_rect(whole);
            return;
        };
        let workspace = cx.workspace;
        let account = &workspace.accounts[index];
        let derived = &cx.derived.accounts[index];
        let rows = self.grid.refresh(cx, account, derived);
        let sheet = Sheet { workspace, account, rows: &rows, period: derived.facts.period };
        let grid_id = Id::unique(("usage grid", &account.key));
        header::tools(ui, cx, head, &sheet, grid_id);
        let strip =
            Rect::from_min_max(pos2(whole.left(), head.bottom()), pos2(whole.right(), head.bottom() + HEAD));
        let mut body = whole.with_min_y(strip.bottom());
        if account.units.len() == 1 {
            // The account itself can hold figures; below it stands how to get further.
            body.max.y = body.max.y.min(body.min.y + ROW);
            header::no_units(ui, cx, whole.with_min_y(body.bottom()));
        }
        if !self.grid.queued.is_empty() {
            let queued = std::mem::take(&mut self.grid.queued);
            ui.input_mut(|input| {
                input.events.splice(0..0, queued);
            });
        }
        let mut area = ScrollArea::both()
            .id_salt(("usage cells", &account.key))
            .auto_shrink(false)
            .scroll_source(ScrollSource { drag: DragScroll::Never, ..ScrollSource::default() });
        if let Some(pos) = self.grid.reveal.take() {
            let offset = Layout::new(body, self.grid.offset).reveal(pos);
            if offset != self.grid.offset {
                area = area.scroll_offset(offset);
            }
        }
        let mut body_ui = ui.new_child(egui::UiBuilder::new().id_salt("usage body").max_rect(body));
        body_ui.set_clip_rect(body.intersect(ui.clip_rect()));
        let output = area.show_viewport(&mut body_ui, |ui, viewport| {
            let layout = Layout::new(body, viewport.min.to_vec2());
            ui.set_min_size(layout.content(sheet.rows.len()));
            self.cells(cx, ui, &sheet, &layout, grid_id);
        });
        let layout = Layout::new(body, output.state.clamped_offset());
        self.grid.offset = output.state.clamped_offset();
        paint::headings(ui.painter(), cx.tokens, &layout, strip, cx.symbol());
        for (col, column) in Column::ALL.iter().enumerate() {
            let (left, right) = layout.column(col);
            let seen = if col == 0 { strip } else { strip.with_min_x(layout.scrolled().left()) };
            let rect = Rect::from_x_y_ranges(left..=right, strip.y_range()).intersect(seen);
            if rect.width() > 0.0 {
                let response = ui.interact(rect, grid_id.with(("head", col)), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.name()));
                response.on_hover_text(column.about());
            }
        }
        self.grid.summarise(&sheet, &rows);
        ui.advance_cursor_after_rect(whole);
    }

    /// Sum, mean and count of the selected cells, for the status bar; `None` = one cell only, or no numbers.
    pub fn summary(&self) -> Option<RangeSummary> {
        self.grid.summary()
    }

    fn cells(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        grid_id: Id,
    ) {
        let tokens = cx.tokens;
        let clip = layout.body.intersect(ui.clip_rect());
        let response = ui.interact(clip, grid_id, Sense::click_and_drag());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Grid, true, format!("Usage of {}", sheet.account.name))
        });
        self.input(cx, ui, sheet, layout, &response, grid_id);
        // Keys may have moved the cursor or collapsed a branch: rows are those of this pass, the cursor stays within them.
        self.grid.cursor.clamp(sheet.rows.len(), Column::COUNT);
        let focused = ui.memory(|memory| memory.has_focus(grid_id)) || self.grid.editor.is_some();
        self.paint(cx, ui, sheet, layout, focused);
        if let Some((pos, press)) = self.accessible(ui, sheet, layout, grid_id) {
            self.grid.cursor = Cursor::on(pos);
            self.grid.moved(cx, sheet, pos);
            ui.memory_mut(|memory| memory.request_focus(grid_id));
            match Column::at(pos.col) {
                _ if !press => {}
                Column::Unit | Column::Carried => self.grid.press(cx, sheet, pos, None),
                _ => self.grid.edit(cx, sheet, None),
            }
        }
        self.hover(ui, sheet, layout, &response);
        response.context_menu(|ui| self.grid.context_menu(cx, ui, sheet));
        self.edit(cx, ui, sheet, layout, grid_id);
        if let Some(mut list) = self.grid.products
            && let Some(row) = sheet.row(list.pos.row)
        {
            let (change, open) = list.ui(ui, tokens, sheet, row, layout.cell(list.pos));
            if let Some(value) = change {
                interact::set(cx, sheet, list.pos, value);
            }
            self.grid.products = open.then_some(list);
        }
    }

    fn input(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        response: &egui::Response,
        grid_id: Id,
    ) {
        let clicked_elsewhere = self.grid.editor.is_some()
            && ui.input(|input| input.pointer.any_pressed())
            && response.contains_pointer();
        if clicked_elsewhere {
            // A click on another cell takes the text first; what is not understood stays open.
            self.finish(cx, sheet, Outcome::Take(Next::Stay));
        }
        if self.grid.editor.is_none() && self.grid.pointer(cx, ui, sheet, layout, response) {
            ui.memory_mut(|memory| memory.request_focus(grid_id));
        }
        let focused = ui.memory(|memory| memory.has_focus(grid_id));
        if focused {
            let filter =
                EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(grid_id, filter));
        }
        if focused && self.grid.editor.is_none() && self.grid.products.is_none() {
            let clicking = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
            if clicking {
                // A text field that appears in the pass of a click counts as clicked beside and loses the keyboard
                // at once. What was typed in the same pass waits for the next one.
                let typed =
                    |event: &mut egui::Event| matches!(event, egui::Event::Key { .. } | egui::Event::Text(_));
                self.grid.queued = ui.input_mut(|input| input.events.extract_if(.., typed).collect());
                if !self.grid.queued.is_empty() {
                    ui.request_repaint();
                }
                return;
            }
            let page = (layout.body.height() / ROW).floor() as usize;
            if !self.grid.keys(cx, ui, sheet, page.saturating_sub(1)) {
                ui.memory_mut(|memory| memory.surrender_focus(grid_id));
            }
        }
    }

    fn finish(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, outcome: Outcome) {
        let Some(editor) = self.grid.editor.take() else { return };
        match outcome {
            Outcome::Open => self.grid.editor = Some(editor),
            Outcome::Keep => {}
            Outcome::Fill => self.grid.take(cx, sheet, &editor, true),
            Outcome::Take(next) => {
                let column = Column::at(editor.pos.col);
                if sheet.read(column, &editor.text, crate::ui::kit::number::DecimalHint::Point).is_err() {
                    self.grid.editor = Some(editor::Editor { refused: true, ..editor });
                    return;
                }
                self.grid.take(cx, sheet, &editor, false);
                self.grid.go_on(cx, sheet, next);
            }
        }
    }

    fn edit(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        grid_id: Id,
    ) {
        let Some(mut editor) = self.grid.editor.clone() else { return };
        let Some(row) = sheet.row(editor.pos.row) else {
            self.grid.editor = None;
            return;
        };
        let multiple = !self.grid.cursor.range().is_single();
        let cell = layout.cell(editor.pos);
        let (outcome, later) = editor.ui(ui, cx.tokens, sheet, row, cell, multiple);
        self.grid.editor = Some(editor);
        if outcome == Outcome::Open {
            return;
        }
        self.finish(cx, sheet, outcome);
        if self.grid.editor.is_none() {
            ui.memory_mut(|memory| memory.request_focus(grid_id));
            // What was typed after the key that ended the edit belongs to the next cell.
            self.grid.queued = later;
            ui.request_repaint();
        }
    }

    fn paint(&self, cx: &PanelContext<'_>, ui: &Ui, sheet: &Sheet<'_>, layout: &Layout, focused: bool) {
        let tokens = cx.tokens;
        let base = ui.painter().with_clip_rect(layout.body.intersect(ui.clip_rect()));
        let scrolled = base.with_clip_rect(layout.scrolled().intersect(base.clip_rect()));
        let Cursor { active, .. } = self.grid.cursor;
        let range = self.grid.cursor.range();
        for at in layout.visible(sheet.rows.len()) {
            let Some(row) = sheet.row(at) else { break };
            let top = layout.row_top(at);
            let line = Rect::from_x_y_ranges(layout.body.x_range(), top..=top + ROW);
            if row.is_parent {
                base.rect_filled(line, 0.0, tokens.canvas);
            }
            if at == active.row {
                let painter = if active.col == 0 { &base } else { &scrolled };
                painter.rect_filled(
                    layout.cell(active).with_max_y(line.bottom() - 1.0),
                    0.0,
                    tokens.selected,
                );
            }
            paint::row_cells(&scrolled, tokens, sheet, layout, at, row);
            let selected = self.grid.selected.contains(&row.unit);
            paint::unit_cell(&base, tokens, sheet, layout.cell(Pos::new(at, 0)), row, selected);
            base.hline(line.x_range(), line.bottom() - 0.5, egui::Stroke::new(1.0, tokens.rule));
        }
        if layout.offset.x > 0.0 {
            let x = layout.body.left() + layout.unit_width() - 0.5;
            base.vline(x, layout.body.y_range(), egui::Stroke::new(1.0, tokens.border));
        }
        let painter = if range.first.col == 0 { &base } else { &scrolled };
        // Far-away corners are cut to just outside the view: long edges keep their precision.
        let seen = layout.body.expand2(vec2(8.0, 3.0 * ROW));
        let rect = interact::range_rect(layout, range).intersect(seen.expand2(vec2(2000.0, 0.0)));
        if rect.is_positive() {
            paint::cursor(painter, tokens, rect, layout.cell(active), range, focused);
        }
    }

    /// One node per visible cell for screen readers. Returns the cell that one asked to focus, or to press.
    fn accessible(&self, ui: &Ui, sheet: &Sheet<'_>, layout: &Layout, grid_id: Id) -> Option<(Pos, bool)> {
        use egui::accesskit::Action;
        let mut asked = None;
        let active = self.grid.cursor.active;
        for at in layout.visible(sheet.rows.len()) {
            let Some(row) = sheet.row(at) else { break };
            for (col, column) in Column::ALL.iter().copied().enumerate() {
                let pos = Pos::new(at, col);
                let clip = if col == 0 { layout.body } else { layout.scrolled() };
                let rect = layout.cell(pos).intersect(clip);
                if !rect.is_positive() {
                    continue;
                }
                let id = grid_id.with((row.unit, col));
                let response = ui.interact(rect, id, Sense::hover());
                let role = if col == 0 { Role::RowHeader } else { Role::GridCell };
                response.widget_info(|| WidgetInfo::labeled(role, true, sheet.spoken(row, column)));
                ui.ctx().accesskit_node_builder(id, |node| {
                    node.set_row_index(at);
                    node.set_column_index(col);
                    node.add_action(Action::Focus);
                    node.add_action(Action::Click);
                    node.set_selected(self.grid.cursor.range().contains(pos));
                    if col == 0 && row.is_parent {
                        node.set_expanded(!row.is_collapsed);
                    }
                });
                let (focus, click) = ui.input(|input| {
                    let has = |action| input.has_accesskit_action_request(id, action);
                    (has(Action::Focus), has(Action::Click))
                });
                if focus || click {
                    asked = Some((pos, click));
                }
                if pos == active {
                    ui.ctx().accesskit_node_builder(grid_id, |node| {
                        node.set_active_descendant(id.accesskit_id());
                        node.set_row_count(sheet.rows.len());
                        node.set_column_count(Column::COUNT);
                    });
                }
            }
        }
        asked
    }

    /// Says why a value is unknown, or where it comes from.
    fn hover(&self, ui: &Ui, sheet: &Sheet<'_>, layout: &Layout, response: &egui::Response) {
        let Some(at) =
            response.hover_pos().filter(|_| self.grid.editor.is_none() && self.grid.drag.is_none())
        else {
            return;
        };
        let pos = layout.at(at, sheet.rows.len());
        if at.y >= layout.row_top(sheet.rows.len()) {
            return;
        }
        let Some(row) = sheet.row(pos.row) else { return };
        let column = Column::at(pos.col);
        let note = match column {
            Column::Unit => {
                let cell = layout.cell(pos);
                paint::is_cut(ui.painter(), sheet, cell, row).then(|| sheet.unit_name(row).to_owned())
            }
            Column::Products if !row.is_parent => {
                Some(sheet.shown(row, column).text.replace("; ", "\n").replace('=', ": "))
            }
            _ => sheet.shown(row, column).note,
        };
        if let Some(note) = note {
            response.clone().on_hover_text_at_pointer(note);
        }
    }
}
