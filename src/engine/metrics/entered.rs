//! Own entries of every unit in one pass over the rows: products, confirmation, potential, revenue.

use std::sync::Arc;

use jiff::{ToSpan, civil::Date};

use crate::domain::{Product, ProductKey, ProductList, ProductState, UnitKind, UnitRecord};

use super::{Figure, Inputs, ProductReach, is_offered, own::Own, rows::Rows};

/// Days after which a potential needs another review: four quarters.
pub const REVIEW_DAYS: i64 = 365;

/// Own entries of one unit in one period, children aside; a unit that does not exist has none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UnitEntry {
    /// Offered products that apply to it; 0 for a unit that does not count.
    pub applicable: u32,
    /// Of these, adopted ones.
    pub adopted: u32,
    /// Of these, open ones; trials and products held by a competitor are neither (ruling B12).
    pub open: u32,
    /// Whether somebody stands behind its record.
    pub confirmed: bool,
    /// Whether its figures include its children's.
    pub total: bool,
    /// Own ARR; `None` = not entered, or the unit is not addressable.
    pub arr: Option<f64>,
    /// Own depth as entered by hand, likewise.
    pub depth: Option<f64>,
    /// Own potential, likewise.
    pub potential: Option<f64>,
    /// Whether the potential rests on more than a guess.
    pub grounded: bool,
    /// Whether the potential was reviewed within [`REVIEW_DAYS`]; without a date it was not (ruling A5).
    pub reviewed: bool,
}

/// Own entries of an account in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    /// Every product offered, in row order of the workspace, against the units that count.
    pub products: Vec<ProductReach>,
    /// Parallel to the account's units.
    pub units: Vec<UnitEntry>,
}

impl Entered {
    pub(super) fn new<'a>(inputs: &Inputs<'a>, rows: &Rows<'a>) -> Self {
        let facts = inputs.facts;
        let mut grid = Grid::new(inputs);
        // The last day on which a review is too old already.
        let oldest = inputs.day.checked_sub(REVIEW_DAYS.days()).unwrap_or(Date::MIN);
        let records = rows.own(facts.period).iter().zip(rows.records(facts.period));
        let mut units = Vec::with_capacity(facts.units.len());
        for ((row, (own, record)), known) in rows.units.iter().zip(records).zip(&facts.units) {
            let mut entry = UnitEntry { total: row.total, ..UnitEntry::default() };
            let record = record.filter(|_| known.valid);
            if let Some(record) = record {
                entry.confirmed = own.confirmed;
                if own.addressable {
                    entry.enter(own, record, oldest);
                }
            }
            if known.counted {
                grid.enter(row.kind, record, &mut entry);
            }
            units.push(entry);
        }
        Self { products: grid.finish(), units }
    }
}

impl UnitEntry {
    fn enter(&mut self, own: &Own, record: &UnitRecord, oldest: Date) {
        self.arr = own.figure(Figure::Arr);
        self.depth = record.depth.map(f64::from);
        self.potential = own.figure(Figure::Potential);
        self.grounded = own.grounded;
        if let Some(potential) = record.potential.as_deref() {
            self.reviewed = potential.reviewed_on.is_some_and(|at| at >= oldest);
        }
    }
}

const KINDS: usize = UnitKind::ALL.len();

/// Products against units. What a kind of unit makes of a product is settled once; only entered states are looked at.
struct Grid<'a> {
    /// Ascending by key.
    rows: Vec<GridRow<'a>>,
    /// The list of products looked up last, and the row of each, if it is offered.
    list: Option<&'a ProductList>,
    found: Vec<Option<usize>>,
    /// Products that apply to each kind where nothing is entered.
    applicable: [u32; KINDS],
    /// Counted units of each kind.
    units: [i64; KINDS],
}

struct GridRow<'a> {
    product: usize,
    key: &'a ProductKey,
    applies: [bool; KINDS],
    /// Cells beyond or short of those that follow from the kinds alone.
    applicable: i64,
    open: i64,
    adopted: i64,
}

impl<'a> Grid<'a> {
    fn new(inputs: &Inputs<'a>) -> Self {
        let products = &inputs.workspace.products;
        let mut rows: Vec<GridRow<'a>> = products
            .iter()
            .enumerate()
            .filter(|(_, product)| is_offered(product, inputs.day))
            .map(|(index, product)| GridRow {
                product: index,
                key: &product.key,
                applies: applies(product),
                applicable: 0,
                open: 0,
                adopted: 0,
            })
            .collect();
        rows.sort_by(|a, b| a.key.cmp(b.key));
        let mut applicable = [0; KINDS];
        for row in &rows {
            applicable.iter_mut().zip(row.applies).for_each(|(count, applies)| *count += u32::from(applies));
        }
        Self { rows, list: None, found: Vec::new(), applicable, units: [0; KINDS] }
    }

    /// Finds the rows of the products of a list. Records of an account mostly share theirs.
    fn look_up(&mut self, list: &'a ProductList) {
        if !self.list.is_some_and(|known| Arc::ptr_eq(known, list)) {
            self.list = Some(list);
            let row = |key: &ProductKey| self.rows.binary_search_by(|row| row.key.cmp(key)).ok();
            self.found = list.iter().map(row).collect();
        }
    }

    fn enter(&mut self, kind: UnitKind, record: Option<&'a UnitRecord>, entry: &mut UnitEntry) {
        let kind = kind as usize;
        self.units[kind] += 1;
        entry.applicable = self.applicable[kind];
        entry.open = entry.applicable;
        let Some(states) = record.map(|record| &record.products) else { return };
        let Some(list) = states.list() else { return };
        self.look_up(list);
        for (place, state) in states.places() {
            let Some(row) = self.found[place].and_then(|found| self.rows.get_mut(found)) else { continue };
            let by_kind = row.applies[kind];
            if by_kind {
                entry.applicable -= 1;
                entry.open -= 1;
                row.applicable -= 1;
                row.open -= 1;
            }
            if state != ProductState::NotApplicable {
                entry.applicable += 1;
                row.applicable += 1;
            }
            if state == ProductState::Open {
                entry.open += 1;
                row.open += 1;
            }
            if state == ProductState::Adopted {
                entry.adopted += 1;
                row.adopted += 1;
            }
        }
    }

    fn finish(self) -> Vec<ProductReach> {
        let units = self.units;
        let mut reach: Vec<ProductReach> = self
            .rows
            .iter()
            .map(|row| {
                let by_kind: i64 =
                    units.iter().zip(row.applies).map(|(n, applies)| n * i64::from(applies)).sum();
                ProductReach {
                    product: row.product,
                    applicable: (by_kind + row.applicable) as usize,
                    open: (by_kind + row.open) as usize,
                    adopted: row.adopted as usize,
                }
            })
            .collect();
        reach.sort_by_key(|row| row.product);
        reach
    }
}

fn applies(product: &Product) -> [bool; KINDS] {
    let mut applies = [product.applicable_kinds.is_empty(); KINDS];
    product.applicable_kinds.iter().for_each(|kind| applies[*kind as usize] = true);
    applies
}
