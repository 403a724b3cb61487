//! `score --format json`: the contract of scripts. Keys keep their order, numbers are unrounded, unknown is `null` with a
//! reason.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::{
    domain::{Account, AccountKey, Role, UnitKey},
    engine::{
        evaluate::Evaluation,
        metrics::{Inputs, MetricValue, People, Unit, UnitMeasure, product_reach},
    },
};

use super::score::{BANDS, Report, measure_unit};

/// Writes the report and a line end.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report)).map_err(io::Error::from)?;
    writeln!(out)
}

fn document(report: &Report) -> Value {
    let workspace = &report.opened.workspace;
    let settings = &workspace.settings;
    let accounts: Vec<Value> =
        report.accounts().map(|(account, evaluation)| account_json(report, account, evaluation)).collect();
    let scheme = crate::engine::scoring::scheme(workspace, "a_segment");
    let distribution: Vec<Value> = report
        .distribution
        .iter()
        .map(|share| {
            let band = share.band.and_then(|band| scheme?.bands.get(band));
            json!({
                "band": band.map(|band| &band.key),
                "accounts": share.accounts,
                "arr": share.arr,
                "potential": share.potential,
                "white_space": share.white_space,
            })
        })
        .collect();
    let portfolio: Map<String, Value> = report
        .portfolio_rows()
        .iter()
        .map(|(key, unit, value)| ((*key).to_owned(), metric(value, *unit)))
        .collect();
    json!({
        "schema": 1,
        "workspace": {
            "name": settings.name,
            "as_of": workspace.as_of().to_string(),
            "period": workspace.period_text(report.opened.period),
            "headline_axis": settings.headline_axis.key(),
            "model": report.opened.model.key.as_str(),
        },
        "accounts": accounts,
        "portfolio": { "metrics": portfolio, "distribution": distribution },
    })
}

fn account_json(report: &Report, account: &Account, evaluation: &Evaluation) -> Value {
    let metrics = metrics_json(report, account, evaluation);
    let bands: Map<String, Value> = BANDS
        .iter()
        .map(|(scheme, key)| {
            let band = report.band(evaluation, scheme, key);
            ((*scheme).to_owned(), json!(band.map(|band| &band.key)))
        })
        .collect();
    let targets: Vec<Value> = Report::targets(account, evaluation)
        .iter()
        .map(|(target, row)| {
            json!({
                "metric": target.metric.as_str(),
                "target": target.value.get(),
                "due_period": report.opened.workspace.period_text(target.due_period),
                "current": row.current,
                "gap": row.gap,
                "attainment": row.attainment,
                "required_per_period": row.required_per_period,
            })
        })
        .collect();
    let mut object = json!({
        "account": AccountKey::as_str(&account.key),
        "name": account.name,
        "metrics": metrics,
        "score": score_json(report, evaluation),
        "bands": bands,
        "targets": targets,
    });
    if report.with_units {
        let units: Vec<Value> =
            Report::units(evaluation).map(|(index, _)| unit_json(account, evaluation, index)).collect();
        object["units"] = json!(units);
    }
    object
}

/// Every row of the table of metrics, then those that are no single number of the account's figures.
fn metrics_json(report: &Report, account: &Account, evaluation: &Evaluation) -> Map<String, Value> {
    let workspace = &report.opened.workspace;
    let day = workspace.day_of(report.opened.period);
    let mut metrics: Map<String, Value> = evaluation
        .metrics
        .rows()
        .map(|(spec, value)| (spec.key.to_owned(), metric(value, spec.unit)))
        .collect();
    if evaluation.metrics.get("single_threaded").value.is_some() {
        metrics["single_threaded"]["value"] =
            json!(evaluation.metrics.get("single_threaded").value == Some(1.0));
    }
    if evaluation.metrics.get("role_coverage").value.is_some() {
        let people = People::new(account, &evaluation.tree, day);
        let roles: Vec<&str> = people.covered_roles().map(Role::key).collect();
        metrics["role_coverage"] = json!({"value": roles, "unit": "list", "flags": []});
    }
    let inputs = Inputs {
        workspace,
        account,
        tree: &evaluation.tree,
        facts: &evaluation.facts,
        day,
        before: None,
        year_before: None,
    };
    let by_product: Map<String, Value> = product_reach(&inputs)
        .iter()
        .filter(|_| evaluation.facts.has_records)
        .map(|row| {
            let key = workspace.products[row.product].key.as_str().to_owned();
            let reach = row.reach();
            let parts = json!({
                "value": reach.value, "numerator": reach.numerator, "denominator": reach.denominator
            });
            (key, parts)
        })
        .collect();
    let reach = json!({"unit": "percent", "value": null, "by_product": by_product});
    metrics.insert("product_reach".to_owned(), reach);
    let coverage = MetricValue::known(100.0 * evaluation.score.weight_coverage);
    metrics.insert("score_weight_coverage".to_owned(), metric(&coverage, Unit::Percent));
    metrics
}

fn score_json(report: &Report, evaluation: &Evaluation) -> Value {
    let score = &evaluation.score;
    let model = &report.opened.model;
    let factors: Vec<Value> = model
        .factors
        .iter()
        .zip(&score.factors)
        .filter(|(factor, _)| factor.enabled)
        .map(|(factor, outcome)| {
            json!({
                "factor": factor.key.as_str(),
                "metric": factor.metric.as_str(),
                "raw": outcome.raw,
                "points": outcome.points,
                "weight": outcome.weight,
                "contribution": outcome.contribution,
            })
        })
        .collect();
    let mut object = Map::new();
    object.insert("value".to_owned(), json!(score.value));
    if let Some(reason) = score.reason {
        object.insert("reason".to_owned(), json!(reason));
    }
    object.insert("weight_coverage".to_owned(), json!(score.weight_coverage));
    object.insert("low".to_owned(), json!(score.low));
    object.insert("high".to_owned(), json!(score.high));
    object.insert("band".to_owned(), json!(report.score_band(evaluation).map(|band| &band.key)));
    object.insert("factors".to_owned(), json!(factors));
    Value::Object(object)
}

fn unit_json(account: &Account, evaluation: &Evaluation, index: usize) -> Value {
    let facts = &evaluation.facts.units[index];
    // A unit directly below the account has no parent worth naming.
    let parent = facts.parent.filter(|parent| *parent > 0);
    let parent = parent.and_then(|parent| account.units.get(parent as usize)).map(|unit| unit.key.as_str());
    let metrics: Map<String, Value> = UnitMeasure::PRINTED
        .iter()
        .map(|measure| {
            let value = measure_unit(evaluation, facts, *measure);
            (measure.key().to_owned(), metric(&value, measure.unit()))
        })
        .collect();
    json!({
        "unit": account.units.get(index).map(|unit| UnitKey::as_str(&unit.key)),
        "name": account.unit_name(index),
        "parent": parent,
        "status": facts.status.map(crate::domain::Status::key),
        "active": facts.active,
        "metrics": metrics,
    })
}

/// `{"value","unit","numerator","denominator","flags"}`, or `{"value":null,"unit","reason"}`.
fn metric(value: &MetricValue, unit: Unit) -> Value {
    let mut object = Map::new();
    object.insert("value".to_owned(), json!(value.value));
    object.insert("unit".to_owned(), json!(unit.key()));
    if value.value.is_none() {
        object.insert("reason".to_owned(), json!(value.reason.unwrap_or("not known from the data")));
        return Value::Object(object);
    }
    if let (Some(numerator), Some(denominator)) = (value.numerator, value.denominator) {
        object.insert("numerator".to_owned(), json!(numerator));
        object.insert("denominator".to_owned(), json!(denominator));
    }
    object.insert("flags".to_owned(), json!(value.flags.words()));
    Value::Object(object)
}
