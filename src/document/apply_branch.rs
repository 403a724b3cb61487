//! Edits of many units at once: adding a whole branch, and merging units into one.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::domain::{
    Account, Amount, Count, OrgUnit, Period, Potential, ProductState, Region, Tree, UnitKey, UnitKind,
    UnitRecord,
};

use super::{
    apply::{EditError, named, record_mut},
    apply_structure::{delete_branches, known_region, missing, move_units},
};

/// Adds units below units that exist or come earlier in the list, each after its siblings. O(units of the account).
pub(super) fn add_branch(
    account: &mut Account,
    units: &[OrgUnit],
    regions: &[Region],
) -> Result<bool, EditError> {
    let mut known: HashSet<UnitKey> = account.units.iter().map(|unit| unit.key.clone()).collect();
    // Where siblings have positions, "last" needs one as well.
    let mut last: HashMap<UnitKey, Option<u32>> = HashMap::new();
    for unit in &account.units {
        if let Some(parent) = &unit.parent {
            let seen = last.entry(parent.clone()).or_insert(Some(0));
            *seen = seen.zip(unit.position).map(|(most, at)| most.max(at));
        }
    }
    for unit in units {
        let parent = unit.parent.clone().unwrap_or_else(UnitKey::root);
        if !known.contains(&parent) {
            return Err(missing(&parent));
        }
        if unit.key.is_root() || !known.insert(unit.key.clone()) {
            return Err(EditError::Refused(format!("a unit with the key `{}` exists already", unit.key)));
        }
        if unit.kind == UnitKind::Account {
            return Err(EditError::Refused("only the root of an account has the kind Account".to_owned()));
        }
        unit.region.as_ref().map_or(Ok(()), |region| known_region(region, regions))?;
        let position = match last.get_mut(&parent) {
            Some(Some(most)) => {
                *most = most.saturating_add(1);
                Some(*most)
            }
            _ => None,
        };
        account.push_unit(
            OrgUnit { parent: Some(parent), position, name: named(&unit.name)?, ..unit.clone() },
            Vec::new(),
        );
    }
    Ok(!units.is_empty())
}

/// From `period` on, `into` stands for all of `keys`: their figures of that period and later ones are added to its own
/// and wait for confirmation, their children, people, competitors, signals and plans are its own. What they were before
/// stays with them: they end in the period before, with `into` as their successor (domain specification 1.3), so that a
/// reorganisation is not read as churn. A unit without an earlier period is gone.
pub(super) fn merge_units(
    account: &mut Account,
    keys: &[UnitKey],
    into: &UnitKey,
    period: Period,
) -> Result<bool, EditError> {
    let tree = Tree::new(&account.units).map_err(|error| EditError::Refused(error.to_string()))?;
    let target = tree.index(into).filter(|index| *index > 0).ok_or_else(|| missing(into))?;
    let mut seen = HashSet::new();
    let others: Vec<usize> = keys
        .iter()
        .filter(|key| *key != into && seen.insert(*key))
        .map(|key| tree.index(key).ok_or_else(|| missing(key)))
        .collect::<Result<_, _>>()?;
    for &other in &others {
        let (name, kept) = (account.unit_name(other), account.unit_name(target));
        if other == 0 || tree.is_within(target, other) {
            return Err(EditError::Refused(format!(
                "{name} contains {kept}; merge the other way round or move {kept} out of it first"
            )));
        }
        if account.units[other].entry_mode != account.units[target].entry_mode
            && !(tree.children(other).is_empty() && tree.children(target).is_empty())
        {
            return Err(EditError::Refused(format!(
                "{name} and {kept} are entered differently, one as a total of its children; make them alike first"
            )));
        }
    }
    let mut children: Vec<UnitKey> = Vec::new();
    for &other in &others {
        let key = account.units[other].key.clone();
        let from = account.records[other].partition_point(|(at, _)| *at < period);
        let moved = Arc::clone(&account.records[other]);
        for (at, record) in &moved[from..] {
            add(record_mut(account, target, *at), record);
        }
        Arc::make_mut(&mut account.records[other]).truncate(from);
        let below = tree.children(other).iter().map(|child| account.units[*child as usize].key.clone());
        children.extend(below.filter(|child| child != into));
        hand_over(account, &key, into);
        let unit = Arc::make_mut(&mut account.units[other]);
        unit.valid_to = Some(unit.valid_to.map_or(period.plus(-1), |to| to.min(period.plus(-1))));
        unit.successor = Some(into.clone());
    }
    if !children.is_empty() {
        move_units(account, &children, into, None)?;
    }
    let gone: Vec<UnitKey> = others
        .iter()
        .filter(|other| {
            let unit = &account.units[**other];
            account.records[**other].is_empty() || unit.valid_from > unit.valid_to
        })
        .map(|other| account.units[*other].key.clone())
        .collect();
    if !gone.is_empty() {
        delete_branches(account, &gone)?;
    }
    Ok(!others.is_empty())
}

/// People, competitors, signals and plans of one unit become those of another.
fn hand_over(account: &mut Account, from: &UnitKey, to: &UnitKey) {
    let swap = |key: &mut UnitKey| {
        if key == from {
            key.clone_from(to);
        }
    };
    if account.stakeholders.iter().any(|person| person.unit == *from) {
        for person in Arc::make_mut(&mut account.stakeholders) {
            swap(&mut person.unit);
        }
    }
    if account.competitors.iter().any(|entry| entry.unit == *from) {
        for entry in Arc::make_mut(&mut account.competitors) {
            swap(&mut entry.unit);
        }
    }
    if account.signals.iter().any(|signal| signal.unit == *from) {
        for signal in Arc::make_mut(&mut account.signals) {
            swap(&mut signal.unit);
        }
    }
    for item in Arc::make_mut(&mut account.roadmap) {
        item.target_units.iter_mut().for_each(swap);
        item.effects.activates.iter_mut().for_each(swap);
        item.effects.adopts.iter_mut().for_each(|(key, _)| swap(key));
        item.target_units = unique(&item.target_units);
        item.effects.activates = unique(&item.effects.activates);
        item.effects.adopts = unique(&item.effects.adopts);
    }
}

/// The first of each, in order.
fn unique<T: Clone + Eq + std::hash::Hash>(list: &[T]) -> Vec<T> {
    let mut seen = HashSet::new();
    list.iter().filter(|item| seen.insert((*item).clone())).cloned().collect()
}

/// Adds the figures of another unit to a record. What only one of them knows is that; nobody has confirmed the sum.
fn add(record: &mut UnitRecord, other: &UnitRecord) {
    let money = |a: Option<Amount>, b: Option<Amount>| match (a, b) {
        (Some(a), Some(b)) => Amount::new(a.get() + b.get()).ok(),
        (a, b) => a.or(b),
    };
    let count = |a: Option<Count>, b: Option<Count>| match (a, b) {
        (Some(a), Some(b)) => Count::new(a.get().saturating_add(b.get())).ok(),
        (a, b) => a.or(b),
    };
    record.status = record.status.or(other.status);
    record.addressable |= other.addressable;
    record.arr = money(record.arr, other.arr);
    record.one_time = money(record.one_time, other.one_time);
    record.category_spend = money(record.category_spend, other.category_spend);
    record.budget_ceiling = money(record.budget_ceiling, other.budget_ceiling);
    record.licensed_seats = count(record.licensed_seats, other.licensed_seats);
    record.active_users = count(record.active_users, other.active_users);
    record.eligible_users = count(record.eligible_users, other.eligible_users);
    record.potential = match (&record.potential, &other.potential) {
        (Some(a), Some(b)) => Some(Arc::new(sum(a, b))),
        (a, b) => a.clone().or_else(|| b.clone()),
    };
    for (product, state) in other.products.iter() {
        let own = record.product(product);
        if own.is_none_or(|own| reach(own) < reach(state)) {
            record.set_product(product, Some(state));
        }
    }
    record.depth = record.depth.or(other.depth);
    let notes: Vec<&str> = [&record.note, &other.note].into_iter().filter_map(Option::as_deref).collect();
    record.note = Some(notes.join("\n")).filter(|note| !note.is_empty()).map(Into::into);
    record.confirmed = false;
}

/// Two potentials as one: the sum, its range if either has one, an estimate as the bases no longer hold as they stand.
fn sum(a: &Potential, b: &Potential) -> Potential {
    let add = |x: Amount, y: Amount| Amount::new(x.get() + y.get()).unwrap_or(x);
    let end = |x: Option<Amount>, y: Option<Amount>| {
        (x.is_some() || y.is_some()).then(|| add(x.unwrap_or(a.value), y.unwrap_or(b.value)))
    };
    let sources: Vec<&str> = [&a.source, &b.source].into_iter().filter_map(|s| s.as_deref()).collect();
    Potential {
        low: end(a.low, b.low),
        high: end(a.high, b.high),
        source: Some(sources.join("; ")).filter(|source| !source.is_empty()),
        reviewed_on: a.reviewed_on.zip(b.reviewed_on).map(|(a, b)| a.min(b)),
        ..Potential::estimate(add(a.value, b.value))
    }
}

/// How far a product has come.
const fn reach(state: ProductState) -> u8 {
    match state {
        ProductState::NotApplicable => 0,
        ProductState::Open => 1,
        ProductState::HeldByCompetitor => 2,
        ProductState::Trial => 3,
        ProductState::Adopted => 4,
    }
}
