//! Risks of little or shrinking use.

use crate::{
    domain::Severity,
    engine::{compare, metrics::Pair},
};

use super::{Evidence, Hit, Subject, Values, Verdict};

/// seats are paid for and not used, in the account and in each active unit (ruling B29).
pub(super) fn low_utilisation(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    // Only the account's own figure decides whether the rule can be checked (ruling B76).
    let Some(whole) = subject.metric("seat_utilisation") else {
        return Verdict::missing("licensed seats and active users");
    };
    let hit = |hit: Hit, utilisation: f64, dormant: f64| {
        let hit =
            hit.with("utilisation", Evidence::Percent(utilisation)).with("limit", Evidence::Limit(limit));
        hit.with("dormant", Evidence::Count(dormant))
    };
    let mut hits = Vec::new();
    if compare::less(whole, limit) {
        hits.push(hit(Hit::new(), whole, subject.metric("dormant_seats").unwrap_or(0.0)));
    }
    for (index, unit) in subject.active() {
        let Some(pair) = unit.utilisation() else { continue };
        if let Some(used) = pair.percent().filter(|used| compare::less(*used, limit)) {
            hits.push(hit(Hit::at(index).severe(Severity::Medium), used, pair.headroom));
        }
    }
    Verdict::from_hits(hits, None)
}

/// one department of several uses the product; without departments the same of units that count (ruling B30).
pub(super) fn one_department(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let facts = subject.survey.facts;
    let (set, message) = if facts.departments.is_empty() {
        (&facts.counted, "Only one unit uses the product.")
    } else {
        (&facts.departments, "Only one department uses the product.")
    };
    if set.is_empty() {
        return Verdict::missing("departments or units");
    }
    let active = facts.active_among(set);
    let user = set.iter().find(|unit| facts.units[**unit as usize].active);
    let hit = user.map(|user| {
        let hit = Hit::new().with("user", Evidence::Unit(*user));
        hit.with("all", Evidence::Count(set.len() as f64)).says(message)
    });
    Verdict::from_hit(hit.filter(|_| active == 1 && set.len() >= 2))
}

/// an active unit has lost users since the period before.
pub(super) fn fewer_users(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    if !subject.before.has_records {
        return Verdict::missing("the period before");
    }
    let (mut hits, mut missing) = (Vec::new(), None);
    for (index, unit) in subject.active() {
        let then = &subject.before.units[index as usize];
        if !then.exists || then.active_users == Some(0.0) {
            continue;
        }
        let (Some(users), Some(earlier)) = (unit.active_users(), then.active_users) else {
            missing = Some("active users of both periods");
            continue;
        };
        let change = 100.0 * (users - earlier) / earlier;
        if compare::at_most(change, -limit) {
            let hit = Hit::at(index).with("fall", Evidence::Percent(-change));
            hits.push(hit.with("before", Evidence::Count(earlier)).with("now", Evidence::Count(users)));
        }
    }
    Verdict::from_hits(hits, missing)
}

/// few of the products that apply are adopted.
pub(super) fn few_products(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let Some(rate) = subject.metric("product_penetration") else {
        return Verdict::missing("products");
    };
    let hit = Hit::new().with("rate", Evidence::Percent(rate)).with("limit", Evidence::Limit(limit));
    Verdict::from_hit(compare::less(rate, limit).then_some(hit))
}

/// Utilisation of a unit in percent.
pub(super) fn utilisation(pair: Option<Pair>) -> Option<f64> {
    pair.and_then(Pair::percent)
}
