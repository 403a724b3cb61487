//! Regions of an account in one period, with inheritance down the tree of that period.

use crate::domain::{Account, RegionKey};

use super::{PeriodFacts, shape::Shape};

/// In which region each unit lies, for one set of units that exist and count.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// Distinct regions, ascending by key: those in scope of the account and those of counted units.
    pub keys: Vec<RegionKey>,
    /// Index into `keys` for each unit of the account, own or inherited. `None` = it has no region, or one in which
    /// no unit counts and which is not in scope.
    pub of_unit: Vec<Option<u32>>,
}

/// Regions in scope and those of units that count.
#[derive(Debug, Clone, PartialEq)]
pub struct Regions {
    /// As [`Places::keys`].
    pub keys: Vec<RegionKey>,
    /// Whether some counted unit there is active; parallel to `keys`.
    pub active: Vec<bool>,
    /// As [`Places::of_unit`].
    pub of_unit: Vec<Option<u32>>,
}

/// The regions of M-03. Keys are compared exactly; the parent of a region plays no part (ruling B9).
pub fn regions(facts: &PeriodFacts) -> Regions {
    let Places { keys, of_unit } = facts.places.clone();
    Regions { keys, active: active_regions(facts), of_unit }
}

/// Whether each region of [`Places::keys`] has an active unit that counts.
pub fn active_regions(facts: &PeriodFacts) -> Vec<bool> {
    let mut active = vec![false; facts.places.keys.len()];
    for &unit in &facts.counted {
        if let Some(region) = facts.places.of_unit[unit as usize] {
            active[region as usize] |= facts.units[unit as usize].active;
        }
    }
    active
}

impl Places {
    /// Those of several accounts, one after the other after a root without a region.
    pub(super) fn below_one_root<'a>(parts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let mut keys: Vec<RegionKey> = parts.clone().flat_map(|part| part.keys.iter().cloned()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut all = Self { keys, of_unit: vec![None] };
        for part in parts {
            let place: Vec<Option<u32>> = part.keys.iter().map(|key| all.at(key)).collect();
            all.of_unit
                .extend(part.of_unit.iter().map(|region| region.and_then(|region| place[region as usize])));
        }
        all
    }

    /// Index of a region; `None` = it is none of these.
    pub fn at(&self, key: &RegionKey) -> Option<u32> {
        self.keys.binary_search(key).ok().map(|at| at as u32)
    }

    pub(super) fn new(account: &Account, shape: &Shape, counted: &[u32]) -> Self {
        let own: Vec<Option<&RegionKey>> = account.units.iter().map(|unit| unit.region.as_ref()).collect();
        if account.regions_in_scope.is_empty() && own.iter().all(Option::is_none) {
            return Self { keys: Vec::new(), of_unit: vec![None; own.len()] };
        }
        // The node whose own region holds at each node; regions are looked up once per such node, not per unit.
        let mut holder: Vec<Option<u32>> = vec![None; own.len()];
        for &node in &shape.order {
            holder[node as usize] = match own[node as usize] {
                Some(_) => Some(node),
                None => shape.parent(node as usize).and_then(|up| holder[up as usize]),
            };
        }
        let mut holders: Vec<u32> = counted.iter().filter_map(|index| holder[*index as usize]).collect();
        holders.sort_unstable();
        holders.dedup();
        let mut keys: Vec<RegionKey> = account.regions_in_scope.clone();
        keys.extend(holders.into_iter().filter_map(|holder| own[holder as usize].cloned()));
        keys.sort_unstable();
        keys.dedup();
        let mut place: Vec<Option<Option<u32>>> = vec![None; own.len()];
        let of_unit: Vec<Option<u32>> = holder
            .iter()
            .map(|holder| {
                let holder = (*holder)? as usize;
                *place[holder]
                    .get_or_insert_with(|| keys.binary_search(own[holder]?).ok().map(|index| index as u32))
            })
            .collect();
        Self { keys, of_unit }
    }
}
