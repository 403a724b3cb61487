//! How far the figures can be relied on (M-40). Separate percentages, never combined.

use super::{Flags, MetricValue, Survey, entered::UnitEntry};

/// M-40: units whose record somebody stands behind; a unit without a record has nobody (ruling B23).
pub(super) fn confirmed_units(survey: &Survey<'_>) -> MetricValue {
    let (facts, entered) = (survey.facts, &survey.entered().units);
    let confirmed = facts.counted.iter().filter(|index| entered[**index as usize].confirmed).count();
    MetricValue::share(confirmed, facts.counted.len(), "no addressable unit counts in this period")
}

/// M-40: share of potential that rests on more than a guess.
pub(super) fn grounded_potential(survey: &Survey<'_>) -> MetricValue {
    of_potential(survey, |entry| entry.grounded)
}

/// M-40: share of potential reviewed within four quarters.
pub(super) fn reviewed_potential(survey: &Survey<'_>) -> MetricValue {
    of_potential(survey, |entry| entry.reviewed)
}

/// Share of the account's potential whose entries belong, over the nodes that enter its roll-up: below a total with a
/// potential of its own nothing does.
fn of_potential(survey: &Survey<'_>, belongs: impl Fn(&UnitEntry) -> bool) -> MetricValue {
    let (facts, entered) = (survey.facts, &survey.entered().units);
    let mut hidden = Vec::new();
    let (mut part, mut all) = (0.0, 0.0);
    for &node in facts.order() {
        let index = node as usize;
        let entry = &entered[index];
        let parent = facts.units[index].parent;
        let is_hidden = !hidden.is_empty() && parent.is_some_and(|parent| hidden[parent as usize]);
        if !is_hidden && let Some(potential) = entry.potential {
            all += potential;
            part += if belongs(entry) { potential } else { 0.0 };
        }
        if is_hidden || (entry.total && entry.potential.is_some()) {
            if hidden.is_empty() {
                hidden = vec![false; facts.units.len()];
            }
            hidden[index] = true;
        }
    }
    let reason =
        if facts.root().potential.is_none() { "no potential is recorded" } else { "the potential is zero" };
    let carried = facts.root().carried;
    MetricValue::rate(part, all, reason).flagged(Flags { carried, ..Flags::default() })
}
