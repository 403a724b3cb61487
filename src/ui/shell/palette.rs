//! The palette: every command and every account, found by fuzzy matching over names and other words.

use egui::{Id, Key, Modal, Modifiers, ScrollArea, TextEdit};
use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

use crate::{
    domain::{AccountKey, Workspace},
    ui::kit::{Tokens, Weight, t11, t13, text},
};

use super::commands::{COMMANDS, Command};

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Run a command.
    Command(Command),
    /// Show an account.
    Account(AccountKey),
}

/// How a pass of the palette ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It stays open.
    Open,
    /// It was closed without a choice.
    Closed,
    /// Something was chosen.
    Chosen(Choice),
}

/// An open palette.
#[derive(Default)]
pub struct Palette {
    query: String,
    at: usize,
    focused: bool,
}

struct Entry {
    name: String,
    detail: String,
    choice: Choice,
}

impl Palette {
    /// Paints it.
    pub fn ui(
        &mut self,
        ctx: &egui::Context,
        workspace: Option<&Workspace>,
        enabled: &dyn Fn(Command) -> bool,
    ) -> Outcome {
        let tokens = Tokens::of(ctx);
        let entries = found(&self.query, workspace, enabled);
        let (down, up, enter) = ctx.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        if down {
            self.at += 1;
        }
        if up {
            self.at = self.at.saturating_sub(1);
        }
        self.at = self.at.min(entries.len().saturating_sub(1));
        let mut chosen = enter.then(|| entries.get(self.at)).flatten().map(|entry| entry.choice.clone());
        let modal =
            Modal::new(Id::unique("palette")).frame(super::modals::frame(tokens, 12)).show(ctx, |ui| {
                ui.set_width(520.0);
                let field = ui.add(
                    TextEdit::singleline(&mut self.query)
                        .hint_text("Search or run a command")
                        .font(t13(Weight::Regular))
                        .desired_width(f32::INFINITY),
                );
                field.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Search or run a command")
                });
                if !self.focused {
                    field.request_focus();
                    self.focused = true;
                }
                if field.changed() {
                    self.at = 0;
                }
                ui.add_space(8.0);
                // Without a least height the sheet stays as low as it first was: two rows.
                let list = ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0);
                list.auto_shrink([false, true]).show(ui, |ui| {
                    if entries.is_empty() {
                        text::label(
                            ui,
                            "Nothing fits. Try another word.",
                            t13(Weight::Regular),
                            tokens.text3,
                        );
                    }
                    for (index, entry) in entries.iter().enumerate() {
                        let name = text::rich(entry.name.as_str(), t13(Weight::Medium), tokens.text1);
                        let detail = text::rich(entry.detail.as_str(), t11(Weight::Regular), tokens.text3);
                        let button = egui::Button::new(name)
                            .right_text(detail)
                            .selected(index == self.at)
                            .frame_when_inactive(false)
                            .min_size(egui::vec2(ui.available_width(), 28.0));
                        let response = ui.add(button);
                        if index == self.at && (down || up) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            chosen = Some(entry.choice.clone());
                        }
                    }
                });
            });
        match chosen {
            Some(choice) => Outcome::Chosen(choice),
            None if modal.should_close() => Outcome::Closed,
            None => Outcome::Open,
        }
    }
}

fn found(query: &str, workspace: Option<&Workspace>, enabled: &dyn Fn(Command) -> bool) -> Vec<Entry> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut scored: Vec<(u32, Entry)> = Vec::new();
    let mut consider = |words: &str, entry: Entry, buffer: &mut Vec<char>| {
        if let Some(score) = pattern.score(Utf32Str::new(words, buffer), &mut matcher) {
            scored.push((score, entry));
        }
    };
    let mut buffer = Vec::new();
    for spec in COMMANDS.iter().filter(|spec| enabled(spec.command) && spec.command != Command::Palette) {
        let name = spec.name.to_owned();
        let detail = spec.menu.title().to_owned();
        consider(
            &format!("{} {}", spec.name, spec.words),
            Entry { name, detail, choice: Choice::Command(spec.command) },
            &mut buffer,
        );
    }
    for account in workspace.into_iter().flat_map(|workspace| &workspace.accounts) {
        let entry = Entry {
            name: account.name.clone(),
            detail: "Account".to_owned(),
            choice: Choice::Account(account.key.clone()),
        };
        consider(&account.name, entry, &mut buffer);
    }
    // A stable sort keeps menu order among equals.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, entry)| entry).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_by_their_other_words() {
        let first = |query: &str| found(query, None, &|_| true).into_iter().next().map(|entry| entry.choice);
        assert_eq!(first("sliders"), Some(Choice::Command(Command::ShowScore)));
        assert_eq!(first("dark"), Some(Choice::Command(Command::ThemeDark)));
        assert!(found("xyzzy", None, &|_| true).is_empty());
    }
}
