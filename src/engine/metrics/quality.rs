//! How far the figures can be relied on (M-40). Separate percentages, never combined.

use super::{Flags, MetricValue, Survey};

/// M-40: units whose record somebody stands behind; a unit without a record has nobody (ruling B23).
pub(super) fn confirmed_units(survey: &Survey<'_>) -> MetricValue {
    let all = survey.facts.counted.len();
    MetricValue::share(survey.census().confirmed, all, "no addressable unit counts in this period")
}

/// M-40: share of potential that rests on more than a guess.
pub(super) fn grounded_potential(survey: &Survey<'_>) -> MetricValue {
    of_potential(survey, survey.support().grounded)
}

/// M-40: share of potential reviewed within four quarters.
pub(super) fn reviewed_potential(survey: &Survey<'_>) -> MetricValue {
    of_potential(survey, survey.support().reviewed)
}

fn of_potential(survey: &Survey<'_>, part: f64) -> MetricValue {
    let root = survey.facts.root();
    let reason =
        if root.potential().is_none() { "no potential is recorded" } else { "the potential is zero" };
    let flags = Flags { carried: root.carried, ..Flags::default() };
    MetricValue::rate(part, survey.support().all, reason).flagged(flags)
}

/// The account's potential by what it rests on, over the nodes that enter its roll-up: below a total with a potential of
/// its own nothing does.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Support {
    all: f64,
    grounded: f64,
    reviewed: f64,
}

impl Support {
    pub fn new(survey: &Survey<'_>) -> Self {
        let (facts, entered) = (survey.facts, &survey.entered().units);
        let mut sums = Self::default();
        let mut hidden = Vec::new();
        for &node in facts.order() {
            let index = node as usize;
            let entry = &entered[index];
            let parent = facts.units[index].parent;
            let is_hidden = !hidden.is_empty() && parent.is_some_and(|parent| hidden[parent as usize]);
            if !is_hidden && let Some(potential) = entry.potential {
                sums.all += potential;
                sums.grounded += if entry.grounded { potential } else { 0.0 };
                sums.reviewed += if entry.reviewed { potential } else { 0.0 };
            }
            if is_hidden || (entry.total && entry.potential.is_some()) {
                if hidden.is_empty() {
                    hidden = vec![false; facts.units.len()];
                }
                hidden[index] = true;
            }
        }
        sums
    }
}
