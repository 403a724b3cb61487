//! The text font: Inter in three weights with tabular digits, and how wide its letters are.

use std::sync::LazyLock;

use ttf_parser::Face;

/// Inter 400.
pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Inter 500.
pub static MEDIUM: &[u8] = include_bytes!("../../assets/fonts/Inter-Medium.otf");
/// Inter 600.
pub static SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");

/// Height of a capital of Inter, as a share of the size.
pub const CAP_HEIGHT: f64 = 0.727;

/// Weight of a text. Semibold means "this is the number" or "this is the name", never decoration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Weight {
    /// 400: everything that reads.
    #[default]
    Regular,
    /// 500: labels, names in rows, buttons.
    Medium,
    /// 600: the number, the name, the title.
    SemiBold,
}

impl Weight {
    /// Every weight, light to heavy.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Medium, Self::SemiBold];

    /// The file of this weight.
    pub fn file(self) -> &'static [u8] {
        [REGULAR, MEDIUM, SEMIBOLD][self as usize]
    }

    /// Its number in style sheets.
    pub const fn number(self) -> u16 {
        [400, 500, 600][self as usize]
    }
}

/// The three faces, read once; `None` would be a broken bundle.
static FACES: LazyLock<[Option<Face<'static>>; 3]> =
    LazyLock::new(|| Weight::ALL.map(|weight| Face::parse(weight.file(), 0).ok()));

/// Width of a letter as a share of the size; one that the font lacks counts as a square.
fn advance(face: &Face<'_>, letter: char) -> f64 {
    let known = face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
    known.map_or(1.0, |width| f64::from(width) / f64::from(face.units_per_em()))
}

/// Width of one line, without kerning, which only makes it narrower.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let Some(face) = &FACES[weight as usize] else { return size * 0.6 * text.chars().count() as f64 };
    size * text.chars().map(|letter| advance(face, letter)).sum::<f64>()
}

/// The line itself if it fits into `room`, else as much of it as does, with `…`; nothing where not even that fits.
pub fn fitted(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size, weight);
    if left < 0.0 {
        return String::new();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        left -= width(letter.encode_utf8(&mut [0; 4]), size, weight);
        if left < 0.0 {
            break;
        }
        cut.push(letter);
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_tabular_and_lines_are_cut() {
        assert_eq!(width("1111", 10.0, Weight::Regular), width("8880", 10.0, Weight::Regular));
        assert!(width("Wide", 10.0, Weight::SemiBold) > width("Wide", 10.0, Weight::Regular));
        assert_eq!(fitted("Germany", 13.0, Weight::Medium, 200.0), "Germany");
        let cut = fitted("Germany Operations", 13.0, Weight::Medium, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 13.0, Weight::Medium) <= 60.0, "{cut}");
        assert_eq!(fitted("Germany", 13.0, Weight::Medium, 2.0), "");
    }
}
