//! By what the map is coloured, and how a class of units looks; pictures of the map have the same.

pub use crate::engine::shading::{ColourBy, Look};
