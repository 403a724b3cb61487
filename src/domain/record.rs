//! The figures of one unit in one period.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Amount, Count, Period, ProductKey, ProductStates, Status, text_enum::text_enum};

text_enum! {
    /// State of one product in one unit.
    ProductState {
        /// Cannot be used here.
        NotApplicable = "not_applicable", "Not applicable";
        /// Could be used, is not.
        Open = "open", "Open";
        /// On trial; does not count as adopted.
        Trial = "trial", "Trial";
        /// In use.
        Adopted = "adopted", "Adopted";
        /// Somebody else's product does this.
        HeldByCompetitor = "held_by_competitor", "Held by competitor";
    }
}

text_enum! {
    /// What a potential rests on, as a word.
    BasisKind {
        /// Eligible people × price per seat.
        Headcount = "headcount", "Headcount";
        /// Locations × price per location.
        Locations = "locations", "Locations";
        /// What somebody said they have.
        StatedBudget = "stated_budget", "Stated budget";
        /// A quantile of comparable accounts.
        Comparable = "comparable", "Comparable accounts";
        /// A guess: not grounded.
        Estimate = "estimate", "Estimate";
    }
}

/// What a potential rests on, with its inputs (domain specification 1.5, ruling A4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Basis {
    /// Eligible people and price per seat.
    Headcount {
        /// Eligible people.
        quantity: Option<Amount>,
        /// Price of one seat a year.
        price: Option<Amount>,
    },
    /// Locations and price per location.
    Locations {
        /// Number of locations.
        quantity: Option<Amount>,
        /// Price of one location a year.
        price: Option<Amount>,
    },
    /// A stated budget.
    StatedBudget {
        /// The amount stated.
        amount: Option<Amount>,
    },
    /// A quantile of ARR per head of comparable accounts.
    Comparable {
        /// Eligible people; `None` = rolled-up eligible users of the unit.
        quantity: Option<Amount>,
        /// Quantile 0–1; `None` = 0.90.
        quantile: Option<Amount>,
    },
    /// A guess; never grounded.
    Estimate,
}

impl Basis {
    /// The word for it.
    pub const fn kind(&self) -> BasisKind {
        match self {
            Self::Headcount { .. } => BasisKind::Headcount,
            Self::Locations { .. } => BasisKind::Locations,
            Self::StatedBudget { .. } => BasisKind::StatedBudget,
            Self::Comparable { .. } => BasisKind::Comparable,
            Self::Estimate => BasisKind::Estimate,
        }
    }

    /// What is wrong with the inputs, as a sentence; `None` = nothing.
    pub fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Comparable { quantile: Some(share), .. } if share.get() > 1.0 => {
                Some("the quantile of comparable accounts goes from 0 to 100%")
            }
            _ => None,
        }
    }

    /// A basis of that kind without inputs.
    pub const fn empty(kind: BasisKind) -> Self {
        match kind {
            BasisKind::Headcount => Self::Headcount { quantity: None, price: None },
            BasisKind::Locations => Self::Locations { quantity: None, price: None },
            BasisKind::StatedBudget => Self::StatedBudget { amount: None },
            BasisKind::Comparable => Self::Comparable { quantity: None, quantile: None },
            BasisKind::Estimate => Self::Estimate,
        }
    }
}

/// The realistic ceiling of a unit, current revenue included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Potential {
    /// Best single figure, money a year.
    pub value: Amount,
    /// Lower end of the range, ≤ `value`.
    pub low: Option<Amount>,
    /// Upper end of the range, ≥ `value`.
    pub high: Option<Amount>,
    /// What it rests on.
    pub basis: Basis,
    /// Who said it, or where it comes from.
    pub source: Option<String>,
    /// Day of the last review; `None` = never.
    pub reviewed_on: Option<Date>,
}

impl Potential {
    /// An ungrounded estimate.
    pub const fn estimate(value: Amount) -> Self {
        Self { value, low: None, high: None, basis: Basis::Estimate, source: None, reviewed_on: None }
    }

    /// Another figure on the same basis; an end of the range that no longer holds it is dropped.
    pub fn set_value(&mut self, value: Amount) {
        self.value = value;
        self.low = self.low.filter(|low| low.get() <= value.get());
        self.high = self.high.filter(|high| high.get() >= value.get());
    }

    /// Whether anything but a guess supports it.
    pub const fn is_grounded(&self) -> bool {
        !matches!(self.basis, Basis::Estimate)
    }
}

/// One unit in one period. Absent is unknown; it is never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// `None` = inherited from children, or unknown on a leaf.
    pub status: Option<Status>,
    /// Whether it could be a customer at all; default true.
    pub addressable: bool,
    /// Annualised recurring revenue, one-time fees excluded.
    pub arr: Option<Amount>,
    /// One-time fees, recorded so that they are visibly excluded.
    pub one_time: Option<Amount>,
    /// Realistic ceiling, with its basis.
    pub potential: Option<Arc<Potential>>,
    /// What the unit spends in the category with anybody.
    pub category_spend: Option<Amount>,
    /// Stated budget for the category.
    pub budget_ceiling: Option<Amount>,
    /// Seats sold.
    pub licensed_seats: Option<Count>,
    /// People active in the period.
    pub active_users: Option<Count>,
    /// People who could use it.
    pub eligible_users: Option<Count>,
    /// Entered product states; a product not listed is open where it applies.
    pub products: ProductStates,
    /// Adoption depth 0–100 entered by hand.
    pub depth: Option<Amount>,
    /// Whether somebody stands behind these figures.
    pub confirmed: bool,
    /// The period these figures were copied from.
    pub carried_from: Option<Period>,
    /// Free text.
    pub note: Option<Box<str>>,
}

impl Default for UnitRecord {
    fn default() -> Self {
        Self {
            status: None,
            addressable: true,
            arr: None,
            one_time: None,
            potential: None,
            category_spend: None,
            budget_ceiling: None,
            licensed_seats: None,
            active_users: None,
            eligible_users: None,
            products: ProductStates::default(),
            depth: None,
            confirmed: true,
            carried_from: None,
            note: None,
        }
    }
}

impl UnitRecord {
    /// The entered state of a product; `None` = not entered.
    pub fn product(&self, product: &ProductKey) -> Option<ProductState> {
        self.products.get(product)
    }

    /// Enters or clears the state of a product.
    pub fn set_product(&mut self, product: &ProductKey, state: Option<ProductState>) {
        self.products.set(product, state);
    }
}
