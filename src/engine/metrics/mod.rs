//! Measures of units, accounts and the portfolio (domain specification 2).
//!
//! [`facts()`] looks at one account in one period and says what is known of every unit; [`account_metrics`] turns that
//! into one [`MetricValue`] per row of [`METRICS`]. [`contributions`] and [`amounts`] list what a sum was made of.

mod account;
mod change;
mod concentration;
mod contributions;
mod counting;
mod facts;
mod figure;
mod money;
mod portfolio;
mod potential;
mod products;
mod regions;
mod rollup;
mod shape;
mod table;
mod units;
mod users;
mod value;

pub use account::{UnitMeasure, account_metrics, measure};
pub use change::{DEADBAND, HEADLINE, Headlines, Trend, decompose, difference, relative};
pub use concentration::{Bucket, buckets, top_bucket};
pub use contributions::{AmountPart, Origin, PairPart, amounts, contributions, coverage, unallocated};
pub use counting::{Sets, counting_set};
pub use facts::{Pair, PeriodFacts, UnitFacts, facts, facts_like, update_facts};
pub use figure::{Figure, Rate};
pub use portfolio::{PortfolioInput, PortfolioMetrics, PortfolioPenetration, portfolio};
pub use potential::{MIN_COMPARABLE, arr_per_head, basis_value, quantile};
pub use products::{ProductReach, is_offered, product_reach, product_state};
pub use regions::{Regions, regions};
pub use table::{METRICS, index_of, spec};
pub use units::{STRONG_DEPTH, depth, is_strong};
pub use value::{AccountMetrics, Direction, Flags, Inputs, Measure, MetricSpec, MetricValue, Unit};
