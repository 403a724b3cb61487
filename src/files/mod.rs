//! The only place that touches the disk.

pub mod dataset;
pub mod safety;
pub mod samples;
pub mod workspace;
