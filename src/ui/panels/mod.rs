//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

pub mod accounts;
mod context;
pub mod usage;

pub use context::{Action, Arrangement, PanelContext, Request, Selection};
