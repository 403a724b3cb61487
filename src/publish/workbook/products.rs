//! Products against the units that count: one sheet of entered states, one of what each product comes to (M-13).

use super::{
    columns::Col,
    needs::Set,
    page::{self, Ink, Look, Page},
    snapshot::{AccountRows, ProductRow, Snapshot},
};
use crate::domain::{ProductState, UnitKind};

/// Columns of the sheet of entered states that others refer to.
const COUNTS: u16 = 4;
const CHANGES: u16 = 6;
const ADOPTED: u16 = 7;

/// Columns of the sheet of products that others refer to.
const BY_KIND: u16 = 3;
const CHANGED: u16 = 4;
const APPLIES: u16 = 5;
const SOLD_IN: u16 = 6;
const CAN_SELL: u16 = 7;
const SOLD: u16 = 8;

fn columns(heads: &[(&str, f64, Look)]) -> Vec<(String, f64, Look)> {
    heads.iter().map(|(name, width, look)| ((*name).to_owned(), *width, *look)).collect()
}

/// The sheet of entered states, a row for each unit and product with an entry in the period.
pub fn adoption_page(snapshot: &Snapshot<'_>) -> Page {
    let mut page = Page::new(&snapshot.adoption);
    let heads = [
        ("Account", 14.0, Look::Text),
        ("Product", 14.0, Look::Text),
        ("Unit", 14.0, Look::Text),
        ("State", 18.0, Look::Text),
        ("Unit counts", 10.0, Look::Amount),
        ("Applies by kind of unit", 12.0, Look::Amount),
        ("Applies more or less than by kind", 14.0, Look::Amount),
        ("Adopted", 10.0, Look::Amount),
    ];
    page.table(&columns(&heads), 3, 1);
    for rows in &snapshot.accounts {
        for product in &rows.products {
            for (at, entry) in product.entries.iter().enumerate() {
                write_entry(snapshot, rows, product, product.first_entry + at as u32, *entry, &mut page);
            }
        }
    }
    page
}

fn write_entry(
    snapshot: &Snapshot<'_>,
    rows: &AccountRows<'_>,
    product: &ProductRow,
    row: u32,
    (unit, state, data_row): (u32, ProductState, u32),
    page: &mut Page,
) {
    let unit = unit as usize;
    let by_kind = applies(snapshot, product, rows.account.units[unit].kind);
    let counts = rows.facts.units[unit].counted;
    page.text(row, 0, rows.account.key.as_str());
    page.text(row, 1, snapshot.workspace.products[product.product].key.as_str());
    page.text(row, 2, rows.account.units[unit].key.as_str());
    page.formula(row, 3, &snapshot.data.state(data_row), state.key());
    // A unit that can never count has nothing in that column; plus zero makes a number of it.
    let cell = snapshot.cell(rows, unit, Col::Counts(Set::Units));
    page.formula(row, COUNTS, &format!("{cell}+0"), counts);
    page.number(row, 5, f64::from(u8::from(by_kind)), Look::Amount, Ink::Plain);
    let (counts_cell, state_cell, kind_cell) =
        (page::cell(COUNTS, row), page::cell(3, row), page::cell(5, row));
    let change = i8::from(state != ProductState::NotApplicable) - i8::from(by_kind);
    page.formula(
        row,
        CHANGES,
        &format!("{counts_cell}*(IF({state_cell}=\"not_applicable\",0,1)-{kind_cell})"),
        if counts { f64::from(change) } else { 0.0 },
    );
    page.formula(
        row,
        ADOPTED,
        &format!("IF({state_cell}=\"adopted\",{counts_cell},0)"),
        counts && state == ProductState::Adopted,
    );
}

fn applies(snapshot: &Snapshot<'_>, product: &ProductRow, kind: UnitKind) -> bool {
    let kinds = &snapshot.workspace.products[product.product].applicable_kinds;
    kinds.is_empty() || kinds.contains(&kind)
}

/// The sheet of products, a row for each account and product on offer.
pub fn page(snapshot: &Snapshot<'_>) -> Page {
    let mut page = Page::new(&snapshot.products);
    let heads = [
        ("Account", 14.0, Look::Text),
        ("Product", 14.0, Look::Text),
        ("Name", 24.0, Look::Text),
        ("Units to which it applies by kind", 14.0, Look::Amount),
        ("More or less by entered state", 14.0, Look::Amount),
        ("Applies to", 10.0, Look::Amount),
        ("Adopted in", 10.0, Look::Amount),
        ("Can be sold", 10.0, Look::Amount),
        ("Sold", 10.0, Look::Amount),
    ];
    page.table(&columns(&heads), 3, 1);
    for rows in &snapshot.accounts {
        for product in &rows.products {
            write_product(snapshot, rows, product, &mut page);
        }
    }
    page
}

fn write_product(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>, line: &ProductRow, page: &mut Page) {
    let (row, product) = (line.row, &snapshot.workspace.products[line.product]);
    let reach = Reach::new(snapshot, rows, line);
    page.text(row, 0, rows.account.key.as_str());
    page.text(row, 1, product.key.as_str());
    page.text(row, 2, &page::clean(&product.name));
    let (kinds, counts) = (snapshot.column(rows, Col::Kind), snapshot.column(rows, Col::Counts(Set::Units)));
    let by_kind = match product.applicable_kinds.as_slice() {
        [] => format!("SUM({counts})"),
        listed => {
            // In the order of the vocabulary, so that a kind given twice is counted once.
            let listed = UnitKind::ALL.iter().filter(|kind| listed.contains(kind));
            let counted = listed.map(|kind| format!("COUNTIFS({kinds},\"{}\",{counts},1)", kind.key()));
            counted.collect::<Vec<_>>().join("+")
        }
    };
    page.formula(row, BY_KIND, &by_kind, reach.by_kind as f64);
    let entries = |column: u16| match line.entries.len() as u32 {
        0 => "0".to_owned(),
        count => {
            let rows = (line.first_entry, line.first_entry + count - 1);
            format!("SUM({})", page::on(&snapshot.adoption, &page::range(column, rows)))
        }
    };
    page.formula(row, CHANGED, &entries(CHANGES), reach.changed as f64);
    let sum = format!("{}+{}", page::cell(BY_KIND, row), page::cell(CHANGED, row));
    page.formula(row, APPLIES, &sum, (reach.by_kind + reach.changed) as f64);
    page.formula(row, SOLD_IN, &entries(ADOPTED), reach.adopted as f64);
    let some = |column: u16| format!("IF({}>0,1,0)", page::cell(column, row));
    page.formula(row, CAN_SELL, &some(APPLIES), reach.by_kind + reach.changed > 0);
    page.formula(row, SOLD, &some(SOLD_IN), reach.adopted > 0);
}

/// What a product comes to in an account.
struct Reach {
    by_kind: i64,
    changed: i64,
    adopted: i64,
}

impl Reach {
    fn new(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>, line: &ProductRow) -> Self {
        let kind = |unit: u32| rows.account.units[unit as usize].kind;
        let by_kind = |unit: u32| applies(snapshot, line, kind(unit));
        let counts = |unit: &u32| rows.facts.units[*unit as usize].counted;
        let entered = line.entries.iter().filter(|(unit, ..)| counts(unit));
        Self {
            by_kind: rows.facts.counted.iter().filter(|unit| by_kind(**unit)).count() as i64,
            changed: entered
                .clone()
                .map(|(unit, state, _)| {
                    i64::from(*state != ProductState::NotApplicable) - i64::from(by_kind(*unit))
                })
                .sum(),
            adopted: entered.filter(|(_, state, _)| *state == ProductState::Adopted).count() as i64,
        }
    }
}

/// M-13 of an account; `None` = no product is on offer.
pub fn penetration(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>) -> Option<String> {
    let ends = (rows.products.first()?.row, rows.products.last()?.row);
    let column = |column: u16| page::on(&snapshot.products, &page::range(column, ends));
    let (sold, all) = (column(SOLD), column(CAN_SELL));
    Some(format!("IF(SUM({all})=0,\"\",100*SUM({sold})/SUM({all}))"))
}
