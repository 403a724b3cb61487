//! The letters that HTML spells out: `&amp;`, `&euro;`, `&#160;`, `&#x2212;`.

/// The names of the signs from U+00A0 to U+00FF, in order.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Others that spreadsheets write.
const MORE: [(&str, char); 20] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("euro", '€'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '\u{2212}'),
    ("hellip", '…'),
    ("bull", '•'),
    ("trade", '™'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("permil", '‰'),
];

/// A text with its letters as they are; what is no entity stays as it stands.
pub fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest name has eight letters.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((sign(&rest[1..end])?, end))) {
            Some((sign, end)) => {
                out.push(sign);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn sign(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return char::from_u32(code).filter(|sign| *sign != '\0');
    }
    let latin =
        || LATIN.iter().position(|other| *other == name).and_then(|at| char::from_u32(0xA0 + at as u32));
    MORE.iter().find(|(other, _)| *other == name).map(|(_, sign)| *sign).or_else(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_spelt_out_and_everything_else_stays() {
        for (text, expected) in [
            ("a &amp;&lt;b&gt; &quot;c&quot;", "a &<b> \"c\""),
            ("&nbsp;1&#160;2&#xA0;3", "\u{a0}1\u{a0}2\u{a0}3"),
            ("Stra&szlig;e &yuml; &euro;", "Straße ÿ €"),
            ("R&D; A & B &unknown; &#0; &#xD800; &", "R&D; A & B &unknown; &#0; &#xD800; &"),
            ("&é;&;&#;&#x;", "&é;&;&#;&#x;"),
        ] {
            assert_eq!(decoded(text), expected);
        }
    }
}
