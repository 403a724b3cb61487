//! `plan --format json`: the contract of scripts. Numbers are unrounded, unknown is `null` with a reason.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::domain::{AccountKey, Strategy, UnitKey};

use super::plan::{AccountPlan, Gap, PathRow, Report, TargetRow};

/// Writes the report and a line end.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let accounts: Vec<Value> = report.plans.iter().map(|plan| account_json(report, plan)).collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "schema": 1, "accounts": accounts }))
        .map_err(io::Error::from)?;
    writeln!(out)
}

fn account_json(report: &Report<'_>, plan: &AccountPlan<'_>) -> Value {
    let mut object = json!({
        "account": AccountKey::as_str(&plan.account.key),
        "gaps": plan.gaps.iter().map(|gap| gap_json(plan, gap)).collect::<Vec<Value>>(),
        "branch_play": plan.advice.main.map(|play| play.key()),
        "roadmap_coverage": plan.coverage.value,
        "paths": plan.paths.iter().map(|row| path_json(report, row)).collect::<Vec<Value>>(),
        "reach": plan.targets.iter().map(|row| reach_json(report, plan, row)).collect::<Vec<Value>>(),
    });
    if let Err(reason) = plan.coverage.or_reason() {
        object["reason"] = json!(reason);
    }
    object
}

fn gap_json(plan: &AccountPlan<'_>, gap: &Gap<'_>) -> Value {
    let row = &gap.row;
    let mut object = json!({
        "unit": plan.account.units.get(row.unit as usize).map(|unit| UnitKey::as_str(&unit.key)),
        "white_space": row.white_space,
        "opportunity_score": row.score,
        "expected_value": row.expected_value(),
        "play": row.play.map(Strategy::key),
        "planned": row.planned,
        "unplanned": row.unplanned,
    });
    if let Some(reason) = gap.reason() {
        object["reason"] = json!(reason);
    }
    object
}

fn path_json(report: &Report<'_>, row: &PathRow) -> Value {
    let mut object = json!({
        "period": report.opened.workspace.period_text(row.period),
        "arr": row.arr,
        "revenue_penetration": row.revenue.ok(),
        "risk_adjusted_arr": row.risk_adjusted_arr,
        "risk_adjusted_revenue_penetration": row.risk_adjusted_revenue,
        "track": row.track,
    });
    if let Err(reason) = row.revenue {
        object["reason"] = json!(reason);
    }
    object
}

fn reach_json(report: &Report<'_>, plan: &AccountPlan<'_>, row: &TargetRow<'_>) -> Value {
    let period = row.reach.ok().flatten();
    let mut object = json!({
        "metric": row.target.metric.as_str(),
        "target": row.target.value.get(),
        "period": period.map(|period| report.opened.workspace.period_text(period)),
    });
    if period.is_none() {
        object["reason"] = json!(row.reason(report, plan));
    }
    object
}
