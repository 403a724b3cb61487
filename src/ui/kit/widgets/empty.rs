//! What an empty panel says: one sentence, one button.

use egui::{Align, Layout, Response, Ui, UiBuilder, vec2};

use super::{Button, corner};
use crate::ui::kit::fonts::{Weight, t13};
use crate::ui::kit::icons::{Icon, paint_icon};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

/// Fills the room that is left with `canvas`, and puts icon, sentence and button into its middle.
///
/// `button` is its text and icon; the response of the button comes back.
pub fn empty_state(
    ui: &mut Ui,
    icon: Icon,
    sentence: &str,
    button: Option<(&str, Option<Icon>)>,
) -> Option<Response> {
    let t = Tokens::of(ui);
    let size = vec2(ui.available_width(), ui.available_height().clamp(120.0, 4000.0));
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    ui.painter().rect_filled(rect, corner(tokens::R8), t.canvas);
    let height = 22.0 + 10.0 + 20.0 + if button.is_some() { 10.0 + tokens::CTL } else { 0.0 };
    let inner = rect.shrink2(vec2(tokens::S16, 0.0));
    let top = (rect.center().y - height / 2.0).round();
    paint_icon(ui.painter(), egui::pos2(rect.center().x, top + 11.0), 22.0, icon, t.text3);
    let mut words = inner;
    words.min.y = top + 32.0;
    let mut child = ui.new_child(UiBuilder::new().max_rect(words).layout(Layout::top_down(Align::Center)));
    child.spacing_mut().item_spacing.y = 10.0;
    text::label(&mut child, sentence, t13(Weight::Regular), t.text2);
    button.map(|(word, icon)| {
        let button = Button::primary(word);
        match icon {
            Some(icon) => button.icon(icon).show(&mut child),
            None => button.show(&mut child),
        }
    })
}
