//! All accounts of a workspace under one root, to be seen together. For display only: it is never saved, and no edit knows
//! its keys.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{Account, Competitor, OrgUnit, Period, Severity, Tree, UnitKind, Workspace};

use super::{
    metrics::{self, Before, PeriodFacts, gathered_facts},
    parallel,
    rules::Finding,
    shading::worst_of,
};

/// The portfolio as if it were one account.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// A root, then all units of the accounts in their order. They are the accounts' own: keys and parents are those of
    /// `tree`, not of the units.
    pub account: Account,
    /// Their tree. A key there is that of the unit's account and its own.
    pub tree: Arc<Tree>,
    /// Index of each account's root among the units, ascending.
    firsts: Vec<u32>,
}

impl Gathered {
    /// Puts the accounts under one root, given the tree of each. Units and records are shared, not copied.
    pub fn new<'a>(
        workspace: &Workspace,
        trees: impl IntoIterator<Item = &'a Arc<Tree>>,
        name: &str,
    ) -> Self {
        let mut all = Account::new("\u{1}portfolio", name);
        let mut firsts = Vec::with_capacity(workspace.accounts.len());
        let keys = workspace.accounts.iter().map(|account| account.key.clone());
        let trees: Vec<&Arc<Tree>> = trees.into_iter().collect();
        let tree = Tree::joined(keys.zip(trees.iter().map(|tree| Arc::clone(tree))));
        let mut competitors: Vec<Competitor> = Vec::new();
        for (account, own) in workspace.accounts.iter().zip(trees) {
            let first = all.units.len();
            firsts.push(first as u32);
            let root = account.units.front().map_or_else(OrgUnit::root, |root| OrgUnit {
                position: None,
                name: account.name.clone(),
                // The root of an account never counts and always exists.
                kind: UnitKind::Account,
                owner: root.owner.clone().or_else(|| account.owner.clone()),
                valid_from: None,
                valid_to: None,
                ..OrgUnit::clone(root)
            });
            // Joining the lists as a whole would take longer than going through them.
            all.units.push_back(Arc::new(root));
            all.units.extend(account.units.iter().skip(1).cloned());
            all.records.extend(account.records.iter().cloned());
            competitors.extend(account.competitors.iter().filter_map(|there| {
                let unit = tree.key(first + own.index(&there.unit)?);
                Some(Competitor { unit, ..there.clone() })
            }));
        }
        all.competitors = Arc::new(competitors);
        Self { account: all, tree: Arc::new(tree), firsts }
    }

    /// Index in the portfolio of a unit of the account at an index.
    pub fn unit(&self, account: usize, unit: usize) -> Option<usize> {
        Some(*self.firsts.get(account)? as usize + unit)
    }

    /// The figures of a period, from those of every account in that period, in their order.
    pub fn facts<'a>(
        &self,
        workspace: &Workspace,
        parts: impl IntoIterator<Item = &'a PeriodFacts>,
        period: Period,
    ) -> PeriodFacts {
        gathered_facts(workspace, (&self.account, &self.tree), parts, period)
    }

    /// What the units were in a period, given the tree of each account. O(units) on all cores.
    pub fn before<'a>(
        &self,
        workspace: &Workspace,
        trees: impl IntoIterator<Item = &'a Tree>,
        period: Period,
    ) -> Before {
        let trees: Vec<&Tree> = trees.into_iter().collect();
        let part = |at: usize| metrics::facts(workspace, &workspace.accounts[at], trees[at], period);
        let parts = parallel::shared_out(trees.len(), self.tree.len(), part);
        Before::new(&self.facts(workspace, &parts, period))
    }

    /// The gravest of what fired in the accounts about each unit: what concerns an account as a whole is about its root.
    pub fn worst<'a>(&self, parts: impl IntoIterator<Item = &'a [Finding]>) -> BTreeMap<u32, Severity> {
        let with_first = parts.into_iter().zip(&self.firsts);
        worst_of(with_first.flat_map(|(findings, first)| {
            findings.iter().map(move |finding| (first + finding.unit.unwrap_or(0), finding))
        }))
    }
}
