//! One account in one period from its records to its score: tree → facts → metrics → score.
//!
//! For single questions, such as those of the command line. An open document keeps the parts as memos instead and calls
//! [`score_metrics`] only.

use crate::domain::{Account, BandScheme, Factor, Period, ScoringModel, Tree, Workspace};

use super::{
    metrics::{AccountMetrics, Inputs, PeriodFacts, account_metrics, account_metrics_since, facts, index_of},
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

/// Evaluates one account of `workspace` in `period` under `model`, retention over one year.
pub fn evaluate(
    workspace: &Workspace,
    account: &Account,
    period: Period,
    model: &ScoringModel,
) -> Evaluation {
    evaluate_over(workspace, account, period, model, workspace.settings.period_kind.per_year())
}

/// The same with retention (M-24 to M-26) over the last `window` periods. Of the period before, of the one a year before
/// and of that in which the window begins it computes the metrics that changes refer to.
///
/// Units that form no tree cannot come from a validated workspace; of such an account only the root is measured.
pub fn evaluate_over(
    workspace: &Workspace,
    account: &Account,
    period: Period,
    model: &ScoringModel,
    window: i32,
) -> Evaluation {
    let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
    let year = workspace.settings.period_kind.per_year();
    let earlier = |steps: i32| {
        let facts = facts(workspace, account, &tree, period.plus(-steps));
        let day = workspace.day_of(facts.period);
        let (before, year_before) = (None, None);
        account_metrics(&Inputs { workspace, account, tree: &tree, facts: &facts, day, before, year_before })
    };
    let (before, year_before) = (earlier(1), earlier(year));
    let start = (window != year).then(|| earlier(window));
    let facts = facts(workspace, account, &tree, period);
    let inputs = Inputs {
        workspace,
        account,
        tree: &tree,
        facts: &facts,
        day: workspace.day_of(period),
        before: Some(&before),
        year_before: Some(&year_before),
    };
    let metrics = account_metrics_since(&inputs, Some(start.as_ref().unwrap_or(&year_before)));
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
    Scorer::new(workspace, model).score(account, metrics)
}

/// A model made ready to score many accounts: where its metrics stand and which bands it has is looked up once.
pub struct Scorer<'a> {
    model: &'a ScoringModel,
    scheme: &'a BandScheme,
    /// Row of each factor's metric in the table of metrics; `None` = there is no such metric.
    rows: Vec<Option<usize>>,
}

impl<'a> Scorer<'a> {
    /// Prepares a model of a workspace.
    pub fn new(workspace: &'a Workspace, model: &'a ScoringModel) -> Self {
        let rows = model.factors.iter().map(|factor| index_of(factor.metric.as_str())).collect();
        Self { model, scheme: scoring::scheme_for(workspace, model), rows }
    }

    /// The score of an account with these metrics, in the period of the metrics.
    pub fn score(&self, account: &Account, metrics: &AccountMetrics) -> Score {
        let inputs: Vec<Option<f64>> =
            self.rows.iter().map(|row| row.and_then(|row| metrics.values[row].value)).collect();
        let target = |factor: &Factor| scoring::target_for(&account.targets, &factor.metric, metrics.period);
        let factors = self.model.factors.iter().filter(|_| !account.targets.is_empty());
        let targets: Vec<Option<f64>> = factors.map(target).collect();
        scoring::score(self.model, &inputs, &targets, self.scheme)
    }
}
