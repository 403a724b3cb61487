//! What a panel may read, and what it may ask for. Only the shell applies actions, after the pass.

use egui::Rect;

use crate::{
    document::{AccountDerived, Derived, Edit, Entry, Question, clipboard::Copied},
    domain::{Account, AccountKey, Period, UnitKey, Workspace},
    ui::kit::tokens::Tokens,
};

/// What is selected, shared by all panels.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// The account; `None` = the portfolio.
    pub account: Option<AccountKey>,
    /// Units of that account, the primary one last; empty = the account as a whole.
    pub units: Vec<UnitKey>,
}

impl Selection {
    /// The primary unit.
    pub fn unit(&self) -> Option<&UnitKey> {
        self.units.last()
    }

    /// Whether a unit is among the selected.
    pub fn contains(&self, unit: &UnitKey) -> bool {
        self.units.contains(unit)
    }
}

/// A ready-made arrangement of panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Arrangement {
    /// Accounts, map, trends strip, inspector (Ctrl+1).
    Map,
    /// The usage grid (Ctrl+2).
    Usage,
    /// Weights, ranking, sensitivity (Ctrl+3).
    Score,
    /// One axis over time (Ctrl+4).
    Trends,
}

/// The usage grid as it is arranged, for a file.
#[derive(Debug, Clone, PartialEq)]
pub struct GridTable {
    /// What stands over the columns.
    pub headings: Vec<String>,
    /// The rows, as many cells each as there are headings.
    pub rows: Vec<Vec<Entry>>,
}

/// Something only the shell can do.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Show an arrangement.
    Arrange(Arrangement),
    /// New workspace.
    New,
    /// Open the native file dialog.
    Open,
    /// Open a file by its path.
    OpenPath(std::path::PathBuf),
    /// Open the embedded sample as an unsaved copy.
    OpenSample,
    /// Ask for a name and add an account.
    AddAccount,
    /// Undo the last step.
    Undo,
    /// Move the map to the selected unit.
    ShowOnMap,
    /// Ask how to make a picture of the map.
    ExportMap,
    /// Ask for a table and import usage from it.
    ImportUsage,
    /// Ask for a file and write the usage grid into it.
    ExportGrid(Box<GridTable>),
}

/// What a panel asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Change the workspace.
    Edit(Edit),
    /// A drag, a typing run or a paste begins: edits of one kind join into one undo step until it ends.
    BeginGesture,
    /// It ends; what was done stays.
    EndGesture,
    /// It is taken back, as by Escape.
    CancelGesture,
    /// Select an account (or the portfolio) as a whole.
    SelectAccount(Option<AccountKey>),
    /// Select units of the selected account, the primary one last.
    SelectUnits(Vec<UnitKey>),
    /// Show another period.
    ShowPeriod(Period),
    /// Open the calculation of a number of the selected account beside the place that was clicked; it is made in the
    /// background.
    Open(Question, Rect),
    /// Say something in a toast; with Undo if asked.
    Toast {
        /// One sentence.
        text: String,
        /// Whether to offer Undo.
        undo: bool,
    },
    /// Put something on the clipboard.
    Copy(Copied),
    /// Something only the shell can do.
    Request(Request),
}

/// What the clipboard can beyond the plain text that egui carries. Panels read; only the shell puts.
pub trait Clipboard {
    /// The HTML on it; `None` = there is none, or it cannot be had. May take a moment: ask only when something is pasted.
    fn html(&self) -> Option<String>;

    /// Puts text and HTML on it at once; false = it cannot, and the text still has to be put there.
    fn put(&self, copied: &Copied) -> bool;
}

/// What a panel sees in one pass.
pub struct PanelContext<'a> {
    /// The workspace as it stands.
    pub workspace: &'a Workspace,
    /// Everything computed from it for [`Self::period`].
    pub derived: &'a Derived,
    /// What is selected.
    pub selection: &'a Selection,
    /// The period shown.
    pub period: Period,
    /// Colours of the theme in force.
    pub tokens: &'static Tokens,
    /// Whether movement is to be avoided.
    pub reduced_motion: bool,
    /// The clipboard, beyond plain text.
    pub clipboard: &'a dyn Clipboard,
    /// What the panel asks for.
    pub actions: &'a mut Vec<Action>,
}

impl PanelContext<'_> {
    /// Asks for something.
    pub fn push(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// Asks for a change of the workspace.
    pub fn edit(&mut self, edit: Edit) {
        self.actions.push(Action::Edit(edit));
    }

    /// The selected account with its derived values; `None` = the portfolio is selected.
    pub fn account(&self) -> Option<(&Account, &AccountDerived)> {
        let index = self.account_index()?;
        Some((&self.workspace.accounts[index], &self.derived.accounts[index]))
    }

    /// Index of the selected account in the workspace and in the derived values.
    pub fn account_index(&self) -> Option<usize> {
        self.workspace.find_account(self.selection.account.as_ref()?)
    }

    /// Index of the primary selected unit in its account; `None` = none, or it no longer exists.
    pub fn unit_index(&self) -> Option<usize> {
        let (_, derived) = self.account()?;
        derived.tree.index(self.selection.unit()?)
    }

    /// Currency symbol, such as `$`.
    pub fn symbol(&self) -> &str {
        &self.workspace.settings.currency.symbol
    }
}
