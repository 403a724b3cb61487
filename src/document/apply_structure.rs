//! Edits of an account's tree: adding, deleting, moving and describing units.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::domain::{Account, EntryMode, OrgUnit, Period, Region, RegionKey, Tree, UnitKey, UnitKind};

use super::{
    apply::{EditError, named, replace},
    edit::{AccountChange, UnitChange},
};

fn tree(account: &Account) -> Result<Tree, EditError> {
    Tree::new(&account.units).map_err(|error| EditError::Refused(error.to_string()))
}

pub(super) fn missing(key: &UnitKey) -> EditError {
    EditError::Missing(format!("unit `{key}`"))
}

/// Adds a unit after its siblings.
pub(super) fn add_unit(account: &mut Account, unit: &OrgUnit) -> Result<bool, EditError> {
    if unit.key.is_root() || account.find_unit(&unit.key).is_some() {
        return Err(EditError::Refused(format!("a unit with the key `{}` exists already", unit.key)));
    }
    let parent = unit.parent.clone().unwrap_or_else(UnitKey::root);
    account.find_unit(&parent).ok_or_else(|| missing(&parent))?;
    if unit.kind == UnitKind::Account {
        return Err(EditError::Refused("only the root of an account has the kind Account".to_owned()));
    }
    let last =
        account.units.iter().filter(|other| other.parent.as_ref() == Some(&parent)).map(|o| o.position);
    // Siblings with positions sort before those without one, so "last" needs a position only if all have one.
    let last = last.max_by_key(|position| position.unwrap_or(u32::MAX)).flatten();
    let unit = OrgUnit {
        parent: Some(parent),
        position: last.map(|position| position.saturating_add(1)),
        name: named(&unit.name)?,
        ..unit.clone()
    };
    account.push_unit(unit, Vec::new());
    Ok(true)
}

/// Removes branches. People move to the unit above that stays; competitors and signals in them go; plans lose them as a
/// target.
pub(super) fn delete_branches(account: &mut Account, keys: &[UnitKey]) -> Result<bool, EditError> {
    let tree = tree(account)?;
    let mut is_gone = vec![false; account.units.len()];
    for key in keys {
        let index = tree.index(key).ok_or_else(|| missing(key))?;
        if index == 0 {
            return Err(EditError::Refused(
                "the root cannot be deleted; delete the account instead".to_owned(),
            ));
        }
        if !is_gone[index] {
            tree.branch(index).into_iter().for_each(|index| is_gone[index] = true);
        }
    }
    // Each unit that goes, with the unit above it that stays.
    let mut gone: HashMap<UnitKey, UnitKey> = HashMap::new();
    for index in tree.preorder().iter().map(|index| *index as usize).filter(|index| is_gone[*index]) {
        let above = &account.units[tree.parent(index).unwrap_or(0)].key;
        let heir = gone.get(above).unwrap_or(above).clone();
        gone.insert(account.units[index].key.clone(), heir);
    }
    let stays = |at: &usize| !is_gone[*at];
    let kept = 0..account.units.len();
    account.units = kept.clone().filter(stays).map(|at| Arc::clone(&account.units[at])).collect();
    account.records = kept.filter(stays).map(|at| Arc::clone(&account.records[at])).collect();
    for at in 0..account.units.len() {
        let unit = &account.units[at];
        let refers = unit.successor.as_ref().is_some_and(|key| gone.contains_key(key))
            || unit.adjacent.iter().any(|key| gone.contains_key(key));
        if refers {
            let unit = Arc::make_mut(&mut account.units[at]);
            unit.successor.take_if(|key| gone.contains_key(key));
            unit.adjacent.retain(|key| !gone.contains_key(key));
        }
    }
    if account.stakeholders.iter().any(|person| gone.contains_key(&person.unit)) {
        for person in Arc::make_mut(&mut account.stakeholders) {
            if let Some(heir) = gone.get(&person.unit) {
                person.unit = heir.clone();
            }
        }
    }
    if account.competitors.iter().any(|entry| gone.contains_key(&entry.unit)) {
        Arc::make_mut(&mut account.competitors).retain(|entry| !gone.contains_key(&entry.unit));
    }
    if account.signals.iter().any(|signal| gone.contains_key(&signal.unit)) {
        Arc::make_mut(&mut account.signals).retain(|signal| !gone.contains_key(&signal.unit));
    }
    for item in Arc::make_mut(&mut account.roadmap) {
        item.target_units.retain(|key| !gone.contains_key(key));
        item.effects.activates.retain(|key| !gone.contains_key(key));
        item.effects.adopts.retain(|(key, _)| !gone.contains_key(key));
    }
    Ok(true)
}

/// Hangs units below a parent, in the given order, before one of its children or last.
pub(super) fn move_units(
    account: &mut Account,
    keys: &[UnitKey],
    parent: &UnitKey,
    before: Option<&UnitKey>,
) -> Result<bool, EditError> {
    let tree = tree(account)?;
    let target = tree.index(parent).ok_or_else(|| missing(parent))?;
    let mut moved = Vec::with_capacity(keys.len());
    for key in keys {
        let index = tree.index(key).ok_or_else(|| missing(key))?;
        if index == 0 {
            return Err(EditError::Refused("the root stays where it is".to_owned()));
        }
        if tree.is_within(target, index) {
            let name = account.unit_name(index);
            return Err(EditError::Refused(format!(
                "{name} cannot hang below itself; choose a parent outside its branch"
            )));
        }
        moved.push(index);
    }
    let before = match before {
        Some(key) => {
            Some(tree.index(key).filter(|i| tree.parent(*i) == Some(target)).ok_or_else(|| missing(key))?)
        }
        None => None,
    };
    let old: Vec<usize> = tree.children(target).iter().map(|child| *child as usize).collect();
    let leaving: HashSet<usize> = moved.iter().copied().collect();
    let mut order: Vec<usize> = old.iter().copied().filter(|child| !leaving.contains(child)).collect();
    let at = before.and_then(|b| order.iter().position(|child| *child == b)).unwrap_or(order.len());
    order.splice(at..at, moved.iter().copied());
    if order == old {
        return Ok(false);
    }
    for (position, index) in order.into_iter().enumerate() {
        let unit = &account.units[index];
        let position = u32::try_from(position).ok();
        if unit.parent.as_ref() != Some(parent) || unit.position != position {
            let unit = Arc::make_mut(&mut account.units[index]);
            unit.parent = Some(parent.clone());
            unit.position = position;
        }
    }
    Ok(true)
}

/// A text without surrounding blanks; nothing but blanks is no text.
fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

pub(super) fn known_region(key: &RegionKey, regions: &[Region]) -> Result<(), EditError> {
    let known = regions.iter().any(|region| region.key == *key);
    if known { Ok(()) } else { Err(EditError::Missing(format!("region `{key}`"))) }
}

/// Changes one property of an account.
pub(super) fn set_account(
    account: &mut Account,
    change: &AccountChange,
    regions: &[Region],
) -> Result<bool, EditError> {
    Ok(match change {
        AccountChange::Tier(tier) => replace(&mut account.tier, *tier),
        AccountChange::Owner(owner) => replace(&mut account.owner, said(owner.as_deref())),
        AccountChange::CustomerSince(day) => replace(&mut account.customer_since, *day),
        AccountChange::RegionsInScope(scope) => {
            let mut seen = HashSet::new();
            for key in scope {
                known_region(key, regions)?;
                if !seen.insert(key) {
                    return Err(EditError::Refused(format!("the region `{key}` is named twice")));
                }
            }
            replace(&mut account.regions_in_scope, scope.clone())
        }
        AccountChange::ComparableGroup(group) => {
            replace(&mut account.comparable_group, said(group.as_deref()))
        }
    })
}

/// Changes one property of several units.
pub(super) fn set_units(
    account: &mut Account,
    keys: &[UnitKey],
    change: &UnitChange,
    regions: &[Region],
) -> Result<bool, EditError> {
    let mut changed = false;
    if let UnitChange::Successor(Some(next)) = change {
        check_successor(account, keys, next)?;
    }
    for (key, index) in keys.iter().zip(account.find_units(keys)) {
        let index = index.ok_or_else(|| missing(key))?;
        if index == 0 {
            match change {
                UnitChange::Name(name) => {
                    let name = named(name)?;
                    changed |= replace(&mut account.name, name);
                    continue;
                }
                UnitChange::Kind(_)
                | UnitChange::ValidFrom(_)
                | UnitChange::ValidTo(_)
                | UnitChange::Successor(_) => {
                    return Err(EditError::Refused(
                        "the root is the account itself: it keeps its kind, always exists and has no successor"
                            .to_owned(),
                    ));
                }
                _ => {}
            }
        }
        let mut unit = OrgUnit::clone(&account.units[index]);
        if describe(&mut unit, change, regions)? {
            account.units[index] = Arc::new(unit);
            changed = true;
        }
    }
    Ok(changed)
}

fn describe(unit: &mut OrgUnit, change: &UnitChange, regions: &[Region]) -> Result<bool, EditError> {
    Ok(match change {
        UnitChange::Name(name) => replace(&mut unit.name, named(name)?),
        UnitChange::Kind(UnitKind::Account) => {
            return Err(EditError::Refused("only the root of an account has the kind Account".to_owned()));
        }
        UnitChange::Kind(kind) => replace(&mut unit.kind, *kind),
        UnitChange::Region(region) => {
            region.as_ref().map_or(Ok(()), |key| known_region(key, regions))?;
            replace(&mut unit.region, region.clone())
        }
        UnitChange::Owner(owner) => replace(&mut unit.owner, said(owner.as_deref())),
        UnitChange::Importance(importance) => {
            if importance.is_some_and(|value| !(1..=5).contains(&value)) {
                return Err(EditError::Refused("importance goes from 1 to 5".to_owned()));
            }
            replace(&mut unit.importance, *importance)
        }
        UnitChange::Counting(counting) => replace(&mut unit.counting, *counting),
        UnitChange::EntryMode(mode) => replace::<EntryMode>(&mut unit.entry_mode, *mode),
        UnitChange::ValidFrom(from) => {
            in_order(*from, unit.valid_to)?;
            replace(&mut unit.valid_from, *from)
        }
        UnitChange::ValidTo(to) => {
            in_order(unit.valid_from, *to)?;
            replace(&mut unit.valid_to, *to)
        }
        UnitChange::Successor(next) => replace(&mut unit.successor, next.clone()),
    })
}

fn in_order(from: Option<Period>, to: Option<Period>) -> Result<(), EditError> {
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(EditError::Refused("the last period lies before the first".to_owned()));
    }
    Ok(())
}

/// A successor is another unit, and following successors from it never comes back to one of these units.
fn check_successor(account: &Account, units: &[UnitKey], next: &UnitKey) -> Result<(), EditError> {
    if next.is_root() {
        return Err(EditError::Refused("the account itself cannot continue one of its units".to_owned()));
    }
    let start = account.find_unit(next).ok_or_else(|| missing(next))?;
    let units: HashSet<&UnitKey> = units.iter().collect();
    let follows: HashMap<&UnitKey, &UnitKey> =
        account.units.iter().filter_map(|unit| Some((&unit.key, unit.successor.as_ref()?))).collect();
    let mut at = Some(&account.units[start].key);
    // No chain is longer than there are units, so that this ends even if a file brought a circle of its own.
    for _ in 0..account.units.len() {
        let Some(key) = at else { break };
        if units.contains(key) {
            return Err(EditError::Refused("a unit cannot be continued by itself".to_owned()));
        }
        at = follows.get(key).copied();
    }
    Ok(())
}
