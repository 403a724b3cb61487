//! The numbers of one account in the period shown, opened down to the entered fields.

use crate::{
    domain::{Account, Factor, ScoringModel, Workspace},
    engine::{
        evaluate::score_metrics,
        explain::{self, Explained},
        metrics::{AccountMetrics, HEADLINE, Inputs, MetricValue, Unit, UnitMeasure, facts, index_of},
        scoring::{self, Score, SliderMode, explain_score, lines::PointTable},
    },
};

use super::{Among, Derived};

/// A number of one account that can be opened. Factors are named by their index in the model in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// A metric, by its key.
    Metric(&'static str),
    /// The score in the model in force.
    Score,
    /// What a factor contributes to it.
    Contribution(usize),
    /// The band of the score.
    Band,
    /// Why the score is another one than before.
    Move(Since),
    /// What a factor alone would have to do for the score to reach its next band.
    Need(usize),
    /// The place among the accounts.
    Rank,
    /// How often it comes first over many weightings.
    Odds,
    /// What ten points less and more of a factor's weight do to the score.
    Tornado(usize),
    /// How far a factor's weight may move before ranks change, the other weights as the mode says; of all accounts.
    Zones(usize, SliderMode),
    /// What one point of the first factor is worth in points of the second; of the model.
    Exchange(usize, usize),
    /// A measure of one unit, by its index in the account.
    Unit(usize, UnitMeasure),
    /// The opportunity score of a unit, by its index in the account.
    Opportunity(usize, Among),
    /// Its rank by that score.
    OpportunityRank(usize, Among),
    /// White space × chance of a unit.
    ExpectedValue(usize),
}

/// Against what a score is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The same figures under the baseline's weights.
    Baseline,
    /// The figures of the period before under the weights of today.
    PeriodBefore,
}

impl Question {
    /// Whether the answer is about one account; the others hold for all of them.
    pub const fn is_about_an_account(self) -> bool {
        !matches!(self, Self::Zones(..) | Self::Exchange(..))
    }
}

impl Derived {
    /// Opens a number of the account at `index`; `None` = there is no such account, or the model has no such factor. Takes
    /// some milliseconds for each thousand units.
    pub fn explain(&self, workspace: &Workspace, index: usize, question: Question) -> Option<Explained> {
        match question {
            Question::Metric(key) => self.explain_metric(workspace, index, key),
            Question::Score => self.explain_score(workspace, index),
            Question::Contribution(factor) => {
                let factors = self.model.factors.get(..factor)?;
                let before = factors.iter().filter(|factor| factor.enabled).count();
                self.explain_score(workspace, index)?.inputs.into_iter().nth(before)
            }
            Question::Unit(unit, which) => {
                Some(explain::explain_unit(&self.inputs(workspace, index)?, unit, which))
            }
            Question::Opportunity(unit, among) => self.explain_opportunity(workspace, index, unit, among),
            Question::OpportunityRank(unit, among) => {
                self.explain_opportunity_rank(workspace, index, unit, among)
            }
            Question::ExpectedValue(unit) => self.explain_expected_value(workspace, index, unit),
            Question::Move(since) => self.explain_move(workspace, index, since),
            other => self.explain_standing(workspace, index, other),
        }
    }

    /// Opens a metric of the account at `index`; `None` = there is no such account.
    pub fn explain_metric(&self, workspace: &Workspace, index: usize, key: &str) -> Option<Explained> {
        Some(explain::explain_metric(&self.inputs(workspace, index)?, key))
    }

    /// Opens the score of the account at `index`; `None` = there is no such account.
    pub fn explain_score(&self, workspace: &Workspace, index: usize) -> Option<Explained> {
        let metrics = metrics_of(&self.inputs(workspace, index)?, &self.model);
        let scheme = scoring::scheme_for(workspace, &self.model);
        Some(explain_score::explain(&self.model, scheme, &self.accounts[index].score, metrics))
    }

    /// Opens the change of the score of the account at `index`.
    fn explain_move(&self, workspace: &Workspace, index: usize, since: Since) -> Option<Explained> {
        let (account, derived) = (workspace.accounts.get(index)?, self.accounts.get(index)?);
        let now = metrics_of(&self.inputs(workspace, index)?, &self.model);
        let (before, metrics, model) = match since {
            Since::Baseline => (derived.baseline.clone(), now.clone(), &self.baseline),
            Since::PeriodBefore => {
                let (score, metrics) = self.before(workspace, account, index)?;
                (score, metrics, &self.model)
            }
        };
        let ends = (&before, &derived.score);
        let opened = scoring::explain_move::explain([model, &self.model], ends, &[metrics, now], self.period);
        Some(opened.unwrap_or_else(|| {
            let reason = derived.score.reason.or(before.reason).unwrap_or("the baseline has other factors");
            let unknown = MetricValue::unknown(reason);
            Explained::measured("Change of the health score", &unknown, Unit::Points)
        }))
    }

    /// The score of the period before under the model in force, and its metrics opened. `None` = no such period is known.
    fn before(
        &self,
        workspace: &Workspace,
        account: &Account,
        index: usize,
    ) -> Option<(Score, Vec<Option<Explained>>)> {
        let derived = self.accounts.get(index)?;
        let shown = self.periods.iter().position(|period| *period == self.period)?;
        let at = shown.checked_sub(1)?;
        let measured = derived.history.get(at)?;
        let facts = facts(workspace, account, &derived.tree, measured.period);
        let inputs = Inputs {
            workspace,
            account,
            tree: &derived.tree,
            facts: &facts,
            day: self.day_of(workspace, measured.period),
            before: self.measured(index, at, 1),
            year_before: self.measured(index, at, workspace.settings.period_kind.per_year()),
        };
        let score = score_metrics(workspace, &self.model, account, measured);
        Some((score, metrics_of(&inputs, &self.model)))
    }

    /// What a metric of an account in the period shown is computed from; `None` = no such account.
    pub fn inputs<'a>(&'a self, workspace: &'a Workspace, index: usize) -> Option<Inputs<'a>> {
        let (account, derived) = (workspace.accounts.get(index)?, self.accounts.get(index)?);
        let shown = self.periods.iter().position(|period| *period == self.period)?;
        Some(Inputs {
            workspace,
            account,
            tree: &derived.tree,
            facts: &derived.facts,
            day: self.day_of(workspace, self.period),
            before: self.measured(index, shown, 1),
            year_before: self.measured(index, shown, workspace.settings.period_kind.per_year()),
        })
    }

    /// Metrics of an account so many periods before the one at `place`.
    fn measured(&self, index: usize, place: usize, steps: i32) -> Option<&AccountMetrics> {
        let at = place.checked_sub(usize::try_from(steps).ok()?)?;
        self.accounts.get(index)?.history.get(at).map(|measured| &**measured)
    }

    /// Points of the accounts that take part in the ranking; `None` = all weights are zero.
    pub fn point_table(&self) -> Option<PointTable> {
        let scores: Vec<Score> = self.accounts.iter().map(|account| account.score.clone()).collect();
        let headline = index_of(HEADLINE);
        let has_headline = self.accounts.iter().map(|account| {
            let value = headline.and_then(|at| account.metrics.values.get(at));
            value.is_some_and(|value| value.value.is_some())
        });
        PointTable::new(&self.model, &scores, &has_headline.collect::<Vec<bool>>())
    }
}

/// The metrics of the factors that are switched on, opened; parallel to the factors.
fn metrics_of(inputs: &Inputs<'_>, model: &ScoringModel) -> Vec<Option<Explained>> {
    let metric =
        |factor: &Factor| factor.enabled.then(|| explain::explain_metric(inputs, factor.metric.as_str()));
    model.factors.iter().map(metric).collect()
}
