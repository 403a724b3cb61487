//! What every workspace keeps: told in time that grows with the workspace, not with its square.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use inroads::domain::{
    Account, Acknowledgement, Branch, BranchOwner, OrgUnit, Product, Region, UnitKind, Workspace, validate,
};

use super::support::build::{NOW, person, product, rec};

/// Shortest of three runs, so that other work on the machine does not count.
fn time(workspace: &Workspace) -> Duration {
    let run = || {
        let start = Instant::now();
        assert_eq!(validate(workspace), []);
        start.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap()
}

/// Four times as much takes about four times as long; its square would take sixteen.
#[track_caller]
fn is_linear(make: impl Fn(usize) -> Workspace, size: usize) {
    let (small, large) = (make(size), make(4 * size));
    let found: Vec<f64> =
        (0..5).map(|_| time(&large).as_secs_f64() / time(&small).as_secs_f64().max(1e-6)).collect();
    assert!(found.iter().any(|ratio| *ratio < 9.0), "{found:?}");
}

#[test]
fn many_accounts_and_many_products() {
    is_linear(
        |n| {
            let mut workspace = Workspace {
                accounts: (0..n).map(|at| Arc::new(Account::new(format!("a{at}"), "A"))).collect(),
                ..Workspace::default()
            };
            workspace.products =
                Arc::new((0..n).map(|at| product(&format!("p{at}"))).collect::<Vec<Product>>());
            let region = |at| Region { key: format!("r{at}").into(), name: String::new(), parent: None };
            workspace.regions = Arc::new((0..n).map(region).collect());
            workspace
        },
        1_000,
    );
}

#[test]
fn many_owners_and_acknowledgements_of_many_accounts() {
    is_linear(
        |n| {
            let key = |at: usize| Some(format!("a{}", n - 1 - at).into());
            let accounts = (0..n).map(|at| Arc::new(Account::new(format!("a{at}"), "A"))).collect();
            let owner = |at| BranchOwner {
                account: key(at),
                branch: Branch::Seats,
                responsible: None,
                accountable: None,
                consulted: Vec::new(),
                informed: Vec::new(),
            };
            let done = |at| Acknowledgement {
                account: key(at),
                rule: "R-11".into(),
                unit: None,
                until: None,
                note: None,
            };
            Workspace {
                accounts,
                owners: Arc::new((0..n).map(owner).collect()),
                acknowledgements: Arc::new((0..n).map(done).collect()),
                ..Workspace::default()
            }
        },
        2_000,
    );
}

/// Everybody reports to the one before.
fn chain(n: usize) -> Account {
    let mut account = Account::new("a", "A");
    let one = |at: usize| {
        let mut person = person(&format!("s{at}"), "", inroads::domain::Role::Champion, None);
        person.reports_to = at.checked_sub(1).map(|at| format!("s{at}").into());
        person
    };
    // The end of the chain first, so that every walk begins far down.
    account.stakeholders = Arc::new((0..n).rev().map(one).collect());
    account
}

#[test]
fn a_long_chain_of_superiors() {
    let of = |account: Account| Workspace {
        accounts: [Arc::new(account)].into_iter().collect(),
        ..Workspace::default()
    };
    is_linear(|n| of(chain(n)), 5_000);
    // Who reports into a circle is named, who does not is not.
    let mut account = chain(6);
    let people = Arc::make_mut(&mut account.stakeholders);
    // s5 → s4 → s3 → s2 → s1 → s0; now s3 → s5, so s3, s4 and s5 go round and nobody else does.
    people[2].reports_to = Some("s5".into());
    let faults: Vec<String> = validate(&of(account)).into_iter().map(|fault| fault.place.subject).collect();
    assert_eq!(faults, ["stakeholder s5", "stakeholder s4", "stakeholder s3"]);
    // And one who reports to somebody in the circle never gets to the top either.
    let mut account = chain(3);
    let people = Arc::make_mut(&mut account.stakeholders);
    people[2].reports_to = Some("s1".into());
    assert_eq!(validate(&of(account)).len(), 3);
}

#[test]
fn a_hundred_thousand_units_are_checked_in_a_moment() {
    let mut account = Account::new("a", "A");
    for at in 0..100_000 {
        let unit = OrgUnit::new(format!("u{at}"), Some("".into()), "U", UnitKind::Team);
        account.push_unit(unit, vec![(NOW, rec())]);
    }
    let workspace = Workspace { accounts: [Arc::new(account)].into_iter().collect(), ..Workspace::default() };
    let taken = time(&workspace);
    // A tenth of that on an idle machine without optimisation.
    assert!(taken < Duration::from_secs(5), "{taken:?}");
}
