//! What the trends show: the history of every axis and of the score, with targets and changed denominators.

use crate::{
    document::{AccountDerived, Derived},
    domain::{Account, Axis, Period, Workspace},
    engine::{
        compare,
        metrics::{self, MetricValue},
        scoring,
        trend::{self, Rebase},
    },
};

/// What a series measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A rate.
    Axis(Axis),
    /// The health score.
    Score,
}

impl Subject {
    /// The full list, most wanted first.
    pub const ALL: [Self; 11] = [
        Self::Axis(Axis::Revenue),
        Self::Axis(Axis::Divisions),
        Self::Axis(Axis::Users),
        Self::Axis(Axis::Seats),
        Self::Axis(Axis::Products),
        Self::Axis(Axis::Geography),
        Self::Score,
        Self::Axis(Axis::Units),
        Self::Axis(Axis::Departments),
        Self::Axis(Axis::Wallet),
        Self::Axis(Axis::Spend),
    ];

    /// The five tiles of the strip.
    pub const TILES: [Self; 5] = [
        Self::Axis(Axis::Revenue),
        Self::Axis(Axis::Divisions),
        Self::Axis(Axis::Users),
        Self::Axis(Axis::Products),
        Self::Axis(Axis::Geography),
    ];

    /// Short name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Axis(axis) => axis.word(),
            Self::Score => "Score",
        }
    }

    /// Key of the metric; `None` = the score.
    pub const fn metric(self) -> Option<&'static str> {
        match self {
            Self::Axis(axis) => Some(axis.metric()),
            Self::Score => None,
        }
    }

    /// Name of the plot.
    pub fn title(self) -> &'static str {
        self.metric().and_then(metrics::spec).map_or("Health score", |spec| spec.name)
    }

    /// What the rate is a share of.
    pub const fn share_of(self) -> &'static str {
        match self {
            Self::Score => "0 to 100 points",
            Self::Axis(Axis::Revenue) => "share of potential",
            Self::Axis(Axis::Wallet) => "share of category spend",
            Self::Axis(Axis::Spend) => "share of the budget ceiling",
            Self::Axis(Axis::Units) => "share of units",
            Self::Axis(Axis::Divisions) => "share of divisions",
            Self::Axis(Axis::Departments) => "share of departments",
            Self::Axis(Axis::Geography) => "share of regions",
            Self::Axis(Axis::Users | Axis::Seats) => "share of eligible users",
            Self::Axis(Axis::Products) => "share of products that apply",
        }
    }

    /// Name of the denominator.
    pub const fn denominator(self) -> &'static str {
        match self {
            Self::Score => "Weights",
            Self::Axis(Axis::Revenue) => "Potential",
            Self::Axis(Axis::Wallet) => "Category spend",
            Self::Axis(Axis::Spend) => "Budget ceiling",
            Self::Axis(Axis::Units) => "Units",
            Self::Axis(Axis::Divisions) => "Divisions",
            Self::Axis(Axis::Departments) => "Departments",
            Self::Axis(Axis::Geography) => "Regions",
            Self::Axis(Axis::Users | Axis::Seats) => "Eligible users",
            Self::Axis(Axis::Products) => "Products",
        }
    }

    /// Whether numerator and denominator are money.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Axis(Axis::Revenue | Axis::Wallet | Axis::Spend))
    }
}

/// One series over all periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it measures.
    pub subject: Subject,
    /// One value a period; unknown ones with their reason.
    pub values: Vec<MetricValue>,
    /// Index of the period shown.
    pub shown: usize,
    /// Change against the period before, in pp (points for the score).
    pub change: MetricValue,
    /// White space of the account, for the revenue axis.
    pub open: Option<f64>,
    /// The aim and the period by which it should be reached.
    pub target: Option<(f64, Period)>,
    /// Where the denominator is not that of the last known period.
    pub rebased: Vec<Rebase>,
}

impl Series {
    /// The value in the period shown.
    pub fn now(&self) -> &MetricValue {
        &self.values[self.shown]
    }

    /// Change from the period before to the `at`-th.
    pub fn change_at(&self, at: usize) -> Option<f64> {
        let before = self.values.get(at.checked_sub(1)?)?;
        metrics::difference(self.values.get(at)?, before, NO_EARLIER).value
    }

    /// Known stretches, each as (index of the period, value); unknown periods break the line.
    pub fn stretches(&self, range: std::ops::Range<usize>) -> Vec<Vec<(usize, f64)>> {
        let start = range.start;
        let mut found = trend::stretches(range.map(|at| self.values.get(at)?.value));
        found.iter_mut().flatten().for_each(|(at, _)| *at += start);
        found
    }

    /// Top of the axis: 100, or the next 20 above the highest value.
    pub fn top(&self) -> f64 {
        let highest = self.values.iter().filter_map(|value| value.value).fold(100.0, f64::max);
        let target = self.target.map_or(100.0, |target| target.0);
        20.0 * (highest.max(target) / 20.0 - compare::EPS).ceil()
    }
}

const NO_EARLIER: &str = "there is no value in the period before";

/// All series of an account, those with a value in the period shown first.
pub fn series(
    workspace: &Workspace,
    derived: &Derived,
    account: &Account,
    values: &AccountDerived,
    subjects: &[Subject],
) -> Vec<Series> {
    let mut all: Vec<Series> =
        subjects.iter().map(|subject| one(workspace, derived, account, values, *subject)).collect();
    all.sort_by_key(|series| series.now().value.is_none());
    all
}

fn one(
    workspace: &Workspace,
    derived: &Derived,
    account: &Account,
    of: &AccountDerived,
    subject: Subject,
) -> Series {
    let values: Vec<MetricValue> = match subject.metric().and_then(metrics::index_of) {
        Some(at) => {
            of.history.iter().map(|metrics| metrics.values.get(at).copied().unwrap_or_default()).collect()
        }
        None => of
            .score_history
            .iter()
            .map(|score| {
                score.map_or_else(|| MetricValue::unknown("the score is unknown"), MetricValue::known)
            })
            .collect(),
    };
    let shown = derived.periods.iter().position(|period| *period == derived.period).unwrap_or(0);
    let shown = shown.min(values.len().saturating_sub(1));
    let before = shown.checked_sub(1).and_then(|at| values.get(at)).copied().unwrap_or_default();
    let now = values.get(shown).copied().unwrap_or_default();
    Series {
        subject,
        shown,
        change: metrics::difference(&now, &before, NO_EARLIER),
        open: (subject == Subject::Axis(Axis::Revenue))
            .then(|| of.metrics.get("white_space").value)
            .flatten(),
        target: target(workspace, derived.period, account, subject),
        rebased: trend::rebased(&values),
        values,
    }
}

/// The aim that counts in the period shown: for the axis itself, else for the headline if this axis is the headline.
fn target(
    workspace: &Workspace,
    period: Period,
    account: &Account,
    subject: Subject,
) -> Option<(f64, Period)> {
    let Subject::Axis(axis) = subject else { return None };
    let of = |metric: &str| {
        let found = scoring::target_in_force(&account.targets, &metric.into(), period)?;
        Some((found.value.get(), found.due_period))
    };
    let headline = || (workspace.settings.headline_axis == axis).then(|| of("overall_penetration")).flatten();
    of(axis.metric()).or_else(headline)
}

/// Where the read-out hides least: whether the left upper corner of the plot is emptier than the right one. `heights`
/// are values 0–1 of the plot's height by position 0–1.
pub fn left_is_emptier(points: impl Iterator<Item = (f64, f64)>) -> bool {
    let (mut left, mut right) = (0.0_f64, 0.0_f64);
    for (x, height) in points {
        if x < 0.5 { left = left.max(height) } else { right = right.max(height) }
    }
    left <= right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(num: f64, den: f64) -> MetricValue {
        MetricValue::rate(num, den, "none")
    }

    fn example(values: Vec<MetricValue>) -> Series {
        Series {
            subject: Subject::Axis(Axis::Revenue),
            shown: values.len() - 1,
            change: MetricValue::default(),
            open: None,
            target: None,
            rebased: trend::rebased(&values),
            values,
        }
    }

    #[test]
    fn unknown_periods_break_the_line_and_new_denominators_are_marked() {
        let series = example(vec![
            rate(1.0, 10.0),
            rate(2.0, 10.0),
            MetricValue::unknown("nothing was entered"),
            rate(3.0, 12.0),
        ]);
        assert_eq!(series.stretches(0..4), [vec![(0, 10.0), (1, 20.0)], vec![(3, 25.0)]]);
        let [mark] = series.rebased[..] else { panic!("one denominator changed") };
        assert_eq!((mark.at, mark.since, mark.from, mark.to), (3, 1, 10.0, 12.0));
        assert_eq!(series.change_at(1), Some(10.0));
        assert_eq!((series.change_at(0), series.change_at(3)), (None, None));
        assert_eq!(series.top(), 100.0);
    }

    #[test]
    fn the_axis_grows_with_values_over_a_hundred() {
        assert_eq!(example(vec![rate(13.0, 10.0)]).top(), 140.0);
    }

    #[test]
    fn the_read_out_takes_the_emptier_corner() {
        assert!(left_is_emptier([(0.0, 0.1), (1.0, 0.4)].into_iter()));
        assert!(!left_is_emptier([(0.0, 0.9), (1.0, 0.4)].into_iter()));
    }
}
