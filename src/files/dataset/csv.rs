//! CSV: RFC 4180, read as people's programs write it and written as ours does.

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::{
    cell::{Cell, guarded, unguarded},
    limits,
    table::{Rows, Sink},
};

/// The rows of a CSV text.
pub struct CsvRows<'a> {
    reader: csv::Reader<&'a [u8]>,
    record: StringRecord,
    head: Vec<String>,
    cells: Vec<Cell>,
    count: u64,
    /// Line ends inside cells so far: a spreadsheet counts rows, an editor lines.
    inner_lines: u64,
    /// Where a text with an odd number of quotation marks ends.
    odd_end: Option<u64>,
}

impl<'a> CsvRows<'a> {
    /// Finds the separator and reads the head.
    ///
    /// # Errors
    /// A sentence about the file as a whole.
    pub fn open(text: &'a str) -> Result<Self, String> {
        Self::separated(text, None)
    }

    /// The same with a separator that was said.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn separated(text: &'a str, separator: Option<u8>) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("the file is empty; a table has at least a line with the names of its columns".into());
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator.unwrap_or_else(|| self::separator(text)))
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        reader.read_record(&mut record).map_err(|error| error.to_string())?;
        if record.len() > limits::COLUMNS {
            return Err(too_wide());
        }
        let head: Vec<String> = record.iter().map(str::to_owned).collect();
        let inner_lines = inner_lines(&record);
        let is_odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let odd_end = is_odd.then_some(text.len() as u64);
        Ok(Self { reader, record, head, cells: Vec::new(), count: 1, inner_lines, odd_end })
    }
}

fn too_wide() -> String {
    format!("there are more than {} columns; remove the surplus ones", limits::COLUMNS)
}

fn inner_lines(record: &StringRecord) -> u64 {
    record.iter().map(|field| field.bytes().filter(|byte| *byte == b'\n').count() as u64).sum()
}

impl Rows for CsvRows<'_> {
    fn head(&self) -> &[String] {
        &self.head
    }

    fn next_row(&mut self) -> Option<Result<(u64, &[Cell]), String>> {
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => return Some(Err(format!("cannot be read further: {error}; correct the file"))),
        }
        self.count += 1;
        let line = self.record.position().map_or(0, csv::Position::line);
        let row = line.saturating_sub(self.inner_lines).max(self.count);
        let inner = inner_lines(&self.record);
        self.inner_lines += inner;
        if self.count > limits::ROWS {
            return Some(Err(format!("there are more than {} rows; split the table", limits::ROWS)));
        }
        if self.record.len() > limits::COLUMNS {
            return Some(Err(format!("row {row}: {}", too_wide())));
        }
        let is_last = inner > 0 && self.odd_end.is_some_and(|end| self.reader.position().byte() >= end);
        if is_last || self.record.iter().any(|field| field.len() > limits::CELL_BYTES) {
            return Some(Err(format!(
                "row {row}: a cell goes on to the end of the file or for more than {} bytes; close its quotation mark, or shorten it",
                limits::CELL_BYTES
            )));
        }
        self.cells.clear();
        self.cells.extend(self.record.iter().map(|field| match field {
            "" => Cell::Empty,
            text => Cell::Text(unguarded(text).to_owned()),
        }));
        Some(Ok((row, &self.cells)))
    }
}

/// How many lines are looked at.
const LOOKED_AT: usize = 50;

/// The separator that divides most of the first lines into equally many cells; a comma if none does. Of equals the tab is
/// taken before `;` and that before the comma, which also splits decimals.
pub fn separator(text: &str) -> u8 {
    const SIGNS: [u8; 3] = [b'\t', b';', b','];
    let mut lines: Vec<[usize; 3]> = vec![[0; 3]];
    let mut is_quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => {
                if lines.len() == LOOKED_AT {
                    break;
                }
                lines.push([0; 3]);
            }
            byte if !is_quoted => {
                if let (Some(at), Some(line)) =
                    (SIGNS.iter().position(|sign| *sign == byte), lines.last_mut())
                {
                    line[at] += 1;
                }
            }
            _ => {}
        }
    }
    // How many lines agree on a number of cells, and on how many.
    let agreed = |at: usize| {
        let counts = lines.iter().map(|line| line[at]).filter(|count| *count > 0);
        let alike = |count: usize| counts.clone().filter(|other| *other == count).count();
        counts.clone().map(|count| (alike(count), count)).max().unwrap_or((0, 0))
    };
    let best = (0..SIGNS.len()).rev().map(|at| (agreed(at), at)).max_by_key(|(agreed, _)| *agreed);
    best.filter(|((alike, _), _)| *alike > 0).map_or(b',', |(_, at)| SIGNS[at])
}

/// Writes every table as a text of its own.
#[derive(Default)]
pub struct CsvSink {
    done: Vec<(&'static str, Vec<u8>)>,
    open: Option<(&'static str, csv::Writer<Vec<u8>>)>,
}

impl CsvSink {
    /// Name and text of every table.
    pub fn finish(mut self) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
        self.close()?;
        Ok(self.done)
    }

    fn close(&mut self) -> Result<(), String> {
        if let Some((name, writer)) = self.open.take() {
            self.done.push((name, writer.into_inner().map_err(|error| error.to_string())?));
        }
        Ok(())
    }
}

impl Sink for CsvSink {
    fn table(&mut self, name: &'static str, columns: &[&str]) -> Result<(), String> {
        self.close()?;
        let mut writer = WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(columns).map_err(|error| error.to_string())?;
        self.open = Some((name, writer));
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), String> {
        let Some((_, writer)) = &mut self.open else { return Ok(()) };
        let fields = cells.iter().map(|cell| match cell {
            Cell::Text(text) if text.is_empty() => "'".to_owned(),
            Cell::Text(text) => guarded(text),
            other => other.text(),
        });
        writer.write_record(fields).map_err(|error| error.to_string())
    }
}
