//! What several tests build on.

pub mod build;
pub mod checking;
#[cfg(feature = "gui")]
pub mod cpu_renderer;
#[cfg(feature = "gui")]
pub mod gui;
#[cfg(feature = "gui")]
pub mod panel;
#[cfg(feature = "gui")]
pub mod score_stage;
pub mod scoring;
pub mod techcorp;
