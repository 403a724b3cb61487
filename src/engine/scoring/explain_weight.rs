//! How far a weight may move, and what it does to a score, opened: which two accounts meet where, each score there down
//! to its points (domain specification 6.3, 6.4, 6.8).

use super::{
    explain_ground::{Ground, percent},
    stability::{Crossing, WeightZones, table_zones},
    tornado::{WEIGHT_STEP, weight_tornado},
};
use crate::engine::{compare::EPS, explain::Explained, metrics::Unit};

/// The zones of the weight of factor `k`, opened into their ends. `None` = the factor is switched off.
pub fn explain_zones(ground: &Ground<'_>, k: usize) -> Option<Explained> {
    let column = ground.table.factors.iter().position(|factor| *factor == k)?;
    let zones = table_zones(ground.table, column);
    let mut parts = vec![ground.weight(k)];
    for (what, zone, lead) in [("The ranking", zones.ranking, false), ("The leader", zones.leader, true)] {
        if let Some((low, high)) = zone {
            parts.push(end(ground, column, &zones, &format!("{what} holds down to"), low, lead));
            parts.push(end(ground, column, &zones, &format!("{what} holds up to"), high, lead));
        }
    }
    let between = |zone: Option<(f64, f64)>| {
        zone.map_or_else(|| "nowhere".to_owned(), |(a, b)| format!("from {} to {}", percent(a), percent(b)))
    };
    let formula = match zones.ranking {
        Some(_) => format!(
            "the ranking holds {}, the leader {}, the other weights in proportion",
            between(zones.ranking),
            between(zones.leader)
        ),
        None => {
            "there is no zone: the weight cannot move, or fewer than two accounts have a score".to_owned()
        }
    };
    let name = format!("Weight of {}, and where ranks change", ground.model.factors[k].label);
    Some(Explained::number(name, 100.0 * ground.table.weights[column], Unit::Percent).made_of(formula, parts))
}

/// One end of a zone: the pair whose scores meet there, or why the zone ends without one.
fn end(
    ground: &Ground<'_>,
    column: usize,
    zones: &WeightZones,
    name: &str,
    at: f64,
    lead: bool,
) -> Explained {
    let number = Explained::number(name, 100.0 * at, Unit::Percent);
    let meets = |crossing: &&Crossing| (crossing.at - at).abs() <= EPS && (crossing.leader || !lead);
    if let Some(crossing) = zones.crossings.iter().find(meets) {
        let name = |row: usize| (ground.name)(ground.table.accounts[row]);
        let formula =
            format!("{} and {} have equal scores there", name(crossing.ahead), name(crossing.behind));
        let scores = [crossing.ahead, crossing.behind].map(|row| ground.score_at(row, column, at));
        return number.made_of(formula, scores.to_vec());
    }
    let own = ground.weight(ground.table.factors[column]);
    if let Some((row, known)) = passing(ground, column, at) {
        let name = (ground.name)(ground.table.accounts[row]);
        let formula =
            format!("{name} gains or loses its score there: too little of the weight is known beyond");
        let known = Explained::number(format!("Known weight of {name} there"), 100.0 * known, Unit::Percent)
            .made_of("least known weight with which the model gives a score", Vec::new());
        return number.made_of(formula, vec![own, known]);
    }
    let formula = if at <= EPS {
        "a weight cannot be less than nothing"
    } else {
        "there is no more weight than locked weights leave"
    };
    number.made_of(formula, vec![own])
}

/// The account whose known weight passes the least that a score needs where the weight of `column` is `at`, and that share
/// 0–1.
fn passing(ground: &Ground<'_>, column: usize, at: f64) -> Option<(usize, f64)> {
    let variation = ground.table.variation(column);
    let lines = ground.table.rows.iter().map(|row| variation.line(row)).enumerate();
    let mut moving = lines.filter(|(_, line)| line.d1.abs() > EPS);
    let found = moving.find(|(_, line)| (line.coverage(at) - ground.table.min_coverage).abs() <= 1e-9);
    found.map(|(row, line)| (row, line.coverage(at)))
}

/// What ten points less and more of the weight of factor `k` do to the account's score. `None` = it takes no part, or the
/// weight cannot move.
pub fn explain_tornado(ground: &Ground<'_>, account: usize, k: usize) -> Option<Explained> {
    let row = ground.table.accounts.binary_search(&account).ok()?;
    let column = ground.table.factors.iter().position(|factor| *factor == k)?;
    let bar = weight_tornado(ground.table, row, WEIGHT_STEP).into_iter().find(|bar| bar.factor == k)?;
    let now = ground.score_at(row, column, ground.table.weights[column]);
    let ends = [("less", bar.low), ("more", bar.high)].map(|(word, x)| {
        let score = ground.score_at(row, column, x);
        Explained { name: format!("With {word} weight, {}", percent(x)), ..score }
    });
    let name = format!("Swing of the score by the weight of {}", ground.model.factors[k].label);
    let span = bar.at_low.zip(bar.at_high).map(|(low, high)| high - low);
    let reason = span.is_none().then(|| "there is no score at one of the ends".to_owned());
    let [less, more] = ends;
    let whole = Explained { value: span, reason, ..Explained::number(name, 0.0, Unit::Points) };
    Some(
        whole
            .made_of("score with ten points more of the weight − score with ten less", vec![more, less, now]),
    )
}
