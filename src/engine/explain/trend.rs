//! Slopes and forecasts opened into the periods that they rest on, each down to its fields.

use std::ops::Range;

use crate::engine::{
    compare::round_to,
    metrics::{Flags, Inputs, Unit, spec},
    trend::{ALPHA, BETA, Forecast, forecast, theil_sen},
};

use super::{Explained, change, explain_metric};

/// Opens the robust slope of a metric. `values` is its series, which ends with the period of `inputs`.
pub fn explain_slope(inputs: &Inputs<'_>, metric: &str, values: &[Option<f64>]) -> Explained {
    let slope = theil_sen(values).map(|slope| slope.per_period);
    let known = values.iter().flatten().count();
    let points = points(inputs, metric, values, 0..values.len());
    let name = format!("Robust slope, {}", name(metric));
    Explained {
        value: slope,
        reason: slope.is_none().then(|| "fewer than three periods have a value".to_owned()),
        flags: flags(&points),
        source: "published method (Theil–Sen)".to_owned(),
        ..Explained::number(name, 0.0, Unit::PercentagePoints)
            .made_of(format!("median of the changes a period between all pairs of {known} points"), points)
    }
}

/// Opens the forecast of a metric `ahead` periods after its last point, 1 for the first. `values` is its series, which
/// ends with the period of `inputs`; `phi` damps it.
pub fn explain_forecast(
    inputs: &Inputs<'_>,
    metric: &str,
    values: &[Option<f64>],
    phi: f64,
    ahead: usize,
) -> Explained {
    let name = format!("Forecast, {}", name(metric));
    let unknown = |reason: &str| Explained {
        value: None,
        reason: Some(reason.to_owned()),
        ..Explained::number(name.clone(), 0.0, Unit::Percent)
    };
    let Some(found) = forecast(values, phi) else {
        let points = points(inputs, metric, values, 0..values.len());
        return unknown("fewer than three consecutive periods have a value").made_of(HOLT, points);
    };
    let Some(step) = ahead.checked_sub(1).and_then(|at| found.steps.get(at)) else {
        return unknown("the forecast does not reach that far");
    };
    let points = points(inputs, metric, values, found.after + 1 - found.points..found.after + 1);
    let period = inputs.facts.period.plus(1 - values.len() as i32 + (found.after + ahead) as i32);
    let number = Explained::number(
        format!("{name}, {}", inputs.workspace.period_text(period)),
        step.value,
        Unit::Percent,
    );
    Explained {
        flags: flags(&points),
        source: "published method (Holt, damped)".to_owned(),
        ..number.made_of(words(&found, step.band), points)
    }
}

const HOLT: &str = "level and damped trend of the last consecutive periods";

fn words(forecast: &Forecast, band: Option<(f64, f64)>) -> String {
    let one = |value: f64| round_to(value, 2);
    let band =
        band.map_or_else(String::new, |(low, high)| format!("; 95 % between {} and {}", one(low), one(high)));
    format!(
        "illustrative extrapolation from {} points: level {} and trend {} a period, damped by {}; α {ALPHA}, β {BETA}{band}",
        forecast.points,
        one(forecast.level),
        one(forecast.trend),
        forecast.phi,
    )
}

/// The known values of some periods of a series.
fn points(
    inputs: &Inputs<'_>,
    metric: &str,
    values: &[Option<f64>],
    periods: Range<usize>,
) -> Vec<Explained> {
    let known = periods.filter(|at| values[*at].is_some());
    known
        .map(|at| {
            let period = inputs.facts.period.plus(at as i32 + 1 - values.len() as i32);
            change::at(inputs, period, |then| {
                let opened = explain_metric(then, metric);
                Explained {
                    name: format!("{}, {}", opened.name, inputs.workspace.period_text(period)),
                    ..opened
                }
            })
        })
        .collect()
}

fn flags(points: &[Explained]) -> Flags {
    points.iter().fold(Flags::default(), |flags, point| flags.and(point.flags))
}

fn name(metric: &str) -> &str {
    spec(metric).map_or(metric, |spec| spec.name)
}
