//! Tables of the whole workspace: regions, products, rules, owners, acknowledgements.

use super::col;
use crate::domain::{
    Acknowledgement, Branch, BranchOwner, Product, Region, RuleKey, RuleSetting, Severity, Workspace,
};
use crate::files::dataset::{
    draft::Draft,
    table::{Merge, Table},
};

/// Regions of the world.
pub static REGIONS: Table<Region> = Table {
    name: "regions",
    is_required: false,
    columns: &[col!("region", key; key required), col!("name", name), col!("parent", parent)],
    blank: || Region { key: "".into(), name: String::new(), parent: None },
    rows: |workspace, give| workspace.regions.iter().cloned().for_each(give),
    take: |draft, region| {
        draft.remember("regions", None, region.key.as_str());
        draft.regions.push(region);
    },
    merge: Merge::Rows,
};

/// What we sell.
pub static PRODUCTS: Table<Product> = Table {
    name: "products",
    is_required: false,
    columns: &[
        col!("product", key; key required),
        col!("name", name),
        col!("family", family),
        col!("applicable_kinds", applicable_kinds),
        col!("list_arr_per_unit", list_arr_per_unit; money),
        col!("offered_from", offered_from),
        col!("offered_to", offered_to),
    ],
    blank: || Product {
        key: "".into(),
        name: String::new(),
        family: None,
        applicable_kinds: Vec::new(),
        list_arr_per_unit: None,
        offered_from: None,
        offered_to: None,
    },
    rows: |workspace, give| workspace.products.iter().cloned().for_each(give),
    take: |draft, product| {
        draft.remember("products", None, product.key.as_str());
        draft.products.push(product);
    },
    merge: Merge::Rows,
};

/// One changed parameter of a rule, or a rule without any.
pub struct RuleRow {
    rule: RuleKey,
    enabled: bool,
    parameter: Option<String>,
    value: Option<f64>,
    severity: Option<Severity>,
}

/// Changed rules, a row per changed parameter.
pub static RULES: Table<RuleRow> = Table {
    name: "rules",
    is_required: false,
    columns: &[
        col!("rule", rule; key required),
        col!("enabled", enabled),
        col!("parameter", parameter),
        col!("value", value),
        col!("severity", severity),
    ],
    blank: || RuleRow { rule: "".into(), enabled: true, parameter: None, value: None, severity: None },
    rows: rule_rows,
    take: take_rule,
    merge: Merge::Groups,
};

fn rule_rows(workspace: &Workspace, give: &mut dyn FnMut(RuleRow)) {
    for setting in workspace.rule_settings.iter() {
        let mut row = |parameter: Option<String>, value| {
            let (rule, enabled, severity) = (setting.rule.clone(), setting.enabled, setting.severity);
            give(RuleRow { rule, enabled, parameter, value, severity });
        };
        if setting.parameters.is_empty() {
            row(None, None);
        }
        setting.parameters.iter().for_each(|(name, value)| row(Some(name.clone()), Some(*value)));
    }
}

fn take_rule(draft: &mut Draft, row: RuleRow) {
    let changed = match (row.parameter, row.value) {
        (Some(name), Some(value)) => Some((name, value)),
        (None, None) => None,
        (Some(_), None) => {
            return draft.complain("value", "is empty; enter the parameter's value".to_owned());
        }
        (None, Some(_)) => {
            return draft
                .complain("parameter", "is empty; name the parameter that has this value".to_owned());
        }
    };
    let found = draft.find("rules", None, row.rule.as_str());
    let Some(setting) = found.and_then(|at| draft.rule_settings.get_mut(at)) else {
        draft.remember("rules", None, row.rule.as_str());
        draft.rule_settings.push(RuleSetting {
            rule: row.rule,
            enabled: row.enabled,
            parameters: changed.into_iter().collect(),
            severity: row.severity,
        });
        return;
    };
    if (setting.enabled, setting.severity) != (row.enabled, row.severity) {
        let message = format!("the rows of the rule `{}` differ here; give all of them the same", row.rule);
        return draft.complain("enabled, severity", message);
    }
    setting.parameters.extend(changed);
}

/// Who answers for the branches of the metric tree.
pub static OWNERS: Table<BranchOwner> = Table {
    name: "owners",
    is_required: false,
    columns: &[
        col!("account", account; key),
        col!("branch", branch; key required),
        col!("responsible", responsible),
        col!("accountable", accountable),
        col!("consulted", consulted),
        col!("informed", informed),
    ],
    blank: || BranchOwner {
        account: None,
        branch: Branch::Seats,
        responsible: None,
        accountable: None,
        consulted: Vec::new(),
        informed: Vec::new(),
    },
    rows: |workspace, give| workspace.owners.iter().cloned().for_each(give),
    take: |draft, owner| {
        draft.remember("owners", None, owner.branch.key());
        draft.owners.push(owner);
    },
    merge: Merge::Rows,
};

/// Findings put aside.
pub static ACKNOWLEDGEMENTS: Table<Acknowledgement> = Table {
    name: "acknowledgements",
    is_required: false,
    columns: &[
        col!("account", account; key),
        col!("rule", rule; key required),
        col!("unit", unit; key),
        col!("until", until),
        col!("note", note),
    ],
    blank: || Acknowledgement { account: None, rule: "".into(), unit: None, until: None, note: None },
    rows: |workspace, give| workspace.acknowledgements.iter().cloned().for_each(give),
    take: |draft, done| {
        draft.remember("acknowledgements", None, done.rule.as_str());
        draft.acknowledgements.push(done);
    },
    merge: Merge::Rows,
};
