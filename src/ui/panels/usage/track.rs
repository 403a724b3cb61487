//! What cells know of their units in periods other than the one shown: one field, period by period, found when looked at.

use std::{cell::OnceCell, collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    document::{AccountDerived, changed_records},
    domain::{Account, Period, Product, Settings, Status, Tree, Workspace},
    engine::metrics::{self, PeriodFacts},
};

use super::{
    columns::{Column, Kind},
    counts::Counts,
};

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
    /// Active units of the branch; `None` = nothing is known of any.
    pub active: Option<u32>,
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
            active: known.active_known(),
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
    products: Arc<Vec<Product>>,
    column: Column,
    periods: BTreeMap<Period, Track>,
}

/// A period of it.
#[derive(Debug)]
struct Track {
    /// Its last day, on which products are offered or not.
    day: Date,
    seen: OnceCell<Seen>,
}

/// What was found in a period.
#[derive(Debug)]
struct Seen {
    known: Vec<Known>,
    /// Only where the field is one that is counted by branches.
    counts: Option<Counts>,
}

impl Tracks {
    /// Tracks of a field; what `old` knows of it and did not change is taken over. `day` = the last day of a period.
    pub fn new(
        old: Option<Self>,
        workspace: &Workspace,
        account: &Arc<Account>,
        derived: &AccountDerived,
        column: Column,
        periods: &[Period],
        day: &dyn Fn(Period) -> Date,
    ) -> Self {
        let mut known =
            old.map_or_else(BTreeMap::new, |old| old.unchanged(workspace, account, derived, column));
        let track = |period: &Period| {
            let day = day(*period);
            let kept = known.remove(period).filter(|track| track.day == day);
            (*period, kept.unwrap_or_else(|| Track { day, seen: OnceCell::new() }))
        };
        let periods = periods.iter().map(track).collect();
        Self {
            account: Arc::clone(account),
            tree: Arc::clone(&derived.tree),
            settings: Arc::clone(&workspace.settings),
            products: Arc::clone(&workspace.products),
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
            && Arc::ptr_eq(&self.products, &workspace.products)
            && self.column == column
            && self.periods.keys().eq(periods)
    }

    fn unchanged(
        self,
        workspace: &Workspace,
        account: &Account,
        derived: &AccountDerived,
        column: Column,
    ) -> BTreeMap<Period, Track> {
        let same = Arc::ptr_eq(&self.tree, &derived.tree)
            && Arc::ptr_eq(&self.settings, &workspace.settings)
            && Arc::ptr_eq(&self.products, &workspace.products)
            && self.account.key == account.key
            && self.account.tier == account.tier
            && self.column == column;
        if !same {
            return BTreeMap::new();
        }
        let changed = changed_records(&self.account, account);
        self.periods.into_iter().filter(|(period, _)| !changed.contains_key(period)).collect()
    }

    /// What is known of a unit in one of the periods; `None` = it is none of them.
    pub fn known(&self, workspace: &Workspace, unit: usize, period: Period) -> Option<Known> {
        self.seen(workspace, period)?.known.get(unit).copied()
    }

    /// What is counted by branches in one of the periods; `None` = it is none of them, or the field is not counted so.
    pub fn counts(&self, workspace: &Workspace, period: Period) -> Option<&Counts> {
        self.seen(workspace, period)?.counts.as_ref()
    }

    /// The first look at a period takes one walk over the units.
    fn seen(&self, workspace: &Workspace, period: Period) -> Option<&Seen> {
        let track = self.periods.get(&period)?;
        let made = || {
            let facts = Arc::new(metrics::facts(workspace, &self.account, &self.tree, period));
            let units = 0..facts.units.len();
            let known = units.map(|unit| Known::of(&self.account, &facts, unit, self.column)).collect();
            let is_counted = matches!(self.column.kind(), Kind::Products | Kind::Carried);
            let counts = is_counted.then(|| Counts::new(workspace, &self.account, &facts, track.day));
            Seen { known, counts }
        };
        Some(track.seen.get_or_init(made))
    }
}
