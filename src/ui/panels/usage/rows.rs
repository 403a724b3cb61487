//! The rows shown: the tree of the period without what is collapsed.

use std::{collections::HashSet, sync::Arc};

use jiff::civil::Date;

use crate::{
    document::changed_records,
    domain::{Account, UnitKey, Workspace, is_same},
    engine::metrics::PeriodFacts,
};

use super::{counts::Counts, filter::Order};

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Index of the unit in the account.
    pub unit: u32,
    /// Steps below the root.
    pub depth: u32,
    /// Whether units hang below it.
    pub is_parent: bool,
    /// Whether they are hidden.
    pub is_collapsed: bool,
}

/// The rows and counts of one account in one period; made anew when facts, products or collapsed units change.
#[derive(Debug, Clone)]
pub struct Rows {
    /// What is counted per branch.
    pub counts: Counts,
    generation: u64,
    /// Rows shown, top to bottom; never empty once they are laid out.
    pub list: Arc<Vec<Row>>,
    /// Row of each unit; `u32::MAX` = not shown.
    row_of: Arc<Vec<u32>>,
}

/// Units whose records changed up to which only their branches are counted again.
const FEW: usize = 1_000;

impl Rows {
    /// Rows of an account in the period of `facts`, of which `day` is the last day; none is laid out yet.
    pub fn new(
        workspace: &Workspace,
        account: &Arc<Account>,
        facts: &Arc<PeriodFacts>,
        day: Date,
        generation: u64,
    ) -> Self {
        let counts = Counts::new(workspace, account, facts, day);
        Self { counts, generation, list: Arc::default(), row_of: Arc::default() }
    }

    /// Whether it still shows what it was made for.
    pub fn is_current(
        &self,
        account: &Account,
        facts: &Arc<PeriodFacts>,
        workspace: &Workspace,
        generation: u64,
    ) -> bool {
        self.counts.is_current(facts, workspace)
            && is_same(&self.account().units, &account.units)
            && self.generation == generation
    }

    /// Whether an account is the one it was made for, in whatever version.
    pub fn is_of(&self, account: &Account) -> bool {
        self.account().key == account.key
    }

    /// Whether the rows of the same units in the same period stand in it, so that their order can be kept.
    pub fn is_like(&self, account: &Account, facts: &PeriodFacts) -> bool {
        let units = &self.account().units;
        self.facts().period == facts.period && (is_same(units, &account.units) || *units == account.units)
    }

    /// The same rows after an edit of a few records; `None` = more than that has changed, and all must be made anew.
    pub fn updated(
        &self,
        workspace: &Workspace,
        account: &Arc<Account>,
        facts: &Arc<PeriodFacts>,
        day: Date,
        generation: u64,
    ) -> Option<Self> {
        if !self.is_like(account, facts) || self.generation != generation {
            return None;
        }
        let changed = changed_records(self.account(), account).remove(&facts.period).unwrap_or_default();
        if changed.len() > FEW {
            return None;
        }
        let counts = self.counts.updated(workspace, account, facts, day, changed)?;
        let (list, row_of) = (Arc::clone(&self.list), Arc::clone(&self.row_of));
        Some(Self { counts, generation, list, row_of })
    }

    /// Lays the rows out in an order, except those below a collapsed unit.
    #[must_use]
    pub fn laid_out(mut self, order: &Order, collapsed: &HashSet<UnitKey>) -> Self {
        let mut rows = Vec::with_capacity(self.facts().units.len());
        let mut row_of = vec![u32::MAX; self.facts().units.len()];
        let mut stack = vec![(0_u32, 0_u32)];
        while let Some((unit, depth)) = stack.pop() {
            let children = self.facts().children(unit as usize);
            let is_parent = !children.is_empty();
            let is_collapsed = is_parent
                && !collapsed.is_empty()
                && collapsed.contains(&self.account().units[unit as usize].key);
            row_of[unit as usize] = rows.len() as u32;
            rows.push(Row { unit, depth, is_parent, is_collapsed });
            if is_parent && !is_collapsed {
                let children = order.sorted(children);
                stack.extend(children.iter().rev().map(|child| (*child, depth + 1)));
            }
        }
        (self.list, self.row_of) = (Arc::new(rows), Arc::new(row_of));
        self
    }

    /// Number of rows shown, at least 1.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The facts it was made from.
    pub fn facts(&self) -> &PeriodFacts {
        self.counts.facts()
    }

    /// Row of a unit; `None` = it is hidden or does not exist.
    pub fn row_of(&self, unit: usize) -> Option<usize> {
        self.row_of.get(unit).filter(|row| **row != u32::MAX).map(|row| *row as usize)
    }

    /// Key of the unit in a row.
    pub fn key(&self, row: usize) -> Option<&UnitKey> {
        self.list.get(row).map(|row| &self.account().units[row.unit as usize].key)
    }

    fn account(&self) -> &Arc<Account> {
        self.counts.account()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        domain::{OrgUnit, Tree, UnitKind},
        engine::metrics,
    };

    /// Rows of a small account hold from frame to frame as those of a large one do.
    #[test]
    fn rows_hold_until_a_unit_changes() {
        for count in [1, 3, 200] {
            let mut account = Account::new("a", "Acme");
            for unit in 0..count {
                let key = UnitKey::from(format!("u{unit}"));
                let unit = OrgUnit::new(key, Some(UnitKey::root()), "Unit", UnitKind::Team);
                account.push_unit(unit, Vec::new());
            }
            let workspace = Workspace::default();
            let tree = Tree::new(&account.units).unwrap();
            let period = workspace.current_period();
            let facts = Arc::new(metrics::facts(&workspace, &account, &tree, period));
            let day = workspace.day_by(period, workspace.as_of());
            let rows = Rows::new(&workspace, &Arc::new(account.clone()), &facts, day, 0);
            assert!(rows.is_current(&account.clone(), &facts, &workspace, 0), "{count}");
            let mut renamed = account.clone();
            Arc::make_mut(&mut renamed.units[count]).name = "Other".to_owned();
            assert!(!rows.is_current(&renamed, &facts, &workspace, 0), "{count}");
        }
    }
}
