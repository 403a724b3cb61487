//! Inroads.
#![warn(missing_docs)]

pub mod document;
pub mod domain;
pub mod engine;
pub mod files;
pub mod layout;
#[cfg(feature = "gui")]
pub mod ui;
