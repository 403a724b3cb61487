//! Measures of units, accounts and the portfolio (domain specification 2).

mod facts;
mod value;

pub use facts::{Pair, PeriodFacts, UnitFacts};
pub use value::{AccountMetrics, Direction, Flags, MetricSpec, MetricValue, Unit};
