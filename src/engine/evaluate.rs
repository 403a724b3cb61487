//! One account in one period from its records to its score: tree → facts → metrics → score.
//!
//! For single questions, such as those of the command line. An open document keeps the parts as memos instead and calls
//! [`score_metrics`] only.

use crate::domain::{Account, Period, ScoringModel, Tree, Workspace};

use super::{
    metrics::{AccountMetrics, Inputs, PeriodFacts, account_metrics, facts},
    scoring::{self, Score},
};

/// Everything measured of one account in one period.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Index of its units.
    pub tree: Tree,
    /// What is known of its units.
    pub facts: PeriodFacts,
    /// Its metrics.
    pub metrics: AccountMetrics,
    /// Its score under the model asked for.
    pub score: Score,
}

/// Evaluates one account of `workspace` in `period` under `model`. Of the period before and of the one a year before it
/// computes the metrics that changes refer to.
///
/// Units that form no tree cannot come from a validated workspace; of such an account only the root is measured.
pub fn evaluate(
    workspace: &Workspace,
    account: &Account,
    period: Period,
    model: &ScoringModel,
) -> Evaluation {
    let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
    let year = workspace.settings.period_kind.per_year();
    let earlier = |steps: i32| {
        let facts = facts(workspace, account, &tree, period.plus(-steps));
        measure(workspace, account, &tree, &facts, None, None)
    };
    let (before, year_before) = (earlier(1), earlier(year));
    let facts = facts(workspace, account, &tree, period);
    let metrics = measure(workspace, account, &tree, &facts, Some(&before), Some(&year_before));
    let score = score_metrics(workspace, model, account, &metrics);
    Evaluation { tree, facts, metrics, score }
}

/// Metrics of an account in consecutive periods, in their order; changes of a period refer to the earlier ones listed.
pub fn history(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    periods: &[Period],
) -> Vec<AccountMetrics> {
    let year = workspace.settings.period_kind.per_year() as usize;
    let mut history: Vec<AccountMetrics> = Vec::with_capacity(periods.len());
    for (at, period) in periods.iter().enumerate() {
        let earlier = |steps: usize| at.checked_sub(steps).and_then(|at| history.get(at));
        let facts = facts(workspace, account, tree, *period);
        let day = workspace.day_of(*period);
        let (before, year_before) = (earlier(1), earlier(year));
        let inputs = Inputs { workspace, account, tree, facts: &facts, day, before, year_before };
        let measured = account_metrics(&inputs);
        history.push(measured);
    }
    history
}

/// The score that a model gives to an account with these metrics, in the period of the metrics.
pub fn score_metrics(
    workspace: &Workspace,
    model: &ScoringModel,
    account: &Account,
    metrics: &AccountMetrics,
) -> Score {
    let inputs: Vec<Option<f64>> =
        model.factors.iter().map(|factor| metrics.get(factor.metric.as_str()).value).collect();
    let targets: Vec<Option<f64>> = model
        .factors
        .iter()
        .map(|factor| scoring::target_for(&account.targets, &factor.metric, metrics.period))
        .collect();
    scoring::score(model, &inputs, &targets, scoring::scheme_for(workspace, model))
}

fn measure(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    facts: &PeriodFacts,
    before: Option<&AccountMetrics>,
    year_before: Option<&AccountMetrics>,
) -> AccountMetrics {
    let day = workspace.day_of(facts.period);
    account_metrics(&Inputs { workspace, account, tree, facts, day, before, year_before })
}
