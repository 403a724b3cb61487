//! An opportunity score opened into its criteria, each down to white space, people, competitors and signals.

use crate::{
    domain::{OpportunityModel, Signal, Stakeholder},
    engine::{
        compare::round_to,
        metrics::{
            Flags, Inputs, Survey, Unit, UnitMeasure, days_between, is_contact, is_engaged, is_open,
            is_sponsor,
        },
        planning::{
            GapRow, GapTable, Standing, expires_soon, is_friend, is_opponent,
            opportunity::{self, CRITERIA},
            probability, signal_weight, unit_plans,
        },
    },
};

use super::{Explained, explain_unit, people, plans, total};

/// Opens the opportunity score of a row of the gap table made from the same survey and model.
pub fn explain_opportunity(
    survey: &Survey<'_>,
    standing: &Standing,
    model: &OpportunityModel,
    table: &GapTable,
    row: &GapRow,
) -> Explained {
    let shares = opportunity::shares(model, &row.criteria);
    let name = format!("Opportunity score, {}", survey.account.unit_name(row.unit as usize));
    let parts = CRITERIA.iter().zip(&row.criteria).zip(shares).enumerate().filter_map(
        |(at, ((name, judged), share))| {
            let (judged, share) = ((*judged)?, share?);
            let criterion = criterion(survey, standing, table, row, at, judged);
            let formula = format!("{} % of the weight × {}", round_to(100.0 * share, 1), round_to(judged, 3));
            Some(
                Explained::number(*name, 100.0 * share * judged, Unit::Points)
                    .made_of(formula, vec![criterion]),
            )
        },
    );
    let parts: Vec<Explained> = parts.collect();
    let flags = parts.iter().fold(Flags::default(), |flags, part| flags.and(part.flags));
    Explained {
        value: row.score,
        reason: row.score.is_none().then(|| opportunity::NO_WEIGHT.to_owned()),
        flags,
        source: "A; weights of the workspace".to_owned(),
        ..Explained::number(name, 0.0, Unit::Points)
            .made_of("sum of weight × criterion over judged criteria", parts)
    }
}

/// Opens the expected value of a row: white space × chance of what is planned.
pub fn explain_expected_value(survey: &Survey<'_>, row: &GapRow) -> Explained {
    let name = format!("Expected value, {}", survey.account.unit_name(row.unit as usize));
    let white_space = explain_unit(survey, row.unit as usize, UnitMeasure::WhiteSpace);
    let formula = "white space × chance of the open items here";
    let Some(chance) = row.chance else {
        let unknown = Explained { value: None, ..Explained::number(name, 0.0, Unit::Money) };
        let reason = Some("no open roadmap item plans money here".to_owned());
        return Explained { reason, ..unknown }.made_of(formula, vec![white_space]);
    };
    let plans = unit_plans(survey);
    let items = plans.of(row.unit).iter().map(|plan| {
        let chance = plans::chance(survey, plan.item);
        let hoped = plan.money * probability(plan.item);
        let money = plans::item_money(survey, plan.item, plan.money);
        Explained::number(plan.item.title.clone(), hoped, Unit::Money)
            .made_of("money planned here × chance", vec![money, chance])
    });
    let hoped =
        total("Money planned here, each by its chance", "sum over open items", Unit::Money, items.collect());
    let money = plans.of(row.unit).iter().map(|plan| plans::item_money(survey, plan.item, plan.money));
    let planned = total("Money planned here", "sum over open items", Unit::Money, money.collect());
    let chance = Explained::number("Chance", 100.0 * chance, Unit::Percent)
        .made_of("mean chance of the open items here, by their money", vec![hoped, planned]);
    Explained::number(name, row.white_space * row.chance.unwrap_or(0.0), Unit::Money)
        .made_of(formula, vec![white_space, chance])
}

/// One criterion 0–1, opened.
fn criterion(
    survey: &Survey<'_>,
    standing: &Standing,
    table: &GapTable,
    row: &GapRow,
    at: usize,
    judged: f64,
) -> Explained {
    let unit = row.unit as usize;
    let number = Explained::number(format!("{}, 0 to 1", CRITERIA[at]), judged, Unit::Number);
    match at {
        0 => {
            let largest = table.rows.iter().find(|other| other.white_space == table.anchor);
            let anchor = match largest {
                Some(row) => explain_unit(survey, row.unit as usize, UnitMeasure::WhiteSpace),
                None => Explained::number("White space worth a full criterion", table.anchor, Unit::Money),
            };
            let own = explain_unit(survey, unit, UnitMeasure::WhiteSpace);
            number.made_of(
                "white space ÷ largest white space listed; a larger row rescales the others",
                vec![own, anchor],
            )
        }
        1 => {
            let importance = survey.account.units.get(unit).and_then(|unit| unit.importance).unwrap_or(1);
            let entered = Explained::number("Importance, 1 to 5", f64::from(importance), Unit::Number);
            number.made_of("(importance − 1) ÷ 4", vec![entered_in(survey, unit, "importance", entered)])
        }
        2 => openness(survey, standing, unit, number),
        3 => relationship(survey, standing, unit, number),
        _ => signals(survey, unit, number),
    }
}

fn openness(survey: &Survey<'_>, standing: &Standing, unit: usize, number: Explained) -> Explained {
    let Some(rival) = standing.rival(survey.account, unit) else {
        let open = number.made_of("no competitor, old or in-house system is recorded here", Vec::new());
        return entered_in(survey, unit, "competitors", open);
    };
    let until = rival.contract_expiry.map_or_else(String::new, |day| format!(", contract until {day}"));
    let level = format!("{}{until}", rival.level.word());
    let level =
        Explained::number(rival.name.clone(), rival.level.share(), Unit::Number).made_of(level, Vec::new());
    let formula = if expires_soon(rival, survey.day) {
        "1 − hold × 0.5, as its contract ends within 180 days"
    } else {
        "1 − hold"
    };
    number.made_of(formula, vec![entered_in(survey, unit, "competitors", level)])
}

fn relationship(survey: &Survey<'_>, standing: &Standing, unit: usize, number: Explained) -> Explained {
    let here = |person: &Stakeholder| people::lies_in(survey, &person.unit, unit);
    let day = survey.day;
    let near = || {
        let active = standing.adjacent(survey.account, survey.facts, unit).into_iter();
        active.filter(|other| survey.facts.units[*other as usize].active)
    };
    let best = opportunity::best_relationship(standing, unit);
    let (why, mut parts) = if best == opportunity::OWN_SPONSOR {
        (
            "an engaged champion or sponsor here",
            people::list(survey, |p| here(p) && is_sponsor(p) && is_engaged(p, day)),
        )
    } else if best == opportunity::NEAR_SPONSOR {
        let units: Vec<u32> = near().collect();
        let there =
            |p: &Stakeholder| units.iter().any(|unit| people::lies_in(survey, &p.unit, *unit as usize));
        (
            "an engaged champion or sponsor in an active neighbour",
            people::list(survey, |p| there(p) && is_sponsor(p) && is_engaged(p, day)),
        )
    } else if best == opportunity::OWN_FRIEND {
        ("somebody engaged here who is no detractor", people::list(survey, |p| here(p) && is_friend(p, day)))
    } else if best == opportunity::NEAR_ACTIVE {
        let units = near().map(|unit| explain_unit(survey, unit as usize, UnitMeasure::Active));
        ("an active neighbour", units.collect())
    } else {
        (
            "nobody engaged here and no active neighbour",
            people::list(survey, |p| here(p) && is_contact(p, day)),
        )
    };
    let opponents = people::list(survey, |p| here(p) && is_opponent(p, day));
    let mut formula = format!("{best}: {why}");
    if !opponents.is_empty() {
        formula += &format!("; less {}, not below 0: a detractor or blocker here", opportunity::OPPONENT);
        parts.extend(opponents);
    }
    number.made_of(formula, parts)
}

fn signals(survey: &Survey<'_>, unit: usize, number: Explained) -> Explained {
    let row = |signal: &Signal| {
        let weight = signal_weight(signal.strength, days_between(signal.date, survey.day));
        let value = if signal.kind.is_positive() { weight } else { -weight };
        let formula = format!("strength {} of 3, halved every 90 days", signal.strength);
        let name = format!("{}, {}", signal.kind.word(), signal.date);
        entered_in(
            survey,
            unit,
            "signals",
            Explained::number(name, value, Unit::Number).made_of(formula, Vec::new()),
        )
    };
    let here = survey
        .account
        .signals
        .iter()
        .filter(|signal| is_open(signal, survey.day) && people::lies_in(survey, &signal.unit, unit));
    number.made_of("good news, at most 1, less warnings, at most 1; not below 0", here.map(row).collect())
}

/// Says in which field of a unit a number was entered.
fn entered_in(inputs: &Inputs<'_>, unit: usize, field: &'static str, number: Explained) -> Explained {
    let name = inputs.account.unit_name(unit).to_owned();
    Explained { field: Some((name, inputs.facts.period, field)), ..number }
}
