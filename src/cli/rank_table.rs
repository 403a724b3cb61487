//! `rank --format table`: columns for people. Shares of every rank and pairs are printed for short lists only.

use std::io::{self, Write};

use crate::engine::{metrics::Unit, scoring::stability};

use super::{
    RankOf,
    rank::{List, Report, Weighed},
    text::{Table, UNKNOWN, clean, number},
};

/// Up to so many rows the share of every rank and every pair fit a screen.
const FEW: usize = 8;

/// Writes the report.
pub fn write(report: &Report<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} · {}", report.opened.title(), clean(&report.model.name))?;
    if report.opened.accounts.is_empty() {
        return writeln!(out, "\nThere are no accounts yet.");
    }
    for list in &report.lists {
        if let Some(account) = list.account {
            writeln!(out, "\n{}", clean(&account.name))?;
        }
        writeln!(out)?;
        list_of(report, list, colour, out)?;
    }
    if report.lists.iter().all(|list| list.weighed.as_ref().is_none_or(|of| of.table.rows.is_empty())) {
        return Ok(());
    }
    let sampling = &report.sampling;
    let order = if sampling.keep_order { ", order of importance kept" } else { "" };
    let data = if report.data_uncertainty { ", uncertain inputs drawn from their ranges" } else { "" };
    writeln!(
        out,
        "\n{} random weightings, seed {}, spread {}{order}{data}; shares are certain to {} either way.",
        sampling.samples,
        sampling.seed,
        sampling.spread,
        percent(Some(sampling.half_width())),
    )
}

fn list_of(report: &Report<'_>, list: &List<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    if list.names.is_empty() {
        return writeln!(out, "No unit has white space.");
    }
    ranks(report, list).write("", colour, out)?;
    if let (Some(shift), Some(tau)) = (list.ranking.mean_shift, list.ranking.kendall_tau)
        && list.ranking.rows.iter().any(|row| row.rank != row.baseline_rank)
    {
        writeln!(
            out,
            "\nAgainst the baseline ranks moved by {shift:.1} on average; Kendall's tau is {tau:.2}."
        )?;
    }
    let Some(weighed) = &list.weighed else {
        return writeln!(out, "\nAll weights are zero, so there is nothing to rank by.");
    };
    if weighed.table.rows.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    factors(report, weighed).write("", colour, out)?;
    if let Some((column, shift)) = stability::most_critical(&weighed.table) {
        let factor = report.factors().nth(column).map(|factor| clean(&factor.label)).unwrap_or_default();
        let by = number(Some(100.0 * shift), Unit::PercentagePoints, "");
        writeln!(out, "\nThe smallest change of one weight that unseats the leader: {factor} {by}.")?;
    }
    writeln!(out)?;
    views(report, list).write("", colour, out)?;
    if (2..=FEW).contains(&weighed.table.rows.len()) {
        writeln!(out)?;
        shares(list, weighed).write("", colour, out)?;
        writeln!(out)?;
        pairs(list, weighed).write("", colour, out)?;
    }
    Ok(())
}

fn percent(share: Option<f64>) -> String {
    number(share.map(|share| 100.0 * share), Unit::Percent, "")
}

fn ranks(report: &Report<'_>, list: &List<'_>) -> Table {
    let (of_units, with_data) = (report.of == RankOf::Opportunity, report.data_uncertainty);
    let all = [
        (if of_units { "Unit" } else { "Account" }, true),
        ("Rank", true),
        ("Baseline", !of_units),
        ("Score", true),
        ("First", true),
        ("Mean rank", true),
        ("90 % of ranks", true),
        ("Confidence", with_data),
        ("Note", true),
    ];
    let heads: Vec<&str> = all.iter().filter(|(_, shown)| *shown).map(|(head, _)| *head).collect();
    let mut table = Table::new(&heads, &["Note"]);
    for row in &list.ranking.rows {
        let sampled = list.sampled(row.account);
        let rank = |rank: Option<u32>| number(rank.map(f64::from), Unit::Count, "");
        let between = sampled.map(|sampled| sampled.rank_interval_90);
        let cells = [
            clean(list.names[row.account].1),
            rank(row.rank),
            rank(row.baseline_rank),
            number(list.scores[row.account].value, Unit::Points, ""),
            percent(sampled.map(|sampled| sampled.first)),
            number(sampled.map(|sampled| sampled.expected_rank), Unit::Number, ""),
            between.map_or_else(|| UNKNOWN.to_owned(), |(low, high)| format!("{low} to {high}")),
            percent(list.confidence(row.account)),
            list.reason(row.account, row.rank).unwrap_or_default().to_owned(),
        ];
        table.push(
            cells.into_iter().zip(all).filter(|(_, (_, shown))| *shown).map(|(cell, _)| cell).collect(),
        );
    }
    table
}

fn factors(report: &Report<'_>, weighed: &Weighed) -> Table {
    let mut table = Table::new(&["Factor", "Weight", "Ranking holds", "Leader holds"], &[]);
    let columns = report.factors().zip(&weighed.table.weights).zip(&weighed.intervals);
    for ((factor, weight), interval) in columns {
        let zone = |zone: Option<(f64, f64)>| {
            zone.map_or_else(
                || UNKNOWN.to_owned(),
                |(low, high)| format!("{} to {}", percent(Some(low)), percent(Some(high))),
            )
        };
        let label = clean(&factor.label);
        let label = if factor.locked { format!("{label} (locked)") } else { label };
        table.push(vec![label, percent(Some(*weight)), zone(interval.ranking), zone(interval.leader)]);
    }
    table
}

/// The weights from whose point of view each one is best, of those that ever are.
fn views(report: &Report<'_>, list: &List<'_>) -> Table {
    let labels: Vec<String> = report.factors().map(|factor| clean(&factor.label)).collect();
    let mut head = vec!["First on average at"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = Table::new(&head, &[]);
    for row in &list.ranking.rows {
        let sampled = list.sampled(row.account);
        if let Some(weights) = sampled.and_then(|sampled| sampled.central_weights.as_ref()) {
            let mut cells = vec![clean(list.names[row.account].1)];
            cells.extend(weights.iter().map(|weight| percent(Some(*weight))));
            table.push(cells);
        }
    }
    table
}

fn shares(list: &List<'_>, weighed: &Weighed) -> Table {
    let ranks: Vec<String> = (1..=weighed.table.rows.len()).map(|rank| rank.to_string()).collect();
    let mut head = vec!["Share of rank"];
    head.extend(ranks.iter().map(String::as_str));
    let mut table = Table::new(&head, &[]);
    for row in &list.ranking.rows {
        if let Some(sampled) = list.sampled(row.account) {
            let mut cells = vec![clean(list.names[row.account].1)];
            cells.extend(sampled.ranks.iter().map(|share| percent(Some(*share))));
            table.push(cells);
        }
    }
    table
}

fn pairs(list: &List<'_>, weighed: &Weighed) -> Table {
    let mut table = Table::new(&["Scores higher", "Than", "Exact", "Sampled"], &["Than"]);
    let outcomes = weighed.pairs.iter().zip(&weighed.exact).zip(&weighed.sampled.pairwise);
    for (((a, b), exact), sampled) in outcomes {
        let name = |row: usize| clean(list.named(weighed, row).1);
        table.push(vec![name(*a), name(*b), percent(*exact), percent(Some(*sampled))]);
    }
    table
}
