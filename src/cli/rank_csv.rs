//! `rank --format csv`: one row per account, by rank. Unrounded numbers, empty for unknown.

use std::io::{self, Write};

use super::{
    cells::{number, safe},
    rank::Report,
};

/// Writes a header and the rows, `\n` at line ends.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    let fixed = [
        "account",
        "name",
        "period",
        "score",
        "rank",
        "baseline_rank",
        "first",
        "expected_rank",
        "rank_low_90",
        "rank_high_90",
    ];
    let factors = report.factors().count();
    let sampled_ranks = report.weighed.iter().flat_map(|weighed| &weighed.sampled.rows);
    let ranks = sampled_ranks.map(|row| row.ranks.len()).max().unwrap_or(0);
    let mut head: Vec<String> = fixed.iter().map(|&name| name.to_owned()).collect();
    head.extend(report.factors().map(|factor| format!("central_{}", factor.key)));
    head.extend((1..=ranks).map(|rank| format!("acceptability_{rank}")));
    writer.write_record(&head)?;
    let period = report.opened.workspace.period_text(report.opened.period);
    for row in &report.ranking.rows {
        let account = &report.opened.accounts[row.account];
        let sampled = report.sampled(row.account);
        let whole = |rank: Option<u32>| number(rank.map(f64::from));
        let central = sampled.and_then(|sampled| sampled.central_weights.as_ref());
        let mut cells = vec![
            safe(account.key.as_str()),
            safe(&account.name),
            period.clone(),
            number(report.scores[row.account].value),
            whole(row.rank),
            whole(row.baseline_rank),
            number(sampled.map(|sampled| sampled.first)),
            number(sampled.map(|sampled| sampled.expected_rank)),
            whole(sampled.map(|sampled| sampled.rank_interval_90.0)),
            whole(sampled.map(|sampled| sampled.rank_interval_90.1)),
        ];
        cells.extend((0..factors).map(|k| number(central.map(|weights| weights[k]))));
        cells.extend((0..ranks).map(|rank| number(sampled.map(|sampled| sampled.ranks[rank]))));
        writer.write_record(&cells)?;
    }
    writer.flush()
}
