//! Line, column and place, found by walking over the text.
//!
//! Three questions are answered: is the nesting sane, what does the text at an offset belong to, and where does a
//! row or field stand.

use std::ops::ControlFlow;

use super::walk::{End, Event, Frame, is_word, walk};

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
    // Making texts for every value would cost: a first walk only remembers where the last one began.
    let mut last = None;
    walk(text, |_, _, at| {
        if at >= offset.max(1) {
            return ControlFlow::Break(());
        }
        last = Some(at);
        ControlFlow::Continue(())
    });
    walk(text, |_, stack, at| {
        if last != Some(at) {
            return ControlFlow::Continue(());
        }
        let (rows, field) = path(stack);
        here.start = at;
        here.row_start = rows.last().map_or(0, |(at, _)| *at);
        let mut names: Vec<String> =
            rows.into_iter().map(|(_, name)| name).filter(|n| !n.is_empty()).collect();
        if !names.is_empty() {
            here.row = names.join(" / ");
        }
        names.extend(Some(field).filter(|field| !field.is_empty()));
        if !names.is_empty() {
            here.place = names.join(" / ");
        }
        ControlFlow::Break(())
    });
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
