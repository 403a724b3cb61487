//! A measured value with its parts, and the row that describes a metric everywhere.

use crate::domain::Period;

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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MetricValue {
    /// The unrounded value; `None` = cannot be known from the data.
    pub value: Option<f64>,
    /// Numerator of a rate.
    pub numerator: Option<f64>,
    /// Denominator of a rate.
    pub denominator: Option<f64>,
    /// Why the value is unknown, as a clause such as "no category spend is recorded".
    pub reason: Option<&'static str>,
    /// What to know about it.
    pub flags: Flags,
}

/// A metric: one row from which column heads, tooltips, plot axes, command line and help are made.
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
}
