//! Gaps, opportunities, plays and the roadmap of one account (domain specification 5).
//!
//! [`Standing`] looks at people, competitors and signals once; [`gap_table`] lists white space with its opportunity score
//! and the suggested play of each unit, [`opportunity_model`] says that score as a model of weights, [`branch_advice`] the play for the account. [`Simulation`] says what the roadmap
//! claims, [`Track`] what a target requires, [`impacts`] what finished items really brought.

mod branch_plays;
mod gaps;
mod impact;
mod need;
pub mod opportunity;
mod opportunity_model;
mod paths;
mod plays;
mod roadmap;
mod simulation;
mod standing;
mod track;

pub use branch_plays::{BranchAdvice, BranchGap, BranchPlay, branch_advice};
pub use gaps::{GapRow, GapTable, gap_table};
pub use impact::{CONFIRMED, Impact, PARTIAL, SETTLING, Verdict, impacts};
pub use need::{Need, need};
pub use opportunity_model::{CRITERION_KEYS, opportunity_model, opportunity_scores};
pub use paths::{Chance, Joins, Path};
pub use plays::{LOW_UTILISATION, unit_play};
pub use roadmap::{UnitPlan, UnitPlans, by_risk, lift_share, probability, unit_plans};
pub use simulation::{Outlook, Scenario, Simulation};
pub use standing::{
    EXPIRY_DAYS, HALF_LIFE_DAYS, Neighbours, Standing, expires_soon, is_executive, is_friend, is_opponent,
    signal_weight,
};
pub use track::Track;
