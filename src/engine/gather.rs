//! All accounts of a workspace under one root, to be seen together. For display only: it is never saved, and no edit knows
//! its keys.

use std::sync::Arc;

use imbl::Vector;

use crate::domain::{Account, Competitor, OrgUnit, Period, Tree, UnitKey, UnitKind, UnitRecords, Workspace};

use super::{
    metrics::{Before, PeriodFacts, UnitBefore, gathered_facts},
    rules::{Finding, Outcome},
};

/// The portfolio as if it were one account.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// A root, then all units of the accounts in their order; a unit's key is that of its account and its own.
    pub account: Account,
    /// Their tree.
    pub tree: Arc<Tree>,
    /// Index of each account's root among the units, ascending.
    firsts: Vec<u32>,
}

impl Gathered {
    /// Puts the accounts under one root. Records are shared, not copied. O(units).
    pub fn new(workspace: &Workspace, name: &str) -> Self {
        let mut all = Account::new("\u{1}portfolio", name);
        let mut firsts = Vec::with_capacity(workspace.accounts.len());
        let mut units: Vector<Arc<OrgUnit>> = std::mem::take(&mut all.units);
        let mut records: Vector<UnitRecords> = std::mem::take(&mut all.records);
        let mut competitors: Vec<Competitor> = Vec::new();
        for account in &workspace.accounts {
            firsts.push(units.len() as u32);
            let key = |unit: &UnitKey| UnitKey::from(format!("\u{1}{}\u{1}{unit}", account.key));
            let root = key(&UnitKey::root());
            units.extend(account.units.iter().enumerate().map(|(index, unit)| {
                Arc::new(if index == 0 {
                    OrgUnit {
                        key: root.clone(),
                        parent: Some(UnitKey::root()),
                        position: None,
                        name: account.name.clone(),
                        // The root of an account never counts and always exists.
                        kind: UnitKind::Account,
                        owner: unit.owner.clone().or_else(|| account.owner.clone()),
                        valid_from: None,
                        valid_to: None,
                        ..OrgUnit::clone(unit)
                    }
                } else {
                    let parent = unit.parent.as_ref().map_or_else(|| root.clone(), &key);
                    OrgUnit { key: key(&unit.key), parent: Some(parent), ..OrgUnit::clone(unit) }
                })
            }));
            records.append(account.records.clone());
            let there = account.competitors.iter();
            competitors.extend(there.map(|there| Competitor { unit: key(&there.unit), ..there.clone() }));
        }
        (all.units, all.records, all.competitors) = (units, records, Arc::new(competitors));
        // Keys of one account differ, and those of two accounts begin differently.
        let tree = Tree::new(&all.units).unwrap_or_else(|_| Tree::root_only(all.units.len()));
        Self { account: all, tree: Arc::new(tree), firsts }
    }

    /// Index of the account and of its unit that a unit of the portfolio is; `None` for the root.
    pub fn place(&self, unit: usize) -> Option<(usize, usize)> {
        let account = self.firsts.partition_point(|first| *first as usize <= unit).checked_sub(1)?;
        Some((account, unit - self.firsts[account] as usize))
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

    /// What was before, from that of every account. The portfolio itself has no rate there.
    pub fn before<'a>(&self, parts: impl IntoIterator<Item = &'a Before>, period: Period) -> Before {
        let mut units = vec![UnitBefore { exists: true, penetration: None, active_users: None }];
        let mut has_records = false;
        for part in parts {
            has_records |= part.has_records;
            units.extend(part.units.iter().copied());
        }
        Before { period, has_records, units }
    }

    /// What fired in the accounts, about units of the portfolio: what concerns an account as a whole is about its root.
    pub fn findings<'a>(&self, parts: impl IntoIterator<Item = &'a [Finding]>) -> Vec<Finding> {
        let with_first = parts.into_iter().zip(&self.firsts);
        let fired = with_first.flat_map(|(findings, first)| {
            let fired = findings.iter().filter(|finding| finding.outcome == Outcome::Fired);
            fired.map(move |finding| Finding {
                unit: Some(first + finding.unit.unwrap_or(0)),
                ..finding.clone()
            })
        });
        fired.collect()
    }
}
