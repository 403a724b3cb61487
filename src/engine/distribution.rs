//! How accounts spread over the bands of a scheme (domain specification M-37, rulings A16 and B22).

use crate::domain::{Amount, BandScheme, Workspace};

use super::{metrics::MetricValue, scoring};

/// How many accounts a list of the largest holds unless asked otherwise.
pub const LARGEST: usize = 10;

/// What one account brings to its band.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Holding {
    /// The value that places it; `None` = it has none.
    pub value: Option<f64>,
    /// Rolled-up ARR.
    pub arr: Option<f64>,
    /// Rolled-up potential.
    pub potential: Option<f64>,
    /// White space.
    pub white_space: Option<f64>,
}

/// The accounts of one band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandShare {
    /// Index into the scheme's bands; `None` = accounts without a value.
    pub band: Option<usize>,
    /// Number of accounts.
    pub accounts: usize,
    /// Sum of the known ARR; `None` = there are accounts and none has any.
    pub arr: Option<f64>,
    /// Sum of the known potential, likewise.
    pub potential: Option<f64>,
    /// Sum of the known white space, likewise.
    pub white_space: Option<f64>,
}

/// One row per band in band order, then one without a band if accounts have no value.
pub fn distribution(scheme: &BandScheme, accounts: &[Holding]) -> Vec<BandShare> {
    let band_of = |account: &Holding| account.value.map(|value| scoring::band(scheme, value));
    let bands = (0..scheme.bands.len()).map(Some).chain([None]);
    let share = |band: Option<usize>| {
        let members: Vec<&Holding> = accounts.iter().filter(|account| band_of(account) == band).collect();
        let sum = |amount: &dyn Fn(&Holding) -> Option<f64>| {
            let known: Vec<f64> = members.iter().filter_map(|member| amount(member)).collect();
            (members.is_empty() || !known.is_empty()).then(|| known.iter().fold(0.0, |sum, part| sum + part))
        };
        BandShare {
            band,
            accounts: members.len(),
            arr: sum(&|member| member.arr),
            potential: sum(&|member| member.potential),
            white_space: sum(&|member| member.white_space),
        }
    };
    bands.map(share).filter(|share| share.band.is_some() || share.accounts > 0).collect()
}

/// The `count` accounts with the largest potential, in their own order; of equals the first, and accounts without a
/// potential last.
pub fn largest(accounts: &[Holding], count: usize) -> Vec<Holding> {
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    let potential = |at: usize| accounts[at].potential.unwrap_or(-1.0);
    order.sort_by(|a, b| potential(*b).total_cmp(&potential(*a)));
    order.truncate(count);
    order.sort_unstable();
    order.into_iter().map(|at| accounts[at]).collect()
}

/// White space of the lowest band over the target for new business, in percent. Over 100, what existing customers leave
/// open exceeds all that new ones are asked to bring.
pub fn beachhead_to_new_business(workspace: &Workspace, shares: &[BandShare]) -> MetricValue {
    let Some(target) = workspace.settings.new_business_target.map(Amount::get) else {
        return MetricValue::unknown("no target for new business is set");
    };
    let lowest = shares.iter().find(|share| share.band == Some(0));
    match lowest.and_then(|share| share.white_space) {
        Some(white_space) => MetricValue::rate(white_space, target, "the target for new business is zero"),
        None => MetricValue::unknown("the white space of the lowest band is unknown"),
    }
}
