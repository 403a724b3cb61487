//! Targets held against the metrics they are about (M-34).

use crate::domain::{Period, Target};

use super::AccountMetrics;

/// How far a target is from being reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attainment {
    /// Value of the metric now; `None` = unknown.
    pub current: Option<f64>,
    /// Target − current, in the metric's unit.
    pub gap: Option<f64>,
    /// `100 × current / target`; `None` also for a target of 0.
    pub attainment: Option<f64>,
    /// Gap over the periods left; `None` if none is left.
    pub required_per_period: Option<f64>,
}

/// Holds a target against the metrics of the period in hand.
pub fn attainment(target: &Target, metrics: &AccountMetrics) -> Attainment {
    against(target, metrics.get(target.metric.as_str()).value, metrics.period)
}

/// Holds a target against a value known in some period.
pub fn against(target: &Target, current: Option<f64>, period: Period) -> Attainment {
    let aim = target.value.get();
    let left = target.due_period.0 - period.0;
    let gap = current.map(|current| aim - current);
    Attainment {
        current,
        gap,
        attainment: current.filter(|_| aim != 0.0).map(|current| 100.0 * current / aim),
        required_per_period: gap.filter(|_| left > 0).map(|gap| gap / f64::from(left)),
    }
}
