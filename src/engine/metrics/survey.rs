//! What several metrics of one account and period need, each looked up once.

use std::{ops::Deref, sync::OnceLock};

use super::{
    AccountMetrics, Bucket, Inputs,
    census::{Activity, Census},
    concentration::{Concentration, buckets_of},
    entered::Entered,
    people::People,
    products::{ProductReach, is_offered},
    quality::Support,
    relations::{self, Tally},
    retention::Movements,
    roadmap,
    rows::Rows,
};
use crate::domain::{CompetitorKind, UnitRecord};

/// The inputs of metrics, with what more than one of them needs; every part is made when it is first asked for. Threads may
/// share it.
pub struct Survey<'a> {
    inputs: Inputs<'a>,
    window_start: Option<&'a AccountMetrics>,
    /// Rows at hand; without them they are looked up.
    rows: Option<&'a Rows<'a>>,
    own_rows: OnceLock<Rows<'a>>,
    recorded: OnceLock<Vec<(u32, &'a UnitRecord)>>,
    entered: OnceLock<Entered>,
    people: OnceLock<People>,
    good_news: OnceLock<Tally>,
    rivals: OnceLock<Tally>,
    activity: OnceLock<Activity>,
    census: OnceLock<Census>,
    support: OnceLock<Support>,
    buckets: OnceLock<Vec<Bucket>>,
    concentration: OnceLock<Concentration>,
    movements: OnceLock<Result<Movements, &'static str>>,
    planned: OnceLock<Vec<f64>>,
}

impl<'a> Survey<'a> {
    /// A survey whose retention looks back one year.
    pub fn new(inputs: &Inputs<'a>) -> Self {
        Self::since(inputs, inputs.year_before)
    }

    /// A survey whose retention looks back to `window_start`; `None` = there is no such period.
    pub fn since(inputs: &Inputs<'a>, window_start: Option<&'a AccountMetrics>) -> Self {
        Self {
            inputs: *inputs,
            window_start,
            rows: None,
            own_rows: OnceLock::new(),
            recorded: OnceLock::new(),
            entered: OnceLock::new(),
            people: OnceLock::new(),
            good_news: OnceLock::new(),
            rivals: OnceLock::new(),
            activity: OnceLock::new(),
            census: OnceLock::new(),
            support: OnceLock::new(),
            buckets: OnceLock::new(),
            concentration: OnceLock::new(),
            movements: OnceLock::new(),
            planned: OnceLock::new(),
        }
    }

    /// Metrics of the period in which the window of retention begins.
    pub fn window_start(&self) -> Option<&'a AccountMetrics> {
        self.window_start
    }

    /// The same survey with the account's rows at hand, which were looked up for its period among others.
    #[must_use]
    pub fn with_rows(self, rows: &'a Rows<'a>) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// The same survey with own entries at hand, which another survey of the same period made.
    #[must_use]
    pub fn with_entered(self, entered: Option<Entered>) -> Self {
        Self { entered: entered.map(OnceLock::from).unwrap_or_default(), ..self }
    }

    /// Own entries of every unit, if they were looked at.
    pub fn into_entered(self) -> Option<Entered> {
        self.entered.into_inner()
    }

    pub(super) fn rows(&self) -> &Rows<'a> {
        let look_up = || Rows::of_period(self.inputs.account, self.inputs.facts.period);
        self.rows.unwrap_or_else(|| self.own_rows.get_or_init(look_up))
    }

    /// The record of a unit in the period; `None` also for a unit that does not exist then.
    pub fn record(&self, unit: usize) -> Option<&'a UnitRecord> {
        let exists = self.inputs.facts.units.get(unit)?.valid;
        self.rows().records(self.inputs.facts.period)[unit].filter(|_| exists)
    }

    /// Nodes with a record in the period, root first, in tree order.
    pub fn recorded(&self) -> &[(u32, &'a UnitRecord)] {
        self.recorded.get_or_init(|| {
            let record = |node: &u32| Some((*node, self.record(*node as usize)?));
            self.inputs.facts.order().iter().filter_map(record).collect()
        })
    }

    /// Own entries of every unit.
    pub fn entered(&self) -> &Entered {
        self.entered.get_or_init(|| Entered::new(&self.inputs, self.rows()))
    }

    /// Every product offered, in row order of the workspace. Where none is, no record is looked at.
    pub(super) fn products(&self) -> &[ProductReach] {
        let offered = self.workspace.products.iter().any(|product| is_offered(product, self.day));
        if offered { &self.entered().products } else { &[] }
    }

    /// How far the units that count are active.
    pub(super) fn activity(&self) -> &Activity {
        self.activity.get_or_init(|| Activity::new(self.facts))
    }

    /// One look at the units that count.
    pub(super) fn census(&self) -> &Census {
        self.census.get_or_init(|| Census::new(self))
    }

    /// What the potential rests on.
    pub(super) fn support(&self) -> Support {
        *self.support.get_or_init(|| Support::new(self))
    }

    /// Stakeholders on the day of the period.
    pub fn people(&self) -> &People {
        self.people.get_or_init(|| People::new(self.inputs.account, self.inputs.tree, self.inputs.day))
    }

    /// Open positive signals by unit.
    pub fn good_news(&self) -> &Tally {
        self.good_news.get_or_init(|| {
            let open = self.inputs.account.signals.iter();
            let open = open
                .filter(|signal| signal.kind.is_positive() && relations::is_open(signal, self.inputs.day));
            Tally::new(self.inputs.tree, open.map(|signal| &signal.unit))
        })
    }

    /// Current entries of competitors proper, old systems and in-house solutions aside, by unit.
    pub fn rivals(&self) -> &Tally {
        self.rivals.get_or_init(|| {
            let current = self.inputs.account.competitors.iter().filter(|entry| {
                entry.kind == CompetitorKind::Competitor && relations::is_current(entry, self.inputs.day)
            });
            Tally::new(self.inputs.tree, current.map(|entry| &entry.unit))
        })
    }

    /// Revenue that stands or falls together.
    pub fn buckets(&self) -> &[Bucket] {
        self.buckets.get_or_init(|| {
            let own = |node: usize| self.record(node).filter(|record| record.addressable)?.arr;
            buckets_of(self.inputs.facts, |node| (self.inputs.facts.is_total(node), own(node).map(f64::from)))
        })
    }

    /// How far the revenue rests on few of the buckets.
    pub(super) fn concentration(&self) -> Concentration {
        *self.concentration.get_or_init(|| Concentration::new(self.buckets()))
    }

    /// Revenue at both ends of the window, unit by unit; an error says which end is unknown.
    pub fn movements(&self) -> Result<&Movements, &'static str> {
        self.movements.get_or_init(|| Movements::new(self)).as_ref().map_err(|reason| *reason)
    }

    /// Money that open roadmap items plan for each counted unit; empty = none is planned.
    pub fn planned(&self) -> &[f64] {
        self.planned
            .get_or_init(|| roadmap::planned(self.inputs.account, self.inputs.tree, self.inputs.facts))
    }
}

impl<'a> Deref for Survey<'a> {
    type Target = Inputs<'a>;

    fn deref(&self) -> &Inputs<'a> {
        &self.inputs
    }
}
