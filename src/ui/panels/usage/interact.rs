//! Keys and pointer on the grid. What they change is pushed as one edit each, so that it is one step to undo.

use egui::{Event, Key, Modifiers, Rect, Response, Ui, ViewportCommand};

use crate::ui::panels::context::{Action, PanelContext};

use super::{
    block,
    columns::Column,
    cursor::{Cursor, Pos, Range, Step},
    layout::Layout,
    paint::{box_rect, boxes_in, caret_rect, handle_rect},
    sheet::Sheet,
    state::{Drag, Grid},
};

impl Grid {
    /// Handles the keys of a pass until one opens an editor; the rest stays for its field. False = the focus goes away.
    pub fn keys(&mut self, cx: &mut PanelContext<'_>, ui: &Ui, sheet: &Sheet<'_>, page: usize) -> bool {
        let mut events = ui.input_mut(|input| std::mem::take(&mut input.events)).into_iter();
        let mut kept = Vec::new();
        let mut stays = true;
        while let Some(event) = events.next() {
            let handled = match &event {
                Event::Key { key, pressed: true, modifiers, .. } => {
                    self.key(cx, ui, sheet, *key, *modifiers, page, &mut stays)
                }
                Event::Text(text) if !text.trim().is_empty() => {
                    self.edit(cx, sheet, Some(text));
                    true
                }
                Event::Text(_) => true,
                Event::Copy => {
                    cx.push(Action::Copy(block::copy(sheet, self.cursor.range())));
                    true
                }
                Event::Cut => {
                    self.cut(cx, sheet);
                    true
                }
                Event::Paste(text) => {
                    self.paste(cx, sheet, text);
                    true
                }
                _ => false,
            };
            if !handled {
                kept.push(event);
            }
            if self.editor.is_some() || self.products.is_some() || self.aside.is_some() {
                kept.extend(events);
                break;
            }
        }
        ui.input_mut(|input| input.events = kept);
        stays
    }

    #[expect(clippy::too_many_arguments, reason = "one key needs all of it")]
    fn key(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        sheet: &Sheet<'_>,
        key: Key,
        modifiers: Modifiers,
        page: usize,
        stays: &mut bool,
    ) -> bool {
        let (command, shift) = (modifiers.command || modifiers.ctrl, modifiers.shift);
        if modifiers.alt {
            // As in other grids: the menu of the column.
            if key == Key::Enter
                && let Some((row, slot)) = sheet.at(self.cursor.active)
            {
                self.acknowledge(cx, sheet, row, slot);
                return true;
            }
            let opens = key == Key::ArrowDown;
            if opens {
                self.headings.opens = Some(self.cursor.active.col);
            }
            return opens;
        }
        let arrow = match key {
            Key::ArrowUp => Some((-1, 0)),
            Key::ArrowDown => Some((1, 0)),
            Key::ArrowLeft => Some((0, -1)),
            Key::ArrowRight => Some((0, 1)),
            _ => None,
        };
        if let Some((down, right)) = arrow {
            let step = match (command, down) {
                (true, _) => Step::Edge(down, right),
                (false, 0) => Step::Cols(right),
                (false, _) => Step::Rows(down),
            };
            self.step(cx, sheet, step, shift);
            return true;
        }
        let page = page.max(1) as isize;
        match key {
            Key::Home => self.step(cx, sheet, if command { Step::Start } else { Step::RowStart }, shift),
            Key::End => self.step(cx, sheet, if command { Step::End } else { Step::RowEnd }, shift),
            Key::PageUp => self.step(cx, sheet, Step::Rows(-page), shift),
            Key::PageDown => self.step(cx, sheet, Step::Rows(page), shift),
            Key::Enter if !command => {
                self.cursor.advance(true, shift, sheet.size());
                self.moved(cx, sheet, self.cursor.active);
            }
            Key::Tab if !command => {
                *stays = self.cursor.advance(false, shift, sheet.size());
                self.moved(cx, sheet, self.cursor.active);
            }
            Key::Escape => {
                // A range is given up first, then the focus: the way out of the grid for those who only have keys.
                *stays = !self.cursor.range().is_single();
                self.cursor = Cursor::on(self.cursor.active);
            }
            Key::F2 if shift => self.explains = !self.explains,
            Key::F2 => self.edit(cx, sheet, None),
            Key::Space if shift => {
                let (last, row) = (sheet.slots.len() - 1, self.cursor.active.row);
                self.cursor = Cursor { anchor: Pos::new(row, 0), head: Pos::new(row, last), ..self.cursor };
            }
            Key::Space if command => {
                let (last, col) = (sheet.rows.len() - 1, self.cursor.active.col);
                self.cursor = Cursor { anchor: Pos::new(0, col), head: Pos::new(last, col), ..self.cursor };
            }
            Key::Space => self.press(cx, sheet, self.cursor.active, None),
            Key::Delete | Key::Backspace if !command => {
                let plan = block::clear(sheet, self.cursor.range());
                self.carry_out(cx, sheet, plan, "cleared");
            }
            Key::A if command => {
                let (rows, cols) = sheet.size();
                self.cursor = Cursor {
                    active: self.cursor.active,
                    anchor: Pos::default(),
                    head: Pos::new(rows - 1, cols - 1),
                };
            }
            Key::D if command => self.fill_edge(cx, sheet, true),
            Key::R if command => self.fill_edge(cx, sheet, false),
            // By this key the system hands over nothing of itself.
            Key::V if command && shift => {
                self.preview_next = true;
                ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            // Handled as copy and paste; the keys themselves must not reach anything else.
            Key::C | Key::V if command => {}
            _ => return false,
        }
        ui.request_repaint();
        true
    }

    fn step(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, step: Step, extend: bool) {
        self.cursor.step(step, extend, sheet.size(), |pos| sheet.is_filled(pos));
        let to = if extend { self.cursor.head } else { self.cursor.active };
        self.moved(cx, sheet, to);
    }

    /// Handles the pointer over the cells. True = the grid wants the focus.
    pub fn pointer(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &Ui,
        sheet: &Sheet<'_>,
        layout: &Layout,
        response: &Response,
    ) -> bool {
        let (pressed, secondary, shift) = ui.input(|input| {
            (input.pointer.primary_pressed(), input.pointer.secondary_pressed(), input.modifiers.shift)
        });
        let Some(at) = response.interact_pointer_pos().or_else(|| response.hover_pos()) else { return false };
        let rows = sheet.rows.len();
        let within = at.y < layout.row_top(rows);
        let pos = layout.at(at, rows);
        let mut focus = false;
        if response.contains_pointer() && (pressed || secondary) && within {
            focus = true;
            let range = self.cursor.range();
            let handle = handle_rect(range_rect(layout, range)).expand(3.0);
            if pressed && handle.contains(at) && layout.clip(range.last.col).contains(at) {
                self.drag = Some(Drag::Fill(range));
            } else if pressed || !range.contains(pos) {
                if shift && pressed {
                    self.cursor.extend_to(pos);
                } else {
                    self.cursor = Cursor::on(pos);
                }
                self.drag = pressed.then_some(Drag::Range);
                self.moved(cx, sheet, pos);
            }
            if secondary {
                self.menu = Some((pos, product_at(sheet, layout, pos, at)));
            }
        }
        if let Some(drag) = self.drag {
            if response.is_pointer_button_down_on() {
                if response.dragged() && pos != self.cursor.head {
                    match drag {
                        Drag::Range => self.cursor.extend_to(pos),
                        Drag::Fill(source) => {
                            let target = stretched(source, pos);
                            self.cursor = Cursor {
                                active: self.cursor.active,
                                anchor: target.first,
                                head: target.last,
                            };
                        }
                    }
                    self.reveal = Some(pos);
                    if matches!(drag, Drag::Range) && self.cursor.range().first.col == 0 {
                        self.moved(cx, sheet, pos);
                    }
                }
            } else {
                self.drag = None;
                if let Drag::Fill(source) = drag
                    && self.cursor.range() != source
                {
                    let plan = block::fill(sheet, source, self.cursor.range());
                    self.carry_out(cx, sheet, plan, "filled");
                }
            }
        }
        if response.double_clicked() && within {
            if pos.col > 0 {
                self.edit(cx, sheet, None);
            } else if sheet.row(pos.row).is_some_and(|row| !on_caret(layout, pos, row.depth, at)) {
                self.toggle(sheet, pos.row);
            }
        } else if response.clicked() && within && !shift {
            match (sheet.slot(pos.col).column, sheet.row(pos.row)) {
                (Column::Unit, Some(row)) if on_caret(layout, pos, row.depth, at) => {
                    self.toggle(sheet, pos.row);
                }
                (Column::Products, Some(row)) if !sheet.is_parent_in(row, sheet.slot(pos.col)) => {
                    let product = product_at(sheet, layout, pos, at);
                    let count = sheet.products(sheet.slot(pos.col).period).count();
                    let beyond = boxes_in(layout.cell(pos), count) < count;
                    if product.is_some() || beyond {
                        self.press(cx, sheet, pos, product);
                    }
                }
                (Column::Carried, Some(row)) if !row.is_parent => self.press(cx, sheet, pos, None),
                _ => {}
            }
        }
        focus
    }
}

/// Where a range is painted.
pub fn range_rect(layout: &Layout, range: Range) -> Rect {
    layout.cell(range.first).union(layout.cell(range.last))
}

/// A range drawn out to a cell, down or up or to one side: whichever is further.
fn stretched(source: Range, to: Pos) -> Range {
    let beyond = |at: usize, first: usize, last: usize| at.saturating_sub(last).max(first.saturating_sub(at));
    let (mut first, mut last) = (source.first, source.last);
    if beyond(to.row, first.row, last.row) >= beyond(to.col, first.col, last.col) {
        (first.row, last.row) = (first.row.min(to.row), last.row.max(to.row));
    } else {
        (first.col, last.col) = (first.col.min(to.col), last.col.max(to.col));
    }
    Range { first, last }
}

fn on_caret(layout: &Layout, pos: Pos, depth: u32, at: egui::Pos2) -> bool {
    caret_rect(layout.cell(pos), depth).contains(at)
}

/// The product whose box is under the pointer; each takes its share of the row's height.
fn product_at(sheet: &Sheet<'_>, layout: &Layout, pos: Pos, at: egui::Pos2) -> Option<usize> {
    let (row, slot) = sheet.at(pos)?;
    if slot.column != Column::Products || sheet.is_parent_in(row, slot) {
        return None;
    }
    let cell = layout.cell(pos);
    let boxes = boxes_in(cell, sheet.products(slot.period).count());
    (0..boxes).find(|nth| box_rect(cell, *nth).expand2(egui::vec2(2.0, 9.0)).contains(at))
}
