//! Rates that count units: all of them, divisions, departments, teams, regions (M-01 to M-04).

use crate::{domain::Status, engine::compare};

use super::{Flags, Inputs, MetricValue, Survey, regions};

/// Depth from which penetration counts as strong, in percent.
pub const STRONG_DEPTH: f64 = 60.0;

const NO_UNIT: &str = "no addressable unit counts in this period";

/// M-01: active units over all that count.
pub(super) fn unit_penetration(inputs: &Survey<'_>) -> MetricValue {
    active_share(inputs, &inputs.facts.counted, NO_UNIT)
}

/// M-01 with active and strong units above the line.
pub(super) fn strong_unit_penetration(inputs: &Survey<'_>) -> MetricValue {
    let facts = inputs.facts;
    let strong = |index: &&u32| {
        let index = **index as usize;
        facts.units[index].active && is_strong(inputs, index) == Some(true)
    };
    let num = facts.counted.iter().filter(strong).count();
    MetricValue::share(num, facts.counted.len(), NO_UNIT).flagged(status_flags(inputs, &facts.counted))
}

/// M-01 with active units and pilots above the line.
pub(super) fn reach_with_pilots(inputs: &Survey<'_>) -> MetricValue {
    let facts = inputs.facts;
    let reached = |index: &&u32| {
        let unit = &facts.units[**index as usize];
        unit.active || unit.status == Some(Status::Pilot)
    };
    let num = facts.counted.iter().filter(reached).count();
    MetricValue::share(num, facts.counted.len(), NO_UNIT).flagged(status_flags(inputs, &facts.counted))
}

/// M-02: active divisions over all divisions.
pub(super) fn division_penetration(inputs: &Survey<'_>) -> MetricValue {
    active_share(inputs, &inputs.facts.divisions, "no addressable division is recorded")
}

/// M-04: active departments over all departments.
pub(super) fn department_penetration(inputs: &Survey<'_>) -> MetricValue {
    active_share(inputs, &inputs.facts.departments, "no addressable department is recorded")
}

/// As M-04, for teams.
pub(super) fn team_penetration(inputs: &Survey<'_>) -> MetricValue {
    active_share(inputs, &inputs.facts.teams, "no addressable team is recorded")
}

/// Departments without an active unit (M-08 in another unit, ruling B13).
pub(super) fn inactive_departments(inputs: &Survey<'_>) -> MetricValue {
    let rate = department_penetration(inputs);
    match (rate.value, rate.denominator, rate.numerator) {
        (Some(_), Some(den), Some(num)) => MetricValue::known(den - num).flagged(rate.flags),
        _ => MetricValue { numerator: None, denominator: None, ..rate },
    }
}

/// M-03: regions with an active unit over those in scope and those of units that count (ruling B9).
pub(super) fn geographic_penetration(inputs: &Survey<'_>) -> MetricValue {
    let regions = regions(inputs.account, inputs.facts);
    let active = regions.active.iter().filter(|active| **active).count();
    MetricValue::share(active, regions.keys.len(), "no region is in scope and no unit has one")
        .flagged(status_flags(inputs, &inputs.facts.counted))
}

/// How deeply a unit uses what it has, 0–100: utilisation of its seats, else users, else the depth entered by hand;
/// `None` = none of them is known (domain specification 2.1).
pub fn depth(inputs: &Inputs<'_>, index: usize) -> Option<f64> {
    let unit = inputs.facts.units.get(index)?;
    let measured =
        unit.utilisation.and_then(super::Pair::percent).or_else(|| unit.users.and_then(super::Pair::percent));
    let entered = || {
        let record = inputs.account.record(index, inputs.facts.period)?;
        record.depth.filter(|_| record.addressable && unit.valid).map(f64::from)
    };
    measured.map(|percent| percent.min(100.0)).or_else(entered)
}

/// Whether penetration of a unit is strong (depth of at least [`STRONG_DEPTH`]); `None` = its depth is unknown.
pub fn is_strong(inputs: &Inputs<'_>, index: usize) -> Option<bool> {
    depth(inputs, index).map(|depth| compare::at_least(depth, STRONG_DEPTH))
}

fn active_share(inputs: &Inputs<'_>, set: &[u32], reason: &'static str) -> MetricValue {
    MetricValue::share(inputs.facts.active_among(set), set.len(), reason).flagged(status_flags(inputs, set))
}

/// Partial if the status of a unit is unknown.
fn status_flags(inputs: &Inputs<'_>, set: &[u32]) -> Flags {
    let units = &inputs.facts.units;
    Flags {
        partial: set.iter().any(|index| units[*index as usize].status.is_none()),
        carried: set.iter().any(|index| units[*index as usize].carried),
        ..Flags::default()
    }
}
