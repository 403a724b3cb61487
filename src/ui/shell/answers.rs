//! What comes back: paths from file dialogs, answers to sheets, finished jobs, files dropped on the window.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::{
    document::{Edit, free_key},
    domain::AccountKey,
    ui::{kit::widgets::Toast, panels::Action},
};

use super::{
    app::App,
    dialogs::{Outcome, Purpose},
    jobs::{self, Done, Job},
    modals::{After, Answer, Naming, Sheet},
    sentence::sentence,
    session::Session,
};

impl App {
    pub(super) fn ask_path(&mut self, purpose: Purpose, context: &Context, frame: Option<&eframe::Frame>) {
        if self.pending.is_some() {
            self.toasts.push(Toast::problem("A file dialog is open already; answer it first"));
            return;
        }
        let file = self.session.as_ref().and_then(|session| session.file.clone());
        let recent = self.preferences.recent.first();
        let folder =
            file.as_deref().or(recent.map(PathBuf::as_path)).and_then(Path::parent).map(Path::to_owned);
        let name = self.suggested_name(purpose);
        self.pending = Some(self.dialogs.ask(purpose, folder, &name, frame, context.clone()));
    }

    fn suggested_name(&self, purpose: Purpose) -> String {
        let Some(session) = &self.session else { return "workspace.ron".to_owned() };
        let name = match (purpose, self.selected_account()) {
            (Purpose::ExportMap(_), account) => {
                let account = account.map_or_else(|| "Portfolio".to_owned(), |(_, name)| name);
                format!("{account} {}", session.document.workspace().period_text(session.period))
            }
            _ => session.name(),
        };
        let stem = name.strip_suffix(".ron").unwrap_or(&name);
        let stem: String =
            stem.chars().map(|c| if c.is_alphanumeric() || "-_. ".contains(c) { c } else { '-' }).collect();
        let ending = purpose.ending();
        match purpose {
            Purpose::ExportGrid => format!("{stem} usage.{ending}"),
            Purpose::SaveCopy => format!("{stem} copy.{ending}"),
            _ => format!("{stem}.{ending}"),
        }
    }

    fn take_path(&mut self, purpose: Purpose, path: PathBuf, context: &Context) {
        match purpose {
            Purpose::ImportUsage => return self.import_file(path, context),
            Purpose::Open => return self.open_path(path, context),
            _ => {}
        }
        // Not every dialog adds the extension; with it added, the name may be that of a file nobody asked about.
        if path.extension().is_none() {
            let mut name = path.into_os_string();
            name.push(".");
            name.push(purpose.ending());
            let path = PathBuf::from(name);
            if self.exists(&path) {
                self.sheet = Some(Sheet::Overwrite { purpose, path });
                return;
            }
            self.write(path, purpose, context);
            return;
        }
        self.write(path, purpose, context);
    }

    /// Answers to a sheet.
    pub(super) fn answer(&mut self, answer: Answer, context: &Context) {
        match answer {
            Answer::Save(after) => {
                self.after_save = Some(after);
                self.save(context, None);
            }
            Answer::Discard(after) => self.go_on(after, context, None),
            Answer::Cancel => {
                self.after_save = None;
            }
            Answer::Named(Naming::NewAccount, name) => {
                let key = self.free_account_key(&name);
                self.act(Action::Edit(Edit::AddAccount { key, name }), context, None);
            }
            Answer::Named(Naming::RenameAccount, name) => {
                if let Some((account, _)) = self.selected_account() {
                    self.act(Action::Edit(Edit::RenameAccount { account, name }), context, None);
                }
            }
            Answer::Path(purpose, path) => {
                if purpose.is_save() && self.exists(&path) {
                    self.sheet = Some(Sheet::Overwrite { purpose, path });
                } else {
                    self.take_path(purpose, path, context);
                }
            }
            Answer::Overwrite(purpose, path) => self.write(path, purpose, context),
            Answer::ExportMap(export) => self.export_map(export, context),
        }
        context.request_repaint();
    }

    /// A key made of a name that no account has.
    fn free_account_key(&self, name: &str) -> AccountKey {
        let workspace = self.session.as_ref().map(|session| session.document.workspace());
        let taken = |key: &str| {
            workspace
                .is_some_and(|workspace| workspace.accounts.iter().any(|account| account.key.as_str() == key))
        };
        free_key(name, "account", taken).into()
    }

    /// Takes what dialogs and jobs have finished, and files dropped on the window.
    pub(super) fn poll(&mut self, context: &Context, frame: Option<&eframe::Frame>) {
        if let Some((purpose, outcome)) = self.pending.as_ref().and_then(|p| Some((p.purpose, p.poll()?))) {
            self.pending = None;
            match outcome {
                Outcome::Chosen(path) => self.take_path(purpose, path, context),
                Outcome::Cancelled => self.after_save = None,
                Outcome::NoDialog => {
                    let text = if purpose.is_save() { self.suggested_name(purpose) } else { String::new() };
                    self.sheet = Some(Sheet::Path { purpose, text });
                }
            }
        }
        if let Some(done) = self.job.as_ref().and_then(Job::poll) {
            self.job = None;
            match done {
                Ok(Done::Opened(path, Ok(workspace))) => {
                    self.remember(&path);
                    self.begin(Session::opened(*workspace, path));
                }
                Ok(Done::Opened(path, Err(error))) => {
                    self.sheet = Some(Sheet::Problem {
                        title: format!("{} could not be opened", jobs::name(&path)),
                        text: sentence(&error),
                    });
                }
                Ok(Done::Saved(path, purpose, state, Ok(()))) => {
                    self.saved(path, purpose, &state, context, frame);
                }
                Ok(Done::Saved(path, _, _, Err(error))) => {
                    self.after_save = None;
                    self.sheet = Some(Sheet::Problem {
                        title: format!("{} was not saved", jobs::name(&path)),
                        text: sentence(&error),
                    });
                }
                Ok(Done::Exported(path, Ok(()))) => {
                    self.toasts.push(Toast::done(format!("Exported to {}", path.display())));
                }
                Ok(Done::Exported(path, Err(error))) => {
                    self.sheet = Some(Sheet::Problem {
                        title: format!("{} was not exported", jobs::name(&path)),
                        text: sentence(&error),
                    });
                }
                Ok(Done::Cancelled) => {}
                Err(problem) => self.toasts.push(Toast::problem(problem)),
            }
        }
        let dropped =
            context.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped.as_ref().filter(|path| self.is_table(path)) {
            self.import_file(path.clone(), context);
        } else if let Some(path) = dropped {
            self.unless_unsaved(After::OpenPath(path), context, frame);
        }
    }
}
