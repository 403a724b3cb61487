//! What actions of panels and commands do, and which commands can be used.

use std::{rc::Rc, sync::Arc};

use egui::{Context, ViewportCommand};

use crate::{
    document::Edit,
    domain::AccountKey,
    ui::{
        kit::widgets::Toast,
        panels::{Action, Arrangement, Request},
    },
};

use super::{
    app::App,
    commands::Command,
    dialogs::Purpose,
    explain_view::ExplainView,
    export::Export,
    import::Wizard,
    modals::{After, Naming, Sheet},
    palette::Palette,
    preferences::Theme,
    sentence::sentence,
    session::Session,
};

impl App {
    /// Says what was just done, with a button that takes it back as long as it is the last step.
    pub(super) fn say_with_undo(&mut self, text: impl Into<String>) {
        self.withdraw_undo();
        self.undoable = self.session.as_ref().map(|session| Arc::clone(session.document.workspace()));
        self.toasts.push(Toast::done(text).action("Undo", Command::Undo));
    }

    /// Takes "Undo" away from what was said before the last step: it would take back another one.
    pub(super) fn withdraw_undo(&mut self) {
        let now = self.session.as_ref().map(|session| session.document.workspace());
        let is_last = match (&self.undoable, now) {
            (Some(said), Some(now)) => Arc::ptr_eq(said, now),
            _ => false,
        };
        if !is_last {
            self.undoable = None;
            self.toasts.withdraw(|command| *command == Command::Undo);
        }
    }

    /// Applies what a panel asked for.
    pub(super) fn act(&mut self, action: Action, context: &Context, frame: Option<&eframe::Frame>) {
        if let Action::Request(request) = action {
            self.request(request, context, frame);
            return;
        }
        let Some(session) = &mut self.session else { return };
        match action {
            Action::Edit(edit) => {
                // What deletes units says so itself: it may have deleted several.
                let deleted = matches!(edit, Edit::DeleteAccount { .. });
                let label = deleted.then(|| edit.label(session.document.workspace()));
                match session.apply(&edit) {
                    Ok(true) => {
                        if let Some(label) = label {
                            let mut sentence = label;
                            sentence.replace_range(..6, "Deleted");
                            self.say_with_undo(sentence);
                        }
                    }
                    Ok(false) => {}
                    Err(error) => self.toasts.push(Toast::problem(sentence(&error.to_string()))),
                }
                context.request_repaint();
            }
            Action::BeginGesture => session.document.begin_gesture(),
            Action::EndGesture => session.document.end_gesture(),
            Action::CancelGesture => session.cancel_gesture(),
            Action::SelectAccount(account) => {
                session.select_account(account);
                self.explained = None;
            }
            Action::SelectUnits(units) => session.selection.units = units,
            Action::ShowPeriod(period) => self.show_period(period),
            Action::Open(question, anchor) => {
                let workspace = Arc::clone(session.document.workspace());
                let account = session.selection.account.as_ref().and_then(|key| workspace.find_account(key));
                // What holds for all accounts opens with the portfolio selected as well.
                let account = account.or((!question.is_about_an_account()).then_some(0));
                let Some(account) = account else { return };
                let derived = session.derived();
                let work = move || derived.explain(&workspace, account, question);
                self.explained = Some(ExplainView::working(work, anchor, context.clone()));
            }
            Action::Toast { text, undo: true } => self.say_with_undo(text),
            Action::Toast { text, undo: false } => self.toasts.push(Toast::problem(text)),
            Action::Copy(copied) => {
                if !self.clipboard.put(&copied) {
                    context.copy_text(copied.text);
                }
            }
            Action::Request(_) => {}
        }
        context.request_repaint();
    }

    fn request(&mut self, request: Request, context: &Context, frame: Option<&eframe::Frame>) {
        match request {
            Request::Arrange(arrangement) => self.run(Command::arrange(arrangement), context, frame),
            Request::New => self.run(Command::New, context, frame),
            Request::Open => self.run(Command::Open, context, frame),
            Request::OpenPath(path) => self.unless_unsaved(After::OpenPath(path), context, frame),
            Request::OpenSample => self.run(Command::OpenSample, context, frame),
            Request::AddAccount => self.run(Command::AddAccount, context, frame),
            Request::Undo => self.run(Command::Undo, context, frame),
            Request::ShowOnMap => self.show_on_map(),
            Request::ExportMap => self.run(Command::ExportMap, context, frame),
            Request::ImportUsage => self.run(Command::ImportUsage, context, frame),
            Request::ExportGrid(table) => {
                self.exported = Some(table);
                self.ask_path(Purpose::ExportGrid, context, frame);
            }
        }
    }

    /// Runs a command.
    pub(super) fn run(&mut self, command: Command, context: &Context, frame: Option<&eframe::Frame>) {
        if !self.is_enabled(command) {
            return;
        }
        match command {
            Command::New => self.unless_unsaved(After::New, context, frame),
            Command::Open => self.unless_unsaved(After::Open, context, frame),
            Command::OpenSample => self.unless_unsaved(After::OpenSample, context, frame),
            Command::Revert => self.unless_unsaved(After::Revert, context, frame),
            Command::Save => self.save(context, frame),
            Command::SaveAs => self.ask_path(Purpose::SaveAs, context, frame),
            Command::SaveCopy => self.ask_path(Purpose::SaveCopy, context, frame),
            Command::ExportMap => {
                let sight = self.sight().map(|sight| sight.kind);
                self.sheet = Some(Sheet::ExportMap(Export::new(sight)));
            }
            Command::ExportReport => self.ask_path(Purpose::ExportReport, context, frame),
            Command::ImportUsage => self.ask_path(Purpose::ImportUsage, context, frame),
            Command::ImportClipboard => {
                if let Some(place) = self.import_place() {
                    self.import = Some(Wizard::clipboard(place, Rc::clone(&self.clipboard), context));
                }
            }
            Command::ExportGrid => {
                self.show_arrangement(Arrangement::Usage);
                self.export_grid();
            }
            Command::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => {
                if let Some(label) = self.session.as_mut().and_then(Session::undo) {
                    self.toasts.push(Toast::done(format!("Undone: {label}")));
                }
            }
            Command::Redo => {
                if let Some(label) = self.session.as_mut().and_then(Session::redo) {
                    self.toasts.push(Toast::done(format!("Done again: {label}")));
                }
            }
            Command::Palette => self.palette = Some(Palette::default()),
            Command::ShowMap => self.show_arrangement(Arrangement::Map),
            Command::ShowUsage => self.show_arrangement(Arrangement::Usage),
            Command::ShowScore => self.show_arrangement(Arrangement::Score),
            Command::ShowTrends => self.show_arrangement(Arrangement::Trends),
            Command::ResetPanels => self.reset_tiles(),
            Command::ThemeLight => self.set_theme(Theme::Light, context),
            Command::ThemeDark => self.set_theme(Theme::Dark, context),
            Command::ThemeSystem => self.set_theme(Theme::System, context),
            Command::ReducedMotion => {
                self.preferences.reduced_motion = !self.preferences.reduced_motion;
                self.apply_look(context);
                self.save_preferences();
            }
            Command::ZoomIn => egui::gui_zoom::zoom_in(context),
            Command::ZoomOut => egui::gui_zoom::zoom_out(context),
            Command::AddAccount => {
                self.sheet = Some(Sheet::Name { naming: Naming::NewAccount, text: String::new() });
            }
            Command::RenameAccount => {
                let text = self.selected_account().map(|(_, name)| name).unwrap_or_default();
                self.sheet = Some(Sheet::Name { naming: Naming::RenameAccount, text });
            }
            Command::DeleteAccount => {
                if let Some((account, _)) = self.selected_account() {
                    self.act(Action::Edit(Edit::DeleteAccount { account }), context, frame);
                }
            }
            Command::SelectPortfolio => self.act(Action::SelectAccount(None), context, frame),
            Command::PreviousPeriod => self.step_period(-1),
            Command::NextPeriod => self.step_period(1),
            Command::OpenNextPeriod => {
                if let Some(period) = self.next_period() {
                    self.act(Action::Edit(Edit::OpenPeriod { period }), context, frame);
                }
            }
            Command::PlayPeriods => self.toggle_play(context),
            Command::Shortcuts => self.sheet = Some(Sheet::Shortcuts),
            Command::About => self.sheet = Some(Sheet::About),
        }
        context.request_repaint();
    }

    /// Whether a command can be used now.
    pub(super) fn is_enabled(&self, command: Command) -> bool {
        let Some(session) = &self.session else {
            return matches!(
                command,
                Command::New
                    | Command::Open
                    | Command::OpenSample
                    | Command::Quit
                    | Command::Palette
                    | Command::ThemeLight
                    | Command::ThemeDark
                    | Command::ThemeSystem
                    | Command::ReducedMotion
                    | Command::ZoomIn
                    | Command::ZoomOut
                    | Command::Shortcuts
                    | Command::About
            );
        };
        match command {
            Command::Undo => session.document.undo_label().is_some(),
            Command::Redo => session.document.redo_label().is_some(),
            Command::Revert => session.file.is_some() && session.document.is_dirty(),
            Command::RenameAccount | Command::DeleteAccount | Command::ExportGrid => {
                session.selection.account.is_some()
            }
            Command::Save | Command::SaveAs | Command::SaveCopy | Command::ExportReport => self.job.is_none(),
            Command::ExportMap => {
                self.job.is_none() && (session.selection.account.is_some() || self.sight().is_some())
            }
            Command::ImportUsage | Command::ImportClipboard => {
                !session.document.workspace().accounts.is_empty()
            }
            _ => true,
        }
    }

    /// A command's present name: undo and redo say what they take back.
    pub(super) fn command_name(&self, command: Command) -> String {
        let name = command.spec().name;
        let document = self.session.as_ref().map(|session| &session.document);
        let label = match command {
            Command::Undo => document.and_then(|document| document.undo_label()),
            Command::Redo => document.and_then(|document| document.redo_label()),
            _ => None,
        };
        label.map_or_else(|| name.to_owned(), |label| format!("{name} {label}"))
    }

    pub(super) fn selected_account(&self) -> Option<(AccountKey, String)> {
        let session = self.session.as_ref()?;
        let key = session.selection.account.as_ref()?;
        let workspace = session.document.workspace();
        Some((key.clone(), workspace.accounts[workspace.find_account(key)?].name.clone()))
    }

    fn set_theme(&mut self, theme: Theme, context: &Context) {
        self.preferences.theme = theme;
        self.apply_look(context);
        self.save_preferences();
    }

    pub(super) fn save_preferences(&mut self) {
        if let Some(folder) = self.folder.clone()
            && let Err(error) = self.preferences.save(&*self.disk, &folder)
        {
            self.toasts.push(Toast::problem(format!("Settings could not be kept: {error}")));
            self.folder = None;
        }
    }
}
