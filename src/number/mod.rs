//! Numbers as people type them and as we show them. Pure text, no window.

mod decimals;
mod error;
mod format;
mod parse;
mod reader;

pub use decimals::{Evidence, evidence};
pub use error::NumberError;
pub use format::{
    MINUS, MISSING, count, fixed, money_full, money_short, percent, pp, reading, round_to, signed,
};
pub use parse::{DecimalHint, LARGEST, NumberKind, Parsed, parse, parse_one};
