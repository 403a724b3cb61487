//! The score of every account over one weight, the other weights in proportion.

use egui::{
    Align2, Color32, Layout, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::model::{self, Lines, Track};
use crate::{
    document::{Question, Stamp},
    engine::{compare::round_to, scoring::SliderMode},
    ui::{
        kit::{
            Tokens, Weight, t11, text,
            tokens::{R4, ROW_MENU, S12},
            widgets::{Button, focus_ring},
        },
        panels::{Action, PanelContext, bits},
    },
};

/// Lines over one weight.
#[derive(Default)]
pub struct LinesPanel {
    /// Index of the factor; the first enabled one if the model has none there.
    factor: usize,
    memo: Option<Memo>,
}

struct Memo {
    stamp: Stamp,
    factor: usize,
    selected: Option<usize>,
    lines: Option<Lines>,
}

impl LinesPanel {
    /// Paints the panel into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        let factors: Vec<(usize, String)> = cx
            .derived
            .model
            .factors
            .iter()
            .enumerate()
            .filter(|(_, factor)| factor.enabled)
            .map(|(at, factor)| (at, format!("{} weight", factor.label)))
            .collect();
        if !factors.iter().any(|(at, _)| *at == self.factor) {
            self.factor = factors.first().map_or(0, |(at, _)| *at);
        }
        let header = Rect::from_min_size(area.min, vec2(area.width(), ROW_MENU));
        self.header_ui(cx, ui, header, &factors);
        let memo = self.refresh(cx);
        let body = Rect::from_min_max(header.left_bottom(), area.max);
        match &memo.lines {
            Some(lines) if !lines.tracks.is_empty() => plot(cx, ui, body, lines),
            _ => {
                let sentence = "No account has a score yet, so there is nothing to compare.";
                let font = t11(Weight::Regular);
                text::paint(
                    ui.painter(),
                    body.center(),
                    Align2::CENTER_CENTER,
                    sentence,
                    font,
                    cx.tokens.text3,
                );
            }
        }
        self.memo = Some(memo);
    }

    fn refresh(&mut self, cx: &PanelContext<'_>) -> Memo {
        let selected = cx.account_index();
        match self.memo.take() {
            Some(memo)
                if memo.factor == self.factor
                    && memo.selected == selected
                    && memo.stamp.is_current(cx.derived) =>
            {
                memo
            }
            _ => {
                let lines = cx
                    .derived
                    .point_table()
                    .and_then(|table| model::lines(cx.derived, &table, self.factor, selected));
                Memo { stamp: Stamp::of(cx.derived), factor: self.factor, selected, lines }
            }
        }
    }

    fn header_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, rect: Rect, factors: &[(usize, String)]) {
        let mut inner = ui.new_child(
            UiBuilder::new()
                .max_rect(rect.shrink2(vec2(4.0, 0.0)))
                .id_salt("header")
                .layout(Layout::left_to_right(egui::Align::Center)),
        );
        let title =
            factors.iter().find(|(at, _)| *at == self.factor).map_or("Weight", |(_, label)| label.as_str());
        let name = format!("Weight on the axis: {title}");
        let button = Button::quiet(title).name(&name);
        if let Some(factor) = bits::choice(&mut inner, button, &self.factor, factors) {
            self.factor = factor;
        }
        let room = Rect::from_min_max(pos2(inner.min_rect().max.x, rect.min.y), rect.max);
        let words = "score of every account, the other weights in proportion";
        text::paint_left(ui.painter(), room, 4.0, words, t11(Weight::Regular), cx.tokens.text3);
    }
}

struct Frame {
    plot: Rect,
    top: f64,
}

impl Frame {
    fn at(&self, share: f64, score: f64) -> Pos2 {
        pos2(self.x(share), self.plot.max.y - (score / self.top) as f32 * self.plot.height())
    }

    fn x(&self, share: f64) -> f32 {
        self.plot.min.x + share as f32 * self.plot.width()
    }
}

fn plot(cx: &mut PanelContext<'_>, ui: &mut Ui, area: Rect, lines: &Lines) {
    let t = cx.tokens;
    let plot = Rect::from_min_max(area.min + vec2(40.0, S12), area.max - vec2(92.0, 34.0));
    if plot.width() < 60.0 || plot.height() < 40.0 {
        return;
    }
    let response = ui.interact(plot, ui.scope_id().with("plot"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken(cx, lines)));
    focus_ring(ui, plot, R4, &response);
    if response.clicked() {
        // Beside the weight as it stands.
        let x = plot.min.x + lines.now as f32 * plot.width();
        let place = Rect::from_center_size(pos2(x, plot.center().y), vec2(24.0, 24.0));
        cx.push(Action::Open(Question::Zones(lines.factor, SliderMode::Proportional), place));
    }
    let painter = ui.painter();
    let frame = Frame { plot, top: lines.top };
    for (zone, colour) in [(lines.zones.leader, t.leader_zone), (lines.zones.ranking, t.rank_zone)] {
        if let Some((low, high)) = zone {
            let field = Rect::from_min_max(pos2(frame.x(low), plot.min.y), pos2(frame.x(high), plot.max.y));
            painter.rect_filled(field, 0.0, colour.gamma_multiply(0.58));
        }
    }
    axes(painter, t, &frame);
    let selected = cx.account_index();
    for named in [false, true] {
        for track in
            lines.tracks.iter().filter(|track| track.named == named && Some(track.account) != selected)
        {
            let (width, colour) = if named { (1.75, t.text2) } else { (1.0, t.control.gamma_multiply(0.7)) };
            stroke(painter, &frame, track, Stroke::new(width, colour));
        }
    }
    for track in lines.tracks.iter().filter(|track| Some(track.account) == selected) {
        stroke(painter, &frame, track, Stroke::new(2.5, t.accent));
    }
    uprights(painter, t, &frame, lines);
    for mark in &lines.marks {
        let at = frame.at(mark.at, mark.score);
        if mark.lead {
            let points =
                [vec2(0.0, -6.0), vec2(6.0, 0.0), vec2(0.0, 6.0), vec2(-6.0, 0.0)].map(|v| at + v).to_vec();
            painter.add(Shape::convex_polygon(points, t.text1, Stroke::new(1.5, t.panel)));
        } else {
            painter.circle(at, 3.5, t.panel, Stroke::new(1.5, t.text2));
        }
    }
    names(painter, cx, &frame, lines, selected);
}

fn axes(painter: &Painter, t: &Tokens, frame: &Frame) {
    let label = |at: Pos2, anchor, words: String| {
        text::paint(painter, at, anchor, words, t11(Weight::Regular), t.text3);
    };
    for step in 0..=(frame.top / 20.0).round() as usize {
        let score = 20.0 * step as f64;
        let y = frame.at(0.0, score).y.round() + 0.5;
        painter.hline(frame.plot.x_range(), y, Stroke::new(1.0, t.rule));
        label(pos2(frame.plot.min.x - 8.0, y), Align2::RIGHT_CENTER, format!("{score:.0}"));
    }
    for quarter in 0..=4 {
        let share = 0.25 * f64::from(quarter);
        label(
            pos2(frame.x(share), frame.plot.max.y + 14.0),
            Align2::CENTER_CENTER,
            format!("{}%", 25 * quarter),
        );
    }
}

fn stroke(painter: &Painter, frame: &Frame, track: &Track, stroke: Stroke) {
    for piece in &track.pieces {
        painter
            .add(Shape::line(piece.iter().map(|[share, score]| frame.at(*share, *score)).collect(), stroke));
    }
}

/// The weight now and under the baseline.
fn uprights(painter: &Painter, t: &Tokens, frame: &Frame, lines: &Lines) {
    let now = frame.x(lines.now).round();
    if let Some(baseline) = lines.baseline.filter(|baseline| (baseline - lines.now).abs() > 0.002) {
        let x = frame.x(baseline).round() + 0.5;
        let line = [pos2(x, frame.plot.min.y), pos2(x, frame.plot.max.y)];
        painter.extend(Shape::dashed_line(&line, Stroke::new(1.0, t.text1), 3.0, 3.0));
        let words = format!("baseline {}", percent(baseline));
        let (at, anchor) = if x - frame.plot.min.x > 90.0 && x < now {
            (pos2(x - 6.0, frame.plot.min.y + 6.0), Align2::RIGHT_CENTER)
        } else {
            (pos2(x + 6.0, frame.plot.min.y + 6.0), Align2::LEFT_CENTER)
        };
        text::paint(painter, at, anchor, words, t11(Weight::Regular), t.text2);
    }
    painter.vline(now, frame.plot.min.y - 6.0..=frame.plot.max.y, Stroke::new(2.0, t.accent));
    let at = pos2(now + 6.0, frame.plot.min.y - 4.0);
    text::paint(painter, at, Align2::LEFT_CENTER, percent(lines.now), t11(Weight::SemiBold), t.accent_text);
}

/// Names at the line ends, pushed apart to 14 px.
fn names(painter: &Painter, cx: &PanelContext<'_>, frame: &Frame, lines: &Lines, selected: Option<usize>) {
    let t = cx.tokens;
    let mut ends: Vec<(f32, f32, usize)> = lines
        .tracks
        .iter()
        .filter(|track| track.named)
        .filter_map(|track| {
            let [share, score] = *track.pieces.last()?.last()?;
            let at = frame.at(share, score);
            Some((at.y, at.x, track.account))
        })
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = f32::NEG_INFINITY;
    for (y, x, account) in ends {
        let y = y.max(free);
        free = y + 14.0;
        let on = selected == Some(account);
        let (weight, colour): (Weight, Color32) =
            if on { (Weight::SemiBold, t.accent_text) } else { (Weight::Medium, t.text2) };
        let name = cx.workspace.accounts.get(account).map_or("", |account| account.name.as_str());
        let cell = Rect::from_min_max(pos2(x + 8.0, y - 8.0), pos2(frame.plot.max.x + 88.0, y + 8.0));
        text::paint_left(painter, cell, 0.0, name, t11(weight), colour);
    }
}

fn percent(share: f64) -> String {
    format!("{}%", round_to(100.0 * share, 0))
}

/// The plot in words: the leads over the weight.
fn spoken(cx: &PanelContext<'_>, lines: &Lines) -> String {
    let label = cx.derived.model.factors.get(lines.factor).map_or("", |factor| factor.label.as_str());
    let changes: Vec<String> =
        lines.marks.iter().filter(|mark| mark.lead).map(|mark| percent(mark.at)).collect();
    let leads = if changes.is_empty() {
        "the lead never changes".to_owned()
    } else {
        format!("the lead changes at {}", changes.join(", "))
    };
    format!(
        "Scores of {} accounts over the weight of {label}, now {}; {leads}",
        lines.tracks.len(),
        percent(lines.now)
    )
}
