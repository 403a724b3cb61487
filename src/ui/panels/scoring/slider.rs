//! One weight's slider: from back to front track, leader zone, ranking zone, filled part, baseline bar, handle; marks
//! where ranks swap below it.

use egui::{
    Color32, EventFilter, Id, Key, Modifiers, Painter, Pos2, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use super::model::Tick;
use crate::{engine::compare::EPS, ui::kit::Tokens};

/// Height of the slider with its marks.
pub const HEIGHT: f32 = 36.0;
/// Room for half a handle at both ends.
const PAD: f32 = 9.0;
/// Middle of the track below the top.
const MIDDLE: f32 = 15.0;

/// What the slider shows. Everything is a share 0–1 of the track.
pub struct Shown<'a> {
    /// Name for readers.
    pub name: String,
    /// Where the handle is.
    pub at: f64,
    /// What a reader says: percent, or points.
    pub spoken: f64,
    /// Baseline bar; `None` = where the handle is, or no baseline.
    pub baseline: Option<f64>,
    /// Where locked weights begin.
    pub wall: f64,
    /// Ranking zone.
    pub ranking: Option<(f64, f64)>,
    /// Leader zone.
    pub leader: Option<(f64, f64)>,
    /// Marks.
    pub ticks: &'a [Tick],
    /// Whether the handle can be moved.
    pub locked: bool,
    /// Whether it is in the hand.
    pub held: bool,
}

/// What happened to the slider in this pass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// A drag began at this place, 0–1.
    Began(f64),
    /// The hand is at this place.
    Moved(f64),
    /// The hand let go.
    Ended,
    /// A step by key in percent; the infinities mean either end.
    Step(f64),
    /// A reader set a value, as it speaks it.
    Set(f64),
    /// Somebody began to type a number.
    Typing(char),
}

/// Paints the slider; tells what happened.
pub fn ui(ui: &mut Ui, t: &Tokens, rect: Rect, id: Id, shown: &Shown<'_>) -> (Response, Vec<Event>) {
    let sense = if shown.locked { Sense::focusable_noninteractive() } else { Sense::drag() };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::slider(!shown.locked, shown.spoken, &shown.name));
    if !shown.locked {
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
            node.set_numeric_value_step(1.0);
            node.add_action(accesskit::Action::SetValue);
            node.add_action(accesskit::Action::Increment);
            node.add_action(accesskit::Action::Decrement);
        });
    }
    let geometry =
        Geometry { left: rect.min.x + PAD, width: rect.width() - 2.0 * PAD, y: rect.min.y + MIDDLE };
    let mut events = Vec::new();
    pointer(ui, &response, &geometry, shown, &mut events);
    keys(ui, &response, shown, &mut events);
    if ui.is_rect_visible(rect) {
        paint(ui.painter(), t, &geometry, shown, &response);
    }
    (response, events)
}

struct Geometry {
    left: f32,
    width: f32,
    y: f32,
}

impl Geometry {
    fn x(&self, share: f64) -> f32 {
        self.left + share.clamp(0.0, 1.0) as f32 * self.width
    }

    fn share(&self, x: f32) -> f64 {
        f64::from(((x - self.left) / self.width).clamp(0.0, 1.0))
    }
}

fn pointer(ui: &Ui, response: &Response, geometry: &Geometry, shown: &Shown<'_>, events: &mut Vec<Event>) {
    let grip = response.id.with("grip");
    if response.drag_started() {
        response.request_focus();
        let press = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos());
        // Taken by the handle, the handle stays under the hand; taken by the track, it jumps there.
        let away = press.map_or(0.0, |press| press.x - geometry.x(shown.at));
        let away = if away.abs() <= 12.0 { away } else { 0.0 };
        ui.data_mut(|data| data.insert_temp(grip, away));
        if let Some(at) = response.interact_pointer_pos() {
            events.push(Event::Began(geometry.share(at.x - away)));
        }
    } else if response.dragged()
        && let Some(at) = response.interact_pointer_pos()
    {
        let away: f32 = ui.data(|data| data.get_temp(grip)).unwrap_or_default();
        events.push(Event::Moved(geometry.share(at.x - away)));
    }
    if response.drag_stopped() {
        events.push(Event::Ended);
    }
}

fn keys(ui: &Ui, response: &Response, shown: &Shown<'_>, events: &mut Vec<Event>) {
    if shown.locked {
        return;
    }
    let requests = |action| ui.input(|input| input.num_accesskit_action_requests(response.id, action)) as f64;
    let steps = requests(accesskit::Action::Increment) - requests(accesskit::Action::Decrement);
    if steps != 0.0 {
        events.push(Event::Step(steps));
    }
    ui.input(|input| {
        for request in input.accesskit_action_requests(response.id, accesskit::Action::SetValue) {
            if let Some(accesskit::ActionData::NumericValue(value)) = request.data {
                events.push(Event::Set(value));
            }
        }
    });
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: shown.held,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |modifiers, key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key)) as f64;
    let mut step = 0.0;
    for (key, sign) in
        [(Key::ArrowRight, 1.0), (Key::ArrowUp, 1.0), (Key::ArrowLeft, -1.0), (Key::ArrowDown, -1.0)]
    {
        step += 5.0 * sign * pressed(Modifiers::SHIFT, key);
        step += sign * pressed(Modifiers::NONE, key);
    }
    step += 10.0 * (pressed(Modifiers::NONE, Key::PageUp) - pressed(Modifiers::NONE, Key::PageDown));
    if pressed(Modifiers::NONE, Key::Home) > 0.0 {
        step = f64::NEG_INFINITY;
    } else if pressed(Modifiers::NONE, Key::End) > 0.0 {
        step = f64::INFINITY;
    }
    if step != 0.0 {
        events.push(Event::Step(step));
    }
    let typed = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            egui::Event::Text(text) => text.chars().next().filter(char::is_ascii_digit),
            _ => None,
        })
    });
    events.extend(typed.map(Event::Typing));
}

fn paint(painter: &Painter, t: &Tokens, g: &Geometry, shown: &Shown<'_>, response: &Response) {
    let bar = |from: f64, to: f64, height: f32| {
        Rect::from_min_max(pos2(g.x(from), g.y - height / 2.0), pos2(g.x(to), g.y + height / 2.0))
    };
    painter.rect_filled(bar(0.0, 1.0, 6.0), 3.0, t.track);
    if shown.wall < 1.0 - 1e-3 {
        painter.vline(g.x(shown.wall).round() + 0.5, g.y - 5.0..=g.y + 5.0, Stroke::new(1.0, t.control));
    }
    if let Some((low, high)) = shown.leader {
        painter.rect_filled(bar(low, high, 18.0), 4.0, t.leader_zone);
    }
    if let Some((low, high)) = shown.ranking {
        let mut zone = bar(low, high, 18.0);
        zone.max.x = zone.max.x.max(zone.min.x + 3.0);
        painter.rect_filled(zone, 4.0, t.rank_zone);
    }
    painter.rect_filled(bar(0.0, shown.at, 4.0), 2.0, if shown.locked { t.control } else { t.accent });
    for tick in shown.ticks.iter().filter(|tick| !tick.lead) {
        let width = if tick.passed { 1.5 } else { 1.0 };
        let colour = if tick.passed { t.accent } else { t.control };
        let mark = Rect::from_center_size(pos2(g.x(tick.at), g.y + 14.0), vec2(width, 4.0));
        painter.rect_filled(mark, 0.0, colour);
    }
    for tick in shown.ticks.iter().filter(|tick| tick.lead) {
        diamond(painter, pos2(g.x(tick.at), g.y + 15.0), if tick.passed { t.accent } else { t.text2 });
    }
    if let Some(baseline) = shown.baseline {
        let bar = Rect::from_center_size(pos2(g.x(baseline), g.y), vec2(2.0, 12.0));
        painter.rect_filled(bar, 1.0, t.text1);
    }
    handle(painter, t, pos2(g.x(shown.at), g.y), shown, response);
}

fn handle(painter: &Painter, t: &Tokens, at: Pos2, shown: &Shown<'_>, response: &Response) {
    if shown.locked {
        painter.circle(at, 7.0, t.panel, Stroke::new(2.0, t.control));
    } else if shown.held {
        painter.circle_filled(at, 12.0, t.accent.gamma_multiply(0.18));
        painter.circle(at, 8.0, t.accent, Stroke::new(2.0, t.panel));
    } else {
        painter.circle_filled(at, 8.0, t.panel);
        let fill = if response.hovered() { t.selected } else { t.knob };
        painter.circle(at, 6.0, fill, Stroke::new(2.0, t.accent));
    }
    if response.has_focus() && !shown.held {
        let ring = Rect::from_center_size(at, vec2(22.0, 22.0));
        painter.rect_stroke(ring, 11.0, Stroke::new(2.0, t.focus), StrokeKind::Inside);
    }
}

/// The mark of a changed lead, 7 × 8.
pub fn diamond(painter: &Painter, at: Pos2, colour: Color32) {
    let points = [vec2(0.0, -4.0), vec2(3.5, 0.0), vec2(0.0, 4.0), vec2(-3.5, 0.0)].map(|corner| at + corner);
    painter.add(Shape::convex_polygon(points.to_vec(), colour, Stroke::NONE));
}

/// To whole percents, or with Shift to tenths; a place within the noise of where it was stays.
pub fn snapped(share: f64, fine: bool) -> f64 {
    let steps = if fine { 1000.0 } else { 100.0 };
    let snapped = (share * steps).round() / steps;
    if (snapped - share).abs() < EPS { share } else { snapped }
}
