//! What the map shows: which units of the period, where their cards stand, what is found, what matches the legend.

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use crate::{
    domain::{Account, Tree, UnitKind},
    engine::metrics::PeriodFacts,
    layout::{NodeId, OrgLayout, OrgOptions, Slot, Tree as MapTree, card},
};
pub use crate::{
    engine::shading::is_group,
    layout::card::{GROUP_H, LEAF_H},
};

use super::hidden::Hidden;

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
    shape: Shape,
}

/// What of the map the user chose.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// Units whose branches are hidden.
    pub collapsed: Arc<Hidden>,
    /// The root stands at the left instead of at the top.
    pub rightwards: bool,
}

impl MapModel {
    /// Lays out the units that exist in the period, those below a collapsed unit left out. O(units).
    pub fn new(account: &Account, tree: &Arc<Tree>, facts: &PeriodFacts, shape: Shape) -> Self {
        Self::after(None, account, tree, facts, shape)
    }

    /// The same after another one, which gives it the branches that stand in both.
    pub fn after(
        old: Option<Arc<Self>>,
        account: &Account,
        tree: &Arc<Tree>,
        facts: &PeriodFacts,
        shape: Shape,
    ) -> Self {
        let rows = Rows::new(account, tree, facts, &shape.collapsed);
        let old = old.filter(|old| old.shape.rightwards == shape.rightwards);
        let old = old.map(|old| Arc::unwrap_or_clone(old).layout);
        let Rows { nodes, units, parents, hidden } = rows;
        let cards = Cards { units: &units, parents: &parents, hidden: &hidden };
        let (groups, layout) = cards.arranged(account, facts, shape.rightwards, old);
        Self {
            layout,
            units,
            hidden,
            groups,
            nodes,
            tree: Arc::clone(tree),
            order: facts.order().to_vec(),
            shape,
        }
    }

    /// Whether the same inputs would give the same layout: figures may differ, shape and names may not.
    pub fn is_current(&self, tree: &Arc<Tree>, facts: &PeriodFacts, wanted: &Shape) -> bool {
        Arc::ptr_eq(&self.tree, tree) && self.shape == *wanted && self.order == facts.order()
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

/// The units that are shown, in pre-order.
struct Rows {
    /// Unit → node; [`NONE`] = it is not shown.
    nodes: Vec<u32>,
    units: Vec<u32>,
    parents: Vec<Option<NodeId>>,
    hidden: Vec<u32>,
}

impl Rows {
    fn new(account: &Account, tree: &Tree, facts: &PeriodFacts, collapsed: &Hidden) -> Self {
        let mut nodes = vec![NONE; account.units.len()];
        if *collapsed != Hidden::default() {
            return Self::without(tree, facts, collapsed, nodes);
        }
        let units = facts.order().to_vec();
        let mut parents = Vec::with_capacity(units.len());
        // The way down to the unit before, on which the unit above the next one is.
        let mut open: Vec<(u32, NodeId)> = Vec::new();
        for (node, unit) in (0..).zip(&units) {
            nodes[*unit as usize] = node;
            let up = facts.parent(*unit as usize);
            while open.pop_if(|(top, _)| Some(*top) != up).is_some() {}
            parents.push(open.last().map(|(_, node)| *node));
            open.push((*unit, NodeId(node)));
        }
        Self { parents, hidden: vec![0; units.len()], units, nodes }
    }

    /// The same without what is below a collapsed unit.
    fn without(tree: &Tree, facts: &PeriodFacts, collapsed: &Hidden, mut nodes: Vec<u32>) -> Self {
        let is_shut = collapsed.within(tree);
        let (mut units, mut parents, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
        let mut levels: Vec<u32> = Vec::new();
        // For a unit whose branch is hidden, and all below it: the node of the collapsed one.
        let mut under = vec![NONE; nodes.len()];
        for &unit in facts.order() {
            let up = facts.parent(unit as usize).map(|up| up as usize);
            let cover = up.map_or(NONE, |up| under[up]);
            if cover != NONE {
                under[unit as usize] = cover;
                hidden[cover as usize] += 1;
                continue;
            }
            let node = units.len() as u32;
            let level = up.map_or(0, |up| levels[nodes[up] as usize] + 1);
            if !facts.children(unit as usize).is_empty() && is_shut(unit, level) {
                under[unit as usize] = node;
            }
            levels.push(level);
            nodes[unit as usize] = node;
            parents.push(up.map(|up| NodeId(nodes[up])));
            units.push(unit);
            hidden.push(0);
        }
        Self { nodes, units, parents, hidden }
    }
}

/// Cards to be placed, in pre-order.
pub struct Cards<'a> {
    /// The unit of each.
    pub units: &'a [u32],
    /// The card above each.
    pub parents: &'a [Option<NodeId>],
    /// How many units each hides.
    pub hidden: &'a [u32],
}

impl Cards<'_> {
    /// Which cards group others, and where all of them stand; `old` is a layout in the same direction to start from.
    pub fn arranged(
        &self,
        account: &Account,
        facts: &PeriodFacts,
        rightwards: bool,
        old: Option<OrgLayout>,
    ) -> (Vec<bool>, OrgLayout) {
        let has_below = |node: usize| {
            self.hidden[node] > 0 || self.parents.get(node + 1) == Some(&Some(NodeId(node as u32)))
        };
        let is_group = |(node, unit): (usize, &u32)| {
            let unit = *unit as usize;
            // A unit that counts is neither the account nor a region, so its description need not be looked at.
            has_below(node) || !facts.counts(unit) && is_group(account, facts, unit)
        };
        let groups: Vec<bool> = self.units.iter().enumerate().map(is_group).collect();
        let slot = |id: NodeId| Slot {
            size: card::size(id.index() == 0, groups[id.index()]),
            collapsed: self.hidden[id.index()] > 0,
        };
        // The parents come from a pre-order walk of one tree, so they always form one.
        let tree = MapTree::from_parents(self.parents).unwrap_or_default();
        let options = if rightwards { OrgOptions::rightwards() } else { OrgOptions::default() };
        let layout = match old {
            Some(old) => old.changed(tree, slot),
            None => OrgLayout::of(tree, slot, options),
        };
        (groups, layout)
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

impl Way {
    /// The step that the same key means where the tree grows to the right.
    pub const fn turned(self) -> Self {
        match self {
            Self::Parent => Self::Previous,
            Self::Previous => Self::Parent,
            Self::Child => Self::Next,
            Self::Next => Self::Child,
        }
    }
}

/// Every unit of a branch that has others below it, and so can be hidden or shown; with its level.
pub fn groups_within(facts: &PeriodFacts, top: usize) -> Vec<(usize, u32)> {
    let mut open = vec![(top, facts.level(top))];
    let mut groups = Vec::new();
    while let Some((unit, level)) = open.pop() {
        let below = facts.children(unit);
        if !below.is_empty() {
            groups.push((unit, level));
            open.extend(below.iter().map(|unit| (*unit as usize, level + 1)));
        }
    }
    groups
}

/// Units whose name contains the text, in the order of the tree; if there is none, those that have its letters in their
/// order, the best match first. Nothing for a blank text.
pub fn find(account: &Account, facts: &PeriodFacts, text: &str) -> Vec<u32> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let named = |unit: &&u32| account.unit_name(**unit as usize).to_lowercase().contains(&wanted);
    let found: Vec<u32> = facts.order().iter().filter(named).copied().collect();
    if found.is_empty() { find_alike(account, facts, &wanted) } else { found }
}

fn find_alike(account: &Account, facts: &PeriodFacts, wanted: &str) -> Vec<u32> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let letters = Pattern::new(wanted, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut spare = Vec::new();
    let mut score = |unit: &u32| {
        let name = Utf32Str::new(account.unit_name(*unit as usize), &mut spare);
        Some((letters.score(name, &mut matcher)?, *unit))
    };
    let mut found: Vec<(u32, u32)> = facts.order().iter().filter_map(&mut score).collect();
    found.sort_by_key(|(score, _)| Reverse(*score));
    found.into_iter().map(|(_, unit)| unit).collect()
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
        domain::{OrgUnit, Period, UnitKey, Workspace},
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

    fn closed<const N: usize>(units: [&str; N]) -> Shape {
        let mut hidden = Hidden::default();
        units.map(UnitKey::from).into_iter().for_each(|unit| hidden.set(unit, 0, true));
        Shape { collapsed: Arc::new(hidden), ..Shape::default() }
    }

    #[test]
    fn units_of_the_period_are_shown_and_collapsed_ones_are_counted() {
        let (account, tree, facts) = account();
        let open = MapModel::new(&account, &tree, &facts, Shape::default());
        assert_eq!(open.units.len(), 6);
        assert_eq!(open.node(6), None);
        let shut = MapModel::new(&account, &tree, &facts, closed(["digital"]));
        assert_eq!(shut.units.len(), 4);
        assert_eq!(shut.hidden[shut.node(2).unwrap().index()], 2);
        let all = MapModel::new(&account, &tree, &facts, closed(["", "digital"]));
        assert_eq!((all.units.len(), all.hidden[0]), (1, 5));
        assert!(open.is_current(&tree, &facts, &Shape::default()));
        assert!(!open.is_current(&tree, &facts, &closed(["na"])));
    }

    #[test]
    fn steps_follow_the_tree() {
        let (account, tree, facts) = account();
        let model = MapModel::new(&account, &tree, &facts, Shape::default());
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
        assert_eq!(find(&account, &facts, "il"), [3], "Retail contains it");
        assert_eq!(find(&account, &facts, "dgl"), [2], "the letters of digital in their order");
        assert_eq!(find(&account, &facts, "t a").len(), 2, "{:?}", find(&account, &facts, "t a"));
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
