//! `rank --format table`: columns for people. Shares of every rank and pairs are printed for small portfolios only.

use std::io::{self, Write};

use crate::engine::{metrics::Unit, scoring::stability};

use super::{
    rank::{Report, Weighed},
    text::{Table, UNKNOWN, clean, number},
};

/// Up to so many accounts the share of every rank and every pair fit a screen.
const FEW: usize = 8;

/// Writes the report.
pub fn write(report: &Report, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let workspace = &report.opened.workspace;
    let name = Some(clean(&workspace.settings.name)).filter(|name| !name.is_empty());
    writeln!(
        out,
        "{} · {} · {}\n",
        name.unwrap_or_else(|| "Workspace".to_owned()),
        workspace.period_text(report.opened.period),
        clean(&report.opened.model.name),
    )?;
    if report.opened.accounts.is_empty() {
        return writeln!(out, "There are no accounts yet.");
    }
    accounts(report).write("", colour, out)?;
    if let (Some(shift), Some(tau)) = (report.ranking.mean_shift, report.ranking.kendall_tau)
        && report.ranking.rows.iter().any(|row| row.rank != row.baseline_rank)
    {
        writeln!(
            out,
            "\nAgainst the baseline ranks moved by {shift:.1} on average; Kendall's tau is {tau:.2}."
        )?;
    }
    let Some(weighed) = &report.weighed else {
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
    views(report).write("", colour, out)?;
    if (2..=FEW).contains(&weighed.table.rows.len()) {
        writeln!(out)?;
        shares(report, weighed).write("", colour, out)?;
        writeln!(out)?;
        pairs(report, weighed).write("", colour, out)?;
    }
    let sampling = &report.sampling;
    let order = if sampling.keep_order { ", order of importance kept" } else { "" };
    writeln!(
        out,
        "\n{} random weightings, seed {}, spread {}{order}; shares are certain to {} either way.",
        sampling.samples,
        sampling.seed,
        sampling.spread,
        percent(Some(sampling.half_width())),
    )
}

fn percent(share: Option<f64>) -> String {
    number(share.map(|share| 100.0 * share), Unit::Percent, "")
}

fn accounts(report: &Report) -> Table {
    let mut table = Table::new(
        &["Account", "Rank", "Baseline", "Score", "First", "Mean rank", "90 % of ranks", "Note"],
        &["Note"],
    );
    for row in &report.ranking.rows {
        let rank = |rank: Option<u32>| number(rank.map(f64::from), Unit::Count, "");
        let sampled = report.sampled(row.account);
        let between = sampled.map(|sampled| sampled.rank_interval_90);
        table.push(vec![
            clean(&report.opened.accounts[row.account].name),
            rank(row.rank),
            rank(row.baseline_rank),
            number(report.scores[row.account].value, Unit::Points, ""),
            percent(sampled.map(|sampled| sampled.first)),
            number(sampled.map(|sampled| sampled.expected_rank), Unit::Number, ""),
            between.map_or_else(|| UNKNOWN.to_owned(), |(low, high)| format!("{low} to {high}")),
            report.reason(row.account, row.rank).unwrap_or_default().to_owned(),
        ]);
    }
    table
}

fn factors(report: &Report, weighed: &Weighed) -> Table {
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

/// The weights from whose point of view each account is best, of those that ever are.
fn views(report: &Report) -> Table {
    let labels: Vec<String> = report.factors().map(|factor| clean(&factor.label)).collect();
    let mut head = vec!["First on average at"];
    head.extend(labels.iter().map(String::as_str));
    let mut table = Table::new(&head, &[]);
    for row in &report.ranking.rows {
        let sampled = report.sampled(row.account);
        if let Some(weights) = sampled.and_then(|sampled| sampled.central_weights.as_ref()) {
            let mut cells = vec![clean(&report.opened.accounts[row.account].name)];
            cells.extend(weights.iter().map(|weight| percent(Some(*weight))));
            table.push(cells);
        }
    }
    table
}

fn shares(report: &Report, weighed: &Weighed) -> Table {
    let ranks: Vec<String> = (1..=weighed.table.rows.len()).map(|rank| rank.to_string()).collect();
    let mut head = vec!["Share of rank"];
    head.extend(ranks.iter().map(String::as_str));
    let mut table = Table::new(&head, &[]);
    for row in &report.ranking.rows {
        if let Some(sampled) = report.sampled(row.account) {
            let mut cells = vec![clean(&report.opened.accounts[row.account].name)];
            cells.extend(sampled.ranks.iter().map(|share| percent(Some(*share))));
            table.push(cells);
        }
    }
    table
}

fn pairs(report: &Report, weighed: &Weighed) -> Table {
    let mut table = Table::new(&["Scores higher", "Than", "Exact", "Sampled"], &["Than"]);
    let outcomes = weighed.pairs.iter().zip(&weighed.exact).zip(&weighed.sampled.pairwise);
    for (((a, b), exact), sampled) in outcomes {
        let name = |row: usize| clean(&report.account_of(weighed, row).name);
        table.push(vec![name(*a), name(*b), percent(*exact), percent(Some(*sampled))]);
    }
    table
}
