//! What explanations of rankings stand on: models, points and names, and the parts that all of them show.

use super::{Score, explain_score, lines::PointTable, off_scale};
use crate::{
    domain::{Aggregation, Factor, MissingPolicy, Period, ScoringModel},
    engine::{compare::round_to, explain::Explained, metrics::Unit},
};

/// The accounts of a ranking under one model, by their index in the workspace.
pub struct Ground<'a> {
    /// The model in force.
    pub model: &'a ScoringModel,
    /// The points that take part.
    pub table: &'a PointTable,
    /// Score of every account.
    pub scores: Vec<&'a Score>,
    /// The period shown.
    pub period: Period,
    /// Name of an account.
    pub name: &'a dyn Fn(usize) -> String,
    /// The metric of a factor of an account, opened.
    pub metric: &'a dyn Fn(usize, usize) -> Option<Explained>,
}

impl Ground<'_> {
    /// A factor's weight, opened into the weights entered.
    pub fn weight(&self, k: usize) -> Explained {
        weight(self.model, k, self.period)
    }

    /// The points of a factor of an account, opened down to the metric's fields.
    pub fn points(&self, account: usize, k: usize) -> Explained {
        let metric = (self.metric)(account, k);
        explain_score::points(self.model, &self.model.factors[k], &self.scores[account].factors[k], metric)
    }

    /// The score of the account in `row` while the weight of `column` is `x`, the others in proportion: the sum of its
    /// weighted points.
    pub fn score_at(&self, row: usize, column: usize, x: f64) -> Explained {
        let account = self.table.accounts[row];
        let variation = self.table.variation(column);
        let line = variation.line(&self.table.rows[row]);
        let name = format!("{}, score at {}", (self.name)(account), percent(x));
        let Some(sum) = line.at(x, self.table.min_coverage) else {
            let reason = Some("too little of the weight has a value".to_owned());
            return Explained { value: None, reason, ..Explained::number(name, 0.0, Unit::Points) };
        };
        let known = line.coverage(x);
        let mut parts = Vec::new();
        for ((weight, points), k) in
            variation.weights(x).iter().zip(&self.table.rows[row]).zip(&self.table.factors)
        {
            let Some(points) = points else { continue };
            let own = self.points(account, *k);
            let shown = off_scale(self.table.aggregation, *points);
            let formula = format!("{} × {} points", percent(weight / known), one_decimal(shown));
            let filled = own.value.is_none() && self.model.missing_policy != MissingPolicy::Reweight;
            let formula =
                if filled { format!("{formula}, which stand for what is missing") } else { formula };
            let label = &self.model.factors[*k].label;
            let part = Explained::number(label.clone(), weight / known * points, self.unit());
            parts.push(part.made_of(formula, vec![own]));
        }
        let formula = match self.table.aggregation {
            Aggregation::Arithmetic => "sum of weight × points",
            Aggregation::Geometric => "e to the sum of weight × ln(points, at least 1)",
        };
        Explained::number(name, off_scale(self.table.aggregation, sum), Unit::Points).made_of(formula, parts)
    }

    /// Contributions are points, or logarithms of them.
    fn unit(&self) -> Unit {
        match self.table.aggregation {
            Aggregation::Arithmetic => Unit::Points,
            Aggregation::Geometric => Unit::Number,
        }
    }
}

/// A factor's share of the weight, opened into the weights entered.
pub fn weight(model: &ScoringModel, k: usize, period: Period) -> Explained {
    let enabled = || model.factors.iter().filter(|factor| factor.enabled);
    let entered = |factor: &Factor| {
        let who = format!("{}, {}", model.name, factor.label);
        Explained::number(
            format!("Weight entered for {}", factor.label),
            factor.weight_raw.get(),
            Unit::Number,
        )
        .entered(who, period, "weight")
    };
    let total: f64 = enabled().map(|factor| factor.weight_raw.get()).sum();
    let (own, name) = (entered(&model.factors[k]), format!("Weight of {}", model.factors[k].label));
    let all = Explained::number("All weights", total, Unit::Number)
        .made_of("sum of the weights entered", enabled().map(entered).collect());
    let share = own.value.filter(|_| total > 0.0).map(|raw| 100.0 * raw / total);
    let reason = share.is_none().then(|| "all weights are zero".to_owned());
    Explained { value: share, reason, ..Explained::number(name, 0.0, Unit::Percent) }
        .made_of("weight entered ÷ all weights × 100", vec![own, all])
}

/// A share 0–1 in words.
pub fn percent(share: f64) -> String {
    format!("{} %", one_decimal(100.0 * share))
}

/// A number in words.
pub fn one_decimal(value: f64) -> String {
    format!("{:.1}", round_to(value, 1) + 0.0)
}
