//! The grid of units and products against a count cell by cell.

use std::sync::Arc;

use inroads::{
    domain::{Account, Product, ProductState, Status, UnitKind, Workspace},
    engine::metrics::{Inputs, product_reach, product_state},
};
use proptest::prelude::*;

use super::support::build::{
    Fields, Furnish, Grow, Measured, NOW, account, measure, product, rec, unit, workspace,
};

#[test]
fn tv_16_points_of_a_grid() {
    let keys: Vec<String> = (0..15).map(|index| format!("function-{index}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let account = (0..12).fold(account(), |account, index| {
        account.with(unit(&format!("s{index}"), "", UnitKind::Subsidiary), vec![(NOW, rec())])
    });
    assert_eq!(measure(&workspace([account]).products(&keys)).value("penetration_points"), Some(180.0));
}

#[test]
fn reach_is_a_column_of_the_grid() {
    let sample = super::support::techcorp::techcorp();
    let found = measure(&sample);
    let reach: Vec<Option<f64>> =
        product_reach(&found.inputs()).iter().map(|row| row.reach().value).collect();
    assert_eq!(reach, [Some(100.0 / 3.0), Some(100.0 / 9.0), Some(0.0), Some(0.0)]);
}

#[test]
fn without_products_nothing_of_the_grid_is_known() {
    let found = measure(&workspace([account().division("d", rec())]));
    for key in
        ["product_grid_penetration", "average_product_adoption_all", "penetration_points", "open_products"]
    {
        assert_eq!(found.metrics.get(key).reason, Some("no product is offered in this period"), "{key}");
    }
    assert_eq!(found.metrics.get("cross_sell_readiness").reason, Some("no active unit has an open product"));
}

const KINDS: [UnitKind; 3] = [UnitKind::Division, UnitKind::Department, UnitKind::Site];

/// Cells by their state, straight from the definition.
fn cells(inputs: &Inputs<'_>, wanted: impl Fn(ProductState) -> bool, unit: Option<usize>) -> f64 {
    let mut count = 0;
    for index in &inputs.facts.counted {
        let index = *index as usize;
        if unit.is_some_and(|unit| unit != index) {
            continue;
        }
        for product in inputs.workspace.products.iter() {
            let record = inputs.account.record(index, NOW);
            count += u32::from(wanted(product_state(product, inputs.account.units[index].kind, record)));
        }
    }
    f64::from(count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_grid_is_counted_cell_by_cell(
        kinds in prop::collection::vec((0_usize..3, any::<bool>(), any::<bool>()), 1..12),
        products in prop::collection::vec(prop::collection::vec(0_usize..3, 0..3), 0..6),
        states in prop::collection::vec((0_usize..12, 0_usize..8, prop::sample::select(ProductState::ALL)), 0..40),
    ) {
        let list: Vec<Product> = products
            .iter()
            .enumerate()
            .map(|(index, kinds)| Product {
                applicable_kinds: kinds.iter().map(|kind| KINDS[*kind]).collect(),
                ..product(&format!("p{}", 9 - index))
            })
            .collect();
        let grown: Account = kinds.iter().enumerate().fold(account(), |account, (index, (kind, active, seats))| {
            let status = if *active { Status::Active } else { Status::Unpenetrated };
            let mut record = rec().status(status);
            if *seats {
                record = record.licensed(10).active(7);
            }
            for (unit, product, state) in &states {
                if *unit == index {
                    record = record.product(&format!("p{}", 9 - product), *state);
                }
            }
            account.with(unit(&format!("u{index}"), "", KINDS[*kind]), vec![(NOW, record)])
        });
        let workspace = Workspace { products: Arc::new(list), ..workspace([grown]) };
        let found = Measured::new(&workspace, 0, NOW);
        let inputs = found.inputs();
        let applies = |state| state != ProductState::NotApplicable;
        let adopted = |state| state == ProductState::Adopted;
        let grid = found.metrics.get("product_grid_penetration");
        if !products.is_empty() {
            let all = cells(&inputs, applies, None);
            prop_assert_eq!(grid.denominator, Some(all));
            prop_assert_eq!(found.value("penetration_points"), Some(all));
            prop_assert!(all == 0.0 || grid.numerator == Some(cells(&inputs, adopted, None)));
        }
        let mut adoption = Vec::new();
        for unit in &found.facts.counted {
            let all = cells(&inputs, applies, Some(*unit as usize));
            if all > 0.0 {
                adoption.push(cells(&inputs, adopted, Some(*unit as usize)) / all);
            }
        }
        let mean = 100.0 * adoption.iter().sum::<f64>() / adoption.len() as f64;
        match found.value("average_product_adoption_all") {
            None => prop_assert!(adoption.is_empty()),
            Some(value) => prop_assert!((value - mean).abs() < 1e-9),
        }
        for key in ["product_grid_penetration", "product_penetration", "average_product_adoption", "cross_sell_readiness"] {
            prop_assert!(found.value(key).is_none_or(|rate| (0.0..=100.0).contains(&rate)), "{}", key);
        }
        let open: f64 = product_reach(&inputs).iter().map(|row| row.open as f64).sum();
        prop_assert_eq!(open, cells(&inputs, |state| state == ProductState::Open, None));
    }
}
