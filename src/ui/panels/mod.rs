//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

mod bits;
mod context;
pub mod ranking;
pub mod scoring;
pub mod sensitivity;
pub mod trends;

pub use context::{Action, Arrangement, PanelContext, Request, Selection};
