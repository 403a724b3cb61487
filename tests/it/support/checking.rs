//! Evaluating rules on a workspace and saying briefly what they found.
#![allow(dead_code, reason = "not every test uses every question")]

use inroads::{
    domain::{Period, Severity, Workspace},
    engine::rules::{self, Evidence, Finding, Outcome},
};

/// Every finding of a workspace in its current period.
pub fn findings(workspace: &Workspace) -> Vec<Finding> {
    findings_at(workspace, workspace.current_period())
}

/// Every finding of a workspace in a period.
pub fn findings_at(workspace: &Workspace, period: Period) -> Vec<Finding> {
    let all: Vec<usize> = (0..workspace.accounts.len()).collect();
    rules::check(workspace, &workspace.active_model(), period, &all)
}

/// The entries of one rule.
pub fn entries(workspace: &Workspace, rule: &str) -> Vec<Finding> {
    let found: Vec<Finding> =
        findings(workspace).into_iter().filter(|finding| finding.rule.id == rule).collect();
    assert!(!found.is_empty(), "{rule} says nothing at all");
    found
}

/// How a rule ended: its single outcome. Fired entries may be several.
#[track_caller]
pub fn outcome(workspace: &Workspace, rule: &str) -> Outcome {
    let found = entries(workspace, rule);
    assert!(found.iter().all(|finding| finding.outcome == found[0].outcome), "{rule} ended in two ways");
    assert!(found[0].outcome == Outcome::Fired || found.len() == 1, "{rule} has {} entries", found.len());
    found[0].outcome
}

/// Severity and unit key (empty = the account as a whole) of every entry of a rule that fired.
#[track_caller]
pub fn fired(workspace: &Workspace, rule: &str) -> Vec<(Option<Severity>, String)> {
    let key = |finding: &Finding| {
        let account = finding.account(workspace);
        let unit = finding.unit.map(|unit| account.unwrap().units[unit as usize].key.to_string());
        unit.unwrap_or_default()
    };
    let found = entries(workspace, rule);
    let found = found.iter().filter(|finding| finding.outcome == Outcome::Fired);
    found.map(|finding| (finding.severity, key(finding))).collect()
}

/// The sentence of the first entry of a rule.
pub fn message(workspace: &Workspace, rule: &str) -> String {
    entries(workspace, rule)[0].message(workspace)
}

/// The metric that a finding is about.
pub fn metric(finding: &Finding) -> &str {
    match finding.evidence("metric") {
        Some(Evidence::Word(key)) => key,
        Some(Evidence::Text(key)) => key,
        _ => "",
    }
}
