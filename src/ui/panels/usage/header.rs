//! Title and tools above the grid, and what stands there when there is nothing to show.

use egui::{
    Align2, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder,
    ViewportCommand, WidgetInfo, pos2, vec2,
};

use crate::{
    document::Edit,
    ui::{
        kit::{
            fonts::{Weight, t11, t13},
            icons::{self, Icon},
            widgets::{
                Button, Chip, MenuItem, checkbox, dropdown, empty_state, menu_rule, popover_frame, segmented,
            },
        },
        panels::context::{Action, PanelContext, Request},
    },
};

use super::{
    actions::confirm,
    columns::Column,
    paint::{carried_mark, put},
    sheet::Sheet,
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
pub fn tools(
    grid: &mut Grid,
    ui: &mut Ui,
    cx: &mut PanelContext<'_>,
    head: Rect,
    sheet: &Sheet<'_>,
    grid_id: egui::Id,
) {
    let left = title(ui, cx, head);
    let narrow = head.width() < 980.0;
    let left = orientation(grid, ui, head.with_min_x(left + 12.0), cx.symbol());
    let right = head.shrink2(vec2(8.0, 6.0)).with_min_x(left + 12.0);
    let mut tools = ui.new_child(
        UiBuilder::new()
            .id_salt("usage tools")
            .max_rect(right)
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    tools.spacing_mut().item_spacing.x = 8.0;
    let ui = &mut tools;
    let tip = "Copies every unit’s latest figures into a new period, to be confirmed or changed there";
    let open = tool(ui, icons::CALENDAR_PLUS, "Open next period", true, narrow, tip);
    if open.clicked() {
        let period = cx.derived.next_period(cx.workspace);
        cx.edit(Edit::OpenPeriod { period });
        cx.push(Action::ShowPeriod(period));
    }
    let carried = sheet.rows.counts.carried();
    if carried > 0 {
        let name = format!("Confirm all {carried}");
        let tip = "Stands behind all carried figures as they are";
        if tool(ui, icons::CHECK, &name, false, narrow, tip).clicked() {
            confirm(cx, sheet, 0, sheet.period);
        }
    }
    let paste = if narrow {
        Button::icon_only(icons::CLIPBOARD_PASTE, "Paste…")
    } else {
        Button::quiet("Paste…").icon(icons::CLIPBOARD_PASTE)
    };
    let tip = "Shows what goes where before it pastes cells copied in a spreadsheet (Ctrl+Shift+V); Ctrl+V pastes at once";
    if paste.tip(tip).show(ui).clicked() {
        grid.preview_next = true;
        grid.wants_focus = true;
        ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
    }
    columns_menu(grid, ui, cx, sheet);
    if carried > 0 {
        progress(ui, cx, sheet, carried, grid_id);
    }
}

/// One period or one field over time, and which field; returns where it ends.
fn orientation(grid: &mut Grid, ui: &mut Ui, place: Rect, symbol: &str) -> f32 {
    let mut child = ui.new_child(
        UiBuilder::new()
            .id_salt("usage orientation")
            .max_rect(place.shrink2(vec2(0.0, 6.0)))
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    let ui = &mut child;
    ui.spacing_mut().item_spacing.x = 8.0;
    let words = if place.width() < 820.0 {
        [(false, "Period"), (true, "Over time")]
    } else {
        [(false, "One period"), (true, "One field over time")]
    };
    if let Some(over_time) = segmented(ui, "Show", grid.view.over_time, &words) {
        grid.view.over_time = over_time;
        // Periods are those of a field, and the other way round: neither sorting nor filters mean the same there.
        grid.view.sort = None;
        grid.view.filters.clear();
    }
    if grid.view.over_time {
        let current = grid.view.field.heading(symbol);
        dropdown(ui, "Field", &current, 120.0, |ui| {
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for column in Column::all().filter(|column| column.runs_over_time()) {
                    let text = column.heading(symbol);
                    if MenuItem::new(&text).selected(column == grid.view.field).show(ui).clicked() {
                        grid.view.field = column;
                        grid.view.sort = None;
                        grid.view.filters.clear();
                    }
                }
            });
        });
    }
    ui.min_rect().right()
}

/// Which columns are shown; also everything else that was arranged, to be taken back.
fn columns_menu(grid: &mut Grid, ui: &mut Ui, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>) {
    let button = Button::icon_only(icons::COLUMNS_3, "Columns")
        .tip("Which columns are shown, import and export")
        .show(ui);
    Popup::menu(&button)
        .gap(4.0)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .frame(popover_frame(cx.tokens))
        .accessible_name("Columns, list")
        .show(|ui| {
            ui.set_min_width(208.0);
            ui.spacing_mut().item_spacing.y = 4.0;
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for column in Column::all().filter(|column| *column != Column::Unit) {
                    let mut on = grid.view.shown.contains(&column);
                    if checkbox(ui, &mut on, column.name()).changed() {
                        grid.view.toggle(column);
                    }
                }
            });
            menu_rule(ui);
            if MenuItem::new("Usual columns").icon(icons::ROTATE_CCW).show(ui).clicked() {
                grid.view.reset();
            }
            for (text, collapse) in [("Collapse all units", true), ("Open all units", false)] {
                if MenuItem::new(text).show(ui).clicked() {
                    grid.toggle_all(sheet, collapse);
                }
            }
            if MenuItem::new("Copy the grid").icon(icons::COPY).show(ui).clicked() {
                grid.copy_all = true;
                ui.close();
            }
            menu_rule(ui);
            if MenuItem::new("Import usage…").icon(icons::FILE_DOWN).show(ui).clicked() {
                cx.push(Action::Request(Request::ImportUsage));
            }
            if MenuItem::new("Export the grid…").icon(icons::FILE_UP).show(ui).clicked() {
                grid.export = true;
                ui.close();
            }
        });
}

/// How far the confirming of a newly opened period has come.
fn progress(ui: &Ui, cx: &PanelContext<'_>, sheet: &Sheet<'_>, carried: u32, grid_id: egui::Id) {
    let tokens = cx.tokens;
    let records = sheet.rows.counts.records;
    let confirmed = format!("{} of {records} confirmed", records - carried);
    let from = match sheet.rows.counts.carried_from() {
        Some(period) => format!("carried from {}", cx.workspace.period_text(period)),
        None => "carried from earlier periods".to_owned(),
    };
    let rest = ui.available_rect_before_wrap();
    let whole = format!("{from} · {confirmed}");
    let width = |text: &str| {
        ui.painter().layout_no_wrap(text.to_owned(), t11(Weight::Regular), tokens.text3).size().x
    };
    // Where there is little room only the count is seen; readers always hear all of it.
    let seen = [&whole, &confirmed].into_iter().find(|text| width(text) + 34.0 < rest.width());
    let at = match seen {
        Some(text) => {
            let place = rest.with_max_x(rest.right() - 8.0);
            let at = put(ui.painter(), place, Align2::RIGHT_CENTER, text, t11(Weight::Regular), tokens.text3);
            carried_mark(ui.painter(), tokens, pos2(at.left() - 10.0, at.center().y));
            at
        }
        None => Rect::from_min_size(rest.left_center(), vec2(1.0, 1.0)),
    };
    let label = ui.interact(at, grid_id.with("progress"), Sense::hover());
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &whole));
}

/// The filters in force, each to be taken away; returns the height that they take.
pub fn filters(grid: &mut Grid, ui: &mut Ui, sheet: &Sheet<'_>, place: Rect) {
    let labels: Vec<String> = grid.view.filters.iter().map(|filter| filter.label(sheet)).collect();
    let mut child = ui.new_child(
        UiBuilder::new()
            .id_salt("usage filters")
            .max_rect(place.shrink2(vec2(12.0, 2.0)))
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    child.spacing_mut().item_spacing.x = 8.0;
    let mut gone = None;
    for (at, label) in labels.iter().enumerate() {
        if Chip::new(label, true).closable().show(&mut child).clicked() {
            gone = Some(at);
        }
    }
    if let Some(at) = gone {
        grid.view.filters.remove(at);
    }
    let tokens = crate::ui::kit::Tokens::of(&child);
    let shown = format!("{} of {} rows", sheet.rows.len(), sheet.facts().order().len());
    crate::ui::kit::text::line(&mut child, shown, t11(Weight::Regular), tokens.text3);
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
