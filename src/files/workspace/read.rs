//! From bytes to a sound workspace: size, encoding, format number, typed parse, conversion, validation.

use std::path::Path;

use ron::extensions::Extensions;

use super::error::{Problem, ReadError, sentence};
use super::format_v1::DocV1;
use super::locate::{self, Wanted};
use super::walk::End;
use super::{FORMAT, HEADER, MAX_BYTES, convert_v1, fast};
use crate::domain::{Fault, PeriodKind, Workspace, validate};
use crate::files::safety::Disk;

/// How many problems are listed; the rest is counted.
const LISTED: usize = 20;

/// Reads a workspace file. Files above [`MAX_BYTES`] are not read at all.
pub fn read(disk: &dyn Disk, path: &Path) -> Result<Workspace, ReadError> {
    parse(&disk.read(path, MAX_BYTES)?)
}

/// Reads the text of a workspace file.
///
/// A byte-order mark and CRLF are accepted. On success the workspace is sound: [`validate`] finds nothing.
pub fn parse(text: &[u8]) -> Result<Workspace, ReadError> {
    let text = decode(text)?;
    check_format(text)?;
    let doc = document(text)?;
    let (workspace, in_file) = convert_v1::workspace(doc);
    let in_memory = validate(&workspace);
    if in_file.is_empty() && in_memory.is_empty() {
        return Ok(workspace);
    }
    Err(invalid(text, &workspace, &in_file, &in_memory))
}

fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64 });
    }
    let wide =
        matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'/' | b'(', ..] | [b'/' | b'(', 0, ..]);
    if wide {
        return Err(ReadError::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(ReadError::Empty),
        Ok(text) => Ok(text),
        Err(error) => {
            let (sound, _) = bytes.split_at(error.valid_up_to());
            let sound = std::str::from_utf8(sound).unwrap_or_default();
            // Binary files are no damaged workspaces.
            if !begins_like_ours(sound) {
                return Err(ReadError::NotAWorkspace { begins: beginning(&String::from_utf8_lossy(bytes)) });
            }
            let (line, column) = locate::line_column(sound, sound.len());
            Err(ReadError::NotText { line, column })
        }
    }
}

fn begins_like_ours(text: &str) -> bool {
    let (marker, _) = HEADER.split_at(HEADER.len() - 1);
    text.starts_with(marker) || text.trim_start().starts_with('(')
}

fn beginning(text: &str) -> String {
    let line = text.trim_start().lines().next().unwrap_or_default();
    line.chars().map(|c| if c.is_control() { '·' } else { c }).take(40).collect()
}

/// Looks at the format number before anything else: a newer file may hold what this version cannot know.
fn check_format(text: &str) -> Result<(), ReadError> {
    match locate::format_word(text) {
        Some(word) => match word.parse::<u64>() {
            Ok(found) if found > u64::from(FORMAT) => Err(ReadError::Newer { found: found.to_string() }),
            _ => Ok(()),
        },
        None if begins_like_ours(text) && text.starts_with("//") => Ok(()),
        None => Err(ReadError::NotAWorkspace { begins: beginning(text) }),
    }
}

fn document(text: &str) -> Result<DocV1<'_>, ReadError> {
    let doc = match fast::from_str(text) {
        Some(doc) => doc,
        None => complete(text)?,
    };
    if doc.format != FORMAT {
        let at = locate::find(text, &[Wanted { account: None, section: "format", row: None, field: "" }])[0];
        let message = format!("there is no format {}; this version reads format {FORMAT}", doc.format);
        return Err(ReadError::Syntax(Box::new(problem(text, at, "format".to_owned(), message))));
    }
    Ok(doc)
}

/// The complete reader: every spelling of RON, and the messages.
pub(super) fn complete(text: &str) -> Result<DocV1<'_>, ReadError> {
    let end = locate::check_nesting(text);
    if let End::TooDeep(at) = end {
        let message = "brackets are nested deeper than the format allows; remove the surplus ones".to_owned();
        let here = locate::name(text, at);
        return Err(ReadError::TooDeep(Box::new(problem(text, at, here.place, message))));
    }
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(|error| syntax(text, &error, end))
}

fn problem(text: &str, at: usize, place: String, message: String) -> Problem {
    let (line, column) = locate::line_column(text, at);
    Problem { line, column, place, message, excerpt: locate::excerpt(text, at) }
}

fn syntax(text: &str, error: &ron::error::SpannedError, end: End) -> ReadError {
    use ron::Error as E;
    let at = locate::offset_of(text, error.span.end.line, error.span.end.col);
    let here = locate::name(text, at);
    let cut = end == End::Open
        && (matches!(error.code, E::Eof | E::ExpectedStringEnd | E::UnclosedBlockComment)
            || text[at..].trim().is_empty());
    if cut {
        let last = text.trim_end().len();
        let place = locate::name(text, last).place;
        return ReadError::Truncated(Box::new(problem(text, last, place, sentence(&error.code))));
    }
    let (at, place) = match &error.code {
        E::MissingStructField { .. } => (here.row_start, here.row),
        E::Message(_)
        | E::NoSuchStructField { .. }
        | E::DuplicateStructField { .. }
        | E::NoSuchEnumVariant { .. }
        | E::InvalidValueForType { .. }
        | E::IntegerOutOfBounds => (here.start, here.place),
        _ => (at, here.place),
    };
    ReadError::Syntax(Box::new(problem(text, at, place, sentence(&error.code))))
}

/// Turns faults into problems with lines. Parses once more, because a sound file, the usual case, needs no positions.
fn invalid(text: &str, workspace: &Workspace, in_file: &[Fault], in_memory: &[Fault]) -> ReadError {
    let doc = document(text).ok();
    let kind = workspace.settings.period_kind;
    let converted = in_file.iter().map(|fault| (fault, true));
    let listed: Vec<(&Fault, bool)> =
        converted.chain(in_memory.iter().map(|fault| (fault, false))).take(LISTED).collect();
    let wanted: Vec<Wanted<'_>> = listed
        .iter()
        .map(|(fault, converted)| match &doc {
            Some(doc) if *converted => Wanted { account: account_row(doc, fault), ..as_given(fault) },
            Some(doc) => row_in_file(doc, workspace, fault, kind),
            None => as_given(fault),
        })
        .collect();
    let mut found: Vec<(usize, &Fault)> =
        locate::find(text, &wanted).into_iter().zip(listed).map(|(at, (fault, _))| (at, fault)).collect();
    found.sort_by_key(|(at, _)| *at);
    let problems = found
        .into_iter()
        .map(|(at, fault)| problem(text, at, fault.place.to_string(), fault.message.clone()))
        .collect();
    ReadError::Invalid { problems, total: in_file.len() + in_memory.len() }
}

fn as_given(fault: &Fault) -> Wanted<'_> {
    let place = &fault.place;
    Wanted {
        account: None,
        section: place.section,
        row: place.row,
        field: file_field(place.section, place.field),
    }
}

fn account_row(doc: &DocV1<'_>, fault: &Fault) -> Option<usize> {
    let key = fault.place.account.as_ref()?.as_str();
    // Of two accounts with one key the later one is the surprise.
    doc.accounts.iter().rposition(|account| &*account.account == key)
}

/// Rows in memory are rows in the file, but for units (the root comes first) and records (grouped by unit).
fn row_in_file<'f>(doc: &DocV1<'_>, workspace: &Workspace, fault: &'f Fault, kind: PeriodKind) -> Wanted<'f> {
    let account = account_row(doc, fault);
    let mut wanted = Wanted { account, ..as_given(fault) };
    let (Some(row), Some(index)) = (fault.place.row, account) else { return wanted };
    let rows = &doc.accounts[index];
    let unit = workspace.accounts.get(index).and_then(|account| account.units.get(row)).map(|unit| &unit.key);
    wanted.row = match (fault.place.section, unit) {
        ("units", Some(key)) => rows.units.iter().rposition(|unit| *unit.unit == *key.as_str()),
        ("records", Some(key)) => rows.records.iter().rposition(|record| {
            *record.unit == *key.as_str() && fault.place.period == Some((record.period.period, kind))
        }),
        _ => Some(row),
    };
    wanted
}

/// What the file calls a field of the model.
fn file_field(section: &str, field: &'static str) -> &'static str {
    match (section, field) {
        ("", "key") => "account",
        ("regions", "key") => "region",
        ("products", "key") => "product",
        ("models" | "baseline", "key") => "model",
        ("band_schemes", "key") => "scheme",
        ("stakeholders", "key") => "stakeholder",
        ("signals", "key") => "signal",
        ("roadmap", "key") => "item",
        ("models" | "baseline", "curve") => "factors",
        _ => field,
    }
}
