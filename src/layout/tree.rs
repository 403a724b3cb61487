//! The shape of a tree in pre-order: one flat array in which a subtree is a contiguous run.
//!
//! Children of the node at position `p` are `p + 1`, `end[p + 1]`, … below `end[p]`, so layout and culling need
//! neither recursion nor a stack, and a chain of 100,000 nodes is as harmless as a bush.

use std::fmt;
use std::ops::Range;

use super::geometry::NodeId;

/// "No position": above every index that a tree can hold.
pub(super) const NONE: u32 = u32::MAX;

/// Why an array of parents is not one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeError {
    /// No node stands without a parent.
    NoRoot,
    /// These two nodes stand without a parent.
    TwoRoots(NodeId, NodeId),
    /// The parent of this node lies outside the array.
    UnknownParent(NodeId),
    /// This node is not below the root: its parents form a circle.
    Circle(NodeId),
    /// More than 2³² − 2 nodes.
    TooLarge,
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoot => write!(f, "the tree has no root"),
            Self::TwoRoots(a, b) => write!(f, "nodes {} and {} are both roots", a.0, b.0),
            Self::UnknownParent(id) => write!(f, "the parent of node {} does not exist", id.0),
            Self::Circle(id) => write!(f, "the parents of node {} form a circle", id.0),
            Self::TooLarge => write!(f, "the tree has too many nodes"),
        }
    }
}

impl std::error::Error for TreeError {}

/// A rooted tree with ordered children; nodes are the indices `0..len` of the caller's arrays. May be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Position → node.
    node: Vec<u32>,
    /// Position → position after the last descendant.
    end: Vec<u32>,
    /// Position → position of the parent; `NONE` for the root.
    parent: Vec<u32>,
    /// Node → position.
    position: Vec<u32>,
}

impl Tree {
    /// Builds the tree from each node's parent (`None`: the root). Siblings keep the order of their indices.
    /// O(n) in time and memory.
    ///
    /// # Errors
    /// See [`TreeError`]; an empty slice is an empty tree.
    pub fn from_parents(parents: &[Option<NodeId>]) -> Result<Self, TreeError> {
        let count = parents.len();
        if count >= NONE as usize {
            return Err(TreeError::TooLarge);
        }
        if count == 0 {
            return Ok(Self::default());
        }
        if let Some(tree) = Self::from_preorder(parents) {
            return Ok(tree);
        }
        let mut root = None;
        // first[p]..first[p + 1] are the children of p in `child`, once the counts are summed up.
        let mut first = vec![0_u32; count + 2];
        for (id, parent) in (0_u32..).zip(parents) {
            match parent {
                Some(p) if p.index() < count => first[p.index() + 2] += 1,
                Some(_) => return Err(TreeError::UnknownParent(NodeId(id))),
                None => match root {
                    None => root = Some(id),
                    Some(other) => return Err(TreeError::TwoRoots(NodeId(other), NodeId(id))),
                },
            }
        }
        let root = root.ok_or(TreeError::NoRoot)?;
        for i in 2..first.len() {
            first[i] += first[i - 1];
        }
        let mut child = vec![0_u32; count - 1];
        for (id, parent) in (0_u32..).zip(parents) {
            if let Some(p) = parent {
                let slot = &mut first[p.index() + 1];
                child[*slot as usize] = id;
                *slot += 1;
            }
        }
        Self::from_children(root, &first, &child)
    }

    /// The tree if its nodes already stand in pre-order, as those of a map do: then nothing need be sorted.
    fn from_preorder(parents: &[Option<NodeId>]) -> Option<Self> {
        let count = parents.len() as u32;
        let mut end = vec![count; parents.len()];
        let mut parent = Vec::with_capacity(parents.len());
        // The way from the root down to the node before; the parent of each node is on it, what is below that is complete.
        let mut open: Vec<u32> = Vec::new();
        for (id, up) in (0..count).zip(parents) {
            let up = up.map_or(NONE, |up| up.0);
            while let Some(complete) = open.pop_if(|top| *top != up) {
                end[complete as usize] = id;
            }
            let is_root = id == 0 && up == NONE;
            if open.is_empty() && !is_root {
                return None;
            }
            open.push(id);
            parent.push(up);
        }
        let node: Vec<u32> = (0..count).collect();
        Some(Self { position: node.clone(), node, end, parent })
    }

    /// Walks the children lists in pre-order; what the walk does not reach is a circle.
    fn from_children(root: u32, first: &[u32], child: &[u32]) -> Result<Self, TreeError> {
        let count = child.len() + 1;
        let mut tree = Self {
            node: Vec::with_capacity(count),
            end: vec![0; count],
            parent: Vec::with_capacity(count),
            position: vec![NONE; count],
        };
        // Nodes still to visit with the position of their parent; the next one on top.
        let mut open = vec![(root, NONE)];
        while let Some((id, parent)) = open.pop() {
            let at = tree.node.len() as u32;
            tree.position[id as usize] = at;
            tree.node.push(id);
            tree.parent.push(parent);
            let (from, to) = (first[id as usize] as usize, first[id as usize + 1] as usize);
            open.extend(child[from..to].iter().rev().map(|&c| (c, at)));
        }
        if tree.node.len() < count {
            let lost = tree.position.iter().position(|&p| p == NONE).unwrap_or(0);
            return Err(TreeError::Circle(NodeId(lost as u32)));
        }
        for p in (0..count).rev() {
            tree.end[p] = tree.end[p].max(p as u32 + 1);
            if p > 0 {
                let up = tree.parent[p] as usize;
                tree.end[up] = tree.end[up].max(tree.end[p]);
            }
        }
        Ok(tree)
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.node.len()
    }

    /// Whether there is no node, and so no root.
    pub fn is_empty(&self) -> bool {
        self.node.is_empty()
    }

    /// The root; `None` for an empty tree.
    pub fn root(&self) -> Option<NodeId> {
        self.node.first().map(|&id| NodeId(id))
    }

    /// All nodes, each before its children, siblings in order.
    pub fn preorder(&self) -> impl ExactSizeIterator<Item = NodeId> + DoubleEndedIterator + '_ {
        self.node.iter().map(|&id| NodeId(id))
    }

    /// The parent; `None` for the root.
    ///
    /// # Panics
    /// Like every method that takes a node: if `id` is not below [`Tree::len`].
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let up = self.parent[self.position_of(id)];
        (up != NONE).then(|| self.node_at(up as usize))
    }

    /// The children from left to right.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.child_positions(self.position_of(id)).map(|p| self.node_at(p))
    }

    /// Whether the node has no children.
    pub fn is_leaf(&self, id: NodeId) -> bool {
        self.is_leaf_at(self.position_of(id))
    }

    /// The next sibling to the right; `None` for the last one and for the root.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let p = self.position_of(id);
        let up = self.parent[p];
        (up != NONE && self.end[p] < self.end[up as usize]).then(|| self.node_at(self.end[p] as usize))
    }

    /// The next sibling to the left; `None` for the first one and for the root. O(siblings).
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        let p = self.position_of(id);
        let up = self.parent[p];
        if up == NONE {
            return None;
        }
        self.child_positions(up as usize).take_while(|&c| c < p).last().map(|c| self.node_at(c))
    }

    /// The positions of a node and its descendants in [`Tree::preorder`]; their count is the subtree's size.
    pub fn span(&self, id: NodeId) -> Range<usize> {
        let p = self.position_of(id);
        p..self.end_at(p)
    }

    /// The node at a position of [`Tree::preorder`].
    pub fn node_at(&self, position: usize) -> NodeId {
        NodeId(self.node[position])
    }

    pub(super) fn position_of(&self, id: NodeId) -> usize {
        self.position[id.index()] as usize
    }

    pub(super) fn parent_at(&self, position: usize) -> Option<usize> {
        Some(self.parent[position]).filter(|up| *up != NONE).map(|up| up as usize)
    }

    pub(super) fn end_at(&self, position: usize) -> usize {
        self.end[position] as usize
    }

    pub(super) fn is_leaf_at(&self, position: usize) -> bool {
        self.end[position] as usize == position + 1
    }

    pub(super) fn child_positions(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end_at(position);
        let mut next = position + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.end_at(child);
                child
            })
        })
    }

    /// Position → position after the last descendant.
    pub(super) fn ends(&self) -> &[u32] {
        &self.end
    }

    /// Position → position of the parent; [`NONE`] for the root.
    pub(super) fn parents(&self) -> &[u32] {
        &self.parent
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tree(parents: &[i64]) -> Result<Tree, TreeError> {
        let parents: Vec<_> = parents.iter().map(|&p| u32::try_from(p).ok().map(NodeId)).collect();
        Tree::from_parents(&parents)
    }

    #[test]
    fn preorder_keeps_the_order_of_siblings() {
        // 3 is the root; 0 and 4 are its children, 1, 2 and 5 those of 0.
        let tree = tree(&[3, 0, 0, -1, 3, 0]).unwrap();
        let order: Vec<u32> = tree.preorder().map(|id| id.0).collect();
        assert_eq!(order, [3, 0, 1, 2, 5, 4]);
        assert_eq!(tree.children(NodeId(0)).collect::<Vec<_>>(), [1, 2, 5].map(NodeId));
        assert_eq!(tree.span(NodeId(0)), 1..5);
        assert_eq!(tree.parent(NodeId(5)), Some(NodeId(0)));
        assert_eq!((tree.root(), tree.parent(NodeId(3))), (Some(NodeId(3)), None));
        assert!(tree.is_leaf(NodeId(4)) && !tree.is_leaf(NodeId(0)));
    }

    #[test]
    fn nodes_in_preorder_make_the_same_tree() {
        for parents in [&[-1, 0, 1, 1, 0, 4, 0][..], &[-1], &[-1, 0, 1, 2, 3], &[-1, 0, 0, 0]] {
            let parents: Vec<_> = parents.iter().map(|&p: &i64| u32::try_from(p).ok().map(NodeId)).collect();
            let count = parents.len();
            // The last node first, so that no node stands in pre-order.
            let turned = |id: NodeId| NodeId(count as u32 - 1 - id.0);
            let mut other = vec![None; count];
            for (id, up) in parents.iter().enumerate() {
                other[count - 1 - id] = up.map(turned);
            }
            let (tree, other) = (Tree::from_preorder(&parents).unwrap(), Tree::from_parents(&other).unwrap());
            for id in tree.preorder() {
                assert_eq!(tree.span(id).len(), other.span(turned(id)).len());
                assert_eq!(tree.parent(id).map(turned), other.parent(turned(id)));
                assert_eq!(tree.children(id).count(), other.children(turned(id)).count());
            }
        }
        assert!(Tree::from_preorder(&[None, None]).is_none());
        let crossed = [None, Some(NodeId(0)), Some(NodeId(0)), Some(NodeId(1))];
        assert!(Tree::from_preorder(&crossed).is_none() && Tree::from_parents(&crossed).is_ok());
    }

    #[test]
    fn siblings_are_found_both_ways() {
        let tree = tree(&[3, 0, 0, -1, 3, 0]).unwrap();
        assert_eq!(tree.next_sibling(NodeId(1)), Some(NodeId(2)));
        assert_eq!(tree.next_sibling(NodeId(5)), None);
        assert_eq!(tree.next_sibling(NodeId(0)), Some(NodeId(4)));
        assert_eq!(tree.previous_sibling(NodeId(4)), Some(NodeId(0)));
        assert_eq!(tree.previous_sibling(NodeId(1)), None);
        assert_eq!((tree.next_sibling(NodeId(3)), tree.previous_sibling(NodeId(3))), (None, None));
    }

    #[test]
    fn what_is_not_one_tree_is_refused() {
        assert!(tree(&[]).unwrap().is_empty());
        assert_eq!(tree(&[0]), Err(TreeError::NoRoot));
        assert_eq!(tree(&[-1, -1]), Err(TreeError::TwoRoots(NodeId(0), NodeId(1))));
        assert_eq!(tree(&[-1, 2]), Err(TreeError::UnknownParent(NodeId(1))));
        assert_eq!(tree(&[-1, 2, 1]), Err(TreeError::Circle(NodeId(1))));
        assert_eq!(tree(&[-1, 1]), Err(TreeError::Circle(NodeId(1))));
    }
}
