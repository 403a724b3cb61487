//! Writes the tables as sheets of one XLSX workbook: numbers, dates and truth values as such, strings as strings.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::{
    cell::{Cell, guarded},
    table::Sink,
};

/// The most characters that a cell of a sheet takes.
const MOST_CHARACTERS: usize = 32_767;

/// Builds the workbook.
pub struct XlsxSink {
    book: Workbook,
    head: Format,
    day: Format,
    columns: Vec<String>,
    table: &'static str,
    row: u32,
}

impl XlsxSink {
    /// An empty workbook that says it was made on `made_on`: the clock is not asked.
    pub fn new(made_on: Date) -> Result<Self, String> {
        let mut book = Workbook::new();
        let made_on = excel_day(made_on)
            .map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)
            .map_err(|error| sentence(&error))?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made_on));
        Ok(Self {
            book,
            head: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            columns: Vec::new(),
            table: "",
            row: 0,
        })
    }

    /// The workbook with all sheets.
    pub fn finish(self) -> Workbook {
        self.book
    }
}

/// The bytes of the file.
pub fn book_bytes(book: &mut Workbook) -> Result<Vec<u8>, String> {
    book.save_to_buffer().map_err(|error| sentence(&error))
}

fn sentence(error: &XlsxError) -> String {
    format!("the workbook could not be made ({error}); export a folder of CSV files instead")
}

/// Sheets count days from 1900, and believe in a 29th of February of that year.
fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    (year > 1900).then(|| ExcelDateTime::from_ymd(year as u16, month as u8, day as u8).ok()).flatten()
}

impl Sink for XlsxSink {
    fn table(&mut self, name: &'static str, columns: &[&str]) -> Result<(), String> {
        (self.table, self.columns, self.row) =
            (name, columns.iter().map(|name| (*name).to_owned()).collect(), 0);
        let sheet = self.book.add_worksheet();
        sheet.set_name(name).map_err(|error| sentence(&error))?;
        sheet.set_freeze_panes(1, 0).map_err(|error| sentence(&error))?;
        for (column, name) in columns.iter().enumerate() {
            let column = column as u16;
            sheet.write_string_with_format(0, column, *name, &self.head).map_err(|error| sentence(&error))?;
            sheet
                .set_column_width(column, (name.len() + 4).clamp(10, 30) as f64)
                .map_err(|error| sentence(&error))?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), String> {
        self.row += 1;
        let row = self.row;
        let index = self.book.worksheets().len() - 1;
        let sheet = self.book.worksheet_from_index(index).map_err(|error| sentence(&error))?;
        for (column, cell) in cells.iter().enumerate() {
            let at = column as u16;
            let text = match cell {
                Cell::Empty => continue,
                Cell::Number(number) => {
                    sheet.write_number(row, at, *number).map_err(|error| sentence(&error))?;
                    continue;
                }
                Cell::Bool(yes) => {
                    sheet.write_boolean(row, at, *yes).map_err(|error| sentence(&error))?;
                    continue;
                }
                Cell::Date(date) => match excel_day(*date) {
                    Some(day) => {
                        sheet
                            .write_datetime_with_format(row, at, &day, &self.day)
                            .map_err(|error| sentence(&error))?;
                        continue;
                    }
                    None => date.to_string(),
                },
                Cell::Text(text) | Cell::Broken(text) => written(text),
            };
            if text.chars().map(char::len_utf16).sum::<usize>() > MOST_CHARACTERS {
                return Err(format!(
                    "table {}, row {}, column {}: the text has more than {MOST_CHARACTERS} characters, the most that a sheet takes; shorten it, or export a folder of CSV files",
                    self.table,
                    row + 1,
                    self.columns.get(column).map_or("", String::as_str)
                ));
            }
            sheet.write_string(row, at, text).map_err(|error| sentence(&error))?;
        }
        Ok(())
    }
}

/// A sheet drops a string of no characters, so that one is marked as in CSV; no other string needs a mark.
fn written(text: &str) -> String {
    match text {
        "" => "'".to_owned(),
        text if text.trim_start_matches('\'').is_empty() => guarded(text),
        text => text.to_owned(),
    }
}
