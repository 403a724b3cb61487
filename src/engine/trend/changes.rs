//! Change on the period before, and change over a gap where that period is unknown (M-30, M-31).

use crate::engine::metrics::{DEADBAND, Trend};

/// How a rate moved between two periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Percentage points.
    pub pp: f64,
    /// Percent of the earlier value; `None` if that is 0.
    pub relative: Option<f64>,
    /// Whether it counts as moving.
    pub direction: Trend,
}

impl Change {
    fn between(before: f64, now: f64) -> Self {
        let pp = now - before;
        let relative = (before != 0.0).then(|| 100.0 * pp / before);
        Self { pp, relative, direction: Trend::of(pp, DEADBAND) }
    }
}

/// A change over a gap, such as "since 2025-Q2, 2 quarters". It stands beside an unknown [`Change`], never for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Since {
    /// Index of the last known period before.
    pub at: usize,
    /// Number of periods between the two, at least 2.
    pub periods: usize,
    /// Percentage points.
    pub pp: f64,
}

/// Change from the period before `at`; `None` = one of the two is unknown. Gaps are never bridged.
pub fn change(values: &[Option<f64>], at: usize) -> Option<Change> {
    let known = |at: usize| values.get(at).copied().flatten();
    Some(Change::between(known(at.checked_sub(1)?)?, known(at)?))
}

/// Change since the last known period before a gap (ruling C5); `None` = the period before `at` is known, or the value
/// at `at` is not, or nothing earlier is.
pub fn since(values: &[Option<f64>], at: usize) -> Option<Since> {
    let now = values.get(at).copied().flatten()?;
    let earlier = values[..at].iter().rposition(Option::is_some).filter(|earlier| earlier + 1 < at)?;
    Some(Since { at: earlier, periods: at - earlier, pp: now - values[earlier]? })
}
