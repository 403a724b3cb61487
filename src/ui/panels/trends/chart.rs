//! The plot of one axis: history, target, other series for comparison, changed denominators, read-out.
//!
//! Painted directly. A general plot widget would give axes and a pointer value, but not what this one is for: time is a
//! row of equal periods and not a number, the read-out snaps to a period and is pinned in a corner, unknown periods
//! break the line, denominators have plates, and every value must be reachable by keyboard and reader.

use egui::{
    Align2, Color32, EventFilter, Key, Modifiers, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    change_text,
    model::{Series, Subject},
    panel::{Shown, plot_id},
    part_text, readout, strip, value_text,
};
use crate::{
    domain::Period,
    ui::{
        kit::{
            Weight,
            marks::change_parts,
            t11, t13, t15, text,
            tokens::{R4, R6, S12, Tokens},
        },
        panels::{Action, PanelContext},
    },
};

/// Where periods and values lie.
pub struct Frame {
    /// The plot without its labels.
    pub plot: Rect,
    count: usize,
    top: f64,
}

impl Frame {
    fn new(area: Rect, count: usize, top: f64) -> Self {
        let plot = Rect::from_min_max(
            pos2(area.min.x + 52.0, area.min.y + 16.0),
            pos2(area.max.x - 132.0, area.max.y - 40.0),
        );
        Self { plot, count, top }
    }

    /// Middle of a period.
    pub fn x(&self, at: usize) -> f32 {
        self.plot.min.x + 24.0 + at as f32 * self.step()
    }

    fn step(&self) -> f32 {
        (self.plot.width() - 48.0) / self.count.saturating_sub(1).max(1) as f32
    }

    /// Height of a value.
    pub fn y(&self, value: f64) -> f32 {
        self.plot.max.y - (value / self.top) as f32 * self.plot.height()
    }

    /// The period nearest to a place.
    fn nearest(&self, x: f32) -> usize {
        let at = ((x - self.plot.min.x - 24.0) / self.step()).round().max(0.0) as usize;
        at.min(self.count.saturating_sub(1))
    }
}

/// Paints legend and plot.
pub fn ui(
    cx: &mut PanelContext<'_>,
    ui: &mut Ui,
    area: Rect,
    focus: &Series,
    all: &[Series],
    shown: &mut Shown,
    cursor: &mut Option<Period>,
) {
    let legend =
        Rect::from_min_max(pos2(area.min.x + S12, area.min.y), pos2(area.max.x - S12, area.min.y + 28.0));
    let used = legend_ui(cx, ui, legend, focus, all, shown);
    let below = Rect::from_min_max(pos2(area.min.x, used.max.y), area.max);
    let others: Vec<&Series> = all
        .iter()
        .filter(|series| series.subject != focus.subject && shown.others.contains(series.subject.label()))
        .collect();
    let top = others.iter().map(|series| series.top()).fold(focus.top(), f64::max);
    let frame = Frame::new(below, focus.values.len(), top);
    if frame.plot.width() < 80.0 || frame.plot.height() < 60.0 {
        return;
    }
    let response = ui.interact(frame.plot, plot_id(ui), Sense::click());
    let spoken = spoken(cx, focus);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &spoken));
    keys(cx, ui, &response, focus, cursor);
    let hovered = response.hover_pos().map(|at| frame.nearest(at.x));
    let keyed = response.has_focus().then(|| cursor.and_then(|period| index_of(cx, period))).flatten();
    if response.clicked()
        && let Some(period) = response
            .interact_pointer_pos()
            .and_then(|at| cx.derived.periods.get(frame.nearest(at.x)).copied())
    {
        cx.push(Action::ShowPeriod(period));
    }
    let painter = ui.painter().clone();
    ground(&painter, cx, &frame, focus);
    if shown.rebased {
        rebased(&painter, cx, &frame, focus);
    }
    if shown.target {
        target(&painter, cx.tokens, cx, &frame, focus);
    }
    let mut ends = Vec::new();
    for (at, series) in others.iter().enumerate() {
        let colour = cx.tokens.cat[at % cx.tokens.cat.len()];
        line(&painter, cx.tokens, &frame, series, colour, 1.75, None);
        ends.extend(end_label(&frame, series, colour));
    }
    let pointed = hovered.or(keyed);
    if shown.history {
        line(&painter, cx.tokens, &frame, focus, cx.tokens.text1, 2.5, Some(focus.shown));
        now_label(cx, ui, &frame, focus);
    }
    ends_ui(&painter, cx.tokens, &frame, ends);
    if let Some(at) = pointed {
        pointer(&painter, cx, &frame, at);
        readout::paint(&painter, cx, &frame, at, focus, &others, shown);
    }
    if response.has_focus() {
        painter.rect_stroke(
            frame.plot.expand(4.0),
            R6,
            Stroke::new(2.0, cx.tokens.focus),
            StrokeKind::Outside,
        );
    }
}

fn index_of(cx: &PanelContext<'_>, period: Period) -> Option<usize> {
    cx.derived.periods.iter().position(|at| *at == period)
}

/// Left and right point at a period, Enter shows it.
fn keys(
    cx: &mut PanelContext<'_>,
    ui: &Ui,
    response: &Response,
    focus: &Series,
    cursor: &mut Option<Period>,
) {
    if !response.has_focus() {
        *cursor = None;
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let last = cx.derived.periods.len().saturating_sub(1);
    let at = cursor.and_then(|period| index_of(cx, period)).unwrap_or(focus.shown);
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let to = if pressed(Key::ArrowLeft) {
        at.saturating_sub(1)
    } else if pressed(Key::ArrowRight) {
        (at + 1).min(last)
    } else if pressed(Key::Home) {
        0
    } else if pressed(Key::End) {
        last
    } else {
        at
    };
    *cursor = cx.derived.periods.get(to).copied();
    if pressed(Key::Escape) {
        response.surrender_focus();
    } else if let (true, Some(period)) = (pressed(Key::Enter), *cursor) {
        cx.push(Action::ShowPeriod(period));
    }
}

/// The plot in one sentence.
fn spoken(cx: &PanelContext<'_>, focus: &Series) -> String {
    let name = cx.account().map_or("", |(account, _)| account.name.as_str());
    let values: Vec<String> = focus
        .values
        .iter()
        .zip(&cx.derived.periods)
        .skip(focus.values.len().saturating_sub(12))
        .map(|(value, period)| {
            let words = value
                .value
                .map_or_else(|| "unknown".to_owned(), |value| value_text(focus.subject, Some(value)));
            format!("{} {words}", cx.workspace.period_text(*period))
        })
        .collect();
    format!("{} of {name}: {}", focus.subject.title(), values.join(", "))
}

fn ground(painter: &Painter, cx: &PanelContext<'_>, frame: &Frame, focus: &Series) {
    let t = cx.tokens;
    let shown = frame.x(focus.shown).round() + 0.5;
    if focus.shown + 1 < frame.count {
        let later = Rect::from_min_max(pos2(shown, frame.plot.min.y), frame.plot.max);
        painter.rect_filled(later, 0.0, t.canvas);
    }
    let steps = (frame.top / 20.0).round() as usize;
    let stride = steps.div_ceil(10).max(1);
    for step in (0..=steps).step_by(stride) {
        let value = 20.0 * step as f64;
        let y = frame.y(value).round() + 0.5;
        painter.hline(frame.plot.x_range(), y, Stroke::new(1.0, t.rule));
        let words =
            if focus.subject == Subject::Score { format!("{value:.0}") } else { format!("{value:.0}%") };
        text::paint(
            painter,
            pos2(frame.plot.min.x - 10.0, y),
            Align2::RIGHT_CENTER,
            words,
            t11(Weight::Regular),
            t.text3,
        );
    }
    painter.vline(shown, frame.plot.y_range(), Stroke::new(1.0, t.text2));
    period_labels(painter, cx, frame, focus);
}

/// As many labels as fit; the year only where it changes.
fn period_labels(painter: &Painter, cx: &PanelContext<'_>, frame: &Frame, focus: &Series) {
    let t = cx.tokens;
    let stride = (58.0 / frame.step()).ceil().max(1.0) as usize;
    let y = frame.plot.max.y + 16.0;
    let offset = focus.shown % stride;
    let mut year = "";
    let texts: Vec<String> =
        cx.derived.periods.iter().map(|period| cx.workspace.period_text(*period)).collect();
    for (at, full) in texts.iter().enumerate().filter(|(at, _)| at % stride == offset) {
        let (this_year, short) = full.split_once('-').unwrap_or(("", full));
        let words = if this_year == year { short } else { full };
        year = this_year;
        let (weight, colour) =
            if at == focus.shown { (Weight::SemiBold, t.text1) } else { (Weight::Regular, t.text3) };
        text::paint(painter, pos2(frame.x(at), y), Align2::CENTER_CENTER, words, t11(weight), colour);
    }
}

fn rebased(painter: &Painter, cx: &PanelContext<'_>, frame: &Frame, focus: &Series) {
    let t = cx.tokens;
    // Labels that would cover each other stay away; the plates stand, and hovering tells the rest.
    let mut free_from = f32::NEG_INFINITY;
    for change in &focus.rebased {
        let x = frame.x(change.at).round();
        let value = focus.values[change.at].value.unwrap_or_default();
        // The plate stands above the line, with room for a label.
        let y = (frame.y(value) - 64.0).max(frame.plot.min.y + 20.0);
        let dotted = [pos2(x + 0.5, y), pos2(x + 0.5, frame.plot.max.y)];
        painter.extend(Shape::dashed_line(&dotted, Stroke::new(1.25, t.control), 2.0, 3.0));
        let plate = Rect::from_center_size(pos2(x, y - 9.0), vec2(16.0, 16.0));
        painter.rect(plate, R4, t.hover, Stroke::new(1.0, t.control), StrokeKind::Inside);
        for dy in [-1.8, 1.8] {
            let bar = [
                pos2(plate.min.x + 4.5, plate.center().y + dy),
                pos2(plate.max.x - 4.5, plate.center().y + dy),
            ];
            painter.line_segment(bar, Stroke::new(1.5, t.text2));
        }
        if plate.max.x + 6.0 < free_from {
            continue;
        }
        let words = format!(
            "{} {} → {}",
            focus.subject.denominator(),
            part_text(cx, focus.subject, change.from),
            part_text(cx, focus.subject, change.to)
        );
        let galley = text::galley(painter, words, t11(Weight::Regular), t.text2);
        let fits_right = plate.max.x + 6.0 + galley.size().x < frame.plot.max.x;
        let (at, anchor) = if fits_right {
            (pos2(plate.max.x + 6.0, plate.center().y), Align2::LEFT_CENTER)
        } else {
            (pos2(plate.min.x - 6.0, plate.center().y), Align2::RIGHT_CENTER)
        };
        let placed = text::paint_galley(painter, at, anchor, galley, t.text2);
        free_from = placed.max.x + 12.0;
    }
}

fn target(painter: &Painter, t: &Tokens, cx: &PanelContext<'_>, frame: &Frame, focus: &Series) {
    let Some((value, due)) = focus.target else { return };
    let y = frame.y(value).round() + 0.5;
    let line = [pos2(frame.plot.min.x, y), pos2(frame.plot.max.x, y)];
    painter.extend(dash_dot(line[0], line[1], Stroke::new(2.0, t.cat[2])));
    diamond(painter, pos2(frame.plot.max.x, y), 5.0, t.cat[2], t.panel);
    let at = pos2(frame.plot.max.x + 12.0, y);
    let words = text::paint(
        painter,
        at,
        Align2::LEFT_CENTER,
        value_text(focus.subject, Some(value)),
        t13(Weight::SemiBold),
        t.medium_text,
    );
    let below = pos2(words.min.x, words.max.y + 6.0);
    let due = format!("target {}", cx.workspace.period_text(due));
    text::paint(painter, below, Align2::LEFT_CENTER, due, t11(Weight::Regular), t.text2);
}

/// A line of long and short pieces.
pub fn dash_dot(from: Pos2, to: Pos2, stroke: Stroke) -> Vec<Shape> {
    Shape::dashed_line_with_offset(&[from, to], stroke, &[8.0, 2.0], &[3.0, 3.0], 0.0)
}

fn diamond(painter: &Painter, at: Pos2, radius: f32, fill: Color32, edge: Color32) {
    let corners = [vec2(0.0, -radius), vec2(radius, 0.0), vec2(0.0, radius), vec2(-radius, 0.0)];
    let points = corners.into_iter().map(|corner| at + corner).collect();
    painter.add(Shape::convex_polygon(points, fill, Stroke::new(1.5, edge)));
}

/// One series; dots only while periods lie far enough apart.
fn line(
    painter: &Painter,
    t: &Tokens,
    frame: &Frame,
    series: &Series,
    colour: Color32,
    width: f32,
    big: Option<usize>,
) {
    let dots = frame.step() >= 16.0;
    for stretch in series.stretches(0..series.values.len()) {
        let points: Vec<Pos2> =
            stretch.iter().map(|(at, value)| pos2(frame.x(*at), frame.y(*value))).collect();
        let alone = points.len() == 1;
        painter.add(Shape::line(points.clone(), Stroke::new(width, colour)));
        for ((at, _), point) in stretch.iter().zip(points) {
            let radius = if big == Some(*at) { 5.0 } else { 3.5 };
            if dots || alone || big == Some(*at) {
                painter.circle(point, radius, colour, Stroke::new(1.5, t.panel));
            }
        }
    }
}

/// The value of the period shown, beside its dot; a click opens its calculation.
fn now_label(cx: &mut PanelContext<'_>, ui: &mut Ui, frame: &Frame, focus: &Series) {
    let Some(value) = focus.now().value else { return };
    let t = cx.tokens;
    let painter = ui.painter().clone();
    let dot = pos2(frame.x(focus.shown), frame.y(value));
    let to_left = dot.x - 80.0 > frame.plot.min.x;
    let (x, anchor) =
        if to_left { (dot.x - 12.0, Align2::RIGHT_CENTER) } else { (dot.x + 12.0, Align2::LEFT_CENTER) };
    let up = dot.y - 44.0 > frame.plot.min.y;
    let (value_y, change_y) = if up { (dot.y - 17.0, dot.y - 34.0) } else { (dot.y + 17.0, dot.y + 34.0) };
    let words = value_text(focus.subject, Some(value));
    let placed = text::paint(&painter, pos2(x, value_y), anchor, words, t15(Weight::SemiBold), t.text1);
    if let Some(change) = focus.change.value {
        let (_, _, colour) = change_parts(change, "", t);
        let words = change_text(focus.subject, change);
        text::paint(&painter, pos2(x, change_y), anchor, words, t11(Weight::Medium), colour);
    }
    strip::number_ui(cx, ui, placed, focus);
}

struct End {
    y: f32,
    value: String,
    name: &'static str,
    colour: Color32,
}

fn end_label(frame: &Frame, series: &Series, colour: Color32) -> Option<End> {
    let last = series.values.iter().rev().find_map(|value| value.value)?;
    Some(End {
        y: frame.y(last),
        value: value_text(series.subject, Some(last)),
        name: series.subject.label(),
        colour,
    })
}

/// Labels at the line ends, pushed apart.
fn ends_ui(painter: &Painter, t: &Tokens, frame: &Frame, mut ends: Vec<End>) {
    ends.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut free = f32::NEG_INFINITY;
    for end in ends {
        let y = end.y.max(free);
        free = y + 16.0;
        let at = pos2(frame.plot.max.x + 12.0, y);
        painter.circle_filled(pos2(at.x - 5.0, y), 3.0, end.colour);
        let value = text::paint(painter, at, Align2::LEFT_CENTER, end.value, t11(Weight::SemiBold), t.text1);
        text::paint(
            painter,
            pos2(value.max.x + 6.0, y),
            Align2::LEFT_CENTER,
            end.name,
            t11(Weight::Regular),
            t.text2,
        );
    }
}

/// The line and the plate of the period pointed at.
fn pointer(painter: &Painter, cx: &PanelContext<'_>, frame: &Frame, at: usize) {
    let t = cx.tokens;
    let Some(period) = cx.derived.periods.get(at) else { return };
    let x = frame.x(at).round() + 0.5;
    painter.vline(x, frame.plot.y_range(), Stroke::new(1.25, t.accent));
    let plate = Rect::from_center_size(pos2(x, frame.plot.max.y + 16.0), vec2(60.0, 20.0));
    painter.rect_filled(plate, R4, t.accent);
    let words = cx.workspace.period_text(*period);
    text::paint(painter, plate.center(), Align2::CENTER_CENTER, words, t11(Weight::SemiBold), t.on_accent);
}

/// Chips that toggle what is drawn; returns the room they took.
fn legend_ui(
    cx: &PanelContext<'_>,
    ui: &mut Ui,
    rect: Rect,
    focus: &Series,
    all: &[Series],
    shown: &mut Shown,
) -> Rect {
    let t = cx.tokens;
    let mut inner = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect)
            .id_salt("legend")
            .layout(egui::Layout::left_to_right(egui::Align::Center).with_main_wrap(true)),
    );
    inner.spacing_mut().item_spacing = vec2(6.0, 4.0);
    chip(&mut inner, t, "History", &mut shown.history, Sample::Line(t.text1));
    if focus.target.is_some() {
        chip(&mut inner, t, "Target", &mut shown.target, Sample::Target(t.cat[2]));
    }
    if !focus.rebased.is_empty() {
        let name = format!("Changed {}", focus.subject.denominator().to_lowercase());
        chip(&mut inner, t, &name, &mut shown.rebased, Sample::Plate);
    }
    let mut colour = 0;
    for series in all.iter().filter(|series| series.subject != focus.subject && series.now().value.is_some())
    {
        let label = series.subject.label();
        let mut on = shown.others.contains(label);
        let ink = if on { t.cat[colour % t.cat.len()] } else { t.disabled };
        colour += usize::from(on);
        if chip(&mut inner, t, label, &mut on, Sample::Line(ink)) {
            if on {
                shown.others.insert(label);
            } else {
                shown.others.remove(label);
            }
        }
    }
    inner.min_rect()
}

/// What stands in a chip before its name.
#[derive(Clone, Copy)]
enum Sample {
    Line(Color32),
    Target(Color32),
    Plate,
}

fn chip(ui: &mut Ui, t: &Tokens, name: &str, on: &mut bool, key: Sample) -> bool {
    let galley = text::galley(ui.painter(), name, t11(Weight::Medium), if *on { t.text1 } else { t.text3 });
    let size = vec2(8.0 + 30.0 + 7.0 + galley.size().x + 8.0, 24.0);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    let state = *on;
    response.widget_info(|| {
        WidgetInfo::selected(Role::CheckBox, true, state, format!("Show {}", name.to_lowercase()))
    });
    let painter = ui.painter();
    if *on {
        painter.rect_filled(rect, R6, if response.hovered() { t.pressed } else { t.hover });
    } else {
        painter.rect(
            rect,
            R6,
            if response.hovered() { t.hover } else { t.panel },
            Stroke::new(1.0, t.border),
            StrokeKind::Inside,
        );
    }
    if response.has_focus() {
        painter.rect_stroke(rect.expand(2.0), R6, Stroke::new(2.0, t.focus), StrokeKind::Outside);
    }
    let sample = Rect::from_min_size(pos2(rect.min.x + 8.0, rect.center().y - 5.0), vec2(30.0, 10.0));
    let middle = sample.center();
    let ink = |colour: Color32| if *on { colour } else { t.disabled };
    match key {
        Sample::Line(colour) => {
            painter.hline(sample.x_range(), middle.y, Stroke::new(2.25, ink(colour)));
            painter.circle_filled(middle, 3.0, ink(colour));
        }
        Sample::Target(colour) => {
            painter.extend(dash_dot(
                sample.left_center(),
                sample.right_center(),
                Stroke::new(2.0, ink(colour)),
            ));
            diamond(painter, middle, 4.5, ink(colour), t.hover);
        }
        Sample::Plate => {
            let dotted = [sample.left_center(), sample.right_center()];
            painter.extend(Shape::dashed_line(&dotted, Stroke::new(1.25, ink(t.control)), 2.0, 3.0));
        }
    }
    let at = pos2(sample.max.x + 7.0, rect.center().y);
    text::paint_galley(painter, at, Align2::LEFT_CENTER, galley, t.text1);
    response.clicked()
}
