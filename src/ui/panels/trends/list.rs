//! The axes at the left of the panel: value, change, counts and a small line each.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{
    PERIODS, caption, change_text, change_unit,
    model::{Series, Subject},
    periods_text, spark, strip, value_text,
};
use crate::ui::{
    kit::{
        Weight,
        marks::paint_change,
        t11, t13, t20, text,
        tokens::{R6, ROW_MENU, S12},
    },
    panels::PanelContext,
};

/// Width of the list.
pub const LIST_WIDTH: f32 = 232.0;
const ROW: f32 = 76.0;

/// Paints the list; returns the axis that was chosen.
pub fn ui(
    cx: &mut PanelContext<'_>,
    ui: &mut Ui,
    area: Rect,
    series: &[Series],
    focus: Subject,
) -> Option<Subject> {
    let t = cx.tokens;
    let header = Rect::from_min_size(area.min, vec2(area.width(), ROW_MENU));
    text::paint_left(ui.painter(), header, S12, "Axes", t13(Weight::SemiBold), t.text1);
    let periods = periods_text(cx.derived.periods.len(), cx.workspace.settings.period_kind);
    text::paint_right(ui.painter(), header, 8.0, &periods, t11(Weight::Regular), t.text3);
    let known: Vec<&Series> = series.iter().filter(|series| series.now().value.is_some()).collect();
    let unknown: Vec<&Series> = series.iter().filter(|series| series.now().value.is_none()).collect();
    let body = Rect::from_min_max(header.left_bottom(), area.max);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(body).id_salt("axes"));
    let mut chosen = None;
    ScrollArea::vertical().auto_shrink(false).show(&mut inner, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for series in known {
            let (row, _) = ui.allocate_exact_size(vec2(body.width(), ROW), Sense::hover());
            let row = row.shrink2(vec2(4.0, 0.0));
            if row_ui(cx, ui, row, series, series.subject == focus) {
                chosen = Some(series.subject);
            }
        }
        if !unknown.is_empty() {
            chosen = unknown_ui(cx, ui, &unknown, focus).or(chosen);
        }
        ui.add_space(S12);
    });
    chosen
}

fn row_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, row: Rect, series: &Series, on: bool) -> bool {
    let t = cx.tokens;
    let response = ui.interact(row, ui.scope_id().with(("axis", series.subject)), Sense::click());
    let change = series
        .change
        .value
        .map_or(String::new(), |change| format!(", {}", change_text(series.subject, change)));
    let name = format!(
        "{}: {}{change}, {}",
        series.subject.label(),
        value_text(series.subject, series.now().value),
        caption(cx, series)
    );
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, on, name.trim_end_matches(", ")));
    let painter = ui.painter().clone();
    if on || response.hovered() {
        painter.rect_filled(row, R6, if on { t.selected } else { t.hover });
    }
    if response.has_focus() {
        painter.rect_stroke(row, R6, Stroke::new(2.0, t.focus), StrokeKind::Inside);
    }
    let inner = row.shrink(8.0);
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), 20.0));
    let weight = if on { Weight::SemiBold } else { Weight::Medium };
    text::paint_left(&painter, head, 0.0, series.subject.label(), t13(weight), t.text1);
    text::paint_right(&painter, head, 0.0, &caption(cx, series), t11(Weight::Regular), t.text3);
    let words = value_text(series.subject, series.now().value);
    let at = pos2(inner.min.x, head.max.y + 11.0);
    let value = text::paint(&painter, at, Align2::LEFT_CENTER, words, t20(Weight::SemiBold), t.text1);
    let below = pos2(inner.min.x, head.max.y + 30.0);
    if let Some(change) = series.change.value {
        paint_change(&painter, below, Align2::LEFT_CENTER, change, change_unit(series.subject), true, t);
    }
    strip::number_ui(cx, ui, value.shrink2(vec2(0.0, 4.0)), series);
    let line = Rect::from_min_size(pos2(inner.max.x - 72.0, head.max.y + 6.0), vec2(72.0, 28.0));
    let colour = if on { t.accent } else { t.text3 };
    let look = spark::Look { line: colour, dot: colour, area: None, target: None, radius: 3.0 };
    spark::paint(&painter, line, series, PERIODS, &look);
    response.clicked()
}

/// Axes without a value: a word each, with the reason on hover.
fn unknown_ui(cx: &PanelContext<'_>, ui: &mut Ui, unknown: &[&Series], focus: Subject) -> Option<Subject> {
    let t = cx.tokens;
    ui.add_space(8.0);
    let (rule, _) = ui.allocate_exact_size(vec2(LIST_WIDTH, 1.0), Sense::hover());
    ui.painter().rect_filled(rule.shrink2(vec2(S12, 0.0)), 0.0, t.rule);
    ui.add_space(8.0);
    let (label, _) = ui.allocate_exact_size(vec2(LIST_WIDTH, 16.0), Sense::hover());
    text::paint_left(ui.painter(), label, S12, "Unknown in this period", t11(Weight::Regular), t.text3);
    let mut chosen = None;
    for series in unknown {
        let (row, _) = ui.allocate_exact_size(vec2(LIST_WIDTH, 24.0), Sense::hover());
        let row = row.shrink2(vec2(4.0, 0.0));
        let response = ui.interact(row, ui.scope_id().with(("axis", series.subject)), Sense::click());
        let reason = series.now().reason.unwrap_or("it cannot be known from the data");
        let on = series.subject == focus;
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::ListItem,
                true,
                on,
                format!("{}: unknown, {reason}", series.subject.label()),
            )
        });
        if on || response.hovered() {
            ui.painter().rect_filled(row, R6, if on { t.selected } else { t.hover });
        }
        if response.has_focus() {
            ui.painter().rect_stroke(row, R6, Stroke::new(2.0, t.focus), StrokeKind::Inside);
        }
        text::paint_left(ui.painter(), row, 8.0, series.subject.label(), t13(Weight::Medium), t.text1);
        text::paint_right(ui.painter(), row, 8.0, "–", t13(Weight::Regular), t.text3);
        if response.clicked() {
            chosen = Some(series.subject);
        }
        response.on_hover_text(format!("Unknown: {reason}"));
    }
    chosen
}
