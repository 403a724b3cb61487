//! The page shown while no workspace is open: sample, new workspace, open, recent files.

use std::path::PathBuf;

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::kit::{
    Icon, Tokens, Weight, icons, paint_icon, t11, t13, t15, t28, text, tokens, widgets::focus_ring,
};

use super::{commands::Command, menu::paint_logo};

/// What was chosen.
pub enum Chosen {
    /// A command.
    Command(Command),
    /// A recent file.
    Recent(PathBuf),
}

/// Paints the page into the whole of `ui`. `recent` tells with each file whether it still exists.
pub fn ui(ui: &mut Ui, recent: &[(PathBuf, bool)]) -> Option<Chosen> {
    let tokens = Tokens::of(ui);
    let page = ui.max_rect();
    ui.painter().rect_filled(page, 8.0, tokens.panel);
    let width = 720.0_f32.min(page.width() - 48.0);
    let height = 420.0;
    let left = (page.center().x - width / 2.0).round();
    let mut y = (page.center().y - height / 2.0).max(page.top() + 32.0).round();
    paint_logo(ui, tokens, Rect::from_min_size(pos2(left, y), vec2(44.0, 44.0)));
    text::paint(
        ui.painter(),
        pos2(left + 60.0, y + 12.0),
        Align2::LEFT_CENTER,
        "Inroads",
        t28(Weight::SemiBold),
        tokens.text1,
    );
    let line = "Map the account, weigh its health, plan the next inroad.";
    text::paint(
        ui.painter(),
        pos2(left + 60.0, y + 38.0),
        Align2::LEFT_CENTER,
        line,
        t13(Weight::Regular),
        tokens.text3,
    );
    y += 76.0;
    let cards = [
        (
            Command::OpenSample,
            icons::BOOK_OPEN,
            "Open the sample",
            "Fourteen invented accounts, eight quarters. Yours to change.",
        ),
        (
            Command::New,
            icons::FILE_PLUS,
            "New workspace",
            "Start from nothing: one account, one unit, one figure.",
        ),
        (
            Command::Open,
            icons::FOLDER_OPEN,
            "Open a file…",
            "A workspace saved before, or dropped on this window.",
        ),
    ];
    let mut chosen = None;
    let card_width = (width - 24.0) / 3.0;
    for (index, (command, icon, name, about)) in cards.into_iter().enumerate() {
        let at = pos2(left + (card_width + 12.0) * index as f32, y);
        let rect = Rect::from_min_size(at, vec2(card_width, 124.0));
        if card(ui, tokens, rect, icon, name, about, index == 0) {
            chosen = Some(Chosen::Command(command));
        }
    }
    y += 124.0 + 32.0;
    text::paint(
        ui.painter(),
        pos2(left, y),
        Align2::LEFT_CENTER,
        "Recent files",
        t11(Weight::SemiBold),
        tokens.text3,
    );
    y += 16.0;
    if recent.is_empty() {
        let line = "Files that you open or save are listed here.";
        text::paint(
            ui.painter(),
            pos2(left, y + 14.0),
            Align2::LEFT_CENTER,
            line,
            t13(Weight::Regular),
            tokens.text3,
        );
    }
    for (path, exists) in recent.iter().take(6) {
        let rect = Rect::from_min_size(pos2(left - 8.0, y), vec2(width + 16.0, 32.0));
        if recent_row(ui, tokens, rect, path, *exists) {
            chosen = Some(Chosen::Recent(path.clone()));
        }
        y += 32.0;
    }
    chosen
}

fn card(
    ui: &mut Ui,
    tokens: &'static Tokens,
    rect: Rect,
    icon: Icon,
    name: &str,
    about: &str,
    primary: bool,
) -> bool {
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let fill = if response.hovered() { tokens.hover } else { tokens.canvas };
    ui.painter().rect_filled(rect, 12.0, fill);
    let tint = if primary { tokens.accent } else { tokens.text2 };
    paint_icon(ui.painter(), rect.min + vec2(27.0, 29.0), 22.0, icon, tint);
    let at = rect.min + vec2(16.0, 60.0);
    text::paint(ui.painter(), at, Align2::LEFT_CENTER, name, t15(Weight::SemiBold), tokens.text1);
    let galley =
        ui.painter().layout(about.to_owned(), t13(Weight::Regular), tokens.text3, rect.width() - 32.0);
    ui.painter().galley(rect.min + vec2(16.0, 74.0), galley, tokens.text3);
    focus_ring(ui, rect, tokens::R12, &response);
    response.clicked()
}

fn recent_row(
    ui: &mut Ui,
    tokens: &'static Tokens,
    rect: Rect,
    path: &std::path::Path,
    exists: bool,
) -> bool {
    let name = super::jobs::name(path);
    let response =
        ui.interact(rect, ui.scope_id().with(path), if exists { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, exists, format!("Open {name}")));
    if exists && response.hovered() {
        ui.painter().rect_filled(rect, 6.0, tokens.hover);
    }
    let (ink, quiet) = if exists { (tokens.text1, tokens.text3) } else { (tokens.disabled, tokens.disabled) };
    paint_icon(ui.painter(), pos2(rect.left() + 15.0, rect.center().y), 14.0, icons::FILE, quiet);
    let shown = text::paint(
        ui.painter(),
        pos2(rect.left() + 32.0, rect.center().y),
        Align2::LEFT_CENTER,
        name,
        t13(Weight::Medium),
        ink,
    );
    let folder = path.parent().map_or_else(String::new, |folder| folder.display().to_string());
    let folder = if exists { folder } else { format!("missing: {folder}") };
    let room = rect.right() - shown.right() - 24.0;
    let galley = text::elided_galley(ui.painter(), folder, t11(Weight::Regular), quiet, room.max(0.0));
    text::paint_galley(
        ui.painter(),
        pos2(rect.right() - 8.0, rect.center().y),
        Align2::RIGHT_CENTER,
        galley,
        quiet,
    );
    focus_ring(ui, rect, tokens::R6, &response);
    exists && response.clicked()
}
