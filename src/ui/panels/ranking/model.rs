//! What the ranking shows: one row per account, in the order the user asked for, unranked accounts last.

use std::cmp::Ordering;

use super::sort::SortColumn;
use crate::{
    document::{AccountDerived, Derived},
    domain::Workspace,
    engine::{metrics, scoring::explain_score},
};

/// A column by which rows can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// Rank under the baseline.
    Baseline,
    /// Rank now.
    #[default]
    Now,
    /// Name.
    Account,
    /// Score.
    Score,
    /// Change of the score against the baseline.
    Change,
    /// White space.
    WhiteSpace,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 6] =
        [Self::Baseline, Self::Now, Self::Account, Self::Score, Self::Change, Self::WhiteSpace];

    /// Head of the column.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Baseline => "Baseline",
            Self::Now => "Now",
            Self::Account => "Account",
            Self::Score => "Score",
            Self::Change => "Change",
            Self::WhiteSpace => "White space",
        }
    }
}

impl SortColumn for Column {
    fn starts_descending(self) -> bool {
        matches!(self, Self::Score | Self::Change | Self::WhiteSpace)
    }
}

/// The order of the accounts.
pub type Sort = super::sort::Sort<Column>;

impl Sort {
    /// Whether rows stand in the order of their ranks, so that slopes from the baseline mean something.
    pub fn is_by_rank(self) -> bool {
        self.column == Column::Now && !self.descending
    }
}

/// One account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Index of the account.
    pub account: usize,
    /// Rank now; `None` = unranked.
    pub rank: Option<u32>,
    /// Rank under the baseline.
    pub baseline_rank: Option<u32>,
    /// Place in the list ordered by baseline ranks; equals the row's index where nothing moved.
    pub baseline_place: usize,
    /// Score.
    pub score: Option<f64>,
    /// Change against the baseline in points.
    pub change: Option<f64>,
    /// White space in money.
    pub white_space: Option<f64>,
}

impl Row {
    /// Places gained (positive) or lost against the baseline; `None` = not ranked in both.
    pub fn places(&self) -> Option<i64> {
        Some(i64::from(self.baseline_rank?) - i64::from(self.rank?))
    }
}

/// All rows.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// In the order shown.
    pub rows: Vec<Row>,
    /// Row index of the account at each baseline place.
    pub at_baseline: Vec<usize>,
    /// Right end of the axis of all bars, in points.
    pub axis: f64,
    /// Whether any rank differs from the baseline.
    pub moved: bool,
}

impl Model {
    /// Builds and sorts the rows; O(m log m).
    pub fn new(workspace: &Workspace, derived: &Derived, sort: Sort) -> Self {
        let ranking = &derived.ranking.rows;
        let white_space = metrics::index_of("white_space");
        let mut rows: Vec<Row> = ranking
            .iter()
            .filter_map(|place| {
                let values = derived.accounts.get(place.account)?;
                Some(Row {
                    account: place.account,
                    rank: place.rank,
                    baseline_rank: place.baseline_rank,
                    baseline_place: 0,
                    score: values.score.value,
                    change: values.score.value.zip(values.baseline.value).map(|(now, before)| now - before),
                    white_space: white_space.and_then(|at| values.metrics.values.get(at)?.value),
                })
            })
            .collect();
        let mut by_baseline: Vec<usize> = (0..rows.len()).collect();
        by_baseline.sort_by_key(|at| (rows[*at].baseline_rank.unwrap_or(u32::MAX), rows[*at].account));
        for (place, at) in by_baseline.iter().enumerate() {
            rows[*at].baseline_place = place;
        }
        let highest = rows.iter().filter_map(|row| row.score).fold(0.0, f64::max);
        let moved = rows.iter().any(|row| row.rank != row.baseline_rank);
        if !sort.is_by_rank() {
            rows.sort_by(|a, b| compare(workspace, sort, a, b));
        }
        let mut at_baseline = vec![0; rows.len()];
        for (at, row) in rows.iter().enumerate() {
            at_baseline[row.baseline_place] = at;
        }
        Self { rows, at_baseline, axis: axis_end(highest), moved }
    }

    /// Row of an account.
    pub fn find(&self, account: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.account == account)
    }
}

/// The end of the axis: room for a name beside the longest bar, always the same for all rows.
fn axis_end(highest: f64) -> f64 {
    [20.0, 40.0, 60.0, 80.0].into_iter().find(|end| *end >= 1.1 * highest).unwrap_or(100.0)
}

fn compare(workspace: &Workspace, sort: Sort, a: &Row, b: &Row) -> Ordering {
    // Unranked accounts stay last whichever way the rows are turned.
    let ranked = a.rank.is_none().cmp(&b.rank.is_none());
    let turned = |ordering: Ordering| if sort.descending { ordering.reverse() } else { ordering };
    let numbers = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => turned(a.total_cmp(&b)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    let ranks = |a: Option<u32>, b: Option<u32>| numbers(a.map(f64::from), b.map(f64::from));
    let name = |row: &Row| workspace.accounts.get(row.account).map_or("", |account| account.name.as_str());
    let by = match sort.column {
        Column::Baseline => ranks(a.baseline_rank, b.baseline_rank),
        Column::Now => ranks(a.rank, b.rank),
        Column::Account => turned(natural(name(a), name(b))),
        Column::Score => numbers(a.score, b.score),
        Column::Change => numbers(a.change, b.change),
        Column::WhiteSpace => numbers(a.white_space, b.white_space),
    };
    ranked.then(by).then_with(|| (a.rank, a.account).cmp(&(b.rank, b.account)))
}

fn natural(a: &str, b: &str) -> Ordering {
    let folded = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    folded(a).cmp(&folded(b))
}

/// Lengths of the pieces of an account's bar in points of its score, one per factor of the model; they add up to the
/// score also where factors multiply.
pub fn pieces(account: &AccountDerived) -> Vec<f64> {
    let value = account.score.value.unwrap_or_default();
    let share = |factor| explain_score::share_of_score(&account.score, factor).unwrap_or_default();
    (0..account.score.factors.len()).map(|factor| share(factor) * value).collect()
}

/// What a screen reader says of a row: "Rank 2: TechCorp, score 41.1".
pub fn row_name(row: &Row, name: &str, reason: &str) -> String {
    match (row.rank, row.score) {
        (Some(rank), Some(score)) => {
            format!("Rank {rank}: {name}, score {:.1}", crate::engine::compare::round_to(score, 1))
        }
        _ => format!("Unranked: {name}, {reason}"),
    }
}

/// Why an account has no rank.
pub fn reason(account: &AccountDerived) -> &'static str {
    let headline = account.metrics.get("overall_penetration");
    match (account.score.reason, headline.value) {
        (Some(reason), _) => reason,
        (None, None) => "the headline axis has no value, so it cannot be compared",
        (None, Some(_)) => "the score is unknown",
    }
}
