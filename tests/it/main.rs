//! One integration binary: a file per subject.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]

mod architecture;
mod cli;
mod dataset_cli;
mod dataset_export;
mod dataset_foreign;
mod dataset_hostile;
mod dataset_reading;
mod dataset_round_trip;
mod document;
mod engine_change;
mod engine_distribution;
mod engine_explain;
mod engine_metrics;
mod engine_readings;
mod engine_rollup;
mod engine_scoring;
mod engine_weights;
#[cfg(feature = "gui")]
mod kit;
mod kit_pictures;
mod layout;
mod model_disk;
#[cfg(feature = "gui")]
mod panel_accounts;
#[cfg(feature = "gui")]
mod panel_inspector;
#[cfg(feature = "gui")]
mod panel_map;
#[cfg(feature = "gui")]
mod panel_ranking;
#[cfg(feature = "gui")]
mod panel_scoring;
#[cfg(feature = "gui")]
mod panel_trends;
#[cfg(feature = "gui")]
mod panel_usage;
mod random_account;
mod random_workspace;
mod safety;
mod support;
mod workspace_damage;
mod workspace_file;
