//! Lists inside a cell: elements separated by `;`, pairs inside an element by `=` or `/`.
//!
//! A backslash before `\`, `;`, `=`, `/` or a space makes it an ordinary character. Spaces around elements do not
//! count. A `;` at the end ends the last element and begins no other, so `;` is a list of one empty element: a list
//! of units that holds the account's root.

/// The elements of a list, still with their backslashes.
pub fn split(text: &str) -> Vec<&str> {
    let mut pieces = pieces(text, ';');
    if pieces.last().is_some_and(|last| trim(last).is_empty()) {
        pieces.pop();
    }
    pieces.into_iter().map(trim).collect()
}

/// Elements, already with their backslashes, as one text.
pub fn join(pieces: &[String]) -> String {
    let mut text = pieces.join(";");
    if pieces.last().is_some_and(String::is_empty) {
        text.push(';');
    }
    text
}

/// The two sides of an element; `None` without `sign`.
pub fn pair(piece: &str, sign: char) -> Option<(&str, &str)> {
    let first = *pieces(piece, sign).first()?;
    piece.get(first.len() + sign.len_utf8()..).map(|second| (trim(first), trim(second)))
}

fn pieces(text: &str, sign: char) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        if c == sign && !escaped {
            found.push(&text[start..at]);
            start = at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    found.push(&text[start..]);
    found
}

/// Without the spaces around it, but for one that a backslash protects.
fn trim(piece: &str) -> &str {
    let piece = piece.trim_start();
    let short = piece.trim_end();
    let backslashes = short.len() - short.trim_end_matches('\\').len();
    let protected = piece[short.len()..].chars().next().filter(|_| backslashes % 2 == 1);
    &piece[..short.len() + protected.map_or(0, char::len_utf8)]
}

fn is_special(c: char) -> bool {
    matches!(c, '\\' | ';' | '=' | '/') || c.is_whitespace()
}

/// An element, or one side of a pair joined by `sign`, with the backslashes it needs.
pub fn escape(text: &str, sign: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    for (at, c) in text.char_indices() {
        if matches!(c, '\\' | ';') || Some(c) == sign || c.is_whitespace() && (at == 0 || at == last) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Without its backslashes; one that protects nothing stays.
pub fn unescape(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    let mut chars = piece.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && is_special(*next) => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_texts_make_a_list_and_come_back() {
        let texts =
            ["", " ", "a", "\\", "a;b", "x=y", "\n", " a ", "\\;", "a\\", "/", "  ", "é\u{a0}", "\\ "];
        for first in texts {
            for second in texts {
                for list in [vec![], vec![first], vec![first, second], vec![first, "m", second]] {
                    let text = join(&list.iter().map(|text| escape(text, None)).collect::<Vec<_>>());
                    let back: Vec<String> = split(&text).into_iter().map(unescape).collect();
                    assert_eq!(back, list, "{text:?}");
                }
                let both = format!("{}={}", escape(first, Some('=')), escape(second, Some('=')));
                let (left, right) = pair(&both, '=').unwrap();
                assert_eq!((unescape(left).as_str(), unescape(right).as_str()), (first, second), "{both:?}");
            }
        }
    }

    #[test]
    fn people_write_lists_their_own_way() {
        let read = |text| split(text).into_iter().map(unescape).collect::<Vec<_>>();
        assert_eq!(read("a; b ;c"), ["a", "b", "c"]);
        assert_eq!(read("a;b;"), ["a", "b"]);
        assert_eq!(read(r"CORP\anna"), [r"CORP\anna"]);
        assert!(read("").is_empty());
    }
}
