//! What a card says to a screen reader. Formatting only.

pub use crate::engine::shading::{CardText, Rivals, flag};
use crate::{
    domain::{Account, Competitor, Severity, Tree},
    engine::{
        metrics::PeriodFacts,
        shading::{active_units, card, full_name, status_word},
    },
};

/// The name of a card for a screen reader: name first, in the portfolio that of its account with it, then status, rate,
/// money, competitor, gravest finding.
pub fn spoken(
    (account, tree): (&Account, &Tree),
    facts: &PeriodFacts,
    unit: usize,
    (group, hidden): (bool, u32),
    rival: Option<&Competitor>,
    finding: Option<Severity>,
    symbol: &str,
) -> String {
    let own = &facts.units[unit];
    let text = CardText::new(own, symbol);
    let mut said = full_name(account, tree, unit).into_owned();
    let mut add = |part: &str| {
        said.push_str(", ");
        said.push_str(part);
    };
    if card::tells_status(own, unit, group) {
        add(&status_word(own));
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
        add(&format!("{} of {} active", active_units(own), own.units));
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
