//! Shapes of the kit's controls that the scoring, ranking and trends panels use again and again.

use egui::{Popup, PopupCloseBehavior, Response, Ui};

use crate::ui::kit::{
    Icon, icons,
    widgets::{self, Button, MenuItem},
};

/// A button that opens a list of choices; returns the one that was chosen.
pub fn choice<T: Clone + PartialEq>(
    ui: &mut Ui,
    button: Button<'_>,
    current: &T,
    options: &[(T, String)],
) -> Option<T> {
    let response = button.trailing(icons::CHEVRON_DOWN).show(ui);
    let mut chosen = None;
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        for (option, label) in options {
            if MenuItem::new(label).selected(option == current).show(ui).clicked() {
                chosen = Some(option.clone());
            }
        }
    });
    chosen
}

/// Icon, one sentence, one button in the middle of the room; whether the button was pressed.
pub fn empty_state(ui: &mut Ui, icon: Icon, sentence: &str, button: &str) -> bool {
    widgets::empty_state(ui, icon, sentence, Some((button, None)))
        .is_some_and(|response: Response| response.clicked())
}
