//! Why a score moved, opened into the effects of data and weights, factor by factor (domain specification 6.8).

use super::{Score, insight::moved};
use crate::{
    domain::{Aggregation, ScoringModel},
    engine::{explain::Explained, metrics::Unit},
};

/// The change from `before` to `after`, two scores under models with the factors of `model`: change → factors → data and
/// weight → points and weights at both ends. Factors that had no part in either are left out. `None` = one of the scores
/// is unknown, or the factors differ.
pub fn explain(model: &ScoringModel, before: &Score, after: &Score) -> Option<Explained> {
    let moves = moved(before, after, model.aggregation)?;
    let mut parts = Vec::new();
    for (k, (factor, effect)) in model.factors.iter().zip(moves).enumerate() {
        let ends = [&before.factors[k], &after.factors[k]];
        if ends.iter().all(|end| end.in_force.is_none_or(|weight| weight == 0.0)) {
            continue;
        }
        let pair = |what: &str, unit, of: &dyn Fn(usize) -> Option<f64>| -> Vec<Explained> {
            let at = |end: usize, when: &str| {
                let value = of(end);
                let reason = value.is_none().then(|| "the factor did not enter the score".to_owned());
                Explained { value, reason, ..Explained::number(format!("{what} {when}"), 0.0, unit) }
            };
            vec![at(0, "before"), at(1, "after")]
        };
        let points = pair("Points", Unit::Points, &|end| ends[end].points);
        let weights = pair("Weight", Unit::Percent, &|end| ends[end].in_force.map(|weight| 100.0 * weight));
        let by = |name: &str, value, formula: &str| {
            let inputs = points.iter().chain(&weights).cloned().collect();
            Explained::number(name, value, Unit::Points).made_of(scaled(model.aggregation, formula), inputs)
        };
        let effects = vec![
            by("Data", effect.data, "Mean of the weights in force × change of the points"),
            by("Weight", effect.weight, "Mean of the points × change of the weight in force"),
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
