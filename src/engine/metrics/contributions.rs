//! Which nodes' own figures make up a rolled-up amount or rate: the list behind every sum.

use crate::domain::{Account, EntryMode, OrgUnit, Status, Tier, UnitRecord};

use super::{Figure, Pair, PeriodFacts, Rate, rollup};

/// One node's part of a rolled-up rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairPart {
    /// Index of the node.
    pub node: u32,
    /// Its own numerator and denominator; `covered` = counted units it stands for.
    pub pair: Pair,
    /// Where its numerator comes from.
    pub origin: Origin,
}

/// One node's part of a rolled-up amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AmountPart {
    /// Index of the node.
    pub node: u32,
    /// Its own amount.
    pub amount: f64,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where an amount comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Entered in the node's record.
    Entered,
    /// Rolled up from the node's children (numerator of a node in Total mode).
    Children,
    /// Nothing was entered; zero by this status, or, with `None`, because the account is a prospect.
    KnownZero(Option<Status>),
}

/// The nodes whose pair enters a rate of the branch below `index`, in tree order; their sums are the rolled-up pair.
pub fn contributions(account: &Account, facts: &PeriodFacts, index: usize, rate: Rate) -> Vec<PairPart> {
    let (num, den) = (rate.numerator(), rate.denominator());
    let mut parts = Vec::new();
    walk(account, facts, index, |node, unit, record| {
        let total = unit.entry_mode == EntryMode::Total;
        let own = |figure: Figure| record.filter(|record| record.addressable).and_then(|r| figure.entered(r));
        let Some(own_den) = own(den) else { return true };
        let below = below(facts, node, num, false);
        let zero = known_zero(account, facts, node, num, own(num));
        if let Some(pair) = rollup::own_pair(total, own(num), Some(own_den), below, zero) {
            let known = &facts.units[node];
            let covered = if total { known.units } else { u32::from(known.counted) };
            let origin = match (own(num), below.filter(|_| total)) {
                (Some(_), _) => Origin::Entered,
                (None, Some(_)) => Origin::Children,
                (None, None) => Origin::KnownZero(known.status),
            };
            parts.push(PairPart { node: node as u32, pair: Pair { covered, ..pair }, origin });
        }
        !total
    });
    parts
}

/// The nodes whose own amount enters a figure of the branch below `index`, in tree order. Zeros that are merely known
/// are listed where nothing was entered, so that the list also says what was taken for granted.
pub fn amounts(account: &Account, facts: &PeriodFacts, index: usize, figure: Figure) -> Vec<AmountPart> {
    let mut parts = Vec::new();
    walk(account, facts, index, |node, unit, record| {
        let own = record.filter(|record| record.addressable).and_then(|record| figure.entered(record));
        let part = |amount, origin| AmountPart { node: node as u32, amount, origin };
        match own {
            Some(amount) => parts.push(part(amount, Origin::Entered)),
            // Above children with values of their own the zero adds nothing and would only repeat theirs.
            None if below(facts, node, figure, false).is_none() => {
                if let Some(zero) = known_zero(account, facts, node, figure, own) {
                    parts.push(part(zero, Origin::KnownZero(facts.units[node].status)));
                }
            }
            None => {}
        }
        own.is_none() || unit.entry_mode != EntryMode::Total
    });
    parts
}

/// In Total mode, a unit's own figure minus that of its children; negative = the children exceed the total. `None` =
/// the unit is in Direct mode, or one of the two is unknown.
pub fn unallocated(account: &Account, facts: &PeriodFacts, index: usize, figure: Figure) -> Option<f64> {
    let unit = account.units.get(index).filter(|unit| unit.entry_mode == EntryMode::Total)?;
    let record = account.record(index, facts.period)?;
    let exists = facts.units[index].valid && record.addressable && unit.entry_mode == EntryMode::Total;
    Some(figure.entered(record).filter(|_| exists)? - below(facts, index, figure, false)?)
}

/// Counted units of the branch below `index` that have a figure, and all of them: data coverage.
pub fn coverage(facts: &PeriodFacts, index: usize, figure: Figure) -> (u32, u32) {
    let (mut with, mut all) = (0, 0);
    let mut stack = vec![index as u32];
    while let Some(node) = stack.pop() {
        let unit = &facts.units[node as usize];
        if unit.counted {
            all += 1;
            with += u32::from(figure.rolled(unit).is_some());
        }
        stack.extend(facts.children(node as usize));
    }
    (with, all)
}

/// Visits a branch of the period's tree in tree order; `visit` says whether to go on below a node.
fn walk(
    account: &Account,
    facts: &PeriodFacts,
    index: usize,
    mut visit: impl FnMut(usize, &OrgUnit, Option<&UnitRecord>) -> bool,
) {
    if !facts.units.get(index).is_some_and(|unit| unit.valid) {
        return;
    }
    let mut stack = vec![index as u32];
    while let Some(node) = stack.pop() {
        let node = node as usize;
        let Some(unit) = account.units.get(node) else { continue };
        if visit(node, unit, account.record(node, facts.period)) {
            stack.extend(facts.children(node).iter().rev());
        }
    }
}

/// Sum of a figure over a node's children; `None` = none of them has one.
fn below(facts: &PeriodFacts, node: usize, figure: Figure, entered_only: bool) -> Option<f64> {
    let value = |child: &u32| {
        let child = &facts.units[*child as usize];
        if entered_only { figure.rolled_entered(child) } else { figure.rolled(child) }
    };
    facts.children(node).iter().filter_map(value).reduce(|sum, term| sum + term)
}

fn known_zero(
    account: &Account,
    facts: &PeriodFacts,
    node: usize,
    figure: Figure,
    own: Option<f64>,
) -> Option<f64> {
    let unit = &facts.units[node];
    let absent = own.is_none() && unit.addressable && below(facts, node, figure, true).is_none();
    (absent && figure.is_known_zero(unit.status, account.tier == Some(Tier::Prospect))).then_some(0.0)
}
