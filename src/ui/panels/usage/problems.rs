//! Guardrails that concern a cell: which figure each of them is about, found for the account shown and the period shown.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use egui::Context;

use crate::{
    document::{Edit, applied},
    domain::{
        Account, Acknowledgement, Period, Product, RuleSetting, ScoringModel, Settings, Severity, Workspace,
    },
    engine::rules::{self, Evidence, Finding, Outcome},
};

use super::{
    cells::Sheet,
    columns::{Column, Slot},
};

/// One guardrail at one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its number, such as `G-15`.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it found, as a sentence.
    pub sentence: String,
    /// How much it matters.
    pub severity: Severity,
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

/// What everything found was found from.
#[derive(Debug, Clone)]
struct Source {
    account: Arc<Account>,
    period: Period,
    settings: Arc<Settings>,
    products: Arc<Vec<Product>>,
    rules: Arc<Vec<RuleSetting>>,
    acknowledged: Arc<Vec<Acknowledgement>>,
}

impl Source {
    fn new(workspace: &Workspace, account: &Arc<Account>, period: Period) -> Self {
        Self {
            account: Arc::clone(account),
            period,
            settings: Arc::clone(&workspace.settings),
            products: Arc::clone(&workspace.products),
            rules: Arc::clone(&workspace.rule_settings),
            acknowledged: Arc::clone(&workspace.acknowledgements),
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.account, &other.account)
            && self.period == other.period
            && Arc::ptr_eq(&self.settings, &other.settings)
            && Arc::ptr_eq(&self.products, &other.products)
            && Arc::ptr_eq(&self.rules, &other.rules)
            && Arc::ptr_eq(&self.acknowledged, &other.acknowledged)
    }
}

type Found = HashMap<(u32, Column), Vec<Problem>>;

/// The guardrails of the account and period shown.
#[derive(Debug, Default)]
pub struct Problems {
    found: Found,
    /// What `found` was found from.
    source: Option<Source>,
    /// A search under way, for a large account.
    search: Option<(Source, Receiver<Found>)>,
}

/// Units from which the search leaves the window's thread.
const LARGE: usize = 1_000;

impl Problems {
    /// Brings them up to date: at once in an account of ordinary size, in the background in a large one. Until then
    /// those found last stay, as long as they are of the same account and period.
    pub fn refresh(
        &mut self,
        workspace: &Workspace,
        model: &Arc<ScoringModel>,
        index: usize,
        period: Period,
        context: &Context,
    ) {
        let account = &workspace.accounts[index];
        let source = Source::new(workspace, account, period);
        if let Some((of, search)) = self.search.take() {
            match search.try_recv() {
                Ok(found) => (self.found, self.source) = (found, Some(of)),
                Err(TryRecvError::Empty) => self.search = Some((of, search)),
                Err(TryRecvError::Disconnected) => {}
            }
        }
        if self.source.as_ref().is_some_and(|of| of.is(&source)) {
            return;
        }
        if self.source.as_ref().is_some_and(|of| of.account.key != account.key || of.period != period) {
            self.found.clear();
            self.source = None;
        }
        if size(workspace, index) < LARGE {
            self.found = found(workspace, model, index, period);
            self.source = Some(source);
            self.search = None;
        } else if self.search.is_none() {
            let (send, search) = channel();
            let (workspace, model, context) = (workspace.clone(), Arc::clone(model), context.clone());
            let run = move || {
                let found = found(&workspace, &model, index, period);
                // The panel may show another account by now; then nobody waits for the answer.
                let _ = send.send(found);
                context.request_repaint();
            };
            // If no thread can be had nothing is marked, and the next pass tries again.
            let _ = std::thread::Builder::new().name("guardrails".to_owned()).spawn(run);
            self.search = Some((source, search));
        }
    }

    /// The guardrails at a cell of the period shown, the worst one first.
    pub fn at(&self, unit: u32, slot: Slot) -> &[Problem] {
        let here = self.source.as_ref().is_some_and(|source| source.period == slot.period);
        self.found.get(&(unit, slot.column)).filter(|_| here).map_or(&[], Vec::as_slice)
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
        found(&after, model, index, slot.period).remove(&(unit, slot.column))?.into_iter().next()
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

/// All guardrails of an account that concern a figure, unless somebody put them aside.
fn found(workspace: &Workspace, model: &ScoringModel, index: usize, period: Period) -> Found {
    let mut found = Found::new();
    for finding in rules::check(workspace, model, period, &[index]) {
        if finding.outcome != Outcome::Fired || finding.acknowledged.is_some() || finding.account.is_none() {
            continue;
        }
        let Some(column) = column(&finding) else { continue };
        let problem = Problem {
            id: finding.rule.id,
            name: finding.rule.name,
            sentence: finding.message(workspace),
            severity: finding.severity.unwrap_or(Severity::Info),
        };
        let place: &mut Vec<Problem> = found.entry((finding.unit.unwrap_or(0), column)).or_default();
        let at = place.iter().position(|other| other.severity < problem.severity).unwrap_or(place.len());
        place.insert(at, problem);
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
