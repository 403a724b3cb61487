//! trends
pub mod model;
