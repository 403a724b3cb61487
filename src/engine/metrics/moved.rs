//! The facts of units that stand elsewhere than in their account: under other heads, or below one root with those of other
//! accounts. They keep their figures and their part in every count; only branches that became others are added up again.

use crate::domain::{Account, Counting, Period, Tree, UnitKind, Workspace};

use super::{
    PeriodFacts, Places, UnitFacts,
    counting::Sets,
    rollup::{self, Entry, Zeros},
    rows::Rows,
};

/// A node without figures that others stand below for display.
const GROUP: Entry = Entry {
    exists: true,
    addressable: true,
    kind: UnitKind::Region,
    counting: Counting::Never,
    total: false,
    zeros: Zeros::Never,
};

/// Facts of an account, or of several below one root, whose units stand under other heads. O(units), mostly copying. The
/// root is what it was: the units below it are the same.
///
/// `account` and `tree` are those that `of` was made from with groups after the last unit. `left_out` tells of the units of
/// `of` which have no place there, `changed` holds the units and groups below which others stand than before; `places` are
/// the regions.
pub fn regrouped_facts(
    workspace: &Workspace,
    (account, tree): (&Account, &Tree),
    of: &PeriodFacts,
    left_out: &[bool],
    changed: &[u32],
    places: Places,
) -> PeriodFacts {
    let count = account.units.len();
    let mut entries = Vec::with_capacity(count);
    let kept = of.entries.iter().zip(left_out);
    entries.extend(kept.map(|(entry, out)| Entry { exists: entry.exists && !out, ..*entry }));
    entries.resize(count, GROUP);
    let sets = [&of.counted[..], &of.divisions, &of.departments, &of.teams];
    let sets = Sets::moved(entries, tree, sets, places);
    let mut units = Vec::with_capacity(count);
    units.extend(of.units.iter().enumerate().map(|(index, unit)| {
        if sets.entries[index].exists {
            UnitFacts { parent: sets.shape.parent(index), ..*unit }
        } else {
            UnitFacts::NOTHING
        }
    }));
    units.resize(count, UnitFacts::NOTHING);
    rollup::roll_again(&workspace.settings, account, of.period, &sets, changed, &mut units);
    units[0] = of.units[0];
    PeriodFacts::from_parts(of.period, units, sets)
}

/// The facts of a regrouped account in another period: of the units that exist in both, with those that count in `like`.
/// O(units).
pub fn regrouped_facts_in(
    workspace: &Workspace,
    (account, tree): (&Account, &Tree),
    like: &PeriodFacts,
    period: Period,
) -> PeriodFacts {
    let rows = Rows::of_period(account, period);
    let mut entries = rollup::entries(&rows, period);
    for ((entry, now), counted) in entries.iter_mut().zip(&like.entries).zip(&like.is_counted) {
        entry.exists &= now.exists;
        entry.zeros = now.zeros;
        entry.counting = if *counted { Counting::Always } else { Counting::Never };
    }
    let settings = &*workspace.settings;
    let sets = Sets::new(settings, entries, account, tree);
    let mut units = vec![UnitFacts::NOTHING; account.units.len()];
    rollup::roll(settings, &sets, &rows, period, &mut units);
    PeriodFacts::from_parts(period, units, sets)
}

/// Facts of `account`, whose units are a root without figures and then all units of other accounts in their order, each
/// account's root below that root. Every unit keeps the figures it has in `parts`, one for each account in their order and
/// all of the same period; only the root is added up. O(units), mostly copying.
///
/// # Panics
/// If the units of `parts` are not those of `account` without its root.
pub fn gathered_facts<'a>(
    workspace: &Workspace,
    (account, tree): (&Account, &Tree),
    parts: impl IntoIterator<Item = &'a PeriodFacts>,
    period: Period,
) -> PeriodFacts {
    let count = account.units.len();
    let (mut units, mut entries) = (Vec::with_capacity(count), Vec::with_capacity(count));
    units.push(UnitFacts { valid: true, addressable: true, ..UnitFacts::NOTHING });
    entries.push(GROUP);
    let mut sets: [Vec<u32>; 4] = Default::default();
    let parts: Vec<&PeriodFacts> = parts.into_iter().collect();
    for part in &parts {
        let first = units.len() as u32;
        units.extend(part.units.iter().enumerate().map(|(index, unit)| {
            let parent = if index == 0 { Some(0) } else { unit.parent.map(|parent| parent + first) };
            UnitFacts { parent, ..*unit }
        }));
        entries.extend_from_slice(&part.entries);
        for (all, own) in
            sets.iter_mut().zip([&part.counted, &part.divisions, &part.departments, &part.teams])
        {
            all.extend(own.iter().map(|unit| unit + first));
        }
    }
    assert_eq!(units.len(), count, "every unit has its facts");
    let places = Places::below_one_root(parts.iter().map(|part| &part.places));
    let sets = Sets::moved(entries, tree, sets.each_ref().map(Vec::as_slice), places);
    rollup::roll_again(&workspace.settings, account, period, &sets, &[0], &mut units);
    PeriodFacts::from_parts(period, units, sets)
}
