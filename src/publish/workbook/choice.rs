//! Which units count, step by step, as the columns of a sheet of units show it (domain specification 2.1).

use super::{
    needs::Set,
    snapshot::{AccountRows, Snapshot},
};
use crate::domain::Counting;

/// How the units of an account take part in one choice; lists are parallel to its units.
pub struct Choice {
    /// Which choice.
    pub set: Set,
    /// How each takes part, if it is addressable.
    pub candidates: Vec<Option<Counting>>,
    /// Whether a candidate is in the branch.
    pub branch: Vec<bool>,
    /// Whether a unit that may always count stands above, addressable or not.
    pub may_be_under: Vec<bool>,
    /// Whether one that is addressable does.
    pub under: Vec<bool>,
    /// Whether it counts.
    pub chosen: Vec<bool>,
}

impl Choice {
    /// Follows the choice of the engine through an account's units.
    pub fn new(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>, set: Set) -> Self {
        let (facts, units) = (&rows.facts.units, &rows.account.units);
        let settings = &snapshot.workspace.settings;
        let none = || vec![false; facts.len()];
        let candidates: Vec<_> =
            units.iter().enumerate().map(|(at, unit)| set.candidate(settings, unit, at == 0)).collect();
        let (mut branch, mut may_be_under, mut under, mut chosen) = (none(), none(), none(), none());
        for &unit in rows.order.iter().rev() {
            let unit = unit as usize;
            branch[unit] |= candidates[unit].is_some() && facts[unit].addressable;
            if let Some(parent) = facts[unit].parent {
                branch[parent as usize] |= branch[unit];
            }
        }
        for &unit in &rows.order {
            let unit = unit as usize;
            if let Some(parent) = facts[unit].parent {
                let parent = parent as usize;
                let always = candidates[parent] == Some(Counting::Always);
                may_be_under[unit] = may_be_under[parent] || always;
                under[unit] = under[parent] || always && facts[parent].addressable;
            }
        }
        set.chosen(rows.facts).iter().for_each(|unit| chosen[*unit as usize] = true);
        Self { set, candidates, branch, may_be_under, under, chosen }
    }
}
