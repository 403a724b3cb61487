//! Which play the decomposition of an account's penetration suggests (domain specification 5.3, source D).

use super::plays::LOW_UTILISATION;
use crate::{
    domain::{Basis, Branch, ProductState},
    engine::{
        compare,
        metrics::{Pair, Rate, Survey, branch_metrics, contributions, is_offered, product_state, spec},
    },
};

/// A play for an account as a whole, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchPlay {
    /// Get seats used before new ones are sold.
    ActivateDormantSeats,
    /// Be introduced to the next departments.
    OpenDepartments,
    /// Teach and sell the next product.
    EnableNextProduct,
    /// Bring seats in line with the people there are.
    ReconcileAndExpandSeats,
    /// Move to a higher tier.
    TierUpgrade,
    /// Keep and deepen what is there.
    DeepenAdoption,
}

impl BranchPlay {
    /// Key in JSON (ruling A23).
    pub const fn key(self) -> &'static str {
        match self {
            Self::ActivateDormantSeats => "activate_dormant_seats",
            Self::OpenDepartments => "open_departments",
            Self::EnableNextProduct => "enable_next_product",
            Self::ReconcileAndExpandSeats => "reconcile_and_expand_seats",
            Self::TierUpgrade => "tier_upgrade",
            Self::DeepenAdoption => "deepen_adoption",
        }
    }

    /// The play in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ActivateDormantSeats => "Activate dormant seats before selling new ones",
            Self::OpenDepartments => {
                "Open new departments through an internal referral from the happiest team"
            }
            Self::EnableNextProduct => "Enablement motion for the next product, ready accounts first",
            Self::ReconcileAndExpandSeats => "Reconcile seats with eligible employees and new hires; expand",
            Self::TierUpgrade => "Tier upgrade tied to value delivered",
            Self::DeepenAdoption => "Deepen adoption, protect, prevent contraction",
        }
    }

    /// Who plays it where nobody else is named.
    pub const fn owner(self) -> &'static str {
        match self {
            Self::ActivateDormantSeats | Self::OpenDepartments | Self::DeepenAdoption => "Customer success",
            Self::EnableNextProduct => "Product and account management",
            Self::ReconcileAndExpandSeats | Self::TierUpgrade => "Account management",
        }
    }

    /// The play for the branch with the largest gap.
    const fn of(branch: Branch) -> Self {
        match branch {
            Branch::Departments => Self::OpenDepartments,
            Branch::Products => Self::EnableNextProduct,
            Branch::Seats => Self::ReconcileAndExpandSeats,
            Branch::Spend => Self::TierUpgrade,
        }
    }
}

/// What one branch leaves open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BranchGap {
    /// The branch.
    pub branch: Branch,
    /// `100 − rate` in percentage points, below 0 where the rate is over 100; `None` = the rate is unknown.
    pub pp: Option<f64>,
    /// The same in money a year; `None` = it cannot be priced.
    pub money: Option<f64>,
    /// Why the branch is left out of the comparison, or has no price.
    pub reason: Option<&'static str>,
}

/// The play suggested for an account, with what it follows from.
#[derive(Debug, Clone, PartialEq)]
pub struct BranchAdvice {
    /// The first play that fits; `None` = none does.
    pub main: Option<BranchPlay>,
    /// The other plays that fit, in their order.
    pub secondary: Vec<BranchPlay>,
    /// All branches, in the order in which ties are decided.
    pub gaps: [BranchGap; 4],
    /// Whether gaps were compared in money; otherwise in percentage points.
    pub in_money: bool,
    /// The branch with the largest gap above 0.
    pub largest: Option<Branch>,
}

/// Headline above which little is left to open, in percent.
const NEARLY_FULL: f64 = 80.0;

/// Suggests the play of the period in hand.
pub fn branch_advice(survey: &Survey<'_>) -> BranchAdvice {
    let gaps = [
        gap(survey, Branch::Departments, departments(survey)),
        gap(survey, Branch::Products, products(survey)),
        gap(survey, Branch::Seats, seats(survey)),
        gap(survey, Branch::Spend, spend(survey)),
    ];
    let known = || gaps.iter().filter(|gap| gap.pp.is_some());
    let in_money = known().all(|gap| gap.money.is_some());
    let greater = if in_money { compare::money_greater } else { compare::greater };
    let mut largest: Option<(Branch, f64)> = None;
    for gap in known() {
        let open = if in_money { gap.money } else { gap.pp }.unwrap_or(0.0);
        if greater(open, largest.map_or(0.0, |(_, open)| open)) {
            largest = Some((gap.branch, open));
        }
    }
    let largest = largest.map(|(branch, _)| branch);
    let root = survey.facts.root();
    let utilisation = root.utilisation().filter(|_| survey.facts.has_records).and_then(Pair::percent);
    let idle = utilisation.is_some_and(|percent| compare::less(percent, LOW_UTILISATION));
    let dormant = root.utilisation().map(|pair| pair.headroom).zip(root.seats().map(|pair| pair.headroom));
    let more_dormant = dormant.is_some_and(|(dormant, headroom)| compare::at_least(dormant, headroom));
    let nearly_full =
        rate(survey, "overall_penetration").is_ok_and(|rate| compare::greater(rate, NEARLY_FULL));
    let fits = [
        (idle || largest == Some(Branch::Seats) && more_dormant).then_some(BranchPlay::ActivateDormantSeats),
        largest.map(BranchPlay::of),
        nearly_full.then_some(BranchPlay::DeepenAdoption),
    ];
    let mut fits = fits.into_iter().flatten();
    BranchAdvice { main: fits.next(), secondary: fits.collect(), gaps, in_money, largest }
}

fn gap(survey: &Survey<'_>, branch: Branch, price: Result<f64, &'static str>) -> BranchGap {
    match rate(survey, branch_metrics(branch)[0]) {
        Ok(rate) => BranchGap { branch, pp: Some(100.0 - rate), money: price.ok(), reason: price.err() },
        Err(reason) => BranchGap { branch, pp: None, money: None, reason: Some(reason) },
    }
}

fn rate(survey: &Survey<'_>, key: &str) -> Result<f64, &'static str> {
    if !survey.facts.has_records {
        return Err("nothing is recorded in this period");
    }
    spec(key).map_or(Err("there is no such metric"), |spec| spec.of(survey).or_reason())
}

/// Potential of inactive departments (ruling B59).
fn departments(survey: &Survey<'_>) -> Result<f64, &'static str> {
    let facts = survey.facts;
    let inactive =
        facts.departments.iter().map(|unit| &facts.units[*unit as usize]).filter(|unit| !unit.active);
    let mut inactive = inactive.peekable();
    if inactive.peek().is_none() {
        return Ok(0.0);
    }
    let known = inactive.filter_map(crate::engine::metrics::UnitFacts::potential);
    known.reduce(|sum, potential| sum + potential).ok_or("no inactive department has a potential")
}

/// List prices of products that are open in active units.
fn products(survey: &Survey<'_>) -> Result<f64, &'static str> {
    let (facts, account) = (survey.facts, survey.account);
    let products = survey.workspace.products.iter().filter(|product| is_offered(product, survey.day));
    let products: Vec<_> = products.collect();
    let mut sum = 0.0;
    for &index in facts.counted.iter().filter(|unit| facts.units[**unit as usize].active) {
        if survey.entered().units[index as usize].open == 0 {
            continue;
        }
        let Some(unit) = account.units.get(index as usize) else { continue };
        let record = account.record(index as usize, facts.period);
        for product in &products {
            if product_state(product, unit.kind, record) == ProductState::Open {
                sum += product.list_arr_per_unit.map(f64::from).ok_or("an open product has no list price")?;
            }
        }
    }
    Ok(sum)
}

/// Eligible users without a seat, each unit's at its headcount price, else at what a seat brings today.
fn seats(survey: &Survey<'_>) -> Result<f64, &'static str> {
    let root = survey.facts.root();
    let average = root
        .arr()
        .zip(root.licensed_seats())
        .filter(|(_, seats)| *seats > 0.0)
        .map(|(arr, seats)| arr / seats);
    let mut sum = 0.0;
    for part in contributions(survey.account, survey.facts, 0, Rate::Seats) {
        if part.pair.headroom > 0.0 {
            let record = survey.account.record(part.node as usize, survey.facts.period);
            let basis = record.and_then(|record| Some(&record.potential.as_ref()?.basis));
            let price = match basis {
                Some(Basis::Headcount { price, .. }) => price.map(f64::from),
                _ => None,
            };
            sum += part.pair.headroom * price.or(average).ok_or("no price of a seat is known")?;
        }
    }
    Ok(sum)
}

/// What the budget leaves.
fn spend(survey: &Survey<'_>) -> Result<f64, &'static str> {
    let pair = survey.facts.root().spend().ok_or("no unit has both ARR and a budget ceiling")?;
    Ok((pair.den - pair.num).max(0.0))
}
