//! White space opened by what stands in its way or is planned for it, and the entries behind data confidence.

use crate::{
    domain::{CompetitorKind, RoadmapItem, Status},
    engine::{
        metrics::{
            Figure, Inputs, Survey, Unit, UnitEntry, UnitMeasure, amounts, is_contested, is_current,
            is_open_item, open_opportunity, spread,
        },
        planning::probability,
    },
};

use super::{Explained, amounts as fields, branch::grouped, explain_unit, total};

/// White space of contested units, unit by unit.
pub(super) fn contested(inputs: &Inputs<'_>) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    white_space(inputs, |unit| is_contested(&survey, unit, &inputs.facts.units[unit]))
}

/// White space of contested units, and all of it.
pub(super) fn contested_share(inputs: &Inputs<'_>) -> Vec<Explained> {
    let part = total("White space held by competitors", "sum over units", Unit::Money, contested(inputs));
    vec![part, explain_unit(inputs, 0, UnitMeasure::WhiteSpace)]
}

/// White space of pilots, unit by unit.
pub(super) fn pilots(inputs: &Inputs<'_>) -> Vec<Explained> {
    white_space(inputs, |unit| inputs.facts.units[unit].status == Some(Status::Pilot))
}

/// Contested units, each with its status or who is in it.
pub(super) fn rivals(inputs: &Inputs<'_>) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    let row = |unit: &u32| {
        let index = *unit as usize;
        let names: Vec<&str> = inputs
            .account
            .competitors
            .iter()
            .filter(|entry| entry.kind == CompetitorKind::Competitor && is_current(entry, inputs.day))
            .filter(|entry| {
                inputs.tree.index(&entry.unit).is_some_and(|place| inputs.tree.is_within(place, index))
            })
            .map(|entry| entry.name.as_str())
            .collect();
        let field = if names.is_empty() { "status" } else { "competitors" };
        let name = inputs.account.unit_name(index).to_owned();
        let row = Explained::number(name.clone(), 1.0, Unit::Count).made_of(names.join(", "), Vec::new());
        (*unit, Explained { field: Some((name, inputs.facts.period, field)), ..row })
    };
    let is_contested =
        |unit: &&u32| is_contested(&survey, **unit as usize, &inputs.facts.units[**unit as usize]);
    grouped(inputs, 0, inputs.facts.counted.iter().filter(is_contested).map(row).collect())
}

/// Money of open items, and white space.
pub(super) fn roadmap(inputs: &Inputs<'_>) -> Vec<Explained> {
    let open = inputs.account.roadmap.iter().filter(|item| is_open_item(item));
    let rows = open.filter_map(|item| Some(item_money(inputs, item, item.opportunity?.get()))).collect();
    let planned = total("Planned", "sum over open roadmap items", Unit::Money, rows);
    debug_assert!(planned.value == Some(open_opportunity(inputs.account)));
    vec![planned, explain_unit(inputs, 0, UnitMeasure::WhiteSpace)]
}

/// White space of every unit beyond what is planned for it.
pub(super) fn unplanned(inputs: &Inputs<'_>) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    let planned = survey.planned();
    let items: Vec<(&RoadmapItem, Vec<(u32, f64)>)> = inputs
        .account
        .roadmap
        .iter()
        .filter(|item| is_open_item(item))
        .map(|item| (item, spread(inputs.tree, inputs.facts, item)))
        .collect();
    let row = |unit: &u32| {
        let index = *unit as usize;
        let white_space = inputs.facts.units[index].white_space()?;
        let left = (white_space - planned.get(index).unwrap_or(&0.0)).max(0.0);
        let shares = items.iter().filter_map(|(item, shares)| {
            let (_, money) = shares.iter().find(|(at, _)| at == unit)?;
            Some(item_money(inputs, item, *money))
        });
        let shares = total("Planned", "sum over open roadmap items", Unit::Money, shares.collect());
        let sides = vec![explain_unit(inputs, index, UnitMeasure::WhiteSpace), shares];
        let number = Explained::number(inputs.account.unit_name(index), left, Unit::Money);
        (left != 0.0).then(|| (*unit, number.made_of("white space − planned, not below 0", sides)))
    };
    grouped(inputs, 0, inputs.facts.counted.iter().filter_map(row).collect())
}

/// Units with a confirmed record, and all units.
pub(super) fn confirmed(inputs: &Inputs<'_>) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    let row = |unit: &u32| {
        let index = *unit as usize;
        let name = inputs.account.unit_name(index).to_owned();
        let why = match inputs.account.record(index, inputs.facts.period) {
            Some(record) if record.confirmed => "confirmed",
            Some(_) => "not confirmed",
            None => "no record",
        };
        let row = Explained::number(name.clone(), 1.0, Unit::Count).made_of(why, Vec::new());
        (*unit, Explained { field: Some((name, inputs.facts.period, "confirmed")), ..row })
    };
    let side = |name: &str, wanted: &dyn Fn(&u32) -> bool| {
        let rows = inputs.facts.counted.iter().filter(|unit| wanted(unit)).map(row).collect();
        total(name, "number of units", Unit::Count, grouped(inputs, 0, rows))
    };
    let entered = &survey.entered().units;
    vec![
        side("Units with a confirmed record", &|unit| entered[*unit as usize].confirmed),
        side("Units", &|_| true),
    ]
}

/// Potential whose entries belong, and all of it.
pub(super) fn potential(
    inputs: &Inputs<'_>,
    name: &str,
    belongs: impl Fn(&UnitEntry) -> bool,
) -> Vec<Explained> {
    let survey = Survey::new(inputs);
    let entered = &survey.entered().units;
    let parts = amounts(inputs.account, inputs.facts, 0, Figure::Potential);
    let part = parts.iter().filter(|part| belongs(&entered[part.node as usize]));
    let rows = part.map(|part| {
        (part.node, fields::leaf(inputs, part.node, Figure::Potential, part.amount, part.origin))
    });
    let part = total(name, "sum over units", Unit::Money, grouped(inputs, 0, rows.collect()));
    vec![part, fields::figure(inputs, 0, Figure::Potential)]
}

fn white_space(inputs: &Inputs<'_>, belongs: impl Fn(usize) -> bool) -> Vec<Explained> {
    let units = inputs.facts.counted.iter().filter(|unit| belongs(**unit as usize));
    let row = |unit: &u32| (*unit, explain_unit(inputs, *unit as usize, UnitMeasure::WhiteSpace));
    grouped(inputs, 0, units.map(row).collect())
}

/// Money of an item, or what of it is meant.
pub(super) fn item_money(inputs: &Inputs<'_>, item: &RoadmapItem, money: f64) -> Explained {
    item_field(inputs, item, money, Unit::Money, "opportunity")
}

/// Chance of success of an item, in percent.
pub(super) fn chance(inputs: &Inputs<'_>, item: &RoadmapItem) -> Explained {
    let own = item.probability_override.is_some();
    let field = if own { "probability_override" } else { "risk" };
    let why = if own { "entered".to_owned() } else { format!("risk: {}", item.risk.word()) };
    item_field(inputs, item, 100.0 * probability(item), Unit::Percent, field).made_of(why, Vec::new())
}

/// A number of an item with the field that it was entered in.
pub(super) fn item_field(
    inputs: &Inputs<'_>,
    item: &RoadmapItem,
    value: f64,
    unit: Unit,
    field: &'static str,
) -> Explained {
    let field = Some((item.title.clone(), inputs.facts.period, field));
    Explained { field, ..Explained::number(item.title.clone(), value, unit) }
}
