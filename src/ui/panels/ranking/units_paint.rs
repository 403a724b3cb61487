//! Painting of the units in the ranking: header, heads, rows. Geometry only.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui, UiBuilder, pos2,
};

use super::{
    paint::{bar, chevron, legend},
    units::{Named, Shown, Words},
    units_order::{Column, Sort},
};
use crate::ui::{
    kit::{
        Weight, icons, number, t11, t13,
        tokens::{R6, Tokens},
        widgets::empty_state,
    },
    panels::PanelContext,
};

/// A narrower panel scrolls sideways.
pub const MIN_WIDTH: f32 = 560.0;

/// The criteria in the few words of a legend, in their order.
const SHORT: [&str; 5] = ["Potential", "Importance", "Openness", "Relationship", "Signals"];

/// Right end of the axis of all bars: the highest score there is.
const AXIS: f64 = 100.0;

/// Where columns stand.
pub struct Columns {
    rank: f32,
    name: f32,
    bar: f32,
    bar_width: f32,
    score: f32,
    white_space: f32,
    expected: f32,
}

impl Columns {
    /// The bar takes what the fixed columns leave.
    pub fn new(left: f32, width: f32) -> Self {
        let name = left + 68.0;
        let bar = name + if width > 760.0 { 280.0 } else { 190.0 };
        let expected = left + width - 24.0;
        let white_space = expected - 84.0;
        let score = white_space - 92.0;
        Self {
            rank: left + 48.0,
            name,
            bar,
            bar_width: (score - 60.0 - bar).max(60.0),
            score,
            white_space,
            expected,
        }
    }

    fn x(&self, points: f64) -> f32 {
        self.bar + (points / AXIS) as f32 * self.bar_width
    }

    /// Where rank, score, white space and expected value of a row stand.
    pub fn numbers(&self, row: Rect) -> [Rect; 4] {
        let y = row.center().y;
        let ending = |x: f32, width: f32| Rect::from_min_max(pos2(x - width, y - 9.0), pos2(x, y + 9.0));
        [
            ending(self.rank, 32.0),
            ending(self.score, 32.0),
            ending(self.white_space, 44.0),
            ending(self.expected, 44.0),
        ]
    }

    /// The clickable head of a column.
    pub fn head(&self, column: Column, heads: Rect) -> Rect {
        let (from, to) = match column {
            Column::Rank => (self.rank - 40.0, self.rank + 4.0),
            Column::Unit => (self.name - 4.0, self.bar - 16.0),
            Column::Score => (self.score - 56.0, self.score + 4.0),
            Column::WhiteSpace => (self.white_space - 84.0, self.white_space + 4.0),
            Column::Expected => (self.expected - 72.0, self.expected + 4.0),
        };
        Rect::from_min_max(pos2(from, heads.min.y + 2.0), pos2(to, heads.max.y - 2.0))
    }
}

/// How many units there are and against what they are measured, with the legend.
pub fn header(ui: &Ui, cx: &PanelContext<'_>, shown: &Shown, rect: Rect, is_working: bool) {
    let rows = shown.listed.list.rows.len();
    let units = if rows == 1 { "1 unit".to_owned() } else { format!("{} units", number::count(rows as u64)) };
    let against = number::money_short(shown.listed.list.anchor, cx.symbol());
    let summary = match (is_working, rows) {
        (true, _) => format!("{units}, ranking anew…"),
        (false, 0) => String::new(),
        (false, _) => format!("{units}; the largest white space, {against}, is worth full potential"),
    };
    let weights = cx.workspace.settings.opportunity.weights;
    let weighed = SHORT.iter().enumerate().filter(|(at, _)| weights[*at].get() > 0.0);
    let labels: Vec<(usize, &str)> = weighed.map(|(at, name)| (at, *name)).collect();
    legend(ui, cx.tokens, rect, summary, &labels);
}

/// One sentence in the middle of the room.
pub fn sentence(ui: &mut Ui, area: Rect, words: &str) {
    let mut inner = ui.new_child(UiBuilder::new().max_rect(area));
    empty_state(&mut inner, icons::LIST, words, None);
}

/// Dotted lines at the quarters behind all bars.
pub fn grid(painter: &Painter, t: &Tokens, columns: &Columns, clip: Rect) {
    for points in [25.0, 50.0, 75.0] {
        let x = columns.x(points).round() + 0.5;
        let line = [pos2(x, clip.min.y), pos2(x, clip.max.y)];
        painter.extend(Shape::dashed_line(&line, Stroke::new(1.0, t.control), 2.0, 3.0));
    }
}

/// One row. The response carries hover and focus.
#[expect(clippy::too_many_arguments, reason = "all of them change from row to row")]
pub fn row(
    painter: &Painter,
    cx: &PanelContext<'_>,
    columns: &Columns,
    named: &Named<'_>,
    rect: Rect,
    response: &Response,
    selected: bool,
    of_portfolio: bool,
) {
    let t = cx.tokens;
    if selected || response.hovered() {
        painter.rect_filled(rect, R6, if selected { t.selected } else { t.hover });
    }
    if response.has_focus() {
        painter.rect_stroke(rect, R6, Stroke::new(2.0, t.focus), StrokeKind::Inside);
    }
    let y = rect.center().y;
    let words = Words::of(named.row, cx.symbol());
    let right = |x: f32, words: &str, font: FontId, colour: Color32| {
        put(painter, pos2(x, y), Align2::RIGHT_CENTER, words, font, colour);
    };
    right(columns.rank, &words.rank, t13(Weight::SemiBold), t.text1);
    let room = Rect::from_min_max(pos2(columns.name, rect.min.y), pos2(columns.bar - 8.0, rect.max.y));
    let clipped = painter.with_clip_rect(painter.clip_rect().intersect(room));
    let weight = if selected { Weight::SemiBold } else { Weight::Medium };
    let name = put(&clipped, pos2(room.min.x, y), Align2::LEFT_CENTER, named.name, t13(weight), t.text1);
    if of_portfolio {
        let at = pos2(name.max.x + 8.0, y + 1.0);
        put(&clipped, at, Align2::LEFT_CENTER, &named.account.name, t11(Weight::Regular), t.text3);
    }
    let colours: Vec<Option<Color32>> = t.cat.iter().take(5).map(|colour| Some(*colour)).collect();
    bar(painter, &colours, |points| columns.x(points), &named.row.parts, y);
    right(columns.score, &words.score, t13(Weight::SemiBold), t.text1);
    right(columns.white_space, &words.white_space, t13(Weight::Regular), t.text2);
    right(columns.expected, &words.expected, t13(Weight::Regular), t.text2);
}

/// Ground under the heads, and what the bars are measured on.
pub fn heads_ground(painter: &Painter, t: &Tokens, columns: &Columns, heads: Rect) {
    painter.rect_filled(heads, 0.0, t.panel);
    let y = heads.center().y;
    let font = || t11(Weight::Regular);
    put(painter, pos2(columns.bar, y), Align2::LEFT_CENTER, "Contribution", font(), t.text3);
    for points in [25.0, 50.0, 75.0] {
        let x = columns.x(points);
        if x > columns.bar + 90.0 {
            put(painter, pos2(x, y), Align2::CENTER_CENTER, &format!("{points}"), font(), t.text3);
        }
    }
}

/// The head of one column.
pub fn head(painter: &Painter, t: &Tokens, column: Column, rect: Rect, sort: Sort, response: &Response) {
    let on = sort.column == column;
    let colour = if on || response.hovered() { t.text2 } else { t.text3 };
    let font = t11(if on { Weight::Medium } else { Weight::Regular });
    let (align, x) = match column {
        Column::Unit => (Align2::LEFT_CENTER, rect.min.x + 4.0),
        _ => (Align2::RIGHT_CENTER, rect.max.x - 4.0),
    };
    let place = put(painter, pos2(x, rect.center().y), align, column.label(), font, colour);
    if on && sort != Sort::default() {
        let x = if align == Align2::LEFT_CENTER { place.max.x + 7.0 } else { place.min.x - 7.0 };
        chevron(painter, pos2(x, rect.center().y), sort.descending, colour);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, R6, Stroke::new(2.0, t.focus), StrokeKind::Inside);
    }
}

fn put(painter: &Painter, at: Pos2, align: Align2, words: &str, font: FontId, colour: Color32) -> Rect {
    painter.text(at, align, words, font, colour)
}
