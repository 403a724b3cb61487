//! How far the revenue rests on few units (M-22, M-23).

use crate::domain::{Account, Amount, EntryMode};

use super::{Figure, Flags, MetricValue, PeriodFacts, Survey};

/// Revenue that stands or falls together: a counted unit with all below it, or the own revenue of another node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Index of the node.
    pub node: u32,
    /// Its ARR; `None` = unknown.
    pub arr: Option<f64>,
    /// Whether it is a counted unit.
    pub counted: bool,
}

/// What of a bucket later periods look back at; there is one for every unit with revenue in every period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Revenue {
    /// Index of the node.
    pub node: u32,
    /// Its ARR; `None` = unknown.
    pub arr: Option<Amount>,
}

impl From<&Bucket> for Revenue {
    fn from(bucket: &Bucket) -> Self {
        Self { node: bucket.node, arr: bucket.arr.and_then(|arr| Amount::new(arr).ok()) }
    }
}

/// The buckets of M-22 in tree order, unknown and zero ones included (rulings B17, B18).
///
/// Of nested counted units the outermost is the bucket. A node outside counted units has one if it has ARR of its own:
/// as entered in Direct mode, what its children leave of it in Total mode.
pub fn buckets(account: &Account, facts: &PeriodFacts) -> Vec<Bucket> {
    buckets_of(facts, |node| {
        let total = account.units.get(node).is_some_and(|unit| unit.entry_mode == EntryMode::Total);
        let record = account.record(node, facts.period).filter(|record| record.addressable);
        (total, record.and_then(|record| Figure::Arr.entered(record)))
    })
}

/// The same with own entries at hand: whether a node is in Total mode, and its own addressable ARR.
pub(super) fn buckets_of(facts: &PeriodFacts, own: impl Fn(usize) -> (bool, Option<f64>)) -> Vec<Bucket> {
    let mut inside = vec![false; facts.units.len()];
    let mut buckets = Vec::with_capacity(facts.order().len());
    for &node in facts.order() {
        let index = node as usize;
        let known = &facts.units[index];
        if known.parent.is_some_and(|parent| inside[parent as usize]) {
            inside[index] = true;
        } else if known.counted {
            inside[index] = true;
            buckets.push(Bucket { node, arr: known.arr(), counted: true });
        } else if let (total, Some(arr)) = own(index) {
            let arr = if total { (arr - arr_below(facts, index)).max(0.0) } else { arr };
            buckets.push(Bucket { node, arr: Some(arr), counted: false });
        }
    }
    buckets
}

fn arr_below(facts: &PeriodFacts, index: usize) -> f64 {
    facts.children(index).iter().filter_map(|child| facts.units[*child as usize].arr()).sum()
}

/// The bucket with most ARR, the first in tree order of equals; `None` = there is no ARR above 0.
pub fn top_bucket(buckets: &[Bucket]) -> Option<Bucket> {
    let mut top: Option<Bucket> = None;
    for bucket in buckets {
        let arr = bucket.arr.unwrap_or(0.0);
        if arr > top.and_then(|top| top.arr).unwrap_or(0.0) {
            top = Some(*bucket);
        }
    }
    top
}

const NO_ARR: &str = "there is no ARR";

/// M-22: the largest bucket over all of them.
pub(super) fn top_unit_share(survey: &Survey<'_>) -> MetricValue {
    let Concentration { sum, top, .. } = survey.concentration();
    match top {
        Some(top) => MetricValue::rate(top, sum, NO_ARR).flagged(flags(survey)),
        None => MetricValue::unknown(NO_ARR),
    }
}

/// M-23: `10 000·Σ s²` over the shares of M-22.
pub(super) fn revenue_hhi(survey: &Survey<'_>) -> MetricValue {
    of_shares(survey, |hhi, _| Ok(10_000.0 * hhi))
}

/// How many equal units would be as concentrated: `10 000/HHI`.
pub(super) fn effective_units(survey: &Survey<'_>) -> MetricValue {
    of_shares(survey, |hhi, _| Ok(1.0 / hhi))
}

/// `(H − 1/n)/(1 − 1/n)`, 0 = even, 1 = all in one; unknown for a single unit.
pub(super) fn normalised_hhi(survey: &Survey<'_>) -> MetricValue {
    of_shares(survey, |hhi, count| {
        let even = 1.0 / count as f64;
        if count < 2 { Err("only one unit has revenue") } else { Ok((hhi - even) / (1.0 - even)) }
    })
}

fn of_shares(survey: &Survey<'_>, value: impl Fn(f64, usize) -> Result<f64, &'static str>) -> MetricValue {
    let Concentration { sum, hhi, paying, .. } = survey.concentration();
    if sum == 0.0 {
        return MetricValue::unknown(NO_ARR);
    }
    match value(hhi, paying) {
        Ok(value) => MetricValue::known(value).flagged(flags(survey)),
        Err(reason) => MetricValue::unknown(reason),
    }
}

fn flags(survey: &Survey<'_>) -> Flags {
    let partial = survey.concentration().partial;
    Flags { partial, carried: survey.facts.root().carried, ..Flags::default() }
}

/// What M-22 and M-23 take from the buckets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Concentration {
    /// ARR of all buckets.
    sum: f64,
    /// ARR of the largest; `None` = there is none above 0.
    top: Option<f64>,
    /// Sum of squared shares; of no use without ARR.
    hhi: f64,
    /// Buckets with ARR above 0.
    paying: usize,
    /// Whether the ARR of some bucket is unknown.
    partial: bool,
}

impl Concentration {
    pub fn new(buckets: &[Bucket]) -> Self {
        let paying = || buckets.iter().filter_map(|bucket| bucket.arr).filter(|arr| *arr > 0.0);
        let sum: f64 = paying().sum();
        Self {
            sum,
            top: top_bucket(buckets).and_then(|bucket| bucket.arr),
            hhi: paying().map(|arr| (arr / sum) * (arr / sum)).sum(),
            paying: paying().count(),
            partial: buckets.iter().any(|bucket| bucket.arr.is_none()),
        }
    }
}
