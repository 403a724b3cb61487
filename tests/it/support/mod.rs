//! What several tests build on.

pub mod build;
pub mod calculable;
pub mod checking;
#[cfg(feature = "gui")]
pub mod cpu_renderer;
#[cfg(feature = "gui")]
pub mod gui;
#[cfg(feature = "gui")]
pub mod kept;
#[cfg(feature = "gui")]
pub mod panel;
pub mod scoring;
pub mod sheets;
pub mod techcorp;
#[cfg(feature = "gui")]
pub mod ten_accounts;
