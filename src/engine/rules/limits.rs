//! Guardrails about figures that exceed what limits them (G-01 to G-04, G-12, G-15 to G-17, G-20).

use crate::{
    domain::{Amount, Potential, UnitRecord},
    engine::{
        compare,
        metrics::{Figure, Rate, Unit, basis_value, contributions, days_between, unallocated},
    },
};

use super::{Evidence, Hit, Subject, Values, Verdict};

/// G-01: a potential far above what its basis supports.
pub(super) fn inflated(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let (mut hits, mut missing) = (Vec::new(), None);
    for (node, potential) in potentials(subject).filter(|(_, potential)| potential.is_grounded()) {
        let eligible = subject.unit(node).eligible_users();
        let Some(basis) = basis_value(&potential.basis, eligible, &subject.per_head) else {
            missing = Some("inputs of the basis");
            continue;
        };
        let value = potential.value.get();
        if compare::money_greater(value, limit * basis) {
            let kind = Evidence::Word(potential.basis.kind().word());
            let hit = Hit::at(node).with("potential", Evidence::Money(value)).with("basis", kind);
            let hit = hit.with("basis_value", Evidence::Money(basis));
            let ratio = value / basis;
            // A basis of nothing supports no multiple of itself.
            hits.push(if ratio.is_finite() {
                hit.with("ratio", Evidence::Ratio(ratio))
            } else {
                hit.says("Potential {potential} rests on {basis}, which supports nothing.")
            });
        }
    }
    Verdict::from_hits(hits, missing)
}

/// G-02: a potential that is only a guess.
pub(super) fn ungrounded(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let guesses = potentials(subject).filter(|(_, potential)| !potential.is_grounded());
    let hit = |(node, potential): (u32, &Potential)| {
        Hit::at(node).with("potential", Evidence::Money(potential.value.get()))
    };
    Verdict::from_hits(guesses.map(hit).collect(), None)
}

/// G-03: a potential that nobody has looked at for long; without a date it cannot be checked (ruling A5).
pub(super) fn stale(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [days] = values.all();
    let (mut hits, mut missing) = (Vec::new(), None);
    for (node, potential) in potentials(subject) {
        match potential.reviewed_on {
            None => missing = Some("day of the last review"),
            Some(on) => {
                let age = days_between(on, subject.survey.day) as f64;
                if compare::greater(age, days) {
                    hits.push(
                        Hit::at(node).with("date", Evidence::Date(on)).with("days", Evidence::Count(age)),
                    );
                }
            }
        }
    }
    Verdict::from_hits(hits, missing)
}

/// G-04: more revenue than potential.
pub(super) fn over_potential(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    overruns(subject, Rate::Revenue, |hit, over| hit.with("excess", Evidence::Money(over)))
}

/// G-15: more users than seats.
pub(super) fn over_seats(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    overruns(subject, Rate::Utilisation, |hit, over| hit.with("excess", Evidence::Count(over)))
}

/// G-16: more seats than people.
pub(super) fn seats_over_people(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    overruns(subject, Rate::Seats, |hit, over| hit.with("excess", Evidence::Count(over)))
}

/// G-17: more users than people.
pub(super) fn users_over_people(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    overruns(subject, Rate::Users, |hit, over| hit.with("excess", Evidence::Count(over)))
}

/// Nodes whose pair enters the account's rate with more above the line than below (ruling B49).
fn overruns(subject: &Subject<'_>, rate: Rate, excess: impl Fn(Hit, f64) -> Hit) -> Verdict {
    if rate.pair(subject.survey.facts.root()).is_none() {
        return Verdict::Clear;
    }
    let hit = |node: u32, num: f64, den: f64| {
        compare::money_greater(num, den).then(|| {
            let hit = Hit::at(node).with(rate.numerator().key(), side(rate.numerator(), num));
            excess(hit.with(rate.denominator().key(), side(rate.denominator(), den)), num - den)
        })
    };
    // Without totals each node stands for its own entries alone.
    let hits = if subject.survey.facts.has_totals() {
        let parts = contributions(subject.survey.account, subject.survey.facts, 0, rate);
        parts.iter().filter_map(|part| hit(part.node, part.pair.num, part.pair.den)).collect()
    } else {
        let own = |(node, record): (u32, &UnitRecord)| {
            hit(node, rate.numerator().entered(record)?, rate.denominator().entered(record)?)
        };
        subject.addressable().filter_map(own).collect()
    };
    Verdict::from_hits(hits, None)
}

/// G-12: a total that is less than what it should include (ruling B47).
pub(super) fn small_total(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let survey = &subject.survey;
    let mut hits = Vec::new();
    for (node, record) in subject.addressable().filter(|(node, _)| survey.facts.is_total(*node as usize)) {
        let short = |figure: &Figure| {
            let rest = unallocated(survey.account, survey.facts, node as usize, *figure)?;
            compare::money_less(rest, 0.0).then_some((*figure, rest))
        };
        let short: Vec<(Figure, f64)> = Figure::ALL.iter().filter_map(short).collect();
        let Some((figure, rest)) = short.first().copied() else { continue };
        let own = figure.entered(record).unwrap_or(0.0);
        let fields = short.iter().map(|(figure, _)| figure.key().to_owned()).collect();
        let hit = Hit::at(node).with("fields", Evidence::Texts(fields));
        let hit = hit.with("children", side(figure, own - rest)).with("own", side(figure, own));
        hits.push(hit.with("name", Evidence::Word(figure.name())));
    }
    Verdict::from_hits(hits, None)
}

/// G-20: a potential above what the unit spends with anybody.
pub(super) fn over_wallet(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let over = |(node, record): (u32, &UnitRecord)| {
        let potential = record.potential.as_deref()?.value.get();
        let wallet = record.category_spend.map(Amount::get)?;
        compare::money_greater(potential, wallet).then(|| {
            let hit = Hit::at(node).with("potential", Evidence::Money(potential));
            hit.with("wallet", Evidence::Money(wallet))
        })
    };
    Verdict::from_hits(subject.addressable().filter_map(over).collect(), None)
}

fn potentials<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = (u32, &'s Potential)> {
    subject.addressable().filter_map(|(node, record)| Some((node, record.potential.as_deref()?)))
}

fn side(figure: Figure, amount: f64) -> Evidence {
    match figure.unit() {
        Unit::Money => Evidence::Money(amount),
        _ => Evidence::Count(amount),
    }
}
