//! Guardrails that concern a cell: which figure each of them is about, found for the account shown and the period shown.

use std::{collections::HashMap, sync::Arc};

use crate::{
    document::{Edit, applied},
    domain::{Acknowledgement, Period, ScoringModel, Severity, Workspace},
    engine::rules::{self, Evidence, Finding, Outcome},
};

use super::{
    cells::Sheet,
    columns::{Column, Slot},
};

/// One guardrail at one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    findings: Arc<Vec<Finding>>,
    at: usize,
    /// How much it matters.
    pub severity: Severity,
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

type Found = HashMap<(u32, Column), Place>;

/// The guardrails at a cell, the worst one first.
#[derive(Debug, Default)]
struct Place {
    open: Vec<Problem>,
    /// Those that somebody put aside; they stay visible.
    aside: Vec<Problem>,
}

/// The guardrails of the account and period shown.
#[derive(Debug, Default)]
pub struct Problems {
    found: Found,
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
        self.place(unit, slot).map_or(&[], |place| &place.open)
    }

    /// Those that somebody put aside.
    pub fn aside(&self, unit: u32, slot: Slot) -> &[Problem] {
        self.place(unit, slot).map_or(&[], |place| &place.aside)
    }

    fn place(&self, unit: u32, slot: Slot) -> Option<&Place> {
        let here = self.source.as_ref().is_some_and(|(_, period)| *period == slot.period);
        self.found.get(&(unit, slot.column)).filter(|_| here)
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
        placed(&findings).remove(&(unit, slot.column))?.open.into_iter().next()
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

/// The guardrails that concern a figure.
fn placed(findings: &Arc<Vec<Finding>>) -> Found {
    let mut found = Found::new();
    for (at, finding) in findings.iter().enumerate() {
        if finding.outcome != Outcome::Fired || finding.account.is_none() {
            continue;
        }
        let Some(column) = column(finding) else { continue };
        let severity = finding.severity.unwrap_or(Severity::Info);
        let place = found.entry((finding.unit.unwrap_or(0), column)).or_default();
        let place = if finding.acknowledged.is_some() { &mut place.aside } else { &mut place.open };
        let before = place.iter().position(|other| other.severity < severity).unwrap_or(place.len());
        place.insert(before, Problem { findings: Arc::clone(findings), at, severity });
    }
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
