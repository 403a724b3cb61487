//! Which branches of a map are hidden: all from some level on, but for those that somebody turned.

use std::collections::HashSet;

use crate::domain::{Tree, UnitKey};

/// Hidden branches. A set of all of them would hold every group of a large account, most of which nobody ever sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Hidden {
    /// Units with others below them hide these if they stand so many levels below the root, or lower.
    from: u32,
    /// But for these units, with which it is the other way round.
    turned: HashSet<UnitKey>,
}

impl Default for Hidden {
    /// Nothing is hidden.
    fn default() -> Self {
        Self::below(u32::MAX)
    }
}

impl Hidden {
    /// Everything below the units that stand so many levels below the root.
    pub fn below(level: u32) -> Self {
        Self { from: level, turned: HashSet::new() }
    }

    /// Whether a unit, given how many levels below the root it stands, hides what is below it.
    pub fn has(&self, unit: &UnitKey, level: u32) -> bool {
        (level >= self.from) != self.turned.contains(unit)
    }

    /// Hides what is below a unit, or shows it.
    pub fn set(&mut self, unit: UnitKey, level: u32, hide: bool) {
        if hide == (level >= self.from) {
            self.turned.remove(&unit);
        } else {
            self.turned.insert(unit);
        }
    }

    /// The same for units of a tree by index, so that asking for all of them looks up few keys.
    pub fn within(&self, tree: &Tree) -> impl Fn(u32, u32) -> bool + use<> {
        let turned: HashSet<u32> =
            self.turned.iter().filter_map(|key| Some(tree.index(key)? as u32)).collect();
        let from = self.from;
        move |unit, level| (level >= from) != (!turned.is_empty() && turned.contains(&unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_hides_and_single_units_are_turned() {
        let (a, b) = (UnitKey::from("a"), UnitKey::from("b"));
        let mut hidden = Hidden::below(2);
        assert!(!hidden.has(&a, 1) && hidden.has(&a, 2) && hidden.has(&b, 3));
        hidden.set(a.clone(), 2, false);
        hidden.set(b.clone(), 1, true);
        assert!(!hidden.has(&a, 2) && hidden.has(&b, 1));
        hidden.set(a.clone(), 2, true);
        hidden.set(b.clone(), 1, false);
        assert_eq!(hidden, Hidden::below(2));
        assert!(!Hidden::default().has(&a, 900));
    }
}
