//! The application: paints a pass, gathers actions, applies them afterwards.

use std::{path::PathBuf, rc::Rc, sync::Arc};

use egui::{CentralPanel, Context, Frame, Margin, Panel, Rect, Ui, ViewportCommand};

use crate::{
    domain::Workspace,
    engine::metrics::Unit,
    files::safety::{Disk, RealDisk},
    publish::map::MapPicture,
    ui::{
        kit::{self, Tokens, theme, tokens, widgets::Toasts},
        panels::{self, Action, Arrangement, Clipboard, GridTable, PanelContext, Request, map::Sight},
    },
};

use super::{
    commands::{self, Command},
    dialogs::{self, FileDialogs, Pending},
    dividers,
    explain_view::{ExplainView, written},
    export::Export,
    frame_times::FrameTimes,
    guard,
    headline::Headline,
    import::Wizard,
    jobs::Job,
    menu::TopLine,
    modals::{After, Sheet},
    names::Names,
    palette::{Choice, Outcome, Palette},
    preferences::{Preferences, Theme},
    session::Session,
    start::Start,
    status::{self, Pressed},
    tiles,
    tiles::Pane,
    welcome,
};

/// Every panel with its transient state.
#[derive(Default)]
struct Panels {
    accounts: panels::AccountsPanel,
    map: panels::MapPanel,
    inspector: panels::InspectorPanel,
    strip: panels::TrendsStrip,
    usage: panels::UsagePanel,
    scoring: panels::ScoringPanel,
    ranking: panels::RankingPanel,
    lines: panels::LinesPanel,
    tornado: panels::TornadoPanel,
    trends: panels::TrendsPanel,
}

/// The window's whole state.
pub struct App {
    pub(super) session: Option<Session>,
    pub(super) preferences: Preferences,
    pub(super) folder: Option<PathBuf>,
    pub(super) disk: Box<dyn Disk>,
    pub(super) dialogs: Box<dyn FileDialogs>,
    pub(super) clipboard: Rc<dyn Clipboard>,
    pub(super) pending: Option<Pending>,
    pub(super) job: Option<Job>,
    /// What follows a save that was asked for before closing or opening.
    pub(super) after_save: Option<After>,
    /// The picture for which a file is asked.
    pub(super) exporting: Option<(Export, MapPicture)>,
    pub(super) sheet: Option<Sheet>,
    pub(super) palette: Option<Palette>,
    /// The import of usage while it is open.
    pub(super) import: Option<Wizard>,
    /// The usage grid that waits for a file to be written into.
    pub(super) exported: Option<Box<GridTable>>,
    pub(super) explained: Option<ExplainView>,
    pub(super) toasts: Toasts<Command>,
    /// The workspace after the step that a toast offers to undo.
    pub(super) undoable: Option<Arc<Workspace>>,
    pub(super) arrangement: Arrangement,
    pub(super) closing: bool,
    /// When the next period of a playback is due, in seconds of the frame's clock.
    pub(super) play_at: Option<f64>,
    /// Recent files with whether they exist; looked up when a list is shown anew, not in every pass.
    pub(super) recent: Vec<(PathBuf, bool)>,
    tiles: Option<egui_tiles::Tree<Pane>>,
    panels: Panels,
    broken: Vec<(Pane, String)>,
    title: String,
    /// Whether the program was never started before, until that has been written down.
    first_start: bool,
    /// The frame after which the window closes by itself, counted from 1, for measuring; `None` = it stays.
    leave_after: Option<u64>,
    frame_times: FrameTimes,
}

impl App {
    /// The first pass follows. `context` has its fonts and themes set here.
    pub fn new(context: &Context, mut start: Start) -> Self {
        kit::install(context);
        context.add_plugin(Names);
        // Ctrl+0 belongs to the map; the View menu zooms the interface.
        context.options_mut(|options| options.zoom_with_keyboard = false);
        guard::install_hook();
        let usage = panels::UsagePanel::arranged(start.preferences.usage.clone());
        let mut app = Self {
            arrangement: start.preferences.arrangement.unwrap_or(Arrangement::Map),
            session: start.sample(),
            preferences: start.preferences,
            folder: start.folder,
            disk: Box::new(RealDisk),
            dialogs: start.dialogs,
            clipboard: start.clipboard,
            pending: None,
            job: None,
            after_save: None,
            exporting: None,
            sheet: None,
            palette: None,
            import: None,
            exported: None,
            explained: None,
            toasts: Toasts::default(),
            undoable: None,
            closing: false,
            play_at: None,
            recent: Vec::new(),
            tiles: None,
            panels: Panels { usage, ..Panels::default() },
            broken: Vec::new(),
            title: String::new(),
            first_start: false,
            leave_after: std::env::var("INROADS_LEAVE_AT_FRAME").ok().and_then(|text| text.parse().ok()),
            frame_times: FrameTimes::from_environment(),
        };
        app.apply_look(context);
        app.look_up_recent();
        app.first_start = !std::mem::replace(&mut app.preferences.started_before, true);
        if let Some(file) = start.file {
            app.open_path(file, context);
        }
        app
    }

    /// The open session; `None` on the welcome page.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    pub(super) fn apply_look(&self, context: &Context) {
        context.set_theme(match self.preferences.theme {
            Theme::System => egui::ThemePreference::System,
            Theme::Light => egui::ThemePreference::Light,
            Theme::Dark => egui::ThemePreference::Dark,
        });
        theme::set_reduced_motion(context, self.preferences.reduced_motion);
    }

    /// Paints everything and applies what was asked for. `frame` is `None` in tests without a window.
    pub fn pass(&mut self, ui: &mut Ui, frame: Option<&eframe::Frame>) {
        let context = ui.ctx().clone();
        if self.is_not_worth_painting(&context) {
            return;
        }
        self.poll(&context, frame);
        self.play(&context);
        let mut actions = Vec::new();
        let mut asked: Vec<Command> = Vec::new();
        if self.sheet.is_none() && self.palette.is_none() && self.import.is_none() {
            asked.extend(commands::pressed(&context));
        }
        let bare = Frame::new().inner_margin(Margin::ZERO);
        Panel::top("top line").exact_size(tokens::ROW_MENU).frame(bare).show_separator_line(false).show(
            ui,
            |ui| {
                self.top_line(ui, &mut asked);
            },
        );
        Panel::bottom("status").exact_size(tokens::ROW_STATUS).frame(bare).show_separator_line(false).show(
            ui,
            |ui| {
                let cells = (self.arrangement == Arrangement::Usage).then(|| self.cells_summary()).flatten();
                match status::ui(ui, self.session.as_ref(), self.job.as_ref(), cells.as_deref()) {
                    Some(Pressed::Undo) => asked.push(Command::Undo),
                    Some(Pressed::Cancel) => self.cancel_export(),
                    None => {}
                }
            },
        );
        let edge = Frame::new().inner_margin(Margin { left: 8, right: 8, top: 0, bottom: 0 });
        CentralPanel::default().frame(edge).show(ui, |ui| match self.session.take() {
            Some(mut session) => {
                self.workspace_ui(ui, &mut session, &mut actions, &mut asked);
                self.session = Some(session);
            }
            None => {
                if let Some(chosen) = welcome::ui(ui, &self.recent) {
                    match chosen {
                        welcome::Chosen::Command(command) => asked.push(command),
                        welcome::Chosen::Recent(path) => {
                            actions.push(Action::Request(Request::OpenPath(path)));
                        }
                    }
                }
            }
        });
        self.overlays(&context, &mut actions, &mut asked);
        for action in actions {
            self.act(action, &context, frame);
        }
        for command in asked {
            self.run(command, &context, frame);
        }
        self.update_title(&context);
    }

    /// Whether this frame is not worth painting. The first one goes into a window that is not on the screen yet,
    /// and painting it would only keep the window away; the one after the last one measured goes into a window
    /// that closes.
    fn is_not_worth_painting(&self, context: &Context) -> bool {
        let number = context.cumulative_frame_nr() + 1;
        if number == 1 || self.leave_after.is_some() {
            context.request_repaint();
        }
        if self.leave_after == Some(number) {
            context.send_viewport_cmd(ViewportCommand::Close);
        }
        number == 1 || self.leave_after.is_some_and(|last| number > last)
    }

    fn top_line(&mut self, ui: &mut Ui, asked: &mut Vec<Command>) {
        let enabled = |command| self.is_enabled(command);
        let name = |command| self.command_name(command);
        let line = TopLine {
            enabled: &enabled,
            name: &name,
            recent: &self.recent,
            arrangement: self.session.as_ref().map(|_| self.arrangement),
            theme: self.preferences.theme,
        };
        let chosen = line.ui(ui);
        asked.extend(chosen.command);
        if let Some(path) = chosen.recent {
            let context = ui.ctx().clone();
            self.act(Action::Request(Request::OpenPath(path)), &context, None);
        }
    }

    fn workspace_ui(
        &mut self,
        ui: &mut Ui,
        session: &mut Session,
        actions: &mut Vec<Action>,
        asked: &mut Vec<Command>,
    ) {
        let derived = session.derived();
        let workspace = Arc::clone(session.document.workspace());
        let area = ui.max_rect();
        let strip = Rect::from_min_size(area.min, egui::vec2(area.width(), tokens::ROW_STRIP));
        let headline = Headline {
            workspace: &workspace,
            derived: &derived,
            selection: &session.selection,
            playing: self.play_at.is_some(),
        };
        let mut child = ui.new_child(egui::UiBuilder::new().id_salt("headline").max_rect(strip));
        if headline.ui(&mut child, actions).play {
            asked.push(Command::PlayPeriods);
        }
        let top = strip.bottom() + tokens::S8;
        let mut below = Rect::from_min_max(egui::pos2(area.left(), top), area.max);
        if session.is_sample && !session.document.is_touched() {
            let band = Rect::from_min_size(below.min, egui::vec2(below.width(), SAMPLE_LINE));
            let mut child = ui.new_child(egui::UiBuilder::new().id_salt("sample").max_rect(band));
            asked.extend(sample_line(&mut child));
            below.min.y += SAMPLE_LINE + tokens::GAP_PANEL;
        }
        let mut tree = self.tiles.take().unwrap_or_else(|| self.own_tiles(below.width()));
        let mut child = ui.new_child(egui::UiBuilder::new().id_salt("tiles").max_rect(below));
        let (panels, broken) = (&mut self.panels, &mut self.broken);
        let reduced_motion = self.preferences.reduced_motion;
        let mut paint = |pane: Pane, ui: &mut Ui| {
            if let Some(at) = broken.iter().position(|(other, _)| *other == pane) {
                if broken_ui(ui, pane, &broken[at].1) {
                    broken.remove(at);
                }
                return;
            }
            let mut own = Vec::new();
            let clipboard = &*self.clipboard;
            let mut context = PanelContext {
                workspace: &workspace,
                derived: &derived,
                selection: &session.selection,
                period: session.period,
                tokens: Tokens::of(ui),
                reduced_motion,
                clipboard,
                actions: &mut own,
            };
            match guard::guarded(|| panels.ui(pane, &mut context, ui)) {
                Ok(()) => actions.append(&mut own),
                Err(report) => broken.push((pane, report)),
            }
        };
        let mut frames = tiles::Frames { tokens: Tokens::of(ui), paint: &mut paint, edited: false };
        tree.ui(&mut frames, &mut child);
        let edited = frames.edited | dividers::keys(&child, &mut tree);
        if edited && !ui.input(|input| input.pointer.any_down()) {
            self.preferences.tiles.retain(|(other, _)| *other != self.arrangement);
            self.preferences.tiles.push((self.arrangement, tree.clone()));
        }
        if self.preferences.usage != *self.panels.usage.view() {
            self.preferences.usage = self.panels.usage.view().clone();
        }
        self.tiles = Some(tree);
        ui.allocate_rect(area, egui::Sense::hover());
    }

    fn own_tiles(&self, width: f32) -> egui_tiles::Tree<Pane> {
        let own = self.preferences.tiles.iter().find(|(arrangement, _)| *arrangement == self.arrangement);
        own.map_or_else(|| tiles::arrange(self.arrangement, width), |(_, tree)| tree.clone())
    }

    /// Shows an arrangement, as the user left it.
    pub(super) fn show_arrangement(&mut self, arrangement: Arrangement) {
        self.arrangement = arrangement;
        self.preferences.arrangement = Some(arrangement);
        self.tiles = None;
        self.save_preferences();
    }

    /// Brings the selected units into view on the map.
    pub(super) fn show_on_map(&mut self) {
        self.show_arrangement(Arrangement::Map);
        self.panels.map.show_selection();
    }

    /// The map as it stands on the screen; `None` = it is not there.
    pub(super) fn sight(&self) -> Option<Sight> {
        let session = self.session.as_ref()?;
        self.panels.map.sight(session.document.workspace(), &session.selection, session.period)
    }

    /// The grid gives itself as a table in the next pass.
    pub(super) fn export_grid(&mut self) {
        self.panels.usage.export();
    }

    /// Puts the panels of the arrangement back to their places.
    pub(super) fn reset_tiles(&mut self) {
        self.preferences.tiles.retain(|(other, _)| *other != self.arrangement);
        self.tiles = None;
        self.save_preferences();
    }

    fn cells_summary(&self) -> Option<String> {
        let summary = self.panels.usage.summary()?;
        let written = |value: Option<f64>| written(value, summary.unit.unwrap_or(Unit::Number), "");
        // Rates have no sum: it would say nothing.
        let sum = summary.sum.map_or_else(String::new, |sum| format!("   sum {}", written(Some(sum))));
        Some(format!("{} cells{sum}   mean {}", summary.cells, written(summary.mean)))
    }

    fn overlays(&mut self, context: &Context, actions: &mut Vec<Action>, asked: &mut Vec<Command>) {
        self.withdraw_undo();
        asked.extend(self.toasts.show(context, tokens::ROW_STATUS + tokens::S16));
        if let (Some(view), Some(session)) = (&mut self.explained, &self.session) {
            let settings = &session.document.workspace().settings;
            if !view.ui(context, &settings.currency.symbol, settings.period_kind) {
                self.explained = None;
            }
        }
        if let Some(mut palette) = self.palette.take() {
            let workspace = self.session.as_ref().map(|session| Arc::clone(session.document.workspace()));
            match palette.ui(context, workspace.as_deref(), &|command| self.is_enabled(command)) {
                Outcome::Chosen(Choice::Command(command)) => asked.push(command),
                Outcome::Chosen(Choice::Account(key)) => actions.push(Action::SelectAccount(Some(key))),
                Outcome::Closed => {}
                Outcome::Open => self.palette = Some(palette),
            }
        }
        self.import_ui(context, asked);
        if let Some(mut sheet) = self.sheet.take() {
            match sheet.ui(context) {
                Some(answer) => self.answer(answer, context),
                None => self.sheet = Some(sheet),
            }
        }
    }

    fn update_title(&mut self, context: &Context) {
        let title = self.session.as_ref().map_or_else(
            || "Inroads".to_owned(),
            |session| {
                let mark = if session.document.is_dirty() { "• " } else { "" };
                format!("{mark}{} – Inroads", session.name())
            },
        );
        context.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(title.as_str()));
        if title != self.title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl Panels {
    fn ui(&mut self, pane: Pane, context: &mut PanelContext<'_>, ui: &mut Ui) {
        match pane {
            Pane::Accounts => self.accounts.ui(context, ui),
            Pane::Map => self.map.ui(context, ui),
            Pane::Inspector => self.inspector.ui(context, ui),
            Pane::TrendsStrip => self.strip.ui(context, ui),
            Pane::Usage => self.usage.ui(context, ui),
            Pane::Scoring => self.scoring.ui(context, ui),
            Pane::Ranking => self.ranking.ui(context, ui),
            Pane::Lines => self.lines.ui(context, ui),
            Pane::Tornado => self.tornado.ui(context, ui),
            Pane::Trends => self.trends.ui(context, ui),
        }
    }
}

/// Height of the line over an untouched sample.
const SAMPLE_LINE: f32 = 44.0;

/// The quiet line over an untouched sample.
fn sample_line(ui: &mut Ui) -> Option<Command> {
    use kit::{
        Mark,
        widgets::{Button, banner},
    };
    let tokens = Tokens::of(ui);
    let sentence =
        "This is a sample with invented figures. Change what you like; nothing is saved unless you save it.";
    banner(ui, (Mark::RingInfo, tokens.info), tokens.info_tint, sentence, |ui| {
        // Laid out from the right.
        let choices = [("Open…", Command::Open), ("New workspace", Command::New)];
        let pressed = choices.into_iter().filter(|(name, _)| Button::outline(name).show(ui).clicked());
        pressed.map(|(_, command)| command).last()
    })
}

/// In place of a panel that failed; whether to try again.
fn broken_ui(ui: &mut Ui, pane: Pane, report: &str) -> bool {
    use kit::{Weight, t13, t15, text, widgets};
    let tokens = Tokens::of(ui);
    let mut again = false;
    ui.add_space(24.0);
    ui.vertical_centered(|ui| {
        let title = format!("{} could not be shown", pane.title());
        text::label(ui, title, t15(Weight::SemiBold), tokens.text1);
        let sentence = "This is a bug in Inroads. Your work is untouched; save it, then try again.";
        text::label(ui, sentence, t13(Weight::Regular), tokens.text2);
        ui.add_space(8.0);
        again = widgets::button(ui, "Try again").clicked();
        if widgets::button(ui, "Copy report").clicked() {
            ui.copy_text(report.to_owned());
        }
    });
    again
}

impl eframe::App for App {
    fn logic(&mut self, context: &Context, frame: &mut eframe::Frame) {
        self.frame_times.tell(context, frame);
        self.watch_closing(context);
        // Writing waits for the disk: not before there is something to look at.
        if self.first_start && context.cumulative_frame_nr() > 1 {
            self.first_start = false;
            self.save_preferences();
        }
    }

    /// The desk is what the window is cleared with: painting it would touch every pixel twice.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let context = ui.ctx().clone();
        if let Err(report) = guard::guarded(|| self.pass(ui, Some(frame))) {
            self.sheet = Some(Sheet::Problem {
                title: "Something in the window failed".to_owned(),
                text: format!(
                    "This is a bug in Inroads. Your work is untouched; save it now.\n\n{report}\n{}",
                    dialogs::last_problem().unwrap_or_default()
                ),
            });
            context.request_repaint();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.save_preferences();
    }
}
