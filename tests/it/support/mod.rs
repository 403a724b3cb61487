//! What several tests build on.

pub mod build;
pub mod techcorp;
