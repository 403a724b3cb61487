//! `check --format table`: findings by severity, then opportunities, then what could not be checked.

use std::io::{self, Write};

use crate::{
    domain::Severity,
    engine::rules::{Finding, Outcome},
};

use super::{
    check::Report,
    text::{Table, clean},
};

/// Writes the report.
pub fn write(report: &Report, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", report.opened.title())?;
    let of = |outcome: Outcome, severe: bool| -> Vec<&Finding> {
        let found = report.findings.iter();
        found.filter(|found| found.outcome == outcome && found.severity.is_some() == severe).collect()
    };
    let mut risks = of(Outcome::Fired, true);
    // Stable, so that accounts and rules keep their order within a severity.
    risks.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let chances = of(Outcome::Fired, false);
    let unknown = of(Outcome::CannotCheck, false);
    let several = report.opened.accounts.len() > 1;
    list(report, &risks, "Finding", several).write("", colour, out)?;
    for (findings, head) in
        [(&chances, "Opportunity"), (&unknown, "Cannot be checked"), (&of(Outcome::Clear, false), "Clear")]
    {
        if !findings.is_empty() {
            writeln!(out)?;
            list(report, findings, head, several).write("", colour, out)?;
        }
    }
    let count =
        |severity: Severity| risks.iter().filter(|finding| finding.severity == Some(severity)).count();
    let by_severity =
        Severity::ALL.iter().rev().map(|severity| (count(*severity), severity.word().to_lowercase()));
    let mut parts: Vec<String> =
        by_severity.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.push(format!("{} opportunities", chances.len()));
    parts.push(format!("{} cannot be checked", unknown.len()));
    parts.push(format!("{} clear", report.clear));
    writeln!(out, "\n{}", parts.join(" · "))
}

fn list(report: &Report, findings: &[&Finding], head: &str, several: bool) -> Table {
    let mut heads = vec!["Severity", "Rule"];
    if several {
        heads.push("Account");
    }
    heads.extend(["Unit", head]);
    let mut table = Table::new(&heads, &["Rule", "Account", "Unit", head]);
    for finding in findings {
        let account = report.account(finding);
        let severity = finding.severity.map_or("", Severity::word).to_owned();
        let mut row = vec![severity, finding.rule.id.to_owned()];
        if several {
            row.push(account.map(|account| clean(&account.name)).unwrap_or_default());
        }
        let unit = finding.unit.and_then(|unit| Some(clean(account?.unit_name(unit as usize))));
        row.push(unit.unwrap_or_default());
        let aside = if finding.acknowledged.is_some() { " (acknowledged)" } else { "" };
        row.push(match finding.outcome {
            Outcome::Fired => format!("{}{aside}", clean(&report.message(finding))),
            Outcome::CannotCheck => format!("{}: missing {}", finding.rule.name, finding.missing.join(", ")),
            Outcome::Clear => finding.rule.name.to_owned(),
        });
        table.push(row);
    }
    table
}
