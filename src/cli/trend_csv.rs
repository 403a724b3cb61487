//! `trend --format csv`: one row per account, axis and period, forecasts included. Unrounded numbers, empty for unknown;
//! slope and test stand in the row of the last period that is no forecast.

use std::io::{self, Write};

use crate::{
    domain::{Account, Period},
    engine::trend::change,
};

use super::{
    cells::{number, safe},
    trend::{AccountTrend, AxisTrend, Report},
};

const HEAD: [&str; 15] = [
    "account",
    "metric",
    "period",
    "kind",
    "value",
    "low",
    "high",
    "pp",
    "relative",
    "direction",
    "slope",
    "intercept",
    "s",
    "p",
    "verdict",
];

/// Writes a header and the rows, `\n` at line ends.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(HEAD)?;
    for (account, trend) in report.opened.accounts.iter().zip(&report.trends) {
        for axis in &trend.axes {
            let text = |period: Period| report.opened.workspace.period_text(period);
            for row in rows(account, trend, axis, text) {
                writer.write_record(row)?;
            }
        }
    }
    writer.flush()
}

fn rows(
    account: &Account,
    trend: &AccountTrend,
    axis: &AxisTrend,
    text: impl Fn(Period) -> String,
) -> Vec<[String; 15]> {
    let begin = |period: Period, kind: &str| {
        let mut row: [String; 15] = Default::default();
        row[0] = safe(account.key.as_str());
        axis.axis.metric().clone_into(&mut row[1]);
        row[2] = text(period);
        kind.clone_into(&mut row[3]);
        row
    };
    let mut rows = Vec::new();
    for (at, period) in trend.periods.iter().enumerate() {
        let mut row = begin(*period, "actual");
        row[4] = number(axis.values[at]);
        if let Some(change) = change(&axis.values, at) {
            row[7] = number(Some(change.pp));
            row[8] = number(change.relative);
            change.direction.key().clone_into(&mut row[9]);
        }
        rows.push(row);
    }
    if let Some(last) = rows.last_mut() {
        let (slope, test) = (axis.analysis.slope, axis.analysis.test);
        last[10] = number(slope.map(|slope| slope.per_period));
        last[11] = number(slope.map(|slope| slope.intercept));
        last[12] = test.map(|test| test.s.to_string()).unwrap_or_default();
        last[13] = number(test.map(|test| test.p));
        axis.analysis.verdict.key().clone_into(&mut last[14]);
    }
    if let Some(forecast) = &axis.analysis.forecast {
        for (ahead, step) in (1..).zip(&forecast.steps) {
            let mut row = begin(trend.periods[forecast.after].plus(ahead), "forecast");
            let (low, high) = step.band.unzip();
            (row[4], row[5], row[6]) = (number(Some(step.value)), number(low), number(high));
            rows.push(row);
        }
    }
    rows
}
