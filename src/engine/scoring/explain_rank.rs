//! A rank opened: who scores more, the neighbours above and below and by how much (domain specification 6.2, 6.8).

use super::explain_ground::{Ground, one_decimal};
use crate::engine::{
    compare::greater,
    explain::{Explained, LIST_LIMIT},
    metrics::Unit,
};

/// Opens the rank of `account`; `score` opens the score of an account. `None` = there is no such account.
///
/// Of more than [`LIST_LIMIT`] accounts ahead the nearest are named and the rest is counted.
pub fn explain_rank(
    ground: &Ground<'_>,
    account: usize,
    score: &dyn Fn(usize) -> Option<Explained>,
) -> Option<Explained> {
    let name = format!("Rank of {}", (ground.name)(account));
    let own = score(account)?;
    let ranked = |index: usize| ground.scores[index].value;
    let takes_part = ground.table.accounts.binary_search(&account).is_ok();
    let Some(value) = ranked(account).filter(|_| takes_part) else {
        let reason = own.reason.clone().unwrap_or_else(|| "the headline metric has no value".to_owned());
        let unknown =
            Explained { value: None, reason: Some(reason), ..Explained::number(name, 0.0, Unit::Count) };
        return Some(unknown.made_of(FORMULA, vec![own]));
    };
    let mut ahead: Vec<(usize, f64)> = Vec::new();
    let (mut below, mut tied): (Option<(usize, f64)>, usize) = (None, 0);
    for other in ground.table.accounts.iter().filter(|other| **other != account) {
        let Some(score) = ranked(*other) else { continue };
        if greater(score, value) {
            ahead.push((*other, score));
        } else if !greater(value, score) {
            tied += 1;
        } else if below.is_none_or(|(_, best)| score > best) {
            below = Some((*other, score));
        }
    }
    // The nearest first.
    ahead.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let by = |other: usize, gap: f64, whose: &str| -> Option<Explained> {
        let name = format!("{whose}: {}, by", (ground.name)(other));
        let pair =
            if whose == ABOVE { vec![score(other)?, own.clone()] } else { vec![own.clone(), score(other)?] };
        Some(Explained::number(name, gap, Unit::Points).made_of("the higher score − the lower score", pair))
    };
    let mut parts = vec![own.clone()];
    parts.push(leads(ground, &ahead));
    parts.extend(ahead.first().and_then(|(other, theirs)| by(*other, theirs - value, ABOVE)));
    parts.extend(below.and_then(|(other, theirs)| by(other, value - theirs, "Next below")));
    let formula = match tied {
        0 => FORMULA.to_owned(),
        1 => format!("{FORMULA}; one other account has the same score and shares the rank"),
        _ => format!("{FORMULA}; {tied} others have the same score and share the rank"),
    };
    Some(Explained::number(name, 1.0 + ahead.len() as f64, Unit::Count).made_of(formula, parts))
}

const FORMULA: &str = "1 + accounts that score more";
const ABOVE: &str = "Next above";

/// The accounts ahead, each with its score; those that one looks at first, the neighbours, are opened beside this list.
fn leads(ground: &Ground<'_>, ahead: &[(usize, f64)]) -> Explained {
    let one = |(other, score): &(usize, f64)| {
        let words = format!("scores {}", one_decimal(*score));
        Explained::number((ground.name)(*other), 1.0, Unit::Count).made_of(words, Vec::new())
    };
    let mut named: Vec<Explained> = ahead.iter().take(LIST_LIMIT).map(one).collect();
    if let Some((best, rest)) = ahead.get(LIST_LIMIT..).and_then(|rest| Some((rest.last()?, rest.len()))) {
        let words = format!("the best of them scores {}", one_decimal(best.1));
        named.push(Explained::number("Further ahead", rest as f64, Unit::Count).made_of(words, Vec::new()));
    }
    Explained::number("Accounts that score more", ahead.len() as f64, Unit::Count)
        .made_of("number of accounts with a higher score, the nearest first", named)
}
