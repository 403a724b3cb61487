//! One panel per subject. Panels read a [`PanelContext`] and push [`Action`]s; they never meet each other.

pub mod accounts;
mod bits;
mod context;
mod controls;
mod draw;
pub mod inspector;
mod labels;
pub mod map;
mod opportunities;
pub mod ranking;
pub mod scoring;
pub mod sensitivity;
pub mod trends;
pub mod usage;

pub use accounts::AccountsPanel;
pub use context::{Action, Arrangement, Clipboard, GridTable, PanelContext, Request, Selection};
pub use inspector::InspectorPanel;
pub use map::MapPanel;
pub use ranking::RankingPanel;
pub use scoring::ScoringPanel;
pub use sensitivity::{LinesPanel, TornadoPanel};
pub use trends::{TrendsPanel, TrendsStrip};
pub use usage::UsagePanel;
