//! Random sound accounts in which every field is filled sometimes.

use std::sync::Arc;

use inroads::domain::*;

use crate::random_workspace::{Dice, key, period, targets};

/// An account whose references all resolve.
pub fn account(
    d: &mut Dice,
    n: usize,
    kind: PeriodKind,
    regions: &[Region],
    products: &[Product],
) -> Account {
    let region =
        |d: &mut Dice| (!regions.is_empty() && d.coin()).then(|| regions[d.below(regions.len())].key.clone());
    let product = |d: &mut Dice| {
        (!products.is_empty() && d.coin()).then(|| products[d.below(products.len())].key.clone())
    };
    let mut a = Account::new(format!("a{n}{}", d.text()), d.text());
    a.owner = d.maybe(Dice::text);
    a.tier = d.maybe(|d| d.one(Tier::ALL));
    a.customer_since = d.maybe(Dice::day);
    a.regions_in_scope = region(d).into_iter().collect();
    a.comparable_group = d.maybe(Dice::text);
    let mut keys = vec![UnitKey::root()];
    for n in 0..d.below(12) {
        let parent = d.below(keys.len());
        let mut unit = OrgUnit::new(key(d, n), Some(keys[parent].clone()), d.text(), d.one(UnitKind::ALL));
        let at = region(d);
        decorate(d, &mut unit, kind, &keys, at);
        keys.push(unit.key.clone());
        let records = records(d, kind, products);
        a.push_unit(unit, records);
    }
    if d.coin() {
        let mut root = OrgUnit { name: d.text(), ..OrgUnit::root() };
        let at = region(d);
        decorate(d, &mut root, kind, &keys, at);
        a.units[0] = Arc::new(root);
        a.records[0] = Arc::new(records(d, kind, products));
    }
    let unit = |d: &mut Dice| keys[d.below(keys.len())].clone();
    let units = |d: &mut Dice| d.some_of(3, |d| unit(d));
    let people: Vec<StakeholderKey> = (0..d.below(4)).map(|n| key(d, n).into()).collect();
    a.stakeholders = Arc::new(
        people
            .iter()
            .enumerate()
            .map(|(n, key)| {
                let mut engagements = d.some_of(3, Dice::day);
                engagements.sort();
                Stakeholder {
                    key: key.clone(),
                    name: d.text(),
                    unit: unit(d),
                    role: d.one(Role::ALL),
                    sentiment: d.one(Sentiment::ALL),
                    engagements,
                    known_since: d.maybe(Dice::day),
                    left_on: d.maybe(Dice::day),
                    reports_to: n.checked_sub(1).and_then(|above| d.maybe(|_| people[above].clone())),
                    influences: d.some_of(2, |d| people[d.below(people.len())].clone()),
                    relations: d.some_of(2, |d| (d.text(), d.one(Relation::ALL))),
                }
            })
            .collect(),
    );
    a.competitors = Arc::new(d.some_of(3, |d| Competitor {
        name: d.text(),
        kind: d.one(CompetitorKind::ALL),
        unit: unit(d),
        product: product(d),
        level: d.one(CompetitorLevel::ALL),
        contract_expiry: d.maybe(Dice::day),
        since: d.maybe(Dice::day),
        until: d.maybe(Dice::day),
        estimated_arr: d.maybe(Dice::amount),
    }));
    a.signals = Arc::new(
        (0..d.below(4))
            .map(|n| Signal {
                key: key(d, n).into(),
                kind: d.one(SignalKind::ALL),
                unit: unit(d),
                date: d.day(),
                strength: 1 + d.below(3) as u8,
                state: d.one(SignalState::ALL),
                note: d.maybe(Dice::text),
            })
            .collect(),
    );
    a.roadmap = Arc::new(
        (0..d.below(4))
            .map(|n| {
                let due_period = period(d, kind);
                RoadmapItem {
                    key: key(d, n).into(),
                    priority: d.maybe(|d| d.below(9) as u32),
                    title: d.text(),
                    target_units: units(d),
                    axis: d.maybe(|d| d.one(Axis::ALL)),
                    opportunity: d.maybe(Dice::amount),
                    strategy: d.maybe(|d| d.one(Strategy::ALL)),
                    start_period: d.maybe(|d| due_period.plus(-(d.below(3) as i32))),
                    due_period,
                    ramp_periods: 1 + d.below(4) as u32,
                    risk: d.one(Risk::ALL),
                    risk_note: d.maybe(Dice::text),
                    probability_override: d.maybe(Dice::share),
                    responsible: d.maybe(Dice::text),
                    accountable: d.maybe(Dice::text),
                    consulted: d.names(),
                    informed: d.names(),
                    effects: Effects {
                        activates: units(d),
                        users: d.maybe(Dice::count),
                        seats: d.maybe(Dice::count),
                        adopts: product(d).map(|product| (unit(d), product)).into_iter().collect(),
                    },
                    status: d.one(ItemStatus::ALL),
                    completed_in: d.maybe(|d| period(d, kind)),
                }
            })
            .collect(),
    );
    a.targets = Arc::new(targets(d, kind));
    a.movements = Arc::new(d.some_of(2, |d| Movement {
        period: period(d, kind),
        begin: d.maybe(Dice::amount),
        new: d.maybe(Dice::amount),
        expansion: d.maybe(Dice::amount),
        contraction: d.maybe(Dice::amount),
        churn: d.maybe(Dice::amount),
    }));
    a
}

fn decorate(d: &mut Dice, unit: &mut OrgUnit, kind: PeriodKind, keys: &[UnitKey], region: Option<RegionKey>) {
    unit.position = d.maybe(|d| d.below(9) as u32);
    unit.region = region;
    unit.owner = d.maybe(Dice::text);
    unit.importance = d.maybe(|d| 1 + d.below(5) as u8);
    unit.counting = d.one(Counting::ALL);
    unit.entry_mode = d.one(EntryMode::ALL);
    unit.valid_from = d.maybe(|_| Period(2023 * kind.per_year()));
    unit.valid_to = d.maybe(|d| period(d, kind));
    unit.successor = d.maybe(|d| keys[d.below(keys.len())].clone());
    unit.adjacent = d.some_of(2, |d| keys[d.below(keys.len())].clone());
}

fn records(d: &mut Dice, kind: PeriodKind, products: &[Product]) -> Vec<(Period, UnitRecord)> {
    let first = period(d, kind);
    let mut list = Vec::new();
    for step in 0..d.below(4) {
        let at = first.plus(step as i32);
        let potential = d.maybe(|d| {
            let value = d.amount();
            let basis = match d.one(BasisKind::ALL) {
                BasisKind::Headcount => {
                    Basis::Headcount { quantity: d.maybe(Dice::amount), price: d.maybe(Dice::amount) }
                }
                BasisKind::Locations => {
                    Basis::Locations { quantity: d.maybe(Dice::amount), price: d.maybe(Dice::amount) }
                }
                BasisKind::StatedBudget => Basis::StatedBudget { amount: d.maybe(Dice::amount) },
                BasisKind::Comparable => {
                    Basis::Comparable { quantity: d.maybe(Dice::amount), quantile: d.maybe(Dice::share) }
                }
                BasisKind::Estimate => Basis::Estimate,
            };
            Arc::new(Potential {
                value,
                low: d.maybe(|_| Amount::ZERO),
                high: d.maybe(|_| Amount::new(f64::MAX).unwrap()),
                basis,
                source: d.maybe(Dice::text),
                reviewed_on: d.maybe(Dice::day),
            })
        });
        let mut record = UnitRecord {
            status: d.maybe(|d| d.one(Status::ALL)),
            addressable: d.coin(),
            arr: d.maybe(Dice::amount),
            one_time: d.maybe(Dice::amount),
            potential,
            category_spend: d.maybe(Dice::amount),
            budget_ceiling: d.maybe(Dice::amount),
            licensed_seats: d.maybe(Dice::count),
            active_users: d.maybe(Dice::count),
            eligible_users: d.maybe(Dice::count),
            products: ProductStates::default(),
            depth: d.maybe(Dice::share),
            confirmed: d.coin(),
            carried_from: d.maybe(|_| at.plus(-1)),
            note: d.maybe(|d| d.text().into()),
        };
        for product in products {
            record.set_product(&product.key, d.maybe(|d| d.one(ProductState::ALL)));
        }
        list.push((at, record));
    }
    list
}
