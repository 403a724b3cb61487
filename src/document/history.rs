//! The open workspace with its past: undo, redo, gestures and what is saved. Old states are shared pointers.

use std::sync::Arc;

use crate::domain::Workspace;

use super::{
    apply::{self, EditError},
    edit::{Edit, MergeKey},
};

/// A step back or forth: the state on its other side, and what it was called.
#[derive(Debug, Clone)]
struct Step {
    label: String,
    state: Arc<Workspace>,
}

/// A drag, a typing run or a paste in progress.
#[derive(Debug, Clone)]
struct Gesture {
    start: Arc<Workspace>,
    undo_len: usize,
    redo: Vec<Step>,
    last: Option<MergeKey>,
}

/// The open workspace.
#[derive(Debug, Clone)]
pub struct Document {
    workspace: Arc<Workspace>,
    saved: Option<Arc<Workspace>>,
    undo: Vec<Step>,
    redo: Vec<Step>,
    gesture: Option<Gesture>,
}

impl Document {
    /// Steps kept; older ones are forgotten.
    pub const LIMIT: usize = 1000;

    /// Opens a workspace that stands in a file as it is.
    pub fn opened(workspace: Workspace) -> Self {
        let workspace = Arc::new(workspace);
        Self { saved: Some(Arc::clone(&workspace)), ..Self::shared(workspace) }
    }

    /// Opens a workspace that is in no file yet, such as the sample or a new one; it is unsaved from the start.
    pub fn unsaved(workspace: Workspace) -> Self {
        Self::shared(Arc::new(workspace))
    }

    fn shared(workspace: Arc<Workspace>) -> Self {
        Self { workspace, saved: None, undo: Vec::new(), redo: Vec::new(), gesture: None }
    }

    /// The workspace as it stands.
    pub const fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    /// Whether the workspace differs from what was saved last; undoing back to it is clean again.
    pub fn is_dirty(&self) -> bool {
        !self.saved.as_ref().is_some_and(|saved| Arc::ptr_eq(saved, &self.workspace))
    }

    /// Whether anything was changed since it was opened; an untouched sample need not be asked about.
    pub fn is_touched(&self) -> bool {
        !self.undo.is_empty() || !self.redo.is_empty()
    }

    /// Remembers a state as saved: the one that was handed to the writer, which may be older than the present one.
    pub fn mark_saved(&mut self, state: &Arc<Workspace>) {
        self.saved = Some(Arc::clone(state));
    }

    /// Applies an edit. `Ok(false)` = it changed nothing and leaves no step. An error leaves everything as it was.
    pub fn apply(&mut self, edit: &Edit) -> Result<bool, EditError> {
        let mut next = Workspace::clone(&self.workspace);
        if !apply::apply(&mut next, edit)? {
            return Ok(false);
        }
        let key = self.gesture.is_some().then(|| edit.merge_key());
        let joins = self
            .gesture
            .as_ref()
            .is_some_and(|gesture| gesture.last == key && self.undo.len() > gesture.undo_len);
        match self.undo.last_mut() {
            // The step is called after all that it does: names are those before it began.
            Some(step) if joins => step.label = edit.label(&step.state),
            _ => self.remember(edit),
        }
        if let Some(gesture) = &mut self.gesture {
            gesture.last = key;
        }
        self.redo.clear();
        self.workspace = Arc::new(next);
        Ok(true)
    }

    /// Makes the workspace as it stands the step that undoes an edit; the oldest step beyond the limit is forgotten.
    fn remember(&mut self, edit: &Edit) {
        self.undo.push(Step { label: edit.label(&self.workspace), state: Arc::clone(&self.workspace) });
        if self.undo.len() > Self::LIMIT {
            self.undo.remove(0);
            if let Some(gesture) = &mut self.gesture {
                gesture.undo_len = gesture.undo_len.saturating_sub(1);
            }
        }
    }

    /// Takes an edit whose result on `base` was made elsewhere, as large ones are in the background. If the workspace is
    /// another one by now, the edit is applied as usual.
    pub fn take(
        &mut self,
        edit: &Edit,
        base: &Arc<Workspace>,
        next: Arc<Workspace>,
    ) -> Result<bool, EditError> {
        self.end_gesture();
        if !Arc::ptr_eq(base, &self.workspace) {
            return self.apply(edit);
        }
        self.remember(edit);
        self.redo.clear();
        self.workspace = next;
        Ok(true)
    }

    /// Opens a gesture: edits with one merge key join until it ends. An open gesture ends first.
    pub fn begin_gesture(&mut self) {
        self.end_gesture();
        self.gesture = Some(Gesture {
            start: Arc::clone(&self.workspace),
            undo_len: self.undo.len(),
            redo: self.redo.clone(),
            last: None,
        });
    }

    /// Ends the gesture; what was done in it stays.
    pub fn end_gesture(&mut self) {
        if let Some(gesture) = self.gesture.take() {
            // A drag that came back to where it began leaves no step.
            if self.undo.len() > gesture.undo_len && same_content(&gesture.start, &self.workspace) {
                self.restore(gesture);
            }
        }
    }

    /// Takes back everything done in the gesture, as Escape does during a drag.
    pub fn cancel_gesture(&mut self) {
        if let Some(gesture) = self.gesture.take() {
            self.restore(gesture);
        }
    }

    fn restore(&mut self, gesture: Gesture) {
        self.undo.truncate(gesture.undo_len);
        self.redo = gesture.redo;
        self.workspace = gesture.start;
    }

    /// Whether a gesture is open.
    pub const fn in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// What redo would bring back.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// Takes the last step back; returns its label.
    pub fn undo(&mut self) -> Option<String> {
        self.end_gesture();
        let step = self.undo.pop()?;
        self.redo.push(Step {
            label: step.label.clone(),
            state: std::mem::replace(&mut self.workspace, step.state),
        });
        Some(step.label)
    }

    /// Brings the last step taken back; returns its label.
    pub fn redo(&mut self) -> Option<String> {
        self.end_gesture();
        let step = self.redo.pop()?;
        self.undo.push(Step {
            label: step.label.clone(),
            state: std::mem::replace(&mut self.workspace, step.state),
        });
        Some(step.label)
    }
}

/// Equality that looks only into accounts whose pointers differ; the rest of a workspace is small.
fn same_content(a: &Workspace, b: &Workspace) -> bool {
    let accounts = |a: &Workspace, b: &Workspace| {
        a.accounts.len() == b.accounts.len()
            && a.accounts.iter().zip(&b.accounts).all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
    };
    let rest = |workspace: &Workspace| Workspace { accounts: imbl::Vector::new(), ..workspace.clone() };
    accounts(a, b) && rest(a) == rest(b)
}
