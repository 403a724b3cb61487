//! Tooltips that explain: a title, a value, and lines below.

use egui::{Response, Ui};

use crate::ui::kit::fonts::{Weight, t11, t13};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

/// What a tooltip says.
#[derive(Debug, Clone, Default)]
pub struct Tip<'a> {
    /// What this is, 13/600.
    pub title: &'a str,
    /// Its value, at the right of the title; may be empty.
    pub value: &'a str,
    /// Sentences below, 11.
    pub lines: &'a [&'a str],
    /// Keys that do the same; may be empty.
    pub keys: &'a str,
}

impl Tip<'_> {
    /// Puts the tooltip's content into any popover.
    pub fn ui(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.set_max_width(320.0);
        ui.horizontal(|ui| {
            text::line(ui, self.title, t13(Weight::SemiBold), t.text1);
            if !self.value.is_empty() {
                ui.add_space(tokens::S8);
                text::line(ui, self.value, t13(Weight::SemiBold), t.text1);
            }
            if !self.keys.is_empty() {
                ui.add_space(tokens::S8);
                super::key_cap(ui, self.keys);
            }
        });
        for line in self.lines {
            text::label(ui, *line, t11(Weight::Regular), t.text2);
        }
    }
}

/// Shows `tip` when the pointer rests on `response`, also when it is disabled.
pub fn tip(response: Response, tip: &Tip<'_>) -> Response {
    response.on_hover_ui(|ui| tip.ui(ui)).on_disabled_hover_ui(|ui| tip.ui(ui))
}
