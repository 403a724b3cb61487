//! Line, column and place: a tolerant walk over the text that needs no types and cannot recurse.
//!
//! It answers three questions: is the nesting sane, what does the text at an offset belong to, and where does a
//! row or field stand.

use std::ops::ControlFlow;

/// Deepest nesting that format 1 needs is seven (`( [ ( [ ( [ (`); a little room is left for clearer messages.
const MAX_DEPTH: usize = 12;

/// An open bracket and what has been seen inside it.
#[derive(Debug)]
pub(super) struct Frame<'t> {
    /// Offset of the bracket.
    pub at: usize,
    bracket: u8,
    /// Commas seen so far: the index of the current element.
    pub index: usize,
    /// The current field; empty in lists.
    pub field: &'t str,
    /// Texts and words of the fields that name rows.
    ids: Vec<(&'t str, &'t str)>,
}

impl Frame<'_> {
    fn id(&self, field: &str) -> Option<&str> {
        self.ids.iter().find(|(name, _)| *name == field).map(|(_, value)| *value)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Field,
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

fn walk<'t>(text: &'t str, mut visit: impl FnMut(Event, &[Frame<'t>], usize) -> ControlFlow<()>) -> End {
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

fn is_word(byte: u8) -> bool {
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

/// Whether brackets close and nest no deeper than the format allows.
pub(super) fn check_nesting(text: &str) -> End {
    walk(text, |_, _, _| ControlFlow::Continue(()))
}

/// The number after `format:` at the top level, as written; `None` if there is none.
pub(super) fn format_word(text: &str) -> Option<&str> {
    let mut found = None;
    walk(text, |event, stack, at| {
        if event == Event::Value && stack.len() == 1 && stack[0].field == "format" {
            let length = text.as_bytes()[at..].iter().take_while(|byte| is_word(**byte)).count();
            found = Some(&text[at..at + length]);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    found
}

/// What the text at an offset belongs to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Here {
    /// Like `account techcorp / unit retail / 2025-Q4 / arr`.
    pub place: String,
    /// Offset of the value or field name that reaches up to the offset.
    pub start: usize,
    /// Place of the row that it stands in.
    pub row: String,
    /// Offset of the bracket that opens that row.
    pub row_start: usize,
}

/// Names what stands at `offset`: the last field or value that begins before it.
pub(super) fn name(text: &str, offset: usize) -> Here {
    let mut here = Here { place: "workspace".to_owned(), row: "workspace".to_owned(), ..Here::default() };
    let mut last: Option<(usize, Vec<(usize, String)>, String)> = None;
    // Making texts for every value would cost; the walk is cut off just before the offset by a first pass that
    // only remembers where the last event was.
    let mut event_at = None;
    walk(text, |_, _, at| {
        if at >= offset.max(1) {
            return ControlFlow::Break(());
        }
        event_at = Some(at);
        ControlFlow::Continue(())
    });
    let Some(event_at) = event_at else { return here };
    walk(text, |_, stack, at| {
        if at == event_at {
            let (rows, field) = path(stack);
            last = Some((at, rows, field));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    if let Some((at, rows, field)) = last {
        here.start = at;
        here.row_start = rows.last().map_or(0, |(at, _)| *at);
        let names: Vec<String> = rows.into_iter().map(|(_, name)| name).filter(|n| !n.is_empty()).collect();
        if !names.is_empty() {
            here.row = names.join(" / ");
        }
        let with_field: Vec<String> =
            names.into_iter().chain(Some(field).filter(|f| !f.is_empty())).collect();
        if !with_field.is_empty() {
            here.place = with_field.join(" / ");
        }
    }
    here
}

/// The rows that contain the current value, outermost first, and the field inside the innermost.
fn path(stack: &[Frame<'_>]) -> (Vec<(usize, String)>, String) {
    let mut rows = Vec::new();
    let Some(top) = stack.first() else { return (rows, String::new()) };
    rows.push((top.at, String::new()));
    if matches!(top.field, "workspace" | "baseline") {
        let Some(inner) = stack.get(1) else { return (rows, top.field.to_owned()) };
        rows.push((inner.at, if top.field == "baseline" { "baseline".to_owned() } else { String::new() }));
        return (rows, inner.field.to_owned());
    }
    let mut field = top.field;
    let mut at = 2;
    while let Some(row) = stack.get(at) {
        // Lists of pairs inside a row are part of its field, not rows of their own.
        let Some(subject) = subject(field, stack[at - 1].index, row).filter(|_| row.bracket == b'(') else {
            break;
        };
        rows.push((row.at, subject));
        field = row.field;
        if at == 4 {
            break;
        }
        at += 2;
    }
    (rows, field.to_owned())
}

fn subject(section: &str, index: usize, row: &Frame<'_>) -> Option<String> {
    let (word, id) = match section {
        "accounts" => ("account", "account"),
        "regions" => ("region", "region"),
        "products" if row.id("product").is_some() || !row.field.is_empty() => ("product", "product"),
        "models" => ("model", "model"),
        "factors" => ("factor", "factor"),
        "band_schemes" => ("band scheme", "scheme"),
        "bands" => ("band", "band"),
        "rules" => ("rule", "rule"),
        "owners" => ("owner of", "branch"),
        "acknowledgements" => ("acknowledgement of", "rule"),
        "targets" => ("target for", "metric"),
        "units" | "records" => ("unit", "unit"),
        "stakeholders" => ("stakeholder", "stakeholder"),
        "competitors" => ("competitor", "competitor"),
        "signals" => ("signal", "signal"),
        "roadmap" => ("roadmap item", "item"),
        "movements" => ("movements", "period"),
        _ => return None,
    };
    let mut text = match row.id(id) {
        Some("") => "the account's root".to_owned(),
        Some(key) => format!("{word} {key}"),
        None if section == "records" && row.id("period").is_some() => "the account's root".to_owned(),
        None => format!("{section} row {}", index + 1),
    };
    if let Some(period) = row.id("period").filter(|_| section == "records") {
        text.push_str(" / ");
        text.push_str(period);
    }
    Some(text)
}

/// Something to be found, by rows as they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted<'w> {
    pub account: Option<usize>,
    /// Empty: the workspace's settings, or the account itself.
    pub section: &'w str,
    pub row: Option<usize>,
    /// Empty: the row as a whole.
    pub field: &'w str,
}

/// Offsets of what is wanted: of the field's name if it is there, else of its row, its account, the file.
pub(super) fn find(text: &str, wanted: &[Wanted<'_>]) -> Vec<usize> {
    let mut best = vec![(0_u8, 0_usize); wanted.len()];
    walk(text, |event, stack, at| {
        for (want, best) in wanted.iter().zip(&mut best) {
            let closeness = closeness(want, event, stack);
            if closeness > best.0 {
                *best = (closeness, at);
            }
        }
        ControlFlow::Continue(())
    });
    best.into_iter().map(|(_, at)| at).collect()
}

/// 0 = elsewhere, 1 = the account, 2 = the row, 3 = the field.
fn closeness(want: &Wanted<'_>, event: Event, stack: &[Frame<'_>]) -> u8 {
    let Some(top) = stack.first() else { return 0 };
    let inner = match want.account {
        Some(account) => {
            if top.field != "accounts" || stack.len() < 2 || stack[1].index != account {
                return 0;
            }
            if stack.len() == 2 {
                return u8::from(event == Event::Value);
            }
            &stack[2..]
        }
        None => stack,
    };
    let section = match (want.section, want.account) {
        ("", None) => "workspace",
        (section, _) => section,
    };
    if section.is_empty() {
        return if inner.len() == 1 && event == Event::Field && inner[0].field == want.field { 3 } else { 0 };
    }
    if inner[0].field != section {
        return 0;
    }
    let rows = if matches!(section, "workspace" | "baseline") { 1 } else { 2 };
    let in_row = rows == 1 || inner.get(1).is_some_and(|list| Some(list.index) == want.row);
    if !in_row {
        return 0;
    }
    match (inner.len(), event) {
        (depth, Event::Value) if depth == rows => 2,
        (depth, Event::Field) if depth == rows + 1 && inner[rows].field == want.field => 3,
        _ => 0,
    }
}

/// Line and column of an offset, both from 1; columns count characters.
pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..floor(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// Offset of a line and column, both from 1.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = if line <= 1 {
        0
    } else {
        text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1)
    };
    text[start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

/// The line around an offset, shortened to what fits on a screen.
pub(super) fn excerpt(text: &str, offset: usize) -> String {
    const AROUND: usize = 48;
    let offset = floor(text, offset);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let from = floor(text, offset.saturating_sub(AROUND).max(start));
    let to = floor(text, (offset + AROUND).min(end));
    let (head, tail) = (if from > start { "…" } else { "" }, if to < end { "…" } else { "" });
    format!("{head}{}{tail}", text[from..to].trim())
}

fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
