//! Importing usage step by step: the source, what its columns mean, what every row comes to. Nothing changes before the
//! last button, and then it is one step.
//!
//! `work` reads and plans on threads of its own; `source`, `columns` and `check` are the three steps; `sheet` is the table
//! that two of them show.

mod check;
mod columns;
mod sheet;
mod source;
mod work;

use std::{rc::Rc, sync::Arc};

use egui::{
    Align, Align2, Context, Event, Key, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::{
    document::{
        Edit,
        usage::{self, Mode, Setup},
    },
    domain::Workspace,
    ui::kit::{
        Mark, Tokens, Weight, paint_mark, t11, t13, t15, text,
        tokens::{S8, S12, S16},
        widgets::{Button, meter, sheet},
    },
    ui::panels::Clipboard,
};

use check::Filter;
use work::{Loaded, Planned, Wanted, Work};
pub use work::{Place, Source};

/// Width of the sheet, its margins included.
const WIDTH: f32 = 1080.0;
/// Height of what stands between title and buttons.
const BODY: f32 = 470.0;
/// Margin around everything.
const MARGIN: i8 = 20;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Source,
    Columns,
    Check,
}

const STEPS: [(Step, &str); 3] =
    [(Step::Source, "Source"), (Step::Columns, "Columns"), (Step::Check, "Check")];

/// What the wizard asks of the window.
pub enum Asked {
    /// It stays.
    Nothing,
    /// It closes; nothing changed.
    Close,
    /// Another file, by the file dialog.
    ChooseFile,
    /// Take an edit, whose result on this workspace is known.
    Take {
        /// The edit.
        edit: Edit,
        /// The workspace that it was made for.
        base: Arc<Workspace>,
        /// What comes of it.
        next: Arc<Workspace>,
        /// What to say afterwards.
        said: String,
    },
}

/// The wizard while it is open.
pub struct Wizard {
    /// Where the table comes from, for people.
    name: String,
    place: Place,
    step: Step,
    /// Waits for the text of the clipboard.
    awaits_paste: bool,
    /// Where the HTML beside that text comes from.
    clipboard: Option<Rc<dyn Clipboard>>,
    reading: Option<Work<Result<Box<Loaded>, String>>>,
    loaded: Option<Box<Loaded>>,
    setup: Option<Setup>,
    planning: Option<Work<Option<Box<Planned>>>>,
    planned: Option<Box<Planned>>,
    filter: Filter,
    leave_out: bool,
    /// Why nothing could be read.
    problem: Option<String>,
    /// Whether the step has just begun, and its button takes the keyboard.
    is_fresh: bool,
}

impl Wizard {
    fn new(name: String, place: Place, ctx: &Context) -> Self {
        // Whatever has the keyboard below would take what is typed or pasted here.
        ctx.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
        Self {
            name,
            place,
            step: Step::Source,
            awaits_paste: false,
            clipboard: None,
            reading: None,
            loaded: None,
            setup: None,
            planning: None,
            planned: None,
            filter: Filter::All,
            leave_out: false,
            problem: None,
            is_fresh: true,
        }
    }

    /// Begins with a file.
    pub fn file(path: std::path::PathBuf, place: Place, ctx: &Context) -> Self {
        let mut wizard = Self::new(super::jobs::name(&path), place, ctx);
        wizard.read(Source::File(path), Wanted::default(), ctx);
        wizard
    }

    /// Begins with the clipboard, which is asked for.
    pub fn clipboard(place: Place, clipboard: Rc<dyn Clipboard>, ctx: &Context) -> Self {
        ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
        Self {
            awaits_paste: true,
            clipboard: Some(clipboard),
            ..Self::new("the clipboard".to_owned(), place, ctx)
        }
    }

    fn read(&mut self, source: Source, wanted: Wanted, ctx: &Context) {
        self.problem = None;
        self.planned = None;
        self.planning = None;
        self.awaits_paste = false;
        self.reading = Some(work::read(source, wanted, self.place.clone(), ctx.clone()));
    }

    /// Reads the same source in another way.
    fn read_again(&mut self, wanted: Wanted, ctx: &Context) {
        if let Some(loaded) = self.loaded.take() {
            self.setup = None;
            self.read(Source::Open(loaded.outside, loaded.numbers), wanted, ctx);
        }
    }

    /// Works out the plan for the present setup, unless it is known or on its way.
    fn plan(&mut self, ctx: &Context) {
        let (Some(loaded), Some(setup)) = (&self.loaded, &self.setup) else { return };
        if self.planned.as_ref().is_some_and(|planned| planned.setup == *setup) {
            return;
        }
        let (table, workspace) = (Arc::clone(&loaded.table), Arc::clone(&self.place.workspace));
        self.planning = Some(work::plan(table, setup.clone(), workspace, self.name.clone(), ctx.clone()));
    }

    fn poll(&mut self, ctx: &Context) {
        if self.awaits_paste {
            let pasted = ctx.input_mut(|input| {
                let at = input.events.iter().position(|event| matches!(event, Event::Paste(_)))?;
                if let Event::Paste(text) = input.events.remove(at) { Some(text) } else { None }
            });
            if let Some(text) = pasted {
                let html = self.clipboard.as_ref().and_then(|clipboard| clipboard.html());
                self.read(Source::Clipboard { text, html }, Wanted::default(), ctx);
            }
        }
        if let Some(done) = self.reading.as_ref().and_then(Work::poll) {
            self.reading = None;
            match done.and_then(|read| read) {
                Ok(loaded) => {
                    self.setup = Some(loaded.setup.clone());
                    self.loaded = Some(loaded);
                    self.is_fresh = true;
                }
                Err(problem) => self.problem = Some(super::sentence::sentence(&problem)),
            }
        }
        if let Some(done) = self.planning.as_ref().and_then(Work::poll) {
            self.planning = None;
            match done {
                Ok(Some(planned)) => {
                    let is_sound = planned.plan.problems.is_empty();
                    self.filter = match self.filter {
                        // What is wrong is shown first, and only once.
                        _ if self.planned.is_none() && !is_sound => Filter::Problems,
                        Filter::Problems if is_sound => Filter::All,
                        kept => kept,
                    };
                    self.planned = Some(planned);
                    self.is_fresh = true;
                }
                Ok(None) => {}
                Err(problem) => self.problem = Some(problem),
            }
        }
        if self.reading.is_some() || self.planning.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_millis(60));
        }
    }

    /// Shows it.
    pub fn ui(&mut self, ctx: &Context) -> Asked {
        self.poll(ctx);
        let escaped = ctx.input(|input| input.key_pressed(Key::Escape));
        let mut asked = Asked::Nothing;
        let shown = sheet(ctx, "import usage", "Import usage", WIDTH, MARGIN, |ui| {
            let t = Tokens::of(ui);
            ui.spacing_mut().item_spacing = vec2(S8, S8);
            self.head(ui, t);
            let height = BODY.min(ctx.content_rect().height() - 200.0);
            let (body, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            let mut child = ui.new_child(UiBuilder::new().id_salt("import body").max_rect(body));
            self.body(&mut child, t, &mut asked);
            ui.add_space(S8);
            self.foot(ui, t, &mut asked);
        });
        // A click beside it is a slip, and would lose everything that was set.
        if shown.is_none() && escaped && matches!(asked, Asked::Nothing) {
            asked = Asked::Close;
        }
        asked
    }

    fn head(&self, ui: &mut Ui, t: &'static Tokens) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
        let at = rect.left_center();
        let title = text::paint(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            "Import usage",
            t15(Weight::SemiBold),
            t.text1,
        );
        let mut right = rect.right();
        for (nth, (step, word)) in STEPS.iter().enumerate().rev() {
            let (is_here, is_done) = (*step == self.step, *step < self.step);
            let ink = if is_here { t.text1 } else { t.text3 };
            let weight = if is_here { Weight::SemiBold } else { Weight::Regular };
            let word_at = pos2(right, rect.center().y);
            let said = text::paint(ui.painter(), word_at, Align2::RIGHT_CENTER, *word, t13(weight), ink);
            let centre = pos2(said.left() - 18.0, rect.center().y);
            let fill = if is_here { t.accent } else { t.hover };
            ui.painter().circle_filled(centre, 10.0, fill);
            if is_done {
                paint_mark(ui.painter(), centre, 11.0, Mark::Tick, t.accent_text, fill);
            } else {
                let ink = if is_here { t.on_accent } else { t.text2 };
                let number = (nth + 1).to_string();
                text::paint(ui.painter(), centre, Align2::CENTER_CENTER, number, t11(Weight::SemiBold), ink);
            }
            let place = Rect::from_min_max(pos2(centre.x - 10.0, rect.top()), said.right_bottom());
            let state = if is_here {
                ", this step"
            } else if is_done {
                ", done"
            } else {
                ""
            };
            let name = format!("Step {} of 3: {word}{state}", nth + 1);
            ui.interact(place, ui.scope_id().with(("import step", nth)), Sense::hover())
                .widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
            right = centre.x - 10.0 - S16;
            if nth > 0 {
                let line = right + 2.0 - 20.0..=right + 2.0;
                ui.painter().hline(line, rect.center().y, egui::Stroke::new(1.0, t.border));
                right -= 20.0 + S12;
            }
        }
        let room =
            Rect::from_min_max(pos2(title.right() + S12, rect.top()), pos2(right - S16, rect.bottom()));
        let from = format!("from {}", self.name);
        text::paint_left(ui.painter(), room, 0.0, &from, t13(Weight::Regular), t.text3);
    }

    fn body(&mut self, ui: &mut Ui, t: &'static Tokens, asked: &mut Asked) {
        if let Some(problem) = self.problem.clone() {
            if told(ui, t, Mark::Triangle, "The table cannot be read", &problem, Some("Choose another file…"))
            {
                *asked = Asked::ChooseFile;
            }
        } else if self.awaits_paste {
            let why = "Copy the cells in the other program, headings included, then press Ctrl+V here.";
            if told(ui, t, Mark::RingInfo, "Paste the table", why, Some("Paste")) {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }
        } else if let Some(reading) = &self.reading {
            let rows = reading.progress().rows();
            let said = if rows == 0 {
                "Opening the file".to_owned()
            } else {
                format!("{} rows read", grouped(rows as usize))
            };
            told(ui, t, Mark::Ring, "Reading the table", &said, None);
        } else {
            match self.step {
                Step::Source => self.source_ui(ui, t, asked),
                Step::Columns => self.columns_ui(ui, t),
                Step::Check => self.check_ui(ui, t),
            }
        }
    }

    /// Why the next step cannot begin yet; `None` = it can.
    fn hindrance(&self) -> Option<&'static str> {
        let setup = self.setup.as_ref()?;
        if self.step == Step::Columns {
            if setup.account.is_none() && setup.column(&usage::Meaning::Account).is_none() {
                return Some("Choose the account that the figures belong to.");
            }
            if !setup.names_units() {
                return Some("No column tells which unit a row speaks of; choose one.");
            }
            if !setup.meanings.iter().any(usage::Meaning::is_value) {
                return Some("No column holds figures; choose at least one.");
            }
        }
        if let (Step::Check, Some(planned)) = (self.step, &self.planned) {
            let is_open = !planned.plan.problems.is_empty();
            return match setup.mode {
                Mode::Replace if is_open => {
                    Some("A table that replaces figures is taken whole: correct its rows, or update instead.")
                }
                _ if is_open && !self.leave_out => {
                    Some("Correct the table, or leave out the rows with problems.")
                }
                _ if planned.plan.edit.is_none() => Some("Nothing would change."),
                _ => None,
            };
        }
        None
    }

    fn foot(&mut self, ui: &mut Ui, t: &'static Tokens, asked: &mut Asked) {
        let ctx = ui.ctx().clone();
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            if let Some(planning) = &self.planning {
                let share = planning.progress().share().unwrap_or(0.0);
                let name = format!("Checking, {} percent done", (share * 100.0).round());
                meter(ui, vec2(160.0, 6.0), f64::from(share), t.accent, &name);
                text::line(ui, "Checking every row…", t13(Weight::Regular), t.text2);
            } else if let Some(why) = self.hindrance() {
                text::line(ui, why, t13(Weight::Regular), t.medium_text);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let can = self.loaded.is_some() && self.reading.is_none() && self.hindrance().is_none();
                let primary = match self.step {
                    Step::Check => {
                        let ready = self.ready();
                        let word = match &ready {
                            Some(_) => self.import_word(),
                            None => "Import".to_owned(),
                        };
                        let button = Button::primary(&word).enabled(ready.is_some()).show(ui);
                        if button.clicked() {
                            self.take(asked);
                        }
                        button
                    }
                    step => {
                        let button = Button::primary("Next").enabled(can).show(ui);
                        if button.clicked() {
                            self.go(if step == Step::Source { Step::Columns } else { Step::Check }, &ctx);
                        }
                        button
                    }
                };
                // Enter goes on: the button has the keyboard when a step begins.
                if self.is_fresh && primary.enabled() {
                    self.is_fresh = false;
                    primary.request_focus();
                }
                if self.step > Step::Source && Button::new("Back").show(ui).clicked() {
                    self.go(if self.step == Step::Check { Step::Columns } else { Step::Source }, &ctx);
                }
                if Button::quiet("Cancel").shortcut("Esc").name("Cancel").show(ui).clicked() {
                    *asked = Asked::Close;
                }
            });
        });
    }

    fn go(&mut self, step: Step, ctx: &Context) {
        self.step = step;
        self.is_fresh = true;
        self.planning = None;
        if step == Step::Check {
            self.leave_out = false;
            self.planned.take_if(|planned| Some(&planned.setup) != self.setup.as_ref());
            self.plan(ctx);
        }
    }

    fn import_word(&self) -> String {
        let counts = self.planned.as_ref().map(|planned| planned.plan.counts).unwrap_or_default();
        let figures = plural(counts.figures(), "figure");
        if counts.units > 0 {
            format!("Import {figures}, {}", plural(counts.units, "new unit"))
        } else {
            format!("Import {figures}")
        }
    }

    /// The plan that can be taken now; `None` = there is none, it is on its way, or problems are not settled.
    fn ready(&self) -> Option<&Planned> {
        let planned = self.planned.as_deref().filter(|_| self.planning.is_none())?;
        let is_settled = planned.plan.problems.is_empty() || self.leave_out && self.may_leave_out();
        (is_settled && matches!(planned.next, Some(Ok(_)))).then_some(planned)
    }

    fn take(&self, asked: &mut Asked) {
        let Some(planned) = self.ready() else { return };
        if let (Some(edit), Some(Ok(next))) = (planned.plan.edit.clone(), &planned.next) {
            let counts = planned.plan.counts;
            let said = format!(
                "{} imported into {} from {}",
                plural(counts.figures(), "figure"),
                plural(counts.records, "record"),
                self.name
            );
            let (base, next) = (Arc::clone(&self.place.workspace), Arc::clone(next));
            *asked = Asked::Take { edit, base, next, said };
        }
    }
}

/// A title, a sentence and perhaps a button in the middle; whether it was pressed.
fn told(ui: &mut Ui, t: &'static Tokens, mark: Mark, title: &str, why: &str, button: Option<&str>) -> bool {
    let mut pressed = false;
    ui.add_space(ui.available_height() * 0.3);
    ui.vertical_centered(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::hover());
        let ink = if mark == Mark::Triangle { t.high } else { t.accent };
        paint_mark(ui.painter(), place.center(), 20.0, mark, ink, t.raised);
        text::label(ui, title, t15(Weight::SemiBold), t.text1);
        ui.set_max_width(560.0);
        text::label(ui, why, t13(Weight::Regular), t.text2);
        if let Some(button) = button {
            ui.add_space(S8);
            pressed = Button::new(button).show(ui).clicked();
        }
    });
    pressed
}

/// A number of things.
fn plural(count: usize, what: &str) -> String {
    let number = grouped(count);
    if count == 1 { format!("{number} {what}") } else { format!("{number} {what}s") }
}

/// A count with its thousands apart.
fn grouped(count: usize) -> String {
    crate::ui::kit::number::count(count as u64)
}
