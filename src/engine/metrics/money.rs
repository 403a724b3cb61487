//! Money: revenue against potential, wallet and budget, and the white space between (M-05 to M-08).

use super::{Figure, Flags, MetricValue, Rate, Survey, UnitFacts};

/// M-05: ARR over potential.
pub(super) fn revenue_penetration(survey: &Survey<'_>) -> MetricValue {
    let root = survey.facts.root();
    MetricValue { range: potential_range(root), ..of_pair(root, Rate::Revenue) }
}

/// M-06: ARR over category spend. Never falls back to potential.
pub(super) fn share_of_wallet(inputs: &Survey<'_>) -> MetricValue {
    of_pair(inputs.facts.root(), Rate::Wallet)
}

/// M-07: ARR over budget ceiling.
pub(super) fn spend_penetration(inputs: &Survey<'_>) -> MetricValue {
    of_pair(inputs.facts.root(), Rate::Spend)
}

/// M-08: the sum of what each unit's potential leaves open.
pub(super) fn white_space(inputs: &Survey<'_>) -> MetricValue {
    unit_white_space(inputs.facts.root())
}

/// Potential minus ARR over the units with both; negative where overruns outweigh the white space.
pub(super) fn net_gap(inputs: &Survey<'_>) -> MetricValue {
    of_revenue(inputs.facts.root(), |unit| unit.revenue().map(|pair| pair.den - pair.num))
}

/// The sum of what each unit's ARR exceeds its potential by.
pub(super) fn overage(inputs: &Survey<'_>) -> MetricValue {
    unit_overage(inputs.facts.root())
}

/// Overage of a branch.
pub(super) fn unit_overage(unit: &UnitFacts) -> MetricValue {
    of_revenue(unit, |unit| unit.revenue().map(|_| unit.overage()))
}

/// White space of a branch.
pub(super) fn unit_white_space(unit: &UnitFacts) -> MetricValue {
    of_revenue(unit, UnitFacts::white_space)
}

fn of_revenue(unit: &UnitFacts, amount: impl Fn(&UnitFacts) -> Option<f64>) -> MetricValue {
    match amount(unit) {
        Some(amount) => MetricValue::known(amount).flagged(pair_flags(unit, Rate::Revenue)),
        None => MetricValue::unknown(missing(unit, Rate::Revenue)),
    }
}

/// A rate of a branch, with its parts, flags or reason.
pub(super) fn of_pair(unit: &UnitFacts, rate: Rate) -> MetricValue {
    match rate.pair(unit) {
        Some(pair) => {
            MetricValue::rate(pair.num, pair.den, missing(unit, rate)).flagged(pair_flags(unit, rate))
        }
        None => MetricValue::unknown(missing(unit, rate)),
    }
}

/// What to know about a rate of a branch.
pub(super) fn pair_flags(unit: &UnitFacts, rate: Rate) -> Flags {
    Flags {
        partial: rate.pair(unit).is_some_and(|pair| pair.covered < unit.units),
        carried: unit.carried,
        estimate: rate == Rate::Revenue && unit.estimate,
        ..Flags::default()
    }
}

/// Why a rate of a branch is unknown.
pub(super) fn missing(unit: &UnitFacts, rate: Rate) -> &'static str {
    let absent = |figure: Figure| match figure {
        Figure::Arr => "no ARR is recorded",
        Figure::Potential => "no potential is recorded",
        Figure::CategorySpend => "no category spend is recorded",
        Figure::BudgetCeiling => "no budget ceiling is recorded",
        Figure::LicensedSeats => "no licensed seats are recorded",
        Figure::ActiveUsers => "no active users are recorded",
        Figure::EligibleUsers => "no eligible users are recorded",
    };
    if rate.pair(unit).is_some() {
        return match rate.denominator() {
            Figure::Potential => "the potential is zero",
            Figure::CategorySpend => "the category spend is zero",
            Figure::BudgetCeiling => "the budget ceiling is zero",
            Figure::LicensedSeats => "there are no licensed seats",
            _ => "there are no eligible users",
        };
    }
    if rate.denominator().rolled_entered(unit).is_none() {
        return absent(rate.denominator());
    }
    if rate.numerator().rolled(unit).is_none() {
        return absent(rate.numerator());
    }
    match rate {
        Rate::Revenue => "no unit has both ARR and potential",
        Rate::Wallet => "no unit has both ARR and category spend",
        Rate::Spend => "no unit has both ARR and a budget ceiling",
        Rate::Users => "no unit has both active and eligible users",
        Rate::Seats => "no unit has both licensed seats and eligible users",
        Rate::Utilisation => "no unit has both active users and licensed seats",
    }
}

/// `[100·ARR/high, 100·ARR/low]` where a range of the potential was entered; a missing end is the value itself.
fn potential_range(unit: &UnitFacts) -> Option<(f64, f64)> {
    let pair = unit.revenue().filter(|_| unit.ranged)?;
    let (low, high) = unit.potential_ends();
    (low > 0.0).then(|| (100.0 * pair.num / high, 100.0 * pair.num / low))
}
