//! What finished items really brought (domain specification 5.4, source D).

use std::collections::BTreeMap;

use crate::{
    domain::{Account, Amount, ItemStatus, Period, RoadmapItem, Tree, Workspace},
    engine::{
        compare,
        metrics::{Inputs, PeriodFacts, Survey, facts, spec},
    },
};

/// Periods after completion at which the result is looked at.
pub const SETTLING: i32 = 2;

/// Realisation from which an impact is confirmed.
pub const CONFIRMED: f64 = 0.8;

/// Realisation from which an impact is at least partial.
pub const PARTIAL: f64 = 0.2;

/// How far a finished item kept its promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// At least [`CONFIRMED`] of its money arrived.
    Confirmed,
    /// At least [`PARTIAL`].
    Partial,
    /// Less.
    NotConfirmed,
    /// The period at which it is judged is not there yet.
    Pending,
}

impl Verdict {
    /// The words on screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "Confirmed",
            Self::Partial => "Partial",
            Self::NotConfirmed => "Not confirmed",
            Self::Pending => "Pending",
        }
    }

    fn of(realisation: f64) -> Self {
        if compare::at_least(realisation, CONFIRMED) {
            Self::Confirmed
        } else if compare::at_least(realisation, PARTIAL) {
            Self::Partial
        } else {
            Self::NotConfirmed
        }
    }
}

/// The result of one finished item.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact<'a> {
    /// The item.
    pub item: &'a RoadmapItem,
    /// The period before and the one at which it is judged; `None` = one of the two was not entered.
    pub between: Option<(Period, Period)>,
    /// ARR of its target units then less ARR before; `None` = unknown.
    pub realised: Option<f64>,
    /// Share of its money that arrived, 1 = all; `None` = unknown, or it promised no money.
    pub realisation: Option<f64>,
    /// The metric of its axis before and after; `None` = unknown, or it has no axis.
    pub axis: [Option<f64>; 2],
    /// What to make of it; `None` = it cannot be judged.
    pub verdict: Option<Verdict>,
    /// Why it cannot be judged.
    pub reason: Option<&'static str>,
}

/// Judges every finished item of an account as of `today`, in their order.
pub fn impacts<'a>(
    workspace: &Workspace,
    account: &'a Account,
    tree: &Tree,
    today: Period,
) -> Vec<Impact<'a>> {
    let done = account.roadmap.iter().filter(|item| item.status == ItemStatus::Done);
    let mut judge = Judge { workspace, account, tree, today, known: BTreeMap::new() };
    done.map(|item| judge.impact(item)).collect()
}

struct Judge<'a, 'w> {
    workspace: &'w Workspace,
    account: &'a Account,
    tree: &'w Tree,
    today: Period,
    known: BTreeMap<Period, PeriodFacts>,
}

impl<'a> Judge<'a, '_> {
    fn impact(&mut self, item: &'a RoadmapItem) -> Impact<'a> {
        let unknown = |between, reason| Impact {
            item,
            between,
            realised: None,
            realisation: None,
            axis: [None; 2],
            verdict: None,
            reason,
        };
        let Some(start) = item.start_period else { return unknown(None, Some("no start period is entered")) };
        let Some(completed) = item.completed_in else {
            return unknown(None, Some("no completion is entered"));
        };
        let judged = completed.plus(SETTLING);
        let between = Some((start, judged));
        if judged > self.today || !self.facts(judged).has_records {
            return Impact { verdict: Some(Verdict::Pending), ..unknown(between, None) };
        }
        let axis = [start, judged].map(|period| self.axis(item, period));
        let (Some(before), Some(after)) = (self.arr(item, start), self.arr(item, judged)) else {
            return Impact {
                axis,
                ..unknown(between, Some("ARR of its target units is unknown at one end"))
            };
        };
        let realised = after - before;
        let promised = item.opportunity.map(Amount::get).filter(|money| *money > 0.0);
        let realisation = promised.map(|money| realised / money);
        Impact {
            item,
            between,
            realised: Some(realised),
            realisation,
            axis,
            verdict: realisation.map(Verdict::of),
            reason: realisation.is_none().then_some("the item promised no money"),
        }
    }

    /// ARR of the target units, of nested ones the outermost; a unit that does not exist then has none. `None` = unknown
    /// for one of them, or there are no targets.
    fn arr(&mut self, item: &RoadmapItem, period: Period) -> Option<f64> {
        let targets: Vec<usize> = item.target_units.iter().filter_map(|key| self.tree.index(key)).collect();
        let tree = self.tree;
        let outermost = |unit: &usize| !targets.iter().any(|top| top != unit && tree.is_within(*unit, *top));
        let mut units: Vec<usize> = targets.iter().copied().filter(outermost).collect();
        units.sort_unstable();
        units.dedup();
        let facts = self.facts(period);
        if units.is_empty() || !facts.has_records {
            return None;
        }
        units
            .into_iter()
            .map(|unit| if facts.units[unit].valid { facts.units[unit].arr() } else { Some(0.0) })
            .try_fold(0.0, |sum, arr| Some(sum + arr?))
    }

    fn axis(&mut self, item: &RoadmapItem, period: Period) -> Option<f64> {
        let spec = spec(item.axis?.metric())?;
        let (workspace, account, tree) = (self.workspace, self.account, self.tree);
        let facts = self.facts(period);
        if !facts.has_records {
            return None;
        }
        let day = workspace.day_of(period);
        let inputs = Inputs { workspace, account, tree, facts, day, before: None, year_before: None };
        spec.of(&Survey::new(&inputs)).value
    }

    fn facts(&mut self, period: Period) -> &PeriodFacts {
        let (workspace, account, tree) = (self.workspace, self.account, self.tree);
        self.known.entry(period).or_insert_with(|| facts(workspace, account, tree, period))
    }
}
