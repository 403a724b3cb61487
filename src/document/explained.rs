//! The numbers of one account in the period shown, opened down to the entered fields.

use crate::{
    domain::Workspace,
    engine::{
        explain::{self, Explained},
        metrics::Inputs,
        scoring::{self, explain_score},
    },
};

use super::Derived;

impl Derived {
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
