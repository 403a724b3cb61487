//! The typed shape of format 1. Never changed once released: a later format gets structs of its own.
//!
//! Lists are flat and rows name each other by key, so brackets never nest deeply. Field names are those of the
//! dataset's columns. Texts borrow from the file, because most are keys that the reader shares anyway.

use serde::Deserialize;

use super::scalars::{Day, Finite, Text, When};
use crate::domain::{
    ActivityRule, Aggregation, Amount, Axis, BasisKind, Branch, CompetitorKind, CompetitorLevel, Count,
    Counting, EdgeOwner, EntryMode, ItemStatus, MissingPolicy, PeriodKind, ProductState, Relation, Risk,
    Role, Sentiment, Severity, SignalKind, SignalState, Status, Strategy, Tier, UnitKind,
};

/// A whole file of format 1.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocV1<'a> {
    pub(super) format: u32,
    #[serde(default)]
    pub(super) workspace: SettingsV1,
    #[serde(default, borrow)]
    pub(super) regions: Vec<RegionV1<'a>>,
    #[serde(default, borrow)]
    pub(super) products: Vec<ProductV1<'a>>,
    #[serde(default, borrow)]
    pub(super) models: Vec<ModelV1<'a>>,
    #[serde(borrow)]
    pub(super) baseline: Option<ModelV1<'a>>,
    #[serde(default, borrow)]
    pub(super) band_schemes: Vec<SchemeV1<'a>>,
    #[serde(default, borrow)]
    pub(super) rules: Vec<RuleV1<'a>>,
    #[serde(default, borrow)]
    pub(super) owners: Vec<OwnerV1<'a>>,
    #[serde(default, borrow)]
    pub(super) acknowledgements: Vec<AcknowledgementV1<'a>>,
    #[serde(default, borrow)]
    pub(super) targets: Vec<TargetV1<'a>>,
    #[serde(default, borrow)]
    pub(super) accounts: Vec<AccountV1<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SettingsV1 {
    pub name: String,
    pub notes: String,
    pub currency: Option<String>,
    pub currency_symbol: Option<String>,
    pub period_kind: Option<PeriodKind>,
    pub fiscal_year_start_month: Option<i8>,
    pub as_of: Option<Day>,
    pub current_period: Option<When>,
    pub headline_axis: Option<Axis>,
    pub activity_rule: Option<ActivityRule>,
    pub count_pilots: bool,
    pub division_kinds: Option<Vec<UnitKind>>,
    pub department_kinds: Option<Vec<UnitKind>>,
    pub new_business_target: Option<Amount>,
    pub active_model: Option<String>,
    pub opportunity_weights: Option<Vec<Amount>>,
    pub smaa_samples: Option<u32>,
    pub smaa_seed: Option<u64>,
    pub smaa_spread: Option<Finite>,
    pub smaa_keep_order: bool,
    pub smaa_data_uncertainty: bool,
    pub forecast_phi: Option<Finite>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionV1<'a> {
    #[serde(borrow)]
    pub region: Text<'a>,
    pub name: String,
    #[serde(borrow)]
    pub parent: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductV1<'a> {
    #[serde(borrow)]
    pub product: Text<'a>,
    pub name: String,
    pub family: Option<String>,
    #[serde(default)]
    pub applicable_kinds: Vec<UnitKind>,
    pub list_arr_per_unit: Option<Amount>,
    pub offered_from: Option<Day>,
    pub offered_to: Option<Day>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelV1<'a> {
    #[serde(borrow)]
    pub model: Text<'a>,
    pub name: String,
    pub aggregation: Option<Aggregation>,
    pub missing_policy: Option<MissingPolicy>,
    pub min_weight_coverage: Option<Finite>,
    #[serde(borrow)]
    pub band_scheme: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub factors: Vec<FactorV1<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactorV1<'a> {
    #[serde(borrow)]
    pub factor: Text<'a>,
    pub label: String,
    #[serde(borrow)]
    pub metric: Text<'a>,
    pub weight: Amount,
    pub curve: Option<CurveV1>,
    #[serde(default)]
    pub locked: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default = "yes")]
    pub enabled: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum CurveV1 {
    Linear { lo: Finite, hi: Finite },
    InverseLinear { lo: Finite, hi: Finite },
    Step { points: Vec<(Finite, Finite)>, floor: Finite },
    Piecewise { points: Vec<(Finite, Finite)> },
    TargetRelative,
    Direction { up: Finite, flat: Finite, down: Finite, deadband: Finite },
    Scaled { span: Finite },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemeV1<'a> {
    #[serde(borrow)]
    pub scheme: Text<'a>,
    pub name: String,
    #[serde(borrow)]
    pub metric: Text<'a>,
    #[serde(default)]
    pub bands: Vec<BandV1>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BandV1 {
    pub band: String,
    pub label: String,
    pub upper_edge: Option<Finite>,
    pub edge_owner: Option<EdgeOwner>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleV1<'a> {
    #[serde(borrow)]
    pub rule: Text<'a>,
    #[serde(default = "yes")]
    pub enabled: bool,
    #[serde(default)]
    pub parameters: Vec<(String, Finite)>,
    pub severity: Option<Severity>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnerV1<'a> {
    #[serde(borrow)]
    pub account: Option<Text<'a>>,
    pub branch: Branch,
    pub responsible: Option<String>,
    pub accountable: Option<String>,
    #[serde(default)]
    pub consulted: Vec<String>,
    #[serde(default)]
    pub informed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AcknowledgementV1<'a> {
    #[serde(borrow)]
    pub account: Option<Text<'a>>,
    #[serde(borrow)]
    pub rule: Text<'a>,
    #[serde(borrow)]
    pub unit: Option<Text<'a>>,
    pub until: Option<When>,
    pub note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetV1<'a> {
    #[serde(borrow)]
    pub metric: Text<'a>,
    pub value: Amount,
    pub due_period: When,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountV1<'a> {
    #[serde(borrow)]
    pub account: Text<'a>,
    pub name: String,
    pub owner: Option<String>,
    pub tier: Option<Tier>,
    pub customer_since: Option<Day>,
    #[serde(default, borrow)]
    pub regions_in_scope: Vec<Text<'a>>,
    pub comparable_group: Option<String>,
    #[serde(default, borrow)]
    pub units: Vec<UnitV1<'a>>,
    #[serde(default, borrow)]
    pub records: Vec<RecordV1<'a>>,
    #[serde(default, borrow)]
    pub stakeholders: Vec<StakeholderV1<'a>>,
    #[serde(default, borrow)]
    pub competitors: Vec<CompetitorV1<'a>>,
    #[serde(default, borrow)]
    pub signals: Vec<SignalV1<'a>>,
    #[serde(default, borrow)]
    pub roadmap: Vec<ItemV1<'a>>,
    #[serde(default, borrow)]
    pub targets: Vec<TargetV1<'a>>,
    #[serde(default)]
    pub movements: Vec<MovementV1>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitV1<'a> {
    #[serde(borrow)]
    pub unit: Text<'a>,
    #[serde(borrow)]
    pub parent: Option<Text<'a>>,
    pub position: Option<u32>,
    #[serde(default)]
    pub name: String,
    pub kind: UnitKind,
    #[serde(borrow)]
    pub region: Option<Text<'a>>,
    pub owner: Option<String>,
    pub importance: Option<u8>,
    pub counting: Option<Counting>,
    pub entry_mode: Option<EntryMode>,
    pub valid_from: Option<When>,
    pub valid_to: Option<When>,
    #[serde(borrow)]
    pub successor: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub adjacent: Vec<Text<'a>>,
}

/// One unit in one period. `unit` is absent for the account's root.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordV1<'a> {
    #[serde(default, borrow)]
    pub unit: Text<'a>,
    pub period: When,
    pub status: Option<Status>,
    #[serde(default = "yes")]
    pub addressable: bool,
    pub arr: Option<Amount>,
    pub one_time: Option<Amount>,
    pub potential: Option<Amount>,
    pub potential_low: Option<Amount>,
    pub potential_high: Option<Amount>,
    pub potential_basis: Option<BasisKind>,
    pub basis_quantity: Option<Amount>,
    pub basis_price: Option<Amount>,
    pub basis_quantile: Option<Amount>,
    pub basis_source: Option<String>,
    pub potential_reviewed_on: Option<Day>,
    pub category_spend: Option<Amount>,
    pub budget_ceiling: Option<Amount>,
    pub licensed_seats: Option<Count>,
    pub active_users: Option<Count>,
    pub eligible_users: Option<Count>,
    #[serde(default, borrow)]
    pub products: Vec<(Text<'a>, ProductState)>,
    pub depth: Option<Amount>,
    /// Absent: `true`, unless the record was carried from another period (ruling A6).
    pub confirmed: Option<bool>,
    pub carried_from: Option<When>,
    pub note: Option<Box<str>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StakeholderV1<'a> {
    #[serde(borrow)]
    pub stakeholder: Text<'a>,
    pub name: String,
    #[serde(default, borrow)]
    pub unit: Text<'a>,
    pub role: Role,
    pub sentiment: Option<Sentiment>,
    #[serde(default)]
    pub engagements: Vec<Day>,
    pub known_since: Option<Day>,
    pub left_on: Option<Day>,
    #[serde(borrow)]
    pub reports_to: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub influences: Vec<Text<'a>>,
    #[serde(default)]
    pub relations: Vec<(String, Relation)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompetitorV1<'a> {
    pub competitor: String,
    pub kind: CompetitorKind,
    #[serde(default, borrow)]
    pub unit: Text<'a>,
    #[serde(borrow)]
    pub product: Option<Text<'a>>,
    pub level: CompetitorLevel,
    pub contract_expiry: Option<Day>,
    pub since: Option<Day>,
    pub until: Option<Day>,
    pub estimated_arr: Option<Amount>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignalV1<'a> {
    #[serde(borrow)]
    pub signal: Text<'a>,
    pub kind: SignalKind,
    #[serde(default, borrow)]
    pub unit: Text<'a>,
    pub date: Day,
    pub strength: u8,
    pub state: Option<SignalState>,
    pub note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemV1<'a> {
    #[serde(borrow)]
    pub item: Text<'a>,
    pub priority: Option<u32>,
    pub title: String,
    #[serde(default, borrow)]
    pub target_units: Vec<Text<'a>>,
    pub axis: Option<Axis>,
    pub opportunity: Option<Amount>,
    pub strategy: Option<Strategy>,
    pub start_period: Option<When>,
    pub due_period: When,
    pub ramp_periods: Option<u32>,
    pub risk: Risk,
    pub risk_note: Option<String>,
    pub probability_override: Option<Amount>,
    pub responsible: Option<String>,
    pub accountable: Option<String>,
    #[serde(default)]
    pub consulted: Vec<String>,
    #[serde(default)]
    pub informed: Vec<String>,
    pub status: Option<ItemStatus>,
    pub completed_in: Option<When>,
    #[serde(default, borrow)]
    pub activates: Vec<Text<'a>>,
    pub adds_users: Option<Count>,
    pub adds_seats: Option<Count>,
    #[serde(default, borrow)]
    pub adopts: Vec<(Text<'a>, Text<'a>)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MovementV1 {
    pub period: When,
    pub begin: Option<Amount>,
    pub new: Option<Amount>,
    pub expansion: Option<Amount>,
    pub contraction: Option<Amount>,
    pub churn: Option<Amount>,
}

const fn yes() -> bool {
    true
}
