//! What the grid keeps between passes: arrangement, cursor, collapsed units, the rows shown, and how they follow the
//! selection.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use egui::{Event, Vec2};
use jiff::civil::Date;

use crate::{
    document::AccountDerived,
    domain::{Account, AccountKey, UnitKey},
    ui::panels::context::{Action, PanelContext, Selection},
};

use super::{
    acknowledge::Aside,
    columns::Slot,
    cursor::{Cursor, Pos, Range},
    editor::Editor,
    filter::Order,
    headings::HeadingState,
    preview::Preview,
    problems::Problems,
    products::ProductList,
    rows::Rows,
    sheet::Sheet,
    summary::{RangeSummary, summary},
    track::Tracks,
    view::View,
};

/// What the pointer is dragging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drag {
    /// The end of the range.
    Range,
    /// The handle, to fill.
    Fill(Range),
}

/// State of the grid.
#[derive(Debug, Default)]
pub struct Grid {
    /// How the user has arranged it.
    pub view: View,
    /// What stands in each place of a row; never empty once an account was shown.
    pub slots: Vec<Slot>,
    /// Rows shown; `None` before the first pass.
    pub rows: Option<Arc<Rows>>,
    /// What is known of one field in all periods; `None` while one period is shown.
    pub tracks: Option<Tracks>,
    /// Guardrails at cells.
    pub problems: Problems,
    /// The order in which siblings stand and the units that are shown, with the arrangement it was made for.
    order: Option<(View, Arc<Order>)>,
    /// Collapsed units by account.
    collapsed: HashMap<AccountKey, HashSet<UnitKey>>,
    /// Counts changes of the above.
    generation: u64,
    /// Active cell and range.
    pub cursor: Cursor,
    /// The cell being edited.
    pub editor: Option<Editor>,
    /// Products of the unit whose list is open.
    pub products: Option<ProductList>,
    /// A block about to be pasted.
    pub preview: Option<Preview>,
    /// A guardrail about to be put aside.
    pub aside: Option<Aside>,
    /// Whether the next block is shown before it is pasted, however plain it is.
    pub preview_next: bool,
    /// Whether the grid wants the keyboard as soon as nothing is clicked: in the pass of a click it would lose it at once.
    pub wants_focus: bool,
    /// Whether the whole grid is to be copied, with its headings.
    pub copy_all: bool,
    /// Give the grid as a table in this pass.
    pub export: bool,
    /// What happens on the headings.
    pub headings: HeadingState,
    /// Whether the active cell explains itself.
    pub explains: bool,
    /// What the pointer drags.
    pub drag: Option<Drag>,
    /// The cell under the pointer when the menu was opened, with the product whose box was hit.
    pub menu: Option<(Pos, Option<usize>)>,
    /// How far the cells are scrolled, as of the last pass.
    pub offset: Vec2,
    /// A cell to bring into view.
    pub reveal: Option<Pos>,
    /// Input that came in the same pass as the key that ended an edit.
    pub queued: Vec<Event>,
    /// Number of edits begun; makes each one's text field a new one.
    pub edits: u64,
    /// Units selected anywhere in the window, by index.
    pub selected: HashSet<u32>,
    /// The rows for which they were looked up.
    looked_up: Option<Arc<Rows>>,
    /// The selection as last seen.
    seen: Option<Selection>,
    /// Sum and mean with what they were computed from.
    summary: Option<(Arc<Rows>, Range, Option<RangeSummary>)>,
}

impl Grid {
    /// Arranged as the user left it.
    pub fn arranged(view: View) -> Self {
        Self { view, ..Self::default() }
    }

    /// Forgets the account, not how the user arranged the grid.
    pub fn leave(&mut self) {
        *self = Self {
            view: std::mem::take(&mut self.view),
            collapsed: std::mem::take(&mut self.collapsed),
            generation: self.generation + 1,
            ..Self::default()
        };
    }

    /// Brings rows and cursor up to date; they follow the selection of the window.
    pub fn refresh(&mut self, cx: &PanelContext<'_>, index: usize) -> Arc<Rows> {
        let (account, derived) = (&cx.workspace.accounts[index], &*cx.derived.accounts[index]);
        if self.rows.as_ref().is_some_and(|rows| !rows.is_of(account)) {
            self.leave();
        }
        self.refresh_slots(cx, account, derived);
        self.problems.refresh(&derived.findings, cx.period);
        let rows = self.make_rows(cx, account, derived);
        let same = self.seen.as_ref() == Some(cx.selection);
        if !same || self.looked_up.as_ref().is_none_or(|of| !Arc::ptr_eq(of, &rows)) {
            let index = |key| derived.tree.index(key).map(|index| index as u32);
            self.selected = cx.selection.units.iter().filter_map(index).collect();
            if cx.selection.units.is_empty() {
                self.selected.insert(0);
            }
            self.looked_up = Some(Arc::clone(&rows));
        }
        if same {
            return rows;
        }
        self.seen = Some(cx.selection.clone());
        let unit = cx.selection.unit().map_or(Some(0), |key| derived.tree.index(key));
        let here = rows.list.get(self.cursor.active.row).map(|row| row.unit as usize);
        let Some(unit) = unit.filter(|unit| Some(*unit) != here) else { return rows };
        // What is selected elsewhere is shown, also within a collapsed branch.
        if rows.row_of(unit).is_none() {
            let hidden = self.collapsed.entry(account.key.clone()).or_default();
            let mut above = derived.tree.parent(unit);
            while let Some(parent) = above {
                hidden.remove(&account.units[parent].key);
                above = derived.tree.parent(parent);
            }
            self.generation += 1;
        }
        let rows = self.make_rows(cx, account, derived);
        if let Some(row) = rows.row_of(unit) {
            let pos = Pos::new(row, self.cursor.active.col);
            self.cursor = Cursor::on(pos);
            self.editor = None;
            self.reveal = Some(pos);
        }
        rows
    }

    /// Brings the places of a row up to date; the cursor stays on its column.
    fn refresh_slots(&mut self, cx: &PanelContext<'_>, account: &Arc<Account>, derived: &AccountDerived) {
        let kind = cx.workspace.settings.period_kind;
        let slots = self.view.slots(cx.period, &cx.derived.periods, kind);
        if slots != self.slots {
            let place = |col: usize| {
                let old = self.slots.get(col)?;
                let alike = |slot: &Slot| slot.column == old.column && slot.period == old.period;
                let same_column = |slot: &Slot| slot.column == old.column;
                slots.iter().position(alike).or_else(|| slots.iter().position(same_column))
            };
            let moved = |pos: Pos| Pos::new(pos.row, place(pos.col).unwrap_or(pos.col).min(slots.len() - 1));
            let Cursor { active, anchor, head } = self.cursor;
            self.cursor = Cursor { active: moved(active), anchor: moved(anchor), head: moved(head) };
            if !self.cursor.range().contains(self.cursor.active) {
                self.cursor = Cursor::on(self.cursor.active);
            }
            let gone =
                |col: usize| self.slots.get(col).map(|slot| slot.column) != slots.get(col).map(|s| s.column);
            if self.editor.as_ref().is_some_and(|editor| gone(editor.pos.col)) {
                self.editor = None;
            }
            (self.products, self.summary) = (None, None);
            self.slots = slots;
        }
        let (field, periods) = (self.view.field, &cx.derived.periods);
        let day = |period| cx.derived.day_of(cx.workspace, period);
        if !self.view.over_time {
            self.tracks = None;
        } else if !self
            .tracks
            .as_ref()
            .is_some_and(|old| old.is_current(cx.workspace, account, field, periods))
        {
            let old = self.tracks.take();
            self.tracks = Some(Tracks::new(old, cx.workspace, account, derived, field, periods, &day));
            self.summary = None;
        }
    }

    fn make_rows(
        &mut self,
        cx: &PanelContext<'_>,
        account: &Arc<Account>,
        derived: &AccountDerived,
    ) -> Arc<Rows> {
        let ordered = self
            .order
            .as_ref()
            .is_some_and(|(of, _)| of.sort == self.view.sort && of.filters == self.view.filters);
        if let Some(rows) = &self.rows
            && ordered
            && rows.is_current(account, &derived.facts, cx.workspace, self.generation)
        {
            return Arc::clone(rows);
        }
        let day = cx.derived.day_of(cx.workspace, derived.facts.period);
        let old = self.rows.as_ref().filter(|_| ordered);
        let updated =
            |old: &Arc<Rows>| old.updated(cx.workspace, account, &derived.facts, day, self.generation);
        let rows = old.and_then(updated);
        let rows = Arc::new(rows.unwrap_or_else(|| self.new_rows(cx, account, derived, ordered, day)));
        if let Some(old) = self.rows.replace(Arc::clone(&rows)) {
            // The cursor stays on its unit, or goes to the nearest one above that is still shown.
            let moved = |pos: Pos| {
                let mut unit = old.key(pos.row).and_then(|key| derived.tree.index(key));
                while let Some(index) = unit {
                    if let Some(row) = rows.row_of(index) {
                        return Pos::new(row, pos.col);
                    }
                    unit = derived.tree.parent(index);
                }
                pos
            };
            let Cursor { active, anchor, head } = self.cursor;
            self.cursor = Cursor { active: moved(active), anchor: moved(anchor), head: moved(head) };
            if !self.cursor.range().contains(self.cursor.active) {
                self.cursor = Cursor::on(self.cursor.active);
            }
            if let Some(editor) = &mut self.editor {
                editor.pos = moved(editor.pos);
            }
        }
        self.cursor.clamp(rows.len(), self.slots.len());
        rows
    }

    /// Rows from nothing; their order stays where it was not changed and the units are the same.
    fn new_rows(
        &mut self,
        cx: &PanelContext<'_>,
        account: &Arc<Account>,
        derived: &AccountDerived,
        ordered: bool,
        day: Date,
    ) -> Rows {
        let rows = Rows::new(cx.workspace, account, &derived.facts, day, self.generation);
        let like = self.rows.as_ref().is_some_and(|old| old.is_like(account, &derived.facts));
        let kept = self.order.take().filter(|_| ordered && like).map(|(_, order)| order);
        let order = kept.unwrap_or_else(|| {
            let sheet = Sheet {
                workspace: cx.workspace,
                account,
                rows: &rows,
                slots: &self.slots,
                tracks: self.tracks.as_ref(),
                problems: &self.problems,
                period: derived.facts.period,
            };
            Arc::new(Order::new(&sheet, &self.view))
        });
        let none = HashSet::new();
        let collapsed = self.collapsed.get(&account.key).unwrap_or(&none);
        let rows = rows.laid_out(&order, collapsed);
        self.order = Some((self.view.clone(), order));
        rows
    }

    /// Hides or shows what hangs below a row.
    pub fn toggle(&mut self, sheet: &Sheet<'_>, row: usize) {
        let Some(key) = sheet.row(row).filter(|row| row.is_parent).and_then(|_| sheet.rows.key(row)) else {
            return;
        };
        let collapsed = self.collapsed.entry(sheet.account.key.clone()).or_default();
        if !collapsed.remove(key) {
            collapsed.insert(key.clone());
        }
        self.generation += 1;
    }

    /// Collapses everything below the account, or opens all of it.
    pub fn toggle_all(&mut self, sheet: &Sheet<'_>, collapse: bool) {
        let facts = sheet.facts();
        let parents =
            facts.order().iter().filter(|unit| **unit > 0 && !facts.children(**unit as usize).is_empty());
        let keys = parents.map(|unit| sheet.account.units[*unit as usize].key.clone());
        let all = if collapse { keys.collect() } else { HashSet::new() };
        self.collapsed.insert(sheet.account.key.clone(), all);
        self.generation += 1;
    }

    /// After the cursor moved: shows the cell and selects its unit everywhere. A range that covers names selects all of
    /// its units.
    pub fn moved(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, to: Pos) {
        self.reveal = Some(to);
        self.products = None;
        self.explains = false;
        let range = self.cursor.range();
        let active = self.cursor.active.row;
        let key = |row: usize| sheet.rows.key(row).cloned();
        let mut units: Vec<UnitKey> = Vec::new();
        if range.first.col == 0 && range.first.row < range.last.row {
            units.extend(range.rows().filter(|row| *row != active).filter_map(key));
            units.extend(key(active));
        } else {
            // The root is selected by selecting nothing in particular.
            units.extend(key(active).filter(|key| !key.is_root()));
        }
        if units != cx.selection.units {
            cx.push(Action::SelectUnits(units));
        }
    }

    /// Sum, mean and count of the range, computed anew when the range or the figures change.
    pub fn summarise(&mut self, sheet: &Sheet<'_>, rows: &Arc<Rows>) {
        let range = self.cursor.range();
        if self.summary.as_ref().is_some_and(|(of, at, _)| Arc::ptr_eq(of, rows) && *at == range) {
            return;
        }
        self.summary = Some((Arc::clone(rows), range, summary(sheet, range)));
    }

    /// What the selected cells come to, as of the last pass.
    pub fn summary(&self) -> Option<RangeSummary> {
        self.summary.as_ref().and_then(|(_, _, summary)| *summary)
    }
}
