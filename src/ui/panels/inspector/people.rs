//! Who stands in our way in a unit, and who our people there are.

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::{Competitor, CompetitorKind, CompetitorLevel, Sentiment},
    ui::kit::{Mark, Weight, icons, paint_mark, t11, t13},
};

use super::{
    super::{PanelContext, draw},
    SIDE, Subject, heading, model, row, rule,
};

/// Competitors of the unit on the day of the period.
pub fn competitors_ui(cx: &PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, unit: usize) {
    let t = subject.tokens;
    let day = cx.derived.day_of(cx.workspace, subject.period);
    let found = model::competitors(subject.account, &subject.account.units[unit].key, day);
    if found.is_empty() {
        return;
    }
    ui.add_space(8.0);
    heading(ui, t, icons::FLAG, "Competitor", t.competitor_text);
    for entry in found {
        held_by(ui, subject, entry);
        if let Some(end) = entry.contract_expiry {
            let rect = row(ui, t, "Contract ends");
            let (date, when) = (end.to_string(), model::in_days(day, end));
            let at = rect.right_center();
            let room = rect.width();
            let said =
                draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &date, t13(Weight::Medium), t.text1, room);
            let at = pos2(said.left() - 8.0, at.y);
            draw::text(ui.painter(), at, Align2::RIGHT_CENTER, &when, t13(Weight::Regular), t.text3, room);
            let response = ui.interact(rect, ui.unique_id().with(("ends", &entry.name)), Sense::hover());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Label, true, format!("Contract ends {date}, {when}"))
            });
            if let Some(window) = model::window(day, end) {
                window_bar(ui, subject, &window);
            }
        }
    }
}

fn held_by(ui: &mut Ui, subject: &Subject<'_>, entry: &Competitor) {
    let t = subject.tokens;
    let label = if entry.kind == CompetitorKind::Competitor { "Held by" } else { entry.kind.word() };
    let rect = row(ui, t, label);
    let y = rect.center().y;
    let word = entry.level.word();
    let at = rect.right_center();
    let said = draw::text(ui.painter(), at, Align2::RIGHT_CENTER, word, t13(Weight::Regular), t.text2, 90.0);
    let mut x = said.left() - 6.0 - 4.0 * 10.0 - 3.0 * 3.0;
    let name_at = pos2(x - 10.0, y);
    for level in CompetitorLevel::ALL {
        let pip = Rect::from_min_size(pos2(x, y - 3.0), vec2(10.0, 6.0));
        ui.painter().rect_filled(pip, 2.0, if *level <= entry.level { t.competitor } else { t.track });
        x += 13.0;
    }
    let room = name_at.x - rect.left();
    draw::text(ui.painter(), name_at, Align2::RIGHT_CENTER, &entry.name, t13(Weight::Medium), t.text1, room);
    let response = ui.interact(rect, ui.unique_id().with(("held", &entry.name)), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label} {}, {word}", entry.name)));
}

fn window_bar(ui: &mut Ui, subject: &Subject<'_>, window: &model::Window) {
    let t = subject.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::hover());
    let said = format!("{}, ends {}", window.opens, window.ends);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let inner = rect.shrink2(vec2(SIDE, 0.0));
    let bar = Rect::from_min_size(pos2(inner.left(), inner.top() + 10.0), vec2(inner.width(), 8.0));
    let painter = ui.painter();
    painter.rect_filled(bar, 4.0, t.track);
    let opens = (bar.left() + bar.width() * window.opens_at).round();
    let open = Rect::from_min_max(pos2(opens, bar.top()), bar.max);
    painter.rect(open, 4.0, t.competitor_tint, Stroke::new(1.0, t.competitor), StrokeKind::Inside);
    for x in [opens, bar.right() - 1.0] {
        painter.vline(x, (bar.top() - 3.0)..=(bar.bottom() + 3.0), Stroke::new(2.0, t.competitor));
    }
    painter.circle_filled(pos2(bar.left() + 4.0, bar.center().y), 5.0, t.text1);
    let y = bar.bottom() + 14.0;
    let font = || t11(Weight::Regular);
    let end =
        draw::text(painter, pos2(bar.right(), y), Align2::RIGHT_CENTER, &window.ends, font(), t.text2, 80.0);
    let today = draw::text(painter, pos2(bar.left(), y), Align2::LEFT_CENTER, "Today", font(), t.text2, 60.0);
    let width = draw::line(painter, &window.opens, font(), t.text2, 160.0).size().x;
    let x = opens.min(end.left() - 8.0 - width);
    if x >= today.right() + 8.0 {
        draw::text(painter, pos2(x, y), Align2::LEFT_CENTER, &window.opens, font(), t.text2, 160.0);
    }
}

/// People of the unit.
pub fn ui(cx: &PanelContext<'_>, ui: &mut Ui, subject: &Subject<'_>, unit: usize) {
    let t = subject.tokens;
    let day = cx.derived.day_of(cx.workspace, subject.period);
    let people = model::people(subject.account, &subject.account.units[unit].key, day);
    if people.is_empty() {
        return;
    }
    rule(ui, t);
    heading(ui, t, icons::USERS, "People", t.text2);
    for person in people {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
        let sentiment = person.who.sentiment.word();
        let said = format!("{}, {}, {sentiment}", person.who.name, person.about.replace(" · ", ", "));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        let inner = rect.shrink2(vec2(SIDE, 2.0));
        let centre = pos2(inner.left() + 14.0, inner.center().y);
        ui.painter().circle_filled(centre, 14.0, t.hover);
        let font = t11(Weight::SemiBold);
        draw::text(ui.painter(), centre, Align2::CENTER_CENTER, &person.initials, font, t.text2, 28.0);
        let badge = sentiment_badge(ui, subject, inner.right_center(), person.who.sentiment);
        let x = inner.left() + 38.0;
        let room = badge - 8.0 - x;
        let at = pos2(x, inner.top() + 9.0);
        draw::text(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            &person.who.name,
            t13(Weight::Medium),
            t.text1,
            room,
        );
        let at = pos2(x, inner.top() + 26.0);
        draw::text(ui.painter(), at, Align2::LEFT_CENTER, &person.about, t11(Weight::Regular), t.text3, room);
    }
}

/// Paints the badge; returns its left edge.
fn sentiment_badge(ui: &Ui, subject: &Subject<'_>, at: egui::Pos2, sentiment: Sentiment) -> f32 {
    let t = subject.tokens;
    let (mark, colour, text, tint) = match sentiment {
        Sentiment::Supporter => (Mark::TriUp, t.up, t.up_text, t.up_tint),
        Sentiment::Detractor => (Mark::TriDown, t.down, t.down_text, t.down_tint),
        Sentiment::Neutral => (Mark::Dash, t.open, t.open_text, t.open_tint),
        Sentiment::Unknown => (Mark::Ring, t.open, t.open_text, t.open_tint),
    };
    let line = draw::line(ui.painter(), sentiment.word(), t11(Weight::Medium), text, 100.0);
    let rect = Align2::RIGHT_CENTER.anchor_size(at, vec2(line.size().x + 28.0, 20.0));
    ui.painter().rect_filled(rect, 4.0, tint);
    paint_mark(ui.painter(), pos2(rect.left() + 11.0, rect.center().y), 9.0, mark, colour, tint);
    let place = Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 20.0, rect.center().y), line.size());
    ui.painter().galley(place.min, line, text);
    rect.left()
}
