//! Tab-separated text, as spreadsheets put it on the clipboard.

/// Tab-separated text as rows of cells, at least one of each. A quoted cell may hold tabs, line breaks and doubled quotes.
pub fn rows_of(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' | '\n' if !quoted => {
                if letter == '\r' && letters.peek() == Some(&'\n') {
                    letters.next();
                }
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    // A spreadsheet ends the last row with a line break too; what follows it is no row.
    if rows.is_empty() || !row.is_empty() || !cell.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// Adds a cell to a line; one with tabs, line breaks or quotes is quoted as spreadsheets do.
pub(super) fn push_cell(out: &mut String, text: &str) {
    if text.contains(['\t', '\n', '\r', '"']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_spreadsheet() {
        assert_eq!(rows_of("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
        assert_eq!(rows_of("\"a\tb\"\t\"say \"\"x\"\"\nnow\"\n"), [["a\tb", "say \"x\"\nnow"]]);
        assert_eq!(rows_of("5\" pipe"), [["5\" pipe"]]);
        assert_eq!(rows_of(""), [[""]]);
        assert_eq!(rows_of("1\n\n2"), [[String::from("1")], [String::new()], [String::from("2")]]);
    }
}
