//! The menu of the right button on the cells.

use egui::{Ui, ViewportCommand};

use crate::{
    document::FieldValue,
    ui::{
        kit::{icons, widgets::MenuItem},
        panels::context::{Action, PanelContext},
    },
};

use super::{
    actions::{confirm, plural, set, switch_mode},
    block,
    products::STATES,
    sheet::Sheet,
    state::Grid,
};

impl Grid {
    /// The menu of the right button.
    pub fn context_menu(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, sheet: &Sheet<'_>) {
        let Some((pos, product)) = self.menu else { return };
        let Some(row) = sheet.row(pos.row) else { return };
        let period = sheet.slot(pos.col).period;
        if let Some(product) = product.and_then(|nth| sheet.products(period).nth(nth)) {
            let held = sheet.product_state(row, period, product);
            for state in STATES {
                let text = format!("{}: {}", product.name, state.word());
                if MenuItem::new(&text).selected(held == state).show(ui).clicked() {
                    set(cx, sheet, pos, FieldValue::Product(product.key.clone(), Some(state)));
                }
            }
            return;
        }
        if sheet.is_editable(row, sheet.slot(pos.col)) && MenuItem::new("Edit").keys("F2").show(ui).clicked()
        {
            self.edit(cx, sheet, None);
        }
        if MenuItem::new("Copy").icon(icons::COPY).keys("Ctrl+C").show(ui).clicked() {
            cx.push(Action::Copy(block::copy(sheet, self.cursor.range())));
        }
        if MenuItem::new("Cut").keys("Ctrl+X").show(ui).clicked() {
            self.cut(cx, sheet);
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
        let open = sheet.unconfirmed(range.rows(), period).len();
        if !range.is_single() && open > 0 {
            let text = format!("Confirm {}", plural(open, "row"));
            if MenuItem::new(&text).icon(icons::CHECK).keys("Space").show(ui).clicked() {
                self.confirm_range(cx, sheet);
            }
        } else if let Some(counts) = sheet.counts(period) {
            let branch = if row.is_parent { "Confirm the branch" } else { "Confirm" };
            if counts.carried_in(row.unit as usize) > 0
                && MenuItem::new(branch).icon(icons::CHECK).show(ui).clicked()
            {
                confirm(cx, sheet, row.unit as usize, period);
            }
        } else if open > 0 && MenuItem::new("Confirm").icon(icons::CHECK).keys("Space").show(ui).clicked() {
            self.confirm_range(cx, sheet);
        }
        self.acknowledge_menu(cx, ui, sheet, (row, sheet.slot(pos.col)));
        if row.is_parent {
            let other = if sheet.is_roll_up(row) { "Enter as total" } else { "Enter as own figures" };
            if MenuItem::new(other).keys("Alt+T in a cell").show(ui).clicked() {
                switch_mode(cx, sheet, row);
            }
        }
    }
}
