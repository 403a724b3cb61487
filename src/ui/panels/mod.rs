//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

mod context;

pub use context::{Action, Arrangement, PanelContext, Request, Selection};
