//! A measured value with its parts, and the row that describes a metric everywhere.

use jiff::civil::Date;

use crate::domain::{Account, Period, Tree, Workspace};

use super::{Headlines, PeriodFacts, Revenue, Survey, table};
use crate::engine::compare;

/// In what a metric is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Percent on 0–100; may exceed 100 where the raw value does.
    Percent,
    /// Percentage points, signed.
    PercentagePoints,
    /// Percent of an earlier value, signed.
    RelativePercent,
    /// Whole currency units.
    Money,
    /// A number of things.
    Count,
    /// A plain number, such as an index.
    Number,
    /// Points of a score, 0–100.
    Points,
    /// Yes or no: 1 or 0.
    Flag,
}

impl Unit {
    /// The word used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::PercentagePoints => "pp",
            Self::RelativePercent => "relative_percent",
            Self::Money => "money",
            Self::Count => "count",
            Self::Number => "number",
            Self::Points => "points",
            Self::Flag => "flag",
        }
    }
}

/// Whether more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    Neutral,
}

/// What a reader should know about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// Some units below have no value.
    pub partial: bool,
    /// Rests on carried figures that nobody confirmed.
    pub carried: bool,
    /// Was brought into its range.
    pub clamped: bool,
    /// The raw value is over 100 %.
    pub over_100: bool,
    /// Weights were redistributed over known factors.
    pub reweighted: bool,
    /// Rests on an ungrounded potential.
    pub estimate: bool,
}

impl Flags {
    /// Flags that are set in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            partial: self.partial || other.partial,
            carried: self.carried || other.carried,
            clamped: self.clamped || other.clamped,
            over_100: self.over_100 || other.over_100,
            reweighted: self.reweighted || other.reweighted,
            estimate: self.estimate || other.estimate,
        }
    }

    /// The flags that are set, as the words used in JSON.
    pub fn words(self) -> Vec<&'static str> {
        [
            (self.partial, "partial"),
            (self.carried, "carried"),
            (self.clamped, "clamped"),
            (self.over_100, "over_100"),
            (self.reweighted, "reweighted"),
            (self.estimate, "estimate"),
        ]
        .into_iter()
        .filter_map(|(set, word)| set.then_some(word))
        .collect()
    }
}

/// One measured number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MetricValue {
    /// The unrounded value; `None` = cannot be known from the data.
    pub value: Option<f64>,
    /// Numerator of a rate.
    pub numerator: Option<f64>,
    /// Denominator of a rate.
    pub denominator: Option<f64>,
    /// Why the value is unknown, as a clause such as "no category spend is recorded".
    pub reason: Option<&'static str>,
    /// Lowest and highest value that the entered ranges allow; `None` where no range was entered.
    pub range: Option<(f64, f64)>,
    /// What to know about it.
    pub flags: Flags,
}

impl MetricValue {
    /// A number that is no rate.
    pub fn known(value: f64) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    /// A number that the data do not tell, with the reason as a clause.
    pub fn unknown(reason: &'static str) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }

    /// `100·num/den`, unknown for `reason` if the denominator is 0. A value over 100 is flagged, not cut.
    pub fn rate(num: f64, den: f64, reason: &'static str) -> Self {
        if den == 0.0 {
            return Self { denominator: Some(den), ..Self::unknown(reason) };
        }
        let value = 100.0 * num / den;
        let flags = Flags { over_100: compare::greater(value, 100.0), ..Flags::default() };
        Self { value: Some(value), numerator: Some(num), denominator: Some(den), flags, ..Self::default() }
    }

    /// A rate of two counts.
    pub fn share(num: usize, den: usize, reason: &'static str) -> Self {
        Self::rate(num as f64, den as f64, reason)
    }

    /// The same number, with what rests on the same data.
    #[must_use]
    pub fn flagged(self, flags: Flags) -> Self {
        Self { flags: self.flags.and(flags), ..self }
    }

    /// The value, or the reason why there is none; never both `None`.
    pub fn or_reason(&self) -> Result<f64, &'static str> {
        self.value.ok_or(self.reason.unwrap_or("it cannot be known from the data"))
    }
}

/// What a metric is computed from: one account in one period, and its earlier metrics for changes.
///
/// A history is computed in ascending order, each period handing its result on as `before`.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Products, settings.
    pub workspace: &'a Workspace,
    /// The account.
    pub account: &'a Account,
    /// The tree of its units.
    pub tree: &'a Tree,
    /// What is known of its units in the period.
    pub facts: &'a PeriodFacts,
    /// `Workspace::day_of` of the period; computed once by the caller, as it may look at the whole workspace.
    pub day: Date,
    /// Metrics of the period before; `None` = it has none.
    pub before: Option<&'a AccountMetrics>,
    /// Metrics of the same period a year before.
    pub year_before: Option<&'a AccountMetrics>,
}

/// How a metric is computed.
#[derive(Debug, Clone, Copy)]
pub enum Measure {
    /// From the units of the period.
    Period(fn(&Survey<'_>) -> MetricValue),
    /// From the headline of this and earlier periods alone, so that an edit in an earlier period costs no look at units.
    Headlines(fn(&Headlines) -> MetricValue),
}

/// A metric: one row from which column heads, tooltips, plot axes, command line and help are made.
#[derive(Debug, Clone, Copy)]
pub struct MetricSpec {
    /// Catalogue number, such as `M-05`.
    pub id: &'static str,
    /// Stable key, such as `revenue_penetration`.
    pub key: &'static str,
    /// Name on screen, sentence case, such as "Revenue penetration".
    pub name: &'static str,
    /// Short name for columns and legends, such as "Revenue".
    pub short: &'static str,
    /// In what it is measured.
    pub unit: Unit,
    /// Whether more is better.
    pub direction: Direction,
    /// The formula in words.
    pub formula: &'static str,
    /// Where the definition comes from, with the quotation where there is one.
    pub source: &'static str,
    /// Computes it; reached through [`MetricSpec::of`], which also handles periods without records.
    pub measure: Measure,
    /// Whether it has no value in a period in which the account has no record at all (ruling B3).
    pub needs_records: bool,
}

/// All metrics of one account in one period, in the order of the table of metrics.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountMetrics {
    /// The period.
    pub period: Period,
    /// Whether the account has any record in the period; without one nothing is known (ruling B3).
    pub has_records: bool,
    /// One value per row of the table.
    pub values: Vec<MetricValue>,
    /// Rolled-up ARR of the account; `None` = unknown.
    pub arr: Option<f64>,
    /// Revenue that stands or falls together, in tree order, known zeros left out: what retention of later periods is
    /// measured against.
    pub revenue: Vec<Revenue>,
    /// Active units that count, in tree order: what losses of later periods are measured against.
    pub active_units: Vec<u32>,
}

impl AccountMetrics {
    /// The value of a metric by key; unknown with a reason for a key that names no metric.
    pub fn get(&self, key: &str) -> MetricValue {
        table::index_of(key)
            .and_then(|index| self.values.get(index).copied())
            .unwrap_or_else(|| MetricValue::unknown("there is no such metric"))
    }

    /// Every metric with its row, in the order of the table.
    pub fn rows(&self) -> impl Iterator<Item = (&'static super::MetricSpec, &MetricValue)> {
        table::METRICS.iter().zip(&self.values)
    }
}
