//! The metric tree below the headline: seats, products, departments, spend, each with an owner (source D).
//!
//! The branches are lenses on the same white space; their money values overlap and are never added together.

use crate::domain::{AccountKey, Branch, Workspace};

use super::{AccountMetrics, MetricValue};

/// One branch of the tree, held against the metrics of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct BranchStanding {
    /// The branch.
    pub branch: Branch,
    /// Its rate in percent.
    pub rate: MetricValue,
    /// `100 − rate`; `None` = the rate is unknown. Not below 0.
    pub gap_pp: Option<f64>,
    /// Who answers for it; `None` = somebody was entered for the branch, but nobody as accountable.
    pub accountable: Option<String>,
}

/// The metrics of a branch: its rate first, then what explains it.
pub const fn branch_metrics(branch: Branch) -> &'static [&'static str] {
    match branch {
        Branch::Seats => &["seat_penetration", "seat_utilisation", "dormant_seats"],
        Branch::Products => &["product_penetration", "cross_sell_readiness"],
        Branch::Departments => &["department_penetration"],
        Branch::Spend => &["spend_penetration"],
    }
}

/// Who answers for a branch where nobody was entered (source D).
pub const fn default_owner(branch: Branch) -> &'static str {
    match branch {
        Branch::Seats | Branch::Spend => "Account management",
        Branch::Products => "Product",
        Branch::Departments => "Customer success",
    }
}

/// Who answers for a branch of an account: the account's own entry, then that for all accounts, then the default.
/// `None` = the entry that holds names nobody as accountable.
pub fn accountable(workspace: &Workspace, account: &AccountKey, branch: Branch) -> Option<String> {
    let entry = |of: Option<&AccountKey>| {
        workspace.owners.iter().find(|owner| owner.branch == branch && owner.account.as_ref() == of)
    };
    match entry(Some(account)).or_else(|| entry(None)) {
        Some(owner) => owner.accountable.clone(),
        None => Some(default_owner(branch).to_owned()),
    }
}

/// The four branches, in the order of the tree.
pub fn branches(
    workspace: &Workspace,
    account: &AccountKey,
    metrics: &AccountMetrics,
) -> [BranchStanding; 4] {
    [Branch::Seats, Branch::Products, Branch::Departments, Branch::Spend].map(|branch| {
        let rate = metrics.get(branch_metrics(branch)[0]);
        BranchStanding {
            branch,
            rate,
            gap_pp: rate.value.map(|rate| (100.0 - rate).max(0.0)),
            accountable: accountable(workspace, account, branch),
        }
    })
}
