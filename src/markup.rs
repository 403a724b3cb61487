//! Text for SVG and HTML: nothing in it can end the text, begin a tag or break the file. Knows nothing, and everybody may
//! use it.

/// What stands for a sign that means something to a reader of markup; `None` = the sign itself.
const fn entity(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}

/// Adds a text that somebody will read back letter by letter: between tags, or between double quotes.
pub fn push_exact(out: &mut String, text: &str) {
    for letter in text.chars() {
        match entity(letter) {
            Some(entity) => out.push_str(entity),
            None => out.push(letter),
        }
    }
}

/// The text for a page that is looked at: what no such file may hold, and what would turn the direction of reading, is
/// shown as `�`, line breaks as spaces.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            // Marks that turn the direction of reading could make a page say something else than the file.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            letter => match entity(letter) {
                Some(entity) => out.push_str(entity),
                None => out.push(letter),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_text() {
        let text = "</text><script>a='b\"&\u{0}\u{202e}\n";
        assert_eq!(escaped(text), "&lt;/text&gt;&lt;script&gt;a=&#39;b&quot;&amp;\u{fffd}\u{fffd} ");
        let mut exact = String::new();
        push_exact(&mut exact, text);
        assert_eq!(exact, "&lt;/text&gt;&lt;script&gt;a='b&quot;&amp;\u{0}\u{202e}\n");
    }
}
