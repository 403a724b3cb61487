//! The facts of several accounts as those of one whose root is all of them.

use crate::domain::{Account, Period, Tree, Workspace};

use super::{PeriodFacts, UnitFacts, counting::Sets, rollup, rows::Rows};

/// Facts of `account`, whose units are a root without figures and then all units of other accounts in their order, each
/// account's root below that root. Every unit keeps the figures it has in `parts`, one for each account in their order and
/// all of the same period; only the root is added up. O(units), mostly copying.
///
/// # Panics
/// If the units of `parts` are not those of `account` without its root.
pub fn gathered_facts<'a>(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    parts: impl IntoIterator<Item = &'a PeriodFacts>,
    period: Period,
) -> PeriodFacts {
    let mut units = Vec::with_capacity(account.units.len());
    units.push(UnitFacts { valid: true, addressable: true, ..UnitFacts::default() });
    for part in parts {
        let first = units.len() as u32;
        units.extend(part.units.iter().enumerate().map(|(index, unit)| {
            let parent = if index == 0 { Some(0) } else { unit.parent.map(|parent| parent + first) };
            UnitFacts { parent, ..*unit }
        }));
    }
    assert_eq!(units.len(), account.units.len(), "every unit has its facts");
    let entries = rollup::entries(&Rows::of_period(account, period), period);
    let sets = Sets::new(&workspace.settings, entries, account, tree);
    rollup::roll_again(&workspace.settings, account, period, &sets, &[0], &mut units);
    // A status that one account hands up says nothing about the figures of the others.
    let known = |of: fn(&UnitFacts) -> Option<f64>| {
        sets.children(0).iter().any(|account| of(&units[*account as usize]).is_some())
    };
    let [arr, seats, users] =
        [known(|unit| unit.arr), known(|unit| unit.licensed_seats), known(|unit| unit.active_users)];
    let root = &mut units[0];
    root.arr = root.arr.filter(|_| arr);
    root.licensed_seats = root.licensed_seats.filter(|_| seats);
    root.active_users = root.active_users.filter(|_| users);
    PeriodFacts::from_parts(period, units, sets)
}
