//! What a workspace is: plain data, keys and invariants. No arithmetic beyond what a field means, no disk, no clock.
//!
//! Read in this order: [`Workspace`] holds everything; an [`Account`] is a tree of [`OrgUnit`]s with one
//! [`UnitRecord`] per unit and [`Period`]; [`ScoringModel`] and [`BandScheme`] say how health is judged;
//! [`validate`] states what every workspace keeps.

mod account;
mod amount;
mod keys;
mod period;
mod plan;
mod product_states;
mod record;
mod relations;
mod scoring;
mod settings;
mod shared;
mod text_enum;
mod tree;
mod tree_keys;
mod unit;
mod validate;
mod workspace;

pub use account::{
    Account, Acknowledgement, Branch, BranchOwner, Movement, Target, Tier, UnitRecords, record_at,
};
pub use amount::{Amount, AmountError, Count};
pub use keys::{
    AccountKey, FactorKey, ItemKey, MetricKey, ModelKey, ProductKey, RegionKey, RuleKey, SchemeKey,
    SignalKey, StakeholderKey, UnitKey,
};
pub use period::{Period, PeriodError, PeriodKind};
pub use plan::{Effects, ItemStatus, Risk, RoadmapItem, Strategy};
pub use product_states::{ProductList, ProductStates};
pub use record::{Basis, BasisKind, Potential, ProductState, UnitRecord};
pub use relations::{
    Competitor, CompetitorKind, CompetitorLevel, Relation, Role, Sentiment, Signal, SignalKind, SignalState,
    Stakeholder,
};
pub use scoring::{
    Aggregation, Band, BandScheme, Curve, EdgeOwner, Factor, MissingPolicy, OpportunityModel, RuleSetting,
    ScoringModel, Severity,
};
pub use settings::{ActivityRule, AnalysisSettings, Axis, Currency, Settings};
pub use shared::is_same;
pub use text_enum::UnknownWord;
pub use tree::{Tree, TreeError};
pub use unit::{Counting, EntryMode, OrgUnit, Status, UnitKind};
pub use validate::{Fault, Place, validate, validate_account, validate_records};
pub use workspace::{Product, Region, Workspace};
