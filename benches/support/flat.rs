//! Workspaces of flat accounts for benches: rows as a table of figures has them.

use std::sync::Arc;

use inroads::{
    domain::{
        Account, Amount, Count, OrgUnit, Period, Potential, Status, UnitKey, UnitKind, UnitRecord, Workspace,
    },
    engine::scoring::sampling::{GRAIN, SplitMix64},
};

/// `units` units in accounts of 50 that lie flat below the root, each with all figures of `periods` quarters that end with
/// 2025-Q4, and nothing else; the same ones for the same seed.
pub fn workspace(units: usize, periods: usize, seed: u64) -> Workspace {
    let mut dice = SplitMix64::new(seed, 0);
    let first = Period::quarter(2025, 4).plus(1 - periods as i32);
    let mut workspace = Workspace::default();
    for number in 0..units / 50 {
        let mut account = Account::new(format!("account-{number}"), format!("Account {number}"));
        for n in 0..50 {
            let root = Some(UnitKey::root());
            let unit = OrgUnit::new(format!("unit-{n}"), root, format!("Unit {n}"), UnitKind::Department);
            let records = (0..periods as i32).map(|step| (first.plus(step), record(&mut dice)));
            account.push_unit(unit, records.collect());
        }
        workspace.accounts.push_back(Arc::new(account));
    }
    workspace
}

fn record(dice: &mut SplitMix64) -> UnitRecord {
    let mut below = |limit: f64| (limit * dice.uniform() as f64 * GRAIN).floor();
    let mut money = || Amount::new(below(1e6)).unwrap_or(Amount::ZERO);
    let (arr, potential) = (money(), money());
    let mut people = || Count::try_from(below(5000.0)).ok();
    UnitRecord {
        arr: Some(arr),
        potential: Some(Arc::new(Potential::estimate(potential))),
        licensed_seats: people(),
        active_users: people(),
        eligible_users: people(),
        status: Some(Status::ALL[below(6.0) as usize]),
        ..UnitRecord::default()
    }
}
