//! One integration binary: a file per subject.
// A test that cannot go on may stop.
#![allow(clippy::unwrap_used)]
// Files for a test are put together as plainly as they can be read.
#![allow(clippy::format_push_string, clippy::format_collect)]

mod architecture;
mod cli;
mod cli_plan;
mod cli_rank;
mod cli_trend;
mod dataset_cli;
mod dataset_export;
mod dataset_foreign;
mod dataset_hostile;
mod dataset_payloads;
mod dataset_reading;
mod dataset_round_trip;
mod document;
mod document_branch;
mod document_explained;
mod document_properties;
mod document_structure;
mod domain_validate;
mod engine_acceptability;
mod engine_change;
mod engine_chosen;
mod engine_distribution;
mod engine_explain;
mod engine_gather;
mod engine_intervals;
mod engine_metrics;
mod engine_opportunity_weights;
mod engine_people;
mod engine_planning;
mod engine_products;
mod engine_readings;
mod engine_regroup;
mod engine_retention;
mod engine_roadmap;
mod engine_rollup;
mod engine_rules;
mod engine_rules_cases;
mod engine_scoring;
mod engine_trend;
mod engine_weights;
#[cfg(feature = "gui")]
mod import_wizard;
#[cfg(feature = "gui")]
mod kit;
#[cfg(feature = "gui")]
mod kit_pictures;
mod layout;
mod model_disk;
#[cfg(feature = "gui")]
mod panel_accounts;
#[cfg(feature = "gui")]
mod panel_inspector;
#[cfg(feature = "gui")]
mod panel_map;
mod panel_map_deeds;
#[cfg(feature = "gui")]
mod panel_map_sight;
#[cfg(feature = "gui")]
mod panel_map_whole;
#[cfg(feature = "gui")]
mod panel_pictures;
#[cfg(feature = "gui")]
mod panel_ranking;
#[cfg(feature = "gui")]
mod panel_scoring;
#[cfg(feature = "gui")]
mod panel_trends;
#[cfg(feature = "gui")]
mod panel_usage;
#[cfg(feature = "gui")]
mod panel_usage_arranged;
mod publish_cli;
mod publish_hostile;
mod publish_map;
mod publish_report;
mod random_account;
mod random_workspace;
mod safety;
#[cfg(feature = "gui")]
mod shell;
#[cfg(feature = "gui")]
mod shell_export;
mod support;
mod usage_import;
mod vectors;
mod workbook;
mod workbook_calc;
mod workspace_damage;
mod workspace_file;
