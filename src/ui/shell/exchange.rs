//! What comes into the window and leaves it beside workspaces: the import of usage, the grid as a file, pictures of the
//! map, the report.

use std::path::PathBuf;

use egui::Context;

use crate::{
    document::Entry,
    files::dataset::{Cell, sheet_bytes, text_bytes},
    ui::{kit::widgets::Toast, panels::GridTable},
};

use super::{
    app::App,
    commands::Command,
    dialogs::Purpose,
    export::{self, Export},
    import::{Asked, Place, Wizard},
    jobs::{Job, Settled},
    sentence::sentence,
};

impl App {
    /// For whom a table is read; `None` = no workspace is open.
    pub(super) fn import_place(&self) -> Option<Place> {
        let session = self.session.as_ref()?;
        Some(Place {
            workspace: std::sync::Arc::clone(session.document.workspace()),
            account: session.selection.account.clone(),
            period: session.period,
        })
    }

    /// Whether a file that is dropped on the window is a table for the import.
    pub(super) fn is_table(&self, path: &std::path::Path) -> bool {
        let endings = Purpose::ImportUsage.kinds().iter().flat_map(|(_, endings)| *endings);
        let own = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        self.session.is_some() && own.is_some_and(|own| endings.into_iter().any(|ending| *ending == own))
    }

    /// Opens the import with a file.
    pub(super) fn import_file(&mut self, path: PathBuf, context: &Context) {
        if let Some(place) = self.import_place() {
            self.import = Some(Wizard::file(path, place, context));
        }
    }

    /// Shows the import while it is open.
    pub(super) fn import_ui(&mut self, context: &Context, asked: &mut Vec<Command>) {
        let Some(mut wizard) = self.import.take() else { return };
        match wizard.ui(context) {
            Asked::Nothing => self.import = Some(wizard),
            Asked::Close => {}
            Asked::ChooseFile => {
                // It stays below the dialog, and is there again if that is cancelled.
                self.import = Some(wizard);
                asked.push(Command::ImportUsage);
            }
            Asked::Take { edit, base, next, said } => {
                let Some(session) = &mut self.session else { return };
                match session.take(&edit, &base, next) {
                    Ok(_) => self.say_with_undo(said),
                    Err(error) => self.toasts.push(Toast::problem(sentence(&error.to_string()))),
                }
                context.request_repaint();
            }
        }
    }

    /// Makes a picture or the report in the background, and writes it.
    pub(super) fn export(&mut self, path: PathBuf, purpose: Purpose, context: &Context) {
        let Some(session) = &mut self.session else { return };
        let derived = session.derived();
        let workspace = std::sync::Arc::clone(session.document.workspace());
        self.job = if purpose == Purpose::ExportReport {
            let make = move |_: &Settled| Ok(export::report(&workspace, &derived));
            Some(Job::export(path, make, context.clone()))
        } else {
            self.exporting.take().map(|(export, picture)| {
                Job::export(path, move |settled| export.file(&picture, settled), context.clone())
            })
        };
    }

    /// Cancels the export under way.
    pub(super) fn cancel_export(&mut self) {
        if let Some(job) = self.job.take_if(|job| job.cancel()) {
            self.toasts.push(Toast::done(format!("{} was cancelled; no file was written", job.label)));
        }
    }

    /// Keeps what is to be seen in the picture, and asks for its file.
    pub(super) fn export_map(&mut self, export: Export, context: &Context) {
        let sight = self.sight();
        let Some(session) = &mut self.session else { return };
        let (derived, workspace) = (session.derived(), session.document.workspace());
        let account = session.selection.account.as_ref();
        let Some(picture) = export::picture(workspace, &derived, account, sight, export.seen) else { return };
        let purpose = Purpose::ExportMap(export.format);
        self.exporting = Some((export, picture));
        self.ask_path(purpose, context, None);
    }

    /// Writes the grid that waits; the ending decides how.
    pub(super) fn write_grid(&mut self, path: PathBuf, context: &Context) {
        let Some(table) = self.exported.take() else { return };
        if self.job.is_some() {
            let text = "Another file is being written; export again when that is done";
            self.toasts.push(Toast::problem(text));
            return;
        }
        let is_text = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let made_on = jiff::Zoned::now().date();
        let make = move |_: &Settled| grid_bytes(&table, is_text, made_on);
        self.job = Some(Job::export(path, make, context.clone()));
    }
}

/// The bytes of a grid as CSV or as XLSX.
fn grid_bytes(table: &GridTable, is_text: bool, made_on: jiff::civil::Date) -> Result<Vec<u8>, String> {
    let rows: Vec<Vec<Cell>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    if is_text {
        text_bytes(&table.headings, &rows)
    } else {
        sheet_bytes("usage", &table.headings, &rows, made_on)
    }
}

fn cell(entry: &Entry) -> Cell {
    match entry {
        Entry::Blank => Cell::Empty,
        Entry::Text(text) => Cell::Text(text.to_string()),
        Entry::Number(number) => Cell::Number(*number),
        Entry::Flag(yes) => Cell::Bool(*yes),
        Entry::Day(day) => Cell::Date(*day),
        Entry::Broken(text) => Cell::Broken(text.to_string()),
    }
}
