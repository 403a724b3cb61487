//! The controls: buttons, choices, fields, frames, bars, toasts. All have an accessible name and a visible focus.

mod badge;
mod bars;
mod button;
mod choice;
mod dialog;
mod empty;
mod field;
mod frame;
mod menu;
mod number_field;
mod row;
mod tip;
mod toast;

pub use badge::{badge, badge_solid, band_badge, change, key_cap, status_badge};
pub use bars::{Band, RangeMeter, Segment, meter, paint_meter, spark_line, stacked_bar};
pub use button::{Button, button, icon_button, number_button, primary_button, quiet_button};
pub use choice::{Chip, checkbox, segmented, segmented_icons, toggle};
pub use dialog::{Answer, Dialog, dialog, sheet};
pub use empty::empty_state;
pub use field::{TextField, hold_letters, search_field, text_field};
pub use frame::{
    banner, card_frame, panel_frame, panel_header, popover_frame, rule, section_title, vertical_rule,
    well_frame,
};
pub use menu::{MenuItem, choose, dropdown, icon_menu, menu_rule};
pub use number_field::{NumberField, NumberFieldResponse};
pub use row::{Row, list_row};
pub use tip::{Tip, tip};
pub use toast::{Toast, Toasts};

use egui::{Color32, CornerRadius, Painter, Rect, Response, Stroke, StrokeKind, Ui};

use super::theme;
use super::tokens::{self, Tokens};

/// The ring of the thing that has the keyboard: 2 px wide, 2 px outside of `rect`.
pub fn focus_ring(ui: &Ui, rect: Rect, radius: f32, response: &Response) {
    if response.has_focus() {
        paint_focus_ring(ui.painter(), rect, radius, Tokens::of(ui));
    }
}

/// Paints the focus ring around `rect`, whoever has the focus.
pub fn paint_focus_ring(painter: &Painter, rect: Rect, radius: f32, t: &Tokens) {
    let gap = tokens::FOCUS_GAP;
    // Rings stand outside of their control; a scroll area's edge must not cut them.
    let painter = painter.with_clip_rect(painter.clip_rect().expand(gap + tokens::STROKE_FOCUS));
    painter.rect_stroke(
        rect.expand(gap),
        corner(radius + gap),
        Stroke::new(tokens::STROKE_FOCUS, t.focus),
        StrokeKind::Outside,
    );
}

/// A corner radius from a token.
pub(crate) fn corner(radius: f32) -> CornerRadius {
    CornerRadius::same(radius.round().clamp(0.0, 255.0) as u8)
}

/// Fades from one tone to another while the pointer stays; at once when motion is reduced.
pub(crate) fn hover_tone(
    ui: &Ui,
    response: &Response,
    rest: Color32,
    hovered: Color32,
    pressed: Color32,
) -> Color32 {
    if response.is_pointer_button_down_on() {
        return pressed;
    }
    let seconds = theme::motion(ui, tokens::M_FAST);
    let t = ui.animate_bool_with_time(response.id.with("tone"), response.hovered(), seconds);
    rest.lerp_to_gamma(hovered, t)
}

/// The painter of a control: disabled controls bring their own colours, so egui's fading is taken off them.
pub(crate) fn own_painter(ui: &Ui) -> Painter {
    let mut painter = ui.painter().clone();
    if !ui.is_enabled() {
        painter.set_opacity(1.0);
    }
    painter
}
