//! How much is read before a file is refused: a few times what the largest workspace needs, and far below what would
//! exhaust a machine.

/// Bytes of one file: 256 MiB.
pub const FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Rows of one table, one more than a sheet can have.
pub const ROWS: u64 = 1_048_577;
/// Columns of one table.
pub const COLUMNS: usize = 512;
/// Cells of a table of another program, up to the last one with content in each row: it is held in memory as a whole.
pub const CELLS: usize = 8_000_000;
/// Bytes of one cell: 1 MiB.
pub const CELL_BYTES: usize = 1024 * 1024;
/// Bytes of text in all cells of one sheet, whose cells may share their texts: 256 MiB.
pub const SHEET_TEXT_BYTES: usize = 256 * 1024 * 1024;
/// Parts of a workbook.
pub const PARTS: usize = 2_000;
/// Bytes of all parts of a workbook, unpacked: 512 MiB.
pub const UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// A part may always unpack to 32 MiB, and beyond that to this many times its packed size.
pub const SMALL_PART_BYTES: u64 = 32 * 1024 * 1024;
/// Sheets pack about ten to thirty times; a thousand times is an attack.
pub const PACKING: u64 = 60;
/// XML elements outside the sheets: texts and formats, which are held in memory.
pub const ELEMENTS: u64 = 6_000_000;
