//! Risks and openings that somebody saw: open signals, one finding per unit (R-21 to R-23, O-01 to O-03, O-06, O-08).

use crate::{
    domain::{Signal, SignalKind},
    engine::{
        compare,
        metrics::{Pair, is_current, is_open, top_bucket},
    },
};

use super::{Evidence, Hit, Subject, Values, Verdict};

/// a competitor is tried in an active unit.
pub(super) fn evaluation(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let survey = &subject.survey;
    each(subject, &[SignalKind::CompetitiveEvaluation], |unit, _| {
        if unit == 0 || !subject.unit(unit).active {
            return None;
        }
        let entry = survey.account.competitors.iter().find(|entry| {
            is_current(entry, survey.day) && survey.tree.index(&entry.unit) == Some(unit as usize)
        });
        let name = entry.map_or_else(|| "A competitor".to_owned(), |entry| entry.name.clone());
        Some(Hit::at(unit).with("competitor", Evidence::Text(name)))
    })
}

/// units are put together.
pub(super) fn restructuring(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    each(subject, &[SignalKind::Restructuring], |unit, _| Some(Hit::at(unit)))
}

/// a budget cut where much is at stake.
pub(super) fn budget_cut(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let top = top_bucket(subject.survey.buckets()).map(|bucket| bucket.node);
    let mut missing = None;
    let hits = found(subject, &[SignalKind::BudgetCut], |unit, _| {
        let rate = subject.unit(unit).revenue().and_then(Pair::percent);
        let heavy = rate.is_some_and(|rate| compare::at_least(rate, limit));
        if unit == 0 || !(heavy || top == Some(unit)) {
            missing = missing.or((unit > 0 && rate.is_none()).then_some("revenue penetration of the unit"));
            return None;
        }
        let hit = Hit::at(unit);
        Some(match rate {
            Some(rate) => hit.with("rate", Evidence::Percent(rate)),
            None => hit,
        })
    });
    Verdict::from_hits(hits, missing)
}

/// O-01: a new champion at the top of a unit that is not active.
pub(super) fn new_champion(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    in_inactive(subject, SignalKind::NewExecutiveChampion)
}

/// O-02: a success that others heard of.
pub(super) fn success_story(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    anywhere(subject, &[SignalKind::SuccessStory])
}

/// O-03: budget in a unit that is not active.
pub(super) fn budget(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    in_inactive(subject, SignalKind::BudgetAllocation)
}

/// O-06: a unit that is not active asks for something.
pub(super) fn request(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    in_inactive(subject, SignalKind::FeatureRequest)
}

/// O-08: people, technology or leadership change.
pub(super) fn change(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    anywhere(subject, &[SignalKind::Hiring, SignalKind::TechnologyChange, SignalKind::LeadershipTransition])
}

/// Open signals of some kinds anywhere, also of the account as a whole.
pub(super) fn anywhere(subject: &Subject<'_>, kinds: &[SignalKind]) -> Verdict {
    each(subject, kinds, |unit, signal| Some(seen(unit, signal)))
}

/// A finding about an open signal.
pub(super) fn seen(unit: u32, signal: &Signal) -> Hit {
    let hit = Hit::at(unit).with("signal", Evidence::Word(signal.kind.word()));
    hit.with("date", Evidence::Date(signal.date))
}

/// A signal needs a unit here; one of the account as a whole does not fire (ruling B38).
fn in_inactive(subject: &Subject<'_>, kind: SignalKind) -> Verdict {
    each(subject, &[kind], |unit, signal| {
        (unit > 0 && !subject.unit(unit).active).then(|| seen(unit, signal))
    })
}

fn each(
    subject: &Subject<'_>,
    kinds: &[SignalKind],
    hit: impl FnMut(u32, &Signal) -> Option<Hit>,
) -> Verdict {
    Verdict::from_hits(found(subject, kinds, hit), None)
}

/// The first open signal of each unit that `hit` accepts (ruling B81); those of units that do not exist are left out.
fn found(
    subject: &Subject<'_>,
    kinds: &[SignalKind],
    mut hit: impl FnMut(u32, &Signal) -> Option<Hit>,
) -> Vec<Hit> {
    let survey = &subject.survey;
    let mut seen: Vec<u32> = Vec::new();
    let mut hits = Vec::new();
    for signal in survey.account.signals.iter() {
        if !kinds.contains(&signal.kind) || !is_open(signal, survey.day) {
            continue;
        }
        let Some(unit) = survey.tree.index(&signal.unit).map(|unit| unit as u32) else { continue };
        if !subject.unit(unit).valid || seen.contains(&unit) {
            continue;
        }
        if let Some(found) = hit(unit, signal) {
            seen.push(unit);
            hits.push(found);
        }
    }
    hits
}
