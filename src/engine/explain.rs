//! Every number opened: formula, inputs and flags down to the entered fields (domain specification 6.8).
//!
//! A rate opens into numerator and denominator, each into the units that make it up, each unit into the field that was
//! entered. A list of more than [`LIST_LIMIT`] units is summed per branch, and every branch opens in turn; nothing is
//! left out.

mod amounts;
mod branch;
mod change;
mod counts;
mod opportunity;
mod people;
mod plans;
mod products;
mod retention;
mod simulation;
mod trend;

use crate::domain::Period;

pub use opportunity::{explain_expected_value, explain_opportunity};
pub use simulation::{explain_planned, explain_planned_arr};
pub use trend::{explain_forecast, explain_slope};

use super::metrics::{
    Flags, Inputs, MetricSpec, MetricValue, Rate, Survey, Unit, UnitMeasure, is_offered, spec,
};

/// Longest list of units that is shown without sums per branch.
pub const LIST_LIMIT: usize = 50;

/// A number together with what it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// What the number is called.
    pub name: String,
    /// The number; `None` = unknown, and then `reason` says why.
    pub value: Option<f64>,
    /// How to print it.
    pub unit: Unit,
    /// The formula in words, empty for an entered field.
    pub formula: String,
    /// Why the value is unknown.
    pub reason: Option<String>,
    /// What to know about it.
    pub flags: Flags,
    /// Where the definition comes from, such as "A" or "workbench default".
    pub source: String,
    /// The entered field, for a leaf: unit name, period, field.
    pub field: Option<(String, Period, &'static str)>,
    /// What it was made from.
    pub inputs: Vec<Explained>,
}

impl Explained {
    /// A known number without anything else.
    pub fn number(name: impl Into<String>, value: f64, unit: Unit) -> Self {
        Self {
            name: name.into(),
            value: Some(value),
            unit,
            formula: String::new(),
            reason: None,
            flags: Flags::default(),
            source: String::new(),
            field: None,
            inputs: Vec::new(),
        }
    }

    /// A measured number, known or not.
    pub fn measured(name: impl Into<String>, value: &MetricValue, unit: Unit) -> Self {
        Self {
            value: value.value,
            reason: value.reason.map(str::to_owned),
            flags: value.flags,
            ..Self::number(name, 0.0, unit)
        }
    }

    /// The same with a formula and what it was made from.
    #[must_use]
    pub fn made_of(self, formula: impl Into<String>, inputs: Vec<Self>) -> Self {
        Self { formula: formula.into(), inputs, ..self }
    }

    /// The same as the entered field of something named `who`.
    #[must_use]
    pub fn entered(self, who: impl Into<String>, period: Period, field: &'static str) -> Self {
        Self { field: Some((who.into(), period, field)), ..self }
    }

    /// Number of entered fields that it rests on, itself included; for "from 27 fields" beside a number.
    pub fn fields(&self) -> usize {
        usize::from(self.field.is_some()) + self.inputs.iter().map(Self::fields).sum::<usize>()
    }
}

/// Opens a metric of an account; a key that names no metric gives an unknown number that says so.
pub fn explain_metric(inputs: &Inputs<'_>, key: &str) -> Explained {
    let Some(spec) = spec(key) else {
        return Explained::measured(key, &MetricValue::unknown("there is no such metric"), Unit::Number);
    };
    let value = spec.of(&Survey::new(inputs));
    let known = inputs.facts.has_records || !spec.needs_records;
    let parts = if known { parts_of(inputs, spec, &value) } else { Vec::new() };
    Explained {
        source: spec.source.to_owned(),
        ..Explained::measured(spec.name, &value, spec.unit).made_of(spec.formula, parts)
    }
}

/// Opens a measure of one unit in the period of `inputs`; `unit` is its index in the account.
pub fn explain_unit(inputs: &Inputs<'_>, unit: usize, which: UnitMeasure) -> Explained {
    let name = format!("{}, {}", which.name(), inputs.account.unit_name(unit));
    let Some(known) = inputs.facts.units.get(unit).filter(|known| known.valid) else {
        let missing = MetricValue::unknown("the unit does not exist in this period");
        return Explained::measured(name, &missing, which.unit());
    };
    let value = which.measure(known);
    let row = spec(which.key());
    let formula = row.map_or(String::new(), |row| row.formula.to_owned());
    let (formula, parts) = match which {
        UnitMeasure::Rate(rate) => (formula, amounts::rate(inputs, unit, rate)),
        UnitMeasure::WhiteSpace => (formula, amounts::headroom(inputs, unit, Rate::Revenue)),
        UnitMeasure::SeatHeadroom => (formula, amounts::headroom(inputs, unit, Rate::Seats)),
        UnitMeasure::DormantSeats => (formula, amounts::headroom(inputs, unit, Rate::Utilisation)),
        UnitMeasure::Overage => (formula, amounts::overage(inputs, unit)),
        UnitMeasure::Amount(figure) => {
            return Explained { name, ..amounts::figure(inputs, unit, figure) };
        }
        UnitMeasure::Counted => (counts::counted_reason(inputs, unit).to_owned(), Vec::new()),
        UnitMeasure::Active => (counts::active_reason(inputs, unit), counts::activity(inputs, unit)),
        UnitMeasure::Units => (formula, counts::branch_units(inputs, unit)),
    };
    let source = row.map_or(String::new(), |row| row.source.to_owned());
    Explained { source, ..Explained::measured(name, &value, which.unit()).made_of(formula, parts) }
}

fn parts_of(inputs: &Inputs<'_>, spec: &MetricSpec, value: &MetricValue) -> Vec<Explained> {
    let facts = inputs.facts;
    if let Some(rate) = Rate::ALL.into_iter().find(|rate| rate.key() == spec.key) {
        return amounts::rate(inputs, 0, rate);
    }
    match spec.key {
        "unit_penetration" => counts::active_of(inputs, "units", &facts.counted),
        "strong_unit_penetration" => counts::strong(inputs),
        "reach_with_pilots" => counts::reached(inputs),
        "division_penetration" => counts::active_of(inputs, "divisions", &facts.divisions),
        "department_penetration" => counts::active_of(inputs, "departments", &facts.departments),
        "inactive_departments" => counts::inactive(inputs, &facts.departments),
        "team_penetration" => counts::active_of(inputs, "teams", &facts.teams),
        "geographic_penetration" => counts::geography(inputs),
        "white_space" => amounts::headroom(inputs, 0, Rate::Revenue),
        "net_gap" => amounts::net_gap(inputs, 0),
        "overage" => amounts::overage(inputs, 0),
        "seat_headroom" => amounts::headroom(inputs, 0, Rate::Seats),
        "dormant_seats" => amounts::headroom(inputs, 0, Rate::Utilisation),
        "dormant_share" => amounts::dormant_share(inputs),
        "product_penetration" => products::penetration(inputs),
        "open_products" => products::open(inputs),
        "product_grid_penetration" => products::grid(inputs),
        "penetration_points" => products::points(inputs),
        "average_product_adoption" => products::average(inputs, |unit| inputs.facts.units[unit].active),
        "average_product_adoption_all" => products::average(inputs, |_| true),
        "cross_sell_readiness" => products::readiness(inputs),
        "engaged_stakeholders" | "single_threaded" => people::engaged(inputs),
        "coverage_score" => people::coverage(inputs),
        "threaded_units_share" => people::threading(inputs),
        "role_coverage" => people::roles(inputs),
        "champion_count" => people::champions(inputs),
        "nrr" | "grr" => retention::ends(inputs),
        "grr_unit" => retention::kept(inputs),
        "upsell" => retention::growth(inputs, false),
        "new_unit" => retention::growth(inputs, true),
        "competitor_white_space" => plans::contested(inputs),
        "competitor_white_space_share" => plans::contested_share(inputs),
        "competitor_units" => plans::rivals(inputs),
        "pilot_pipeline" => plans::pilots(inputs),
        "roadmap_coverage" => plans::roadmap(inputs),
        "unplanned_white_space" => plans::unplanned(inputs),
        "confirmed_units" => plans::confirmed(inputs),
        "grounded_potential" => plans::potential(inputs, "Grounded potential", |entry| entry.grounded),
        "reviewed_potential" => plans::potential(inputs, "Reviewed potential", |entry| entry.reviewed),
        "top_unit_share" => amounts::top_share(inputs),
        "revenue_hhi" => amounts::shares(inputs),
        "effective_units" | "normalised_hhi" => vec![explain_metric(inputs, "revenue_hhi")],
        "overall_penetration" => {
            vec![explain_metric(inputs, inputs.workspace.settings.headline_axis.metric())]
        }
        "qoq_pp" | "qoq_relative" | "numerator_effect" | "denominator_effect" => change::since(inputs, 1),
        "yoy_pp" => change::since(inputs, inputs.workspace.settings.period_kind.per_year()),
        _ => plain_parts(value),
    }
}

/// The sum of some parts.
fn total(name: &str, formula: &str, unit: Unit, parts: Vec<Explained>) -> Explained {
    let sum = parts.iter().filter_map(|part| part.value).fold(0.0, |sum, part| sum + part);
    Explained::number(name, sum, unit).made_of(formula, parts)
}

/// Numerator and denominator as they are, for a metric that says no more about itself.
fn plain_parts(value: &MetricValue) -> Vec<Explained> {
    [("Numerator", value.numerator), ("Denominator", value.denominator)]
        .into_iter()
        .filter_map(|(name, part)| Some(Explained::number(name, part?, Unit::Number)))
        .collect()
}
