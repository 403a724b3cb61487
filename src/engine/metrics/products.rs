//! Products: which are offered, where they apply, where they are adopted (M-13 to M-17, M-39).

use jiff::civil::Date;

use crate::{
    domain::{Product, ProductState, UnitKind, UnitRecord},
    engine::compare,
};

use super::{Flags, Inputs, MetricValue, Pair, Rows, Survey, entered::Entered};

/// Seat utilisation in percent from which a unit is ready for its next product.
pub const READY_UTILISATION: f64 = 60.0;

/// Whether a product is offered on a day; both ends are included, an absent end is open (ruling A8).
pub fn is_offered(product: &Product, day: Date) -> bool {
    product.offered_from.is_none_or(|from| from <= day) && product.offered_to.is_none_or(|to| day <= to)
}

/// State of a product in a unit: as entered, else open where its kind applies, else not applicable (ruling B11).
pub fn product_state(product: &Product, kind: UnitKind, record: Option<&UnitRecord>) -> ProductState {
    let applies = product.applicable_kinds.is_empty() || product.applicable_kinds.contains(&kind);
    record.and_then(|record| record.product(&product.key)).unwrap_or(if applies {
        ProductState::Open
    } else {
        ProductState::NotApplicable
    })
}

/// One product against the units that count (rulings B10, B12): a column of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductReach {
    /// Index into the workspace's products.
    pub product: usize,
    /// Units to which it applies.
    pub applicable: usize,
    /// Of these, units in which it is open.
    pub open: usize,
    /// Of these, units that have adopted it.
    pub adopted: usize,
}

impl ProductReach {
    /// M-16: units that adopted it over units to which it applies.
    pub fn reach(&self) -> MetricValue {
        MetricValue::share(self.adopted, self.applicable, "it applies to no unit that counts")
    }
}

/// Every product offered in the period, in row order of the workspace (M-16).
pub fn product_reach(inputs: &Inputs<'_>) -> Vec<ProductReach> {
    Entered::new(inputs, &Rows::of_period(inputs.account, inputs.facts.period)).products
}

/// M-13: products adopted somewhere over those that could be.
pub(super) fn product_penetration(survey: &Survey<'_>) -> MetricValue {
    let reach = survey.products();
    let applicable = reach.iter().filter(|row| row.applicable > 0).count();
    let adopted = reach.iter().filter(|row| row.adopted > 0).count();
    MetricValue::share(adopted, applicable, missing(survey)).flagged(flags(survey))
}

/// Products that apply somewhere and are adopted nowhere (M-08 in another unit, ruling B13).
pub(super) fn open_products(survey: &Survey<'_>) -> MetricValue {
    let rate = product_penetration(survey);
    match (rate.value, rate.denominator, rate.numerator) {
        (Some(_), Some(den), Some(num)) => MetricValue::known(den - num).flagged(rate.flags),
        _ => MetricValue { numerator: None, denominator: None, ..rate },
    }
}

/// M-14: adopted over applicable cells of units × products.
pub(super) fn product_grid_penetration(survey: &Survey<'_>) -> MetricValue {
    let reach = survey.products();
    let sum = |cells: fn(&ProductReach) -> usize| reach.iter().map(cells).sum();
    MetricValue::share(sum(|row| row.adopted), sum(|row| row.applicable), missing(survey))
        .flagged(flags(survey))
}

/// M-15 over active units: mean of adopted over applicable products, unit by unit.
pub(super) fn average_product_adoption(survey: &Survey<'_>) -> MetricValue {
    average(survey, survey.census().adoption_of_active, "no product applies to an active unit")
}

/// M-15 over all units that count.
pub(super) fn average_product_adoption_all(survey: &Survey<'_>) -> MetricValue {
    average(survey, survey.census().adoption, missing(survey))
}

/// M-17: open cells of active units that are ready for the next product, over all of their open cells.
pub(super) fn cross_sell_readiness(survey: &Survey<'_>) -> MetricValue {
    let census = survey.census();
    MetricValue::share(census.ready_cells, census.open_cells, "no active unit has an open product")
        .flagged(flags(survey))
}

/// Whether a unit is ready for its next product: it uses its seats, and somebody inside speaks for us or good news waits.
pub fn is_ready(survey: &Survey<'_>, unit: usize) -> bool {
    let used = survey.facts.units[unit].utilisation().and_then(Pair::percent);
    used.is_some_and(|percent| compare::at_least(percent, READY_UTILISATION))
        && (survey.people().champions_in.of(unit) > 0 || survey.good_news().of(unit) > 0)
}

/// M-39: cells of units × products to which a product applies.
pub(super) fn penetration_points(survey: &Survey<'_>) -> MetricValue {
    let cells: usize = survey.products().iter().map(|row| row.applicable).sum();
    if survey.products().is_empty() {
        return MetricValue::unknown(missing(survey));
    }
    MetricValue::known(cells as f64).flagged(flags(survey))
}

fn average(survey: &Survey<'_>, (sum, units): (f64, u32), reason: &'static str) -> MetricValue {
    match units {
        0 => MetricValue::unknown(reason),
        _ => MetricValue::known(100.0 * sum / f64::from(units)).flagged(flags(survey)),
    }
}

fn missing(survey: &Survey<'_>) -> &'static str {
    if survey.products().is_empty() {
        "no product is offered in this period"
    } else {
        "no product applies to a unit that counts"
    }
}

/// Partial if a unit has no record; what is not entered is open.
fn flags(survey: &Survey<'_>) -> Flags {
    let partial = survey.activity().without_record;
    Flags { partial, carried: survey.facts.root().carried, ..Flags::default() }
}
