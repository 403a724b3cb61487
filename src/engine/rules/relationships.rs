//! Risks of thin, cold or departing relationships.

use crate::{
    domain::Sentiment,
    engine::{
        compare,
        metrics::{ENGAGEMENT_DAYS, People, days_between, is_contact, is_sponsor},
    },
};

use super::{Evidence, Hit, Subject, Values, Verdict};

const STAKEHOLDERS: &str = "stakeholders";

/// too few engaged stakeholders in a customer.
pub(super) fn few_engaged(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    engaged(subject, |engaged| compare::less(engaged, limit), limit)
}

/// the relationship hangs on one person.
pub(super) fn single_threaded(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    engaged(subject, |engaged| compare::at_most(engaged, limit), limit)
}

fn engaged(subject: &Subject<'_>, fires: impl Fn(f64) -> bool, limit: f64) -> Verdict {
    of_customer(subject, |people| {
        let engaged = people.engaged as f64;
        let hit = Hit::new()
            .with("engaged", Evidence::Count(engaged))
            .with("days", Evidence::Count(ENGAGEMENT_DAYS as f64))
            .with("limit", Evidence::Limit(limit));
        Verdict::from_hit(fires(engaged).then_some(hit))
    })
}

/// a small share of the contacts is engaged.
pub(super) fn low_coverage(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit, min_contacts] = values.all();
    let people = subject.survey.people();
    if people.entered == 0 {
        return Verdict::missing(STAKEHOLDERS);
    }
    let contacts = people.contacts as f64;
    let low = compare::at_least(contacts, min_contacts)
        && subject.metric("coverage_score").is_some_and(|score| compare::less(score, limit));
    let hit = Hit::new()
        .with("engaged", Evidence::Count(people.engaged as f64))
        .with("contacts", Evidence::Count(contacts))
        .with("days", Evidence::Count(ENGAGEMENT_DAYS as f64));
    Verdict::from_hit(low.then_some(hit))
}

/// nobody inside speaks for us.
pub(super) fn no_champion(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    of_customer(subject, |people| {
        let hit = Hit::new().with("champions", Evidence::Count(people.champions as f64));
        Verdict::from_hit((people.champions == 0).then_some(hit))
    })
}

/// who spoke for us has left, and nobody has taken their place.
pub(super) fn champion_left(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [days] = values.all();
    let (people, today) = (subject.survey.people(), subject.survey.day);
    if people.entered == 0 {
        return Verdict::missing(STAKEHOLDERS);
    }
    if people.champions > 0 {
        return Verdict::Clear;
    }
    let left = subject.survey.account.stakeholders.iter().filter(|person| is_sponsor(person));
    let left = left.filter_map(|person| {
        let on = person.left_on.filter(|on| *on <= today)?;
        compare::at_most(days_between(on, today) as f64, days).then_some((on, person))
    });
    // The latest departure speaks for all; of one day the first in the list.
    let latest = left.reduce(|latest, next| if next.0 > latest.0 { next } else { latest });
    Verdict::from_hit(latest.map(|(on, person)| {
        let hit = Hit::new().with("name", Evidence::Text(person.name.clone()));
        hit.with("date", Evidence::Date(on)).with("days", Evidence::Limit(days))
    }))
}

/// revenue in a unit in which we know nobody.
pub(super) fn cold_revenue(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    of_customer(subject, |people| {
        let all: f64 = subject.survey.buckets().iter().filter_map(|bucket| bucket.arr).sum();
        let (mut hits, mut missing) = (Vec::new(), None);
        for (index, unit) in subject.active() {
            let Some(arr) = unit.arr() else {
                missing = Some("ARR of active units");
                continue;
            };
            let share = 100.0 * arr / all;
            if people.engaged_in.of(index as usize) == 0 && compare::at_least(share, limit) {
                hits.push(Hit::at(index).with("share", Evidence::Percent(share)));
            }
        }
        Verdict::from_hits(hits, missing)
    })
}

/// many of those whose view is known are against us.
pub(super) fn detractors(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit, min_contacts] = values.all();
    if subject.survey.people().entered == 0 {
        return Verdict::missing(STAKEHOLDERS);
    }
    let contacts = subject.survey.account.stakeholders.iter();
    let contacts = contacts.filter(|person| is_contact(person, subject.survey.day));
    let known: Vec<Sentiment> =
        contacts.map(|person| person.sentiment).filter(|view| *view != Sentiment::Unknown).collect();
    let against = known.iter().filter(|view| **view == Sentiment::Detractor).count() as f64;
    let all = known.len() as f64;
    let many =
        compare::at_least(all, min_contacts) && all > 0.0 && compare::at_least(100.0 * against / all, limit);
    let hit = Hit::new().with("detractors", Evidence::Count(against)).with("contacts", Evidence::Count(all));
    Verdict::from_hit(many.then_some(hit))
}

/// A rule about people that holds for customers only: clear without revenue (ruling B28), and not to be checked without
/// knowing the revenue or anybody.
fn of_customer(subject: &Subject<'_>, check: impl Fn(&People) -> Verdict) -> Verdict {
    let arr = subject.arr();
    if arr == Some(0.0) {
        return Verdict::Clear;
    }
    let people = subject.survey.people();
    let missing: Vec<&'static str> = [(arr.is_none(), "ARR"), (people.entered == 0, STAKEHOLDERS)]
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect();
    if missing.is_empty() { check(people) } else { Verdict::Missing(missing) }
}
