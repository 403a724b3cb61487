//! `check --format json` and `csv`: one entry per finding, with its evidence in unrounded numbers.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::{
    domain::{Account, UnitKey, Workspace},
    engine::rules::{Evidence, Finding, Outcome},
};

use super::{cells::safe, check::Report};

/// Writes the report and a line end.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<Value> = report.findings.iter().map(|finding| finding_json(report, finding)).collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "schema": 1, "findings": findings }))
        .map_err(io::Error::from)?;
    writeln!(out)
}

/// Writes a header and one row per finding; what is missing is separated by `;`, the evidence is JSON.
pub fn write_csv(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    let head =
        ["rule", "outcome", "severity", "account", "unit", "message", "missing", "acknowledged", "evidence"];
    writer.write_record(head)?;
    for finding in &report.findings {
        let account = report.account(finding);
        writer.write_record([
            finding.rule.id.to_owned(),
            finding.outcome.key().to_owned(),
            finding.severity.map(|severity| severity.key().to_owned()).unwrap_or_default(),
            account.map(|account| safe(account.key.as_str())).unwrap_or_default(),
            finding.unit.map(|unit| safe(unit_key(account, unit))).unwrap_or_default(),
            safe(&report.message(finding)),
            finding.missing.join(";"),
            finding.acknowledged.is_some().to_string(),
            evidence_json(report, finding).to_string(),
        ])?;
    }
    writer.flush()
}

fn finding_json(report: &Report, finding: &Finding) -> Value {
    let account = report.account(finding);
    let mut object = Map::new();
    object.insert("rule".to_owned(), json!(finding.rule.id));
    object.insert("outcome".to_owned(), json!(finding.outcome.key()));
    object.insert("severity".to_owned(), json!(finding.severity.map(crate::domain::Severity::key)));
    object.insert("account".to_owned(), json!(account.map(|account| account.key.as_str())));
    object.insert("unit".to_owned(), json!(finding.unit.map(|unit| unit_key(account, unit))));
    object.insert("message".to_owned(), json!(report.message(finding)));
    if finding.outcome == Outcome::CannotCheck {
        object.insert("missing".to_owned(), json!(finding.missing));
    }
    let workspace = &report.opened.workspace;
    let done = finding.acknowledged.and_then(|index| workspace.acknowledgements.get(index as usize));
    if let Some(done) = done {
        let until = done.until.map(|until| workspace.period_text(until));
        object.insert("acknowledged".to_owned(), json!({ "until": until, "note": done.note }));
    }
    object.insert("evidence".to_owned(), evidence_json(report, finding));
    Value::Object(object)
}

fn evidence_json(report: &Report, finding: &Finding) -> Value {
    let account = report.account(finding);
    let value = |evidence| value(&report.opened.workspace, account, evidence);
    let evidence = finding.evidence.iter().map(|(key, evidence)| ((*key).to_owned(), value(evidence)));
    Value::Object(evidence.collect())
}

fn value(workspace: &Workspace, account: Option<&Account>, evidence: &Evidence) -> Value {
    match evidence {
        Evidence::Count(value)
        | Evidence::Percent(value)
        | Evidence::Share(value)
        | Evidence::Points(value)
        | Evidence::Money(value)
        | Evidence::Ratio(value)
        | Evidence::Limit(value) => json!(value),
        Evidence::Date(day) => json!(day.to_string()),
        Evidence::Period(period) => json!(workspace.period_text(*period)),
        Evidence::Word(word) => json!(word),
        Evidence::Text(text) => json!(text),
        Evidence::Texts(texts) => json!(texts),
        Evidence::Unit(unit) => json!(unit_key(account, *unit)),
        Evidence::Units(units) => {
            json!(units.iter().map(|unit| unit_key(account, *unit)).collect::<Vec<_>>())
        }
    }
}

fn unit_key(account: Option<&Account>, unit: u32) -> &str {
    let unit = account.and_then(|account| account.units.get(unit as usize));
    unit.map_or("", |unit| UnitKey::as_str(&unit.key))
}
