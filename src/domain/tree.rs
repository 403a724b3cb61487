//! The shape of an account's tree as dense indices: parents, children in order, pre-order, keys.

use std::{fmt, sync::Arc};

use imbl::Vector;
use thiserror::Error;

use super::{
    AccountKey, OrgUnit, UnitKey,
    tree_keys::{ByKey, Joined, Keys},
};

/// Why units form no tree.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TreeError {
    /// The list is empty or does not begin with the root.
    #[error("the account has no root; its first unit must have an empty key and no parent")]
    NoRoot,
    /// Two units share a key.
    #[error("two units have the key `{0}`; keys must be unique in an account")]
    Duplicate(UnitKey),
    /// A parent that does not exist.
    #[error("the parent `{1}` of unit `{0}` does not exist; create it or choose another parent")]
    MissingParent(UnitKey, UnitKey),
    /// Parents that lead back to the unit.
    #[error("unit `{0}` lies below itself; choose a parent outside its own branch")]
    Cycle(UnitKey),
}

/// An index over the units of one account. Indices are those of `Account::units`; 0 is the root.
#[derive(Clone)]
pub struct Tree {
    parents: Vec<u32>,
    child_starts: Vec<u32>,
    children: Vec<u32>,
    preorder: Vec<u32>,
    depths: Vec<u32>,
    keys: Arc<Keys>,
    /// Nodes that [`Tree::moved`] added after those.
    added: ByKey,
}

impl Tree {
    const NONE: u32 = u32::MAX;

    /// Indexes the units; O(n log n) for the siblings' order.
    pub fn new(units: &Vector<Arc<OrgUnit>>) -> Result<Self, TreeError> {
        let count = units.len();
        let root = units.front().ok_or(TreeError::NoRoot)?;
        if !root.key.is_root() || root.parent.is_some() {
            return Err(TreeError::NoRoot);
        }
        let by_key = ByKey::new(units)?;
        let mut parents = vec![Self::NONE; count];
        let mut child_starts = vec![0_u32; count + 1];
        // The parent of the unit before, which many units share.
        let (mut last_key, mut last) = (&root.key, 0);
        for (index, unit) in units.iter().enumerate().skip(1) {
            let parent = match unit.parent.as_ref().filter(|key| !key.is_root()) {
                Some(key) if key.shares_text_with(last_key) => last,
                Some(key) => {
                    let found = by_key.get(key.as_str());
                    last = found.ok_or_else(|| TreeError::MissingParent(unit.key.clone(), key.clone()))?;
                    last_key = key;
                    last
                }
                None => 0,
            };
            parents[index] = parent;
            child_starts[parent as usize + 1] += 1;
        }
        for index in 0..count {
            child_starts[index + 1] += child_starts[index];
        }
        let mut next = child_starts.clone();
        let mut children = vec![0_u32; count.saturating_sub(1)];
        for (index, parent) in parents.iter().enumerate().skip(1) {
            let slot = &mut next[*parent as usize];
            children[*slot as usize] = index as u32;
            *slot += 1;
        }
        // Ascending position, units without one last; the sort is stable, so ties keep row order (ruling A30).
        let positions: Vec<u32> = units.iter().map(|unit| unit.position.unwrap_or(u32::MAX)).collect();
        for index in 0..count {
            let range = child_starts[index] as usize..child_starts[index + 1] as usize;
            children[range].sort_by_key(|child| positions[*child as usize]);
        }
        let keys = Arc::new(Keys::Own(by_key));
        let tree = Self::walked(parents, child_starts, children, keys, ByKey::default());
        if tree.preorder.len() < count {
            let mut reached = vec![false; count];
            tree.preorder.iter().for_each(|index| reached[*index as usize] = true);
            let lost = reached.iter().position(|reached| !reached).unwrap_or(0);
            return Err(TreeError::Cycle(units[lost].key.clone()));
        }
        Ok(tree)
    }

    /// The nodes of this tree under other parents, with the units of `added` after the last of them; siblings in the order
    /// that they have here, added ones last. O(n), and nothing is looked up.
    ///
    /// `parents` holds the parent of every node but the root, whose entry is not looked at. What they do not hang on the
    /// root is left out of [`Tree::preorder`].
    #[must_use]
    pub fn moved(&self, mut parents: Vec<u32>, added: &Vector<Arc<OrgUnit>>) -> Self {
        let count = parents.len();
        let nodes = || self.preorder[1..].iter().copied().chain(self.len() as u32..count as u32);
        parents[0] = Self::NONE;
        let mut child_starts = vec![0_u32; count + 1];
        for node in nodes() {
            child_starts[parents[node as usize] as usize + 1] += 1;
        }
        for index in 0..count {
            child_starts[index + 1] += child_starts[index];
        }
        let mut next = child_starts.clone();
        let mut children = vec![0_u32; child_starts[count] as usize];
        for node in nodes() {
            let slot = &mut next[parents[node as usize] as usize];
            children[*slot as usize] = node;
            *slot += 1;
        }
        // Units that were made for this have keys of their own.
        let added = ByKey::new(added).unwrap_or_default();
        Self::walked(parents, child_starts, children, Arc::clone(&self.keys), added)
    }

    /// The trees of several accounts below one root, in their order; a key there is that of the account and that of the
    /// unit together. O(n), and nothing is looked up or copied but indices.
    pub fn joined(trees: impl IntoIterator<Item = (AccountKey, Arc<Self>)>) -> Self {
        let trees: Vec<(AccountKey, Arc<Self>)> = trees.into_iter().collect();
        let count = 1 + trees.iter().map(|(_, tree)| tree.len()).sum::<usize>();
        let mut all = Self {
            parents: Vec::with_capacity(count),
            child_starts: Vec::with_capacity(count + 1),
            children: Vec::with_capacity(count - 1),
            preorder: Vec::with_capacity(count),
            depths: Vec::with_capacity(count),
            keys: Arc::default(),
            added: ByKey::default(),
        };
        all.parents.push(Self::NONE);
        all.child_starts.push(0);
        all.preorder.push(0);
        all.depths.push(0);
        let mut first = 1;
        for (_, tree) in &trees {
            all.children.push(first);
            first += tree.len() as u32;
        }
        for (_, tree) in &trees {
            let (first, below) = (all.parents.len() as u32, all.children.len() as u32);
            let parent = |parent: &u32| if *parent == Self::NONE { 0 } else { parent + first };
            all.parents.extend(tree.parents.iter().map(parent));
            all.child_starts.extend(tree.child_starts[..tree.len()].iter().map(|start| start + below));
            all.children.extend(tree.children.iter().map(|child| child + first));
            all.preorder.extend(tree.preorder.iter().map(|node| node + first));
            all.depths.extend(tree.depths.iter().map(|depth| depth + 1));
        }
        all.child_starts.push(all.children.len() as u32);
        all.keys = Arc::new(Keys::Joined(Joined::new(trees)));
        all
    }

    /// Puts the nodes that can be reached from the root into pre-order.
    fn walked(
        parents: Vec<u32>,
        child_starts: Vec<u32>,
        children: Vec<u32>,
        keys: Arc<Keys>,
        added: ByKey,
    ) -> Self {
        let mut preorder = Vec::with_capacity(parents.len());
        let mut depths = vec![0; parents.len()];
        let mut stack = vec![0_u32];
        while let Some(index) = stack.pop() {
            preorder.push(index);
            let depth = depths[index as usize] + 1;
            let range = child_starts[index as usize] as usize..child_starts[index as usize + 1] as usize;
            for child in children[range].iter().rev() {
                depths[*child as usize] = depth;
                stack.push(*child);
            }
        }
        Self { parents, child_starts, children, preorder, depths, keys, added }
    }

    /// A tree in which only the root can be reached, over `count` units; for units that form no tree.
    pub fn root_only(count: usize) -> Self {
        Self {
            parents: vec![Self::NONE; count],
            child_starts: vec![0; count + 1],
            children: Vec::new(),
            preorder: vec![0],
            depths: vec![0; count],
            keys: Arc::default(),
            added: ByKey::default(),
        }
    }

    /// Number of nodes, the root included; at least 1.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Never true: a tree has a root.
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// Index of a key.
    pub fn index(&self, key: &UnitKey) -> Option<usize> {
        self.node(key.as_str())
    }

    pub(super) fn node(&self, key: &str) -> Option<usize> {
        let added = || Some(self.added.get(key)? + self.first_added() as u32);
        self.keys.get(key).or_else(added).map(|index| index as usize)
    }

    /// The key by which [`Tree::index`] finds a node: that of its unit, but in a tree of [`Tree::joined`] one of its own.
    pub fn key(&self, index: usize) -> UnitKey {
        match index.checked_sub(self.first_added()) {
            Some(added) => self.added.key(added),
            None => self.keys.key(index),
        }
    }

    /// Which of the trees that were joined a node is of, and which node of that; `None` for the root, for nodes that were
    /// added since, and where nothing was joined.
    pub fn part(&self, index: usize) -> Option<(usize, usize)> {
        match &*self.keys {
            Keys::Own(_) => None,
            Keys::Joined(keys) => keys.part(index),
        }
    }

    fn first_added(&self) -> usize {
        self.len() - self.added.units.len()
    }

    /// Parent of a node; `None` for the root.
    pub fn parent(&self, index: usize) -> Option<usize> {
        self.parents.get(index).filter(|parent| **parent != Self::NONE).map(|parent| *parent as usize)
    }

    /// Children of a node, in order.
    pub fn children(&self, index: usize) -> &[u32] {
        &self.children[self.child_starts[index] as usize..self.child_starts[index + 1] as usize]
    }

    /// Every node, parents before children, siblings in order.
    pub fn preorder(&self) -> &[u32] {
        &self.preorder
    }

    /// Steps to the root.
    pub fn depth(&self, index: usize) -> usize {
        self.depths[index] as usize
    }

    /// Whether `index` is `ancestor` or lies below it.
    pub fn is_within(&self, index: usize, ancestor: usize) -> bool {
        let mut at = Some(index);
        while let Some(node) = at {
            if node == ancestor {
                return true;
            }
            at = self.parent(node);
        }
        false
    }

    /// The node and everything below it, parents before children.
    pub fn branch(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut stack = vec![index];
        while let Some(node) = stack.pop() {
            found.push(node);
            stack.extend(self.children(node).iter().rev().map(|child| *child as usize));
        }
        found
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree")
            .field("parents", &self.parents)
            .field("preorder", &self.preorder)
            .finish_non_exhaustive()
    }
}

/// Trees of the same shape over the same keys.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.parents == other.parents
            && self.children == other.children
            && self.keys == other.keys
            && self.added == other.added
    }
}
