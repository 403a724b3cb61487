//! Third step: what every row comes to, each problem, and what happens to what is there already.

use egui::{Align, Align2, Layout, Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    document::{
        Table,
        usage::{self, Counts, Fate, Meaning, Mode, Problem, Setup, column_name},
    },
    ui::kit::{
        Mark, Tokens, Weight, paint_mark, t11, t13, text,
        tokens::{S8, S12},
        widgets::{checkbox, segmented},
    },
};

use super::{Wizard, plural, sheet, source::caption, told, work::Planned};

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those that change something.
    Changes,
    /// What is wrong.
    Problems,
}

const MODES: [(Mode, &str); 3] =
    [(Mode::Fill, "Fill gaps"), (Mode::Update, "Update"), (Mode::Replace, "Replace")];

const fn about(mode: Mode) -> &'static str {
    match mode {
        Mode::Fill => "Enters figures only where there are none.",
        Mode::Update => "The table overwrites; its empty cells change nothing.",
        Mode::Replace => "Figures of these accounts and periods that the table does not give are emptied.",
    }
}

impl Wizard {
    /// Whether rows with problems may be left out: not where the table replaces all, as it would empty their units.
    pub(super) fn may_leave_out(&self) -> bool {
        self.setup.as_ref().is_some_and(|setup| setup.mode != Mode::Replace)
    }

    /// The third step.
    pub(super) fn check_ui(&mut self, ui: &mut Ui, t: &'static Tokens) {
        let Some(setup) = &mut self.setup else { return };
        ui.horizontal(|ui| {
            ui.set_min_height(32.0);
            caption(ui, t, "What is there already");
            if let Some(mode) = segmented(ui, "What is there already", setup.mode, &MODES) {
                setup.mode = mode;
            }
            let ink = if setup.mode == Mode::Replace { t.medium_text } else { t.text3 };
            text::elided(ui, about(setup.mode), t13(Weight::Regular), ink);
        });
        let Some(planned) = self.planned.take() else {
            told(ui, t, Mark::Ring, "Checking every row", "Nothing is changed yet.", None);
            return;
        };
        self.summary(ui, t, &planned);
        let options = self.options_height(&planned);
        let whole = ui.available_rect_before_wrap();
        let place = whole.with_max_y(whole.bottom() - options);
        let mut child = ui.new_child(egui::UiBuilder::new().id_salt("import rows").max_rect(place));
        if let Some(loaded) = &self.loaded {
            let view = View { table: &loaded.table, wizard: self, planned: &planned };
            match self.filter {
                Filter::Problems => view.problems(&mut child, t),
                filter => view.rows(&mut child, t, filter == Filter::Changes),
            }
        }
        let below = whole.with_min_y(place.bottom());
        let mut child = ui.new_child(
            egui::UiBuilder::new()
                .id_salt("import options")
                .max_rect(below)
                .layout(Layout::left_to_right(Align::Center)),
        );
        self.options(&mut child, &planned);
        ui.advance_cursor_after_rect(whole);
        self.planned = Some(planned);
        let ctx = ui.ctx().clone();
        let is_stale = self.planned.as_ref().map(|planned| &planned.setup) != self.setup.as_ref();
        if is_stale && self.planning.is_none() {
            self.plan(&ctx);
        }
    }

    /// What it comes to in one line, and which rows are shown.
    fn summary(&mut self, ui: &mut Ui, t: &'static Tokens, planned: &Planned) {
        let counts = planned.plan.counts;
        ui.horizontal(|ui| {
            ui.set_min_height(32.0);
            let problems = format!("Problems {}", super::grouped(planned.plan.problems.len()));
            let changes = format!("Changes {}", super::grouped(planned.changes.len()));
            let all = format!("All rows {}", super::grouped(planned.plan.lines.len()));
            let options = [
                (Filter::All, all.as_str()),
                (Filter::Changes, changes.as_str()),
                (Filter::Problems, problems.as_str()),
            ];
            if let Some(filter) = segmented(ui, "Show", self.filter, &options) {
                self.filter = filter;
            }
            ui.add_space(S8);
            let said = sentence(&counts);
            text::elided(ui, said, t13(Weight::Medium), t.text1);
        });
        if let Some(Err(why)) = &planned.next {
            let why = format!("It cannot be imported: {}", super::super::sentence::sentence(why));
            text::label(ui, why, t13(Weight::Regular), t.high_text);
        }
    }

    fn options_height(&self, planned: &Planned) -> f32 {
        if self.option_words(planned).is_empty() { 0.0 } else { 36.0 }
    }

    /// The questions that this table raises.
    fn option_words(&self, planned: &Planned) -> Vec<(Choice, String)> {
        let Some(setup) = &self.setup else { return Vec::new() };
        let counts = planned.plan.counts;
        let mut words = Vec::new();
        if counts.rolled_up > 0 || setup.own_figures {
            words.push((Choice::OwnFigures, "Figures of units with units below are their own".to_owned()));
        }
        let unknown = planned.plan.problems.iter().any(|problem| problem.is_missing_unit);
        if unknown || setup.creates_units {
            words.push((Choice::CreatesUnits, "Create missing units".to_owned()));
        }
        if counts.refused_rows > 0 && self.may_leave_out() {
            let rows = plural(counts.refused_rows, "row");
            words.push((Choice::LeaveOut, format!("Leave out {rows} with problems")));
        }
        words
    }

    fn options(&mut self, ui: &mut Ui, planned: &Planned) {
        ui.spacing_mut().item_spacing.x = 24.0;
        for (choice, words) in self.option_words(planned) {
            let Some(setup) = &mut self.setup else { return };
            let flag = match choice {
                Choice::OwnFigures => &mut setup.own_figures,
                Choice::CreatesUnits => &mut setup.creates_units,
                Choice::LeaveOut => &mut self.leave_out,
            };
            checkbox(ui, flag, &words);
        }
    }
}

#[derive(Clone, Copy)]
enum Choice {
    OwnFigures,
    CreatesUnits,
    LeaveOut,
}

/// What it comes to, in words.
fn sentence(counts: &Counts) -> String {
    let parts = [
        (counts.new, "new"),
        (counts.changed, "changed"),
        (counts.emptied, "emptied"),
        (counts.same, "the same"),
        (counts.stays, "kept as they are"),
        (counts.rolled_up, "left out: sums of units below"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", super::grouped(*count)))
        .collect();
    let units = (counts.units > 0).then(|| plural(counts.units, "new unit"));
    let all: Vec<String> = parts.into_iter().chain(units).collect();
    if all.is_empty() { "No figure can be taken".to_owned() } else { all.join("  ·  ") }
}

struct View<'a> {
    table: &'a Table,
    wizard: &'a Wizard,
    planned: &'a Planned,
}

impl View<'_> {
    const fn setup(&self) -> &Setup {
        &self.planned.setup
    }

    fn problems(&self, ui: &mut Ui, t: &'static Tokens) {
        let problems = &self.planned.plan.problems;
        if problems.is_empty() {
            let why = "Every cell of the columns in use was understood.";
            told(ui, t, Mark::Tick, "No problems", why, None);
            return;
        }
        let column = |title: &str, width: f32, is_number: bool| sheet::Column {
            title: title.to_owned(),
            width,
            is_number,
        };
        let wide = ui.available_width() - 2.0;
        let columns = [
            column("Row", 64.0, true),
            column("Column", 140.0, false),
            column("Found", 160.0, false),
            column("What to do", wide - 364.0, false),
        ];
        sheet::show(ui, t, "import problems", &columns, problems.len(), |ui, painter, row, nth, rect| {
            let problem: &Problem = &problems[row];
            let line = &self.table.lines[problem.line];
            match nth {
                0 => {
                    let centre = pos2(rect.left() + 14.0, rect.center().y);
                    paint_mark(painter, centre, 12.0, Mark::Triangle, t.high, t.panel);
                    let number = line.number.to_string();
                    text::paint_right(painter, rect, S8, &number, t13(Weight::Regular), t.text1);
                }
                1 => {
                    let name = problem.column.map(|column| column_name(self.table, self.setup(), column));
                    let name = name.unwrap_or_default();
                    text::paint_left(painter, rect, S8, &name, t13(Weight::Regular), t.text1);
                }
                2 => {
                    let found = if problem.found.is_empty() { "nothing" } else { &problem.found };
                    text::paint_left(painter, rect, S8, found, t13(Weight::Regular), t.high_text);
                }
                _ => {
                    text::paint_left(painter, rect, S8, &problem.what, t13(Weight::Regular), t.text1);
                    let place = usage::place(self.table, self.setup(), problem);
                    let name = format!("{place}: “{}”. {}", problem.found, problem.what);
                    let response = ui.interact(rect, ui.scope_id().with(("problem", row)), Sense::hover());
                    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
                    response.on_hover_text(&problem.what);
                }
            }
        });
    }

    fn rows(&self, ui: &mut Ui, t: &'static Tokens, only_changes: bool) {
        let plan = &self.planned.plan;
        let count = if only_changes { self.planned.changes.len() } else { plan.lines.len() };
        let line_of = |row: usize| if only_changes { self.planned.changes[row] } else { row };
        if count == 0 {
            let why = if plan.counts.emptied > 0 {
                "No row changes a figure; only figures that the table does not give are emptied."
            } else {
                "Everything in the table stands in the workspace already, or was left out."
            };
            told(ui, t, Mark::RingInfo, "Nothing changes", why, None);
            return;
        }
        let workspace = &self.wizard.place.workspace;
        let mut columns = vec![
            sheet::Column { title: "Row".to_owned(), width: 64.0, is_number: true },
            sheet::Column { title: "Unit".to_owned(), width: 220.0, is_number: false },
            sheet::Column { title: "Period".to_owned(), width: 84.0, is_number: false },
        ];
        let used = ui.available_width() - 2.0 - 368.0;
        let share = (used / plan.columns.len().max(1) as f32).floor().clamp(150.0, 220.0);
        columns.extend(plan.columns.iter().map(|column| {
            let meaning = &self.setup().meanings[*column];
            sheet::Column {
                title: meaning.name(workspace),
                width: share,
                is_number: meaning.number().is_some(),
            }
        }));
        sheet::show(ui, t, "import rows", &columns, count, |ui, painter, row, nth, rect| {
            let line = line_of(row);
            let planned = &plan.lines[line];
            let number = self.table.lines[self.setup().first_line() + line].number;
            match nth {
                0 => {
                    if planned.is_refused {
                        let centre = pos2(rect.left() + 14.0, rect.center().y);
                        paint_mark(painter, centre, 12.0, Mark::Triangle, t.high, t.panel);
                    }
                    text::paint_right(painter, rect, S8, &number.to_string(), t13(Weight::Regular), t.text3);
                }
                1 => {
                    let (name, ink) = match plan.unit_name(workspace, line) {
                        Some(name) => (name.to_owned(), t.text1),
                        None => (self.said(line), t.high_text),
                    };
                    text::paint_left(painter, rect, S8, &name, t13(Weight::Medium), ink);
                }
                2 => {
                    let period = planned.period.map(|period| workspace.period_text(period));
                    let period = period.unwrap_or_default();
                    text::paint_left(painter, rect, S8, &period, t13(Weight::Regular), t.text2);
                }
                _ => self.cell(ui, t, painter, line, nth - 3, rect),
            }
        });
    }

    /// What a row says of a unit that is not known.
    fn said(&self, line: usize) -> String {
        let setup = self.setup();
        let column = setup.column(&Meaning::Unit).or_else(|| setup.column(&Meaning::UnitKey));
        let said = column.map(|column| self.table.entry(setup.first_line() + line, column).shown());
        said.filter(|said| !said.is_empty()).unwrap_or_else(|| "no unit".to_owned())
    }

    fn cell(&self, ui: &Ui, t: &'static Tokens, painter: &Painter, line: usize, nth: usize, rect: Rect) {
        let plan = &self.planned.plan;
        let workspace = &self.wizard.place.workspace;
        let fate = plan.fate(line, nth);
        if fate == Fate::Blank {
            // What a row with a problem says besides is seen, but not judged.
            let entry = self.table.entry(self.setup().first_line() + line, plan.columns[nth]);
            let is_number = self.setup().meanings[plan.columns[nth]].number().is_some();
            if plan.lines[line].is_refused {
                let paint = if is_number { text::paint_right } else { text::paint_left };
                paint(painter, rect, S8, &entry.shown(), t13(Weight::Regular), t.text3);
            }
            return;
        }
        let (words, before) = plan.cell_texts(self.table, self.setup(), workspace, line, nth);
        let meaning = &self.setup().meanings[plan.columns[nth]];
        let is_number = meaning.number().is_some();
        let is_out = plan.lines[line].is_refused && fate != Fate::Refused;
        let (ink, weight, beside) = match fate {
            _ if is_out => (t.text3, Weight::Regular, String::new()),
            Fate::New => (t.text1, Weight::SemiBold, "new".to_owned()),
            Fate::Changed => (t.text1, Weight::SemiBold, format!("was {before}")),
            Fate::Stays => (t.text3, Weight::Regular, format!("stays {before}")),
            Fate::RolledUp => (t.text3, Weight::Regular, "sum, left".to_owned()),
            Fate::Refused => (t.high_text, Weight::Medium, String::new()),
            Fate::Same | Fate::Blank => (t.text3, Weight::Regular, String::new()),
        };
        if fate == Fate::Refused {
            painter.rect_filled(rect.shrink(1.0), 4.0, t.high_tint);
            let centre = pos2(rect.left() + 12.0, rect.center().y);
            paint_mark(painter, centre, 12.0, Mark::Triangle, t.high, t.high_tint);
        } else if matches!(fate, Fate::New | Fate::Changed) && !is_out {
            painter.rect_filled(rect.shrink(1.0), 4.0, t.accent_tint);
        }
        let lead = if fate == Fate::Refused { 16.0 } else { 0.0 };
        let room = rect.width() - 2.0 * S8 - lead;
        let main = text::elided_galley(painter, words.as_str(), t13(weight), ink, room);
        let left = room - main.size().x - S12;
        let small = text::galley(painter, beside.as_str(), t11(Weight::Regular), t.text2);
        let fits = small.size().x <= left;
        let (main_at, small_at) = if is_number {
            (
                (rect.right_center() - vec2(S8, 0.0), Align2::RIGHT_CENTER),
                (rect.left_center() + vec2(S8, 0.0), Align2::LEFT_CENTER),
            )
        } else {
            (
                (rect.left_center() + vec2(S8 + lead, 0.0), Align2::LEFT_CENTER),
                (rect.right_center() - vec2(S8, 0.0), Align2::RIGHT_CENTER),
            )
        };
        text::paint_galley(painter, main_at.0, main_at.1, main, ink);
        if fits {
            text::paint_galley(painter, small_at.0, small_at.1, small, t.text2);
        }
        let name = plan.unit_name(workspace, line).map_or_else(|| self.said(line), str::to_owned);
        let state = match fate {
            Fate::Refused => "problem".to_owned(),
            _ if is_out => "left out".to_owned(),
            Fate::Same => "the same already".to_owned(),
            _ => beside,
        };
        let said = format!("{name}, {}: {words}, {state}", meaning.name(workspace));
        let response = ui.interact(rect, ui.scope_id().with(("fate", line, nth)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        if fate == Fate::Refused {
            let first = self.setup().first_line();
            let column = plan.columns[nth];
            let is_here = |problem: &&Problem| problem.line == first + line && problem.column == Some(column);
            let start = plan.problems.partition_point(|problem| problem.line < first + line);
            if let Some(problem) = plan.problems[start..].iter().take(64).find(is_here) {
                response.on_hover_text(&problem.what);
            }
        } else if !fits {
            response.on_hover_text(&said);
        }
    }
}
