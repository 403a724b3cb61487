//! What a rule is: one row of the table, its parameters, and what evaluating it can give.

use crate::{domain::Severity, engine::metrics::Unit};

use super::{Evidence, Pieces, Portfolio, Subject};

/// What a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// Something endangers the account (R-…).
    Risk,
    /// Something may be won (O-…).
    Opportunity,
    /// The data may mislead (G-…).
    Guardrail,
}

/// A number that a rule uses and a user may change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Stable name in files.
    pub name: &'static str,
    /// Value unless changed.
    pub default: f64,
    /// In what it is measured.
    pub unit: Unit,
}

/// A rule: one row from which findings, settings and help are made.
#[derive(Debug, Clone, Copy)]
pub struct RuleSpec {
    /// Stable key, such as `R-11`.
    pub id: &'static str,
    /// Name on screen, sentence case.
    pub name: &'static str,
    /// Severity unless the rule finds another; `None` = an opportunity.
    pub severity: Option<Severity>,
    /// What may be changed.
    pub parameters: &'static [Parameter],
    /// The sentence of a finding; `{key}` stands for the evidence of that key, `{unit}` for the unit concerned, and
    /// `{key?one|many}` for one of two words by the count of that key.
    pub message: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// The rule that says the same more sharply: when both fire, only that one does.
    pub replaced_by: Option<&'static str>,
    /// Whether it cannot be checked in a period in which the account has no record at all.
    pub needs_records: bool,
    /// What an edit of figures has to touch for it to say something else.
    pub reach: Reach,
    /// Evaluates it.
    pub check: Check,
}

/// How far a rule looks, by which it is known what it says after an edit of some units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At the account as a whole.
    Account,
    /// At units one by one, or at the account's own metrics: at the record of each unit, its figures and those of what lies
    /// below it, also in earlier periods. It lists units in tree order, and its evidence names none. Where figures include
    /// those of children, that is as [`Reach::Account`].
    Units,
    /// At no figure: at the names of the children of each unit, unit by unit in tree order. Rules of other reach look at no
    /// name.
    Names,
}

/// How a rule is evaluated.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// For each account.
    Account(fn(&Subject<'_>, Values<'_>) -> Verdict),
    /// Once, over all accounts.
    Workspace(fn(&Portfolio<'_>, Values<'_>) -> Verdict),
}

/// Rules are equal by their id.
impl PartialEq for RuleSpec {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl RuleSpec {
    /// What it is for, going by its id.
    pub fn kind(&self) -> RuleKind {
        match self.id.as_bytes().first() {
            Some(b'O') => RuleKind::Opportunity,
            Some(b'G') => RuleKind::Guardrail,
            _ => RuleKind::Risk,
        }
    }
}

/// The parameters in force, in the order of the rule's row.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a>(&'a [f64]);

impl<'a> Values<'a> {
    /// Values in the order of the rule's row.
    pub const fn new(values: &'a [f64]) -> Self {
        Self(values)
    }

    /// All of them, to be taken apart by name.
    pub fn all<const N: usize>(self) -> [f64; N] {
        debug_assert_eq!(self.0.len(), N, "the rule's row has other parameters");
        std::array::from_fn(|index| self.0.get(index).copied().unwrap_or(f64::NAN))
    }
}

/// What one rule says of one account, or of the workspace.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The condition is known not to hold.
    Clear,
    /// Something that the condition needs is unknown; it is named.
    Missing(Vec<&'static str>),
    /// The condition holds: one entry per unit, target, item or axis concerned.
    Fired(Vec<Hit>),
}

impl Verdict {
    /// Fired beats "cannot check" beats clear (ruling A17). `missing` names what some subject lacked.
    pub fn from_hits(hits: Vec<Hit>, missing: Option<&'static str>) -> Self {
        match missing {
            _ if !hits.is_empty() => Self::Fired(hits),
            Some(missing) => Self::Missing(vec![missing]),
            None => Self::Clear,
        }
    }

    /// Fired once if `hit` is there, else clear.
    pub fn from_hit(hit: Option<Hit>) -> Self {
        Self::from_hits(hit.into_iter().collect(), None)
    }

    /// Cannot be checked for want of one thing.
    pub fn missing(what: &'static str) -> Self {
        Self::Missing(vec![what])
    }
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hit {
    /// Index of the unit concerned; `None` = the account as a whole.
    pub unit: Option<u32>,
    /// Severity in place of the rule's.
    pub severity: Option<Severity>,
    /// Sentence in place of the rule's.
    pub message: Option<&'static str>,
    /// The numbers and names behind it.
    pub evidence: Pieces,
}

impl Hit {
    /// About the account as a whole.
    pub fn new() -> Self {
        Self::default()
    }

    /// About a unit; the root stands for the account as a whole.
    pub fn at(unit: u32) -> Self {
        Self { unit: (unit > 0).then_some(unit), ..Self::default() }
    }

    /// With one more piece of evidence.
    #[must_use]
    pub fn with(mut self, key: &'static str, evidence: Evidence) -> Self {
        self.evidence.push((key, evidence));
        self
    }

    /// With another severity.
    #[must_use]
    pub fn severe(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    /// With another sentence.
    #[must_use]
    pub fn says(self, message: &'static str) -> Self {
        Self { message: Some(message), ..self }
    }
}
