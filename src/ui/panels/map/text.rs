//! What a card says, as text: figures, competitor, the name that a screen reader speaks. Formatting only.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    domain::{Account, Competitor, CompetitorKind, Severity, Status, Tree},
    engine::metrics::{PeriodFacts, UnitFacts},
};

use super::super::labels;

/// The texts of one card.
#[derive(Debug, Clone, PartialEq)]
pub struct CardText {
    /// Rate with its sign, `–` if unknown.
    pub rate: String,
    /// The rate as a share for the bar, 0–1; `None` = unknown.
    pub share: Option<f32>,
    /// Revenue, such as `$800K`.
    pub have: String,
    /// What it is measured against, such as `of $900K`.
    pub of: String,
    /// White space, such as `$100K open`.
    pub open: String,
    /// Active units, such as `2/3 active`.
    pub active: String,
    /// Active users on licensed seats, such as `850 of 1,100 seats`; `None` = none are known.
    pub seats: Option<String>,
}

impl CardText {
    /// The texts of a unit's figures.
    pub fn new(facts: &UnitFacts, symbol: &str) -> Self {
        let rate = facts.revenue().and_then(crate::engine::metrics::Pair::percent);
        let (have, of) = match facts.revenue() {
            Some(pair) => (Some(pair.num), Some(pair.den)),
            None => (facts.arr(), facts.potential()),
        };
        Self {
            rate: labels::percent(rate),
            share: rate.map(|rate| (rate / 100.0).clamp(0.0, 1.0) as f32),
            have: labels::money(have, symbol),
            of: format!("of {}", labels::money(of, symbol)),
            open: format!("{} open", labels::money(facts.white_space(), symbol)),
            active: format!("{}/{} active", facts.active_units, facts.units),
            seats: facts.licensed_seats().filter(|seats| *seats > 0.0).map(|seats| {
                let used = facts.active_users().map(|users| format!("{} of ", labels::count(Some(users))));
                format!("{}{} seats", used.unwrap_or_default(), labels::count(Some(seats)))
            }),
        }
    }
}

/// The name of a card for a screen reader: name first, then status, rate, money, competitor, gravest finding.
pub fn spoken(
    account: &Account,
    facts: &PeriodFacts,
    unit: usize,
    (group, hidden): (bool, u32),
    rival: Option<&Competitor>,
    finding: Option<Severity>,
    symbol: &str,
) -> String {
    let own = &facts.units[unit];
    let text = CardText::new(own, symbol);
    let mut said = account.unit_name(unit).to_owned();
    let mut add = |part: &str| {
        said.push_str(", ");
        said.push_str(part);
    };
    if !group {
        add(own.status.map_or("status unknown", Status::word));
    }
    if text.share.is_some() {
        add(&format!("{} {}", text.rate, text.of));
    } else {
        add("penetration unknown");
    }
    if own.white_space().is_some() {
        add(&text.open);
    }
    if let Some(seats) = &text.seats {
        add(seats);
    }
    if group {
        add(&format!("{} of {} active", own.active_units, own.units));
    }
    if let Some(rival) = rival {
        add(&flag(rival, own.status));
    }
    if let Some(severity) = finding {
        add(&format!("{} finding", severity.word().to_lowercase()));
    }
    if hidden > 0 {
        add(&format!("collapsed, {hidden} hidden"));
    }
    said
}

/// The flag on a card: when the contract ends, or what is there.
pub fn flag(rival: &Competitor, status: Option<Status>) -> String {
    match (rival.contract_expiry, status) {
        (Some(day), Some(Status::CompetitorHeld)) => format!("until {day}"),
        _ if rival.kind == CompetitorKind::Competitor => rival.name.clone(),
        _ => rival.kind.word().to_owned(),
    }
}

/// The strongest competitor of each unit on a day.
#[derive(Debug, Clone, Default)]
pub struct Rivals {
    source: Option<(Arc<Vec<Competitor>>, Arc<Tree>, Date)>,
    by_unit: HashMap<u32, usize>,
}

impl Rivals {
    /// Looks them up again if anything changed.
    pub fn refresh(&mut self, account: &Account, tree: &Arc<Tree>, day: Date) {
        let list = &account.competitors;
        let same = self
            .source
            .as_ref()
            .is_some_and(|(old, shape, at)| Arc::ptr_eq(old, list) && Arc::ptr_eq(shape, tree) && *at == day);
        if same {
            return;
        }
        self.by_unit.clear();
        for (index, entry) in list.iter().enumerate().filter(|(_, entry)| labels::is_present(entry, day)) {
            if let Some(unit) = tree.index(&entry.unit) {
                let best = self.by_unit.entry(unit as u32).or_insert(index);
                if entry.level > list[*best].level {
                    *best = index;
                }
            }
        }
        self.source = Some((Arc::clone(list), Arc::clone(tree), day));
    }

    /// The strongest one in a unit.
    pub fn of<'a>(&self, account: &'a Account, unit: usize) -> Option<&'a Competitor> {
        account.competitors.get(*self.by_unit.get(&(unit as u32))?)
    }
}
