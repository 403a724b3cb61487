//! What is known of every unit of one account in one period: status, activity, rolled-up amounts, pairs.

use std::{ops::Deref, sync::Arc};

use crate::domain::{Account, Period, Status, Tree, Workspace};

use super::{Figure, Rate, counting::Sets, rollup, rows::Rows};

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
///
/// There is one for every unit that is open, so amounts stand side by side with a bit for each that says whether it is
/// known: with an `Option` for each a unit took nearly twice the memory, and adding up branches most of the time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitFacts {
    /// Amounts of the branch by lane, see [`lane`]; 0 where its bit in `known` is not set.
    pub(super) amounts: [f64; lane::ALL],
    /// Counted units of the branch that each rate covers.
    pub(super) covered: [u32; Rate::ALL.len()],
    /// Bits of what is known, see [`bit`].
    pub(super) known: u32,
    /// Counted units in the branch, itself included.
    pub units: u32,
    /// Active counted units in the branch.
    pub active_units: u32,
    /// Nearest valid ancestor; `None` for the root and for units that do not exist.
    pub parent: Option<u32>,
    /// Whether the unit exists in the period.
    pub valid: bool,
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
    /// Whether some record in the branch is carried and unconfirmed.
    pub carried: bool,
    /// Whether some potential that enters the branch's is only an estimate.
    pub estimate: bool,
    /// Whether some potential that enters the revenue rate has a lower or upper end.
    pub ranged: bool,
}

/// Lanes of [`UnitFacts`]: figures in the order of [`Figure::ALL`], then numerators, denominators and headrooms in the
/// order of [`Rate::ALL`], then what only the revenue rate has.
pub(super) mod lane {
    use super::{Figure, Rate};

    pub const NUMERATOR: usize = Figure::ALL.len();
    pub const DENOMINATOR: usize = NUMERATOR + Rate::ALL.len();
    pub const HEADROOM: usize = DENOMINATOR + Rate::ALL.len();
    /// Sum over units of max(0, ARR − potential).
    pub const OVERAGE: usize = HEADROOM + Rate::ALL.len();
    /// How far the denominator lies above the sum of the lower ends, and below that of the upper ends.
    pub const LOWER_BY: usize = OVERAGE + 1;
    pub const HIGHER_BY: usize = OVERAGE + 2;
    pub const ALL: usize = OVERAGE + 3;
}

/// Bits of [`UnitFacts::known`].
pub(super) mod bit {
    use super::{Figure, Rate};

    /// A figure is known, be it as a zero by the status.
    pub const fn figure(figure: Figure) -> u32 {
        1 << figure as usize
    }

    /// A figure was entered somewhere in the branch (ruling B5).
    pub const fn entered(figure: Figure) -> u32 {
        1 << (Figure::ALL.len() + figure as usize)
    }

    /// Both sides of a rate are known somewhere in the branch.
    pub const fn rate(rate: Rate) -> u32 {
        1 << (2 * Figure::ALL.len() + rate as usize)
    }
}

impl Default for UnitFacts {
    /// A unit that does not exist.
    fn default() -> Self {
        Self::NOTHING
    }
}

impl UnitFacts {
    pub(super) const NOTHING: Self = Self {
        amounts: [0.0; lane::ALL],
        covered: [0; Rate::ALL.len()],
        known: 0,
        units: 0,
        active_units: 0,
        parent: None,
        valid: false,
        addressable: false,
        has_record: false,
        counted: false,
        status: None,
        status_inherited: false,
        active: false,
        carried: false,
        estimate: false,
        ranged: false,
    };

    /// A figure rolled up over the branch, known zeros included; `None` = nothing known.
    pub const fn amount(&self, figure: Figure) -> Option<f64> {
        if self.known & bit::figure(figure) == 0 { None } else { Some(self.amounts[figure as usize]) }
    }

    /// The same from entered figures only, without known zeros (ruling B5). A known zero adds nothing, so that both
    /// are the same number wherever something was entered.
    pub const fn entered(&self, figure: Figure) -> Option<f64> {
        if self.known & bit::entered(figure) == 0 { None } else { Some(self.amounts[figure as usize]) }
    }

    /// A rate of the branch; `None` = no node has both figures.
    pub const fn pair(&self, rate: Rate) -> Option<Pair> {
        if self.known & bit::rate(rate) == 0 {
            return None;
        }
        let at = rate as usize;
        Some(Pair {
            num: self.amounts[lane::NUMERATOR + at],
            den: self.amounts[lane::DENOMINATOR + at],
            headroom: self.amounts[lane::HEADROOM + at],
            covered: self.covered[at],
        })
    }

    /// ARR.
    pub const fn arr(&self) -> Option<f64> {
        self.amount(Figure::Arr)
    }

    /// Potential.
    pub const fn potential(&self) -> Option<f64> {
        self.amount(Figure::Potential)
    }

    /// Budget ceiling.
    pub const fn budget_ceiling(&self) -> Option<f64> {
        self.amount(Figure::BudgetCeiling)
    }

    /// Licensed seats.
    pub const fn licensed_seats(&self) -> Option<f64> {
        self.amount(Figure::LicensedSeats)
    }

    /// Active users.
    pub const fn active_users(&self) -> Option<f64> {
        self.amount(Figure::ActiveUsers)
    }

    /// Eligible users.
    pub const fn eligible_users(&self) -> Option<f64> {
        self.amount(Figure::EligibleUsers)
    }

    /// ARR over potential.
    pub const fn revenue(&self) -> Option<Pair> {
        self.pair(Rate::Revenue)
    }

    /// ARR over category spend.
    pub const fn wallet(&self) -> Option<Pair> {
        self.pair(Rate::Wallet)
    }

    /// ARR over budget ceiling.
    pub const fn spend(&self) -> Option<Pair> {
        self.pair(Rate::Spend)
    }

    /// Active over eligible users.
    pub const fn users(&self) -> Option<Pair> {
        self.pair(Rate::Users)
    }

    /// Licensed seats over eligible users.
    pub const fn seats(&self) -> Option<Pair> {
        self.pair(Rate::Seats)
    }

    /// Active users over licensed seats.
    pub const fn utilisation(&self) -> Option<Pair> {
        self.pair(Rate::Utilisation)
    }

    /// Sum over units of max(0, potential − ARR); `None` = no unit has a known potential and ARR.
    pub const fn white_space(&self) -> Option<f64> {
        match self.revenue() {
            Some(pair) => Some(pair.headroom),
            None => None,
        }
    }

    /// What the denominator of the revenue rate would be with the lower and with the upper ends of the ranges entered.
    pub const fn potential_ends(&self) -> (f64, f64) {
        let potential = self.amounts[lane::DENOMINATOR + Rate::Revenue as usize];
        (potential - self.amounts[lane::LOWER_BY], potential + self.amounts[lane::HIGHER_BY])
    }

    /// Sum over units of max(0, ARR − potential).
    pub const fn overage(&self) -> f64 {
        self.amounts[lane::OVERAGE]
    }

    /// Whether all is the same but for the unit above, which may stand elsewhere.
    pub fn is_but_for_parent(&self, other: &Self) -> bool {
        *self == Self { parent: self.parent, ..*other }
    }

    /// Active units of the branch; `None` = nothing is known of any unit in it, not even a status.
    pub const fn active_known(&self) -> Option<u32> {
        if self.known == 0 && self.status.is_none() { None } else { Some(self.active_units) }
    }

    /// Active units of the branch over those that count, percent (M-01 of a branch); `None` = none counts.
    pub fn unit_penetration(&self) -> Option<f64> {
        (self.units > 0).then(|| 100.0 * f64::from(self.active_units) / f64::from(self.units))
    }
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
            penetration: unit.revenue().and_then(Pair::percent),
            active_users: unit.active_users(),
        };
        let units = facts.units.iter().map(unit).collect();
        Self { period: facts.period, has_records: facts.has_records, units }
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

    /// Whether the same units exist, count and are read in the same way as in facts of another period, or of before an
    /// edit; facts that were brought up to date share this.
    pub fn same_sets_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.sets, &other.sets)
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
    // Where every unit exists and is addressable in both, nothing can differ.
    let same = spare.sets.as_ref().filter(|sets| rows.steady && sets.steady).cloned();
    let sets = same.unwrap_or_else(|| {
        let entries = rollup::entries(rows, period);
        let kept = spare.sets.filter(|sets| sets.entries == entries);
        kept.unwrap_or_else(|| Arc::new(Sets::new(settings, entries, account, tree)))
    });
    let mut units = spare.units;
    units.clear();
    units.resize(account.units.len(), UnitFacts::NOTHING);
    rollup::roll(settings, &sets, rows, period, &mut units);
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
