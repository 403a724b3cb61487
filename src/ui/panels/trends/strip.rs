//! The strip below the map: one tile for each axis with its value, change, counts and a small line.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    Memo, PERIODS, caption, change_text, change_unit, explain,
    model::{Series, Subject},
    periods_text, spark, value_text,
};
use crate::ui::{
    kit::{
        Tokens, Weight, icons,
        marks::{change_parts, paint_change},
        t11, t13, t20, text,
        tokens::{ROW_MENU, S12},
        widgets::Button,
    },
    panels::{Action, Arrangement, PanelContext, Request},
};

/// Trends in small.
#[derive(Default)]
pub struct TrendsStrip {
    memo: Memo,
}

impl TrendsStrip {
    /// Paints the strip into all of `ui`.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui) {
        let area = ui.max_rect();
        let series = self.memo.series(cx, &Subject::TILES);
        let header = Rect::from_min_size(area.min, vec2(area.width(), ROW_MENU));
        header_ui(cx, ui, header, series);
        let body = Rect::from_min_max(pos2(area.min.x + S12, header.max.y), area.max - vec2(S12, 6.0));
        if series.is_empty() {
            let sentence = "Select an account to see how its penetration moves.";
            text::paint(
                ui.painter(),
                body.center(),
                Align2::CENTER_CENTER,
                sentence,
                t13(Weight::Regular),
                cx.tokens.text3,
            );
            return;
        }
        // Tiles keep a readable width; what does not fit is in the full panel.
        let shown = ((body.width() / 118.0).floor() as usize).clamp(1, series.len());
        let width = body.width() / shown as f32;
        let narrow = series.iter().take(shown).any(|series| width_beside(ui, series) > width - 2.0 * S12);
        for (at, series) in series.iter().take(shown).enumerate() {
            let left = body.min.x + at as f32 * width;
            let inset = vec2(if at == 0 { 0.0 } else { S12 }, 0.0);
            let outset = vec2(if at + 1 == shown { 0.0 } else { S12 }, 0.0);
            let tile = Rect::from_min_max(pos2(left, body.min.y), pos2(left + width, body.max.y));
            if at > 0 {
                let rule =
                    Rect::from_min_size(pos2(left.round(), tile.min.y + 2.0), vec2(1.0, tile.height() - 4.0));
                ui.painter().rect_filled(rule, 0.0, cx.tokens.rule);
            }
            tile_ui(cx, ui, Rect::from_min_max(tile.min + inset, tile.max - outset), series, narrow);
        }
    }
}

fn header_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect, series: &[Series]) {
    let t = cx.tokens;
    let y = rect.center().y;
    let title = text::paint(
        ui.painter(),
        pos2(rect.min.x + S12, y),
        Align2::LEFT_CENTER,
        "Trends",
        t13(Weight::SemiBold),
        t.text1,
    );
    let open = Rect::from_center_size(pos2(rect.max.x - 40.0, y), vec2(64.0, 24.0));
    let room = Rect::from_min_max(pos2(title.max.x, rect.min.y), pos2(open.min.x, rect.max.y));
    text::paint_left(ui.painter(), room, 8.0, &summary(cx, series), t11(Weight::Regular), t.text3);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(open).id_salt("open"));
    let button = Button::quiet("Open").name("Open trends").trailing(icons::ARROW_RIGHT).small();
    if button.show(&mut inner).clicked() {
        cx.push(Action::Request(Request::Arrange(Arrangement::Trends)));
    }
}

fn summary(cx: &PanelContext<'_>, series: &[Series]) -> String {
    let known = series.first().map_or(0, |series| (series.shown + 1).min(PERIODS));
    let periods = periods_text(known, cx.workspace.settings.period_kind);
    let mut due: Vec<_> = series.iter().filter_map(|series| Some(series.target?.1)).collect();
    due.dedup();
    match due.as_slice() {
        [] => format!("penetration by axis, {periods}"),
        [one] => format!(
            "penetration by axis, {periods}, dashed line is the target for {}",
            cx.workspace.period_text(*one)
        ),
        _ => format!("penetration by axis, {periods}, dashed lines are targets"),
    }
}

/// What a value takes with its change beside it.
fn width_beside(ui: &Ui, series: &Series) -> f32 {
    let value = value_text(series.subject, series.now().value);
    let change = series.change.value.map_or(0.0, |change| {
        let (mark, words, _) = change_parts(change, change_unit(series.subject), Tokens::of(ui));
        let lead = if mark.is_some() { 20.0 } else { 8.0 };
        lead + text::width(ui, &words, t11(Weight::Medium))
    });
    text::width(ui, &value, t20(Weight::SemiBold)) + change
}

/// One axis. A narrow tile has the change below the value and the line beside both; a wide one has them in one row, and
/// the line below.
fn tile_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, tile: Rect, series: &Series, narrow: bool) {
    let t = cx.tokens;
    let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(tile.expand2(vec2(4.0, 0.0))));
    let label = Rect::from_min_size(tile.min, vec2(tile.width(), 16.0));
    let name = text::paint_left(&painter, label, 0.0, series.subject.label(), t11(Weight::Medium), t.text3);
    let counts = Rect::from_min_max(pos2(name.max.x + 8.0, label.min.y), label.max);
    // Counts in part would be other counts.
    let said = caption(cx, series);
    if text::width(ui, &said, t11(Weight::Regular)) <= counts.width() {
        text::paint_right(&painter, counts, 0.0, &said, t11(Weight::Regular), t.text3);
    }
    let row = Rect::from_min_size(pos2(tile.min.x, label.max.y), vec2(tile.width(), 28.0));
    let words = value_text(series.subject, series.now().value);
    let value =
        text::paint(&painter, row.left_center(), Align2::LEFT_CENTER, words, t20(Weight::SemiBold), t.text1);
    if let Some(change) = series.change.value {
        let beside = pos2(value.max.x + 8.0, row.center().y + 1.0);
        let at = if narrow { pos2(tile.min.x, row.max.y + 6.0) } else { beside };
        paint_change(&painter, at, Align2::LEFT_CENTER, change, change_unit(series.subject), true, t);
    }
    number_ui(cx, ui, value, series);
    let place =
        if narrow { pos2(value.max.x + 12.0, row.min.y + 8.0) } else { row.left_bottom() + vec2(0.0, 2.0) };
    let line = Rect::from_min_max(place, tile.max - vec2(0.0, 4.0));
    if line.height() > 12.0 && line.width() > 24.0 {
        let look = spark::Look {
            line: t.text2,
            dot: t.accent,
            area: Some(t.hover),
            target: Some(t.text3),
            radius: 3.5,
        };
        spark::paint(&painter, line, series, PERIODS, &look);
    }
}

/// The number of a tile: hover underlines it, a click opens its calculation.
pub fn number_ui(cx: &mut PanelContext<'_>, ui: &mut Ui, rect: Rect, series: &Series) {
    let target = Rect::from_center_size(rect.center(), rect.size().max(vec2(24.0, 24.0)));
    let id = ui.scope_id().with(("number", series.subject));
    let response = ui.interact(target, id, Sense::click());
    let change = series.change.value.map(|change| format!(", {}", change_text(series.subject, change)));
    let name = format!(
        "{} {}{}",
        series.subject.title(),
        value_text(series.subject, series.now().value),
        change.unwrap_or_default()
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        let y = rect.max.y - 3.5;
        let line = [pos2(rect.min.x, y), pos2(rect.max.x, y)];
        ui.painter().extend(egui::Shape::dashed_line(
            &line,
            egui::Stroke::new(1.0, cx.tokens.text3),
            1.5,
            2.0,
        ));
    }
    if response.has_focus() {
        let ring = target.expand(2.0);
        ui.painter().rect_stroke(
            ring,
            4.0,
            egui::Stroke::new(2.0, cx.tokens.focus),
            egui::StrokeKind::Outside,
        );
    }
    if response.clicked() {
        explain(cx, series.subject, rect);
    }
    if let Some(reason) = series.now().reason {
        response.on_hover_text(format!("Unknown: {reason}"));
    }
}
