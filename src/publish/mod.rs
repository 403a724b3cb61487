//! What leaves the house for other people's eyes. Nothing here touches the disk: it makes bytes or sheets, files writes them.
//!
//! [`workbook`] is the report of live formulas; [`map`] draws the map of an account as a [`drawing`], of which [`svg`],
//! [`png`] and [`pdf`] make files; [`report`] is the page to read.

pub mod drawing;
pub mod map;
pub mod pdf;
pub mod png;
pub mod report;
pub mod svg;
pub mod workbook;
