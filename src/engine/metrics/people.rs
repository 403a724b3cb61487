//! Relationships: engaged stakeholders, coverage, threading, roles, champions (M-18 to M-21).

use jiff::civil::Date;

use crate::domain::{Account, Role, Tree};

use super::{
    Flags, MetricValue, Survey,
    relations::{Tally, is_contact, is_engaged, is_sponsor},
};

/// Roles that a sound relationship covers (M-20).
pub const KEY_ROLES: [Role; 4] =
    [Role::EconomicBuyer, Role::ExecutiveSponsor, Role::Champion, Role::TechnicalBuyer];

/// Engaged people from which a unit counts as threaded.
pub const THREADED_FROM: u32 = 2;

/// Stakeholders of an account on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    /// Stakeholders ever entered.
    pub entered: usize,
    /// Those who count on the day.
    pub contacts: usize,
    /// Those of them who are engaged.
    pub engaged: usize,
    /// Engaged champions and sponsors who support us.
    pub champions: usize,
    /// Whether somebody engaged has each of [`KEY_ROLES`].
    pub roles: [bool; 4],
    /// Engaged people by unit.
    pub engaged_in: Tally,
    /// Engaged champions and sponsors by unit.
    pub champions_in: Tally,
}

impl People {
    /// Looks at every stakeholder once.
    pub fn new(account: &Account, tree: &Tree, day: Date) -> Self {
        let engaged = || account.stakeholders.iter().filter(|person| is_engaged(person, day));
        let champions = || engaged().filter(|person| is_sponsor(person));
        Self {
            entered: account.stakeholders.len(),
            contacts: account.stakeholders.iter().filter(|person| is_contact(person, day)).count(),
            engaged: engaged().count(),
            champions: champions().count(),
            roles: KEY_ROLES.map(|role| engaged().any(|person| person.role == role)),
            engaged_in: Tally::new(tree, engaged().map(|person| &person.unit)),
            champions_in: Tally::new(tree, champions().map(|person| &person.unit)),
        }
    }

    /// The key roles that somebody engaged has.
    pub fn covered_roles(&self) -> impl Iterator<Item = Role> {
        KEY_ROLES.into_iter().zip(self.roles).filter_map(|(role, covered)| covered.then_some(role))
    }
}

const NOBODY: &str = "no stakeholder is recorded";

/// M-18: stakeholders in contact in the last 90 days.
pub(super) fn engaged_stakeholders(survey: &Survey<'_>) -> MetricValue {
    counted(survey, |people| people.engaged)
}

/// M-19: engaged over all who count. Shown with its counts only: a short list flatters it.
pub(super) fn coverage_score(survey: &Survey<'_>) -> MetricValue {
    let people = survey.people();
    let reason = if people.entered == 0 { NOBODY } else { "no stakeholder counts on this day" };
    MetricValue::share(people.engaged, people.contacts, reason)
}

/// M-20: active units with at least [`THREADED_FROM`] engaged people over active units.
pub(super) fn threaded_units_share(survey: &Survey<'_>) -> MetricValue {
    let people = survey.people();
    if people.entered == 0 {
        return MetricValue::unknown(NOBODY);
    }
    let (census, carried) = (survey.census(), survey.facts.root().carried);
    MetricValue::share(census.threaded, survey.activity().active, "no unit is active")
        .flagged(Flags { carried, ..Flags::default() })
}

/// M-20: whether at most one person is engaged.
pub(super) fn single_threaded(survey: &Survey<'_>) -> MetricValue {
    counted(survey, |people| usize::from(people.engaged <= 1))
}

/// M-20: how many of [`KEY_ROLES`] somebody engaged has.
pub(super) fn role_coverage(survey: &Survey<'_>) -> MetricValue {
    let value = counted(survey, |people| people.covered_roles().count());
    let denominator = value.value.map(|_| KEY_ROLES.len() as f64);
    MetricValue { numerator: value.value, denominator, ..value }
}

/// M-21: engaged champions and sponsors who support us.
pub(super) fn champion_count(survey: &Survey<'_>) -> MetricValue {
    counted(survey, |people| people.champions)
}

/// A count of people; unknown where nobody was ever entered (ruling B16).
fn counted(survey: &Survey<'_>, number: impl Fn(&People) -> usize) -> MetricValue {
    match survey.people() {
        People { entered: 0, .. } => MetricValue::unknown(NOBODY),
        people => MetricValue::known(number(people) as f64),
    }
}
