//! The columns of a sheet of units: which there are, in which order, and what stands over them.

use super::{
    needs::{Needs, Set},
    page::Look,
};
use crate::{
    domain::{Counting, Workspace},
    engine::metrics::{Figure, Rate, Unit, spec},
};

/// A column of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Col {
    /// Key of the account.
    Account,
    /// Key of the unit; none for the account itself.
    Unit,
    /// Name.
    Name,
    /// Kind, as in the data.
    Kind,
    /// Name of the unit above.
    Parent,
    /// Whether the record that the row points to is still that of the unit.
    Check,
    /// 1 or 0.
    Addressable,
    /// Own status or that of the children.
    Status,
    /// 2 = absent ARR, seats and users are zero, 1 = absent ARR is, 0 = absent is unknown.
    KnownZero,
    /// The figure of the record.
    Own(Figure),
    /// Rolled up from entered figures only.
    Entered(Figure),
    /// The own figure, or the zero that it is known to be.
    Known(Figure),
    /// Rolled up.
    Rolled(Figure),
    /// Numerator of a rate.
    Num(Rate),
    /// Denominator of a rate.
    Den(Rate),
    /// The rate.
    Percent(Rate),
    /// White space.
    WhiteSpace,
    /// Overage.
    Overage,
    /// 1 or 0.
    Active,
    /// Whether a candidate of the choice is in the branch.
    Branch(Set),
    /// Whether a candidate that always counts stands above.
    Under(Set),
    /// Whether the unit counts.
    Counts(Set),
    /// Number of its region among those of the account.
    Region,
}

/// The columns that a sheet has, in order.
pub struct Columns {
    /// From left to right.
    pub list: Vec<Col>,
}

impl Columns {
    pub fn new(workspace: &Workspace, needs: &Needs) -> Self {
        let mut list = vec![Col::Account, Col::Unit, Col::Name, Col::Kind, Col::Parent, Col::Check];
        list.extend([Col::Addressable, Col::Status]);
        let (numerators, denominators) = (needs.numerators(), needs.denominators());
        if !numerators.is_empty() {
            list.push(Col::KnownZero);
        }
        let own = Figure::ALL.into_iter().filter(|f| numerators.contains(f) || denominators.contains(f));
        list.extend(own.map(Col::Own));
        for figure in numerators {
            list.extend([Col::Entered(figure), Col::Known(figure), Col::Rolled(figure)]);
        }
        if needs.money {
            list.push(Col::Rolled(Figure::Potential));
        }
        for &rate in &needs.rates {
            list.extend([Col::Num(rate), Col::Den(rate), Col::Percent(rate)]);
            if rate == Rate::Revenue && needs.money {
                list.extend([Col::WhiteSpace, Col::Overage]);
            }
        }
        if !needs.sets.is_empty() {
            list.push(Col::Active);
        }
        let always = workspace
            .accounts
            .iter()
            .any(|account| account.units.iter().any(|unit| unit.counting == Counting::Always));
        for &set in &needs.sets {
            list.push(Col::Branch(set));
            if always {
                list.push(Col::Under(set));
            }
            list.push(Col::Counts(set));
        }
        if needs.regions {
            list.push(Col::Region);
        }
        Self { list }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Place of a column that the sheet has.
    pub fn at(&self, column: Col) -> u16 {
        self.list.iter().position(|col| *col == column).unwrap_or_default() as u16
    }

    /// Whether the sheet has it.
    pub fn has(&self, column: Col) -> bool {
        self.list.contains(&column)
    }
}

impl Col {
    /// What stands over it, its width and its look.
    pub fn head(self) -> (String, f64, Look) {
        let of = |figure: Figure| if figure.unit() == Unit::Money { 13.0 } else { 10.0 };
        let lower = |figure: Figure| match figure {
            Figure::Arr => "ARR".to_owned(),
            other => other.name().to_lowercase(),
        };
        match self {
            Self::Account => ("Account".to_owned(), 14.0, Look::Text),
            Self::Unit => ("Unit".to_owned(), 14.0, Look::Text),
            Self::Name => ("Name".to_owned(), 24.0, Look::Text),
            Self::Kind => ("Kind".to_owned(), 12.0, Look::Text),
            Self::Parent => ("Below".to_owned(), 18.0, Look::Text),
            Self::Check => ("Record found".to_owned(), 10.0, Look::Text),
            Self::Addressable => ("Address-able".to_owned(), 9.0, Look::Amount),
            Self::Status => ("Status".to_owned(), 15.0, Look::Text),
            Self::KnownZero => ("Absent is zero".to_owned(), 9.0, Look::Amount),
            Self::Own(figure) => (format!("{}, own", figure.name()), of(figure), Look::Amount),
            Self::Entered(figure) => {
                (format!("{}, entered in branch", figure.name()), of(figure), Look::Amount)
            }
            Self::Known(figure) => {
                (format!("{}, own or known zero", figure.name()), of(figure), Look::Amount)
            }
            Self::Rolled(figure) => (format!("{} of branch", figure.name()), of(figure), Look::Amount),
            Self::Num(rate) => (
                format!("{} where {} known", rate.numerator().name(), lower(rate.denominator())),
                of(rate.numerator()),
                Look::Amount,
            ),
            Self::Den(rate) => (
                format!("{} where {} known", rate.denominator().name(), lower(rate.numerator())),
                of(rate.denominator()),
                Look::Amount,
            ),
            Self::Percent(rate) => (percent_head(rate.key()), 12.0, Look::Rate),
            Self::WhiteSpace => ("White space".to_owned(), 13.0, Look::Amount),
            Self::Overage => ("Overage".to_owned(), 11.0, Look::Amount),
            Self::Active => ("Active".to_owned(), 8.0, Look::Amount),
            Self::Branch(set) => (format!("Possible {} in branch", set.noun()), 10.0, Look::Amount),
            Self::Under(set) => (format!("Below a {} that always counts", set.noun()), 11.0, Look::Amount),
            Self::Counts(set) => (format!("Counts as {}", set.noun()), 10.0, Look::Amount),
            Self::Region => ("Region no.".to_owned(), 8.0, Look::Amount),
        }
    }
}

/// Name of a metric with its unit, for a head.
pub fn percent_head(metric: &str) -> String {
    spec(metric).map_or_else(String::new, |spec| format!("{}, %", spec.name))
}
