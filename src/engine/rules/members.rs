//! All accounts side by side, as far as rules over all of them look at them.

use crate::engine::{
    metrics::{AccountMetrics, HEADLINE, index_of},
    scoring::Score,
};

/// A table with a row for each account. It is kept between edits: looked up account by account, what it holds lies all over
/// the memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Members {
    /// Headline penetration in percent, and white space.
    pub(super) rates: Vec<(Option<f64>, Option<f64>)>,
    /// For each factor of the model its points by account.
    pub(super) points: Vec<Vec<Option<f64>>>,
    /// Rows of the table of metrics.
    headline: Option<usize>,
    white_space: Option<usize>,
}

impl Members {
    /// An empty table for a model with `factors` factors and `accounts` accounts, of which nothing is known yet.
    pub fn new(factors: usize, accounts: usize) -> Self {
        Self {
            rates: vec![(None, None); accounts],
            points: vec![vec![None; accounts]; factors],
            headline: index_of(HEADLINE),
            white_space: index_of("white_space"),
        }
    }

    /// Enters an account by its index.
    pub fn set(&mut self, account: usize, metrics: &AccountMetrics, score: &Score) {
        let value = |row: Option<usize>| metrics.values.get(row?)?.value;
        self.rates[account] = (value(self.headline), value(self.white_space));
        for (column, factor) in self.points.iter_mut().zip(&score.factors) {
            column[account] = factor.points;
        }
    }
}
