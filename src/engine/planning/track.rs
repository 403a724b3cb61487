//! What a target requires: a straight line from the base to it, and what the plan leaves over or short (5.4).

use super::simulation::{Scenario, Simulation};
use crate::{
    domain::{Period, Target},
    engine::compare,
};

/// A straight line from the value at the base to a target, flat after its due period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Track {
    /// The base period and the value then.
    pub from: (Period, f64),
    /// The due period and the target.
    pub to: (Period, f64),
}

impl Track {
    /// The line to a target; `None` = the metric is unknown at the base.
    pub fn new(simulation: &Simulation<'_>, target: &Target) -> Option<Self> {
        let base = simulation.value(target.metric.as_str(), simulation.base, &Scenario::PLAN).ok()?;
        Some(Self { from: (simulation.base, base), to: (target.due_period, target.value.get()) })
    }

    /// What is required at the end of a period.
    pub fn at(&self, period: Period) -> f64 {
        let ((start, base), (due, target)) = (self.from, self.to);
        if period >= due {
            return target;
        }
        if period <= start {
            return base;
        }
        base + (target - base) * f64::from(period.0 - start.0) / f64::from(due.0 - start.0)
    }

    /// What is required a period; `None` = no period is left.
    pub fn per_period(&self) -> Option<f64> {
        let left = self.to.0.0 - self.from.0.0;
        (left > 0).then(|| (self.to.1 - self.from.1) / f64::from(left))
    }

    /// What a path has over the track, negative if it falls short.
    pub fn slack(&self, period: Period, path: f64) -> f64 {
        path - self.at(period)
    }

    /// Whether a path keeps up with the track.
    pub fn is_on_track(&self, period: Period, path: f64) -> bool {
        compare::at_least(self.slack(period, path), 0.0)
    }
}
