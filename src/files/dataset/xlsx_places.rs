//! Looks for references to cells that no sheet can have, such as `A99999999999` or `B2:A1`: the reader of sheets counts
//! with them without a look at their size, and would take one cell for another, or break off.

/// Letters of the last column, `XFD`.
const LETTERS: u8 = 3;
/// Digits of the last row, 1048576.
const DIGITS: u8 = 7;

/// Reads XML piece by piece and remembers whether an attribute `r` or `ref` names a place outside of any sheet.
#[derive(Debug, Default)]
pub struct Places {
    at: At,
    /// The place that is being read.
    place: Place,
    /// The one before it, of a rectangle.
    first: Option<Place>,
    has_absurd: bool,
}

#[derive(Debug, Default, Clone, Copy)]
struct Place {
    letters: u8,
    digits: u8,
    /// Both counted from 1; 0 = not said.
    column: u32,
    row: u32,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum At {
    /// Between tags.
    #[default]
    Text,
    /// In a tag, between attributes, or in the tag's own name.
    Tag,
    /// In the name of an attribute: how far it agrees with `r` or `ref`.
    Name(Name),
    /// In the value of an attribute, up to this quotation mark; whether it names a place.
    Value(u8, bool),
    /// After an attribute's name, before its value.
    Equals(bool),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Name {
    /// `r`
    R,
    /// `re`
    Re,
    /// `ref`
    Ref,
    /// Anything else.
    Other,
}

impl Places {
    /// Whether anything so far named a place that no sheet has.
    pub fn has_absurd(&self) -> bool {
        self.has_absurd
    }

    /// Reads on.
    pub fn read(&mut self, piece: &[u8]) {
        for byte in piece {
            self.at = self.step(*byte);
        }
    }

    fn step(&mut self, byte: u8) -> At {
        match (self.at, byte) {
            (At::Text, b'<') => At::Tag,
            (At::Text, _) | (At::Tag | At::Name(_) | At::Equals(_), b'>') => At::Text,
            (At::Tag, b'r') => At::Name(Name::R),
            (At::Tag | At::Equals(_), byte) if byte.is_ascii_whitespace() => self.at,
            (At::Name(name), byte) if byte.is_ascii_whitespace() => At::Equals(name.is_place()),
            (At::Name(name), b'=') => At::Equals(name.is_place()),
            (At::Equals(_), b'=') => self.at,
            (At::Equals(is_place), quote @ (b'"' | b'\'')) => {
                (self.place, self.first) = Default::default();
                At::Value(quote, is_place)
            }
            // An attribute without a value: the next one begins.
            (At::Equals(_), b'r') => At::Name(Name::R),
            (At::Tag | At::Equals(_), _) => At::Name(Name::Other),
            (At::Name(name), byte) => At::Name(name.with(byte)),
            (At::Value(quote, is_place), byte) if byte == quote => {
                self.has_absurd |= is_place && self.is_backwards();
                At::Tag
            }
            (At::Value(_, true), byte) => {
                self.count(byte);
                self.at
            }
            (At::Value(..), _) => self.at,
        }
    }

    /// Counts the letters and digits of one place; others begin behind a colon or a space.
    fn count(&mut self, byte: u8) {
        let place = &mut self.place;
        match byte {
            b'0'..=b'9' => {
                place.digits = place.digits.saturating_add(1);
                place.row = place.row.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                place.letters = place.letters.saturating_add(1);
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                place.column = place.column.saturating_mul(26).saturating_add(letter);
            }
            b':' => self.first = Some(std::mem::take(place)),
            _ => {
                self.has_absurd |= self.is_backwards();
                (self.place, self.first) = Default::default();
            }
        }
        self.has_absurd |= self.place.letters > LETTERS || self.place.digits > DIGITS;
    }

    /// Whether a rectangle ends before it begins.
    fn is_backwards(&self) -> bool {
        self.first.is_some_and(|first| self.place.column < first.column || self.place.row < first.row)
    }
}

impl Name {
    fn with(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::R, b'e') => Self::Re,
            (Self::Re, b'f') => Self::Ref,
            _ => Self::Other,
        }
    }

    fn is_place(self) -> bool {
        matches!(self, Self::R | Self::Ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_absurd(xml: &str) -> bool {
        // One byte at a time, as pieces may end anywhere.
        let (mut whole, mut bytes) = (Places::default(), Places::default());
        whole.read(xml.as_bytes());
        xml.as_bytes().chunks(1).for_each(|byte| bytes.read(byte));
        assert_eq!(whole.has_absurd(), bytes.has_absurd());
        whole.has_absurd()
    }

    #[test]
    fn only_places_of_cells_are_looked_at() {
        for sound in [
            "<c r=\"XFD1048576\" s=\"1\"><v>123456789012345</v></c>",
            "<dimension ref=\"A1:XFD1048576\"/><row r=\"7\" spans=\"1:99999999999\"/>",
            "<mergeCell ref='A1:B2 C3:D4'/><drawing r:id=\"rId123456789\" refs=\"ABCDEFG\" for=\"ABCDEF\"/>",
            "<r><t>r=\"ABCDEF\"</t></r><row/><ref >ABCDEF</ref>",
        ] {
            assert!(!is_absurd(sound), "{sound}");
        }
        for absurd in [
            "<c r=\"A99999999999\"/>",
            "<c s='1' r = 'ABCD1'/>",
            "<row\nr=\"99999999\">",
            "<dimension ref=\"A1:XFD99999999999\"/>",
            "<dimension ref=\"Z9:A1\"/>",
            "<mergeCell ref='A1:B2 D4:C5'/>",
            "<c r>r</c><c r\t=\t\"AAAAAAAAAA1\">",
        ] {
            assert!(is_absurd(absurd), "{absurd}");
        }
    }
}
