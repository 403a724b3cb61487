//! What cells know of their units in periods other than the one shown: one field, period by period, found when looked at.

use std::{cell::OnceCell, collections::BTreeMap, sync::Arc};

use crate::{
    document::{AccountDerived, changed_records},
    domain::{Account, Period, Settings, Status, Tree, Workspace},
    engine::metrics::{self, PeriodFacts},
};

use super::columns::{Column, Kind};

/// What is known of a unit in a period, as far as the cell of one column needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Whether the unit exists in the period.
    pub exists: bool,
    /// Whether units hang below it.
    pub is_parent: bool,
    /// Own status, else inherited.
    pub status: Option<Status>,
    /// The amount rolled up or the calculated number; `None` = unknown, or the column holds neither.
    pub value: Option<f64>,
    /// Why it is unknown, as a clause; empty if it is known.
    pub reason: &'static str,
    /// Where the total is entered, what is left of it beside the units below; `None` = no total, or one side is unknown.
    pub rest: Option<f64>,
    /// Active units of the branch.
    pub active: u32,
    /// Units of the branch that count.
    pub units: u32,
}

impl Known {
    /// Of one unit, from the facts of its period.
    pub fn of(account: &Account, facts: &PeriodFacts, unit: usize, column: Column) -> Self {
        let known = &facts.units[unit];
        let (value, reason, rest) = match column.kind() {
            Kind::Figure(figure) => {
                let rest = metrics::unallocated(account, facts, unit, figure);
                (figure.rolled(known), "nothing is recorded for it", rest)
            }
            Kind::Measure(measure) => match measure.measure(known).or_reason() {
                Ok(value) => (Some(value), "", None),
                Err(reason) => (None, reason, None),
            },
            _ => (None, "nothing is recorded for it", None),
        };
        Self {
            exists: known.valid,
            is_parent: !facts.children(unit).is_empty(),
            status: known.status,
            value,
            reason,
            rest,
            active: known.active_units,
            units: known.units,
        }
    }
}

/// One field of an account in every period that was looked at.
#[derive(Debug)]
pub struct Tracks {
    account: Arc<Account>,
    tree: Arc<Tree>,
    settings: Arc<Settings>,
    column: Column,
    periods: BTreeMap<Period, OnceCell<Vec<Known>>>,
}

impl Tracks {
    /// Tracks of a field; what `old` knows of it and did not change is taken over.
    pub fn new(
        old: Option<Self>,
        workspace: &Workspace,
        account: &Arc<Account>,
        derived: &AccountDerived,
        column: Column,
        periods: &[Period],
    ) -> Self {
        let mut known =
            old.map_or_else(BTreeMap::new, |old| old.unchanged(workspace, account, derived, column));
        let periods =
            periods.iter().map(|period| (*period, known.remove(period).unwrap_or_default())).collect();
        Self {
            account: Arc::clone(account),
            tree: Arc::clone(&derived.tree),
            settings: Arc::clone(&workspace.settings),
            column,
            periods,
        }
    }

    /// Whether it still holds what it was made for.
    pub fn is_current(
        &self,
        workspace: &Workspace,
        account: &Arc<Account>,
        column: Column,
        periods: &[Period],
    ) -> bool {
        Arc::ptr_eq(&self.account, account)
            && Arc::ptr_eq(&self.settings, &workspace.settings)
            && self.column == column
            && self.periods.keys().eq(periods)
    }

    fn unchanged(
        self,
        workspace: &Workspace,
        account: &Account,
        derived: &AccountDerived,
        column: Column,
    ) -> BTreeMap<Period, OnceCell<Vec<Known>>> {
        let same = Arc::ptr_eq(&self.tree, &derived.tree)
            && Arc::ptr_eq(&self.settings, &workspace.settings)
            && self.account.key == account.key
            && self.account.tier == account.tier
            && self.column == column;
        if !same {
            return BTreeMap::new();
        }
        let changed = changed_records(&self.account, account);
        self.periods.into_iter().filter(|(period, _)| !changed.contains_key(period)).collect()
    }

    /// What is known of a unit in one of the periods; `None` = it is none of them. The first look at a period takes one
    /// walk over the units.
    pub fn known(&self, workspace: &Workspace, unit: usize, period: Period) -> Option<Known> {
        let cell = self.periods.get(&period)?;
        let made = || {
            let facts = metrics::facts(workspace, &self.account, &self.tree, period);
            let units = 0..facts.units.len();
            units.map(|unit| Known::of(&self.account, &facts, unit, self.column)).collect()
        };
        cell.get_or_init(made).get(unit).copied()
    }
}
