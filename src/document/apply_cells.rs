//! Enters values into records: one cell or a pasted block.

use std::sync::Arc;

use crate::domain::{
    Account, AccountKey, Basis, BasisKind, Period, Potential, ProductList, UnitRecord, Workspace,
    validate_records,
};

use super::{
    apply::{EditError, account_index, replace},
    apply_structure::missing,
    edit::{Cell, FieldValue},
};

/// The records of a unit, by period.
type Records = Vec<(Period, UnitRecord)>;

pub(super) fn set_cells(
    workspace: &mut Workspace,
    key: &AccountKey,
    cells: &[Cell],
) -> Result<bool, EditError> {
    let at = account_index(workspace, key)?;
    let account = &workspace.accounts[at];
    let units = units_of(account, cells)?;
    // Cells of one unit are entered together, in the order they come in: its records are copied once for all of them.
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by_key(|cell| units[*cell]);
    let account = Arc::make_mut(&mut workspace.accounts[at]);
    let mut touched = Vec::new();
    let mut products = None;
    for run in order.chunk_by(|a, b| units[*a] == units[*b]) {
        let unit = units[run[0]];
        let cells = run.iter().map(|cell| &cells[*cell]);
        if let Some((records, periods)) = entered(&account.records[unit], cells, &mut products)? {
            account.records[unit] = Arc::new(records);
            touched.extend(periods.into_iter().map(|period| (unit, period)));
        }
    }
    let account = &workspace.accounts[at];
    if let Some(fault) = validate_records(workspace, account, &touched).into_iter().next() {
        return Err(EditError::Invalid(fault));
    }
    Ok(!touched.is_empty())
}

/// Records of a unit with cells entered into them, and the periods that differ; `None` = they say what is there already.
/// Records share one list of `products`.
fn entered<'a>(
    records: &[(Period, UnitRecord)],
    cells: impl Iterator<Item = &'a Cell>,
    products: &mut Option<ProductList>,
) -> Result<Option<(Records, Vec<Period>)>, EditError> {
    let mut records = records.to_vec();
    let place_of = |records: &[(Period, UnitRecord)], wanted: Period| {
        records.binary_search_by_key(&wanted, |(period, _)| *period)
    };
    let mut periods: Vec<Period> = Vec::new();
    let mut has_products = false;
    for cell in cells {
        has_products |= matches!(cell.value, FieldValue::Product(..));
        let found = place_of(&records, cell.period);
        let place = found.unwrap_or_else(|place| {
            records.insert(place, (cell.period, UnitRecord::default()));
            place
        });
        let record = &mut records[place].1;
        if set_field(record, &cell.value)? {
            record.confirmed = true;
            if periods.last() != Some(&cell.period) {
                periods.push(cell.period);
            }
        } else if found.is_err() {
            // Nothing was entered where nothing is.
            records.remove(place);
        }
    }
    for period in periods.iter().filter(|_| has_products) {
        if let Ok(place) = place_of(&records, *period) {
            records[place].1.products.share(products);
        }
    }
    Ok((!periods.is_empty()).then_some((records, periods)))
}

/// Index of the unit of each cell.
fn units_of(account: &Account, cells: &[Cell]) -> Result<Vec<usize>, EditError> {
    // Cells of one unit mostly follow each other, and are looked up together.
    let runs: Vec<&[Cell]> = cells.chunk_by(|a, b| a.unit == b.unit).collect();
    let found = account.find_units(runs.iter().map(|run| &run[0].unit));
    let mut units = Vec::with_capacity(cells.len());
    for (run, index) in runs.into_iter().zip(found) {
        let index = index.ok_or_else(|| missing(&run[0].unit))?;
        units.extend(std::iter::repeat_n(index, run.len()));
    }
    Ok(units)
}

/// Enters one value into a record, as [`super::Edit::SetCells`] does; whether it differs from what was there.
///
/// # Errors
/// A sentence, if the record cannot hold the value; it is as it was then.
pub fn set_field(record: &mut UnitRecord, value: &FieldValue) -> Result<bool, EditError> {
    Ok(match value {
        FieldValue::Status(status) => replace(&mut record.status, *status),
        FieldValue::Addressable(flag) => replace(&mut record.addressable, *flag),
        FieldValue::Arr(amount) => replace(&mut record.arr, *amount),
        FieldValue::OneTime(amount) => replace(&mut record.one_time, *amount),
        FieldValue::PotentialValue(None) => replace(&mut record.potential, None),
        FieldValue::PotentialValue(Some(amount)) => {
            let mut potential =
                record.potential.as_deref().cloned().unwrap_or_else(|| Potential::estimate(*amount));
            potential.set_value(*amount);
            replace(&mut record.potential, Some(Arc::new(potential)))
        }
        FieldValue::Potential(potential) => {
            if let Some(problem) = potential.as_deref().and_then(|potential| potential.basis.problem()) {
                return Err(EditError::Refused(problem.to_owned()));
            }
            replace(&mut record.potential, potential.as_deref().cloned().map(Arc::new))
        }
        FieldValue::PotentialLow(low) => set_potential(record, low.is_none(), |potential| {
            if low.is_some_and(|low| low.get() > potential.value.get()) {
                return Err("the low end of the range cannot lie above the potential");
            }
            potential.low = *low;
            Ok(())
        })?,
        FieldValue::PotentialHigh(high) => set_potential(record, high.is_none(), |potential| {
            if high.is_some_and(|high| high.get() < potential.value.get()) {
                return Err("the high end of the range cannot lie below the potential");
            }
            potential.high = *high;
            Ok(())
        })?,
        FieldValue::PotentialBasis(kind) => {
            set_potential(record, *kind == BasisKind::Estimate, |potential| {
                if potential.basis.kind() != *kind {
                    potential.basis = Basis::empty(*kind);
                }
                Ok(())
            })?
        }
        FieldValue::CategorySpend(amount) => replace(&mut record.category_spend, *amount),
        FieldValue::BudgetCeiling(amount) => replace(&mut record.budget_ceiling, *amount),
        FieldValue::LicensedSeats(count) => replace(&mut record.licensed_seats, *count),
        FieldValue::ActiveUsers(count) => replace(&mut record.active_users, *count),
        FieldValue::EligibleUsers(count) => replace(&mut record.eligible_users, *count),
        FieldValue::Product(product, state) => {
            let differs = record.product(product) != *state;
            record.set_product(product, *state);
            differs
        }
        FieldValue::Depth(depth) => {
            if depth.is_some_and(|depth| depth.get() > 100.0) {
                return Err(EditError::Refused("adoption depth goes from 0 to 100".to_owned()));
            }
            replace(&mut record.depth, *depth)
        }
        FieldValue::Note(note) => {
            let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(Box::from);
            replace(&mut record.note, note)
        }
    })
}

/// Changes what stands around a potential. Without one there is nothing to change; to clear what is not there is no
/// mistake, as whoever clears a range clears the potential with it.
fn set_potential(
    record: &mut UnitRecord,
    clears: bool,
    change: impl FnOnce(&mut Potential) -> Result<(), &'static str>,
) -> Result<bool, EditError> {
    let refused = |problem: &str| EditError::Refused(problem.to_owned());
    let Some(held) = record.potential.as_deref() else {
        return if clears { Ok(false) } else { Err(refused("enter the potential first")) };
    };
    let mut potential = held.clone();
    change(&mut potential).map_err(refused)?;
    Ok(replace(&mut record.potential, Some(Arc::new(potential))))
}
