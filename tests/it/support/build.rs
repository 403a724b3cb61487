//! Terse builders for workspaces, accounts and records, and one call that measures an account.
#![allow(dead_code, reason = "not every test uses every builder")]

use std::sync::Arc;

use inroads::{
    domain::{
        Account, ActivityRule, Amount, Axis, Basis, Competitor, CompetitorKind, CompetitorLevel, Count,
        Effects, EntryMode, ItemStatus, OrgUnit, Period, Potential, Product, ProductState, Region, Risk,
        RoadmapItem, Role, Sentiment, Signal, SignalKind, SignalState, Stakeholder, Status, Tree, UnitKey,
        UnitKind, UnitRecord, Workspace,
    },
    engine::metrics::{AccountMetrics, Inputs, PeriodFacts, account_metrics, facts},
};

use jiff::civil::Date;

/// The period of tests that need only one: 2025-Q4.
pub const NOW: Period = Period::quarter(2025, 4);

/// An amount of money.
pub fn money(value: f64) -> Amount {
    Amount::new(value).unwrap()
}

/// A number of people or seats.
pub fn count(value: u32) -> Count {
    Count::new(value).unwrap()
}

/// An empty record.
pub fn rec() -> UnitRecord {
    UnitRecord::default()
}

/// Fields of a record, one call each.
pub trait Fields: Sized {
    fn status(self, status: Status) -> Self;
    fn arr(self, value: f64) -> Self;
    /// A potential on a stated budget.
    fn potential(self, value: f64) -> Self;
    /// A potential that is only a guess.
    fn estimate(self, value: f64) -> Self;
    fn wallet(self, value: f64) -> Self;
    fn budget(self, value: f64) -> Self;
    fn licensed(self, value: u32) -> Self;
    fn active(self, value: u32) -> Self;
    fn eligible(self, value: u32) -> Self;
    fn product(self, key: &str, state: ProductState) -> Self;
    fn not_addressable(self) -> Self;
    /// Copied from a period and confirmed by nobody.
    fn carried(self, from: Period) -> Self;
}

impl Fields for UnitRecord {
    fn status(self, status: Status) -> Self {
        Self { status: Some(status), ..self }
    }

    fn arr(self, value: f64) -> Self {
        Self { arr: Some(money(value)), ..self }
    }

    fn potential(self, value: f64) -> Self {
        let basis = Basis::StatedBudget { amount: Some(money(value)) };
        let potential = Potential { basis, ..Potential::estimate(money(value)) };
        Self { potential: Some(Arc::new(potential)), ..self }
    }

    fn estimate(self, value: f64) -> Self {
        Self { potential: Some(Arc::new(Potential::estimate(money(value)))), ..self }
    }

    fn wallet(self, value: f64) -> Self {
        Self { category_spend: Some(money(value)), ..self }
    }

    fn budget(self, value: f64) -> Self {
        Self { budget_ceiling: Some(money(value)), ..self }
    }

    fn licensed(self, value: u32) -> Self {
        Self { licensed_seats: Some(count(value)), ..self }
    }

    fn active(self, value: u32) -> Self {
        Self { active_users: Some(count(value)), ..self }
    }

    fn eligible(self, value: u32) -> Self {
        Self { eligible_users: Some(count(value)), ..self }
    }

    fn product(mut self, key: &str, state: ProductState) -> Self {
        self.set_product(&key.into(), Some(state));
        self
    }

    fn not_addressable(self) -> Self {
        Self { addressable: false, ..self }
    }

    fn carried(self, from: Period) -> Self {
        Self { carried_from: Some(from), confirmed: false, ..self }
    }
}

/// A unit; an empty `parent` is the root. Its name is its key.
pub fn unit(key: &str, parent: &str, kind: UnitKind) -> OrgUnit {
    OrgUnit::new(key, Some(UnitKey::from(parent)), key, kind)
}

/// A supporter with this role in a unit, last met on this day.
pub fn person(key: &str, unit: &str, role: Role, met: Option<Date>) -> Stakeholder {
    Stakeholder {
        key: key.into(),
        name: key.to_owned(),
        unit: unit.into(),
        role,
        sentiment: Sentiment::Supporter,
        engagements: met.into_iter().collect(),
        known_since: None,
        left_on: None,
        reports_to: None,
        influences: Vec::new(),
        relations: Vec::new(),
    }
}

/// A strong competitor in a unit.
pub fn rival(unit: &str, expiry: Option<Date>) -> Competitor {
    Competitor {
        name: "Rival".to_owned(),
        kind: CompetitorKind::Competitor,
        unit: unit.into(),
        product: None,
        level: CompetitorLevel::Strong,
        contract_expiry: expiry,
        since: None,
        until: None,
        estimated_arr: None,
    }
}

/// An open signal of full strength.
pub fn signal(key: &str, unit: &str, kind: SignalKind, date: Date) -> Signal {
    Signal {
        key: key.into(),
        kind,
        unit: unit.into(),
        date,
        strength: 3,
        state: SignalState::Open,
        note: None,
    }
}

/// A planned item of low risk without effects, due in a period.
pub fn item(key: &str, units: &[&str], money_planned: f64, due: Period) -> RoadmapItem {
    RoadmapItem {
        key: key.into(),
        priority: None,
        title: key.to_owned(),
        target_units: units.iter().map(|unit| (*unit).into()).collect(),
        axis: None,
        opportunity: Some(money(money_planned)),
        strategy: None,
        start_period: None,
        due_period: due,
        ramp_periods: 1,
        risk: Risk::Low,
        risk_note: None,
        probability_override: None,
        responsible: None,
        accountable: Some("Owner".to_owned()),
        consulted: Vec::new(),
        informed: Vec::new(),
        effects: Effects::default(),
        status: ItemStatus::Planned,
        completed_in: None,
    }
}

/// An account that grows call by call.
pub trait Grow: Sized {
    /// Adds a unit with records.
    fn with(self, unit: OrgUnit, records: Vec<(Period, UnitRecord)>) -> Self;
    /// Adds a division under the root with one record in [`NOW`].
    fn division(self, key: &str, record: UnitRecord) -> Self;
    /// Adds a unit without records.
    fn bare(self, key: &str, parent: &str, kind: UnitKind) -> Self;
    /// Gives the root a record in [`NOW`].
    fn root(self, record: UnitRecord) -> Self;
    /// Puts the root into Total mode.
    fn root_total(self) -> Self;
    /// Enters a record of an existing unit in any period, keeping the order.
    fn record(self, key: &str, period: Period, record: UnitRecord) -> Self;
    /// Adds people.
    fn people(self, people: impl IntoIterator<Item = Stakeholder>) -> Self;
    /// Adds competitors.
    fn rivals(self, rivals: impl IntoIterator<Item = Competitor>) -> Self;
    /// Adds signals.
    fn signals(self, signals: impl IntoIterator<Item = Signal>) -> Self;
    /// Adds roadmap items.
    fn items(self, items: impl IntoIterator<Item = RoadmapItem>) -> Self;
    /// Changes a unit.
    fn changed(self, key: &str, change: impl FnOnce(&mut OrgUnit)) -> Self;
}

impl Grow for Account {
    fn with(mut self, unit: OrgUnit, records: Vec<(Period, UnitRecord)>) -> Self {
        self.push_unit(unit, records);
        self
    }

    fn division(self, key: &str, record: UnitRecord) -> Self {
        self.with(unit(key, "", UnitKind::Division), vec![(NOW, record)])
    }

    fn bare(self, key: &str, parent: &str, kind: UnitKind) -> Self {
        self.with(unit(key, parent, kind), Vec::new())
    }

    fn root(self, record: UnitRecord) -> Self {
        self.record("", NOW, record)
    }

    fn root_total(mut self) -> Self {
        Arc::make_mut(&mut self.units[0]).entry_mode = EntryMode::Total;
        self
    }

    fn record(mut self, key: &str, period: Period, record: UnitRecord) -> Self {
        let index = self.find_unit(&key.into()).unwrap();
        let records = Arc::make_mut(&mut self.records[index]);
        records.retain(|(at, _)| *at != period);
        records.push((period, record));
        records.sort_by_key(|(at, _)| *at);
        self
    }

    fn people(mut self, people: impl IntoIterator<Item = Stakeholder>) -> Self {
        Arc::make_mut(&mut self.stakeholders).extend(people);
        self
    }

    fn rivals(mut self, rivals: impl IntoIterator<Item = Competitor>) -> Self {
        Arc::make_mut(&mut self.competitors).extend(rivals);
        self
    }

    fn signals(mut self, signals: impl IntoIterator<Item = Signal>) -> Self {
        Arc::make_mut(&mut self.signals).extend(signals);
        self
    }

    fn items(mut self, items: impl IntoIterator<Item = RoadmapItem>) -> Self {
        Arc::make_mut(&mut self.roadmap).extend(items);
        self
    }

    fn changed(mut self, key: &str, change: impl FnOnce(&mut OrgUnit)) -> Self {
        let index = self.find_unit(&key.into()).unwrap();
        change(Arc::make_mut(&mut self.units[index]));
        self
    }
}

/// An account with key and name `a`.
pub fn account() -> Account {
    Account::new("a", "a")
}

/// An account of one active division with ARR and potential.
pub fn revenue(arr: f64, potential: f64) -> Account {
    account().division("d", rec().status(Status::Active).arr(arr).potential(potential))
}

/// A workspace with these accounts, in 2025-Q4.
pub fn workspace(accounts: impl IntoIterator<Item = Account>) -> Workspace {
    let mut workspace =
        Workspace { accounts: accounts.into_iter().map(Arc::new).collect(), ..Workspace::default() };
    let settings = Arc::make_mut(&mut workspace.settings);
    settings.current_period = Some(NOW);
    settings.as_of = Some(jiff::civil::date(2025, 12, 31));
    workspace
}

/// Settings and lists of a workspace, one call each.
pub trait Furnish: Sized {
    fn rule(self, rule: ActivityRule) -> Self;
    fn headline(self, axis: Axis) -> Self;
    /// Adds regions by key; names are the keys.
    fn regions(self, keys: &[&str]) -> Self;
    /// Adds products by key that every unit can use; names are the keys.
    fn products(self, keys: &[&str]) -> Self;
}

impl Furnish for Workspace {
    fn rule(mut self, rule: ActivityRule) -> Self {
        Arc::make_mut(&mut self.settings).activity_rule = rule;
        self
    }

    fn headline(mut self, axis: Axis) -> Self {
        Arc::make_mut(&mut self.settings).headline_axis = axis;
        self
    }

    fn regions(mut self, keys: &[&str]) -> Self {
        let region = |key: &&str| Region { key: (*key).into(), name: (*key).to_owned(), parent: None };
        Arc::make_mut(&mut self.regions).extend(keys.iter().map(region));
        self
    }

    fn products(mut self, keys: &[&str]) -> Self {
        Arc::make_mut(&mut self.products).extend(keys.iter().map(|key| product(key)));
        self
    }
}

/// A product that every unit can use; its name is its key.
pub fn product(key: &str) -> Product {
    Product {
        key: key.into(),
        name: key.to_owned(),
        family: None,
        applicable_kinds: Vec::new(),
        list_arr_per_unit: None,
        offered_from: None,
        offered_to: None,
    }
}

/// One account in one period, with all that was computed of it and of the periods before.
pub struct Measured {
    pub workspace: Workspace,
    pub tree: Tree,
    pub facts: PeriodFacts,
    pub metrics: AccountMetrics,
    pub before: Option<AccountMetrics>,
    pub year_before: Option<AccountMetrics>,
    pub account: usize,
}

impl Measured {
    /// Measures an account of a workspace in a period, with the four periods before it.
    pub fn new(workspace: &Workspace, account: usize, period: Period) -> Self {
        let owner = &workspace.accounts[account];
        let tree = Tree::new(&owner.units).unwrap();
        let mut history: Vec<AccountMetrics> = Vec::new();
        let mut last = None;
        for step in -4..=0 {
            let at = period.plus(step);
            let facts = facts(workspace, owner, &tree, at);
            let metrics = account_metrics(&Inputs {
                workspace,
                account: owner,
                tree: &tree,
                facts: &facts,
                day: workspace.day_of(at),
                before: history.last(),
                year_before: history.first().filter(|_| step == 0),
            });
            history.push(metrics);
            last = Some(facts);
        }
        let metrics = history.pop().unwrap();
        Self {
            workspace: workspace.clone(),
            tree,
            facts: last.unwrap(),
            metrics,
            year_before: history.first().cloned(),
            before: history.pop(),
            account,
        }
    }

    /// What explanations are made from.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            workspace: &self.workspace,
            account: &self.workspace.accounts[self.account],
            tree: &self.tree,
            facts: &self.facts,
            day: self.workspace.day_of(self.facts.period),
            before: self.before.as_ref(),
            year_before: self.year_before.as_ref(),
        }
    }

    /// Value of a metric.
    pub fn value(&self, key: &str) -> Option<f64> {
        self.metrics.get(key).value
    }

    /// Index of a unit.
    pub fn unit(&self, key: &str) -> usize {
        self.tree.index(&key.into()).unwrap()
    }
}

/// Measures the only account of a workspace in [`NOW`].
pub fn measure(workspace: &Workspace) -> Measured {
    Measured::new(workspace, 0, NOW)
}

/// Measures an account in [`NOW`], alone in a workspace with default settings.
pub fn measured(account: Account) -> Measured {
    measure(&workspace([account]))
}

/// Fails unless a value is known and within 1e-6 of the expected one.
#[track_caller]
pub fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("the value is unknown");
    assert!((found - expected).abs() <= 1e-6, "found {found}, expected {expected}");
}
