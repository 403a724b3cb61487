//! Looks through an XLSX file before anything unpacks it for good.
//!
//! The reader of sheets holds texts and formats in memory and believes what the file says about their number; so every
//! part is unpacked once into nothing, and a file that lies or explodes is refused.

use std::io::{Cursor, Read};
use std::path::Path;

use zip::{ZipArchive, result::ZipError};

use super::{limits, xlsx_places::Places};

const DAMAGED: &str =
    "the workbook is damaged or was cut off; copy it again, or open it in a spreadsheet and save it anew";

/// Fails with a sentence if the file is no workbook that can be read within the limits.
pub fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(
            "this is an old .xls workbook, or one with a password; save it as .xlsx without a password"
                .into(),
        );
    }
    if !bytes.starts_with(b"PK") {
        return Err("this is not an XLSX workbook; export it again as .xlsx or as CSV".into());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    if archive.len() > limits::PARTS {
        return Err(format!(
            "the workbook has more than {} parts; it is no ordinary workbook",
            limits::PARTS
        ));
    }
    let mut total = 0;
    let mut elements = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) => {
                "the workbook is encrypted or packed in an unusual way; save it anew without a password"
                    .to_owned()
            }
            _ => DAMAGED.to_owned(),
        })?;
        let name = part.name().map_err(|_| DAMAGED)?.to_lowercase();
        let allowed = limits::SMALL_PART_BYTES.max(part.compressed_size().saturating_mul(limits::PACKING));
        let looked = look(part, allowed.min(limits::UNPACKED_BYTES.saturating_sub(total)))?;
        total += looked.bytes;
        if !name.contains("/worksheets/") {
            elements += looked.elements;
        }
        if elements > limits::ELEMENTS {
            return Err(format!(
                "the workbook holds more than {} texts and formats; split it, or export its tables as CSV",
                limits::ELEMENTS
            ));
        }
        let is_xml = Path::new(&name).extension().is_some_and(|ending| ending == "xml" || ending == "rels");
        if (looked.has_nul && is_xml) || looked.has_absurd_places {
            return Err(DAMAGED.to_owned());
        }
        if name.ends_with("sharedstrings.xml") {
            check_count(&looked.start)?;
        }
    }
    Ok(())
}

struct Looked {
    bytes: u64,
    elements: u64,
    has_nul: bool,
    /// Whether an XML part names a cell that no sheet can have.
    has_absurd_places: bool,
    /// The first bytes of the part.
    start: Vec<u8>,
}

const START: usize = 64 * 1024;

fn look(mut part: impl Read, allowed: u64) -> Result<Looked, String> {
    let mut looked =
        Looked { bytes: 0, elements: 0, has_nul: false, has_absurd_places: false, start: Vec::new() };
    let (mut places, mut is_markup) = (Places::default(), false);
    let mut buffer = vec![0; START];
    loop {
        let read = part.read(&mut buffer).map_err(|_| DAMAGED)?;
        if read == 0 {
            looked.has_absurd_places = places.has_absurd();
            return Ok(looked);
        }
        let piece = &buffer[..read];
        if looked.bytes == 0 {
            let text = piece.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(piece);
            is_markup = text.trim_ascii_start().first().is_none_or(|byte| *byte == b'<');
        }
        if is_markup {
            places.read(piece);
        }
        looked.bytes += read as u64;
        if looked.bytes > allowed {
            return Err(
                "the workbook unpacks to far more than a table needs; nothing of it was read. Export its tables as CSV"
                    .to_owned(),
            );
        }
        looked.elements += piece.split(|byte| *byte == b'<').count() as u64 - 1;
        looked.has_nul |= piece.contains(&0);
        let room = START - looked.start.len();
        looked.start.extend_from_slice(&piece[..read.min(room)]);
    }
}

/// The reader reserves as many texts as the list announces.
fn check_count(start: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(start);
    if !text.contains("sst") {
        return Err(DAMAGED.to_owned());
    }
    for (at, name) in text.match_indices("uniqueCount") {
        let value = text[at + name.len()..].trim_start_matches(|c: char| !c.is_ascii_digit());
        let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let announced = value[..digits].parse::<u64>().unwrap_or(u64::MAX);
        if digits > 0 && announced > limits::ELEMENTS {
            return Err(DAMAGED.to_owned());
        }
    }
    Ok(())
}
