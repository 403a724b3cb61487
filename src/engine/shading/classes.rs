//! One function for each thing that units can be coloured by: its classes, and which unit is in which.

use std::collections::BTreeMap;

use crate::{
    domain::{Severity, Status},
    engine::{
        compare,
        metrics::{self, Inputs, Pair, Survey, UnitFacts},
        planning,
    },
};

use super::{ColourBy, Input, Look, NEUTRAL, Shades, is_group, money, shares};

/// Names beyond these are "Other".
const NAMES: usize = 6;

/// The class of every unit.
pub(super) fn shades(input: &Input<'_>) -> Shades {
    let rate = |pair: Option<Pair>| pair.and_then(Pair::percent);
    match input.by {
        ColourBy::Status => by_status(input),
        ColourBy::Penetration => by_rate(input, "%", |_, own| rate(own.revenue())),
        ColourBy::Units => by_rate(input, "%", |_, own| own.active_known().and(own.unit_penetration())),
        ColourBy::Users => by_rate(input, "%", |_, own| rate(own.users())),
        ColourBy::Seats => by_rate(input, "%", |_, own| rate(own.seats())),
        ColourBy::Wallet => by_rate(input, "%", |_, own| rate(own.wallet())),
        ColourBy::Spend => by_rate(input, "%", |_, own| rate(own.spend())),
        ColourBy::Divisions => by_share(input, &shares::of_set(input.facts, &input.facts.divisions)),
        ColourBy::Departments => by_share(input, &shares::of_set(input.facts, &input.facts.departments)),
        ColourBy::Geography => by_share(input, &shares::of_regions(input.facts)),
        ColourBy::Products => {
            by_share(input, &shares::of_products(input.workspace, input.account, input.facts, input.day))
        }
        ColourBy::Opportunity => match input.scores {
            Some(scores) => by_rate(input, "", |unit, _| scores.get(unit).copied().flatten()),
            None => Shades::new(input, [("Being scored".to_owned(), Look::Quiet)], |_, _| None),
        },
        ColourBy::WhiteSpace => by_white_space(input),
        ColourBy::Risk => by_risk(input),
        ColourBy::Change => by_change(input),
        ColourBy::Competitor => {
            by_name(input, "No competitor", |unit| Some(input.rivals.of(input.account, unit)?.name.as_str()))
        }
        ColourBy::Owner => by_name(input, "No owner", |unit| input.owners.of(unit)),
        ColourBy::Region => by_region(input),
    }
}

fn by_status(input: &Input<'_>) -> Shades {
    /// In two columns: what we have beside what we have not.
    const ORDER: [Status; 6] = [
        Status::Active,
        Status::Unpenetrated,
        Status::Expansion,
        Status::CompetitorHeld,
        Status::Pilot,
        Status::Lost,
    ];
    let known = ORDER.iter().map(|status| (status.word().to_owned(), Look::Status(Some(*status))));
    let classes = known.chain([("Unknown".to_owned(), Look::Status(None))]);
    let mut shades = Shades::new(input, classes, |_, own| {
        own.status.and_then(|status| ORDER.iter().position(|other| *other == status))
    });
    // A status that comes from below is shown by the units below.
    for &unit in input.facts.order() {
        let own = &input.facts.units[unit as usize];
        if (unit == 0 || own.status_inherited || own.status.is_none())
            && is_group(input.account, input.facts, unit as usize)
        {
            shades.of[unit as usize] = NEUTRAL;
        }
    }
    shades
}

/// The same steps for a share of each branch.
fn by_share(input: &Input<'_>, shares: &[Option<f64>]) -> Shades {
    // Without any record nothing is known (ruling B3).
    by_rate(input, "%", |unit, _| shares[unit].filter(|_| input.facts.has_records))
}

/// Five even steps from 0 to 100, and what is unknown.
fn by_rate(input: &Input<'_>, sign: &str, rate: impl Fn(usize, &UnitFacts) -> Option<f64>) -> Shades {
    let words = [
        format!("Under 20{sign}"),
        format!("20–40{sign}"),
        format!("40–60{sign}"),
        format!("60–80{sign}"),
        format!("80{sign} and more"),
        "Unknown".to_owned(),
    ];
    let looks = (0..5).map(|step| Look::Step(step * 2)).chain([Look::Quiet]);
    Shades::new(input, words.into_iter().zip(looks), |unit, own| {
        let rate = rate(unit, own)?;
        Some([20.0, 40.0, 60.0, 80.0].iter().filter(|edge| compare::at_least(rate, **edge)).count())
    })
}

/// Four even steps of money up to the largest unit, none, and what is unknown.
fn by_white_space(input: &Input<'_>) -> Shades {
    let facts = input.facts;
    let known = facts.counted.iter().filter_map(|unit| facts.units[*unit as usize].white_space());
    let step = round_up(known.fold(0.0, f64::max) / 4.0);
    let money = |steps: f64| money(Some(step * steps), input.symbol);
    let classes = [
        ("None".to_owned(), Look::Step(0)),
        (format!("Up to {}", money(1.0)), Look::Step(2)),
        (format!("To {}", money(2.0)), Look::Step(4)),
        (format!("To {}", money(3.0)), Look::Step(6)),
        (format!("To {}", money(4.0)), Look::Step(8)),
        ("Unknown".to_owned(), Look::Quiet),
    ];
    Shades::new(input, classes, |_, own| {
        let open = own.white_space()?;
        if !compare::money_greater(open, 0.0) {
            return Some(0);
        }
        Some(1 + [1.0, 2.0, 3.0].iter().filter(|steps| compare::money_greater(open, step * **steps)).count())
    })
}

/// The next number of the form 1, 2, 2.5, 5 × 10ⁿ; 1 for nothing.
fn round_up(value: f64) -> f64 {
    if !(value > 0.0 && value.is_finite()) {
        return 1.0;
    }
    let unit = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 2.5, 5.0]
        .map(|step| step * unit)
        .into_iter()
        .find(|step| *step >= value)
        .unwrap_or(10.0 * unit)
}

/// The gravest finding about each unit.
fn by_risk(input: &Input<'_>) -> Shades {
    let grave: Vec<Severity> = Severity::ALL.iter().rev().copied().collect();
    let classes = grave.iter().map(|severity| (severity.word().to_owned(), Look::Severity(*severity)));
    Shades::new(input, classes.chain([("No finding".to_owned(), Look::Quiet)]), |unit, _| {
        let severity = input.worst.get(&(unit as u32))?;
        grave.iter().position(|other| other == severity)
    })
}

/// Change of revenue penetration in percentage points.
fn by_change(input: &Input<'_>) -> Shades {
    let classes = [
        ("Up 5 pp or more", Look::Change(3)),
        ("Up", Look::Change(1)),
        ("Unchanged", Look::Change(0)),
        ("Down", Look::Change(-1)),
        ("Down 5 pp or more", Look::Change(-3)),
        ("Unknown", Look::Quiet),
    ];
    let before = &input.before.units;
    Shades::new(input, classes.map(|(word, look)| (word.to_owned(), look)), |unit, own| {
        let change = own.revenue().and_then(Pair::percent)? - before.get(unit)?.penetration?;
        Some(match change {
            c if compare::at_least(c, 5.0) => 0,
            c if compare::at_least(c, 0.05) => 1,
            c if compare::greater(c, -0.05) => 2,
            c if compare::greater(c, -5.0) => 3,
            _ => 4,
        })
    })
}

/// The most frequent names each, the others together, and those without one.
fn by_name<'n>(input: &Input<'_>, none: &str, name: impl Fn(usize) -> Option<&'n str>) -> Shades {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut place = BTreeMap::new();
    for unit in &input.facts.counted {
        if let Some(name) = name(*unit as usize) {
            let at = *place.entry(name).or_insert_with(|| {
                counts.push((name, 0));
                counts.len() - 1
            });
            counts[at].1 += 1;
        }
    }
    // By frequency, then by name, so that a colour does not depend on the order of units.
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let others = counts.len() > NAMES;
    counts.truncate(NAMES);
    let rank: BTreeMap<&str, usize> = counts.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    let named = counts.iter().enumerate().map(|(at, (name, _))| ((*name).to_owned(), Look::Name(at as u8)));
    let other = others.then(|| ("Other".to_owned(), Look::Step(3)));
    let classes: Vec<_> = named.chain(other).chain([(none.to_owned(), Look::Quiet)]).collect();
    let other = counts.len();
    Shades::new(input, classes, |unit, _| {
        let name = name(unit)?;
        rank.get(name).copied().or(others.then_some(other))
    })
}

fn by_region(input: &Input<'_>) -> Shades {
    let regions = metrics::regions(input.facts);
    let name = |unit: usize| {
        let key = &regions.keys[(*regions.of_unit.get(unit)?)? as usize];
        let named = input.workspace.regions.iter().find(|region| region.key == *key);
        Some(named.map_or(key.as_str(), |region| region.name.as_str()))
    };
    let names: Vec<Option<String>> =
        (0..input.facts.units.len()).map(|unit| name(unit).map(str::to_owned)).collect();
    let mut shades = by_name(input, "No region", |unit| names.get(unit)?.as_deref());
    shades.of[0] = NEUTRAL;
    shades
}

/// Opportunity score of every unit of an account that has white space.
pub fn opportunity(inputs: &Inputs<'_>) -> Vec<Option<f64>> {
    let survey = Survey::new(inputs);
    let standing = planning::Standing::new(&survey);
    let table = planning::gap_table(&survey, &standing, &inputs.workspace.settings.opportunity, None);
    let mut scores = vec![None; inputs.facts.units.len()];
    for row in table.rows {
        scores[row.unit as usize] = row.score;
    }
    scores
}
