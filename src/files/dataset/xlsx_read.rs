//! The sheets of an XLSX workbook, cell by cell: nothing is as large as the rectangle that the sheet claims to fill.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxCellReader, XlsxError};
use jiff::civil::Date;

use super::{
    cell::{Cell, unguarded},
    limits,
    table::Rows,
    xlsx_guard,
};

type Bytes = Cursor<Vec<u8>>;

/// An open workbook.
pub struct Book(Xlsx<Bytes>);

impl Book {
    /// Checks the file and opens it.
    ///
    /// # Errors
    /// A sentence about the file as a whole.
    pub fn open(bytes: Vec<u8>) -> Result<Self, String> {
        xlsx_guard::check(&bytes)?;
        Xlsx::new(Cursor::new(bytes)).map(Self).map_err(|error| sentence(&error))
    }

    /// Names of the sheets, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// The rows of a sheet; `None` if it is blank.
    pub fn rows(&mut self, sheet: &str) -> Result<Option<SheetRows<'_>>, String> {
        let reader = self.0.worksheet_cells_reader(sheet).map_err(|error| sentence(&error))?;
        let percents = reader
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%')));
        let percents = percents.collect();
        let mut rows = SheetRows {
            reader,
            percents,
            head: Vec::new(),
            first: (0, Vec::new()),
            cells: Vec::new(),
            next: None,
            row: 0,
            text_bytes: 0,
            is_done: false,
        };
        match rows.read_row() {
            None => Ok(None),
            Some(Err(message)) => Err(message),
            Some(Ok(number)) => {
                rows.first = (number, rows.cells.clone());
                rows.head = rows.cells.iter().map(Cell::text).collect();
                Ok(Some(rows))
            }
        }
    }
}

/// The rows of a sheet.
pub struct SheetRows<'a> {
    reader: XlsxCellReader<'a, Bytes>,
    /// Whether cells of style `i` show percents.
    percents: Vec<bool>,
    head: Vec<String>,
    /// The row of the head with its number, for tables that have none.
    pub first: (u64, Vec<Cell>),
    cells: Vec<Cell>,
    /// The first cell of the row to come: row, column, content.
    next: Option<(u64, usize, Cell)>,
    row: u64,
    text_bytes: usize,
    is_done: bool,
}

impl SheetRows<'_> {
    /// Fills `cells` with the next row that has any and gives its number; `None` at the end.
    fn read_row(&mut self) -> Option<Result<u64, String>> {
        self.cells.clear();
        let mut at = None;
        loop {
            let next = match self.next.take() {
                Some(next) => Some(next),
                None if self.is_done => None,
                None => match self.read_cell() {
                    Ok(next) => next,
                    Err(message) => {
                        self.is_done = true;
                        return Some(Err(message));
                    }
                },
            };
            let Some((row, column, cell)) = next else {
                self.is_done = true;
                return at.map(Ok);
            };
            if at.is_some_and(|at| row != at) {
                self.next = Some((row, column, cell));
                return at.map(Ok);
            }
            at = Some(row);
            if self.cells.len() <= column {
                self.cells.resize(column + 1, Cell::Empty);
            }
            self.cells[column] = cell;
        }
    }

    /// The next cell with content, checked against the limits.
    fn read_cell(&mut self) -> Result<Option<(u64, usize, Cell)>, String> {
        loop {
            let found = self.reader.next_cell_with_style_id().map_err(|error| sentence(&error))?;
            let Some((found, style)) = found else { return Ok(None) };
            let (row, column) = found.get_position();
            let cell = cell(found.get_value(), self.percents.get(style).copied().unwrap_or(false));
            if cell == Cell::Empty {
                continue;
            }
            let (row, column) = (u64::from(row) + 1, column as usize);
            let place = format!("row {row}, column number {}", column + 1);
            if column >= limits::COLUMNS || row > limits::ROWS {
                return Err(format!("{place}: a cell lies far outside any table; delete it"));
            }
            if row < self.row {
                return Err(format!(
                    "{place}: the rows are out of order; save the workbook anew in a spreadsheet"
                ));
            }
            self.row = row;
            if let Cell::Text(text) = &cell {
                self.text_bytes += text.len();
                if text.len() > limits::CELL_BYTES || self.text_bytes > limits::SHEET_TEXT_BYTES {
                    return Err(format!("{place}: the sheet holds too much text; split it"));
                }
            }
            return Ok(Some((row, column, cell)));
        }
    }
}

impl Rows for SheetRows<'_> {
    fn head(&self) -> &[String] {
        &self.head
    }

    fn next_row(&mut self) -> Option<Result<(u64, &[Cell]), String>> {
        self.read_row().map(|row| row.map(|row| (row, self.cells.as_slice())))
    }
}

fn cell(data: &DataRef<'_>, is_percent: bool) -> Cell {
    let text = |text: &str| match text {
        "" => Cell::Empty,
        // Only the mark of a text without characters: sheets know strings from formulas.
        text if text.trim_start_matches('\'').is_empty() => Cell::Text(unguarded(text).to_owned()),
        text => Cell::Text(text.to_owned()),
    };
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        // 60 % is stored as 0.6 and shown as a percentage; what is shown counts.
        DataRef::Float(number) if is_percent => {
            // Without the dust that multiplying leaves behind.
            Cell::Text(format!("{}%", (number * 1e11).round() / 1e9))
        }
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(found) | DataRef::DurationIso(found) => text(found),
        DataRef::SharedString(found) => text(found),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(at) if at.is_datetime() && at.as_f64() >= 1.0 => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            Date::new(year as i16, month as i8, day as i8).map_or(Cell::Number(at.as_f64()), Cell::Date)
        }
        DataRef::DateTime(at) => Cell::Number(at.as_f64()),
        DataRef::DateTimeIso(found) => {
            found.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| text(found), Cell::Date)
        }
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

fn sentence(error: &XlsxError) -> String {
    match error {
        XlsxError::Password => "the workbook has a password; save it without one".to_owned(),
        XlsxError::NotAWorksheet(kind) => format!("this sheet is a {kind}, not a table"),
        other => format!("the workbook cannot be read ({other}); open it in a spreadsheet and save it anew"),
    }
}
