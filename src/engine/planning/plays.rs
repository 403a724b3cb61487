//! Which strategy the data suggest for a unit (domain specification 5.3).

use super::standing::Standing;
use crate::{
    domain::{CompetitorLevel, Status, Strategy},
    engine::{
        compare,
        metrics::{Pair, Regions, Survey},
    },
};

/// Seat utilisation below which seats are activated before more is sold, in percent.
pub const LOW_UTILISATION: f64 = 60.0;

/// The first strategy that fits a unit; `None` = its status is unknown and no strong competitor sits there (ruling B58).
pub fn unit_play(
    survey: &Survey<'_>,
    standing: &Standing,
    regions: &Regions,
    unit: usize,
) -> Option<Strategy> {
    let known = &survey.facts.units[unit];
    let rival = standing.rival(survey.account, unit).map(|rival| rival.level);
    let held = rival.is_some_and(|level| level >= CompetitorLevel::Strong);
    Some(match known.status {
        Some(Status::Active | Status::Expansion) => growth(survey, unit),
        Some(Status::Pilot) => Strategy::ExtendPilot,
        Some(Status::CompetitorHeld) => Strategy::CompetitiveDisplacement,
        _ if held => Strategy::CompetitiveDisplacement,
        Some(Status::Lost) => Strategy::WinBack,
        Some(Status::Unpenetrated) => entry(standing, regions, unit),
        None => return None,
    })
}

/// A unit that is a customer.
fn growth(survey: &Survey<'_>, unit: usize) -> Strategy {
    let known = &survey.facts.units[unit];
    let utilisation = known.utilisation().and_then(Pair::percent);
    if utilisation.is_some_and(|percent| compare::less(percent, LOW_UTILISATION)) {
        return Strategy::ActivateSeats;
    }
    let entered = &survey.entered().units[unit];
    let headroom = known.seats().is_some_and(|pair| pair.headroom > 0.0);
    if entered.open > 0 || headroom {
        let products = (entered.applicable > 0)
            .then(|| 100.0 - 100.0 * f64::from(entered.adopted) / f64::from(entered.applicable));
        let seats = known.seats().and_then(Pair::percent).map(|percent| 100.0 - percent);
        return match (products, seats) {
            (Some(products), Some(seats)) if compare::greater(seats, products) => Strategy::UpsellTeams,
            (None, Some(_)) => Strategy::UpsellTeams,
            _ => Strategy::CrossSell,
        };
    }
    match known.budget_ceiling().zip(known.arr()) {
        Some((budget, arr)) if compare::money_greater(budget, arr) => Strategy::TierUpgrade,
        _ => Strategy::DeepenAdoption,
    }
}

/// A unit that is no customer yet.
fn entry(standing: &Standing, regions: &Regions, unit: usize) -> Strategy {
    let region = regions.of_unit.get(unit).copied().flatten();
    if region.is_some_and(|region| !regions.active[region as usize]) {
        return Strategy::RegionalExpansion;
    }
    let near = standing.neighbours(unit);
    if near.executive > 0 {
        Strategy::ExecutiveReferral
    } else if near.sponsored > 0 {
        Strategy::InternalReferral
    } else if standing.engaged.of(unit) > 0 {
        Strategy::ProofOfValuePilot
    } else if standing.contacts.of(unit) > 0 {
        Strategy::ExecutiveRelationship
    } else {
        Strategy::StakeholderMapping
    }
}
