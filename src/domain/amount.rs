//! Money and counts as they are stored: finite, never negative, and with room for "unknown" at no cost.

use std::num::{NonZeroU32, NonZeroU64};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a number cannot be an [`Amount`] or a [`Count`].
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum AmountError {
    /// NaN or an infinity.
    #[error("is not a finite number; enter a plain number or leave it empty")]
    NotFinite,
    /// Below zero.
    #[error("is {0}, below zero; enter zero or more, or leave it empty")]
    Negative(f64),
    /// A count with a fraction or above 4 294 967 294.
    #[error("is {0}; enter a whole number up to 4 294 967 294")]
    NotACount(f64),
}

/// A finite number of at least 0, in whole currency units for money and on 0–100 for percents.
///
/// Stored as the complement of its bits, which is never zero for a finite number, so `Option<Amount>` takes eight
/// bytes; a workspace of 100,000 units holds millions of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Amount(NonZeroU64);

impl Amount {
    /// Zero, known to be nothing (not the same as absent).
    pub const ZERO: Self = Self(NonZeroU64::MAX);

    /// Accepts finite values ≥ 0; −0 becomes 0.
    pub fn new(value: f64) -> Result<Self, AmountError> {
        if !value.is_finite() {
            return Err(AmountError::NotFinite);
        }
        if value < 0.0 {
            return Err(AmountError::Negative(value));
        }
        // Adding 0.0 turns −0.0 into 0.0, so that equal amounts have equal bits.
        NonZeroU64::new(!(value + 0.0).to_bits()).map(Self).ok_or(AmountError::NotFinite)
    }

    /// The number.
    pub fn get(self) -> f64 {
        f64::from_bits(!self.0.get())
    }
}

impl TryFrom<f64> for Amount {
    type Error = AmountError;
    fn try_from(value: f64) -> Result<Self, AmountError> {
        Self::new(value)
    }
}

impl From<Amount> for f64 {
    fn from(amount: Amount) -> Self {
        amount.get()
    }
}

impl std::fmt::Debug for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.get())
    }
}

/// A number of people or seats, 0 to 4 294 967 294. `Option<Count>` takes four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "u32")]
pub struct Count(NonZeroU32);

impl Count {
    /// Accepts 0 to 4 294 967 294.
    pub fn new(value: u32) -> Result<Self, AmountError> {
        NonZeroU32::new(!value).map(Self).ok_or(AmountError::NotACount(f64::from(value)))
    }

    /// The number.
    pub fn get(self) -> u32 {
        !self.0.get()
    }
}

impl TryFrom<f64> for Count {
    type Error = AmountError;
    fn try_from(value: f64) -> Result<Self, AmountError> {
        if !value.is_finite() {
            return Err(AmountError::NotFinite);
        }
        if value < 0.0 {
            return Err(AmountError::Negative(value));
        }
        if value.fract() != 0.0 || value > f64::from(u32::MAX - 1) {
            return Err(AmountError::NotACount(value));
        }
        Self::new(value as u32)
    }
}

impl From<Count> for u32 {
    fn from(count: Count) -> Self {
        count.get()
    }
}

impl From<Count> for f64 {
    fn from(count: Count) -> Self {
        f64::from(count.get())
    }
}

impl std::fmt::Debug for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_value_and_refuse_nonsense() {
        for value in [0.0, 0.1, 1.0, 2_700_000.0, f64::MAX, f64::MIN_POSITIVE] {
            assert_eq!(Amount::new(value).unwrap().get(), value);
        }
        assert_eq!(Amount::new(-0.0), Ok(Amount::ZERO));
        assert_eq!(Amount::new(f64::NAN), Err(AmountError::NotFinite));
        assert_eq!(Amount::new(f64::INFINITY), Err(AmountError::NotFinite));
        assert_eq!(Amount::new(-1.0), Err(AmountError::Negative(-1.0)));
        assert_eq!(Count::try_from(850.0).unwrap().get(), 850);
        assert!(Count::try_from(1.5).is_err());
        assert_eq!(size_of::<Option<Amount>>(), 8);
        assert_eq!(size_of::<Option<Count>>(), 4);
    }
}
