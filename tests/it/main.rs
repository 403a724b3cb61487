//! One integration binary.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]

mod layout;
