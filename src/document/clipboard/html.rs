//! The first table of an HTML text, as spreadsheets write it. Forgiving: what is not understood is passed over, and no
//! text makes it fail.

use super::entities::decoded;

/// Most bytes of HTML that are read; a larger text gives no table.
const LARGEST: usize = 64 << 20;
/// Most cells of a table, those that a span covers included.
const CELLS: usize = 2_000_000;
/// Most rows or columns that a cell may span, as HTML has it.
const SPAN: usize = 1_000;
/// Elements whose content is no text.
const SKIPPED: [&str; 5] = ["style", "script", "title", "xml", "template"];

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HtmlCell {
    /// What it shows: spaces joined, `\n` where a line breaks.
    pub text: String,
    /// The number that a spreadsheet says is behind it, rates as shares of one; `None` = it says none.
    pub number: Option<f64>,
}

/// The rows of the first table, cells that a span covers as empty ones; empty = there is no table, or far too large a one.
/// Rows outside of a table make one too, as what Windows hands over begins within it.
pub fn table_of_html(html: &str) -> Vec<Vec<HtmlCell>> {
    if html.len() > LARGEST {
        return Vec::new();
    }
    let mut table = Table::default();
    let mut rest = html;
    while !rest.is_empty() && !table.is_done {
        let (token, after) = next(rest);
        rest = after;
        match token {
            Token::Text(text) => table.text(text),
            Token::Nothing => {}
            Token::Close(name) => table.close(name),
            Token::Open(name, _) if is_one_of(name, &SKIPPED) => rest = behind(rest, name),
            Token::Open(name, attributes) => table.open(name, attributes),
        }
    }
    table.end_row();
    if table.count > CELLS { Vec::new() } else { table.rows }
}

/// A piece of HTML.
enum Token<'a> {
    Text(&'a str),
    /// Name, and everything up to the `>`.
    Open(&'a str, &'a str),
    Close(&'a str),
    /// A comment, a declaration.
    Nothing,
}

/// The first piece of a text that is not empty, and what follows it.
fn next(text: &str) -> (Token<'_>, &str) {
    let Some(tag) = text.strip_prefix('<') else {
        let (text, rest) = text.split_at(text.find('<').unwrap_or(text.len()));
        return (Token::Text(text), rest);
    };
    if let Some(comment) = tag.strip_prefix("!--") {
        return (Token::Nothing, comment.find("-->").map_or("", |end| &comment[end + 3..]));
    }
    match tag.bytes().next() {
        Some(b'!' | b'?') => (Token::Nothing, tag.split_once('>').map_or("", |(_, rest)| rest)),
        Some(b'/') => {
            let (name, rest) = tag[1..].split_once('>').unwrap_or((&tag[1..], ""));
            (Token::Close(name.trim()), rest)
        }
        Some(byte) if byte.is_ascii_alphabetic() => {
            let end = tag_end(tag);
            let (inside, rest) = (&tag[..end], tag.get(end + 1..).unwrap_or(""));
            let name = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(end);
            (Token::Open(&inside[..name], &inside[name..]), rest)
        }
        _ => (Token::Text("<"), tag),
    }
}

/// Where a tag ends; a `>` within quotes does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return at,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// What follows the end of an element whose content is no text.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return rest.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// The attributes of a tag: names, and values as they stand; `None` = it has no value.
fn attributes(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end =
            rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        // A sign of equality without a name is passed over.
        let end = if end == 0 { rest.chars().next()?.len_utf8() } else { end };
        let name;
        (name, rest) = rest.split_at(end);
        let Some(value) = rest.trim_start().strip_prefix('=') else { return Some((name, None)) };
        let value = value.trim_start();
        let found;
        (found, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        Some((name, Some(found)))
    })
}

/// A table as it grows.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<HtmlCell>>,
    /// The row in hand.
    row: Option<Vec<HtmlCell>>,
    /// The cell in hand, and how many columns and rows it spans.
    cell: Option<(HtmlCell, usize, usize)>,
    /// Rows that a cell above still covers, by column.
    covered: Vec<usize>,
    /// How many tables are open: those within a cell are its text.
    depth: usize,
    count: usize,
    is_done: bool,
}

impl Table {
    fn open(&mut self, name: &str, tag: &str) {
        match name.to_ascii_lowercase().as_str() {
            "table" => self.depth += 1,
            "br" | "p" | "div" | "li" => self.line_break(),
            _ if self.depth > 1 => {}
            "tr" => {
                self.end_row();
                self.row = Some(Vec::new());
            }
            "td" | "th" => {
                self.end_cell();
                let (mut number, mut columns, mut rows) = (None, 1, 1);
                for (name, value) in attributes(tag) {
                    let Some(value) = value else { continue };
                    let span = || value.trim().parse().unwrap_or(1).clamp(1, SPAN);
                    match name.to_ascii_lowercase().as_str() {
                        "colspan" => columns = span(),
                        "rowspan" => rows = span(),
                        // Excel and Calc.
                        "x:num" | "sdval" => number = value.trim().parse().ok().or(number),
                        "data-sheets-value" => number = sheets_number(&decoded(value)).or(number),
                        _ => {}
                    }
                }
                self.cell = Some((HtmlCell { text: String::new(), number }, columns, rows));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name.to_ascii_lowercase().as_str() {
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_row();
                    // A table without rows is no table yet.
                    self.is_done = !self.rows.is_empty();
                }
            }
            _ if self.depth > 1 => {}
            "tr" => self.end_row(),
            "td" | "th" => self.end_cell(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some((cell, ..)) = &mut self.cell else { return };
        let text = decoded(text);
        let mut words = text.split_whitespace().peekable();
        let begins_apart = text.starts_with(char::is_whitespace);
        if (begins_apart || words.peek().is_none())
            && !cell.text.is_empty()
            && !cell.text.ends_with(['\n', ' '])
        {
            cell.text.push(' ');
        }
        while let Some(word) = words.next() {
            cell.text.push_str(word);
            if words.peek().is_some() || text.ends_with(char::is_whitespace) {
                cell.text.push(' ');
            }
        }
    }

    /// A line breaks within the text of a cell.
    fn line_break(&mut self) {
        let Some((cell, ..)) = &mut self.cell else { return };
        if !cell.text.is_empty() {
            cell.text.truncate(cell.text.trim_end_matches(' ').len());
            cell.text.push('\n');
        }
    }

    fn end_cell(&mut self) {
        let Some((mut cell, columns, rows)) = self.cell.take() else { return };
        cell.text.truncate(cell.text.trim_end().len());
        let row = self.row.get_or_insert_default();
        cover(row, &mut self.covered);
        let first = row.len();
        self.count += columns;
        if self.count > CELLS {
            self.is_done = true;
            return;
        }
        row.push(cell);
        row.resize(first + columns, HtmlCell::default());
        if rows > 1 {
            let end = row.len().max(self.covered.len());
            self.covered.resize(end, 0);
            // This row counts too.
            self.covered[first..row.len()].fill(rows);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(mut row) = self.row.take() else { return };
        cover(&mut row, &mut self.covered);
        self.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.count += row.len();
        self.rows.push(row);
    }
}

/// Adds empty cells where a cell above reaches into the row.
fn cover(row: &mut Vec<HtmlCell>, covered: &mut [usize]) {
    while covered.get(row.len()).is_some_and(|rows| *rows > 0) {
        row.push(HtmlCell::default());
    }
}

/// The number of what Google Sheets says of a cell: `{"1":3,"3":1234.567}`, where 3 is the kind of numbers.
fn sheets_number(json: &str) -> Option<f64> {
    // Read to the last digit, which the JSON reader does not promise.
    let tight: String = json.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = tight.strip_prefix("{\"1\":3,\"3\":")?;
    rest[..rest.find([',', '}'])?].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(html: &str) -> Vec<Vec<String>> {
        table_of_html(html).into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn the_first_table_with_its_words() {
        let html = "<p>Before</p><TABLE><tbody><TR><th>A &amp; B<td title='a>b'> two\n  words <b>bold</b>er </tr>\
                    <tr><td>one<br/>two<br>three</td><td></td></table><table><tr><td>other</table>";
        assert_eq!(texts(html), [["A & B", "two words bolder"], ["one\ntwo\nthree", ""]]);
        // Tags that are never closed, and rows outside of a table.
        assert_eq!(texts("<tr><td>1<td>2<tr><td>3"), [vec!["1", "2"], vec!["3"]]);
        assert_eq!(texts("<table></table><table><tr><td>1 < 2</td></tr></table>"), [["1 < 2"]]);
        assert_eq!(
            texts("<table><tr><td>a<table><tr><td>in</td></tr></table>ner</td><td>b</table>"),
            [["ainner", "b"]]
        );
        for none in ["", "no table", "<table></table>", "<style><tr><td>x</style>", "<!-- <tr><td>x -->", "<"]
        {
            assert_eq!(texts(none), Vec::<Vec<String>>::new(), "{none}");
        }
    }

    #[test]
    fn spans_leave_empty_cells() {
        let html = "<table><tr><td rowspan=2>a<td colspan=\"2\">b<td>c<tr><td>d<td rowspan='2'>e<td>f<tr><td>g<td>h<td>i</table>";
        assert_eq!(texts(html), [["a", "b", "", "c"], ["", "d", "e", "f"], ["g", "h", "", "i"]]);
        // A span that is no number is none, one beyond all measure is cut, and a table of nothing but such spans is none.
        assert_eq!(texts("<tr><td colspan=40000000000000000000>a").first().map(Vec::len), Some(1));
        assert_eq!(texts("<tr><td colspan=9999>a").first().map(Vec::len), Some(SPAN));
        assert!(texts(&"<tr><td colspan=1000>a".repeat(3_000)).is_empty());
    }

    proptest! {
        /// No text makes the reader fail, whatever stands where.
        #[test]
        fn no_text_makes_it_fail(
            pieces in prop::collection::vec(prop_oneof![
                "\\PC{0,6}",
                prop::sample::select(vec![
                    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td", "<td colspan=3", " rowspan='9'>", "<!--",
                    "-->", "&amp;", "&#", "<br/>", "\"", "'", "=", "/", ">", "<", "é", "<td x:num=\"1e999\">",
                    "<td data-sheets-value=\"[[[\">", "<style>", "</STYLE>", "sdval", "\u{0}",
                ]).prop_map(str::to_owned),
            ], 0..40),
        ) {
            let rows = table_of_html(&pieces.concat());
            prop_assert!(rows.iter().flatten().count() < CELLS);
        }

        /// Nor do bytes.
        #[test]
        fn no_bytes_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            table_of_html(&String::from_utf8_lossy(&bytes));
        }
    }
}
