//! What rules look at: one account with its past, and all accounts together.

use jiff::civil::Date;

use crate::{
    domain::{Period, ScoringModel, UnitRecord, Workspace},
    engine::metrics::{AccountMetrics, Before, MetricValue, Survey, UnitFacts},
};

use super::Members;

/// One account in the period in hand.
pub struct Subject<'a> {
    /// What its metrics were made from; leads to the account, its tree and its units.
    pub survey: Survey<'a>,
    /// `Workspace::as_of`; found once by the caller, as it may look at the whole workspace.
    pub as_of: Date,
    /// Its metrics.
    pub metrics: &'a AccountMetrics,
    /// Metrics of the periods before, nearest first, without gaps.
    pub past: Vec<&'a AccountMetrics>,
    /// Its units in the period before.
    pub before: &'a Before,
    /// ARR per eligible user of the other accounts of its comparable group.
    pub per_head: Vec<f64>,
    /// The only units that rules look at which look at units one by one, in tree order; `None` = all.
    pub focus: Option<&'a [u32]>,
}

impl<'a> Subject<'a> {
    /// A metric of the period in hand.
    pub fn metric(&self, key: &str) -> Option<f64> {
        self.metrics.get(key).value
    }

    /// The headline.
    pub fn headline(&self) -> Option<f64> {
        self.metric("overall_penetration")
    }

    /// A metric some periods before; `None` also where that period is not at hand.
    pub fn metric_before(&self, key: &str, periods: usize) -> Option<f64> {
        self.past.get(periods.checked_sub(1)?)?.get(key).value
    }

    /// Rolled-up ARR of the account.
    pub fn arr(&self) -> Option<f64> {
        self.metrics.arr
    }

    /// A unit of the period in hand.
    pub fn unit(&self, index: u32) -> &UnitFacts {
        &self.survey.facts.units[index as usize]
    }

    /// The record of a unit in the period in hand; `None` also for a unit that does not exist then.
    pub fn record(&self, unit: u32) -> Option<&'a UnitRecord> {
        self.survey.record(unit as usize)
    }

    /// Counted units, in tree order.
    pub fn counted(&self) -> impl Iterator<Item = (u32, &UnitFacts)> {
        let units = self.focus.unwrap_or(&self.survey.facts.counted);
        units.iter().map(|index| (*index, self.unit(*index))).filter(|(_, unit)| unit.counted)
    }

    /// Active counted units, in tree order.
    pub fn active(&self) -> impl Iterator<Item = (u32, &UnitFacts)> {
        self.counted().filter(|(_, unit)| unit.active)
    }

    /// Nodes with a record, root first, in tree order.
    pub fn recorded(&self) -> impl Iterator<Item = (u32, &'a UnitRecord)> {
        let all = if self.focus.is_none() { self.survey.recorded() } else { &[] };
        let record = |unit: &u32| Some((*unit, self.record(*unit)?));
        all.iter().copied().chain(self.focus.into_iter().flatten().filter_map(record))
    }

    /// The same without those that are not addressable.
    pub fn addressable(&self) -> impl Iterator<Item = (u32, &'a UnitRecord)> {
        self.recorded().filter(|(_, record)| record.addressable)
    }

    /// The values of the ten axes with their metric keys, in the order of the specification.
    pub fn axes(&self) -> impl Iterator<Item = (&'static str, MetricValue)> {
        crate::domain::Axis::ALL.iter().map(|axis| (axis.metric(), self.metrics.get(axis.metric())))
    }
}

/// All accounts together.
pub struct Portfolio<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The model in hand.
    pub model: &'a ScoringModel,
    /// The period in hand.
    pub period: Period,
    /// `Workspace::current_period`; found by the caller, as it may look at the whole workspace.
    pub current: Period,
    /// `Workspace::as_of`, likewise.
    pub as_of: Date,
    /// The accounts.
    pub members: &'a Members,
}
