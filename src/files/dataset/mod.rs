//! The open form of a workspace: a folder of CSV files or one XLSX workbook, there and back.
//!
//! Read in this order: `tables` (every table, column by column), `table` (what a column is, and the loops that write and
//! read rows), `field` (how each type stands in a cell), `draft` (rows become a sound workspace), `import` and `export`
//! (the ways in and out). `csv`, `xlsx_read`, `xlsx_write` know the two kinds of file; `xlsx_guard` keeps hostile
//! workbooks out; `foreign` understands tables that people have already; `outside` reads and writes any table as it stands.

mod cell;
mod csv;
mod draft;
mod encoding;
mod export;
mod field;
mod foreign;
mod import;
mod limits;
mod list;
mod outside;
mod places;
mod report;
mod source;
mod table;
mod tables;
mod xlsx_guard;
mod xlsx_places;
mod xlsx_read;
mod xlsx_write;

pub use cell::{Cell, guarded};
pub use export::{
    ExportError, REPORT_PREFIX, csv_tables, export_folder, export_xlsx, workbook, write_workbook, xlsx_bytes,
};
pub use import::{ImportOptions, Imported, import};
pub use outside::{Outside, SEPARATORS, sheet_bytes, text_bytes};
pub use report::{Complaint, ImportError, LISTED};

/// Names and columns of every table, in order.
pub fn tables() -> Vec<(&'static str, Vec<&'static str>)> {
    tables::TABLES.iter().map(|table| (table.name(), table.columns())).collect()
}
