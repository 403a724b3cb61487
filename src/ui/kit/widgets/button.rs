//! Buttons: primary, default, outline, quiet, icon only, and numbers that can be clicked.

use egui::{
    Align2, Color32, FontId, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, vec2,
};

use super::{corner, focus_ring, hover_tone, own_painter};
use crate::ui::kit::fonts::{Weight, t11, t13};
use crate::ui::kit::icons::{Icon, paint_icon};
use crate::ui::kit::text;
use crate::ui::kit::tokens::{self, Tokens};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Default,
    Outline,
    Quiet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Small,
    Normal,
    Large,
}

/// A button; `show` or `ui.add` puts it on the screen.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct Button<'a> {
    text: &'a str,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    kind: Kind,
    size: Size,
    enabled: bool,
    selected: bool,
    tip: Option<&'a str>,
    shortcut: Option<&'a str>,
    name: Option<&'a str>,
    min_width: f32,
    role: Role,
}

impl<'a> Button<'a> {
    fn of(text: &'a str, kind: Kind) -> Self {
        Self {
            text,
            icon: None,
            trailing: None,
            kind,
            size: Size::Normal,
            enabled: true,
            selected: false,
            tip: None,
            shortcut: None,
            name: None,
            min_width: 0.0,
            role: Role::Button,
        }
    }

    /// The one button of a panel that moves on.
    pub fn primary(text: &'a str) -> Self {
        Self::of(text, Kind::Primary)
    }

    /// An ordinary button.
    pub fn new(text: &'a str) -> Self {
        Self::of(text, Kind::Default)
    }

    /// A button with an edge, for coloured ground.
    pub fn outline(text: &'a str) -> Self {
        Self::of(text, Kind::Outline)
    }

    /// A button without a fill.
    pub fn quiet(text: &'a str) -> Self {
        Self::of(text, Kind::Quiet)
    }

    /// A quiet button with an icon only; `name` is its accessible name and its tooltip.
    pub fn icon_only(icon: Icon, name: &'a str) -> Self {
        Self { icon: Some(icon), name: Some(name), tip: Some(name), ..Self::of("", Kind::Quiet) }
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the text.
    pub fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// 24 high instead of 28.
    pub fn small(mut self) -> Self {
        self.size = Size::Small;
        self
    }

    /// 40 high, for the welcome page.
    pub fn large(mut self) -> Self {
        self.size = Size::Large;
        self
    }

    /// Can it be pressed now? Say why not in the tooltip.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// A button that stays down, such as a lock.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Shown when the pointer rests, also while it is disabled.
    pub fn tip(mut self, tip: &'a str) -> Self {
        self.tip = Some(tip);
        self
    }

    /// Keys that do the same, shown behind the text.
    pub fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// The accessible name, where it says more than the text.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// At least this wide.
    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// What it is for readers, if not a plain button.
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        ui.add(self)
    }

    fn ink(&self, t: &Tokens) -> Color32 {
        match self.kind {
            _ if !self.enabled => t.disabled,
            Kind::Primary => t.on_accent,
            _ if self.selected => t.accent_text,
            Kind::Quiet => t.text2,
            Kind::Default | Kind::Outline => t.text1,
        }
    }

    fn fill(&self, ui: &Ui, response: &Response, t: &Tokens) -> Color32 {
        let rest = match self.kind {
            Kind::Primary if self.enabled => t.accent,
            _ if self.selected => t.selected,
            Kind::Primary | Kind::Default => t.hover,
            // Transparent in the tone it will take keeps the fade from passing through black.
            Kind::Outline | Kind::Quiet => t.hover.gamma_multiply(0.0),
        };
        if !self.enabled {
            return rest;
        }
        let (hovered, pressed) = match self.kind {
            Kind::Primary => (t.accent_hover, t.accent_hover),
            _ if self.selected => (t.selected, t.selected),
            Kind::Default => (t.pressed, t.border),
            Kind::Outline | Kind::Quiet => (t.hover, t.pressed),
        };
        hover_tone(ui, response, rest, hovered, pressed)
    }
}

impl Widget for Button<'_> {
    fn ui(mut self, ui: &mut Ui) -> Response {
        self.enabled &= ui.is_enabled();
        if !self.enabled && ui.is_enabled() {
            let inner = ui.add_enabled_ui(false, |ui| self.ui(ui));
            return inner.inner;
        }
        let t = Tokens::of(ui);
        let ink = self.ink(t);
        let (height, font, icon_size, padding) = match self.size {
            Size::Small => (tokens::CTL_SMALL, t11(Weight::Medium), 14.0, tokens::S8),
            Size::Normal => {
                (tokens::CTL, t13(Weight::Medium), if self.text.is_empty() { 16.0 } else { 14.0 }, 10.0)
            }
            Size::Large => (tokens::CTL_LARGE, t13(Weight::Medium), 16.0, tokens::S16),
        };
        let galley = text::galley(ui.painter(), self.text, font, ink);
        let keys = self.shortcut.map(|keys| text::galley(ui.painter(), keys, t11(Weight::Medium), t.text3));

        let parts = [
            self.icon.map(|_| icon_size),
            (!self.text.is_empty()).then(|| galley.size().x),
            keys.as_ref().map(|k| k.size().x),
            self.trailing.map(|_| icon_size),
        ];
        let count = parts.iter().flatten().count();
        let content: f32 = parts.iter().flatten().sum::<f32>() + tokens::S6 * count.saturating_sub(1) as f32;
        let width = if self.text.is_empty() { height.max(content) } else { content + 2.0 * padding };
        let (rect, response) =
            ui.allocate_exact_size(vec2(width.max(self.min_width), height), Sense::click());

        let name = self.name.unwrap_or(self.text);
        let (enabled, selected, role) = (self.enabled, self.selected, self.role);
        response.widget_info(|| {
            if selected {
                WidgetInfo::selected(role, enabled, true, name)
            } else {
                WidgetInfo::labeled(role, enabled, name)
            }
        });

        if ui.is_rect_visible(rect) {
            let painter = own_painter(ui);
            painter.rect_filled(rect, corner(tokens::R6), self.fill(ui, &response, t));
            if self.kind == Kind::Outline {
                painter.rect_stroke(rect, corner(tokens::R6), Stroke::new(1.0, t.border), StrokeKind::Inside);
            }
            let mut x = rect.center().x - content / 2.0;
            if self.trailing.is_some() && self.min_width > 0.0 {
                // A button that opens a list reads from the left, with its arrow at the right end.
                x = rect.left() + padding;
            }
            let middle = rect.center().y;
            if let Some(icon) = self.icon {
                paint_icon(&painter, egui::pos2(x + icon_size / 2.0, middle), icon_size, icon, ink);
                x += icon_size + tokens::S6;
            }
            if !self.text.is_empty() {
                let done =
                    text::paint_galley(&painter, egui::pos2(x, middle), Align2::LEFT_CENTER, galley, ink);
                x = done.right() + tokens::S6;
            }
            if let Some(keys) = keys {
                let colour = if self.kind == Kind::Primary { t.on_accent } else { t.text3 };
                painter.galley_with_override_text_color(
                    egui::pos2(x, middle - keys.size().y / 2.0),
                    keys.clone(),
                    colour,
                );
                x += keys.size().x + tokens::S6;
            }
            if let Some(icon) = self.trailing {
                let x = if self.min_width > 0.0 { rect.right() - padding - icon_size } else { x };
                paint_icon(&painter, egui::pos2(x + icon_size / 2.0, middle), icon_size, icon, t.text3);
            }
        }
        focus_ring(ui, rect, tokens::R6, &response);
        match self.tip {
            Some(tip) if !tip.is_empty() => response.on_hover_text(tip).on_disabled_hover_text(tip),
            _ => response,
        }
    }
}

/// An ordinary button.
pub fn button(ui: &mut Ui, text: &str) -> Response {
    Button::new(text).show(ui)
}

/// The one button of a panel that moves on.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    Button::primary(text).show(ui)
}

/// A button without a fill.
pub fn quiet_button(ui: &mut Ui, text: &str) -> Response {
    Button::quiet(text).show(ui)
}

/// A 28 px button with an icon only; `name` is its accessible name and its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    Button::icon_only(icon, name).show(ui)
}

/// A number that explains itself when clicked: dotted underline on hover. `name` says what the number is.
pub fn number_button(ui: &mut Ui, text: &str, font: FontId, colour: Color32, name: &str) -> Response {
    let height = crate::ui::kit::fonts::line_height(font.size).max(tokens::CTL_SMALL);
    let galley = text::galley(ui.painter(), text, font, colour);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, height), Sense::click());
    let label = format!("{name}: {text}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let placed = text::paint_galley(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, galley, colour);
    if response.hovered() {
        underline(ui, placed, colour);
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    focus_ring(ui, rect, tokens::R4, &response);
    response
}

fn underline(ui: &Ui, text: Rect, colour: Color32) {
    let y = text.bottom() - 0.5;
    let ends = [egui::pos2(text.left(), y), egui::pos2(text.right(), y)];
    ui.painter().extend(egui::Shape::dashed_line(&ends, Stroke::new(1.0, colour), 1.0, 2.0));
}
