//! All accounts under one root: every unit keeps its figures, and the root is their sum.

use std::sync::Arc;

use super::random_workspace::workspace;
use inroads::{
    document::{Derived, Memos},
    domain::{Tier, Workspace},
    engine::{
        gather::Gathered,
        metrics::{self, PeriodFacts},
        rules::{Finding, Outcome},
    },
    files::samples,
};

fn check(workspace: &Arc<Workspace>) {
    let derived: Arc<Derived> = Memos::default().refresh(workspace, workspace.current_period());
    let trees = derived.accounts.iter().map(|account| &account.tree);
    let gathered = Gathered::new(workspace, trees.clone(), "Portfolio");
    let parts: Vec<&PeriodFacts> = derived.accounts.iter().map(|account| &*account.facts).collect();
    let facts = gathered.facts(workspace, parts.iter().copied(), derived.period);
    assert_eq!(gathered.tree.part(0), None);
    assert_eq!(gathered.tree.index(&gathered.tree.key(0)), Some(0));
    let mut counted = 0;
    for unit in 1..facts.units.len() {
        let (account, own) = gathered.tree.part(unit).unwrap();
        let part = parts[account];
        assert_eq!(gathered.unit(account, own), Some(unit));
        assert_eq!(gathered.tree.index(&gathered.tree.key(unit)), Some(unit));
        let above = trees.clone().nth(account).unwrap().parent(own);
        assert_eq!(gathered.tree.parent(unit), Some(above.map_or(0, |up| up + unit - own)));
        let mut expected = part.units[own];
        expected.parent = if own == 0 { Some(0) } else { expected.parent.map(|up| up + (unit - own) as u32) };
        assert_eq!(facts.units[unit], expected);
        if own > 0 {
            let name = workspace.accounts[account].units[own].name.clone();
            assert_eq!(gathered.account.units[unit].name, name);
            assert_eq!(facts.counted.contains(&(unit as u32)), part.counted.contains(&(own as u32)));
            counted += usize::from(part.counted.contains(&(own as u32)));
        }
    }
    assert_eq!(facts.counted.len(), counted);
    let sum = |of: fn(&metrics::UnitFacts) -> Option<f64>| {
        parts.iter().filter_map(|part| of(part.root())).reduce(|sum, term| sum + term)
    };
    let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0), "{a} {b}"),
        (a, b) => assert_eq!(a, b),
    };
    close(facts.root().arr(), sum(inroads::engine::metrics::UnitFacts::arr));
    close(facts.root().potential(), sum(inroads::engine::metrics::UnitFacts::potential));
    close(facts.root().white_space(), sum(inroads::engine::metrics::UnitFacts::white_space));
    close(facts.root().revenue().map(|pair| pair.num), sum(|unit| unit.revenue().map(|pair| pair.num)));
    close(facts.root().licensed_seats(), sum(inroads::engine::metrics::UnitFacts::licensed_seats));
    assert_eq!(facts.root().units, parts.iter().map(|part| part.root().units).sum::<u32>());
    assert_eq!(facts.root().active_units, parts.iter().map(|part| part.root().active_units).sum::<u32>());
    // Without prospects, whose unknown figures are zeros, computing from nothing gives the same.
    if workspace.accounts.iter().all(|account| account.tier != Some(Tier::Prospect)) {
        let anew = metrics::facts(workspace, &gathered.account, &gathered.tree, derived.period);
        assert_eq!(facts.units[1..], anew.units[1..]);
        assert_eq!((&facts.counted, facts.order()), (&anew.counted, anew.order()));
    }
    // What was in another period is what each account was then.
    let before = gathered.before(workspace, trees.map(Arc::as_ref), derived.period.plus(-1));
    for unit in 1..before.units.len() {
        let (account, own) = gathered.tree.part(unit).unwrap();
        assert_eq!(before.units[unit], derived.accounts[account].before.units[own]);
    }
    let worst = gathered.worst(derived.accounts.iter().map(|account| account.findings.as_slice()));
    let fired = |finding: &&Finding| finding.outcome == Outcome::Fired && finding.acknowledged.is_none();
    for unit in 1..facts.units.len() {
        let (account, own) = gathered.tree.part(unit).unwrap();
        let about = |finding: &&Finding| finding.unit.unwrap_or(0) as usize == own;
        let found = derived.accounts[account].findings.iter().filter(fired).filter(about);
        assert_eq!(worst.get(&(unit as u32)).copied(), found.filter_map(|finding| finding.severity).max());
    }
}

#[test]
fn the_sample_is_gathered() {
    check(&Arc::new(samples::portfolio()));
    check(&Arc::new(samples::techcorp()));
}

#[test]
fn random_workspaces_are_gathered() {
    for seed in 0..100 {
        let workspace = workspace(seed);
        if !workspace.accounts.is_empty() {
            check(&Arc::new(workspace));
        }
    }
}
