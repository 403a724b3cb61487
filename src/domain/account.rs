//! One customer: its tree of units, their records, and what is known about people, competitors and plans.

use std::sync::Arc;

use hashbrown::HashMap;
use imbl::Vector;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AccountKey, Amount, Competitor, MetricKey, OrgUnit, Period, ProductList, RegionKey, RoadmapItem, RuleKey,
    Signal, Stakeholder, UnitKey, UnitRecord, text_enum::text_enum,
};

text_enum! {
    /// How much the account matters to us.
    Tier {
        /// Strategic.
        Strategic = "strategic", "Strategic";
        /// Enterprise.
        Enterprise = "enterprise", "Enterprise";
        /// Standard.
        Standard = "standard", "Standard";
        /// Not yet a customer; unknown figures of a prospect are known zeros.
        Prospect = "prospect", "Prospect";
    }
}

text_enum! {
    /// A branch of the metric tree, each with an owner.
    Branch {
        /// Seats.
        Seats = "seats", "Seats";
        /// Products.
        Products = "products", "Products";
        /// Departments.
        Departments = "departments", "Departments";
        /// Spend.
        Spend = "spend", "Spend";
    }
}

/// All records of one unit, ascending by period, at most one a period. Shared: an edit copies one unit's periods.
pub type UnitRecords = Arc<Vec<(Period, UnitRecord)>>;

/// One customer. `units[0]` is the root; `records` runs parallel to `units`.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Unique in the workspace.
    pub key: AccountKey,
    /// Name on screen.
    pub name: String,
    /// Who looks after it on our side.
    pub owner: Option<String>,
    /// How much it matters; `None` = not segmented (rule G-27).
    pub tier: Option<Tier>,
    /// Start of the first contract.
    pub customer_since: Option<Date>,
    /// Addressable regions; may name one before any unit exists there.
    pub regions_in_scope: Vec<RegionKey>,
    /// Label used by the "comparable accounts" basis.
    pub comparable_group: Option<String>,
    /// Root first, then in row order. Every unit's parent is in the list; parents form one tree.
    pub units: Vector<Arc<OrgUnit>>,
    /// Records of `units[i]` at `i`.
    pub records: Vector<UnitRecords>,
    /// People.
    pub stakeholders: Arc<Vec<Stakeholder>>,
    /// Competitor, legacy and in-house presence.
    pub competitors: Arc<Vec<Competitor>>,
    /// Signals seen.
    pub signals: Arc<Vec<Signal>>,
    /// Planned work.
    pub roadmap: Arc<Vec<RoadmapItem>>,
    /// Aims of this account.
    pub targets: Arc<Vec<Target>>,
    /// Entered flows, checked against ARR by rule G-19.
    pub movements: Arc<Vec<Movement>>,
}

impl Account {
    /// An account with a root and nothing else.
    pub fn new(key: impl Into<AccountKey>, name: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            owner: None,
            tier: None,
            customer_since: None,
            regions_in_scope: Vec::new(),
            comparable_group: None,
            units: Vector::unit(Arc::new(OrgUnit::root())),
            records: Vector::unit(UnitRecords::default()),
            stakeholders: Arc::default(),
            competitors: Arc::default(),
            signals: Arc::default(),
            roadmap: Arc::default(),
            targets: Arc::default(),
            movements: Arc::default(),
        }
    }

    /// Appends a unit with its records.
    pub fn push_unit(&mut self, unit: OrgUnit, mut records: Vec<(Period, UnitRecord)>) {
        // Lists grow by doubling; of records, which make up most of a workspace, a quarter of the memory would be unused.
        records.shrink_to_fit();
        let mut list = self.product_list();
        for (_, record) in &mut records {
            record.products.share(&mut list);
        }
        self.units.push_back(Arc::new(unit));
        self.records.push_back(Arc::new(records));
    }

    /// The list of products in which the last unit that has any keeps their states.
    fn product_list(&self) -> Option<ProductList> {
        let newest = |records: &UnitRecords| {
            records.iter().rev().find_map(|(_, record)| record.products.list().cloned())
        };
        self.records.iter().rev().take(8).find_map(newest)
    }

    /// Name of the unit at `index`; the account's own name for the root.
    pub fn unit_name(&self, index: usize) -> &str {
        match self.units.get(index) {
            Some(unit) if index > 0 => &unit.name,
            _ => &self.name,
        }
    }

    /// The record of the unit at `index` in `period`; `None` = nothing was entered.
    pub fn record(&self, index: usize, period: Period) -> Option<&UnitRecord> {
        record_at(self.records.get(index)?, period)
    }

    /// The latest period in which any unit has a record; `None` = no record at all. Looks at every unit.
    pub fn latest_period(&self) -> Option<Period> {
        self.records.iter().filter_map(|records| Some(records.last()?.0)).max()
    }

    /// Index of a unit by its key, by a linear search; use [`Self::find_units`] or [`super::Tree::index`] where many are
    /// looked up.
    pub fn find_unit(&self, key: &UnitKey) -> Option<usize> {
        // A key at hand is mostly one of the account's own; looking for it reads no text.
        let own = self.units.iter().position(|unit| unit.key.shares_text_with(key));
        own.or_else(|| self.units.iter().position(|unit| unit.key == *key))
    }

    /// Indices of units in the order of their keys; `None` = there is no such unit. A few are found by a walk each,
    /// thousands by one walk over the units.
    pub fn find_units<'a>(&self, keys: impl IntoIterator<Item = &'a UnitKey>) -> Vec<Option<usize>> {
        let keys: Vec<&UnitKey> = keys.into_iter().collect();
        if keys.len() <= 4 {
            return keys.into_iter().map(|key| self.find_unit(key)).collect();
        }
        // Keys at hand are mostly the account's own, which their places in memory tell apart without reading any text.
        let mut own: HashMap<usize, Option<usize>> = keys.iter().map(|key| (key.address(), None)).collect();
        for (index, unit) in self.units.iter().enumerate() {
            if let Some(found) = own.get_mut(&unit.key.address()) {
                // Where a file brought a key twice, the first counts, as with a single look-up.
                found.get_or_insert(index);
            }
        }
        if own.values().all(Option::is_some) {
            return keys.into_iter().map(|key| own[&key.address()]).collect();
        }
        let mut wanted: HashMap<&UnitKey, Option<usize>> = keys.iter().map(|key| (*key, None)).collect();
        for (index, unit) in self.units.iter().enumerate() {
            if let Some(found) = wanted.get_mut(&unit.key) {
                found.get_or_insert(index);
            }
        }
        keys.into_iter().map(|key| wanted[key]).collect()
    }
}

/// The record of a period among those of a unit; `None` = nothing was entered.
///
/// Records mostly follow each other without gaps, so the place is tried that the last one leads to; searching would touch
/// several of them, and each lies in memory of its own.
pub fn record_at(records: &[(Period, UnitRecord)], period: Period) -> Option<&UnitRecord> {
    let last = records.len().checked_sub(1)?;
    let back = usize::try_from(records[last].0.0 - period.0).ok()?;
    let tried = last.checked_sub(back).map(|at| &records[at]).filter(|(at, _)| *at == period);
    let found = || records.binary_search_by_key(&period, |(at, _)| *at).ok().map(|at| &records[at]);
    tried.or_else(found).map(|(_, record)| record)
}

/// An aim: a metric's value by a period, in the metric's own unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Metric key.
    pub metric: MetricKey,
    /// Value in the unit of the metric (percent on 0–100).
    pub value: Amount,
    /// Period by whose end it should be reached.
    pub due_period: Period,
}

/// Entered flows of one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Movement {
    /// The period.
    pub period: Period,
    /// ARR at its beginning.
    pub begin: Option<Amount>,
    /// New logo.
    pub new: Option<Amount>,
    /// Growth of existing revenue.
    pub expansion: Option<Amount>,
    /// Shrinkage of existing revenue.
    pub contraction: Option<Amount>,
    /// Lost revenue.
    pub churn: Option<Amount>,
}

/// Who answers for a branch of the metric tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BranchOwner {
    /// `None` = all accounts.
    pub account: Option<AccountKey>,
    /// The branch.
    pub branch: Branch,
    /// Does the work.
    pub responsible: Option<String>,
    /// Answers for it.
    pub accountable: Option<String>,
    /// Is asked.
    pub consulted: Vec<String>,
    /// Is told.
    pub informed: Vec<String>,
}

/// A finding that somebody has seen and put aside until a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// `None` = workspace-wide rule.
    pub account: Option<AccountKey>,
    /// The rule.
    pub rule: RuleKey,
    /// The unit concerned, if any.
    pub unit: Option<UnitKey>,
    /// Last period for which it holds; `None` = for good.
    pub until: Option<Period>,
    /// Why.
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnitKind;

    /// Few and many keys, the account's own and ones of equal text, some of them unknown: as one by one.
    #[test]
    fn units_are_found_together_as_one_by_one() {
        let mut account = Account::new("a", "A");
        for n in 0..40 {
            let unit =
                OrgUnit::new(format!("u{n}"), Some(UnitKey::root()), format!("Unit {n}"), UnitKind::Team);
            account.push_unit(unit, Vec::new());
        }
        let own: Vec<UnitKey> = account.units.iter().map(|unit| unit.key.clone()).collect();
        let typed: Vec<UnitKey> = (0..50).map(|n| UnitKey::from(format!("u{n}"))).collect();
        let mixed: Vec<UnitKey> = own.iter().zip(&typed).flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        for keys in [&own[..], &own[..3], &typed, &typed[38..42], &mixed, &[]] {
            let one_by_one: Vec<_> =
                keys.iter().map(|key| account.units.iter().position(|unit| unit.key == *key)).collect();
            assert_eq!(account.find_units(keys), one_by_one);
            assert_eq!(keys.iter().map(|key| account.find_unit(key)).collect::<Vec<_>>(), one_by_one);
        }
    }
}
