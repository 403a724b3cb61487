//! Other hierarchies of the same units, of an account or of all: no sum, no count and no status changes.

use std::{collections::BTreeMap, sync::Arc};

use super::{random_workspace::workspace, support::techcorp::techcorp};
use inroads::{
    document::{Derived, Memos},
    domain::{Account, EntryMode, Tree, UnitKind, Workspace},
    engine::{
        gather::Gathered,
        metrics::{self, PeriodFacts},
        regroup::{GroupBy, Head, Regrouped, head_at, regroup},
    },
    files::samples,
};

const ALL: [GroupBy; 3] = [GroupBy::Region, GroupBy::Kind, GroupBy::Owner];

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        (a, b) => a == b,
    }
}

fn check(workspace: &Arc<Workspace>) {
    let derived = Memos::default().refresh(workspace, workspace.current_period());
    for (account, own) in workspace.accounts.iter().zip(&derived.accounts) {
        for by in ALL {
            check_one(workspace, account, &own.tree, &own.facts, by);
        }
    }
    if !workspace.accounts.is_empty() {
        let all = Gathered::new(workspace, derived.accounts.iter().map(|account| &account.tree), "All");
        let facts =
            all.facts(workspace, derived.accounts.iter().map(|account| &*account.facts), derived.period);
        for by in ALL {
            let made = check_one(workspace, &all.account, &all.tree, &facts, by);
            let below = made.facts.children(0).iter().map(|head| *head as usize);
            assert!(below.clone().all(|unit| head_at(&made.heads, made.account.units.len(), unit).is_some()));
            check_heads(workspace, &derived, &made, by);
        }
    }
}

/// The root, what counts, statuses and regions are those of before.
fn check_one(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    own: &PeriodFacts,
    by: GroupBy,
) -> Regrouped {
    let made = regroup(workspace, account, tree, own, by);
    // The whole is not added up again, so it is compared with what its parts amount to.
    let (before, record) = (own.root(), account.record(0, own.period));
    let sum = |of: fn(&metrics::UnitFacts) -> Option<f64>| {
        let below = made.facts.children(0).iter().map(|unit| &made.facts.units[*unit as usize]);
        below.filter_map(of).reduce(|sum, term| sum + term)
    };
    for of in [
        metrics::UnitFacts::arr,
        metrics::UnitFacts::potential,
        metrics::UnitFacts::licensed_seats,
        metrics::UnitFacts::white_space,
    ] {
        if record.is_none() {
            // What only groups say, or that it is a prospect's, can make a zero of nothing.
            let parts = sum(of).or(of(before).filter(|known| *known == 0.0));
            assert!(close(of(before), parts), "{by:?} {:?} {:?}", of(before), parts);
        }
        assert_eq!(of(before), of(made.facts.root()));
    }
    let sorted = |mut units: Vec<u32>| {
        units.sort_unstable();
        units
    };
    assert_eq!(sorted(own.counted.clone()), sorted(made.facts.counted.clone()), "{by:?} counted");
    let before = metrics::regions(own);
    let after = metrics::regions(&made.facts);
    let region =
        |of: &metrics::Regions, unit: u32| of.of_unit[unit as usize].map(|at| of.keys[at as usize].clone());
    for unit in &own.counted {
        let (a, b) = (&own.units[*unit as usize], &made.facts.units[*unit as usize]);
        assert_eq!((a.status, a.active), (b.status, b.active), "{by:?} status");
        assert_eq!(region(&before, *unit), region(&after, *unit), "{by:?} region");
    }
    made
}

/// Units that count, those of them that are active, and the ARR of each head, as found unit by unit in the accounts.
fn check_heads(workspace: &Workspace, derived: &Derived, made: &Regrouped, by: GroupBy) {
    let mut expected: BTreeMap<Head, (u32, u32, f64)> = BTreeMap::new();
    for (account, own) in workspace.accounts.iter().zip(&derived.accounts) {
        let facts = &own.facts;
        for unit in 0..account.units.len() {
            if !facts.units[unit].valid {
                continue;
            }
            let mut line = vec![unit];
            while let Some(up) = facts.parent(line[line.len() - 1] as usize) {
                line.push(up as usize);
            }
            let record = |unit: &usize| account.record(*unit, derived.period);
            let total = |unit: &usize| account.units[*unit].entry_mode == EntryMode::Total;
            // What counts and what is entered as a total goes with all that is below it.
            let whole = line.iter().rev().find(|unit| {
                facts.units[**unit].counted && **unit > 0 || total(unit) && record(unit).is_some()
            });
            let from = line.iter().position(|unit| whole == Some(unit)).unwrap_or(0);
            let owner = |unit: &usize| account.units[*unit].owner.clone();
            let head = match by {
                GroupBy::Kind if line[from] == 0 => {
                    let account = UnitKind::ALL.iter().position(|kind| *kind == UnitKind::Account);
                    Head::Kind(account.unwrap())
                }
                GroupBy::Kind => {
                    let kind = account.units[line[from]].kind;
                    Head::Kind(UnitKind::ALL.iter().position(|other| *other == kind).unwrap())
                }
                GroupBy::Owner => {
                    let found = line[from..].iter().find_map(owner);
                    found.or_else(|| account.owner.clone()).map_or(Head::Nobody, Head::Owner)
                }
                GroupBy::Region => {
                    let region = |unit: &usize| account.units[*unit].region.clone();
                    line[from..].iter().find_map(region).map_or(Head::Nobody, Head::Region)
                }
            };
            let hidden = line[1..].iter().any(|up| {
                total(up) && record(up).is_some_and(|record| record.addressable && record.arr.is_some())
            });
            let arr = record(&unit).filter(|record| record.addressable && !hidden);
            let arr = arr.and_then(|record| record.arr).map_or(0.0, f64::from);
            let counted = u32::from(facts.counts(unit));
            let active = counted * u32::from(facts.units[unit].active);
            if counted > 0 || arr != 0.0 {
                let sums = expected.entry(head).or_default();
                *sums = (sums.0 + counted, sums.1 + active, sums.2 + arr);
            }
        }
    }
    let first = made.account.units.len() - made.heads.len();
    for (at, head) in made.heads.iter().enumerate() {
        let own = &made.facts.units[first + at];
        let (units, active, arr) = expected.remove(head).unwrap_or_default();
        assert_eq!((own.units, own.active_units), (units, active), "{head:?}");
        assert!(close(Some(own.arr().unwrap_or(0.0)), Some(arr)), "{head:?} {:?} {arr}", own.arr());
    }
    assert!(expected.is_empty(), "{expected:?}");
}

#[test]
fn units_of_the_sample_stand_under_their_regions() {
    let workspace = Arc::new(techcorp());
    check(&workspace);
    let derived = Memos::default().refresh(&workspace, workspace.current_period());
    let own = &derived.accounts[0];
    let made = regroup(&workspace, &workspace.accounts[0], &own.tree, &own.facts, GroupBy::Region);
    let heads: Vec<_> = ["apac", "emea", "na"].map(|key| Head::Region(key.into())).to_vec();
    assert_eq!(made.heads, heads);
    let first = made.account.units.len() - 3;
    assert_eq!(head_at(&made.heads, made.account.units.len(), first), Some(&heads[0]));
    let below: Vec<&str> = made
        .tree
        .children(first)
        .iter()
        .map(|child| made.account.units[*child as usize].key.as_str())
        .collect();
    assert_eq!(below, ["japan", "australia"]);
}

/// What is not addressable counts nowhere, but it is where it is: also in a region in which nothing else is.
#[test]
fn a_unit_that_is_not_addressable_stands_under_its_region() {
    let mut workspace = samples::portfolio();
    let at = workspace.find_account(&"northgate".into()).unwrap();
    let heads = |workspace: &Workspace| {
        let workspace = Arc::new(workspace.clone());
        let derived = Memos::default().refresh(&workspace, workspace.current_period());
        let own = &derived.accounts[at];
        let made = regroup(&workspace, &workspace.accounts[at], &own.tree, &own.facts, GroupBy::Region);
        check_one(&workspace, &workspace.accounts[at], &own.tree, &own.facts, GroupBy::Region);
        made.heads
    };
    assert_eq!(heads(&workspace).last(), Some(&Head::Nobody));
    let account = Arc::make_mut(&mut workspace.accounts[at]);
    let unit = account.find_unit(&"support".into()).unwrap();
    Arc::make_mut(&mut account.units[unit]).region = Some("latam".into());
    let heads = heads(&workspace);
    assert!(heads.contains(&Head::Region("latam".into())) && !heads.contains(&Head::Nobody), "{heads:?}");
}

#[test]
fn regions_and_owners_of_several_accounts_are_one_head_each() {
    let workspace = Arc::new(samples::portfolio());
    check(&workspace);
    let derived = Memos::default().refresh(&workspace, workspace.current_period());
    let all = Gathered::new(&workspace, derived.accounts.iter().map(|account| &account.tree), "All");
    let facts = all.facts(&workspace, derived.accounts.iter().map(|account| &*account.facts), derived.period);
    let made = regroup(&workspace, &all.account, &all.tree, &facts, GroupBy::Region);
    let mut regions = made.heads.clone();
    regions.dedup();
    assert_eq!(regions, made.heads);
    let accounts = |head: usize| {
        let mut accounts: Vec<usize> =
            made.tree.branch(head).iter().filter_map(|unit| Some(made.tree.part(*unit)?.0)).collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts.len()
    };
    let first = made.account.units.len() - made.heads.len();
    assert!((first..made.account.units.len()).any(|head| accounts(head) > 1));
    for unit in 0..made.account.units.len() {
        assert_eq!(made.tree.index(&made.tree.key(unit)), Some(unit));
    }
}

#[test]
fn nothing_changes_but_the_heads() {
    for seed in 0..300 {
        check(&Arc::new(workspace(seed)));
    }
}
