//! A table with row numbers that scrolls both ways; only the cells in sight are painted.

use egui::{Align2, Painter, Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::ui::kit::{
    Tokens, Weight, t11, text,
    tokens::{R8, S8},
};

/// Height of a row.
pub const ROW: f32 = 28.0;

/// A column of it.
pub struct Column {
    /// Heading.
    pub title: String,
    /// Width in points.
    pub width: f32,
    /// Whether its heading stands at the right.
    pub is_number: bool,
}

/// Shows a table that fills what is left of `ui`. `cell` paints row and column into a rectangle.
pub fn show(
    ui: &mut Ui,
    t: &'static Tokens,
    id: &str,
    columns: &[Column],
    rows: usize,
    mut cell: impl FnMut(&Ui, &Painter, usize, usize, Rect),
) {
    let place = ui.available_rect_before_wrap();
    ui.painter().rect_filled(place, R8, t.panel);
    ui.painter().rect_stroke(place, R8, Stroke::new(1.0, t.rule), egui::StrokeKind::Inside);
    let inner = place.shrink(1.0);
    let head = inner.with_max_y(inner.top() + ROW);
    let body = inner.with_min_y(head.bottom());
    let lefts: Vec<f32> = columns
        .iter()
        .scan(0.0, |at, column| {
            let left = *at;
            *at += column.width;
            Some(left)
        })
        .collect();
    let wide = columns.iter().map(|column| column.width).sum::<f32>();
    let mut child = ui.new_child(UiBuilder::new().id_salt(id).max_rect(body));
    let output = ScrollArea::both().id_salt(id).auto_shrink(false).show_viewport(&mut child, |ui, view| {
        ui.set_min_size(vec2(wide, ROW * rows as f32));
        let origin = ui.max_rect().min;
        let first = (view.min.y / ROW).floor().max(0.0) as usize;
        let last = ((view.max.y / ROW).ceil().max(0.0) as usize).min(rows);
        for row in first..last {
            let top = origin.y + ROW * row as f32;
            for (nth, column) in columns.iter().enumerate() {
                if lefts[nth] > view.max.x || lefts[nth] + column.width < view.min.x {
                    continue;
                }
                let rect = Rect::from_min_size(pos2(origin.x + lefts[nth], top), vec2(column.width, ROW));
                let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
                cell(ui, &painter, row, nth, rect);
            }
            let range = inner.x_range();
            ui.painter().hline(range, top + ROW - 0.5, Stroke::new(1.0, t.rule));
        }
    });
    let offset = output.state.clamped_offset().x;
    let painter = ui.painter().with_clip_rect(head);
    for (column, left) in columns.iter().zip(&lefts) {
        let rect =
            Rect::from_min_size(pos2(head.left() + left - offset, head.top()), vec2(column.width, ROW));
        let font = t11(Weight::Medium);
        if column.is_number {
            let galley =
                text::elided_galley(&painter, column.title.as_str(), font, t.text2, column.width - 2.0 * S8);
            let at = rect.right_center() - vec2(S8, 0.0);
            text::paint_galley(&painter, at, Align2::RIGHT_CENTER, galley, t.text2);
        } else {
            text::paint_left(&painter, rect, S8, &column.title, font, t.text2);
        }
    }
    ui.painter().hline(head.x_range(), head.bottom() - 0.5, Stroke::new(1.0, t.border));
    ui.advance_cursor_after_rect(place);
}
