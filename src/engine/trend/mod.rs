//! How a rate moves over time, and where it goes if nothing changes (domain specification 7).
//!
//! A series is a slice with one value for each of consecutive periods, `None` where nothing is known; gaps stay gaps.
//! [`analyse`] says everything about one series. [`rebased`] marks where a denominator moved, [`restated`] recomputes a
//! history with today's potential, for comparison only.

mod changes;
mod forecast;
mod mann_kendall;
mod rebase;
mod restate;
mod series;
mod slope;

pub use changes::{Change, Since, change, since};
pub use forecast::{ALPHA, BETA, Forecast, MAX_STEPS, PHI_RANGE, Step, forecast};
pub use mann_kendall::{MannKendall, Verdict, mann_kendall, verdict};
pub use rebase::{Rebase, rebased};
pub use restate::restated;
pub use series::{last_run, points, stretches};
pub use slope::{Slope, theil_sen};

/// Everything that can be said about a series at its last period.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Change on the period before; `None` = one of the two values is unknown.
    pub change: Option<Change>,
    /// Change over a gap, where the period before is unknown; `None` = there is no gap or no earlier value.
    pub since: Option<Since>,
    /// Robust slope; `None` below three points.
    pub slope: Option<Slope>,
    /// Test for a monotonic trend; `None` below three points.
    pub test: Option<MannKendall>,
    /// What the test says.
    pub verdict: Verdict,
    /// What happens if nothing changes; `None` below three consecutive points.
    pub forecast: Option<Forecast>,
}

/// Analyses a series; `phi` damps the forecast (0.80–0.98).
pub fn analyse(values: &[Option<f64>], phi: f64) -> Analysis {
    let last = values.len().saturating_sub(1);
    let test = mann_kendall(values);
    Analysis {
        change: change(values, last),
        since: since(values, last),
        slope: theil_sen(values),
        verdict: verdict(test.as_ref()),
        test,
        forecast: forecast(values, phi),
    }
}
