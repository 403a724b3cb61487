//! `score --format table`: columns for people. Details of an account are printed where one was asked for, or there is
//! only one.

use std::io::{self, Write};

use crate::{
    domain::Account,
    engine::{
        evaluate::Evaluation,
        metrics::{self, Unit, UnitMeasure},
        scoring::bands,
    },
};

use super::{
    score::{Report, measure_unit},
    text::{Table, UNKNOWN, clean, number, plain},
};

/// Writes the report.
pub fn write(report: &Report, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} · {}\n", report.opened.title(), clean(&report.opened.model.name))?;
    if report.opened.accounts.is_empty() {
        return writeln!(out, "There are no accounts yet.");
    }
    summary(report).write("", colour, out)?;
    if report.opened.accounts.len() == 1 {
        for (account, evaluation) in report.accounts() {
            details(report, account, evaluation, colour, out)?;
        }
    } else {
        writeln!(out)?;
        portfolio(report).write("", colour, out)?;
        writeln!(out)?;
        distribution(report).write("", colour, out)?;
    }
    if report.with_units {
        for (account, evaluation) in report.accounts() {
            writeln!(out, "\n{}", clean(&account.name))?;
            units(report, account, evaluation).write("  ", colour, out)?;
        }
    }
    Ok(())
}

fn symbol(report: &Report) -> &str {
    &report.opened.workspace.settings.currency.symbol
}

fn summary(report: &Report) -> Table {
    let factors: Vec<_> = report.opened.model.factors.iter().filter(|factor| factor.enabled).collect();
    let labels: Vec<String> = factors.iter().map(|factor| clean(&factor.label)).collect();
    let mut head = vec!["Account", "Score", "Band"];
    head.extend(labels.iter().map(String::as_str));
    head.push("White space");
    let mut table = Table::new(&head, &["Band"]);
    for (account, evaluation) in report.accounts() {
        let mut row = vec![
            clean(&account.name),
            number(evaluation.score.value, Unit::Points, ""),
            report.score_band(evaluation).map_or_else(|| UNKNOWN.to_owned(), |band| clean(bands::name(band))),
        ];
        for factor in &factors {
            let key = factor.metric.as_str();
            let unit = metrics::spec(key).map_or(Unit::Number, |spec| spec.unit);
            row.push(number(evaluation.metrics.get(key).value, unit, symbol(report)));
        }
        row.push(number(evaluation.metrics.get("white_space").value, Unit::Money, symbol(report)));
        table.push(row);
    }
    table
}

fn details(
    report: &Report,
    account: &Account,
    evaluation: &Evaluation,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let score = &evaluation.score;
    if let Some(reason) = score.reason {
        writeln!(out, "\nNo score: {reason}.")?;
    }
    if Report::is_open(evaluation) {
        let end = |value| number(value, Unit::Points, "");
        writeln!(
            out,
            "\n{} of the weight is known; with every factor known the score lies between {} and {}.",
            number(Some(100.0 * score.weight_coverage), Unit::Percent, ""),
            end(score.low),
            end(score.high),
        )?;
    }
    writeln!(out)?;
    factors(report, evaluation).write("", colour, out)?;
    writeln!(out)?;
    let mut table = Table::new(&["Metric", "Value", "From", "Note"], &["From", "Note"]);
    for (spec, value) in evaluation.metrics.rows() {
        let parts = value.value.and(value.numerator.zip(value.denominator));
        let part =
            |part: f64| if part.abs() >= 1e6 { number(Some(part), Unit::Money, "") } else { plain(part) };
        let from = parts.map(|(num, den)| format!("{} of {}", part(num), part(den)));
        let note = value.reason.map_or_else(|| value.flags.words().join(", "), str::to_owned);
        table.push(vec![
            spec.name.to_owned(),
            number(value.value, spec.unit, symbol(report)),
            from.unwrap_or_default(),
            note,
        ]);
    }
    table.write("", colour, out)?;
    let targets = Report::targets(account, evaluation);
    if targets.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut table =
        Table::new(&["Target", "Current", "Aim", "Gap", "Attained", "Each period", "Due"], &["Due"]);
    for (target, row) in targets {
        let key = target.metric.as_str();
        let spec = metrics::spec(key);
        let unit = spec.map_or(Unit::Number, |spec| spec.unit);
        table.push(vec![
            spec.map_or_else(|| clean(key), |spec| spec.name.to_owned()),
            number(row.current, unit, symbol(report)),
            number(Some(target.value.get()), unit, symbol(report)),
            number(row.gap, difference(unit), symbol(report)),
            number(row.attainment, Unit::Percent, ""),
            number(row.required_per_period, difference(unit), symbol(report)),
            report.opened.workspace.period_text(target.due_period),
        ]);
    }
    table.write("", colour, out)
}

/// In what the difference of two values is measured.
const fn difference(unit: Unit) -> Unit {
    match unit {
        Unit::Percent => Unit::PercentagePoints,
        // A part of a whole number need not be whole.
        Unit::Count => Unit::Number,
        other => other,
    }
}

fn factors(report: &Report, evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&["Factor", "Value", "Points", "Weight", "Contribution"], &[]);
    let model = &report.opened.model;
    for (factor, outcome) in model.factors.iter().zip(&evaluation.score.factors) {
        if factor.enabled {
            let unit = metrics::spec(factor.metric.as_str()).map_or(Unit::Number, |spec| spec.unit);
            table.push(vec![
                clean(&factor.label),
                number(outcome.raw, unit, symbol(report)),
                number(outcome.points, Unit::Points, ""),
                number(Some(100.0 * outcome.weight), Unit::Percent, ""),
                number(outcome.contribution, Unit::Points, ""),
            ]);
        }
    }
    table
}

fn portfolio(report: &Report) -> Table {
    let mut table = Table::new(&["Portfolio", "Value", "Note"], &["Note"]);
    let names = [
        "Penetration, weighted",
        "Penetration, mean",
        "Penetration, median",
        "Strategic accounts, weighted",
        "Strategic accounts, mean",
        "Strategic accounts, median",
        "White space",
        "Net revenue retention",
        "Gross revenue retention",
        "Expansion share of new revenue",
        "Cross-sell rate",
        "Beachhead white space to new business",
    ];
    for (name, (key, unit, value)) in names.iter().zip(report.portfolio_rows()) {
        if key.ends_with("_strategic") && !report.has_strategic() {
            continue;
        }
        table.push(vec![
            (*name).to_owned(),
            number(value.value, unit, symbol(report)),
            value.reason.map_or_else(|| value.flags.words().join(", "), str::to_owned),
        ]);
    }
    table
}

fn distribution(report: &Report) -> Table {
    let mut table = Table::new(&["Segment", "Accounts", "ARR", "Potential", "White space"], &[]);
    let scheme = crate::engine::scoring::scheme(&report.opened.workspace, "a_segment");
    for share in &report.distribution {
        let band = share.band.and_then(|band| scheme?.bands.get(band));
        let money = |value| number(value, Unit::Money, symbol(report));
        table.push(vec![
            band.map_or_else(|| "No value".to_owned(), |band| clean(bands::name(band))),
            share.accounts.to_string(),
            money(share.arr),
            money(share.potential),
            money(share.white_space),
        ]);
    }
    table
}

fn units(report: &Report, account: &Account, evaluation: &Evaluation) -> Table {
    let shown = UnitMeasure::PRINTED.into_iter().filter(|measure| *measure != UnitMeasure::Counted);
    let shown: Vec<UnitMeasure> = shown.collect();
    let mut head = vec!["Unit", "Status"];
    head.extend(
        shown
            .iter()
            .map(|measure| metrics::spec(measure.key()).map_or_else(|| measure.key(), |spec| spec.short)),
    );
    let mut table = Table::new(&head, &["Status"]);
    let mut depths = vec![0_usize; evaluation.facts.units.len()];
    for (index, facts) in Report::units(evaluation) {
        let depth = facts.parent.filter(|parent| *parent > 0).map_or(0, |parent| depths[parent as usize] + 1);
        depths[index] = depth;
        let mut row = vec![
            // Deep trees would push every number off the screen.
            format!("{}{}", "  ".repeat(depth.min(12)), clean(account.unit_name(index))),
            facts.status.map_or_else(|| UNKNOWN.to_owned(), |status| status.word().to_owned()),
        ];
        for measure in &shown {
            let value = measure_unit(evaluation, facts, *measure).value;
            row.push(number(value, measure.unit(), symbol(report)));
        }
        table.push(row);
    }
    table
}
