//! One integration binary.

mod engine_metrics;
mod support;
