//! `inroads check`: risk rules, opportunity triggers and guardrails of every account.

use crate::{
    domain::{Account, Severity},
    engine::rules::{self, Finding, Outcome},
};

use super::{
    CheckArguments, FailOn, Format, check_json, check_table,
    failure::Failure,
    open::{Opened, open},
    output,
};

/// Everything that one run prints, whatever the format.
pub struct Report {
    /// The workspace and what was selected.
    pub opened: Opened,
    /// Account by account in the order of the table of rules, then those over all accounts. Clear ones only if asked for.
    pub findings: Vec<Finding>,
    /// Number of clear ones, printed or not.
    pub clear: usize,
}

/// Reads, evaluates, prints; fails if a finding is severe enough.
pub fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    let opened = open(&arguments.selection)?;
    let accounts = &opened.workspace.accounts;
    let wanted: Vec<usize> = if opened.accounts.len() == accounts.len() {
        (0..accounts.len()).collect()
    } else {
        opened.accounts.iter().filter_map(|account| opened.workspace.find_account(&account.key)).collect()
    };
    let mut findings = rules::check(&opened.workspace, &opened.model, opened.period, &wanted);
    let clear = findings.iter().filter(|finding| finding.outcome == Outcome::Clear).count();
    if !arguments.all {
        findings.retain(|finding| finding.outcome != Outcome::Clear);
    }
    let report = Report { opened, findings, clear };
    output::print(|out| match arguments.format {
        Format::Json => check_json::write(&report, out),
        Format::Csv => check_json::write_csv(&report, out),
        Format::Table => check_table::write(&report, output::has_colour(), out),
    })?;
    let fails = |from: Severity| {
        let open = report.findings.iter().filter(|finding| finding.acknowledged.is_none());
        open.filter_map(|finding| finding.severity).any(|severity| severity >= from)
    };
    if arguments.fail_on.is_some_and(|from| fails(from.severity())) { Err(Failure::Finding) } else { Ok(()) }
}

impl FailOn {
    const fn severity(self) -> Severity {
        match self {
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}

impl Report {
    /// The account of a finding; `None` = a rule over all accounts.
    pub fn account(&self, finding: &Finding) -> Option<&Account> {
        finding.account(&self.opened.workspace)
    }

    /// The sentence of a finding.
    pub fn message(&self, finding: &Finding) -> String {
        finding.message(&self.opened.workspace)
    }
}
