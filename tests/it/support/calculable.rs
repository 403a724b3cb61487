//! Random workspaces with figures of everyday size, under models whose factors name measures.

use std::sync::Arc;

use inroads::{
    domain::*,
    engine::metrics::METRICS,
};

use crate::random_workspace::{self, Dice};

/// A workspace with at least one account, and a period in which something is recorded; every headline axis, activity
/// rule, aggregation and way with missing factors comes up in twenty of them. `None` = this seed has no record.
pub fn workspace(seed: u64) -> Option<(Workspace, Period)> {
    let mut workspace = random_workspace::workspace(seed);
    let mut dice = Dice(seed ^ 0xCA1C);
    let d = &mut dice;
    let turn = seed as usize;
    let model = model(d, turn);
    for account in workspace.accounts.iter_mut() {
        let account = Arc::make_mut(account);
        for records in account.records.iter_mut() {
            for (_, record) in Arc::make_mut(records) {
                temper(record);
            }
        }
        for (target, factor) in Arc::make_mut(&mut account.targets).iter_mut().zip(&model.factors) {
            target.metric = factor.metric.clone();
            target.value = everyday(target.value);
        }
    }
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.headline_axis = Axis::ALL[turn % Axis::ALL.len()];
    settings.activity_rule = ActivityRule::ALL[turn % ActivityRule::ALL.len()];
    settings.active_model = model.key.clone();
    workspace.models = Arc::new(vec![Arc::new(model)]);
    let records = workspace.accounts.iter().flat_map(|account| account.records.iter());
    let periods: Vec<Period> = records.flat_map(|records| records.iter().map(|(at, _)| *at)).collect();
    let period = *periods.get(d.below(periods.len()))?;
    Some((workspace, period))
}

fn everyday(amount: Amount) -> Amount {
    let value = amount.get();
    let is_everyday = value == 0.0 || (1.0..1e7).contains(&value);
    Amount::new(if is_everyday { value } else { (value.to_bits() % 4_000_000) as f64 / 4.0 }).unwrap()
}

fn temper(record: &mut UnitRecord) {
    for field in
        [&mut record.arr, &mut record.one_time, &mut record.category_spend, &mut record.budget_ceiling]
    {
        *field = field.map(everyday);
    }
    for field in [&mut record.licensed_seats, &mut record.active_users, &mut record.eligible_users] {
        *field = field.map(|count| Count::new(count.get() % 5000).unwrap());
    }
    if let Some(potential) = &mut record.potential {
        let potential = Arc::make_mut(potential);
        potential.set_value(everyday(potential.value));
    }
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
        factors: (0..1 + d.below(6)).map(|n| factor(d, n)).collect(),
        aggregation: Aggregation::ALL[turn % 2],
        missing_policy: MissingPolicy::ALL[turn / 2 % 4],
        min_weight_coverage: d.below(60) as f64 / 100.0,
        band_scheme: d.one(&["a_score", "e_degree", "nrr"]).into(),
    }
}
