//! Title and tools above the grid, and what stands there when there is nothing to show.

use egui::{Align2, Rect, Response, Role, Sense, Ui, UiBuilder, ViewportCommand, WidgetInfo, pos2, vec2};

use crate::{
    document::Edit,
    ui::{
        kit::{
            fonts::{Weight, t11, t13},
            icons::{self, Icon},
            tokens::{R6, Tokens},
        },
        panels::context::{Action, PanelContext, Request},
    },
};

use super::{
    cells::Sheet,
    paint::{carried_mark, put},
    state::Grid,
};

/// Title with the period; returns where it ends.
pub fn title(ui: &Ui, cx: &PanelContext<'_>, head: Rect) -> f32 {
    let inner = head.shrink2(vec2(12.0, 0.0));
    let name = put(ui.painter(), inner, Align2::LEFT_CENTER, "Usage", t13(Weight::SemiBold), cx.tokens.text1);
    let rest = inner.with_min_x(name.right() + 8.0);
    let period = cx.workspace.period_text(cx.period);
    put(ui.painter(), rest, Align2::LEFT_CENTER, &period, t11(Weight::Regular), cx.tokens.text3).right()
}

/// The whole header of an account.
pub fn tools(ui: &mut Ui, cx: &mut PanelContext<'_>, head: Rect, sheet: &Sheet<'_>, grid: &mut Grid, grid_id: egui::Id) {
    let left = title(ui, cx, head);
    let tokens = cx.tokens;
    let right = head.shrink2(vec2(8.0, 6.0)).with_min_x(left + 12.0);
    let mut tools = ui.new_child(
        UiBuilder::new()
            .id_salt("usage tools")
            .max_rect(right)
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    tools.spacing_mut().item_spacing.x = 8.0;
    let ui = &mut tools;
    let narrow = right.width() < 520.0;
    let open = tool(ui, tokens, icons::CALENDAR_PLUS, "Open next period", Kind::Primary, narrow);
    if open.clicked() {
        let last = cx.workspace.latest_period().unwrap_or_else(|| cx.workspace.current_period());
        let period = last.plus(1);
        cx.edit(Edit::OpenPeriod { period });
        cx.push(Action::ShowPeriod(period));
    }
    open.on_hover_text("Copies every unit’s latest figures into a new period, to be confirmed or changed there");
    let carried = sheet.rows.carried();
    if carried > 0 {
        let confirm = tool(ui, tokens, icons::CHECK, &format!("Confirm all {carried}"), Kind::Default, narrow);
        if confirm.clicked() {
            grid.confirm(cx, sheet, 0);
        }
    }
    let paste = tool(ui, tokens, icons::CLIPBOARD_PASTE, "Paste", Kind::Quiet, narrow);
    if paste.clicked() {
        ui.memory_mut(|memory| memory.request_focus(grid_id));
        ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
    }
    paste.on_hover_text("Pastes cells copied in a spreadsheet at the active cell (Ctrl+V)");
    if carried > 0 {
        let records = sheet.rows.records;
        let confirmed = records - carried;
        let from = match sheet.rows.carried_from {
            Some(period) => format!("carried from {}", cx.workspace.period_text(period)),
            None => "carried from earlier periods".to_owned(),
        };
        let rest = ui.available_rect_before_wrap();
        let text = format!("{from} · {confirmed} of {records} confirmed");
        let width = ui.painter().layout_no_wrap(text.clone(), t11(Weight::Regular), tokens.text3).size().x;
        if width + 40.0 < rest.width() {
            let at = put(ui.painter(), rest.with_max_x(rest.right() - 8.0), Align2::RIGHT_CENTER, &text, t11(Weight::Regular), tokens.text3);
            carried_mark(ui.painter(), tokens, pos2(at.left() - 10.0, at.center().y));
            let label = ui.interact(at, grid_id.with("progress"), Sense::hover());
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        }
    }
}

/// Shown for the portfolio.
pub fn no_account(ui: &mut Ui, cx: &mut PanelContext<'_>, rect: Rect) {
    let first = cx.workspace.accounts.front().map(|account| (account.key.clone(), account.name.clone()));
    match first {
        Some((key, name)) => {
            let text = "Figures are entered account by account; select one to see its units.";
            if empty(ui, cx.tokens, rect, icons::TABLE, text, &format!("Show {name}")).clicked() {
                cx.push(Action::SelectAccount(Some(key)));
            }
        }
        None => {
            let text = "There is no account yet; add the first one to enter its figures.";
            if empty(ui, cx.tokens, rect, icons::TABLE, text, "Add an account").clicked() {
                cx.push(Action::Request(Request::AddAccount));
            }
        }
    }
}

/// Shown for an account without units.
pub fn no_units(ui: &mut Ui, cx: &mut PanelContext<'_>, rect: Rect) {
    let text = "This account has no units yet; add them in the map to enter their figures.";
    if empty(ui, cx.tokens, rect, icons::NETWORK, text, "Open the map").clicked() {
        cx.push(Action::Request(Request::Arrange(crate::ui::panels::context::Arrangement::Map)));
    }
}

fn empty(ui: &mut Ui, tokens: &Tokens, rect: Rect, icon: Icon, text: &str, button: &str) -> Response {
    ui.painter().rect_filled(rect, 0.0, tokens.canvas);
    let centre = rect.center();
    icons::paint_icon(ui.painter(), centre - vec2(0.0, 44.0), 22.0, icon, tokens.text3);
    let line = Rect::from_center_size(centre - vec2(0.0, 12.0), vec2(rect.width() - 32.0, 20.0));
    put(ui.painter(), line, Align2::CENTER_CENTER, text, t13(Weight::Regular), tokens.text2);
    let label = ui.interact(line, ui.scope_id().with("usage empty"), Sense::hover());
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let below = Rect::from_center_size(centre + vec2(0.0, 24.0), vec2(180.0, 28.0));
    let mut child = ui.new_child(
        UiBuilder::new().max_rect(below).layout(egui::Layout::centered_and_justified(egui::Direction::LeftToRight)),
    );
    tool(&mut child, tokens, icon, button, Kind::Primary, false)
}

/// Weight of a button.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Default,
    Quiet,
}

fn tool(ui: &mut Ui, tokens: &Tokens, icon: Icon, text: &str, kind: Kind, icon_only: bool) -> Response {
    let ink = match kind {
        Kind::Primary => tokens.on_accent,
        Kind::Default => tokens.text1,
        Kind::Quiet => tokens.text2,
    };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), t13(Weight::Medium), ink);
    let width = if icon_only { 28.0 } else { galley.size().x + 40.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    let fill = match kind {
        Kind::Primary if response.hovered() => Some(tokens.accent_hover),
        Kind::Primary => Some(tokens.accent),
        Kind::Default if response.hovered() => Some(tokens.pressed),
        Kind::Default => Some(tokens.hover),
        Kind::Quiet if response.hovered() => Some(tokens.hover),
        Kind::Quiet => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, R6, fill);
    }
    let icon_at = if icon_only { rect.center() } else { pos2(rect.left() + 17.0, rect.center().y) };
    icons::paint_icon(ui.painter(), icon_at, 14.0, icon, ink);
    if !icon_only {
        let room = Rect::from_min_max(pos2(rect.left() + 30.0, rect.top()), rect.max);
        put(ui.painter(), room, Align2::LEFT_CENTER, text, t13(Weight::Medium), ink);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, tokens.focus);
        ui.painter().rect_stroke(rect.expand(2.0), R6 + 2.0, stroke, egui::StrokeKind::Outside);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    response
}
