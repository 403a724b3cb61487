//! Sensitivity: every account's score over one weight, and what each weight does to one score.

mod lines;
pub mod model;
mod tornado;

pub use lines::LinesPanel;
pub use tornado::TornadoPanel;
