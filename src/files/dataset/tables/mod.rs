//! Every table of the dataset, column by column: the facts that all readers and writers work from.
//!
//! To add a column, add its line to the table's list; to add a table, add it to [`TABLES`].

mod accounts;
mod curve;
mod models;
mod people;
mod plans;
mod records;
mod settings;
mod shared;
mod units;

use super::table::AnyTable;

/// A column over a field of the row, with what else holds for it: `col!("arr", record.arr; money)`.
macro_rules! col {
    ($name:literal, $($path:tt).+ $(; $($trait:ident)+)?) => {
        $crate::files::dataset::table::Column {
            name: $name,
            traits: $crate::files::dataset::table::Traits::NONE$($(.$trait())+)?,
            get: |row| &row.$($path).+,
            set: |row| &mut row.$($path).+,
        }
    };
}
pub(crate) use col;

/// Every table, in the order in which it is written and read: what is referred to comes first.
pub static TABLES: [&dyn AnyTable; 19] = [
    &settings::WORKSPACE,
    &shared::REGIONS,
    &shared::PRODUCTS,
    &accounts::ACCOUNTS,
    &units::UNITS,
    &records::RECORDS,
    &records::ADOPTION,
    &people::STAKEHOLDERS,
    &people::ENGAGEMENTS,
    &people::COMPETITORS,
    &people::SIGNALS,
    &plans::ROADMAP,
    &accounts::TARGETS,
    &accounts::MOVEMENTS,
    &shared::RULES,
    &models::BANDS,
    &shared::OWNERS,
    &shared::ACKNOWLEDGEMENTS,
    &models::MODELS,
];
