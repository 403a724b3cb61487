//! Relationship metrics opened into the people they count.

use crate::{
    domain::{Signal, Stakeholder},
    engine::metrics::{
        Inputs, KEY_ROLES, THREADED_FROM, Unit, is_contact, is_engaged, is_open, is_sponsor, last_engaged,
    },
};

use super::{Explained, branch::grouped, total};

/// Everybody engaged.
pub(super) fn engaged(inputs: &Inputs<'_>) -> Vec<Explained> {
    list(inputs, |person| is_engaged(person, inputs.day))
}

/// Engaged people and all who count.
pub(super) fn coverage(inputs: &Inputs<'_>) -> Vec<Explained> {
    vec![
        total("Engaged stakeholders", "number of people", Unit::Count, engaged(inputs)),
        total(
            "Stakeholders known",
            "number of people",
            Unit::Count,
            list(inputs, |person| is_contact(person, inputs.day)),
        ),
    ]
}

/// Active units with enough engaged people, and all active units.
pub(super) fn threading(inputs: &Inputs<'_>) -> Vec<Explained> {
    let side = |name: &str, at_least: u32| {
        let rows = inputs
            .facts
            .counted
            .iter()
            .filter(|unit| inputs.facts.units[**unit as usize].active)
            .map(|unit| (*unit, engaged_in(inputs, *unit as usize)))
            .filter(|(_, people)| people.len() >= at_least as usize)
            .map(|(unit, people)| {
                let name = inputs.account.unit_name(unit as usize).to_owned();
                let row = Explained::number(name.clone(), 1.0, Unit::Count);
                let row = row.made_of(format!("{} engaged", people.len()), people);
                (unit, Explained { field: Some((name, inputs.facts.period, "status")), ..row })
            });
        total(name, "number of units", Unit::Count, grouped(inputs, 0, rows.collect()))
    };
    vec![side("Active units with two engaged stakeholders", THREADED_FROM), side("Active units", 0)]
}

/// The key roles, each with the engaged people who have it.
pub(super) fn roles(inputs: &Inputs<'_>) -> Vec<Explained> {
    KEY_ROLES
        .into_iter()
        .map(|role| {
            let people = list(inputs, |person| person.role == role && is_engaged(person, inputs.day));
            let covered = if people.is_empty() { 0.0 } else { 1.0 };
            let why = if people.is_empty() { "nobody engaged has it" } else { "somebody engaged has it" };
            Explained::number(role.word(), covered, Unit::Count).made_of(why, people)
        })
        .collect()
}

/// Engaged champions and sponsors who support us.
pub(super) fn champions(inputs: &Inputs<'_>) -> Vec<Explained> {
    list(inputs, |person| is_sponsor(person) && is_engaged(person, inputs.day))
}

/// Those of them in a unit or below it.
pub(super) fn champions_in(inputs: &Inputs<'_>, unit: usize) -> Explained {
    let people = list(inputs, |person| {
        is_sponsor(person) && is_engaged(person, inputs.day) && lies_in(inputs, &person.unit, unit)
    });
    total("Engaged champions and sponsors", "number of people", Unit::Count, people)
}

/// Open positive signals in a unit or below it.
pub(super) fn good_news_in(inputs: &Inputs<'_>, unit: usize) -> Explained {
    let row = |signal: &Signal| Explained {
        field: Some((inputs.account.unit_name(unit).to_owned(), inputs.facts.period, "signals")),
        ..Explained::number(format!("{}, {}", signal.kind.word(), signal.date), 1.0, Unit::Count)
    };
    let open = inputs.account.signals.iter().filter(|signal| {
        signal.kind.is_positive() && is_open(signal, inputs.day) && lies_in(inputs, &signal.unit, unit)
    });
    total("Open good news", "number of signals", Unit::Count, open.map(row).collect())
}

fn engaged_in(inputs: &Inputs<'_>, unit: usize) -> Vec<Explained> {
    list(inputs, |person| is_engaged(person, inputs.day) && lies_in(inputs, &person.unit, unit))
}

pub(super) fn lies_in(inputs: &Inputs<'_>, place: &crate::domain::UnitKey, unit: usize) -> bool {
    inputs.tree.index(place).is_some_and(|place| inputs.tree.is_within(place, unit))
}

pub(super) fn list(inputs: &Inputs<'_>, belongs: impl Fn(&Stakeholder) -> bool) -> Vec<Explained> {
    let row = |person: &Stakeholder| {
        let contact = last_engaged(person, inputs.day);
        let why = contact.map_or_else(|| "no contact".to_owned(), |day| format!("last contact {day}"));
        let number = Explained::number(person.name.clone(), 1.0, Unit::Count);
        let field = Some((person.name.clone(), inputs.facts.period, "engagements"));
        let why = format!("{}, {}, {why}", person.role.word(), person.sentiment.word());
        Explained { field, ..number.made_of(why, Vec::new()) }
    };
    inputs.account.stakeholders.iter().filter(|person| belongs(person)).map(row).collect()
}
