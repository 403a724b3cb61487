//! Putting a guardrail at a cell aside, with a note, until a period or for good; and taking that back.

use egui::{Align, Context, Id, Key, Layout, Ui};

use crate::{
    document::Edit,
    domain::Acknowledgement,
    ui::{
        kit::{
            fonts::{Weight, t13},
            icons, text, tokens,
            widgets::{Button, MenuItem, TextField, dialog, segmented},
        },
        panels::context::{Action, PanelContext},
    },
};

use super::{columns::Slot, problems::Problem, rows::Row, sheet::Sheet, state::Grid};

/// A guardrail that is about to be put aside.
#[derive(Debug)]
pub struct Aside {
    name: &'static str,
    /// What it found.
    sentence: String,
    done: Acknowledgement,
    for_good: bool,
    note: String,
    /// Whether it has just appeared, and its field takes the keyboard.
    is_fresh: bool,
}

const WIDTH: f32 = 460.0;

impl Grid {
    /// Asks about the worst open guardrail of a cell; where all are put aside, takes the first one back.
    pub fn acknowledge(&mut self, cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, row: Row, slot: Slot) {
        if let Some(problem) = sheet.problems.at(row.unit, slot).first() {
            self.put_aside(sheet, problem);
        } else if let Some(problem) = sheet.problems.aside(row.unit, slot).first() {
            reopen(cx, sheet, problem);
        }
    }

    /// The guardrails of a cell in its menu.
    pub fn acknowledge_menu(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        sheet: &Sheet<'_>,
        (row, slot): (Row, Slot),
    ) {
        let (open, aside) = (sheet.problems.at(row.unit, slot), sheet.problems.aside(row.unit, slot));
        for (nth, problem) in open.iter().chain(aside).enumerate() {
            let verb = if nth < open.len() { "Acknowledge" } else { "Reopen" };
            let words = format!("{verb}: {}", problem.name());
            let item = MenuItem::new(&words).icon(icons::CHECK);
            let item = if nth == 0 { item.keys("Alt+Enter") } else { item };
            if !item.show(ui).clicked() {
            } else if nth < open.len() {
                self.put_aside(sheet, problem);
            } else {
                reopen(cx, sheet, problem);
            }
        }
    }

    fn put_aside(&mut self, sheet: &Sheet<'_>, problem: &Problem) {
        self.aside = Some(Aside {
            name: problem.name(),
            sentence: problem.sentence(sheet.workspace),
            done: problem.acknowledgement(sheet),
            for_good: false,
            note: String::new(),
            is_fresh: true,
        });
    }

    /// The question; does nothing while none is asked.
    pub fn acknowledge_ui(&mut self, cx: &mut PanelContext<'_>, context: &Context, sheet: &Sheet<'_>) {
        let Some(mut aside) = self.aside.take() else { return };
        let title = format!("Acknowledge “{}”?", aside.name);
        let until = format!("Until the end of {}", sheet.workspace.period_text(sheet.period));
        let mut answer = None;
        let shown = dialog(context, "acknowledge", &title, WIDTH, |ui| {
            ui.spacing_mut().item_spacing.y = tokens::S8;
            text::label(ui, &aside.sentence, t13(Weight::Regular), cx.tokens.text2);
            let id = Id::unique("why acknowledged");
            let field = TextField::new("Note").hint("Why it can stand as it is").width(WIDTH - 40.0).id(id);
            field.show(ui, &mut aside.note);
            if std::mem::take(&mut aside.is_fresh) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            let words = [(false, &*until), (true, "For good")];
            if let Some(for_good) = segmented(ui, "How long", aside.for_good, &words) {
                aside.for_good = for_good;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let primary = Button::primary("Acknowledge").show(ui).clicked();
                if primary || ui.input(|input| input.key_pressed(Key::Enter)) {
                    answer = Some(true);
                }
                if Button::new("Cancel").show(ui).clicked() {
                    answer = Some(false);
                }
            });
        });
        if shown.is_some() && answer.is_none() {
            self.aside = Some(aside);
            return;
        }
        self.wants_focus = true;
        context.request_repaint();
        if answer != Some(true) {
            return;
        }
        let note = aside.note.trim();
        let (end, long) = if aside.for_good {
            (None, "for good".to_owned())
        } else {
            (Some(sheet.period), format!("until the end of {}", sheet.workspace.period_text(sheet.period)))
        };
        let done =
            Acknowledgement { until: end, note: (!note.is_empty()).then(|| note.to_owned()), ..aside.done };
        cx.edit(Edit::Acknowledge(Box::new(done)));
        cx.push(Action::Toast { text: format!("“{}” is acknowledged {long}.", aside.name), undo: true });
    }
}

fn reopen(cx: &mut PanelContext<'_>, sheet: &Sheet<'_>, problem: &Problem) {
    if let Some(done) = problem.acknowledged(sheet.workspace) {
        cx.edit(Edit::Reopen(Box::new(done.clone())));
        cx.push(Action::Toast { text: format!("“{}” is open again.", problem.name()), undo: true });
    }
}
