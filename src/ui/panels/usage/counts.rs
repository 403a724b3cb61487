//! What is counted per branch in one period: records that are carried, products adopted and those that apply.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    domain::{
        Account, Period, Product, ProductKey, ProductList, ProductState, UnitKey, UnitKind, UnitRecord,
        Workspace,
    },
    engine::metrics::{PeriodFacts, is_offered, product_state},
};

/// The counts of one account in one period.
#[derive(Debug, Clone)]
pub struct Counts {
    facts: Arc<PeriodFacts>,
    products: Arc<Vec<Product>>,
    account: Arc<Account>,
    /// Products offered in the period, by index.
    pub offered: Vec<usize>,
    /// Records in the period, confirmed and not.
    pub records: u32,
    /// Unconfirmed records by the period that they come from; `None` = not carried.
    sources: BTreeMap<Option<Period>, u32>,
    /// Unconfirmed records in each unit's branch.
    carried: Vec<u32>,
    /// Bits of products adopted, and of those that apply, by branch; `words` words a unit.
    adopted: Vec<u64>,
    applicable: Vec<u64>,
    words: usize,
    /// Keys of the products offered, ascending, with the bit of each.
    bits: Vec<(ProductKey, usize)>,
    /// Bits of the products that apply to each kind where nothing is entered.
    by_kind: Vec<u64>,
}

impl Counts {
    /// What is counted in an account in the period of `facts`, of which `day` is the last day.
    pub fn new(workspace: &Workspace, account: &Arc<Account>, facts: &Arc<PeriodFacts>, day: Date) -> Self {
        let count = account.units.len();
        let products = &workspace.products;
        let offered = offered(products, day);
        let words = offered.len().div_ceil(64);
        let mut bits: Vec<(ProductKey, usize)> =
            offered.iter().enumerate().map(|(bit, index)| (products[*index].key.clone(), bit)).collect();
        bits.sort();
        let mut by_kind = vec![0; UnitKind::ALL.len() * words];
        for kind in UnitKind::ALL {
            for (bit, product) in offered.iter().enumerate() {
                if product_state(&products[*product], *kind, None) != ProductState::NotApplicable {
                    by_kind[*kind as usize * words + bit / 64] |= 1 << (bit % 64);
                }
            }
        }
        let mut made = Self {
            facts: Arc::clone(facts),
            products: Arc::clone(products),
            account: Arc::clone(account),
            offered,
            records: 0,
            sources: BTreeMap::new(),
            carried: vec![0; count],
            adopted: vec![0; count * words],
            applicable: vec![0; count * words],
            words,
            bits,
            by_kind,
        };
        let mut places = Places::default();
        for unit in facts.order().iter().rev().map(|unit| *unit as usize) {
            let record = account.record(unit, facts.period);
            made.count_record(record, true);
            made.count_branch(unit, record, &mut places);
        }
        made
    }

    /// The same after the records of a few units have changed; `None` = more than that has.
    pub fn updated(
        &self,
        workspace: &Workspace,
        account: &Arc<Account>,
        facts: &Arc<PeriodFacts>,
        day: Date,
        changed: Vec<u32>,
    ) -> Option<Self> {
        let alike = Arc::ptr_eq(&self.products, &workspace.products)
            && self.offered == offered(&workspace.products, day)
            && self.facts.counted == facts.counted
            && self.facts.order() == facts.order();
        if !alike {
            return None;
        }
        let mut next = self.clone();
        (next.facts, next.account) = (Arc::clone(facts), Arc::clone(account));
        for unit in &changed {
            next.count_record(self.account.record(*unit as usize, self.facts.period), false);
            next.count_record(account.record(*unit as usize, facts.period), true);
        }
        // Upwards, and each level only once its branches are right.
        let mut stack = changed;
        let mut places = Places::default();
        while let Some(unit) = stack.pop() {
            let record = account.record(unit as usize, facts.period);
            next.count_branch(unit as usize, record, &mut places);
            stack.extend(facts.units[unit as usize].parent);
        }
        Some(next)
    }

    /// Whether they were counted from these facts and products.
    pub fn is_current(&self, facts: &Arc<PeriodFacts>, workspace: &Workspace) -> bool {
        Arc::ptr_eq(&self.facts, facts) && Arc::ptr_eq(&self.products, &workspace.products)
    }

    /// The facts they were made from.
    pub const fn facts(&self) -> &Arc<PeriodFacts> {
        &self.facts
    }

    /// The account they were made from.
    pub const fn account(&self) -> &Arc<Account> {
        &self.account
    }

    /// Counts a record among those of the period, or no longer.
    fn count_record(&mut self, record: Option<&UnitRecord>, comes: bool) {
        let Some(record) = record else { return };
        let step = |count: &mut u32| *count = if comes { *count + 1 } else { count.saturating_sub(1) };
        step(&mut self.records);
        if !record.confirmed {
            step(self.sources.entry(record.carried_from).or_default());
        }
    }

    /// Counts a branch from the unit's own record and the branches below it, which must be right.
    fn count_branch(&mut self, unit: usize, record: Option<&UnitRecord>, places: &mut Places) {
        let words = self.words;
        let children = self.facts.children(unit);
        let own = u32::from(record.is_some_and(|record| !record.confirmed));
        self.carried[unit] = own + children.iter().map(|child| self.carried[*child as usize]).sum::<u32>();
        let at = unit * words;
        self.adopted[at..at + words].fill(0);
        self.applicable[at..at + words].fill(0);
        if self.facts.units[unit].counted && words > 0 {
            let kind = self.account.units[unit].kind as usize * words;
            self.applicable[at..at + words].copy_from_slice(&self.by_kind[kind..kind + words]);
            let states = record.map(|record| &record.products);
            if let Some((list, states)) = states.and_then(|states| Some((states.list()?, states))) {
                let bits = places.bits(list, &self.bits);
                for (bit, state) in states.places().filter_map(|(place, state)| Some((bits[place]?, state))) {
                    let (word, mask) = (at + bit / 64, 1_u64 << (bit % 64));
                    match state {
                        ProductState::Adopted => {
                            self.adopted[word] |= mask;
                            self.applicable[word] |= mask;
                        }
                        ProductState::NotApplicable => self.applicable[word] &= !mask,
                        _ => self.applicable[word] |= mask,
                    }
                }
            }
        }
        // A unit may be counted above others, so its bits are joined with those of its branch.
        for child in self.facts.children(unit) {
            for word in 0..words {
                self.adopted[at + word] |= self.adopted[*child as usize * words + word];
                self.applicable[at + word] |= self.applicable[*child as usize * words + word];
            }
        }
    }

    /// The one period from which all carried figures come; `None` = several, or none.
    pub fn carried_from(&self) -> Option<Period> {
        let mut sources = self.sources.iter().filter(|(_, count)| **count > 0).filter_map(|(from, _)| *from);
        sources.next().filter(|_| sources.next().is_none())
    }

    /// Unconfirmed records in a unit's branch, its own included.
    pub fn carried_in(&self, unit: usize) -> u32 {
        self.carried.get(unit).copied().unwrap_or(0)
    }

    /// Unconfirmed records in the account.
    pub fn carried(&self) -> u32 {
        self.carried_in(0)
    }

    /// Units with an unconfirmed record in a branch, parents before children.
    pub fn to_confirm(&self, unit: usize) -> Vec<UnitKey> {
        let mut found = Vec::new();
        let mut stack = vec![unit as u32];
        while let Some(node) = stack.pop() {
            let node = node as usize;
            if self.carried_in(node) == 0 {
                continue;
            }
            if self.account.record(node, self.facts.period).is_some_and(|record| !record.confirmed) {
                found.push(self.account.units[node].key.clone());
            }
            stack.extend(self.facts.children(node).iter().rev());
        }
        found
    }

    /// Products adopted somewhere in a branch, and those that apply somewhere in it (as in metric M-13).
    pub fn products_in(&self, unit: usize) -> (u32, u32) {
        let ones = |bits: &[u64]| {
            bits.get(unit * self.words..(unit + 1) * self.words)
                .map_or(0, |bits| bits.iter().map(|word| word.count_ones()).sum())
        };
        (ones(&self.adopted), ones(&self.applicable))
    }
}

/// The bit of each product of the list that records have in common; most have the same one.
#[derive(Default)]
struct Places {
    list: Option<ProductList>,
    bits: Vec<Option<usize>>,
}

impl Places {
    /// The bits of the products of a list by their place in it; `None` = not offered. `bits` ascends by key.
    fn bits(&mut self, list: &ProductList, bits: &[(ProductKey, usize)]) -> &[Option<usize>] {
        if !self.list.as_ref().is_some_and(|known| Arc::ptr_eq(known, list)) {
            let bit = |key: &ProductKey| bits.binary_search_by(|(offered, _)| offered.cmp(key)).ok();
            self.bits = list.iter().map(|key| bit(key).map(|at| bits[at].1)).collect();
            self.list = Some(Arc::clone(list));
        }
        &self.bits
    }
}

/// Products offered on a day, by index.
fn offered(products: &[Product], day: Date) -> Vec<usize> {
    (0..products.len()).filter(|index| is_offered(&products[*index], day)).collect()
}
