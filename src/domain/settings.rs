//! What holds for a whole workspace: names, time, currency, headline axis, activity rule, analysis settings.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Amount, ModelKey, OpportunityModel, Period, PeriodKind, UnitKind, text_enum::text_enum};

text_enum! {
    /// A dimension of penetration. One is the headline of the workspace.
    Axis {
        /// Revenue against potential.
        Revenue = "revenue", "Revenue";
        /// Share of wallet.
        Wallet = "wallet", "Wallet";
        /// Contract value against budget.
        Spend = "spend", "Spend";
        /// Active units.
        Units = "units", "Units";
        /// Active divisions.
        Divisions = "divisions", "Divisions";
        /// Active departments.
        Departments = "departments", "Departments";
        /// Regions with an active unit.
        Geography = "geography", "Geography";
        /// Active against eligible users.
        Users = "users", "Users";
        /// Licensed seats against eligible users.
        Seats = "seats", "Seats";
        /// Products adopted.
        Products = "products", "Products";
    }
}

impl Axis {
    /// Key of the metric that measures this axis.
    pub const fn metric(self) -> &'static str {
        match self {
            Self::Revenue => "revenue_penetration",
            Self::Wallet => "share_of_wallet",
            Self::Spend => "spend_penetration",
            Self::Units => "unit_penetration",
            Self::Divisions => "division_penetration",
            Self::Departments => "department_penetration",
            Self::Geography => "geographic_penetration",
            Self::Users => "user_penetration",
            Self::Seats => "seat_penetration",
            Self::Products => "product_penetration",
        }
    }
}

text_enum! {
    /// When a unit counts as active (domain specification 2.1).
    ActivityRule {
        /// Under contract, and users not known to be zero.
        ContractNotDormant = "contract_not_dormant", "Contract, not dormant";
        /// Under contract.
        ContractOnly = "contract_only", "Contract only";
        /// At least one active user, whatever the status.
        UsageOnly = "usage_only", "Usage only";
    }
}

/// One currency for the whole workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Currency {
    /// Code such as `USD`.
    pub code: String,
    /// Symbol such as `$`.
    pub symbol: String,
}

/// Settings of rank acceptability and forecast, stored so that the same file gives the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AnalysisSettings {
    /// Number of samples.
    pub smaa_samples: u32,
    /// Seed of the generator.
    pub smaa_seed: u64,
    /// 0 < spread ≤ 1; 1 explores all weightings.
    pub smaa_spread: f64,
    /// Whether the order of importance is kept.
    pub smaa_keep_order: bool,
    /// Whether inputs that have a range are drawn from it, before the weights.
    pub smaa_data_uncertainty: bool,
    /// Damping of the forecast, 0.80–0.98.
    pub forecast_phi: f64,
}

impl Default for AnalysisSettings {
    fn default() -> Self {
        Self {
            smaa_samples: 10_000,
            smaa_seed: 42,
            smaa_spread: 1.0,
            smaa_keep_order: false,
            smaa_data_uncertainty: false,
            forecast_phi: 0.9,
        }
    }
}

/// What holds for the whole workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the workspace.
    pub name: String,
    /// Free text.
    pub notes: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// Grain of time.
    pub period_kind: PeriodKind,
    /// 1–12; moves the last days of quarters only.
    pub fiscal_year_start_month: i8,
    /// The day on which recency is judged; `None` = last day of the current period.
    pub as_of: Option<Date>,
    /// The period in hand; `None` = latest period with a record.
    pub current_period: Option<Period>,
    /// The one primary axis.
    pub headline_axis: Axis,
    /// When a unit counts as active.
    pub activity_rule: ActivityRule,
    /// Whether pilots count as active.
    pub count_pilots: bool,
    /// Kinds that count as divisions.
    pub division_kinds: Vec<UnitKind>,
    /// Kinds that count as departments.
    pub department_kinds: Vec<UnitKind>,
    /// New business target in money a year.
    pub new_business_target: Option<Amount>,
    /// Key of the model in force.
    pub active_model: ModelKey,
    /// Weights of the opportunity score.
    pub opportunity: OpportunityModel,
    /// Rank acceptability and forecast.
    pub analysis: AnalysisSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            notes: String::new(),
            currency: Currency { code: "USD".to_owned(), symbol: "$".to_owned() },
            period_kind: PeriodKind::Quarter,
            fiscal_year_start_month: 1,
            as_of: None,
            current_period: None,
            headline_axis: Axis::Revenue,
            activity_rule: ActivityRule::ContractNotDormant,
            count_pilots: false,
            division_kinds: vec![UnitKind::Division, UnitKind::BusinessUnit, UnitKind::Subsidiary],
            department_kinds: vec![UnitKind::Department],
            new_business_target: None,
            active_model: "default".into(),
            opportunity: OpportunityModel::default(),
            analysis: AnalysisSettings::default(),
        }
    }
}
