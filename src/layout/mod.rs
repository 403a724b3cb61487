//! Geometry without pixels.
