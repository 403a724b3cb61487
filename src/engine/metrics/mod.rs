//! Measures of units, accounts and the portfolio (domain specification 2).
//!
//! [`facts()`] looks at one account in one period and says what is known of every unit; [`account_metrics`] turns that
//! into one [`MetricValue`] per row of [`METRICS`]. [`contributions`] and [`amounts`] list what a sum was made of.

mod account;
mod branches;
mod census;
mod change;
mod competition;
mod concentration;
mod contributions;
mod counting;
mod entered;
mod facts;
mod figure;
mod money;
mod moved;
mod own;
mod people;
mod portfolio;
mod portfolio_retention;
mod potential;
mod products;
mod quality;
mod regions;
mod relations;
mod retention;
mod roadmap;
mod rollup;
mod rows;
mod shape;
mod survey;
mod table;
mod targets;
mod units;
mod users;
mod value;

pub use account::{UnitMeasure, account_metrics, account_metrics_since, measure, measure_some};
pub use branches::{BranchStanding, accountable, branch_metrics, branches, default_owner};
pub use change::{DEADBAND, HEADLINE, Headlines, Trend, decompose, difference, relative};
pub use competition::is_contested;
pub use concentration::{Bucket, Revenue, buckets, top_bucket};
pub use contributions::{AmountPart, Origin, PairPart, amounts, contributions, coverage, unallocated};
pub use counting::{Sets, counting_set, counts_as_unit};
pub use entered::{Entered, REVIEW_DAYS, UnitEntry};
pub use facts::{Before, Pair, PeriodFacts, Spare, UnitBefore, UnitFacts, facts, facts_of, update_facts};
pub use figure::{Figure, Rate};
pub use moved::{gathered_facts, regrouped_facts, regrouped_facts_in};
pub use people::{KEY_ROLES, People, THREADED_FROM};
pub use portfolio::{PortfolioInput, PortfolioMetrics, PortfolioPenetration, portfolio};
pub use portfolio_retention::PortfolioMovements;
pub use potential::{MIN_COMPARABLE, arr_per_head, basis_value, quantile};
pub use products::{ProductReach, READY_UTILISATION, is_offered, is_ready, product_reach, product_state};
pub use regions::{Places, Regions, active_regions, regions};
pub use relations::{
    ENGAGEMENT_DAYS, Tally, days_between, is_contact, is_current, is_engaged, is_open, is_sponsor,
    last_engaged,
};
pub use retention::{Movement, Movements, continued_by, movements, window_ends};
pub use roadmap::{aimed_at, is_open_item, need_coverage, open_opportunity, planned, spread};
pub use rows::Rows;
pub use survey::Survey;
pub use table::{METRICS, index_of, spec};
pub use targets::{Attainment, against, attainment};
pub use units::{STRONG_DEPTH, depth, is_strong};
pub use value::{AccountMetrics, Direction, Flags, Inputs, Measure, MetricSpec, MetricValue, Unit};
