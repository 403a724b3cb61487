//! Paints cells, headings, range and marks. Reads only.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind,
    emath::GuiRounding as _, pos2, vec2,
};

use crate::{
    domain::{ProductState, Status},
    engine::metrics::Unit,
    ui::kit::{
        fonts::{Weight, t11, t13},
        icons,
        marks::{self, Mark},
        tokens::Tokens,
    },
};

use super::{
    super::labels,
    columns::{Column, Kind, Slot},
    cursor::Range,
    layout::{BOX, BOX_STEP, CARET, INDENT, PAD},
    rows::Row,
    sheet::Sheet,
    shown::{Shown, Tone},
};

/// Stands where neither a figure nor its short form finds room, as in spreadsheets.
const NO_ROOM: &str = "###";

/// Puts a line of words into a rectangle, left- or right-aligned and centred on the height of its capitals; what does not
/// fit is cut with an ellipsis. Returns the space taken.
pub fn put(painter: &Painter, rect: Rect, align: Align2, text: &str, font: FontId, colour: Color32) -> Rect {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width().max(0.0));
    place(painter, rect, align, painter.layout_job(job), colour)
}

/// The same with a figure, which is never cut, as it would read as another one: where the whole does not fit it is short,
/// and without room for that either it is a sign.
pub fn put_figure(
    painter: &Painter,
    rect: Rect,
    align: Align2,
    (whole, short): (&str, impl FnOnce() -> Option<String>),
    font: &FontId,
    colour: Color32,
) {
    let line = |text: &str| painter.layout_no_wrap(text.to_owned(), font.clone(), colour);
    let fits = |galley: &Arc<Galley>| galley.size().x <= rect.width();
    let galley = Some(line(whole)).filter(fits);
    let galley = galley.or_else(|| short().map(|short| line(&short)).filter(fits));
    place(painter, rect, align, galley.unwrap_or_else(|| line(NO_ROOM)), colour);
}

fn place(painter: &Painter, rect: Rect, align: Align2, galley: Arc<Galley>, colour: Color32) -> Rect {
    let at = align.align_size_within_rect(galley.size(), rect).min;
    let at = pos2(at.x, at.y - 0.5).round_to_pixels(painter.pixels_per_point());
    let taken = Rect::from_min_size(at, galley.size());
    painter.galley(at, galley, colour);
    taken
}

/// Ink of a value.
fn ink(tokens: &Tokens, tone: Tone, column: Column) -> Color32 {
    match tone {
        Tone::Entered => tokens.text1,
        Tone::RollUp if column.is_numeric() => tokens.text1,
        Tone::Calculated | Tone::RollUp => tokens.text2,
        Tone::Carried | Tone::Unknown => tokens.text3,
    }
}

/// Weight of a value.
fn weight(tone: Tone, column: Column) -> Weight {
    if tone == Tone::RollUp && column.is_numeric() { Weight::SemiBold } else { Weight::Regular }
}

/// The mark of a carried figure.
pub fn carried_mark(painter: &Painter, tokens: &Tokens, centre: Pos2) {
    marks::paint_mark(painter, centre, 10.0, Mark::Carried, tokens.text3, tokens.panel);
}

/// The shape of a status.
pub fn status_mark(painter: &Painter, tokens: &Tokens, centre: Pos2, status: Status) {
    let (mark, colour) = match status {
        Status::Active => (Mark::Disc, tokens.active),
        Status::Expansion => (Mark::DoubleChevron, tokens.expansion),
        Status::Pilot => (Mark::HalfRing, tokens.pilot),
        Status::Unpenetrated => (Mark::Ring, tokens.open),
        Status::CompetitorHeld => (Mark::Diamond, tokens.competitor),
        Status::Lost => (Mark::Cross, tokens.lost),
    };
    marks::paint_mark(painter, centre, 11.0, mark, colour, tokens.panel);
}

/// The box of a product in its state.
pub fn product_box(painter: &Painter, tokens: &Tokens, rect: Rect, state: ProductState) {
    let radius = CornerRadius::same(3);
    let outline = |width: f32, colour| {
        painter.rect_stroke(rect, radius, Stroke::new(width, colour), StrokeKind::Inside);
    };
    match state {
        ProductState::Adopted => {
            painter.rect_filled(rect, radius, tokens.active);
            check(painter, rect.center(), tokens.panel);
        }
        ProductState::Trial => {
            let half = Rect::from_min_max(pos2(rect.center().x, rect.top()), rect.max);
            painter.rect_filled(half, CornerRadius { ne: 3, se: 3, nw: 0, sw: 0 }, tokens.pilot);
            outline(1.5, tokens.pilot);
        }
        ProductState::Open => outline(1.25, tokens.control),
        ProductState::HeldByCompetitor => {
            outline(1.25, tokens.competitor);
            let c = rect.center();
            let points = [(0.0, -4.0), (4.0, 0.0), (0.0, 4.0), (-4.0, 0.0)].map(|(x, y)| c + vec2(x, y));
            painter.add(Shape::convex_polygon(points.to_vec(), tokens.competitor, Stroke::NONE));
        }
        ProductState::NotApplicable => {
            let c = rect.center();
            painter.line_segment([c - vec2(4.0, 0.0), c + vec2(4.0, 0.0)], Stroke::new(1.5, tokens.control));
        }
    }
}

/// A tick, nine points wide.
pub fn check(painter: &Painter, centre: Pos2, colour: Color32) {
    let points = vec![centre + vec2(-3.5, 0.2), centre + vec2(-1.2, 2.5), centre + vec2(3.4, -2.5)];
    painter.line(points, Stroke::new(1.6, colour));
}

/// The rectangle of the `nth` product's box in a cell.
pub fn box_rect(cell: Rect, nth: usize) -> Rect {
    Rect::from_min_size(
        pos2(cell.left() + PAD + nth as f32 * BOX_STEP, (cell.center().y - BOX / 2.0).round()),
        vec2(BOX, BOX),
    )
}

/// How many boxes fit into a cell if `count` are there; the rest is a number.
pub fn boxes_in(cell: Rect, count: usize) -> usize {
    let room = |width: f32| ((width - 2.0 * PAD + BOX_STEP - BOX) / BOX_STEP).floor().max(0.0) as usize;
    if count <= room(cell.width()) { count } else { room(cell.width() - 20.0) }
}

/// Left edge of a caret in the unit column.
pub fn caret_rect(cell: Rect, depth: u32) -> Rect {
    // Deep trees keep the last steps visible.
    let depth = depth.min(((cell.width() - 100.0) / INDENT).max(0.0) as u32);
    let left = cell.left() + 16.0 + depth as f32 * INDENT;
    Rect::from_center_size(pos2(left + CARET / 2.0, cell.center().y), vec2(24.0, 24.0))
}

/// Paints a cell beside the names; `begins_group` puts a rule before it.
pub fn cell(
    painter: &Painter,
    tokens: &Tokens,
    sheet: &Sheet<'_>,
    (row, slot): (Row, Slot),
    rect: Rect,
    begins_group: bool,
) {
    let shown = sheet.shown(row, slot);
    let problem = sheet.problems.at(row.unit, slot).first();
    if let Some(problem) = problem {
        let (mark, colour, tint) = labels::severity_look(problem.severity, tokens);
        painter.rect_filled(rect.with_max_y(rect.bottom() - 1.0), 0.0, tint);
        marks::paint_mark(painter, pos2(rect.left() + 11.5, rect.center().y), 12.0, mark, colour, tint);
    } else if let Some(aside) = sheet.problems.aside(row.unit, slot).first() {
        // What was put aside stays visible, quietly.
        let (mark, ..) = labels::severity_look(aside.severity, tokens);
        let at = pos2(rect.left() + 11.5, rect.center().y);
        marks::paint_mark(painter, at, 10.0, mark, tokens.control, tokens.panel);
    }
    let is_marked = is_marked(sheet, row, slot);
    value(painter, tokens, sheet, (row, slot), rect, &shown, is_marked);
    if begins_group {
        painter.vline(rect.left() + 0.5, rect.y_range(), Stroke::new(1.0, tokens.rule));
    }
}

fn value(
    painter: &Painter,
    tokens: &Tokens,
    sheet: &Sheet<'_>,
    (row, slot): (Row, Slot),
    cell: Rect,
    shown: &Shown,
    is_marked: bool,
) {
    let column = slot.column;
    let (colour, weight) = (ink(tokens, shown.tone, column), weight(shown.tone, column));
    let inner = cell.shrink2(vec2(PAD, 0.0));
    let figure = |rect: Rect, align| {
        let forms = (&*shown.text, || shown.short(column));
        put_figure(painter, rect, align, forms, &t13(weight), colour);
    };
    // What stands in a cell keeps out of the way of its mark.
    let words = inner.with_min_x(inner.left() + mark_room(shown, column, is_marked));
    let left = |inner: Rect, text: &str, colour| {
        put(painter, inner, Align2::LEFT_CENTER, text, t13(Weight::Regular), colour);
    };
    let after = |width: f32| Rect::from_min_max(pos2(words.left() + width, words.top()), words.max);
    let is_known = shown.tone != Tone::Unknown;
    match column.kind() {
        Kind::Status if shown.tone == Tone::Entered => {
            if let Some(status) = sheet.known(row, slot).status {
                status_mark(painter, tokens, pos2(words.left() + 5.5, cell.center().y), status);
            }
            // Beside a mark a word may come closer to the next cell.
            let end = if is_marked { cell.right() - 2.0 } else { words.right() };
            left(after(17.0).with_max_x(end), &shown.text, tokens.text1);
        }
        Kind::Measure(_)
            if column.unit() == Some(Unit::Percent) && shown.value.is_some() && has_bar(column) =>
        {
            figure(words, Align2::RIGHT_CENTER);
            let track = Rect::from_min_max(
                pos2(inner.left(), cell.center().y - 2.0),
                pos2((inner.right() - 52.0).max(inner.left()), cell.center().y + 2.0),
            );
            let share = (shown.value.unwrap_or(0.0) / 100.0).clamp(0.0, 1.0) as f32;
            painter.rect_filled(track, 2.0, tokens.track);
            if share > 0.0 && track.width() > 0.0 {
                let full = Rect::from_min_size(track.min, vec2((track.width() * share).max(4.0), 4.0));
                let colour = if shown.tone == Tone::RollUp { tokens.text2 } else { tokens.control };
                painter.rect_filled(full, 2.0, colour);
            }
        }
        Kind::Products if shown.tone != Tone::RollUp && is_known => {
            let count = sheet.products(slot.period).count();
            let boxes = boxes_in(cell, count);
            for (nth, product) in sheet.products(slot.period).take(boxes).enumerate() {
                let state = sheet.product_state(row, slot.period, product);
                product_box(painter, tokens, box_rect(cell, nth), state);
            }
            if boxes < count {
                let rest = Rect::from_min_max(pos2(box_rect(cell, boxes).left() - 2.0, cell.top()), cell.max);
                let text = format!("+{}", count - boxes);
                put(painter, rest, Align2::LEFT_CENTER, &text, t11(Weight::Regular), tokens.text3);
            }
        }
        Kind::Carried if shown.tone == Tone::Entered => {
            let centre = pos2(words.left() + 7.0, cell.center().y);
            icons::paint_icon(painter, centre, 14.0, icons::CHECK, tokens.active);
            let room = after(20.0).with_max_x(cell.right() - 2.0);
            left(room, &shown.text, tokens.text3);
        }
        Kind::Carried if shown.tone == Tone::Carried => {
            let empty = Rect::from_center_size(pos2(words.left() + 7.0, cell.center().y), vec2(BOX, BOX));
            painter.rect_stroke(empty, 3, Stroke::new(1.5, tokens.control), StrokeKind::Inside);
            left(after(20.0), &shown.text, tokens.text2);
        }
        _ if column.is_numeric() => {
            if let Some(beside) = &shown.beside {
                // Two lines in one row: the sum, and what of it is the unit's own.
                let above = Rect::from_x_y_ranges(words.x_range(), cell.top() + 1.0..=cell.top() + 18.0);
                figure(above, Align2::RIGHT_CENTER);
                let colour = if beside.is_over { tokens.high_text } else { tokens.text3 };
                let below = Rect::from_x_y_ranges(
                    cell.left() + 4.0..=inner.right(),
                    cell.top() + 16.0..=cell.bottom() - 2.0,
                );
                let forms = (&*beside.text, || Some(beside.figure.clone()));
                put_figure(painter, below, Align2::RIGHT_CENTER, forms, &t11(Weight::Regular), colour);
            } else {
                figure(words, Align2::RIGHT_CENTER);
                if shown.tone == Tone::Carried && !is_marked {
                    carried_mark(painter, tokens, pos2(inner.left() + 4.5, cell.center().y));
                }
            }
        }
        _ if shown.short(column).is_some() => figure(words, Align2::LEFT_CENTER),
        _ => left(words, &shown.text, colour),
    }
}

fn is_marked(sheet: &Sheet<'_>, row: Row, slot: Slot) -> bool {
    !sheet.problems.at(row.unit, slot).is_empty() || !sheet.problems.aside(row.unit, slot).is_empty()
}

/// Room that the mark of a guardrail or of a carried figure takes at the left.
fn mark_room(shown: &Shown, column: Column, is_marked: bool) -> f32 {
    match (is_marked, shown.tone == Tone::Carried && column.is_numeric()) {
        (true, _) => 10.0,
        (false, true) => 12.0,
        (false, false) => 0.0,
    }
}

/// Whether a figure does not stand whole in its cell.
pub fn is_short(painter: &Painter, sheet: &Sheet<'_>, (row, slot): (Row, Slot), cell: Rect) -> bool {
    let shown = sheet.shown(row, slot);
    let fits = |text: &str, font: FontId, room: f32| {
        painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x <= room
    };
    let room = cell.width() - 2.0 * PAD - mark_room(&shown, slot.column, is_marked(sheet, row, slot));
    let font = t13(weight(shown.tone, slot.column));
    shown.short(slot.column).is_some() && !fits(&shown.text, font, room)
}

/// Whether a rate has room for a bar beside its number.
fn has_bar(column: Column) -> bool {
    column == Column::Penetration
}

/// Paints the name of a row with its caret; `selected` marks units selected anywhere in the window.
pub fn unit_cell(
    painter: &Painter,
    tokens: &Tokens,
    sheet: &Sheet<'_>,
    cell: Rect,
    row: Row,
    selected: bool,
) {
    if selected {
        painter.rect_filled(cell.with_max_y(cell.bottom() - 1.0), 0.0, tokens.selected);
        let edge = Rect::from_min_size(cell.min, vec2(2.0, cell.height() - 1.0));
        painter.rect_filled(edge, 0.0, tokens.accent);
    }
    let caret = caret_rect(cell, row.depth);
    if row.is_parent {
        let icon = if row.is_collapsed { icons::CHEVRON_RIGHT } else { icons::CHEVRON_DOWN };
        icons::paint_icon(painter, caret.center(), 14.0, icon, tokens.text3);
    }
    let weight = if row.is_parent { Weight::SemiBold } else { Weight::Regular };
    let mut room = name_rect(cell, row);
    let slot = sheet.slot(0);
    if let Some(problem) = sheet.problems.at(row.unit, slot).first() {
        let (mark, colour, _) = labels::severity_look(problem.severity, tokens);
        room.max.x -= 18.0;
        marks::paint_mark(
            painter,
            pos2(room.right() + 9.0, cell.center().y),
            12.0,
            mark,
            colour,
            tokens.panel,
        );
    }
    let taken = put(painter, room, Align2::LEFT_CENTER, sheet.unit_name(row), t13(weight), tokens.text1);
    if let Some(region) = sheet.region_beside(row) {
        let rest = Rect::from_min_max(pos2(taken.right() + 6.0, cell.top()), room.max);
        if rest.width() > 24.0 {
            put(painter, rest, Align2::LEFT_CENTER, region, t11(Weight::Regular), tokens.text3);
        }
    }
}

/// How far from the left edge of its cell a name begins.
pub fn name_left(cell: Rect, row: Row) -> f32 {
    name_rect(cell, row).left() - cell.left()
}

fn name_rect(cell: Rect, row: Row) -> Rect {
    let left = caret_rect(cell, row.depth).center().x + CARET / 2.0 + 6.0;
    Rect::from_min_max(pos2(left, cell.top()), pos2(cell.right() - 8.0, cell.bottom()))
}

/// Whether the name of a row does not fit.
pub fn is_cut(painter: &Painter, sheet: &Sheet<'_>, cell: Rect, row: Row) -> bool {
    let weight = if row.is_parent { Weight::SemiBold } else { Weight::Regular };
    let galley = painter.layout_no_wrap(sheet.unit_name(row).to_owned(), t13(weight), Color32::PLACEHOLDER);
    galley.size().x > name_rect(cell, row).width()
}

/// Paints the range, its handle and the active cell. `focused` = keys go to the grid.
pub fn cursor(
    painter: &Painter,
    tokens: &Tokens,
    range_rect: Rect,
    active: Rect,
    range: Range,
    focused: bool,
) {
    let accent = if focused { tokens.accent } else { tokens.control };
    // Edges lie on the rule above, so that neighbours share one line.
    let edge = |rect: Rect| Rect::from_min_max(rect.min - vec2(0.0, 1.0), rect.max);
    if !range.is_single() {
        painter.rect_filled(edge(range_rect), 0.0, accent.gamma_multiply(0.10));
        painter.rect_stroke(edge(range_rect), 0.0, Stroke::new(1.5, accent), StrokeKind::Inside);
    }
    painter.rect_stroke(edge(active), 2.0, Stroke::new(2.0, accent), StrokeKind::Inside);
    let handle = handle_rect(range_rect);
    painter.rect_filled(handle.expand(1.5), 0.0, tokens.panel);
    painter.rect_filled(handle, 0.0, accent);
}

/// The handle that fills a range when dragged.
pub fn handle_rect(range: Rect) -> Rect {
    Rect::from_min_size(range.max - vec2(4.0, 5.0), vec2(8.0, 8.0))
}
