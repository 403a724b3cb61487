//! Whether the roadmap reaches its targets, fits the white space and is owned (R-28, R-29, G-23, G-24).

use crate::{
    domain::{RoadmapItem, Target},
    engine::{
        compare,
        metrics::{Unit, is_open_item, spec, spread},
        planning::{Outlook, Simulation},
    },
};

use super::{Evidence, Hit, Subject, Values, Verdict};

/// a target is reached only with items of High risk.
pub(super) fn needs_high_risk(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    each_target(subject, |target, outlook| {
        let aim = target.value.get();
        let fires = compare::at_least(outlook.value, aim) && compare::less(outlook.without_high, aim);
        fires.then(|| of_target(target, outlook.without_high).with("plan", amount(target, outlook.value)))
    })
}

/// a target is not reached even if every item succeeds.
pub(super) fn out_of_reach(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    each_target(subject, |target, outlook| {
        let hit = of_target(target, outlook.value);
        let hit = if outlook.moves {
            hit
        } else {
            hit.says("{name}: no roadmap item moves it, and it stands at {value} against {target}.")
        };
        compare::less(outlook.value, target.value.get()).then_some(hit)
    })
}

fn each_target(subject: &Subject<'_>, check: impl Fn(&Target, Outlook) -> Option<Hit>) -> Verdict {
    let (mut hits, mut missing) = (Vec::new(), None);
    for (target, outlook) in outlooks(subject) {
        match outlook {
            Ok(outlook) => hits.extend(check(target, outlook)),
            Err(reason) => missing = Some(reason),
        }
    }
    Verdict::from_hits(hits, missing)
}

fn of_target(target: &Target, value: f64) -> Hit {
    let known = spec(target.metric.as_str());
    let name = known.map_or_else(|| target.metric.to_string(), |spec| spec.name.to_owned());
    Hit::new()
        .with("metric", Evidence::Text(target.metric.to_string()))
        .with("name", Evidence::Text(name))
        .with("value", amount(target, value))
        .with("target", amount(target, target.value.get()))
        .with("due", Evidence::Period(target.due_period))
}

/// A value in the unit of the target's metric.
fn amount(target: &Target, value: f64) -> Evidence {
    match spec(target.metric.as_str()).map(|spec| spec.unit) {
        Some(Unit::Money) => Evidence::Money(value),
        Some(Unit::Count) => Evidence::Count(value),
        Some(Unit::Percent) => Evidence::Share(value),
        _ => Evidence::Percent(value),
    }
}

/// G-23: more is planned for a unit than it leaves open, or an item is overdue (ruling B53).
pub(super) fn overplanned(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let survey = &subject.survey;
    let planned = survey.planned();
    let (mut hits, mut missing) = (Vec::new(), None);
    for (index, unit) in subject.counted() {
        let money = planned.get(index as usize).copied().unwrap_or(0.0);
        if money == 0.0 {
            continue;
        }
        match unit.white_space() {
            None => missing = Some("white space of units with a plan"),
            Some(open) if compare::money_greater(money, open) => {
                let aims = |item: &&RoadmapItem| {
                    is_open_item(item)
                        && spread(survey.tree, survey.facts, item).iter().any(|(at, _)| *at == index)
                };
                let items =
                    survey.account.roadmap.iter().filter(aims).map(|item| item.key.to_string()).collect();
                let hit = Hit::at(index).with("items", Evidence::Texts(items));
                hits.push(
                    hit.with("planned", Evidence::Money(money)).with("white_space", Evidence::Money(open)),
                );
            }
            Some(_) => {}
        }
    }
    let late = open_items(subject).filter(|item| item.due_period < survey.facts.period);
    hits.extend(late.map(|item| {
        let hit = of_item(item).with("due", Evidence::Period(item.due_period));
        hit.says("Roadmap item {title} was due in {due} and is still open.")
    }));
    Verdict::from_hits(hits, missing)
}

/// G-24: nobody answers for an open item. Branches of the metric tree always have an owner, the entered one or the
/// default, unless somebody entered nobody (ruling C7).
pub(super) fn no_owner(subject: &Subject<'_>, _: Values<'_>) -> Verdict {
    let nobody = |item: &&RoadmapItem| item.accountable.as_ref().is_none_or(|name| name.trim().is_empty());
    Verdict::from_hits(open_items(subject).filter(nobody).map(of_item).collect(), None)
}

fn open_items<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = &'s RoadmapItem> {
    subject.survey.account.roadmap.iter().filter(|item| is_open_item(item))
}

fn of_item(item: &RoadmapItem) -> Hit {
    Hit::new()
        .with("item", Evidence::Text(item.key.to_string()))
        .with("title", Evidence::Text(item.title.clone()))
}

/// What the plan makes of each target of the account (domain specification 5.4); an error says why the metric has no
/// path.
fn outlooks<'s>(subject: &'s Subject<'_>) -> Vec<(&'s Target, Result<Outlook, &'static str>)> {
    let targets = &subject.survey.account.targets;
    if targets.is_empty() {
        return Vec::new();
    }
    let simulation = Simulation::new(&subject.survey);
    targets.iter().map(|target| (target, simulation.outlook(target))).collect()
}
