//! The card at the top: penetration and white space as numbers that open, and the change since the last period.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::Question,
    engine::metrics::{self, MetricValue, Rate, UnitMeasure},
    ui::kit::{Weight, number, paint_mark, t11, t20},
};

use super::{
    super::{Action, PanelContext, draw, labels},
    Subject,
};

const PENETRATION: UnitMeasure = UnitMeasure::Rate(Rate::Revenue);

/// The card of one unit.
pub fn ui(cx: &mut PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, unit: usize) {
    let t = subject.tokens;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 100.0), Sense::hover());
    let plate = rect.shrink2(vec2(12.0, 0.0));
    ui.painter().rect_filled(plate, 8.0, t.canvas);
    let inner = plate.shrink2(vec2(12.0, 10.0));
    let own = &subject.derived.facts.units[unit];
    let rate = PENETRATION.measure(own);
    let white = UnitMeasure::WhiteSpace.measure(own);
    let half = inner.width() / 2.0;
    let left = Rect::from_min_size(inner.min, vec2(half, 44.0));
    let right = left.translate(vec2(half, 0.0));
    let says = (labels::percent(rate.value), labels::money(white.value, &subject.symbol));
    number_ui(cx, ui, subject, (unit, PENETRATION), left, ("Penetration", &says.0, &rate));
    number_ui(cx, ui, subject, (unit, UnitMeasure::WhiteSpace), right, ("White space", &says.1, &white));
    let bar = Rect::from_min_size(pos2(inner.left(), inner.top() + 50.0), vec2(inner.width(), 6.0));
    let look = labels::status_look(t, own.status);
    let group = !subject.derived.facts.children(unit).is_empty() || unit == 0;
    let fill = if group { t.text2 } else { look.mark };
    draw::bar(ui.painter(), bar, rate.value.map(|rate| (rate / 100.0) as f32), t.track, fill);
    let y = bar.bottom() + 14.0;
    let have = format!(
        "{} of {}",
        labels::money(rate.numerator.or(own.arr()), &subject.symbol),
        labels::money(rate.denominator.or(own.potential()), &subject.symbol)
    );
    let at = pos2(inner.left(), y);
    let have =
        draw::text(ui.painter(), at, Align2::LEFT_CENTER, &have, t11(Weight::Regular), t.text2, half + 20.0);
    change_ui(
        cx,
        ui,
        subject,
        unit,
        &rate,
        Rect::from_min_max(pos2(have.right() + 8.0, y - 8.0), pos2(inner.right(), y + 8.0)),
    );
    ui.add_space(8.0);
}

fn number_ui(
    cx: &mut PanelContext<'_>,
    ui: &mut Ui,
    subject: &Subject<'_>,
    (unit, which): (usize, UnitMeasure),
    rect: Rect,
    (label, value, measured): (&str, &str, &MetricValue),
) {
    let t = subject.tokens;
    let (anchor, x) = if label == "Penetration" {
        (Align2::LEFT_CENTER, rect.left())
    } else {
        (Align2::RIGHT_CENTER, rect.right())
    };
    draw::text(
        ui.painter(),
        pos2(x, rect.top() + 8.0),
        anchor,
        label,
        t11(Weight::Medium),
        t.text3,
        rect.width(),
    );
    let at = pos2(x, rect.top() + 30.0);
    let place = draw::text(ui.painter(), at, anchor, value, t20(Weight::SemiBold), t.text1, rect.width());
    let target = place.expand2(vec2(4.0, 2.0));
    let response = ui.interact(target, ui.unique_id().with(("number", label)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{label} {value}")));
    if response.hovered() {
        let y = place.bottom();
        let dots =
            egui::Shape::dotted_line(&[pos2(place.left(), y), pos2(place.right(), y)], t.text3, 3.0, 0.75);
        ui.painter().extend(dots);
    }
    if response.has_focus() {
        draw::focus_ring(ui.painter(), target, 4.0, t.focus);
    }
    if response.clicked() {
        cx.push(Action::Open(Question::Unit(unit, which), place));
    }
    let hint = measured
        .reason
        .map_or_else(|| "Click to see how it is made".to_owned(), |reason| format!("Unknown: {reason}"));
    response.on_hover_text(hint);
}

fn change_ui(
    cx: &PanelContext<'_>,
    ui: &mut Ui,
    subject: &Subject<'_>,
    unit: usize,
    now: &MetricValue,
    rect: Rect,
) {
    let t = subject.tokens;
    let before = cx.workspace.period_text(subject.period.plus(-1));
    let earlier = subject.derived.before.units.get(unit).and_then(|own| own.penetration);
    let earlier = earlier.map_or_else(MetricValue::default, MetricValue::known);
    let change = metrics::difference(now, &earlier, "nothing is known of the period before");
    let at = rect.right_center();
    let font = t11(Weight::Regular);
    let said = match change.value {
        None => {
            draw::text(ui.painter(), at, Align2::RIGHT_CENTER, number::MISSING, font, t.text3, rect.width());
            format!("change since {before} unknown")
        }
        Some(change) if change.abs() < 0.05 => {
            let said = format!("no change since {before}");
            draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &said, font, t.text3, rect.width());
            said
        }
        Some(change) => {
            let since = format!(" since {before}");
            let tail =
                draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &since, font, t.text3, rect.width());
            let (mark, words, colour) = crate::ui::kit::marks::change_parts(change, "pp", t);
            let at = pos2(tail.left() - 2.0, at.y);
            let words_at = draw::text(
                ui.painter(),
                at,
                Align2::RIGHT_CENTER,
                &words,
                t11(Weight::Medium),
                colour,
                rect.width(),
            );
            if let Some(mark) = mark {
                let centre = pos2(words_at.left() - 8.0, at.y);
                paint_mark(ui.painter(), centre, 8.0, mark, colour, t.canvas);
            }
            format!("{words}{since}")
        }
    };
    let response = ui.interact(rect, ui.unique_id().with("change"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    if let Some(reason) = change.reason {
        response.on_hover_text(format!("Unknown: {reason}"));
    }
}

/// Several units: what an edit does.
pub fn several_ui(ui: &mut Ui, subject: &Subject<'_>) {
    let t = subject.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    let said = format!("A change goes to all {} units, as one step.", subject.units.len());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let plate = rect.shrink2(vec2(12.0, 2.0));
    ui.painter().rect(plate, 8.0, t.canvas, Stroke::NONE, egui::StrokeKind::Inside);
    let at = pos2(plate.left() + 12.0, plate.center().y);
    draw::text(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        &said,
        t11(Weight::Regular),
        t.text2,
        plate.width() - 24.0,
    );
}
