//! The numbers of one account in the period shown, opened down to the entered fields.

use crate::{
    domain::Workspace,
    engine::{
        explain::{self, Explained},
        metrics::{Inputs, UnitMeasure},
        scoring::{self, explain_score},
    },
};

use super::Derived;

/// A number of one account that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// A metric, by its key.
    Metric(&'static str),
    /// The score in the model in force.
    Score,
    /// A measure of one unit, by its index in the account.
    Unit(usize, UnitMeasure),
}

impl Derived {
    /// Opens a number of the account at `index`; `None` = there is no such account. Takes some milliseconds for each
    /// thousand units.
    pub fn explain(&self, workspace: &Workspace, index: usize, question: Question) -> Option<Explained> {
        match question {
            Question::Metric(key) => self.explain_metric(workspace, index, key),
            Question::Score => self.explain_score(workspace, index),
            Question::Unit(unit, which) => {
                Some(explain::explain_unit(&self.inputs(workspace, index)?, unit, which))
            }
        }
    }

    /// Opens a metric of the account at `index`; `None` = there is no such account.
    pub fn explain_metric(&self, workspace: &Workspace, index: usize, key: &str) -> Option<Explained> {
        Some(explain::explain_metric(&self.inputs(workspace, index)?, key))
    }

    /// Opens the score of the account at `index`; `None` = there is no such account.
    pub fn explain_score(&self, workspace: &Workspace, index: usize) -> Option<Explained> {
        let inputs = self.inputs(workspace, index)?;
        let metrics =
            self.model.factors.iter().map(|factor| {
                factor.enabled.then(|| explain::explain_metric(&inputs, factor.metric.as_str()))
            });
        let scheme = scoring::scheme_for(workspace, &self.model);
        Some(explain_score::explain(&self.model, scheme, &self.accounts[index].score, metrics.collect()))
    }

    /// What a metric of an account in the period shown is computed from; `None` = no such account.
    pub fn inputs<'a>(&'a self, workspace: &'a Workspace, index: usize) -> Option<Inputs<'a>> {
        let (account, derived) = (workspace.accounts.get(index)?, self.accounts.get(index)?);
        let shown = self.periods.iter().position(|period| *period == self.period)?;
        let year = workspace.settings.period_kind.per_year() as usize;
        let earlier =
            |steps: usize| shown.checked_sub(steps).and_then(|at| derived.history.get(at)).map(|m| &**m);
        Some(Inputs {
            workspace,
            account,
            tree: &derived.tree,
            facts: &derived.facts,
            day: self.day_of(workspace, self.period),
            before: earlier(1),
            year_before: earlier(year),
        })
    }
}
