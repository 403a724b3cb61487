//! Products: which are offered, where they apply, where they are adopted (M-13).

use jiff::civil::Date;

use crate::domain::{Account, Product, ProductState, UnitKind, UnitRecord};

use super::{Flags, Inputs, MetricValue, PeriodFacts};

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

/// What is known of one product in the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductReach {
    /// Index into the workspace's products.
    pub product: usize,
    /// Whether it applies to some counted unit.
    pub applicable: bool,
    /// Whether some counted unit has adopted it.
    pub adopted: bool,
}

/// Every product offered on `day`, against the units that count (ruling B10).
pub fn product_reach(
    products: &[Product],
    account: &Account,
    facts: &PeriodFacts,
    day: Date,
) -> Vec<ProductReach> {
    let mut reach: Vec<ProductReach> = (0..products.len())
        .filter(|index| is_offered(&products[*index], day))
        .map(|product| ProductReach { product, applicable: false, adopted: false })
        .collect();
    let key = |row: &ProductReach| &products[row.product].key;
    reach.sort_by(|a, b| key(a).cmp(key(b)));
    let mut undecided: Vec<usize> = (0..reach.len()).collect();
    // In row order: walking the lists is much faster than looking each counted unit up, and the order is no matter.
    for ((unit, records), known) in account.units.iter().zip(&account.records).zip(&facts.units) {
        if !known.counted {
            continue;
        }
        let at = records.binary_search_by_key(&facts.period, |(period, _)| *period);
        let record = at.ok().map(|at| &records[at].1);
        // Entered states are few; only they can adopt.
        for (product, state) in record.iter().flat_map(|record| &record.products) {
            if let Ok(at) = reach.binary_search_by(|row| key(row).cmp(product)) {
                reach[at].applicable |= *state != ProductState::NotApplicable;
                reach[at].adopted |= *state == ProductState::Adopted;
            }
        }
        // Most products apply to the first units already, so this soon has nothing left to do.
        if !undecided.is_empty() {
            undecided.retain(|row| {
                let row = &mut reach[*row];
                let state = product_state(&products[row.product], unit.kind, record);
                row.applicable |= state != ProductState::NotApplicable;
                !row.applicable
            });
        }
    }
    reach.sort_by_key(|row| row.product);
    reach
}

/// M-13: products adopted somewhere over those that could be.
pub(super) fn product_penetration(inputs: &Inputs<'_>) -> MetricValue {
    let reach = product_reach(&inputs.workspace.products, inputs.account, inputs.facts, inputs.day);
    let applicable = reach.iter().filter(|row| row.applicable).count();
    let adopted = reach.iter().filter(|row| row.adopted).count();
    let reason = if reach.is_empty() {
        "no product is offered in this period"
    } else {
        "no product applies to a unit that counts"
    };
    let units = &inputs.facts.units;
    MetricValue::share(adopted, applicable, reason).flagged(Flags {
        partial: inputs.facts.counted.iter().any(|index| !units[*index as usize].has_record),
        carried: inputs.facts.root().carried,
        ..Flags::default()
    })
}

/// Products that apply somewhere and are adopted nowhere (M-08 in another unit, ruling B13).
pub(super) fn open_products(inputs: &Inputs<'_>) -> MetricValue {
    let rate = product_penetration(inputs);
    match (rate.value, rate.denominator, rate.numerator) {
        (Some(_), Some(den), Some(num)) => MetricValue::known(den - num).flagged(rate.flags),
        _ => MetricValue { numerator: None, denominator: None, ..rate },
    }
}
