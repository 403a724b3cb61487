//! Retention at the grain of accounts and of units, and the measures of portfolios, by their test vectors.

use std::sync::Arc;

use inroads::{
    domain::{Account, Counting, Period, ProductState, Status, UnitKind, Workspace},
    engine::{
        distribution::{BandShare, Holding, beachhead_to_new_business, distribution, largest},
        evaluate::{Evaluation, evaluate_over},
        metrics::{PortfolioInput, PortfolioMetrics, portfolio},
        scoring::bands,
    },
};
use proptest::prelude::*;

use super::support::{
    build::{
        Fields, Furnish, Grow, Measured, NOW, account, close, measured, money, rec, revenue, unit, workspace,
    },
    techcorp::techcorp,
};

const THEN: Period = Period::quarter(2024, 4);

/// An account of divisions with ARR a year ago and now.
fn moved(units: &[(f64, f64)]) -> Account {
    units.iter().enumerate().fold(account(), |account, (index, (begin, end))| {
        let key = format!("d{index}");
        let account = account.division(&key, rec().status(Status::Active).arr(*end));
        account.record(&key, THEN, rec().status(Status::Active).arr(*begin))
    })
}

fn together(workspace: &Workspace) -> PortfolioMetrics {
    let evaluations: Vec<Evaluation> = workspace
        .accounts
        .iter()
        .map(|account| evaluate_over(workspace, account, NOW, &workspace.active_model(), 4))
        .collect();
    let inputs: Vec<PortfolioInput> = workspace
        .accounts
        .iter()
        .zip(&evaluations)
        .map(|(account, found)| PortfolioInput::new(account, &found.facts, &found.metrics))
        .collect();
    portfolio(&inputs)
}

#[test]
fn tv_61_and_tv_62_the_formula_of_d() {
    // Units of one account: growth, shrinkage and loss stand side by side.
    let found = measured(moved(&[(800.0, 1_100.0), (150.0, 100.0), (50.0, 0.0)]));
    assert_eq!(found.value("nrr"), Some(120.0));
    assert_eq!(found.value("grr_unit"), Some(90.0));
    // The same of four accounts.
    let accounts = [(800.0, 1_100.0), (150.0, 100.0), (50.0, 0.0)].map(|unit| moved(&[unit]));
    let found = together(&workspace(accounts)).movements;
    assert_eq!((found.expansion, found.contraction, found.churn), (300.0, 50.0, 50.0));
    assert_eq!((found.nrr().value, found.grr().value), (Some(120.0), Some(90.0)));
    let accounts = [(500.0, 600.0), (400.0, 250.0), (100.0, 0.0)].map(|unit| moved(&[unit]));
    let found = together(&workspace(accounts)).movements;
    assert_eq!((found.nrr().value, found.grr().value), (Some(85.0), Some(75.0)));
}

const LINES: [(f64, f64); 4] = [(100.0, 150.0), (200.0, 120.0), (50.0, 0.0), (0.0, 80.0)];

#[test]
fn tv_63_a_portfolio() {
    let found = together(&workspace(LINES.map(|line| moved(&[line]))));
    let sums = found.movements;
    assert_eq!((sums.expansion, sums.contraction, sums.churn, sums.new_logo), (50.0, 80.0, 50.0, 80.0));
    close(sums.nrr().value, 77.142_857_1);
    close(sums.grr().value, 62.857_142_9);
    close(sums.expansion_share().value, 38.461_538_5);
    let scheme = bands::presets().iter().find(|scheme| scheme.key.as_str() == "c_expansion_share").unwrap();
    assert_eq!(scheme.bands[bands::band(scheme, sums.expansion_share().value.unwrap())].key, "healthy");
    // An account without figures at one end is left out and counted.
    let mut accounts = LINES.map(|line| moved(&[line])).to_vec();
    accounts.push(revenue(7.0, 10.0));
    let more = together(&workspace(accounts)).movements;
    assert_eq!((more.left_out, more.nrr().value), (1, sums.nrr().value));
    assert!(more.nrr().flags.partial);
}

#[test]
fn tv_64_the_same_lines_as_units_of_one_account() {
    let found = measured(moved(&LINES));
    assert_eq!((found.value("nrr"), found.value("grr")), (Some(100.0), Some(100.0)));
    close(found.value("grr_unit"), 62.857_142_9);
    assert_eq!((found.value("upsell"), found.value("new_unit")), (Some(50.0), Some(80.0)));
}

#[test]
fn tv_65_nothing_gained() {
    let sums = together(&workspace([moved(&[(100.0, 90.0)])])).movements;
    assert_eq!(sums.expansion_share().reason, Some("nothing was gained over the window"));
}

#[test]
fn a_unit_that_ended_hands_its_revenue_to_its_successor() {
    let last = NOW.plus(-1);
    let account = moved(&[(100.0, 0.0), (40.0, 130.0), (30.0, 30.0)]);
    let ended = account.clone().changed("d0", |unit| {
        unit.valid_to = Some(last);
        unit.successor = Some("d1".into());
    });
    let plain = measured(account);
    close(plain.value("grr_unit"), 100.0 * 70.0 / 170.0);
    let handed = measured(ended.clone());
    close(handed.value("grr_unit"), 100.0 * 160.0 / 170.0);
    assert_eq!((handed.value("upsell"), handed.value("new_unit")), (Some(0.0), Some(0.0)));
    // A chain of successors ends at the one that still exists; a circle is no successor.
    let chain = ended.changed("d1", |unit| {
        unit.valid_to = Some(last);
        unit.successor = Some("d2".into());
    });
    close(measured(chain.clone()).value("grr_unit"), 100.0 * 30.0 / 170.0);
    let circle = chain.changed("d1", |unit| unit.successor = Some("d0".into()));
    close(measured(circle).value("grr_unit"), 100.0 * 30.0 / 170.0);
}

#[test]
fn unknown_revenue_at_one_end_is_left_out_of_both() {
    let mut account = moved(&[(100.0, 50.0), (10.0, 5.0)]);
    account = account.record("d1", NOW, rec().status(Status::Active));
    let found = measured(account);
    let rate = found.metrics.get("grr_unit");
    assert_eq!((rate.value, rate.denominator, rate.flags.partial), (Some(50.0), Some(100.0), true));
    let none = measured(revenue(5.0, 10.0));
    for key in ["nrr", "grr", "grr_unit", "upsell", "new_unit"] {
        assert_eq!(none.metrics.get(key).reason, Some("no ARR is recorded at the beginning of the window"));
    }
    let nothing = measured(moved(&[(0.0, 5.0)])).metrics;
    assert_eq!(nothing.get("nrr").reason, Some("there was no ARR at the beginning of the window"));
    assert_eq!((nothing.get("nrr").numerator, nothing.get("new_unit").value), (Some(5.0), Some(5.0)));
}

#[test]
fn the_window_of_the_sample_can_be_one_quarter() {
    let sample = techcorp();
    let model = sample.active_model();
    let found = evaluate_over(&sample, &sample.accounts[0], NOW, &model, 1).metrics;
    assert_eq!((found.get("nrr").value, found.get("grr").value), (Some(120.0), Some(100.0)));
    assert_eq!(found.get("grr_unit").value, Some(100.0));
    assert_eq!((found.get("upsell").value, found.get("new_unit").value), (Some(0.0), Some(250_000.0)));
    let year = evaluate_over(&sample, &sample.accounts[0], NOW, &model, 4).metrics;
    assert_eq!(year.get("nrr").value, None);
    // Nothing else depends on the window.
    for (spec, value) in found.rows().filter(|(spec, _)| !["M-24", "M-25"].contains(&spec.id)) {
        assert_eq!(*value, year.get(spec.key), "{}", spec.key);
    }
}

#[test]
fn tv_118_cross_sell_rate() {
    let adopts = |products: &[&str]| {
        let record = products.iter().fold(rec(), |record, key| record.product(key, ProductState::Adopted));
        account().division("d", record)
    };
    let accounts = [adopts(&["p"]), adopts(&["p", "q"]), adopts(&["q"]), adopts(&["p"]), adopts(&[])];
    let found = together(&workspace(accounts).products(&["p", "q"])).cross_sell_rate;
    assert_eq!((found.value, found.numerator, found.denominator), (Some(25.0), Some(1.0), Some(4.0)));
    assert_eq!(together(&workspace([adopts(&[])]).products(&["p"])).cross_sell_rate.value, None);
}

#[test]
fn tv_119_thirty_points_are_two_thirds_more() {
    let adopted = |count: usize| {
        (0..20).fold(rec(), |record, index| {
            let state = if index < count { ProductState::Adopted } else { ProductState::Open };
            record.product(&format!("p{index:02}"), state)
        })
    };
    let keys: Vec<String> = (0..20).map(|index| format!("p{index:02}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let account = account().division("d", adopted(15)).record("d", NOW.plus(-1), adopted(9));
    let workspace = workspace([account]).products(&keys).headline(inroads::domain::Axis::Products);
    let found = Measured::new(&workspace, 0, NOW);
    assert_eq!(found.before.as_ref().unwrap().get("product_penetration").value, Some(45.0));
    assert_eq!(found.value("product_penetration"), Some(75.0));
    assert_eq!(found.value("qoq_pp"), Some(30.0));
    close(found.value("qoq_relative"), 66.666_666_7);
}

#[test]
fn the_largest_accounts_and_the_beachhead() {
    let holding = |value: f64, potential: Option<f64>| Holding {
        value: Some(value),
        arr: None,
        potential,
        white_space: potential.map(|potential| potential / 2.0),
    };
    let all = [
        holding(10.0, Some(100.0)),
        holding(20.0, None),
        holding(50.0, Some(300.0)),
        holding(25.0, Some(200.0)),
    ];
    assert_eq!(largest(&all, 2), [all[2], all[3]]);
    assert_eq!(largest(&all, 10), all);
    let scheme = bands::presets().iter().find(|scheme| scheme.key.as_str() == "a_segment").unwrap();
    let shares: Vec<BandShare> = distribution(scheme, &all);
    let mut workspace = Workspace::default();
    assert_eq!(beachhead_to_new_business(&workspace, &shares).value, None);
    Arc::make_mut(&mut workspace.settings).new_business_target = Some(money(100.0));
    assert_eq!(beachhead_to_new_business(&workspace, &shares).value, Some(150.0));
}

fn unit_seed() -> impl Strategy<Value = (prop::sample::Index, bool, Option<u32>, Option<u32>, [bool; 2])> {
    let amount = || prop::option::weighted(0.8, 0_u32..300);
    (any::<prop::sample::Index>(), any::<bool>(), amount(), amount(), any::<[bool; 2]>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The two grains of one account keep to their domains, and the split of growth is complete.
    #[test]
    fn retention_keeps_to_its_domains(seeds in prop::collection::vec(unit_seed(), 1..16)) {
        let mut account = account();
        for (index, (parent, nested, begin, end, exists)) in seeds.iter().enumerate() {
            let parent = match parent.index(index + 1) {
                above if above > 0 && *nested => format!("u{}", above - 1),
                _ => String::new(),
            };
            let mut node = unit(&format!("u{index}"), &parent, UnitKind::Division);
            node.counting = if *nested { Counting::Auto } else { Counting::Always };
            node.valid_from = (!exists[0]).then_some(NOW);
            node.valid_to = (exists[0] && !exists[1]).then_some(THEN);
            let record = |arr: &Option<u32>| {
                let record = rec().status(Status::Active);
                arr.map_or(record.clone(), |arr| record.arr(f64::from(arr)))
            };
            account.push_unit(node, vec![(THEN, record(begin)), (NOW, record(end))]);
        }
        let found = measured(account);
        for key in ["grr", "grr_unit"] {
            prop_assert!(found.value(key).is_none_or(|rate| (0.0..=100.0).contains(&rate)), "{}", key);
        }
        prop_assert!(found.value("nrr").is_none_or(|rate| rate >= 0.0));
        let (kept, grown) = (found.metrics.get("grr_unit"), ["upsell", "new_unit"].map(|key| found.value(key)));
        if let (Some(kept), [Some(upsell), Some(new)], false) = (kept.numerator, grown, kept.flags.partial) {
            // Whole numbers: what was kept and what was gained is all that is there.
            prop_assert_eq!(Some(kept + upsell + new), found.facts.root().arr());
        }
    }
}
