//! One pass from the leaves to the root: status, activity, amounts and pairs of every branch.

use crate::domain::{
    Account, ActivityRule, Counting, EntryMode, OrgUnit, Period, Potential, Settings, Status, Tier, UnitKind,
    UnitRecord,
};

use super::{
    Figure, Pair, Rate, UnitFacts,
    counting::{Candidate, Sets},
};

/// What a unit is and how it counts, in a few bytes, so that passes over the tree stay in the cache.
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
    fn of(unit: &OrgUnit, period: Period) -> Self {
        Self {
            exists: unit.is_valid_in(period),
            addressable: true,
            kind: unit.kind,
            counting: unit.counting,
            total: unit.entry_mode == EntryMode::Total,
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

/// What was entered for every unit, parallel to the account's units: the facts hold own figures, still without those of
/// children. A record outside its unit's life is ignored (ruling B86).
///
/// Units, records and potentials lie scattered in memory; short loops let the processor fetch many of them at once,
/// which one long loop would not.
pub(super) fn gather(
    account: &Account,
    period: Period,
    buffer: Vec<UnitFacts>,
) -> (Vec<Entry>, Vec<UnitFacts>) {
    let count = account.units.len();
    let mut entries = Vec::with_capacity(count);
    entries.extend(account.units.iter().map(|unit| Entry::of(unit, period)));
    if let Some(root) = entries.first_mut() {
        root.exists = true;
    }
    let mut units = buffer;
    units.clear();
    units.resize(count, UnitFacts::default());
    let mut lists = account.records.iter();
    let mut records: Vec<Option<&UnitRecord>> = Vec::with_capacity(BLOCK);
    let mut potentials: Vec<Option<&Potential>> = Vec::with_capacity(BLOCK);
    for (units, entries) in units.chunks_mut(BLOCK).zip(entries.chunks_mut(BLOCK)) {
        records.clear();
        // Entries first: a zip that ends must not have taken a list that belongs to the next block.
        records.extend(entries.iter().zip(lists.by_ref()).map(|(entry, records)| {
            // The period in hand is mostly the last one.
            let at = match records.last() {
                Some((last, _)) if *last == period => Some(records.len() - 1),
                _ => records.binary_search_by_key(&period, |(at, _)| *at).ok(),
            };
            at.filter(|_| entry.exists).map(|at| &records[at].1)
        }));
        potentials.clear();
        potentials.extend(records.iter().map(|record| record.and_then(|record| record.potential.as_deref())));
        for ((unit, record), potential) in units.iter_mut().zip(&records).zip(&potentials) {
            if let (Some(potential), Some(true)) = (potential, record.map(|record| record.addressable)) {
                enter_potential(unit, potential);
            }
        }
        for ((unit, entry), record) in units.iter_mut().zip(entries).zip(&records) {
            if let Some(record) = record {
                enter(unit, record);
                entry.addressable = record.addressable;
            }
        }
    }
    (entries, units)
}

/// Units taken through the loops at a time, so that what one loop fetched is still in the cache for the next.
const BLOCK: usize = 256;

/// Enters the own potential of an addressable unit.
fn enter_potential(own: &mut UnitFacts, potential: &Potential) {
    let value = potential.value.get();
    own.potential = Some(value);
    own.estimate = !potential.is_grounded();
    own.ranged = potential.low.is_some() || potential.high.is_some();
    own.potential_below = potential.low.map_or(0.0, |low| value - low.get());
    own.potential_above = potential.high.map_or(0.0, |high| high.get() - value);
}

/// Enters own figures but the potential, absent where the unit is not addressable.
fn enter(own: &mut UnitFacts, record: &UnitRecord) {
    own.has_record = true;
    own.status = record.status;
    own.carried = record.carried_from.is_some() && !record.confirmed;
    if record.addressable {
        own.arr = Figure::Arr.entered(record);
        own.category_spend = Figure::CategorySpend.entered(record);
        own.budget_ceiling = Figure::BudgetCeiling.entered(record);
        own.licensed_seats = Figure::LicensedSeats.entered(record);
        own.active_users = Figure::ActiveUsers.entered(record);
        own.eligible_users = Figure::EligibleUsers.entered(record);
    }
}

/// Sums over the children of one node, in their order.
#[derive(Default)]
struct Below {
    rolled: [Option<f64>; 7],
    entered: [Option<f64>; 7],
    pairs: [Option<Pair>; 6],
    overage: f64,
    status: Option<Status>,
    any_active: bool,
    units: u32,
    active_units: u32,
    carried: bool,
    estimate: bool,
    ranged: bool,
    lower_by: f64,
    higher_by: f64,
}

impl Below {
    fn of(units: &[UnitFacts], children: &[u32]) -> Self {
        let mut sum = Self::default();
        for &child in children {
            let child = &units[child as usize];
            for figure in Figure::ALL {
                add(&mut sum.rolled[figure as usize], figure.rolled(child));
                add(&mut sum.entered[figure as usize], figure.rolled_entered(child));
            }
            for rate in Rate::ALL {
                add_pair(&mut sum.pairs[rate as usize], rate.pair(child));
            }
            sum.overage += child.overage;
            if child.status.map_or(u8::MAX, precedence) < sum.status.map_or(u8::MAX, precedence) {
                sum.status = child.status;
            }
            sum.any_active |= child.active;
            sum.units += child.units;
            sum.active_units += child.active_units;
            sum.carried |= child.carried;
            sum.estimate |= child.estimate;
            sum.ranged |= child.ranged;
            sum.lower_by += child.potential_below;
            sum.higher_by += child.potential_above;
        }
        sum
    }
}

/// Turns own figures into those of branches, from the leaves to the root.
pub(super) fn roll(settings: &Settings, tier: Option<Tier>, sets: &Sets, units: &mut [UnitFacts]) {
    for index in &sets.counted {
        units[*index as usize].counted = true;
    }
    let prospect = tier == Some(Tier::Prospect);
    for &node in sets.order().iter().rev() {
        let index = node as usize;
        let below = Below::of(units, sets.children(index));
        units[index].parent = sets.shape.parent(index);
        settle(&mut units[index], settings, prospect, sets.entries[index], &below);
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
    let prospect = account.tier == Some(Tier::Prospect);
    for node in sets.shape.with_ancestors(changed) {
        let index = node as usize;
        let Some(unit) = account.units.get(index) else { continue };
        let mut entry = Entry::of(unit, period);
        let UnitFacts { parent, counted, .. } = units[index];
        let mut own = UnitFacts { parent, counted, ..UnitFacts::default() };
        if let Some(record) = account.record(index, period) {
            enter(&mut own, record);
            entry.addressable = record.addressable;
            if let Some(potential) = record.potential.as_deref().filter(|_| record.addressable) {
                enter_potential(&mut own, potential);
            }
        }
        let below = Below::of(units, sets.children(index));
        settle(&mut own, settings, prospect, entry, &below);
        units[index] = own;
    }
}

/// Turns the own figures of one unit into those of its branch, in place.
fn settle(unit: &mut UnitFacts, settings: &Settings, prospect: bool, entry: Entry, below: &Below) {
    let own = Figure::ALL.map(|figure| figure.rolled(unit));
    let Entry { addressable, total, .. } = entry;
    let counted = unit.counted;
    let own_status = unit.status;
    let status = own_status.or(below.status);
    let join = |own: Option<f64>, below: Option<f64>| match (own, below) {
        (Some(own), Some(below)) => Some(if total { own } else { own + below }),
        (own, below) => own.or(below),
    };
    let zero = |figure: Figure| {
        let absent = own[figure as usize].is_none() && below.entered[figure as usize].is_none();
        (absent && addressable && figure.is_known_zero(status, prospect)).then_some(0.0)
    };
    let entered = |figure: Figure| join(own[figure as usize], below.entered[figure as usize]);
    let rolled =
        |figure: Figure| join(own[figure as usize], below.rolled[figure as usize]).or_else(|| zero(figure));

    let entered_active_users = entered(Figure::ActiveUsers);
    let status_inherited = own_status.is_none() && status.is_some();
    let active = match settings.activity_rule {
        ActivityRule::UsageOnly => entered_active_users.is_some_and(|users| users >= 1.0),
        _ if own_status.is_none() => below.any_active,
        rule => {
            let contract = match status {
                Some(Status::Active | Status::Expansion) => true,
                Some(Status::Pilot) => settings.count_pilots,
                _ => false,
            };
            contract && (rule == ActivityRule::ContractOnly || entered_active_users != Some(0.0))
        }
    };
    let branch_units = below.units + u32::from(counted);
    let pair = |rate: Rate| {
        let (num, den) = (rate.numerator(), rate.denominator());
        let below_pair = below.pairs[rate as usize];
        match own_pair(total, own[num as usize], own[den as usize], below.rolled[num as usize], zero(num)) {
            Some(own) if total => Some(Pair { covered: branch_units, ..own }),
            // A total without a known numerator says nothing, and what is below it is already part of it.
            None if total && own[den as usize].is_some() => None,
            own => {
                let mut sum = own.map(|own| Pair { covered: u32::from(counted), ..own });
                add_pair(&mut sum, below_pair);
                sum
            }
        }
    };
    let revenue = pair(Rate::Revenue);
    let own_potential = own[Figure::Potential as usize].is_some();
    let own_revenue = own_pair(
        total,
        own[Figure::Arr as usize],
        own[Figure::Potential as usize],
        below.rolled[Figure::Arr as usize],
        zero(Figure::Arr),
    );
    let stops = total && own_potential;
    let own_overage = own_revenue.map_or(0.0, |pair| (pair.num - pair.den).max(0.0));
    unit.valid = true;
    unit.addressable = addressable;
    unit.status = status;
    unit.status_inherited = status_inherited;
    unit.active = active;
    unit.units = branch_units;
    unit.active_units = below.active_units + u32::from(counted && active);
    unit.arr = rolled(Figure::Arr);
    unit.potential = rolled(Figure::Potential);
    unit.category_spend = rolled(Figure::CategorySpend);
    unit.budget_ceiling = rolled(Figure::BudgetCeiling);
    unit.licensed_seats = rolled(Figure::LicensedSeats);
    unit.active_users = rolled(Figure::ActiveUsers);
    unit.eligible_users = rolled(Figure::EligibleUsers);
    unit.entered_arr = entered(Figure::Arr);
    unit.entered_licensed_seats = entered(Figure::LicensedSeats);
    unit.entered_active_users = entered_active_users;
    unit.revenue = revenue;
    unit.wallet = pair(Rate::Wallet);
    unit.spend = pair(Rate::Spend);
    unit.users = pair(Rate::Users);
    unit.seats = pair(Rate::Seats);
    unit.utilisation = pair(Rate::Utilisation);
    unit.white_space = revenue.map(|pair| pair.headroom);
    unit.overage = if stops { own_overage } else { own_overage + below.overage };
    unit.unallocated_arr = own[Figure::Arr as usize]
        .filter(|_| total)
        .zip(below.rolled[Figure::Arr as usize])
        .map(|(own, below)| own - below);
    unit.partial = revenue.map_or(0, |pair| pair.covered) < branch_units;
    unit.carried |= below.carried;
    unit.estimate |= !stops && below.estimate;
    // A range counts where its potential is part of the rate.
    let kept = |own: f64, below: f64| {
        let own = if own_revenue.is_some() { own } else { 0.0 };
        if stops { own } else { own + below }
    };
    unit.ranged = (unit.ranged && own_revenue.is_some()) || (!stops && below.ranged);
    unit.potential_below = kept(unit.potential_below, below.lower_by);
    unit.potential_above = kept(unit.potential_above, below.higher_by);
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

fn add(sum: &mut Option<f64>, term: Option<f64>) {
    if let Some(term) = term {
        *sum = Some(sum.unwrap_or(0.0) + term);
    }
}

fn add_pair(sum: &mut Option<Pair>, term: Option<Pair>) {
    match (sum.as_mut(), term) {
        (Some(sum), Some(term)) => {
            sum.num += term.num;
            sum.den += term.den;
            sum.headroom += term.headroom;
            sum.covered += term.covered;
        }
        (None, Some(_)) => *sum = term,
        (_, None) => {}
    }
}
