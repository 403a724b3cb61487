//! Random workspaces with figures of everyday size, under models whose factors name measures.

use std::sync::Arc;

use inroads::{domain::*, engine::metrics::METRICS};

use crate::{
    random_account,
    random_workspace::{self, Dice},
};

/// A workspace of three to six accounts with figures in a period and the one before, and that period; every headline
/// axis, activity rule, aggregation and way with missing factors comes up in twenty of them.
pub fn workspace(seed: u64) -> (Workspace, Period) {
    let mut workspace = random_workspace::workspace(seed);
    let mut dice = Dice(seed ^ 0xCA1C);
    let d = &mut dice;
    let turn = seed as usize;
    let model = model(d, turn);
    let kind = workspace.settings.period_kind;
    let period = Period(2024 * kind.per_year() + 8 + d.below(8) as i32);
    let grow = |d: &mut Dice, n| {
        let mut account = random_account::account(d, n, kind, &workspace.regions, &workspace.products);
        fill(d, &mut account, period, &workspace.products);
        for (target, factor) in Arc::make_mut(&mut account.targets).iter_mut().zip(&model.factors) {
            target.metric = factor.metric.clone();
            target.value = everyday(d);
        }
        Arc::new(account)
    };
    workspace.accounts = (0..3 + d.below(4)).map(|n| grow(d, n)).collect();
    // What refers to the accounts that were there before.
    (workspace.owners, workspace.acknowledgements) = Default::default();
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.headline_axis = Axis::ALL[turn % Axis::ALL.len()];
    settings.activity_rule = ActivityRule::ALL[turn % ActivityRule::ALL.len()];
    settings.active_model = model.key.clone();
    workspace.models = Arc::new(vec![Arc::new(model)]);
    (workspace, period)
}

/// Gives most units a record in the period and the one before, and most of them an endless life. One account in eight
/// has no record at all.
fn fill(d: &mut Dice, account: &mut Account, period: Period, products: &[Product]) {
    let is_empty = d.below(8) == 0;
    for (unit, records) in account.units.iter_mut().zip(account.records.iter_mut()) {
        let unit = Arc::make_mut(unit);
        if d.below(4) > 0 {
            (unit.valid_from, unit.valid_to) = (None, None);
        }
        // A tree in which all figures are totals says little of what is below.
        if d.below(2) == 0 {
            (unit.counting, unit.entry_mode) = (Counting::Auto, EntryMode::Direct);
        }
        let records = Arc::make_mut(records);
        records.clear();
        for at in [period.plus(-1), period] {
            if !is_empty && d.below(6) > 0 {
                records.push((at, record(d, products)));
            }
        }
    }
}

fn everyday(d: &mut Dice) -> Amount {
    let value = match d.below(6) {
        0 => 0.0,
        1 => d.below(9_000_000) as f64 / 7.0,
        _ => d.below(1_000_000) as f64,
    };
    Amount::new(value).unwrap()
}

fn record(d: &mut Dice, products: &[Product]) -> UnitRecord {
    let mostly = |d: &mut Dice| d.below(5) > 0;
    let amount = |d: &mut Dice| mostly(d).then(|| everyday(d));
    let count = |d: &mut Dice| mostly(d).then(|| Count::new(d.below(2000) as u32).unwrap());
    let mut record = UnitRecord {
        status: mostly(d).then(|| d.one(Status::ALL)),
        addressable: d.below(6) > 0,
        arr: amount(d),
        potential: amount(d).map(|value| Arc::new(Potential::estimate(value))),
        category_spend: amount(d),
        budget_ceiling: amount(d),
        licensed_seats: count(d),
        active_users: count(d),
        eligible_users: count(d),
        ..UnitRecord::default()
    };
    for product in products {
        record.set_product(&product.key, d.maybe(|d| d.one(ProductState::ALL)));
    }
    record
}

fn model(d: &mut Dice, turn: usize) -> ScoringModel {
    let metrics = [
        "revenue_penetration",
        "division_penetration",
        "user_penetration",
        "product_penetration",
        "qoq_pp",
        "overall_penetration",
        "unit_penetration",
        "geographic_penetration",
        "seat_utilisation",
        "qoq_relative",
    ];
    let factor = |d: &mut Dice, n: usize| {
        let metric = if d.below(4) == 0 { METRICS[d.below(METRICS.len())].key } else { d.one(&metrics) };
        let middle = d.below(60) as f64;
        Factor {
            key: format!("f{n}").as_str().into(),
            label: d.text(),
            metric: metric.into(),
            weight_raw: Amount::new(d.below(50) as f64).unwrap(),
            locked: d.coin(),
            curve: match (turn + n) % 7 {
                0 => Curve::Linear { lo: -5.5, hi: 80.0 },
                1 => Curve::InverseLinear { lo: 0.0, hi: 90.0 },
                2 => Curve::Step { points: vec![(-1.0, 20.0), (middle, 40.0), (75.0, 95.0)], floor: 5.0 },
                3 => Curve::Piecewise { points: vec![(-10.0, 0.0), (middle, 55.0), (70.0, 90.0)] },
                4 => Curve::TargetRelative,
                5 => Curve::Direction { up: 90.0, flat: 50.0, down: 5.0, deadband: 0.25 },
                _ => Curve::Scaled { span: middle + 0.5 },
            },
            required: d.below(8) == 0,
            enabled: d.below(8) > 0,
        }
    };
    ScoringModel {
        key: "random".into(),
        name: d.text(),
        factors: (0..=d.below(6)).map(|n| factor(d, n)).collect(),
        aggregation: Aggregation::ALL[turn % 2],
        missing_policy: MissingPolicy::ALL[turn / 2 % 4],
        min_weight_coverage: d.below(60) as f64 / 100.0,
        band_scheme: d.one(&["a_score", "e_degree", "nrr"]).into(),
    }
}
