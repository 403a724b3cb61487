//! Questions and sheets over the window, one at a time: closing with unsaved work, names, paths, problems, shortcuts.

use std::path::PathBuf;

use egui::{Align, Id, Key, Layout, Modal, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::ui::kit::{Tokens, Weight, t11, t13, t15, text};

use super::{
    commands::{COMMANDS, Menu},
    dialogs::Purpose,
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
}

impl Sheet {
    /// Paints it; an answer closes it.
    pub fn ui(&mut self, ctx: &egui::Context) -> Option<Answer> {
        let tokens = Tokens::of(ctx);
        let mut answer = None;
        let modal = Modal::new(Id::unique("sheet")).show(ctx, |ui| {
            ui.set_width(440.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            match self {
                Self::Unsaved { name, after } => {
                    title(ui, tokens, &format!("Save the changes to {name}?"));
                    body(ui, tokens, "Without saving, they are lost.");
                    let (discard, cancel, save) = buttons(ui, tokens, Some("Discard"), "Save");
                    if discard {
                        answer = Some(Answer::Discard(after.clone()));
                    }
                    if cancel {
                        answer = Some(Answer::Cancel);
                    }
                    if save {
                        answer = Some(Answer::Save(after.clone()));
                    }
                }
                Self::Name { naming, text } => {
                    let (question, label, done) = match naming {
                        Naming::NewAccount => ("What is the account called?", "Account name", "Add account"),
                        Naming::RenameAccount => ("What is the account called from now on?", "Account name", "Rename"),
                    };
                    title(ui, tokens, question);
                    let entered = field(ui, text, label);
                    let (_, cancel, take) = buttons(ui, tokens, None, done);
                    if (take || entered) && !text.trim().is_empty() {
                        answer = Some(Answer::Named(*naming, text.trim().to_owned()));
                    } else if cancel {
                        answer = Some(Answer::Cancel);
                    }
                }
                Self::Path { purpose, text } => {
                    title(ui, tokens, purpose.title());
                    body(ui, tokens, "No file dialog of the system answers. Type the path of the file, or drop it on the window.");
                    let entered = field(ui, text, "Path of the file");
                    let (_, cancel, take) = buttons(ui, tokens, None, if purpose.is_save() { "Save" } else { "Open" });
                    if (take || entered) && !text.trim().is_empty() {
                        answer = Some(Answer::Path(*purpose, PathBuf::from(text.trim())));
                    } else if cancel {
                        answer = Some(Answer::Cancel);
                    }
                }
                Self::Overwrite { purpose, path } => {
                    title(ui, tokens, &format!("Replace {}?", super::jobs::name(path)));
                    body(ui, tokens, "A file of this name exists already. Its content will be replaced.");
                    let (_, cancel, take) = buttons(ui, tokens, None, "Replace");
                    if take {
                        answer = Some(Answer::Overwrite(*purpose, path.clone()));
                    } else if cancel {
                        answer = Some(Answer::Cancel);
                    }
                }
                Self::Problem { title: what, text: why } => {
                    title(ui, tokens, what);
                    ScrollArea::vertical().max_height(320.0).show(ui, |ui| body(ui, tokens, why));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if primary(ui, tokens, "Close").clicked() {
                            answer = Some(Answer::Cancel);
                        }
                        if ui.button("Copy text").clicked() {
                            ui.copy_text(format!("{what}\n{why}"));
                        }
                    });
                }
                Self::Shortcuts => {
                    title(ui, tokens, "Keyboard shortcuts");
                    shortcuts(ui, tokens);
                    answer = answer.take().or(closing(ui, tokens));
                }
                Self::About => {
                    title(ui, tokens, "Inroads");
                    let version = concat!("Version ", env!("CARGO_PKG_VERSION"));
                    body(ui, tokens, version);
                    body(ui, tokens, "Plan how to grow inside a large customer. Licensed under MIT or Apache-2.0.");
                    body(ui, tokens, "Text: Inter (OFL-1.1). Icons: Lucide (ISC).");
                    answer = answer.take().or(closing(ui, tokens));
                }
            }
        });
        answer.or_else(|| modal.should_close().then_some(Answer::Cancel))
    }
}

fn title(ui: &mut Ui, tokens: &'static Tokens, what: &str) {
    text::label(ui, what, t15(Weight::SemiBold), tokens.text1);
}

fn body(ui: &mut Ui, tokens: &'static Tokens, what: &str) {
    text::label(ui, what, t13(Weight::Regular), tokens.text2);
}

fn field(ui: &mut Ui, text: &mut String, label: &str) -> bool {
    let field = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
    if !field.has_focus() && !field.lost_focus() {
        field.request_focus();
    }
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn primary(ui: &mut Ui, tokens: &'static Tokens, name: &str) -> egui::Response {
    let label = text::rich(name, t13(Weight::SemiBold), tokens.on_accent);
    ui.add(egui::Button::new(label).fill(tokens.accent).min_size(egui::vec2(72.0, 28.0)))
}

/// Destructive left, Cancel and the primary button right; which was pressed.
fn buttons(ui: &mut Ui, tokens: &'static Tokens, left: Option<&str>, right: &str) -> (bool, bool, bool) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let destructive = left.is_some_and(|name| {
            let label = text::rich(name, t13(Weight::Medium), tokens.critical_text);
            ui.add(egui::Button::new(label).frame_when_inactive(false).min_size(egui::vec2(72.0, 28.0)))
                .clicked()
        });
        let (cancel, take) = ui
            .with_layout(Layout::right_to_left(Align::Center), |ui| {
                let take = primary(ui, tokens, right).clicked();
                let cancel = ui.add(egui::Button::new("Cancel").min_size(egui::vec2(72.0, 28.0))).clicked();
                (cancel, take)
            })
            .inner;
        (destructive, cancel, take)
    })
    .inner
}

fn closing(ui: &mut Ui, tokens: &'static Tokens) -> Option<Answer> {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| primary(ui, tokens, "Close").clicked())
        .inner
        .then_some(Answer::Cancel)
}

fn shortcuts(ui: &mut Ui, tokens: &'static Tokens) {
    const ELSEWHERE: &[(&str, &[(&str, &str)])] = &[
        (
            "Map",
            &[
                ("Arrow keys", "Walk the tree"),
                ("Enter or F2", "Rename"),
                ("Insert", "Add a child"),
                ("Delete", "Delete the branch"),
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
                ("Ctrl+C, Ctrl+V", "Copy and paste ranges"),
                ("Ctrl+D, Ctrl+R", "Fill down, fill right"),
            ],
        ),
        (
            "Sliders",
            &[("Arrows", "1 percent"), ("Shift+arrows", "5 percent"), ("Page up, Page down", "10 percent")],
        ),
    ];
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
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
                let Some(shortcut) = &spec.shortcut else { continue };
                if first {
                    text::line(ui, menu.title(), t11(Weight::SemiBold), tokens.text3);
                    first = false;
                }
                let keys = ui.ctx().format_shortcut(shortcut);
                row(ui, &keys, spec.name);
            }
        }
        for (place, rows) in ELSEWHERE {
            text::line(ui, *place, t11(Weight::SemiBold), tokens.text3);
            for (keys, what) in *rows {
                row(ui, keys, what);
            }
        }
    });
}
