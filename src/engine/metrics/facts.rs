//! What is known of every unit of one account in one period: status, activity, rolled-up amounts, pairs.

use std::{ops::Deref, sync::Arc};

use crate::domain::{Account, Period, Status, Tree, Workspace};

use super::{counting::Sets, rollup, rows::Rows};

/// Numerator and denominator of a rate over the units where both are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Sum of the numerators.
    pub num: f64,
    /// Sum of the denominators.
    pub den: f64,
    /// Sum over the contributing nodes of max(0, denominator − numerator): white space, headroom or dormant seats.
    pub headroom: f64,
    /// Counted units of the branch that the pair covers; the rest lack one of the two figures.
    pub covered: u32,
}

impl Pair {
    /// `100·num/den`; `None` if the denominator is 0.
    pub fn percent(self) -> Option<f64> {
        (self.den != 0.0).then(|| 100.0 * self.num / self.den)
    }
}

/// One unit in one period; amounts are rolled up over its branch.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
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
    /// ARR from entered figures only, without known zeros (ruling B5).
    pub entered_arr: Option<f64>,
    /// Licensed seats from entered figures only.
    pub entered_licensed_seats: Option<f64>,
    /// Active users from entered figures only; the activity rule looks at these.
    pub entered_active_users: Option<f64>,
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
    /// Whether some potential that enters the branch's is only an estimate.
    pub estimate: bool,
    /// Whether some potential that enters `revenue` has a lower or upper end.
    pub ranged: bool,
    /// How far the denominator of `revenue` lies above the sum of the lower ends.
    pub potential_below: f64,
    /// How far it lies below the sum of the upper ends.
    pub potential_above: f64,
}

/// What a later period asks of the units of the one before: a tenth of what is known of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// The period.
    pub period: Period,
    /// As [`PeriodFacts::has_records`].
    pub has_records: bool,
    /// Parallel to the account's units.
    pub units: Vec<UnitBefore>,
}

/// One unit of [`Before`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitBefore {
    /// Whether the unit existed.
    pub exists: bool,
    /// Revenue penetration of its branch in percent.
    pub penetration: Option<f64>,
    /// Active users of its branch.
    pub active_users: Option<f64>,
}

impl Before {
    /// Out of the facts of a period.
    pub fn new(facts: &PeriodFacts) -> Self {
        let unit = |unit: &UnitFacts| UnitBefore {
            exists: unit.valid,
            penetration: unit.revenue.and_then(Pair::percent),
            active_users: unit.active_users,
        };
        let units = facts.units.iter().map(unit).collect();
        Self { period: facts.period, has_records: facts.has_records, units }
    }
}

impl UnitFacts {
    /// Active units of the branch over those that count, percent (M-01 of a branch); `None` = none counts.
    pub fn unit_penetration(&self) -> Option<f64> {
        (self.units > 0).then(|| 100.0 * f64::from(self.active_units) / f64::from(self.units))
    }
}

/// Every unit of one account in one period; `units[i]` belongs to `Account::units[i]`. What counts is read through it:
/// `facts.counted`.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodFacts {
    /// The period.
    pub period: Period,
    /// Whether any unit that exists has a record.
    pub has_records: bool,
    /// Parallel to the account's units.
    pub units: Vec<UnitFacts>,
    sets: Arc<Sets>,
}

impl Deref for PeriodFacts {
    type Target = Sets;

    fn deref(&self) -> &Sets {
        &self.sets
    }
}

impl PeriodFacts {
    /// Facts of units that were settled elsewhere.
    pub(super) fn from_parts(period: Period, units: Vec<UnitFacts>, sets: Sets) -> Self {
        let has_records = units.iter().any(|unit| unit.has_record);
        Self { period, has_records, units, sets: Arc::new(sets) }
    }

    /// The account as a whole.
    pub fn root(&self) -> &UnitFacts {
        &self.units[0]
    }

    /// Units of a set that are active.
    pub fn active_among(&self, set: &[u32]) -> usize {
        set.iter().filter(|index| self.units[**index as usize].active).count()
    }
}

/// Everything that domain specification 2.1 says about one account in one period, in O(units).
///
/// `tree` is that of `account.units`. Nothing is hashed and nothing recurses, so deep trees are safe.
pub fn facts(workspace: &Workspace, account: &Account, tree: &Tree, period: Period) -> PeriodFacts {
    facts_of(workspace, account, tree, &Rows::of_period(account, period), period, Spare::default())
}

/// What the facts of one period of an account can hand on to those of another: memory, and what counts, which seldom
/// differs between two periods.
#[derive(Default)]
pub struct Spare {
    units: Vec<UnitFacts>,
    sets: Option<Arc<Sets>>,
}

impl From<PeriodFacts> for Spare {
    fn from(facts: PeriodFacts) -> Self {
        Self { units: facts.units, sets: Some(facts.sets) }
    }
}

impl PeriodFacts {
    /// What counts, to be handed on while the facts themselves are kept.
    pub fn hand_on(&self) -> Spare {
        Spare { units: Vec::new(), sets: Some(Arc::clone(&self.sets)) }
    }
}

/// As [`facts()`], from rows that were looked up for `period` and with what other facts of the account left.
pub fn facts_of(
    workspace: &Workspace,
    account: &Account,
    tree: &Tree,
    rows: &Rows<'_>,
    period: Period,
    spare: Spare,
) -> PeriodFacts {
    let settings = &*workspace.settings;
    let entries = rollup::entries(rows, period);
    let sets = spare
        .sets
        .filter(|sets| sets.entries == entries)
        .unwrap_or_else(|| Arc::new(Sets::new(settings, entries, account, tree)));
    // Every unit that exists is written anew.
    let mut units = spare.units;
    units.resize(account.units.len(), UnitFacts::default());
    if sets.order().len() < units.len() {
        let gone = units.iter_mut().zip(&sets.entries).filter(|(_, entry)| !entry.exists);
        gone.for_each(|(unit, _)| *unit = UnitFacts::default());
    }
    rollup::roll(settings, account.tier, &sets, rows.records(period), &mut units);
    let has_records = units.iter().any(|unit| unit.has_record);
    PeriodFacts { period, has_records, units, sets }
}

/// The facts after an edit of the records of some units in their period, in O(path to the root); equal to [`facts()`].
///
/// `changed` holds indices of units. `None` = what counts may have changed with them, and all must be computed anew.
/// Units, tier and settings must be those that `old` was made from.
pub fn update_facts(
    workspace: &Workspace,
    account: &Account,
    old: &PeriodFacts,
    changed: &[u32],
) -> Option<PeriodFacts> {
    let same_set = |index: &u32| {
        let record = account.record(*index as usize, old.period);
        let known = &old.units[*index as usize];
        !known.valid || known.addressable == record.is_none_or(|record| record.addressable)
    };
    if !changed.iter().all(same_set) {
        return None;
    }
    let mut new = old.clone();
    rollup::roll_again(&workspace.settings, account, old.period, &old.sets, changed, &mut new.units);
    new.has_records = new.units.iter().any(|unit| unit.has_record);
    Some(new)
}
