//! Accounts, their targets and their entered flows.

use super::col;
use crate::domain::{Account, AccountKey, Amount, Movement, Period, Target, Workspace};
use crate::files::dataset::{
    draft::Draft,
    table::{Merge, Table},
};

/// Customers.
pub static ACCOUNTS: Table<Account> = Table {
    name: "accounts",
    is_required: true,
    columns: &[
        col!("account", key; key required),
        col!("name", name),
        col!("owner", owner),
        col!("tier", tier),
        col!("customer_since", customer_since),
        col!("regions_in_scope", regions_in_scope),
        col!("comparable_group", comparable_group),
    ],
    blank: || Account::new("", ""),
    rows: |workspace, give| workspace.accounts.iter().for_each(|account| give((**account).clone())),
    take: take_account,
    merge: Merge::Rows,
};

/// Only the account's own fields: units and the rest have tables of their own.
fn take_account(draft: &mut Draft, row: Account) {
    let bare = Account::new(row.key.clone(), "");
    draft.push_account(Account {
        name: row.name,
        owner: row.owner,
        tier: row.tier,
        customer_since: row.customer_since,
        regions_in_scope: row.regions_in_scope,
        comparable_group: row.comparable_group,
        ..bare
    });
}

/// A target of an account, or of the portfolio.
pub struct TargetRow {
    account: Option<AccountKey>,
    target: Target,
}

/// Aims.
pub static TARGETS: Table<TargetRow> = Table {
    name: "targets",
    is_required: false,
    columns: &[
        col!("account", account; key),
        col!("metric", target.metric; key),
        col!("value", target.value; required),
        col!("due_period", target.due_period; key required),
    ],
    blank: || TargetRow {
        account: None,
        target: Target { metric: "".into(), value: Amount::ZERO, due_period: Period(0) },
    },
    rows: |workspace, give| {
        let mut rows = |account: Option<&AccountKey>, targets: &[Target]| {
            for target in targets {
                give(TargetRow { account: account.cloned(), target: target.clone() });
            }
        };
        rows(None, &workspace.portfolio_targets);
        workspace.accounts.iter().for_each(|account| rows(Some(&account.key), &account.targets));
    },
    take: |draft, row| match row.account {
        None => draft.portfolio_targets.push(row.target),
        Some(key) => {
            if let Some(account) = draft.account(&key) {
                push(&mut draft.accounts[account].account.targets, row.target);
            }
        }
    },
    merge: Merge::Rows,
};

/// Entered flows of an account.
pub struct MovementRow {
    account: AccountKey,
    movement: Movement,
}

/// Entered flows.
pub static MOVEMENTS: Table<MovementRow> = Table {
    name: "movements",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("period", movement.period; key required),
        col!("begin", movement.begin; money),
        col!("new", movement.new; money),
        col!("expansion", movement.expansion; money),
        col!("contraction", movement.contraction; money),
        col!("churn", movement.churn; money),
    ],
    blank: || MovementRow {
        account: "".into(),
        movement: Movement {
            period: Period(0),
            begin: None,
            new: None,
            expansion: None,
            contraction: None,
            churn: None,
        },
    },
    rows: |workspace, give| {
        each(
            workspace,
            |account| &account.movements,
            |account, movement| {
                give(MovementRow { account, movement });
            },
        );
    },
    take: |draft, row| {
        if let Some(account) = draft.account(&row.account) {
            push(&mut draft.accounts[account].account.movements, row.movement);
        }
    },
    merge: Merge::Rows,
};

/// Gives every entry of a list of every account, with the account's key.
pub fn each<T: Clone>(
    workspace: &Workspace,
    list: fn(&Account) -> &Vec<T>,
    mut give: impl FnMut(AccountKey, T),
) {
    for account in &workspace.accounts {
        for entry in list(account) {
            give(account.key.clone(), entry.clone());
        }
    }
}

/// Adds to a shared list that nobody shares yet.
pub fn push<T: Clone>(list: &mut std::sync::Arc<Vec<T>>, entry: T) {
    std::sync::Arc::make_mut(list).push(entry);
}
