//! Evaluating the table of rules: settings, replaced rules, acknowledgements.

use smallvec::{SmallVec, smallvec};

use crate::{
    domain::{Acknowledgement, Period, Severity, UnitKey, Workspace},
    engine::parallel,
};

use super::{
    Check, Evidence, Finding, Hit, Outcome, Portfolio, RULES, Reach, RuleKind, RuleSpec, Subject, Values,
    Verdict,
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

/// What is known of an account from before an edit of figures or names of some of its units. All else that rules look at
/// must be the same, and the same units must exist and count.
pub struct Earlier<'a> {
    /// As [`check_account`] found them, those that say clear left out.
    pub findings: &'a [Finding],
    /// Units with other figures and all above them, the root among them, in tree order.
    pub touched: &'a [u32],
    /// Whether there are any units with other figures.
    pub other_figures: bool,
    /// Whether there are units with other names.
    pub other_names: bool,
}

/// Every rule for one account: one entry per finding, else one that says clear or "cannot check" (ruling A17). Rules that
/// are switched off are left out. `account` is its index in the workspace. The rules are shared between threads if the
/// account has many `units`; 0 = this thread alone.
pub fn check_account(book: &RuleBook, subject: &Subject<'_>, account: u32, units: usize) -> Vec<Finding> {
    let verdicts = parallel::shared_out(RULES.len(), units, |at| says(book, subject, at));
    let said = verdicts.into_iter().map(|verdict| verdict.map_or(Said::Nothing, Said::Now)).collect();
    entered(book, subject, account, said)
}

/// The same after an edit; a rule that is clear as before may be left out. A rule that looks at units one by one is asked
/// about the touched ones only. If it says the same of them as before, so it does of all. `units` as in
/// [`check_account`].
pub fn check_account_again<'a>(
    book: &RuleBook,
    mut subject: Subject<'a>,
    account: u32,
    earlier: &Earlier<'a>,
    units: usize,
) -> Vec<Finding> {
    let mut left = earlier.findings;
    let groups: Vec<&[Finding]> = RULES
        .iter()
        .map(|spec| {
            let group;
            (group, left) = left.split_at(left.iter().take_while(|finding| finding.rule == spec).count());
            group
        })
        .collect();
    subject.focus = Some(earlier.touched);
    let as_before: Vec<bool> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| is_as_before(book, &subject, account, at, group, earlier))
        .collect();
    subject.focus = None;
    let said = parallel::shared_out(RULES.len(), units, |at| {
        if as_before[at] {
            Said::Before(groups[at])
        } else {
            says(book, &subject, at).map_or(Said::Nothing, Said::Now)
        }
    });
    entered(book, &subject, account, said)
}

/// Whether a rule says the same as before the edit, for all that can be told from the touched units, on which `subject`
/// is focused.
fn is_as_before(
    book: &RuleBook,
    subject: &Subject<'_>,
    account: u32,
    at: usize,
    group: &[Finding],
    earlier: &Earlier<'_>,
) -> bool {
    let (spec, row) = (&RULES[at], &book.rows[at]);
    match spec.reach {
        _ if !row.enabled => false,
        Reach::Structure => !earlier.other_names,
        _ if !earlier.other_figures => true,
        Reach::Account => false,
        Reach::Units => {
            // Why a rule could not be checked may lie in any unit.
            if group.iter().any(|finding| finding.outcome != Outcome::Fired) {
                return false;
            }
            let hits = match says(book, subject, at) {
                None | Some(Verdict::Missing(_)) => return false,
                Some(Verdict::Clear) => Vec::new(),
                Some(Verdict::Fired(hits)) => hits,
            };
            let place = Place::of(subject, account);
            let touched =
                |finding: &&Finding| finding.unit.is_none_or(|unit| earlier.touched.contains(&unit));
            hits.into_iter().map(|hit| place.fired(spec, row, hit)).eq(group.iter().filter(touched).cloned())
        }
    }
}

/// What one rule says of an account; `None` = it is switched off, or is one over all accounts.
fn says(book: &RuleBook, subject: &Subject<'_>, at: usize) -> Option<Verdict> {
    let (spec, row) = (&RULES[at], &book.rows[at]);
    let Check::Account(check) = spec.check else { return None };
    row.enabled.then(|| {
        if spec.needs_records && !subject.survey.facts.has_records {
            return Verdict::missing("records of the period");
        }
        check(subject, Values::new(&row.values))
    })
}

/// Findings from what all rules say, in their order.
fn entered(book: &RuleBook, subject: &Subject<'_>, account: u32, said: Vec<Said<'_>>) -> Vec<Finding> {
    let fired = |rule: &str| {
        let at = RULES.iter().position(|spec| spec.id == rule);
        at.is_some_and(|at| said[at].has_fired())
    };
    let replaced: Vec<Option<&'static str>> =
        RULES.iter().map(|spec| spec.replaced_by.filter(|rule| fired(rule))).collect();
    let place = Place::of(subject, account);
    let mut findings = Vec::with_capacity(said.iter().map(Said::len).sum());
    for (index, said) in said.into_iter().enumerate() {
        let (spec, row) = (&RULES[index], &book.rows[index]);
        match (said, replaced[index]) {
            (Said::Nothing, _) => {}
            (said, Some(rule)) if said.has_fired() => {
                let evidence = smallvec![("replaced_by", Evidence::Word(rule))];
                findings.push(Finding { evidence, ..place.plain(spec, Outcome::Clear) });
            }
            (Said::Before(group), _) => findings.extend_from_slice(group),
            (Said::Now(verdict), _) => place.enter(spec, row, verdict, &mut findings),
        }
    }
    findings
}

/// What a rule says of an account.
enum Said<'a> {
    /// It is switched off, or is one over all accounts.
    Nothing,
    /// The same as before.
    Before(&'a [Finding]),
    Now(Verdict),
}

impl Said<'_> {
    /// How many findings it makes.
    fn len(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Before(group) => group.len(),
            Self::Now(Verdict::Fired(hits)) => hits.len(),
            Self::Now(_) => 1,
        }
    }

    fn has_fired(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Before(group) => group.iter().any(|finding| finding.outcome == Outcome::Fired),
            Self::Now(verdict) => matches!(verdict, Verdict::Fired(_)),
        }
    }
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

impl<'a> Place<'a> {
    fn of(subject: &Subject<'a>, account: u32) -> Self {
        let survey = &subject.survey;
        Self { workspace: survey.workspace, account: Some(account), period: survey.facts.period }
    }

    fn plain(&self, rule: &'static RuleSpec, outcome: Outcome) -> Finding {
        Finding {
            rule,
            outcome,
            severity: None,
            account: self.account,
            unit: None,
            evidence: SmallVec::new(),
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
