//! `rank --format csv`: one row per account, by rank, or per unit of each account. Unrounded numbers, empty for unknown.

use std::io::{self, Write};

use super::{
    RankOf,
    cells::{number, safe},
    rank::{List, Report},
};

/// Writes a header and the rows, `\n` at line ends.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    let of_units = report.of == RankOf::Opportunity;
    let fixed = [
        "account",
        if of_units { "unit" } else { "" },
        "name",
        "period",
        "score",
        "rank",
        if of_units { "" } else { "baseline_rank" },
        "first",
        "expected_rank",
        "rank_low_90",
        "rank_high_90",
        if report.data_uncertainty { "confidence_factor" } else { "" },
    ];
    let sampled_ranks =
        report.lists.iter().filter_map(|list| list.weighed.as_ref()).flat_map(|w| &w.sampled.rows);
    let ranks = sampled_ranks.map(|row| row.ranks.len()).max().unwrap_or(0);
    let mut head: Vec<String> =
        fixed.iter().filter(|name| !name.is_empty()).map(|&name| name.to_owned()).collect();
    head.extend(report.factors().map(|factor| format!("central_{}", factor.key)));
    head.extend((1..=ranks).map(|rank| format!("acceptability_{rank}")));
    writer.write_record(&head)?;
    for list in &report.lists {
        rows(report, list, &fixed, ranks, &mut writer)?;
    }
    writer.flush()
}

/// The rows of a list: of the fixed columns those that have a name, then central weights and shares of ranks.
fn rows(
    report: &Report<'_>,
    list: &List<'_>,
    fixed: &[&str],
    ranks: usize,
    writer: &mut csv::Writer<&mut dyn Write>,
) -> io::Result<()> {
    let period = report.opened.workspace.period_text(report.opened.period);
    let factors = report.factors().count();
    for row in &list.ranking.rows {
        let (key, name) = list.names[row.account];
        let sampled = list.sampled(row.account);
        let whole = |rank: Option<u32>| number(rank.map(f64::from));
        let central = sampled.and_then(|sampled| sampled.central_weights.as_ref());
        let cells = [
            safe(list.account.map_or(key, |account| account.key.as_str())),
            safe(key),
            safe(name),
            period.clone(),
            number(list.scores[row.account].value),
            whole(row.rank),
            whole(row.baseline_rank),
            number(sampled.map(|sampled| sampled.first)),
            number(sampled.map(|sampled| sampled.expected_rank)),
            whole(sampled.map(|sampled| sampled.rank_interval_90.0)),
            whole(sampled.map(|sampled| sampled.rank_interval_90.1)),
            number(list.confidence(row.account)),
        ];
        let mut cells: Vec<String> =
            cells.into_iter().zip(fixed).filter(|(_, name)| !name.is_empty()).map(|(cell, _)| cell).collect();
        cells.extend((0..factors).map(|k| number(central.map(|weights| weights[k]))));
        // Shorter lists have no such rank.
        let share = |rank: usize| sampled.and_then(|sampled| sampled.ranks.get(rank).copied());
        cells.extend((0..ranks).map(|rank| number(share(rank))));
        writer.write_record(&cells)?;
    }
    Ok(())
}
