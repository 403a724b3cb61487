//! Rates that count units opened into the units, and each unit into why it is active or counts.

use crate::{
    domain::{ActivityRule, Counting, Status, UnitKind},
    engine::{
        compare,
        metrics::{Figure, Inputs, STRONG_DEPTH, Unit, UnitFacts, depth, is_strong, regions},
    },
};

use super::{Explained, amounts, branch::grouped};

/// Active units of a set, and all of it; `name` is the plural of what is counted.
pub(super) fn active_of(inputs: &Inputs<'_>, name: &str, set: &[u32]) -> Vec<Explained> {
    let active = |unit: usize| inputs.facts.units[unit].active;
    sides(inputs, 0, [format!("Active {name}"), capital(name)], set, active)
}

/// Active units that use what they have, and all units.
pub(super) fn strong(inputs: &Inputs<'_>) -> Vec<Explained> {
    let strong = |unit: usize| inputs.facts.units[unit].active && is_strong(inputs, unit) == Some(true);
    let name = format!("Active units with a depth of at least {STRONG_DEPTH}");
    sides(inputs, 0, [name, "Units".to_owned()], &inputs.facts.counted, strong)
}

/// Active units and pilots, and all units.
pub(super) fn reached(inputs: &Inputs<'_>) -> Vec<Explained> {
    let reached = |unit: usize| {
        let unit = &inputs.facts.units[unit];
        unit.active || unit.status == Some(Status::Pilot)
    };
    let names = ["Active and pilot units".to_owned(), "Units".to_owned()];
    sides(inputs, 0, names, &inputs.facts.counted, reached)
}

/// Units of a set that are not active.
pub(super) fn inactive(inputs: &Inputs<'_>, set: &[u32]) -> Vec<Explained> {
    let rest: Vec<u32> =
        set.iter().filter(|index| !inputs.facts.units[**index as usize].active).copied().collect();
    grouped(inputs, 0, rest.iter().map(|index| (*index, member(inputs, *index))).collect())
}

/// Active and all counted units of a branch.
pub(super) fn branch_units(inputs: &Inputs<'_>, top: usize) -> Vec<Explained> {
    let mut inside = vec![false; inputs.facts.units.len()];
    inside[top] = true;
    for &node in inputs.facts.order() {
        let parent = inputs.facts.units[node as usize].parent;
        inside[node as usize] |= parent.is_some_and(|parent| inside[parent as usize]);
    }
    let set: Vec<u32> =
        inputs.facts.counted.iter().filter(|index| inside[**index as usize]).copied().collect();
    let active = |unit: usize| inputs.facts.units[unit].active;
    sides(inputs, top, ["Active units".to_owned(), "Units".to_owned()], &set, active)
}

/// Regions with an active unit, and all regions.
pub(super) fn geography(inputs: &Inputs<'_>) -> Vec<Explained> {
    let regions = regions(inputs.facts);
    let region = |index: usize| {
        let key = &regions.keys[index];
        let found = inputs.workspace.regions.iter().find(|region| region.key == *key);
        let name = found.map_or(key.as_str(), |region| &region.name).to_owned();
        let members = inputs
            .facts
            .counted
            .iter()
            .filter(|unit| regions.of_unit[**unit as usize] == Some(index as u32))
            .map(|unit| (*unit, member(inputs, *unit)))
            .collect();
        let why = if regions.active[index] { "a unit there is active" } else { "no unit there is active" };
        Explained::number(name, 1.0, Unit::Count).made_of(why, grouped(inputs, 0, members))
    };
    let list = |name: &str, wanted: &dyn Fn(usize) -> bool| {
        let rows: Vec<Explained> =
            (0..regions.keys.len()).filter(|index| wanted(*index)).map(region).collect();
        Explained::number(name, rows.len() as f64, Unit::Count).made_of("number of regions", rows)
    };
    vec![
        list("Regions with an active unit", &|index| regions.active[index]),
        list("Regions in scope or with a unit", &|_| true),
    ]
}

/// Why a unit is active or not, in words.
pub(super) fn active_reason(inputs: &Inputs<'_>, index: usize) -> String {
    let unit = &inputs.facts.units[index];
    let settings = &inputs.workspace.settings;
    let verdict = if unit.active { "active" } else { "not active" };
    let users = || match unit.entered(Figure::ActiveUsers) {
        Some(users) => format!("{users} active users"),
        None => "active users unknown".to_owned(),
    };
    if settings.activity_rule == ActivityRule::UsageOnly {
        return format!("{verdict}: {}", users());
    }
    let Some(status) = unit.status else { return format!("{verdict}: status unknown") };
    if unit.status_inherited {
        let some = if unit.active { "some" } else { "no" };
        return format!("{verdict}: no status of its own, and {some} unit below it is active");
    }
    let contract = match status {
        Status::Active | Status::Expansion => true,
        Status::Pilot => settings.count_pilots,
        _ => false,
    };
    let users = match settings.activity_rule {
        ActivityRule::ContractNotDormant if contract => format!(", {}", users()),
        _ => String::new(),
    };
    format!("{verdict}: status {}{users}", status.word())
}

/// What decides whether a unit is active: its own status, or those it inherits from, and its users.
pub(super) fn activity(inputs: &Inputs<'_>, index: usize) -> Vec<Explained> {
    let facts = inputs.facts;
    let own = |node: u32| -> &UnitFacts { &facts.units[node as usize] };
    let usage = inputs.workspace.settings.activity_rule == ActivityRule::UsageOnly;
    let mut found = Vec::new();
    if !usage {
        // Down to the first unit of each line that has a status of its own.
        let mut stack = vec![index as u32];
        while let Some(node) = stack.pop() {
            if own(node).status.is_some() && !own(node).status_inherited {
                found.push((node, member(inputs, node)));
            } else {
                stack.extend(facts.children(node as usize).iter().rev());
            }
        }
    }
    let mut parts = grouped(inputs, index, found);
    if usage || !own(index as u32).status_inherited {
        parts.push(amounts::figure(inputs, index, Figure::ActiveUsers));
    }
    parts
}

/// Why a unit counts or not, in words.
pub(super) fn counted_reason(inputs: &Inputs<'_>, index: usize) -> &'static str {
    let facts = &inputs.facts.units[index];
    let Some(unit) = inputs.account.units.get(index) else { return "" };
    if index == 0 {
        return "the account itself is no unit";
    }
    if unit.kind == UnitKind::Region {
        return "a region only groups units";
    }
    match (facts.counted, unit.counting) {
        (_, Counting::Never) => "set to count never",
        _ if !facts.addressable => "it is not addressable",
        (true, Counting::Always) => "set to count always",
        (true, Counting::Auto) => "no unit below it counts",
        (false, _) => "a unit below it counts, or one above it counts always",
    }
}

/// The part of a set that belongs above the line, and the whole set.
fn sides(
    inputs: &Inputs<'_>,
    top: usize,
    names: [String; 2],
    set: &[u32],
    above: impl Fn(usize) -> bool,
) -> Vec<Explained> {
    let [above_name, all_name] = names;
    let list = |name: String, wanted: &dyn Fn(usize) -> bool| {
        let members: Vec<(u32, Explained)> = set
            .iter()
            .filter(|index| wanted(**index as usize))
            .map(|index| (*index, member(inputs, *index)))
            .collect();
        Explained::number(name, members.len() as f64, Unit::Count)
            .made_of("number of units", grouped(inputs, top, members))
    };
    vec![list(above_name, &above), list(all_name, &|_| true)]
}

/// One unit as an entry of a list, with why it is active or not, and how deeply it uses what it has.
fn member(inputs: &Inputs<'_>, index: u32) -> Explained {
    let name = inputs.account.unit_name(index as usize).to_owned();
    let mut formula = active_reason(inputs, index as usize);
    if let Some(depth) = depth(inputs, index as usize) {
        formula = format!("{formula}, depth {}", compare::round_to(depth, 1));
    }
    let number = Explained::number(name.clone(), 1.0, Unit::Count).made_of(formula, Vec::new());
    Explained { field: Some((name, inputs.facts.period, "status")), ..number }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
