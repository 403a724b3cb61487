//! Which unit a row speaks of: by its key, else by its name and what stands above it. Units that are missing can be
//! created on the way.

use std::collections::{HashMap, HashSet};

use crate::domain::{Account, OrgUnit, UnitKey, UnitKind};

use super::super::branch_text::Numbers;

/// Signs that part the steps of a path such as `Retail / Stores`.
const STEPS: [char; 5] = ['/', '>', '›', '\\', '→'];

/// What a row says about its unit; empty = nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Called<'a> {
    /// Name or path.
    pub name: &'a str,
    /// Key.
    pub key: &'a str,
    /// The unit above, by name or key.
    pub parent: &'a str,
    /// Whether the table has a column of keys, so that no key means the account itself.
    pub has_keys: bool,
}

/// Why no unit was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The row names none.
    Nameless,
    /// There is none of this key.
    NoKey,
    /// There is none of this name or path.
    NoName,
    /// There is none of this name below what the row says stands above it.
    NotBelow,
    /// Several are called so; where some of them stand.
    Several(Vec<String>),
}

/// A unit that is to be created.
struct Fresh {
    unit: OrgUnit,
    parent: usize,
}

/// The units of one account.
pub struct Units<'a> {
    account: &'a Account,
    parents: Vec<usize>,
    has_children: Vec<bool>,
    /// Kind of the last unit below each; `None` = none is.
    kind_below: Vec<Option<UnitKind>>,
    by_key: HashMap<String, usize>,
    by_name: HashMap<String, Named>,
    /// Units of one name, by its number, below one unit: many have a “Finance”, each below another.
    by_place: HashMap<(usize, usize), Vec<usize>>,
    fresh: Vec<Fresh>,
    numbers: Numbers,
}

/// Units of one name in small letters.
struct Named {
    /// Number of the name.
    number: usize,
    units: Vec<usize>,
    /// Those of them that were only named as standing above another unit so far.
    implied: Vec<usize>,
}

/// Whether a text is a path all of whose steps are known.
pub fn is_path(text: &str, is_known: impl Fn(&str) -> bool) -> bool {
    text.contains(STEPS) && text.split(STEPS).all(|step| is_known(step.trim()))
}

impl<'a> Units<'a> {
    /// Looks at all units of an account once.
    pub fn new(account: &'a Account) -> Self {
        let by_key: HashMap<String, usize> =
            account.units.iter().enumerate().map(|(at, unit)| (unit.key.as_str().to_owned(), at)).collect();
        let mut parents = Vec::with_capacity(account.units.len());
        let mut has_children = vec![false; account.units.len()];
        let mut kind_below = vec![None; account.units.len()];
        for (at, unit) in account.units.iter().enumerate() {
            let parent = unit.parent.as_ref().and_then(|key| by_key.get(key.as_str())).copied();
            // A unit without a parent hangs on the root.
            parents.push(parent.unwrap_or(0));
            if at > 0 {
                has_children[parent.unwrap_or(0)] = true;
                kind_below[parent.unwrap_or(0)] = Some(unit.kind);
            }
        }
        let mut units = Self {
            account,
            parents,
            has_children,
            kind_below,
            by_key,
            by_name: HashMap::with_capacity(account.units.len()),
            by_place: HashMap::with_capacity(account.units.len()),
            fresh: Vec::new(),
            numbers: Numbers::default(),
        };
        for at in 0..account.units.len() {
            units.list(at, account.unit_name(at), units.parents[at]);
        }
        units
    }

    /// Makes a unit be found by its name, and its number.
    fn list(&mut self, unit: usize, name: &str, parent: usize) -> &mut Named {
        let number = self.by_name.len();
        let named = self.by_name.entry(name.to_lowercase());
        let named = named.or_insert_with(|| Named { number, units: Vec::new(), implied: Vec::new() });
        named.units.push(unit);
        if unit > 0 {
            self.by_place.entry((parent, named.number)).or_default().push(unit);
        }
        named
    }

    /// Whether units hang below one; those to be created count.
    pub fn is_parent(&self, unit: usize) -> bool {
        self.has_children.get(unit).copied().unwrap_or(false)
    }

    /// A unit to be created; `None` = it is there.
    fn fresh(&self, unit: usize) -> Option<&Fresh> {
        self.fresh.get(unit.checked_sub(self.account.units.len())?)
    }

    /// Name of a unit.
    pub fn name(&self, unit: usize) -> &str {
        self.fresh(unit).map_or_else(|| self.account.unit_name(unit), |fresh| &fresh.unit.name)
    }

    /// Key of a unit.
    pub fn key(&self, unit: usize) -> &UnitKey {
        self.fresh(unit).map_or_else(|| &self.account.units[unit].key, |fresh| &fresh.unit.key)
    }

    fn parent(&self, unit: usize) -> usize {
        self.fresh(unit).map_or_else(|| self.parents[unit], |fresh| fresh.parent)
    }

    /// The names from below the account down to a unit; a unit in a ring of parents ends where the ring closes.
    fn path(&self, unit: usize) -> String {
        let mut steps = vec![self.name(unit)];
        let mut at = self.parent(unit);
        while at != 0 && steps.len() < 64 {
            steps.push(self.name(at));
            at = self.parent(at);
        }
        steps.reverse();
        steps.join(" / ")
    }

    /// The unit of a row.
    pub fn find(&self, called: Called<'_>) -> Result<usize, Trouble> {
        let Called { name, key, parent, has_keys } = called;
        if !key.is_empty() {
            return self.by_key.get(key).copied().ok_or(Trouble::NoKey);
        }
        if name.is_empty() {
            return Err(Trouble::Nameless);
        }
        let named = self.by_name.get(&name.to_lowercase());
        let found = match named {
            Some(named) if parent.is_empty() => named.units.clone(),
            Some(named) => self.below(parent, named),
            None => {
                let mut found = if name.contains(STEPS) { self.at_path(name) } else { Vec::new() };
                if found.is_empty() {
                    return self.by_key.get(name).copied().ok_or(Trouble::NoName);
                }
                if !parent.is_empty() {
                    let above = self.called(parent);
                    found.retain(|unit| *unit != 0 && above.contains(&self.parent(*unit)));
                }
                found
            }
        };
        if found.is_empty() {
            return Err(Trouble::NotBelow);
        }
        match found[..] {
            [only] => Ok(only),
            [root, ..] if root == 0 && has_keys => Ok(0),
            _ => Err(Trouble::Several(found.iter().take(3).map(|unit| self.path(*unit)).collect())),
        }
    }

    fn named(&self, name: &str) -> Vec<usize> {
        self.by_name.get(&name.to_lowercase()).map(|named| named.units.clone()).unwrap_or_default()
    }

    /// Units at the end of a path, which may begin anywhere below the account.
    fn at_path(&self, path: &str) -> Vec<usize> {
        let steps: Vec<String> = path.split(STEPS).map(|step| step.trim().to_lowercase()).collect();
        let Some((last, above)) = steps.split_last() else { return Vec::new() };
        let mut found = self.named(last);
        found.retain(|unit| {
            let mut at = *unit;
            above.iter().rev().all(|step| {
                if at == 0 {
                    return false;
                }
                at = self.parent(at);
                self.name(at).to_lowercase() == *step
            })
        });
        found
    }

    /// Units that a text may mean: by name, by key, by path.
    fn called(&self, text: &str) -> Vec<usize> {
        let mut found = self.named(text);
        found.extend(self.by_key.get(text));
        found.extend(self.at_path(text));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Units of a name that hang directly below one that is called so.
    fn below(&self, parent: &str, named: &Named) -> Vec<usize> {
        let places = self.called(parent).into_iter();
        let here = places.filter_map(|above| self.by_place.get(&(above, named.number)));
        let mut found: Vec<usize> = here.flatten().copied().collect();
        found.sort_unstable();
        found
    }

    /// The unit of a row, created if there is none: where its path or the unit above says, else below the account.
    pub fn find_or_create(&mut self, called: Called<'_>) -> Result<usize, Trouble> {
        if !called.parent.is_empty() && called.key.is_empty() {
            let named = self.by_name.get(&called.name.to_lowercase());
            if let Some(unit) = named.and_then(|named| named.implied.first().copied()) {
                return self.hang(unit, called).map(|()| unit);
            }
        }
        match self.find(called) {
            Err(Trouble::NoKey | Trouble::NoName | Trouble::NotBelow) if !called.name.is_empty() => {}
            other => return other,
        }
        let (above, name) = match called.name.rsplit_once(STEPS) {
            Some((above, name)) => (above.trim(), name.trim()),
            None => (called.parent, called.name),
        };
        if name.is_empty() {
            return Err(Trouble::NoName);
        }
        let parent = self.above(above)?;
        Ok(self.create(name, called.key, parent, false))
    }

    /// The unit that stands above another, created if need be.
    fn above(&mut self, above: &str) -> Result<usize, Trouble> {
        let is_account = above.is_empty() || above.to_lowercase() == self.account.name.to_lowercase();
        if is_account {
            return Ok(0);
        }
        match self.find(Called { name: above, ..Called::default() }) {
            Err(Trouble::NoName) => {
                let (higher, name) = above.rsplit_once(STEPS).unwrap_or(("", above));
                let parent = self.above(higher.trim())?;
                Ok(self.create(name.trim(), "", parent, true))
            }
            other => other,
        }
    }

    /// A unit that was only implied stands where its own row says.
    fn hang(&mut self, unit: usize, called: Called<'_>) -> Result<(), Trouble> {
        let parent = self.above(called.parent)?;
        let at = unit - self.account.units.len();
        let before = std::mem::replace(&mut self.fresh[at].parent, parent);
        if let Some(named) = self.by_name.get_mut(&called.name.to_lowercase()) {
            named.implied.retain(|other| *other != unit);
            let number = named.number;
            self.by_place.entry((before, number)).or_default().retain(|other| *other != unit);
            self.by_place.entry((parent, number)).or_default().push(unit);
        }
        self.mark(parent);
        Ok(())
    }

    fn mark(&mut self, parent: usize) {
        self.has_children.resize(self.account.units.len() + self.fresh.len(), false);
        self.has_children[parent] = true;
    }

    fn create(&mut self, name: &str, key: &str, parent: usize, is_implied: bool) -> usize {
        let unit = self.account.units.len() + self.fresh.len();
        let by_key = &self.by_key;
        let key = if key.is_empty() {
            self.numbers.key(name, |key| !by_key.contains_key(key.as_str()))
        } else {
            UnitKey::from(key)
        };
        self.by_key.insert(key.as_str().to_owned(), unit);
        let named = self.list(unit, name, parent);
        if is_implied {
            named.implied.push(unit);
        }
        self.fresh.push(Fresh { unit: OrgUnit::new(key, None, name, UnitKind::Other), parent });
        self.mark(parent);
        unit
    }

    /// The units to be created that are `used`, and those above them, parents before children.
    pub fn created(&self, used: &HashSet<usize>) -> Vec<OrgUnit> {
        let first = self.account.units.len();
        let mut needed = HashSet::new();
        for unit in used {
            let mut at = *unit;
            while at >= first && needed.insert(at) {
                at = self.parent(at);
            }
        }
        let mut done: HashSet<usize> = HashSet::new();
        let mut kinds: HashMap<usize, UnitKind> = HashMap::new();
        let mut made = Vec::with_capacity(self.fresh.len());
        // As deep as they nest, and no deeper: a ring of parents is left out.
        for _ in 0..64 {
            for (at, fresh) in self.fresh.iter().enumerate() {
                let unit = first + at;
                let is_ready = fresh.parent < first || done.contains(&fresh.parent);
                if !needed.contains(&unit) || done.contains(&unit) || !is_ready {
                    continue;
                }
                done.insert(unit);
                let above = kinds.get(&fresh.parent).copied();
                let above = above.unwrap_or_else(|| self.account.units[fresh.parent].kind);
                let sibling = self.kind_below.get(fresh.parent).copied().flatten();
                let kind = sibling.unwrap_or_else(|| above.below());
                kinds.insert(unit, kind);
                let parent = Some(self.key(fresh.parent).clone());
                made.push(OrgUnit { parent, kind, ..fresh.unit.clone() });
            }
            if done.len() == needed.len() {
                break;
            }
        }
        made
    }

    /// Names of all units that rows could create, in the order of their indices.
    pub fn created_names(&self) -> Vec<String> {
        self.fresh.iter().map(|fresh| fresh.unit.name.clone()).collect()
    }
}
