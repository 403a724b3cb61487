//! What the roadmap claims: ARR and the penetration of every axis, period by period (domain specification 5.4).

use super::{
    paths::{Chance, Path, WITH_PATH, paths, regions_of},
    roadmap::{lift_share, probability},
};
use crate::{
    domain::{Amount, ItemKey, Period, Risk, RoadmapItem, Target},
    engine::{
        compare,
        metrics::{Regions, Survey, is_open_item, spec},
    },
};

/// Fewest periods ahead that are simulated.
const MIN_AHEAD: i32 = 4;

/// Most periods ahead, so that a mistyped year cannot make every list endless.
const MAX_AHEAD: i32 = 400;

/// Which items are taken for done, and how surely.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scenario<'a> {
    /// Whether items count with their chance of success instead of fully.
    pub risk_adjusted: bool,
    /// Whether High-risk items are left out.
    pub without_high: bool,
    /// Single items that are left out.
    pub without: &'a [ItemKey],
    /// Growth of the potential a year, 0.05 = 5 %.
    pub growth: f64,
}

impl Scenario<'_> {
    /// Every item succeeds.
    pub const PLAN: Scenario<'static> =
        Scenario { risk_adjusted: false, without_high: false, without: &[], growth: 0.0 };
    /// Every item counts with its chance.
    pub const RISK_ADJUSTED: Scenario<'static> = Scenario { risk_adjusted: true, ..Self::PLAN };
    /// Every item but those of High risk succeeds.
    pub const WITHOUT_HIGH: Scenario<'static> = Scenario { without_high: true, ..Self::PLAN };

    /// With what an item counts, 0–1.
    pub fn weight(&self, item: &RoadmapItem) -> f64 {
        if self.without_high && item.risk == Risk::High || self.without.contains(&item.key) {
            0.0
        } else if self.risk_adjusted {
            probability(item)
        } else {
            1.0
        }
    }
}

/// The roadmap of one account from a base period on. The base itself is what was measured; items that are done are in
/// it already, only open ones are simulated.
pub struct Simulation<'a> {
    /// The base period.
    pub base: Period,
    /// Open items in their order; indices of paths refer to them.
    pub items: Vec<&'a RoadmapItem>,
    /// Regions of the account; indices of [`super::Joins::Region`] refer to them.
    pub regions: Regions,
    /// ARR at the base; `None` = unknown.
    pub arr: Option<f64>,
    headline: &'static str,
    per_year: i32,
    targets: &'a [Target],
    /// Values at the base of metrics that may have a path, and of targets.
    measured: Vec<(&'static str, Result<f64, &'static str>)>,
    paths: Vec<(&'static str, Path)>,
}

/// What the plan makes of a target at its due period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Value if every open item succeeds.
    pub value: f64,
    /// Value without items of High risk.
    pub without_high: f64,
    /// Whether any open item moves the metric at all.
    pub moves: bool,
}

const NO_PATH: &str = "no plan path exists for this metric";

impl<'a> Simulation<'a> {
    /// Prepares the simulation from the period of the survey.
    pub fn new(survey: &Survey<'a>) -> Self {
        let account = survey.account;
        let items: Vec<&RoadmapItem> = account.roadmap.iter().filter(|item| is_open_item(item)).collect();
        let regions = regions_of(survey);
        let settings = &survey.workspace.settings;
        let recorded = survey.facts.has_records;
        let paths = if recorded { paths(survey, &items, &regions) } else { Vec::new() };
        let targets = account.targets.iter().filter_map(|target| Some(spec(target.metric.as_str())?.key));
        let mut keys: Vec<&'static str> = WITH_PATH.into_iter().chain(targets).collect();
        keys.sort_unstable();
        keys.dedup();
        let measured = keys.into_iter().map(|key| (key, measure(survey, key))).collect();
        Self {
            base: survey.facts.period,
            arr: survey.facts.root().arr().filter(|_| recorded),
            headline: settings.headline_axis.metric(),
            per_year: settings.period_kind.per_year(),
            targets: &account.targets,
            items,
            regions,
            measured,
            paths,
        }
    }

    /// ARR at the end of a period; `None` = it is unknown at the base.
    pub fn arr_at(&self, period: Period, scenario: &Scenario<'_>) -> Option<f64> {
        let arr = self.arr?;
        if period <= self.base {
            return Some(arr);
        }
        let lift = |item: &&RoadmapItem| {
            let money = item.opportunity.map(Amount::get)?;
            Some(scenario.weight(item) * money * lift_share(item, period))
        };
        Some(arr + self.items.iter().filter_map(lift).sum::<f64>())
    }

    /// Value of a metric at the end of a period, as measured at the base and simulated after it; an error says why there
    /// is none. Not clamped. Metrics without a path have a value at the base only, if a target is about them.
    pub fn value(&self, metric: &str, period: Period, scenario: &Scenario<'_>) -> Result<f64, &'static str> {
        let metric = self.resolve(metric);
        let measured = self.measured.iter().find(|(key, _)| *key == metric).map(|(_, value)| *value);
        if period <= self.base {
            return measured.unwrap_or(Err(NO_PATH));
        }
        let Some(path) = self.path(metric) else {
            return Err(self.no_path(metric));
        };
        Ok(match path {
            Path::Ramp { pair, lifts, on_potential } => {
                let added: f64 =
                    lifts.iter().map(|(item, lift)| self.ramped(*item, *lift, period, scenario)).sum();
                let growth = if *on_potential { self.growth(period, scenario) } else { 1.0 };
                100.0 * (pair.num + added) / (pair.den * growth)
            }
            Path::Count { joined, all, chances } => {
                let added: f64 = chances.iter().map(|chance| self.expected(chance, period, scenario)).sum();
                100.0 * (joined + added) / all
            }
        })
    }

    /// The path of a metric; `None` = it has none, or is unknown at the base.
    pub fn path(&self, metric: &str) -> Option<&Path> {
        let metric = self.resolve(metric);
        self.paths.iter().find(|(key, _)| *key == metric).map(|(_, path)| path)
    }

    /// What an item adds by the end of a period, of `lift` in the end.
    pub fn ramped(&self, item: u32, lift: f64, period: Period, scenario: &Scenario<'_>) -> f64 {
        let item = self.items[item as usize];
        scenario.weight(item) * lift * lift_share(item, period)
    }

    /// Chance 0–1 that a thing has joined by the end of a period (ruling B82).
    pub fn expected(&self, chance: &Chance, period: Period, scenario: &Scenario<'_>) -> f64 {
        let due = chance
            .items
            .iter()
            .map(|item| self.items[*item as usize])
            .filter(|item| item.due_period <= period);
        1.0 - due.fold(1.0, |fails, item| fails * (1.0 - scenario.weight(item)))
    }

    /// The last period that is simulated: four ahead, or the last due period of an open item or target (ruling A20).
    pub fn last_period(&self) -> Period {
        let due = self.items.iter().map(|item| item.due_period);
        let due = due.chain(self.targets.iter().map(|target| target.due_period)).max().unwrap_or(self.base);
        due.clamp(self.base.plus(MIN_AHEAD), self.base.plus(MAX_AHEAD))
    }

    /// The periods that are simulated, from the one after the base on.
    pub fn periods(&self) -> impl Iterator<Item = Period> + use<> {
        (self.base.0 + 1..=self.last_period().0).map(Period)
    }

    /// The first period, the base included, by whose end a metric is at least `value`; `Ok(None)` = in none that is
    /// simulated. An error says why the metric has no path.
    pub fn reach(
        &self,
        metric: &str,
        value: f64,
        scenario: &Scenario<'_>,
    ) -> Result<Option<Period>, &'static str> {
        for period in std::iter::once(self.base).chain(self.periods()) {
            if compare::at_least(self.value(metric, period, scenario)?, value) {
                return Ok(Some(period));
            }
        }
        Ok(None)
    }

    /// What rules ask: the plan at the target's due period, with and without items of High risk. A target
    /// due at the base or before it is held against the base (ruling B36). An error says why the metric has no path.
    pub fn outlook(&self, target: &Target) -> Result<Outlook, &'static str> {
        let metric = target.metric.as_str();
        let Some(path) = self.path(metric) else {
            return Err(self.no_path(self.resolve(metric)));
        };
        Ok(Outlook {
            value: self.value(metric, target.due_period, &Scenario::PLAN)?,
            without_high: self.value(metric, target.due_period, &Scenario::WITHOUT_HIGH)?,
            moves: path.moves(),
        })
    }

    /// Why a metric has no path: it is unknown at the base, or no roadmap could move it.
    fn no_path(&self, metric: &str) -> &'static str {
        let measured = self.measured.iter().find(|(key, _)| *key == metric && WITH_PATH.contains(key));
        measured.and_then(|(_, value)| value.err()).unwrap_or(NO_PATH)
    }

    /// `(1 + growth)^years` from the base to a period.
    pub fn growth(&self, period: Period, scenario: &Scenario<'_>) -> f64 {
        if scenario.growth == 0.0 {
            return 1.0;
        }
        let years = f64::from(period.0 - self.base.0) / f64::from(self.per_year);
        (1.0 + scenario.growth).powf(years)
    }

    /// The headline stands for the metric of its axis.
    fn resolve<'k>(&self, metric: &'k str) -> &'k str {
        if metric == "overall_penetration" { self.headline } else { metric }
    }
}

/// Value of a metric in the period of the survey.
fn measure(survey: &Survey<'_>, key: &str) -> Result<f64, &'static str> {
    let Some(spec) = spec(key) else { return Err("there is no such metric") };
    if spec.needs_records && !survey.facts.has_records {
        return Err("nothing is recorded in this period");
    }
    spec.of(survey).or_reason()
}
