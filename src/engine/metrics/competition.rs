//! White space that competitors hold or pilots may open (M-27, M-28).

use crate::domain::Status;

use super::{
    Flags, MetricValue, Rate, Survey, UnitFacts,
    census::Opening,
    money::{missing, pair_flags},
};

/// M-27: white space of units held by a competitor or with a competitor in them.
pub(super) fn competitor_white_space(survey: &Survey<'_>) -> MetricValue {
    white_space_of(survey, survey.census().contested)
}

/// M-27 as a share of all white space.
pub(super) fn competitor_white_space_share(survey: &Survey<'_>) -> MetricValue {
    let contested = competitor_white_space(survey);
    match (contested.value, survey.facts.root().white_space()) {
        (Some(part), Some(all)) => {
            MetricValue::rate(part, all, "there is no white space").flagged(contested.flags)
        }
        _ => contested,
    }
}

/// M-27: units held by a competitor or with a competitor in them.
pub(super) fn competitor_units(survey: &Survey<'_>) -> MetricValue {
    MetricValue::known(survey.census().contested.units as f64)
}

/// M-28: white space of pilots.
pub(super) fn pilot_pipeline(survey: &Survey<'_>) -> MetricValue {
    white_space_of(survey, survey.census().pilots)
}

/// Whether a unit is held by a competitor, by its status or by a current entry in it or below.
pub fn is_contested(survey: &Survey<'_>, index: usize, unit: &UnitFacts) -> bool {
    unit.status == Some(Status::CompetitorHeld) || survey.rivals().of(index) > 0
}

fn white_space_of(survey: &Survey<'_>, Opening { money, partial, .. }: Opening) -> MetricValue {
    let root = survey.facts.root();
    if root.white_space().is_none() {
        return MetricValue::unknown(missing(root, Rate::Revenue));
    }
    let flags = Flags { partial, ..pair_flags(root, Rate::Revenue) };
    MetricValue::known(money).flagged(flags)
}
