//! The columns of the grid: headings, widths, groups, and what may be entered.

use crate::engine::metrics::{Figure, Rate, UnitMeasure};

/// A column, in the order shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Name, in a tree.
    Unit,
    /// Status; on roll-up rows the active units.
    Status,
    /// Annualised recurring revenue.
    Arr,
    /// Realistic ceiling.
    Potential,
    /// Revenue penetration.
    Penetration,
    /// Open potential.
    WhiteSpace,
    /// Seats sold.
    Licensed,
    /// People active.
    Active,
    /// People who could use it.
    Eligible,
    /// Active users over seats.
    Utilisation,
    /// States of the products.
    Products,
    /// Whether somebody stands behind the figures.
    Carried,
}

impl Column {
    /// All columns, left to right; `Column as usize` is the place.
    pub const ALL: [Self; 12] = [
        Self::Unit,
        Self::Status,
        Self::Arr,
        Self::Potential,
        Self::Penetration,
        Self::WhiteSpace,
        Self::Licensed,
        Self::Active,
        Self::Eligible,
        Self::Utilisation,
        Self::Products,
        Self::Carried,
    ];

    /// Number of columns.
    pub const COUNT: usize = Self::ALL.len();

    /// The column at a place; places beyond the last one give the last one.
    pub fn at(place: usize) -> Self {
        Self::ALL[place.min(Self::COUNT - 1)]
    }

    /// Full name, as in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "Unit",
            Self::Status => "Status",
            Self::Arr => "ARR",
            Self::Potential => "Potential",
            Self::Penetration => "Penetration",
            Self::WhiteSpace => "White space",
            Self::Licensed => "Licensed seats",
            Self::Active => "Active users",
            Self::Eligible => "Eligible users",
            Self::Utilisation => "Utilisation",
            Self::Products => "Products",
            Self::Carried => "Carried",
        }
    }

    /// Heading over the column, with the currency where amounts of money stand.
    pub fn heading(self, symbol: &str) -> String {
        match self {
            Self::Arr | Self::Potential | Self::WhiteSpace => format!("{}, {symbol}", self.name()),
            Self::Licensed => "Seats".to_owned(),
            other => other.name().to_owned(),
        }
    }

    /// What stands in the column, as a sentence for the pointer that rests on its heading.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Unit => "The units of the account, as they hang together",
            Self::Status => "What was sold here; on a unit with units below, how many of them are active",
            Self::Arr => "Annualised recurring revenue",
            Self::Potential => "What could realistically be sold here, what is sold already included",
            Self::Penetration => "ARR as a share of the potential",
            Self::WhiteSpace => "Potential that is not sold yet",
            Self::Licensed => "Licensed seats: how many are sold",
            Self::Active => "People who use it",
            Self::Eligible => "People who could use it",
            Self::Utilisation => "Active users as a share of licensed seats",
            Self::Products => "Which products are in use, on trial, open or held by a competitor",
            Self::Carried => {
                "Whether somebody stands behind the figures, or they come from an earlier period"
            }
        }
    }

    /// Width in points; the unit column takes what is left over.
    pub const fn width(self) -> f32 {
        match self {
            Self::Unit => 236.0,
            Self::Status => 148.0,
            Self::Arr => 108.0,
            Self::Potential => 124.0,
            Self::Penetration => 132.0,
            Self::WhiteSpace => 116.0,
            Self::Licensed => 84.0,
            Self::Utilisation => 100.0,
            Self::Active | Self::Eligible | Self::Products | Self::Carried => 104.0,
        }
    }

    /// Whether a vertical rule stands left of it: the first column of a group.
    pub const fn begins_group(self) -> bool {
        matches!(
            self,
            Self::Arr
                | Self::Penetration
                | Self::Licensed
                | Self::Utilisation
                | Self::Products
                | Self::Carried
        )
    }

    /// Whether its text is aligned to the right.
    pub const fn is_numeric(self) -> bool {
        self.figure().is_some() || self.measure().is_some()
    }

    /// The figure that is entered here.
    pub const fn figure(self) -> Option<Figure> {
        match self {
            Self::Arr => Some(Figure::Arr),
            Self::Potential => Some(Figure::Potential),
            Self::Licensed => Some(Figure::LicensedSeats),
            Self::Active => Some(Figure::ActiveUsers),
            Self::Eligible => Some(Figure::EligibleUsers),
            _ => None,
        }
    }

    /// What is calculated here.
    pub const fn measure(self) -> Option<UnitMeasure> {
        match self {
            Self::Penetration => Some(UnitMeasure::Rate(Rate::Revenue)),
            Self::WhiteSpace => Some(UnitMeasure::WhiteSpace),
            Self::Utilisation => Some(UnitMeasure::Rate(Rate::Utilisation)),
            _ => None,
        }
    }

    /// Whether values can be entered, pasted and cleared.
    pub const fn is_editable(self) -> bool {
        self.figure().is_some() || matches!(self, Self::Status | Self::Products)
    }
}
