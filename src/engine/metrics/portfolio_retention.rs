//! Revenue kept, grown, lost and won over all accounts (M-24 to M-26), movements netted per account.

use super::{Flags, MetricValue, PortfolioInput};

/// Movements of a portfolio over the window of its accounts' retention, end to end.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PortfolioMovements {
    /// ARR at the beginning of the accounts that had any: the cohort.
    pub begin: f64,
    /// Growth of accounts of the cohort that still have ARR.
    pub expansion: f64,
    /// Shrinkage of accounts of the cohort that still have ARR.
    pub contraction: f64,
    /// ARR at the beginning of accounts that have none now.
    pub churn: f64,
    /// ARR now of accounts that had none at the beginning.
    pub new_logo: f64,
    /// Accounts left out, as their ARR is unknown at one end.
    pub left_out: usize,
}

impl PortfolioMovements {
    /// Adds up the accounts in row order.
    pub fn new(accounts: &[PortfolioInput]) -> Self {
        let mut sums = Self::default();
        for input in accounts {
            let Some((begin, end)) = input.window else {
                sums.left_out += 1;
                continue;
            };
            sums.begin += begin;
            if begin == 0.0 {
                sums.new_logo += end;
            } else if end == 0.0 {
                sums.churn += begin;
            } else {
                sums.expansion += (end - begin).max(0.0);
                sums.contraction += (begin - end).max(0.0);
            }
        }
        sums
    }

    /// M-24: `(begin + expansion − contraction − churn) ÷ begin`.
    pub fn nrr(&self) -> MetricValue {
        self.retained(self.begin + self.expansion - self.contraction - self.churn)
    }

    /// M-25: `(begin − contraction − churn) ÷ begin`.
    pub fn grr(&self) -> MetricValue {
        self.retained(self.begin - self.contraction - self.churn)
    }

    /// M-26: expansion over expansion and new logos.
    pub fn expansion_share(&self) -> MetricValue {
        let reason = "nothing was gained over the window";
        MetricValue::rate(self.expansion, self.expansion + self.new_logo, reason).flagged(self.flags())
    }

    fn retained(&self, kept: f64) -> MetricValue {
        let rate = MetricValue::rate(kept, self.begin, "no account had ARR at the beginning of the window");
        // Revenue above that of the beginning is growth, not an overrun.
        MetricValue { flags: self.flags(), ..rate }
    }

    fn flags(&self) -> Flags {
        Flags { partial: self.left_out > 0, ..Flags::default() }
    }
}
