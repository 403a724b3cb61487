//! Which node of a tree has which key: that of its unit, or, in a tree made of several, the tree's and its unit's together.

use std::{hash::BuildHasher, sync::Arc};

use hashbrown::{DefaultHashBuilder, HashMap, HashTable, hash_table::Entry};
use imbl::Vector;

use super::{AccountKey, OrgUnit, Tree, UnitKey, tree::TreeError};

/// The keys of all nodes.
#[derive(Clone, PartialEq)]
pub(super) enum Keys {
    /// Each has that of its unit.
    Own(ByKey),
    /// A root, and the nodes of other trees.
    Joined(Joined),
}

impl Default for Keys {
    fn default() -> Self {
        Self::Own(ByKey::default())
    }
}

impl Keys {
    /// The node with a key.
    pub fn get(&self, key: &str) -> Option<u32> {
        match self {
            Self::Own(keys) => keys.get(key),
            Self::Joined(keys) => keys.get(key),
        }
    }

    /// The key of a node; the root's where there is no such node.
    pub fn key(&self, index: usize) -> UnitKey {
        match self {
            Self::Own(keys) => keys.key(index),
            Self::Joined(keys) => keys.key(index),
        }
    }
}

/// Units by key. It shares the list of units with the account, so that it holds no key a second time.
#[derive(Clone, Default)]
pub(super) struct ByKey {
    pub units: Vector<Arc<OrgUnit>>,
    hasher: DefaultHashBuilder,
    indices: HashTable<u32>,
}

impl PartialEq for ByKey {
    fn eq(&self, other: &Self) -> bool {
        self.units.iter().map(|unit| &unit.key).eq(other.units.iter().map(|unit| &unit.key))
    }
}

impl ByKey {
    /// Fails if two units share a key.
    pub fn new(units: &Vector<Arc<OrgUnit>>) -> Result<Self, TreeError> {
        let hasher = DefaultHashBuilder::default();
        let mut indices = HashTable::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate() {
            let same = |other: &u32| units[*other as usize].key == unit.key;
            let rehash = |other: &u32| hasher.hash_one(units[*other as usize].key.as_str());
            match indices.entry(hasher.hash_one(unit.key.as_str()), same, rehash) {
                Entry::Occupied(_) => return Err(TreeError::Duplicate(unit.key.clone())),
                Entry::Vacant(free) => free.insert(index as u32),
            };
        }
        Ok(Self { units: units.clone(), hasher, indices })
    }

    pub fn get(&self, key: &str) -> Option<u32> {
        let same = |index: &u32| self.units[*index as usize].key.as_str() == key;
        self.indices.find(self.hasher.hash_one(key), same).copied()
    }

    pub fn key(&self, index: usize) -> UnitKey {
        self.units.get(index).map_or_else(UnitKey::root, |unit| unit.key.clone())
    }
}

/// The nodes of several trees after a root. No key is kept: it is put together when somebody asks for it.
#[derive(Clone)]
pub(super) struct Joined {
    trees: Vec<(AccountKey, Arc<Tree>)>,
    /// Index of each tree's root, ascending.
    firsts: Vec<u32>,
    by_key: HashMap<AccountKey, u32>,
}

impl PartialEq for Joined {
    fn eq(&self, other: &Self) -> bool {
        self.trees == other.trees
    }
}

/// Stands before the key of a tree and before that of a unit in it; no key that somebody enters has it.
const MARK: char = '\u{1}';

impl Joined {
    pub fn new(trees: Vec<(AccountKey, Arc<Tree>)>) -> Self {
        let mut next = 1;
        let first = |(_, tree): &(AccountKey, Arc<Tree>)| {
            let first = next;
            next += tree.len() as u32;
            first
        };
        let firsts = trees.iter().map(first).collect();
        let by_key = trees.iter().zip(0..).map(|((key, _), at)| (key.clone(), at)).collect();
        Self { trees, firsts, by_key }
    }

    /// Which tree a node is of, and which node of that; `None` for the root and for nodes added after all trees.
    pub fn part(&self, index: usize) -> Option<(usize, usize)> {
        let tree = self.firsts.partition_point(|first| *first as usize <= index).checked_sub(1)?;
        let node = index - self.firsts[tree] as usize;
        (node < self.trees[tree].1.len()).then_some((tree, node))
    }

    fn key(&self, index: usize) -> UnitKey {
        self.part(index).map_or_else(UnitKey::root, |(tree, node)| {
            let (account, tree) = &self.trees[tree];
            UnitKey::from(format!("{MARK}{account}{MARK}{}", tree.key(node)))
        })
    }

    fn get(&self, key: &str) -> Option<u32> {
        if key.is_empty() {
            return Some(0);
        }
        let (account, unit) = key.strip_prefix(MARK)?.split_once(MARK)?;
        let tree = *self.by_key.get(account)? as usize;
        Some(self.firsts[tree] + self.trees[tree].1.node(unit)? as u32)
    }
}
