//! Revenue kept, grown and lost over a window of periods (M-24, M-25).

use crate::domain::Period;

use super::{AccountMetrics, Flags, MetricValue, Survey};

/// Revenue of one account at both ends of a window, matched unit by unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Movements {
    /// ARR at the beginning of the units with known ARR at both ends.
    pub begin: f64,
    /// Of it, what is still there: the smaller of both ends, unit by unit.
    pub kept: f64,
    /// Growth of units that had revenue at the beginning.
    pub upsell: f64,
    /// Revenue of units that had none at the beginning.
    pub new_unit: f64,
    /// Units left out because their ARR is unknown at one end.
    pub left_out: u32,
}

/// One unit at both ends of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Movement {
    /// Index of the node.
    pub node: u32,
    /// ARR at the beginning, with that of units which it continues; 0 = it did not exist, `None` = unknown.
    pub begin: Option<f64>,
    /// ARR at the end; 0 = it is gone, `None` = unknown.
    pub end: Option<f64>,
}

impl Movements {
    /// Matches the units of a survey with those of the period in which its window begins.
    pub fn new(survey: &Survey<'_>) -> Result<Self, &'static str> {
        let mut sums = Self::default();
        for unit in movements(survey)? {
            match (unit.begin, unit.end) {
                (Some(begin), Some(end)) => {
                    sums.begin += begin;
                    sums.kept += begin.min(end);
                    if begin > 0.0 {
                        sums.upsell += (end - begin).max(0.0);
                    } else {
                        sums.new_unit += end;
                    }
                }
                _ => sums.left_out += 1,
            }
        }
        Ok(sums)
    }
}

/// Every unit with revenue, known or not, at one end of the window: those of now in tree order, then those that are gone.
///
/// A unit that ended hands its revenue at the beginning to its successor, along chains of successors (ruling B18).
pub fn movements(survey: &Survey<'_>) -> Result<Vec<Movement>, &'static str> {
    let start = survey.window_start().filter(|start| start.arr.is_some()).ok_or(NO_BEGINNING)?;
    survey.facts.root().arr().filter(|_| survey.facts.has_records).ok_or(NO_END)?;
    // What each node begins with; NaN = unknown.
    let mut begin = vec![0.0_f64; survey.facts.units.len()];
    let mut begun: Vec<u32> = Vec::with_capacity(start.revenue.len());
    for bucket in &start.revenue {
        let node = continued_by(survey, bucket.node as usize);
        begin[node] += bucket.arr.map_or(f64::NAN, f64::from);
        begun.push(node as u32);
    }
    let known = |amount: f64| Some(amount).filter(|amount| !amount.is_nan());
    let mut found = Vec::with_capacity(survey.buckets().len());
    for bucket in survey.buckets() {
        let amount = std::mem::take(&mut begin[bucket.node as usize]);
        found.push(Movement { node: bucket.node, begin: known(amount), end: bucket.arr });
    }
    for node in begun {
        let amount = std::mem::take(&mut begin[node as usize]);
        if amount != 0.0 {
            found.push(Movement { node, begin: known(amount), end: Some(0.0) });
        }
    }
    Ok(found)
}

/// The node that carries on what `node` was: itself while it exists, else its successor, and so on. A chain that leads
/// nowhere ends at its last unit.
pub fn continued_by(survey: &Survey<'_>, mut node: usize) -> usize {
    let ended = |to: Option<Period>| to.is_some_and(|to| to < survey.facts.period);
    // A chain that leads in a circle has no more steps than there are units.
    for _ in 0..survey.facts.units.len() {
        if survey.facts.units[node].valid {
            break;
        }
        let unit = survey.account.units.get(node).filter(|unit| ended(unit.valid_to));
        let Some(next) = unit.and_then(|unit| survey.tree.index(unit.successor.as_ref()?)) else { break };
        node = next;
    }
    node
}

const NO_BEGINNING: &str = "no ARR is recorded at the beginning of the window";
const NO_END: &str = "no ARR is recorded in this period";
const NOTHING_BEGUN: &str = "there was no ARR at the beginning of the window";

/// M-24: ARR now over ARR at the beginning; both stay known where there was none, for portfolios.
pub(super) fn nrr(survey: &Survey<'_>) -> MetricValue {
    ends(survey, |_, end| end)
}

/// M-25 at the grain of accounts: `min(begin, end) / begin`.
pub(super) fn grr(survey: &Survey<'_>) -> MetricValue {
    ends(survey, f64::min)
}

/// M-25 at the grain of units, which shows losses that growth elsewhere hides.
pub(super) fn grr_unit(survey: &Survey<'_>) -> MetricValue {
    match survey.movements() {
        Ok(sums) => MetricValue::rate(sums.kept, sums.begin, NOTHING_BEGUN).flagged(flags(survey)),
        Err(reason) => MetricValue::unknown(reason),
    }
}

/// Growth of units that had revenue at the beginning of the window.
pub(super) fn upsell(survey: &Survey<'_>) -> MetricValue {
    amount(survey, |sums| sums.upsell)
}

/// Revenue of units that had none at the beginning of the window.
pub(super) fn new_unit(survey: &Survey<'_>) -> MetricValue {
    amount(survey, |sums| sums.new_unit)
}

/// ARR of the account at both ends of the window.
pub fn window_ends(survey: &Survey<'_>) -> Result<(f64, f64), &'static str> {
    let begin = survey.window_start().and_then(|start: &AccountMetrics| start.arr).ok_or(NO_BEGINNING)?;
    let end = survey.facts.root().arr().filter(|_| survey.facts.has_records).ok_or(NO_END)?;
    Ok((begin, end))
}

fn ends(survey: &Survey<'_>, kept: impl Fn(f64, f64) -> f64) -> MetricValue {
    match window_ends(survey) {
        Ok((begin, end)) => {
            let rate = MetricValue::rate(kept(begin, end), begin, NOTHING_BEGUN);
            // Revenue above that of the beginning is growth, not an overrun.
            let flags = Flags { over_100: false, carried: survey.facts.root().carried, ..rate.flags };
            MetricValue { numerator: Some(kept(begin, end)), flags, ..rate }
        }
        Err(reason) => MetricValue::unknown(reason),
    }
}

fn amount(survey: &Survey<'_>, part: impl Fn(&Movements) -> f64) -> MetricValue {
    match survey.movements() {
        Ok(sums) => MetricValue::known(part(sums)).flagged(flags(survey)),
        Err(reason) => MetricValue::unknown(reason),
    }
}

fn flags(survey: &Survey<'_>) -> Flags {
    let partial = survey.movements().is_ok_and(|sums| sums.left_out > 0);
    Flags { partial, carried: survey.facts.root().carried, ..Flags::default() }
}
