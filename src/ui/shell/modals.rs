//! Questions and sheets over the window, one at a time: closing with unsaved work, names, paths, problems, shortcuts.

use std::path::PathBuf;

use egui::{Align, Context, Key, Layout, Role, ScrollArea, Ui, WidgetInfo};

use crate::ui::kit::{
    Tokens, Weight, t11, t13, text, tokens,
    widgets::{self, Button, Dialog, TextField, dialog},
};

use super::{
    commands::{COMMANDS, Menu, keys_text},
    dialogs::Purpose,
    export::Export,
};

/// What waits for an answer about unsaved work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Close the window.
    Close,
    /// Start a new workspace.
    New,
    /// Show the file dialog.
    Open,
    /// Open a file.
    OpenPath(PathBuf),
    /// Open the sample.
    OpenSample,
    /// Read the file again.
    Revert,
}

/// A name that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Of a new account.
    NewAccount,
    /// Of the selected account.
    RenameAccount,
}

/// What stands over the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// Save, discard or cancel.
    Unsaved {
        /// Name of the document.
        name: String,
        /// What follows.
        after: After,
    },
    /// A name.
    Name {
        /// Whose.
        naming: Naming,
        /// As typed.
        text: String,
    },
    /// A path, because no native dialog answers.
    Path {
        /// What for.
        purpose: Purpose,
        /// As typed.
        text: String,
    },
    /// The file exists already.
    Overwrite {
        /// What for.
        purpose: Purpose,
        /// Which.
        path: PathBuf,
    },
    /// How to make a picture of the map.
    ExportMap(Export),
    /// Something went wrong.
    Problem {
        /// What happened.
        title: String,
        /// Why, and what to do.
        text: String,
    },
    /// Keyboard shortcuts.
    Shortcuts,
    /// Version and licence.
    About,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Save first, then go on.
    Save(After),
    /// Go on without saving.
    Discard(After),
    /// Nothing is to be done.
    Cancel,
    /// A name.
    Named(Naming, String),
    /// A path.
    Path(Purpose, PathBuf),
    /// Replace the file.
    Overwrite(Purpose, PathBuf),
    /// Make this picture.
    ExportMap(Export),
}

impl Sheet {
    /// Paints it; an answer closes it.
    pub fn ui(&mut self, ctx: &Context) -> Option<Answer> {
        match self {
            Self::Unsaved { name, after } => {
                let title = format!("Save the changes to {name}?");
                let question = Dialog::new("unsaved", &title, "Without saving, they are lost.", "Save");
                question.destructive("Discard").show(ctx).map(|answer| match answer {
                    widgets::Answer::Primary => Answer::Save(after.clone()),
                    widgets::Answer::Destructive => Answer::Discard(after.clone()),
                    widgets::Answer::Cancel => Answer::Cancel,
                })
            }
            Self::Overwrite { purpose, path } => {
                let title = format!("Replace {}?", super::jobs::name(path));
                let sentence = "A file of this name exists already. Its content will be replaced.";
                Dialog::new("overwrite", &title, sentence, "Replace").show(ctx).map(|answer| match answer {
                    widgets::Answer::Primary => Answer::Overwrite(*purpose, path.clone()),
                    _ => Answer::Cancel,
                })
            }
            Self::Name { naming, text } => {
                let (title, done) = match naming {
                    Naming::NewAccount => ("What is the account called?", "Add account"),
                    Naming::RenameAccount => ("What is the account called from now on?", "Rename"),
                };
                ask(ctx, title, None, "Account name", done, text, |name| Answer::Named(*naming, name))
            }
            Self::Path { purpose, text } => {
                let sentence = "No file dialog of the system answers. Type the path of the file, or drop it on the \
                                window.";
                let done = if purpose.is_save() { "Save" } else { "Open" };
                ask(ctx, purpose.title(), Some(sentence), "Path of the file", done, text, |path| {
                    Answer::Path(*purpose, PathBuf::from(path))
                })
            }
            Self::ExportMap(export) => export.ui(ctx),
            Self::Problem { title, text: why } => told(ctx, title, 480.0, Some((title, why)), |ui| {
                ScrollArea::vertical().max_height(320.0).show(ui, |ui| body(ui, why));
            }),
            Self::Shortcuts => told(ctx, "Keyboard shortcuts", 480.0, None, shortcuts),
            Self::About => told(ctx, "Inroads", 440.0, None, |ui| {
                body(ui, concat!("Version ", env!("CARGO_PKG_VERSION")));
                body(ui, "Plan how to grow inside a large customer. Licensed under MIT or Apache-2.0.");
                body(ui, "Text: Inter (OFL-1.1). Icons: Lucide (ISC).");
            }),
        }
    }
}

fn body(ui: &mut Ui, what: &str) {
    let tokens = Tokens::of(ui);
    text::label(ui, what, t13(Weight::Regular), tokens.text2);
}

/// Asks for one line of text, and makes the answer of it; `None` while nobody has answered.
fn ask(
    ctx: &Context,
    title: &str,
    sentence: Option<&str>,
    label: &str,
    done: &str,
    text: &mut String,
    answer: impl Fn(String) -> Answer,
) -> Option<Answer> {
    let shown = dialog(ctx, "ask", title, 480.0, |ui| {
        if let Some(sentence) = sentence {
            body(ui, sentence);
        }
        ui.add_space(tokens::S4);
        let field = TextField::new(label).show(ui, text);
        // Typing begins at once; afterwards the keyboard goes where it is sent.
        if ui.memory(|memory| memory.focused().is_none()) && !field.lost_focus() {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(tokens::S12);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let can = !text.trim().is_empty();
            let taken = Button::primary(done).enabled(can).show(ui).clicked() || (entered && can);
            let cancelled = Button::new("Cancel").shortcut("Esc").name("Cancel").show(ui).clicked();
            if taken { Some(answer(text.trim().to_owned())) } else { cancelled.then_some(Answer::Cancel) }
        })
        .inner
    });
    // Closed by Escape or a click beside it.
    shown.unwrap_or(Some(Answer::Cancel))
}

/// Tells something; Close, Escape and a click beside it end it. With `copy`, title and text can be taken along.
fn told(
    ctx: &Context,
    title: &str,
    width: f32,
    copy: Option<(&str, &str)>,
    content: impl FnOnce(&mut Ui),
) -> Option<Answer> {
    let shown = dialog(ctx, "told", title, width, |ui| {
        content(ui);
        ui.add_space(tokens::S8);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = widgets::primary_button(ui, "Close");
            if ui.memory(|memory| memory.focused().is_none()) {
                close.request_focus();
            }
            if let Some((title, text)) = copy
                && widgets::button(ui, "Copy text").clicked()
            {
                ui.copy_text(format!("{title}\n{text}"));
            }
            close.clicked()
        })
        .inner
    });
    shown.unwrap_or(true).then_some(Answer::Cancel)
}

fn shortcuts(ui: &mut Ui) {
    const ELSEWHERE: &[(&str, &[(&str, &str)])] = &[
        (
            "Map",
            &[
                ("Arrow keys, Shift+arrows", "Walk the tree, selecting what is passed"),
                ("Enter or F2", "Rename"),
                ("Insert, Ctrl+Enter", "Add a child, a sibling"),
                ("Ctrl+V, Ctrl+C", "Add a pasted list, copy branches as a list"),
                (". and Shift+[ ]", "Hide or show a branch, all levels below"),
                ("Ctrl+D, Ctrl+G", "Duplicate, group below a new unit"),
                ("Delete", "Delete the branch"),
                ("Ctrl+click, Shift+click, Shift+drag", "Select more, a range, a frame"),
                ("Ctrl+wheel", "Zoom at the pointer"),
                ("Ctrl+0, Shift+1, Shift+2", "Actual size, fit all, fit selection"),
            ],
        ),
        (
            "Usage",
            &[
                ("F2 or typing", "Edit the cell"),
                ("Enter, Tab", "Take and move"),
                ("Shift+arrows", "Select a range"),
                ("Ctrl+arrows", "To the edge of the data"),
                ("Shift+Space, Ctrl+Space", "Select the row, the column"),
                ("Ctrl+C, Ctrl+X, Ctrl+V", "Copy, cut and paste ranges"),
                ("Ctrl+Shift+V", "Paste with a look first"),
                ("Ctrl+D, Ctrl+R", "Fill down, fill right"),
                ("Space", "Confirm carried figures, open a branch"),
                ("Alt+T", "Own figure or total, while editing"),
                ("Shift+F2", "Explain the cell"),
                ("Alt+Enter", "Acknowledge its guardrail, or reopen it"),
                ("Alt+Down", "Sort, filter, arrange the column"),
            ],
        ),
        (
            "Sliders",
            &[("Arrows", "1 percent"), ("Shift+arrows", "5 percent"), ("Page up, Page down", "10 percent")],
        ),
    ];
    let tokens = Tokens::of(ui);
    ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.spacing_mut().interact_size.y = 20.0;
        let heading = |ui: &mut Ui, what: &str| {
            ui.add_space(tokens::S4);
            let said = text::line(ui, what, t11(Weight::SemiBold), tokens.text3);
            said.widget_info(|| WidgetInfo::labeled(Role::Heading, true, what));
        };
        let row = |ui: &mut Ui, keys: &str, what: &str| {
            ui.horizontal(|ui| {
                ui.allocate_ui(egui::vec2(190.0, 20.0), |ui| {
                    ui.set_min_width(190.0);
                    text::line(ui, keys, t13(Weight::Medium), tokens.text1);
                });
                text::line(ui, what, t13(Weight::Regular), tokens.text2);
            });
        };
        for menu in Menu::ALL {
            let mut first = true;
            for spec in COMMANDS.iter().filter(|spec| spec.menu == menu) {
                let Some(shortcut) = spec.shortcut else { continue };
                if first {
                    heading(ui, menu.title());
                    first = false;
                }
                let keys = keys_text(ui.ctx(), shortcut);
                row(ui, &keys, spec.name);
            }
        }
        for (place, rows) in ELSEWHERE {
            heading(ui, place);
            for (keys, what) in *rows {
                row(ui, keys, what);
            }
        }
    });
}
