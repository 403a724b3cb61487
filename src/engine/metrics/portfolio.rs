//! Measures over all accounts (M-24 to M-26, M-36, M-38).

use crate::domain::{Account, Tier};

use super::{
    AccountMetrics, Flags, MetricValue, Pair, PeriodFacts, PortfolioMovements, Rate, Unit, money::pair_flags,
};

/// What the measures over all accounts look at in one account: a row of their table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortfolioInput {
    strategic: bool,
    /// Rolled-up ARR; `None` also where nothing is recorded in the period.
    arr: Option<f64>,
    potential: Option<f64>,
    revenue: Option<Pair>,
    revenue_flags: Flags,
    revenue_penetration: Option<f64>,
    white_space: Option<f64>,
    /// ARR at the beginning of the window of retention, and at its end.
    pub(super) window: Option<(f64, f64)>,
    adopted_products: Option<f64>,
}

impl PortfolioInput {
    /// The row of an account in the period in hand.
    pub fn new(account: &Account, facts: &PeriodFacts, metrics: &AccountMetrics) -> Self {
        let root = facts.root();
        let recorded = facts.has_records;
        let nrr = metrics.get("nrr");
        Self {
            strategic: account.tier == Some(Tier::Strategic),
            arr: root.arr().filter(|_| recorded),
            potential: root.potential().filter(|_| recorded),
            revenue: root.revenue().filter(|_| recorded),
            revenue_flags: pair_flags(root, Rate::Revenue),
            revenue_penetration: metrics.get("revenue_penetration").value,
            white_space: metrics.get("white_space").value,
            window: nrr.denominator.zip(nrr.numerator),
            adopted_products: metrics.get("product_penetration").numerator,
        }
    }
}

/// Penetration of a portfolio in the three readings that are all called "average" (M-36).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortfolioPenetration {
    /// `Σ ARR / Σ potential`, percent.
    pub weighted: MetricValue,
    /// Plain mean of the accounts' revenue penetration, those without a value left out (ruling B21).
    pub mean: MetricValue,
    /// Their median; of an even number the mean of the middle two.
    pub median: MetricValue,
}

/// Measures over all accounts of one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortfolioMetrics {
    /// Of all accounts.
    pub all: PortfolioPenetration,
    /// Of accounts of tier Strategic.
    pub strategic: PortfolioPenetration,
    /// White space of all accounts.
    pub white_space: MetricValue,
    /// Rolled-up ARR of all accounts (ruling B22).
    pub arr: MetricValue,
    /// Rolled-up potential of all accounts.
    pub potential: MetricValue,
    /// Revenue kept, grown, lost and won over the window.
    pub movements: PortfolioMovements,
    /// M-38: accounts with at least two adopted products over those with at least one.
    pub cross_sell_rate: MetricValue,
}

impl PortfolioMetrics {
    /// Key in JSON, unit and value of each, in order.
    pub fn rows(&self) -> [(&'static str, Unit, MetricValue); 11] {
        [
            ("portfolio_penetration", Unit::Percent, self.all.weighted),
            ("portfolio_penetration_mean", Unit::Percent, self.all.mean),
            ("portfolio_penetration_median", Unit::Percent, self.all.median),
            ("portfolio_penetration_strategic", Unit::Percent, self.strategic.weighted),
            ("portfolio_penetration_mean_strategic", Unit::Percent, self.strategic.mean),
            ("portfolio_penetration_median_strategic", Unit::Percent, self.strategic.median),
            ("white_space", Unit::Money, self.white_space),
            ("nrr", Unit::Percent, self.movements.nrr()),
            ("grr", Unit::Percent, self.movements.grr()),
            ("expansion_share", Unit::Percent, self.movements.expansion_share()),
            ("cross_sell_rate", Unit::Percent, self.cross_sell_rate),
        ]
    }
}

/// Measures a portfolio; accounts in row order, so that sums are the same on every machine.
pub fn portfolio(accounts: &[PortfolioInput]) -> PortfolioMetrics {
    let strategic: Vec<PortfolioInput> = accounts.iter().filter(|input| input.strategic).copied().collect();
    let amount = |figure: fn(&PortfolioInput) -> Option<f64>, reason| {
        let known: Vec<f64> = accounts.iter().filter_map(figure).collect();
        let flags = Flags { partial: known.len() < accounts.len(), ..Flags::default() };
        if known.is_empty() {
            MetricValue::unknown(reason)
        } else {
            MetricValue::known(known.iter().sum()).flagged(flags)
        }
    };
    PortfolioMetrics {
        all: penetration(accounts, NO_RATE),
        strategic: penetration(&strategic, "no strategic account has a revenue penetration"),
        white_space: amount(|input| input.white_space, NO_RATE),
        arr: amount(|input| input.arr, "no account has ARR recorded"),
        potential: amount(|input| input.potential, "no account has a potential recorded"),
        movements: PortfolioMovements::new(accounts),
        cross_sell_rate: cross_sell_rate(accounts),
    }
}

fn cross_sell_rate(accounts: &[PortfolioInput]) -> MetricValue {
    let adopted = |input: &PortfolioInput| input.adopted_products;
    let at_least =
        |products: f64| accounts.iter().filter_map(adopted).filter(|count| *count >= products).count();
    let partial = accounts.iter().any(|input| adopted(input).is_none());
    MetricValue::share(at_least(2.0), at_least(1.0), "no account has adopted a product")
        .flagged(Flags { partial, ..Flags::default() })
}

const NO_RATE: &str = "no account has a revenue penetration";

fn penetration(accounts: &[PortfolioInput], reason: &'static str) -> PortfolioPenetration {
    let mut known: Vec<f64> = accounts.iter().filter_map(|input| input.revenue_penetration).collect();
    let mut flags = Flags { partial: known.len() < accounts.len(), ..Flags::default() };
    let (mut num, mut den) = (0.0, 0.0);
    for input in accounts {
        if let Some(pair) = input.revenue {
            num += pair.num;
            den += pair.den;
            flags = flags.and(input.revenue_flags);
        }
    }
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let median = median(&mut known);
    let value = |value: f64| match known.len() {
        0 => MetricValue::unknown(reason),
        _ => MetricValue::known(value).flagged(flags),
    };
    PortfolioPenetration {
        weighted: MetricValue::rate(num, den, reason).flagged(flags),
        mean: value(mean),
        median: value(median),
    }
}

/// The middle one, of an even number the mean of the middle two; NaN of none.
fn median(values: &mut [f64]) -> f64 {
    let (count, middle) = (values.len(), values.len() / 2);
    if count == 0 {
        return f64::NAN;
    }
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    match below.iter().copied().max_by(f64::total_cmp) {
        Some(lower) if count % 2 == 0 => f64::midpoint(lower, *upper),
        _ => *upper,
    }
}
