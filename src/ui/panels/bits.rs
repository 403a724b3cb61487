//! Controls that the scoring, ranking and trends panels share: buttons, segments, menus, the empty state.

use egui::{
    Align2, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::ui::kit::{
    Icon, Tokens, Weight, icons, paint_icon, t11, t13, text,
    tokens::{CTL, CTL_SMALL, R4, R6},
};

/// A small control: text, perhaps with an icon before it and a chevron behind it.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Name for readers; the text itself if empty.
    pub name: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Before the text.
    pub icon: Option<Icon>,
    /// Behind the text.
    pub trailing: Option<Icon>,
    /// Whether it has no ground at rest.
    pub quiet: bool,
    /// Whether it is 24 high with small text.
    pub small: bool,
    /// Whether it works.
    pub enabled: bool,
}

impl<'a> Control<'a> {
    /// A plain button.
    pub const fn new(text: &'a str) -> Self {
        Self { name: "", text, icon: None, trailing: None, quiet: false, small: false, enabled: true }
    }

    /// Paints it at the next place of the layout.
    pub fn ui(self, ui: &mut Ui, t: &Tokens) -> Response {
        let (font, height, icon, pad) = if self.small {
            (t11(Weight::Medium), CTL_SMALL, 12.0, 8.0)
        } else {
            (t13(Weight::Medium), CTL, 14.0, 10.0)
        };
        let ink = match (self.enabled, self.quiet) {
            (false, _) => t.disabled,
            (true, true) => t.text2,
            (true, false) => t.text1,
        };
        let galley = text::galley(ui.painter(), self.text, font, ink);
        let icons = f32::from(u8::from(self.icon.is_some()) + u8::from(self.trailing.is_some()));
        let width = (2.0 * pad + galley.size().x + icons * (icon + 6.0)).ceil();
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        let name = if self.name.is_empty() { self.text } else { self.name };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, self.enabled, name));
        ground(ui, t, rect, &response, self.quiet);
        let y = rect.center().y;
        let mut x = rect.min.x + pad;
        if let Some(before) = self.icon {
            paint_icon(ui.painter(), pos2(x + icon / 2.0, y), icon, before, ink);
            x += icon + 6.0;
        }
        let words = text::paint_galley(ui.painter(), pos2(x, y), Align2::LEFT_CENTER, galley, ink);
        if let Some(behind) = self.trailing {
            paint_icon(ui.painter(), pos2(words.max.x + 6.0 + icon / 2.0, y), icon, behind, ink);
        }
        response
    }
}

fn ground(ui: &Ui, t: &Tokens, rect: Rect, response: &Response, quiet: bool) {
    let fill = match (response.is_pointer_button_down_on(), response.hovered(), quiet) {
        (true, ..) => Some(t.pressed),
        (_, true, true) | (_, false, false) => Some(t.hover),
        (_, true, false) => Some(t.pressed),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, R6, fill);
    }
    focus_ring(ui, t, rect, response);
}

/// The ring around whatever the keyboard is on.
pub fn focus_ring(ui: &Ui, t: &Tokens, rect: Rect, response: &Response) {
    if response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), R6 + 2.0, Stroke::new(2.0, t.focus), StrokeKind::Outside);
    }
}

/// A square button of an icon; `on` = it holds something.
pub fn icon_button(ui: &mut Ui, t: &Tokens, rect: Rect, name: &str, icon: Icon, on: bool) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("icon", name)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name));
    if on {
        ui.painter().rect_filled(rect, R6, t.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, R6, t.hover);
    }
    focus_ring(ui, t, rect, &response);
    paint_icon(ui.painter(), rect.center(), 14.0, icon, if on { t.accent_text } else { t.text3 });
    response
}

/// A row of segments of which one is on. Returns whether another was chosen. Lay it out from the right.
pub fn segments<T: Copy + PartialEq>(
    ui: &mut Ui,
    t: &Tokens,
    value: &mut T,
    options: &[(T, &str, Option<Icon>)],
) -> bool {
    let galleys: Vec<_> = options
        .iter()
        .map(|(_, label, _)| text::galley(ui.painter(), *label, t13(Weight::Medium), t.text1))
        .collect();
    let width = |at: usize| 20.0 + galleys[at].size().x + if options[at].2.is_some() { 20.0 } else { 0.0 };
    let total: f32 = (0..options.len()).map(|at| width(at).ceil() + 2.0).sum::<f32>() + 2.0;
    let (rect, _) = ui.allocate_exact_size(vec2(total, CTL), Sense::hover());
    ui.painter().rect_filled(rect, R6, t.hover);
    let mut x = rect.min.x + 2.0;
    let mut changed = false;
    for (at, (option, label, icon)) in options.iter().enumerate() {
        let cell = Rect::from_min_size(pos2(x, rect.min.y + 2.0), vec2(width(at).ceil(), CTL_SMALL));
        x = cell.max.x + 2.0;
        let response = ui.interact(cell, ui.scope_id().with(("segment", *label)), Sense::click());
        let on = *option == *value;
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, *label));
        if on {
            ui.painter().rect(cell, R4, t.card, Stroke::new(1.0, t.border), StrokeKind::Outside);
        } else if response.hovered() {
            ui.painter().rect_filled(cell, R4, t.pressed);
        }
        focus_ring(ui, t, cell, &response);
        let ink = if on { t.text1 } else { t.text2 };
        let mut left = cell.min.x + 10.0;
        if let Some(icon) = icon {
            paint_icon(ui.painter(), pos2(left + 7.0, cell.center().y), 14.0, *icon, ink);
            left += 20.0;
        }
        text::paint(
            ui.painter(),
            pos2(left, cell.center().y),
            Align2::LEFT_CENTER,
            *label,
            t13(Weight::Medium),
            ink,
        );
        if response.clicked() && !on {
            *value = *option;
            changed = true;
        }
    }
    changed
}

/// A button that opens a list of choices; returns the one that was chosen.
pub fn choice<T: Clone + PartialEq>(
    ui: &mut Ui,
    t: &Tokens,
    control: Control<'_>,
    current: &T,
    options: &[(T, String)],
) -> Option<T> {
    let response = Control { trailing: Some(icons::CHEVRON_DOWN), ..control }.ui(ui, t);
    let mut chosen = None;
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_min_width(160.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (option, label) in options {
            let on = option == current;
            let width = text::width(ui, label, t13(Weight::Medium)) + 44.0;
            let size = vec2(ui.available_width().max(width), CTL);
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, on, label));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, R6, t.hover);
            }
            focus_ring(ui, t, rect.shrink(4.0), &response);
            if on {
                paint_icon(
                    ui.painter(),
                    pos2(rect.min.x + 14.0, rect.center().y),
                    14.0,
                    icons::CHECK,
                    t.accent_text,
                );
            }
            let cell = Rect::from_min_max(pos2(rect.min.x + 26.0, rect.min.y), rect.max);
            text::paint_left(ui.painter(), cell, 4.0, label, t13(Weight::Regular), t.text1);
            if response.clicked() {
                chosen = Some(option.clone());
            }
        }
    });
    chosen
}

/// Icon, one sentence, one button in the middle of the room; whether the button was pressed.
pub fn empty_state(ui: &mut Ui, t: &Tokens, icon: Icon, sentence: &str, button: &str) -> bool {
    let area = ui.max_rect();
    let inside = area.shrink(12.0);
    ui.painter().rect_filled(inside, 8.0, t.canvas);
    let middle =
        Rect::from_center_size(area.center(), vec2((inside.width() - 24.0).clamp(80.0, 320.0), 120.0));
    let mut inner = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(middle)
            .layout(egui::Layout::top_down(egui::Align::Center))
            .id_salt("empty"),
    );
    let (at, _) = inner.allocate_exact_size(vec2(22.0, 22.0), Sense::hover());
    paint_icon(inner.painter(), at.center(), 22.0, icon, t.text3);
    inner.add_space(4.0);
    text::label(&mut inner, sentence, t13(Weight::Regular), t.text2);
    inner.add_space(8.0);
    Control::new(button).ui(&mut inner, t).clicked()
}
