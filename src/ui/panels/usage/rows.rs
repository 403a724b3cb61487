//! The rows shown: the tree of the period without what is collapsed, and what is counted per branch.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    domain::{Account, Product, UnitKey, UnitKind, Workspace},
    engine::metrics::{PeriodFacts, is_offered, product_state},
};

use super::filter::Order;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Index of the unit in the account.
    pub unit: u32,
    /// Steps below the root.
    pub depth: u32,
    /// Whether units hang below it.
    pub is_parent: bool,
    /// Whether they are hidden.
    pub is_collapsed: bool,
}

/// The rows and counts of one account in one period; made anew when facts, products or collapsed units change.
#[derive(Debug)]
pub struct Rows {
    facts: Arc<PeriodFacts>,
    products: Arc<Vec<Product>>,
    account: Arc<Account>,
    generation: u64,
    /// Rows shown, top to bottom; never empty once they are laid out.
    pub list: Vec<Row>,
    /// Products offered in the period, by index.
    pub offered: Vec<usize>,
    /// Row of each unit; `u32::MAX` = not shown.
    row_of: Vec<u32>,
    /// Unconfirmed records in each unit's branch.
    carried: Vec<u32>,
    /// Records in the period, confirmed and not.
    pub records: u32,
    /// Bits of products adopted, and of those that apply, by branch; `words` words a unit.
    adopted: Vec<u64>,
    applicable: Vec<u64>,
    words: usize,
    /// The one period from which all carried figures come; `None` = several, or none.
    pub carried_from: Option<crate::domain::Period>,
}

impl Rows {
    /// Whether it still shows what it was made for.
    pub fn is_current(&self, facts: &Arc<PeriodFacts>, workspace: &Workspace, generation: u64) -> bool {
        Arc::ptr_eq(&self.facts, facts)
            && Arc::ptr_eq(&self.products, &workspace.products)
            && self.generation == generation
    }

    /// Whether an account is the one it was made for, in whatever version.
    pub fn is_of(&self, account: &Account) -> bool {
        self.account.key == account.key
    }

    /// Whether the rows of the same units in the same period stand in it, so that their order can be kept.
    pub fn is_like(&self, account: &Account, facts: &PeriodFacts) -> bool {
        self.facts.period == facts.period
            && (self.account.units.ptr_eq(&account.units) || self.account.units == account.units)
    }

    /// What is counted in an account in the period of `facts`, of which `day` is the last day; no row yet.
    pub fn counted(
        workspace: &Workspace,
        account: &Arc<Account>,
        facts: &Arc<PeriodFacts>,
        day: Date,
        generation: u64,
    ) -> Self {
        let count = account.units.len();
        let products = &workspace.products;
        let offered: Vec<usize> =
            (0..products.len()).filter(|index| is_offered(&products[*index], day)).collect();
        let mut made = Self {
            facts: Arc::clone(facts),
            products: Arc::clone(products),
            account: Arc::clone(account),
            generation,
            list: Vec::new(),
            words: offered.len().div_ceil(64),
            offered,
            row_of: vec![u32::MAX; count],
            carried: vec![0; count],
            records: 0,
            adopted: Vec::new(),
            applicable: Vec::new(),
            carried_from: None,
        };
        made.count();
        made
    }

    /// Lays the rows out in an order, except those below a collapsed unit.
    #[must_use]
    pub fn laid_out(mut self, order: &Order, collapsed: &HashSet<UnitKey>) -> Self {
        let mut rows = Vec::with_capacity(self.row_of.len());
        let mut stack = vec![(0_u32, 0_u32)];
        while let Some((unit, depth)) = stack.pop() {
            let children = order.sorted(self.facts.children(unit as usize));
            let is_parent = !self.facts.children(unit as usize).is_empty();
            let is_collapsed = is_parent
                && !collapsed.is_empty()
                && collapsed.contains(&self.account.units[unit as usize].key);
            self.row_of[unit as usize] = rows.len() as u32;
            rows.push(Row { unit, depth, is_parent, is_collapsed });
            if !is_collapsed {
                stack.extend(children.iter().rev().map(|child| (*child, depth + 1)));
            }
        }
        self.list = rows;
        self
    }

    /// Counts records and products bottom-up, in one walk over the units.
    fn count(&mut self) {
        let (account, facts) = (Arc::clone(&self.account), Arc::clone(&self.facts));
        let words = self.words;
        let count = account.units.len();
        self.adopted = vec![0; count * words];
        self.applicable = vec![0; count * words];
        let place: HashMap<&str, usize> = self
            .offered
            .iter()
            .enumerate()
            .map(|(bit, index)| (self.products[*index].key.as_str(), bit))
            .collect();
        let mut kinds: HashMap<UnitKind, Vec<u64>> = HashMap::new();
        let mut sources = HashSet::new();
        for &index in facts.order().iter().rev() {
            let unit = index as usize;
            let record = account.record(unit, facts.period);
            if let Some(record) = record {
                self.records += 1;
                if !record.confirmed {
                    self.carried[unit] += 1;
                    sources.extend(record.carried_from);
                }
            }
            if facts.units[unit].counted && words > 0 {
                let kind = account.units[unit].kind;
                let by_kind = kinds.entry(kind).or_insert_with(|| {
                    let mut bits = vec![0; words];
                    for (bit, product) in self.offered.iter().enumerate() {
                        let state = product_state(&self.products[*product], kind, None);
                        if state != crate::domain::ProductState::NotApplicable {
                            bits[bit / 64] |= 1 << (bit % 64);
                        }
                    }
                    bits
                });
                for (word, bits) in by_kind.iter().enumerate() {
                    self.applicable[unit * words + word] |= bits;
                }
                for (key, state) in record.map_or(&[][..], |record| &record.products) {
                    use crate::domain::ProductState::{Adopted, NotApplicable};
                    let Some(bit) = place.get(key.as_str()) else { continue };
                    let (at, mask) = (unit * words + bit / 64, 1_u64 << (bit % 64));
                    // A unit may be counted above others, so its bits are joined with those of its branch.
                    match state {
                        Adopted => {
                            self.adopted[at] |= mask;
                            self.applicable[at] |= mask;
                        }
                        NotApplicable => self.applicable[at] &= !mask,
                        _ => self.applicable[at] |= mask,
                    }
                }
            }
            if let Some(parent) = facts.units[unit].parent {
                let parent = parent as usize;
                self.carried[parent] += self.carried[unit];
                for word in 0..words {
                    self.adopted[parent * words + word] |= self.adopted[unit * words + word];
                    self.applicable[parent * words + word] |= self.applicable[unit * words + word];
                }
            }
        }
        self.carried_from = if sources.len() == 1 { sources.into_iter().next() } else { None };
    }

    /// Number of rows shown, at least 1.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The facts it was made from.
    pub fn facts(&self) -> &PeriodFacts {
        &self.facts
    }

    /// Row of a unit; `None` = it is hidden or does not exist.
    pub fn row_of(&self, unit: usize) -> Option<usize> {
        self.row_of.get(unit).filter(|row| **row != u32::MAX).map(|row| *row as usize)
    }

    /// Key of the unit in a row.
    pub fn key(&self, row: usize) -> Option<&UnitKey> {
        self.list.get(row).map(|row| &self.account.units[row.unit as usize].key)
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
