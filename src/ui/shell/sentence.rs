//! What a library or an edit says, as it is said to people.

/// What a library or an edit says, as a sentence: a capital first, a full stop behind its first line.
pub fn sentence(said: &str) -> String {
    let (line, rest) = said.split_at(said.find('\n').unwrap_or(said.len()));
    let mut chars = line.trim_end().chars();
    let mut whole: String =
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    if whole.ends_with(|last: char| last.is_alphanumeric() || "`)”’\"'".contains(last)) {
        whole.push('.');
    }
    whole + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_becomes_a_sentence() {
        assert_eq!(sentence("there is no unit; it may be gone"), "There is no unit; it may be gone.");
        assert_eq!(sentence("Line 3: not a number.\n    arr: x"), "Line 3: not a number.\n    arr: x");
        assert_eq!(
            sentence("line 3, column 5: a word is missing\n    (key"),
            "Line 3, column 5: a word is missing.\n    (key"
        );
        assert_eq!(sentence("what now?"), "What now?");
        assert_eq!(sentence(""), "");
    }
}
