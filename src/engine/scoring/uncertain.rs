//! Inputs of scores that are known within a range only, such as a potential with a low and a high end (domain
//! specification 6.5, option of data uncertainty).

use super::{acceptability::Uncertain, lines::PointTable, target_for};
use crate::{
    domain::{Account, Factor, ScoringModel},
    engine::metrics::AccountMetrics,
};

/// Lowest and highest value of a metric, and the account's target for it.
pub type Ranged = (f64, f64, Option<f64>);

/// The range of a factor's metric of an account; `None` = it has one value only, or none.
pub fn ranged(account: &Account, metrics: &AccountMetrics, factor: &Factor) -> Option<Ranged> {
    let (low, high) = metrics.get(factor.metric.as_str()).range.filter(|(low, high)| low < high)?;
    Some((low, high, target_for(&account.targets, &factor.metric, metrics.period)))
}

/// The uncertain cells of a table made with `model`, by row and in it by column: those that have points and a range.
/// `range` is asked by the indexes of account and factor; see [`ranged`].
pub fn uncertain_inputs(
    table: &PointTable,
    model: &ScoringModel,
    range: impl Fn(usize, usize) -> Option<Ranged>,
) -> Vec<Uncertain> {
    let mut found = Vec::new();
    for (row, (points, account)) in table.rows.iter().zip(&table.accounts).enumerate() {
        for (column, k) in table.factors.iter().enumerate().filter(|(column, _)| points[*column].is_some()) {
            if let Some((low, high, target)) = range(*account, *k) {
                let curve = model.factors[*k].curve.clone();
                found.push(Uncertain { row, column, low, high, curve, target });
            }
        }
    }
    found
}
