//! Painting of the ranking: header, heads, rows, slopes. Geometry only.

use std::ops::Range;

use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui,
    epaint::CubicBezierShape, pos2, vec2,
};

use super::model::{self, Column, Model, Row, Sort};
use crate::{
    engine::{compare::round_to, scoring},
    ui::{
        kit::{
            Weight, icons, number, paint_icon, t11, t13,
            tokens::{BAR_STACKED, R6, ROW_MENU, ROW_RANK, Tokens},
        },
        panels::{PanelContext, Request},
    },
};

/// Height of the panel's header.
pub const HEADER: f32 = ROW_MENU;
/// Height of the heads of columns.
pub const HEADS: f32 = 28.0;
/// A narrower panel scrolls sideways.
pub const MIN_WIDTH: f32 = 620.0;

const SLOPE_LEFT: f32 = 46.0;
const SLOPE_RIGHT: f32 = 114.0;
const NAME: f32 = 200.0;

/// Where columns stand.
pub struct Columns {
    left: f32,
    bar: f32,
    bar_width: f32,
    score: f32,
    change: f32,
    white_space: f32,
}

impl Columns {
    /// The bar takes what the fixed columns leave.
    pub fn new(left: f32, width: f32) -> Self {
        let name = if width > 760.0 { 156.0 } else { 120.0 };
        let bar = left + NAME + name;
        let white_space = left + width - 24.0;
        let change = white_space - 84.0;
        let score = change - 60.0;
        Self { left, bar, bar_width: (score - 60.0 - bar).max(60.0), score, change, white_space }
    }

    fn x(&self, points: f64, axis: f64) -> f32 {
        self.bar + (points / axis) as f32 * self.bar_width
    }

    /// Where rank, score, change and white space of a row stand.
    pub fn numbers(&self, row: Rect) -> [Rect; 4] {
        let y = row.center().y;
        let ending = |x: f32, width: f32| Rect::from_min_max(pos2(x - width, y - 9.0), pos2(x, y + 9.0));
        [
            ending(self.left + 148.0, 24.0),
            ending(self.score, 32.0),
            ending(self.change, 32.0),
            ending(self.white_space, 44.0),
        ]
    }

    /// The clickable head of a column.
    pub fn head(&self, column: Column, heads: Rect) -> Rect {
        let (from, to) = match column {
            Column::Baseline => (self.left + 8.0, self.left + 76.0),
            Column::Now => (self.left + 104.0, self.left + 160.0),
            Column::Account => (self.left + NAME - 4.0, self.bar - 16.0),
            Column::Score => (self.score - 56.0, self.score + 4.0),
            Column::Change => (self.change - 54.0, self.change + 4.0),
            Column::WhiteSpace => (self.white_space - 76.0, self.white_space + 8.0),
        };
        Rect::from_min_max(pos2(from, heads.min.y + 2.0), pos2(to, heads.max.y - 2.0))
    }
}

/// Colour of each factor of the model; `None` = disabled.
pub struct Names {
    colours: Vec<Option<Color32>>,
}

impl Names {
    /// Enabled factors take the categories in order.
    pub fn new(cx: &PanelContext<'_>) -> Self {
        let mut next = 0;
        let colour = |enabled: bool| {
            enabled.then(|| {
                next += 1;
                cx.tokens.cat[(next - 1) % cx.tokens.cat.len()]
            })
        };
        Self { colours: cx.derived.model.factors.iter().map(|factor| factor.enabled).map(colour).collect() }
    }
}

/// Summary and legend of the accounts.
pub fn header(ui: &Ui, cx: &PanelContext<'_>, model: &Model, rect: Rect) {
    let enabled = cx.derived.model.factors.iter().filter(|factor| factor.enabled).enumerate();
    let labels: Vec<(usize, &str)> = enabled.map(|(at, factor)| (at, factor.label.as_str())).collect();
    legend(ui, cx.tokens, rect, summary(cx, model), &labels);
}

/// A summary at the left, and at the right what each colour stands for, by its place among the categories.
pub fn legend(ui: &Ui, t: &Tokens, rect: Rect, summary: String, labels: &[(usize, &str)]) {
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let y = rect.center().y;
    // The legend gives way before the summary does.
    let mut right = rect.max.x - 16.0;
    let summary = painter.layout_no_wrap(summary, t11(Weight::Regular), t.text3);
    let free = right - rect.min.x - summary.size().x - 24.0;
    let word = |(at, label): &(usize, &str)| {
        (*at, painter.layout_no_wrap((*label).to_owned(), t11(Weight::Regular), t.text2))
    };
    let labels: Vec<_> = labels.iter().map(word).collect();
    let needed: f32 = labels.iter().map(|(_, label)| label.size().x + 25.0).sum();
    painter.galley(pos2(rect.min.x, y - summary.size().y / 2.0), summary, t.text3);
    if needed > free {
        return;
    }
    for (at, label) in labels.into_iter().rev() {
        right -= label.size().x;
        painter.galley(pos2(right, y - label.size().y / 2.0), label, t.text2);
        let square = Rect::from_center_size(pos2(right - 9.0, y), vec2(8.0, 8.0));
        painter.rect_filled(square, 2.0, t.cat[at % t.cat.len()]);
        right -= 25.0;
    }
}

fn summary(cx: &PanelContext<'_>, model: &Model) -> String {
    let count = cx.workspace.accounts.len();
    let accounts = if count == 1 { "1 account".to_owned() } else { format!("{count} accounts") };
    let unranked = model.rows.iter().filter(|row| row.rank.is_none()).count();
    let unranked = if unranked == 0 { String::new() } else { format!(", {unranked} unranked") };
    let shift = match cx.derived.ranking.mean_shift {
        Some(shift) if model.moved => {
            format!(", mean shift {:.1} ranks against the baseline", round_to(shift, 1))
        }
        Some(_) if count > 1 => ", ranks as in the baseline".to_owned(),
        _ => String::new(),
    };
    format!("{accounts}{unranked}{shift}")
}

/// One sentence and one button.
pub fn empty(ui: &mut Ui, cx: &mut PanelContext<'_>, area: Rect) {
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(area));
    let pressed = crate::ui::panels::bits::empty_state(
        &mut inner,
        icons::LIST,
        "There is nothing to rank yet. Add an account and its score appears here.",
        "Add account",
    );
    if pressed {
        cx.push(crate::ui::panels::Action::Request(Request::AddAccount));
    }
}

/// Edges of the score's bands.
pub fn edges(cx: &PanelContext<'_>) -> Vec<f64> {
    let scheme = scoring::scheme_for(cx.workspace, &cx.derived.model);
    scheme.bands.iter().filter_map(|band| band.upper_edge).collect()
}

/// Dotted band edges behind all bars.
pub fn grid(painter: &Painter, cx: &PanelContext<'_>, columns: &Columns, model: &Model, clip: Rect) {
    for edge in edges(cx).into_iter().filter(|edge| *edge < model.axis) {
        let x = columns.x(edge, model.axis).round() + 0.5;
        let line = [pos2(x, clip.min.y), pos2(x, clip.max.y)];
        painter.extend(Shape::dashed_line(&line, Stroke::new(1.0, cx.tokens.control), 2.0, 3.0));
    }
}

/// One row. The response carries hover and focus.
#[expect(clippy::too_many_arguments, reason = "all of them change from row to row")]
pub fn row(
    painter: &Painter,
    cx: &PanelContext<'_>,
    names: &Names,
    columns: &Columns,
    model: &Model,
    row: &Row,
    rect: Rect,
    response: &Response,
    selected: bool,
) {
    let t = cx.tokens;
    let (Some(account), Some(values)) =
        (cx.workspace.accounts.get(row.account), cx.derived.accounts.get(row.account))
    else {
        return;
    };
    if selected || response.hovered() {
        painter.rect_filled(rect, R6, if selected { t.selected } else { t.hover });
    }
    if response.has_focus() {
        painter.rect_stroke(rect, R6, Stroke::new(2.0, t.focus), StrokeKind::Inside);
    }
    let y = rect.center().y;
    let weight = if selected { Weight::SemiBold } else { Weight::Medium };
    let dash = "–".to_owned();
    let rank = row.rank.map_or_else(|| dash.clone(), |rank| rank.to_string());
    put(painter, pos2(columns.left + 148.0, y), Align2::RIGHT_CENTER, &rank, t13(Weight::SemiBold), t.text1);
    moved(painter, t, row, pos2(columns.left + 160.0, y));
    let name_clip =
        Rect::from_min_max(pos2(columns.left + NAME, rect.min.y), pos2(columns.bar - 8.0, rect.max.y));
    let clipped = painter.with_clip_rect(painter.clip_rect().intersect(name_clip));
    let name =
        put(&clipped, pos2(name_clip.min.x, y), Align2::LEFT_CENTER, &account.name, t13(weight), t.text1);
    if let Some(tier) = account.tier {
        put(
            &clipped,
            pos2(name.max.x + 8.0, y + 1.0),
            Align2::LEFT_CENTER,
            tier.word(),
            t11(Weight::Regular),
            t.text3,
        );
    }
    bar(painter, &names.colours, |points| columns.x(points, model.axis), &model::pieces(values), y);
    if row.rank.is_none() {
        let reason = model::reason(values);
        let room = Rect::from_min_max(pos2(columns.bar, rect.min.y), pos2(columns.score - 40.0, rect.max.y));
        let painter = painter.with_clip_rect(painter.clip_rect().intersect(room));
        put(&painter, pos2(columns.bar, y), Align2::LEFT_CENTER, reason, t11(Weight::Regular), t.text3);
    }
    let score = row.score.map_or_else(|| dash.clone(), |score| format!("{:.1}", round_to(score, 1)));
    put(painter, pos2(columns.score, y), Align2::RIGHT_CENTER, &score, t13(Weight::SemiBold), t.text1);
    let change = row.change.map_or_else(|| dash.clone(), |change| number::signed(change, 1));
    put(painter, pos2(columns.change, y), Align2::RIGHT_CENTER, &change, t11(Weight::Regular), t.text3);
    let open = row.white_space.map_or(dash, |open| number::money_short(open, cx.symbol()));
    put(painter, pos2(columns.white_space, y), Align2::RIGHT_CENTER, &open, t13(Weight::Regular), t.text2);
}

/// Arrow and number of places.
fn moved(painter: &Painter, t: &Tokens, row: &Row, at: Pos2) {
    match row.places() {
        Some(places) if places != 0 => {
            let (up, colour, ink) =
                if places > 0 { (true, t.up, t.up_text) } else { (false, t.down, t.down_text) };
            triangle(painter, pos2(at.x + 4.0, at.y), up, colour);
            put(
                painter,
                pos2(at.x + 11.0, at.y),
                Align2::LEFT_CENTER,
                &places.abs().to_string(),
                t11(Weight::Medium),
                ink,
            );
        }
        _ => {
            put(painter, pos2(at.x, at.y), Align2::LEFT_CENTER, "–", t11(Weight::Regular), t.text3);
        }
    }
}

fn triangle(painter: &Painter, centre: Pos2, up: bool, colour: Color32) {
    let s = if up { -1.0 } else { 1.0 };
    let points =
        vec![centre + vec2(-4.0, -2.5 * s), centre + vec2(4.0, -2.5 * s), centre + vec2(0.0, 3.0 * s)];
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}

/// Pieces in points, one after the other, each in its colour; `x` says where a number of points stands.
pub fn bar(painter: &Painter, colours: &[Option<Color32>], x: impl Fn(f64) -> f32, pieces: &[f64], y: f32) {
    let mut sum = 0.0;
    for (piece, colour) in pieces.iter().zip(colours) {
        let Some(colour) = colour.filter(|_| *piece > 0.0) else { continue };
        let (from, to) = (x(sum), x(sum + piece));
        sum += piece;
        if to - from < 0.5 {
            continue;
        }
        let rect = Rect::from_min_max(
            pos2(from.round(), y - BAR_STACKED / 2.0),
            pos2((to - 1.0).round().max(from.round() + 1.0), y + BAR_STACKED / 2.0),
        );
        painter.rect_filled(rect, CornerRadius::same(1), colour);
    }
}

/// Slope lines from the baseline's places to the rows, and the ranks of the baseline.
#[expect(clippy::too_many_arguments, reason = "geometry of the rows comes from outside")]
pub fn slopes(
    painter: &Painter,
    cx: &PanelContext<'_>,
    columns: &Columns,
    model: &Model,
    rows_top: f32,
    visible: Range<usize>,
    selected: Option<usize>,
    row_y: impl Fn(usize) -> f32,
) {
    let t = cx.tokens;
    let place_y = |place: usize| rows_top + place as f32 * ROW_RANK + ROW_RANK / 2.0;
    for place in visible.clone() {
        let row = &model.rows[model.at_baseline[place]];
        if let Some(rank) = row.baseline_rank {
            let at = pos2(columns.left + 34.0, place_y(place));
            put(painter, at, Align2::RIGHT_CENTER, &rank.to_string(), t11(Weight::Regular), t.text3);
        }
    }
    let line = |at: usize, on: bool| {
        let row = &model.rows[at];
        let Some(places) = row.places() else { return };
        let (colour, width) = match places {
            _ if on => (t.accent, 2.0),
            1.. => (t.up, 2.0),
            0 => (t.border, 1.5),
            _ => (t.down, 2.0),
        };
        let (from, to) = (
            pos2(columns.left + SLOPE_LEFT, place_y(row.baseline_place)),
            pos2(columns.left + SLOPE_RIGHT, row_y(at)),
        );
        let run = to.x - from.x;
        let points = [from, pos2(from.x + 0.45 * run, from.y), pos2(from.x + 0.5 * run, to.y), to];
        painter.add(CubicBezierShape::from_points_stroke(
            points,
            false,
            Color32::TRANSPARENT,
            Stroke::new(width, colour),
        ));
        for end in [from, to] {
            painter.circle_filled(end, 3.0, colour);
        }
    };
    let is_selected = |at: usize| selected == Some(model.rows[at].account);
    for at in visible.clone().filter(|at| !is_selected(*at)) {
        line(at, false);
    }
    // Lines that begin in sight and end below or above it.
    for at in visible.clone().map(|place| model.at_baseline[place]).filter(|at| !visible.contains(at)) {
        if !is_selected(at) {
            line(at, false);
        }
    }
    if let Some(at) = selected.and_then(|account| model.find(account)) {
        line(at, true);
    }
}

/// Ground under the heads, and the ends of the axis.
pub fn heads_ground(painter: &Painter, cx: &PanelContext<'_>, columns: &Columns, heads: Rect, axis: f64) {
    let t = cx.tokens;
    painter.rect_filled(heads, 0.0, t.panel);
    let y = heads.center().y;
    put(painter, pos2(columns.bar, y), Align2::LEFT_CENTER, "Contribution", t11(Weight::Regular), t.text3);
    for edge in edges(cx).into_iter().filter(|edge| *edge < axis) {
        let x = columns.x(edge, axis);
        if x > columns.bar + 90.0 {
            put(
                painter,
                pos2(x, y),
                Align2::CENTER_CENTER,
                &format!("{edge}"),
                t11(Weight::Regular),
                t.text3,
            );
        }
    }
}

/// The head of one column.
pub fn head(
    painter: &Painter,
    cx: &PanelContext<'_>,
    column: Column,
    rect: Rect,
    sort: Sort,
    response: &Response,
) {
    let t = cx.tokens;
    let on = sort.column == column;
    let colour = if on || response.hovered() { t.text2 } else { t.text3 };
    let font = t11(if on { Weight::Medium } else { Weight::Regular });
    let (align, at) = match column {
        Column::Baseline | Column::Account => (Align2::LEFT_CENTER, pos2(rect.min.x + 4.0, rect.center().y)),
        Column::Now => (Align2::RIGHT_CENTER, pos2(rect.min.x + 44.0, rect.center().y)),
        _ => (Align2::RIGHT_CENTER, pos2(rect.max.x - 4.0, rect.center().y)),
    };
    let place = put(painter, at, align, column.label(), font, colour);
    if on && (sort != Sort::default()) {
        let x = if align == Align2::LEFT_CENTER || column == Column::Now {
            place.max.x + 7.0
        } else {
            place.min.x - 7.0
        };
        chevron(painter, pos2(x, rect.center().y), sort.descending, colour);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, R6, Stroke::new(2.0, t.focus), StrokeKind::Inside);
    }
}

/// Beside the head by which rows are sorted.
pub fn chevron(painter: &Painter, at: Pos2, descending: bool, colour: Color32) {
    let icon = if descending { icons::CHEVRON_DOWN } else { icons::CHEVRON_UP };
    paint_icon(painter, at, 11.0, icon, colour);
}

fn put(painter: &Painter, at: Pos2, align: Align2, text: &str, font: FontId, colour: Color32) -> Rect {
    painter.text(at, align, text, font, colour)
}
