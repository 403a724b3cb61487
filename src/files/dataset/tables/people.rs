//! People with their days of contact, competitors, signals.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    accounts::{each, push},
    col,
};
use crate::domain::{
    AccountKey, Competitor, CompetitorKind, CompetitorLevel, Role, Sentiment, Signal, SignalKind,
    SignalState, Stakeholder, StakeholderKey, UnitKey,
};
use crate::files::dataset::{
    cell::shown,
    draft::Draft,
    table::{Merge, Table},
};

/// A person of an account; days of contact have a table of their own.
pub struct StakeholderRow {
    account: AccountKey,
    person: Stakeholder,
}

/// People.
pub static STAKEHOLDERS: Table<StakeholderRow> = Table {
    name: "stakeholders",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("stakeholder", person.key; key required),
        col!("name", person.name),
        col!("unit", person.unit),
        col!("role", person.role; required),
        col!("sentiment", person.sentiment),
        col!("known_since", person.known_since),
        col!("left_on", person.left_on),
        col!("reports_to", person.reports_to),
        col!("influences", person.influences),
        col!("relations", person.relations),
    ],
    blank: || StakeholderRow {
        account: "".into(),
        person: Stakeholder {
            key: "".into(),
            name: String::new(),
            unit: UnitKey::root(),
            role: Role::Influencer,
            sentiment: Sentiment::Unknown,
            engagements: Vec::new(),
            known_since: None,
            left_on: None,
            reports_to: None,
            influences: Vec::new(),
            relations: Vec::new(),
        },
    },
    rows: |workspace, give| {
        each(
            workspace,
            |account| &account.stakeholders,
            |account, person| {
                give(StakeholderRow { account, person });
            },
        );
    },
    take: |draft, row| {
        if let Some(account) = draft.account(&row.account) {
            draft.remember("stakeholders", Some(account), row.person.key.as_str());
            let person = Stakeholder { engagements: Vec::new(), ..row.person };
            push(&mut draft.accounts[account].account.stakeholders, person);
        }
    },
    merge: Merge::Rows,
};

/// A day of contact.
pub struct EngagementRow {
    account: AccountKey,
    person: StakeholderKey,
    date: Date,
}

/// Days of contact.
pub static ENGAGEMENTS: Table<EngagementRow> = Table {
    name: "engagements",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("stakeholder", person; key required),
        col!("date", date; key required),
    ],
    blank: || EngagementRow { account: "".into(), person: "".into(), date: Date::ZERO },
    rows: |workspace, give| {
        each(
            workspace,
            |account| &account.stakeholders,
            |account, person| {
                for date in person.engagements {
                    give(EngagementRow { account: account.clone(), person: person.key.clone(), date });
                }
            },
        );
    },
    take: |draft, row| take_engagement(draft, &row),
    merge: Merge::Rows,
};

fn take_engagement(draft: &mut Draft, row: &EngagementRow) {
    let Some(account) = draft.account(&row.account) else { return };
    let Some(person) = draft.find("stakeholders", Some(account), row.person.as_str()) else {
        let message = format!(
            "the stakeholder `{}` does not exist; add them to the table stakeholders, or correct the key",
            shown(row.person.as_str())
        );
        return draft.complain("stakeholder", message);
    };
    // They are sorted at the end.
    let people = &mut draft.accounts[account].account.stakeholders;
    Arc::make_mut(people)[person].engagements.push(row.date);
}

/// Presence of a competitor in an account.
pub struct CompetitorRow {
    account: AccountKey,
    entry: Competitor,
}

/// Competitors.
pub static COMPETITORS: Table<CompetitorRow> = Table {
    name: "competitors",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("unit", entry.unit; key),
        col!("competitor", entry.name; key),
        col!("kind", entry.kind),
        col!("product", entry.product; key),
        col!("level", entry.level; required),
        col!("contract_expiry", entry.contract_expiry),
        col!("since", entry.since),
        col!("until", entry.until),
        col!("estimated_arr", entry.estimated_arr; money),
    ],
    blank: || CompetitorRow {
        account: "".into(),
        entry: Competitor {
            name: String::new(),
            kind: CompetitorKind::Competitor,
            unit: UnitKey::root(),
            product: None,
            level: CompetitorLevel::Light,
            contract_expiry: None,
            since: None,
            until: None,
            estimated_arr: None,
        },
    },
    rows: |workspace, give| {
        each(
            workspace,
            |account| &account.competitors,
            |account, entry| {
                give(CompetitorRow { account, entry });
            },
        );
    },
    take: |draft, row| {
        if let Some(account) = draft.account(&row.account) {
            draft.remember("competitors", Some(account), row.entry.name.as_str());
            push(&mut draft.accounts[account].account.competitors, row.entry);
        }
    },
    merge: Merge::Rows,
};

/// A signal of an account.
pub struct SignalRow {
    account: AccountKey,
    signal: Signal,
}

/// Signals.
pub static SIGNALS: Table<SignalRow> = Table {
    name: "signals",
    is_required: false,
    columns: &[
        col!("account", account; key required),
        col!("signal", signal.key; key required),
        col!("unit", signal.unit),
        col!("kind", signal.kind; required),
        col!("date", signal.date; required),
        col!("strength", signal.strength; required),
        col!("state", signal.state),
        col!("note", signal.note),
    ],
    blank: || SignalRow {
        account: "".into(),
        signal: Signal {
            key: "".into(),
            kind: SignalKind::NewContact,
            unit: UnitKey::root(),
            date: Date::ZERO,
            strength: 1,
            state: SignalState::Open,
            note: None,
        },
    },
    rows: |workspace, give| {
        each(workspace, |account| &account.signals, |account, signal| give(SignalRow { account, signal }));
    },
    take: |draft, row| {
        if let Some(account) = draft.account(&row.account) {
            draft.remember("signals", Some(account), row.signal.key.as_str());
            push(&mut draft.accounts[account].account.signals, row.signal);
        }
    },
    merge: Merge::Rows,
};
