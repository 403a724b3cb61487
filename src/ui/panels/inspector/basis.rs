//! What a potential rests on, as rows to fill in: the inputs of each basis, and what they amount to in a unit.

use crate::{
    domain::{Amount, Basis, BasisKind, Potential},
    engine::{
        compare,
        metrics::{self, MIN_COMPARABLE},
    },
    ui::kit::number::NumberKind,
};

use super::{super::PanelContext, Subject};

/// One input of a basis.
pub struct Input {
    /// Name of its row.
    pub label: &'static str,
    /// What is typed.
    pub kind: NumberKind,
    /// Shown while it is empty.
    pub hint: &'static str,
}

const fn input(label: &'static str, kind: NumberKind, hint: &'static str) -> Input {
    Input { label, kind, hint }
}

/// The inputs of a basis, in the order of [`slots`].
pub const fn inputs(kind: BasisKind) -> &'static [Input] {
    const HEADCOUNT: [Input; 2] =
        [input("Eligible people", NumberKind::Count, "–"), input("Price per seat", NumberKind::Money, "–")];
    const LOCATIONS: [Input; 2] =
        [input("Locations", NumberKind::Count, "–"), input("Price per location", NumberKind::Money, "–")];
    const BUDGET: [Input; 1] = [input("Amount stated", NumberKind::Money, "–")];
    const COMPARABLE: [Input; 2] = [
        input("Eligible people", NumberKind::Count, "Eligible users"),
        input("Quantile", NumberKind::Percent, "90%"),
    ];
    match kind {
        BasisKind::Headcount => &HEADCOUNT,
        BasisKind::Locations => &LOCATIONS,
        BasisKind::StatedBudget => &BUDGET,
        BasisKind::Comparable => &COMPARABLE,
        BasisKind::Estimate => &[],
    }
}

fn slots(basis: &mut Basis) -> Vec<&mut Option<Amount>> {
    match basis {
        Basis::Headcount { quantity, price } | Basis::Locations { quantity, price } => vec![quantity, price],
        Basis::StatedBudget { amount } => vec![amount],
        Basis::Comparable { quantity, quantile } => vec![quantity, quantile],
        Basis::Estimate => Vec::new(),
    }
}

/// A share is stored as 0–1 and typed in percent.
fn scale(kind: NumberKind) -> f64 {
    if kind == NumberKind::Percent { 100.0 } else { 1.0 }
}

/// The input at `at` as it is typed; `None` = not entered.
pub fn get(basis: &Basis, at: usize) -> Option<f64> {
    let scale = scale(inputs(basis.kind()).get(at)?.kind);
    let value = slots(&mut basis.clone()).get(at)?.as_ref()?.get();
    Some(value * scale)
}

/// Sets or clears the input at `at`, as it is typed.
pub fn set(basis: &mut Basis, at: usize, value: Option<f64>) {
    let scale = inputs(basis.kind()).get(at).map_or(1.0, |input| scale(input.kind));
    let value = value.and_then(|value| Amount::new(value / scale).ok());
    if let Some(slot) = slots(basis).get_mut(at) {
        **slot = value;
    }
}

/// What a basis amounts to in a unit, in money a year, or why it amounts to nothing yet.
pub fn amount(
    cx: &PanelContext<'_>,
    subject: &Subject<'_>,
    unit: usize,
    basis: &Basis,
) -> Result<Amount, String> {
    let eligible = subject.derived.facts.units[unit].eligible_users();
    let mut per_head = Vec::new();
    if let Basis::Comparable { .. } = basis {
        let Some(group) = &subject.account.comparable_group else {
            return Err("no comparable group".to_owned());
        };
        per_head = comparable(cx, subject, group);
        if per_head.len() < MIN_COMPARABLE {
            return Err(format!("needs {MIN_COMPARABLE} accounts, has {}", per_head.len()));
        }
    }
    let value = metrics::basis_value(basis, eligible, &per_head);
    value.and_then(|value| Amount::new(value).ok()).ok_or_else(|| match basis {
        Basis::Estimate => "an estimate is not grounded".to_owned(),
        _ => "an input is missing".to_owned(),
    })
}

/// ARR per head of the other accounts of a group.
fn comparable(cx: &PanelContext<'_>, subject: &Subject<'_>, group: &str) -> Vec<f64> {
    let others = cx.workspace.accounts.iter().zip(&cx.derived.accounts);
    others
        .filter(|(other, _)| {
            other.key != subject.account.key && other.comparable_group.as_deref() == Some(group)
        })
        .filter_map(|(_, derived)| metrics::arr_per_head(derived.facts.root()))
        .collect()
}

/// Puts a potential on changed inputs: a figure that was what the old ones amounted to follows the new ones, any other
/// stays what somebody entered.
pub fn rest_on(potential: &mut Potential, basis: Basis, old: Option<Amount>, new: Option<Amount>) {
    let followed = old.is_some_and(|old| same(old, potential.value));
    potential.basis = basis;
    if let Some(new) = new.filter(|_| followed) {
        potential.set_value(new);
    }
}

/// Whether two amounts are one, rounding aside.
pub fn same(a: Amount, b: Amount) -> bool {
    !compare::money_less(a.get(), b.get()) && !compare::money_less(b.get(), a.get())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn money(value: f64) -> Amount {
        Amount::new(value).unwrap()
    }

    #[test]
    fn inputs_are_set_and_read_back_as_typed() {
        for kind in BasisKind::ALL.iter().copied() {
            let mut basis = Basis::empty(kind);
            for at in 0..inputs(kind).len() {
                assert_eq!(get(&basis, at), None);
                set(&mut basis, at, Some(75.0));
                assert_eq!(get(&basis, at), Some(75.0), "{}", inputs(kind)[at].label);
            }
            assert_eq!(get(&basis, inputs(kind).len()), None);
        }
        let mut basis = Basis::empty(BasisKind::Comparable);
        set(&mut basis, 1, Some(75.0));
        assert_eq!(basis, Basis::Comparable { quantity: None, quantile: Some(money(0.75)) });
    }

    #[test]
    fn a_figure_follows_its_basis_only_while_it_is_what_the_basis_amounts_to() {
        let basis = Basis::StatedBudget { amount: Some(money(500.0)) };
        let mut followed = Potential { high: Some(money(450.0)), ..Potential::estimate(money(400.0)) };
        rest_on(&mut followed, basis.clone(), Some(money(400.0)), Some(money(500.0)));
        assert_eq!((followed.value, followed.high, &followed.basis), (money(500.0), None, &basis));
        let mut own = Potential::estimate(money(400.0));
        rest_on(&mut own, basis.clone(), Some(money(300.0)), Some(money(500.0)));
        assert_eq!((own.value, &own.basis), (money(400.0), &basis));
    }
}
