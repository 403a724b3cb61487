//! One pass from the leaves to the root: status, activity, amounts and pairs of every branch.

use crate::domain::{Account, ActivityRule, EntryMode, OrgUnit, Period, Settings, Status, Tier, UnitRecord};

use super::{
    Figure, Pair, Rate, UnitFacts,
    shape::{NONE, Shape},
};

/// What was entered for one node that exists in the period; both `None` for a node that does not.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub unit: Option<&'a OrgUnit>,
    pub record: Option<&'a UnitRecord>,
}

impl Node<'_> {
    /// Whether its own figures count; the default is yes.
    pub fn addressable(&self) -> bool {
        self.record.is_none_or(|record| record.addressable)
    }

    /// Whether its own figures already include those of its children.
    pub fn is_total(&self) -> bool {
        self.unit.is_some_and(|unit| unit.entry_mode == EntryMode::Total)
    }

    /// Own figures, absent where the node is not addressable.
    pub fn own(&self) -> [Option<f64>; 7] {
        match self.record.filter(|record| record.addressable) {
            Some(record) => Figure::ALL.map(|figure| figure.entered(record)),
            None => [None; 7],
        }
    }
}

/// What was entered, parallel to the account's units. A record outside its unit's life is ignored (ruling B86).
pub(super) fn nodes<'a>(account: &'a Account, shape: &Shape, period: Period) -> Vec<Node<'a>> {
    let mut nodes = Vec::with_capacity(shape.parents.len());
    for (index, (unit, records)) in account.units.iter().zip(&account.records).enumerate() {
        let exists = index == 0 || shape.parents[index] != NONE;
        let record = || records.binary_search_by_key(&period, |(at, _)| *at).ok().map(|at| &records[at].1);
        nodes.push(if exists {
            Node { unit: Some(unit), record: record() }
        } else {
            Node { unit: None, record: None }
        });
    }
    nodes
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
        }
        sum
    }
}

/// Computes every node from its children; nodes that do not exist keep the default.
pub(super) fn roll(
    settings: &Settings,
    tier: Option<Tier>,
    shape: &Shape,
    nodes: &[Node<'_>],
    counted: &[u32],
) -> Vec<UnitFacts> {
    let mut units = vec![UnitFacts::default(); nodes.len()];
    for index in counted {
        units[*index as usize].counted = true;
    }
    let prospect = tier == Some(Tier::Prospect);
    for &node in shape.order.iter().rev() {
        let index = node as usize;
        let below = Below::of(&units, shape.children(index));
        let counted = units[index].counted;
        units[index] = unit_facts(settings, prospect, &nodes[index], &below, counted);
        units[index].parent = shape.parent(index);
    }
    units
}

fn unit_facts(
    settings: &Settings,
    prospect: bool,
    node: &Node<'_>,
    below: &Below,
    counted: bool,
) -> UnitFacts {
    let own = node.own();
    let addressable = node.addressable();
    let total = node.is_total();
    let own_status = node.record.and_then(|record| record.status);
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
    let own_estimate = own_potential
        && node
            .record
            .and_then(|record| record.potential.as_ref())
            .is_some_and(|potential| !potential.is_grounded());
    let own_carried = node.record.is_some_and(|record| record.carried_from.is_some() && !record.confirmed);
    UnitFacts {
        valid: node.unit.is_some(),
        parent: None,
        addressable,
        has_record: node.record.is_some(),
        counted,
        status,
        status_inherited,
        active,
        units: branch_units,
        active_units: below.active_units + u32::from(counted && active),
        arr: rolled(Figure::Arr),
        potential: rolled(Figure::Potential),
        category_spend: rolled(Figure::CategorySpend),
        budget_ceiling: rolled(Figure::BudgetCeiling),
        licensed_seats: rolled(Figure::LicensedSeats),
        active_users: rolled(Figure::ActiveUsers),
        eligible_users: rolled(Figure::EligibleUsers),
        entered_arr: entered(Figure::Arr),
        entered_licensed_seats: entered(Figure::LicensedSeats),
        entered_active_users,
        revenue,
        wallet: pair(Rate::Wallet),
        spend: pair(Rate::Spend),
        users: pair(Rate::Users),
        seats: pair(Rate::Seats),
        utilisation: pair(Rate::Utilisation),
        white_space: revenue.map(|pair| pair.headroom),
        overage: if stops { own_overage } else { own_overage + below.overage },
        unallocated_arr: own[Figure::Arr as usize]
            .filter(|_| total)
            .zip(below.rolled[Figure::Arr as usize])
            .map(|(own, below)| own - below),
        partial: revenue.map_or(0, |pair| pair.covered) < branch_units,
        carried: own_carried || below.carried,
        estimate: own_estimate || (!stops && below.estimate),
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
