//! The palette: every command and every account, found by fuzzy matching over names and other words.

use egui::{Key, Modifiers, Rect, Response, ScrollArea, Ui, vec2};
use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

use crate::{
    domain::{AccountKey, Workspace},
    ui::kit::{
        Tokens, Weight, t11, t13, text,
        widgets::{list_row, search_field, sheet},
    },
};

use super::commands::{COMMANDS, Command};

/// Name of its field.
const FIELD: &str = "Search or run a command";

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
    detail: &'static str,
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
        let (down, up, enter) = ctx.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        let mut chosen = None;
        let shown = sheet(ctx, "palette", FIELD, 544.0, 12, |ui| {
            let field = search_field(ui, &mut self.query, FIELD);
            if !self.focused {
                field.request_focus();
                self.focused = true;
            }
            if field.changed() {
                self.at = 0;
            }
            // After the field, so that letters that come in one pass with Enter count.
            let entries = found(&self.query, workspace, enabled);
            if down {
                self.at += 1;
            }
            if up {
                self.at = self.at.saturating_sub(1);
            }
            self.at = self.at.min(entries.len().saturating_sub(1));
            if enter {
                chosen = entries.get(self.at).map(|entry| entry.choice.clone());
            }
            ui.add_space(8.0);
            // Without a least height the sheet stays as low as it first was: two rows.
            let list = ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0);
            list.auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                if entries.is_empty() {
                    text::label(ui, "Nothing fits. Try another word.", t13(Weight::Regular), tokens.text3);
                }
                for (index, entry) in entries.iter().enumerate() {
                    let row = row_ui(ui, tokens, entry, index == self.at);
                    if index == self.at && (down || up) {
                        row.scroll_to_me(None);
                    }
                    if row.clicked() {
                        chosen = Some(entry.choice.clone());
                    }
                }
            });
        });
        match chosen {
            Some(choice) => Outcome::Chosen(choice),
            None if shown.is_none() => Outcome::Closed,
            None => Outcome::Open,
        }
    }
}

/// One entry; the chosen one stands on a tone, behind a bar of the accent.
fn row_ui(ui: &mut Ui, tokens: &'static Tokens, entry: &Entry, is_chosen: bool) -> Response {
    let row = list_row(ui, 30.0, is_chosen, &entry.name);
    if !row.is_visible {
        return row.response;
    }
    let (weight, ink) =
        if is_chosen { (Weight::SemiBold, tokens.accent_text) } else { (Weight::Medium, tokens.text1) };
    if is_chosen {
        let bar = Rect::from_min_size(row.rect.min + vec2(0.0, 5.0), vec2(3.0, row.rect.height() - 10.0));
        row.painter.rect_filled(bar, 1.5, tokens.accent);
    }
    let detail =
        text::paint_right(&row.painter, row.rect, 16.0, entry.detail, t11(Weight::Regular), tokens.text3);
    let room = row.rect.with_max_x(detail.left());
    text::paint_left(&row.painter, room, 12.0, &entry.name, t13(weight), ink);
    row.response
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
        let detail = spec.menu.title();
        consider(
            &format!("{} {}", spec.name, spec.words),
            Entry { name, detail, choice: Choice::Command(spec.command) },
            &mut buffer,
        );
    }
    for account in workspace.into_iter().flat_map(|workspace| &workspace.accounts) {
        let entry = Entry {
            name: account.name.clone(),
            detail: "Account",
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
    use egui::Event;
    use egui_kittest::Harness;

    use super::*;
    use crate::ui::kit;

    #[test]
    fn commands_are_found_by_their_other_words() {
        let first = |query: &str| found(query, None, &|_| true).into_iter().next().map(|entry| entry.choice);
        assert_eq!(first("sliders"), Some(Choice::Command(Command::ShowScore)));
        assert_eq!(first("dark"), Some(Choice::Command(Command::ThemeDark)));
        assert!(found("xyzzy", None, &|_| true).is_empty());
    }

    /// Letters and Enter in one pass, as a busy machine hands them over.
    #[test]
    fn letters_that_come_with_enter_count() {
        let enter = Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let mut harness = Harness::builder().with_context_setup(kit::install).build_ui_state(
            |ui, (palette, outcome): &mut (Palette, Vec<Outcome>)| {
                outcome.push(palette.ui(ui.ctx(), None, &|_| true));
            },
            (Palette::default(), Vec::new()),
        );
        harness.run();
        harness.state_mut().1.clear();
        harness.input_mut().events.extend([Event::Text("dark".to_owned()), enter]);
        harness.step();
        let chosen = Outcome::Chosen(Choice::Command(Command::ThemeDark));
        assert_eq!((harness.state().0.query.as_str(), &harness.state().1[0]), ("dark", &chosen));
    }
}
