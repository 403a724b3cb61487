//! All metrics of one account in one period, and the measures of its units.

use super::{
    AccountMetrics, Bucket, Figure, HEADLINE, Headlines, Inputs, METRICS, Measure, MetricSpec, MetricValue,
    Rate, Revenue, Survey, Unit, UnitFacts, change, money, users,
};

/// Measures an account: one value per row of [`METRICS`].
///
/// Without any record in the period nothing is known (ruling B3), except for rows that do not need records.
pub fn account_metrics(inputs: &Inputs<'_>) -> AccountMetrics {
    measure(&Survey::new(inputs))
}

/// The same with a window of retention (M-24 to M-26) that begins with `window_start` instead of a year before; `None` =
/// nothing is known of that period.
pub fn account_metrics_since(inputs: &Inputs<'_>, window_start: Option<&AccountMetrics>) -> AccountMetrics {
    measure(&Survey::since(inputs, window_start))
}

/// The same from a survey.
pub fn measure(survey: &Survey<'_>) -> AccountMetrics {
    measure_some(survey, |_| true, true)
}

/// The same for some rows of [`METRICS`], by index; the others are unknown. Changes of the headline need its own row among
/// them. `losses` says whether to list revenue and active units, which later periods are held against.
pub fn measure_some(survey: &Survey<'_>, wanted: impl Fn(usize) -> bool, losses: bool) -> AccountMetrics {
    let has_records = survey.facts.has_records;
    let of_period = |(row, spec): (usize, &MetricSpec)| match spec.measure {
        _ if !wanted(row) => MetricValue::unknown("nobody asked for it"),
        _ if spec.needs_records && !has_records => nothing_recorded(),
        Measure::Period(measure) => measure(survey),
        Measure::Headlines(_) => MetricValue::default(),
    };
    let values = METRICS.iter().enumerate().map(of_period).collect();
    let known = |bucket: &&Bucket| has_records && bucket.arr != Some(0.0);
    let buckets = if losses { survey.buckets() } else { &[] };
    let mut revenue: Vec<Revenue> = buckets.iter().filter(known).map(Revenue::from).collect();
    revenue.shrink_to_fit();
    let facts = survey.facts;
    let counted: &[u32] = if losses { &facts.counted } else { &[] };
    let active = counted.iter().filter(|unit| facts.units[**unit as usize].active);
    let mut active_units: Vec<u32> = active.copied().collect();
    active_units.shrink_to_fit();
    let mut metrics = AccountMetrics {
        period: facts.period,
        has_records,
        values,
        arr: facts.root().arr().filter(|_| has_records),
        revenue,
        active_units,
    };
    metrics.relate(survey.before, survey.year_before);
    metrics
}

impl AccountMetrics {
    /// Computes the changes of the headline anew, against these earlier metrics; all else stays.
    pub fn relate(&mut self, before: Option<&Self>, year_before: Option<&Self>) {
        if !self.has_records {
            return;
        }
        let headlines = Headlines::new(self.get(HEADLINE), before, year_before);
        for (spec, value) in METRICS.iter().zip(&mut self.values) {
            if let Measure::Headlines(measure) = spec.measure {
                *value = measure(&headlines);
            }
        }
    }
}

impl MetricSpec {
    /// Measures this row by itself.
    pub fn of(&self, survey: &Survey<'_>) -> MetricValue {
        match self.measure {
            _ if self.needs_records && !survey.facts.has_records => nothing_recorded(),
            Measure::Period(measure) => measure(survey),
            Measure::Headlines(measure) => {
                let now = change::overall_penetration(survey);
                measure(&Headlines::new(now, survey.before, survey.year_before))
            }
        }
    }
}

fn nothing_recorded() -> MetricValue {
    MetricValue::unknown("nothing is recorded in this period")
}

/// What can be measured of a single unit, over its branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitMeasure {
    /// A rate.
    Rate(Rate),
    /// White space.
    WhiteSpace,
    /// ARR above potential.
    Overage,
    /// Eligible users without a seat.
    SeatHeadroom,
    /// Seats without an active user.
    DormantSeats,
    /// A rolled-up amount.
    Amount(Figure),
    /// Whether it counts as a unit: 1 or 0.
    Counted,
    /// Whether it is active: 1 or 0.
    Active,
    /// Active units over units of its branch, in percent.
    Units,
}

impl UnitMeasure {
    /// Measures printed for every unit, in order (ruling A29).
    pub const PRINTED: [Self; 9] = [
        Self::Counted,
        Self::Rate(Rate::Revenue),
        Self::Rate(Rate::Wallet),
        Self::Rate(Rate::Spend),
        Self::WhiteSpace,
        Self::Rate(Rate::Users),
        Self::Rate(Rate::Seats),
        Self::Rate(Rate::Utilisation),
        Self::DormantSeats,
    ];

    /// Key in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rate(rate) => rate.key(),
            Self::WhiteSpace => "white_space",
            Self::Overage => "overage",
            Self::SeatHeadroom => "seat_headroom",
            Self::DormantSeats => "dormant_seats",
            Self::Amount(figure) => figure.key(),
            Self::Counted => "counted",
            Self::Active => "active",
            Self::Units => "unit_penetration",
        }
    }

    /// Name on screen: that of the metric of the same key, or of the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Amount(figure) => figure.name(),
            Self::Counted => "Counts as a unit",
            Self::Active => "Active",
            other => super::spec(other.key()).map_or("", |spec| spec.name),
        }
    }

    /// How to print it.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Rate(_) | Self::Units => Unit::Percent,
            Self::WhiteSpace | Self::Overage => Unit::Money,
            Self::SeatHeadroom | Self::DormantSeats | Self::Counted | Self::Active => Unit::Count,
            Self::Amount(figure) => figure.unit(),
        }
    }

    /// Its value; a unit that does not exist in the period has none.
    pub fn measure(self, unit: &UnitFacts) -> MetricValue {
        if !unit.valid {
            return MetricValue::unknown("the unit does not exist in this period");
        }
        match self {
            Self::Rate(rate) => money::of_pair(unit, rate),
            Self::WhiteSpace => money::unit_white_space(unit),
            Self::Overage => money::unit_overage(unit),
            Self::SeatHeadroom => users::unit_headroom(unit, Rate::Seats),
            Self::DormantSeats => users::unit_headroom(unit, Rate::Utilisation),
            Self::Amount(figure) => match figure.rolled(unit) {
                Some(amount) => MetricValue::known(amount),
                None => MetricValue::unknown("nothing is recorded for it"),
            },
            Self::Counted => MetricValue::known(f64::from(u8::from(unit.counted))),
            Self::Active => MetricValue::known(f64::from(u8::from(unit.active))),
            Self::Units => MetricValue::share(
                unit.active_units as usize,
                unit.units as usize,
                "no addressable unit counts in its branch",
            ),
        }
    }
}
