//! The workspace: everything a file holds. Sections are shared, so a clone is a few pointers.

use std::sync::Arc;

use imbl::Vector;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Account, AccountKey, Acknowledgement, Amount, BandScheme, BranchOwner, ModelKey, Period, ProductKey,
    RegionKey, RuleSetting, ScoringModel, Settings, Target, UnitKind,
};

/// A region of the world that units lie in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Unique in the workspace.
    pub key: RegionKey,
    /// Name on screen.
    pub name: String,
    /// The region it is part of; for display only (ruling B9).
    pub parent: Option<RegionKey>,
}

/// Something we sell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Unique in the workspace.
    pub key: ProductKey,
    /// Name on screen.
    pub name: String,
    /// Group in the white space grid; enters no metric.
    pub family: Option<String>,
    /// Kinds of unit that could use it; empty = every counting unit.
    pub applicable_kinds: Vec<UnitKind>,
    /// List price a year for one unit.
    pub list_arr_per_unit: Option<Amount>,
    /// First day it is offered; `None` = always.
    pub offered_from: Option<Date>,
    /// Last day it is offered; `None` = open.
    pub offered_to: Option<Date>,
}

/// Everything a file holds. Equality compares content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workspace {
    /// What holds for everything.
    pub settings: Arc<Settings>,
    /// Regions, in row order.
    pub regions: Arc<Vec<Region>>,
    /// Products, in row order.
    pub products: Arc<Vec<Product>>,
    /// Customers, in row order.
    pub accounts: Vector<Arc<Account>>,
    /// Own scoring models; `default` exists even when it is not listed (ruling A12).
    pub models: Arc<Vec<Arc<ScoringModel>>>,
    /// Frozen copy of the weights against which rank changes are shown; `None` = the active model as it stands.
    pub baseline: Option<Arc<ScoringModel>>,
    /// Own band schemes, beside the presets.
    pub band_schemes: Arc<Vec<BandScheme>>,
    /// Changed rules.
    pub rule_settings: Arc<Vec<RuleSetting>>,
    /// Aims of the whole portfolio.
    pub portfolio_targets: Arc<Vec<Target>>,
    /// Owners of the branches of the metric tree.
    pub owners: Arc<Vec<BranchOwner>>,
    /// Findings put aside.
    pub acknowledgements: Arc<Vec<Acknowledgement>>,
}

impl Workspace {
    /// Index of an account by its key.
    pub fn find_account(&self, key: &AccountKey) -> Option<usize> {
        // A key at hand is mostly one of the workspace's own; looking for it reads no text.
        let own = self.accounts.iter().position(|account| account.key.shares_text_with(key));
        own.or_else(|| self.accounts.iter().position(|account| account.key == *key))
    }

    /// A model by key; `default` falls back to the built-in one, anything else unknown is `None`.
    pub fn model(&self, key: &ModelKey) -> Option<Arc<ScoringModel>> {
        self.models.iter().find(|model| model.key == *key).cloned().or_else(|| {
            let built_in = ScoringModel::built_in();
            (built_in.key == *key).then(|| Arc::new(built_in))
        })
    }

    /// An empty workspace in which figures are entered for the period of a day; nothing recorded says another one yet.
    pub fn begun(name: impl Into<String>, today: Date) -> Self {
        let mut settings = Settings { name: name.into(), ..Settings::default() };
        let (kind, start) = (settings.period_kind, settings.fiscal_year_start_month);
        settings.current_period = Some(Period::containing(today, kind, start));
        Self { settings: settings.into(), ..Self::default() }
    }

    /// The model in force. Validation makes sure that it exists.
    pub fn active_model(&self) -> Arc<ScoringModel> {
        self.model(&self.settings.active_model).unwrap_or_else(|| Arc::new(ScoringModel::built_in()))
    }

    /// The latest period in which any unit has a record; `None` = no record at all.
    pub fn latest_period(&self) -> Option<Period> {
        self.accounts.iter().filter_map(|account| account.latest_period()).max()
    }

    /// The earliest period in which any unit has a record; `None` = no record at all.
    pub fn first_period(&self) -> Option<Period> {
        let first = |account: &Arc<Account>| account.records.iter().filter_map(|r| Some(r.first()?.0)).min();
        self.accounts.iter().filter_map(first).min()
    }

    /// The period in hand: as stored, else the latest with a record, else the one containing `as_of`, else 2025-Q1.
    /// Looks at every record where none is stored.
    pub fn current_period(&self) -> Period {
        self.settings.current_period.unwrap_or_else(|| self.current_period_after(self.latest_period()))
    }

    /// The same, for a caller that knows the latest period with a record.
    pub fn current_period_after(&self, latest: Option<Period>) -> Period {
        let settings = &self.settings;
        let by_date = settings
            .as_of
            .map(|d| Period::containing(d, settings.period_kind, settings.fiscal_year_start_month));
        let start = Period(2025 * settings.period_kind.per_year());
        settings.current_period.or(latest).or(by_date).unwrap_or(start)
    }

    /// The day on which recency is judged (ruling A28).
    pub fn as_of(&self) -> Date {
        self.settings.as_of.unwrap_or_else(|| self.as_of_after(self.latest_period()))
    }

    /// The same, for a caller that knows the latest period with a record.
    pub fn as_of_after(&self, latest: Option<Period>) -> Date {
        let settings = &self.settings;
        let current = self.current_period_after(latest);
        let end = || current.end_date(settings.period_kind, settings.fiscal_year_start_month);
        settings.as_of.unwrap_or_else(end)
    }

    /// `d(t)`: the last day of `period`, or `as_of` if that is earlier.
    pub fn day_of(&self, period: Period) -> Date {
        self.day_by(period, self.as_of())
    }

    /// The same with the workspace's `as_of` at hand, which may take a look at every record.
    pub fn day_by(&self, period: Period, as_of: Date) -> Date {
        period.end_date(self.settings.period_kind, self.settings.fiscal_year_start_month).min(as_of)
    }

    /// A period as text, such as `2025-Q4`.
    pub fn period_text(&self, period: Period) -> String {
        period.text(self.settings.period_kind)
    }
}
