//! One table of any other program, cell by cell as it stands, and one table for any other program: nothing is known of
//! what the cells mean.

use std::path::Path;

use csv::WriterBuilder;
use jiff::civil::Date;

use super::{
    cell::{Cell, guarded, unguarded},
    csv::{CsvRows, separator},
    encoding::{Encoding, text_of},
    limits,
    table::{Rows, Sink},
    xlsx_read::Book,
    xlsx_write::{XlsxSink, book_bytes},
};

/// Signs that separate cells, and what people call them.
pub const SEPARATORS: [(u8, &str); 3] = [(b',', "Comma"), (b';', "Semicolon"), (b'\t', "Tab")];

/// A table file, or text from the clipboard.
pub struct Outside(Content);

enum Content {
    Text(String, Encoding),
    Book(Box<Book>),
}

impl Outside {
    /// Looks at the content of a file: a workbook by its first bytes or its ending, else text.
    ///
    /// # Errors
    /// A sentence about the file as a whole, for example that a workbook unpacks to far too much or that it is no text.
    pub fn open(path: &Path, bytes: Vec<u8>) -> Result<Self, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let is_named = ending.is_some_and(|ending| matches!(ending.as_str(), "xlsx" | "xlsm" | "xls"));
        if bytes.starts_with(b"PK") || is_named {
            return Book::open(bytes).map(|book| Self(Content::Book(Box::new(book))));
        }
        text_of(bytes).map(|(text, encoding)| Self(Content::Text(text, encoding)))
    }

    /// Text as it comes from the clipboard.
    pub fn text(text: String) -> Self {
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Self(Content::Text(text, Encoding::Utf8))
    }

    /// Names of the sheets; none if it is text.
    pub fn sheets(&self) -> Vec<String> {
        match &self.0 {
            Content::Text(..) => Vec::new(),
            Content::Book(book) => book.sheets(),
        }
    }

    /// The sign that separates the cells of a text; `None` for a workbook.
    pub fn separator(&self) -> Option<u8> {
        match &self.0 {
            Content::Text(text, _) => Some(separator(text)),
            Content::Book(_) => None,
        }
    }

    /// What to say of how the letters of a text were read; `None` = nobody needs to know.
    pub const fn note(&self) -> Option<&'static str> {
        match &self.0 {
            Content::Text(_, encoding) => encoding.note(),
            Content::Book(_) => None,
        }
    }

    /// Gives every row that has a cell with content, up to the last one, with its number, until `take` says no. `sheet`
    /// and `separator` are of use for the one or the other kind only.
    ///
    /// # Errors
    /// A sentence that names the row; rows before it were given.
    pub fn rows(
        &mut self,
        sheet: &str,
        separator: Option<u8>,
        take: &mut dyn FnMut(u64, &[Cell]) -> bool,
    ) -> Result<(), String> {
        match &mut self.0 {
            Content::Text(text, _) => {
                let mut rows = CsvRows::separated(text, separator)?;
                let head = rows.head().iter();
                let first: Vec<Cell> = head.map(|text| Cell::Text(unguarded(text).to_owned())).collect();
                each((1, &first), &mut rows, take)
            }
            Content::Book(book) => match book.rows(sheet)? {
                None => Ok(()),
                Some(mut rows) => {
                    let (number, first) = std::mem::take(&mut rows.first);
                    each((number, &first), &mut rows, take)
                }
            },
        }
    }
}

fn each(
    first: (u64, &[Cell]),
    rows: &mut dyn Rows,
    take: &mut dyn FnMut(u64, &[Cell]) -> bool,
) -> Result<(), String> {
    let mut count = 0;
    let mut give = |number: u64, cells: &[Cell]| {
        let Some(last) = cells.iter().rposition(|cell| !cell.is_blank()) else { return Ok(true) };
        count += last + 1;
        if count > limits::CELLS {
            return Err(format!(
                "row {number}: there are more than {} cells; split the table",
                limits::CELLS
            ));
        }
        Ok(take(number, &cells[..=last]))
    };
    let mut goes_on = give(first.0, first.1)?;
    while goes_on && let Some(next) = rows.next_row() {
        let (number, cells) = next?;
        goes_on = give(number, cells)?;
    }
    Ok(())
}

/// A table as CSV: commas, `\n`, and no text that a spreadsheet takes for a formula.
///
/// # Errors
/// A sentence.
pub fn text_bytes(headings: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, String> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let failed = |error: csv::Error| error.to_string();
    writer.write_record(headings.iter().map(|heading| guarded(heading))).map_err(failed)?;
    for row in rows {
        let fields = row.iter().map(|cell| match cell {
            Cell::Text(text) => guarded(text),
            other => other.text(),
        });
        writer.write_record(fields).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// A table as the only sheet of an XLSX workbook that says it was made on `made_on`.
///
/// # Errors
/// A sentence, if a text is longer than a sheet takes.
pub fn sheet_bytes(
    name: &'static str,
    headings: &[String],
    rows: &[Vec<Cell>],
    made_on: Date,
) -> Result<Vec<u8>, String> {
    let mut sink = XlsxSink::new(made_on)?;
    let columns: Vec<&str> = headings.iter().map(String::as_str).collect();
    sink.table(name, &columns)?;
    rows.iter().try_for_each(|row| sink.row(row))?;
    book_bytes(&mut sink.finish())
}
