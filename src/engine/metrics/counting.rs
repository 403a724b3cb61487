//! Which units count: candidates of given kinds, without a parent and its child counting twice.

use crate::domain::{Account, Counting, UnitKind};

use super::{PeriodFacts, shape::Shape};

/// Units of one period that count among `kinds`, in tree order: `C(K,t)` of domain specification 2.1.
///
/// Candidates exist, are addressable, have one of the kinds and are not marked to count never. One marked to count
/// always is kept; any other is kept if no candidate lies below it and none marked always lies above it.
pub fn counting_set(account: &Account, facts: &PeriodFacts, kinds: &[UnitKind]) -> Vec<u32> {
    let mut candidates = vec![Candidate::No; facts.units.len()];
    for ((unit, known), candidate) in account.units.iter().zip(&facts.units).zip(&mut candidates) {
        if known.valid && known.addressable && kinds.contains(&unit.kind) {
            *candidate = Candidate::of(unit.counting);
        }
    }
    kept(&facts.shape, candidates)
}

/// Whether kinds of this sort count as units at all: all but the account itself and grouping nodes for regions.
pub(super) const fn counts_as_unit(kind: UnitKind) -> bool {
    !matches!(kind, UnitKind::Account | UnitKind::Region)
}

/// How a node takes part in the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    No,
    Auto,
    Always,
}

impl Candidate {
    pub const fn of(counting: Counting) -> Self {
        match counting {
            Counting::Auto => Self::Auto,
            Counting::Always => Self::Always,
            Counting::Never => Self::No,
        }
    }
}

/// The choice itself, in two passes over the tree. The root is never a candidate.
pub(super) fn kept(shape: &Shape, mut candidates: Vec<Candidate>) -> Vec<u32> {
    if let Some(root) = candidates.first_mut() {
        *root = Candidate::No;
    }
    let mut below = vec![false; candidates.len()];
    for &node in shape.order.iter().rev() {
        let index = node as usize;
        if let Some(parent) = shape.parent(index) {
            below[parent as usize] |= below[index] || candidates[index] != Candidate::No;
        }
    }
    let mut above = vec![false; candidates.len()];
    let mut kept = Vec::new();
    for &node in &shape.order {
        let index = node as usize;
        if let Some(parent) = shape.parent(index) {
            let parent = parent as usize;
            above[index] = above[parent] || candidates[parent] == Candidate::Always;
        }
        let keep = match candidates[index] {
            Candidate::No => false,
            Candidate::Always => true,
            Candidate::Auto => !below[index] && !above[index],
        };
        if keep {
            kept.push(node);
        }
    }
    kept
}
