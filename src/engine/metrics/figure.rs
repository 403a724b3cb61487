//! The seven amounts that roll up a tree, and the six rates made of two of them, as values to loop over.

use crate::domain::{Status, UnitRecord};

use super::{Pair, Unit, UnitFacts};

/// An amount of a record that rolls up the tree (domain specification 2.1, ruling B22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Annualised recurring revenue.
    Arr,
    /// Realistic ceiling, current revenue included.
    Potential,
    /// Spend in the category with anybody.
    CategorySpend,
    /// Stated budget.
    BudgetCeiling,
    /// Seats sold.
    LicensedSeats,
    /// People active in the period.
    ActiveUsers,
    /// People who could use it.
    EligibleUsers,
}

impl Figure {
    /// All of them; `Figure as usize` is the index.
    pub const ALL: [Self; 7] = [
        Self::Arr,
        Self::Potential,
        Self::CategorySpend,
        Self::BudgetCeiling,
        Self::LicensedSeats,
        Self::ActiveUsers,
        Self::EligibleUsers,
    ];

    /// Field of a record, as named in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Arr => "arr",
            Self::Potential => "potential",
            Self::CategorySpend => "category_spend",
            Self::BudgetCeiling => "budget_ceiling",
            Self::LicensedSeats => "licensed_seats",
            Self::ActiveUsers => "active_users",
            Self::EligibleUsers => "eligible_users",
        }
    }

    /// Name on screen, sentence case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arr => "ARR",
            Self::Potential => "Potential",
            Self::CategorySpend => "Category spend",
            Self::BudgetCeiling => "Budget ceiling",
            Self::LicensedSeats => "Licensed seats",
            Self::ActiveUsers => "Active users",
            Self::EligibleUsers => "Eligible users",
        }
    }

    /// Money or count.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Arr | Self::Potential | Self::CategorySpend | Self::BudgetCeiling => Unit::Money,
            Self::LicensedSeats | Self::ActiveUsers | Self::EligibleUsers => Unit::Count,
        }
    }

    /// The figure as entered; `None` = not entered.
    pub fn entered(self, record: &UnitRecord) -> Option<f64> {
        match self {
            Self::Arr => record.arr.map(f64::from),
            Self::Potential => record.potential.as_ref().map(|potential| potential.value.get()),
            Self::CategorySpend => record.category_spend.map(f64::from),
            Self::BudgetCeiling => record.budget_ceiling.map(f64::from),
            Self::LicensedSeats => record.licensed_seats.map(f64::from),
            Self::ActiveUsers => record.active_users.map(f64::from),
            Self::EligibleUsers => record.eligible_users.map(f64::from),
        }
    }

    /// The figure rolled up over a unit's branch, known zeros included; `None` = nothing known.
    pub const fn rolled(self, unit: &UnitFacts) -> Option<f64> {
        unit.amount(self)
    }

    /// The figure rolled up from entered values only; differs from [`Figure::rolled`] where zeros are known.
    pub const fn rolled_entered(self, unit: &UnitFacts) -> Option<f64> {
        unit.entered(self)
    }

    /// Whether an absent figure is known to be 0, going by the unit's status: a unit that is no customer has no
    /// revenue, seats or users, and a pilot pays nothing. An unknown status counts so in a prospect (ruling B74).
    pub const fn is_known_zero(self, status: Option<Status>, prospect: bool) -> bool {
        match status {
            Some(Status::Unpenetrated | Status::CompetitorHeld | Status::Lost) => {
                matches!(self, Self::Arr | Self::LicensedSeats | Self::ActiveUsers)
            }
            Some(Status::Pilot) => matches!(self, Self::Arr),
            Some(Status::Active | Status::Expansion) => false,
            None => prospect && matches!(self, Self::Arr | Self::LicensedSeats | Self::ActiveUsers),
        }
    }
}

/// A ratio of two figures, rolled up over the units where both are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// ARR over potential.
    Revenue,
    /// ARR over category spend.
    Wallet,
    /// ARR over budget ceiling.
    Spend,
    /// Active over eligible users.
    Users,
    /// Licensed seats over eligible users.
    Seats,
    /// Active users over licensed seats.
    Utilisation,
}

impl Rate {
    /// All of them; `Rate as usize` is the index.
    pub const ALL: [Self; 6] =
        [Self::Revenue, Self::Wallet, Self::Spend, Self::Users, Self::Seats, Self::Utilisation];

    /// Key of the metric.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Revenue => "revenue_penetration",
            Self::Wallet => "share_of_wallet",
            Self::Spend => "spend_penetration",
            Self::Users => "user_penetration",
            Self::Seats => "seat_penetration",
            Self::Utilisation => "seat_utilisation",
        }
    }

    /// What stands above the line.
    pub const fn numerator(self) -> Figure {
        match self {
            Self::Revenue | Self::Wallet | Self::Spend => Figure::Arr,
            Self::Users | Self::Utilisation => Figure::ActiveUsers,
            Self::Seats => Figure::LicensedSeats,
        }
    }

    /// What stands below the line.
    pub const fn denominator(self) -> Figure {
        match self {
            Self::Revenue => Figure::Potential,
            Self::Wallet => Figure::CategorySpend,
            Self::Spend => Figure::BudgetCeiling,
            Self::Users | Self::Seats => Figure::EligibleUsers,
            Self::Utilisation => Figure::LicensedSeats,
        }
    }

    /// The pair of a unit's branch; `None` = no node has both.
    pub const fn pair(self, unit: &UnitFacts) -> Option<Pair> {
        unit.pair(self)
    }
}
