//! People, competitors and signals on a day: who counts, what is current, and to which units it belongs.

use jiff::civil::Date;

use crate::domain::{Competitor, Role, Sentiment, Signal, SignalState, Stakeholder, Tree, UnitKey};

/// Days back in which a contact makes a stakeholder engaged, both ends included (C: "in the last 90 days").
pub const ENGAGEMENT_DAYS: i64 = 90;

/// Days from one day to a later one; negative if it is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Whether a stakeholder counts on a day: known by then and not yet gone (ruling B88).
pub fn is_contact(stakeholder: &Stakeholder, day: Date) -> bool {
    stakeholder.known_since.is_none_or(|since| since <= day)
        && stakeholder.left_on.is_none_or(|left| left > day)
}

/// The latest contact with a stakeholder up to a day; `None` = there was none.
pub fn last_engaged(stakeholder: &Stakeholder, day: Date) -> Option<Date> {
    let known = stakeholder.engagements.partition_point(|at| *at <= day);
    stakeholder.engagements[..known].last().copied()
}

/// Whether a stakeholder counts and was in contact within [`ENGAGEMENT_DAYS`] before a day.
pub fn is_engaged(stakeholder: &Stakeholder, day: Date) -> bool {
    let recent = |at: Date| days_between(at, day) <= ENGAGEMENT_DAYS;
    is_contact(stakeholder, day) && last_engaged(stakeholder, day).is_some_and(recent)
}

/// Whether a stakeholder sells for us inside: a champion or executive sponsor who supports us.
pub fn is_sponsor(stakeholder: &Stakeholder) -> bool {
    matches!(stakeholder.role, Role::Champion | Role::ExecutiveSponsor)
        && stakeholder.sentiment == Sentiment::Supporter
}

/// Whether a competitor's presence is current on a day: begun by then and not over.
pub fn is_current(entry: &Competitor, day: Date) -> bool {
    entry.since.is_none_or(|since| since <= day) && entry.until.is_none_or(|until| until > day)
}

/// Whether a signal waits on a day; those of later days are not known yet (ruling B37).
pub fn is_open(signal: &Signal, day: Date) -> bool {
    signal.state == SignalState::Open && signal.date <= day
}

/// How many of some things belong to each unit: to the one they are attached to and to all above it (ruling B8).
/// What is attached to the account as a whole belongs to the root alone (ruling A9).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally(Vec<u32>);

impl Tally {
    /// Counts things by the unit each is attached to, the stored tree upwards; keys of no unit are left out.
    pub fn new<'a>(tree: &Tree, places: impl Iterator<Item = &'a UnitKey>) -> Self {
        let mut counts = Vec::new();
        for place in places {
            let mut at = tree.index(place);
            if counts.is_empty() {
                counts = vec![0; tree.len()];
            }
            while let Some(node) = at {
                counts[node] += 1;
                at = tree.parent(node);
            }
        }
        Self(counts)
    }

    /// How many belong to a unit.
    pub fn of(&self, unit: usize) -> u32 {
        self.0.get(unit).copied().unwrap_or(0)
    }
}
