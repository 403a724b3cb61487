//! One factor: name, value, lock, field, slider, sentence; and the strip of all weights.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::model::{self, FactorRow, RowValue, Sliders};
use crate::{
    document::Question,
    engine::{compare::round_to, metrics::spec, scoring::SliderMode},
    ui::{
        kit::{
            Crossing, SliderEvent, Weight, WeightSlider, icons,
            number::{self, NumberKind},
            t11, t13, text,
            tokens::S16,
            widgets::{Button, NumberField},
        },
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

    /// What a place 0–100 on the track means: a share 0–1, or points.
    pub fn position(&self, at: f64) -> f64 {
        self.points.unwrap_or(1.0) * at / 100.0
    }

    /// What a percent, or a number of points, means.
    pub fn position_of_spoken(&self, value: f64) -> f64 {
        if self.points.is_some() { value } else { value / 100.0 }
    }

    /// Where the handle is on the track, 0–100, in the tenths in which the slider answers: anything finer would come
    /// back as a change that nobody made.
    fn handle(&self, row: &FactorRow) -> f64 {
        round_to(100.0 * self.points.map_or(row.share, |points| row.points / points), 1)
    }

    /// Where a share is on the track, 0–100: with free points the others stay, so it takes ever more of them.
    fn track(&self, share: f64) -> f64 {
        match self.points {
            None => 100.0 * share,
            Some(_) if share >= 1.0 => 100.0,
            Some(points) => (100.0 * self.rest * share / (1.0 - share) / points).clamp(0.0, 100.0),
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
    /// What the other weights do.
    pub mode: SliderMode,
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
    pub events: Vec<SliderEvent>,
    /// A number whose calculation was asked for, and where it stands.
    pub asked: Option<(Question, Rect)>,
}

/// Paints a block at the next place.
pub fn ui(cx: &PanelContext<'_>, ui: &mut Ui, row: &FactorRow, scale: &Scale, state: State) -> Outcome {
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
    head_ui(cx, ui, row, scale, value.as_ref(), line, &mut outcome);
    let track = Rect::from_min_size(pos2(inner.min.x, line.max.y), vec2(inner.width(), 36.0));
    let zone = |zone: Option<(f64, f64)>| zone.map(|(low, high)| (scale.track(low), scale.track(high)));
    let crossings: Vec<Crossing> =
        row.ticks.iter().map(|tick| Crossing { at: scale.track(tick.at), is_lead: tick.lead }).collect();
    let moved = row.baseline.map(|(share, _)| share).filter(|share| (share - row.share).abs() > 0.002);
    let name = format!("Weight of {}", row.label);
    // The slider starts a little outside, so that the ends of its track meet the text.
    let mut room = ui.new_child(
        UiBuilder::new().max_rect(track.expand2(vec2(3.0, 0.0))).id_salt(("slider", row.key.as_str())),
    );
    let slider = WeightSlider::new(&name, scale.handle(row))
        .baseline(moved.map(|share| scale.track(share)))
        .rank_zone(zone(row.zones.ranking))
        .leader_zone(zone(row.zones.leader))
        .wall(if row.locked { 100.0 } else { scale.track(row.zones.max).max(scale.handle(row)) })
        .crossings(&crossings)
        .locked(row.locked)
        .description(&row.sentence)
        .show(&mut room);
    outcome.touched = slider.response.gained_focus();
    outcome.events = slider.events;
    if let Some(digit) = outcome.events.iter().find_map(typed) {
        let id = field_id(ui, row);
        ui.data_mut(|data| data.insert_temp(id, digit.to_string()));
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let foot = Rect::from_min_size(pos2(inner.min.x, track.max.y), vec2(inner.width(), 16.0));
    foot_ui(cx, ui, row, value.as_ref(), (foot, state.mode), &mut outcome);
    outcome
}

fn typed(event: &SliderEvent) -> Option<char> {
    if let SliderEvent::Typed(digit) = event { Some(*digit) } else { None }
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
        } else if let Some(key) =
            cx.derived.model.factors.get(row.factor).and_then(|f| spec(f.metric.as_str()))
        {
            let name = format!("Value of {}: {words}", row.label);
            if bits::opens(ui, placed, ("value", row.key.as_str()), &name, false) {
                outcome.asked = Some((Question::Metric(key.key), placed));
            }
        }
    }
    let icon = if row.locked { icons::LOCK } else { icons::LOCK_OPEN };
    let name = format!("Lock weight of {}", row.label);
    let tip =
        if row.locked { "Unlock: other sliders may change it" } else { "Lock: other sliders leave it alone" };
    let mut room = ui.new_child(UiBuilder::new().max_rect(lock).id_salt(("lock", row.key.as_str())));
    if Button::icon_only(icon, &name).selected(row.locked).tip(tip).show(&mut room).clicked() {
        outcome.lock = Some(!row.locked);
    }
    let (kind, top, shown, unit) = match scale.points {
        None => (NumberKind::Percent, 100.0, f64::from(row.percent), "percent"),
        Some(points) => (NumberKind::Points, points, row.points.round(), "points"),
    };
    let name = format!("{} weight in {unit}", row.label);
    let mut room = ui.new_child(UiBuilder::new().max_rect(box_).id_salt(("field", row.key.as_str())));
    if row.locked {
        room.disable();
    }
    let id = field_id(ui, row);
    let field =
        NumberField::new(&name, Some(shown), kind).width(64.0).range(0.0..=top).id(id).show(&mut room);
    outcome.typed = field.taken.flatten();
}

fn foot_ui(
    cx: &PanelContext<'_>,
    ui: &mut Ui,
    row: &FactorRow,
    value: Option<&RowValue>,
    (foot, mode): (Rect, SliderMode),
    outcome: &mut Outcome,
) {
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
        let name = format!("{} adds {adds}", row.label);
        if bits::opens(ui, number, ("adds", row.key.as_str()), &name, false) {
            outcome.asked = Some((Question::Contribution(row.factor), number));
        }
    }
    let room = Rect::from_min_max(foot.min, pos2(right, foot.max.y));
    let place = text::paint_left(painter, room, 0.0, &row.sentence, t11(Weight::Regular), t.text3);
    let name = format!("{}: {}", row.label, row.sentence);
    if bits::opens(ui, place, ("sentence", row.key.as_str()), &name, false) {
        outcome.asked = Some((Question::Zones(row.factor, mode), place));
    }
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
