//! The window: the only place that knows egui.

pub mod kit;
pub mod panels;
