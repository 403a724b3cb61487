//! One integration binary: a file per subject.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]

mod document;
mod engine_metrics;
mod layout;
mod model_disk;
mod safety;
mod support;
