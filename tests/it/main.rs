//! One integration binary: a file per subject.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]

mod document;
mod engine_explain;
mod engine_metrics;
mod engine_rollup;
mod engine_scoring;
#[cfg(feature = "gui")]
mod kit;
#[cfg(feature = "gui")]
mod kit_pictures;
mod layout;
mod model_disk;
mod safety;
mod support;
