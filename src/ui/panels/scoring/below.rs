//! Under the sliders: the legend of zones, the selected account's score, what it would need, the exchange rate.

use egui::{Align2, Color32, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::model::{self, Need, Sliders};
use crate::{
    document::{AccountDerived, Question, Since},
    domain::Account,
    engine::{
        compare::round_to,
        metrics::Unit,
        scoring::{self, bands, explain_score, insight::Thing},
    },
    ui::{
        kit::{
            Weight,
            marks::{BAND_BARS_WIDTH, paint_band_bars},
            number, t11, t13, t20, text,
            tokens::{R4, R8, S12, S16},
            widgets::focus_ring,
        },
        panels::{Action, PanelContext, bits},
    },
};

/// Paints everything below the sliders.
pub fn ui(cx: &mut PanelContext<'_>, ui: &mut Ui, sliders: &Sliders, needs: Option<&(String, Vec<Need>)>) {
    if sliders.compared > 1 {
        legend(cx, ui, sliders);
    } else {
        ui.add_space(S12);
    }
    rule(cx, ui);
    if let Some((band, needs)) = needs {
        if let Some((factor, place)) = needs_ui(cx, ui, band, needs) {
            cx.push(Action::Open(Question::Need(factor), place));
        }
    } else if cx.account().is_none() {
        sentence(cx, ui, "Select an account to see what its next band would take.");
    } else if let Some((_, values)) = cx.account() {
        let words = values.score.reason.map_or_else(
            || "The score is in the highest band.".to_owned(),
            |reason| format!("There is no score: {reason}."),
        );
        sentence(cx, ui, &words);
    }
    if let Some((words, first, second)) = model::exchange(&cx.derived.model) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        let place = text::paint_left(ui.painter(), rect, S16, &words, t11(Weight::Regular), cx.tokens.text3);
        if bits::opens(ui, place, "exchange", &words, false) {
            cx.push(Action::Open(Question::Exchange(first, second), place));
        }
    }
    ui.add_space(8.0);
    if let Some(index) = cx.account_index() {
        card_ui(cx, ui, index);
    }
}

fn sentence(cx: &PanelContext<'_>, ui: &mut Ui, words: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    text::paint_left(ui.painter(), rect, S16, words, t13(Weight::Regular), cx.tokens.text2);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

fn rule(cx: &PanelContext<'_>, ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect.shrink2(vec2(S16, 0.0)), 0.0, cx.tokens.rule);
    ui.add_space(10.0);
}

fn legend(cx: &PanelContext<'_>, ui: &mut Ui, sliders: &Sliders) {
    let t = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
    let painter = ui.painter();
    let y = rect.center().y;
    let mut x = rect.min.x + S16;
    let mut entry = |width: f32, words: &str, draw: &dyn Fn(egui::Pos2)| {
        draw(pos2(x, y));
        let at = pos2(x + width + 5.0, y);
        x = text::paint(painter, at, Align2::LEFT_CENTER, words, t11(Weight::Regular), t.text3).max.x + 14.0;
    };
    let zone = |colour| {
        move |at: egui::Pos2| {
            painter.rect_filled(Rect::from_min_size(at - vec2(0.0, 5.0), vec2(12.0, 10.0)), 2.0, colour);
        }
    };
    entry(12.0, "Ranking holds", &zone(t.rank_zone));
    entry(12.0, "Leader holds", &zone(t.leader_zone));
    entry(8.0, "Lead changes", &|at| diamond(painter, at + vec2(4.0, 0.0), t.text2));
    entry(3.0, "Ranks swap", &|at| {
        painter.rect_filled(Rect::from_min_size(at - vec2(0.0, 3.0), vec2(1.5, 6.0)), 0.0, t.control);
    });
    let words = format!("Zones compare {} accounts", sliders.compared);
    response.on_hover_text(words);
}

/// The mark of a changed lead, as under the sliders.
fn diamond(painter: &Painter, at: Pos2, colour: Color32) {
    let corners = [vec2(0.0, -4.0), vec2(3.5, 0.0), vec2(0.0, 4.0), vec2(-3.5, 0.0)];
    painter.add(Shape::convex_polygon(corners.map(|corner| at + corner).to_vec(), colour, Stroke::NONE));
}

/// The score of the selected account: a click opens it.
fn card_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, index: usize) {
    let t = cx.tokens;
    let (Some(account), Some(values)) = (cx.workspace.accounts.get(index), cx.derived.accounts.get(index))
    else {
        return;
    };
    let ranged = values.score.weight_coverage < 1.0 - 1e-9;
    let height = if ranged { 84.0 } else { 66.0 };
    let (outer, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let rect = Rect::from_min_max(outer.min + vec2(S12, 0.0), outer.max - vec2(S12, 10.0));
    let name = spoken(cx, account, values);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    painter.rect_filled(rect, R8, if response.hovered() { t.pressed } else { t.canvas });
    focus_ring(ui, rect, R8, &response);
    let y = rect.min.y + 18.0;
    let words =
        values.score.value.map_or_else(|| number::MISSING.to_owned(), |score| number::fixed(score, 1));
    let mut score = text::paint(
        painter,
        pos2(rect.min.x + S12, y),
        Align2::LEFT_CENTER,
        words,
        t20(Weight::SemiBold),
        t.text1,
    );
    let mut right = rect.max.x - S12;
    let mut asked = None;
    if let (Some(band), Some(at)) = (band_name(cx, values), values.score.band) {
        let spoken = format!("Band of {}: {band}", account.name);
        let galley = text::galley(painter, band, t11(Weight::Medium), t.text1);
        let width = galley.size().x + BAND_BARS_WIDTH + 18.0;
        let badge = Rect::from_min_size(pos2(right - width, y - 10.0), vec2(width, 20.0));
        painter.rect_filled(badge, R4, t.pressed);
        paint_band_bars(painter, pos2(badge.min.x + 6.0, badge.max.y - 5.0), at + 1, t);
        text::paint_galley(painter, pos2(badge.max.x - 6.0, y), Align2::RIGHT_CENTER, galley, t.text1);
        right = badge.min.x - 8.0;
        if bits::opens(ui, badge, "band", &spoken, false) {
            asked = Some((Question::Band, badge));
        }
    }
    if let Some((words, spoken)) = since(cx, account, index) {
        let at = pos2(score.max.x + 8.0, y + 1.0);
        score = text::paint(ui.painter(), at, Align2::LEFT_CENTER, words, t11(Weight::Regular), t.text3);
        if bits::opens(ui, score, "since", &spoken, false) {
            asked = Some((Question::Move(Since::PeriodBefore), score));
        }
    }
    let room = Rect::from_min_max(pos2(score.max.x, y - 10.0), pos2(right, y + 10.0));
    text::paint_left(ui.painter(), room, 8.0, &account.name, t13(Weight::Medium), t.text2);
    contributions(
        cx,
        ui,
        values,
        Rect::from_min_size(pos2(rect.min.x + S12, rect.min.y + 36.0), vec2(rect.width() - 2.0 * S12, 10.0)),
    );
    if ranged {
        let at = Rect::from_min_max(pos2(rect.min.x, rect.max.y - 24.0), rect.max - vec2(0.0, 4.0));
        text::paint_left(ui.painter(), at, S12, &range_text(values), t11(Weight::Regular), t.text3);
    }
    let clicked = response.clicked();
    if let Some(reason) = values.score.reason {
        response.on_hover_text(format!("Unknown: {reason}"));
    }
    if let Some((question, place)) = asked {
        cx.push(Action::Open(question, place));
    } else if clicked {
        cx.push(Action::Open(Question::Score, rect));
    }
}

/// The change of the score since the period before, as it is shown and as it is spoken; `None` = one of them is unknown.
fn since(cx: &PanelContext<'_>, account: &Account, index: usize) -> Option<(String, String)> {
    let history = &cx.derived.accounts.get(index)?.score_history;
    let at = cx.derived.periods.iter().position(|period| *period == cx.derived.period)?;
    let before = at.checked_sub(1)?;
    let change = history.get(at).copied().flatten()? - history.get(before).copied().flatten()?;
    let (change, period) =
        (number::signed(change, 1), cx.workspace.period_text(*cx.derived.periods.get(before)?));
    let spoken = format!("Change of the score of {} since {period}: {change}", account.name);
    Some((change, spoken))
}

fn band_name(cx: &PanelContext<'_>, values: &AccountDerived) -> Option<String> {
    let scheme = scoring::scheme_for(cx.workspace, &cx.derived.model);
    scheme.bands.get(values.score.band?).map(|band| bands::name(band).to_owned())
}

fn spoken(cx: &PanelContext<'_>, account: &Account, values: &AccountDerived) -> String {
    let score = values.score.value.map_or_else(
        || format!("unknown, {}", values.score.reason.unwrap_or("it cannot be known from the data")),
        |score| number::fixed(score, 1),
    );
    let band = band_name(cx, values).map_or(String::new(), |band| format!(", {band}"));
    format!("Score of {}: {score}{band}", account.name)
}

fn range_text(values: &AccountDerived) -> String {
    let known = number::fixed(100.0 * values.score.weight_coverage, 0);
    match (values.score.low, values.score.high) {
        (Some(low), Some(high)) => format!(
            "{known}% of the weight is known; possible {} to {}",
            number::fixed(low, 1),
            number::fixed(high, 1)
        ),
        _ => format!("{known}% of the weight is known"),
    }
}

/// Pieces of the score on the axis 0–100, with the edges of bands.
fn contributions(cx: &PanelContext<'_>, ui: &Ui, values: &AccountDerived, rect: Rect) {
    let t = cx.tokens;
    let painter = ui.painter();
    let x = |points: f64| rect.min.x + (points / 100.0) as f32 * rect.width();
    painter.rect_filled(rect, 2.0, t.track);
    let value = values.score.value.unwrap_or_default();
    let mut sum = 0.0;
    let factors = cx.derived.model.factors.iter().enumerate().filter(|(_, factor)| factor.enabled);
    for (category, (index, _)) in factors.enumerate() {
        let colour = t.cat[category % t.cat.len()];
        let share = explain_score::share_of_score(&values.score, index).unwrap_or_default();
        let (from, to) = (x(sum), x(sum + share * value));
        sum += share * value;
        if to - from >= 0.5 {
            let piece =
                Rect::from_min_max(pos2(from, rect.min.y), pos2((to - 1.0).max(from + 0.5), rect.max.y));
            painter.rect_filled(piece, 1.0, colour);
        }
    }
    let scheme = scoring::scheme_for(cx.workspace, &cx.derived.model);
    for edge in scheme.bands.iter().filter_map(|band| band.upper_edge) {
        painter.vline(x(edge).round() + 0.5, rect.y_range().expand(2.0), Stroke::new(1.0, t.control));
    }
}

/// What each factor would need, and the one whose number was asked for.
fn needs_ui(cx: &PanelContext<'_>, ui: &mut Ui, band: &str, needs: &[Need]) -> Option<(usize, Rect)> {
    let mut asked = None;
    let t = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let title = format!("To reach {band}, by one factor alone");
    text::paint_left(ui.painter(), rect, S16, &title, t13(Weight::SemiBold), t.text1);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
    for need in needs {
        let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
        if response.hovered() {
            ui.painter().rect_filled(row.shrink2(vec2(S12, 0.0)), R4, cx.tokens.hover);
        }
        focus_ring(ui, row.shrink2(vec2(S12, 2.0)), R4, &response);
        if response.clicked() {
            asked = Some((need.factor, row));
        }
        let inner = row.shrink2(vec2(S16, 0.0));
        let cell = |from: f32, to: f32| {
            Rect::from_min_max(
                pos2(inner.min.x + from, row.min.y),
                pos2((inner.min.x + to).min(inner.max.x), row.max.y),
            )
        };
        text::paint_left(ui.painter(), cell(0.0, 84.0), 0.0, &need.label, t13(Weight::Regular), t.text2);
        let (change, amount) = need_texts(cx, need);
        if let Some(change) = &change {
            text::paint_left(ui.painter(), cell(88.0, 172.0), 0.0, change, t13(Weight::Medium), t.text1);
            if let Some(amount) = &amount {
                text::paint_left(
                    ui.painter(),
                    cell(176.0, 400.0),
                    0.0,
                    amount,
                    t13(Weight::Regular),
                    t.text2,
                );
            }
        } else {
            let words = "not reachable, even at 100%";
            text::paint_left(ui.painter(), cell(88.0, 400.0), 0.0, words, t13(Weight::Regular), t.text3);
        }
        let spoken = match (change, amount) {
            (None, _) => format!("{}: not reachable", need.label),
            (Some(change), None) => format!("{}: {change}", need.label),
            (Some(change), Some(amount)) => format!("{}: {change}, {amount}", need.label),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    }
    ui.add_space(6.0);
    asked
}

fn need_texts(cx: &PanelContext<'_>, need: &Need) -> (Option<String>, Option<String>) {
    let Some(change) = &need.change else { return (None, None) };
    let by = match change.unit {
        Unit::Percent | Unit::PercentagePoints => number::pp(change.by),
        Unit::Money => number::money_short(change.by, cx.symbol()),
        _ => number::signed(change.by, 1),
    };
    let amount = change.amount.as_ref().map(|(amount, thing)| match thing {
        Thing::Arr => format!("{} more ARR", number::money_short(*amount, cx.symbol())),
        Thing::Whole(one, many) => {
            let count = round_to(amount.abs(), 0);
            format!("{} more {}", number::fixed(count, 0), if count == 1.0 { one } else { many })
        }
    });
    (Some(by), amount)
}
