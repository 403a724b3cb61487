//! Text for SVG and HTML: nothing in it can end the text, begin a tag or break the file.

/// The text with every sign that means something to a reader of markup replaced; what no such file may hold is shown as
/// `�`, line breaks as spaces.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            // Marks that turn the direction of reading could make a page say something else than the file.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            letter => out.push(letter),
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
    }
}
