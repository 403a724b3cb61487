//! Other hierarchies of the same units: no sum, no count and no status changes.

use std::sync::Arc;

use super::{random_workspace::workspace, support::techcorp::techcorp};
use inroads::{
    document::Memos,
    domain::Workspace,
    engine::{
        metrics,
        regroup::{GroupBy, Head, head_at, regroup},
    },
};

fn check(workspace: &Arc<Workspace>) {
    let derived = Memos::default().refresh(workspace, workspace.current_period());
    for (account, own) in workspace.accounts.iter().zip(&derived.accounts) {
        for by in [GroupBy::Region, GroupBy::Kind, GroupBy::Owner] {
            let made = regroup(workspace, account, &own.tree, &own.facts, by);
            let (before, after) = (own.facts.root(), made.facts.root());
            let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
                (a, b) => a == b,
            };
            assert!(close(before.arr(), after.arr()), "{by:?} ARR {:?} {:?}", before.arr(), after.arr());
            assert!(close(before.potential(), after.potential()), "{by:?} potential");
            assert!(close(before.licensed_seats(), after.licensed_seats()), "{by:?} seats");
            assert!(close(before.white_space(), after.white_space()), "{by:?} white space");
            let sorted = |mut units: Vec<u32>| {
                units.sort_unstable();
                units
            };
            assert_eq!(
                sorted(own.facts.counted.clone()),
                sorted(made.facts.counted.clone()),
                "{by:?} counted"
            );
            let before = metrics::regions(&own.facts);
            let after = metrics::regions(&made.facts);
            let region = |of: &metrics::Regions, unit: u32| {
                of.of_unit[unit as usize].map(|at| of.keys[at as usize].clone())
            };
            for unit in &own.facts.counted {
                let (a, b) = (&own.facts.units[*unit as usize], &made.facts.units[*unit as usize]);
                assert_eq!((a.status, a.active), (b.status, b.active), "{by:?} status");
                assert_eq!(region(&before, *unit), region(&after, *unit), "{by:?} region");
            }
        }
    }
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

#[test]
fn nothing_changes_but_the_heads() {
    for seed in 0..150 {
        check(&Arc::new(workspace(seed)));
    }
}
