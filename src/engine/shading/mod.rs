//! Every unit in a class of what the map is coloured by: counted for the legend, filtered by it. On screen and in
//! pictures alike.

mod areas;
pub mod card;
mod classes;
mod look;
mod shares;
mod text;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use jiff::civil::Date;

use crate::domain::{Account, Severity, UnitKind, Workspace};

use super::{
    metrics::{Before, PeriodFacts, UnitFacts},
    regroup::Owners,
    rules::{Finding, Outcome},
};

pub use areas::{area_note, areas};
pub use classes::opportunity;
pub use look::{ColourBy, Look, StatusColours, severity_colours, severity_mark, status_colours, status_mark};
pub use text::{
    CardText, Rivals, active_units, flag, full_name, group_names, is_present, money, rate, status_word, whose,
};

/// A unit of no class: a group that only the units below it give a colour.
const NEUTRAL: u8 = u8::MAX;

/// Units that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its word in the legend and on cards.
    pub word: String,
    /// How it looks.
    pub look: Look,
    /// Counted units in it.
    pub count: usize,
}

/// The class of every unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shades {
    /// All classes, in the order of the legend.
    pub classes: Vec<Class>,
    of: Vec<u8>,
    /// The class of most counted units of each branch, once somebody asks.
    most: OnceLock<Vec<u8>>,
}

impl Shades {
    /// The class of a unit; `None` = a group without a colour of its own.
    pub fn class(&self, unit: usize) -> Option<&Class> {
        self.classes.get(usize::from(*self.of.get(unit)?))
    }

    /// The class of a unit, or that of most units below a group without a colour of its own; `None` = there are none.
    pub fn class_of_most(&self, facts: &PeriodFacts, unit: usize) -> Option<&Class> {
        self.class(unit).or_else(|| {
            let most = self.most.get_or_init(|| most(facts, &self.of, self.classes.len()));
            self.classes.get(usize::from(*most.get(unit)?))
        })
    }

    /// The class of every unit.
    pub fn of(input: &Input<'_>) -> Self {
        classes::shades(input)
    }

    /// Classes that a legend lists: what is unknown only if there is such a unit.
    pub fn listed(&self) -> Vec<usize> {
        let listed = |at: &usize| *at + 1 < self.classes.len() || self.classes[*at].count > 0;
        (0..self.classes.len()).filter(listed).collect()
    }

    /// Puts units into classes: `at` gives the place of a unit's class, `None` = the last one.
    fn new(
        input: &Input<'_>,
        classes: impl IntoIterator<Item = (String, Look)>,
        at: impl Fn(usize, &UnitFacts) -> Option<usize>,
    ) -> Self {
        let mut classes: Vec<Class> =
            classes.into_iter().map(|(word, look)| Class { word, look, count: 0 }).collect();
        let last = classes.len().saturating_sub(1);
        let mut of = vec![NEUTRAL; input.facts.units.len()];
        for &unit in input.facts.order() {
            let unit = unit as usize;
            if input.by.covers_groups() || !is_group(input.account, input.facts, unit) {
                of[unit] = at(unit, &input.facts.units[unit]).unwrap_or(last).min(last) as u8;
            }
        }
        for unit in &input.facts.counted {
            if let Some(class) = classes.get_mut(usize::from(of[*unit as usize])) {
                class.count += 1;
            }
        }
        Self { classes, of, most: OnceLock::new() }
    }

    /// Which units are of the classes with these words; a group is if something below it is. No words = every unit.
    pub fn matching(
        &self,
        account: &Account,
        facts: &PeriodFacts,
        words: &BTreeSet<String>,
    ) -> Option<Vec<bool>> {
        if words.is_empty() {
            return None;
        }
        let mut matches = vec![false; facts.units.len()];
        for &unit in facts.order().iter().rev() {
            let at = unit as usize;
            if !is_group(account, facts, at) {
                matches[at] = self.class(at).is_some_and(|class| words.contains(&class.word));
            }
            if let Some(up) = facts.units[at].parent.filter(|_| matches[at]) {
                matches[up as usize] = true;
            }
        }
        Some(matches)
    }
}

/// The class of most counted units of each branch; the first of several.
fn most(facts: &PeriodFacts, of: &[u8], classes: usize) -> Vec<u8> {
    let mut counts = vec![0_u32; facts.units.len() * classes];
    let mut most = vec![NEUTRAL; facts.units.len()];
    for &unit in facts.order().iter().rev() {
        let unit = unit as usize;
        let own = unit * classes;
        if facts.units[unit].counted && usize::from(of[unit]) < classes {
            counts[own + usize::from(of[unit])] += 1;
        }
        let here = &counts[own..own + classes];
        let best = here.iter().enumerate().filter(|(_, count)| **count > 0);
        most[unit] = best.rev().max_by_key(|(_, count)| **count).map_or(NEUTRAL, |(class, _)| class as u8);
        if let Some(up) = facts.units[unit].parent {
            let up = up as usize * classes;
            for class in 0..classes {
                counts[up + class] += counts[own + class];
            }
        }
    }
    most
}

/// What colours are made from.
pub struct Input<'a> {
    /// By what.
    pub by: ColourBy,
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The account.
    pub account: &'a Account,
    /// Its units in the period.
    pub facts: &'a PeriodFacts,
    /// The period with which [`ColourBy::Change`] compares.
    pub before: &'a Before,
    /// The strongest competitor of each.
    pub rivals: &'a Rivals,
    /// The gravest finding about each unit that has one.
    pub worst: &'a BTreeMap<u32, Severity>,
    /// Opportunity score of each unit, by index; `None` = they are not known yet, or not asked for.
    pub scores: Option<&'a [Option<f64>]>,
    /// Who looks after each unit, if that is asked for.
    pub owners: &'a Owners<'a>,
    /// The day of the period, on which products are offered or not.
    pub day: Date,
    /// Currency symbol.
    pub symbol: &'a str,
}

/// The gravest finding about each unit that has one; acknowledged ones are put aside.
pub fn worst(findings: &[Finding]) -> BTreeMap<u32, Severity> {
    worst_of(findings.iter().filter_map(|finding| Some((finding.unit?, finding))))
}

/// The same from findings with the unit that each is about. O(units + findings).
pub fn worst_of<'a>(findings: impl IntoIterator<Item = (u32, &'a Finding)>) -> BTreeMap<u32, Severity> {
    let mut worst: Vec<Option<Severity>> = Vec::new();
    for (unit, finding) in findings {
        if finding.outcome == Outcome::Fired && finding.acknowledged.is_none() && finding.severity.is_some() {
            let unit = unit as usize;
            worst.resize(worst.len().max(unit + 1), None);
            worst[unit] = worst[unit].max(finding.severity);
        }
    }
    (0..).zip(worst).filter_map(|(unit, severity)| Some((unit, severity?))).collect()
}

/// Whether a unit's card groups others: the root, regions, and whatever has units below it.
pub fn is_group(account: &Account, facts: &PeriodFacts, unit: usize) -> bool {
    // Most units are leaves that count, which no account and no region does: they need no look at their description.
    !facts.children(unit).is_empty()
        || !facts.counts(unit)
            && account
                .units
                .get(unit)
                .is_some_and(|unit| matches!(unit.kind, UnitKind::Account | UnitKind::Region))
}
