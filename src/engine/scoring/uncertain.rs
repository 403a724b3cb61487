//! Inputs of scores that are known within a range only, such as a potential with a low and a high end (domain
//! specification 6.5, option of data uncertainty).

use super::{acceptability::Uncertain, lines::PointTable, target_for};
use crate::{
    domain::{Account, ScoringModel},
    engine::metrics::AccountMetrics,
};

/// The uncertain cells of a table made with `model`, by row and in it by column: metrics that have a range of more than
/// one value and points. `account` finds an account and its metrics by the index that the table names.
pub fn uncertain_inputs<'a>(
    table: &PointTable,
    model: &ScoringModel,
    account: impl Fn(usize) -> Option<(&'a Account, &'a AccountMetrics)>,
) -> Vec<Uncertain> {
    let mut found = Vec::new();
    for (row, (points, index)) in table.rows.iter().zip(&table.accounts).enumerate() {
        let Some((account, metrics)) = account(*index) else { continue };
        for (column, k) in table.factors.iter().enumerate().filter(|(column, _)| points[*column].is_some()) {
            let factor = &model.factors[*k];
            let Some((low, high)) =
                metrics.get(factor.metric.as_str()).range.filter(|(low, high)| low < high)
            else {
                continue;
            };
            let target = target_for(&account.targets, &factor.metric, metrics.period);
            found.push(Uncertain { row, column, low, high, curve: factor.curve.clone(), target });
        }
    }
    found
}
