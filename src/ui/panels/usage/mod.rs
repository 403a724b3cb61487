//! The usage grid with the manners of a spreadsheet: units × fields of the period shown, or units × periods of one field.
//!
//! What stands in each place of a row is a column in a period (`columns`), arranged by the user (`view`, `headings`,
//! `filter`). Entered, calculated, rolled-up and carried figures look different (`shown`), and guardrails stand at the
//! figures that they are about (`problems`). Ranges are copied, filled and cleared as one step (`block`); a block from
//! another program is placed first, and shown if it is large or doubtful (`paste`, `preview`). A roll-up row is edited by
//! typing on it: the entry is its own figure, or the total of its branch. Pasting, filling and clearing a range leaves
//! roll-up rows alone, so that copied subtotals never come back as figures of their own; only units whose total is
//! entered take part.

mod acknowledge;
mod actions;
mod block;
mod choice;
mod columns;
mod counts;
mod cursor;
mod editor;
mod export;
mod filter;
mod header;
mod headings;
mod interact;
mod layout;
mod menu;
mod paint;
mod paste;
mod preview;
mod problems;
mod products;
mod read;
mod rows;
mod sheet;
mod shown;
mod state;
mod summary;
mod track;
mod values;
mod view;

use egui::{
    EventFilter, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, containers::scroll_area::DragScroll,
    containers::scroll_area::ScrollSource, vec2,
};

use crate::ui::kit::{
    Weight, marks, t11, t13, text,
    tokens::{ROW_MENU, Tokens},
};

use super::{
    context::{Action, PanelContext, Request},
    labels,
};

use columns::Column;
use cursor::{Cursor, Pos};
use editor::{Next, Outcome};
use layout::{HEAD, Layout, ROW};
use sheet::Sheet;
use state::Grid;

pub use summary::RangeSummary;
pub use view::View;

/// Height of the row of filters in force.
const ROW_FILTERS: f32 = 28.0;

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
            self.grid.leave();
            header::title(ui, cx, head);
            header::no_account(ui, cx, whole.with_min_y(head.bottom()));
            ui.advance_cursor_after_rect(whole);
            return;
        };
        let rows = self.grid.refresh(cx, index);
        // What a cell is read from is lent out for the pass, as the grid itself changes in it.
        let slots = std::mem::take(&mut self.grid.slots);
        let tracks = self.grid.tracks.take();
        let problems = std::mem::take(&mut self.grid.problems);
        let sheet = Sheet {
            workspace: cx.workspace,
            account: &cx.workspace.accounts[index],
            rows: &rows,
            slots: &slots,
            tracks: tracks.as_ref(),
            problems: &problems,
            period: cx.derived.accounts[index].facts.period,
        };
        self.account(cx, ui, &sheet, whole, head);
        self.grid.summarise(&sheet, &rows);
        self.grid.slots = slots;
        self.grid.tracks = tracks;
        self.grid.problems = problems;
        ui.advance_cursor_after_rect(whole);
    }

    /// How the user arranged the grid, to be kept in the settings.
    pub const fn view(&self) -> &View {
        &self.grid.view
    }

    /// The grid as the user arranged it earlier.
    pub fn arranged(view: View) -> Self {
        Self { grid: Grid::arranged(view) }
    }

    /// The grid gives itself as a table in the next pass.
    pub const fn export(&mut self) {
        self.grid.export = true;
    }

    fn account(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        sheet: &Sheet<'_>,
        whole: Rect,
        head: Rect,
    ) {
        let grid_id = Id::unique(("usage grid", &sheet.account.key));
        header::tools(&mut self.grid, ui, cx, head, sheet, grid_id);
        if std::mem::take(&mut self.grid.copy_all) {
            cx.push(Action::Copy(block::copy_all(sheet)));
        }
        if std::mem::take(&mut self.grid.export) {
            cx.push(Action::Request(Request::ExportGrid(Box::new(sheet.exported()))));
        }
        let filters = if self.grid.view.filters.is_empty() { 0.0 } else { ROW_FILTERS };
        if filters > 0.0 {
            let place = Rect::from_x_y_ranges(whole.x_range(), head.bottom()..=head.bottom() + filters);
            header::filters(&mut self.grid, ui, sheet, place);
        }
        let top = head.bottom() + filters;
        let strip = Rect::from_x_y_ranges(whole.x_range(), top..=top + HEAD);
        let mut body = whole.with_min_y(strip.bottom());
        if sheet.account.units.len() == 1 {
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
            .id_salt(("usage cells", &sheet.account.key))
            .auto_shrink(false)
            .scroll_source(ScrollSource { drag: DragScroll::Never, ..ScrollSource::default() });
        if let Some(pos) = self.grid.reveal.take() {
            let offset = self.layout(sheet, body, self.grid.offset).reveal(pos);
            if offset != self.grid.offset {
                area = area.scroll_offset(offset);
            }
        }
        let mut body_ui = ui.new_child(egui::UiBuilder::new().id_salt("usage body").max_rect(body));
        body_ui.set_clip_rect(body.intersect(ui.clip_rect()));
        let output = area.show_viewport(&mut body_ui, |ui, viewport| {
            let layout = self.layout(sheet, body, viewport.min.to_vec2());
            ui.set_min_size(layout.content(sheet.rows.len()));
            self.cells(cx, ui, sheet, &layout, grid_id);
        });
        self.grid.offset = output.state.clamped_offset();
        let layout = self.layout(sheet, body, self.grid.offset);
        self.grid.headings_ui(cx, ui, sheet, &layout, strip, grid_id);
        self.grid.preview_ui(cx, ui.ctx(), sheet);
        self.grid.acknowledge_ui(cx, ui.ctx(), sheet);
    }

    fn layout(&self, sheet: &Sheet<'_>, body: Rect, offset: egui::Vec2) -> Layout {
        let view = &self.grid.view;
        Layout::new(body, offset, sheet.slots, view.frozen, view.has_own_width(Column::Unit))
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
        self.grid.cursor.clamp(sheet.rows.len(), sheet.slots.len());
        let focused = ui.memory(|memory| memory.has_focus(grid_id)) || self.grid.editor.is_some();
        self.paint(cx, ui, sheet, layout, focused);
        if let Some((pos, press)) = self.accessible(ui, sheet, layout, grid_id) {
            self.grid.cursor = Cursor::on(pos);
            self.grid.moved(cx, sheet, pos);
            ui.memory_mut(|memory| memory.request_focus(grid_id));
            match sheet.slot(pos.col).column {
                _ if !press => {}
                Column::Unit | Column::Carried | Column::Entry => self.grid.press(cx, sheet, pos, None),
                _ => self.grid.edit(cx, sheet, None),
            }
        }
        self.explain(cx, ui, sheet, layout, &response);
        response.context_menu(|ui| self.grid.context_menu(cx, ui, sheet));
        self.edit(cx, ui, sheet, layout, grid_id);
        if let Some(mut list) = self.grid.products
            && let Some(row) = sheet.row(list.pos.row)
        {
            let (change, open) = list.ui(ui, tokens, sheet, row, layout.cell(list.pos));
            if let Some(value) = change {
                actions::set(cx, sheet, list.pos, value);
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
        if self.grid.wants_focus {
            let clicking = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
            if clicking {
                ui.request_repaint();
            } else {
                self.grid.wants_focus = false;
                ui.memory_mut(|memory| memory.request_focus(grid_id));
            }
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
                if block::read_one(sheet, editor.pos, &editor.text).is_err() {
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
        editor.foresee(sheet, &cx.derived.model, row);
        let (outcome, later) = editor.ui(ui, cx.tokens, sheet, row, cell, multiple);
        if std::mem::take(&mut editor.switches_mode) {
            actions::switch_mode(cx, sheet, row);
            // The field keeps the keyboard, wherever the other mode was asked for.
            editor.begun = false;
        }
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
        let columns: Vec<usize> = layout.visible_columns().collect();
        let clip = |col: usize| if col < layout.frozen { &base } else { &scrolled };
        for at in layout.visible(sheet.rows.len()) {
            let Some(row) = sheet.row(at) else { break };
            let top = layout.row_top(at);
            let line = Rect::from_x_y_ranges(layout.body.x_range(), top..=top + ROW);
            if row.is_parent {
                base.rect_filled(line, 0.0, tokens.canvas);
            }
            if at == active.row {
                let seen = layout.cell(active).with_max_y(line.bottom() - 1.0);
                clip(active.col).rect_filled(seen, 0.0, tokens.selected);
            }
            let selected = self.grid.selected.contains(&row.unit);
            for col in columns.iter().copied() {
                let rect = layout.cell(Pos::new(at, col));
                let slot = sheet.slot(col);
                if slot.column == Column::Unit {
                    paint::unit_cell(&base, tokens, sheet, rect, row, selected);
                } else {
                    // Names and status belong together.
                    let begins =
                        col > 1 && sheet.slot(col - 1).group != slot.group || col == 1 && slot.group > 0;
                    paint::cell(clip(col), tokens, sheet, (row, slot), rect, begins);
                }
            }
            base.hline(line.x_range(), line.bottom() - 0.5, egui::Stroke::new(1.0, tokens.rule));
        }
        if layout.offset.x > 0.0 || layout.frozen > 1 {
            let x = layout.body.left() + layout.frozen_width() - 0.5;
            base.vline(x, layout.body.y_range(), egui::Stroke::new(1.0, tokens.border));
        }
        let painter = clip(range.first.col);
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
        let columns: Vec<usize> = layout.visible_columns().collect();
        for at in layout.visible(sheet.rows.len()) {
            let Some(row) = sheet.row(at) else { break };
            for col in columns.iter().copied() {
                let pos = Pos::new(at, col);
                let rect = layout.cell(pos).intersect(layout.clip(col));
                if !rect.is_positive() {
                    continue;
                }
                let slot = sheet.slot(col);
                let id = grid_id.with((row.unit, slot.column as usize, slot.period.0));
                let response = ui.interact(rect, id, Sense::hover());
                let role = if col == 0 { Role::RowHeader } else { Role::GridCell };
                response.widget_info(|| WidgetInfo::labeled(role, true, sheet.spoken(row, slot)));
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
                        node.set_column_count(sheet.slots.len());
                    });
                }
            }
        }
        asked
    }

    /// Says why a value is unknown, where it comes from, and what is wrong with it: under the pointer, and for keys at the
    /// active cell.
    fn explain(
        &self,
        cx: &PanelContext<'_>,
        ui: &Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        response: &egui::Response,
    ) {
        if self.grid.editor.is_some() || self.grid.drag.is_some() || self.grid.preview.is_some() {
            return;
        }
        let active = self.grid.cursor.active;
        if self.grid.explains
            && let Some((row, slot)) = sheet.at(active)
        {
            let id = response.id.with("explains");
            let note = said(ui.painter(), sheet, (row, slot), layout.cell(active));
            editor::floating(ui, cx.tokens, layout.cell(active), id, egui::vec2(300.0, 96.0), |ui| {
                if !explanation(cx.tokens, ui, sheet, row, slot, note.as_deref()) {
                    let words = "Entered, and nothing speaks against it.";
                    text::label(ui, words, t13(Weight::Regular), cx.tokens.text2);
                }
            });
        }
        let Some(at) = response.hover_pos() else { return };
        let pos = layout.at(at, sheet.rows.len());
        let Some((row, slot)) = sheet.at(pos).filter(|_| at.y < layout.row_top(sheet.rows.len())) else {
            return;
        };
        let note = match slot.column {
            Column::Unit => {
                let cell = layout.cell(pos);
                paint::is_cut(ui.painter(), sheet, cell, row).then(|| sheet.unit_name(row).to_owned())
            }
            Column::Products if !sheet.is_parent_in(row, slot) => {
                Some(sheet.shown(row, slot).text.replace("; ", "\n").replace('=', ": "))
            }
            _ => said(ui.painter(), sheet, (row, slot), layout.cell(pos)),
        };
        let problems = sheet.problems;
        if note.is_some()
            || !problems.at(row.unit, slot).is_empty()
            || !problems.aside(row.unit, slot).is_empty()
        {
            response.clone().on_hover_ui_at_pointer(|ui| {
                explanation(cx.tokens, ui, sheet, row, slot, note.as_deref());
            });
        }
    }
}

/// The note of a cell, and before it the whole figure where there is only room for less.
fn said(
    painter: &egui::Painter,
    sheet: &Sheet<'_>,
    (row, slot): (rows::Row, columns::Slot),
    cell: Rect,
) -> Option<String> {
    let shown = sheet.shown(row, slot);
    if !paint::is_short(painter, sheet, (row, slot), cell) {
        return shown.note;
    }
    let whole = format!("{}: {}", sheet.slot_name(slot), shown.text);
    Some(shown.note.map_or(whole.clone(), |note| format!("{whole}\n{note}")))
}

/// What there is to say of a cell; whether there was anything.
fn explanation(
    tokens: &Tokens,
    ui: &mut Ui,
    sheet: &Sheet<'_>,
    row: rows::Row,
    slot: columns::Slot,
    note: Option<&str>,
) -> bool {
    ui.set_max_width(300.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    let problems = sheet.problems.at(row.unit, slot);
    for problem in problems {
        ui.horizontal(|ui| {
            let (mark, colour, _) = labels::severity_look(problem.severity, tokens);
            let (place, _) = ui.allocate_exact_size(egui::vec2(14.0, 18.0), Sense::hover());
            marks::paint_mark(ui.painter(), place.center(), 13.0, mark, colour, tokens.raised);
            text::line(ui, problem.name(), t13(Weight::SemiBold), tokens.text1);
            text::line(ui, problem.id(), t11(Weight::Regular), tokens.text3);
        });
        text::label(ui, problem.sentence(sheet.workspace), t13(Weight::Regular), tokens.text2);
    }
    let aside = sheet.problems.aside(row.unit, slot);
    for problem in aside {
        let Some(done) = problem.acknowledged(sheet.workspace) else { continue };
        let until =
            done.until.map(|until| format!(" until the end of {}", sheet.workspace.period_text(until)));
        let why = done.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        let words = format!("{}, acknowledged{}{why}", problem.name(), until.unwrap_or_default());
        text::label(ui, words, t13(Weight::Regular), tokens.text3);
    }
    if let Some(note) = note {
        text::label(ui, note, t13(Weight::Regular), tokens.text2);
    }
    note.is_some() || !problems.is_empty() || !aside.is_empty()
}
