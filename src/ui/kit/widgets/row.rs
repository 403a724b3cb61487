//! Rows of lists and tables: tone, selection, focus and name; the caller paints the cells.

use egui::{Painter, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::{corner, hover_tone, paint_focus_ring};
use crate::ui::kit::tokens::{self, Tokens};

/// A row on the screen.
pub struct Row {
    /// The whole row.
    pub rect: Rect,
    /// Clicks, double clicks, drags and focus.
    pub response: Response,
    /// Paints inside the row only.
    pub painter: Painter,
    /// Is it in sight? If not, nothing needs painting.
    pub is_visible: bool,
}

/// A row over the width that is there. `name` tells a reader what a sighted user sees in it.
pub fn list_row(ui: &mut Ui, height: f32, is_selected: bool, name: &str) -> Row {
    let t = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let is_visible = ui.is_rect_visible(rect);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, is_selected, name));
    if is_visible {
        let radius = corner(tokens::R6);
        if is_selected {
            ui.painter().rect_filled(rect, radius, t.selected);
        } else {
            let fill = hover_tone(ui, &response, t.hover.gamma_multiply(0.0), t.hover, t.pressed);
            ui.painter().rect_filled(rect, radius, fill);
        }
        if response.has_focus() {
            // Rows touch each other, so their ring stands inside.
            paint_focus_ring(ui.painter(), rect.shrink(4.0), tokens::R4, t);
        }
    }
    let painter = ui.painter_at(rect);
    Row { rect, response, painter, is_visible }
}
