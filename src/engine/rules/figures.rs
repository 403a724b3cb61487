//! Guardrails about figures that contradict each other or do not count (G-06, G-08, G-13, G-14, G-19, G-25).

use crate::{
    domain::{Amount, Status, UnitRecord},
    engine::{compare, metrics::Figure},
};

use super::{Evidence, Hit, Subject, Values, Verdict};

/// G-06: under contract, and hardly used. Goes by entered users (ruling B5).
pub(super) fn dormant(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit] = values.all();
    let (mut hits, mut missing) = (Vec::new(), None);
    let contract = |status| matches!(status, Some(Status::Active | Status::Expansion));
    for (index, unit) in subject.counted().filter(|(_, unit)| contract(unit.status)) {
        let unused = unit.entered(Figure::ActiveUsers).map(|users| users == 0.0);
        // Without seats none can be dormant.
        let share = unit
            .utilisation()
            .map(|pair| if pair.den > 0.0 { 100.0 * pair.headroom / pair.den } else { 0.0 });
        let dormant = share.map(|share| compare::greater(share, limit));
        if unused == Some(true) || dormant == Some(true) {
            let hit = Hit::at(index);
            let hit =
                share.into_iter().fold(hit, |hit, share| hit.with("dormant_share", Evidence::Percent(share)));
            let users = unit.entered(Figure::ActiveUsers).into_iter();
            hits.push(users.fold(hit, |hit, users| hit.with("active_users", Evidence::Count(users))));
        } else if unused.is_none() || dormant.is_none() {
            missing = Some("licensed seats and active users of units under contract");
        }
    }
    Verdict::from_hits(hits, missing)
}

/// G-08: fees that are left out of revenue.
pub(super) fn one_time(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let fee = |(node, record): (u32, &UnitRecord)| {
        let fee = record.one_time.map(Amount::get).filter(|fee| *fee > 0.0)?;
        Some(Hit::at(node).with("one_time", Evidence::Money(fee)))
    };
    Verdict::from_hits(subject.addressable().filter_map(fee).collect(), None)
}

/// G-13: revenue where nobody can be a customer.
pub(super) fn not_addressable(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let paying = |(node, record): (u32, &UnitRecord)| {
        let arr = record.arr.map(Amount::get).filter(|arr| !record.addressable && *arr > 0.0)?;
        Some(Hit::at(node).with("arr", Evidence::Money(arr)))
    };
    Verdict::from_hits(subject.recorded().filter_map(paying).collect(), None)
}

/// G-14: a status that the revenue or the past contradicts. Goes by own status and entered revenue (ruling B48).
pub(super) fn contradicted(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let hit = |(node, record): (u32, &UnitRecord)| {
        let status = record.status?;
        let arr = subject.unit(node).entered(Figure::Arr);
        let hit = || Hit::at(node).with("status", Evidence::Word(status.word()));
        let wrong = match status {
            Status::Unpenetrated | Status::CompetitorHeld | Status::Lost => arr.is_some_and(|arr| arr > 0.0),
            Status::Active | Status::Expansion => arr == Some(0.0),
            Status::Pilot => false,
        };
        if wrong {
            return Some(hit().with("arr", Evidence::Money(arr.unwrap_or(0.0))));
        }
        (status == Status::Lost && !was_active(subject, node))
            .then(|| hit().says("{unit}: status {status}, but it was never active."))
    };
    Verdict::from_hits(subject.recorded().filter_map(hit).collect(), None)
}

fn was_active(subject: &Subject<'_>, node: u32) -> bool {
    let records = subject.survey.account.records.get(node as usize);
    records.into_iter().flat_map(|records| records.iter()).any(|(period, record)| {
        *period < subject.survey.facts.period
            && matches!(record.status, Some(Status::Active | Status::Expansion))
    })
}

/// G-19: entered flows do not lead to the revenue.
pub(super) fn movements(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [tolerance] = values.all();
    let period = subject.survey.facts.period;
    let Some(entry) = subject.survey.account.movements.iter().find(|entry| entry.period == period) else {
        return Verdict::Clear;
    };
    let flows = [entry.begin, entry.new, entry.expansion, entry.contraction, entry.churn];
    let [Some(begin), Some(new), Some(expansion), Some(contraction), Some(churn)] =
        flows.map(|flow| flow.map(Amount::get))
    else {
        return Verdict::missing("all five movements");
    };
    let Some(end) = subject.arr() else { return Verdict::missing("ARR") };
    let sum = begin + new + expansion - contraction - churn;
    let hit = Hit::new().with("sum", Evidence::Money(sum)).with("arr", Evidence::Money(end));
    Verdict::from_hit(compare::greater((sum - end).abs(), tolerance).then_some(hit))
}

/// G-25: activity at a node that does not count, and units that count within units that count (ruling B51).
pub(super) fn uncounted(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let facts = subject.survey.facts;
    let inside = |node: u32| {
        let mut above = facts.units[node as usize].parent;
        while let Some(unit) = above.filter(|unit| !facts.units[*unit as usize].counted) {
            above = facts.units[unit as usize].parent;
        }
        above.is_some()
    };
    let nested = facts.counted.iter().any(|unit| facts.units[*unit as usize].units > 1);
    let mut hits = Vec::new();
    for (node, record) in subject.addressable().filter(|(node, _)| *node > 0) {
        let unit = &facts.units[node as usize];
        if unit.counted || facts.children(node as usize).is_empty() {
            continue;
        }
        let status =
            record.status.filter(|s| matches!(s, Status::Active | Status::Expansion | Status::Pilot));
        let direct = !facts.is_total(node as usize);
        let arr = record.arr.map(Amount::get).filter(|arr| direct && *arr > 0.0);
        if (status.is_some() || arr.is_some()) && !inside(node) {
            let hit = Hit::at(node);
            let hit =
                status.into_iter().fold(hit, |hit, status| hit.with("status", Evidence::Word(status.word())));
            hits.push(arr.into_iter().fold(hit, |hit, arr| hit.with("arr", Evidence::Money(arr))));
        }
    }
    if nested {
        let twice = facts.counted.iter().filter(|unit| inside(**unit));
        hits.extend(twice.map(|unit| Hit::at(*unit).says(NESTED)));
    }
    Verdict::from_hits(hits, None)
}

const NESTED: &str = "{unit} counts within a unit that counts as well: it may be counted twice.";
