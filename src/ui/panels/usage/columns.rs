//! The columns of the grid as a table of facts: names, widths, groups, and what may be entered; and what stands in a
//! place of the grid: a column in a period.

use crate::{
    domain::{Period, UnitRecord},
    engine::metrics::{Figure, Rate, Unit, UnitMeasure},
    ui::kit::number::NumberKind,
};

/// A column, in the order in which they are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Name, in a tree.
    Unit,
    /// Status; on roll-up rows the active units.
    Status,
    /// Whether the unit could be a customer at all.
    Addressable,
    /// Annualised recurring revenue.
    Arr,
    /// One-time fees.
    OneTime,
    /// Realistic ceiling.
    Potential,
    /// Lower end of the potential's range.
    Low,
    /// Upper end of the potential's range.
    High,
    /// What the potential rests on.
    Basis,
    /// Spend in the category with anybody.
    CategorySpend,
    /// Stated budget.
    BudgetCeiling,
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
    /// Adoption depth entered by hand.
    Depth,
    /// Free text.
    Note,
    /// Whether own figures of a unit with units below are its own or the branch's.
    Entry,
    /// Whether somebody stands behind the figures.
    Carried,
}

/// A number of a record that does not roll up the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// One-time fees.
    OneTime,
    /// Lower end of the potential's range.
    Low,
    /// Upper end of the potential's range.
    High,
    /// Adoption depth.
    Depth,
}

impl Own {
    /// As entered; `None` = not entered.
    pub fn entered(self, record: &UnitRecord) -> Option<f64> {
        let potential = || record.potential.as_deref();
        match self {
            Self::OneTime => record.one_time,
            Self::Low => potential()?.low,
            Self::High => potential()?.high,
            Self::Depth => record.depth,
        }
        .map(f64::from)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names in a tree.
    Name,
    /// A status, chosen from a list.
    Status,
    /// Yes or no.
    Flag,
    /// An amount that rolls up.
    Figure(Figure),
    /// A number that does not.
    Own(Own),
    /// What a potential rests on, chosen from a list.
    Basis,
    /// Calculated.
    Measure(UnitMeasure),
    /// The state of every product.
    Products,
    /// Free text.
    Note,
    /// Direct or Total.
    Entry,
    /// Whether somebody stands behind the record.
    Carried,
}

struct Spec {
    column: Column,
    key: &'static str,
    name: &'static str,
    width: f32,
    /// Neighbours of different groups have a rule between them.
    group: u8,
    kind: Kind,
    about: &'static str,
}

const fn spec(
    column: Column,
    (key, name): (&'static str, &'static str),
    (width, group): (f32, u8),
    kind: Kind,
    about: &'static str,
) -> Spec {
    Spec { column, key, name, width, group, kind, about }
}

use Column as C;
use Kind::{Figure as F, Measure as M, Own as O};

/// One line a column; a test holds it parallel to [`Column`].
#[rustfmt::skip]
const SPECS: [Spec; Column::COUNT] = [
    spec(C::Unit, ("unit", "Unit"), (232.0, 0), Kind::Name,
        "The units of the account, as they hang together"),
    spec(C::Status, ("status", "Status"), (144.0, 0), Kind::Status,
        "What was sold here; on a unit with units below, how many of them are active"),
    spec(C::Addressable, ("addressable", "Addressable"), (104.0, 0), Kind::Flag,
        "Whether the unit could be a customer at all; the figures of one that could not are left out"),
    spec(C::Arr, ("arr", "ARR"), (108.0, 1), F(Figure::Arr), "Annualised recurring revenue"),
    spec(C::OneTime, ("one_time", "One-time fees"), (124.0, 1), O(Own::OneTime),
        "One-time fees, recorded so that they are visibly left out of the revenue"),
    spec(C::Potential, ("potential", "Potential"), (116.0, 1), F(Figure::Potential),
        "What could realistically be sold here, what is sold already included"),
    spec(C::Low, ("potential_low", "Potential, low"), (124.0, 1), O(Own::Low),
        "Lower end of the potential’s range"),
    spec(C::High, ("potential_high", "Potential, high"), (124.0, 1), O(Own::High),
        "Upper end of the potential’s range"),
    spec(C::Basis, ("potential_basis", "Basis"), (148.0, 1), Kind::Basis,
        "What the potential rests on; its inputs stand in the inspector"),
    spec(C::CategorySpend, ("category_spend", "Category spend"), (132.0, 1), F(Figure::CategorySpend),
        "What the unit spends in the category with anybody"),
    spec(C::BudgetCeiling, ("budget_ceiling", "Budget ceiling"), (132.0, 1), F(Figure::BudgetCeiling),
        "Stated budget for the category"),
    spec(C::Penetration, ("penetration", "Penetration"), (124.0, 2), M(UnitMeasure::Rate(Rate::Revenue)),
        "ARR as a share of the potential"),
    spec(C::WhiteSpace, ("white_space", "White space"), (112.0, 2), M(UnitMeasure::WhiteSpace),
        "Potential that is not sold yet"),
    spec(C::Licensed, ("licensed_seats", "Licensed seats"), (84.0, 3), F(Figure::LicensedSeats),
        "Licensed seats: how many are sold"),
    spec(C::Active, ("active_users", "Active users"), (92.0, 3), F(Figure::ActiveUsers), "People who use it"),
    spec(C::Eligible, ("eligible_users", "Eligible users"), (100.0, 3), F(Figure::EligibleUsers),
        "People who could use it"),
    spec(C::Utilisation, ("utilisation", "Utilisation"), (92.0, 4), M(UnitMeasure::Rate(Rate::Utilisation)),
        "Active users as a share of licensed seats"),
    spec(C::Products, ("products", "Products"), (104.0, 5), Kind::Products,
        "Which products are in use, on trial, open or held by a competitor"),
    spec(C::Depth, ("depth", "Adoption depth"), (116.0, 5), O(Own::Depth),
        "How deeply the unit uses what it has, 0 to 100%, where it is judged by hand"),
    spec(C::Note, ("note", "Note"), (180.0, 6), Kind::Note, "Free text"),
    spec(C::Entry, ("entry", "Entered as"), (112.0, 6), Kind::Entry,
        "Direct: own figures of a unit stand beside those below it. Total: they include those below it"),
    spec(C::Carried, ("carried", "Carried"), (104.0, 7), Kind::Carried,
        "Whether somebody stands behind the figures, or they come from an earlier period"),
];

impl Column {
    /// Number of columns.
    pub const COUNT: usize = 22;

    /// Those shown until somebody chooses.
    pub const USUAL: [Self; 12] = [
        C::Unit,
        C::Status,
        C::Arr,
        C::Potential,
        C::Penetration,
        C::WhiteSpace,
        C::Licensed,
        C::Active,
        C::Eligible,
        C::Utilisation,
        C::Products,
        C::Carried,
    ];

    /// All columns in order.
    pub fn all() -> impl Iterator<Item = Self> {
        SPECS.iter().map(|spec| spec.column)
    }

    const fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// The column of a key; `None` = there is none, perhaps of another version.
    pub fn of_key(key: &str) -> Option<Self> {
        SPECS.iter().find(|spec| spec.key == key).map(|spec| spec.column)
    }

    /// Stable name in the settings.
    pub const fn key(self) -> &'static str {
        self.spec().key
    }

    /// Full name, as in a sentence.
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// What it holds.
    pub const fn kind(self) -> Kind {
        self.spec().kind
    }

    /// What stands in the column, as a sentence for the pointer that rests on its heading.
    pub const fn about(self) -> &'static str {
        self.spec().about
    }

    /// Width in points unless changed; the unit column takes what is left over.
    pub const fn width(self) -> f32 {
        self.spec().width
    }

    /// Heading over the column, with the currency where amounts of money stand.
    pub fn heading(self, symbol: &str) -> String {
        match self {
            Self::Licensed => "Seats".to_owned(),
            _ if self.unit() == Some(Unit::Money) => format!("{}, {symbol}", self.name()),
            _ => self.name().to_owned(),
        }
    }

    /// In what its numbers are measured; `None` = it holds no numbers.
    pub const fn unit(self) -> Option<Unit> {
        match self.kind() {
            Kind::Figure(figure) => Some(figure.unit()),
            Kind::Measure(measure) => Some(measure.unit()),
            Kind::Own(Own::Depth) => Some(Unit::Percent),
            Kind::Own(_) => Some(Unit::Money),
            _ => None,
        }
    }

    /// How a typed number is read; `None` = no number is typed here.
    pub const fn number(self) -> Option<NumberKind> {
        match (self.kind(), self.unit()) {
            (Kind::Measure(_), _) | (_, None) => None,
            (_, Some(Unit::Money)) => Some(NumberKind::Money),
            (_, Some(Unit::Percent)) => Some(NumberKind::Percent),
            _ => Some(NumberKind::Count),
        }
    }

    /// Whether its text is aligned to the right.
    pub const fn is_numeric(self) -> bool {
        self.unit().is_some()
    }

    /// The amount that is entered here and rolls up.
    pub const fn figure(self) -> Option<Figure> {
        if let Kind::Figure(figure) = self.kind() { Some(figure) } else { None }
    }

    /// Whether it is calculated from others.
    pub const fn is_calculated(self) -> bool {
        matches!(self.kind(), Kind::Measure(_))
    }

    /// Whether values can be entered, pasted and cleared.
    pub const fn is_editable(self) -> bool {
        !matches!(self.kind(), Kind::Name | Kind::Measure(_) | Kind::Entry | Kind::Carried)
    }

    /// Whether it can be shown over time.
    pub const fn runs_over_time(self) -> bool {
        !matches!(self.kind(), Kind::Name | Kind::Entry)
    }
}

/// What stands in one place of the grid, left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// The column.
    pub column: Column,
    /// The period that its cells belong to.
    pub period: Period,
    /// Width in points.
    pub width: f32,
    /// Neighbours of different groups have a rule between them.
    pub group: i32,
}

impl Slot {
    /// A column in the period shown.
    pub const fn new(column: Column, period: Period, width: f32) -> Self {
        Self { column, period, width, group: column.spec().group as i32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_parallel_to_the_columns() {
        for (at, column) in Column::all().enumerate() {
            assert_eq!(column as usize, at);
            assert_eq!(Column::of_key(column.key()), Some(column));
        }
    }
}
