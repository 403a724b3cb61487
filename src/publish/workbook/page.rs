//! A sheet in the making: heads, texts, numbers and formulas with their results, each in the look of its kind.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError, column_number_to_name,
};

/// How a cell shows its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Text,
    /// Whole numbers with separators: money, people, units.
    Amount,
    /// Percent or points 0–100, one decimal.
    Rate,
    /// Percentage points with sign.
    Change,
    /// A share 0–1.
    Share,
    /// A number of which the decimals matter.
    Number,
}

/// Columns up to which a sheet is printed on one page across.
const FIT_TO_PAGE: usize = 30;

/// Characters that a line of a paragraph takes.
pub const PARAGRAPH_WIDTH: usize = 100;

/// Where the content of a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// A formula, or words.
    Plain,
    /// A number to play with: change it, and everything follows.
    Input,
    /// A number that Inroads computed, and no formula.
    Given,
}

/// What a formula comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// A number; `None` = unknown, shown as nothing.
    Number(Option<f64>),
    /// A text.
    Text(String),
}

impl From<Option<f64>> for Shown {
    fn from(value: Option<f64>) -> Self {
        Self::Number(value)
    }
}

impl From<f64> for Shown {
    fn from(value: f64) -> Self {
        Self::Number(Some(value))
    }
}

impl From<bool> for Shown {
    fn from(yes: bool) -> Self {
        Self::Number(Some(f64::from(u8::from(yes))))
    }
}

impl From<usize> for Shown {
    fn from(count: usize) -> Self {
        Self::Number(Some(count as f64))
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A sheet in the making. Rows are counted from 1, as in a spreadsheet, columns from 0. The first fault is kept and told
/// at the end, so that writing reads as plainly as the sheet.
pub struct Page {
    sheet: Worksheet,
    fault: Option<XlsxError>,
}

impl Page {
    /// An empty sheet of this name.
    pub fn new(name: &str) -> Self {
        let mut page = Self { sheet: Worksheet::new(), fault: None };
        page.sheet.set_formula_result_default("").set_tab_color(Color::RGB(0x2F_5D_8A));
        page.sheet.set_landscape();
        page.note(|sheet| sheet.set_name(name));
        page
    }

    /// The sheet, or a sentence about what it could not take.
    pub fn finish(self) -> Result<Worksheet, String> {
        match self.fault {
            None => Ok(self.sheet),
            Some(error) => Err(format!("the report could not be made ({error})")),
        }
    }

    fn note<'a>(&'a mut self, write: impl FnOnce(&'a mut Worksheet) -> Result<&'a mut Worksheet, XlsxError>) {
        if let Err(error) = write(&mut self.sheet) {
            self.fault.get_or_insert(error);
        }
    }

    /// The head of a table in row 1, a column for each name with its width and the look of what stands below it; stays in
    /// sight with the first `fixed` columns and `rows` rows.
    pub fn table(&mut self, columns: &[(String, f64, Look)], fixed: u16, rows: u32) {
        let lines = columns.iter().map(|(name, width, _)| (name.chars().count() as f64 * 1.3 / width).ceil());
        let lines = lines.fold(1.0, f64::max);
        self.note(|sheet| sheet.set_row_height(0, 15.0 * lines + 3.0));
        if columns.len() <= FIT_TO_PAGE {
            self.fit();
        }
        for (at, (name, width, look)) in columns.iter().enumerate() {
            let at = at as u16;
            let format = format(*look, Ink::Plain);
            self.width(at, *width);
            self.note(|sheet| sheet.set_column_format(at, &format));
            self.head(1, at, name, *look);
        }
        self.note(|sheet| sheet.set_freeze_panes(rows, fixed));
        self.note(|sheet| sheet.set_repeat_rows(0, 0));
        self.note(|sheet| sheet.set_repeat_columns(0, fixed - 1));
    }

    /// Printed on one page across.
    pub fn fit(&mut self) {
        self.sheet.set_print_fit_to_pages(1, 0);
    }

    /// The width of a column in characters.
    pub fn width(&mut self, column: u16, characters: f64) {
        self.note(|sheet| sheet.set_column_width(column, characters));
    }

    /// The name over a column of this look.
    pub fn head(&mut self, row: u32, column: u16, name: &str, look: Look) {
        let format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0xE3_EA_F2))
            .set_border_bottom(FormatBorder::Thin);
        let format = if look == Look::Text { left(format) } else { format.set_align(FormatAlign::Right) };
        self.note(|sheet| sheet.write_string_with_format(row - 1, column, name, &format));
    }

    /// A text in the look of its column.
    pub fn text(&mut self, row: u32, column: u16, text: &str) {
        if !text.is_empty() {
            self.note(|sheet| sheet.write_string(row - 1, column, text));
        }
    }

    /// A text to be told from other words by its ink.
    pub fn text_as(&mut self, row: u32, column: u16, text: &str, ink: Ink) {
        let format = format(Look::Text, ink);
        self.note(|sheet| sheet.write_string_with_format(row - 1, column, text, &format));
    }

    /// A text that stands out.
    pub fn bold(&mut self, row: u32, column: u16, text: &str) {
        let format = left(Format::new()).set_bold().set_align(FormatAlign::Top);
        self.note(|sheet| sheet.write_string_with_format(row - 1, column, text, &format));
    }

    /// A text of several lines in a column for [`PARAGRAPH_WIDTH`] characters.
    pub fn paragraph(&mut self, row: u32, column: u16, text: &str, ink: Ink) {
        let format = format(Look::Text, ink).set_text_wrap().set_align(FormatAlign::Top);
        // Not every spreadsheet makes a row as high as its text by itself.
        let lines = text.chars().count().div_ceil(PARAGRAPH_WIDTH);
        self.note(|sheet| sheet.set_row_height(row - 1, 15.0 * lines as f64));
        self.note(|sheet| sheet.write_string_with_format(row - 1, column, text, &format));
    }

    /// A number that is no formula.
    pub fn number(&mut self, row: u32, column: u16, number: f64, look: Look, ink: Ink) {
        let format = format(look, ink);
        self.note(|sheet| sheet.write_number_with_format(row - 1, column, number, &format));
    }

    /// A formula in the look of its column.
    pub fn formula(&mut self, row: u32, column: u16, formula: &str, shown: impl Into<Shown>) {
        let formula = Formula::new(formula).set_result(result(&shown.into()));
        self.note(|sheet| sheet.write_formula(row - 1, column, formula));
    }

    /// A formula in a look of its own.
    pub fn formula_as(&mut self, row: u32, column: u16, formula: &str, shown: impl Into<Shown>, look: Look) {
        let formula = Formula::new(formula).set_result(result(&shown.into()));
        let format = format(look, Ink::Plain);
        self.note(|sheet| sheet.write_formula_with_format(row - 1, column, formula, &format));
    }
}

/// A little off the number to the left.
fn left(format: Format) -> Format {
    format.set_align(FormatAlign::Left).set_indent(1)
}

fn format(look: Look, ink: Ink) -> Format {
    let format = match look {
        Look::Text => left(Format::new()),
        Look::Amount => Format::new().set_num_format("#,##0"),
        Look::Rate => Format::new().set_num_format("0.0"),
        Look::Change => Format::new().set_num_format("+0.0;-0.0;0.0"),
        Look::Share => Format::new().set_num_format("0.0000"),
        Look::Number => Format::new().set_num_format("General"),
    };
    match ink {
        Ink::Plain => format,
        Ink::Input => {
            format.set_font_color(Color::RGB(0x1F_3F_9F)).set_background_color(Color::RGB(0xFF_F7_D6))
        }
        Ink::Given => format.set_italic().set_font_color(Color::RGB(0x6B_3F_86)),
    }
}

/// A result as the file holds it: without a type of its own, so that a text that looks like a number, or like a truth
/// value, is left to the spreadsheet to find.
fn result(shown: &Shown) -> String {
    match shown {
        Shown::Number(None) => String::new(),
        Shown::Number(Some(number)) if number.is_finite() => format!("{:?}", number + 0.0),
        // No sheet knows infinity; a spreadsheet says the same of such a sum.
        Shown::Number(Some(_)) => "#NUM!".to_owned(),
        Shown::Text(text) if text.parse::<f64>().is_ok() || text == "TRUE" || text == "FALSE" => {
            String::new()
        }
        Shown::Text(text) => text.clone(),
    }
}

/// A text for a reader: one line, without signs that a file of sheets cannot hold.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// `H37`.
pub fn cell(column: u16, row: u32) -> String {
    format!("{}{row}", column_number_to_name(column))
}

/// `$H$37`.
pub fn fixed(column: u16, row: u32) -> String {
    format!("${}${row}", column_number_to_name(column))
}

/// `H37:H42`.
pub fn range(column: u16, (first, last): (u32, u32)) -> String {
    let column = column_number_to_name(column);
    format!("{column}{first}:{column}{last}")
}

/// `$H$37:$H$42`.
pub fn fixed_range(column: u16, (first, last): (u32, u32)) -> String {
    let column = column_number_to_name(column);
    format!("${column}${first}:${column}${last}")
}

/// A reference to another sheet of the report.
pub fn on(sheet: &str, reference: &str) -> String {
    format!("'{sheet}'!{reference}")
}
