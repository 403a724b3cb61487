//! Geometry without pixels: where the cards of a map stand, how they are joined, and which of them a window shows.
//!
//! Reading order: [`geometry`] (points and rectangles), [`tree`] (the shape to lay out), [`mod@tidy`] (the plain tidy
//! tree), [`org`] (the organisation map on top of it), [`connector`] (the lines), [`mod@treemap`] (areas instead of cards),
//! [`cull`] (what is inside a rectangle).

pub mod card;
pub mod connector;
pub mod cull;
pub mod geometry;
pub mod org;
pub mod tidy;
pub mod tree;
pub mod treemap;

pub use connector::Connector;
pub use cull::{CullIndex, Patch};
pub use geometry::{NodeId, Point, Rect, Size};
pub use org::{OrgLayout, OrgOptions, Slot};
pub use tidy::{TidyOptions, tidy};
pub use tree::{Tree, TreeError};
pub use treemap::{TreemapOptions, treemap};
