//! The gap table: one row per counted unit with white space, with what is known, planned and suggested (5.1).

use super::{
    opportunity::{self, Criteria},
    plays,
    roadmap::{probability, unit_plans},
    standing::Standing,
};
use crate::{
    domain::{OpportunityModel, Strategy},
    engine::{
        compare,
        metrics::{Survey, regions},
    },
};

/// One unit with white space.
#[derive(Debug, Clone, PartialEq)]
pub struct GapRow {
    /// Index of the unit.
    pub unit: u32,
    /// Potential less ARR over its branch, above 0.
    pub white_space: f64,
    /// What the score was made from.
    pub criteria: Criteria,
    /// Opportunity score 0–100; `None` = no judged criterion has a weight.
    pub score: Option<f64>,
    /// Money that open roadmap items plan here.
    pub planned: f64,
    /// White space beyond that, not below 0.
    pub unplanned: f64,
    /// Mean chance of these items, weighted by their money; `None` = no open item plans money here (ruling A22).
    pub chance: Option<f64>,
    /// What the data suggest; `None` = the status is unknown.
    pub play: Option<Strategy>,
    /// What the user chose: the strategy of the first open item here that has one.
    pub chosen: Option<Strategy>,
}

impl GapRow {
    /// White space × chance.
    pub fn expected_value(&self) -> Option<f64> {
        self.chance.map(|chance| self.white_space * chance)
    }

    /// Whether the user chose something else than the data suggest.
    pub fn differs(&self) -> bool {
        self.chosen.is_some() && self.play.is_some() && self.chosen != self.play
    }
}

/// All gaps of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct GapTable {
    /// By white space, largest first; ties in tree order (ruling A26).
    pub rows: Vec<GapRow>,
    /// White space that is worth a full first criterion; 0 without rows.
    pub anchor: f64,
}

/// Makes the gap table of the period in hand.
///
/// Without an `anchor` of its own the largest white space listed is worth a full first criterion, so that a new largest
/// row rescales the others (ruling B54).
pub fn gap_table(
    survey: &Survey<'_>,
    standing: &Standing,
    model: &OpportunityModel,
    anchor: Option<f64>,
) -> GapTable {
    let facts = survey.facts;
    let white_space = |unit: &u32| {
        let money = facts.units[*unit as usize].white_space()?;
        compare::money_greater(money, 0.0).then_some((*unit, money))
    };
    let mut open: Vec<(u32, f64)> = facts.counted.iter().filter_map(white_space).collect();
    open.sort_by(|a, b| b.1.total_cmp(&a.1));
    let largest = open.first().map_or(0.0, |(_, money)| *money);
    let anchor = anchor.unwrap_or(largest);
    if open.is_empty() {
        return GapTable { rows: Vec::new(), anchor };
    }
    let regions = regions(facts);
    let plans = unit_plans(survey);
    let rows = open
        .into_iter()
        .map(|(unit, white_space)| {
            let criteria = opportunity::criteria(survey, standing, unit as usize, anchor);
            let plans = plans.of(unit);
            // Not `sum`, which makes −0 of nothing.
            let planned = plans.iter().fold(0.0, |sum, plan| sum + plan.money);
            let hoped = plans.iter().fold(0.0, |sum, plan| sum + plan.money * probability(plan.item));
            // The first by priority; items without one come last, in their order.
            let chosen = plans.iter().filter(|plan| plan.item.strategy.is_some());
            let chosen = chosen.min_by_key(|plan| plan.item.priority.unwrap_or(u32::MAX));
            GapRow {
                unit,
                white_space,
                score: opportunity::score(model, &criteria),
                criteria,
                planned,
                unplanned: (white_space - planned).max(0.0),
                chance: (planned > 0.0).then(|| hoped / planned),
                play: plays::unit_play(survey, standing, &regions, unit as usize),
                chosen: chosen.and_then(|plan| plan.item.strategy),
            }
        })
        .collect();
    GapTable { rows, anchor }
}
