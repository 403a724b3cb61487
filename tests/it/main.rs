//! One integration binary: a file per subject.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]

mod document;
mod engine_explain;
mod engine_metrics;
mod engine_rollup;
mod engine_scoring;
mod layout;
mod model_disk;
#[cfg(feature = "gui")]
mod panel_accounts;
#[cfg(feature = "gui")]
mod panel_usage;
mod safety;
mod support;
