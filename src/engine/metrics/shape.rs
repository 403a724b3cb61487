//! The tree as it stands in one period: units that do not exist are taken out, what is below them moves up.

use crate::domain::Tree;

use super::rollup::Entry;

/// The effective tree of one period as dense indices into `Account::units` (ruling B7).
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Shape {
    /// Nodes that exist, root first, parents before children, siblings in order.
    pub order: Vec<u32>,
    /// Nearest existing ancestor; `NONE` for the root and for nodes that do not exist.
    parents: Vec<u32>,
    child_starts: Vec<u32>,
    children: Vec<u32>,
}

/// No node.
const NONE: u32 = u32::MAX;

impl Shape {
    /// Takes the units that do not exist out of the stored tree; the root always exists.
    pub fn new(entries: &[Entry], tree: &Tree) -> Self {
        let count = tree.len();
        // For a node that does not exist: where its children attach instead.
        let mut stands_in: Vec<u32> = (0..count as u32).collect();
        let mut shape = Self {
            order: Vec::with_capacity(count),
            parents: vec![NONE; count],
            child_starts: vec![0; count + 1],
            children: Vec::new(),
        };
        for &node in tree.preorder() {
            let index = node as usize;
            let above = tree.parent(index).map_or(NONE, |parent| stands_in[parent]);
            if entries[index].exists {
                shape.order.push(node);
                shape.parents[index] = above;
                if above != NONE {
                    shape.child_starts[above as usize + 1] += 1;
                }
            } else {
                stands_in[index] = above;
            }
        }
        for index in 0..count {
            shape.child_starts[index + 1] += shape.child_starts[index];
        }
        // Filling in pre-order keeps siblings in order, with the children of a removed node in its place.
        let mut next = shape.child_starts.clone();
        shape.children = vec![0; shape.order.len() - 1];
        for &node in &shape.order[1..] {
            let slot = &mut next[shape.parents[node as usize] as usize];
            shape.children[*slot as usize] = node;
            *slot += 1;
        }
        shape
    }

    /// Existing children of a node, in order.
    pub fn children(&self, index: usize) -> &[u32] {
        &self.children[self.child_starts[index] as usize..self.child_starts[index + 1] as usize]
    }

    /// Those of the nodes that exist, and everything above them; children before parents, each once.
    pub fn with_ancestors(&self, nodes: &[u32]) -> Vec<u32> {
        let mut wanted = vec![false; self.parents.len()];
        for &node in nodes {
            let exists = node == 0 || self.parent(node as usize).is_some();
            let mut at = Some(node).filter(|_| exists);
            while let Some(node) = at.filter(|node| !wanted[*node as usize]) {
                wanted[node as usize] = true;
                at = self.parent(node as usize);
            }
        }
        self.order.iter().rev().filter(|node| wanted[**node as usize]).copied().collect()
    }

    /// Nearest existing ancestor.
    pub fn parent(&self, index: usize) -> Option<u32> {
        Some(self.parents[index]).filter(|parent| *parent != NONE)
    }
}
