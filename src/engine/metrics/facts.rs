//! What is known of every unit of one account in one period: status, activity, rolled-up amounts, pairs.

use crate::domain::{Period, Status};

/// Numerator and denominator of a rate over the units where both are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Sum of the numerators.
    pub num: f64,
    /// Sum of the denominators.
    pub den: f64,
}

impl Pair {
    /// `100·num/den`; `None` if the denominator is 0.
    pub fn percent(self) -> Option<f64> {
        (self.den != 0.0).then(|| 100.0 * self.num / self.den)
    }
}

/// One unit in one period; amounts are rolled up over its branch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitFacts {
    /// Whether the unit exists in the period.
    pub valid: bool,
    /// Nearest valid ancestor; `None` for the root and for units that do not exist.
    pub parent: Option<u32>,
    /// Whether its own figures count.
    pub addressable: bool,
    /// Whether it has a record in the period.
    pub has_record: bool,
    /// Whether it counts as a unit (member of L(t)).
    pub counted: bool,
    /// Own status, else inherited from children; `None` = unknown.
    pub status: Option<Status>,
    /// Whether the status comes from children.
    pub status_inherited: bool,
    /// Whether it is active under the workspace's activity rule.
    pub active: bool,
    /// Counted units in the branch, itself included.
    pub units: u32,
    /// Active counted units in the branch.
    pub active_units: u32,
    /// ARR.
    pub arr: Option<f64>,
    /// Potential.
    pub potential: Option<f64>,
    /// Category spend.
    pub category_spend: Option<f64>,
    /// Budget ceiling.
    pub budget_ceiling: Option<f64>,
    /// Licensed seats.
    pub licensed_seats: Option<f64>,
    /// Active users.
    pub active_users: Option<f64>,
    /// Eligible users.
    pub eligible_users: Option<f64>,
    /// ARR over potential.
    pub revenue: Option<Pair>,
    /// ARR over category spend.
    pub wallet: Option<Pair>,
    /// ARR over budget ceiling.
    pub spend: Option<Pair>,
    /// Active over eligible users.
    pub users: Option<Pair>,
    /// Licensed seats over eligible users.
    pub seats: Option<Pair>,
    /// Active users over licensed seats.
    pub utilisation: Option<Pair>,
    /// Sum over units of max(0, potential − ARR); `None` = no unit has a known potential and ARR.
    pub white_space: Option<f64>,
    /// Sum over units of max(0, ARR − potential).
    pub overage: f64,
    /// In Total mode, own ARR minus that of the children; negative = children exceed the total.
    pub unallocated_arr: Option<f64>,
    /// Whether some counted unit in the branch lacks ARR or potential.
    pub partial: bool,
    /// Whether some record in the branch is carried and unconfirmed.
    pub carried: bool,
}

/// Every unit of one account in one period; `units[i]` belongs to `Account::units[i]`.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodFacts {
    /// The period.
    pub period: Period,
    /// Whether any unit has a record.
    pub has_records: bool,
    /// Parallel to the account's units.
    pub units: Vec<UnitFacts>,
}
