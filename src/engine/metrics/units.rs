//! Rates that count units: all of them, divisions, departments, teams, regions (M-01 to M-04).

use crate::engine::compare;

use super::{Flags, Inputs, MetricValue, Pair, Survey, UnitFacts, regions::active_regions};

/// Depth from which penetration counts as strong, in percent.
pub const STRONG_DEPTH: f64 = 60.0;

const NO_UNIT: &str = "no addressable unit counts in this period";

/// M-01: active units over all that count.
pub(super) fn unit_penetration(survey: &Survey<'_>) -> MetricValue {
    of_counted(survey, survey.activity().active)
}

/// M-01 with active and strong units above the line.
pub(super) fn strong_unit_penetration(survey: &Survey<'_>) -> MetricValue {
    of_counted(survey, survey.census().strong)
}

/// M-01 with active units and pilots above the line.
pub(super) fn reach_with_pilots(survey: &Survey<'_>) -> MetricValue {
    of_counted(survey, survey.activity().reached)
}

fn of_counted(survey: &Survey<'_>, units: usize) -> MetricValue {
    MetricValue::share(units, survey.facts.counted.len(), NO_UNIT).flagged(survey.activity().status_flags())
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
pub(super) fn geographic_penetration(survey: &Survey<'_>) -> MetricValue {
    let regions = active_regions(survey.facts);
    let active = regions.iter().filter(|active| **active).count();
    MetricValue::share(active, regions.len(), "no region is in scope and no unit has one")
        .flagged(survey.activity().status_flags())
}

/// How deeply a unit uses what it has, 0–100: utilisation of its seats, else users, else the depth entered by hand;
/// `None` = none of them is known (domain specification 2.1).
pub fn depth(inputs: &Inputs<'_>, index: usize) -> Option<f64> {
    let unit = inputs.facts.units.get(index)?;
    let entered = || {
        let record = inputs.account.record(index, inputs.facts.period)?;
        record.depth.filter(|_| record.addressable && unit.valid).map(f64::from)
    };
    measured_depth(unit).or_else(entered)
}

/// The same without a look at what was entered by hand.
pub(super) fn measured_depth(unit: &UnitFacts) -> Option<f64> {
    let percent = unit.utilisation().and_then(Pair::percent).or_else(|| unit.users().and_then(Pair::percent));
    percent.map(|percent| percent.min(100.0))
}

/// Whether penetration of a unit is strong (depth of at least [`STRONG_DEPTH`]); `None` = its depth is unknown.
pub fn is_strong(inputs: &Inputs<'_>, index: usize) -> Option<bool> {
    depth(inputs, index).map(is_strong_depth)
}

pub(super) fn is_strong_depth(depth: f64) -> bool {
    compare::at_least(depth, STRONG_DEPTH)
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
