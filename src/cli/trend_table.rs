//! `trend --format table`: one block per account; its history in full where it is the only one.

use std::io::{self, Write};

use crate::{
    domain::{Account, PeriodKind},
    engine::metrics::{self, Unit},
};

use super::{
    text::{Table, UNKNOWN, clean, number},
    trend::{AccountTrend, AxisTrend, Report},
};

/// Most periods of history in a table.
const SHOWN: usize = 12;

/// Writes the report.
pub fn write(report: &Report, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", report.opened.title())?;
    if report.opened.accounts.is_empty() {
        return writeln!(out, "\nThere are no accounts yet.");
    }
    for (account, trend) in report.opened.accounts.iter().zip(&report.trends) {
        block(report, account, trend, colour, out)?;
    }
    Ok(())
}

fn block(
    report: &Report,
    account: &Account,
    trend: &AccountTrend,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", clean(&account.name))?;
    let known: Vec<&AxisTrend> =
        trend.axes.iter().filter(|axis| axis.values.iter().any(Option::is_some)).collect();
    if known.is_empty() {
        return writeln!(out, "No axis has a value up to this period.");
    }
    summary(report, trend, &known).write("", colour, out)?;
    if report.opened.accounts.len() == 1 {
        writeln!(out)?;
        history(report, trend, &known).write("", colour, out)?;
    }
    let longest = known.iter().filter_map(|axis| Some(axis.analysis.forecast.as_ref()?.points)).max();
    if let Some(points) = longest {
        writeln!(out, "\nForecasts are illustrative extrapolations from up to {points} points.")?;
    }
    Ok(())
}

fn summary(report: &Report, trend: &AccountTrend, known: &[&AxisTrend]) -> Table {
    let per = match report.opened.workspace.settings.period_kind {
        PeriodKind::Quarter => "A quarter",
        PeriodKind::Month => "A month",
    };
    let head = ["Axis", "Now", "Change", "Relative", per, "Trend", "Next", "From", "To"];
    let mut table = Table::new(&head, &["Trend"]);
    for axis in known {
        let analysis = &axis.analysis;
        let change = match (analysis.change, analysis.since) {
            (None, Some(since)) => format!(
                "{} since {}",
                number(Some(since.pp), Unit::PercentagePoints, ""),
                report.opened.workspace.period_text(trend.periods[since.at])
            ),
            (change, _) => number(change.map(|change| change.pp), Unit::PercentagePoints, ""),
        };
        let relative = analysis.change.and_then(|change| change.relative);
        let slope = analysis.slope.map(|slope| slope.per_period);
        let next = analysis.forecast.as_ref().and_then(|forecast| Some((forecast, forecast.steps.first()?)));
        let shown = |value: Option<f64>| {
            let value = next.zip(value).map(|((forecast, _), value)| forecast.shown(value));
            number(value, Unit::Percent, "")
        };
        let (low, high) = next.and_then(|(_, step)| step.band).unzip();
        table.push(vec![
            name(axis).to_owned(),
            number(axis.values.last().copied().flatten(), Unit::Percent, ""),
            change,
            number(relative, Unit::RelativePercent, ""),
            number(slope, Unit::PercentagePoints, ""),
            analysis.verdict.words().to_owned(),
            shown(next.map(|(_, step)| step.value)),
            shown(low),
            shown(high),
        ]);
    }
    table
}

fn history(report: &Report, trend: &AccountTrend, known: &[&AxisTrend]) -> Table {
    let mut head = vec!["Period"];
    head.extend(
        known.iter().map(|axis| metrics::spec(axis.axis.metric()).map_or(UNKNOWN, |spec| spec.short)),
    );
    let mut table = Table::new(&head, &[]);
    let first = trend.periods.len().saturating_sub(SHOWN);
    for (at, period) in trend.periods.iter().enumerate().skip(first) {
        let mut row = vec![report.opened.workspace.period_text(*period)];
        row.extend(known.iter().map(|axis| number(axis.values[at], Unit::Percent, "")));
        table.push(row);
    }
    table
}

fn name(axis: &AxisTrend) -> &'static str {
    metrics::spec(axis.axis.metric()).map_or(UNKNOWN, |spec| spec.name)
}
