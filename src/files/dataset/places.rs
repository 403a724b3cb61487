//! From a rule that a workspace breaks to the table, row and column where it was written.

use super::draft::{AccountDraft, Draft, Row};
use crate::domain::{Period, Place, Workspace};

/// Row of every record of an account, by unit.
pub type RecordRows = Vec<Vec<(Period, Row)>>;

/// Table and column that stand for a list and a field of the domain, where the names differ.
const NAMES: [(&str, &str, &str, &str); 14] = [
    ("accounts", "key", "accounts", "account"),
    ("regions", "key", "regions", "region"),
    ("products", "key", "products", "product"),
    ("models", "key", "models", "model"),
    ("models", "curve", "models", "parameters"),
    ("models", "factors", "models", "factor"),
    ("baseline", "curve", "models", "parameters"),
    ("baseline", "factors", "models", "factor"),
    ("band_schemes", "key", "bands", "scheme"),
    ("band_schemes", "bands", "bands", "upper_edge"),
    ("stakeholders", "key", "stakeholders", "stakeholder"),
    ("signals", "key", "signals", "signal"),
    ("roadmap", "key", "roadmap", "item"),
    ("units", "key", "units", "unit"),
];

/// The rows of all records of an account, before they are sorted into it.
pub fn record_rows(draft: &AccountDraft) -> RecordRows {
    let rows = |unit: &Vec<_>| unit.iter().map(|(period, _, row)| (*period, *row)).collect();
    draft.records.iter().map(rows).collect()
}

/// Table, row and column of a place in a workspace.
pub fn of(
    place: &Place,
    workspace: &Workspace,
    draft: &Draft,
    records: &[RecordRows],
) -> (&'static str, Row, &'static str) {
    let account = place.account.as_ref().and_then(|key| workspace.find_account(key));
    let section = match (place.section, account) {
        ("", Some(_)) => "accounts",
        (section, _) => section,
    };
    let row = match (section, account, place.row) {
        ("accounts", Some(account), _) => draft.row_of("accounts", None, account),
        ("records", Some(account), Some(unit)) => {
            let rows = records.get(account).and_then(|units| units.get(unit));
            let period = place.period.map(|(period, _)| period);
            rows.and_then(|rows| rows.iter().find(|(at, _)| Some(*at) == period)).and_then(|(_, row)| *row)
        }
        (_, account, Some(index)) => draft.row_of(section, account, index),
        _ => None,
    };
    let renamed = NAMES.iter().find(|(list, field, ..)| *list == section && *field == place.field);
    match (renamed, section) {
        (Some((.., table, column)), _) => (table, row, column),
        (None, "") => ("workspace", row, place.field),
        (None, "baseline") => ("models", row, place.field),
        (None, "band_schemes") => ("bands", row, place.field),
        (None, section) => (section, row, place.field),
    }
}

/// Records outside the time in which their unit exists enter no figure (ruling B86).
pub fn warn_of_records_outside(workspace: &Workspace, draft: &mut Draft) {
    for account in &workspace.accounts {
        for (unit, records) in account.units.iter().zip(&account.records) {
            for (period, _) in records.iter().filter(|(period, _)| !unit.is_valid_in(*period)) {
                draft.note(format!(
                    "account {}, unit {}: the record for {} lies outside the periods in which the unit exists and enters no figure",
                    account.key,
                    unit.key,
                    workspace.period_text(*period)
                ));
            }
        }
    }
}
