//! `score --format csv`: one row per account, and with units one row per unit below it. Unrounded numbers, empty for
//! unknown.

use std::io::{self, Write};

use crate::{
    engine::{
        evaluate::Evaluation,
        metrics::{METRICS, UnitMeasure},
    },
    files::dataset::guarded as safe,
};

use super::score::{BANDS, Report, measure_unit};

/// Writes a header and the rows, `\n` at line ends.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    // Measures of units that no account has a column for.
    let extra: Vec<UnitMeasure> = UnitMeasure::PRINTED
        .into_iter()
        .filter(|measure| report.with_units && METRICS.iter().all(|spec| spec.key != measure.key()))
        .collect();
    let mut head = vec!["account"];
    if report.with_units {
        head.extend(["unit", "parent"]);
    }
    head.push("name");
    if report.with_units {
        head.extend(["status", "active"]);
    }
    head.extend(["period", "score", "weight_coverage", "low", "high", "band"]);
    head.extend(BANDS.iter().map(|(scheme, _)| *scheme));
    head.extend(extra.iter().map(|measure| measure.key()));
    head.extend(METRICS.iter().map(|spec| spec.key));
    writer.write_record(&head)?;
    let period = report.opened.workspace.period_text(report.opened.period);
    for (account, evaluation) in report.accounts() {
        let mut row = vec![safe(account.key.as_str())];
        if report.with_units {
            row.extend([String::new(), String::new()]);
        }
        row.push(safe(&account.name));
        if report.with_units {
            row.extend([String::new(), String::new()]);
        }
        let score = &evaluation.score;
        row.push(period.clone());
        row.extend([
            number(score.value),
            number(Some(score.weight_coverage)),
            number(score.low),
            number(score.high),
        ]);
        row.push(report.score_band(evaluation).map(|band| safe(&band.key)).unwrap_or_default());
        for (scheme, metric) in BANDS {
            row.push(report.band(evaluation, scheme, metric).map(|band| safe(&band.key)).unwrap_or_default());
        }
        row.extend(extra.iter().map(|_| String::new()));
        row.extend(evaluation.metrics.values.iter().map(|value| number(value.value)));
        writer.write_record(&row)?;
        if report.with_units {
            for (index, _) in Report::units(evaluation) {
                writer.write_record(unit_row(account, evaluation, index, &period, &extra))?;
            }
        }
    }
    writer.flush()
}

fn unit_row(
    account: &crate::domain::Account,
    evaluation: &Evaluation,
    index: usize,
    period: &str,
    extra: &[UnitMeasure],
) -> Vec<String> {
    let facts = &evaluation.facts.units[index];
    let key = |index: usize| account.units.get(index).map(|unit| safe(unit.key.as_str())).unwrap_or_default();
    let mut row = vec![
        safe(account.key.as_str()),
        key(index),
        facts.parent.map(|parent| key(parent as usize)).unwrap_or_default(),
        safe(account.unit_name(index)),
        facts.status.map(|status| status.key().to_owned()).unwrap_or_default(),
        facts.active.to_string(),
        period.to_owned(),
    ];
    // Score, weight coverage, low, high, band and the schemes are the account's.
    row.extend((0..5 + BANDS.len()).map(|_| String::new()));
    row.extend(extra.iter().map(|measure| number(measure_unit(evaluation, facts, *measure).value)));
    row.extend(METRICS.iter().map(|spec| {
        let printed = UnitMeasure::PRINTED.into_iter().find(|measure| measure.key() == spec.key);
        number(printed.and_then(|measure| measure_unit(evaluation, facts, measure).value))
    }));
    row
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
