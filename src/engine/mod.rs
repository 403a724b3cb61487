//! What the numbers mean: pure functions of a workspace. No disk, no clock, no chance, no window.
//!
//! [`metrics`] rolls records up the tree and measures accounts; [`scoring`] turns measures into points, scores,
//! bands and ranks; [`trend`] follows a rate over time, [`planning`] looks ahead: gaps, plays, the roadmap; [`rules`] finds
//! what endangers an account, may be won, or misleads; [`regroup`] shows units under other heads, [`gather`] all accounts
//! under one; [`shading`] puts units into classes that look alike; [`compare`] is how numbers are held against
//! thresholds, [`display`] how they read; [`explain`] opens any of these numbers down to the fields it came from.

pub mod chosen;
pub mod compare;
pub mod display;
pub mod distribution;
pub mod evaluate;
pub mod explain;
pub mod gather;
pub mod metrics;
pub mod parallel;
pub mod planning;
pub mod regroup;
pub mod rules;
pub mod scoring;
pub mod shading;
pub mod trend;
