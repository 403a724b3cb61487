//! The headline rate and its change against earlier periods (M-29 to M-33).

use crate::engine::compare;

use super::{AccountMetrics, Flags, Measure, MetricValue, Survey, spec};

/// Change in percentage points from which a rate counts as moving.
pub const DEADBAND: f64 = 0.5;

/// Whether a rate rises or falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// By at least the deadband.
    Up,
    /// Between the two.
    Flat,
    /// By at least the deadband, downwards.
    Down,
}

impl Trend {
    /// Direction of a change in percentage points.
    pub fn of(change_pp: f64, deadband: f64) -> Self {
        if compare::at_least(change_pp, deadband) {
            Self::Up
        } else if compare::at_most(change_pp, -deadband) {
            Self::Down
        } else {
            Self::Flat
        }
    }

    /// The word used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Flat => "flat",
            Self::Down => "down",
        }
    }
}

/// The headline of a period and of the earlier ones that its changes refer to; unknown where there is no such period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Headlines {
    /// In the period itself.
    pub now: MetricValue,
    /// In the period before.
    pub before: MetricValue,
    /// In the same period a year before.
    pub year_before: MetricValue,
}

impl Headlines {
    /// Takes the earlier ones out of the metrics of their periods.
    pub fn new(
        now: MetricValue,
        before: Option<&AccountMetrics>,
        year_before: Option<&AccountMetrics>,
    ) -> Self {
        let of = |metrics: Option<&AccountMetrics>| {
            metrics.map_or_else(MetricValue::default, |metrics| metrics.get(HEADLINE))
        };
        Self { now, before: of(before), year_before: of(year_before) }
    }
}

/// Key of the headline's own row.
pub const HEADLINE: &str = "overall_penetration";

/// M-29: the rate of the workspace's headline axis.
pub(super) fn overall_penetration(survey: &Survey<'_>) -> MetricValue {
    match spec(survey.workspace.settings.headline_axis.metric()).map(|spec| spec.measure) {
        Some(Measure::Period(measure)) => measure(survey),
        _ => MetricValue::unknown("the headline axis has no metric"),
    }
}

/// M-30: change of the headline since the period before, in percentage points.
pub(super) fn qoq_pp(headlines: &Headlines) -> MetricValue {
    difference(&headlines.now, &headlines.before, NO_PERIOD_BEFORE)
}

/// M-31: the same change relative to the earlier value.
pub(super) fn qoq_relative(headlines: &Headlines) -> MetricValue {
    relative(&headlines.now, &headlines.before, NO_PERIOD_BEFORE)
}

/// M-32: change of the headline since a year before, in percentage points.
pub(super) fn yoy_pp(headlines: &Headlines) -> MetricValue {
    difference(&headlines.now, &headlines.year_before, "the headline has no value a year earlier")
}

/// M-33: what of the change the numerator brought.
pub(super) fn numerator_effect(headlines: &Headlines) -> MetricValue {
    effect(headlines, |(numerator, _)| numerator)
}

/// M-33: what of the change the denominator brought.
pub(super) fn denominator_effect(headlines: &Headlines) -> MetricValue {
    effect(headlines, |(_, denominator)| denominator)
}

/// `now − before` in percentage points; unknown for `reason` if the earlier value is missing.
pub fn difference(now: &MetricValue, before: &MetricValue, reason: &'static str) -> MetricValue {
    match (now.value, before.value) {
        (Some(now_value), Some(before_value)) => {
            MetricValue::known(now_value - before_value).flagged(data_flags(now, before))
        }
        (None, _) => unknown_now(now),
        (_, None) => MetricValue::unknown(reason),
    }
}

/// `100·(now − before)/before`; unknown also if the earlier value is 0.
pub fn relative(now: &MetricValue, before: &MetricValue, reason: &'static str) -> MetricValue {
    match (now.value, before.value) {
        (Some(_), Some(0.0)) => MetricValue::unknown("the earlier value is zero"),
        (Some(now_value), Some(before_value)) => {
            MetricValue::known(100.0 * (now_value - before_value) / before_value)
                .flagged(data_flags(now, before))
        }
        (None, _) => unknown_now(now),
        (_, None) => MetricValue::unknown(reason),
    }
}

/// What numerator and denominator brought to a change in percentage points: `100·(N1−N0)/D1` and
/// `100·N0·(1/D1 − 1/D0)`, which add up to it. `None` = one of the two values is no known rate.
pub fn decompose(before: &MetricValue, now: &MetricValue) -> Option<(f64, f64)> {
    let (n0, d0) = (before.numerator?, before.denominator?);
    let (n1, d1) = (now.numerator?, now.denominator?);
    let known = before.value.is_some() && now.value.is_some();
    known.then(|| (100.0 * (n1 - n0) / d1, 100.0 * n0 * (1.0 / d1 - 1.0 / d0)))
}

const NO_PERIOD_BEFORE: &str = "the headline has no value in the period before";

fn effect(headlines: &Headlines, part: impl Fn((f64, f64)) -> f64) -> MetricValue {
    let Headlines { now, before, .. } = headlines;
    match decompose(before, now) {
        Some(effects) => MetricValue::known(part(effects)).flagged(data_flags(now, before)),
        None if now.value.is_none() => unknown_now(now),
        None => MetricValue::unknown(NO_PERIOD_BEFORE),
    }
}

fn unknown_now(now: &MetricValue) -> MetricValue {
    MetricValue::unknown(now.reason.unwrap_or("the headline has no value"))
}

/// Flags about the data behind both values; being over 100 % says nothing about a change.
fn data_flags(now: &MetricValue, before: &MetricValue) -> Flags {
    Flags { over_100: false, ..now.flags.and(before.flags) }
}
