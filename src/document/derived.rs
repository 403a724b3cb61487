//! Everything computed from the workspace, as memos on exact inputs: an edit recomputes the periods of the account it
//! touched and what depends on them; a pass in which nothing changed costs pointer comparisons.

use std::sync::Arc;

use crate::{
    domain::{Account, Period, ScoringModel, Tree, Workspace},
    engine::{
        metrics::{AccountMetrics, PeriodFacts, Portfolio},
        scoring::{Ranking, Score},
    },
};

/// Everything computed of one account.
#[derive(Debug, Clone)]
pub struct AccountDerived {
    /// Index of its units.
    pub tree: Arc<Tree>,
    /// Units in the period shown.
    pub facts: Arc<PeriodFacts>,
    /// Units in the period before it.
    pub facts_before: Arc<PeriodFacts>,
    /// Metrics of every period of [`Derived::periods`].
    pub history: Vec<Arc<AccountMetrics>>,
    /// Metrics of the period shown.
    pub metrics: Arc<AccountMetrics>,
    /// Score of the period shown under the model in force.
    pub score: Score,
    /// The same under the baseline.
    pub baseline: Score,
    /// Score of every period of [`Derived::periods`] under the model in force.
    pub score_history: Vec<Option<f64>>,
}

/// Everything computed of a workspace for one period shown.
#[derive(Debug, Clone)]
pub struct Derived {
    /// The period shown.
    pub period: Period,
    /// From the first to the last period with records, the period shown and the current one included; no gaps.
    pub periods: Vec<Period>,
    /// The model in force.
    pub model: Arc<ScoringModel>,
    /// The model against which moves are shown; equal to `model` if none is frozen.
    pub baseline: Arc<ScoringModel>,
    /// Parallel to `Workspace::accounts`.
    pub accounts: Vec<Arc<AccountDerived>>,
    /// All accounts together.
    pub portfolio: Portfolio,
    /// Accounts by score.
    pub ranking: Ranking,
}
