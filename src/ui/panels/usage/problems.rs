//! Guardrails that concern a cell: which figure each of them is about, found for the account shown and the period shown.

use std::{cmp::Reverse, sync::Arc};

use crate::{
    document::{Edit, applied},
    domain::{Acknowledgement, Period, ScoringModel, Severity, Workspace},
    engine::rules::{self, Evidence, Finding, Outcome},
};

use super::{
    columns::{Column, Slot},
    sheet::Sheet,
};

/// One guardrail at one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    unit: u32,
    column: Column,
    /// Somebody put it aside; it stays visible.
    aside: bool,
    /// How much it matters.
    pub severity: Severity,
    findings: Arc<Vec<Finding>>,
    at: usize,
}

impl Problem {
    fn finding(&self) -> &Finding {
        &self.findings[self.at]
    }

    /// Its number, such as `G-15`.
    pub fn id(&self) -> &'static str {
        self.finding().rule.id
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.finding().rule.name
    }

    /// What it found, as a sentence.
    pub fn sentence(&self, workspace: &Workspace) -> String {
        self.finding().message(workspace)
    }

    /// What puts it aside; `None` = it is open.
    pub fn acknowledged<'w>(&self, workspace: &'w Workspace) -> Option<&'w Acknowledgement> {
        workspace.acknowledgements.get(self.finding().acknowledged? as usize)
    }

    /// What would put it aside for good, without a note.
    pub fn acknowledgement(&self, sheet: &Sheet<'_>) -> Acknowledgement {
        let unit = self.finding().unit.map(|unit| sheet.account.units[unit as usize].key.clone());
        let account = Some(sheet.account.key.clone());
        Acknowledgement { account, rule: self.id().into(), unit, until: None, note: None }
    }
}

/// Which column shows what a guardrail is about; those that are about no figure of the grid are missing.
const PLACES: [(&str, Column); 18] = [
    ("G-01", Column::Potential),
    ("G-02", Column::Basis),
    ("G-03", Column::Potential),
    ("G-04", Column::Arr),
    ("G-06", Column::Active),
    ("G-08", Column::OneTime),
    ("G-09", Column::Carried),
    ("G-13", Column::Arr),
    ("G-14", Column::Status),
    ("G-15", Column::Active),
    ("G-16", Column::Licensed),
    ("G-17", Column::Eligible),
    ("G-20", Column::Potential),
    ("G-21", Column::Unit),
    ("G-23", Column::WhiteSpace),
    ("G-25", Column::Status),
    ("G-29", Column::Unit),
    ("G-30", Column::Carried),
];

/// The guardrails of the account and period shown.
#[derive(Debug, Default)]
pub struct Problems {
    /// By unit, column, and whether they were put aside; at a cell the worst one first.
    found: Vec<Problem>,
    /// What they were put in their places from.
    source: Option<(Arc<Vec<Finding>>, Period)>,
}

/// Units from which nothing is looked ahead while somebody types.
const LARGE: usize = 1_000;

impl Problems {
    /// Puts the findings of the account and period shown in their places, if they are others than before.
    pub fn refresh(&mut self, findings: &Arc<Vec<Finding>>, period: Period) {
        let same = |(old, at): &(Arc<Vec<Finding>>, Period)| Arc::ptr_eq(old, findings) && *at == period;
        if !self.source.as_ref().is_some_and(same) {
            self.found = placed(findings);
            self.source = Some((Arc::clone(findings), period));
        }
    }

    /// The open guardrails at a cell of the period shown, the worst one first.
    pub fn at(&self, unit: u32, slot: Slot) -> &[Problem] {
        self.which(unit, slot, false)
    }

    /// Those that somebody put aside.
    pub fn aside(&self, unit: u32, slot: Slot) -> &[Problem] {
        self.which(unit, slot, true)
    }

    fn which(&self, unit: u32, slot: Slot, aside: bool) -> &[Problem] {
        if self.source.as_ref().is_none_or(|(_, period)| *period != slot.period) {
            return &[];
        }
        let wanted = (unit, slot.column, aside);
        let place = |problem: &Problem| (problem.unit, problem.column, problem.aside);
        let first = self.found.partition_point(|problem| place(problem) < wanted);
        let count = self.found[first..].iter().take_while(|problem| place(problem) == wanted).count();
        &self.found[first..first + count]
    }

    /// The worst guardrail that a cell would have after an edit; `None` = none, or the account is too large to look
    /// ahead while somebody types.
    pub fn foreseen(
        sheet: &Sheet<'_>,
        model: &ScoringModel,
        edit: &Edit,
        unit: u32,
        slot: Slot,
    ) -> Option<Problem> {
        let index = sheet.workspace.find_account(&sheet.account.key)?;
        if size(sheet.workspace, index) >= LARGE {
            return None;
        }
        let after = applied(sheet.workspace, edit).ok()?;
        let findings = Arc::new(rules::check(&after, model, slot.period, &[index]));
        let here =
            |problem: &Problem| (problem.unit, problem.column, problem.aside) == (unit, slot.column, false);
        placed(&findings).into_iter().find(here)
    }
}

/// Units that are looked at: those of the account, and with a group of comparable accounts those of all.
fn size(workspace: &Workspace, index: usize) -> usize {
    let account = &workspace.accounts[index];
    if account.comparable_group.is_none() {
        return account.units.len();
    }
    workspace.accounts.iter().map(|account| account.units.len()).sum()
}

/// The guardrails that concern a figure, in the order of [`Problems::found`]. A large account has one for every second
/// unit, so they are sorted into one list instead of a table of lists.
fn placed(findings: &Arc<Vec<Finding>>) -> Vec<Problem> {
    let problem = |(at, finding): (usize, &Finding)| {
        let concerns = finding.outcome == Outcome::Fired && finding.account.is_some();
        Some(Problem {
            unit: finding.unit.unwrap_or(0),
            column: column(finding).filter(|_| concerns)?,
            aside: finding.acknowledged.is_some(),
            severity: finding.severity.unwrap_or(Severity::Info),
            findings: Arc::clone(findings),
            at,
        })
    };
    let mut found: Vec<Problem> = findings.iter().enumerate().filter_map(problem).collect();
    found.sort_unstable_by_key(|problem| {
        (problem.unit, problem.column, problem.aside, Reverse(problem.severity), problem.at)
    });
    found
}

fn column(finding: &Finding) -> Option<Column> {
    if finding.rule.id == "G-12" {
        // A total below its parts names the first figure that it is about.
        let Some(Evidence::Word(name)) = finding.evidence("name") else { return None };
        return Column::all().find(|column| column.name() == *name);
    }
    PLACES.iter().find(|(rule, _)| *rule == finding.rule.id).map(|(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guardrail_with_a_place_exists() {
        for (rule, _) in PLACES {
            assert!(rules::rule(rule).is_some(), "{rule}");
        }
    }
}
