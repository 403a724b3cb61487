//! The tree of every account, a row per unit.

use super::col;
use crate::domain::{AccountKey, OrgUnit, UnitKey, UnitKind, Workspace};
use crate::files::dataset::{
    draft::Draft,
    table::{Merge, Table},
};

/// A unit. Its parent is empty for the root and for units that hang on it.
pub struct UnitRow {
    account: AccountKey,
    parent: UnitKey,
    unit: OrgUnit,
}

/// Units; a row with an empty unit and the kind `account` describes the root (ruling A2).
pub static UNITS: Table<UnitRow> = Table {
    name: "units",
    is_required: true,
    columns: &[
        col!("account", account; key required),
        col!("unit", unit.key; key),
        col!("parent", parent),
        col!("position", unit.position),
        col!("name", unit.name),
        col!("kind", unit.kind; required),
        col!("region", unit.region),
        col!("owner", unit.owner),
        col!("importance", unit.importance),
        col!("counting", unit.counting),
        col!("entry_mode", unit.entry_mode),
        col!("valid_from", unit.valid_from),
        col!("valid_to", unit.valid_to),
        col!("successor", unit.successor),
        col!("adjacent", unit.adjacent),
    ],
    blank: || UnitRow {
        account: "".into(),
        parent: UnitKey::root(),
        unit: OrgUnit::new("", None, "", UnitKind::Other),
    },
    rows: unit_rows,
    take: take_unit,
    merge: Merge::Rows,
};

fn unit_rows(workspace: &Workspace, give: &mut dyn FnMut(UnitRow)) {
    for account in &workspace.accounts {
        let plain_root = OrgUnit::root();
        for unit in account.units.iter().filter(|unit| ***unit != plain_root) {
            give(UnitRow {
                account: account.key.clone(),
                parent: unit.parent.clone().unwrap_or_else(UnitKey::root),
                unit: (**unit).clone(),
            });
        }
    }
}

fn take_unit(draft: &mut Draft, row: UnitRow) {
    let Some(account) = draft.account(&row.account) else { return };
    let mut unit = row.unit;
    if unit.key.is_root() {
        if unit.kind != UnitKind::Account {
            let message = "a unit needs a key; only the row of kind `account`, which describes the account itself, has none";
            return draft.complain("unit", message.to_owned());
        }
        if !row.parent.is_root() {
            return draft
                .complain("parent", "the account itself has no parent; leave the cell empty".to_owned());
        }
        unit.parent = None;
    } else {
        unit.parent = Some(row.parent);
    }
    draft.push_unit(account, unit);
}
