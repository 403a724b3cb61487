//! Risk rules, opportunity triggers and guardrails (domain specification 4): one table, one evaluator.
//!
//! A rule says fired with evidence, clear, or "cannot check" with what is missing. [`RULES`] is the table,
//! [`RuleBook`] the settings of a workspace, [`check_account`] and [`check_portfolio`] evaluate, [`check()`] does all of
//! it from the records on.

mod check;
mod confidence;
mod depth;
mod examine;
mod figures;
mod finding;
mod limits;
mod members;
mod openings;
mod plans;
mod portfolio;
mod relationships;
mod retention;
mod signals;
mod spec;
mod subject;
mod table;
mod trends;
mod usage;

pub use check::{Again, Earlier, RuleBook, check_account, check_portfolio, find_again, find_in_account};
pub use examine::{Examined, Frame, check, examine, per_head_of_others};
pub use finding::{Evidence, Finding, Outcome, Pieces};
pub use members::Members;
pub use spec::{Check, Hit, Parameter, Reach, RuleKind, RuleSpec, Values, Verdict};
pub use subject::{Portfolio, Subject};
pub use table::{RULES, rule};
