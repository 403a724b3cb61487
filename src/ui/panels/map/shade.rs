//! The classes of the map in force, kept until what they come from changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use crate::engine::shading::{Class, Shades};
use crate::{
    document::AccountDerived,
    domain::{Account, Period, Region, Severity},
    engine::{
        metrics::{Before, PeriodFacts},
        regroup::Owners,
        rules::Finding,
        shading::Input,
    },
};

use super::{super::PanelContext, look::ColourBy, text::Rivals};

/// The classes in force, kept until what they come from changes.
#[derive(Default)]
pub struct Shading {
    source: Option<Source>,
    /// The period compared with, and its figures, while they are needed.
    before: Option<Arc<Before>>,
    /// The classes of all units.
    pub shades: Arc<Shades>,
    /// The gravest finding about each unit that has one.
    pub worst: BTreeMap<u32, Severity>,
    /// Units that the filter lets through, by index; `None` = there is no filter.
    pub matches: Option<Arc<Vec<bool>>>,
}

/// What cards take their colours from; equal by pointer, so that a mesh holds as long as they are.
#[derive(Clone)]
pub struct Colours {
    shades: Arc<Shades>,
    /// Units that are not faded; `None` = all.
    pub matches: Option<Arc<Vec<bool>>>,
    dark: bool,
}

impl Colours {
    /// The same without fading what does not match.
    pub fn unfaded(self) -> Self {
        Self { matches: None, ..self }
    }
}

impl PartialEq for Colours {
    fn eq(&self, other: &Self) -> bool {
        same(self.matches.as_ref(), other.matches.as_ref())
            && Arc::ptr_eq(&self.shades, &other.shades)
            && self.dark == other.dark
    }
}

/// Whether both are nothing, or the same in the same place.
fn same<T>(old: Option<&Arc<T>>, new: Option<&Arc<T>>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        _ => false,
    }
}

/// What the map is to be coloured by.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// By what.
    pub by: ColourBy,
    /// The period with which change is measured; `None` = the one before.
    pub since: Option<Period>,
    /// Words of the classes that are not faded; none = all.
    pub filter: &'a BTreeSet<String>,
    /// Opportunity scores by index of the unit, if they are asked for and known.
    pub scores: Option<&'a Arc<Vec<Option<f64>>>>,
}

/// What is put together when it is needed.
pub struct Found<'a> {
    /// What the units were in a period.
    pub before: &'a dyn Fn(Period) -> Before,
    /// The gravest finding about each unit that has one.
    pub worst: &'a dyn Fn() -> BTreeMap<u32, Severity>,
    /// Who looks after the units.
    pub owners: &'a dyn Fn() -> Owners<'a>,
}

/// What the classes were made from.
struct Source {
    by: ColourBy,
    since: Option<Period>,
    filter: BTreeSet<String>,
    account: Arc<Account>,
    facts: Arc<PeriodFacts>,
    regions: Arc<Vec<Region>>,
    findings: Arc<Vec<Finding>>,
    scores: Option<Arc<Vec<Option<f64>>>>,
}

impl Source {
    fn is(&self, other: &Self) -> bool {
        self.by == other.by
            && self.since == other.since
            && self.filter == other.filter
            && Arc::ptr_eq(&self.account, &other.account)
            && Arc::ptr_eq(&self.facts, &other.facts)
            && Arc::ptr_eq(&self.regions, &other.regions)
            && Arc::ptr_eq(&self.findings, &other.findings)
            && same(self.scores.as_ref(), other.scores.as_ref())
    }
}

impl Shading {
    /// Brings the classes up to date. O(units) when something changed.
    pub fn refresh(
        &mut self,
        cx: &PanelContext<'_>,
        (account, derived): (&Arc<Account>, &Arc<AccountDerived>),
        rivals: &Rivals,
        asked: &Asked<'_>,
        found: &Found<'_>,
    ) {
        let Asked { by, since, filter, scores } = *asked;
        let source = Source {
            by,
            since,
            filter: filter.clone(),
            account: Arc::clone(account),
            facts: Arc::clone(&derived.facts),
            regions: Arc::clone(&cx.workspace.regions),
            findings: Arc::clone(&derived.findings),
            scores: scores.cloned(),
        };
        if self.source.as_ref().is_some_and(|old| old.is(&source)) {
            return;
        }
        let since = since.unwrap_or(derived.before.period);
        // At hand is one period, and that for the units of an account alone.
        let at_hand = since == derived.before.period && derived.before.units.len() == account.units.len();
        let since = Some(since).filter(|_| by == ColourBy::Change && !at_hand);
        let before = since.map_or_else(
            || Arc::clone(&derived.before),
            |since| match &self.before {
                Some(kept) if kept.period == since && self.is_same_account(&source) => Arc::clone(kept),
                _ => Arc::new((found.before)(since)),
            },
        );
        let worst = (found.worst)();
        let owners = if by == ColourBy::Owner { (found.owners)() } else { Owners::default() };
        let input = Input {
            by,
            workspace: cx.workspace,
            account,
            facts: &derived.facts,
            before: &before,
            rivals,
            worst: &worst,
            scores: scores.map(|scores| scores.as_slice()),
            owners: &owners,
            day: cx.derived.day_of(cx.workspace, derived.facts.period),
            symbol: cx.symbol(),
        };
        let shades = Shades::of(&input);
        self.matches = shades.matching(account, &derived.facts, filter).map(Arc::new);
        self.worst = worst;
        self.shades = Arc::new(shades);
        self.before = since.map(|_| before);
        self.source = Some(source);
    }

    /// The colours in force, in the dark theme or the light one.
    pub fn colours(&self, dark: bool) -> Colours {
        Colours { shades: Arc::clone(&self.shades), matches: self.matches.clone(), dark }
    }

    fn is_same_account(&self, source: &Source) -> bool {
        self.source.as_ref().is_some_and(|old| Arc::ptr_eq(&old.account, &source.account))
    }
}
