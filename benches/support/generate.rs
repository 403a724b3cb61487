//! Workspaces of any size for benches, the same ones for the same seed.

use std::sync::Arc;

use inroads::domain::{
    Account, Amount, Basis, Count, OrgUnit, Period, Potential, Product, ProductKey, ProductState, Region,
    Status, Tier, UnitKey, UnitKind, UnitRecord, Workspace,
};
use jiff::civil::date;

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Six fields in ten are filled.
    fn filled<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(10) < 6).then(|| make(self))
    }

    fn money(&mut self) -> Amount {
        Amount::new((self.below(1_000_000) * 100) as f64 / 100.0).unwrap_or(Amount::ZERO)
    }

    fn people(&mut self) -> Count {
        Count::new(self.below(5000) as u32).expect("small")
    }
}

/// `units` units in accounts of 50 to 2,000, each with records of `periods` quarters that end with 2025-Q4.
pub fn workspace(units: usize, periods: usize, seed: u64) -> Workspace {
    let mut dice = Dice(seed);
    let mut left = units;
    let sizes = std::iter::from_fn(|| {
        let size = (50 + dice.below(1951) as usize).min(left);
        left -= size;
        (size > 0).then_some(size)
    });
    let sizes: Vec<usize> = sizes.collect();
    portfolio(&sizes, periods, seed.wrapping_add(1))
}

/// One account for each size, in units, each with records of `periods` quarters that end with 2025-Q4.
pub fn portfolio(sizes: &[usize], periods: usize, seed: u64) -> Workspace {
    let mut dice = Dice(seed);
    let regions = ["NA", "EMEA", "APAC"]
        .map(|key| Region { key: key.into(), name: key.to_owned(), parent: None })
        .to_vec();
    let products: Vec<Product> = (1..=6)
        .map(|n| Product {
            key: format!("P{n}").into(),
            name: format!("Product {n}"),
            family: None,
            applicable_kinds: Vec::new(),
            list_arr_per_unit: None,
            offered_from: None,
            offered_to: None,
        })
        .collect();
    let keys: Vec<ProductKey> = products.iter().map(|product| product.key.clone()).collect();
    let mut workspace =
        Workspace { regions: Arc::new(regions), products: Arc::new(products), ..Workspace::default() };
    for (number, size) in sizes.iter().enumerate() {
        workspace.accounts.push_back(Arc::new(account(&mut dice, number, *size, periods, &keys)));
    }
    workspace
}

fn account(dice: &mut Dice, number: usize, size: usize, periods: usize, products: &[ProductKey]) -> Account {
    const KINDS: [UnitKind; 6] = [
        UnitKind::Division,
        UnitKind::Subsidiary,
        UnitKind::Country,
        UnitKind::Site,
        UnitKind::Department,
        UnitKind::Team,
    ];
    let mut account = Account::new(format!("account-{number}"), format!("Account {number}"));
    account.tier = Some(Tier::ALL[dice.below(3) as usize]);
    let mut keys = vec![(UnitKey::root(), 0_usize)];
    for n in 0..size {
        // The parent is one of the last nodes, so that trees grow deep and siblings stay near each other.
        let back = 1 + dice.below(keys.len().min(24) as u64) as usize;
        let (parent, depth) = keys[keys.len() - back].clone();
        let kind = KINDS[depth.min(5)];
        let key: UnitKey = format!("unit-{n}").into();
        let mut unit = OrgUnit::new(key.clone(), Some(parent), format!("{} {n}", kind.word()), kind);
        unit.region = (depth == 0).then(|| ["NA", "EMEA", "APAC"][dice.below(3) as usize].into());
        unit.importance = dice.filled(|dice| 1 + dice.below(5) as u8);
        if depth < 8 {
            keys.push((key, depth + 1));
        }
        let first = Period::quarter(2025, 4).plus(1 - periods as i32);
        let records = (0..periods as i32)
            .filter_map(|step| dice.filled(|dice| (first.plus(step), record(dice, products))))
            .collect();
        account.push_unit(unit, records);
    }
    account
}

fn record(dice: &mut Dice, products: &[ProductKey]) -> UnitRecord {
    let mut record = UnitRecord {
        status: dice.filled(|dice| Status::ALL[dice.below(6) as usize]),
        arr: dice.filled(Dice::money),
        one_time: dice.filled(Dice::money),
        potential: dice.filled(|dice| {
            Arc::new(Potential {
                value: dice.money(),
                low: dice.filled(|_| Amount::ZERO),
                high: dice.filled(|_| Amount::new(2e6).unwrap_or(Amount::ZERO)),
                basis: Basis::Headcount {
                    quantity: dice.filled(Dice::money),
                    price: dice.filled(Dice::money),
                },
                source: dice.filled(|_| "Head of operations".to_owned()),
                reviewed_on: dice
                    .filled(|dice| date(2025, 1 + dice.below(12) as i8, 1 + dice.below(28) as i8)),
            })
        }),
        category_spend: dice.filled(Dice::money),
        budget_ceiling: dice.filled(Dice::money),
        licensed_seats: dice.filled(Dice::people),
        active_users: dice.filled(Dice::people),
        eligible_users: dice.filled(Dice::people),
        depth: dice.filled(|dice| Amount::new(dice.below(101) as f64).unwrap_or(Amount::ZERO)),
        note: dice.filled(|_| "Asked in spring".into()),
        ..UnitRecord::default()
    };
    for product in products {
        let state = dice.filled(|dice| ProductState::ALL[dice.below(5) as usize]);
        record.set_product(product, state);
    }
    record
}
