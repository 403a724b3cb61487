//! What commands and actions do to the session, the files and the window.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use crate::{
    document::{Edit, free_key},
    domain::{AccountKey, Period, Workspace},
    files::samples,
    ui::{
        kit::{tokens, widgets::Toast},
        panels::{Action, Arrangement, Request},
    },
};

use super::{
    app::App,
    commands::Command,
    dialogs::{Outcome, Purpose},
    explain_view::ExplainView,
    export::Export,
    import::Wizard,
    jobs::{self, Done, Job},
    modals::{After, Answer, Naming, Sheet},
    palette::Palette,
    preferences::Theme,
    session::Session,
};

impl App {
    /// Applies what a panel asked for.
    pub(super) fn act(&mut self, action: Action, context: &Context, frame: Option<&eframe::Frame>) {
        if let Action::Request(request) = action {
            self.request(request, context, frame);
            return;
        }
        let Some(session) = &mut self.session else { return };
        match action {
            Action::Edit(edit) => {
                let deleted = matches!(edit, Edit::DeleteBranch { .. } | Edit::DeleteAccount { .. });
                let label = deleted.then(|| edit.label(session.document.workspace()));
                match session.apply(&edit) {
                    Ok(true) => {
                        if let Some(label) = label {
                            let mut sentence = label;
                            sentence.replace_range(..6, "Deleted");
                            self.toasts.push(Toast::done(sentence).action("Undo", Command::Undo));
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
                let workspace = std::sync::Arc::clone(session.document.workspace());
                let account = session.selection.account.as_ref().and_then(|key| workspace.find_account(key));
                // What holds for all accounts opens with the portfolio selected as well.
                let account = account.or((!question.is_about_an_account()).then_some(0));
                let Some(account) = account else { return };
                let derived = session.derived();
                let work = move || derived.explain(&workspace, account, question);
                self.explained = Some(ExplainView::working(work, anchor, context.clone()));
            }
            Action::Toast { text, undo: true } => {
                self.toasts.push(Toast::done(text).action("Undo", Command::Undo));
            }
            Action::Toast { text, undo: false } => self.toasts.push(Toast::problem(text)),
            Action::Copy(text) => context.copy_text(text),
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
                let can_see = self.sight().is_some();
                self.sheet = Some(Sheet::ExportMap(Export::new(can_see)));
            }
            Command::ExportReport => self.ask_path(Purpose::ExportReport, context, frame),
            Command::ImportUsage => self.ask_path(Purpose::ImportUsage, context, frame),
            Command::ImportClipboard => {
                if let Some(place) = self.import_place() {
                    self.import = Some(Wizard::clipboard(place, context));
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
            Command::RenameAccount | Command::DeleteAccount => session.selection.account.is_some(),
            Command::Save | Command::SaveAs | Command::SaveCopy | Command::ExportReport => self.job.is_none(),
            Command::ExportMap => {
                self.job.is_none() && (session.selection.account.is_some() || self.sight().is_some())
            }
            Command::ImportUsage | Command::ImportClipboard => {
                !session.document.workspace().accounts.is_empty()
            }
            Command::ExportGrid => session.selection.account.is_some(),
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

    fn selected_account(&self) -> Option<(AccountKey, String)> {
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

    // --- periods ---

    fn next_period(&mut self) -> Option<Period> {
        let session = self.session.as_mut()?;
        Some(session.derived().next_period(session.document.workspace()))
    }

    fn show_period(&mut self, period: Period) {
        if let Some(session) = &mut self.session {
            session.period = period;
        }
    }

    fn step_period(&mut self, step: i32) {
        if let Some(session) = &mut self.session {
            let next = session.period.plus(step);
            if session.derived().periods.contains(&next) {
                session.period = next;
            }
        }
    }

    fn toggle_play(&mut self, context: &Context) {
        let Some(session) = &mut self.session else { return };
        if self.play_at.take().is_some() {
            return;
        }
        let periods = &session.derived().periods;
        if periods.last() == Some(&session.period)
            && let Some(first) = periods.first()
        {
            session.period = *first;
        }
        self.play_at =
            Some(context.input(|input| input.time) + f64::from(tokens::M_PLAY + tokens::M_PLAY_REST));
        context.request_repaint();
    }

    /// Steps a playback on when its time has come.
    pub(super) fn play(&mut self, context: &Context) {
        let (Some(due), Some(session)) = (self.play_at, &mut self.session) else { return };
        let now = context.input(|input| input.time);
        let each = f64::from(tokens::M_PLAY + tokens::M_PLAY_REST);
        if now >= due {
            let next = session.period.plus(1);
            let more = session.derived().periods.contains(&next);
            if more {
                session.period = next;
            }
            self.play_at = more.then_some(now + each);
        }
        if let Some(due) = self.play_at {
            context.request_repaint_after(std::time::Duration::from_secs_f64((due - now).max(0.01)));
        }
    }

    // --- files ---

    /// Goes on at once, or after the question about unsaved work.
    fn unless_unsaved(&mut self, after: After, context: &Context, frame: Option<&eframe::Frame>) {
        match &self.session {
            Some(session) if session.needs_asking() => {
                self.sheet = Some(Sheet::Unsaved { name: session.name(), after });
            }
            _ => self.go_on(after, context, frame),
        }
    }

    fn go_on(&mut self, after: After, context: &Context, frame: Option<&eframe::Frame>) {
        match after {
            After::Close => {
                self.closing = true;
                context.send_viewport_cmd(ViewportCommand::Close);
            }
            After::New => {
                let mut workspace = Workspace::default();
                "New workspace".clone_into(&mut std::sync::Arc::make_mut(&mut workspace.settings).name);
                self.begin(Session::created(workspace));
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

    fn begin(&mut self, session: Session) {
        self.session = Some(session);
        self.import = None;
        self.explained = None;
        self.play_at = None;
    }

    /// Reads a file in the background.
    pub(super) fn open_path(&mut self, path: PathBuf, context: &Context) {
        self.job = Some(Job::open(path, context.clone()));
    }

    fn save(&mut self, context: &Context, frame: Option<&eframe::Frame>) {
        match self.session.as_ref().and_then(|session| session.file.clone()) {
            Some(path) => self.write(path, Purpose::SaveAs, context),
            None => self.ask_path(Purpose::SaveAs, context, frame),
        }
    }

    fn write(&mut self, path: PathBuf, purpose: Purpose, context: &Context) {
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

    fn saved(
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

    fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.preferences.remember(&path);
        self.look_up_recent();
        self.save_preferences();
    }

    fn exists(&self, path: &Path) -> bool {
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

/// What a library or an edit says, as a sentence: a capital first, a full stop behind its first line.
pub(super) fn sentence(said: &str) -> String {
    let (line, rest) = said.split_at(said.find('\n').unwrap_or(said.len()));
    let mut chars = line.trim_end().chars();
    let mut whole: String =
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    if whole.ends_with(|last: char| last.is_alphanumeric() || "`)”’\"'".contains(last)) {
        whole.push('.');
    }
    whole + rest
}

/// The time of day, such as `14:02`.
fn clock() -> String {
    jiff::Zoned::now().strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_becomes_a_sentence() {
        assert_eq!(sentence("there is no unit; it may be gone"), "There is no unit; it may be gone.");
        assert_eq!(sentence("Line 3: not a number.\n    arr: x"), "Line 3: not a number.\n    arr: x");
        assert_eq!(
            sentence("line 3, column 5: a word is missing\n    (key"),
            "Line 3, column 5: a word is missing.\n    (key"
        );
        assert_eq!(sentence("what now?"), "What now?");
        assert_eq!(sentence(""), "");
    }
}
