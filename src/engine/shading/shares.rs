//! What share of a branch is ours, where it is counted and not measured: divisions, departments, regions, products.

use jiff::civil::Date;

use crate::{
    domain::{Account, Product, ProductState, Workspace},
    engine::metrics::{PeriodFacts, is_offered, product_state},
};

/// Some things that are found in units: all of them and those that are ours, as bits that are joined upwards.
struct Bits {
    words: usize,
    all: Vec<u64>,
    ours: Vec<u64>,
}

impl Bits {
    fn new(units: usize, things: usize) -> Self {
        let words = things.div_ceil(64);
        Self { words, all: vec![0; units * words], ours: vec![0; units * words] }
    }

    fn put(&mut self, unit: usize, thing: usize, ours: bool) {
        let (at, mask) = (unit * self.words + thing / 64, 1 << (thing % 64));
        self.all[at] |= mask;
        self.ours[at] |= if ours { mask } else { 0 };
    }

    /// Percent of ours in each branch; `None` = there is nothing in it.
    fn shares(mut self, facts: &PeriodFacts) -> Vec<Option<f64>> {
        for &unit in facts.order().iter().rev() {
            let Some(up) = facts.parent(unit as usize) else { continue };
            let (from, to) = (unit as usize * self.words, up as usize * self.words);
            for word in 0..self.words {
                self.all[to + word] |= self.all[from + word];
                self.ours[to + word] |= self.ours[from + word];
            }
        }
        let ones = |bits: &[u64], unit: usize| -> u32 {
            bits[unit * self.words..(unit + 1) * self.words].iter().map(|word| word.count_ones()).sum()
        };
        (0..facts.units.len()).map(|unit| percent(ones(&self.ours, unit), ones(&self.all, unit))).collect()
    }
}

fn percent(ours: u32, all: u32) -> Option<f64> {
    (all > 0).then(|| 100.0 * f64::from(ours) / f64::from(all))
}

/// M-02 and M-04 of each branch: active units of a set over all of it, in percent; `None` = none is in the branch.
pub(super) fn of_set(facts: &PeriodFacts, set: &[u32]) -> Vec<Option<f64>> {
    let mut counts = vec![(0_u32, 0_u32); facts.units.len()];
    for unit in set.iter().map(|unit| *unit as usize) {
        counts[unit] = (u32::from(facts.units[unit].active), 1);
    }
    for &unit in facts.order().iter().rev() {
        let Some(up) = facts.parent(unit as usize) else { continue };
        let (active, all) = counts[unit as usize];
        counts[up as usize].0 += active;
        counts[up as usize].1 += all;
    }
    counts.into_iter().map(|(active, all)| percent(active, all)).collect()
}

/// M-03 of each branch: regions with an active unit over those with a unit that counts, in percent; `None` = no unit of the
/// branch lies in a region.
pub(super) fn of_regions(facts: &PeriodFacts) -> Vec<Option<f64>> {
    let mut bits = Bits::new(facts.units.len(), facts.places.keys.len());
    for unit in facts.counted.iter().map(|unit| *unit as usize) {
        if let Some(region) = facts.places.of_unit[unit] {
            bits.put(unit, region as usize, facts.units[unit].active);
        }
    }
    bits.shares(facts)
}

/// M-13 of each branch: products adopted somewhere over those that apply somewhere, in percent; `None` = none applies.
pub(super) fn of_products(
    workspace: &Workspace,
    account: &Account,
    facts: &PeriodFacts,
    day: Date,
) -> Vec<Option<f64>> {
    let offered: Vec<&Product> =
        workspace.products.iter().filter(|product| is_offered(product, day)).collect();
    let mut bits = Bits::new(facts.units.len(), offered.len());
    for unit in facts.counted.iter().map(|unit| *unit as usize) {
        let record = account.record(unit, facts.period);
        for (thing, product) in offered.iter().enumerate() {
            let state = product_state(product, facts.kind(unit), record);
            if state != ProductState::NotApplicable {
                bits.put(unit, thing, state == ProductState::Adopted);
            }
        }
    }
    bits.shares(facts)
}
