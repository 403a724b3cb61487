//! Product rates opened into products, and each product into the units that have or could have it.

use crate::{
    domain::ProductState,
    engine::metrics::{
        Inputs, ProductReach, Rate, Survey, Unit, UnitMeasure, is_ready, product_reach, product_state,
    },
};

use super::{Explained, branch::grouped, explain_unit, people, total};

/// Products adopted and products that apply.
pub(super) fn penetration(inputs: &Inputs<'_>) -> Vec<Explained> {
    vec![
        list(inputs, "Products adopted", |row| row.adopted > 0, is_adopted),
        list(inputs, "Products that apply", |row| row.applicable > 0, applies),
    ]
}

/// Products that apply somewhere and are adopted nowhere.
pub(super) fn open(inputs: &Inputs<'_>) -> Vec<Explained> {
    list(inputs, "Open products", |row| row.applicable > 0 && row.adopted == 0, applies).inputs
}

/// Adopted and applicable cells, product by product.
pub(super) fn grid(inputs: &Inputs<'_>) -> Vec<Explained> {
    vec![
        total("Adopted cells", "sum over products", Unit::Count, cells(inputs, is_adopted)),
        total("Cells that apply", "sum over products", Unit::Count, points(inputs)),
    ]
}

/// Applicable cells, product by product.
pub(super) fn points(inputs: &Inputs<'_>) -> Vec<Explained> {
    cells(inputs, applies)
}

/// Adopted over applicable products of every unit that belongs.
pub(super) fn average(inputs: &Inputs<'_>, belongs: impl Fn(usize) -> bool) -> Vec<Explained> {
    let row = |unit: u32| {
        let index = unit as usize;
        let (adopted, all) = (of_unit(inputs, index, is_adopted), of_unit(inputs, index, applies));
        let percent = 100.0 * adopted.len() as f64 / all.len() as f64;
        let sides = vec![
            total("Products adopted", "number of products", Unit::Count, adopted),
            total("Products that apply", "number of products", Unit::Count, all),
        ];
        let name = inputs.account.unit_name(index);
        Explained::number(name, percent, Unit::Percent)
            .made_of("products adopted ÷ products that apply × 100", sides)
    };
    let has_products =
        |unit: &u32| belongs(*unit as usize) && !of_unit(inputs, *unit as usize, applies).is_empty();
    let units = inputs.facts.counted.iter().filter(|unit| has_products(unit));
    grouped(inputs, 0, units.map(|unit| (*unit, row(*unit))).collect())
}

/// Open products of active units that are ready for the next one, and of all active units.
pub(super) fn readiness(inputs: &Inputs<'_>) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    let row = |unit: u32| {
        let index = unit as usize;
        let open = of_unit(inputs, index, |state| state == ProductState::Open);
        let verdict = if is_ready(&survey, index) { "ready" } else { "not ready" };
        let value = open.len() as f64;
        let sides = vec![
            total("Open products", "number of products", Unit::Count, open),
            explain_unit(inputs, index, UnitMeasure::Rate(Rate::Utilisation)),
            people::champions_in(inputs, index),
            people::good_news_in(inputs, index),
        ];
        Explained::number(inputs.account.unit_name(index), value, Unit::Count).made_of(verdict, sides)
    };
    let active = |unit: &&u32| {
        let index = **unit as usize;
        inputs.facts.units[index].active
            && !of_unit(inputs, index, |state| state == ProductState::Open).is_empty()
    };
    let side = |name: &str, wanted: &dyn Fn(usize) -> bool| {
        let units = inputs.facts.counted.iter().filter(active).filter(|unit| wanted(**unit as usize));
        let rows = units.map(|unit| (*unit, row(*unit))).collect();
        total(name, "sum over active units", Unit::Count, grouped(inputs, 0, rows))
    };
    vec![
        side("Open products of units that are ready", &|unit| is_ready(&survey, unit)),
        side("Open products", &|_| true),
    ]
}

fn is_adopted(state: ProductState) -> bool {
    state == ProductState::Adopted
}

fn applies(state: ProductState) -> bool {
    state != ProductState::NotApplicable
}

fn list(
    inputs: &Inputs<'_>,
    name: &str,
    belongs: impl Fn(&ProductReach) -> bool,
    shows: impl Fn(ProductState) -> bool,
) -> Explained {
    let row = |row: &ProductReach| {
        let units = units(inputs, row.product, &shows);
        let formula = format!("1, because of {} units", units.len());
        let name = inputs.workspace.products[row.product].name.clone();
        Explained::number(name, 1.0, Unit::Count).made_of(formula, grouped(inputs, 0, units))
    };
    let rows = product_reach(inputs).iter().filter(|row| belongs(row)).map(row).collect();
    total(name, "number of products offered in the period", Unit::Count, rows)
}

fn cells(inputs: &Inputs<'_>, shows: impl Fn(ProductState) -> bool) -> Vec<Explained> {
    let row = |row: &ProductReach| {
        let units = grouped(inputs, 0, units(inputs, row.product, &shows));
        total(&inputs.workspace.products[row.product].name, "number of units", Unit::Count, units)
    };
    product_reach(inputs).iter().map(row).collect()
}

/// Counted units in which a product has a state, one each.
fn units(
    inputs: &Inputs<'_>,
    product: usize,
    shows: &impl Fn(ProductState) -> bool,
) -> Vec<(u32, Explained)> {
    let cell = |unit: &u32| Some((*unit, cell(inputs, *unit as usize, product, shows)?));
    inputs.facts.counted.iter().filter_map(cell).collect()
}

/// Offered products that have a state in a unit, one each.
fn of_unit(inputs: &Inputs<'_>, unit: usize, shows: impl Fn(ProductState) -> bool) -> Vec<Explained> {
    let products = &inputs.workspace.products;
    let offered = (0..products.len()).filter(|index| super::is_offered(&products[*index], inputs.day));
    let named = |product: usize| {
        let cell = cell(inputs, unit, product, &shows)?;
        Some(Explained { name: format!("{}, {}", products[product].name, cell.name), ..cell })
    };
    offered.filter_map(named).collect()
}

fn cell(
    inputs: &Inputs<'_>,
    index: usize,
    product: usize,
    shows: &impl Fn(ProductState) -> bool,
) -> Option<Explained> {
    let unit = inputs.account.units.get(index)?;
    let product = &inputs.workspace.products[product];
    let record = inputs.account.record(index, inputs.facts.period);
    let state = product_state(product, unit.kind, record);
    let entered = record.is_some_and(|record| record.product(&product.key).is_some());
    let formula = if entered { "" } else { "nothing entered; the product applies to this kind of unit" };
    let number = Explained::number(format!("{}: {}", unit.name, state.word()), 1.0, Unit::Count);
    let field = Some((unit.name.clone(), inputs.facts.period, "products"));
    shows(state).then(|| Explained { field, ..number.made_of(formula, Vec::new()) })
}
