//! Quiet tables: columns, a header that sorts, rows drawn only where they are seen, and the looks of a cell.

use egui::{
    Align2, CornerRadius, Painter, Rangef, Rect, Response, Role, ScrollArea, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::fonts::{Weight, t11, t13};
use super::icons::{self, paint_icon};
use super::marks::{Mark, paint_mark};
use super::text;
use super::tokens::{self, Tokens};
use super::widgets::focus_ring;

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// So many points.
    Fixed(f32),
    /// A share of what the fixed columns leave, and at least so many points.
    Fill(f32),
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Its width.
    pub width: Width,
    /// Do its values stand at the right (numbers) or at the left (words)?
    pub is_number: bool,
    /// Does a group of columns begin here? Then a rule stands before it.
    pub starts_group: bool,
    /// Does a click on the heading sort?
    pub is_sortable: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub const fn words(title: &'a str, width: Width) -> Self {
        Self { title, width, is_number: false, starts_group: false, is_sortable: false }
    }

    /// A column of numbers.
    pub const fn numbers(title: &'a str, width: f32) -> Self {
        Self { title, width: Width::Fixed(width), is_number: true, starts_group: false, is_sortable: false }
    }

    /// The same column, sortable.
    #[must_use]
    pub const fn sortable(mut self) -> Self {
        self.is_sortable = true;
        self
    }

    /// The same column with a rule before it.
    #[must_use]
    pub const fn group(mut self) -> Self {
        self.starts_group = true;
        self
    }
}

/// Where the columns stand between `left` and `left + width`, in whole points.
pub fn column_ranges(columns: &[Column<'_>], left: f32, width: f32) -> Vec<Rangef> {
    let fixed: f32 = columns.iter().map(|c| if let Width::Fixed(w) = c.width { w } else { 0.0 }).sum();
    let fills = columns.iter().filter(|c| matches!(c.width, Width::Fill(_))).count().max(1) as f32;
    let share = ((width - fixed) / fills).floor();
    let mut x = left;
    columns
        .iter()
        .map(|c| {
            let w = match c.width {
                Width::Fixed(w) => w,
                Width::Fill(least) => share.max(least),
            };
            let range = Rangef::new(x, x + w);
            x += w;
            range
        })
        .collect()
}

/// Which column sorts, and does the largest come first?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// The column.
    pub column: usize,
    /// Largest first?
    pub descending: bool,
}

/// The header, 28 high. Returns the new sorting when a heading was pressed: numbers start with the largest.
pub fn header(
    ui: &mut Ui,
    columns: &[Column<'_>],
    ranges: &[Rangef],
    sorting: Option<Sorting>,
) -> Option<Sorting> {
    let t = Tokens::of(ui);
    let width = ui.available_width();
    let (rect, area) = ui.allocate_exact_size(vec2(width, tokens::ROW_HEADER), Sense::hover());
    let mut result = None;
    for (i, (column, range)) in columns.iter().zip(ranges).enumerate() {
        let cell = Rect::from_x_y_ranges(*range, rect.y_range());
        let sorted = sorting.filter(|s| s.column == i);
        paint_heading(ui, cell, column, sorted, t);
        if !column.is_sortable {
            continue;
        }
        let response = ui.interact(cell, area.id.with(i), Sense::click());
        let name = match sorted {
            Some(Sorting { descending: true, .. }) => format!("{}, sorted, largest first", column.title),
            Some(_) => format!("{}, sorted, smallest first", column.title),
            None => format!("Sort by {}", column.title),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        focus_ring(ui, cell.shrink(4.0), tokens::R4, &response);
        if response.hovered() {
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if response.clicked() {
            let descending = sorted.map_or(column.is_number, |s| !s.descending);
            result = Some(Sorting { column: i, descending });
        }
    }
    row_rule(ui.painter(), rect, t);
    // The first row stands right under its header.
    ui.add_space(-ui.spacing().item_spacing.y);
    result
}

fn paint_heading(ui: &Ui, cell: Rect, column: &Column<'_>, sorted: Option<Sorting>, t: &Tokens) {
    let ink = if sorted.is_some() { t.text1 } else { t.text2 };
    let room = cell.width() - 2.0 * tokens::S12 - if sorted.is_some() { 14.0 } else { 0.0 };
    let galley = text::elided_galley(ui.painter(), column.title, t11(Weight::Medium), ink, room);
    let placed = if column.is_number {
        let at = cell.right_center() - vec2(tokens::S12, 0.0);
        text::paint_galley(ui.painter(), at, Align2::RIGHT_CENTER, galley, ink)
    } else {
        let at = cell.left_center() + vec2(tokens::S12, 0.0);
        text::paint_galley(ui.painter(), at, Align2::LEFT_CENTER, galley, ink)
    };
    if let Some(sorted) = sorted {
        let icon = if sorted.descending { icons::CHEVRON_DOWN } else { icons::CHEVRON_UP };
        let x = if column.is_number { placed.left() - 8.0 } else { placed.right() + 8.0 };
        paint_icon(ui.painter(), pos2(x, cell.center().y), 12.0, icon, ink);
    }
    if column.starts_group {
        group_rule(ui.painter(), cell, t);
    }
}

/// Rows of one height in a scroll area; only those in sight are asked for. `row` gets the row's rectangle and number.
///
/// The whole width and height that is there is used. `scroll_to` brings a row into sight.
pub fn rows(
    ui: &mut Ui,
    id_salt: &str,
    height: f32,
    count: usize,
    scroll_to: Option<usize>,
    mut row: impl FnMut(&mut Ui, usize, Rect),
) {
    ScrollArea::vertical().id_salt(id_salt).auto_shrink(false).show_viewport(ui, |ui, viewport| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let origin = ui.max_rect().min;
        let width = ui.available_width();
        ui.set_height(height * count as f32);
        let at = |i: usize| Rect::from_min_size(origin + vec2(0.0, height * i as f32), vec2(width, height));
        if let Some(target) = scroll_to.filter(|i| *i < count) {
            ui.scroll_to_rect(at(target), None);
        }
        let first = (viewport.min.y / height).floor().max(0.0) as usize;
        let last = ((viewport.max.y / height).ceil().max(0.0) as usize).min(count);
        for i in first..last {
            row(ui, i, at(i));
        }
    });
}

/// The quiet rule under a row.
pub fn row_rule(painter: &Painter, row: Rect, t: &Tokens) {
    let line = Rect::from_min_max(pos2(row.left(), row.bottom() - 1.0), row.max);
    painter.rect_filled(line, CornerRadius::ZERO, t.rule);
}

/// The rule before a group of columns.
pub fn group_rule(painter: &Painter, cell: Rect, t: &Tokens) {
    let line = Rect::from_min_size(cell.min, vec2(1.0, cell.height()));
    painter.rect_filled(line, CornerRadius::ZERO, t.rule);
}

/// What a cell's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Typed or imported.
    #[default]
    Entered,
    /// Computed, read only.
    Calculated,
    /// Carried over from an earlier period.
    Carried,
    /// Summed up from below.
    RollUp,
    /// Not known.
    Unknown,
}

/// How a cell stands there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// At rest.
    #[default]
    Rest,
    /// Under the pointer.
    Hovered,
    /// The one with the cursor.
    Active,
    /// In the chosen range.
    InRange,
    /// Being edited; the text itself is a field on top.
    Editing,
    /// Its text was not understood.
    NotUnderstood,
    /// Just copied.
    Copied,
}

/// Paints a cell with a number or word, after its origin and state. `guardrail` marks it with tint and square.
#[expect(
    clippy::too_many_arguments,
    reason = "a cell is painted from plain facts; a struct would only rename them"
)]
pub fn cell(
    painter: &Painter,
    rect: Rect,
    words: &str,
    is_number: bool,
    origin: Origin,
    state: State,
    guardrail: bool,
    t: &Tokens,
) {
    let fill = match state {
        State::Active | State::InRange => Some(t.selected),
        State::Hovered => Some(t.hover),
        State::Editing | State::NotUnderstood => Some(t.panel),
        State::Rest | State::Copied if guardrail => Some(t.medium_tint),
        State::Rest | State::Copied => (origin == Origin::RollUp).then_some(t.canvas),
    };
    if let Some(fill) = fill {
        painter.rect_filled(rect, CornerRadius::ZERO, fill);
    }
    let edge =
        |colour| painter.rect_stroke(rect, CornerRadius::ZERO, Stroke::new(2.0, colour), StrokeKind::Inside);
    match state {
        State::Active => {
            edge(t.accent);
        }
        State::Editing => {
            edge(t.focus);
        }
        State::NotUnderstood => {
            edge(t.high);
        }
        State::Copied => dashed_edge(painter, rect.shrink(1.5), t),
        State::Rest | State::Hovered | State::InRange => {}
    }
    let left = rect.left_center() + vec2(tokens::S12 + 4.0, 0.0);
    if state == State::NotUnderstood {
        paint_mark(painter, left, 12.0, Mark::Triangle, t.high, t.panel);
    } else if guardrail {
        paint_mark(painter, left, 12.0, Mark::Square, t.medium, t.medium_tint);
    } else if origin == Origin::Carried {
        paint_mark(painter, left, 9.0, Mark::Carried, t.text3, t.panel);
    }
    let ink = match origin {
        Origin::Entered | Origin::RollUp => t.text1,
        Origin::Calculated => t.text2,
        Origin::Carried | Origin::Unknown => t.text3,
    };
    let weight = if origin == Origin::RollUp { Weight::SemiBold } else { Weight::Regular };
    if is_number {
        text::paint_right(painter, rect, tokens::S12, words, t13(weight), ink);
    } else {
        text::paint_left(painter, rect, tokens::S12, words, t13(weight), ink);
    }
}

/// The edge and fill handle of a chosen range of cells.
pub fn range_edge(painter: &Painter, range: Rect, with_handle: bool, t: &Tokens) {
    painter.rect_stroke(range, CornerRadius::ZERO, Stroke::new(1.5, t.accent), StrokeKind::Inside);
    if with_handle {
        let handle = fill_handle(range);
        painter.rect_filled(handle.expand(1.0), CornerRadius::ZERO, t.panel);
        painter.rect_filled(handle, CornerRadius::ZERO, t.accent);
    }
}

/// Where the fill handle of a range stands; its target is 24 wide around it.
pub fn fill_handle(range: Rect) -> Rect {
    Rect::from_center_size(range.right_bottom() - vec2(1.0, 1.0), vec2(8.0, 8.0))
}

/// The dashed edge of what was copied.
pub fn dashed_edge(painter: &Painter, rect: Rect, t: &Tokens) {
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(Shape::dashed_line(&corners, Stroke::new(1.5, t.accent), 4.0, 3.0));
}

/// A diagonal hatch over `rect`, for what is not covered.
pub fn hatch(painter: &Painter, rect: Rect, colour: egui::Color32) {
    let clipped = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let (step, height) = (6.0, rect.height());
    let mut x = rect.left() - height;
    while x < rect.right() {
        clipped
            .line_segment([pos2(x, rect.bottom()), pos2(x + height, rect.top())], Stroke::new(1.5, colour));
        x += step;
    }
}

/// Names a painted cell for readers and tests; `sense` as the table needs it.
pub fn name_cell(ui: &Ui, rect: Rect, id: egui::Id, sense: Sense, name: &str) -> Response {
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, name));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_what_the_fixed_ones_leave() {
        let columns = [
            Column::words("Name", Width::Fill(80.0)),
            Column::numbers("Score", 60.0).sortable(),
            Column::words("Tier", Width::Fill(80.0)),
        ];
        let ranges = column_ranges(&columns, 10.0, 300.0);
        assert_eq!(ranges, [Rangef::new(10.0, 130.0), Rangef::new(130.0, 190.0), Rangef::new(190.0, 310.0)]);
        // Too narrow: the least widths hold, and the table scrolls.
        assert_eq!(column_ranges(&columns, 0.0, 100.0).last().map(|r| r.max), Some(220.0));
    }
}
