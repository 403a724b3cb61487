//! `plan --format table`: one line per account, and everything about it where it is the only one.

use std::io::{self, Write};

use crate::{
    domain::{Status, Strategy},
    engine::metrics::{self, Unit},
};

use super::{
    plan::{AccountPlan, OTHER_AXES, Report},
    text::{Table, UNKNOWN, clean, number},
};

/// Writes the report.
pub fn write(report: &Report<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", report.opened.title())?;
    match report.plans.as_slice() {
        [] => writeln!(out, "There are no accounts yet."),
        [plan] => details(report, plan, colour, out),
        plans => summary(report, plans).write("", colour, out),
    }
}

fn symbol<'r>(report: &'r Report<'_>) -> &'r str {
    &report.opened.workspace.settings.currency.symbol
}

fn summary(report: &Report<'_>, plans: &[AccountPlan<'_>]) -> Table {
    let head = ["Account", "White space", "Planned", "Unplanned", "Plan ends at", "Risk-adjusted", "Play"];
    let mut table = Table::new(&head, &["Play"]);
    for plan in plans {
        let last = plan.paths.last();
        table.push(vec![
            clean(&plan.account.name),
            number(plan.white_space.value, Unit::Money, symbol(report)),
            number(plan.coverage.value, Unit::Percent, ""),
            number(plan.unplanned.value, Unit::Money, symbol(report)),
            number(last.and_then(|row| row.revenue.ok()), Unit::Percent, ""),
            number(last.and_then(|row| row.risk_adjusted_revenue), Unit::Percent, ""),
            plan.advice.main.map_or(UNKNOWN, |play| play.words()).to_owned(),
        ]);
    }
    table
}

fn details(report: &Report<'_>, plan: &AccountPlan<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", clean(&plan.account.name))?;
    if plan.gaps.is_empty() {
        let reason = plan.white_space.reason.unwrap_or("every unit is at its potential");
        writeln!(out, "No unit has white space: {reason}.")?;
    } else {
        gaps(report, plan).write("", colour, out)?;
    }
    writeln!(out)?;
    advice(plan, out)?;
    if let Some(coverage) = plan.coverage.value {
        let money = |value| number(value, Unit::Money, symbol(report));
        writeln!(
            out,
            "Open roadmap items plan for {} of {} white space; {} has no plan.",
            number(Some(coverage), Unit::Percent, ""),
            money(plan.white_space.value),
            money(plan.unplanned.value),
        )?;
    }
    writeln!(out)?;
    paths(report, plan).write("", colour, out)?;
    if !plan.targets.is_empty() {
        writeln!(out)?;
        targets(report, plan).write("", colour, out)?;
    }
    if let Some(need) = plan.need {
        let percent = |value| number(value, Unit::Percent, "");
        write!(
            out,
            "\nThe revenue target needs {} more; open items cover {} of that",
            number(Some(need.money), Unit::Money, symbol(report)),
            percent(Some(need.coverage)),
        )?;
        match need.success {
            Some(success) => writeln!(out, ", so a success rate of {} would do.", percent(Some(success)))?,
            None => writeln!(out, ".")?,
        }
    }
    if !plan.impacts.is_empty() {
        writeln!(out)?;
        impacts(report, plan).write("", colour, out)?;
    }
    Ok(())
}

fn gaps(report: &Report<'_>, plan: &AccountPlan<'_>) -> Table {
    let head = [
        "Unit",
        "Status",
        "White space",
        "Score",
        "Expected",
        "Planned",
        "Unplanned",
        "Suggested",
        "Chosen",
        "Against us",
    ];
    let mut table = Table::new(&head, &["Status", "Suggested", "Chosen", "Against us"]);
    let money = |value| number(value, Unit::Money, symbol(report));
    let strategy = |strategy: Option<Strategy>| strategy.map_or(UNKNOWN, Strategy::word).to_owned();
    for gap in &plan.gaps {
        let row = &gap.row;
        let rival = gap.rival.map(|rival| {
            let until = rival.contract_expiry.map(|day| format!(" until {day}")).unwrap_or_default();
            format!("{} ({}){until}", clean(&rival.name), rival.level.word())
        });
        table.push(vec![
            clean(plan.account.unit_name(row.unit as usize)),
            gap.status.map_or(UNKNOWN, Status::word).to_owned(),
            money(Some(row.white_space)),
            number(row.score, Unit::Points, ""),
            money(row.expected_value()),
            money(Some(row.planned)),
            money(Some(row.unplanned)),
            strategy(row.play),
            strategy(row.chosen),
            rival.unwrap_or_default(),
        ]);
    }
    table
}

fn advice(plan: &AccountPlan<'_>, out: &mut dyn Write) -> io::Result<()> {
    let advice = &plan.advice;
    match advice.main {
        Some(play) => writeln!(out, "Play: {} ({}).", play.words(), play.owner())?,
        None => writeln!(out, "Play: none follows from what is known.")?,
    }
    for play in &advice.secondary {
        writeln!(out, "Also:  {} ({}).", play.words(), play.owner())?;
    }
    let left_out = advice.gaps.iter().filter(|gap| gap.pp.is_none());
    let left_out: Vec<String> = left_out
        .map(|gap| format!("{} ({})", gap.branch.word().to_lowercase(), gap.reason.unwrap_or("unknown")))
        .collect();
    if !left_out.is_empty() {
        writeln!(out, "Left out: {}.", left_out.join(", "))?;
    }
    Ok(())
}

fn paths(report: &Report<'_>, plan: &AccountPlan<'_>) -> Table {
    let moved: Vec<usize> =
        (0..OTHER_AXES.len()).filter(|axis| plan.paths.iter().any(|row| row.axes[*axis].is_some())).collect();
    let mut head = vec!["Period", "ARR", "Revenue", "Risk-adjusted", "Rate", "Track", "Slack"];
    let name = |key: &str| metrics::spec(key).map_or(UNKNOWN, |spec| spec.short);
    head.extend(moved.iter().map(|axis| name(OTHER_AXES[*axis])));
    let mut table = Table::new(&head, &[]);
    for row in &plan.paths {
        let percent = |value| number(value, Unit::Percent, "");
        let mut cells = vec![
            report.opened.workspace.period_text(row.period),
            number(row.arr, Unit::Money, symbol(report)),
            percent(row.revenue.ok()),
            number(row.risk_adjusted_arr, Unit::Money, symbol(report)),
            percent(row.risk_adjusted_revenue),
            percent(row.track),
            number(row.slack, Unit::PercentagePoints, ""),
        ];
        cells.extend(moved.iter().map(|axis| percent(row.axes[*axis])));
        table.push(cells);
    }
    table
}

fn targets(report: &Report<'_>, plan: &AccountPlan<'_>) -> Table {
    let head = ["Target", "Aim", "Due", "Plan", "Without high risk", "Reached"];
    let mut table = Table::new(&head, &["Due", "Reached"]);
    for row in &plan.targets {
        let key = row.target.metric.as_str();
        let spec = metrics::spec(key);
        let value = |value| number(value, spec.map_or(Unit::Number, |spec| spec.unit), symbol(report));
        let text = |period| report.opened.workspace.period_text(period);
        table.push(vec![
            spec.map_or_else(|| clean(key), |spec| spec.name.to_owned()),
            value(Some(row.target.value.get())),
            text(row.target.due_period),
            value(row.outlook.map(|outlook| outlook.value)),
            value(row.outlook.map(|outlook| outlook.without_high)),
            row.reach.ok().flatten().map_or_else(|| row.reason(report, plan), text),
        ]);
    }
    table
}

fn impacts(report: &Report<'_>, plan: &AccountPlan<'_>) -> Table {
    let head = ["Finished item", "Promised", "Realised", "Share", "Verdict", "Axis", "Before", "After"];
    let mut table = Table::new(&head, &["Verdict", "Axis"]);
    for impact in &plan.impacts {
        let money = |value| number(value, Unit::Money, symbol(report));
        let percent = |value| number(value, Unit::Percent, "");
        let verdict = impact.verdict.map_or(impact.reason.unwrap_or(UNKNOWN), |verdict| verdict.words());
        table.push(vec![
            clean(&impact.item.title),
            money(impact.item.opportunity.map(f64::from)),
            money(impact.realised),
            percent(impact.realisation.map(|share| 100.0 * share)),
            verdict.to_owned(),
            impact.item.axis.map_or(UNKNOWN, |axis| axis.word()).to_owned(),
            percent(impact.axis[0]),
            percent(impact.axis[1]),
        ]);
    }
    table
}
