//! From measures to points, scores, bands and ranks (domain specification 3 and 6).
//!
//! [`score`] is the heart; [`bands`] names its result, [`weights`] is the arithmetic of the sliders, [`ranks`] orders
//! accounts, [`stability`] says how far a weight may move, [`tornado`] what moves a score most, [`acceptability`] how often
//! an account comes first over many weightings and [`exact`] how probable that is, [`insight`] why a score moved and what
//! a band would take, [`explain_score`], [`explain_move`] and the functions
//! around [`Ground`] open what is shown, [`presets`] holds the shipped models. [`rerank`] is
//! for large portfolios.

pub mod acceptability;
pub mod bands;
pub mod columns;
pub mod curve;
pub mod descending;
pub mod envelope;
pub mod exact;
mod explain_ground;
pub mod explain_move;
mod explain_odds;
mod explain_rank;
mod explain_reach;
pub mod explain_score;
mod explain_weight;
pub mod insight;
pub mod lines;
mod outcome;
pub mod presets;
pub mod ranks;
pub mod rerank;
pub mod sampling;
mod score;
pub mod stability;
mod tally;
pub mod tornado;
mod uncertain;
pub mod weights;

pub use bands::{band, scheme, scheme_for};
pub use curve::points;
pub use explain_ground::Ground;
pub use explain_odds::explain_odds;
pub use explain_rank::explain_rank;
pub use explain_reach::{explain_band, explain_exchange, explain_reach};
pub use explain_weight::{explain_tornado, explain_zones};
pub use outcome::{FactorOutcome, RankRow, Ranking, Score};
pub use presets::{find_model, optional_factors};
pub use ranks::ranking;
pub use score::{off_scale, on_scale, score, target_for, target_in_force};
pub use uncertain::{Ranged, ranged, uncertain_inputs};
pub use weights::{SliderMode, set_weight, whole_percents};
