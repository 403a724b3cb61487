//! One factor: name, value, lock, field, slider, sentence; and the strip of all weights.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    field::{self, Typing},
    model::{self, FactorRow, RowValue, Sliders},
    slider::{self, Event},
};
use crate::{
    engine::scoring::SliderMode,
    ui::{
        kit::{Weight, icons, number, t11, t13, text, tokens::S16},
        panels::{PanelContext, bits},
    },
};

/// Height of a block.
pub const HEIGHT: f32 = 92.0;

/// Between places on the track and weights: shares, or points where sliders are free.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Points at the right end; `None` = the track is a share.
    points: Option<f64>,
    /// Points of all other factors.
    rest: f64,
}

impl Scale {
    /// The scale of one slider.
    pub fn new(sliders: &Sliders, row: &FactorRow, mode: SliderMode) -> Self {
        let points = (mode == SliderMode::RawPoints)
            .then(|| sliders.rows.iter().map(|row| row.points).fold(100.0, f64::max));
        let rest = sliders.rows.iter().filter(|other| other.factor != row.factor).map(|row| row.points).sum();
        Self { points, rest }
    }

    /// What a place 0–1 on the track means.
    pub fn position(&self, at: f64) -> f64 {
        self.points.map_or(at, |points| at * points)
    }

    /// What a percent, or a number of points, means.
    pub fn position_of_spoken(&self, value: f64) -> f64 {
        if self.points.is_some() { value } else { value / 100.0 }
    }

    /// What is said of the slider: percent, or points.
    pub fn spoken(&self, row: &FactorRow) -> f64 {
        if self.points.is_some() { row.points } else { 100.0 * row.share }
    }

    /// Where the handle is on the track.
    fn handle(&self, row: &FactorRow) -> f64 {
        self.points.map_or(row.share, |points| row.points / points)
    }

    /// Where a share is on the track: with free points the others stay, so it takes ever more of them.
    fn track(&self, share: f64) -> f64 {
        match self.points {
            None => share,
            Some(_) if share >= 1.0 => 1.0,
            Some(points) => (self.rest * share / (1.0 - share) / points).clamp(0.0, 1.0),
        }
    }
}

/// How the block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Touched last.
    pub on: bool,
    /// In the hand.
    pub held: bool,
}

/// What was done with the block.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Lock or unlock.
    pub lock: Option<bool>,
    /// A number was typed.
    pub typed: Option<f64>,
    /// The slider has the keyboard.
    pub touched: bool,
    /// What the slider said.
    pub events: Vec<Event>,
}

/// Paints a block at the next place.
pub fn ui(
    cx: &PanelContext<'_>,
    ui: &mut Ui,
    row: &FactorRow,
    scale: &Scale,
    typing: &mut Option<Typing>,
    state: State,
) -> Outcome {
    let t = cx.tokens;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let mut outcome = Outcome::default();
    if !ui.is_rect_visible(rect) && !state.held {
        return outcome;
    }
    if state.on {
        ui.painter().rect_filled(rect, 0.0, t.hover);
    }
    let inner = Rect::from_min_max(rect.min + vec2(S16, 8.0), rect.max - vec2(S16, 4.0));
    let value = cx.account().map(|(_, account)| model::row_value(&cx.derived.model, account, row.factor));
    let line = Rect::from_min_size(inner.min, vec2(inner.width(), 28.0));
    head_ui(cx, ui, row, scale, value.as_ref(), line, typing, &mut outcome);
    let track = Rect::from_min_size(pos2(inner.min.x, line.max.y), vec2(inner.width(), slider::HEIGHT));
    let zone = |zone: Option<(f64, f64)>| zone.map(|(low, high)| (scale.track(low), scale.track(high)));
    let ticks: Vec<model::Tick> =
        row.ticks.iter().map(|tick| model::Tick { at: scale.track(tick.at), ..*tick }).collect();
    let shown = slider::Shown {
        name: format!("Weight of {}", row.label),
        at: scale.handle(row),
        spoken: if scale.points.is_some() { row.points } else { f64::from(row.percent) },
        baseline: row
            .baseline
            .map(|(share, _)| share)
            .filter(|share| (share - row.share).abs() > 0.002)
            .map(|share| scale.track(share)),
        wall: if row.locked { 1.0 } else { scale.track(row.zones.max) },
        ranking: zone(row.zones.ranking),
        leader: zone(row.zones.leader),
        ticks: &ticks,
        locked: row.locked,
        held: state.held,
    };
    let id = ui.scope_id().with(("slider", row.key.as_str()));
    let (response, events) = slider::ui(ui, t, track, id, &shown);
    outcome.touched = response.gained_focus();
    if events.iter().any(|event| matches!(event, Event::Typing(_))) {
        ui.memory_mut(|memory| memory.request_focus(field_id(ui, row)));
    }
    outcome.events = events;
    let foot = Rect::from_min_size(pos2(inner.min.x, track.max.y), vec2(inner.width(), 16.0));
    foot_ui(cx, ui, row, value.as_ref(), foot);
    outcome
}

fn field_id(ui: &Ui, row: &FactorRow) -> egui::Id {
    ui.scope_id().with(("field", row.key.as_str()))
}

fn head_ui(
    cx: &PanelContext<'_>,
    ui: &mut Ui,
    row: &FactorRow,
    scale: &Scale,
    value: Option<&RowValue>,
    line: Rect,
    typing: &mut Option<Typing>,
    outcome: &mut Outcome,
) {
    let t = cx.tokens;
    let painter = ui.painter().clone();
    let y = line.center().y;
    let square = Rect::from_center_size(pos2(line.min.x + 5.0, y), vec2(10.0, 10.0));
    painter.rect_filled(square, 3.0, t.cat[row.category]);
    let box_ = Rect::from_min_max(pos2(line.max.x - 64.0, line.min.y), line.max);
    let lock = Rect::from_min_max(pos2(box_.min.x - 36.0, line.min.y), pos2(box_.min.x - 8.0, line.max.y));
    let was = row.baseline.filter(|(_, percent)| *percent != row.percent);
    let mut right = lock.min.x - 8.0;
    if let Some((_, percent)) = was {
        let was = text::paint(
            &painter,
            pos2(right, y),
            Align2::RIGHT_CENTER,
            format!("was {percent}%"),
            t11(Weight::Regular),
            t.text3,
        );
        right = was.min.x - 8.0;
    }
    let name = Rect::from_min_max(pos2(square.max.x + 8.0, line.min.y), pos2(right, line.max.y));
    let label = text::paint_left(&painter, name, 0.0, &row.label, t13(Weight::SemiBold), t.text1);
    if let Some(value) = value {
        let room = Rect::from_min_max(pos2(label.max.x + 8.0, line.min.y), pos2(right, line.max.y));
        let words = value.input.as_deref().unwrap_or(number::MISSING);
        let placed = text::paint_left(&painter, room, 0.0, words, t11(Weight::Regular), t.text3);
        if let (None, Some(reason)) = (&value.input, value.reason) {
            let target = Rect::from_center_size(placed.center(), vec2(24.0, 24.0));
            let response =
                ui.interact(target, ui.scope_id().with(("input", row.key.as_str())), Sense::hover());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Label, true, format!("{}: unknown, {reason}", row.label))
            });
            response.on_hover_text(format!("Unknown: {reason}"));
        }
    }
    let icon = if row.locked { icons::LOCK } else { icons::LOCK_OPEN };
    let response = bits::icon_button(ui, t, lock, &format!("Lock weight of {}", row.label), icon, row.locked);
    if response.clicked() {
        outcome.lock = Some(!row.locked);
    }
    response.on_hover_text(if row.locked {
        "Unlock: other sliders may change it"
    } else {
        "Lock: other sliders leave it alone"
    });
    let shown =
        if scale.points.is_some() { number::fixed(row.points, 0) } else { format!("{}%", row.percent) };
    outcome.typed =
        field::ui(ui, t, box_, field_id(ui, row), row.factor, &row.label, &shown, typing, row.locked);
}

fn foot_ui(cx: &PanelContext<'_>, ui: &mut Ui, row: &FactorRow, value: Option<&RowValue>, foot: Rect) {
    let t = cx.tokens;
    let painter = ui.painter();
    let mut right = foot.max.x;
    if let Some(adds) = value.and_then(|value| value.adds.as_deref()) {
        let number = text::paint(
            painter,
            foot.right_center(),
            Align2::RIGHT_CENTER,
            adds,
            t11(Weight::SemiBold),
            t.text1,
        );
        let word = pos2(number.min.x - 4.0, foot.center().y);
        right = text::paint(painter, word, Align2::RIGHT_CENTER, "adds", t11(Weight::Regular), t.text3).min.x
            - 8.0;
    }
    let room = Rect::from_min_max(foot.min, pos2(right, foot.max.y));
    text::paint_left(painter, room, 0.0, &row.sentence, t11(Weight::Regular), t.text3);
    let response = ui.interact(room, ui.scope_id().with(("sentence", row.key.as_str())), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {}", row.label, row.sentence)));
}

/// All weights side by side.
pub fn strip(ui: &mut Ui, t: &crate::ui::kit::Tokens, sliders: &Sliders) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let words: Vec<String> =
        sliders.rows.iter().map(|row| format!("{} {}%", row.label, row.percent)).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Weights: {}", words.join(", "))));
    let strip = Rect::from_min_size(rect.min + vec2(S16, 4.0), vec2(rect.width() - 2.0 * S16, 12.0));
    let shown: Vec<&FactorRow> = sliders.rows.iter().filter(|row| row.percent > 0).collect();
    let room = strip.width() - 2.0 * shown.len().saturating_sub(1) as f32;
    let mut x = strip.min.x;
    for (at, row) in shown.iter().enumerate() {
        let width = room * row.percent as f32 / 100.0;
        let piece = Rect::from_min_max(pos2(x.round(), strip.min.y), pos2((x + width).round(), strip.max.y));
        x += width + 2.0;
        let (first, last) = (at == 0, at + 1 == shown.len());
        let corner = |on: bool| if on { 4 } else { 0 };
        let radius =
            CornerRadius { nw: corner(first), sw: corner(first), ne: corner(last), se: corner(last) };
        ui.painter().rect_filled(piece, radius, t.cat[row.category]);
    }
}
