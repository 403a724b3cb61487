//! Keys and pointer on the grid. What they change is pushed as one edit each, so that it is one step to undo.

use egui::{Event, Key, Modifiers, Rect, Response, Ui, ViewportCommand};

use crate::{
    document::{Edit, FieldValue, UnitChange},
    domain::{EntryMode, Period},
    ui::{
        kit::{icons, widgets::MenuItem},
        panels::context::{Action, PanelContext},
    },
};

use super::{
    block::{self, Plan},
    cells::{Sheet, next_state},
    columns::{Column, Kind},
    cursor::{Cursor, Pos, Range, Step},
    editor::{Editor, Next},
    layout::Layout,
    paint::{box_rect, boxes_in, caret_rect, handle_rect},
    paste,
    preview::Preview,
    products::ProductList,
    rows::Row,
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
                Event::Paste(text) => {
                    self.paste(cx, sheet, text, ui.input(|input| input.modifiers.shift));
                    true
                }
                _ => false,
            };
            if !handled {
                kept.push(event);
            }
            if self.editor.is_some() || self.products.is_some() {
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

    /// Opens the editor of the active cell, with what was typed or with the value.
    pub fn edit(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, typed: Option<&str>) {
        let pos = self.cursor.active;
        let Some((row, slot)) = sheet.at(pos) else { return };
        let column = slot.column;
        let kind = column.kind();
        if kind == Kind::Products && !row.is_parent {
            self.products = Some(ProductList { pos, at: 0, fresh: true });
            return;
        }
        if kind == Kind::Entry && typed.is_none() {
            switch_mode(cx, sheet, row);
            return;
        }
        if !sheet.is_editable(row, slot) || kind == Kind::Products {
            if typed.is_some() {
                let text = match kind {
                    Kind::Name => "Names are changed in the map or the inspector.".to_owned(),
                    Kind::Products => "Products are entered on the units below.".to_owned(),
                    Kind::Carried => "Press Space to confirm the figures.".to_owned(),
                    Kind::Entry => "Press Space to change between Direct and Total.".to_owned(),
                    Kind::Measure(_) => {
                        format!("{} is calculated; enter the figures it comes from.", column.name())
                    }
                    _ => format!(
                        "{} does not exist in {}.",
                        sheet.unit_name(row),
                        sheet.workspace.period_text(slot.period)
                    ),
                };
                cx.push(Action::Toast { text, undo: false });
            }
            return;
        }
        let text = typed.map_or_else(|| sheet.editable_text(row, slot), str::to_owned);
        self.edits += 1;
        self.reveal = Some(pos);
        self.explains = false;
        self.editor = Some(Editor {
            pos,
            text,
            typed_over: typed.is_some(),
            refused: false,
            begun: false,
            number: self.edits,
            foreseen: None,
            switches_mode: false,
        });
    }

    /// Takes the text of an edit for its cell, or for the whole range. Errors were shown before.
    pub fn take(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, editor: &Editor, whole_range: bool) {
        let Some((row, slot)) = sheet.at(editor.pos) else { return };
        if whole_range && !self.cursor.range().is_single() {
            let plan = block::enter(sheet, self.cursor.range(), &editor.text);
            self.carry_out(cx, sheet, plan, "filled");
            return;
        }
        let Ok(values) = block::read_one(sheet, editor.pos, &editor.text) else { return };
        let held = sheet.values(row, slot);
        let cells: Vec<_> = values
            .into_iter()
            .zip(held)
            .filter(|(new, old)| new != old)
            .map(|(new, _)| sheet.cell(row, slot, new))
            .collect();
        if !cells.is_empty() {
            cx.edit(Edit::SetCells { account: sheet.account.key.clone(), cells });
        } else if editor.typed_over && sheet.record(row, slot.period).is_some_and(|record| !record.confirmed) {
            // Typing the old value again is standing behind it.
            confirm_rows(cx, sheet, editor.pos.row..=editor.pos.row, slot.period);
        }
    }

    /// Moves on after an edit.
    pub fn go_on(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, next: Next) {
        match next {
            Next::Stay => return,
            Next::Enter(back) => {
                self.cursor.advance(true, back, sheet.size());
            }
            Next::Tab(back) => {
                self.cursor.advance(false, back, sheet.size());
            }
            Next::Step(step) => self.cursor.step(step, false, sheet.size(), |pos| sheet.is_filled(pos)),
        }
        self.moved(cx, sheet, self.cursor.active);
    }

    /// Space, or a click, on a cell that is more than a value: caret, box, confirmation, entry mode. On a carried figure
    /// it confirms the record, and over a range those of all its rows.
    pub fn press(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, pos: Pos, product: Option<usize>) {
        let Some((row, slot)) = sheet.at(pos) else { return };
        let range = self.cursor.range();
        match slot.column.kind() {
            Kind::Name => self.toggle(sheet, pos.row),
            Kind::Carried if range.is_single() || row.is_parent => confirm(cx, sheet, row.unit as usize),
            Kind::Entry => switch_mode(cx, sheet, row),
            Kind::Products if row.is_parent => {}
            Kind::Products => match product.and_then(|nth| sheet.products().nth(nth)) {
                Some(product) => {
                    let state = next_state(sheet.product_state(row, product));
                    set(cx, sheet, pos, FieldValue::Product(product.key.clone(), Some(state)));
                }
                None => self.products = Some(ProductList { pos, at: 0, fresh: true }),
            },
            Kind::Flag if sheet.is_editable(row, slot) => {
                let is_on = sheet.record(row, slot.period).is_none_or(|record| record.addressable);
                set(cx, sheet, pos, FieldValue::Addressable(!is_on));
            }
            _ => self.confirm_range(cx, sheet),
        }
    }

    /// Confirms what is carried in the rows of the range, period by period.
    pub fn confirm_range(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>) {
        let range = self.cursor.range();
        let mut periods: Vec<_> = range.cols().map(|col| sheet.slot(col).period).collect();
        periods.dedup();
        if periods.len() > 1 {
            // Several periods are several edits; they are taken back as one.
            cx.push(Action::BeginGesture);
        }
        for period in &periods {
            confirm_rows(cx, sheet, range.rows(), *period);
        }
        if periods.len() > 1 {
            cx.push(Action::EndGesture);
        }
    }

    /// Pastes a text over the range; a block that is large or in any way doubtful, or with `look` any, is shown first.
    pub fn paste(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, text: &str, look: bool) {
        let look = std::mem::take(&mut self.preview_next) || look;
        let block = paste::place(sheet, self.cursor.range(), text);
        if let Some(why) = block.is_nothing(sheet) {
            cx.push(Action::Toast { text: why, undo: false });
        } else if look || !block.is_plain() {
            self.preview = Some(Preview::new(block, self.cursor.active));
        } else {
            self.carry_out(cx, sheet, Ok(block.plan), "pasted");
        }
    }

    /// Ctrl+D and Ctrl+R.
    pub fn fill_edge(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, down: bool) {
        if let Some((source, target)) = block::fill_from_edge(self.cursor.range(), down) {
            let range = self.cursor;
            let plan = block::fill(sheet, source, target);
            self.carry_out(cx, sheet, plan, "filled");
            self.cursor = range;
        }
    }

    /// Makes the edit of a plan, or says why there is none.
    pub fn carry_out(
        &mut self,
        cx: &mut PanelContext<'_>,
        sheet: &Sheet<'_>,
        plan: Result<Plan, String>,
        what: &str,
    ) {
        match plan {
            Err(text) => cx.push(Action::Toast { text, undo: false }),
            Ok(plan) => {
                cx.edit(Edit::SetCells { account: sheet.account.key.clone(), cells: plan.cells });
                if let Some(reached) = plan.reached.filter(|reached| !reached.is_single()) {
                    self.cursor = Cursor { active: reached.first, anchor: reached.first, head: reached.last };
                }
                if plan.left > 0 {
                    let (entered, left) =
                        (plural(plan.entered, "cell"), plural(plan.left, "calculated cell"));
                    let text = format!("{entered} {what}; {left} left as they are.");
                    cx.push(Action::Toast { text, undo: true });
                }
            }
        }
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
                (Column::Products, Some(row)) if !row.is_parent => {
                    let product = product_at(sheet, layout, pos, at);
                    let beyond =
                        boxes_in(layout.cell(pos), sheet.rows.offered.len()) < sheet.rows.offered.len();
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

    /// The menu of the right button.
    pub fn context_menu(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, sheet: &Sheet<'_>) {
        let Some((pos, product)) = self.menu else { return };
        let Some(row) = sheet.row(pos.row) else { return };
        if let Some(product) = product.and_then(|nth| sheet.products().nth(nth)) {
            let held = sheet.product_state(row, product);
            for state in super::products::STATES {
                let text = format!("{}: {}", product.name, state.word());
                if MenuItem::new(&text).selected(held == state).show(ui).clicked() {
                    set(cx, sheet, pos, FieldValue::Product(product.key.clone(), Some(state)));
                }
            }
            return;
        }
        if sheet.is_editable(row, sheet.slot(pos.col)) && MenuItem::new("Edit").keys("F2").show(ui).clicked() {
            self.edit(cx, sheet, None);
        }
        if MenuItem::new("Copy").icon(icons::COPY).keys("Ctrl+C").show(ui).clicked() {
            cx.push(Action::Copy(block::copy(sheet, self.cursor.range())));
        }
        if MenuItem::new("Paste").icon(icons::CLIPBOARD_PASTE).keys("Ctrl+V").show(ui).clicked() {
            ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        if MenuItem::new("Paste with a look first").keys("Ctrl+Shift+V").show(ui).clicked() {
            self.preview_next = true;
            ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        if MenuItem::new("Fill down").keys("Ctrl+D").show(ui).clicked() {
            self.fill_edge(cx, sheet, true);
        }
        if MenuItem::new("Fill right").keys("Ctrl+R").show(ui).clicked() {
            self.fill_edge(cx, sheet, false);
        }
        if MenuItem::new("Clear").keys("Delete").show(ui).clicked() {
            let plan = block::clear(sheet, self.cursor.range());
            self.carry_out(cx, sheet, plan, "cleared");
        }
        let range = self.cursor.range();
        let period = sheet.slot(pos.col).period;
        let open = sheet.unconfirmed(range.rows(), period).len();
        if !range.is_single() && open > 0 {
            let text = format!("Confirm {}", plural(open, "row"));
            if MenuItem::new(&text).icon(icons::CHECK).keys("Space").show(ui).clicked() {
                self.confirm_range(cx, sheet);
            }
        } else if sheet.tracks.is_some() && open > 0 {
            if MenuItem::new("Confirm").icon(icons::CHECK).keys("Space").show(ui).clicked() {
                self.confirm_range(cx, sheet);
            }
        } else if sheet.tracks.is_none() && sheet.rows.carried_in(row.unit as usize) > 0 {
            let branch = if row.is_parent { "Confirm the branch" } else { "Confirm" };
            if MenuItem::new(branch).icon(icons::CHECK).show(ui).clicked() {
                confirm(cx, sheet, row.unit as usize);
            }
        }
        if row.is_parent {
            let other = if sheet.is_roll_up(row) { "Enter as total" } else { "Enter as own figures" };
            if MenuItem::new(other).keys("Alt+T in a cell").show(ui).clicked() {
                switch_mode(cx, sheet, row);
            }
        }
    }
}

/// Sets one value of one cell.
pub fn set(cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, pos: Pos, value: FieldValue) {
    if let Some((row, slot)) = sheet.at(pos) {
        let cells = vec![sheet.cell(row, slot, value)];
        cx.edit(Edit::SetCells { account: sheet.account.key.clone(), cells });
    }
}

/// Confirms what is carried in a branch.
pub fn confirm(cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, unit: usize) {
    let units = sheet.rows.to_confirm(unit);
    if !units.is_empty() {
        cx.edit(Edit::Confirm { account: sheet.account.key.clone(), units, period: sheet.period });
    }
}

/// Confirms the records of some rows in a period.
fn confirm_rows(
    cx: &mut PanelContext<'_>,
    sheet: &Sheet<'_>,
    rows: impl Iterator<Item = usize>,
    period: Period,
) {
    let units = sheet.unconfirmed(rows, period);
    if !units.is_empty() {
        cx.edit(Edit::Confirm { account: sheet.account.key.clone(), units, period });
    }
}

/// Lets own figures of a unit mean the other thing: its own, or the whole branch's.
pub fn switch_mode(cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, row: Row) {
    if !row.is_parent {
        return;
    }
    let mode = match sheet.entry_mode(row) {
        EntryMode::Direct => EntryMode::Total,
        EntryMode::Total => EntryMode::Direct,
    };
    let units = vec![sheet.account.units[row.unit as usize].key.clone()];
    let change = UnitChange::EntryMode(mode);
    cx.edit(Edit::SetUnits { account: sheet.account.key.clone(), units, change });
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
    if sheet.slot(pos.col).column != Column::Products || sheet.row(pos.row)?.is_parent {
        return None;
    }
    let cell = layout.cell(pos);
    let boxes = boxes_in(cell, sheet.rows.offered.len());
    (0..boxes).find(|nth| box_rect(cell, *nth).expand2(egui::vec2(2.0, 9.0)).contains(at))
}

/// A number of things.
pub fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
