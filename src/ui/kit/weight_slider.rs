//! The weight slider: one value from 0 to 100, and the room it has before a ranking or its leader changes.

use egui::{
    EventFilter, Key, Modifiers, Painter, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo,
    accesskit, pos2, vec2,
};

use super::theme;
use super::tokens::{self, Tokens};
use super::widgets::corner;

/// A place on the slider where two ranks swap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// The value, 0 to 100.
    pub at: f64,
    /// Does the leader change here? Drawn as a diamond instead of a tick.
    pub is_lead: bool,
}

/// What the user did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SliderEvent {
    /// The handle was taken into the hand, or a key began to move it: open a gesture.
    Began,
    /// The new value, 0 to 100. Outside of a gesture (readers) it is a step of its own.
    Changed(f64),
    /// The handle or the key was let go: close the gesture.
    Ended,
    /// Escape during a drag: take the gesture back.
    Cancelled,
    /// A digit was typed on the focused slider: open the field with it.
    Typed(char),
}

/// The slider; build, then `show`.
#[derive(Debug, Clone)]
#[must_use = "call `show`"]
pub struct WeightSlider<'a> {
    name: &'a str,
    value: f64,
    baseline: Option<f64>,
    rank_zone: Option<(f64, f64)>,
    leader_zone: Option<(f64, f64)>,
    wall: f64,
    crossings: &'a [Crossing],
    is_locked: bool,
    description: &'a str,
}

/// What came out of a pass.
#[derive(Debug)]
pub struct SliderResponse {
    /// The response of the whole slider.
    pub response: Response,
    /// In the order in which they happened.
    pub events: Vec<SliderEvent>,
    /// Is the handle in the hand?
    pub is_held: bool,
}

/// Kept while the handle is in the hand.
#[derive(Debug, Clone, Copy)]
struct Grip {
    /// Value when the drag began.
    origin: f64,
    /// Pointer to handle, so that taking it does not move it.
    offset: f32,
    /// What was answered last: a pointer that rests asks for nothing, even where the value could not follow it exactly.
    sent: f64,
    /// Escape was pressed: wait for the button to be released.
    is_cancelled: bool,
}

/// Kept while keys move the handle: one press, however long it is held, is one gesture.
#[derive(Debug, Clone, Copy)]
struct KeyRun;

/// Keys that move the handle, with their steps.
const STEPS: [(Modifiers, Key, f64); 10] = [
    (Modifiers::SHIFT, Key::ArrowRight, 5.0),
    (Modifiers::SHIFT, Key::ArrowUp, 5.0),
    (Modifiers::SHIFT, Key::ArrowLeft, -5.0),
    (Modifiers::SHIFT, Key::ArrowDown, -5.0),
    (Modifiers::NONE, Key::ArrowRight, 1.0),
    (Modifiers::NONE, Key::ArrowUp, 1.0),
    (Modifiers::NONE, Key::ArrowLeft, -1.0),
    (Modifiers::NONE, Key::ArrowDown, -1.0),
    (Modifiers::NONE, Key::PageUp, 10.0),
    (Modifiers::NONE, Key::PageDown, -10.0),
];

const HEIGHT: f32 = 36.0;
const MIDDLE: f32 = 15.0;
const PADDING: f32 = 12.0;

impl<'a> WeightSlider<'a> {
    /// `name` is the accessible name, `value` runs from 0 to 100.
    pub fn new(name: &'a str, value: f64) -> Self {
        Self {
            name,
            value,
            baseline: None,
            rank_zone: None,
            leader_zone: None,
            wall: 100.0,
            crossings: &[],
            is_locked: false,
            description: "",
        }
    }

    /// The value to compare with; a bar stands there when it differs.
    pub fn baseline(mut self, baseline: Option<f64>) -> Self {
        self.baseline = baseline;
        self
    }

    /// The range around the value in which no two ranks swap.
    pub fn rank_zone(mut self, zone: Option<(f64, f64)>) -> Self {
        self.rank_zone = zone;
        self
    }

    /// The range around the value in which the leader stays.
    pub fn leader_zone(mut self, zone: Option<(f64, f64)>) -> Self {
        self.leader_zone = zone;
        self
    }

    /// What locked weights leave; the value cannot pass it.
    pub fn wall(mut self, wall: f64) -> Self {
        self.wall = wall.clamp(0.0, 100.0);
        self
    }

    /// Ticks and diamonds.
    pub fn crossings(mut self, crossings: &'a [Crossing]) -> Self {
        self.crossings = crossings;
        self
    }

    /// A locked slider shows its room but does not move.
    pub fn locked(mut self, is_locked: bool) -> Self {
        self.is_locked = is_locked;
        self
    }

    /// The zones as a sentence, for readers.
    pub fn description(mut self, description: &'a str) -> Self {
        self.description = description;
        self
    }

    /// Shows it over the width that is there, 36 high.
    pub fn show(self, ui: &mut Ui) -> SliderResponse {
        let sense = if self.is_locked { Sense::focusable_noninteractive() } else { Sense::drag() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width().max(120.0), HEIGHT), sense);
        let axis = Axis { left: rect.left() + PADDING, width: rect.width() - 2.0 * PADDING };
        let mut events = Vec::new();
        let grip = self.drag(ui, &response, axis, &mut events);
        if !self.is_locked {
            self.keys(ui, &response, grip.is_some(), &mut events);
        }
        let value = events
            .iter()
            .rev()
            .find_map(|e| if let SliderEvent::Changed(v) = e { Some(*v) } else { None })
            .unwrap_or(self.value);
        self.announce(ui, &response, value);
        let is_held = grip.is_some_and(|g| !g.is_cancelled);
        if ui.is_rect_visible(rect) {
            let origin = self.baseline.or(grip.map(|g| g.origin));
            self.paint(ui, rect, axis, &response, value, origin, is_held);
        }
        SliderResponse { response, events, is_held }
    }

    fn drag(&self, ui: &Ui, response: &Response, axis: Axis, events: &mut Vec<SliderEvent>) -> Option<Grip> {
        let id = response.id.with("grip");
        let mut grip: Option<Grip> = ui.data(|d| d.get_temp(id));
        let pointer = response.interact_pointer_pos();
        if response.drag_started()
            && let Some(pointer) = pointer
        {
            let handle = axis.x(self.value);
            let near = (pointer.x - handle).abs() <= tokens::CTL / 2.0;
            let offset = if near { pointer.x - handle } else { 0.0 };
            grip = Some(Grip { origin: self.value, offset, sent: self.value, is_cancelled: false });
            events.push(SliderEvent::Began);
            ui.data_mut(|d| d.remove::<KeyRun>(response.id.with("keys")));
            response.request_focus();
        }
        if let Some(held) = &mut grip {
            // Escape would also take the focus away; here it only takes the drag back.
            if !held.is_cancelled && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                held.is_cancelled = true;
                events.push(SliderEvent::Cancelled);
            }
            if !held.is_cancelled
                && response.dragged()
                && let Some(pointer) = pointer
            {
                let value = self.limited(axis.value(pointer.x - held.offset));
                if differs(value, held.sent) {
                    held.sent = value;
                    events.push(SliderEvent::Changed(value));
                }
            }
        }
        let is_released = response.drag_stopped() || !ui.input(|i| i.pointer.any_down());
        if is_released && grip.take().is_some_and(|g| !g.is_cancelled) {
            events.push(SliderEvent::Ended);
        }
        ui.data_mut(|d| match grip {
            Some(grip) => {
                d.insert_temp(id, grip);
            }
            None => d.remove::<Grip>(id),
        });
        grip
    }

    fn keys(&self, ui: &Ui, response: &Response, is_held: bool, events: &mut Vec<SliderEvent>) {
        let run = response.id.with("keys");
        let was_running = ui.data(|d| d.get_temp::<KeyRun>(run)).is_some();
        let has_keyboard = response.has_focus() && !is_held;
        let mut value = self.value;
        if has_keyboard {
            let filter =
                EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
            ui.input_mut(|i| {
                for (modifiers, key, step) in STEPS {
                    value += step * i.count_and_consume_key(modifiers, key) as f64;
                }
                if i.consume_key(Modifiers::NONE, Key::Home) {
                    value = 0.0;
                }
                if i.consume_key(Modifiers::NONE, Key::End) {
                    value = self.wall;
                }
                for event in &i.events {
                    if let egui::Event::Text(text) = event
                        && let Some(digit) = text.chars().next().filter(char::is_ascii_digit)
                    {
                        events.push(SliderEvent::Typed(digit));
                    }
                }
            });
        }
        let stepped = self.asked(value);
        let is_stepped = stepped.is_some();
        if let Some(value) = stepped {
            if !was_running {
                events.push(SliderEvent::Began);
            }
            events.push(SliderEvent::Changed(value));
        }
        let is_down = has_keyboard && ui.input(|i| STEPS.iter().any(|(_, key, _)| i.key_down(*key)));
        if (was_running || is_stepped) && !is_down {
            events.push(SliderEvent::Ended);
            ui.data_mut(|d| d.remove::<KeyRun>(run));
        } else if is_stepped {
            ui.data_mut(|d| d.insert_temp(run, KeyRun));
        }
        self.reader(ui, response, events);
    }

    /// What a screen reader asks for.
    fn reader(&self, ui: &Ui, response: &Response, events: &mut Vec<SliderEvent>) {
        use accesskit::{Action, ActionData};
        let mut value = self.value;
        ui.input(|i| {
            value += i.num_accesskit_action_requests(response.id, Action::Increment) as f64;
            value -= i.num_accesskit_action_requests(response.id, Action::Decrement) as f64;
            for request in i.accesskit_action_requests(response.id, Action::SetValue) {
                match &request.data {
                    Some(ActionData::NumericValue(v)) => value = *v,
                    Some(ActionData::Value(text)) => {
                        if let Ok(p) = super::number::parse(
                            text,
                            super::number::NumberKind::Percent,
                            super::number::DecimalHint::Point,
                        ) {
                            value = p.value;
                        }
                    }
                    _ => {}
                }
            }
        });
        events.extend(self.asked(value).map(SliderEvent::Changed));
    }

    /// The value to which a step leads; `None` = it does not move.
    fn asked(&self, value: f64) -> Option<f64> {
        let is_asked = differs(value, self.value);
        Some(self.limited(value)).filter(|limited| is_asked && differs(*limited, self.value))
    }

    /// The nearest value that the slider can take. Tenths are finer than a pixel and keep the file free of long
    /// fractions. What is not a number leaves the value as it is.
    fn limited(&self, value: f64) -> f64 {
        if !value.is_finite() {
            return self.value;
        }
        ((value * 10.0).round() / 10.0).clamp(0.0, self.wall)
    }

    fn announce(&self, ui: &Ui, response: &Response, value: f64) {
        let enabled = ui.is_enabled() && !self.is_locked;
        let name = if self.is_locked { format!("{}, locked", self.name) } else { self.name.to_owned() };
        response
            .widget_info(|| WidgetInfo { role: Role::Slider, ..WidgetInfo::slider(enabled, value, &name) });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(self.wall);
            node.set_numeric_value_step(1.0);
            if !self.description.is_empty() {
                node.set_description(self.description);
            }
            if enabled {
                node.add_action(accesskit::Action::SetValue);
                node.add_action(accesskit::Action::Increment);
                node.add_action(accesskit::Action::Decrement);
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "all of them change from pass to pass")]
    fn paint(
        &self,
        ui: &Ui,
        rect: Rect,
        axis: Axis,
        response: &Response,
        value: f64,
        origin: Option<f64>,
        is_held: bool,
    ) {
        let t = Tokens::of(ui);
        let painter = ui.painter();
        let y = rect.top() + MIDDLE;
        let bar = |from: f64, to: f64, height: f32| {
            Rect::from_x_y_ranges(axis.x(from)..=axis.x(to), y - height / 2.0..=y + height / 2.0)
        };
        painter.rect_filled(bar(0.0, 100.0, 6.0), corner(3.0), t.track);
        for (zone, colour) in [(self.leader_zone, t.leader_zone), (self.rank_zone, t.rank_zone)] {
            if let Some((from, to)) = zone {
                painter.rect_filled(bar(from, to, 18.0), corner(tokens::R4), colour);
            }
        }
        let fill = if self.is_locked { t.control } else { t.accent };
        painter.rect_filled(bar(0.0, value, 4.0), corner(2.0), fill);
        if self.wall < 100.0 {
            let x = axis.x(self.wall).round() + 0.5;
            painter.vline(x, y - 9.0..=y + 9.0, Stroke::new(1.0, t.control));
        }
        self.paint_crossings(painter, axis, rect.top(), value, origin, t);
        if let Some(origin) = origin.filter(|o| (o - value).abs() > 1e-9) {
            let stand = Rect::from_center_size(pos2(axis.x(origin), y), vec2(2.0, 12.0));
            painter.rect_filled(stand, corner(1.0), t.text1);
        }
        let centre = pos2(axis.x(value), y);
        let seconds = theme::motion(ui, tokens::M_FAST);
        let near =
            ui.animate_bool_with_time(response.id.with("near"), response.hovered() && !is_held, seconds);
        if is_held {
            painter.circle_filled(centre, tokens::KNOB_HALO / 2.0, t.accent.gamma_multiply(0.18));
            painter.circle(centre, tokens::KNOB_HELD / 2.0, t.accent, Stroke::new(2.0, t.panel));
            return;
        }
        if self.is_locked {
            painter.circle(centre, tokens::KNOB / 2.0, t.panel, Stroke::new(2.0, t.control));
        } else {
            if near > 0.0 {
                painter.circle_filled(centre, 11.0, t.accent.gamma_multiply(0.18 * near));
            }
            painter.circle(centre, tokens::KNOB / 2.0, t.knob, Stroke::new(2.0, t.accent));
        }
        if response.has_focus() {
            painter.circle_stroke(centre, 11.0, Stroke::new(2.0, t.focus));
        }
    }

    fn paint_crossings(
        &self,
        painter: &Painter,
        axis: Axis,
        top: f32,
        value: f64,
        origin: Option<f64>,
        t: &Tokens,
    ) {
        let (low, high) = origin.map_or((value, value), |o| (o.min(value), o.max(value)));
        for crossing in self.crossings.iter().filter(|c| (0.0..=100.0).contains(&c.at)) {
            let x = axis.x(crossing.at);
            let is_passed = crossing.at > low && crossing.at < high;
            if crossing.is_lead {
                let colour = if is_passed { t.accent } else { t.text2 };
                let (mid, half) = (top + 30.0, vec2(3.5, 4.0));
                let points = vec![
                    pos2(x, mid - half.y),
                    pos2(x + half.x, mid),
                    pos2(x, mid + half.y),
                    pos2(x - half.x, mid),
                ];
                painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
            } else {
                let (width, colour) = if is_passed { (1.5, t.accent) } else { (1.0, t.control) };
                let stand = Rect::from_min_size(pos2(x.round(), top + 27.0), vec2(width, 4.0));
                painter.rect_filled(stand, 0.0, colour);
            }
        }
    }
}

fn differs(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-9
}

#[derive(Debug, Clone, Copy)]
struct Axis {
    left: f32,
    width: f32,
}

impl Axis {
    fn x(self, value: f64) -> f32 {
        self.left + (value.clamp(0.0, 100.0) / 100.0) as f32 * self.width
    }

    fn value(self, x: f32) -> f64 {
        f64::from((x - self.left) / self.width.max(1.0)) * 100.0
    }
}
