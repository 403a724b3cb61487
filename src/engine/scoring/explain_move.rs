//! Why a score moved, opened into the effects of data and weights, factor by factor (domain specification 6.8).

use super::{Score, explain_ground, explain_score, insight::moved};
use crate::{
    domain::{Aggregation, Period, ScoringModel},
    engine::{explain::Explained, metrics::Unit},
};

/// The change from `before` to `after`, two scores under `models` with the same factors: change → factors → data and
/// weight → points and weights at both ends. Factors that had no part in either are left out. `metrics[end][k]` opens the
/// metric of factor `k` before and after; without it points end where they are. `period` is the one shown. `None` = one of
/// the scores is unknown, or the factors differ.
pub fn explain(
    models: [&ScoringModel; 2],
    (before, after): (&Score, &Score),
    metrics: &[Vec<Option<Explained>>; 2],
    period: Period,
) -> Option<Explained> {
    let model = models[1];
    let keys =
        |model: &ScoringModel| model.factors.iter().map(|factor| factor.key.clone()).collect::<Vec<_>>();
    if keys(models[0]) != keys(model) || models[0].aggregation != model.aggregation {
        return None;
    }
    let moves = moved(before, after, model.aggregation)?;
    let mut parts = Vec::new();
    for (k, (factor, effect)) in model.factors.iter().zip(moves).enumerate() {
        let ends = [&before.factors[k], &after.factors[k]];
        if ends.iter().all(|end| end.in_force.is_none_or(|weight| weight == 0.0)) {
            continue;
        }
        let named = |explained: Explained, what: &str, end: usize| {
            let when = ["before", "after"][end];
            Explained { name: format!("{what} {when}"), ..explained }
        };
        let points = [0, 1].map(|end| {
            let metric = metrics[end].get(k).cloned().flatten();
            named(explain_score::points(model, factor, ends[end], metric), "Points", end)
        });
        let weights = [0, 1].map(|end| {
            let value = ends[end].in_force.map(|weight| 100.0 * weight);
            let reason = value.is_none().then(|| "the factor did not enter the score".to_owned());
            let share = Explained { value, reason, ..Explained::number(String::new(), 0.0, Unit::Percent) };
            let inputs = value.map(|_| explain_ground::weight(models[end], k, period));
            let formula = "share of the weight of all factors that are known";
            named(share.made_of(formula, inputs.into_iter().collect()), "Weight", end)
        });
        let by = |name: &str, value, formula: &str, inputs: Vec<Explained>| {
            Explained::number(name, value, Unit::Points).made_of(scaled(model.aggregation, formula), inputs)
        };
        // Points are opened once, where they moved; in the effect of the weight they are plain numbers.
        let plain = |points: &Explained| Explained { inputs: Vec::new(), ..points.clone() };
        let all = |points: Vec<Explained>| points.into_iter().chain(weights.clone()).collect();
        let effects = vec![
            by(
                "Data",
                effect.data,
                "Mean of the weights in force × change of the points",
                all(points.to_vec()),
            ),
            by(
                "Weight",
                effect.weight,
                "Mean of the points × change of the weight in force",
                all(points.iter().map(plain).collect()),
            ),
        ];
        parts.push(
            Explained::number(factor.label.clone(), effect.data + effect.weight, Unit::Points)
                .made_of("Effect of the data + effect of the weight", effects),
        );
    }
    let change = after.value? - before.value?;
    let formula = "Sum of the effects of all factors; they add up exactly to the change";
    Some(Explained::number("Change of the health score", change, Unit::Points).made_of(formula, parts))
}

fn scaled(aggregation: Aggregation, formula: &str) -> String {
    match aggregation {
        Aggregation::Arithmetic => formula.to_owned(),
        Aggregation::Geometric => {
            format!("{formula}, on the logarithm of the points, × logarithmic mean of the two scores")
        }
    }
}
