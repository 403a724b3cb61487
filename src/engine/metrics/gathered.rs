//! The facts of several accounts as those of one whose root is all of them.

use crate::domain::{Account, Period, Tree, Workspace};

use super::{Figure, PeriodFacts, UnitFacts, counting::Sets, facts::bit, rollup, rows::Rows};

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
    for figure in [Figure::Arr, Figure::LicensedSeats, Figure::ActiveUsers] {
        if sets.children(0).iter().all(|account| units[*account as usize].amount(figure).is_none()) {
            units[0].known &= !bit::figure(figure);
        }
    }
    PeriodFacts::from_parts(period, units, sets)
}
