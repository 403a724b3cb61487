//! Which periods there are and which day it is, found without a look at records that did not change.

use jiff::civil::Date;

use crate::domain::{Account, Period, Workspace};

/// First and last period with a record; `None` = no record at all.
pub type Span = Option<(Period, Period)>;

/// The periods of a workspace and the day on which recency is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The earliest and latest period in which any unit has a record.
    pub recorded: Span,
    /// As `Workspace::current_period`.
    pub current: Period,
    /// As `Workspace::as_of`.
    pub as_of: Date,
    /// From the first to the last period with records, the period shown and the current one included; no gaps, and none
    /// before [`earliest_with`] the last.
    pub periods: Vec<Period>,
}

impl Timeline {
    /// From the spans of all accounts.
    pub fn new(workspace: &Workspace, spans: &[Span], shown: Period) -> Self {
        let recorded = spans.iter().copied().flatten().reduce(join);
        let current = workspace.current_period_after(recorded.map(|(_, last)| last));
        let (first, last) = recorded.unwrap_or((current, current));
        let last = last.max(current).max(shown);
        let first = first.min(current).min(shown).max(earliest_with(last));
        let settings = &workspace.settings;
        let end = current.end_date(settings.period_kind, settings.fiscal_year_start_month);
        Self {
            recorded,
            current,
            as_of: settings.as_of.unwrap_or(end),
            periods: (first.0..=last.0).map(Period).collect(),
        }
    }
}

impl Timeline {
    /// Index of one of the periods.
    pub fn place_of(&self, period: Period) -> usize {
        self.periods.iter().position(|at| *at == period).unwrap_or(self.periods.len() - 1)
    }
}

/// The first of the 400 periods that end with `last`: there are no more, so that a mistyped year cannot make every list
/// endless.
pub fn earliest_with(last: Period) -> Period {
    last.plus(-399)
}

/// `d(t)`: the last day of `period`, or `as_of` if that is earlier.
pub fn day_of(workspace: &Workspace, as_of: Date, period: Period) -> Date {
    workspace.day_by(period, as_of)
}

/// First and last period with a record of one account; looks at every unit.
pub fn span_of(account: &Account) -> Span {
    account.records.iter().filter_map(|records| Some((records.first()?.0, records.last()?.0))).reduce(join)
}

fn join(a: (Period, Period), b: (Period, Period)) -> (Period, Period) {
    (a.0.min(b.0), a.1.max(b.1))
}
