//! The top line: mark, menus, arrangements, palette field, theme.

use egui::{Align2, Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::{
    kit::{
        Tokens, Weight, icons, paint_icon, t11, t13, t15, text, tokens,
        widgets::{MenuItem, focus_ring, menu_rule},
    },
    panels::Arrangement,
};

use super::{
    commands::{self, COMMANDS, Command, Menu},
    headline::icon_at,
    preferences::Theme,
};

/// What the top line needs to know.
pub struct TopLine<'a> {
    /// Whether a command can be used now.
    pub enabled: &'a dyn Fn(Command) -> bool,
    /// Undo's and redo's present names.
    pub name: &'a dyn Fn(Command) -> String,
    /// Recent files, newest first, with whether they still exist.
    pub recent: &'a [(std::path::PathBuf, bool)],
    /// The arrangement shown; `None` on the welcome page.
    pub arrangement: Option<Arrangement>,
    /// The theme chosen.
    pub theme: Theme,
}

/// What was asked for.
#[derive(Default)]
pub struct Asked {
    /// A command.
    pub command: Option<Command>,
    /// A recent file.
    pub recent: Option<std::path::PathBuf>,
}

impl TopLine<'_> {
    /// Paints the line into the whole of `ui`.
    pub fn ui(&self, ui: &mut Ui) -> Asked {
        let tokens = Tokens::of(ui);
        let mut asked = Asked::default();
        let rect = ui.max_rect();
        ui.horizontal_centered(|ui| {
            ui.add_space(12.0);
            let (logo, _) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
            paint_logo(ui, tokens, logo);
            ui.add_space(2.0);
            text::line(ui, "Inroads", t15(Weight::SemiBold), tokens.text1);
            ui.add_space(8.0);
            // The bar's own style: titles without a frame until the pointer or the keyboard is on them.
            egui::MenuBar::new().ui(ui, |ui| {
                for menu in Menu::ALL {
                    let title = text::rich(menu.title(), t13(Weight::Regular), tokens.text2);
                    ui.menu_button(title, |ui| self.menu(ui, menu, &mut asked));
                }
            });
        });
        self.arrangements(ui, tokens, rect, &mut asked);
        self.right(ui, tokens, rect, &mut asked);
        asked
    }

    fn menu(&self, ui: &mut Ui, menu: Menu, asked: &mut Asked) {
        ui.set_min_width(240.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for spec in COMMANDS.iter().filter(|spec| spec.menu == menu) {
            if spec.separated {
                menu_rule(ui);
            }
            let name = (self.name)(spec.command);
            let keys = spec.shortcut.map(|shortcut| commands::keys_text(ui.ctx(), shortcut));
            let item = MenuItem::new(&name).keys(keys.as_deref().unwrap_or_default());
            if item.enabled((self.enabled)(spec.command)).show(ui).clicked() {
                asked.command = Some(spec.command);
            }
            if spec.command == Command::OpenSample && !self.recent.is_empty() {
                let title = text::rich("Open recent", t13(Weight::Regular), Tokens::of(ui).text1);
                ui.spacing_mut().button_padding.x = tokens::S8;
                ui.menu_button(title, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (path, exists) in self.recent {
                        let name = super::jobs::name(path);
                        let hover = if *exists {
                            path.display().to_string()
                        } else {
                            format!("{} is missing", path.display())
                        };
                        let item = MenuItem::new(&name).enabled(*exists).show(ui);
                        if item.on_hover_text(&hover).on_disabled_hover_text(&hover).clicked() {
                            asked.recent = Some(path.clone());
                        }
                    }
                });
            }
        }
    }

    fn arrangements(&self, ui: &mut Ui, tokens: &'static Tokens, rect: Rect, asked: &mut Asked) {
        let Some(shown) = self.arrangement else { return };
        let entries = [
            (Arrangement::Map, "Map", icons::NETWORK),
            (Arrangement::Usage, "Usage", icons::TABLE),
            (Arrangement::Score, "Score", icons::SLIDERS_HORIZONTAL),
            (Arrangement::Trends, "Trends", icons::TRENDING_UP),
        ];
        let width = 80.0;
        let total = width * entries.len() as f32;
        let mut left = (rect.center().x - total / 2.0).max(rect.left() + 470.0).round();
        for (arrangement, name, icon) in entries {
            let cell = Rect::from_min_size(pos2(left, rect.center().y - 14.0), vec2(width - 4.0, 28.0));
            left += width;
            let response = ui.interact(cell, ui.scope_id().with(name), Sense::click());
            let active = arrangement == shown;
            let fill = if active {
                tokens.panel
            } else if response.hovered() {
                tokens.hover
            } else {
                Color32::TRANSPARENT
            };
            ui.painter().rect_filled(cell, 6.0, fill);
            let colour = if active { tokens.accent_text } else { tokens.text2 };
            let galley = text::galley(
                ui.painter(),
                name,
                t13(if active { Weight::SemiBold } else { Weight::Medium }),
                colour,
            );
            let start = cell.center().x - 0.5 * (galley.size().x + 20.0);
            paint_icon(ui.painter(), pos2(start + 7.0, cell.center().y), 14.0, icon, colour);
            text::paint_galley(
                ui.painter(),
                pos2(start + 20.0, cell.center().y),
                Align2::LEFT_CENTER,
                galley,
                colour,
            );
            let said = format!("Show {name}");
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, said.as_str()));
            focus_ring(ui, cell, tokens::R6, &response);
            let command = Command::arrange(arrangement);
            let keys = command.spec().shortcut.map(|shortcut| commands::keys_text(ui.ctx(), shortcut));
            if response.on_hover_text(keys.unwrap_or_default()).clicked() {
                asked.command = Some(command);
            }
        }
    }

    fn right(&self, ui: &mut Ui, tokens: &'static Tokens, rect: Rect, asked: &mut Asked) {
        let (icon, next, name) = match self.theme {
            Theme::Light => (icons::SUN, Command::ThemeDark, "Theme: light"),
            Theme::Dark => (icons::MOON, Command::ThemeSystem, "Theme: dark"),
            Theme::System => (icons::MONITOR, Command::ThemeLight, "Theme: as the system"),
        };
        if icon_at(ui, pos2(rect.right() - 24.0, rect.center().y), icon, name, true).clicked() {
            asked.command = Some(next);
        }
        let wide = rect.width() >= 1260.0;
        let width = if wide { 264.0 } else { 28.0 };
        let field =
            Rect::from_min_size(pos2(rect.right() - 48.0 - width, rect.center().y - 14.0), vec2(width, 28.0));
        let response = ui.interact(field, ui.scope_id().with("palette field"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Search or run a command"));
        let fill = if response.hovered() { tokens.hover } else { tokens.panel };
        ui.painter().rect_filled(field, 6.0, fill);
        paint_icon(
            ui.painter(),
            pos2(field.left() + 14.0, field.center().y),
            14.0,
            icons::SEARCH,
            tokens.text3,
        );
        if wide {
            let at = pos2(field.left() + 28.0, field.center().y);
            text::paint(
                ui.painter(),
                at,
                Align2::LEFT_CENTER,
                "Search or run a command",
                t13(Weight::Regular),
                tokens.text3,
            );
            let at = pos2(field.right() - 10.0, field.center().y);
            text::paint(
                ui.painter(),
                at,
                Align2::RIGHT_CENTER,
                "Ctrl Shift P",
                t11(Weight::Medium),
                tokens.text3,
            );
        }
        focus_ring(ui, field, tokens::R6, &response);
        if response.clicked() {
            asked.command = Some(Command::Palette);
        }
    }
}

/// Three rising bars on a square of the accent.
pub fn paint_logo(ui: &Ui, tokens: &'static Tokens, rect: Rect) {
    let size = rect.width();
    ui.painter().rect_filled(rect, size * 0.22, tokens.accent);
    for (index, height) in [0.28_f32, 0.44, 0.62].into_iter().enumerate() {
        let left = rect.left() + size * (0.22 + 0.20 * index as f32);
        let bottom = rect.bottom() - size * 0.19;
        let bar = Rect::from_min_max(pos2(left, bottom - size * height), pos2(left + size * 0.13, bottom));
        ui.painter().rect_filled(bar, size * 0.04, tokens.on_accent);
    }
}
