//! Workspaces and their files: new, open, save, revert, and the question about unsaved work.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use crate::{domain::Workspace, files::samples, ui::kit::widgets::Toast};

use super::{
    app::App,
    dialogs::Purpose,
    jobs::{self, Job},
    modals::{After, Sheet},
    session::Session,
};

impl App {
    /// Goes on at once, or after the question about unsaved work.
    pub(super) fn unless_unsaved(&mut self, after: After, context: &Context, frame: Option<&eframe::Frame>) {
        match &self.session {
            Some(session) if session.needs_asking() => {
                self.sheet = Some(Sheet::Unsaved { name: session.name(), after });
            }
            _ => self.go_on(after, context, frame),
        }
    }

    pub(super) fn go_on(&mut self, after: After, context: &Context, frame: Option<&eframe::Frame>) {
        match after {
            After::Close => {
                self.closing = true;
                context.send_viewport_cmd(ViewportCommand::Close);
            }
            After::New => {
                let today = jiff::Zoned::now().date();
                self.begin(Session::created(Workspace::begun("New workspace", today)));
            }
            After::Open => self.ask_path(Purpose::Open, context, frame),
            After::OpenPath(path) => self.open_path(path, context),
            After::OpenSample => self.begin(Session::sample(samples::portfolio())),
            After::Revert => {
                if let Some(path) = self.session.as_ref().and_then(|session| session.file.clone()) {
                    self.open_path(path, context);
                }
            }
        }
    }

    pub(super) fn begin(&mut self, session: Session) {
        self.session = Some(session);
        self.import = None;
        self.explained = None;
        self.play_at = None;
    }

    /// Reads a file in the background.
    pub(super) fn open_path(&mut self, path: PathBuf, context: &Context) {
        self.job = Some(Job::open(path, context.clone()));
    }

    pub(super) fn save(&mut self, context: &Context, frame: Option<&eframe::Frame>) {
        match self.session.as_ref().and_then(|session| session.file.clone()) {
            Some(path) => self.write(path, Purpose::SaveAs, context),
            None => self.ask_path(Purpose::SaveAs, context, frame),
        }
    }

    pub(super) fn write(&mut self, path: PathBuf, purpose: Purpose, context: &Context) {
        match purpose {
            Purpose::ExportMap(_) | Purpose::ExportReport => return self.export(path, purpose, context),
            Purpose::ExportGrid => return self.write_grid(path, context),
            _ => {}
        }
        if let Some(session) = &mut self.session {
            session.document.end_gesture();
            let state = std::sync::Arc::clone(session.document.workspace());
            self.job = Some(Job::save(path, purpose, state, context.clone()));
        }
    }

    pub(super) fn saved(
        &mut self,
        path: PathBuf,
        purpose: Purpose,
        state: &std::sync::Arc<Workspace>,
        context: &Context,
        frame: Option<&eframe::Frame>,
    ) {
        self.remember(&path);
        if purpose == Purpose::SaveCopy {
            self.toasts.push(Toast::done(format!("A copy is saved as {}", jobs::name(&path))));
        } else if let Some(session) = &mut self.session {
            session.document.mark_saved(state);
            session.file = Some(path);
            session.is_sample = false;
            session.saved_at = Some(clock());
        }
        if let Some(after) = self.after_save.take() {
            self.go_on(after, context, frame);
        }
    }

    pub(super) fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.preferences.remember(&path);
        self.look_up_recent();
        self.save_preferences();
    }

    pub(super) fn exists(&self, path: &Path) -> bool {
        matches!(self.disk.metadata(path), Ok(Some(_)))
    }

    pub(super) fn look_up_recent(&mut self) {
        let with_existence = |path: &PathBuf| (path.clone(), self.exists(path));
        self.recent = self.preferences.recent.iter().map(with_existence).collect();
    }

    /// Stops a close that would lose work and asks.
    pub(super) fn watch_closing(&mut self, context: &Context) {
        if !context.input(|input| input.viewport().close_requested()) || self.closing {
            return;
        }
        let writing = self.job.as_ref().is_some_and(|job| job.label.starts_with("Saving"));
        let asking = self.session.as_ref().filter(|session| session.needs_asking());
        if writing {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.after_save = Some(After::Close);
        } else if let Some(session) = asking {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            if self.sheet.is_none() {
                self.sheet = Some(Sheet::Unsaved { name: session.name(), after: After::Close });
            }
        }
    }
}

/// The time of day, such as `14:02`.
fn clock() -> String {
    jiff::Zoned::now().strftime("%H:%M").to_string()
}
