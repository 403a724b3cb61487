//! The roadmap.

use super::{
    accounts::{each, push},
    col,
};
use crate::domain::{AccountKey, Effects, ItemStatus, Period, Risk, RoadmapItem};
use crate::files::dataset::table::{Merge, Table};

/// A roadmap item of an account.
pub struct ItemRow {
    account: AccountKey,
    item: RoadmapItem,
}

/// Planned work.
pub static ROADMAP: Table<ItemRow> = Table {
    name: "roadmap",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("item", item.key; key required),
        col!("priority", item.priority),
        col!("title", item.title),
        col!("target_units", item.target_units),
        col!("axis", item.axis),
        col!("opportunity", item.opportunity; money),
        col!("strategy", item.strategy),
        col!("start_period", item.start_period),
        col!("due_period", item.due_period; required),
        col!("ramp_periods", item.ramp_periods),
        col!("risk", item.risk; required),
        col!("risk_note", item.risk_note),
        col!("probability_override", item.probability_override; share),
        col!("responsible", item.responsible),
        col!("accountable", item.accountable),
        col!("consulted", item.consulted),
        col!("informed", item.informed),
        col!("status", item.status),
        col!("completed_in", item.completed_in),
        col!("activates", item.effects.activates),
        col!("adds_users", item.effects.users),
        col!("adds_seats", item.effects.seats),
        col!("adopts", item.effects.adopts),
    ],
    blank: || ItemRow {
        account: "".into(),
        item: RoadmapItem {
            key: "".into(),
            priority: None,
            title: String::new(),
            target_units: Vec::new(),
            axis: None,
            opportunity: None,
            strategy: None,
            start_period: None,
            due_period: Period(0),
            ramp_periods: 1,
            risk: Risk::Medium,
            risk_note: None,
            probability_override: None,
            responsible: None,
            accountable: None,
            consulted: Vec::new(),
            informed: Vec::new(),
            effects: Effects::default(),
            status: ItemStatus::Planned,
            completed_in: None,
        },
    },
    rows: |workspace, give| {
        each(workspace, |account| &account.roadmap, |account, item| give(ItemRow { account, item }));
    },
    take: |draft, row| {
        if let Some(account) = draft.account(&row.account) {
            draft.remember("roadmap", Some(account), row.item.key.as_str());
            push(&mut draft.accounts[account].account.roadmap, row.item);
        }
    },
    merge: Merge::Rows,
};
