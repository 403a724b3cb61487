//! Edits: one variant per thing a user can do, plain data, forward only, with a label and a merge key.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        AccountKey, Acknowledgement, ActivityRule, Amount, Axis, BasisKind, Count, Counting, EntryMode,
        FactorKey, MetricKey, ModelKey, OrgUnit, Period, PeriodKind, Potential, ProductKey, ProductState,
        Region, RegionKey, ScoringModel, Status, Target, Tier, UnitKey, UnitKind, Workspace,
    },
    engine::{rules, scoring::presets},
};

/// One change to the workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Adds an account with a root and nothing else.
    AddAccount {
        /// Its key, not yet used.
        key: AccountKey,
        /// Its name.
        name: String,
    },
    /// Renames an account, and with it its root.
    RenameAccount {
        /// The account.
        account: AccountKey,
        /// New name, not empty.
        name: String,
    },
    /// Changes one property of an account.
    SetAccount {
        /// The account.
        account: AccountKey,
        /// The new value.
        change: AccountChange,
    },
    /// Removes an account and everything in it.
    DeleteAccount {
        /// The account.
        account: AccountKey,
    },
    /// Adds a unit as the last child of its parent.
    AddUnit {
        /// The account.
        account: AccountKey,
        /// The unit; its key is not yet used and its parent exists.
        unit: Box<OrgUnit>,
    },
    /// Adds several units at once: a pasted list, a template, a copy of a branch.
    AddBranch {
        /// The account.
        account: AccountKey,
        /// The units, parents before children; keys are not yet used.
        units: Vec<OrgUnit>,
        /// What is added, for the label, such as `12 units below EMEA`.
        what: String,
    },
    /// From a period on one unit stands for several; the others end in the period before and name it as successor.
    MergeUnits {
        /// The account.
        account: AccountKey,
        /// The units that end; `into` among them is left out.
        units: Vec<UnitKey>,
        /// The unit that stays.
        into: UnitKey,
        /// First period in which it stands for all of them.
        period: Period,
    },
    /// Adds a region to the workspace.
    AddRegion {
        /// The region; its key is not yet used.
        region: Region,
    },
    /// Several edits as one: all of them or none.
    Several {
        /// What they do together, for the label.
        what: String,
        /// The edits, in order.
        edits: Vec<Edit>,
    },
    /// Removes units and everything below them. People move to the unit above that stays; competitors and signals of what
    /// is removed go with it.
    DeleteBranches {
        /// The account.
        account: AccountKey,
        /// The topmost units that go; not the root.
        units: Vec<UnitKey>,
    },
    /// Hangs units below another parent, before one of its children or last.
    MoveUnits {
        /// The account.
        account: AccountKey,
        /// The units, in the order they should have.
        units: Vec<UnitKey>,
        /// New parent, not within any of the units.
        parent: UnitKey,
        /// The sibling before which they come; `None` = last.
        before: Option<UnitKey>,
    },
    /// Changes one property of one or several units.
    SetUnits {
        /// The account.
        account: AccountKey,
        /// The units.
        units: Vec<UnitKey>,
        /// The new value.
        change: UnitChange,
    },
    /// Enters figures: typing, pasting, filling, deleting a range.
    SetCells {
        /// The account.
        account: AccountKey,
        /// New values, in order; a later one of the same cell wins.
        cells: Vec<Cell>,
    },
    /// Copies each unit's latest earlier record of every account into a new period, unconfirmed.
    OpenPeriod {
        /// The new period; becomes the current one.
        period: Period,
    },
    /// Stands behind figures as they are.
    Confirm {
        /// The account.
        account: AccountKey,
        /// The units.
        units: Vec<UnitKey>,
        /// The period.
        period: Period,
    },
    /// Sets all weights of a model at once.
    SetWeights {
        /// The model.
        model: ModelKey,
        /// The factor in the hand, for the label.
        factor: FactorKey,
        /// Raw weights, one per factor of the model.
        weights: Vec<Amount>,
    },
    /// Locks or unlocks a factor's weight.
    SetLock {
        /// The model.
        model: ModelKey,
        /// The factor.
        factor: FactorKey,
        /// Whether other sliders leave it alone.
        locked: bool,
    },
    /// Adds or replaces a whole model: presets, curves, policies, aggregation.
    SetModel {
        /// The model.
        model: Box<ScoringModel>,
    },
    /// Freezes a model as the baseline; `None` = no baseline of its own.
    SetBaseline {
        /// The frozen copy.
        model: Option<Box<ScoringModel>>,
    },
    /// Sets or clears a target for a metric by a period.
    SetTarget {
        /// The account; `None` = the portfolio.
        account: Option<AccountKey>,
        /// The metric.
        metric: MetricKey,
        /// The new target, which replaces those of the metric; `None` = none.
        target: Option<Target>,
    },
    /// Puts the findings of a rule about an account or a unit aside until a period; they stay visible. Replaces what was
    /// said of the same rule and place.
    Acknowledge(Box<Acknowledgement>),
    /// Takes an acknowledgement back.
    Reopen(Box<Acknowledgement>),
    /// Changes one setting of the workspace.
    Set(SettingChange),
}

/// A property of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AccountChange {
    /// How much it matters; `None` = not segmented.
    Tier(Option<Tier>),
    /// Our owner.
    Owner(Option<String>),
    /// Start of the first contract.
    CustomerSince(Option<Date>),
    /// Addressable regions, each named once.
    RegionsInScope(Vec<RegionKey>),
    /// Label of the accounts it is compared with.
    ComparableGroup(Option<String>),
}

/// A property of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum UnitChange {
    /// New name, not empty.
    Name(String),
    /// New kind; not `Account`.
    Kind(UnitKind),
    /// Own region; `None` = inherited.
    Region(Option<RegionKey>),
    /// Our owner.
    Owner(Option<String>),
    /// 1–5; `None` = not judged.
    Importance(Option<u8>),
    /// How it counts.
    Counting(Counting),
    /// What own figures mean.
    EntryMode(EntryMode),
    /// First period in which it exists; `None` = from the beginning.
    ValidFrom(Option<Period>),
    /// Last period in which it exists; `None` = to the end.
    ValidTo(Option<Period>),
    /// The unit that continues this one; `None` = none.
    Successor(Option<UnitKey>),
}

/// One value for one unit in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The unit; the root's key for the account itself.
    pub unit: UnitKey,
    /// The period.
    pub period: Period,
    /// The value.
    pub value: FieldValue,
}

/// A field of a record with its new value; `None` clears it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FieldValue {
    /// Own status.
    Status(Option<Status>),
    /// Whether it could be a customer.
    Addressable(bool),
    /// Annualised recurring revenue.
    Arr(Option<Amount>),
    /// One-time fees.
    OneTime(Option<Amount>),
    /// The figure alone; the basis stays, a range that no longer contains it is dropped, a new one is an estimate.
    PotentialValue(Option<Amount>),
    /// The potential with its basis.
    Potential(Option<Box<Potential>>),
    /// Lower end of the potential's range; not above the potential, which must be known.
    PotentialLow(Option<Amount>),
    /// Upper end of the potential's range; not below the potential, which must be known.
    PotentialHigh(Option<Amount>),
    /// What the potential rests on, without inputs; of another kind than before. The potential must be known.
    PotentialBasis(BasisKind),
    /// Category spend.
    CategorySpend(Option<Amount>),
    /// Budget ceiling.
    BudgetCeiling(Option<Amount>),
    /// Licensed seats.
    LicensedSeats(Option<Count>),
    /// Active users.
    ActiveUsers(Option<Count>),
    /// Eligible users.
    EligibleUsers(Option<Count>),
    /// State of a product.
    Product(ProductKey, Option<ProductState>),
    /// Adoption depth 0–100.
    Depth(Option<Amount>),
    /// Free text.
    Note(Option<String>),
}

impl FieldValue {
    /// The field's name, as in a sentence.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Addressable(_) => "addressable",
            Self::Arr(_) => "ARR",
            Self::OneTime(_) => "one-time fees",
            Self::PotentialValue(_) | Self::Potential(_) => "potential",
            Self::PotentialLow(_) => "low end of the potential",
            Self::PotentialHigh(_) => "high end of the potential",
            Self::PotentialBasis(_) => "basis of the potential",
            Self::CategorySpend(_) => "category spend",
            Self::BudgetCeiling(_) => "budget ceiling",
            Self::LicensedSeats(_) => "licensed seats",
            Self::ActiveUsers(_) => "active users",
            Self::EligibleUsers(_) => "eligible users",
            Self::Product(..) => "product",
            Self::Depth(_) => "adoption depth",
            Self::Note(_) => "note",
        }
    }
}

/// A setting of the workspace with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SettingChange {
    /// Name of the workspace.
    Name(String),
    /// Free text.
    Notes(String),
    /// The period in hand.
    CurrentPeriod(Period),
    /// The day on which recency is judged; `None` = end of the current period.
    AsOf(Option<Date>),
    /// The primary axis.
    HeadlineAxis(Axis),
    /// When a unit counts as active.
    ActivityRule(ActivityRule),
    /// The model in force; a shipped one becomes part of the workspace.
    ActiveModel(ModelKey),
    /// Currency code and symbol.
    Currency(String, String),
    /// Grain of time; only while there are no records.
    PeriodKind(PeriodKind),
    /// How many weightings are drawn.
    Samples(u32),
    /// Seed of the weightings.
    Seed(u64),
    /// How far weightings lie from the current one: above 0, up to 1.
    Spread(f64),
    /// Whether drawn weightings keep the order of importance.
    KeepOrder(bool),
    /// Whether inputs that have a range are drawn from it.
    DataUncertainty(bool),
}

impl Edit {
    /// What the edit does, for the menu: "Undo {label}". Names are those before the edit.
    pub fn label(&self, workspace: &Workspace) -> String {
        let names = Names(workspace);
        match self {
            Self::AddAccount { name, .. } => format!("add account {name}"),
            Self::RenameAccount { account, name } => format!("rename {} to {name}", names.account(account)),
            Self::SetAccount { account, change } => names.account_change(account, change),
            Self::DeleteAccount { account } => format!("delete account {}", names.account(account)),
            Self::AddUnit { unit, .. } => format!("add {}", unit.name),
            Self::AddBranch { what, .. } => format!("add {what}"),
            Self::MergeUnits { account, units, into, .. } => {
                format!("merge {} into {}", names.units(account, units), names.unit(account, into))
            }
            Self::AddRegion { region } => format!("add region {}", region.name),
            Self::Several { what, .. } => what.clone(),
            Self::DeleteBranches { account, units } => format!("delete {}", names.units(account, units)),
            Self::MoveUnits { account, units, parent, .. } => {
                format!("move {} under {}", names.units(account, units), names.unit(account, parent))
            }
            Self::SetUnits { account, units, change } => names.unit_change(account, units, change),
            Self::SetCells { account, cells } => names.cells(account, cells),
            Self::OpenPeriod { period } => format!("open period {}", workspace.period_text(*period)),
            Self::Confirm { account, units, .. } => format!("confirm {}", names.units(account, units)),
            Self::SetWeights { model, factor, weights } => names.weight(model, factor, weights),
            Self::SetLock { model, factor, locked } => {
                format!(
                    "{} weight of {}",
                    if *locked { "lock" } else { "unlock" },
                    names.factor(model, factor)
                )
            }
            Self::SetModel { model } => format!("change {}", model.name),
            Self::SetBaseline { .. } => "set baseline".to_owned(),
            Self::SetTarget { metric, target, .. } => {
                format!(
                    "{} target for {}",
                    if target.is_some() { "set" } else { "clear" },
                    metric.as_str().replace('_', " ")
                )
            }
            Self::Acknowledge(done) => format!("acknowledge {}", names.finding(done)),
            Self::Reopen(done) => format!("reopen {}", names.finding(done)),
            Self::Set(change) => match change {
                SettingChange::Name(name) => format!("rename workspace to {name}"),
                SettingChange::Notes(_) => "edit notes".to_owned(),
                SettingChange::CurrentPeriod(period) => {
                    format!("set current period to {}", workspace.period_text(*period))
                }
                SettingChange::AsOf(_) => "set as-of date".to_owned(),
                SettingChange::HeadlineAxis(axis) => format!("set headline to {}", axis.word()),
                SettingChange::ActivityRule(rule) => format!("set activity rule to {}", rule.word()),
                SettingChange::ActiveModel(model) => {
                    format!(
                        "use {}",
                        presets::find_model(workspace, model)
                            .map_or_else(|| model.to_string(), |m| m.name.clone())
                    )
                }
                SettingChange::Currency(code, _) => format!("set currency to {code}"),
                SettingChange::PeriodKind(kind) => format!("set periods to {}s", kind.word().to_lowercase()),
                SettingChange::Samples(samples) => format!("draw {samples} weightings"),
                SettingChange::Seed(seed) => format!("set seed of weightings to {seed}"),
                SettingChange::Spread(spread) => format!("set spread of weightings to {spread}"),
                SettingChange::KeepOrder(true) => "keep order of importance".to_owned(),
                SettingChange::KeepOrder(false) => "give up order of importance".to_owned(),
                SettingChange::DataUncertainty(true) => "vary uncertain data".to_owned(),
                SettingChange::DataUncertainty(false) => "hold uncertain data".to_owned(),
            },
        }
    }

    /// Edits with one key join into one undo step while a gesture is open.
    pub fn merge_key(&self) -> MergeKey {
        let place = match self {
            // To add a unit and to name it is one thing.
            Self::AddUnit { account, unit } => return MergeKey::name_of(account, &unit.key),
            Self::SetUnits { account, units, change: UnitChange::Name(_) } if units.len() == 1 => {
                return MergeKey::name_of(account, &units[0]);
            }
            Self::SetWeights { model, .. } => format!("{model}"),
            Self::SetCells { account, cells } => {
                format!(
                    "{account} {:?}",
                    cells.first().map(|cell| (&cell.unit, cell.period, cell.value.field()))
                )
            }
            Self::SetUnits { account, units, change } => {
                format!("{account} {units:?} {:?}", std::mem::discriminant(change))
            }
            Self::MoveUnits { account, units, .. } => format!("{account} {units:?}"),
            Self::SetAccount { account, change } => {
                format!("{account} {:?}", std::mem::discriminant(change))
            }
            Self::RenameAccount { account, .. } => account.to_string(),
            _ => String::new(),
        };
        MergeKey(Some(std::mem::discriminant(self)), place)
    }
}

/// What joins edits of one gesture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeKey(Option<std::mem::Discriminant<Edit>>, String);

impl MergeKey {
    fn name_of(account: &AccountKey, unit: &UnitKey) -> Self {
        Self(None, format!("{account} {unit}"))
    }
}

/// Looks up names for labels; a key that does not exist is shown as it is.
struct Names<'a>(&'a Workspace);

impl Names<'_> {
    fn account(&self, key: &AccountKey) -> String {
        self.0.find_account(key).map_or_else(|| key.to_string(), |index| self.0.accounts[index].name.clone())
    }

    fn unit(&self, account: &AccountKey, key: &UnitKey) -> String {
        self.find_unit(account, key).unwrap_or_else(|| key.to_string())
    }

    fn find_unit(&self, account: &AccountKey, key: &UnitKey) -> Option<String> {
        let account = &self.0.accounts[self.0.find_account(account)?];
        Some(account.unit_name(account.find_unit(key)?).to_owned())
    }

    fn has_any(&self, account: &AccountKey, keys: &[UnitKey]) -> bool {
        let account = self.0.find_account(account).map(|index| &self.0.accounts[index]);
        account.is_some_and(|account| account.find_units(keys).iter().any(Option::is_some))
    }

    fn finding(&self, done: &Acknowledgement) -> String {
        let rule = rules::rule(done.rule.as_str()).map_or(done.rule.as_str(), |rule| rule.name);
        match (&done.account, &done.unit) {
            (Some(account), Some(unit)) => format!("{rule} of {}", self.unit(account, unit)),
            (Some(account), None) => format!("{rule} of {}", self.account(account)),
            (None, _) => rule.to_owned(),
        }
    }

    fn units(&self, account: &AccountKey, keys: &[UnitKey]) -> String {
        match keys {
            [one] => self.unit(account, one),
            many => format!("{} units", many.len()),
        }
    }

    fn region<'a>(&'a self, key: &'a RegionKey) -> &'a str {
        let found = self.0.regions.iter().find(|region| region.key == *key);
        found.map_or(key.as_str(), |region| &region.name)
    }

    fn period(&self, period: Option<Period>, none: &str) -> String {
        period.map_or_else(|| none.to_owned(), |period| self.0.period_text(period))
    }

    fn account_change(&self, account: &AccountKey, change: &AccountChange) -> String {
        let who = self.account(account);
        match change {
            AccountChange::Tier(tier) => format!("set {who} to {}", tier.map_or("no tier", Tier::word)),
            AccountChange::Owner(owner) => {
                format!("set owner of {who} to {}", owner.as_deref().unwrap_or("nobody"))
            }
            AccountChange::CustomerSince(None) => format!("clear customer since of {who}"),
            AccountChange::CustomerSince(Some(day)) => format!("set customer since of {who} to {day}"),
            AccountChange::RegionsInScope(regions) => match &regions[..] {
                [] => format!("clear regions in scope of {who}"),
                [one] => format!("set regions in scope of {who} to {}", self.region(one)),
                many => format!("set {} regions in scope of {who}", many.len()),
            },
            AccountChange::ComparableGroup(group) => {
                format!("compare {who} with {}", group.as_deref().unwrap_or("no group"))
            }
        }
    }

    fn unit_change(&self, account: &AccountKey, units: &[UnitKey], change: &UnitChange) -> String {
        let who = self.units(account, units);
        match change {
            // Named in the step that added it.
            UnitChange::Name(name) if !self.has_any(account, units) => {
                format!("add {name}")
            }
            UnitChange::Name(name) => format!("rename {who} to {name}"),
            UnitChange::Kind(kind) => format!("make {who} a {}", kind.word().to_lowercase()),
            UnitChange::Region(region) => {
                let region = region.as_ref().map_or("inherited", |region| self.region(region));
                format!("set region of {who} to {region}")
            }
            UnitChange::Owner(owner) => {
                format!("set owner of {who} to {}", owner.as_deref().unwrap_or("nobody"))
            }
            UnitChange::Importance(value) => {
                format!(
                    "set importance of {who} to {}",
                    value.map_or("not judged".to_owned(), |i| i.to_string())
                )
            }
            UnitChange::Counting(counting) => format!("count {who}: {}", counting.word().to_lowercase()),
            UnitChange::EntryMode(mode) => format!("enter {who} as {}", mode.word().to_lowercase()),
            UnitChange::ValidFrom(period) => {
                format!("let {who} exist from {}", self.period(*period, "the beginning"))
            }
            UnitChange::ValidTo(period) => format!("let {who} exist to {}", self.period(*period, "the end")),
            UnitChange::Successor(None) => format!("clear successor of {who}"),
            UnitChange::Successor(Some(next)) => {
                format!("set successor of {who} to {}", self.unit(account, next))
            }
        }
    }

    fn cells(&self, account: &AccountKey, cells: &[Cell]) -> String {
        match cells {
            [] => "nothing".to_owned(),
            [Cell { unit, value: FieldValue::Status(status), .. }] => {
                format!("set {} to {}", self.unit(account, unit), status.map_or("no status", Status::word))
            }
            [cell] => format!("set {} of {}", cell.value.field(), self.unit(account, &cell.unit)),
            many => format!("set {} cells", many.len()),
        }
    }

    fn factor(&self, model: &ModelKey, factor: &FactorKey) -> String {
        let found = self.0.model(model);
        let label = found.and_then(|m| m.factors.iter().find(|f| f.key == *factor).map(|f| f.label.clone()));
        label.unwrap_or_else(|| factor.to_string())
    }

    fn weight(&self, model: &ModelKey, factor: &FactorKey, weights: &[Amount]) -> String {
        let sum: f64 = weights.iter().map(|weight| weight.get()).sum();
        let index = self.0.model(model).and_then(|m| m.factors.iter().position(|f| f.key == *factor));
        let share = index
            .and_then(|at| weights.get(at))
            .filter(|_| sum > 0.0)
            .map(|w| (100.0 * w.get() / sum).round());
        let share = share.map_or_else(|| "nothing".to_owned(), |share| format!("{share}%"));
        format!("set weight of {} to {share}", self.factor(model, factor))
    }
}
