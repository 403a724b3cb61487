//! Every command of the window: one row each with its name, menu, shortcut and the other words it is found by.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::ui::panels::Arrangement;

/// Something a user can ask for from menu, palette or keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// New workspace.
    New,
    /// Open a file.
    Open,
    /// Open the sample.
    OpenSample,
    /// Save.
    Save,
    /// Save under another name.
    SaveAs,
    /// Save a copy and stay with the present file.
    SaveCopy,
    /// Back to what the file holds.
    Revert,
    /// A picture of the map.
    ExportMap,
    /// The report to read.
    ExportReport,
    /// Import usage from a table file.
    ImportUsage,
    /// Import usage from the clipboard.
    ImportClipboard,
    /// Write the usage grid as shown into a file.
    ExportGrid,
    /// Close the window.
    Quit,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Palette.
    Palette,
    /// Map arrangement.
    ShowMap,
    /// Usage arrangement.
    ShowUsage,
    /// Score arrangement.
    ShowScore,
    /// Trends arrangement.
    ShowTrends,
    /// Panels back to their places.
    ResetPanels,
    /// Light theme.
    ThemeLight,
    /// Dark theme.
    ThemeDark,
    /// Theme of the system.
    ThemeSystem,
    /// Less movement.
    ReducedMotion,
    /// Everything larger.
    ZoomIn,
    /// Everything smaller.
    ZoomOut,
    /// Add an account.
    AddAccount,
    /// Rename the selected account.
    RenameAccount,
    /// Delete the selected account.
    DeleteAccount,
    /// Portfolio instead of an account.
    SelectPortfolio,
    /// One period back.
    PreviousPeriod,
    /// One period on.
    NextPeriod,
    /// Carry figures into a new period.
    OpenNextPeriod,
    /// Step through all periods.
    PlayPeriods,
    /// Sheet of shortcuts.
    Shortcuts,
    /// About.
    About,
}

/// The menu a command stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// File.
    File,
    /// Edit.
    Edit,
    /// View.
    View,
    /// Account.
    Account,
    /// Analyse.
    Analyse,
    /// Help.
    Help,
}

impl Menu {
    /// All menus, left to right.
    pub const ALL: [Self; 6] = [Self::File, Self::Edit, Self::View, Self::Account, Self::Analyse, Self::Help];

    /// Title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Account => "Account",
            Self::Analyse => "Analyse",
            Self::Help => "Help",
        }
    }
}

/// One row of the table of commands.
pub struct CommandSpec {
    /// Which.
    pub command: Command,
    /// Where.
    pub menu: Menu,
    /// Sentence case; `…` when a dialog follows.
    pub name: &'static str,
    /// Other words it is found by in the palette.
    pub words: &'static str,
    /// Keyboard shortcut.
    pub shortcut: Option<KeyboardShortcut>,
    /// Whether a rule stands above it in its menu.
    pub separated: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "the rows of the table read better without Some")]
const fn key(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

const COMMAND: Modifiers = Modifiers::COMMAND;
const COMMAND_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

const fn row(
    command: Command,
    menu: Menu,
    name: &'static str,
    words: &'static str,
    shortcut: Option<KeyboardShortcut>,
) -> CommandSpec {
    CommandSpec { command, menu, name, words, shortcut, separated: false }
}

const fn ruled(mut spec: CommandSpec) -> CommandSpec {
    spec.separated = true;
    spec
}

/// Every command, in menu order.
pub const COMMANDS: &[CommandSpec] = &[
    row(Command::New, Menu::File, "New workspace", "create blank empty", key(COMMAND, Key::N)),
    row(Command::Open, Menu::File, "Open…", "load file", key(COMMAND, Key::O)),
    row(Command::OpenSample, Menu::File, "Open the sample", "example demo techcorp", None),
    ruled(row(Command::Save, Menu::File, "Save", "store write", key(COMMAND, Key::S))),
    row(Command::SaveAs, Menu::File, "Save as…", "store write rename", key(COMMAND_SHIFT, Key::S)),
    row(Command::SaveCopy, Menu::File, "Save a copy…", "duplicate export backup", None),
    row(Command::Revert, Menu::File, "Revert to saved", "discard reload", None),
    ruled(row(Command::ExportMap, Menu::File, "Export map…", "picture image slide svg png pdf print", None)),
    row(Command::ExportReport, Menu::File, "Export report…", "html page print share findings ranking", None),
    ruled(row(Command::ImportUsage, Menu::File, "Import usage…", "csv xlsx excel table figures load", None)),
    row(
        Command::ImportClipboard,
        Menu::File,
        "Import usage from the clipboard…",
        "paste csv excel table figures",
        None,
    ),
    row(Command::ExportGrid, Menu::File, "Export the usage grid…", "csv xlsx excel table save", None),
    ruled(row(Command::Quit, Menu::File, "Quit", "exit close", key(COMMAND, Key::Q))),
    row(Command::Undo, Menu::Edit, "Undo", "back", key(COMMAND, Key::Z)),
    row(Command::Redo, Menu::Edit, "Redo", "again forward", key(COMMAND_SHIFT, Key::Z)),
    ruled(row(
        Command::Palette,
        Menu::Edit,
        "Search or run a command…",
        "palette find",
        key(COMMAND_SHIFT, Key::P),
    )),
    row(Command::ShowMap, Menu::View, "Map", "arrangement org chart tree", key(COMMAND, Key::Num1)),
    row(Command::ShowUsage, Menu::View, "Usage", "arrangement grid figures enter", key(COMMAND, Key::Num2)),
    row(
        Command::ShowScore,
        Menu::View,
        "Score",
        "arrangement weights ranking sliders",
        key(COMMAND, Key::Num3),
    ),
    row(Command::ShowTrends, Menu::View, "Trends", "arrangement history plot", key(COMMAND, Key::Num4)),
    row(Command::ResetPanels, Menu::View, "Put panels back", "reset layout arrangement", None),
    ruled(row(Command::ThemeLight, Menu::View, "Light theme", "appearance colours bright", None)),
    row(Command::ThemeDark, Menu::View, "Dark theme", "appearance colours night", None),
    row(Command::ThemeSystem, Menu::View, "Theme of the system", "appearance colours automatic", None),
    row(Command::ReducedMotion, Menu::View, "Reduce motion", "animation accessibility", None),
    ruled(row(Command::ZoomIn, Menu::View, "Larger interface", "zoom in scale", key(COMMAND, Key::Equals))),
    row(Command::ZoomOut, Menu::View, "Smaller interface", "zoom out scale", key(COMMAND, Key::Minus)),
    row(Command::AddAccount, Menu::Account, "Add account…", "new customer create", None),
    row(Command::RenameAccount, Menu::Account, "Rename account…", "customer name", None),
    row(Command::DeleteAccount, Menu::Account, "Delete account", "remove customer", None),
    ruled(row(Command::SelectPortfolio, Menu::Account, "Show the portfolio", "all accounts overview", None)),
    row(
        Command::PreviousPeriod,
        Menu::Analyse,
        "Previous period",
        "back quarter month",
        key(COMMAND, Key::OpenBracket),
    ),
    row(
        Command::NextPeriod,
        Menu::Analyse,
        "Next period",
        "forward quarter month",
        key(COMMAND, Key::CloseBracket),
    ),
    row(Command::PlayPeriods, Menu::Analyse, "Play periods", "animate history time", None),
    ruled(row(Command::OpenNextPeriod, Menu::Analyse, "Open next period", "carry new quarter month", None)),
    row(Command::Shortcuts, Menu::Help, "Keyboard shortcuts", "keys sheet", key(Modifiers::NONE, Key::F1)),
    row(Command::About, Menu::Help, "About Inroads", "version licence", None),
];

impl Command {
    /// The row of this command.
    pub fn spec(self) -> &'static CommandSpec {
        COMMANDS.iter().find(|spec| spec.command == self).unwrap_or(&COMMANDS[0])
    }

    /// The command that shows an arrangement.
    pub const fn arrange(arrangement: Arrangement) -> Self {
        match arrangement {
            Arrangement::Map => Self::ShowMap,
            Arrangement::Usage => Self::ShowUsage,
            Arrangement::Score => Self::ShowScore,
            Arrangement::Trends => Self::ShowTrends,
        }
    }
}

/// A shortcut as it is written everywhere: `Ctrl+Shift+P`, `Ctrl++`, `Ctrl+[`.
pub fn keys_text(ctx: &egui::Context, shortcut: KeyboardShortcut) -> String {
    // What is plus with Shift is called by the sign that people look for.
    let key = if shortcut.logical_key == Key::Equals { Key::Plus } else { shortcut.logical_key };
    let written = ctx.format_shortcut(&KeyboardShortcut::new(shortcut.modifiers, key));
    match written.strip_suffix(key.name()) {
        Some(modifiers) => format!("{modifiers}{}", key.symbol_or_name()),
        None => written,
    }
}

/// Takes the shortcut that was pressed from the input; a focused text field keeps undo, redo and copy for itself.
pub fn pressed(ctx: &egui::Context) -> Option<Command> {
    let typing = ctx.text_edit_focused();
    // Longer shortcuts first: Ctrl+Z would otherwise swallow Ctrl+Shift+Z.
    let mut specs: Vec<&CommandSpec> = COMMANDS.iter().filter(|spec| spec.shortcut.is_some()).collect();
    specs.sort_by_key(|spec| spec.shortcut.is_some_and(|shortcut| !shortcut.modifiers.shift));
    for spec in specs {
        let Some(shortcut) = spec.shortcut else { continue };
        let for_text = matches!(spec.command, Command::Undo | Command::Redo);
        if (typing && for_text) || spec.command == Command::Quit {
            // Quit comes through the frame's own shortcut, so that closing has one path.
            continue;
        }
        if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            return Some(spec.command);
        }
    }
    let also = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if !typing && also(COMMAND, Key::Y) {
        return Some(Command::Redo);
    }
    // Plus has a key of its own on many keyboards.
    also(COMMAND, Key::Plus).then_some(Command::ZoomIn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcuts_are_written_with_the_signs_on_the_keys() {
        let ctx = egui::Context::default();
        let written = |command: Command| command.spec().shortcut.map(|shortcut| keys_text(&ctx, shortcut));
        assert_eq!(written(Command::ZoomIn).as_deref(), Some("Ctrl++"));
        assert_eq!(written(Command::ZoomOut).as_deref(), Some("Ctrl+−"));
        assert_eq!(written(Command::NextPeriod).as_deref(), Some("Ctrl+]"));
        assert_eq!(written(Command::Palette).as_deref(), Some("Ctrl+Shift+P"));
    }

    #[test]
    fn no_two_commands_share_a_shortcut_or_a_name() {
        for (index, a) in COMMANDS.iter().enumerate() {
            for b in &COMMANDS[index + 1..] {
                assert_ne!(a.command, b.command);
                assert_ne!(a.name, b.name);
                assert!(a.shortcut.is_none() || a.shortcut != b.shortcut, "{} and {}", a.name, b.name);
            }
            assert_eq!(a.command.spec().name, a.name);
        }
    }
}
