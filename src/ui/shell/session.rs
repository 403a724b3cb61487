//! The open document with what surrounds it: file, selection, period shown, derived values. No painting.

use std::{path::PathBuf, sync::Arc};

use crate::{
    document::{Derived, Document, Edit, EditError, Memos},
    domain::{AccountKey, Period, Workspace},
    ui::panels::Selection,
};

/// One open workspace.
pub struct Session {
    /// The workspace and its past.
    pub document: Document,
    /// The file it stands in; `None` = not yet saved.
    pub file: Option<PathBuf>,
    /// Whether it is the embedded sample, which nobody needs to be asked about while it is untouched.
    pub is_sample: bool,
    /// When it was saved last, as a clock time such as `14:02`.
    pub saved_at: Option<String>,
    /// What is selected.
    pub selection: Selection,
    /// The period shown.
    pub period: Period,
    memos: Memos,
}

impl Session {
    /// A workspace read from a file.
    pub fn opened(workspace: Workspace, file: PathBuf) -> Self {
        Self { file: Some(file), ..Self::new(Document::opened(workspace)) }
    }

    /// A new workspace that stands in no file.
    pub fn created(workspace: Workspace) -> Self {
        Self::new(Document::unsaved(workspace))
    }

    /// The embedded sample, with its best known account selected.
    pub fn sample(workspace: Workspace) -> Self {
        let mut session = Self { is_sample: true, ..Self::new(Document::unsaved(workspace)) };
        let known = AccountKey::from("techcorp");
        if session.document.workspace().find_account(&known).is_some() {
            session.select_account(Some(known));
        }
        session
    }

    fn new(document: Document) -> Self {
        let workspace = document.workspace();
        let account = workspace.accounts.front().map(|account| account.key.clone());
        Self {
            period: workspace.current_period(),
            selection: Selection { account, units: Vec::new() },
            document,
            file: None,
            is_sample: false,
            saved_at: None,
            memos: Memos::default(),
        }
    }

    /// Derived values of the state and period shown.
    pub fn derived(&mut self) -> Arc<Derived> {
        self.memos.refresh(self.document.workspace(), self.period)
    }

    /// Applies an edit and keeps selection and period meaningful.
    pub fn apply(&mut self, edit: &Edit) -> Result<bool, EditError> {
        let changed = self.document.apply(edit)?;
        match edit {
            Edit::AddAccount { key, .. } => self.select_account(Some(key.clone())),
            Edit::OpenPeriod { period } => self.period = *period,
            Edit::AddUnit { unit, .. } => self.selection.units = vec![unit.key.clone()],
            _ => {}
        }
        self.tidy_selection();
        Ok(changed)
    }

    /// Takes an edit whose result was made in the background.
    pub fn take(
        &mut self,
        edit: &Edit,
        base: &Arc<Workspace>,
        next: Arc<Workspace>,
    ) -> Result<bool, EditError> {
        let changed = self.document.take(edit, base, next)?;
        self.tidy_selection();
        Ok(changed)
    }

    /// Undoes a step; returns its label.
    pub fn undo(&mut self) -> Option<String> {
        let label = self.document.undo();
        self.tidy_selection();
        label
    }

    /// Redoes a step; returns its label.
    pub fn redo(&mut self) -> Option<String> {
        let label = self.document.redo();
        self.tidy_selection();
        label
    }

    /// Selects an account as a whole, or the portfolio.
    pub fn select_account(&mut self, account: Option<AccountKey>) {
        self.selection = Selection { account, units: Vec::new() };
    }

    /// Takes back what a gesture did.
    pub fn cancel_gesture(&mut self) {
        self.document.cancel_gesture();
        self.tidy_selection();
    }

    /// Drops what no longer exists from the selection; an account that is gone hands on to the first one.
    fn tidy_selection(&mut self) {
        let workspace = self.document.workspace();
        let at = self.selection.account.as_ref().map(|key| workspace.find_account(key));
        match at {
            Some(None) => {
                let first = workspace.accounts.front().map(|account| account.key.clone());
                self.select_account(first);
            }
            Some(Some(at)) if !self.selection.units.is_empty() => {
                let account = &workspace.accounts[at];
                let mut found = account.find_units(&self.selection.units).into_iter();
                self.selection.units.retain(|_| found.next().is_some_and(|index| index.is_some()));
            }
            _ => {}
        }
    }

    /// Whether closing would lose work; an untouched sample or new workspace is not worth a question.
    pub fn needs_asking(&self) -> bool {
        self.document.is_dirty() && self.document.is_touched()
    }

    /// Name for title bar and status: the file's, else the workspace's.
    pub fn name(&self) -> String {
        match &self.file {
            Some(file) => super::jobs::name(file),
            None if self.document.workspace().settings.name.is_empty() => "Untitled".to_owned(),
            None => self.document.workspace().settings.name.clone(),
        }
    }
}
