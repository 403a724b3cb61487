//! One pass from the leaves to the root: status, activity, amounts and pairs of every branch.
//!
//! Every amount of a branch has a lane of its own in one array, absent ones being 0 there with a bit that says so. Adding
//! two branches is then a few vector instructions. No amount is negative, so that adding an absent one as 0 changes no bit
//! of a sum.

use crate::domain::{
    Account, ActivityRule, Counting, Period, Potential, Settings, Status, UnitKind, UnitRecord,
};

use super::{
    Figure, Pair, Rate, UnitFacts,
    counting::{Candidate, Sets},
    facts::{bit, lane},
    own::Own,
    rows::{Row, Rows},
};

/// What a unit is and how it counts in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    pub exists: bool,
    pub addressable: bool,
    pub kind: UnitKind,
    pub counting: Counting,
    /// Whether its own figures already include those of its children.
    pub total: bool,
    pub zeros: Zeros,
}

/// Which figures that nobody entered are known to be 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Zeros {
    /// Those that the status says.
    ByStatus,
    /// The same in the account of a prospect.
    OfProspect,
    /// None: others stand below it for display alone, and what one of them says does not hold for all.
    Never,
}

impl Entry {
    fn of(row: Row, exists: bool, own: &Own, zeros: Zeros) -> Self {
        Self {
            exists,
            // A record outside its unit's life is ignored (ruling B86).
            addressable: !exists || own.addressable,
            kind: row.kind,
            counting: row.counting,
            total: row.total,
            zeros,
        }
    }

    /// How the unit takes part in counting units of some kinds.
    pub fn candidate(self, belongs: impl Fn(UnitKind) -> bool) -> Candidate {
        if self.exists && self.addressable && belongs(self.kind) {
            Candidate::of(self.counting)
        } else {
            Candidate::No
        }
    }
}

/// What every unit is and how it counts in a period; the root always exists.
pub(super) fn entries(rows: &Rows<'_>, period: Period) -> Vec<Entry> {
    let row = |(index, (row, own)): (usize, (&Row, &Own))| {
        Entry::of(*row, index == 0 || row.exists_in(period), own, rows.zeros)
    };
    rows.units.iter().zip(rows.own(period)).enumerate().map(row).collect()
}

/// Figures that are known to be 0 by a status.
const MAY_BE_ZERO: [Figure; 3] = [Figure::Arr, Figure::LicensedSeats, Figure::ActiveUsers];

/// While its children are added up, a unit's facts hold what they amount to together: the best status of theirs, whether
/// one is active, the sums. Settling the unit makes its branch of it.
impl UnitFacts {
    /// Adds the next child.
    fn add(&mut self, child: &Self) {
        // Nothing known means that every amount is 0.
        if child.known != 0 {
            self.amounts.iter_mut().zip(&child.amounts).for_each(|(sum, term)| *sum += term);
            self.covered.iter_mut().zip(&child.covered).for_each(|(sum, term)| *sum += term);
            self.known |= child.known;
            self.estimate |= child.estimate;
            self.ranged |= child.ranged;
        }
        self.units += child.units;
        self.active_units += child.active_units;
        if child.status.map_or(u8::MAX, precedence) < self.status.map_or(u8::MAX, precedence) {
            self.status = child.status;
        }
        self.active |= child.active;
        self.carried |= child.carried;
    }

    fn add_range(&mut self, potential: &Potential) {
        let value = potential.value.get();
        self.ranged = true;
        self.amounts[lane::LOWER_BY] += potential.low.map_or(0.0, |low| value - low.get());
        self.amounts[lane::HIGHER_BY] += potential.high.map_or(0.0, |high| high.get() - value);
    }

    /// What of the children still counts beside a total: only what the total itself does not say. A total with a
    /// denominator hides the pairs below it even where it has no numerator: they are already part of it.
    fn keep_beside(&mut self, total: &Own) {
        for figure in Figure::ALL.into_iter().filter(|figure| total.has(*figure)) {
            self.amounts[figure as usize] = 0.0;
            self.known &= !(bit::figure(figure) | bit::entered(figure));
        }
        for rate in Rate::ALL.into_iter().filter(|rate| total.has(rate.denominator())) {
            let at = rate as usize;
            for lane in [lane::NUMERATOR + at, lane::DENOMINATOR + at, lane::HEADROOM + at] {
                self.amounts[lane] = 0.0;
            }
            self.known &= !bit::rate(rate);
            self.covered[at] = 0;
        }
        if total.has(Figure::Potential) {
            self.amounts[lane::OVERAGE..].fill(0.0);
            self.estimate = false;
            self.ranged = false;
        }
    }
}

/// The facts of every unit that exists, from the leaves to the root. `units` is parallel to the account's units and
/// holds nothing yet.
pub(super) fn roll(
    settings: &Settings,
    sets: &Sets,
    rows: &Rows<'_>,
    period: Period,
    units: &mut [UnitFacts],
) {
    let (own, records) = (rows.own(period), rows.records(period));
    let settle = Settle::new(settings, sets, rows.entered);
    // The nodes from the root to the one in hand: a node is settled when its last child is, so that every child is added
    // in its order while it is still at hand.
    let mut open: Vec<u32> = Vec::new();
    let mut close = |open: &mut Vec<u32>| {
        let Some(node) = open.pop().map(|node| node as usize) else { return };
        settle.unit(node, &own[node], records[node], &mut units[node]);
        if let Some(above) = open.last()
            && let Ok([above, branch]) = units.get_disjoint_mut([*above as usize, node])
        {
            above.add(branch);
        }
    };
    for &node in sets.order() {
        let parent = sets.shape.parent(node as usize);
        while open.last().is_some_and(|last| Some(*last) != parent) {
            close(&mut open);
        }
        open.push(node);
    }
    while !open.is_empty() {
        close(&mut open);
    }
}

/// Computes the branches of some units and all above them anew, from their records; the rest holds what it did.
pub(super) fn roll_again(
    settings: &Settings,
    account: &Account,
    period: Period,
    sets: &Sets,
    changed: &[u32],
    units: &mut [UnitFacts],
) {
    let settle = Settle::new(settings, sets, u32::MAX);
    for node in sets.shape.with_ancestors(changed) {
        let index = node as usize;
        let mut branch = UnitFacts::NOTHING;
        for child in sets.children(index) {
            branch.add(&units[*child as usize]);
        }
        let record = account.record(index, period);
        settle.unit(index, &record.map_or(Own::NONE, Own::of), record, &mut branch);
        units[index] = branch;
    }
}

/// How the units of an account are read in one period.
struct Settle<'a> {
    settings: &'a Settings,
    /// Bits of the figures that are 0 by each status, in the order of [`Status::ALL`].
    zeros: [u32; Status::ALL.len()],
    /// The same where the status is unknown, in the account of a prospect.
    zeros_of_prospect: u32,
    /// Bits of the figures that some unit may have entered.
    entered: u32,
    sets: &'a Sets,
}

/// What a unit itself puts into rates.
struct Enters<'a> {
    own: &'a Own,
    /// Figures that may stand above a line, and the bits of those that are known.
    numerators: [f64; Figure::ALL.len()],
    known: u32,
    /// Counted units that it stands for.
    covered: u32,
}

impl Enters<'_> {
    /// Adds to one rate, if both of its figures are known; says whether they are. Masks in place of branches, as which
    /// figures a unit has is anybody's guess: wrong guesses took more time than the sums.
    fn rate<const RATE: usize>(&self, branch: &mut UnitFacts) -> bool {
        let rate = const { Rate::ALL[RATE] };
        let (num, den) = (rate.numerator(), rate.denominator());
        let both = self.own.known() & bit::figure(den) != 0 && self.known & bit::figure(num) != 0;
        let kept = |amount: f64| f64::from_bits(amount.to_bits() & 0_u64.wrapping_sub(u64::from(both)));
        let (num, den) = (kept(self.numerators[num as usize]), kept(self.own.amounts[den as usize]));
        branch.amounts[lane::NUMERATOR + RATE] += num;
        branch.amounts[lane::DENOMINATOR + RATE] += den;
        branch.amounts[lane::HEADROOM + RATE] += if den > num { den - num } else { 0.0 };
        branch.covered[RATE] += self.covered & 0_u32.wrapping_sub(u32::from(both));
        branch.known |= u32::from(both) * bit::rate(rate);
        both
    }
}

impl<'a> Settle<'a> {
    fn new(settings: &'a Settings, sets: &'a Sets, entered: u32) -> Self {
        let zeros = |status: Option<Status>, prospect: bool| {
            let zero = MAY_BE_ZERO.into_iter().filter(|figure| figure.is_known_zero(status, prospect));
            zero.map(bit::figure).sum()
        };
        let mut by_status = [0; Status::ALL.len()];
        for status in Status::ALL {
            by_status[*status as usize] = zeros(Some(*status), false);
        }
        Self { settings, zeros: by_status, zeros_of_prospect: zeros(None, true), entered, sets }
    }

    /// Puts a unit's own record and the sum of its children, which `branch` holds, together. `own` is what `record` says.
    fn unit(&self, index: usize, own: &Own, record: Option<&UnitRecord>, branch: &mut UnitFacts) {
        let Entry { addressable, total, zeros, .. } = self.sets.entries[index];
        let counted = self.sets.is_counted[index];
        let status = own.status.or(branch.status);
        let any_active_below = branch.active;
        branch.units += u32::from(counted);
        if addressable {
            if own.recorded {
                let zeros = self.known_zeros(zeros, status, own.known(), branch.known);
                self.enter(own, record, zeros, total, counted, branch);
            } else {
                branch.known |= self.known_zeros(zeros, status, 0, branch.known);
            }
        }
        branch.valid = true;
        branch.parent = self.sets.shape.parent(index);
        branch.addressable = addressable;
        branch.has_record = own.recorded;
        branch.counted = counted;
        branch.carried |= own.carried;
        branch.status = status;
        branch.status_inherited = own.status.is_none() && status.is_some();
        let users = branch.entered(Figure::ActiveUsers);
        branch.active = self.is_active(own.status, any_active_below, status, users);
        branch.active_units += u32::from(counted && branch.active);
    }

    /// Adds a unit's own figures to those of its children; `zeros` are the bits of those known to be 0.
    fn enter(
        &self,
        own: &Own,
        record: Option<&UnitRecord>,
        zeros: u32,
        total: bool,
        counted: bool,
        branch: &mut UnitFacts,
    ) {
        // What the unit itself puts into rates: in Total mode an absent numerator is that of the children; a known zero
        // comes last (ruling B4), and never stands for a denominator.
        let mut numerators = own.amounts;
        let mut known = own.known() | zeros;
        if total {
            known |= branch.known;
            for figure in MAY_BE_ZERO.into_iter().filter(|figure| !own.has(*figure)) {
                numerators[figure as usize] = branch.amounts[figure as usize];
            }
            branch.keep_beside(own);
        }
        let covered = if total { branch.units } else { u32::from(counted) };
        let enters = Enters { own, numerators, known, covered };
        // One after the other and each its own function: as a loop over the rates this took twice the time.
        if enters.rate::<{ Rate::Revenue as usize }>(branch) {
            let arr = enters.numerators[Figure::Arr as usize];
            branch.amounts[lane::OVERAGE] += (arr - own.amounts[Figure::Potential as usize]).max(0.0);
            // A range counts where its potential is part of the rate.
            if own.ranged
                && let Some(potential) = record.and_then(|record| record.potential.as_deref())
            {
                branch.add_range(potential);
            }
        }
        // Figures that nobody entered anywhere in the account make no rate.
        if self.entered & bit::figure(Figure::CategorySpend) != 0 {
            enters.rate::<{ Rate::Wallet as usize }>(branch);
        }
        if self.entered & bit::figure(Figure::BudgetCeiling) != 0 {
            enters.rate::<{ Rate::Spend as usize }>(branch);
        }
        if self.entered & bit::figure(Figure::EligibleUsers) != 0 {
            enters.rate::<{ Rate::Users as usize }>(branch);
            enters.rate::<{ Rate::Seats as usize }>(branch);
        }
        if self.entered & bit::figure(Figure::LicensedSeats) != 0 {
            enters.rate::<{ Rate::Utilisation as usize }>(branch);
        }
        branch.amounts.iter_mut().zip(&own.amounts).for_each(|(sum, own)| *sum += own);
        branch.known |= own.known() | own.known() << Figure::ALL.len() | zeros;
        branch.estimate |= own.has(Figure::Potential) && !own.grounded;
    }

    /// Bits of the figures that are 0 by the status, where nothing was entered in the whole branch.
    fn known_zeros(&self, zeros: Zeros, status: Option<Status>, own: u32, below: u32) -> u32 {
        let zeros = match (zeros, status) {
            (Zeros::Never, _) | (Zeros::ByStatus, None) => 0,
            (_, Some(status)) => self.zeros[status as usize],
            (Zeros::OfProspect, None) => self.zeros_of_prospect,
        };
        zeros & !(own | below >> Figure::ALL.len())
    }

    fn is_active(
        &self,
        own_status: Option<Status>,
        any_active_below: bool,
        status: Option<Status>,
        users: Option<f64>,
    ) -> bool {
        match self.settings.activity_rule {
            ActivityRule::UsageOnly => users.is_some_and(|users| users >= 1.0),
            _ if own_status.is_none() => any_active_below,
            rule => {
                let contract = match status {
                    Some(Status::Active | Status::Expansion) => true,
                    Some(Status::Pilot) => self.settings.count_pilots,
                    _ => false,
                };
                contract && (rule == ActivityRule::ContractOnly || users != Some(0.0))
            }
        }
    }
}

/// What a node itself puts into a rate; `None` = nothing, because one of the two figures is unknown.
///
/// In Total mode an absent numerator is that of the children; a known zero comes last (ruling B4), and never stands
/// for a denominator.
pub(super) fn own_pair(
    total: bool,
    num: Option<f64>,
    den: Option<f64>,
    num_below: Option<f64>,
    zero: Option<f64>,
) -> Option<Pair> {
    let den = den?;
    let num = num.or(num_below.filter(|_| total)).or(zero)?;
    Some(Pair { num, den, headroom: (den - num).max(0.0), covered: 0 })
}

/// Order in which a status wins over those of its siblings.
const fn precedence(status: Status) -> u8 {
    match status {
        Status::Active => 0,
        Status::Expansion => 1,
        Status::Pilot => 2,
        Status::CompetitorHeld => 3,
        Status::Lost => 4,
        Status::Unpenetrated => 5,
    }
}
