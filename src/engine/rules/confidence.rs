//! Guardrails about what is not known, not current or not to be trusted (G-05, G-09 to G-11, G-21, G-22, G-27, G-29, G-30).

use crate::{domain::Axis, engine::compare};

use super::{Evidence, Hit, Subject, Values, Verdict, trends::of_metric};

/// G-05: the account can only be shown by another axis than the headline.
pub(super) fn no_headline(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    if subject.headline().is_some() {
        return Verdict::Clear;
    }
    let other = Axis::ALL.iter().find(|axis| subject.metric(axis.metric()).is_some());
    Verdict::from_hit(Some(match other {
        Some(axis) => Hit::new().with("axis", Evidence::Word(axis.word())),
        None => Hit::new().says("No axis has a value: it cannot be compared with the others."),
    }))
}

/// G-09: many figures that nobody confirmed, or some that are old (ruling B45).
pub(super) fn unconfirmed(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit, periods] = values.all();
    let period = subject.survey.facts.period;
    let (mut unconfirmed, mut old) = (0_u32, Vec::new());
    for (index, _) in subject.counted() {
        let Some(record) = subject.record(index).filter(|record| !record.confirmed) else {
            continue;
        };
        unconfirmed += 1;
        if record.carried_from.is_some_and(|from| compare::at_least(f64::from(period.0 - from.0), periods)) {
            old.push(index);
        }
    }
    let all = subject.survey.facts.counted.len();
    let share = if all == 0 { 0.0 } else { 100.0 * f64::from(unconfirmed) / all as f64 };
    if old.is_empty() && !compare::greater(share, limit) {
        return Verdict::Clear;
    }
    let hit = Hit::new().with("unconfirmed", Evidence::Count(f64::from(unconfirmed)));
    let hit = hit.with("share", Evidence::Percent(share));
    Verdict::from_hit(Some(if old.is_empty() {
        hit
    } else {
        hit.with("carried", Evidence::Units(old.into()))
    }))
}

/// G-10: penetration is looked at from too few sides.
pub(super) fn few_dimensions(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let known = subject.axes().filter(|(_, value)| value.value.is_some()).count() as f64;
    let hit = Hit::new().with("known", Evidence::Count(known)).with("limit", Evidence::Limit(limit));
    Verdict::from_hit(compare::less(known, limit).then_some(hit))
}

/// G-11: an axis has no value, and why.
pub(super) fn unknown_axes(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let unknown = subject.axes().filter_map(|(key, value)| Some((key, value.or_reason().err()?)));
    let hits = unknown.map(|(key, reason)| of_metric(key).with("reason", Evidence::Word(reason)));
    Verdict::from_hits(hits.collect(), None)
}

/// G-21: units that enter no region.
pub(super) fn no_region(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let facts = subject.survey.facts;
    let without = facts.counted.iter().filter(|unit| facts.places.of_unit[**unit as usize].is_none());
    let units: Vec<u32> = without.copied().collect();
    let hit = Hit::new().with("count", Evidence::Count(units.len() as f64));
    Verdict::from_hit((!units.is_empty()).then(|| hit.with("units", Evidence::Units(units.into()))))
}

/// G-22: high coverage of a short list.
pub(super) fn short_list(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit, min_contacts] = values.all();
    let Some(coverage) = subject.metric("coverage_score") else {
        return Verdict::missing("stakeholders");
    };
    let contacts = subject.survey.people().contacts as f64;
    let fires = compare::at_least(coverage, limit) && compare::less(contacts, min_contacts);
    let hit = Hit::new().with("coverage", Evidence::Percent(coverage));
    Verdict::from_hit(fires.then(|| hit.with("contacts", Evidence::Count(contacts))))
}

/// G-27: the account belongs to no segment.
pub(super) fn not_segmented(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let lacks = match (subject.survey.account.tier, subject.headline()) {
        (None, Some(_)) => "no tier",
        (Some(_), None) => "no headline value",
        (None, None) => "no tier and no headline value",
        (Some(_), Some(_)) => return Verdict::Clear,
    };
    Verdict::from_hit(Some(Hit::new().with("why", Evidence::Word(lacks))))
}

/// G-29: days that lie ahead, and siblings of the same name (ruling B52).
pub(super) fn doubtful(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let survey = &subject.survey;
    let as_of = subject.as_of;
    let item = |hit: Hit, item: &str, why: &'static str| {
        hit.with("item", Evidence::Text(item.to_owned())).with("why", Evidence::Word(why))
    };
    let ahead =
        survey.account.stakeholders.iter().filter(|p| p.engagements.last().is_some_and(|day| *day > as_of));
    let mut hits: Vec<Hit> =
        ahead.map(|person| item(Hit::new(), &person.name, "a contact lies ahead")).collect();
    let ahead = survey.account.signals.iter().filter(|signal| signal.date > as_of);
    hits.extend(ahead.map(|signal| item(Hit::new(), signal.kind.word(), "the signal lies ahead")));
    let mut siblings: Vec<(&str, u32)> = Vec::new();
    for node in subject.focus.unwrap_or(survey.tree.preorder()) {
        let children = survey.tree.children(*node as usize);
        if children.len() < 2 {
            continue;
        }
        siblings.clear();
        siblings
            .extend(children.iter().map(|unit| (survey.account.units[*unit as usize].name.as_str(), *unit)));
        siblings.sort_unstable();
        let twins = siblings.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        hits.extend(
            twins.map(|pair| item(Hit::at(pair[1].1), pair[1].0, "another unit beside it has the same name")),
        );
    }
    Verdict::from_hits(hits, None)
}

/// G-30: units without data that still count.
pub(super) fn no_record(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let period = subject.survey.facts.period;
    let without = subject.counted().filter(|(_, unit)| !unit.has_record);
    let hits = without.map(|(index, _)| Hit::at(index).with("period", Evidence::Period(period)));
    Verdict::from_hits(hits.collect(), None)
}
