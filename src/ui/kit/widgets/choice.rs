//! Choices: segments, chips, check boxes, switches.

use egui::{
    Align2, Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo, pos2,
    vec2,
};

use super::{corner, focus_ring, hover_tone, own_painter, paint_focus_ring};
use crate::ui::kit::fonts::{Weight, t11, t13};
use crate::ui::kit::icons::{self, Icon, paint_icon};
use crate::ui::kit::marks::{Mark, paint_mark};
use crate::ui::kit::text;
use crate::ui::kit::theme;
use crate::ui::kit::tokens::{self, Tokens};

/// One of few: a row of segments. Returns the new choice when it changes. `name` is said before each option's name.
pub fn segmented<T: PartialEq + Copy>(
    ui: &mut Ui,
    name: &str,
    current: T,
    options: &[(T, &str)],
) -> Option<T> {
    let with_icons: Vec<(T, Option<Icon>, &str)> = options.iter().map(|(v, s)| (*v, None, *s)).collect();
    segmented_icons(ui, name, current, &with_icons, true)
}

/// [`segmented`] with an icon before each word. Without `words` they are hidden from sight, never from readers.
pub fn segmented_icons<T: PartialEq + Copy>(
    ui: &mut Ui,
    name: &str,
    current: T,
    options: &[(T, Option<Icon>, &str)],
    words: bool,
) -> Option<T> {
    const PAD: f32 = 10.0;
    const ICON: f32 = 14.0;
    let t = Tokens::of(ui);
    let galleys: Vec<_> = options
        .iter()
        .map(|(_, _, s)| if words { *s } else { "" })
        .map(|s| text::galley(ui.painter(), s, t13(Weight::Medium), Color32::PLACEHOLDER))
        .collect();
    let widths: Vec<f32> = options
        .iter()
        .zip(&galleys)
        .map(|((_, icon, _), g)| {
            let gap = if words { 6.0 } else { 0.0 };
            g.size().x + 2.0 * PAD + if icon.is_some() { ICON + gap } else { 0.0 }
        })
        .collect();
    let total = widths.iter().sum::<f32>() + 2.0 * options.len().saturating_sub(1) as f32 + 4.0;
    let (rect, group) = ui.allocate_exact_size(vec2(total, tokens::CTL), Sense::hover());
    ui.painter().rect_filled(rect, corner(tokens::R6), t.hover);
    let mut chosen = None;
    let mut x = rect.left() + 2.0;
    for (i, (((value, icon, word), galley), width)) in options.iter().zip(galleys).zip(widths).enumerate() {
        let on = *value == current;
        let cell = Rect::from_min_size(pos2(x, rect.top() + 2.0), vec2(width, tokens::CTL_SMALL));
        x += width + 2.0;
        let response = ui.interact(cell, group.id.with(i), Sense::click());
        let label = if name.is_empty() { (*word).to_owned() } else { format!("{name}: {word}") };
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, &label));
        if on {
            ui.painter().rect_filled(cell, corner(tokens::R4), t.card);
            ui.painter().rect_stroke(
                cell,
                corner(tokens::R4),
                Stroke::new(1.0, t.border),
                StrokeKind::Outside,
            );
        } else {
            let fill = hover_tone(ui, &response, t.pressed.gamma_multiply(0.0), t.pressed, t.pressed);
            ui.painter().rect_filled(cell, corner(tokens::R4), fill);
        }
        let ink = if !enabled {
            t.disabled
        } else if on {
            t.text1
        } else {
            t.text2
        };
        let mut at = cell.left_center() + vec2(PAD, 0.0);
        if let Some(icon) = icon {
            paint_icon(
                ui.painter(),
                at + vec2(ICON / 2.0, 0.0),
                ICON,
                *icon,
                if on { t.accent_text } else { ink },
            );
            at.x += ICON + 6.0;
        }
        let corner_at = Align2::LEFT_CENTER.anchor_size(at, galley.size()).min;
        ui.painter().galley_with_override_text_color(corner_at.round(), galley, ink);
        focus_ring(ui, cell, tokens::R4, &response);
        if response.clicked() && !on {
            chosen = Some(*value);
        }
        if !words {
            response.on_hover_text(*word);
        }
    }
    chosen
}

/// A chip: a filter or a legend entry that can be switched, with a mark and a count.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct Chip<'a> {
    text: &'a str,
    mark: Option<(Mark, Color32)>,
    count: Option<usize>,
    on: bool,
    closable: bool,
}

impl<'a> Chip<'a> {
    /// A chip that is on (filled) or off (outline, quiet ink).
    pub fn new(text: &'a str, on: bool) -> Self {
        Self { text, mark: None, count: None, on, closable: false }
    }

    /// A shape before the word.
    pub fn mark(mut self, mark: Mark, colour: Color32) -> Self {
        self.mark = Some((mark, colour));
        self
    }

    /// How many there are of it.
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }

    /// Shows a cross at the end: a click takes the filter away.
    pub fn closable(mut self) -> Self {
        self.closable = true;
        self
    }

    /// Shows it; `clicked` means it is to be switched.
    pub fn show(self, ui: &mut Ui) -> Response {
        ui.add(self)
    }
}

impl Widget for Chip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let ink = if self.on { t.text2 } else { t.text3 };
        let word = text::galley(ui.painter(), self.text, t11(Weight::Medium), ink);
        let count =
            self.count.map(|n| text::galley(ui.painter(), n.to_string(), t11(Weight::Regular), t.text3));
        let lead = if self.mark.is_some() { 11.0 + 6.0 } else { 0.0 };
        let tail = count.as_ref().map_or(0.0, |g| g.size().x + 6.0) + if self.closable { 17.0 } else { 0.0 };
        let size = vec2(8.0 + lead + word.size().x + tail + 8.0, tokens::CTL_SMALL);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let (enabled, on) = (ui.is_enabled(), self.on);
        let name = match self.count {
            Some(n) => format!("{}, {n}", self.text),
            None => self.text.to_owned(),
        };
        // A chip that goes away is a plain button, one that is switched reports its state.
        let closable = self.closable;
        response.widget_info(|| {
            if closable {
                WidgetInfo::labeled(Role::Button, enabled, format!("Remove {name}"))
            } else {
                WidgetInfo::selected(Role::CheckBox, enabled, on, &name)
            }
        });
        if ui.is_rect_visible(rect) {
            let rest = if self.on { t.hover } else { t.hover.gamma_multiply(0.0) };
            let hovered = if self.on { t.pressed } else { t.hover };
            let fill = hover_tone(ui, &response, rest, hovered, t.pressed);
            ui.painter().rect_filled(rect, corner(tokens::R6), fill);
            if !self.on {
                ui.painter().rect_stroke(
                    rect,
                    corner(tokens::R6),
                    Stroke::new(1.0, t.border),
                    StrokeKind::Inside,
                );
            }
            let mut at = rect.left_center() + vec2(8.0, 0.0);
            if let Some((mark, colour)) = self.mark {
                let colour = if self.on { colour } else { t.text3 };
                paint_mark(ui.painter(), at + vec2(5.5, 0.0), 11.0, mark, colour, t.hover);
                at.x += lead;
            }
            at.x = text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, word, ink).right() + 6.0;
            if let Some(count) = count {
                at.x =
                    text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, count, t.text3).right() + 6.0;
            }
            if self.closable {
                paint_icon(ui.painter(), at + vec2(5.5, 0.0), 11.0, icons::X, t.text3);
            }
        }
        focus_ring(ui, rect, tokens::R6, &response);
        response
    }
}

/// A check box with its word; `Response::changed` tells.
pub fn checkbox(ui: &mut Ui, checked: &mut bool, word: &str) -> Response {
    switchable(ui, checked, word, Role::CheckBox, vec2(16.0, 16.0), |ui, rect, on, response| {
        let t = Tokens::of(ui);
        let painter = own_painter(ui);
        let enabled = ui.is_enabled();
        let radius = corner(tokens::R4);
        if on {
            painter.rect_filled(rect, radius, if enabled { t.accent } else { t.disabled });
            paint_mark(&painter, rect.center(), 12.0, Mark::Tick, t.on_accent, t.accent);
        } else {
            let edge = if enabled { t.control } else { t.disabled };
            painter.rect_stroke(rect, radius, Stroke::new(1.5, edge), StrokeKind::Inside);
        }
        if response.has_focus() {
            paint_focus_ring(&painter, rect, tokens::R4, t);
        }
    })
}

/// A switch with its word, for settings that act at once; `Response::changed` tells.
pub fn toggle(ui: &mut Ui, on: &mut bool, word: &str) -> Response {
    switchable(ui, on, word, Role::Switch, vec2(28.0, 16.0), |ui, rect, on, response| {
        let t = Tokens::of(ui);
        let painter = own_painter(ui);
        let fill = match (on, ui.is_enabled()) {
            (_, false) => t.disabled,
            (true, true) => t.accent,
            (false, true) => t.control,
        };
        painter.rect_filled(rect, corner(8.0), fill);
        let seconds = theme::motion(ui, tokens::M_FAST);
        let way = ui.animate_bool_with_time(response.id.with("way"), on, seconds);
        let x = egui::lerp(rect.left() + 8.0..=rect.right() - 8.0, theme::ease(way));
        painter.circle_filled(pos2(x, rect.center().y), 6.0, t.knob);
        if response.has_focus() {
            paint_focus_ring(&painter, rect, 8.0, t);
        }
    })
}

fn switchable(
    ui: &mut Ui,
    on: &mut bool,
    word: &str,
    role: Role,
    shape: Vec2,
    paint: impl FnOnce(&Ui, Rect, bool, &Response),
) -> Response {
    let t = Tokens::of(ui);
    let ink = if ui.is_enabled() { t.text1 } else { t.disabled };
    let galley = text::galley(ui.painter(), word, t13(Weight::Regular), ink);
    let gap = if word.is_empty() { 0.0 } else { tokens::S8 };
    let size = vec2((shape.x + gap + galley.size().x).max(tokens::CTL_SMALL), tokens::CTL);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    let (enabled, state) = (ui.is_enabled(), *on);
    response.widget_info(|| WidgetInfo::selected(role, enabled, state, word));
    if ui.is_rect_visible(rect) {
        let at = rect.left_center() + vec2(0.0, -shape.y / 2.0);
        paint(ui, Rect::from_min_size(at, shape), state, &response);
        let at = rect.left_center() + vec2(shape.x + gap, 0.0);
        text::paint_galley(&own_painter(ui), at, Align2::LEFT_CENTER, galley, ink);
    }
    response
}
