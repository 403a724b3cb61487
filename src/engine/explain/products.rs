//! Product rates opened into products, and each product into the units that have or could have it.

use crate::{
    domain::ProductState,
    engine::metrics::{Inputs, ProductReach, Unit, product_reach, product_state},
};

use super::{Explained, branch::grouped};

/// Products adopted and products that apply.
pub(super) fn penetration(inputs: &Inputs<'_>) -> Vec<Explained> {
    vec![
        list(inputs, "Products adopted", |row| row.adopted, |state| state == ProductState::Adopted),
        list(
            inputs,
            "Products that apply",
            |row| row.applicable,
            |state| state != ProductState::NotApplicable,
        ),
    ]
}

/// Products that apply somewhere and are adopted nowhere.
pub(super) fn open(inputs: &Inputs<'_>) -> Vec<Explained> {
    let open = |row: &ProductReach| row.applicable && !row.adopted;
    list(inputs, "Open products", open, |state| state != ProductState::NotApplicable).inputs
}

fn list(
    inputs: &Inputs<'_>,
    name: &str,
    belongs: impl Fn(&ProductReach) -> bool,
    shows: impl Fn(ProductState) -> bool,
) -> Explained {
    let products = &inputs.workspace.products;
    let reach = product_reach(products, inputs.account, inputs.facts, inputs.day);
    let rows: Vec<Explained> = reach
        .iter()
        .filter(|row| belongs(row))
        .map(|row| {
            let units = units(inputs, row.product, &shows);
            let formula = format!("1, because of {} units", units.len());
            Explained::number(products[row.product].name.clone(), 1.0, Unit::Count)
                .made_of(formula, grouped(inputs, 0, units))
        })
        .collect();
    Explained::number(name, rows.len() as f64, Unit::Count)
        .made_of("number of products offered in the period", rows)
}

/// Counted units in which a product has a state, one each.
fn units(
    inputs: &Inputs<'_>,
    product: usize,
    shows: &impl Fn(ProductState) -> bool,
) -> Vec<(u32, Explained)> {
    let period = inputs.facts.period;
    let mut found = Vec::new();
    for &index in &inputs.facts.counted {
        let Some(unit) = inputs.account.units.get(index as usize) else { continue };
        let product = &inputs.workspace.products[product];
        let record = inputs.account.record(index as usize, period);
        let state = product_state(product, unit.kind, record);
        if shows(state) {
            let name = unit.name.clone();
            let entered = record.is_some_and(|record| record.product(&product.key).is_some());
            let formula =
                if entered { "" } else { "nothing entered; the product applies to this kind of unit" };
            let number = Explained::number(format!("{name}: {}", state.word()), 1.0, Unit::Count);
            let field = Some((name, period, "products"));
            found.push((index, Explained { field, ..number.made_of(formula, Vec::new()) }));
        }
    }
    found
}
