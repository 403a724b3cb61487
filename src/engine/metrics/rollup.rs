//! One pass from the leaves to the root: status, activity, amounts and pairs of every branch.
//!
//! A branch is added up in [`Sums`]: every amount has a lane of its own in one array, absent ones being 0 there with a
//! bit that says so. Adding two branches is then a few vector instructions; with an `Option` for each amount it was most
//! of the time that an account takes. No amount is negative, so that adding an absent one as 0 changes no bit of a sum.

use crate::domain::{
    Account, ActivityRule, Counting, Period, Potential, Settings, Status, Tier, UnitKind, UnitRecord,
};

use super::{
    Figure, Pair, Rate, UnitFacts,
    counting::{Candidate, Sets},
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
    total: bool,
}

impl Entry {
    fn of(row: Row, exists: bool, record: Option<&UnitRecord>) -> Self {
        Self {
            exists,
            // A record outside its unit's life is ignored (ruling B86).
            addressable: !exists || record.is_none_or(|record| record.addressable),
            kind: row.kind,
            counting: row.counting,
            total: row.total,
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
    let row = |(index, (row, record)): (usize, (&Row, Option<&UnitRecord>))| {
        Entry::of(*row, index == 0 || row.exists_in(period), record)
    };
    rows.units.iter().zip(rows.records(period).iter().copied()).enumerate().map(row).collect()
}

/// Lanes of [`Sums::amounts`]: figures in the order of [`Figure::ALL`], then those of them that zeros may be known of
/// as entered, then numerators, denominators and headrooms in the order of [`Rate::ALL`].
const ENTERED: usize = Figure::ALL.len();
const NUMERATOR: usize = ENTERED + MAY_BE_ZERO.len();
const DENOMINATOR: usize = NUMERATOR + Rate::ALL.len();
const HEADROOM: usize = DENOMINATOR + Rate::ALL.len();
const OVERAGE: usize = HEADROOM + Rate::ALL.len();
const LOWER_BY: usize = OVERAGE + 1;
const HIGHER_BY: usize = OVERAGE + 2;
/// One lane more than are used, so that they fill whole vectors.
const LANES: usize = OVERAGE + 4;

/// Lanes of [`Sums::counts`] behind the counted units that each rate covers.
const UNITS: usize = Rate::ALL.len();
const ACTIVE_UNITS: usize = UNITS + 1;
const COUNTS: usize = UNITS + 2;

/// Figures that are known to be 0 by a status.
const MAY_BE_ZERO: [Figure; 3] = [Figure::Arr, Figure::LicensedSeats, Figure::ActiveUsers];

/// Bit of a lane in [`Sums::known`]; those of pairs stand at their numerators.
const fn bit(lane: usize) -> u32 {
    1 << lane
}

/// A branch, or the children of a node together.
#[derive(Debug, Clone, Copy)]
struct Sums {
    amounts: [f64; LANES],
    counts: [u32; COUNTS],
    /// Bits of the lanes that have a value.
    known: u32,
    status: Option<Status>,
    any_active: bool,
    carried: bool,
    estimate: bool,
    ranged: bool,
}

impl Sums {
    const NOTHING: Self = Self {
        amounts: [0.0; LANES],
        counts: [0; COUNTS],
        known: 0,
        status: None,
        any_active: false,
        carried: false,
        estimate: false,
        ranged: false,
    };

    /// Adds the next child.
    fn add(&mut self, child: &Self) {
        self.amounts.iter_mut().zip(&child.amounts).for_each(|(sum, term)| *sum += term);
        self.counts.iter_mut().zip(&child.counts).for_each(|(sum, term)| *sum += term);
        self.known |= child.known;
        if child.status.map_or(u8::MAX, precedence) < self.status.map_or(u8::MAX, precedence) {
            self.status = child.status;
        }
        self.any_active |= child.any_active;
        self.carried |= child.carried;
        self.estimate |= child.estimate;
        self.ranged |= child.ranged;
    }

    fn enter(&mut self, lane: usize, amount: Option<f64>) {
        if let Some(amount) = amount {
            self.amounts[lane] = amount;
            self.known |= bit(lane);
        }
    }

    fn add_pair(&mut self, rate: Rate, pair: Pair) {
        let rate = rate as usize;
        self.amounts[NUMERATOR + rate] += pair.num;
        self.amounts[DENOMINATOR + rate] += pair.den;
        self.amounts[HEADROOM + rate] += pair.headroom;
        self.counts[rate] += pair.covered;
        self.known |= bit(NUMERATOR + rate);
    }

    fn add_range(&mut self, potential: &Potential) {
        let value = potential.value.get();
        self.ranged |= potential.low.is_some() || potential.high.is_some();
        self.amounts[LOWER_BY] += potential.low.map_or(0.0, |low| value - low.get());
        self.amounts[HIGHER_BY] += potential.high.map_or(0.0, |high| high.get() - value);
    }

    fn forget(&mut self, lane: usize) {
        self.amounts[lane] = 0.0;
        self.known &= !bit(lane);
    }

    /// What of the children still counts beside a total: only what the total itself does not say. A total with a
    /// denominator hides the pairs below it even where it has no numerator: they are already part of it.
    fn keep_beside(&mut self, total: &Own) {
        for figure in Figure::ALL.into_iter().filter(|figure| total.has(*figure)) {
            self.forget(figure as usize);
        }
        for (at, _) in MAY_BE_ZERO.into_iter().enumerate().filter(|(_, figure)| total.has(*figure)) {
            self.forget(ENTERED + at);
        }
        for rate in Rate::ALL.into_iter().filter(|rate| total.has(rate.denominator())) {
            let rate = rate as usize;
            for lane in [NUMERATOR + rate, DENOMINATOR + rate, HEADROOM + rate] {
                self.amounts[lane] = 0.0;
            }
            self.known &= !bit(NUMERATOR + rate);
            self.counts[rate] = 0;
        }
        if total.has(Figure::Potential) {
            self.amounts[OVERAGE..].fill(0.0);
            self.estimate = false;
            self.ranged = false;
        }
    }

    fn amount(&self, lane: usize) -> Option<f64> {
        (self.known & bit(lane) != 0).then_some(self.amounts[lane])
    }

    fn pair(&self, rate: Rate) -> Option<Pair> {
        let rate = rate as usize;
        (self.known & bit(NUMERATOR + rate) != 0).then(|| Pair {
            num: self.amounts[NUMERATOR + rate],
            den: self.amounts[DENOMINATOR + rate],
            headroom: self.amounts[HEADROOM + rate],
            covered: self.counts[rate],
        })
    }

    /// The branch of a unit, out of its facts.
    fn of(unit: &UnitFacts) -> Self {
        let mut sums = Self { status: unit.status, any_active: unit.active, ..Self::NOTHING };
        for figure in Figure::ALL {
            sums.enter(figure as usize, figure.rolled(unit));
        }
        for (at, figure) in MAY_BE_ZERO.into_iter().enumerate() {
            sums.enter(ENTERED + at, figure.rolled_entered(unit));
        }
        for rate in Rate::ALL {
            if let Some(pair) = rate.pair(unit) {
                sums.add_pair(rate, pair);
            }
        }
        sums.amounts[OVERAGE] = unit.overage;
        sums.amounts[LOWER_BY] = unit.potential_below;
        sums.amounts[HIGHER_BY] = unit.potential_above;
        sums.counts[UNITS] = unit.units;
        sums.counts[ACTIVE_UNITS] = unit.active_units;
        Self { carried: unit.carried, estimate: unit.estimate, ranged: unit.ranged, ..sums }
    }
}

/// The facts of every unit that exists, from the leaves to the root; `units` is parallel to the account's units.
pub(super) fn roll(
    settings: &Settings,
    tier: Option<Tier>,
    sets: &Sets,
    records: &[Option<&UnitRecord>],
    units: &mut [UnitFacts],
) {
    let settle = Settle { settings, prospect: tier == Some(Tier::Prospect), sets };
    // The nodes from the root to the one in hand, and what their children amount to so far: a node is settled when its
    // last child is, so that every child is added in its order while it is still at hand. Sums stay where they are.
    let mut open: Vec<u32> = Vec::new();
    let mut sums: Vec<Sums> = vec![Sums::NOTHING];
    let mut close = |open: &mut Vec<u32>, sums: &mut Vec<Sums>| {
        let Some(node) = open.pop() else { return };
        let (index, depth) = (node as usize, open.len());
        let (above, branch) = sums.split_at_mut(depth);
        settle.unit(index, records[index], &mut branch[0], &mut units[index]);
        if let Some(above) = above.last_mut() {
            above.add(&branch[0]);
        }
    };
    for &node in sets.order() {
        let parent = sets.shape.parent(node as usize);
        while open.last().is_some_and(|last| Some(*last) != parent) {
            close(&mut open, &mut sums);
        }
        match sums.get_mut(open.len()) {
            Some(sums) => *sums = Sums::NOTHING,
            None => sums.push(Sums::NOTHING),
        }
        open.push(node);
    }
    while !open.is_empty() {
        close(&mut open, &mut sums);
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
    let settle = Settle { settings, prospect: account.tier == Some(Tier::Prospect), sets };
    for node in sets.shape.with_ancestors(changed) {
        let index = node as usize;
        let mut branch = Sums::NOTHING;
        for child in sets.children(index) {
            branch.add(&Sums::of(&units[*child as usize]));
        }
        settle.unit(index, account.record(index, period), &mut branch, &mut units[index]);
    }
}

/// How the units of an account are read in one period.
struct Settle<'a> {
    settings: &'a Settings,
    prospect: bool,
    sets: &'a Sets,
}

/// Own figures of a unit; 0 and without a bit where there is none.
#[derive(Default)]
struct Own {
    amounts: [f64; Figure::ALL.len()],
    known: u32,
}

impl Own {
    fn of(record: &UnitRecord) -> Self {
        let mut own = Self::default();
        for figure in Figure::ALL {
            let amount = figure.entered(record);
            own.amounts[figure as usize] = amount.unwrap_or(0.0);
            own.known |= u32::from(amount.is_some()) << figure as usize;
        }
        own
    }

    fn has(&self, figure: Figure) -> bool {
        self.known & bit(figure as usize) != 0
    }
}

/// What a unit itself puts into rates.
struct Enters<'a> {
    own: &'a Own,
    /// Figures that may stand above a line, and the bits of those that are known.
    numerators: [f64; Figure::ALL.len()],
    known: u32,
}

impl Enters<'_> {
    /// Adds to one rate, if both of its figures are known.
    fn rate<const RATE: usize>(&self, sums: &mut Sums, covered: u32) -> Option<Pair> {
        let rate = const { Rate::ALL[RATE] };
        let (num, den) = (rate.numerator() as usize, rate.denominator() as usize);
        if self.own.known & bit(den) == 0 || self.known & bit(num) == 0 {
            return None;
        }
        let (num, den) = (self.numerators[num], self.own.amounts[den]);
        let pair = Pair { num, den, headroom: (den - num).max(0.0), covered };
        sums.add_pair(rate, pair);
        Some(pair)
    }
}

impl Settle<'_> {
    /// Puts a unit's own record and the sum of its children together: `sums` becomes that of its branch.
    fn unit(&self, index: usize, record: Option<&UnitRecord>, sums: &mut Sums, facts: &mut UnitFacts) {
        let Entry { addressable, total, .. } = self.sets.entries[index];
        let counted = self.sets.is_counted[index];
        let own_record = record.filter(|_| addressable);
        let own = own_record.map(Own::of).unwrap_or_default();
        let own_status = record.and_then(|record| record.status);
        let status = own_status.or(sums.status);
        let zeros = if addressable { self.known_zeros(status, own.known, sums.known) } else { 0 };
        let own_arr = own.has(Figure::Arr).then_some(own.amounts[Figure::Arr as usize]);
        let children_arr = sums.amount(Figure::Arr as usize);
        let any_active_below = sums.any_active;
        sums.counts[UNITS] += u32::from(counted);

        // What the unit itself puts into rates: in Total mode an absent numerator is that of the children; a known zero
        // comes last (ruling B4), and never stands for a denominator.
        let mut numerators = own.amounts;
        let mut known = own.known | zeros;
        if total {
            known |= sums.known;
            for figure in MAY_BE_ZERO.into_iter().filter(|figure| !own.has(*figure)) {
                numerators[figure as usize] = sums.amounts[figure as usize];
            }
            sums.keep_beside(&own);
        }
        let enters = Enters { own: &own, numerators, known };
        let covered = if total { sums.counts[UNITS] } else { u32::from(counted) };
        // One after the other and each its own function: as a loop over the rates this took twice the time.
        if let Some(Pair { num, den, .. }) = enters.rate::<{ Rate::Revenue as usize }>(sums, covered) {
            sums.amounts[OVERAGE] += (num - den).max(0.0);
            // A range counts where its potential is part of the rate.
            if let Some(potential) = own_record.and_then(|record| record.potential.as_deref()) {
                sums.add_range(potential);
            }
        }
        enters.rate::<{ Rate::Wallet as usize }>(sums, covered);
        enters.rate::<{ Rate::Spend as usize }>(sums, covered);
        enters.rate::<{ Rate::Users as usize }>(sums, covered);
        enters.rate::<{ Rate::Seats as usize }>(sums, covered);
        enters.rate::<{ Rate::Utilisation as usize }>(sums, covered);

        sums.amounts.iter_mut().zip(&own.amounts).for_each(|(sum, own)| *sum += own);
        sums.known |= own.known | zeros;
        for (at, figure) in MAY_BE_ZERO.into_iter().enumerate() {
            sums.amounts[ENTERED + at] += own.amounts[figure as usize];
            sums.known |= u32::from(own.has(figure)) << (ENTERED + at);
        }
        sums.estimate |= own_record.and_then(|record| record.potential.as_deref()).is_some_and(is_estimate);
        sums.carried |= record.is_some_and(|record| record.carried_from.is_some() && !record.confirmed);
        sums.status = status;
        let users = sums.amount(ENTERED + 2);
        sums.any_active = self.is_active(own_status, any_active_below, status, users);
        sums.counts[ACTIVE_UNITS] += u32::from(counted && sums.any_active);

        let amount = |figure: Figure| sums.amount(figure as usize);
        let revenue = sums.pair(Rate::Revenue);
        *facts = UnitFacts {
            valid: true,
            parent: self.sets.shape.parent(index),
            addressable,
            has_record: record.is_some(),
            counted,
            status,
            status_inherited: own_status.is_none() && status.is_some(),
            active: sums.any_active,
            units: sums.counts[UNITS],
            active_units: sums.counts[ACTIVE_UNITS],
            arr: amount(Figure::Arr),
            potential: amount(Figure::Potential),
            category_spend: amount(Figure::CategorySpend),
            budget_ceiling: amount(Figure::BudgetCeiling),
            licensed_seats: amount(Figure::LicensedSeats),
            active_users: amount(Figure::ActiveUsers),
            eligible_users: amount(Figure::EligibleUsers),
            entered_arr: sums.amount(ENTERED),
            entered_licensed_seats: sums.amount(ENTERED + 1),
            entered_active_users: users,
            revenue,
            wallet: sums.pair(Rate::Wallet),
            spend: sums.pair(Rate::Spend),
            users: sums.pair(Rate::Users),
            seats: sums.pair(Rate::Seats),
            utilisation: sums.pair(Rate::Utilisation),
            white_space: revenue.map(|pair| pair.headroom),
            overage: sums.amounts[OVERAGE],
            unallocated_arr: own_arr.filter(|_| total).zip(children_arr).map(|(own, below)| own - below),
            partial: revenue.map_or(0, |pair| pair.covered) < sums.counts[UNITS],
            carried: sums.carried,
            estimate: sums.estimate,
            ranged: sums.ranged,
            potential_below: sums.amounts[LOWER_BY],
            potential_above: sums.amounts[HIGHER_BY],
        };
    }

    /// Bits of the figures that are 0 by the status, where nothing was entered in the whole branch.
    fn known_zeros(&self, status: Option<Status>, own: u32, below: u32) -> u32 {
        let mut zeros = 0;
        for (at, figure) in MAY_BE_ZERO.into_iter().enumerate() {
            let lane = figure as usize;
            let absent = (own & bit(lane)) | (below & bit(ENTERED + at)) == 0;
            zeros |= u32::from(absent && figure.is_known_zero(status, self.prospect)) << lane;
        }
        zeros
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

fn is_estimate(potential: &Potential) -> bool {
    !potential.is_grounded()
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
