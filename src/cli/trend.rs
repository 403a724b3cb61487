//! `inroads trend`: series, changes, slopes, tests and forecasts of every axis.

use std::sync::Arc;

use crate::{
    domain::{Account, Axis, Period, Tree, Workspace},
    engine::{
        evaluate::history,
        metrics::MetricValue,
        trend::{Analysis, analyse},
    },
};

use super::{
    Format, TrendArguments,
    failure::Failure,
    open::{Opened, open},
    output, trend_csv, trend_json, trend_table,
};

/// Longest history that is read, counted back from the period asked for, so that a mistyped year in a record cannot
/// make every list endless.
const MAX_PERIODS: i32 = 400;

/// Everything that one run prints, whatever the format.
pub struct Report {
    /// The workspace and what was selected.
    pub opened: Opened,
    /// Parallel to `opened.accounts`.
    pub trends: Vec<AccountTrend>,
}

/// The history of one account.
pub struct AccountTrend {
    /// From the first period with records to the one asked for; no gaps.
    pub periods: Vec<Period>,
    /// One for each axis, in their order.
    pub axes: Vec<AxisTrend>,
}

/// The history of one axis.
pub struct AxisTrend {
    /// The axis.
    pub axis: Axis,
    /// Parallel to the periods.
    pub history: Vec<MetricValue>,
    /// The same without reasons.
    pub values: Vec<Option<f64>>,
    /// What is said about it at the last period.
    pub analysis: Analysis,
}

/// Reads, analyses, prints.
pub fn run(arguments: &TrendArguments) -> Result<(), Failure> {
    let opened = open(&arguments.selection)?;
    let one = |account: &Arc<Account>| account_trend(&opened.workspace, account, opened.period);
    let trends = opened.accounts.iter().map(one).collect();
    let report = Report { opened, trends };
    output::print(|out| match arguments.format {
        Format::Json => trend_json::write(&report, out),
        Format::Csv => trend_csv::write(&report, out),
        Format::Table => trend_table::write(&report, output::has_colour(), out),
    })
}

fn account_trend(workspace: &Workspace, account: &Account, last: Period) -> AccountTrend {
    let first = account.records.iter().filter_map(|records| Some(records.first()?.0)).min();
    let first = first.unwrap_or(last).clamp(last.plus(1 - MAX_PERIODS), last);
    let periods: Vec<Period> = (first.0..=last.0).map(Period).collect();
    let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
    let metrics = history(workspace, account, &tree, &periods);
    let axis = |axis: &Axis| {
        let history: Vec<MetricValue> = metrics.iter().map(|metrics| metrics.get(axis.metric())).collect();
        let values: Vec<Option<f64>> = history.iter().map(|value| value.value).collect();
        let analysis = analyse(&values, workspace.settings.analysis.forecast_phi);
        AxisTrend { axis: *axis, history, values, analysis }
    };
    AccountTrend { axes: Axis::ALL.iter().map(axis).collect(), periods }
}

impl AxisTrend {
    /// Why there is no change, as a clause; `None` = there is one.
    pub fn no_change(&self) -> Option<&'static str> {
        if self.analysis.change.is_some() {
            return None;
        }
        let now = self.history.last().and_then(|value| value.or_reason().err());
        Some(now.unwrap_or("there is no value in the period before"))
    }
}
