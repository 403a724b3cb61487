//! The results of scoring.

/// One factor of one account's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactorOutcome {
    /// Value of the metric; `None` = unknown.
    pub raw: Option<f64>,
    /// Points 0–100; `None` = unknown.
    pub points: Option<f64>,
    /// Normalised weight 0–1 over enabled factors; 0 for a disabled one.
    pub weight: f64,
    /// Weight 0–1 in force after re-weighting; `None` = does not enter the score.
    pub in_force: Option<f64>,
    /// Weight in force × points; with geometric aggregation weight in force × ln of the points, which are at least 1
    /// (ruling A15). `None` = does not enter the score.
    pub contribution: Option<f64>,
}

/// An account's score under one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// 0–100; `None` = cannot be known, and `reason` says why.
    pub value: Option<f64>,
    /// Why there is no score.
    pub reason: Option<&'static str>,
    /// Share 0–1 of the weight whose factors are known.
    pub weight_coverage: f64,
    /// Lowest score that unknown factors allow.
    pub low: Option<f64>,
    /// Highest score that unknown factors allow.
    pub high: Option<f64>,
    /// Index of the band in the model's scheme; `None` without a score.
    pub band: Option<usize>,
    /// One entry per factor of the model, disabled ones included.
    pub factors: Vec<FactorOutcome>,
}

/// One account's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankRow {
    /// Index of the account.
    pub account: usize,
    /// Competition rank from 1; `None` = unranked.
    pub rank: Option<u32>,
    /// Rank under the baseline's weights.
    pub baseline_rank: Option<u32>,
}

/// All accounts by score, best first, unranked last.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// Ordered rows.
    pub rows: Vec<RankRow>,
    /// Mean of |rank − baseline rank|; `None` if nothing is ranked in both.
    pub mean_shift: Option<f64>,
    /// Kendall's τ between the two rankings; `None` for fewer than two accounts.
    pub kendall_tau: Option<f64>,
}
