//! Ten accounts over eight quarters, for the scoring, ranking and trends panels.

use std::sync::Arc;

use inroads::domain::{Account, Amount, Period, ProductState, Status, Target, Tier, UnitKind, Workspace};

use super::build::{Fields, Furnish, Grow, NOW, rec, unit, workspace};

/// Revenue, divisions of nine or ten, users of a hundred, products of four, change in pp; white space in thousands.
type Sample = (&'static str, Tier, f64, (usize, usize), u32, usize, f64, f64);

#[rustfmt::skip]
const ACCOUNTS: [Sample; 10] = [
    ("TechCorp", Tier::Strategic, 35.714, (3, 9), 27, 2, 6.0, 2700.0),
    ("Borealis", Tier::Enterprise, 55.0, (2, 10), 30, 1, 0.0, 1350.0),
    ("Cobalt", Tier::Strategic, 30.0, (6, 10), 45, 3, -3.0, 3120.0),
    ("Dunmore", Tier::Enterprise, 20.0, (4, 10), 60, 2, 0.0, 1840.0),
    ("Everline", Tier::Enterprise, 30.0, (3, 10), 25, 2, 0.1, 960.0),
    ("Fenwick", Tier::Standard, 18.0, (4, 11), 52, 2, -2.0, 740.0),
    ("Granite Rail", Tier::Enterprise, 27.0, (2, 9), 21, 1, 0.2, 2240.0),
    ("Halden Foods", Tier::Standard, 16.0, (2, 10), 25, 2, 0.0, 410.0),
    ("Iberis", Tier::Standard, 22.0, (2, 11), 16, 1, -2.0, 1180.0),
    ("Juno Health", Tier::Strategic, 9.0, (1, 10), 8, 1, -2.0, 2960.0),
];

/// Ten accounts over eight quarters, with targets for the first.
pub fn ten_accounts() -> Workspace {
    let products = ["p1", "p2", "p3", "p4"];
    workspace(ACCOUNTS.iter().map(account)).regions(&["na"]).products(&products)
}

fn account(sample: &Sample) -> Account {
    let &(name, tier, revenue, (active, divisions), users, products, change, white_space) = sample;
    let mut account = Account::new(name.to_lowercase().replace(' ', "-"), name);
    account.tier = Some(tier);
    let potential = 1000.0 * white_space / (1.0 - revenue / 100.0) / divisions as f64;
    for division in 0..divisions {
        let records = (0..8).map(|ago| {
            let period = NOW.plus(ago - 7);
            let back = f64::from(7 - ago);
            let rate = (revenue - if ago == 7 { 0.0 } else { change + 2.5 * (back - 1.0) }).max(1.0) / 100.0;
            let potential = if ago < 4 { 0.93 * potential } else { potential };
            let on = division < active && (ago >= 5 || division == 0);
            let mut record = rec()
                .status(if on { Status::Active } else { Status::Unpenetrated })
                .potential(potential.round())
                .arr((potential * rate).round())
                .licensed(users)
                .active(users * (10 + ago as u32) / 17)
                .eligible(100);
            if ago == 7 {
                record = record.active(users);
            }
            if on && division == 0 {
                for key in ["p1", "p2", "p3", "p4"].into_iter().take(if ago == 7 { products } else { 1 }) {
                    record = record.product(key, ProductState::Adopted);
                }
            }
            (period, record)
        });
        account =
            account.with(unit(&format!("{name} {division}"), "", UnitKind::Division), records.collect());
    }
    if name == "TechCorp" {
        let target = |metric: &str, value: f64| Target {
            metric: metric.into(),
            value: Amount::new(value).unwrap(),
            due_period: Period::quarter(2026, 4),
        };
        account.targets = Arc::new(vec![
            target("overall_penetration", 75.0),
            target("division_penetration", 77.8),
            target("user_penetration", 60.0),
            target("product_penetration", 100.0),
        ]);
    }
    account
}
