//! Open roadmap items: their chance, what they plan for each unit, and how their effect ramps up.

use crate::{
    domain::{Period, Risk, RoadmapItem},
    engine::metrics::{Survey, aimed_at, is_open_item, spread},
};

/// Chance 0–1 that an item succeeds: its own, else 0.80, 0.50 or 0.25 by risk.
pub fn probability(item: &RoadmapItem) -> f64 {
    item.probability_override.map_or(by_risk(item.risk), f64::from)
}

/// Chance of an item without one of its own.
pub const fn by_risk(risk: Risk) -> f64 {
    match risk {
        Risk::Low => 0.80,
        Risk::Medium => 0.50,
        Risk::High => 0.25,
    }
}

/// Share 0–1 of an item's lift that has arrived by the end of `period`: all of it at the end of the due period, spread
/// evenly over the ramp that ends there.
pub fn lift_share(item: &RoadmapItem, period: Period) -> f64 {
    let ramp = f64::from(item.ramp_periods.max(1));
    let ahead = f64::from(period.0) - f64::from(item.due_period.0);
    ((ahead + ramp) / ramp).clamp(0.0, 1.0)
}

/// What one open item plans for one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitPlan<'a> {
    /// The unit.
    pub unit: u32,
    /// The item.
    pub item: &'a RoadmapItem,
    /// Its money for this unit; 0 if it has none.
    pub money: f64,
}

/// What is planned for each counted unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPlans<'a> {
    /// Ascending by unit, items in their order.
    plans: Vec<UnitPlan<'a>>,
}

impl<'a> UnitPlans<'a> {
    /// Plans for one unit, items in their order.
    pub fn of(&self, unit: u32) -> &[UnitPlan<'a>] {
        let start = self.plans.partition_point(|plan| plan.unit < unit);
        let end = self.plans.partition_point(|plan| plan.unit <= unit);
        &self.plans[start..end]
    }
}

/// Spreads every open item over the counted units it aims at (ruling B53).
pub fn unit_plans<'a>(survey: &Survey<'a>) -> UnitPlans<'a> {
    let account = survey.account;
    let mut plans = Vec::new();
    for item in account.roadmap.iter().filter(|item| is_open_item(item)) {
        if item.opportunity.is_some() {
            let shares = spread(survey.tree, survey.facts, item);
            plans.extend(shares.into_iter().map(|(unit, money)| UnitPlan { unit, item, money }));
        } else {
            let units = aimed_at(survey.tree, survey.facts, item);
            plans.extend(units.into_iter().map(|unit| UnitPlan { unit, item, money: 0.0 }));
        }
    }
    plans.sort_by_key(|plan| plan.unit);
    UnitPlans { plans }
}
