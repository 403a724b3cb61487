//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

mod context;
mod controls;
mod draw;
pub mod inspector;
mod labels;
pub mod map;

pub use context::{Action, Arrangement, PanelContext, Request, Selection};
