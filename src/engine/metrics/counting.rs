//! Which units count: candidates of given kinds, without a parent and its child counting twice.

use crate::domain::{Account, Counting, Settings, Tree, UnitKind};

use super::{PeriodFacts, regions::Places, rollup::Entry, shape::Shape};

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

/// What counts in one period, and the tree that it stands in. Shared by all periods in which the same units exist and
/// are addressable, which is mostly all of them.
#[derive(Debug, PartialEq)]
pub struct Sets {
    /// Units that count, L(t), in tree order.
    pub counted: Vec<u32>,
    /// Units that count as divisions, in tree order.
    pub divisions: Vec<u32>,
    /// Units that count as departments, in tree order.
    pub departments: Vec<u32>,
    /// Units that count as teams, in tree order.
    pub teams: Vec<u32>,
    /// Region of every unit.
    pub places: Places,
    has_totals: bool,
    /// Whether every unit exists and is addressable.
    pub(super) steady: bool,
    /// Whether each unit is in `counted`.
    pub(super) is_counted: Vec<bool>,
    pub(super) shape: Shape,
    pub(super) entries: Vec<Entry>,
}

impl Sets {
    pub(super) fn new(settings: &Settings, entries: Vec<Entry>, account: &Account, tree: &Tree) -> Self {
        let shape = Shape::new(&entries, tree);
        let set = |belongs: &dyn Fn(UnitKind) -> bool| {
            kept(&shape, entries.iter().map(|entry| entry.candidate(belongs)).collect())
        };
        let counted = set(&counts_as_unit);
        let sets = [
            set(&|kind| settings.division_kinds.contains(&kind)),
            set(&|kind| settings.department_kinds.contains(&kind)),
            set(&|kind| kind == UnitKind::Team),
        ];
        let places = Places::new(account, &shape, &counted);
        Self::of(shape, entries, counted, sets, places)
    }

    /// From what counts at all, and as divisions, departments and teams.
    fn of(
        shape: Shape,
        entries: Vec<Entry>,
        counted: Vec<u32>,
        [divisions, departments, teams]: [Vec<u32>; 3],
        places: Places,
    ) -> Self {
        let mut is_counted = vec![false; entries.len()];
        for unit in &counted {
            is_counted[*unit as usize] = true;
        }
        Self {
            places,
            steady: entries.iter().all(|entry| entry.exists && entry.addressable),
            has_totals: entries.iter().any(|entry| entry.total),
            is_counted,
            counted,
            divisions,
            departments,
            teams,
            shape,
            entries,
        }
    }

    /// The same units counting in another tree: those of each of `sets` (units, divisions, departments, teams) that exist
    /// there, in its order.
    pub(super) fn moved(entries: Vec<Entry>, tree: &Tree, sets: [&[u32]; 4], places: Places) -> Self {
        let shape = Shape::new(&entries, tree);
        let mut member = vec![0_u8; entries.len()];
        for (at, set) in sets.iter().enumerate() {
            for unit in *set {
                member[*unit as usize] |= 1 << at;
            }
        }
        let [counted, divisions, departments, teams] = [0, 1, 2, 3].map(|at| {
            let of_set = |unit: &&u32| member[**unit as usize] & 1 << at != 0;
            shape.order.iter().filter(of_set).copied().collect::<Vec<u32>>()
        });
        Self::of(shape, entries, counted, [divisions, departments, teams], places)
    }

    /// The kind of a unit.
    pub fn kind(&self, index: usize) -> UnitKind {
        self.entries[index].kind
    }

    /// Nodes that exist in the period, root first, parents before children, siblings in order.
    pub fn order(&self) -> &[u32] {
        &self.shape.order
    }

    /// Nearest unit above in the tree of the period; `None` for the root and for units that do not exist.
    pub fn parent(&self, index: usize) -> Option<u32> {
        self.shape.parent(index)
    }

    /// How many units stand above one in the tree of the period; 0 for the root. O(levels).
    pub fn level(&self, index: usize) -> u32 {
        std::iter::successors(self.parent(index), |up| self.parent(*up as usize)).count() as u32
    }

    /// Whether a unit is one of [`Self::counted`].
    pub fn counts(&self, index: usize) -> bool {
        self.is_counted[index]
    }

    /// Whether a unit's own figures already include those of its children.
    pub fn is_total(&self, index: usize) -> bool {
        self.entries[index].total
    }

    /// Whether there is such a unit at all.
    pub fn has_totals(&self) -> bool {
        self.has_totals
    }

    /// Children in the tree of the period: units that do not exist are replaced by what is below them.
    pub fn children(&self, index: usize) -> &[u32] {
        self.shape.children(index)
    }
}

/// Whether kinds of this sort count as units at all: all but the account itself and grouping nodes for regions.
pub const fn counts_as_unit(kind: UnitKind) -> bool {
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
    if candidates.iter().all(|candidate| *candidate == Candidate::No) {
        return Vec::new();
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
