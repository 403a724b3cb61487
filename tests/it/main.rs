//! One integration binary.

mod engine_scoring;
