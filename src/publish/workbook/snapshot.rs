//! One period: which units, products and regions stand on which rows of its sheets.

use std::collections::{BTreeSet, VecDeque};

use super::{
    columns::{Col, Columns},
    needs::{Needs, Set},
    page,
    places::{AccountPlaces, DataSheets},
};
use crate::{
    domain::{Account, Period, ProductState, RegionKey, Workspace},
    engine::metrics::{PeriodFacts, is_offered},
};

/// The period of a report, or the one before it.
pub struct Snapshot<'a> {
    /// The data sheets.
    pub data: DataSheets<'a>,
    /// What the report is about.
    pub workspace: &'a Workspace,
    /// The period.
    pub period: Period,
    /// What its sheets hold.
    pub needs: Needs,
    /// Sheet of units.
    pub units: String,
    /// Sheet of products.
    pub products: String,
    /// Sheet of entered states of products.
    pub adoption: String,
    /// Sheet of regions.
    pub regions: String,
    /// Columns of the sheet of units.
    pub columns: Columns,
    /// Parallel to the accounts of the workspace.
    pub accounts: Vec<AccountRows<'a>>,
}

/// One account on the sheets of a period; no rows if nothing is recorded for it, or units are left out.
pub struct AccountRows<'a> {
    /// The account.
    pub account: &'a Account,
    /// What the engine knows of it.
    pub facts: &'a PeriodFacts,
    /// Where its entries stand.
    pub places: AccountPlaces,
    /// Units that exist, level by level, so that children stand side by side.
    pub order: Vec<u32>,
    /// First and last row.
    pub rows: (u32, u32),
    /// Row of each unit; 0 = it has none.
    row_of: Vec<u32>,
    /// Products on offer.
    pub products: Vec<ProductRow>,
    /// Regions in scope or with a unit that may count.
    pub regions: Vec<RegionRow>,
    /// For each unit the place in `regions`; `None` = no region.
    pub region_of: Vec<Option<usize>>,
}

/// A product on offer against the units of an account.
pub struct ProductRow {
    /// Index into the products of the workspace.
    pub product: usize,
    /// Row on the sheet of products.
    pub row: u32,
    /// First row on the sheet of entered states.
    pub first_entry: u32,
    /// Units for which a state was entered: unit, state, row on the data sheet.
    pub entries: Vec<(u32, ProductState, u32)>,
}

/// A region of an account.
pub struct RegionRow {
    /// Its key.
    pub key: RegionKey,
    /// Whether it counts without any unit in it.
    pub in_scope: bool,
    /// Row on the sheet of regions.
    pub row: u32,
}

impl<'a> Snapshot<'a> {
    /// Settles the rows of a period; `facts` are parallel to the accounts.
    pub fn new(
        data: &DataSheets<'a>,
        workspace: &'a Workspace,
        facts: Vec<&'a PeriodFacts>,
        needs: Needs,
        suffix: &str,
    ) -> Self {
        let period = facts.first().map_or_else(|| workspace.current_period(), |facts| facts.period);
        let name = |noun: &str| format!("{}{noun}{suffix}", data.prefix());
        let day = workspace.day_of(period);
        let offered: Vec<usize> = (0..workspace.products.len())
            .filter(|index| needs.products && is_offered(&workspace.products[*index], day))
            .collect();
        let mut next = Next { unit: 2, product: 2, entry: 2, region: 2 };
        let places = data.places(period);
        let accounts = workspace.accounts.iter().zip(facts).zip(places);
        Self {
            data: *data,
            workspace,
            period,
            units: name("units"),
            products: name("products"),
            adoption: name("adoption"),
            regions: name("regions"),
            columns: Columns::new(workspace, &needs),
            accounts: accounts
                .map(|((account, facts), places)| {
                    let mut rows = AccountRows::new(account, facts, places, &mut next.unit);
                    rows.place_products(workspace, &offered, &mut next);
                    if needs.regions {
                        rows.place_regions(workspace, &mut next.region);
                    }
                    rows
                })
                .collect(),
            needs,
        }
    }

    /// Cells of all sheets, at most.
    pub fn cells(&self) -> usize {
        let units: usize = self.accounts.iter().map(|rows| rows.order.len()).sum();
        let products = self.accounts.iter().flat_map(|rows| &rows.products);
        units * self.columns.len() + products.map(|row| 8 + 8 * row.entries.len()).sum::<usize>()
    }

    /// Takes all rows away, as if nothing was recorded.
    pub fn leave_out_units(&mut self) {
        for rows in &mut self.accounts {
            rows.order.clear();
            rows.products.clear();
            rows.regions.clear();
        }
    }

    /// A column of an account's units, seen from another sheet, with fixed ends.
    pub fn column(&self, rows: &AccountRows<'_>, column: Col) -> String {
        page::on(&self.units, &page::fixed_range(self.columns.at(column), rows.rows))
    }

    /// A cell of a unit, seen from another sheet.
    pub fn cell(&self, rows: &AccountRows<'_>, unit: usize, column: Col) -> String {
        page::on(&self.units, &page::cell(self.columns.at(column), rows.row(unit)))
    }
}

/// The next free row of each sheet.
struct Next {
    unit: u32,
    product: u32,
    entry: u32,
    region: u32,
}

impl<'a> AccountRows<'a> {
    fn new(account: &'a Account, facts: &'a PeriodFacts, places: AccountPlaces, next: &mut u32) -> Self {
        let mut order = Vec::new();
        let mut row_of = vec![0; account.units.len()];
        if facts.has_records {
            let mut queue = VecDeque::from([0_u32]);
            while let Some(unit) = queue.pop_front() {
                row_of[unit as usize] = *next + order.len() as u32;
                order.push(unit);
                queue.extend(facts.children(unit as usize));
            }
        }
        let rows = (*next, *next + (order.len() as u32).saturating_sub(1));
        *next += order.len() as u32;
        let (products, regions, region_of) = (Vec::new(), Vec::new(), Vec::new());
        Self { account, facts, places, order, rows, row_of, products, regions, region_of }
    }

    /// Row of a unit that exists.
    pub fn row(&self, unit: usize) -> u32 {
        self.row_of[unit]
    }

    /// First and last row of a unit's children; `None` = it has none.
    pub fn children(&self, unit: usize) -> Option<(u32, u32)> {
        let children = self.facts.children(unit);
        Some((self.row(*children.first()? as usize), self.row(*children.last()? as usize)))
    }

    fn place_products(&mut self, workspace: &Workspace, offered: &[usize], next: &mut Next) {
        for &product in offered.iter().filter(|_| self.facts.has_records) {
            let key = &workspace.products[product].key;
            let entered = self.order.iter().filter_map(|unit| {
                let index = *unit as usize;
                let products = &self.account.record(index, self.facts.period)?.products;
                let (at, (_, state)) =
                    products.iter().enumerate().find(|(_, (entered, _))| *entered == key)?;
                Some((*unit, state, self.places.adoption[index] + at as u32))
            });
            let entries: Vec<_> = entered.collect();
            let row = ProductRow { product, row: next.product, first_entry: next.entry, entries };
            next.product += 1;
            next.entry += row.entries.len() as u32;
            self.products.push(row);
        }
    }

    fn place_regions(&mut self, workspace: &Workspace, next: &mut u32) {
        let mut region: Vec<Option<&RegionKey>> = vec![None; self.account.units.len()];
        for &unit in &self.order {
            let index = unit as usize;
            let above = self.facts.units[index].parent.and_then(|parent| region[parent as usize]);
            region[index] = self.account.units[index].region.as_ref().or(above);
        }
        let may_count = |unit: &&u32| {
            let unit = **unit as usize;
            Set::Units.candidate(&workspace.settings, &self.account.units[unit], unit == 0).is_some()
        };
        let scope = &self.account.regions_in_scope;
        let of_units = self.order.iter().filter(may_count).filter_map(|unit| region[*unit as usize]);
        let keys: BTreeSet<&RegionKey> =
            scope.iter().filter(|_| self.facts.has_records).chain(of_units).collect();
        let keys: Vec<&RegionKey> = keys.into_iter().collect();
        self.region_of = region.iter().map(|region| keys.binary_search(&(*region)?).ok()).collect();
        let rows = keys.iter().zip(*next..).map(|(key, row)| RegionRow {
            key: (*key).clone(),
            in_scope: scope.contains(key),
            row,
        });
        self.regions = rows.collect();
        *next += self.regions.len() as u32;
    }
}
