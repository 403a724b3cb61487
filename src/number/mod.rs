//! Numbers as people type them and as we show them. Pure text, no window.

mod format;
mod parse;

pub use format::{
    MINUS, MISSING, count, fixed, money_full, money_short, percent, pp, reading, round_to, signed,
};
pub use parse::{
    DecimalHint, Evidence, LARGEST, NumberError, NumberKind, Parsed, evidence, parse, parse_one,
};
