//! The same units under other heads: by region, by kind, by owner; without a copy of any figure.
//!
//! Sums stay what they are: every unit that counts goes on counting, every other one does not; a branch that is entered
//! as a total moves as a whole, and so does one below a unit that counts.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    Account, Counting, EntryMode, OrgUnit, Period, RegionKey, Tree, UnitKey, UnitKind, Workspace,
};

use super::metrics::{self, PeriodFacts, Regions};

/// What units are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum GroupBy {
    /// Their own region, or that of the nearest unit above.
    Region,
    /// Their kind.
    Kind,
    /// Their own owner, or that of the nearest unit above.
    Owner,
}

/// What the units of one group share; `None` = they have none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// A region.
    Region(RegionKey),
    /// A kind, by its place in [`UnitKind::ALL`].
    Kind(usize),
    /// An owner.
    Owner(String),
    /// No region, no owner; after all others.
    Nobody,
}

/// An account as it looks when its units are regrouped. For display only: it is never saved and has units that no edit
/// knows.
#[derive(Debug, Clone)]
pub struct Regrouped {
    /// The units at their old indices, then one unit for each group, below the root.
    pub account: Account,
    /// Their tree.
    pub tree: Tree,
    /// Their figures in the period.
    pub facts: PeriodFacts,
    /// What the groups stand for, in the order of the groups.
    pub heads: Vec<Head>,
}

/// Puts the units of a period under other heads. Units that only group others are left out. O(units log units).
pub fn regroup(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    facts: &PeriodFacts,
    by: GroupBy,
) -> Regrouped {
    let regions = metrics::regions(facts);
    let head_of = heads(account, facts, &regions, by);
    let places = places(account, facts, &head_of);
    let mut groups: BTreeMap<&Head, usize> = BTreeMap::new();
    for unit in facts.order() {
        if matches!(places[*unit as usize], Place::Head) {
            groups.insert(&head_of[*unit as usize], 0);
        }
    }
    let heads: Vec<Head> = groups.keys().map(|head| (*head).clone()).collect();
    for (at, place) in groups.values_mut().enumerate() {
        *place = at;
    }
    let key = |group: usize| UnitKey::from(format!("\u{1}group {group}"));
    let units = account.units.iter().enumerate().map(|(index, unit)| {
        let counting = if facts.units[index].counted { Counting::Always } else { Counting::Never };
        match places[index] {
            Place::Root => Arc::clone(unit),
            Place::Out => Arc::new(OrgUnit {
                // A period that is never shown, so that it does not exist in any other.
                valid_from: Some(facts.period.plus(1)),
                valid_to: Some(facts.period.plus(-1)),
                ..OrgUnit::clone(unit)
            }),
            Place::Below(_) | Place::Head => {
                let parent = match places[index] {
                    Place::Below(up) => account.units[up as usize].key.clone(),
                    _ => key(groups[&head_of[index]]),
                };
                let position = unit.position.filter(|_| unit.parent.as_ref() == Some(&parent));
                // The unit from which it had its region may not be above it any more.
                let region = regions.of_unit[index].map(|region| regions.keys[region as usize].clone());
                let region = region.or_else(|| unit.region.clone());
                Arc::new(OrgUnit { parent: Some(parent), position, counting, region, ..OrgUnit::clone(unit) })
            }
        }
    });
    let made = heads.iter().enumerate().map(|(at, head)| {
        let name = name(workspace, head, by);
        let region = if let Head::Region(key) = head { Some(key.clone()) } else { None };
        Arc::new(OrgUnit { region, ..OrgUnit::new(key(at), Some(UnitKey::root()), name, UnitKind::Region) })
    });
    let units: imbl::Vector<Arc<OrgUnit>> = units.chain(made).collect();
    let mut records = account.records.clone();
    records.extend(std::iter::repeat_n(Arc::default(), heads.len()));
    let account = Account { units, records, ..account.clone() };
    let (account, tree) = match Tree::new(&account.units) {
        Ok(tree) => (account, tree),
        // Cannot be: every parent is a group or a unit that was its parent before.
        Err(_) => (account.clone(), tree.clone()),
    };
    let facts = metrics::facts(workspace, &account, &tree, facts.period);
    Regrouped { account, tree, facts, heads }
}

impl Regrouped {
    /// The figures of the regrouped account in another period.
    pub fn facts_in(&self, workspace: &Workspace, period: Period) -> PeriodFacts {
        metrics::facts(workspace, &self.account, &self.tree, period)
    }
}

/// What the unit at an index stands for if it is a group: groups are the last of `count` units.
pub fn head_at(heads: &[Head], count: usize, unit: usize) -> Option<&Head> {
    heads.get(unit.checked_sub(count - heads.len())?)
}

/// Where a unit goes.
#[derive(Clone, Copy)]
enum Place {
    Root,
    /// It only groups others, or does not exist.
    Out,
    /// Below the head it has.
    Head,
    /// It stays below a unit that is kept.
    Below(u32),
}

fn places(account: &Account, facts: &PeriodFacts, head_of: &[Head]) -> Vec<Place> {
    let mut places = vec![Place::Out; facts.units.len()];
    places[0] = Place::Root;
    // Within a branch that is entered as a total, and below a unit that counts, nothing moves.
    let mut fixed = vec![false; facts.units.len()];
    for &unit in facts.order().iter().filter(|unit| **unit > 0) {
        let at = unit as usize;
        let own = &facts.units[at];
        let up = own.parent.unwrap_or(0) as usize;
        let enters_total = account.units[at].entry_mode == EntryMode::Total && own.has_record;
        fixed[at] = enters_total || own.counted || fixed[up];
        let only_groups = !own.counted && !own.has_record && !facts.children(at).is_empty();
        if only_groups && !fixed[up] {
            continue;
        }
        let stays = up > 0 && !matches!(places[up], Place::Out) && (fixed[up] || head_of[up] == head_of[at]);
        places[at] = if stays { Place::Below(up as u32) } else { Place::Head };
    }
    places
}

fn heads(account: &Account, facts: &PeriodFacts, regions: &Regions, by: GroupBy) -> Vec<Head> {
    let mut heads = vec![Head::Nobody; facts.units.len()];
    match by {
        GroupBy::Region => {
            for (head, region) in heads.iter_mut().zip(&regions.of_unit) {
                if let Some(region) = region {
                    *head = Head::Region(regions.keys[*region as usize].clone());
                }
            }
        }
        GroupBy::Kind => {
            for (head, unit) in heads.iter_mut().zip(&account.units) {
                *head = Head::Kind(UnitKind::ALL.iter().position(|kind| *kind == unit.kind).unwrap_or(0));
            }
        }
        GroupBy::Owner => {
            for &unit in facts.order() {
                let own = account.units[unit as usize].owner.clone();
                heads[unit as usize] = match (own, facts.units[unit as usize].parent) {
                    (Some(owner), _) => Head::Owner(owner),
                    (None, Some(up)) => heads[up as usize].clone(),
                    (None, None) => account.owner.clone().map_or(Head::Nobody, Head::Owner),
                };
            }
        }
    }
    heads
}

fn name(workspace: &Workspace, head: &Head, by: GroupBy) -> String {
    match head {
        Head::Region(key) => {
            let named = workspace.regions.iter().find(|region| region.key == *key);
            named.map_or_else(|| key.to_string(), |region| region.name.clone())
        }
        Head::Kind(at) => UnitKind::ALL[*at].word().to_owned(),
        Head::Owner(owner) => owner.clone(),
        Head::Nobody if by == GroupBy::Region => "No region".to_owned(),
        Head::Nobody => "No owner".to_owned(),
    }
}
