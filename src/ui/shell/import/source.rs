//! First step: which sheet, what separates the cells, where the headings stand, and the table as it was read.

use egui::{Ui, WidgetInfo};

use crate::{
    document::usage::{Head, letters},
    files::dataset::SEPARATORS,
    ui::kit::{
        Mark, Tokens, Weight, icons,
        icons::icon_text,
        paint_mark, t13, text,
        tokens::{S8, S12},
        widgets::{Button, MenuItem, dropdown, segmented},
    },
};

use super::{Asked, Wanted, Wizard, grouped, plural, sheet};

/// So many of the first rows may hold the headings.
const HEADS: usize = 12;

impl Wizard {
    /// The first step.
    pub(super) fn source_ui(&mut self, ui: &mut Ui, t: &'static Tokens, asked: &mut Asked) {
        let (Some(loaded), Some(setup)) = (&self.loaded, &self.setup) else { return };
        let table = std::sync::Arc::clone(&loaded.table);
        let mut wanted = None;
        let present = Wanted {
            sheet: Some(loaded.sheet.clone()).filter(|_| !loaded.sheets.is_empty()),
            separator: loaded.separator,
            head: Head::AsFound,
        };
        ui.horizontal(|ui| {
            ui.label(icon_text(icons::FILE_SPREADSHEET, 16.0, t.text2));
            let rows = plural(table.lines.len() - setup.first_line().min(table.lines.len()), "row");
            let said = format!("{rows}, {}", plural(table.width(), "column"));
            text::line(ui, said, t13(Weight::Medium), t.text1);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if Button::outline("Choose another file…").icon(icons::FOLDER_OPEN).show(ui).clicked() {
                    *asked = Asked::ChooseFile;
                }
            });
        });
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = S8;
            if loaded.sheets.len() > 1 {
                caption(ui, t, "Sheet");
                dropdown(ui, "Sheet", &loaded.sheet, 140.0, |ui| {
                    for name in &loaded.sheets {
                        if MenuItem::new(name).selected(*name == loaded.sheet).show(ui).clicked() {
                            wanted = Some(Wanted { sheet: Some(name.clone()), ..Wanted::default() });
                        }
                    }
                });
                ui.add_space(S12);
            }
            if let Some(separator) = loaded.separator {
                caption(ui, t, "Cells are separated by");
                if let Some(sign) = segmented(ui, "Cells are separated by", separator, &SEPARATORS) {
                    wanted = Some(Wanted { separator: Some(sign), ..Wanted::default() });
                }
                ui.add_space(S12);
            }
            caption(ui, t, "Headings");
            let row = |at: usize| format!("Row {}", grouped(table.lines[at].number as usize));
            let current = setup.head.map_or_else(|| "None".to_owned(), row);
            dropdown(ui, "Headings", &current, 96.0, |ui| {
                let choices = std::iter::once(None).chain((0..table.lines.len().min(HEADS)).map(Some));
                for head in choices {
                    let name = head.map_or_else(|| "None".to_owned(), row);
                    if MenuItem::new(&name).selected(head == setup.head).show(ui).clicked() {
                        wanted = Some(Wanted { head: head.into(), ..present.clone() });
                    }
                }
            });
        });
        if let Some(note) = loaded.outside.note() {
            ui.horizontal(|ui| {
                let (place, _) = ui.allocate_exact_size(egui::vec2(16.0, 16.0), egui::Sense::hover());
                paint_mark(ui.painter(), place.center(), 14.0, Mark::RingInfo, t.accent, t.raised);
                let said = format!("The text was {note}.");
                text::line(ui, said, t13(Weight::Regular), t.text2);
            });
        }
        ui.add_space(2.0);
        let mut columns = vec![sheet::Column { title: String::new(), width: 56.0, is_number: true }];
        let share = ((ui.available_width() - 58.0) / table.width().max(1) as f32).floor().clamp(120.0, 280.0);
        columns.extend((0..table.width()).map(|column| sheet::Column {
            title: letters(column),
            width: share,
            is_number: false,
        }));
        let head = setup.head;
        sheet::show(ui, t, "import source", &columns, table.lines.len(), |ui, painter, row, nth, rect| {
            let is_head = head == Some(row);
            if is_head {
                painter.rect_filled(rect, 0.0, t.accent_tint);
            }
            let is_above = head.is_some_and(|head| row < head);
            if nth == 0 {
                let number = table.lines[row].number.to_string();
                text::paint_right(painter, rect, S8, &number, t13(Weight::Regular), t.text3);
                return;
            }
            let (weight, ink) = match (is_head, is_above) {
                (true, _) => (Weight::SemiBold, t.text1),
                (_, true) => (Weight::Regular, t.text3),
                _ => (Weight::Regular, t.text1),
            };
            let shown = table.entry(row, nth - 1).shown();
            text::paint_left(painter, rect, S8, &shown, t13(weight), ink);
            if !shown.is_empty() {
                let name = format!("{}{}: {shown}", letters(nth - 1), table.lines[row].number);
                let response =
                    ui.interact(rect, ui.scope_id().with(("source", row, nth)), egui::Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &name));
            }
        });
        if let Some(wanted) = wanted {
            let ctx = ui.ctx().clone();
            self.read_again(wanted, &ctx);
        }
    }
}

/// A word before a control.
pub fn caption(ui: &mut Ui, t: &'static Tokens, words: &str) {
    text::line(ui, words, t13(Weight::Regular), t.text2);
}
