//! What the map shows: which units of the period, where their cards stand, what is found, what matches the legend.

use std::{collections::HashSet, sync::Arc};

use crate::{
    domain::{Account, Tree, UnitKey, UnitKind},
    engine::metrics::PeriodFacts,
    layout::{NodeId, OrgLayout, OrgOptions, Size, Slot, Tree as MapTree},
};

/// Width of a card.
pub const CARD_W: f64 = 264.0;
/// Height of a card with figures of its own.
pub const LEAF_H: f64 = 78.0;
/// Height of a card that groups others.
pub const GROUP_H: f64 = 54.0;
/// Width of the root's card.
const ROOT_W: f64 = 300.0;

const NONE: u32 = u32::MAX;

/// The visible cards of one account in one period, laid out. A node is an index into [`Self::units`].
#[derive(Debug, Clone)]
pub struct MapModel {
    /// Where the cards and lines are.
    pub layout: OrgLayout,
    /// Unit of each node, in pre-order.
    pub units: Vec<u32>,
    /// Units hidden below each node because it is collapsed.
    pub hidden: Vec<u32>,
    /// Whether each node's card groups others.
    pub groups: Vec<bool>,
    nodes: Vec<u32>,
    tree: Arc<Tree>,
    order: Vec<u32>,
    collapsed: HashSet<UnitKey>,
}

impl MapModel {
    /// Lays out the units that exist in the period, those below a collapsed unit left out. O(units).
    pub fn new(
        account: &Account,
        tree: &Arc<Tree>,
        facts: &PeriodFacts,
        collapsed: &HashSet<UnitKey>,
    ) -> Self {
        let count = account.units.len();
        let mut nodes = vec![NONE; count];
        let mut units = Vec::with_capacity(facts.order().len());
        let mut parents: Vec<Option<NodeId>> = Vec::with_capacity(units.capacity());
        let mut hidden: Vec<u32> = Vec::with_capacity(units.capacity());
        // For a unit that is not shown: the node of the collapsed unit above it.
        let mut under = vec![NONE; count];
        for &unit in facts.order() {
            let up = facts.units[unit as usize].parent;
            let above = up.map_or(NONE, |up| under[up as usize]);
            let shut = up.filter(|up| {
                !collapsed.is_empty()
                    && nodes[*up as usize] != NONE
                    && account.units.get(*up as usize).is_some_and(|u| collapsed.contains(&u.key))
            });
            let cover = shut.map_or(above, |up| nodes[up as usize]);
            if cover != NONE {
                under[unit as usize] = cover;
                hidden[cover as usize] += 1;
                continue;
            }
            nodes[unit as usize] = units.len() as u32;
            parents.push(up.map(|up| NodeId(nodes[up as usize])));
            units.push(unit);
            hidden.push(0);
        }
        let groups: Vec<bool> = units.iter().map(|unit| is_group(account, facts, *unit as usize)).collect();
        let slots: Vec<Slot> = groups
            .iter()
            .zip(&hidden)
            .enumerate()
            .map(|(node, (group, hidden))| Slot {
                size: Size::new(
                    if node == 0 { ROOT_W } else { CARD_W },
                    if *group { GROUP_H } else { LEAF_H },
                ),
                collapsed: *hidden > 0,
            })
            .collect();
        // The parents come from a pre-order walk of one tree, so they always form one.
        let shape = MapTree::from_parents(&parents).unwrap_or_default();
        let layout = OrgLayout::new(shape, &slots, OrgOptions::default());
        Self {
            layout,
            units,
            hidden,
            groups,
            nodes,
            tree: Arc::clone(tree),
            order: facts.order().to_vec(),
            collapsed: collapsed.clone(),
        }
    }

    /// Whether the same inputs would give the same layout: figures may differ, shape and names may not.
    pub fn is_current(&self, tree: &Arc<Tree>, facts: &PeriodFacts, collapsed: &HashSet<UnitKey>) -> bool {
        Arc::ptr_eq(&self.tree, tree) && self.collapsed == *collapsed && self.order == facts.order()
    }

    /// Node of a unit; `None` = it is not shown.
    pub fn node(&self, unit: usize) -> Option<NodeId> {
        self.nodes.get(unit).filter(|node| **node != NONE).map(|node| NodeId(*node))
    }

    /// Unit of a node.
    pub fn unit(&self, node: NodeId) -> usize {
        self.units[node.index()] as usize
    }

    /// The unit one step away in the tree as shown; `None` = there is none.
    pub fn step(&self, unit: usize, way: Way) -> Option<usize> {
        let node = self.node(unit)?;
        let shape = self.layout.tree();
        let next = match way {
            Way::Parent => shape.parent(node),
            Way::Child => shape.children(node).next(),
            Way::Next => shape.next_sibling(node),
            Way::Previous => shape.previous_sibling(node),
        }?;
        Some(self.unit(next))
    }
}

/// A step through the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the unit above.
    Parent,
    /// To the first unit below.
    Child,
    /// To the next sibling.
    Next,
    /// To the sibling before.
    Previous,
}

/// Whether a unit's card groups others: the root, regions, and whatever has units below it.
pub fn is_group(account: &Account, facts: &PeriodFacts, unit: usize) -> bool {
    // Most units are leaves that count, which no account and no region does: they need no look at their description.
    !facts.children(unit).is_empty()
        || !facts.units[unit].counted
            && account
                .units
                .get(unit)
                .is_some_and(|unit| matches!(unit.kind, UnitKind::Account | UnitKind::Region))
}

/// Units whose name contains the text, in the order of the tree; nothing for a blank text.
pub fn find(account: &Account, facts: &PeriodFacts, text: &str) -> Vec<u32> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let named = |unit: &&u32| account.unit_name(**unit as usize).to_lowercase().contains(&wanted);
    facts.order().iter().filter(named).copied().collect()
}

/// The kind that a new unit below another most likely has: that of its siblings, else one step down.
pub fn likely_kind(account: &Account, tree: &Tree, parent: usize) -> UnitKind {
    let siblings = tree.children(parent);
    if let Some(sibling) = siblings.last().and_then(|child| account.units.get(*child as usize)) {
        return sibling.kind;
    }
    account.units.get(parent).map_or(UnitKind::Other, |unit| unit.kind.below())
}

/// Of several units, those that are not below another of them, in the order of the tree; the root never.
pub fn topmost(tree: &Tree, units: &[usize]) -> Vec<usize> {
    let chosen: HashSet<usize> = units.iter().copied().filter(|unit| *unit > 0).collect();
    let covered = |unit: usize| {
        let mut at = tree.parent(unit);
        while let Some(up) = at {
            if chosen.contains(&up) {
                return true;
            }
            at = tree.parent(up);
        }
        false
    };
    let mut top: Vec<usize> = chosen.iter().copied().filter(|unit| !covered(*unit)).collect();
    let mut place = vec![0_u32; tree.len()];
    for (at, unit) in tree.preorder().iter().enumerate() {
        place[*unit as usize] = at as u32;
    }
    top.sort_by_key(|unit| place[*unit]);
    top
}

/// Whether units can hang below another: it is none of them, not below one, and not the parent of all already.
pub fn can_hang(tree: &Tree, units: &[usize], parent: usize) -> bool {
    !units.is_empty()
        && units.iter().all(|unit| *unit > 0 && !tree.is_within(parent, *unit))
        && units.iter().any(|unit| tree.parent(*unit) != Some(parent))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        domain::{OrgUnit, Period, Workspace},
        engine::metrics,
    };

    const NOW: Period = Period::quarter(2025, 4);

    fn account() -> (Account, Arc<Tree>, PeriodFacts) {
        let mut account = Account::new("a", "Acme");
        for (key, parent, kind) in [
            ("na", "", UnitKind::Region),
            ("digital", "na", UnitKind::Division),
            ("retail", "na", UnitKind::Division),
            ("web", "digital", UnitKind::Department),
            ("shop", "digital", UnitKind::Department),
            ("late", "na", UnitKind::Division),
        ] {
            let mut unit = OrgUnit::new(key, Some(UnitKey::from(parent)), key, kind);
            unit.valid_from = (key == "late").then_some(NOW.plus(1));
            account.push_unit(unit, Vec::new());
        }
        let tree = Arc::new(Tree::new(&account.units).unwrap());
        let facts = metrics::facts(&Workspace::default(), &account, &tree, NOW);
        (account, tree, facts)
    }

    #[test]
    fn units_of_the_period_are_shown_and_collapsed_ones_are_counted() {
        let (account, tree, facts) = account();
        let open = MapModel::new(&account, &tree, &facts, &HashSet::new());
        assert_eq!(open.units.len(), 6);
        assert_eq!(open.node(6), None);
        let shut = MapModel::new(&account, &tree, &facts, &HashSet::from(["digital".into()]));
        assert_eq!(shut.units.len(), 4);
        assert_eq!(shut.hidden[shut.node(2).unwrap().index()], 2);
        let all = MapModel::new(&account, &tree, &facts, &HashSet::from(["".into(), "digital".into()]));
        assert_eq!((all.units.len(), all.hidden[0]), (1, 5));
        assert!(open.is_current(&tree, &facts, &HashSet::new()));
        assert!(!open.is_current(&tree, &facts, &HashSet::from(["na".into()])));
    }

    #[test]
    fn steps_follow_the_tree() {
        let (account, tree, facts) = account();
        let model = MapModel::new(&account, &tree, &facts, &HashSet::new());
        assert_eq!(model.step(0, Way::Child), Some(1));
        assert_eq!(model.step(2, Way::Next), Some(3));
        assert_eq!(model.step(3, Way::Previous), Some(2));
        assert_eq!(model.step(4, Way::Parent), Some(2));
        assert_eq!(model.step(0, Way::Parent), None);
    }

    #[test]
    fn names_are_found_and_keys_are_new() {
        let (account, tree, facts) = account();
        assert_eq!(find(&account, &facts, " IT"), [2]);
        assert_eq!(find(&account, &facts, ""), [0_u32; 0]);
        assert_eq!(likely_kind(&account, &tree, 1), UnitKind::Division);
        assert_eq!(likely_kind(&account, &tree, 3), UnitKind::Department);
    }

    #[test]
    fn only_branches_that_can_hang_elsewhere_move() {
        let (_, tree, _) = account();
        assert_eq!(topmost(&tree, &[4, 2, 3, 0]), [2, 3]);
        assert!(can_hang(&tree, &[2], 3) && can_hang(&tree, &[4, 5], 1));
        assert!(!can_hang(&tree, &[2], 4) && !can_hang(&tree, &[2], 2) && !can_hang(&tree, &[2], 1));
        assert!(!can_hang(&tree, &[0], 1) && !can_hang(&tree, &[], 1));
    }
}
