//! Workbooks as tests see them: the cells of every sheet, and copies with other cells.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};

use calamine::{Data, Reader, Xlsx};
use inroads::{
    domain::{Period, Workspace},
    files::dataset,
    publish::workbook::{Depth, Layout, MOST_CELLS, add_report},
};
use zip::write::SimpleFileOptions;

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Number(f64),
    /// Also an empty cell: the text of no characters.
    Text(String),
    /// Also truth values and days, which no formula of a report gives.
    Other(String),
}

impl Value {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("{other:?} is no text"),
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub formula: Option<String>,
    pub value: Value,
}

/// Row and column from 0, and the cell.
pub type Sheet = BTreeMap<(u32, u32), Cell>;

/// The sheets of a workbook in order.
pub struct Book(pub Vec<(String, Sheet)>);

impl Book {
    pub fn read(bytes: &[u8]) -> Self {
        let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let read = |name: String| {
            let mut sheet = Sheet::new();
            let values = xlsx.worksheet_range(&name).unwrap();
            let (top, left) = values.start().unwrap_or_default();
            for (row, column, data) in values.used_cells() {
                let value = match data {
                    Data::Int(number) => Value::Number(*number as f64),
                    Data::Float(number) => Value::Number(*number),
                    Data::String(text) => Value::Text(text.clone()),
                    other => Value::Other(format!("{other:?}")),
                };
                sheet.insert((top + row as u32, left + column as u32), Cell { formula: None, value });
            }
            let formulas = xlsx.worksheet_formula(&name).unwrap();
            let (top, left) = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells().filter(|(.., formula)| !formula.is_empty()) {
                let at = (top + row as u32, left + column as u32);
                let empty = Cell { formula: None, value: Value::Text(String::new()) };
                sheet.entry(at).or_insert(empty).formula = Some(formula.clone());
            }
            (name, sheet)
        };
        let names = Xlsx::<Cursor<Vec<u8>>>::new(Cursor::new(bytes.to_vec())).unwrap().sheet_names();
        Self(names.into_iter().map(read).collect())
    }

    pub fn sheet(&self, name: &str) -> &Sheet {
        &self.0.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no sheet {name}")).1
    }

    /// Every formula: sheet, row and column, cell.
    pub fn formulas(&self) -> impl Iterator<Item = (&str, (u32, u32), &Cell)> {
        self.0.iter().flat_map(|(name, sheet)| {
            let formulas = sheet.iter().filter(|(_, cell)| cell.formula.is_some());
            formulas.map(move |(at, cell)| (name.as_str(), *at, cell))
        })
    }

    /// The value below a head in row 1; a cell that is not there shows nothing.
    pub fn below(&self, sheet: &str, head: &str, row: u32) -> Value {
        let cells = self.sheet(sheet);
        let is_head = |cell: &Cell| cell.value == Value::Text(head.to_owned());
        let found = cells.iter().find(|((row, _), cell)| *row == 0 && is_head(cell));
        let ((_, column), _) = found.unwrap_or_else(|| panic!("no head {head} on {sheet}"));
        cells.get(&(row, *column)).map_or(Value::Text(String::new()), |cell| cell.value.clone())
    }

    /// The row on which these cells stand from the first column on.
    pub fn row(&self, sheet: &str, keys: &[&str]) -> u32 {
        let cells = self.sheet(sheet);
        let holds = |row: u32, column: usize, key: &str| {
            cells.get(&(row, column as u32)).map_or("", |cell| cell.value.text()) == key
        };
        let rows = cells.keys().map(|(row, _)| *row).filter(|row| *row > 0);
        let is_it = |row: &u32| keys.iter().enumerate().all(|(column, key)| holds(*row, column, key));
        rows.clone().find(is_it).unwrap_or_else(|| panic!("no row {keys:?} on {sheet}"))
    }
}

/// The workbook of a workspace with its report, formulas down to the records.
pub fn workbook(workspace: &Workspace, period: Period) -> Vec<u8> {
    let (bytes, depth) = workbook_of(workspace, period, MOST_CELLS);
    assert_eq!(depth, Depth::Units);
    bytes
}

/// The workbook of a workspace with a report of at most so many cells about units.
pub fn workbook_of(workspace: &Workspace, period: Period, most_cells: usize) -> (Vec<u8>, Depth) {
    let mut book = dataset::workbook(workspace).unwrap();
    let tables = dataset::tables();
    let layout = Layout { tables: &tables, prefix: dataset::REPORT_PREFIX };
    let depth = add_report(&mut book, &layout, workspace, period, most_cells).unwrap();
    (book.save_to_buffer().unwrap(), depth)
}

/// A copy in which every sheet's text went through `edit` with the sheet's name.
pub fn rewritten(bytes: &[u8], edit: impl Fn(&str, String) -> String) -> Vec<u8> {
    let names = Xlsx::<Cursor<Vec<u8>>>::new(Cursor::new(bytes.to_vec())).unwrap().sheet_names();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if let Some(number) = name.strip_prefix("xl/worksheets/sheet") {
            // The writer numbers the sheets in their order.
            let number: usize = number.trim_end_matches(".xml").parse().unwrap();
            content = edit(&names[number - 1], String::from_utf8(content).unwrap()).into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// The text of a sheet with another result in every formula, so that only who computes finds the right ones.
pub fn spoilt(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once("<f>") {
        let (formula, after) = after.split_once("</f><v>").unwrap();
        let (_, after) = after.split_once("</v>").unwrap();
        // The type of the result stands in the cell's own tag.
        let (head, tag) = before.split_at(before.rfind("<c ").unwrap());
        let tag = tag.replace(" t=\"str\"", "").replace(" t=\"e\"", "");
        out.push_str(&format!("{head}{tag}<f>{formula}</f><v>-77.5</v>"));
        rest = after;
    }
    out + rest
}

/// The text of a sheet with another number in a cell that holds one.
pub fn with_number(xml: &str, cell: &str, number: f64) -> String {
    let at = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
    let start = at + xml[at..].find("<v>").unwrap() + 3;
    let end = start + xml[start..].find("</v>").unwrap();
    xml[start..end].parse::<f64>().unwrap();
    format!("{}{number}{}", &xml[..start], &xml[end..])
}
