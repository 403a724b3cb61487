//! Which accounts are listed, in which order, and what is known of each.

use std::{cmp::Ordering, sync::Arc};

use imbl::Vector;

use crate::{
    document::{AccountDerived, Derived},
    domain::{Account, Workspace, is_same},
    engine::{metrics::MetricValue, scoring::bands},
};

/// By what the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Highest score first.
    #[default]
    Score,
    /// By name.
    Name,
    /// Most white space first.
    WhiteSpace,
    /// Highest penetration on the headline axis first.
    Penetration,
}

impl Sort {
    /// All orders, as in the menu.
    pub const ALL: [Self; 4] = [Self::Score, Self::Name, Self::WhiteSpace, Self::Penetration];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Score => "Score",
            Self::Name => "Name",
            Self::WhiteSpace => "White space",
            Self::Penetration => "Penetration",
        }
    }
}

/// What the list was made from.
#[derive(Debug, Clone)]
struct Made {
    accounts: Vector<Arc<Account>>,
    derived: Vector<Arc<AccountDerived>>,
    sort: Sort,
    filter: String,
    axis: &'static str,
}

/// Indices of the accounts listed, made anew when something they depend on changes.
#[derive(Debug, Default)]
pub struct List {
    made: Option<Made>,
    /// Indices into the workspace's accounts, in the order shown.
    pub order: Vec<usize>,
}

impl List {
    /// Brings the list up to date.
    pub fn refresh(&mut self, workspace: &Workspace, derived: &Derived, sort: Sort, filter: &str) {
        let axis = workspace.settings.headline_axis.metric();
        let same = |made: &Made| {
            made.sort == sort
                && made.filter == filter
                && made.axis == axis
                && is_same(&made.accounts, &workspace.accounts)
                && derived.has_accounts(&made.derived)
        };
        if self.made.as_ref().is_some_and(same) {
            return;
        }
        self.order = order(workspace, derived, sort, filter);
        self.made = Some(Made {
            accounts: workspace.accounts.clone(),
            derived: derived.accounts.clone(),
            sort,
            filter: filter.to_owned(),
            axis,
        });
    }
}

/// Accounts whose name or key contains every word of the filter, in order. Unknown values come last, ties keep row order.
pub fn order(workspace: &Workspace, derived: &Derived, sort: Sort, filter: &str) -> Vec<usize> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let listed = |index: &usize| {
        words.is_empty() || {
            let account = &workspace.accounts[*index];
            let text = format!("{} {}", account.name, account.key).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        }
    };
    let shown = workspace.accounts.len().min(derived.accounts.len());
    let mut order: Vec<usize> = (0..shown).filter(listed).collect();
    if sort == Sort::Name {
        order.sort_by_cached_key(|index| workspace.accounts[*index].name.to_lowercase());
        return order;
    }
    let axis = workspace.settings.headline_axis.metric();
    let value = |index: usize| {
        let account = &derived.accounts[index];
        match sort {
            Sort::WhiteSpace => account.metrics.get("white_space").value,
            Sort::Penetration => account.metrics.get(axis).value,
            _ => account.score.value,
        }
    };
    let mut keyed: Vec<(Option<f64>, usize)> = order.into_iter().map(|index| (value(index), index)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// One account as listed.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its name.
    pub name: &'a str,
    /// White space.
    pub white_space: MetricValue,
    /// Score 0–100; `None` = cannot be known.
    pub score: Option<f64>,
    /// Why there is no score.
    pub reason: &'static str,
    /// Word of its band; `None` without a score.
    pub band: Option<&'a str>,
}

/// What is known of an account by its index.
pub fn entry<'a>(workspace: &'a Workspace, derived: &'a Derived, index: usize) -> Entry<'a> {
    let account = &derived.accounts[index];
    let scheme = bands::scheme_for(workspace, &derived.model);
    Entry {
        name: &workspace.accounts[index].name,
        white_space: account.metrics.get("white_space"),
        score: account.score.value,
        reason: account.score.reason.unwrap_or("the score cannot be known from the data"),
        band: account.score.band.and_then(|band| scheme.bands.get(band)).map(bands::name),
    }
}

/// What a screen reader says of an account: "Account TechCorp, score 41.1, Moderate, white space $2.7M".
pub fn spoken(entry: &Entry<'_>, score: &str, white_space: &str) -> String {
    let score = match (entry.score, entry.band) {
        (Some(_), Some(band)) => format!("score {score}, {band}"),
        (Some(_), None) => format!("score {score}"),
        (None, _) => "score unknown".to_owned(),
    };
    let white_space = if entry.white_space.value.is_some() { white_space } else { "unknown" };
    format!("Account {}, {score}, white space {white_space}", entry.name)
}
