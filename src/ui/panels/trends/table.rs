//! The numbers behind the plot, one row a period, latest first.

use egui::{Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    change_text,
    model::{Series, Subject},
    part_text, value_text,
};
use crate::ui::{
    kit::{
        Weight, t11, t13, text,
        tokens::{ROW_GRID, ROW_HEADER, S12},
    },
    panels::{Action, PanelContext},
};

const COLUMNS: [f32; 4] = [96.0, 88.0, 96.0, 180.0];

/// Paints the table; a click on a row shows its period.
pub fn ui(cx: &mut PanelContext<'_>, ui: &mut Ui, area: Rect, series: &Series) {
    let t = cx.tokens;
    let head = Rect::from_min_size(area.min, vec2(area.width(), ROW_HEADER));
    let unit = if series.subject == Subject::Score { "Change" } else { "Change in pp" };
    let parts = if series.subject == Subject::Score {
        String::new()
    } else {
        format!("Of {}", series.subject.denominator().to_lowercase())
    };
    for (at, words) in ["Period", "Value", unit, &parts].into_iter().enumerate() {
        let cell = cell(head, at);
        if at == 0 {
            text::paint_left(ui.painter(), cell, S12, words, t11(Weight::Medium), t.text2);
        } else {
            text::paint_right(ui.painter(), cell, S12, words, t11(Weight::Medium), t.text2);
        }
    }
    ui.painter().hline(head.x_range(), head.max.y - 0.5, egui::Stroke::new(1.0, t.rule));
    let body = Rect::from_min_max(head.left_bottom(), area.max);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(body).id_salt("table"));
    inner.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let count = series.values.len();
    ScrollArea::vertical().auto_shrink(false).show_rows(&mut inner, ROW_GRID, count, |ui, range| {
        for at in range {
            row_ui(cx, ui, body.width(), series, count - 1 - at);
        }
    });
}

fn row_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, width: f32, series: &Series, at: usize) {
    let t = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW_GRID), Sense::click());
    let Some((value, period)) = series.values.get(at).zip(cx.derived.periods.get(at).copied()) else {
        return;
    };
    let name = cx.workspace.period_text(period);
    let words = value_text(series.subject, value.value);
    let change = series.change_at(at).map(|change| change_text(series.subject, change));
    let counts = value.numerator.zip(value.denominator).map(|(numerator, denominator)| {
        format!(
            "{} of {}",
            part_text(cx, series.subject, numerator),
            part_text(cx, series.subject, denominator)
        )
    });
    let spoken: Vec<String> = [
        Some(value.reason.map_or_else(|| words.clone(), |reason| format!("unknown, {reason}"))),
        change.clone(),
        counts.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let on = at == series.shown;
    response
        .widget_info(|| WidgetInfo::selected(Role::Row, true, on, format!("{name}: {}", spoken.join(", "))));
    let painter = ui.painter();
    if on || response.hovered() {
        painter.rect_filled(rect, 0.0, if on { t.selected } else { t.hover });
    }
    painter.hline(rect.x_range(), rect.max.y - 0.5, egui::Stroke::new(1.0, t.rule));
    if response.has_focus() {
        painter.rect_stroke(rect, 0.0, egui::Stroke::new(2.0, t.focus), egui::StrokeKind::Inside);
    }
    text::paint_left(
        painter,
        cell(rect, 0),
        S12,
        &name,
        t13(if on { Weight::SemiBold } else { Weight::Regular }),
        t.text1,
    );
    text::paint_right(painter, cell(rect, 1), S12, &words, t13(Weight::SemiBold), t.text1);
    text::paint_right(
        painter,
        cell(rect, 2),
        S12,
        change.as_deref().unwrap_or("–"),
        t13(Weight::Regular),
        t.text2,
    );
    text::paint_right(
        painter,
        cell(rect, 3),
        S12,
        counts.as_deref().unwrap_or("–"),
        t13(Weight::Regular),
        t.text2,
    );
    if response.clicked() {
        cx.push(Action::ShowPeriod(period));
    }
    if let Some(reason) = value.reason {
        response.on_hover_text(format!("Unknown: {reason}"));
    }
}

fn cell(row: Rect, at: usize) -> Rect {
    let left = row.min.x + COLUMNS[..at].iter().sum::<f32>();
    Rect::from_min_max(pos2(left, row.min.y), pos2(left + COLUMNS[at], row.max.y))
}
