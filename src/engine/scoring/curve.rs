//! From a metric's value to points 0–100, and back (domain specification 3.3).

use crate::{domain::Curve, engine::compare};

/// Points 0–100 of the value `x` under `curve`, clamped.
///
/// `x` is in the unit of the metric: percent on 0–100, or percentage points for `Direction` and `Scaled`. `target` is
/// the account's target for the same metric and is read by `TargetRelative` only; see
/// [`target_for`](super::target_for). `None` = `x` is unknown, or the curve needs a target and there is none (or it is 0).
pub fn points(curve: &Curve, x: Option<f64>, target: Option<f64>) -> Option<f64> {
    let x = x.filter(|x| x.is_finite())?;
    let raw = match curve {
        Curve::Linear { lo, hi } => 100.0 * (x - lo) / (hi - lo),
        Curve::InverseLinear { lo, hi } => 100.0 * (hi - x) / (hi - lo),
        Curve::Step { points, floor } => sorted(points)
            .iter()
            .rev()
            .find(|(from, _)| compare::at_most(*from, x))
            .map_or(*floor, |(_, points)| *points),
        Curve::Piecewise { points } => along(&sorted(points), x)?,
        Curve::TargetRelative => 100.0 * x / target.filter(|target| *target != 0.0)?,
        Curve::Direction { up, flat, down, deadband } => {
            if compare::at_least(x, *deadband) {
                *up
            } else if compare::at_most(x, -*deadband) {
                *down
            } else {
                *flat
            }
        }
        Curve::Scaled { span } => 50.0 + 50.0 * x / span,
    };
    // A curve that divides by zero has no points; validation refuses such curves, scripts may still build one.
    (!raw.is_nan()).then(|| raw.clamp(0.0, 100.0))
}

/// The value nearest to `from` at which `curve` gives at least `wanted` points (0–100); used to say what a score would
/// take in the metric's own unit. `None` = no value reaches it, or a target is needed and there is none.
pub fn input_for(curve: &Curve, wanted: f64, from: f64, target: Option<f64>) -> Option<f64> {
    if compare::at_least(points(curve, Some(from), target)?, wanted) {
        return Some(from);
    }
    if compare::greater(wanted, 100.0) {
        return None;
    }
    match curve {
        Curve::Linear { lo, hi } => Some(lo + wanted * (hi - lo) / 100.0),
        Curve::InverseLinear { lo, hi } => Some(hi - wanted * (hi - lo) / 100.0),
        Curve::TargetRelative => target.filter(|target| *target != 0.0).map(|target| wanted * target / 100.0),
        Curve::Scaled { span } => Some((wanted - 50.0) * span / 50.0),
        Curve::Direction { up, flat, down, deadband } => {
            // The middle of the band is the plainest aim when standing still is enough.
            let steps = [(*deadband, up), (0.0, flat), (-*deadband, down)];
            nearest(steps.iter().filter(|(_, y)| compare::at_least(**y, wanted)).map(|(x, _)| *x), from)
        }
        Curve::Step { points, .. } => {
            let reached = points.iter().filter(|(_, y)| compare::at_least(*y, wanted));
            nearest(reached.map(|(x, _)| *x), from)
        }
        Curve::Piecewise { points } => {
            let sorted = sorted(points);
            let crossings = sorted.windows(2).filter_map(|pair| {
                let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
                let share = (wanted - y0) / (y1 - y0);
                (0.0..=1.0).contains(&share).then_some(x0 + share * (x1 - x0))
            });
            nearest(crossings, from)
        }
    }
}

fn sorted(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    sorted
}

/// Straight between ascending points, flat outside; `None` without a point.
fn along(points: &[(f64, f64)], x: f64) -> Option<f64> {
    let after = points.partition_point(|(at, _)| *at <= x);
    match (after.checked_sub(1).map(|before| points[before]), points.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => Some(y0 + (y1 - y0) * (x - x0) / (x1 - x0)),
        (Some((_, y)), None) | (None, Some(&(_, y))) => Some(y),
        (None, None) => None,
    }
}

fn nearest(candidates: impl Iterator<Item = f64>, from: f64) -> Option<f64> {
    candidates.min_by(|a, b| (a - from).abs().total_cmp(&(b - from).abs()))
}
