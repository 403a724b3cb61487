//! The read-out of the period pointed at, pinned in the emptiest upper corner, never under the pointer.

use egui::{Align2, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use super::{
    change_text,
    chart::Frame,
    model::{self, Series},
    panel::Shown,
    value_text,
};
use crate::ui::{
    kit::{
        Weight,
        marks::change_parts,
        t11, t13, text,
        tokens::{R8, Tokens},
    },
    panels::PanelContext,
};

const WIDTH: f32 = 296.0;
const ROW: f32 = 24.0;

struct Line {
    name: String,
    value: Option<f64>,
    words: String,
    change: Option<(f64, String)>,
    note: Option<String>,
    colour: egui::Color32,
}

/// Paints value and change of every series shown, in the order of the values.
pub fn paint(
    painter: &Painter,
    cx: &PanelContext<'_>,
    frame: &Frame,
    at: usize,
    focus: &Series,
    others: &[&Series],
    shown: &Shown,
) {
    let t = cx.tokens;
    let Some(period) = cx.derived.periods.get(at) else { return };
    let lines = lines(t, at, focus, others, shown);
    let heights = [focus].into_iter().chain(others.iter().copied()).flat_map(|series| {
        let count = series.values.len().saturating_sub(1).max(1) as f64;
        series
            .values
            .iter()
            .enumerate()
            .filter_map(move |(at, value)| Some((at as f64 / count, value.value?)))
    });
    let height = 40.0 + ROW * lines.len() as f32;
    let left = Rect::from_min_size(frame.plot.min + vec2(8.0, 4.0), vec2(WIDTH, height));
    let right = Rect::from_min_size(pos2(frame.plot.max.x - WIDTH - 8.0, left.min.y), left.size());
    let pointer = frame.x(at);
    let covers = |rect: &Rect| pointer > rect.min.x - 8.0 && pointer < rect.max.x + 8.0;
    let rect = match (covers(&left), covers(&right)) {
        (true, false) => right,
        (false, true) => left,
        _ if model::left_is_emptier(heights) => left,
        _ => right,
    };
    painter.add(t.soft_shadow().as_shape(rect, R8));
    painter.rect(rect, R8, t.raised, Stroke::new(1.0, t.border), StrokeKind::Outside);
    let inner = rect.shrink2(vec2(12.0, 10.0));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), 20.0));
    text::paint_left(painter, head, 0.0, &cx.workspace.period_text(*period), t13(Weight::SemiBold), t.text1);
    text::paint_right(painter, head, 0.0, &away(cx, at, focus.shown), t11(Weight::Regular), t.text3);
    for (row, line) in lines.iter().enumerate() {
        let rect =
            Rect::from_min_size(pos2(inner.min.x, head.max.y + ROW * row as f32), vec2(inner.width(), ROW));
        line_ui(painter, t, rect, line);
    }
}

fn lines(t: &Tokens, at: usize, focus: &Series, others: &[&Series], shown: &Shown) -> Vec<Line> {
    let one = |series: &Series, colour| {
        let value = series.values.get(at).copied().unwrap_or_default();
        Line {
            name: series.subject.label().to_owned(),
            value: value.value,
            words: value_text(series.subject, value.value),
            change: series.change_at(at).map(|change| (change, change_text(series.subject, change))),
            note: value.reason.map(str::to_owned),
            colour,
        }
    };
    let mut lines = Vec::new();
    if shown.history {
        lines.push(one(focus, t.text1));
    }
    if let Some(mark) = focus.rebased.iter().find(|mark| mark.at == at && shown.rebased) {
        let effect = |change| change_text(focus.subject, change);
        lines.push(Line {
            name: focus.subject.denominator().to_owned(),
            value: None,
            words: effect(mark.denominator_effect),
            change: None,
            note: Some(format!("numerator {}", effect(mark.numerator_effect))),
            colour: t.control,
        });
    }
    for (index, series) in others.iter().enumerate() {
        lines.push(one(series, t.cat[index % t.cat.len()]));
    }
    if let Some((value, _)) = focus.target.filter(|_| shown.target) {
        lines.push(Line {
            name: "Target".to_owned(),
            value: Some(value),
            words: value_text(focus.subject, Some(value)),
            change: None,
            note: None,
            colour: t.cat[2],
        });
    }
    lines.sort_by(|a, b| {
        b.value.unwrap_or(f64::NEG_INFINITY).total_cmp(&a.value.unwrap_or(f64::NEG_INFINITY))
    });
    lines
}

fn line_ui(painter: &Painter, t: &Tokens, rect: Rect, line: &Line) {
    let y = rect.center().y;
    painter.circle_filled(Pos2::new(rect.min.x + 6.0, y), 4.0, line.colour);
    text::paint(
        painter,
        pos2(rect.min.x + 20.0, y),
        Align2::LEFT_CENTER,
        line.name.as_str(),
        t13(Weight::Regular),
        t.text1,
    );
    let value = pos2(rect.min.x + 150.0, y);
    text::paint(painter, value, Align2::RIGHT_CENTER, line.words.as_str(), t13(Weight::SemiBold), t.text1);
    let room = Rect::from_min_max(pos2(value.x + 8.0, rect.min.y), rect.max);
    if let Some((change, words)) = &line.change {
        let (_, _, colour) = change_parts(*change, "", t);
        text::paint_right(painter, room, 0.0, words, t11(Weight::Regular), colour);
    } else if let Some(note) = &line.note {
        text::paint_left(painter, room, 0.0, note, t11(Weight::Regular), t.text3);
    }
}

/// "3 quarters earlier", "shown".
fn away(cx: &PanelContext<'_>, at: usize, shown: usize) -> String {
    let distance = at.abs_diff(shown);
    if distance == 0 {
        return "period shown".to_owned();
    }
    let periods = super::periods_text(distance, cx.workspace.settings.period_kind);
    format!("{periods} {}", if at < shown { "earlier" } else { "later" })
}
