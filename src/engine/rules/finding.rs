//! One line of the list of findings, with its evidence and its sentence.

use jiff::civil::Date;
use smallvec::SmallVec;

use crate::{
    domain::{Account, Period, Severity, Workspace},
    engine::{display, metrics::Unit},
};

use super::RuleSpec;

/// How a rule ended for one account or for the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It found something.
    Fired,
    /// It found nothing.
    Clear,
    /// It could not be evaluated; never to be read as clear.
    CannotCheck,
}

impl Outcome {
    /// The word used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::Clear => "clear",
            Self::CannotCheck => "cannot_check",
        }
    }
}

/// A number or name behind a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// A number of things.
    Count(f64),
    /// Percent on 0–100; the sentence has its sign.
    Percent(f64),
    /// The same where the sentence has none, as it may also speak of money.
    Share(f64),
    /// Percentage points, signed.
    Points(f64),
    /// Money.
    Money(f64),
    /// A plain number with two decimals.
    Ratio(f64),
    /// A parameter in force.
    Limit(f64),
    /// A day.
    Date(Date),
    /// A period.
    Period(Period),
    /// A word of the program.
    Word(&'static str),
    /// A text of the user.
    Text(String),
    /// Texts of the user.
    Texts(Box<[String]>),
    /// A unit by index.
    Unit(u32),
    /// Units by index.
    Units(Box<[u32]>),
}

/// Numbers and names, each by a key that the sentence of the rule may name. Most findings have up to three and there may be
/// several of these for every unit: memory of its own for each took most of the time that rules take.
pub type Pieces = SmallVec<[(&'static str, Evidence); 3]>;

/// What one rule says of one account, one unit of it, or the workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static RuleSpec,
    /// How it ended.
    pub outcome: Outcome,
    /// How much it matters; `None` unless fired, and for opportunities.
    pub severity: Option<Severity>,
    /// Index of the account in the workspace; `None` = a rule over all accounts.
    pub account: Option<u32>,
    /// Index of the unit concerned; `None` = the account as a whole.
    pub unit: Option<u32>,
    /// The numbers and names behind it.
    pub evidence: Pieces,
    /// What is missing, for a rule that cannot be checked.
    pub missing: Vec<&'static str>,
    /// Sentence in place of the rule's.
    pub message: Option<&'static str>,
    /// Index of the workspace's acknowledgement that puts it aside; it stays visible.
    pub acknowledged: Option<u32>,
}

impl Finding {
    /// One piece of evidence by its key.
    pub fn evidence(&self, key: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|(name, _)| *name == key).map(|(_, evidence)| evidence)
    }

    /// The account concerned.
    pub fn account<'w>(&self, workspace: &'w Workspace) -> Option<&'w Account> {
        Some(workspace.accounts.get(self.account? as usize)?)
    }

    /// The sentence of the finding: for a rule that fired its message with the evidence filled in, else how it ended.
    pub fn message(&self, workspace: &Workspace) -> String {
        match self.outcome {
            Outcome::Fired => self.filled(workspace),
            Outcome::CannotCheck => format!("Cannot check: missing {}.", self.missing.join(", ")),
            Outcome::Clear => match self.evidence("replaced_by") {
                Some(rule) => format!("Replaced by {}.", rule.text(workspace, None)),
                None => "Clear.".to_owned(),
            },
        }
    }

    fn filled(&self, workspace: &Workspace) -> String {
        let account = self.account(workspace);
        let mut text = String::new();
        let mut rest = self.message.unwrap_or(self.rule.message);
        while let Some((before, after)) = rest.split_once('{') {
            let (key, tail) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            if let Some((key, words)) = key.split_once('?') {
                let one = matches!(self.evidence(key), Some(Evidence::Count(count)) if *count == 1.0);
                let (singular, plural) = words.split_once('|').unwrap_or((words, words));
                text.push_str(if one { singular } else { plural });
                rest = tail;
                continue;
            }
            match (self.evidence(key), key) {
                (Some(evidence), _) => text.push_str(&evidence.text(workspace, account)),
                (None, "unit") => {
                    text.push_str(account.map_or("", |account| name(account, self.unit.unwrap_or(0))));
                }
                (None, _) => text.push_str(display::UNKNOWN),
            }
            rest = tail;
        }
        text + rest
    }
}

/// Longest list of names in a sentence.
const NAMES: usize = 5;

impl Evidence {
    /// As it stands in a sentence, without a sign for its unit but that of the currency.
    pub fn text(&self, workspace: &Workspace, account: Option<&Account>) -> String {
        let rounded = |value: f64| display::number(Some(value), Unit::Number, "");
        let joined = |names: Vec<&str>| match names.len().checked_sub(NAMES + 1) {
            None => names.join(", "),
            Some(more) => format!("{} and {} more", names[..NAMES].join(", "), more + 1),
        };
        match self {
            Self::Count(value) | Self::Limit(value) => display::plain(*value),
            Self::Percent(value) => rounded(*value),
            Self::Share(value) => format!("{}%", rounded(*value)),
            Self::Points(value) => display::number(Some(*value), Unit::PercentagePoints, ""),
            Self::Money(value) => {
                display::number(Some(*value), Unit::Money, &workspace.settings.currency.symbol)
            }
            Self::Ratio(value) => display::decimals(*value, 2),
            Self::Date(day) => day.to_string(),
            Self::Period(period) => workspace.period_text(*period),
            Self::Word(word) => (*word).to_owned(),
            Self::Text(text) => text.clone(),
            Self::Texts(texts) => joined(texts.iter().map(String::as_str).collect()),
            Self::Unit(unit) => account.map_or("", |account| name(account, *unit)).to_owned(),
            Self::Units(units) => {
                joined(units.iter().filter_map(|unit| Some(name(account?, *unit))).collect())
            }
        }
    }
}

fn name(account: &Account, unit: u32) -> &str {
    account.unit_name(unit as usize)
}
