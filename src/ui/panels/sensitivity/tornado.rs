//! How far each weight alone, ten points less or more, moves the score of the selected account.

use egui::{Align2, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::model::{self, Tornado};
use crate::{
    document::{Question, Stamp},
    ui::{
        kit::{
            Tokens, Weight, number, t11, t13, text,
            tokens::{R4, ROW_MENU, S12, S16},
            widgets::focus_ring,
        },
        panels::{Action, PanelContext},
    },
};

/// Bars of one account.
#[derive(Default)]
pub struct TornadoPanel {
    memo: Option<(Stamp, Option<usize>, Option<Tornado>)>,
}

impl TornadoPanel {
    /// Paints the panel into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        let t = cx.tokens;
        let selected = cx.account_index();
        let current =
            self.memo.as_ref().is_some_and(|(stamp, of, _)| *of == selected && stamp.is_current(cx.derived));
        if !current {
            let tornado = selected.and_then(|account| {
                let table = cx.derived.point_table()?;
                model::tornado(cx.workspace, cx.derived, &table, account)
            });
            self.memo = Some((Stamp::of(cx.derived), selected, tornado));
        }
        let header = Rect::from_min_size(area.min, vec2(area.width(), ROW_MENU));
        header_ui(cx, ui, header);
        let body = Rect::from_min_max(header.left_bottom(), area.max);
        match self.memo.as_ref().and_then(|memo| memo.2.as_ref()) {
            Some(tornado) if !tornado.bars.is_empty() => {
                if let Some((factor, place)) = bars_ui(cx, ui, body, tornado) {
                    cx.push(Action::Open(Question::Tornado(factor), place));
                }
            }
            _ => {
                let sentence = match cx.account() {
                    None => "Select an account to see what moves its score.",
                    Some((_, values)) if values.score.value.is_none() => "This account has no score.",
                    Some(_) => "No weight is free to move.",
                };
                text::paint(
                    ui.painter(),
                    body.center(),
                    Align2::CENTER_CENTER,
                    sentence,
                    t11(Weight::Regular),
                    t.text3,
                );
            }
        }
    }
}

fn header_ui(cx: &PanelContext<'_>, ui: &Ui, rect: Rect) {
    let t = cx.tokens;
    let painter = ui.painter();
    let y = rect.center().y;
    let left = pos2(rect.min.x + S12, y);
    let title = text::paint(painter, left, Align2::LEFT_CENTER, "Tornado", t13(Weight::SemiBold), t.text1);
    let mut right = rect.max.x - S16;
    for (words, filled) in [("more", true), ("less", false)] {
        let placed =
            text::paint(painter, pos2(right, y), Align2::RIGHT_CENTER, words, t11(Weight::Regular), t.text2);
        piece(painter, t, Rect::from_min_size(pos2(placed.min.x - 17.0, y - 5.0), vec2(12.0, 10.0)), filled);
        right = placed.min.x - 27.0;
    }
    let name = cx.account().map_or("", |(account, _)| account.name.as_str());
    let room = Rect::from_min_max(pos2(title.max.x, rect.min.y), pos2(right, rect.max.y));
    let words = if name.is_empty() {
        "each weight ±10 pp".to_owned()
    } else {
        format!("{name}, each weight ±10 pp")
    };
    text::paint_left(painter, room, 8.0, &words, t11(Weight::Regular), t.text3);
}

/// Filled = more weight, outline = less.
fn piece(painter: &Painter, t: &Tokens, rect: Rect, filled: bool) {
    if filled {
        painter.rect_filled(rect, 2.0, t.accent);
    } else {
        painter.rect(rect, 2.0, t.leader_zone, Stroke::new(1.0, t.accent), StrokeKind::Inside);
    }
}

/// Bars, and the factor whose bar was clicked.
fn bars_ui(cx: &PanelContext<'_>, ui: &mut Ui, area: Rect, tornado: &Tornado) -> Option<(usize, Rect)> {
    let t = cx.tokens;
    let painter = ui.painter().clone();
    let left = area.min.x + 124.0;
    let right = area.max.x - 56.0;
    let reach = 1.02 * tornado.reach.max(0.1);
    let x = |score: f64| left + ((score - tornado.now + reach) / (2.0 * reach)) as f32 * (right - left);
    let pitch = ((area.height() - 48.0) / tornado.bars.len() as f32).clamp(24.0, 42.0);
    let top = area.min.y + 22.0;
    let now = x(tornado.now);
    let (mut bottom, mut asked) = (top, None);
    for (at, bar) in tornado.bars.iter().enumerate() {
        let y = top + at as f32 * pitch;
        bottom = y + 20.0;
        let label = cx.derived.model.factors.get(bar.factor).map_or("", |factor| factor.label.as_str());
        let row = Rect::from_min_max(pos2(area.min.x, y - 2.0), pos2(area.max.x, y + 22.0));
        let response = ui.interact(row, ui.scope_id().with(("bar", bar.factor)), Sense::click());
        let score = |score: Option<f64>| {
            score.map_or_else(|| number::MISSING.to_owned(), |score| number::fixed(score, 1))
        };
        let spoken =
            format!("{label}: {} with less weight, {} with more", score(bar.at_low), score(bar.at_high));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        focus_ring(ui, row.shrink2(vec2(S12, 0.0)), R4, &response);
        if response.clicked() {
            asked = Some((bar.factor, row));
        }
        let name = Rect::from_min_max(row.min, pos2(area.min.x + 92.0, row.max.y));
        text::paint_left(&painter, name, S16, label, t13(Weight::Medium), t.text1);
        for (end, filled) in [(bar.at_low, false), (bar.at_high, true)] {
            let Some(score) = end else { continue };
            let to = x(score);
            let rect =
                Rect::from_min_max(pos2(now.min(to), y), pos2(now.max(to).max(now.min(to) + 1.0), y + 20.0));
            piece(&painter, t, rect, filled);
            let (place, anchor) =
                if to < now { (to - 6.0, Align2::RIGHT_CENTER) } else { (to + 6.0, Align2::LEFT_CENTER) };
            let words = number::fixed(score, 1);
            text::paint(&painter, pos2(place, y + 10.0), anchor, words, t11(Weight::Regular), t.text2);
        }
        response.on_hover_text(spoken);
    }
    painter.vline(now.round(), top - 8.0..=bottom + 8.0, Stroke::new(1.5, t.text1));
    let words = format!("{} now", number::fixed(tornado.now, 1));
    text::paint(
        &painter,
        pos2(now, bottom + 18.0),
        Align2::CENTER_CENTER,
        words,
        t11(Weight::SemiBold),
        t.text1,
    );
    asked
}
