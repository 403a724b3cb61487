//! What several tests build on.

pub mod build;
pub mod scoring;
#[cfg(feature = "gui")]
pub mod cpu_renderer;
#[cfg(feature = "gui")]
pub mod gui;
#[cfg(feature = "gui")]
pub mod score_stage;
pub mod panel;
pub mod techcorp;
