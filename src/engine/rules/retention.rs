//! Risks of revenue that rests on few units or shrinks.

use crate::{
    domain::Severity,
    engine::{compare, metrics::top_bucket},
};

use super::{Evidence, Hit, Subject, Values, Verdict};

const ARR: &str = "ARR of units";

/// one unit carries much of the revenue.
pub(super) fn concentrated(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [medium, high] = values.all();
    let Some(share) = subject.metric("top_unit_share") else { return unknown_or_none(subject) };
    let Some(top) = top_bucket(subject.survey.buckets()) else { return Verdict::Clear };
    if compare::less(share, medium) {
        return Verdict::Clear;
    }
    let effective = subject.metric("effective_units").unwrap_or(f64::NAN);
    let hit = Hit::at(top.node).with("share", Evidence::Percent(share));
    let hit = hit.with("effective_units", Evidence::Ratio(effective));
    Verdict::from_hit(Some(if compare::at_least(share, high) { hit.severe(Severity::High) } else { hit }))
}

/// all revenue comes from one of several units.
pub(super) fn one_source(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    if subject.metric("top_unit_share").is_none() {
        return unknown_or_none(subject);
    }
    let buckets = subject.survey.buckets();
    let mut paying = buckets.iter().filter(|bucket| bucket.arr.is_some_and(|arr| arr > 0.0));
    let (Some(only), None) = (paying.next(), paying.next()) else { return Verdict::Clear };
    // Another unit may pay as well where its ARR is unknown.
    if buckets.iter().any(|bucket| bucket.arr.is_none()) {
        return Verdict::missing(ARR);
    }
    // Revenue of the account itself or of a grouping node is no unit's (ruling B33).
    let fires = only.counted && subject.survey.facts.counted.len() >= 2;
    let hit = Hit::at(only.node).with("arr", Evidence::Money(only.arr.unwrap_or(0.0)));
    Verdict::from_hit(fires.then_some(hit))
}

/// existing revenue shrinks.
pub(super) fn shrinking(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    with_nrr(subject, |nrr| compare::less(nrr, limit).then(|| of(nrr, limit)))
}

/// existing revenue grows, but not much.
pub(super) fn not_compounding(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [from, limit] = values.all();
    with_nrr(subject, |nrr| {
        (compare::at_least(nrr, from) && compare::at_most(nrr, limit)).then(|| of(nrr, limit))
    })
}

/// growth elsewhere hides losses.
pub(super) fn hidden_losses(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [from, limit] = values.all();
    let (Some(nrr), Some(grr)) = (subject.metric("nrr"), subject.metric("grr_unit")) else {
        return Verdict::missing("ARR of units at both ends of the window");
    };
    let fires = compare::at_least(nrr, from) && compare::less(grr, limit);
    Verdict::from_hit(fires.then(|| of(nrr, limit).with("grr", Evidence::Percent(grr))))
}

/// Without a share of the top unit there is either no revenue, and nothing to say, or none is known.
fn unknown_or_none(subject: &Subject<'_>) -> Verdict {
    if subject.arr() == Some(0.0) { Verdict::Clear } else { Verdict::missing(ARR) }
}

fn with_nrr(subject: &Subject<'_>, check: impl Fn(f64) -> Option<Hit>) -> Verdict {
    match subject.metric("nrr") {
        Some(nrr) => Verdict::from_hit(check(nrr)),
        None => Verdict::missing("ARR at both ends of the window"),
    }
}

fn of(nrr: f64, limit: f64) -> Hit {
    Hit::new().with("nrr", Evidence::Percent(nrr)).with("limit", Evidence::Limit(limit))
}
