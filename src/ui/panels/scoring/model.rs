//! What the scoring panel shows: one row per enabled factor with its zones, and what the selected account would need.

use crate::{
    document::{AccountDerived, Derived},
    domain::{Curve, FactorKey, ScoringModel, Workspace},
    engine::{
        compare::{EPS, round_to},
        metrics::{self, Trend, Unit},
        scoring::{
            self, SliderMode, bands,
            envelope::lead_changes,
            insight::{self, Thing},
            lines::PointTable,
            stability::{self, WeightZones},
            weights,
        },
    },
};

/// How many categories have a colour of their own; further factors begin again.
pub const CATEGORIES: usize = 6;

/// One factor with its slider.
#[derive(Debug, Clone)]
pub struct FactorRow {
    /// Index into the model's factors.
    pub factor: usize,
    /// Its key.
    pub key: FactorKey,
    /// Its name.
    pub label: String,
    /// Index of its colour.
    pub category: usize,
    /// Share 0–1.
    pub share: f64,
    /// Points before normalisation.
    pub points: f64,
    /// Share as a whole percent; all of them add up to 100.
    pub percent: u32,
    /// Share 0–1 under the baseline, and as a whole percent; `None` = the baseline has no such factor.
    pub baseline: Option<(f64, u32)>,
    /// Whether other sliders leave it alone.
    pub locked: bool,
    /// Zones, crossings and wall.
    pub zones: WeightZones,
    /// Marks under the slider, ascending.
    pub ticks: Vec<Tick>,
    /// "Ranking holds 47–58%, leader 47–90%".
    pub sentence: String,
}

/// Where ranks swap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// The weight, 0–1.
    pub at: f64,
    /// Whether the lead changes there.
    pub lead: bool,
    /// Whether it lies between the baseline and now.
    pub passed: bool,
}

/// What all sliders show. Depends on the models and on every account, not on the selection.
#[derive(Debug, Clone)]
pub struct Sliders {
    /// Enabled factors, in the order of the model.
    pub rows: Vec<FactorRow>,
    /// Accounts that take part in zones.
    pub compared: usize,
    /// Whether the weights differ from the baseline.
    pub moved: bool,
}

impl Sliders {
    /// Builds the rows; O(factors · accounts · log accounts).
    pub fn new(derived: &Derived, mode: SliderMode) -> Self {
        let model = &*derived.model;
        let table = derived.point_table();
        let shares = shares(model);
        let before = shares_by_key(&derived.baseline);
        let enabled: Vec<usize> = (0..model.factors.len()).filter(|k| model.factors[*k].enabled).collect();
        let percents = scoring::whole_percents(&enabled.iter().map(|k| shares[*k]).collect::<Vec<_>>());
        let compared = table.as_ref().map_or(0, |table| table.rows.len());
        let rows = enabled.iter().enumerate().map(|(column, k)| {
            let factor = &model.factors[*k];
            let baseline = before
                .iter()
                .find(|(key, ..)| **key == factor.key)
                .map(|(_, share, percent)| (*share, *percent));
            let table = table.as_ref().and_then(|table| table.under(column, mode));
            let zones = table.as_ref().map(|table| stability::table_zones(table, column)).unwrap_or_default();
            let ticks = table
                .as_ref()
                .map(|table| ticks(table, column, &zones, baseline.map(|b| b.0)))
                .unwrap_or_default();
            FactorRow {
                factor: *k,
                key: factor.key.clone(),
                label: factor.label.clone(),
                category: column % CATEGORIES,
                share: shares[*k],
                points: factor.weight_raw.get(),
                percent: percents[column],
                baseline,
                locked: factor.locked,
                sentence: sentence(&zones, compared, factor.locked, mode, *k),
                zones,
                ticks,
            }
        });
        let rows: Vec<FactorRow> = rows.collect();
        Self { moved: differs(model, &derived.baseline), compared, rows }
    }
}

/// Whether a model scores otherwise than the baseline; locks and names do not count.
fn differs(model: &ScoringModel, baseline: &ScoringModel) -> bool {
    let mut same = baseline.clone();
    same.name.clone_from(&model.name);
    for (factor, now) in same.factors.iter_mut().zip(&model.factors) {
        factor.locked = now.locked;
    }
    same != *model
}

/// Shares 0–1 of all factors, disabled ones 0; all 0 where every weight is 0.
pub fn shares(model: &ScoringModel) -> Vec<f64> {
    let raw: Vec<f64> = model.factors.iter().map(|factor| factor.weight_raw.get()).collect();
    let enabled: Vec<bool> = model.factors.iter().map(|factor| factor.enabled).collect();
    weights::normalised(&raw, &enabled).unwrap_or_else(|| vec![0.0; raw.len()])
}

fn shares_by_key(model: &ScoringModel) -> Vec<(&FactorKey, f64, u32)> {
    let shares = shares(model);
    let percents = scoring::whole_percents(&shares);
    let factors = model.factors.iter().filter(|factor| factor.enabled);
    let enabled = shares.into_iter().zip(percents).zip(&model.factors).filter(|(_, factor)| factor.enabled);
    factors.zip(enabled).map(|(factor, ((share, percent), _))| (&factor.key, share, percent)).collect()
}

fn ticks(table: &PointTable, column: usize, zones: &WeightZones, baseline: Option<f64>) -> Vec<Tick> {
    let now = table.weights[column];
    let (low, high) = baseline.map_or((now, now), |baseline| (now.min(baseline), now.max(baseline)));
    let tick = |at: f64, lead: bool| Tick { at, lead, passed: at > low + EPS && at < high - EPS };
    let mut found: Vec<Tick> =
        lead_changes(table, column).into_iter().map(|change| tick(change.at, true)).collect();
    let mut last = f64::NEG_INFINITY;
    // Thousands of swaps on a track of a few hundred pixels: one mark for each fifth of a percent is all that shows.
    for crossing in &zones.crossings {
        let is_lead = found.iter().any(|tick| tick.lead && (tick.at - crossing.at).abs() < 1e-6);
        if !is_lead && crossing.at - last >= 0.002 {
            found.push(tick(crossing.at, false));
            last = crossing.at;
        }
    }
    found.sort_by(|a, b| a.at.total_cmp(&b.at));
    found
}

fn sentence(zones: &WeightZones, compared: usize, locked: bool, mode: SliderMode, factor: usize) -> String {
    let range = |(low, high): (f64, f64)| {
        let (low, high) = (round_to(100.0 * low, 0), round_to(100.0 * high, 0));
        if low == high { format!("at {low}% only") } else { format!("{low}–{high}%") }
    };
    match (zones.ranking, zones.leader) {
        (Some(ranking), Some(leader)) => {
            let start = if locked { "Locked; ranking" } else { "Ranking" };
            format!("{start} holds {}, leader {}", range(ranking), range(leader))
        }
        _ if locked => "Locked: other sliders leave it alone".to_owned(),
        _ if mode == (SliderMode::PairExchange { partner: factor }) => "Partner: gives and takes".to_owned(),
        _ if compared < 2 => "No second account to compare with".to_owned(),
        _ => "Nothing else is free to move".to_owned(),
    }
}

/// The selected account's part of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowValue {
    /// Value of the metric in words; `None` = unknown.
    pub input: Option<String>,
    /// Why it is unknown.
    pub reason: Option<&'static str>,
    /// Points that the factor adds to the score, or its share of it; `None` = it does not enter.
    pub adds: Option<String>,
}

/// What the selected account brings to a factor.
pub fn row_value(model: &ScoringModel, account: &AccountDerived, factor: usize) -> RowValue {
    let outcome = account.score.factors.get(factor);
    let Some((outcome, factor_of)) = outcome.zip(model.factors.get(factor)) else {
        return RowValue { input: None, reason: None, adds: None };
    };
    let value = account.metrics.get(factor_of.metric.as_str());
    let unit = metrics::spec(factor_of.metric.as_str()).map_or(Unit::Number, |spec| spec.unit);
    let adds = match model.aggregation {
        crate::domain::Aggregation::Arithmetic => {
            outcome.contribution.map(|points| format!("{:.1}", round_to(points, 1)))
        }
        crate::domain::Aggregation::Geometric => {
            scoring::explain_score::share_of_score(&account.score, factor)
                .map(|share| format!("{:.0}% of it", round_to(100.0 * share, 0)))
        }
    };
    RowValue {
        input: outcome.raw.map(|raw| input_text(&factor_of.curve, unit, raw)),
        reason: value.reason,
        adds: adds.filter(|_| account.score.value.is_some()),
    }
}

fn input_text(curve: &Curve, unit: Unit, raw: f64) -> String {
    if let Curve::Direction { deadband, .. } = curve {
        return match Trend::of(raw, *deadband) {
            Trend::Up => "rising",
            Trend::Flat => "steady",
            Trend::Down => "falling",
        }
        .to_owned();
    }
    let rounded = round_to(raw, 1);
    match unit {
        Unit::Percent | Unit::RelativePercent => format!("{rounded:.1}%"),
        Unit::PercentagePoints => format!("{rounded:+.1} pp").replace('-', "−"),
        _ => format!("{rounded}"),
    }
}

/// What one factor alone would have to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Index of the factor in the model.
    pub factor: usize,
    /// Name of the factor.
    pub label: String,
    /// The change of its metric; `None` = not reachable.
    pub change: Option<Change>,
}

/// A change that would be enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// In the metric's own unit.
    pub by: f64,
    /// Unit of the metric.
    pub unit: Unit,
    /// The same in things or money, with what they are: `(721_000.0, Thing::Arr)`.
    pub amount: Option<(f64, Thing)>,
}

/// The next band and what each factor alone would need; `None` = no score, or already in the last band.
pub fn needs(workspace: &Workspace, derived: &Derived, index: usize) -> Option<(String, Vec<Need>)> {
    let (account, values) = (workspace.accounts.get(index)?, derived.accounts.get(index)?);
    let model = &*derived.model;
    let scheme = scoring::scheme_for(workspace, model);
    let (edge, _) = bands::next_edge(scheme, values.score.value?)?;
    let next = scheme.bands.get(values.score.band? + 1)?;
    let targets: Vec<Option<f64>> = model
        .factors
        .iter()
        .map(|factor| scoring::target_for(&account.targets, &factor.metric, derived.period))
        .collect();
    let reaches = insight::reach(model, &values.score, &targets, edge);
    let needs = reaches.into_iter().filter_map(|reach| {
        let factor = &model.factors[reach.factor];
        let points = values.score.factors[reach.factor].points?;
        // A factor that already earns everything has nothing to give.
        if points >= 100.0 - EPS {
            return None;
        }
        let metric = values.metrics.get(factor.metric.as_str());
        let unit = metrics::spec(factor.metric.as_str()).map_or(Unit::Number, |spec| spec.unit);
        let change = reach.input.filter(|_| reach.reachable).map(|by| {
            let thing = Thing::of(factor.metric.as_str());
            let amount = thing
                .zip(metric.denominator)
                .map(|(thing, denominator)| (insight::amount(by, denominator, thing != Thing::Arr), thing));
            Change { by, unit, amount }
        });
        Some(Need { factor: reach.factor, label: factor.label.clone(), change })
    });
    Some((bands::name(next).to_owned(), needs.collect()))
}

/// "1 point of revenue buys 2.8 points of divisions." for the two heaviest factors, with their indexes; `None` = fewer than two have a weight,
/// or the aggregation is not a plain mean.
pub fn exchange(model: &ScoringModel) -> Option<(String, usize, usize)> {
    if model.aggregation != crate::domain::Aggregation::Arithmetic {
        return None;
    }
    let shares = shares(model);
    let mut order: Vec<usize> = (0..shares.len()).filter(|k| shares[*k] > 0.0).collect();
    order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]));
    let (first, second) = (*order.first()?, *order.get(1)?);
    let rate = weights::exchange_rate(&shares, first, second)?;
    let text = weights::exchange_text(&model.factors[first].label, &model.factors[second].label, rate);
    Some((format!("{text}."), first, second))
}
