//! `rank --format json`: the contract of scripts. Keys keep their order, numbers are unrounded, unknown is `null` with a
//! reason.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::domain::AccountKey;

use super::rank::Report;

/// Writes the report and a line end.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report)).map_err(io::Error::from)?;
    writeln!(out)
}

fn document(report: &Report) -> Value {
    let factors: Vec<&str> = report.factors().map(|factor| factor.key.as_str()).collect();
    let weighed = report.weighed.as_ref();
    let accounts: Vec<Value> = report
        .ranking
        .rows
        .iter()
        .map(|row| {
            let account = &report.opened.accounts[row.account];
            let sampled = report.sampled(row.account);
            let mut object = json!({
                "account": AccountKey::as_str(&account.key),
                "score": report.scores[row.account].value,
                "rank": row.rank,
                "baseline_rank": row.baseline_rank,
                "acceptability": sampled.map(|sampled| &sampled.ranks).filter(|ranks| !ranks.is_empty()),
                "expected_rank": sampled.map(|sampled| sampled.expected_rank),
                "rank_interval_90": sampled.map(|sampled| sampled.rank_interval_90),
                "central_weights": sampled.and_then(|sampled| sampled.central_weights.as_ref()),
            });
            let summary = report.is_summary().then_some("too many accounts to count every rank of each");
            if let Some(reason) = report.reason(row.account, row.rank).or(summary) {
                object["reason"] = json!(reason);
            }
            object
        })
        .collect();
    let stability: Vec<Value> = weighed.map_or_else(Vec::new, |weighed| {
        let columns = factors.iter().zip(&weighed.table.weights).zip(&weighed.intervals);
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
    });
    let pairwise: Vec<Value> = weighed.map_or_else(Vec::new, |weighed| {
        let outcomes = weighed.pairs.iter().zip(&weighed.exact).zip(&weighed.sampled.pairwise);
        outcomes
            .map(|(((a, b), exact), sampled)| {
                let key = |row: usize| AccountKey::as_str(&report.account_of(weighed, row).key);
                json!({ "a": key(*a), "b": key(*b), "exact": exact, "sampled": sampled })
            })
            .collect()
    });
    // Weights that are all zero have no shares.
    let weights = weighed
        .map_or_else(|| vec![None; factors.len()], |w| w.table.weights.iter().copied().map(Some).collect());
    json!({
        "schema": 1,
        "factors": factors,
        "weights": weights,
        "accounts": accounts,
        "stability": stability,
        "pairwise": pairwise,
        "samples": report.sampling.samples,
        "seed": report.sampling.seed,
        "spread": report.sampling.spread,
    })
}
