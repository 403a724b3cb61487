//! Roll-ups of random trees against sums written straight from the definitions, one unit at a time.

use std::{collections::BTreeMap, sync::Arc};

use inroads::{
    domain::{
        Account, Counting, EntryMode, OrgUnit, Period, Status, Tier, UnitKey, UnitKind, UnitRecord, Workspace,
    },
    engine::metrics::{Figure, METRICS, Rate, Unit, UnitMeasure, amounts, contributions},
};
use proptest::prelude::*;

use super::support::build::{Fields, Grow, Measured, NOW, account, measure, rec, unit, workspace};

/// One random unit: parent among those before it, kind, counting, mode, life and record.
#[derive(Debug, Clone)]
struct Seed {
    parent: prop::sample::Index,
    kind: UnitKind,
    counting: Counting,
    total: bool,
    exists: bool,
    record: Option<UnitRecord>,
}

fn record() -> impl Strategy<Value = UnitRecord> {
    let status = prop::option::of(prop::sample::select(Status::ALL));
    let figures = prop::array::uniform7(prop::option::of(0_u32..500));
    (status, any::<bool>(), prop::bool::weighted(0.9), figures).prop_map(|(status, sure, addressable, f)| {
        let mut record = UnitRecord { status, addressable, ..rec() };
        let value = |index: usize| f[index].map(f64::from);
        record = value(0).map_or(record.clone(), |v| record.arr(v));
        record =
            value(1).map_or(record.clone(), |v| if sure { record.potential(v) } else { record.estimate(v) });
        record = value(2).map_or(record.clone(), |v| record.wallet(v));
        record = value(3).map_or(record.clone(), |v| record.budget(v));
        record = f[4].map_or(record.clone(), |v| record.licensed(v));
        record = f[5].map_or(record.clone(), |v| record.active(v));
        f[6].map_or(record.clone(), |v| record.eligible(v))
    })
}

fn seed() -> impl Strategy<Value = Seed> {
    (
        any::<prop::sample::Index>(),
        prop::sample::select(&UnitKind::ALL[1..]),
        prop::sample::select(Counting::ALL),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.85),
        prop::option::weighted(0.8, record()),
    )
        .prop_map(|(parent, kind, counting, total, exists, record)| Seed {
            parent,
            kind,
            counting,
            total,
            exists,
            record,
        })
}

fn grown(seeds: &[Seed], root: Option<UnitRecord>, prospect: bool) -> Account {
    let mut account = account();
    account.tier = prospect.then_some(Tier::Prospect);
    if let Some(record) = root {
        account.records[0] = Arc::new(vec![(NOW, record)]);
    }
    for (index, seed) in seeds.iter().enumerate() {
        let parent = match seed.parent.index(index + 1) {
            0 => String::new(),
            above => format!("u{}", above - 1),
        };
        let mut node = unit(&format!("u{index}"), &parent, seed.kind);
        node.position = Some(index as u32);
        node.counting = seed.counting;
        node.entry_mode = if seed.total { EntryMode::Total } else { EntryMode::Direct };
        node.valid_to = (!seed.exists).then(|| NOW.plus(-1));
        account.push_unit(node, seed.record.iter().map(|record| (NOW, record.clone())).collect());
    }
    account
}

/// The definitions, read off the specification with names instead of indices and recursion instead of passes.
struct Plain<'a> {
    account: &'a Account,
    children: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Plain<'a> {
    fn new(account: &'a Account) -> Self {
        let mut children: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, node) in account.units.iter().enumerate().skip(1) {
            if node.is_valid_in(NOW) {
                children.entry(Self::parent(account, node)).or_default().push(index);
            }
        }
        for siblings in children.values_mut() {
            siblings.sort_by_key(|index| account.units[*index].position);
        }
        Self { account, children }
    }

    /// Key of the nearest ancestor that exists.
    fn parent(account: &'a Account, node: &'a OrgUnit) -> &'a str {
        let key = node.parent.as_ref().map_or("", UnitKey::as_str);
        let parent = account.units.iter().find(|other| other.key.as_str() == key).unwrap();
        if key.is_empty() || parent.is_valid_in(NOW) { key } else { Self::parent(account, parent) }
    }

    fn below(&self, at: usize) -> &[usize] {
        self.children.get(self.account.units[at].key.as_str()).map_or(&[], Vec::as_slice)
    }

    fn own(&self, at: usize, figure: Figure) -> Option<f64> {
        figure.entered(self.account.record(at, NOW).filter(|record| record.addressable)?)
    }

    fn status(&self, at: usize) -> Option<Status> {
        use Status::{Active, CompetitorHeld, Expansion, Lost, Pilot, Unpenetrated};
        let own = self.account.record(at, NOW).and_then(|record| record.status);
        let inherited: Vec<Status> = self.below(at).iter().filter_map(|child| self.status(*child)).collect();
        let order = [Active, Expansion, Pilot, CompetitorHeld, Lost, Unpenetrated];
        own.or_else(|| order.into_iter().find(|status| inherited.contains(status)))
    }

    fn entered(&self, at: usize, figure: Figure) -> Option<f64> {
        let kids = total(self.below(at).iter().map(|child| self.entered(*child, figure)));
        let own = self.own(at, figure);
        if self.is_total(at) { own.or(kids) } else { total([own, kids]) }
    }

    fn zero(&self, at: usize, figure: Figure) -> Option<f64> {
        let customer_figure = matches!(figure, Figure::Arr | Figure::LicensedSeats | Figure::ActiveUsers);
        let zero = match self.status(at) {
            Some(Status::Unpenetrated | Status::CompetitorHeld | Status::Lost) => customer_figure,
            Some(Status::Pilot) => figure == Figure::Arr,
            Some(_) => false,
            None => customer_figure && self.account.tier == Some(Tier::Prospect),
        };
        let addressable = self.account.record(at, NOW).is_none_or(|record| record.addressable);
        let kids = total(self.below(at).iter().map(|child| self.entered(*child, figure)));
        (zero && addressable && self.own(at, figure).is_none() && kids.is_none()).then_some(0.0)
    }

    fn is_total(&self, at: usize) -> bool {
        self.account.units[at].entry_mode == EntryMode::Total
    }

    fn kids(&self, at: usize, figure: Figure) -> Option<f64> {
        total(self.below(at).iter().map(|child| self.rolled(*child, figure)))
    }

    fn rolled(&self, at: usize, figure: Figure) -> Option<f64> {
        let (own, kids) = (self.own(at, figure), self.kids(at, figure));
        let sum = if self.is_total(at) { own.or(kids) } else { total([own, kids]) };
        sum.or_else(|| self.zero(at, figure))
    }

    /// Every contributing numerator and denominator.
    fn pairs(&self, at: usize, rate: Rate) -> Vec<(f64, f64)> {
        let (num, den) = (rate.numerator(), rate.denominator());
        let own_num = self.own(at, num);
        if let (true, Some(den)) = (self.is_total(at), self.own(at, den)) {
            let num = own_num.or_else(|| self.kids(at, num)).or_else(|| self.zero(at, num));
            return num.map(|num| (num, den)).into_iter().collect();
        }
        let own = own_num.or_else(|| self.zero(at, num)).zip(self.own(at, den));
        own.into_iter().chain(self.below(at).iter().flat_map(|child| self.pairs(*child, rate))).collect()
    }

    /// Whether a unit counts: tried against every other candidate, by walking up from it.
    fn counts(&self, at: usize) -> bool {
        let candidate = |at: usize| {
            let node = &self.account.units[at];
            at != 0
                && node.is_valid_in(NOW)
                && !matches!(node.kind, UnitKind::Account | UnitKind::Region)
                && node.counting != Counting::Never
                && self.account.record(at, NOW).is_none_or(|record| record.addressable)
        };
        let above = |mut at: usize| {
            let mut line = Vec::new();
            while at != 0 {
                let key = Self::parent(self.account, &self.account.units[at]);
                at = self.account.units.iter().position(|unit| unit.key.as_str() == key).unwrap();
                line.push(at);
            }
            line
        };
        let always = |at: usize| candidate(at) && self.account.units[at].counting == Counting::Always;
        let others = 1..self.account.units.len();
        candidate(at)
            && (always(at)
                || (!above(at).into_iter().any(always)
                    && !others.into_iter().any(|other| candidate(other) && above(other).contains(&at))))
    }
}

fn total(terms: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    terms.into_iter().flatten().reduce(|sum, term| sum + term)
}

fn compare(account: &Account, found: &Measured) {
    let plain = Plain::new(account);
    for (at, unit) in account.units.iter().enumerate() {
        let facts = &found.facts.units[at];
        if at != 0 && !unit.is_valid_in(NOW) {
            assert!(!facts.valid && facts.arr().is_none() && !facts.counted);
            continue;
        }
        assert_eq!(facts.status, plain.status(at));
        assert_eq!(facts.counted, plain.counts(at), "{}", unit.key);
        for figure in Figure::ALL {
            // Whole numbers add exactly in any order, so the two must agree to the last bit.
            assert_eq!(figure.rolled(facts), plain.rolled(at, figure), "{} {figure:?}", unit.key);
            assert_eq!(figure.rolled_entered(facts), plain.entered(at, figure));
            let parts = amounts(account, &found.facts, at, figure);
            assert_eq!(figure.rolled(facts), total(parts.iter().map(|part| Some(part.amount))));
        }
        for rate in Rate::ALL {
            let pairs = plain.pairs(at, rate);
            let sum = |of: fn(&(f64, f64)) -> f64| total(pairs.iter().map(|pair| Some(of(pair))));
            let pair = rate.pair(facts);
            assert_eq!(pair.map(|pair| pair.num), sum(|pair| pair.0), "{} {rate:?}", unit.key);
            assert_eq!(pair.map(|pair| pair.den), sum(|pair| pair.1));
            assert_eq!(pair.map(|pair| pair.headroom), sum(|pair| (pair.1 - pair.0).max(0.0)));
            let parts = contributions(account, &found.facts, at, rate);
            let parts: Vec<(f64, f64)> = parts.iter().map(|part| (part.pair.num, part.pair.den)).collect();
            assert_eq!(sorted(parts), sorted(pairs));
        }
        if let Some(pair) = facts.revenue() {
            assert_eq!(facts.white_space().unwrap() - facts.overage(), pair.den - pair.num);
        }
        for which in Rate::ALL.map(UnitMeasure::Rate) {
            let value = which.measure(facts);
            assert!(value.value.is_none_or(|value| value.is_finite() && value >= 0.0));
        }
    }
}

/// Below a unit that does not exist, siblings of different parents meet; their order is not compared here.
fn sorted(mut pairs: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    pairs.sort_by(|a, b| a.partial_cmp(b).unwrap());
    pairs
}

/// The same account with its rows below the root in another order.
fn shuffled(account: &Account, order: &[usize]) -> Account {
    let mut other = Account { units: account.units.clone(), ..account.clone() };
    for (place, from) in order.iter().enumerate() {
        other.units[place + 1] = account.units[from + 1].clone();
        other.records[place + 1] = account.records[from + 1].clone();
    }
    other
}

/// Fractions whose sums depend on the order in which they are added.
fn with_fractions(mut account: Account) -> Account {
    for records in &mut account.records {
        for (_, record) in Arc::make_mut(records).iter_mut() {
            if let Some(arr) = record.arr {
                *record = record.clone().arr(arr.get() / 7.0);
            }
        }
    }
    account
}

fn at(workspace: &Workspace, period: Period) -> Measured {
    Measured::new(workspace, 0, period)
}

#[test]
fn every_unit_of_a_large_account_keeps_its_own_record() {
    let mut account = account();
    for index in 0..1_000_u32 {
        let records = if index % 3 == 0 { vec![] } else { vec![(NOW, rec().arr(f64::from(index)))] };
        account.push_unit(unit(&format!("u{index}"), "", UnitKind::Division), records);
    }
    let found = measure(&workspace([account]));
    for index in 0..1_000_u32 {
        let expected = (index % 3 != 0).then_some(f64::from(index));
        assert_eq!(found.facts.units[index as usize + 1].arr(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn roll_ups_are_the_sums_of_the_definitions(
        seeds in prop::collection::vec(seed(), 0..24),
        root in prop::option::of(record()),
        prospect in any::<bool>(),
    ) {
        let account = grown(&seeds, root, prospect);
        let found = measure(&workspace([account.clone()]));
        compare(&account, &found);
        if let (Some(white_space), Some(overage), Some(gap)) =
            (found.value("white_space"), found.value("overage"), found.value("net_gap"))
        {
            prop_assert_eq!(white_space - overage, gap);
        }
        for spec in METRICS.iter().filter(|spec| spec.unit == Unit::Percent) {
            let value = found.metrics.get(spec.key);
            prop_assert!(value.value.is_none_or(|rate| rate.is_finite() && rate >= 0.0), "{}", spec.key);
            let over = value.value.is_some_and(|rate| rate > 100.000_001);
            prop_assert!(!over || value.flags.over_100, "{} is over 100 and does not say so", spec.key);
        }
    }

    /// Where seats, users and eligible people are all known, the two steps to a user make one.
    #[test]
    fn user_penetration_is_seat_penetration_times_utilisation(
        units in prop::collection::vec((1_u32..500, 0_u32..500, 1_u32..900), 1..12),
    ) {
        let account = units.iter().enumerate().fold(account(), |account, (index, (licensed, active, eligible))| {
            let record = rec().status(Status::Active).licensed(*licensed).active(*active).eligible(*eligible);
            account.division(&format!("d{index}"), record)
        });
        let found = measure(&workspace([account]));
        let rate = |key: &str| found.value(key).unwrap();
        let product = rate("seat_penetration") * rate("seat_utilisation") / 100.0;
        prop_assert!((rate("user_penetration") - product).abs() < 1e-9);
    }

    /// What numerator and denominator brought is all that a rate moved by.
    #[test]
    fn effects_add_up_to_the_change(now in (0_u32..500, 1_u32..500), before in (0_u32..500, 1_u32..500)) {
        let record = |(arr, potential): (u32, u32)| {
            rec().status(Status::Active).arr(f64::from(arr)).potential(f64::from(potential))
        };
        let found = measure(&workspace([account().division("d", record(now)).record("d", NOW.plus(-1), record(before))]));
        let parts = ["numerator_effect", "denominator_effect"].map(|key| found.value(key).unwrap());
        prop_assert!((parts[0] + parts[1] - found.value("qoq_pp").unwrap()).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        seeds in prop::collection::vec(seed(), 1..24),
        keys in prop::collection::vec(any::<u32>(), 24),
    ) {
        let account = with_fractions(grown(&seeds, None, false));
        let mut order: Vec<usize> = (0..seeds.len()).collect();
        order.sort_by_key(|index| keys[*index]);
        let one = at(&workspace([account.clone()]), NOW);
        let other = at(&workspace([shuffled(&account, &order)]), NOW);
        for spec in METRICS {
            prop_assert_eq!(one.metrics.get(spec.key), other.metrics.get(spec.key), "{}", spec.key);
        }
    }
}
