//! A tolerant walk over the text that needs no types and cannot recurse.

use std::ops::ControlFlow;

/// Deepest nesting that format 1 needs is seven (`( [ ( [ ( [ (`); a little room is left for clearer messages.
const MAX_DEPTH: usize = 12;

/// An open bracket and what has been seen inside it.
#[derive(Debug)]
pub(super) struct Frame<'t> {
    /// Offset of the bracket.
    pub at: usize,
    pub bracket: u8,
    /// Commas seen so far: the index of the current element.
    pub index: usize,
    /// The current field; empty in lists.
    pub field: &'t str,
    /// Texts and words of the fields that name rows.
    ids: Vec<(&'t str, &'t str)>,
}

impl Frame<'_> {
    /// The text of a field that names rows.
    pub fn id(&self, field: &str) -> Option<&str> {
        self.ids.iter().find(|(name, _)| *name == field).map(|(_, value)| *value)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// The name of a field.
    Field,
    /// The first byte of a value.
    Value,
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Every bracket was closed.
    Balanced,
    /// The text ended inside brackets, a text or a comment.
    Open,
    /// Brackets nested too deeply at this offset.
    TooDeep(usize),
}

const IDS: [&str; 16] = [
    "account",
    "unit",
    "period",
    "region",
    "product",
    "model",
    "factor",
    "scheme",
    "band",
    "rule",
    "branch",
    "metric",
    "stakeholder",
    "competitor",
    "signal",
    "item",
];

/// Visits every field name and every value with the brackets around it, until the visitor stops.
pub(super) fn walk<'t>(
    text: &'t str,
    mut visit: impl FnMut(Event, &[Frame<'t>], usize) -> ControlFlow<()>,
) -> End {
    let bytes = text.as_bytes();
    let mut stack: Vec<Frame<'t>> = Vec::with_capacity(MAX_DEPTH + 1);
    let mut at = 0;
    // A word before a bracket, as in `linear(`, has already announced the value.
    let mut announced = false;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' => {
                at += 1;
                continue;
            }
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => match comment(bytes, at) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None => return End::Open,
            },
            bracket @ (b'(' | b'[' | b'{') => {
                if stack.len() >= MAX_DEPTH {
                    return End::TooDeep(at);
                }
                if !announced && visit(Event::Value, &stack, at).is_break() {
                    return End::Balanced;
                }
                stack.push(Frame { at, bracket, index: 0, field: "", ids: Vec::new() });
                at += 1;
            }
            b')' | b']' | b'}' => {
                stack.pop();
                at += 1;
            }
            b',' => {
                if let Some(top) = stack.last_mut() {
                    top.index += 1;
                    top.field = "";
                }
                at += 1;
            }
            b'"' => {
                let Some(end) = quoted(bytes, at) else { return End::Open };
                if visit(Event::Value, &stack, start).is_break() {
                    return End::Balanced;
                }
                keep_id(&mut stack, &text[start + 1..end - 1]);
                at = end;
            }
            b'r' if matches!(bytes.get(at + 1), Some(b'"' | b'#')) => {
                let Some(end) = raw(bytes, at) else { return End::Open };
                if visit(Event::Value, &stack, start).is_break() {
                    return End::Balanced;
                }
                at = end;
            }
            b'\'' => at = character(bytes, at),
            byte if is_word(byte) => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                let word = &text[start..at];
                let mut next = at;
                while matches!(bytes.get(next), Some(b' ' | b'\t' | b'\r' | b'\n')) {
                    next += 1;
                }
                let in_struct = stack.last().is_some_and(|top| top.bracket == b'(');
                if bytes.get(next) == Some(&b':') && in_struct {
                    if let Some(top) = stack.last_mut() {
                        top.field = word;
                    }
                    if visit(Event::Field, &stack, start).is_break() {
                        return End::Balanced;
                    }
                    at = next + 1;
                } else {
                    if visit(Event::Value, &stack, start).is_break() {
                        return End::Balanced;
                    }
                    keep_id(&mut stack, word);
                    announced = bytes.get(next) == Some(&b'(');
                    at = next;
                    continue;
                }
            }
            _ => at += 1,
        }
        announced = false;
    }
    if stack.is_empty() { End::Balanced } else { End::Open }
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-') || byte >= 0x80
}

fn keep_id<'t>(stack: &mut [Frame<'t>], value: &'t str) {
    if let Some(top) = stack.last_mut().filter(|top| IDS.contains(&top.field)) {
        top.ids.push((top.field, value));
    }
}

/// End of a comment; `None` if a block comment stays open. Block comments nest.
fn comment(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes[start + 1] == b'/' {
        return Some(
            bytes[start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |n| start + n),
        );
    }
    let (mut at, mut depth) = (start + 2, 1_usize);
    while depth > 0 {
        match (bytes.get(at)?, bytes.get(at + 1)) {
            (b'/', Some(b'*')) => (at, depth) = (at + 2, depth + 1),
            (b'*', Some(b'/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    Some(at)
}

fn quoted(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn raw(bytes: &[u8], start: usize) -> Option<usize> {
    let hashes = bytes[start + 1..].iter().take_while(|byte| **byte == b'#').count();
    if bytes.get(start + 1 + hashes) != Some(&b'"') {
        // `r#word`, an escaped identifier.
        return Some(start + 1 + hashes);
    }
    let mut at = start + 2 + hashes;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')? + 1;
        if bytes[at..].iter().take(hashes).filter(|byte| **byte == b'#').count() == hashes {
            return Some(at + hashes);
        }
    }
}

/// End of `'x'` or `'\n'`; a stray quote is passed over.
fn character(bytes: &[u8], start: usize) -> usize {
    let from = start + if bytes.get(start + 1) == Some(&b'\\') { 3 } else { 2 };
    let end = bytes.iter().enumerate().skip(from).take(8).find(|(_, byte)| **byte == b'\'');
    end.map_or(start + 1, |(at, _)| at + 1)
}
