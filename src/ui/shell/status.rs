//! The bottom line: state of the file, work in progress, what undo would take back.

use egui::{Align, Layout, Role, Ui, WidgetInfo};

use crate::ui::kit::{Icon, Mark, Tokens, Weight, icons, paint_icon, paint_mark, t11, text, widgets::Button};

use super::{jobs::Job, session::Session};

/// A button of the bottom line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// Undo the last step.
    Undo,
    /// Cancel the work in progress.
    Cancel,
}

/// Paints the bottom line; what was pressed.
pub fn ui(ui: &mut Ui, session: Option<&Session>, job: Option<&Job>, cells: Option<&str>) -> Option<Pressed> {
    let tokens = Tokens::of(ui);
    let mut pressed = None;
    ui.horizontal_centered(|ui| {
        ui.add_space(16.0);
        if let Some(session) = session {
            file_state(ui, tokens, session);
        }
        if let Some(job) = job {
            ui.add_space(16.0);
            ui.spinner();
            text::line(ui, job.label.as_str(), t11(Weight::Medium), tokens.text2);
            if job.can_be_cancelled() {
                let name = format!("Cancel: {}", job.label);
                if Button::quiet("Cancel").small().name(&name).show(ui).clicked() {
                    pressed = Some(Pressed::Cancel);
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(8.0);
            if let Some(label) = session.and_then(|session| session.document.undo_label()) {
                let label = format!("Undo {label}");
                let button = Button::quiet(&label).icon(icons::UNDO_2).small().shortcut("Ctrl+Z");
                if button.show(ui).clicked() {
                    pressed = Some(Pressed::Undo);
                }
            }
            if let Some(cells) = cells {
                ui.add_space(12.0);
                text::line(ui, cells, t11(Weight::Medium), tokens.text2);
            }
        });
    });
    pressed
}

fn file_state(ui: &mut Ui, tokens: &'static Tokens, session: &Session) {
    let dirty = session.document.is_dirty();
    let state = match (&session.file, dirty) {
        (_, true) if session.is_sample && !session.document.is_touched() => "This is a sample".to_owned(),
        (_, true) => "Unsaved".to_owned(),
        (_, false) => {
            session.saved_at.as_ref().map_or_else(|| "Saved".to_owned(), |at| format!("Saved {at}"))
        }
    };
    let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
    if dirty {
        paint_mark(ui.painter(), rect.center(), 8.0, Mark::Disc, tokens.medium, tokens.desk);
    } else {
        let icon: Icon = icons::SHIELD_CHECK;
        paint_icon(ui.painter(), rect.center(), 14.0, icon, tokens.active);
    }
    let said = text::line(ui, state.as_str(), t11(Weight::Medium), tokens.text2);
    said.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("File state: {state}")));
    ui.add_space(8.0);
    let name = session.name();
    let shown = text::line(ui, name.as_str(), t11(Weight::Regular), tokens.text3);
    if let Some(file) = &session.file {
        shown.on_hover_text(file.display().to_string());
    }
}
