//! What is done to cells: editing, pasting, filling, confirming. Each is pushed as one edit, so that it is one step to undo.

use crate::{
    document::{Edit, FieldValue, UnitChange},
    domain::{EntryMode, Period},
    ui::panels::context::{Action, PanelContext},
};

use super::{
    block::{self, Plan},
    columns::Kind,
    cursor::{Cursor, Pos},
    editor::{Editor, Next},
    paste,
    preview::Preview,
    products::ProductList,
    rows::Row,
    sheet::Sheet,
    state::Grid,
    values::next_state,
};

/// Most bytes of text that are taken from the clipboard, some 100,000 rows of ten figures.
const LARGEST: usize = 16 << 20;

impl Grid {
    /// Opens the editor of the active cell, with what was typed or with the value.
    pub fn edit(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, typed: Option<&str>) {
        let pos = self.cursor.active;
        let Some((row, slot)) = sheet.at(pos) else { return };
        let column = slot.column;
        let kind = column.kind();
        if kind == Kind::Products && !sheet.is_parent_in(row, slot) {
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
        } else if editor.typed_over && sheet.record(row, slot.period).is_some_and(|record| !record.confirmed)
        {
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
            Kind::Carried if range.is_single() || row.is_parent => {
                confirm(cx, sheet, row.unit as usize, slot.period);
            }
            Kind::Entry => switch_mode(cx, sheet, row),
            Kind::Products if sheet.is_parent_in(row, slot) => {}
            Kind::Products => match product.and_then(|nth| sheet.products(slot.period).nth(nth)) {
                Some(product) => {
                    let state = next_state(sheet.product_state(row, slot.period, product));
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

    /// Pastes a text over the range; a block that is large or in any way doubtful is shown first, and any if that was
    /// asked for.
    pub fn paste(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, text: &str) {
        let look = std::mem::take(&mut self.preview_next);
        if text.len() > LARGEST {
            let text =
                "What stands in the clipboard is too large for the grid; import it as a file.".to_owned();
            cx.push(Action::Toast { text, undo: false });
            return;
        }
        // Only numbers can have more behind them than the text says.
        let has_number = text.bytes().any(|byte| byte.is_ascii_digit());
        let html = has_number.then(|| cx.clipboard.html()).flatten();
        let block = paste::place(sheet, self.cursor.range(), text, html.as_deref());
        if let Some(why) = block.is_nothing(sheet) {
            cx.push(Action::Toast { text: why, undo: false });
        } else if look || !block.is_plain() {
            self.preview = Some(Preview::new(block, self.cursor.active));
        } else {
            self.carry_out(cx, sheet, Ok(block.plan), "pasted");
        }
    }

    /// Copies the range and empties it.
    pub fn cut(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>) {
        cx.push(Action::Copy(block::copy(sheet, self.cursor.range())));
        let plan = block::clear(sheet, self.cursor.range());
        self.carry_out(cx, sheet, plan, "cut");
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
}

/// Sets one value of one cell.
pub fn set(cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, pos: Pos, value: FieldValue) {
    if let Some((row, slot)) = sheet.at(pos) {
        let cells = vec![sheet.cell(row, slot, value)];
        cx.edit(Edit::SetCells { account: sheet.account.key.clone(), cells });
    }
}

/// Confirms what is carried in a branch in a period.
pub fn confirm(cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, unit: usize, period: Period) {
    let units = sheet.counts(period).map_or_else(Vec::new, |counts| counts.to_confirm(unit));
    if !units.is_empty() {
        cx.edit(Edit::Confirm { account: sheet.account.key.clone(), units, period });
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

/// A number of things.
pub fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
