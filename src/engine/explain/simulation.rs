//! What the roadmap claims opened into what was measured and what each item adds.

use crate::{
    domain::{Period, Workspace},
    engine::{
        compare::round_to,
        metrics::{Figure, MetricValue, Survey, Unit, UnitMeasure, spec},
        planning::{Chance, Joins, Path, Scenario, Simulation, lift_share},
    },
};

use super::{Explained, explain_metric, explain_unit, plans};

/// Opens the ARR that a simulation made from `survey` claims for a period.
pub fn explain_planned_arr(
    survey: &Survey<'_>,
    simulation: &Simulation<'_>,
    period: Period,
    scenario: &Scenario<'_>,
) -> Explained {
    let now = explain_unit(survey, 0, UnitMeasure::Amount(Figure::Arr));
    let name = at(survey.workspace, "ARR", period);
    let Some(value) = simulation.arr_at(period, scenario) else {
        return Explained { name, ..now };
    };
    let mut parts = vec![at_base(survey, now)];
    if period > simulation.base {
        let lifts =
            (0..).zip(&simulation.items).filter_map(|(index, item)| Some((index, item.opportunity?.get())));
        parts.extend(
            lifts.map(|(index, lift)| {
                arrived(survey, simulation, (index, lift), Unit::Money, period, scenario)
            }),
        );
    }
    Explained::number(name, value, Unit::Money).made_of("sum of ARR now and what items bring by then", parts)
}

/// Opens the value that a simulation made from `survey` claims of a metric for a period.
pub fn explain_planned(
    survey: &Survey<'_>,
    simulation: &Simulation<'_>,
    metric: &str,
    period: Period,
    scenario: &Scenario<'_>,
) -> Explained {
    let measured = explain_metric(survey, metric);
    let name = at(survey.workspace, &measured.name, period);
    let value = match simulation.value(metric, period, scenario) {
        Ok(value) => value,
        Err(reason) => {
            return Explained::measured(name, &MetricValue::unknown(reason), measured.unit)
                .made_of("what the plan makes of it", vec![measured]);
        }
    };
    let Some(path) = simulation.path(metric).filter(|_| period > simulation.base) else {
        return Explained { name, ..measured };
    };
    // The headline opens into its metric first.
    let sides = if measured.inputs.len() == 1 { measured.inputs[0].inputs.clone() } else { measured.inputs };
    let mut sides = sides.into_iter();
    let (Some(above), Some(below)) = (sides.next(), sides.next()) else {
        return Explained::number(name, value, measured.unit);
    };
    let (above_name, unit) = (above.name.clone(), above.unit);
    let mut parts = vec![at_base(survey, above)];
    let (formula, denominator) = match path {
        Path::Ramp { lifts, on_potential, .. } => {
            parts.extend(lifts.iter().map(|lift| arrived(survey, simulation, *lift, unit, period, scenario)));
            let growth = if *on_potential { simulation.growth(period, scenario) } else { 1.0 };
            let grown = below.value.map(|value| value * growth).filter(|_| growth != 1.0);
            let below = match grown {
                Some(grown) => {
                    Explained::number(at(survey.workspace, &below.name, period), grown, below.unit)
                        .made_of(format!("{} × growth {}", below.name, round_to(growth, 4)), vec![below])
                }
                None => below,
            };
            ("what items bring by then, over the same denominator × 100", below)
        }
        Path::Count { chances, .. } => {
            parts.extend(chances.iter().map(|chance| joins(survey, simulation, chance, period, scenario)));
            ("what joins by then, over the same denominator × 100", below)
        }
    };
    let sum = parts.iter().filter_map(|part| part.value).sum();
    let numerator = Explained::number(at(survey.workspace, &above_name, period), sum, unit)
        .made_of("sum of what is there now and what the plan adds", parts);
    let unit = spec(metric).map_or(Unit::Percent, |spec| spec.unit);
    Explained::number(name, value, unit).made_of(formula, vec![numerator, denominator])
}

/// What one item brings by the end of a period.
fn arrived(
    survey: &Survey<'_>,
    simulation: &Simulation<'_>,
    (index, lift): (u32, f64),
    unit: Unit,
    period: Period,
    scenario: &Scenario<'_>,
) -> Explained {
    let item = simulation.items[index as usize];
    let value = simulation.ramped(index, lift, period, scenario);
    let share = round_to(100.0 * lift_share(item, period), 1);
    let mut formula = format!("{share} % arrived by then");
    let field = match unit {
        Unit::Money => "opportunity",
        _ => "effects",
    };
    let whole = plans::item_field(survey, item, lift, unit, field);
    let mut parts = vec![whole];
    if scenario.weight(item) == 0.0 {
        formula = "left out".to_owned();
    } else if scenario.risk_adjusted {
        formula += ", × chance";
        parts.push(plans::chance(survey, item));
    }
    Explained::number(item.title.clone(), value, unit).made_of(formula, parts)
}

/// One thing that joins by the end of a period, or the chance of it.
fn joins(
    survey: &Survey<'_>,
    simulation: &Simulation<'_>,
    chance: &Chance,
    period: Period,
    scenario: &Scenario<'_>,
) -> Explained {
    let name = match chance.what {
        Joins::Unit(unit) => survey.account.unit_name(unit as usize).to_owned(),
        Joins::Region(region) => {
            let key = &simulation.regions.keys[region as usize];
            let found = survey.workspace.regions.iter().find(|region| region.key == *key);
            found.map_or_else(|| key.to_string(), |region| region.name.clone())
        }
        Joins::Product(product) => survey.workspace.products[product as usize].name.clone(),
    };
    let items = chance.items.iter().map(|index| {
        let item = simulation.items[*index as usize];
        if scenario.risk_adjusted {
            plans::chance(survey, item)
        } else {
            plans::item_field(survey, item, scenario.weight(item), Unit::Count, "due_period")
        }
    });
    let due = chance.items.iter().map(|index| simulation.items[*index as usize].due_period);
    let due = due.map(|period| survey.workspace.period_text(period)).collect::<Vec<_>>().join(", ");
    let formula = format!("one of its items is enough, each at the end of its due period: {due}");
    Explained::number(name, simulation.expected(chance, period, scenario), Unit::Count)
        .made_of(formula, items.collect())
}

fn at(workspace: &Workspace, name: &str, period: Period) -> String {
    format!("{name}, {}", workspace.period_text(period))
}

fn at_base(survey: &Survey<'_>, number: Explained) -> Explained {
    Explained { name: at(survey.workspace, &number.name, survey.facts.period), ..number }
}
