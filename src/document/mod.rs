//! The open workspace: edits as data, undo and redo, what is saved, and everything derived from it.
//!
//! [`Document`] is the one door for change: [`Edit`] goes in, a new `Arc<Workspace>` comes out or nothing changes.
//! [`Derived`] holds everything computed and recomputes only what an edit touched.

mod apply;
mod apply_branch;
mod apply_cells;
mod apply_structure;
mod branch_text;
pub mod clipboard;
mod derive_account;
mod derived;
mod edit;
mod explained;
mod explained_standing;
mod history;
mod opportunities;
mod stamp;
mod table;
mod taken_over;
mod timeline;
pub mod usage;
mod words;

pub use apply::{EditError, applied};
pub use apply_cells::set_field;
pub use branch_text::{
    Above, BranchText, FreshKeys, Known, TextProblem, branch_as_text, copy_of_branch, free_key,
};
pub use derived::{AccountDerived, Derived, Memos};
pub use edit::{AccountChange, Cell, Edit, FieldValue, SettingChange, UnitChange};
pub use explained::{Question, Since};
pub use explained_standing::Drawing;
pub use history::Document;
pub use opportunities::{Among, Opportunities, Opportunity};
pub use stamp::Stamp;
pub use table::{Entry, Line, Table};
pub use taken_over::changed_records;
pub use words::{basis_of, flag_of, state_of, states_of, status_of};
