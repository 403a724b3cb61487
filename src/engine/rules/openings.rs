//! What may be won now: expiring contracts, informal use, contacts, pilots, full seats (O-04, O-05, O-07, O-09 to O-12).

use crate::{
    domain::{SignalKind, Status},
    engine::{
        compare,
        metrics::{UnitFacts, aimed_at, days_between, is_current, is_open, is_open_item},
    },
};

use super::{Evidence, Hit, Subject, Values, Verdict, signals, usage::utilisation};

/// O-04: somebody else's contract ends soon in a unit with white space.
pub(super) fn expiring_contract(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [days] = values.all();
    let survey = &subject.survey;
    let (mut hits, mut missing): (Vec<Hit>, _) = (Vec::new(), None);
    for entry in survey.account.competitors.iter().filter(|entry| is_current(entry, survey.day)) {
        let Some(expiry) = entry.contract_expiry else { continue };
        let left = days_between(survey.day, expiry) as f64;
        if left < 0.0 || compare::greater(left, days) {
            continue;
        }
        let mut at = survey.tree.index(&entry.unit);
        while let Some(node) = at.filter(|node| !survey.facts.units[*node].counted) {
            at = survey.tree.parent(node);
        }
        let Some(unit) = at.map(|unit| unit as u32) else { continue };
        match subject.unit(unit).white_space() {
            None => missing = Some("white space of the unit"),
            Some(open)
                if compare::money_greater(open, 0.0) && hits.iter().all(|hit| hit.unit != Some(unit)) =>
            {
                let hit = Hit::at(unit).with("competitor", Evidence::Text(entry.name.clone()));
                let hit = hit.with("date", Evidence::Date(expiry)).with("days", Evidence::Count(left));
                hits.push(hit.with("white_space", Evidence::Money(open)));
            }
            Some(_) => {}
        }
    }
    Verdict::from_hits(hits, missing)
}

/// O-05: people use it where nobody has bought it.
pub(super) fn informal_use(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let hit = |(index, unit): (u32, &UnitFacts)| {
        let unsold = matches!(unit.status, Some(Status::Unpenetrated | Status::CompetitorHeld));
        let users = unit.active_users().filter(|users| unsold && compare::at_least(*users, 1.0))?;
        Some(Hit::at(index).with("users", Evidence::Count(users)))
    };
    Verdict::from_hits(subject.counted().filter_map(hit).collect(), None)
}

/// O-07: somebody talks to us where we are not yet, or a new contact appeared.
pub(super) fn new_contact(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let survey = &subject.survey;
    let engaged = &survey.people().engaged_in;
    let talks = subject.counted().filter(|(index, unit)| {
        engaged.of(*index as usize) > 0 && !unit.active && unit.status != Some(Status::Pilot)
    });
    let mut hits: Vec<Hit> = talks
        .map(|(index, _)| {
            Hit::at(index).with("engaged", Evidence::Count(f64::from(engaged.of(index as usize))))
        })
        .collect();
    for signal in survey.account.signals.iter() {
        let unit = survey.tree.index(&signal.unit).map(|unit| unit as u32);
        if let Some(unit) = unit.filter(|unit| subject.unit(*unit).valid)
            && signal.kind == SignalKind::NewContact
            && is_open(signal, survey.day)
        {
            let hit =
                signals::seen(unit, signal).says("A new contact engages: {signal} on {date} at {unit}.");
            if hits.iter().all(|other| other.unit != hit.unit) {
                hits.push(hit);
            }
        }
    }
    Verdict::from_hits(hits, None)
}

/// O-09: a pilot that is used and has somebody who speaks for it.
pub(super) fn ripe_pilot(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let champions = &subject.survey.people().champions_in;
    let (mut hits, mut missing) = (Vec::new(), None);
    for (index, unit) in subject.counted().filter(|(_, unit)| unit.status == Some(Status::Pilot)) {
        match utilisation(unit.utilisation()) {
            None => missing = Some("licensed seats and active users of the pilot"),
            Some(used) if compare::at_least(used, limit) && champions.of(index as usize) > 0 => {
                hits.push(Hit::at(index).with("utilisation", Evidence::Percent(used)));
            }
            Some(_) => {}
        }
    }
    Verdict::from_hits(hits, missing)
}

/// O-10: nothing is planned for a unit with much white space.
pub(super) fn unplanned(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [count] = values.all();
    let survey = &subject.survey;
    if survey.facts.root().white_space().is_none() {
        return Verdict::missing("white space");
    }
    let white_space = |(index, unit): (u32, &UnitFacts)| {
        Some((index, unit.white_space().filter(|open| compare::money_greater(*open, 0.0))?))
    };
    let mut open: Vec<(u32, f64)> = subject.counted().filter_map(white_space).collect();
    // Stable, so that ties keep tree order.
    open.sort_by(|a, b| b.1.total_cmp(&a.1));
    open.truncate(count.max(0.0) as usize);
    let items = survey.account.roadmap.iter().filter(|item| is_open_item(item));
    let mut planned: Vec<u32> = items.flat_map(|item| aimed_at(survey.tree, survey.facts, item)).collect();
    planned.sort_unstable();
    open.retain(|(unit, _)| planned.binary_search(unit).is_err());
    let hit = |(unit, open): (u32, f64)| Hit::at(unit).with("white_space", Evidence::Money(open));
    Verdict::from_hits(open.into_iter().map(hit).collect(), None)
}

/// O-11: a unit has nearly used up its seats, and there are more people.
pub(super) fn full_seats(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let (mut hits, mut missing) = (Vec::new(), None);
    for (index, unit) in subject.active() {
        let (Some(used), Some(seats)) = (utilisation(unit.utilisation()), unit.seats()) else {
            missing = Some("licensed seats, active and eligible users of active units");
            continue;
        };
        if compare::at_least(used, limit) && compare::less(seats.num, seats.den) {
            let hit = Hit::at(index).with("utilisation", Evidence::Percent(used));
            hits.push(hit.with("headroom", Evidence::Count(seats.den - seats.num)));
        }
    }
    Verdict::from_hits(hits, missing)
}

/// O-12: a second department has just become active.
pub(super) fn second_department(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let active_before = subject.past.first().and_then(|past| {
        let rate = past.get("department_penetration");
        rate.value.and(rate.numerator)
    });
    let now = subject.metrics.get("department_penetration");
    match (now.value.and(now.numerator), active_before) {
        (Some(active), Some(before)) => {
            let fires = compare::at_least(active, 2.0) && compare::at_most(before, 1.0);
            let hit = Hit::new().with("departments", Evidence::Count(active));
            Verdict::from_hit(fires.then_some(hit))
        }
        (None, _) => Verdict::missing("departments"),
        (_, None) => Verdict::missing("departments in the period before"),
    }
}
