//! A CRM's account hierarchy: a row per record with an id, a parent's id and a name. Records without a parent become
//! accounts, all below them units.

use std::collections::HashMap;

use super::{
    ForeignRow, Made, Shape,
    columns::{Known, Matched},
};
use crate::domain::UnitKind;
use crate::files::dataset::{
    cell::{Cell, shown},
    draft::Draft,
    table::normal,
};

/// The shape.
pub const SHAPE: Shape = Shape { name: "CRM account hierarchy", columns: &COLUMNS, convert };

const COLUMNS: [Known; 5] = [
    Known {
        key: "id",
        names: &["id", "account_id", "accountid", "record_id", "recordid", "company_id", "account_number"],
        is_required: true,
        ours: &[("accounts", "account"), ("units", "unit")],
    },
    Known {
        key: "parent",
        names: &[
            "parent_id",
            "parentid",
            "parent_account_id",
            "parentaccountid",
            "parent_account",
            "parent_company_id",
            "parent_record_id",
            "parent",
        ],
        is_required: true,
        ours: &[("units", "parent")],
    },
    Known {
        key: "name",
        names: &["name", "account_name", "accountname", "company_name", "company", "title"],
        is_required: true,
        ours: &[("accounts", "name"), ("units", "name")],
    },
    Known {
        key: "owner",
        names: &["owner", "account_owner", "owner_name", "owner_full_name"],
        is_required: false,
        ours: &[("accounts", "owner"), ("units", "owner")],
    },
    Known {
        key: "kind",
        names: &["kind", "type", "account_type", "record_type"],
        is_required: false,
        ours: &[("units", "kind")],
    },
];

fn convert(columns: &Matched, rows: &[ForeignRow], draft: &mut Draft) -> Vec<Made> {
    let mut accounts = Made::new("accounts", &["account", "name", "owner"]);
    let mut units = Made::new("units", &["account", "unit", "parent", "name", "kind", "owner"]);
    let mut by_id: HashMap<String, usize> = HashMap::new();
    let ids: Vec<String> = rows.iter().map(|row| columns.text(row, "id")).collect();
    for (index, (row, id)) in rows.iter().zip(&ids).enumerate() {
        draft.row = Some(row.number);
        if id.is_empty() {
            draft.complain("id", "the id is empty; every record needs one".to_owned());
        } else if let Some(first) = by_id.insert(id.clone(), index) {
            let message = format!(
                "the id `{}` is given already in row {}; keep one of them",
                shown(id),
                rows[first].number
            );
            draft.complain("id", message);
            by_id.insert(id.clone(), first);
        }
    }
    let parents: Vec<String> = rows.iter().map(|row| columns.text(row, "parent")).collect();
    let up: Vec<Option<usize>> = parents.iter().map(|parent| by_id.get(parent).copied()).collect();
    let roots = Roots::new(&up);
    for (index, row) in rows.iter().enumerate() {
        draft.row = Some(row.number);
        let (id, parent) = (&ids[index], &parents[index]);
        if id.is_empty() || by_id.get(id) != Some(&index) {
            continue;
        }
        if !parent.is_empty() && up[index].is_none() {
            let message = format!(
                "the parent `{}` is no id of this table; add its row, or empty the cell",
                shown(parent)
            );
            draft.complain("parent", message);
            continue;
        }
        let owner = columns.cell(row, "owner");
        let name = columns.cell(row, "name");
        let own = Cell::Text(id.clone());
        let Some(root) = roots.of(index) else {
            let message = "the record lies below itself; correct its parent".to_owned();
            draft.complain("parent", message);
            continue;
        };
        if root == index {
            accounts.push(row.number, vec![own, name, owner]);
            continue;
        }
        let above = if up[index] == Some(root) { Cell::Empty } else { Cell::Text(parent.clone()) };
        let account = Cell::Text(ids[root].clone());
        units.push(row.number, vec![account, own, above, name, kind(&columns.text(row, "kind")), owner]);
    }
    vec![accounts, units]
}

/// Child records of a CRM are mostly companies of a group.
fn kind(text: &str) -> Cell {
    let key = normal(text);
    let known = UnitKind::ALL.iter().find(|kind| kind.key() == key && **kind != UnitKind::Account);
    Cell::Text(known.unwrap_or(&UnitKind::Subsidiary).key().to_owned())
}

/// The topmost record above each; `None` = parents that lead back.
struct Roots(Vec<Option<usize>>);

impl Roots {
    fn new(up: &[Option<usize>]) -> Self {
        let mut found: Vec<Option<Option<usize>>> = vec![None; up.len()];
        for start in 0..up.len() {
            let mut path = Vec::new();
            let mut at = start;
            let top = loop {
                if let Some(known) = found[at] {
                    break known;
                }
                // Until it is known otherwise, what leads back here leads in a circle.
                found[at] = Some(None);
                path.push(at);
                match up[at] {
                    Some(next) => at = next,
                    None => break Some(at),
                }
            };
            for at in path {
                found[at] = Some(top);
            }
        }
        Self(found.into_iter().map(Option::flatten).collect())
    }

    fn of(&self, index: usize) -> Option<usize> {
        self.0[index]
    }
}
