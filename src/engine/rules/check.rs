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

/// What is known of an account from before an edit of its units, their figures, their names, the tree they form, or a step to
/// another period. All else that rules look at must be the same, and neither before nor now may a unit include its
/// children's figures.
pub struct Earlier<'a> {
    /// As [`find_in_account`] found them.
    pub findings: &'a [Finding],
    /// Where each unit stands now, by its index of before; `None` = it is gone. Without a list all stand where they stood.
    pub places: Option<Vec<Option<u32>>>,
    /// Units with other figures or a record of their own that differs, and all above them; `None` = any may have.
    pub figures: Option<Again>,
    /// Units with other children, or with a child of another name.
    pub names: Again,
}

impl Earlier<'_> {
    /// Whether no unit has other figures.
    pub fn has_same_figures(&self) -> bool {
        self.figures.as_ref().is_some_and(|again| again.units.is_empty())
    }

    /// The units about which rules that look at units one by one are asked again; `None` = about all.
    fn again(&self, reach: Reach) -> Option<&Again> {
        match reach {
            Reach::Account => None,
            Reach::Units => self.figures.as_ref(),
            Reach::Names => Some(&self.names),
        }
    }
}

/// Units about which rules are asked again after an edit.
#[derive(Debug, Default)]
pub struct Again {
    /// In tree order, the root first; empty = nothing changed.
    pub units: Vec<u32>,
    /// Whether each unit of the account is one of them.
    pub has: Vec<bool>,
}

impl Again {
    /// The marked units and the root, `order` being tree order; none if nothing is marked.
    pub fn new(mut has: Vec<bool>, order: &[u32]) -> Self {
        if !has.contains(&true) {
            return Self::default();
        }
        has[0] = true;
        Self { units: order.iter().copied().filter(|unit| has[*unit as usize]).collect(), has }
    }
}

/// Every rule for one account: one entry per finding, else one that says clear or "cannot check" (ruling A17). Rules that
/// are switched off are left out. `account` is its index in the workspace.
pub fn check_account(book: &RuleBook, subject: &Subject<'_>, account: u32) -> Vec<Finding> {
    let said = (0..RULES.len()).map(|at| says(book, subject, at).map_or(Said::Nothing, Said::Now));
    entered(book, subject, account, said.collect())
}

/// The same without those that say clear. The rules are shared between threads if the account has many `units`; 0 = this
/// thread alone.
pub fn find_in_account(book: &RuleBook, subject: &Subject<'_>, account: u32, units: usize) -> Vec<Finding> {
    let said = parallel::shared_out(RULES.len(), units, |at| Said::of_not_clear(says(book, subject, at)));
    entered(book, subject, account, said)
}

/// The same after an edit. A rule that looks at units one by one is asked about the units alone that the edit has touched:
/// what it said of all others holds, wherever they stand now. `units` as in [`find_in_account`].
pub fn find_again<'a>(
    book: &RuleBook,
    mut subject: Subject<'a>,
    account: u32,
    earlier: &'a Earlier<'a>,
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
    let answers: Vec<Answer> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| answer(book, &mut subject, account, at, group, earlier))
        .collect();
    let mut ranks = Vec::new();
    if answers.iter().any(|answer| matches!(answer, Answer::OfSome(_))) {
        ranks.resize(subject.survey.tree.len(), 0);
        for (rank, unit) in (0..).zip(subject.survey.tree.preorder()) {
            ranks[*unit as usize] = rank;
        }
    }
    let said = parallel::shared_out(RULES.len(), units, |at| {
        let anew = || Said::of_not_clear(says(book, &subject, at));
        match &answers[at] {
            Answer::Anew => anew(),
            Answer::AsBefore => Said::Before(groups[at]),
            Answer::OfSome(fresh) => {
                together(&subject, at, groups[at], fresh, earlier, &ranks).unwrap_or_else(anew)
            }
        }
    });
    entered(book, &subject, account, said)
}

/// What can be told of a rule after an edit without a look at every unit.
enum Answer {
    /// Nothing: it must be asked.
    Anew,
    AsBefore,
    /// What it finds among the units about which it was asked again.
    OfSome(Vec<Finding>),
}

fn answer<'a>(
    book: &RuleBook,
    subject: &mut Subject<'a>,
    account: u32,
    at: usize,
    group: &[Finding],
    earlier: &'a Earlier<'a>,
) -> Answer {
    let (spec, row) = (&RULES[at], &book.rows[at]);
    let asked = match spec.reach {
        _ if !row.enabled => return Answer::Anew,
        Reach::Account if earlier.has_same_figures() => return Answer::AsBefore,
        Reach::Account => return Answer::Anew,
        reach => match earlier.again(reach) {
            Some(asked) => asked,
            None => return Answer::Anew,
        },
    };
    if asked.units.is_empty() {
        return Answer::AsBefore;
    }
    // Why a rule could not be checked may lie in any unit.
    if group.iter().any(|finding| finding.outcome != Outcome::Fired) {
        return Answer::Anew;
    }
    subject.focus = Some(&asked.units);
    let said = says(book, subject, at);
    subject.focus = None;
    let place = Place::of(subject, account);
    match said {
        None | Some(Verdict::Missing(_)) => Answer::Anew,
        Some(Verdict::Clear) => Answer::OfSome(Vec::new()),
        Some(Verdict::Fired(hits)) => {
            Answer::OfSome(hits.into_iter().map(|hit| place.fired(spec, row, hit)).collect())
        }
    }
}

/// What a rule says of the units about which it was asked again, `fresh`, and what it said of all others, in the order in
/// which it lists them; `None` = it must be asked.
fn together<'f>(
    subject: &Subject<'_>,
    at: usize,
    group: &'f [Finding],
    fresh: &'f [Finding],
    earlier: &Earlier<'_>,
    ranks: &[u32],
) -> Option<Said<'f>> {
    let reach = RULES[at].reach;
    let asked = earlier.again(reach)?;
    // The unit that a rule looked at to find something.
    let seen_at = |unit: u32| match reach {
        Reach::Names => subject.survey.tree.parent(unit as usize).unwrap_or(0),
        Reach::Units | Reach::Account => unit as usize,
    };
    let place_of = |finding: &Finding| match (finding.unit, &earlier.places) {
        (Some(unit), Some(places)) => places[unit as usize],
        (unit, _) => Some(unit.unwrap_or(0)),
    };
    let is_asked = |unit: u32| asked.has[seen_at(unit)];
    let was_asked = |finding: &&Finding| place_of(finding).is_some_and(is_asked);
    if earlier.places.is_none() && fresh.iter().eq(group.iter().filter(was_asked)) {
        return Some(Said::Before(group));
    }
    let kept = group.iter().filter_map(|finding| Some((place_of(finding)?, finding)));
    let mut all: Vec<(u32, &Finding)> = kept.filter(|(unit, _)| !is_asked(*unit)).collect();
    all.extend(fresh.iter().map(|finding| (finding.unit.unwrap_or(0), finding)));
    if all.is_empty() && !group.is_empty() {
        // It fired before, so that nobody asked whether it lacks something.
        return None;
    }
    // Stable: what it finds at one unit stays together, in its order.
    all.sort_by_key(|(unit, _)| ranks[seen_at(*unit)]);
    let now =
        |(unit, finding): (u32, &Finding)| Finding { unit: (unit > 0).then_some(unit), ..finding.clone() };
    Some(Said::Again(all.into_iter().map(now).collect()))
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
            (Said::Again(again), _) => findings.extend(again),
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
    /// Something else than before; clear if there is no finding.
    Again(Vec<Finding>),
    Now(Verdict),
}

impl Said<'_> {
    fn of_not_clear(verdict: Option<Verdict>) -> Self {
        verdict.filter(|verdict| *verdict != Verdict::Clear).map_or(Self::Nothing, Self::Now)
    }

    /// How many findings it makes.
    fn len(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Before(group) => group.len(),
            Self::Again(again) => again.len(),
            Self::Now(Verdict::Fired(hits)) => hits.len(),
            Self::Now(_) => 1,
        }
    }

    fn has_fired(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Before(group) => group.iter().any(|finding| finding.outcome == Outcome::Fired),
            Self::Again(again) => !again.is_empty(),
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
