//! One integration binary.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]

mod layout;
mod model_disk;
mod random_account;
mod random_workspace;
mod safety;
mod workspace_damage;
mod workspace_file;
