//! Shapes of the kit's controls that the scoring, ranking and trends panels use again and again.

use egui::{
    CursorIcon, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2,
};

use crate::ui::kit::{
    Icon, Tokens, icons,
    tokens::R4,
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

/// Makes a number that is painted at `place` open its calculation: underlined under the pointer, in reach of the keyboard
/// unless `by_pointer_only`; whether it was asked for. `name` says what the number is and what it reads.
pub fn opens(
    ui: &Ui,
    place: Rect,
    salt: impl std::hash::Hash + std::fmt::Debug,
    name: &str,
    by_pointer_only: bool,
) -> bool {
    let target = Rect::from_center_size(place.center(), place.size().max(vec2(24.0, 24.0)));
    let sense = if by_pointer_only { Sense::CLICK } else { Sense::click() };
    let response = ui.interact(target.intersect(ui.clip_rect()), ui.scope_id().with(salt), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        let colour = Tokens::of(ui).text2;
        let ends = [place.left_bottom(), place.right_bottom()];
        ui.painter().extend(Shape::dashed_line(&ends, Stroke::new(1.0, colour), 1.0, 2.0));
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
    widgets::focus_ring(ui, place, R4, &response);
    response.clicked()
}
