//! Menus: drop-down lists, menus behind an icon, and their items.

use egui::{Align2, InnerResponse, Margin, Popup, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::frame::{popover_frame, rule};
use super::{Button, corner, focus_ring, own_painter};
use crate::ui::kit::fonts::{Weight, t11, t13};
use crate::ui::kit::icons::{self, Icon, paint_icon};
use crate::ui::kit::marks::{Mark, paint_mark};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

/// A button that shows the current choice and opens a list under it. `name` is its accessible name.
pub fn dropdown<R>(
    ui: &mut Ui,
    name: &str,
    current: &str,
    width: f32,
    items: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<Option<R>> {
    let label = format!("{name}: {current}");
    let response = Button::new(current)
        .trailing(icons::CHEVRON_DOWN)
        .min_width(width)
        .name(&label)
        .role(Role::ComboBox)
        .show(ui);
    let shown = open_menu(&response, name, items);
    InnerResponse::new(shown, response)
}

/// An icon button that opens a menu.
pub fn icon_menu<R>(
    ui: &mut Ui,
    icon: Icon,
    name: &str,
    items: impl FnOnce(&mut Ui) -> R,
) -> InnerResponse<Option<R>> {
    let response = Button::icon_only(icon, name).show(ui);
    let shown = open_menu(&response, name, items);
    InnerResponse::new(shown, response)
}

fn open_menu<R>(response: &Response, name: &str, items: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let t = Tokens::of(&response.ctx);
    Popup::menu(response)
        .gap(tokens::S4)
        .frame(popover_frame(t).inner_margin(Margin::same(4)))
        .accessible_name(format!("{name}, list"))
        .show(|ui| {
            ui.set_min_width(response.rect.width().max(140.0) - 8.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            items(ui)
        })
        .map(|r| r.inner)
}

/// One of several: a drop-down list of `options`. True when the choice changed.
pub fn choose<T: PartialEq + Copy>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    width: f32,
    options: &[(T, &str)],
) -> bool {
    let current = options.iter().find(|(v, _)| v == value).map_or("", |(_, word)| *word);
    let shown = dropdown(ui, name, current, width, |ui| {
        let mut picked = None;
        for (option, word) in options {
            if MenuItem::new(word).selected(option == value).show(ui).clicked() {
                picked = Some(*option);
            }
        }
        picked
    });
    let Some(picked) = shown.inner.flatten() else { return false };
    let changed = picked != *value;
    *value = picked;
    changed
}

/// A quiet line between groups of items.
pub fn menu_rule(ui: &mut Ui) {
    ui.add_space(4.0);
    rule(ui);
    ui.add_space(4.0);
}

/// An item of a menu; a click closes the menu.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct MenuItem<'a> {
    text: &'a str,
    icon: Option<Icon>,
    keys: &'a str,
    enabled: bool,
    selected: bool,
    has_choice: bool,
}

impl<'a> MenuItem<'a> {
    /// An item with its text.
    pub fn new(text: &'a str) -> Self {
        Self { text, icon: None, keys: "", enabled: true, selected: false, has_choice: false }
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Keys that do the same, at the right.
    pub fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// Can it be chosen now?
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Is it the current choice? Shows a tick, and leaves room for one otherwise.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self.has_choice = true;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let enabled = self.enabled;
        ui.add_enabled(enabled, self)
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let enabled = ui.is_enabled();
        let ink = if enabled { t.text1 } else { t.disabled };
        let lead = if self.icon.is_some() || self.has_choice { 22.0 } else { 0.0 };
        let word = text::galley(ui.painter(), self.text, t13(Weight::Regular), ink);
        let keys = text::galley(ui.painter(), self.keys, t11(Weight::Medium), t.text3);
        let tail = if self.keys.is_empty() { 0.0 } else { keys.size().x + tokens::S24 };
        let needed = 8.0 + lead + word.size().x + tail + 8.0;
        // While a menu measures itself, its widest item decides; afterwards all of them fill it.
        let width = if ui.is_sizing_pass() { needed } else { needed.max(ui.available_width()) };
        let size = vec2(width, tokens::CTL);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let (role, has_choice, selected) = (
            if self.has_choice { Role::MenuItemRadio } else { Role::MenuItem },
            self.has_choice,
            self.selected,
        );
        response.widget_info(|| {
            if has_choice {
                WidgetInfo::selected(role, enabled, selected, self.text)
            } else {
                WidgetInfo::labeled(role, enabled, self.text)
            }
        });
        if !self.keys.is_empty() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(self.keys));
        }
        if ui.is_rect_visible(rect) {
            let painter = own_painter(ui);
            if enabled && (response.hovered() || response.has_focus()) {
                painter.rect_filled(rect, corner(tokens::R4), t.pressed);
            }
            let middle = rect.center().y;
            let slot = pos2(rect.left() + 8.0 + 7.0, middle);
            if self.selected {
                paint_mark(&painter, slot, 12.0, Mark::Tick, t.accent_text, t.raised);
            } else if let Some(icon) = self.icon {
                paint_icon(&painter, slot, 14.0, icon, if enabled { t.text2 } else { t.disabled });
            }
            let at = pos2(rect.left() + 8.0 + lead, middle);
            text::paint_galley(&painter, at, Align2::LEFT_CENTER, word, ink);
            let at = pos2(rect.right() - 8.0, middle);
            text::paint_galley(&painter, at, Align2::RIGHT_CENTER, keys, t.text3);
        }
        focus_ring(ui, rect.shrink(2.0), tokens::R4, &response);
        if response.clicked() {
            ui.close();
        }
        response
    }
}
