//! Safe writing: a file on disk is always the old one or the new one, never a torn one.
//!
//! Reading order: [`disk`] (the few calls that touch the disk, so that tests can break each of them), [`replace()`]
//! (the one way in which this program writes a file).

pub mod disk;
pub mod error;
pub mod real;
pub mod replace;

pub use disk::{Disk, DiskFile, Metadata, Permissions};
pub use error::DiskError;
pub use real::RealDisk;
pub use replace::{ReplaceError, replace, sweep};
