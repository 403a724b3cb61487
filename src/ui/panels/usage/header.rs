//! Title and tools above the grid, and what stands there when there is nothing to show.

use egui::{Align2, Rect, Response, Role, Sense, Ui, UiBuilder, ViewportCommand, WidgetInfo, pos2, vec2};

use crate::{
    document::Edit,
    ui::{
        kit::{
            fonts::{Weight, t11, t13},
            icons::{self, Icon},
            widgets::{Button, empty_state},
        },
        panels::context::{Action, PanelContext, Request},
    },
};

use super::{
    cells::Sheet,
    interact::confirm,
    paint::{carried_mark, put},
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
pub fn tools(ui: &mut Ui, cx: &mut PanelContext<'_>, head: Rect, sheet: &Sheet<'_>, grid_id: egui::Id) {
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
    let tip = "Copies every unit’s latest figures into a new period, to be confirmed or changed there";
    let open = tool(ui, icons::CALENDAR_PLUS, "Open next period", true, narrow, tip);
    if open.clicked() {
        let period = cx.derived.next_period(cx.workspace);
        cx.edit(Edit::OpenPeriod { period });
        cx.push(Action::ShowPeriod(period));
    }
    let carried = sheet.rows.carried();
    if carried > 0 {
        let name = format!("Confirm all {carried}");
        let tip = "Stands behind all carried figures as they are";
        if tool(ui, icons::CHECK, &name, false, narrow, tip).clicked() {
            confirm(cx, sheet, 0);
        }
    }
    let paste = if narrow {
        Button::icon_only(icons::CLIPBOARD_PASTE, "Paste")
    } else {
        Button::quiet("Paste").icon(icons::CLIPBOARD_PASTE)
    };
    let paste = paste.tip("Pastes cells copied in a spreadsheet at the active cell (Ctrl+V)");
    if paste.show(ui).clicked() {
        ui.memory_mut(|memory| memory.request_focus(grid_id));
        ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
    }
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
            let at = put(
                ui.painter(),
                rest.with_max_x(rest.right() - 8.0),
                Align2::RIGHT_CENTER,
                &text,
                t11(Weight::Regular),
                tokens.text3,
            );
            carried_mark(ui.painter(), tokens, pos2(at.left() - 10.0, at.center().y));
            let label = ui.interact(at, grid_id.with("progress"), Sense::hover());
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        }
    }
}

/// Shown for the portfolio.
pub fn no_account(ui: &mut Ui, cx: &mut PanelContext<'_>, rect: Rect) {
    let first = cx.workspace.accounts.front().map(|account| (account.key.clone(), account.name.clone()));
    if let Some((key, name)) = first {
        let text = "Figures are entered account by account; select one to see its units.";
        if empty(ui, rect, icons::TABLE, text, &format!("Show {name}")) {
            cx.push(Action::SelectAccount(Some(key)));
        }
    } else {
        let text = "There is no account yet; add the first one to enter its figures.";
        if empty(ui, rect, icons::TABLE, text, "Add an account") {
            cx.push(Action::Request(Request::AddAccount));
        }
    }
}

/// Shown for an account without units.
pub fn no_units(ui: &mut Ui, cx: &mut PanelContext<'_>, rect: Rect) {
    let text = "This account has no units yet; add them in the map to enter their figures.";
    if empty(ui, rect, icons::NETWORK, text, "Open the map") {
        cx.push(Action::Request(Request::Arrange(crate::ui::panels::context::Arrangement::Map)));
    }
}

fn empty(ui: &mut Ui, rect: Rect, icon: Icon, text: &str, button: &str) -> bool {
    let mut child = ui.new_child(UiBuilder::new().id_salt("usage empty").max_rect(rect));
    empty_state(&mut child, icon, text, Some((button, None))).is_some_and(|button| button.clicked())
}

fn tool(ui: &mut Ui, icon: Icon, text: &str, primary: bool, narrow: bool, tip: &str) -> Response {
    let button = match (narrow, primary) {
        (true, _) => Button::icon_only(icon, text),
        (_, true) => Button::primary(text).icon(icon),
        (_, false) => Button::new(text).icon(icon),
    };
    button.tip(tip).show(ui)
}
