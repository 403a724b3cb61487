//! Risks that show over several periods.

use crate::{
    domain::{CompetitorKind, Severity, Status},
    engine::{
        compare,
        metrics::{branch_metrics, branches, is_current, spec},
    },
};

use super::{Evidence, Hit, Subject, Values, Verdict};

/// the headline or unit penetration fell twice running.
pub(super) fn falling(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [deadband] = values.all();
    let (mut hits, mut missing) = (Vec::new(), None);
    for key in watched(subject) {
        let [Some(now), Some(before), Some(first)] = [0, 1, 2].map(|back| value_at(subject, key, back))
        else {
            missing = Some("three periods of the headline and of unit penetration");
            continue;
        };
        let falls = |from: f64, to: f64| compare::at_least(from - to, deadband);
        if falls(first, before) && falls(before, now) {
            let hit = of_metric(key).with("first", Evidence::Percent(first));
            hits.push(hit.with("before", Evidence::Percent(before)).with("now", Evidence::Percent(now)));
        }
    }
    Verdict::from_hits(hits, missing)
}

/// the headline or unit penetration fell far over some periods; what lies between does not matter (ruling B31).
pub(super) fn fallen_far(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [limit, back] = values.all();
    let back = back.max(1.0) as usize;
    let (mut hits, mut missing) = (Vec::new(), None);
    for key in watched(subject) {
        let (Some(now), Some(then)) = (value_at(subject, key, 0), value_at(subject, key, back)) else {
            missing = Some("the headline and unit penetration of both periods");
            continue;
        };
        if compare::at_most(now - then, -limit) {
            let lost = lost_units(subject, back).map_or(0, |lost| lost.len());
            let hit = of_metric(key).with("fall", Evidence::Percent(then - now));
            let hit = hit.with("then", Evidence::Percent(then)).with("now", Evidence::Percent(now));
            hits.push(
                hit.with("periods", Evidence::Count(back as f64)).with("lost", Evidence::Count(lost as f64)),
            );
        }
    }
    Verdict::from_hits(hits, missing)
}

/// units that were active are not any more.
pub(super) fn units_lost(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [many, back] = values.all();
    let back = back.max(1.0) as usize;
    let Some(lost) = lost_units(subject, back) else {
        return Verdict::missing("units of both periods");
    };
    if lost.is_empty() {
        return Verdict::Clear;
    }
    let survey = &subject.survey;
    let held = lost.iter().filter(|unit| subject.unit(**unit).status == Some(Status::CompetitorHeld)).count();
    let current = survey.account.competitors.iter().filter(|entry| {
        entry.kind == CompetitorKind::Competitor
            && is_current(entry, survey.day)
            && survey.tree.index(&entry.unit).is_some_and(|unit| lost.contains(&(unit as u32)))
    });
    let mut names: Vec<String> = current.map(|entry| entry.name.clone()).collect();
    names.dedup();
    if names.is_empty() {
        names.push("a competitor".to_owned());
    }
    let count = lost.len() as f64;
    let hit = Hit::new()
        .with("count", Evidence::Count(count))
        .with("period", Evidence::Period(survey.facts.period.plus(-(back as i32))))
        .with("units", Evidence::Units(lost.into()))
        .with("held", Evidence::Count(held as f64))
        .with("competitors", Evidence::Texts(names.into()));
    let hit = if held > 0 { hit.says(LOST_AND_HELD) } else { hit };
    let severe = compare::at_least(count, many);
    Verdict::from_hit(Some(if severe { hit.severe(Severity::Critical) } else { hit }))
}

const LOST_AND_HELD: &str =
    "{count} {count?unit|units} lost since {period}: {units}; {held} now held by {competitors}.";

/// Units that counted and were active some periods ago and are not now; `None` = one of the two periods has no records. A
/// unit that ended is lost unless a successor is active; one whose status is unknown now is not (ruling B32).
fn lost_units(subject: &Subject<'_>, back: usize) -> Option<Vec<u32>> {
    let then = subject.past.get(back - 1)?;
    if !then.has_records || !subject.survey.facts.has_records {
        return None;
    }
    let is_lost = |index: &u32| {
        let unit = subject.unit(*index);
        if unit.valid {
            return !unit.active && unit.status.is_some();
        }
        !successor_is_active(subject, *index)
    };
    Some(then.active_units.iter().filter(|index| is_lost(index)).copied().collect())
}

fn successor_is_active(subject: &Subject<'_>, unit: u32) -> bool {
    let mut at = unit as usize;
    // A chain that leads in a circle has no more steps than there are units.
    for _ in 0..subject.survey.facts.units.len() {
        let next = subject.survey.account.units.get(at).and_then(|unit| unit.successor.as_ref());
        let Some(next) = next.and_then(|key| subject.survey.tree.index(key)) else { return false };
        let known = subject.unit(next as u32);
        if known.valid {
            return known.active;
        }
        at = next;
    }
    false
}

/// a branch of the metric tree stands still although much is open (ruling B35).
pub(super) fn stalled(subject: &Subject<'_>, values: Values<'_>) -> Verdict {
    let [deadband, gap, back] = values.all();
    let back = back.max(1.0) as usize;
    let survey = &subject.survey;
    let (mut hits, mut missing, mut known) = (Vec::new(), None, false);
    for branch in branches(survey.workspace, &survey.account.key, subject.metrics) {
        let key = branch_metrics(branch.branch)[0];
        let Some(now) = branch.rate.value else { continue };
        known = true;
        let history: Option<Vec<f64>> = (0..=back).map(|back| value_at(subject, key, back)).collect();
        let Some(history) = history else {
            missing = Some("three periods of a branch");
            continue;
        };
        let still = history.windows(2).all(|pair| compare::less((pair[0] - pair[1]).abs(), deadband));
        if still && branch.gap_pp.is_some_and(|open| compare::greater(open, gap)) {
            let owner = branch.accountable.unwrap_or_else(|| "nobody".to_owned());
            let hit = of_metric(key).with("branch", Evidence::Word(branch.branch.word()));
            hits.push(hit.with("rate", Evidence::Percent(now)).with("owner", Evidence::Text(owner)));
        }
    }
    Verdict::from_hits(hits, missing.or((!known).then_some("seats, products, departments and spend")))
}

/// The metrics that rules about falls watch.
fn watched(subject: &Subject<'_>) -> impl Iterator<Item = &'static str> + use<> {
    let headline = subject.survey.workspace.settings.headline_axis.metric();
    let units = "unit_penetration";
    std::iter::once(headline).chain((headline != units).then_some(units))
}

fn value_at(subject: &Subject<'_>, key: &str, back: usize) -> Option<f64> {
    if back == 0 { subject.metric(key) } else { subject.metric_before(key, back) }
}

/// About one metric: its name for the sentence, its key for programs.
pub(super) fn of_metric(key: &'static str) -> Hit {
    let name = spec(key).map_or(key, |spec| spec.name);
    Hit::new().with("metric", Evidence::Word(key)).with("name", Evidence::Word(name))
}
