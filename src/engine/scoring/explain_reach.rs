//! A band opened into its edges, and what it would take to reach the next one (domain specification 3.5, 6.8).

use super::{
    Score, bands,
    explain_ground::{one_decimal, percent, weight},
    explain_score::curve_text,
    insight::{Reach, Thing, amount},
    weights::{exchange_rate, exchange_text, normalised},
};
use crate::{
    domain::{Aggregation, BandScheme, EdgeOwner, Period, ScoringModel},
    engine::{
        explain::Explained,
        metrics::{self, Unit},
    },
};

/// Opens the band of a score; `score` is the score opened.
pub fn explain_band(scheme: &BandScheme, value: Option<f64>, period: Period, score: Explained) -> Explained {
    let edge = |name: &str, at: f64| {
        Explained::number(name, at, Unit::Points).entered(scheme.name.clone(), period, "upper_edge")
    };
    let Some((value, at)) = value.map(|value| (value, bands::band(scheme, value))) else {
        let reason = score.reason.clone();
        let unknown = Explained { value: None, reason, ..Explained::number("Band", 0.0, Unit::Points) };
        return unknown.made_of("edges passed by the score", vec![score]);
    };
    let band = &scheme.bands[at];
    let lower = at.checked_sub(1).and_then(|below| scheme.bands.get(below));
    let (mut words, mut parts) = (Vec::new(), vec![score]);
    if let Some((below, low)) = lower.and_then(|below| Some((below, below.upper_edge?))) {
        let word = if below.edge_owner == EdgeOwner::Lower { "above" } else { "at least" };
        words.push(format!("{word} {low}"));
        parts.push(edge("Lower edge", low));
    }
    if let Some(high) = band.upper_edge {
        let word = if band.edge_owner == EdgeOwner::Lower { "at most" } else { "below" };
        words.push(format!("{word} {high}"));
        parts.push(edge("Upper edge", high));
        let room = Explained::number("To the upper edge", high - value, Unit::Points);
        parts.push(room.made_of("upper edge − score", vec![edge("Upper edge", high)]));
    }
    let formula = if words.is_empty() { "every score".to_owned() } else { words.join(" and ") };
    Explained {
        source: scheme.name.clone(),
        ..Explained::number(format!("Band: {}", bands::name(band)), value, Unit::Points)
            .made_of(formula, parts)
    }
}

/// Opens what one factor alone would have to do for a score to reach `edge`: `(edge − S)/w` points, back through the curve,
/// and as an amount of what the metric counts. `score` and `metric` are the score and the factor's metric opened.
pub fn explain_reach(
    model: &ScoringModel,
    reach: &Reach,
    (edge, band, period): (f64, &str, Period),
    (score_of, score): (&Score, Explained),
    metric: Explained,
    denominator: Option<f64>,
) -> Explained {
    let factor = &model.factors[reach.factor];
    let unit = metrics::spec(factor.metric.as_str()).map_or(Unit::Number, |spec| match spec.unit {
        Unit::Percent => Unit::PercentagePoints,
        unit => unit,
    });
    let outcome = &score_of.factors[reach.factor];
    let in_force = outcome.in_force.unwrap_or(0.0);
    let gap = Explained::number("Lower edge of the next band", edge, Unit::Points).entered(
        band,
        period,
        "upper_edge",
    );
    let scale = match model.aggregation {
        Aggregation::Arithmetic => "",
        Aggregation::Geometric => ", all on the logarithm of the points",
    };
    let needed = Explained::number(
        format!("Points that {} would have to gain", factor.label),
        reach.points,
        Unit::Points,
    )
    .made_of(
        format!(
            "({} − {}) ÷ {} of the weight{scale}",
            one_decimal(edge),
            written(score_of.value),
            percent(in_force)
        ),
        vec![gap, score, weight(model, reach.factor, period)],
    );
    let mut parts = vec![needed, metric];
    let thing = Thing::of(factor.metric.as_str());
    if let Some((by, denominator, thing)) =
        reach.input.zip(denominator).zip(thing).map(|((a, b), c)| (a, b, c))
    {
        let (whole, unit) =
            (thing != Thing::Arr, if thing == Thing::Arr { Unit::Money } else { Unit::Count });
        let rounded = if whole { ", rounded up" } else { "" };
        let formula = format!("change × {denominator} ÷ 100{rounded}");
        let name = format!("The same in {}", thing.many());
        parts
            .push(Explained::number(name, amount(by, denominator, whole), unit).made_of(formula, Vec::new()));
    }
    let name = format!("{}, change to reach {band}", factor.label);
    let formula = format!("the change that earns the points by the curve: {}", curve_text(&factor.curve));
    let reason =
        reach.input.is_none().then(|| "not reachable by this factor alone, even at 100 points".to_owned());
    Explained { value: reach.input, reason, ..Explained::number(name, 0.0, unit) }.made_of(formula, parts)
}

/// Opens how many points of factor `j` one point of factor `i` is worth. `None` = one of them has no weight.
pub fn explain_exchange(model: &ScoringModel, i: usize, j: usize, period: Period) -> Option<Explained> {
    let raw: Vec<f64> = model.factors.iter().map(|factor| factor.weight_raw.get()).collect();
    let enabled: Vec<bool> = model.factors.iter().map(|factor| factor.enabled).collect();
    let rate = exchange_rate(&normalised(&raw, &enabled)?, i, j)?;
    let name = exchange_text(&model.factors[i].label, &model.factors[j].label, rate);
    let parts = [i, j].map(|k| weight(model, k, period));
    Some(Explained::number(name, rate, Unit::Number).made_of("the first weight ÷ the second", parts.to_vec()))
}

fn written(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), one_decimal)
}
