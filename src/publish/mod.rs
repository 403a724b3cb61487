//! What leaves the house for other people's eyes. Nothing here touches the disk: it makes bytes or sheets, files writes them.

pub mod workbook;
