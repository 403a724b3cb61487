//! What an edit of an account takes over from before it.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    domain::{Account, OrgUnit, Period, Tree, UnitRecord, Workspace},
    engine::{
        metrics::{self, AccountMetrics, Before, HEADLINE, PeriodFacts},
        rules::{Again, Earlier},
    },
};

use super::derived::{AccountDerived, Memo};

/// An account and what was known of it before an edit.
pub(super) struct Old<'a> {
    pub derived: &'a AccountDerived,
    /// Whether the account is the very same.
    pub is_same: bool,
    /// Units with another record than before, by period.
    changed: BTreeMap<Period, Vec<u32>>,
    /// Units with another name.
    renamed: Vec<u32>,
}

impl<'a> Old<'a> {
    /// The account of a memo, if `account` has the same units but for their names.
    pub fn with_same_units(memo: &'a Memo, account: &Arc<Account>) -> Option<Self> {
        Some(Self {
            renamed: renamed(&memo.account, account)?,
            derived: &memo.derived,
            is_same: Arc::ptr_eq(&memo.account, account),
            changed: changed_records(&memo.account, account),
        })
    }

    /// The facts of a period if they were kept, brought up to date.
    pub fn facts(
        &self,
        workspace: &Workspace,
        account: &Account,
        period: Period,
    ) -> Option<Arc<PeriodFacts>> {
        let known = Some(&self.derived.facts).filter(|facts| facts.period == period)?;
        match self.changed.get(&period) {
            None => Some(Arc::clone(known)),
            Some(units) => metrics::update_facts(workspace, account, known, units).map(Arc::new),
        }
    }

    /// What was kept of the period before, if its records did not change; after a step forward, of the one that was shown.
    pub fn before(&self, period: Period) -> Option<Arc<Before>> {
        let AccountDerived { before, facts, .. } = self.derived;
        if self.changed.contains_key(&period) {
            None
        } else if before.period == period {
            Some(Arc::clone(before))
        } else {
            (facts.period == period).then(|| Arc::new(Before::new(facts)))
        }
    }

    /// Whether the old metrics of a period hold, but for changes of the headline: neither its records nor the revenue a year
    /// before have changed.
    pub fn holds(&self, at: usize, period: Period, year_before: Option<&AccountMetrics>) -> bool {
        let same = |now: &AccountMetrics| {
            let old = self.earlier(at, period, now);
            old.has_records == now.has_records && old.arr == now.arr && old.revenue == now.revenue
        };
        !self.changed.contains_key(&period) && year_before.is_none_or(same)
    }

    /// The old metrics of a period, related anew where an earlier headline changed.
    pub fn related(
        &self,
        at: usize,
        before: Option<&AccountMetrics>,
        year_before: Option<&AccountMetrics>,
    ) -> Arc<AccountMetrics> {
        let old = &self.derived.history[at];
        let same =
            |now: &AccountMetrics| self.earlier(at, old.period, now).get(HEADLINE) == now.get(HEADLINE);
        if before.is_none_or(same) && year_before.is_none_or(same) {
            return Arc::clone(old);
        }
        let mut related = AccountMetrics::clone(old);
        related.relate(before, year_before);
        Arc::new(related)
    }

    /// What was known of the period of `now`; both histories run over the same periods.
    fn earlier(&self, at: usize, period: Period, now: &AccountMetrics) -> &AccountMetrics {
        &self.derived.history[at - (period.0 - now.period.0) as usize]
    }

    /// What rules found, where the same units exist and count in the period shown: units with other records are known.
    fn by_records(&self, new: &AccountDerived) -> Option<Earlier<'a>> {
        let (facts, tree) = (&new.facts, &*new.tree);
        if !facts.same_sets_as(&self.derived.facts) {
            return None;
        }
        let mut figures = vec![false; tree.len()];
        for unit in self.changed.values().flatten() {
            mark_upwards(&mut figures, tree, *unit as usize);
        }
        let mut names = vec![false; tree.len()];
        for unit in &self.renamed {
            names[tree.parent(*unit as usize).unwrap_or(0)] = true;
        }
        Some(Earlier {
            findings: &self.derived.findings,
            places: None,
            figures: Some(Again::new(figures, facts.order())),
            names: Again::new(names, tree.preorder()),
        })
    }
}

/// What rules found in an account before an edit, and about which units they must be asked again; `None` = they have more
/// to look at. `old` is given where its units are the same.
pub(super) fn earlier<'a>(
    memo: &'a Memo,
    old: Option<&Old<'a>>,
    account: &Account,
    new: &AccountDerived,
) -> Option<Earlier<'a>> {
    let is_known = |derived: &AccountDerived| derived.facts.has_records && !derived.facts.has_totals();
    // Of a group of accounts the others may have changed as well.
    let alone = memo.derived.per_head.is_empty();
    if !(alone && is_known(&memo.derived) && is_known(new) && same_beside(&memo.account, account)) {
        return None;
    }
    old.and_then(|old| old.by_records(new)).or_else(|| compared(memo, account, new))
}

/// What rules found by names in the very same account in another period.
pub(super) fn earlier_names(memo: &Memo) -> Earlier<'_> {
    Earlier { findings: &memo.derived.findings, places: None, figures: None, names: Again::default() }
}

/// As [`earlier`], found by comparing all that is known of each unit now with what was known of it: a rule that looks at units
/// one by one sees no difference at a unit that is the very same, with the same records, figures and past, and with the same
/// children. That is why units that lose a child are marked, and why a mark goes up to the root.
fn compared<'a>(memo: &'a Memo, account: &Account, new: &AccountDerived) -> Option<Earlier<'a>> {
    let old = &memo.derived;
    let places = places(&memo.account, account, old)?;
    let rows: Vec<_> = account.units.iter().zip(&account.records).collect();
    let tree = &*new.tree;
    // A unit that is new stays marked.
    let (mut figures, mut names) = (vec![true; rows.len()], vec![false; rows.len()]);
    // Units that are the very same, below the same unit; and those that have lost a child.
    let mut known = vec![false; rows.len()];
    let mut parted: Vec<usize> = Vec::new();
    for (at, (unit, records)) in memo.account.units.iter().zip(&memo.account.records).enumerate() {
        let parent = old.tree.parent(at).and_then(|parent| places[parent]);
        let now = places[at].map(|now| now as usize);
        let stays = now.is_some_and(|now| tree.parent(now) == parent.map(|parent| parent as usize));
        if let (false, Some(parent)) = (stays, parent) {
            parted.push(parent as usize);
        }
        let Some(now) = now else { continue };
        known[now] = stays && Arc::ptr_eq(rows[now].0, unit);
        figures[now] = !(known[now]
            && Arc::ptr_eq(rows[now].1, records)
            && new.facts.units[now].is_but_for_parent(&old.facts.units[at])
            && new.before.units[now] == old.before.units[at]);
    }
    for at in (1..rows.len()).filter(|at| !known[*at]) {
        names[tree.parent(at).unwrap_or(0)] = true;
    }
    for parent in parted {
        figures[parent] = true;
        names[parent] = true;
    }
    for &unit in tree.preorder().iter().rev() {
        if let Some(parent) = tree.parent(unit as usize) {
            figures[parent] |= figures[unit as usize];
        }
    }
    Some(Earlier {
        findings: &old.findings,
        places: Some(places),
        figures: Some(Again::new(figures, new.facts.order())),
        names: Again::new(names, tree.preorder()),
    })
}

/// Where each unit stands now, by its index of before; `None` = it is gone. Fails where units that stay have changed places
/// with each other in the list, which no edit does.
fn places(old: &Account, new: &Account, derived: &AccountDerived) -> Option<Vec<Option<u32>>> {
    let before: Vec<&Arc<OrgUnit>> = old.units.iter().collect();
    let mut places = vec![None; before.len()];
    let mut next = 0;
    for (now, unit) in (0..).zip(&new.units) {
        let is_next = before.get(next).is_some_and(|old| Arc::ptr_eq(old, unit) || old.key == unit.key);
        let at = if is_next { Some(next) } else { derived.tree.index(&unit.key) };
        let Some(at) = at else { continue };
        if at < next {
            return None;
        }
        places[at] = Some(now);
        next = at + 1;
    }
    Some(places)
}

fn mark_upwards(marked: &mut [bool], tree: &Tree, unit: usize) {
    let mut at = Some(unit);
    while let Some(node) = at.filter(|node| !marked[*node]) {
        marked[node] = true;
        at = tree.parent(node);
    }
}

/// The units with another name, if both accounts have the same units but for their names; `None` = they have not.
fn renamed(old: &Account, new: &Account) -> Option<Vec<u32>> {
    if old.units.ptr_eq(&new.units) {
        return Some(Vec::new());
    }
    if old.units.len() != new.units.len() {
        return None;
    }
    let mut renamed = Vec::new();
    for (at, (old, new)) in (0..).zip(old.units.iter().zip(&new.units)) {
        if Arc::ptr_eq(old, new) {
            continue;
        }
        if !old.is_but_for_name(new) {
            return None;
        }
        if old.name != new.name {
            renamed.push(at);
        }
    }
    Some(renamed)
}

/// Whether all that rules look at beside units, records and what metrics look at is the same.
fn same_beside(old: &Account, new: &Account) -> bool {
    old.key == new.key
        && old.name == new.name
        && old.customer_since == new.customer_since
        && old.comparable_group == new.comparable_group
        && old.targets == new.targets
        && old.movements == new.movements
}

/// Whether all that metrics look at beside units and records is the same.
pub(super) fn same_around(old: &Account, new: &Account) -> bool {
    fn same<T: PartialEq>(old: &Arc<Vec<T>>, new: &Arc<Vec<T>>) -> bool {
        Arc::ptr_eq(old, new) || old == new
    }
    old.tier == new.tier
        && old.regions_in_scope == new.regions_in_scope
        && same(&old.stakeholders, &new.stakeholders)
        && same(&old.competitors, &new.competitors)
        && same(&old.signals, &new.signals)
        && same(&old.roadmap, &new.roadmap)
}

/// Units whose record differs, by period, found by comparing pointers first. Both have the same units.
pub fn changed_records(old: &Account, new: &Account) -> BTreeMap<Period, Vec<u32>> {
    let mut changed: BTreeMap<Period, Vec<u32>> = BTreeMap::new();
    if old.records.ptr_eq(&new.records) {
        return changed;
    }
    for (index, (old, new)) in old.records.iter().zip(&new.records).enumerate() {
        if Arc::ptr_eq(old, new) {
            continue;
        }
        let record = |list: &[(Period, UnitRecord)], period: Period| {
            list.binary_search_by_key(&period, |(at, _)| *at).ok()
        };
        for (period, now) in new.iter() {
            if record(old, *period).is_none_or(|at| old[at].1 != *now) {
                changed.entry(*period).or_default().push(index as u32);
            }
        }
        for (period, _) in old.iter().filter(|(period, _)| record(new, *period).is_none()) {
            changed.entry(*period).or_default().push(index as u32);
        }
    }
    changed
}
