//! A table of ours for the clipboard: as text, and as HTML in which numbers are numbers in every spreadsheet and language.

use std::fmt::Write as _;

use crate::{document::Entry, markup::push_exact};

use super::tsv::{push_cell, rows_of};

/// What goes to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Copied {
    /// Plain text; a table is tab-separated.
    pub text: String,
    /// The same table as HTML; `None` = it is too large for that.
    pub html: Option<String>,
}

impl Copied {
    /// Tab-separated text whose cells are all words.
    pub fn of_text(text: String) -> Self {
        let rows = rows_of(&text);
        let rows: Vec<Vec<Entry>> =
            rows.iter().map(|row| row.iter().map(|cell| Entry::text_of(cell)).collect()).collect();
        Self { html: html(None, &rows), text }
    }
}

/// Most cells that go as HTML too, which takes some hundred bytes for each.
const IN_HTML: usize = 100_000;

/// Rows for the clipboard, below a row of headings if there is one.
pub fn copied(headings: Option<&[String]>, rows: &[Vec<Entry>]) -> Copied {
    let mut text = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                text.push('\t');
            }
            push_cell(&mut text, &cell);
        }
        text.push('\n');
    };
    if let Some(headings) = headings {
        line(&mut headings.iter().cloned());
    }
    for row in rows {
        line(&mut row.iter().map(|entry| entry.text().into_owned()));
    }
    Copied { text, html: html(headings, rows) }
}

fn html(headings: Option<&[String]>, rows: &[Vec<Entry>]) -> Option<String> {
    let cells: usize = rows.iter().map(Vec::len).sum();
    if cells > IN_HTML {
        return None;
    }
    // Excel takes `x:num` for what it is only with the name of its own space.
    let mut out =
        String::from("<meta charset=\"utf-8\"><table xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n");
    if let Some(headings) = headings {
        out.push_str("<tr>");
        for heading in headings {
            out.push_str("<th>");
            push_text(&mut out, heading);
            out.push_str("</th>");
        }
        out.push_str("</tr>\n");
    }
    for row in rows {
        out.push_str("<tr>");
        for entry in row {
            push_entry(&mut out, entry);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
    Some(out)
}

/// A cell with what Excel, Calc and Sheets each want to be told: a number as such, so that no language takes its point for
/// something else, and that a text is a text where it looks like anything more.
fn push_entry(out: &mut String, entry: &Entry) {
    let text = entry.text();
    match entry {
        Entry::Number(number) => {
            // Writing to a text never fails.
            let _ = write!(
                out,
                "<td x:num=\"{number}\" sdval=\"{number}\" sdnum=\"1033;\" \
                 data-sheets-value=\"{{&quot;1&quot;:3,&quot;3&quot;:{number}}}\">{number}</td>"
            );
        }
        _ if text.starts_with(char::is_alphabetic) || text.is_empty() => {
            out.push_str("<td>");
            push_text(out, &text);
            out.push_str("</td>");
        }
        _ => {
            let quoted = serde_json::Value::from(&*text).to_string();
            out.push_str(
                "<td x:str style=\"mso-number-format:'\\@'\" sdnum=\"1033;0;@\" data-sheets-value=\"",
            );
            push_exact(out, &format!("{{\"1\":2,\"2\":{quoted}}}"));
            out.push_str("\">");
            push_text(out, &text);
            out.push_str("</td>");
        }
    }
}

/// A text between tags: its line breaks stay within the cell.
fn push_text(out: &mut String, text: &str) {
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push_str("<br style=\"mso-data-placement:same-cell\">");
        }
        push_exact(out, line);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Numbers, table_of_html};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_table_goes_as_text_and_as_html() {
        let rows = [vec![Entry::text_of("R&D <\"x\">\nLab"), Entry::Number(1234.567), Entry::Blank]];
        let copied = copied(Some(&["Unit".to_owned(), "ARR, $".to_owned(), "Note".to_owned()]), &rows);
        assert_eq!(copied.text, "Unit\tARR, $\tNote\n\"R&D <\"\"x\"\">\nLab\"\t1234.567\t\n");
        let html = copied.html.unwrap();
        assert!(html.contains("<tr><th>Unit</th><th>ARR, $</th><th>Note</th></tr>"), "{html}");
        assert!(html.contains("<td>R&amp;D &lt;&quot;x&quot;&gt;<br"), "{html}");
        assert!(html.contains(">1234.567</td><td></td></tr>"), "{html}");
        let numbers = Numbers::of(&html, &rows_of(&copied.text));
        assert_eq!(numbers.at(1, 1, "1234.567"), Some(1234.567));
        assert_eq!((numbers.at(1, 1, "1234.57"), numbers.at(1, 0, "1234.567")), (None, None));
        assert_eq!(table_of_html(&html)[1][0].text, "R&D <\"x\">\nLab");
    }

    /// A note that a spreadsheet would compute, or take for a number or a day, says that it is a text.
    #[test]
    fn texts_that_look_like_more_stay_texts() {
        for text in ["=HYPERLINK(\"x\")", "+1", "-3 \"a\"", "@x", "007", "1/2", "’s"] {
            let html = copied(None, &[vec![Entry::text_of(text)]]).html.unwrap();
            assert!(
                html.contains("<td x:str style=\"mso-number-format:'\\@'\" sdnum=\"1033;0;@\""),
                "{html}"
            );
            assert_eq!(table_of_html(&html)[0][0].text, text);
        }
    }

    proptest! {
        /// What is copied reads as the same table, by its text and by its HTML.
        #[test]
        fn what_is_copied_reads_the_same(
            rows in prop::collection::vec(prop::collection::vec(prop_oneof![
                Just(Entry::Blank),
                any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Entry::Number),
                "[ -~\t\nä€&<>\"]{0,12}".prop_map(|text| Entry::text_of(text.trim())),
            ], 1..4), 1..5),
        ) {
            let copied = copied(None, &rows);
            let text = rows_of(&copied.text);
            let numbers = Numbers::of(&copied.html.unwrap(), &text);
            for (at, row) in rows.iter().enumerate() {
                for (column, entry) in row.iter().enumerate() {
                    // The last cells of a row of nothing are not told apart from none.
                    let read = text.get(at).and_then(|row| row.get(column)).map_or("", String::as_str);
                    prop_assert_eq!(read, &*entry.text());
                    match (entry, numbers.at(at, column, read)) {
                        (Entry::Number(number), Some(found)) => prop_assert_eq!(*number, found),
                        (_, None) => {}
                        (entry, found) => prop_assert!(false, "{entry:?} has {found:?}"),
                    }
                }
            }
        }
    }
}
