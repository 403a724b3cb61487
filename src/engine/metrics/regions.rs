//! Regions of an account in one period, with inheritance down the tree of that period.

use crate::domain::{Account, RegionKey};

use super::PeriodFacts;

/// Regions in scope and those of units that count.
#[derive(Debug, Clone, PartialEq)]
pub struct Regions {
    /// Distinct regions, ascending by key: those in scope of the account and those of counted units.
    pub keys: Vec<RegionKey>,
    /// Whether some counted unit there is active; parallel to `keys`.
    pub active: Vec<bool>,
    /// Index into `keys` for each unit of the account, own or inherited. `None` = it has no region, or one in which
    /// no unit counts and which is not in scope.
    pub of_unit: Vec<Option<u32>>,
}

/// The regions of M-03. Keys are compared exactly; the parent of a region plays no part (ruling B9).
pub fn regions(account: &Account, facts: &PeriodFacts) -> Regions {
    // The node whose own region holds at each node; regions are looked up once per such node, not per unit.
    let mut holder: Vec<Option<u32>> = vec![None; facts.units.len()];
    for ((index, unit), holder) in account.units.iter().enumerate().zip(&mut holder) {
        *holder = (unit.region.is_some() && facts.units[index].valid).then_some(index as u32);
    }
    for &node in facts.order() {
        if holder[node as usize].is_none() {
            holder[node as usize] = facts.units[node as usize].parent.and_then(|up| holder[up as usize]);
        }
    }
    let region = |holder: u32| account.units.get(holder as usize)?.region.as_ref();
    let mut holders: Vec<u32> = facts.counted.iter().filter_map(|index| holder[*index as usize]).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut keys: Vec<RegionKey> = account.regions_in_scope.clone();
    keys.extend(holders.into_iter().filter_map(|holder| region(holder).cloned()));
    keys.sort_unstable();
    keys.dedup();
    let mut place: Vec<Option<Option<u32>>> = vec![None; facts.units.len()];
    let of_unit: Vec<Option<u32>> = holder
        .iter()
        .map(|holder| {
            let holder = (*holder)?;
            *place[holder as usize]
                .get_or_insert_with(|| keys.binary_search(region(holder)?).ok().map(|index| index as u32))
        })
        .collect();
    let mut active = vec![false; keys.len()];
    for &unit in &facts.counted {
        if let Some(region) = of_unit[unit as usize] {
            active[region as usize] |= facts.units[unit as usize].active;
        }
    }
    Regions { keys, active, of_unit }
}
