//! A quick reader for the plain part of RON that this program writes, in front of the complete one.
//!
//! RON is slow to read because its grammar has many spellings. This reader knows one spelling of everything and
//! gives up at the first sign of another: then the complete reader decides, and all messages are its own. Whatever
//! this one accepts, the complete one accepts with the same values; the tests below compare them.

use std::fmt;

use serde::Deserialize;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::BorrowedStrDeserializer,
};
use serde::forward_to_deserialize_any;

/// The value of a plain text, `None` if the complete reader has to look at it.
pub(super) fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Option<T> {
    let mut fast = Fast { text, bytes: text.as_bytes(), at: 0 };
    if text.starts_with("//") {
        fast.at = text.find('\n')?;
    }
    let value = T::deserialize(&mut fast).ok()?;
    (fast.next() == 0).then_some(value)
}

/// Something is not plain. What it is will be found out by the complete reader.
#[derive(Debug)]
struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl std::error::Error for NotPlain {}

impl de::Error for NotPlain {
    // The message is never shown, so it is never made.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Plain<T> = Result<T, NotPlain>;

struct Fast<'de> {
    text: &'de str,
    bytes: &'de [u8],
    at: usize,
}

impl<'de> Fast<'de> {
    /// The next byte that is no white space; 0 at the end, which no plain text contains.
    fn next(&mut self) -> u8 {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return *byte;
            }
            self.at += 1;
        }
        0
    }

    fn expect(&mut self, byte: u8) -> Plain<()> {
        if self.next() != byte || byte == 0 {
            return Err(NotPlain);
        }
        self.at += 1;
        Ok(())
    }

    fn take(&mut self, is_part: impl Fn(u8) -> bool) -> &'de str {
        self.next();
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| is_part(*byte)) {
            self.at += 1;
        }
        // Only ASCII bytes were passed, so both ends are at characters.
        &self.text[start..self.at]
    }

    /// A field or a word: small letters, digits and underscores, beginning with a letter.
    fn word(&mut self) -> Plain<&'de str> {
        let word = self.take(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        let begins = word.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        // `r` and `b` begin raw texts and bytes when a quote or hash follows.
        let ends =
            !matches!(self.bytes.get(self.at), Some(b'"' | b'#' | b'\'' | b'-' | b'.' | b'+' | 0x80..));
        if begins && ends { Ok(word) } else { Err(NotPlain) }
    }

    /// A number in digits, and nothing attached to it.
    fn number(&mut self) -> Plain<&'de str> {
        let token =
            self.take(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
        let ends = matches!(self.bytes.get(self.at), Some(b',' | b')' | b']' | b' ' | b'\n' | b'\r'));
        let digits = token.strip_prefix('-').unwrap_or(token).as_bytes();
        let begins = match digits {
            [b'0', second, ..] => matches!(second, b'.' | b'e'),
            [first, ..] => first.is_ascii_digit(),
            [] => false,
        };
        let sound = !token.ends_with(['.', 'e', 'E', '+', '-']) && !token.contains(".e");
        if begins && ends && sound { Ok(token) } else { Err(NotPlain) }
    }

    fn quoted<V: Visitor<'de>>(&mut self, visitor: V) -> Plain<V::Value> {
        self.expect(b'"')?;
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return visitor.visit_borrowed_str(&self.text[start..self.at - 1]);
                }
                b'\\' => return self.escaped(start, visitor),
                _ => self.at += 1,
            }
        }
        Err(NotPlain)
    }

    /// A text from its first escape on.
    fn escaped<V: Visitor<'de>>(&mut self, start: usize, visitor: V) -> Plain<V::Value> {
        let mut text = self.text[start..self.at].to_owned();
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.find(['"', '\\']).ok_or(NotPlain)?;
            text.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest.as_bytes()[stop] == b'"' {
                return visitor.visit_string(text);
            }
            let kind = *self.bytes.get(self.at).ok_or(NotPlain)?;
            self.at += 1;
            text.push(match kind {
                b'"' => '"',
                b'\\' => '\\',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => self.code_point()?,
                _ => return Err(NotPlain),
            });
        }
    }

    fn code_point(&mut self) -> Plain<char> {
        let rest = self.text[self.at..].strip_prefix('{').ok_or(NotPlain)?;
        let (digits, _) = rest.split_once('}').filter(|(digits, _)| digits.len() <= 6).ok_or(NotPlain)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotPlain);
        }
        self.at += digits.len() + 2;
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).ok_or(NotPlain)
    }

    /// After an element: a comma and perhaps the end, or the end. True = there may be more.
    fn comma(&mut self, close: u8) -> Plain<()> {
        match self.next() {
            b',' => {
                self.at += 1;
                Ok(())
            }
            byte if byte == close => Ok(()),
            _ => Err(NotPlain),
        }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $type:ty;)+) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
            visitor.$visit(self.number()?.parse::<$type>().map_err(|_| NotPlain)?)
        }
    )+ };
}

impl<'de> Deserializer<'de> for &mut Fast<'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Plain<V::Value> {
        Err(NotPlain)
    }

    integers! {
        deserialize_i8 visit_i8 i8;
        deserialize_u8 visit_u8 u8;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        match self.word()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotPlain),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        self.quoted(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        self.quoted(visitor)
    }

    /// `None` and `Some(` begin with capitals, which nothing plain does.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        if self.next().is_ascii_uppercase() { Err(NotPlain) } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        self.expect(b'[')?;
        let value = visitor.visit_seq(Elements { fast: self, close: b']' })?;
        self.expect(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Plain<V::Value> {
        self.expect(b'(')?;
        let value = visitor.visit_seq(Elements { fast: self, close: b')' })?;
        self.expect(b')')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Plain<V::Value> {
        self.expect(b'(')?;
        let value = visitor.visit_map(Fields(self))?;
        self.expect(b')')?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Plain<V::Value> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        i16 i32 i64 i128 u16 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple_struct map
        identifier ignored_any
    }
}

struct Elements<'f, 'de> {
    fast: &'f mut Fast<'de>,
    close: u8,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = NotPlain;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Plain<Option<S::Value>> {
        if self.fast.next() == self.close {
            return Ok(None);
        }
        let value = seed.deserialize(&mut *self.fast)?;
        self.fast.comma(self.close)?;
        Ok(Some(value))
    }
}

struct Fields<'f, 'de>(&'f mut Fast<'de>);

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = NotPlain;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Plain<Option<S::Value>> {
        if self.0.next() == b')' {
            return Ok(None);
        }
        let name = BorrowedStrDeserializer::new(self.0.word()?);
        self.0.expect(b':')?;
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Plain<S::Value> {
        let value = seed.deserialize(&mut *self.0)?;
        self.0.comma(b')')?;
        Ok(value)
    }
}

impl<'de> EnumAccess<'de> for &mut Fast<'de> {
    type Error = NotPlain;
    type Variant = Self;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Plain<(S::Value, Self)> {
        let word: BorrowedStrDeserializer<'de, NotPlain> = BorrowedStrDeserializer::new(self.word()?);
        Ok((seed.deserialize(word.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Fast<'de> {
    type Error = NotPlain;

    fn unit_variant(self) -> Plain<()> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Plain<S::Value> {
        Err(NotPlain)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Plain<V::Value> {
        Err(NotPlain)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Plain<V::Value> {
        self.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::super::format_v1::DocV1;
    use super::super::read::complete;
    use super::from_str;

    const SAMPLE: &str = include_str!("../../../assets/samples/techcorp.ron");
    const GOLDEN: &str = include_str!("../../../tests/golden/format_1.ron");

    /// The complete reader's value, if this one took the text.
    fn agrees(text: &str) -> bool {
        let Some(quick) = from_str::<DocV1<'_>>(text) else { return false };
        let slow =
            complete(text).unwrap_or_else(|error| panic!("only the quick reader takes it: {error}\n{text}"));
        assert_eq!(format!("{quick:?}"), format!("{slow:?}"));
        true
    }

    #[test]
    fn what_this_program_writes_is_plain() {
        assert!(agrees(SAMPLE) && agrees(GOLDEN));
        assert!(agrees(&SAMPLE.replace('\n', "\r\n")));
    }

    #[test]
    fn both_readers_agree_on_changed_texts() {
        const PIECES: [&str; 30] = [
            "", " ", "\n", ",", "(", ")", "[", "]", ":", "\"", "\\", "0", "00", ".", "-", "+", "e", "1e5",
            "_", "x", "None", "Some(", "//", "/*", "é", "true", "\\u{41}", "\\x41", "r#", "\u{0}",
        ];
        let mut state = 1_u64;
        let mut dice = |limit: usize| {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            (state >> 33) as usize % limit
        };
        // Small, so that the complete reader is quick and every byte is hit often.
        let source = "(format: 1, workspace: (name: \"a\\n\", as_of: \"2025-12-31\", count_pilots: true, smaa_seed: 10, \
             forecast_phi: 0.9, division_kinds: [site, team]), models: [(model: \"m\", name: \"n\", factors: [(factor: \"f\", \
             label: \"l\", metric: \"x\", weight: 5.5, curve: step(points: [(0, 10), (3.5, 1e2)], floor: -5))])], \
             accounts: [(account: \"a\", name: \"\", records: [(period: \"2025-Q4\", arr: 100, products: [(\"p\", open)])])])";
        assert!(agrees(source));
        let mut taken = 0;
        for _ in 0..100_000 {
            let mut text = source.to_owned();
            for _ in 0..=dice(2) {
                let (from, length) = (dice(text.len()), dice(4));
                let to = (from + length).min(text.len());
                if text.is_char_boundary(from) && text.is_char_boundary(to) {
                    text.replace_range(from..to, PIECES[dice(PIECES.len())]);
                }
            }
            taken += usize::from(agrees(&text));
        }
        assert!(taken > 1000, "only {taken} were taken");
    }
}
