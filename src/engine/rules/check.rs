//! Evaluating the table of rules: settings, replaced rules, acknowledgements.

use crate::domain::{Acknowledgement, Period, Severity, UnitKey, Workspace};

use super::{
    Check, Evidence, Finding, Hit, Outcome, Portfolio, RULES, RuleKind, RuleSpec, Subject, Values, Verdict,
};

/// The rules as a workspace has set them.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBook {
    /// Parallel to [`RULES`].
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
struct Row {
    enabled: bool,
    values: Vec<f64>,
    severity: Option<Severity>,
}

impl RuleBook {
    /// The defaults with the workspace's changes. Changes of rules or parameters that do not exist change nothing.
    pub fn new(workspace: &Workspace) -> Self {
        let row = |spec: &RuleSpec| {
            let setting = workspace.rule_settings.iter().rfind(|setting| setting.rule.as_str() == spec.id);
            let changed = |name: &str| {
                let parameters = setting.iter().flat_map(|setting| &setting.parameters);
                parameters.filter(|(changed, _)| changed == name).map(|(_, value)| *value).next_back()
            };
            Row {
                enabled: setting.is_none_or(|setting| setting.enabled),
                values: spec.parameters.iter().map(|p| changed(p.name).unwrap_or(p.default)).collect(),
                severity: setting.and_then(|setting| setting.severity),
            }
        };
        Self { rows: RULES.iter().map(row).collect() }
    }

    /// How many periods before the one in hand some rule looks at.
    pub fn depth(&self) -> usize {
        let periods = RULES.iter().zip(&self.rows).flat_map(|(spec, row)| {
            let of_time = spec.parameters.iter().zip(&row.values).filter(|(p, _)| p.name == "periods_back");
            of_time.map(|(_, value)| *value)
        });
        periods.fold(2.0, f64::max).clamp(2.0, 400.0) as usize
    }

    /// The value in force of a rule's parameter; `None` = there is no such rule or parameter.
    pub fn parameter(&self, rule: &str, name: &str) -> Option<f64> {
        let (spec, row) = self.row(rule)?;
        let index = spec.parameters.iter().position(|parameter| parameter.name == name)?;
        row.values.get(index).copied()
    }

    fn row(&self, rule: &str) -> Option<(&'static RuleSpec, &Row)> {
        RULES.iter().zip(&self.rows).find(|(spec, _)| spec.id == rule)
    }
}

/// Every rule for one account: one entry per finding, else one that says clear or "cannot check" (ruling A17). Rules that
/// are switched off are left out. `account` is its index in the workspace.
pub fn check_account(book: &RuleBook, subject: &Subject<'_>, account: u32) -> Vec<Finding> {
    let verdicts: Vec<Option<Verdict>> = RULES
        .iter()
        .zip(&book.rows)
        .map(|(spec, row)| match spec.check {
            Check::Account(check) if row.enabled => {
                if spec.needs_records && !subject.survey.facts.has_records {
                    return Some(Verdict::missing("records of the period"));
                }
                Some(check(subject, Values::new(&row.values)))
            }
            _ => None,
        })
        .collect();
    let fired = |rule: &str| {
        let at = RULES.iter().position(|spec| spec.id == rule);
        at.is_some_and(|at| matches!(verdicts[at], Some(Verdict::Fired(_))))
    };
    let replaced: Vec<Option<&'static str>> =
        RULES.iter().map(|spec| spec.replaced_by.filter(|rule| fired(rule))).collect();
    let place = Place {
        workspace: subject.survey.workspace,
        account: Some(account),
        period: subject.survey.facts.period,
    };
    let mut findings = Vec::with_capacity(RULES.len());
    for (index, verdict) in verdicts.into_iter().enumerate() {
        let (spec, row) = (&RULES[index], &book.rows[index]);
        match (verdict, replaced[index]) {
            (None, _) => {}
            (Some(Verdict::Fired(_)), Some(rule)) => {
                let evidence = vec![("replaced_by", Evidence::Word(rule))];
                findings.push(Finding { evidence, ..place.plain(spec, Outcome::Clear) });
            }
            (Some(verdict), _) => place.enter(spec, row, verdict, &mut findings),
        }
    }
    findings
}

/// Every rule over all accounts.
pub fn check_portfolio(book: &RuleBook, portfolio: &Portfolio<'_>) -> Vec<Finding> {
    let place = Place { workspace: portfolio.workspace, account: None, period: portfolio.period };
    let mut findings = Vec::new();
    for (spec, row) in RULES.iter().zip(&book.rows) {
        if let (Check::Workspace(check), true) = (spec.check, row.enabled) {
            place.enter(spec, row, check(portfolio, Values::new(&row.values)), &mut findings);
        }
    }
    findings
}

/// Of what and for when findings are entered.
struct Place<'a> {
    workspace: &'a Workspace,
    account: Option<u32>,
    period: Period,
}

impl Place<'_> {
    fn plain(&self, rule: &'static RuleSpec, outcome: Outcome) -> Finding {
        Finding {
            rule,
            outcome,
            severity: None,
            account: self.account,
            unit: None,
            evidence: Vec::new(),
            missing: Vec::new(),
            message: None,
            acknowledged: None,
        }
    }

    fn enter(&self, spec: &'static RuleSpec, row: &Row, verdict: Verdict, findings: &mut Vec<Finding>) {
        match verdict {
            Verdict::Clear => findings.push(self.plain(spec, Outcome::Clear)),
            Verdict::Missing(missing) => {
                findings.push(Finding { missing, ..self.plain(spec, Outcome::CannotCheck) });
            }
            Verdict::Fired(hits) => findings.extend(hits.into_iter().map(|hit| self.fired(spec, row, hit))),
        }
    }

    fn fired(&self, spec: &'static RuleSpec, row: &Row, hit: Hit) -> Finding {
        let own = row.severity.or(hit.severity).or(spec.severity);
        Finding {
            severity: own.filter(|_| spec.kind() != RuleKind::Opportunity),
            unit: hit.unit,
            evidence: hit.evidence,
            message: hit.message,
            acknowledged: self.acknowledged(spec, hit.unit),
            ..self.plain(spec, Outcome::Fired)
        }
    }

    /// The acknowledgement that covers a finding: of the same rule and account, until the period in hand or later, and
    /// for the same unit or for none, which covers all of the account.
    fn acknowledged(&self, spec: &RuleSpec, unit: Option<u32>) -> Option<u32> {
        if self.workspace.acknowledgements.is_empty() {
            return None;
        }
        let account = self.account.and_then(|index| self.workspace.accounts.get(index as usize));
        let unit: Option<&UnitKey> =
            unit.and_then(|unit| account?.units.get(unit as usize)).map(|unit| &unit.key);
        let covers = |done: &Acknowledgement| {
            done.rule.as_str() == spec.id
                && done.account.as_ref() == account.map(|account| &account.key)
                && done.until.is_none_or(|until| self.period <= until)
                && done.unit.as_ref().is_none_or(|of| Some(of) == unit)
        };
        let found = self.workspace.acknowledgements.iter().position(covers);
        found.map(|index| index as u32)
    }
}
