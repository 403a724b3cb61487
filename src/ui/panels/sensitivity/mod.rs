//! sensitivity
pub mod model;
