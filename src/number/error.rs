//! Why a text is no number.

use std::fmt;

/// Why a text is no number, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing but spaces.
    Empty,
    /// A sign or word that numbers have no use for.
    Unexpected(String),
    /// The text stops too early: `1 +`, `(3`.
    Unfinished,
    /// Signs between digits do not group them: `1,23,4`.
    Grouping(String),
    /// A division by zero.
    DivisionByZero,
    /// Beyond what a field takes, or not finite.
    TooLarge,
    /// A fraction where things are counted.
    NotWhole(String),
    /// A unit that the field has no use for: `35%` in a money field.
    WrongUnit(&'static str),
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Nothing was typed. Type a number, for example 1.2M."),
            Self::Unexpected(what) => {
                write!(f, "“{what}” is not part of a number. Type digits, for example 1,200 or 1.2M.")
            }
            Self::Unfinished => {
                f.write_str("Something is missing at the end. Finish the sum or close the parenthesis.")
            }
            Self::Grouping(what) => {
                write!(
                    f,
                    "“{what}” can be read in more than one way. Group by thousands, or leave the separators out."
                )
            }
            Self::DivisionByZero => f.write_str("This divides by zero. Change the divisor."),
            Self::TooLarge => {
                f.write_str("This is more than a thousand billions. Check the zeros and the letter.")
            }
            Self::NotWhole(what) => write!(f, "{what} is not whole. Counts take whole numbers only."),
            Self::WrongUnit(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for NumberError {}
