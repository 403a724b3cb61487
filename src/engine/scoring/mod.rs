//! From measures to points, scores, bands and ranks (domain specification 3 and 6).

mod outcome;

pub use outcome::{FactorOutcome, RankRow, Ranking, Score};
