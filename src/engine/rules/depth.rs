//! Risks of shallow penetration, and its opposite.

use jiff::civil::Date;

use crate::engine::compare;

use super::{Evidence, Hit, Subject, Values, Verdict};

/// a customer with little penetration.
pub(super) fn shallow(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    if subject.arr() == Some(0.0) {
        return Verdict::Clear;
    }
    match (subject.arr(), subject.headline()) {
        (Some(_), Some(rate)) => Verdict::from_hit(compare::less(rate, limit).then(|| of(rate, limit))),
        (arr, headline) => Verdict::Missing(
            [(arr.is_none(), "ARR"), (headline.is_none(), HEADLINE)]
                .into_iter()
                .filter_map(|(lacks, what)| lacks.then_some(what))
                .collect(),
        ),
    }
}

/// little penetration after two years.
pub(super) fn long_and_shallow(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [months, limit] = values.all();
    with_tenure(subject, |tenure, rate| {
        let fires = compare::at_least(tenure, months) && compare::less(rate, limit);
        fires.then(|| of(rate, limit).with("months", Evidence::Count(tenure)))
    })
}

/// not past half after two years.
pub(super) fn long_and_half(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [months, from, limit] = values.all();
    with_tenure(subject, |tenure, rate| {
        let between = compare::at_least(rate, from) && compare::less(rate, limit);
        let fires = compare::at_least(tenure, months) && between;
        fires.then(|| of(rate, limit).with("months", Evidence::Count(tenure)))
    })
}

/// little is left to win.
pub(super) fn saturated(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    match subject.headline() {
        Some(rate) => Verdict::from_hit(compare::greater(rate, limit).then(|| of(rate, limit))),
        None => Verdict::missing(HEADLINE),
    }
}

/// Name of the headline among missing things.
pub(super) const HEADLINE: &str = "the headline";

/// Whole months from one day to another; 0 if it is earlier (ruling B2).
pub fn months_between(from: Date, to: Date) -> i32 {
    let years = i32::from(to.year()) - i32::from(from.year());
    let months = 12 * years + i32::from(to.month()) - i32::from(from.month());
    (months - i32::from(to.day() < from.day())).max(0)
}

fn with_tenure(subject: &Subject<'_>, check: impl Fn(f64, f64) -> Option<Hit>) -> Verdict {
    let since = subject.survey.account.customer_since;
    match (since, subject.headline()) {
        (Some(since), Some(rate)) => {
            Verdict::from_hit(check(f64::from(months_between(since, subject.survey.day)), rate))
        }
        (since, headline) => Verdict::Missing(
            [(since.is_none(), "the start of the first contract"), (headline.is_none(), HEADLINE)]
                .into_iter()
                .filter_map(|(lacks, what)| lacks.then_some(what))
                .collect(),
        ),
    }
}

fn of(rate: f64, limit: f64) -> Hit {
    Hit::new().with("rate", Evidence::Percent(rate)).with("limit", Evidence::Limit(limit))
}
