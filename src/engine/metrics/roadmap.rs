//! White space against what is planned for it (M-35).

use crate::domain::{Account, Amount, ItemStatus, RoadmapItem, Tree};

use super::{
    MetricValue, PeriodFacts, Rate, Survey,
    money::{missing, pair_flags},
};

/// Whether an item is still to come: its effect is not yet in the actuals.
pub const fn is_open_item(item: &RoadmapItem) -> bool {
    matches!(item.status, ItemStatus::Planned | ItemStatus::InProgress)
}

/// The counted units that an item aims at, ascending by index: a target that does not count stands for the counted units
/// below it (ruling B53).
pub fn aimed_at(tree: &Tree, facts: &PeriodFacts, item: &RoadmapItem) -> Vec<u32> {
    let counts = |index: usize| facts.units.get(index).is_some_and(|unit| unit.counted);
    let mut units: Vec<u32> = Vec::new();
    for target in item.target_units.iter().filter_map(|key| tree.index(key)) {
        if counts(target) {
            units.push(target as u32);
        } else {
            units
                .extend(tree.branch(target).into_iter().filter(|unit| counts(*unit)).map(|unit| unit as u32));
        }
    }
    units.sort_unstable();
    units.dedup();
    units
}

/// What an item plans for each counted unit it aims at: its money in proportion to their white space, or equally where
/// none has any. Empty if it has no money or aims at no counted unit.
pub fn spread(tree: &Tree, facts: &PeriodFacts, item: &RoadmapItem) -> Vec<(u32, f64)> {
    let units = aimed_at(tree, facts, item);
    let Some(money) = item.opportunity.map(Amount::get) else { return Vec::new() };
    let white_space = |unit: u32| facts.units[unit as usize].white_space().unwrap_or(0.0);
    let all: f64 = units.iter().map(|unit| white_space(*unit)).sum();
    let even = money / units.len() as f64;
    units
        .iter()
        .map(|unit| (*unit, if all > 0.0 { money * white_space(*unit) / all } else { even }))
        .collect()
}

/// Money that open items plan for each unit, parallel to the account's units; empty = nothing is planned.
pub fn planned(account: &Account, tree: &Tree, facts: &PeriodFacts) -> Vec<f64> {
    let mut planned = Vec::new();
    for item in account.roadmap.iter().filter(|item| is_open_item(item)) {
        for (unit, money) in spread(tree, facts, item) {
            if planned.is_empty() {
                planned = vec![0.0; facts.units.len()];
            }
            planned[unit as usize] += money;
        }
    }
    planned
}

/// Money of all open items (ruling B84).
pub fn open_opportunity(account: &Account) -> f64 {
    let open = account.roadmap.iter().filter(|item| is_open_item(item));
    open.filter_map(|item| item.opportunity).map(Amount::get).sum()
}

/// Money of open items over what is missing to a target ARR, in percent; unknown if the target is reached already.
pub fn need_coverage(account: &Account, arr: f64, target_arr: f64) -> MetricValue {
    let need = target_arr - arr;
    if need <= 0.0 {
        return MetricValue::unknown("the target is reached");
    }
    MetricValue::rate(open_opportunity(account), need, "the target is reached")
}

/// M-35: money of open items over white space.
pub(super) fn roadmap_coverage(survey: &Survey<'_>) -> MetricValue {
    let root = survey.facts.root();
    match root.white_space() {
        Some(white_space) => {
            MetricValue::rate(open_opportunity(survey.account), white_space, "there is no white space")
                .flagged(pair_flags(root, Rate::Revenue))
        }
        None => MetricValue::unknown(missing(root, Rate::Revenue)),
    }
}

/// M-35: white space of units beyond what open items plan for them.
pub(super) fn unplanned_white_space(survey: &Survey<'_>) -> MetricValue {
    let root = survey.facts.root();
    if root.white_space().is_none() {
        return MetricValue::unknown(missing(root, Rate::Revenue));
    }
    MetricValue::known(survey.census().unplanned).flagged(pair_flags(root, Rate::Revenue))
}
