//! Where a rate goes if nothing changes: damped exponential smoothing (Holt), an illustration and not a promise.

use super::last_run;

/// Weight of the newest value in the level.
pub const ALPHA: f64 = 0.5;

/// Weight of the newest step in the trend.
pub const BETA: f64 = 0.3;

/// Damping is brought into this range.
pub const PHI_RANGE: (f64, f64) = (0.80, 0.98);

/// Longest forecast in periods; no forecast is longer than twice its points either.
pub const MAX_STEPS: usize = 8;

/// Half-width of the band in standard deviations: 95 % of a normal error.
const BAND: f64 = 1.96;

/// One forecast period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Forecast value, not clamped.
    pub value: f64,
    /// Lower and upper end of the band; `None` = there are too few errors to tell.
    pub band: Option<(f64, f64)>,
}

/// A forecast and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Index of the last point; the first step is the period after it.
    pub after: usize,
    /// Consecutive points that it was made from.
    pub points: usize,
    /// Smoothed level at the last point.
    pub level: f64,
    /// Smoothed change a period at the last point.
    pub trend: f64,
    /// Damping in force.
    pub phi: f64,
    /// Variance of one-step errors; `None` with less than two of them.
    pub variance: Option<f64>,
    /// Value of the last point.
    pub last: f64,
    /// One entry for each period ahead.
    pub steps: Vec<Step>,
}

impl Forecast {
    /// Where the forecast settles in the long run.
    pub fn limit(&self) -> f64 {
        self.level + self.phi / (1.0 - self.phi) * self.trend
    }

    /// A value brought into `[0, max(100, last value)]`, to be drawn.
    pub fn shown(&self, value: f64) -> f64 {
        value.clamp(0.0, self.last.max(100.0))
    }
}

/// Forecasts a series from the run of periods that ends at its last point; `None` below three of them.
pub fn forecast(values: &[Option<f64>], phi: f64) -> Option<Forecast> {
    let run = last_run(values);
    let known: Vec<f64> = values[run.clone()].iter().flatten().copied().collect();
    let [first, second, _, ..] = known[..] else { return None };
    let phi = phi.clamp(PHI_RANGE.0, PHI_RANGE.1);
    let (mut level, mut trend) = (first, second - first);
    let mut squares = 0.0;
    for value in &known[1..] {
        let expected = level + phi * trend;
        squares += (value - expected) * (value - expected);
        let raised = ALPHA * value + (1.0 - ALPHA) * expected;
        trend = BETA * (raised - level) + (1.0 - BETA) * phi * trend;
        level = raised;
    }
    let errors = known.len() - 1;
    let variance = (errors >= 2).then(|| squares / (errors - 1) as f64);
    let mut forecast = Forecast {
        after: run.end - 1,
        points: known.len(),
        level,
        trend,
        phi,
        variance,
        last: known[known.len() - 1],
        steps: Vec::new(),
    };
    let (mut damping, mut power, mut spread) = (0.0, 1.0, 1.0);
    for _ in 0..MAX_STEPS.min(2 * known.len()) {
        power *= phi;
        damping += power;
        let value = level + damping * trend;
        let half = forecast.variance.map(|variance| BAND * (variance * spread).sqrt());
        forecast.steps.push(Step { value, band: half.map(|half| (value - half, value + half)) });
        // What this step leaves uncertain is added to the next.
        let weight = ALPHA + ALPHA * BETA * damping;
        spread += weight * weight;
    }
    Some(forecast)
}
