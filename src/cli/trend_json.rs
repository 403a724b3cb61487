//! `trend --format json`: the contract of scripts. Numbers are unrounded and not clamped, unknown is `null` with a reason.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::{
    domain::{Account, AccountKey, Period},
    engine::metrics::Trend,
};

use super::trend::{AccountTrend, AxisTrend, Report};

/// Writes the report and a line end.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let accounts: Vec<Value> = report
        .opened
        .accounts
        .iter()
        .zip(&report.trends)
        .map(|(account, trend)| account_json(report, account, trend))
        .collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "schema": 1, "accounts": accounts }))
        .map_err(io::Error::from)?;
    writeln!(out)
}

fn account_json(report: &Report, account: &Account, trend: &AccountTrend) -> Value {
    let text = |period: Period| report.opened.workspace.period_text(period);
    let each = |value: &dyn Fn(&AxisTrend) -> Value| -> Map<String, Value> {
        trend.axes.iter().map(|axis| (axis.axis.metric().to_owned(), value(axis))).collect()
    };
    json!({
        "account": AccountKey::as_str(&account.key),
        "series": each(&|axis| {
            let known = trend.periods.iter().zip(&axis.values).filter(|(_, value)| value.is_some());
            known.map(|(period, value)| json!({ "period": text(*period), "value": value })).collect()
        }),
        "changes": each(&|axis| change(axis, |at| text(trend.periods[at]))),
        "robust": each(&robust),
        "forecast": each(&|axis| {
            let Some(forecast) = &axis.analysis.forecast else { return json!([]) };
            let first = trend.periods[forecast.after];
            let steps = (1..).zip(&forecast.steps).map(|(ahead, step)| {
                let (low, high) = step.band.unzip();
                json!({ "period": text(first.plus(ahead)), "value": step.value, "low": low, "high": high })
            });
            steps.collect()
        }),
    })
}

fn change(axis: &AxisTrend, text: impl Fn(usize) -> String) -> Value {
    let change = axis.analysis.change;
    let mut object = json!({
        "pp": change.map(|change| change.pp),
        "relative": change.and_then(|change| change.relative),
        "direction": change.map(|change| Trend::key(change.direction)),
    });
    if let Some(since) = axis.analysis.since {
        object["since"] = json!({ "period": text(since.at), "pp": since.pp, "periods": since.periods });
    }
    let zero = change.filter(|change| change.relative.is_none()).map(|_| "the earlier value is zero");
    if let Some(reason) = axis.no_change().or(zero) {
        object["reason"] = json!(reason);
    }
    object
}

fn robust(axis: &AxisTrend) -> Value {
    let (slope, test) = (axis.analysis.slope, axis.analysis.test);
    let mut object = json!({
        "slope": slope.map(|slope| slope.per_period),
        "intercept": slope.map(|slope| slope.intercept),
        "s": test.map(|test| test.s),
        "p": test.map(|test| test.p),
        "verdict": axis.analysis.verdict.key(),
    });
    if slope.is_none() {
        object["reason"] = json!("fewer than three periods have a value");
    }
    object
}
