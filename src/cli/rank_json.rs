//! `rank --format json`: the contract of scripts. Keys keep their order, numbers are unrounded, unknown is `null` with a
//! reason.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::{
    domain::AccountKey,
    engine::scoring::{
        insight,
        stability::most_critical,
        tornado::{WEIGHT_STEP, weight_tornado},
    },
};

use super::{
    RankOf,
    rank::{List, Report},
};

/// Writes the report and a line end.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report)).map_err(io::Error::from)?;
    writeln!(out)
}

fn document(report: &Report<'_>) -> Value {
    let mut document = json!({ "schema": 1 });
    if report.of == RankOf::Opportunity {
        document["of"] = json!("opportunity");
    }
    document["factors"] = json!(keys(report));
    document["weights"] = json!(report.weights());
    if let (RankOf::Accounts, [list]) = (report.of, &report.lists[..]) {
        document["accounts"] = json!(rows(report, list));
        document["stability"] = json!(stability(report, list));
        document["pairwise"] = json!(pairwise(list));
    } else {
        let account = |list: &List<'_>| {
            json!({
                "account": list.account.map(|account| AccountKey::as_str(&account.key)),
                "units": rows(report, list),
                "stability": stability(report, list),
                "most_critical": critical(report, list),
                "pairwise": pairwise(list),
            })
        };
        document["accounts"] = report.lists.iter().map(account).collect();
    }
    document["samples"] = json!(report.sampling.samples);
    document["seed"] = json!(report.sampling.seed);
    document["spread"] = json!(report.sampling.spread);
    if report.data_uncertainty {
        document["data_uncertainty"] = json!(true);
    }
    document
}

fn keys<'a>(report: &'a Report<'_>) -> Vec<&'a str> {
    report.factors().map(|factor| factor.key.as_str()).collect()
}

fn rows(report: &Report<'_>, list: &List<'_>) -> Vec<Value> {
    let row = |row: &crate::engine::scoring::RankRow| {
        let index = row.account;
        let sampled = list.sampled(index);
        let mut object = Map::new();
        let key = if list.account.is_some() { "unit" } else { "account" };
        object.insert(key.to_owned(), json!(list.names[index].0));
        object.insert("score".to_owned(), json!(list.scores[index].value));
        object.insert("rank".to_owned(), json!(row.rank));
        if list.account.is_none() {
            object.insert("baseline_rank".to_owned(), json!(row.baseline_rank));
        }
        let ranks = sampled.map(|sampled| &sampled.ranks).filter(|ranks| !ranks.is_empty());
        object.insert("acceptability".to_owned(), json!(ranks));
        object.insert("expected_rank".to_owned(), json!(sampled.map(|sampled| sampled.expected_rank)));
        object.insert("rank_interval_90".to_owned(), json!(sampled.map(|sampled| sampled.rank_interval_90)));
        let central = sampled.and_then(|sampled| sampled.central_weights.as_ref());
        object.insert("central_weights".to_owned(), json!(central));
        if report.data_uncertainty {
            object.insert("confidence_factor".to_owned(), json!(list.confidence(index)));
        }
        if list.account.is_some() {
            object.insert("to_lead".to_owned(), json!(to_lead(report, list, index)));
            object.insert("tornado".to_owned(), json!(tornado(report, list, index)));
        }
        let summary = list.is_summary().then_some("too many to count every rank of each");
        if let Some(reason) = list.reason(index, row.rank).or(summary) {
            object.insert("reason".to_owned(), json!(reason));
        }
        Value::Object(object)
    };
    list.ranking.rows.iter().map(row).collect()
}

/// By how much each criterion alone would have to rise for the unit to score as much as the first one; empty for that.
fn to_lead(report: &Report<'_>, list: &List<'_>, index: usize) -> Vec<Value> {
    let leader = list.ranking.rows.first().and_then(|row| list.scores[row.account].value);
    let Some(edge) = leader else { return Vec::new() };
    let reach = insight::reach(&report.model, &list.scores[index], &[], edge);
    reach
        .into_iter()
        .map(|reach| json!({ "factor": report.model.factors[reach.factor].key.as_str(), "by": reach.input }))
        .collect()
}

fn tornado(report: &Report<'_>, list: &List<'_>, index: usize) -> Vec<Value> {
    let Some(weighed) = &list.weighed else { return Vec::new() };
    let Ok(row) = weighed.table.accounts.binary_search(&index) else { return Vec::new() };
    weight_tornado(&weighed.table, row, WEIGHT_STEP)
        .into_iter()
        .map(|bar| {
            json!({
                "factor": report.model.factors[bar.factor].key.as_str(),
                "low": bar.low,
                "high": bar.high,
                "at_low": bar.at_low,
                "at_high": bar.at_high,
            })
        })
        .collect()
}

fn stability(report: &Report<'_>, list: &List<'_>) -> Vec<Value> {
    let Some(weighed) = &list.weighed else { return Vec::new() };
    let columns = keys(report).into_iter().zip(&weighed.table.weights).zip(&weighed.intervals);
    columns
        .map(|((factor, weight), interval)| {
            json!({
                "factor": factor,
                "weight": weight,
                "ranking": interval.ranking,
                "leader": interval.leader,
            })
        })
        .collect()
}

/// The one weight whose smallest change unseats the first one; `null` if none does.
fn critical(report: &Report<'_>, list: &List<'_>) -> Value {
    let found = list.weighed.as_ref().and_then(|weighed| most_critical(&weighed.table));
    found.map_or(
        Value::Null,
        |(column, shift)| json!({ "factor": keys(report)[column], "shift_pp": 100.0 * shift }),
    )
}

fn pairwise(list: &List<'_>) -> Vec<Value> {
    let Some(weighed) = &list.weighed else { return Vec::new() };
    let outcomes = weighed.pairs.iter().zip(&weighed.exact).zip(&weighed.sampled.pairwise);
    outcomes
        .map(|(((a, b), exact), sampled)| {
            let key = |row: usize| list.named(weighed, row).0;
            json!({ "a": key(*a), "b": key(*b), "exact": exact, "sampled": sampled })
        })
        .collect()
}
