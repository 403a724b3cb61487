//! The list of a unit's products: every one with its state, for units with more products than boxes fit, and for keys.

use egui::{Align2, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::FieldValue,
    domain::ProductState,
    ui::kit::{
        fonts::{Weight, t11, t13},
        tokens::Tokens,
    },
};

use super::{
    cursor::Pos,
    editor::floating,
    layout::BOX,
    paint::{product_box, put},
    rows::Row,
    sheet::Sheet,
    values::next_state,
};

/// The open list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductList {
    /// The cell it belongs to.
    pub pos: Pos,
    /// The product that keys act on.
    pub at: usize,
    /// Whether it was opened in this pass, so that the click that opened it does not close it.
    pub fresh: bool,
}

impl ProductList {
    /// The list under its cell: what changed, and whether it stays open. Up and Down choose, Space goes to the next state,
    /// Escape and Enter close.
    pub fn ui(
        &mut self,
        ui: &Ui,
        tokens: &Tokens,
        sheet: &Sheet<'_>,
        row: Row,
        cell: Rect,
    ) -> (Option<FieldValue>, bool) {
        let period = sheet.slot(self.pos.col).period;
        let count = sheet.products(period).count();
        let mut change = None;
        let mut open = count > 0;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let egui::Event::Key { key, pressed: true, .. } = event else {
                    return !matches!(event, egui::Event::Text(text) if text == " ");
                };
                match key {
                    Key::ArrowDown => self.at = (self.at + 1) % count.max(1),
                    Key::ArrowUp => self.at = (self.at + count.max(1) - 1) % count.max(1),
                    Key::Escape | Key::Enter | Key::F2 => open = false,
                    Key::Space => {
                        if let Some(product) = sheet.products(period).nth(self.at) {
                            let state = next_state(sheet.product_state(row, period, product));
                            change = Some(FieldValue::Product(product.key.clone(), Some(state)));
                        }
                    }
                    _ => return true,
                }
                false
            });
        });
        let id = ui.scope_id().with("usage products");
        let tall = (28.0 * count as f32 + 48.0).min(360.0);
        let rect = floating(ui, tokens, cell, id, vec2(264.0, tall), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for (nth, product) in sheet.products(period).enumerate() {
                    let state = sheet.product_state(row, period, product);
                    let (rect, response) =
                        ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
                    let current = nth == self.at;
                    if current || response.hovered() {
                        ui.painter().rect_filled(
                            rect,
                            6,
                            if current { tokens.selected } else { tokens.hover },
                        );
                    }
                    let mark =
                        Rect::from_center_size(pos2(rect.left() + 14.0, rect.center().y), vec2(BOX, BOX));
                    product_box(ui.painter(), tokens, mark, state);
                    let word = rect.shrink2(vec2(8.0, 0.0));
                    let word = put(
                        ui.painter(),
                        word,
                        Align2::RIGHT_CENTER,
                        state.word(),
                        t11(Weight::Regular),
                        tokens.text3,
                    );
                    let name = Rect::from_min_max(
                        pos2(rect.left() + 30.0, rect.top()),
                        pos2(word.left() - 8.0, rect.bottom()),
                    );
                    put(
                        ui.painter(),
                        name,
                        Align2::LEFT_CENTER,
                        &product.name,
                        t13(Weight::Regular),
                        tokens.text1,
                    );
                    let said = format!("{}: {}", product.name, state.word());
                    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, current, &said));
                    if response.clicked() {
                        self.at = nth;
                        change = Some(FieldValue::Product(product.key.clone(), Some(next_state(state))));
                    }
                }
            });
            ui.add_space(6.0);
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
            let text = "Space: next state · Esc: close";
            put(ui.painter(), rect, Align2::LEFT_CENTER, text, t11(Weight::Regular), tokens.text3);
        });
        let outside = ui.input(|input| {
            input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !rect.contains(at))
        });
        if outside && !self.fresh {
            open = false;
        }
        self.fresh = false;
        (change, open)
    }
}

/// States as the menu lists them.
pub const STATES: [ProductState; 5] = [
    ProductState::Open,
    ProductState::Adopted,
    ProductState::Trial,
    ProductState::NotApplicable,
    ProductState::HeldByCompetitor,
];
