//! scoring
pub mod model;
pub mod gesture;
