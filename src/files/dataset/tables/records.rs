//! The figures of every unit in every period, and the states of products.

use std::sync::Arc;

use jiff::civil::Date;

use super::col;
use crate::domain::{
    AccountKey, Amount, Basis, BasisKind, Period, Potential, ProductKey, ProductState, ProductStates,
    UnitKey, UnitRecord, Workspace,
};
use crate::files::dataset::{
    draft::Draft,
    table::{Merge, Table},
};

/// A record with its potential spread over columns (ruling A4).
pub struct RecordRow {
    account: AccountKey,
    unit: UnitKey,
    period: Period,
    record: UnitRecord,
    potential: Option<Amount>,
    low: Option<Amount>,
    high: Option<Amount>,
    basis: Option<BasisKind>,
    quantity: Option<Amount>,
    price: Option<Amount>,
    quantile: Option<Amount>,
    source: Option<String>,
    reviewed_on: Option<Date>,
    confirmed: Option<bool>,
}

impl RecordRow {
    fn new(account: AccountKey, unit: UnitKey, period: Period, record: UnitRecord) -> Self {
        Self {
            account,
            unit,
            period,
            record,
            potential: None,
            low: None,
            high: None,
            basis: None,
            quantity: None,
            price: None,
            quantile: None,
            source: None,
            reviewed_on: None,
            confirmed: None,
        }
    }
}

/// Records.
pub static RECORDS: Table<RecordRow> = Table {
    name: "records",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("unit", unit; key),
        col!("period", period; key required),
        col!("status", record.status),
        col!("addressable", record.addressable),
        col!("arr", record.arr; money),
        col!("one_time", record.one_time; money),
        col!("potential", potential; money),
        col!("potential_low", low; money),
        col!("potential_high", high; money),
        col!("potential_basis", basis),
        col!("basis_quantity", quantity),
        col!("basis_price", price; money),
        col!("basis_quantile", quantile; share),
        col!("basis_source", source),
        col!("potential_reviewed_on", reviewed_on),
        col!("category_spend", record.category_spend; money),
        col!("budget_ceiling", record.budget_ceiling; money),
        col!("licensed_seats", record.licensed_seats),
        col!("active_users", record.active_users),
        col!("eligible_users", record.eligible_users),
        col!("depth", record.depth; percent),
        col!("confirmed", confirmed),
        col!("carried_from", record.carried_from),
        col!("note", record.note),
    ],
    blank: || RecordRow::new("".into(), UnitKey::root(), Period(0), UnitRecord::default()),
    rows: record_rows,
    take: take_record,
    merge: Merge::Rows,
};

/// Gives every record, with the keys that name it.
fn each_record(workspace: &Workspace, mut give: impl FnMut(&AccountKey, &UnitKey, Period, &UnitRecord)) {
    for account in &workspace.accounts {
        for (unit, records) in account.units.iter().zip(&account.records) {
            records.iter().for_each(|(period, record)| give(&account.key, &unit.key, *period, record));
        }
    }
}

fn record_rows(workspace: &Workspace, give: &mut dyn FnMut(RecordRow)) {
    each_record(workspace, |account, unit, period, record| {
        // Products have a table of their own.
        let record = UnitRecord { products: ProductStates::default(), ..record.clone() };
        let mut row = RecordRow::new(account.clone(), unit.clone(), period, record);
        row.confirmed = Some(row.record.confirmed);
        if let Some(potential) = row.record.potential.clone() {
            row.potential = Some(potential.value);
            (row.low, row.high) = (potential.low, potential.high);
            row.basis = Some(potential.basis.kind());
            (row.quantity, row.price, row.quantile) = match potential.basis {
                Basis::Headcount { quantity, price } | Basis::Locations { quantity, price } => {
                    (quantity, price, None)
                }
                Basis::StatedBudget { amount } => (None, amount, None),
                Basis::Comparable { quantity, quantile } => (quantity, None, quantile),
                Basis::Estimate => (None, None, None),
            };
            row.source.clone_from(&potential.source);
            row.reviewed_on = potential.reviewed_on;
        }
        give(row);
    });
}

fn take_record(draft: &mut Draft, row: RecordRow) {
    let Some(account) = draft.account(&row.account) else { return };
    let Some(unit) = draft.unit(account, &row.unit) else { return };
    let potential = potential(draft, &row);
    let mut record = row.record;
    record.potential = potential.map(Arc::new);
    // Ruling A6: what was carried over waits for somebody to confirm it.
    record.confirmed = row.confirmed.unwrap_or(record.carried_from.is_none());
    draft.push_record(account, unit, row.period, record);
}

/// The potential of a row; `None` = none is given, or other columns contradict it and a complaint was made.
fn potential(draft: &mut Draft, row: &RecordRow) -> Option<Potential> {
    let basis = match row.basis {
        Some(BasisKind::Headcount) => Basis::Headcount { quantity: row.quantity, price: row.price },
        Some(BasisKind::Locations) => Basis::Locations { quantity: row.quantity, price: row.price },
        Some(BasisKind::StatedBudget) => Basis::StatedBudget { amount: row.price },
        Some(BasisKind::Comparable) => Basis::Comparable { quantity: row.quantity, quantile: row.quantile },
        // Ruling A5.
        Some(BasisKind::Estimate) | None => Basis::Estimate,
    };
    let used = basis_columns(basis.kind());
    let inputs =
        [("basis_quantity", row.quantity), ("basis_price", row.price), ("basis_quantile", row.quantile)];
    for (column, _) in inputs.into_iter().filter(|(column, given)| given.is_some() && !used.contains(column))
    {
        let kind = basis.kind().key();
        let message = format!(
            "says nothing about a potential that rests on `{kind}`; empty the cell or correct potential_basis"
        );
        draft.complain(column, message);
    }
    let Some(value) = row.potential else {
        let is_orphan = row.low.is_some()
            || row.high.is_some()
            || row.basis.is_some()
            || row.source.is_some()
            || row.reviewed_on.is_some();
        if is_orphan {
            let message = "is empty, but other columns describe it; enter it, or empty them".to_owned();
            draft.complain("potential", message);
        }
        return None;
    };
    Some(Potential {
        value,
        low: row.low,
        high: row.high,
        basis,
        source: row.source.clone(),
        reviewed_on: row.reviewed_on,
    })
}

const fn basis_columns(kind: BasisKind) -> &'static [&'static str] {
    match kind {
        BasisKind::Headcount | BasisKind::Locations => &["basis_quantity", "basis_price"],
        BasisKind::StatedBudget => &["basis_price"],
        BasisKind::Comparable => &["basis_quantity", "basis_quantile"],
        BasisKind::Estimate => &[],
    }
}

/// The state of a product in a unit and a period.
pub struct AdoptionRow {
    account: AccountKey,
    unit: UnitKey,
    period: Period,
    product: ProductKey,
    state: ProductState,
}

/// States of products.
pub static ADOPTION: Table<AdoptionRow> = Table {
    name: "adoption",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("unit", unit; key),
        col!("period", period; key required),
        col!("product", product; key required),
        col!("state", state; required),
    ],
    blank: || AdoptionRow {
        account: "".into(),
        unit: UnitKey::root(),
        period: Period(0),
        product: "".into(),
        state: ProductState::Open,
    },
    rows: |workspace, give| {
        each_record(workspace, |account, unit, period, record| {
            for (product, state) in record.products.iter() {
                give(AdoptionRow {
                    account: account.clone(),
                    unit: unit.clone(),
                    period,
                    product: product.clone(),
                    state,
                });
            }
        });
    },
    take: |draft, row| take_adoption(draft, &row),
    merge: Merge::Rows,
};

fn take_adoption(draft: &mut Draft, row: &AdoptionRow) {
    let Some(account) = draft.account(&row.account) else { return };
    let Some(unit) = draft.unit(account, &row.unit) else { return };
    if !draft.has_product(&row.product) {
        return;
    }
    // A state alone makes a record: nothing else is known for the period.
    let record = draft.record(account, unit, row.period);
    if record.product(&row.product).is_some() {
        let message = format!(
            "the state of `{}` is given already for this unit and period; keep one of them",
            row.product
        );
        return draft.complain("product", message);
    }
    record.set_product(&row.product, Some(row.state));
}
