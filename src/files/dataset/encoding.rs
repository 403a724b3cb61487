//! Text of a table file in whichever encoding a spreadsheet program wrote it: UTF-8, UTF-16 with its mark, or the
//! Windows-1252 of older “CSV” files.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How the letters of a text were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16 with its mark.
    Utf16,
    /// Bytes that are no UTF-8: the code page of Western European Windows.
    Windows1252,
}

impl Encoding {
    /// What to say of a text whose encoding was not told but taken; `None` = it is certain.
    pub const fn note(self) -> Option<&'static str> {
        match self {
            Self::Utf8 | Self::Utf16 => None,
            Self::Windows1252 => Some("read as Windows-1252; save as UTF-8 if letters look wrong"),
        }
    }
}

/// The text of a file without its mark.
///
/// Windows-1252 gives a meaning to nearly every byte, so it is taken only for what looks like text: nothing but UTF-8 may
/// hold signs that no text has, and where most letters beyond ASCII are sound UTF-8 the file is a damaged one.
///
/// # Errors
/// A sentence that says why this is no text, and what to do.
pub fn text_of(bytes: Vec<u8>) -> Result<(String, Encoding), String> {
    if let [0xFF, 0xFE, rest @ ..] = &bytes[..] {
        return wide(UTF_16LE, rest);
    }
    if let [0xFE, 0xFF, rest @ ..] = &bytes[..] {
        return wide(UTF_16BE, rest);
    }
    if matches!(bytes[..], [0, 1..=255, ..] | [1..=255, 0, ..]) {
        return Err(
            "the file is UTF-16 text without its mark; save it as “CSV UTF-8” in the program that wrote it"
                .to_owned(),
        );
    }
    let has_mark = bytes.starts_with(b"\xEF\xBB\xBF");
    let error = match String::from_utf8(bytes) {
        Ok(mut text) => {
            if has_mark {
                text.drain(..'\u{feff}'.len_utf8());
            }
            return Ok((text, Encoding::Utf8));
        }
        Err(error) => error,
    };
    let from = error.utf8_error().valid_up_to();
    let bytes = error.into_bytes();
    if has_mark || bytes.iter().any(|byte| is_no_letter(*byte)) || is_mostly_utf8(&bytes) {
        let line = bytes[..from].split(|byte| *byte == b'\n').count();
        let found = bytes.get(from).copied().unwrap_or_default();
        return Err(format!(
            "line {line} is not UTF-8 text (it holds the byte {found:02X}), nor is the file Windows-1252; save it as “CSV UTF-8” in the program that wrote it"
        ));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    Ok((text.into_owned(), Encoding::Windows1252))
}

fn wide(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<(String, Encoding), String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text =
        text.ok_or("the file is damaged UTF-16 text; save it as “CSV UTF-8” in the program that wrote it")?;
    Ok((text.into_owned(), Encoding::Utf16))
}

/// Bytes that no text in Windows-1252 holds: controls, and those without a meaning.
const fn is_no_letter(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0B | 0x0E..=0x19 | 0x1B..=0x1F | 0x7F | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Encoding), String> {
        text_of(bytes.to_vec())
    }

    #[test]
    fn every_encoding_of_a_spreadsheet_program_is_read() {
        let said = "name\nCafé „Zürich“ €\n";
        assert_eq!(read(said.as_bytes()), Ok((said.to_owned(), Encoding::Utf8)));
        assert_eq!(read(&[b"\xEF\xBB\xBF", said.as_bytes()].concat()), Ok((said.to_owned(), Encoding::Utf8)));
        let windows = b"name\nCaf\xE9 \x84Z\xFCrich\x93 \x80\n";
        assert_eq!(read(windows), Ok((said.to_owned(), Encoding::Windows1252)));
        let units = |to: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xFEFF).chain(said.encode_utf16()).flat_map(to).collect()
        };
        assert_eq!(read(&units(u16::to_le_bytes)), Ok((said.to_owned(), Encoding::Utf16)));
        assert_eq!(read(&units(u16::to_be_bytes)), Ok((said.to_owned(), Encoding::Utf16)));
        assert_eq!(read(b""), Ok((String::new(), Encoding::Utf8)));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        // A picture, half a surrogate pair, UTF-8 with one damaged letter among sound ones, and with a mark.
        let damaged = "Zürich,Genève,Köln".replace('è', "?").into_bytes();
        let damaged: Vec<u8> =
            damaged.into_iter().map(|byte| if byte == b'?' { 0xE8 } else { byte }).collect();
        for (bytes, said) in [
            (b"\x89PNG\r\n\x1A\n\x00\x00".as_slice(), "89"),
            (b"\xFF\xFEa\x00\x00\xD8", "damaged UTF-16"),
            (b"a\x00b\x00", "without its mark"),
            (&damaged, "line 1 is not UTF-8"),
            (b"\xEF\xBB\xBFa\nCaf\xE9", "line 2 is not UTF-8"),
        ] {
            let error = read(bytes).unwrap_err();
            assert!(error.contains(said) && error.contains("CSV UTF-8"), "{error}");
        }
    }
}
