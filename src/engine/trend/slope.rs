//! A slope that single odd periods do not bend (Theil–Sen).

use super::points;
use crate::engine::metrics::quantile;

/// A straight line through a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Percentage points a period.
    pub per_period: f64,
    /// Value of the line at the first point.
    pub intercept: f64,
}

/// Median of the slopes between all pairs of points, time counted from the first point; `None` below three points.
pub fn theil_sen(values: &[Option<f64>]) -> Option<Slope> {
    let points = points(values);
    let first = points.first().filter(|_| points.len() >= 3)?.0;
    let mut slopes = Vec::with_capacity(points.len() * (points.len() - 1) / 2);
    for (later, (t, y)) in points.iter().enumerate() {
        slopes.extend(points[..later].iter().map(|(t0, y0)| (y - y0) / (t - t0) as f64));
    }
    let per_period = quantile(&slopes, 0.5)?;
    let levels: Vec<f64> = points.iter().map(|(t, y)| y - per_period * (t - first) as f64).collect();
    Some(Slope { per_period, intercept: quantile(&levels, 0.5)? })
}
