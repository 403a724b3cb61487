//! Retention opened into revenue at both ends of its window, unit by unit.

use crate::engine::metrics::{
    Bucket, Figure, Inputs, Movement, Survey, Unit, buckets, continued_by, movements,
};

use super::{Explained, amounts, branch::grouped, change, total};

/// ARR of the account now and at the beginning of the window.
pub(super) fn ends(inputs: &Inputs<'_>) -> Vec<Explained> {
    let now = dated(inputs, amounts::figure(inputs, 0, Figure::Arr));
    let before = inputs.year_before.map(|start| {
        change::at(inputs, start.period, |then| dated(then, amounts::figure(then, 0, Figure::Arr)))
    });
    std::iter::once(now).chain(before).collect()
}

/// What each unit kept of its revenue, and that revenue.
pub(super) fn kept(inputs: &Inputs<'_>) -> Vec<Explained> {
    let kept = |unit: &Movement| unit.begin.zip(unit.end).map(|(begin, end)| begin.min(end));
    let begin = |unit: &Movement| unit.begin.filter(|_| unit.end.is_some());
    let side = |name: &str, rows| total(name, "sum over units with ARR at both ends", Unit::Money, rows);
    vec![
        side("Kept", rows(inputs, "the smaller of both ends", kept)),
        side("ARR at the beginning", rows(inputs, "ARR at the beginning", begin)),
    ]
}

/// Growth of units that had revenue at the beginning, or the revenue of those that had none.
pub(super) fn growth(inputs: &Inputs<'_>, of_new: bool) -> Vec<Explained> {
    let formula = if of_new { "ARR now" } else { "ARR now − ARR at the beginning, not below 0" };
    rows(inputs, formula, |unit| {
        let (begin, end) = unit.begin.zip(unit.end).filter(|(begin, _)| (*begin > 0.0) != of_new)?;
        Some((end - begin).max(0.0))
    })
}

/// One row per unit with something to show, each opened into both ends.
fn rows(inputs: &Inputs<'_>, formula: &str, show: impl Fn(&Movement) -> Option<f64>) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    let (Ok(found), Some(start)) = (movements(&survey), inputs.year_before) else { return Vec::new() };
    let now = buckets(inputs.account, inputs.facts);
    change::at(inputs, start.period, |then| {
        let row = |unit: &Movement| {
            let shown = show(unit).filter(|amount| *amount != 0.0)?;
            let end = now.iter().filter(|bucket| bucket.node == unit.node);
            let end = end.map(|bucket| dated(inputs, amounts::bucket(inputs, bucket)));
            let begin = start
                .revenue
                .iter()
                .filter(|revenue| continued_by(&survey, revenue.node as usize) == unit.node as usize);
            let begin = begin.map(|revenue| {
                let counted = then.facts.units[revenue.node as usize].counted;
                let bucket = Bucket { node: revenue.node, arr: revenue.arr.map(f64::from), counted };
                dated(then, amounts::bucket(then, &bucket))
            });
            let name = inputs.account.unit_name(unit.node as usize);
            let number = Explained::number(name, shown, Unit::Money);
            Some((unit.node, number.made_of(formula, end.chain(begin).collect())))
        };
        grouped(inputs, 0, found.iter().filter_map(row).collect())
    })
}

fn dated(inputs: &Inputs<'_>, opened: Explained) -> Explained {
    let period = inputs.workspace.period_text(inputs.facts.period);
    Explained { name: format!("{}, {period}", opened.name), ..opened }
}
