//! Amounts, rates of amounts and white space opened into the fields of units.

use crate::{
    domain::{Basis, Status},
    engine::metrics::{
        Bucket, Figure, Flags, Inputs, MetricValue, Origin, PairPart, Rate, Unit, UnitMeasure, amounts,
        buckets, contributions, top_bucket,
    },
};

use super::{Explained, branch::grouped};

/// A rolled-up amount of a unit's branch.
pub(super) fn figure(inputs: &Inputs<'_>, index: usize, figure: Figure) -> Explained {
    let value = UnitMeasure::Amount(figure).measure(&inputs.facts.units[index]);
    let parts = amounts(inputs.account, inputs.facts, index, figure)
        .into_iter()
        .map(|part| (part.node, leaf(inputs, part.node, figure, part.amount, part.origin)))
        .collect();
    let formula = "sum over the unit and all below it; a total replaces what is below it";
    Explained::measured(figure.name(), &value, figure.unit()).made_of(formula, grouped(inputs, index, parts))
}

/// Numerator and denominator of a rate of a unit's branch.
pub(super) fn rate(inputs: &Inputs<'_>, index: usize, rate: Rate) -> Vec<Explained> {
    let parts = contributions(inputs.account, inputs.facts, index, rate);
    if parts.is_empty() {
        // The rate is unknown; what is known of its two sides says why.
        return vec![figure(inputs, index, rate.numerator()), figure(inputs, index, rate.denominator())];
    }
    vec![numerators(inputs, index, rate, &parts), denominators(inputs, index, rate, &parts)]
}

/// What each unit's denominator leaves open: white space, seat headroom, dormant seats.
pub(super) fn headroom(inputs: &Inputs<'_>, index: usize, rate: Rate) -> Vec<Explained> {
    differences(inputs, index, rate, |part| part.pair.headroom, "not below 0", [false, true])
}

/// What each unit's ARR exceeds its potential by.
pub(super) fn overage(inputs: &Inputs<'_>, index: usize) -> Vec<Explained> {
    let over = |part: &PairPart| (part.pair.num - part.pair.den).max(0.0);
    differences(inputs, index, Rate::Revenue, over, "not below 0", [true, false])
}

/// Potential and ARR of the units with both.
pub(super) fn net_gap(inputs: &Inputs<'_>, index: usize) -> Vec<Explained> {
    let mut sides = rate(inputs, index, Rate::Revenue);
    sides.reverse();
    sides
}

/// Dormant and licensed seats of the same units.
pub(super) fn dormant_share(inputs: &Inputs<'_>) -> Vec<Explained> {
    let parts = contributions(inputs.account, inputs.facts, 0, Rate::Utilisation);
    if parts.is_empty() {
        return rate(inputs, 0, Rate::Utilisation);
    }
    let dormant = UnitMeasure::DormantSeats;
    let value = dormant.measure(inputs.facts.root());
    let dormant = Explained::measured(dormant.name(), &value, Unit::Count).made_of(
        "sum over units of licensed seats − active users where positive",
        headroom(inputs, 0, Rate::Utilisation),
    );
    vec![dormant, denominators(inputs, 0, Rate::Utilisation, &parts)]
}

/// ARR of the largest unit and of all.
pub(super) fn top_share(inputs: &Inputs<'_>) -> Vec<Explained> {
    let all = buckets(inputs.account, inputs.facts);
    let Some(top) = top_bucket(&all) else { return vec![figure(inputs, 0, Figure::Arr)] };
    let name = format!("ARR, {}", inputs.account.unit_name(top.node as usize));
    let sum: f64 = all.iter().filter_map(|bucket| bucket.arr).sum();
    vec![
        Explained { name, ..bucket_arr(inputs, top.node, top.arr, top.counted) },
        Explained::number("ARR of all units", sum, Unit::Money)
            .made_of("sum of what stands or falls together", bucket_list(inputs, |arr| arr, Unit::Money)),
    ]
}

/// The shares whose squares make up the concentration index, in percent.
pub(super) fn shares(inputs: &Inputs<'_>) -> Vec<Explained> {
    let all = buckets(inputs.account, inputs.facts);
    let sum: f64 = all.iter().filter_map(|bucket| bucket.arr).sum();
    if sum == 0.0 {
        return vec![figure(inputs, 0, Figure::Arr)];
    }
    bucket_list(inputs, |arr| 100.0 * arr / sum, Unit::Percent)
}

fn bucket_list(inputs: &Inputs<'_>, show: impl Fn(f64) -> f64, unit: Unit) -> Vec<Explained> {
    let parts = buckets(inputs.account, inputs.facts)
        .into_iter()
        .filter(|bucket| bucket.arr.is_some_and(|arr| arr > 0.0))
        .map(|bucket| {
            let arr = bucket_arr(inputs, bucket.node, bucket.arr, bucket.counted);
            let name = inputs.account.unit_name(bucket.node as usize);
            let shown = match unit {
                Unit::Money => Explained { name: name.to_owned(), ..arr },
                _ => Explained::number(name, show(bucket.arr.unwrap_or(0.0)), unit)
                    .made_of("its ARR ÷ ARR of all units × 100", vec![arr]),
            };
            (bucket.node, shown)
        })
        .collect();
    grouped(inputs, 0, parts)
}

/// Revenue that stands or falls together.
pub(super) fn bucket(inputs: &Inputs<'_>, bucket: &Bucket) -> Explained {
    bucket_arr(inputs, bucket.node, bucket.arr, bucket.counted)
}

fn bucket_arr(inputs: &Inputs<'_>, node: u32, arr: Option<f64>, counted: bool) -> Explained {
    if counted {
        return figure(inputs, node as usize, Figure::Arr);
    }
    let own = inputs.account.record(node as usize, inputs.facts.period);
    let entered = own.and_then(|record| Figure::Arr.entered(record));
    let leaf = entered.map(|entered| leaf(inputs, node, Figure::Arr, entered, Origin::Entered));
    match (arr, entered) {
        (Some(arr), Some(entered)) if arr == entered => {
            leaf.unwrap_or_else(|| Explained::number("ARR", arr, Unit::Money))
        }
        // In Total mode only what the children leave stands by itself.
        _ => Explained::number("ARR", arr.unwrap_or(0.0), Unit::Money).made_of(
            "own total − ARR of the units below it",
            leaf.into_iter().chain(children(inputs, node, Figure::Arr)).collect(),
        ),
    }
}

fn numerators(inputs: &Inputs<'_>, index: usize, rate: Rate, parts: &[PairPart]) -> Explained {
    let figure = rate.numerator();
    let leaves =
        parts.iter().map(|part| (part.node, leaf(inputs, part.node, figure, part.pair.num, part.origin)));
    side(inputs, index, rate, figure, parts.iter().map(|part| part.pair.num).sum(), leaves.collect())
}

fn denominators(inputs: &Inputs<'_>, index: usize, rate: Rate, parts: &[PairPart]) -> Explained {
    let figure = rate.denominator();
    let leaves =
        parts.iter().map(|part| (part.node, leaf(inputs, part.node, figure, part.pair.den, Origin::Entered)));
    side(inputs, index, rate, figure, parts.iter().map(|part| part.pair.den).sum(), leaves.collect())
}

fn side(
    inputs: &Inputs<'_>,
    index: usize,
    rate: Rate,
    figure: Figure,
    sum: f64,
    leaves: Vec<(u32, Explained)>,
) -> Explained {
    let other = if figure == rate.numerator() { rate.denominator() } else { rate.numerator() };
    let formula = format!("sum over the units for which {} is known as well", in_sentence(other.name()));
    Explained::number(figure.name(), sum, figure.unit()).made_of(formula, grouped(inputs, index, leaves))
}

fn differences(
    inputs: &Inputs<'_>,
    index: usize,
    rate: Rate,
    value: impl Fn(&PairPart) -> f64,
    limit: &str,
    numerator_first: [bool; 2],
) -> Vec<Explained> {
    let parts = contributions(inputs.account, inputs.facts, index, rate);
    if parts.is_empty() {
        return self::rate(inputs, index, rate);
    }
    let sides = |part: &PairPart| {
        numerator_first.map(|numerator| {
            if numerator {
                leaf(inputs, part.node, rate.numerator(), part.pair.num, part.origin)
            } else {
                leaf(inputs, part.node, rate.denominator(), part.pair.den, Origin::Entered)
            }
        })
    };
    let names = numerator_first.map(|n| if n { rate.numerator().name() } else { rate.denominator().name() });
    let formula = format!("{} − {}, {limit}", names[0], in_sentence(names[1]));
    let unit = rate.denominator().unit();
    let nodes = parts.iter().map(|part| {
        let name = inputs.account.unit_name(part.node as usize);
        let node = Explained::number(name, value(part), unit).made_of(formula.clone(), sides(part).to_vec());
        (part.node, node)
    });
    grouped(inputs, index, nodes.collect())
}

/// One unit's own amount, and the field that it was entered in.
pub(super) fn leaf(inputs: &Inputs<'_>, node: u32, figure: Figure, amount: f64, origin: Origin) -> Explained {
    let name = inputs.account.unit_name(node as usize).to_owned();
    let period = inputs.facts.period;
    let number = Explained::number(name.clone(), amount, figure.unit());
    match origin {
        Origin::Entered => {
            let record = inputs.account.record(node as usize, period);
            let potential = record.and_then(|record| record.potential.as_ref());
            let potential = potential.filter(|_| figure == Figure::Potential);
            let flags = Flags {
                carried: record.is_some_and(|record| record.carried_from.is_some() && !record.confirmed),
                estimate: potential.is_some_and(|potential| !potential.is_grounded()),
                ..Flags::default()
            };
            let source = potential.map_or_else(String::new, |potential| basis(&potential.basis));
            Explained { field: Some((name, period, figure.key())), flags, source, ..number }
        }
        Origin::Children => {
            number.made_of("no own figure; sum of the units below it", children(inputs, node, figure))
        }
        Origin::KnownZero(status) => {
            let (why, field) = match status {
                Some(status) => (format!("status {}", status.word()), "status"),
                None => ("the account is a prospect".to_owned(), "tier"),
            };
            let what = if status == Some(Status::Pilot) { "pays nothing yet" } else { "is no customer" };
            let formula = format!("nothing entered; read as 0, as it {what}: {why}");
            Explained { field: Some((name, period, field)), ..number.made_of(formula, Vec::new()) }
        }
    }
}

fn children(inputs: &Inputs<'_>, node: u32, of: Figure) -> Vec<Explained> {
    let known = inputs.facts.children(node as usize).iter().filter_map(|child| {
        let known = &inputs.facts.units[*child as usize];
        let amount = MetricValue::known(of.rolled(known)?);
        let name = inputs.account.unit_name(*child as usize);
        let opened = figure(inputs, *child as usize, of);
        Some((*child, Explained { inputs: opened.inputs, ..Explained::measured(name, &amount, of.unit()) }))
    });
    grouped(inputs, node as usize, known.collect())
}

fn basis(basis: &Basis) -> String {
    format!("basis: {}", in_sentence(basis.kind().word()))
}

/// A name within a sentence: lower case unless it is an abbreviation.
fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
