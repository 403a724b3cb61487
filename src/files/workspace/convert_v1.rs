//! From the typed shape of format 1 to a workspace: defaults, shared keys, and what only two fields together show.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::convert_rows::{model, owner, person, product, region, rule, scheme};
use super::format_v1::{AccountV1, DocV1, ItemV1, SettingsV1, TargetV1, UnitV1};
use super::scalars::When;
use crate::domain::{
    Account, Acknowledgement, AnalysisSettings, Competitor, Counting, Effects, EntryMode, Fault, ItemStatus,
    Movement, OpportunityModel, OrgUnit, Period, PeriodKind, Place, Product, ProductKey, ProductList,
    RoadmapItem, Settings, Signal, SignalState, Target, UnitKey, UnitKind, UnitRecords, Workspace,
};

/// Builds the workspace. Faults carry the row as it stands in the file, not as held in memory.
pub(super) fn workspace(doc: DocV1<'_>) -> (Workspace, Vec<Fault>) {
    let mut reader = Reader {
        kind: doc.workspace.period_kind.unwrap_or(PeriodKind::Quarter),
        at: Place::default(),
        faults: Vec::new(),
        product_keys: HashMap::new(),
        product_list: None,
    };
    let settings = reader.settings(doc.workspace);
    let products: Vec<Product> = doc.products.into_iter().map(product).collect();
    reader.product_keys =
        products.iter().map(|product| (product.key.as_str().to_owned(), product.key.clone())).collect();
    let mut models = Vec::with_capacity(doc.models.len());
    models.extend(doc.models.into_iter().map(|row| Arc::new(model(row))));
    reader.at = Place::default();
    let portfolio_targets = reader.targets(doc.targets);
    let mut acknowledgements = Vec::with_capacity(doc.acknowledgements.len());
    for (row, done) in doc.acknowledgements.into_iter().enumerate() {
        reader.row("acknowledgements", row, format!("acknowledgement of {}", &*done.rule));
        acknowledgements.push(Acknowledgement {
            account: done.account.map(|key| (&*key).into()),
            rule: (&*done.rule).into(),
            unit: done.unit.map(|key| (&*key).into()),
            until: reader.maybe(done.until, "until"),
            note: done.note,
        });
    }
    let mut accounts = imbl::Vector::new();
    for row in doc.accounts {
        let account = reader.account(row);
        accounts.push_back(Arc::new(account));
    }
    let workspace = Workspace {
        settings: Arc::new(settings),
        regions: Arc::new(doc.regions.into_iter().map(region).collect()),
        products: Arc::new(products),
        accounts,
        models: Arc::new(models),
        baseline: doc.baseline.map(|row| Arc::new(model(row))),
        band_schemes: Arc::new(doc.band_schemes.into_iter().map(scheme).collect()),
        rule_settings: Arc::new(doc.rules.into_iter().map(rule).collect()),
        portfolio_targets: Arc::new(portfolio_targets),
        owners: Arc::new(doc.owners.into_iter().map(owner).collect()),
        acknowledgements: Arc::new(acknowledgements),
    };
    (workspace, reader.faults)
}

/// What reading needs to know everywhere, and the place it has reached.
pub(super) struct Reader {
    kind: PeriodKind,
    pub at: Place,
    pub faults: Vec<Fault>,
    product_keys: HashMap<String, ProductKey>,
    /// In which records keep the states of products.
    pub product_list: Option<ProductList>,
}

impl Reader {
    fn row(&mut self, section: &'static str, row: usize, subject: String) {
        self.at =
            Place { account: self.at.account.take(), section, row: Some(row), subject, ..Place::default() };
    }

    /// Notes a fault at the place reached.
    pub fn fault(&mut self, field: &'static str, message: String) {
        self.faults.push(Fault { place: Place { field, ..self.at.clone() }, message });
    }

    /// The period, with a fault if it is not of the workspace's kind.
    pub fn period(&mut self, when: When, field: &'static str) -> Period {
        if when.kind != self.kind {
            let (found, asked) = (when.period.text(when.kind), self.kind.word().to_lowercase());
            let like = if self.kind == PeriodKind::Quarter { "2025-Q4" } else { "2025-12" };
            self.fault(
                field,
                format!(
                    "`{found}` is not a {asked}; this workspace counts in {asked}s, written like \"{like}\""
                ),
            );
        }
        when.period
    }

    /// The same for a period that may be absent.
    pub fn maybe(&mut self, when: Option<When>, field: &'static str) -> Option<Period> {
        when.map(|when| self.period(when, field))
    }

    /// The shared key of a known product, or a new one, which validation then refuses.
    pub fn product_key(&self, key: &str) -> ProductKey {
        self.product_keys.get(key).cloned().unwrap_or_else(|| key.into())
    }

    fn settings(&mut self, doc: SettingsV1) -> Settings {
        let mut settings = Settings { name: doc.name, notes: doc.notes, ..Settings::default() };
        let analysis = AnalysisSettings::default();
        settings.currency.code = doc.currency.unwrap_or(settings.currency.code);
        settings.currency.symbol = doc.currency_symbol.unwrap_or(settings.currency.symbol);
        settings.period_kind = self.kind;
        set(&mut settings.fiscal_year_start_month, doc.fiscal_year_start_month);
        settings.as_of = doc.as_of.map(|day| day.0);
        settings.current_period = self.maybe(doc.current_period, "current_period");
        set(&mut settings.headline_axis, doc.headline_axis);
        set(&mut settings.activity_rule, doc.activity_rule);
        settings.count_pilots = doc.count_pilots;
        set(&mut settings.division_kinds, doc.division_kinds);
        set(&mut settings.department_kinds, doc.department_kinds);
        settings.new_business_target = doc.new_business_target;
        set(&mut settings.active_model, doc.active_model.map(Into::into));
        if let Some(weights) = doc.opportunity_weights {
            let count = weights.len();
            match weights.try_into() {
                Ok(weights) => settings.opportunity = OpportunityModel { weights },
                Err(_) => self.fault(
                    "opportunity_weights",
                    format!("has {count} numbers; give five: revenue potential, importance, openness, relationship, signals"),
                ),
            }
        }
        settings.analysis = AnalysisSettings {
            smaa_samples: doc.smaa_samples.unwrap_or(analysis.smaa_samples),
            smaa_seed: doc.smaa_seed.unwrap_or(analysis.smaa_seed),
            smaa_spread: doc.smaa_spread.map_or(analysis.smaa_spread, |number| number.0),
            smaa_keep_order: doc.smaa_keep_order,
            smaa_data_uncertainty: doc.smaa_data_uncertainty,
            forecast_phi: doc.forecast_phi.map_or(analysis.forecast_phi, |number| number.0),
        };
        settings
    }

    fn targets(&mut self, rows: Vec<TargetV1<'_>>) -> Vec<Target> {
        let mut targets = Vec::with_capacity(rows.len());
        for (row, target) in rows.into_iter().enumerate() {
            self.row("targets", row, format!("target for {}", &*target.metric));
            targets.push(Target {
                metric: (&*target.metric).into(),
                value: target.value,
                due_period: self.period(target.due_period, "due_period"),
            });
        }
        targets
    }

    fn account(&mut self, doc: AccountV1<'_>) -> Account {
        self.at = Place { account: Some((&*doc.account).into()), ..Place::default() };
        let mut account = Account::new(&*doc.account, doc.name);
        account.owner = doc.owner;
        account.tier = doc.tier;
        account.customer_since = doc.customer_since.map(|day| day.0);
        account.regions_in_scope = doc.regions_in_scope.iter().map(|key| (&**key).into()).collect();
        account.comparable_group = doc.comparable_group;
        let keys = UnitKeys::new(&doc.units);
        let units = self.units(doc.units, &keys);
        let records = self.records(doc.records, &units);
        account.units = units.into_iter().map(Arc::new).collect();
        account.records = records.into_iter().map(UnitRecords::new).collect();
        account.stakeholders = Arc::new(doc.stakeholders.into_iter().map(|row| person(row, &keys)).collect());
        account.competitors = Arc::new(
            doc.competitors
                .into_iter()
                .map(|row| Competitor {
                    name: row.competitor,
                    kind: row.kind,
                    unit: keys.get(&row.unit),
                    product: row.product.map(|key| self.product_key(&key)),
                    level: row.level,
                    contract_expiry: row.contract_expiry.map(|day| day.0),
                    since: row.since.map(|day| day.0),
                    until: row.until.map(|day| day.0),
                    estimated_arr: row.estimated_arr,
                })
                .collect(),
        );
        account.signals = Arc::new(
            doc.signals
                .into_iter()
                .map(|row| Signal {
                    key: (&*row.signal).into(),
                    kind: row.kind,
                    unit: keys.get(&row.unit),
                    date: row.date.0,
                    strength: row.strength,
                    state: row.state.unwrap_or(SignalState::Open),
                    note: row.note,
                })
                .collect(),
        );
        let mut roadmap = Vec::with_capacity(doc.roadmap.len());
        for (row, item) in doc.roadmap.into_iter().enumerate() {
            self.row("roadmap", row, format!("roadmap item {}", &*item.item));
            roadmap.push(self.item(item, &keys));
        }
        account.roadmap = Arc::new(roadmap);
        account.targets = Arc::new(self.targets(doc.targets));
        let mut movements = Vec::with_capacity(doc.movements.len());
        for (row, movement) in doc.movements.into_iter().enumerate() {
            self.row("movements", row, "movements".to_owned());
            movements.push(Movement {
                period: self.period(movement.period, "period"),
                begin: movement.begin,
                new: movement.new,
                expansion: movement.expansion,
                contraction: movement.contraction,
                churn: movement.churn,
            });
        }
        account.movements = Arc::new(movements);
        account
    }

    /// The units with the root first, whether or not the file has a row for it.
    fn units(&mut self, rows: Vec<UnitV1<'_>>, keys: &UnitKeys) -> Vec<OrgUnit> {
        let mut units = Vec::with_capacity(rows.len() + 1);
        units.push(OrgUnit::root());
        let mut described = HashSet::new();
        for (row, doc) in rows.into_iter().enumerate() {
            let is_root = doc.unit.is_empty();
            self.row("units", row, unit_subject(&doc.unit));
            if is_root && doc.kind != UnitKind::Account {
                self.fault("kind", "an empty unit key stands for the account itself; its kind must be account, or give the unit a key".into());
            }
            if is_root && doc.parent.is_some() {
                self.fault("parent", "the account's root has no parent; remove it".into());
            }
            let parent = doc.parent.map_or_else(|| keys.root.clone(), |key| keys.get(&key));
            let unit = OrgUnit {
                key: keys.get(&doc.unit),
                parent: (!is_root).then_some(parent),
                position: doc.position,
                name: doc.name,
                kind: doc.kind,
                region: doc.region.map(|key| (&*key).into()),
                owner: doc.owner,
                importance: doc.importance,
                counting: doc.counting.unwrap_or(Counting::Auto),
                entry_mode: doc.entry_mode.unwrap_or(EntryMode::Direct),
                valid_from: self.maybe(doc.valid_from, "valid_from"),
                valid_to: self.maybe(doc.valid_to, "valid_to"),
                successor: doc.successor.map(|key| keys.get(&key)),
                adjacent: doc.adjacent.iter().map(|key| keys.get(key)).collect(),
            };
            // A second row for the root is kept, so that validation names it as a duplicate.
            if is_root && described.insert(()) { units[0] = unit } else { units.push(unit) }
        }
        units
    }

    fn item(&mut self, doc: ItemV1<'_>, keys: &UnitKeys) -> RoadmapItem {
        RoadmapItem {
            key: (&*doc.item).into(),
            priority: doc.priority,
            title: doc.title,
            target_units: doc.target_units.iter().map(|key| keys.get(key)).collect(),
            axis: doc.axis,
            opportunity: doc.opportunity,
            strategy: doc.strategy,
            start_period: self.maybe(doc.start_period, "start_period"),
            due_period: self.period(doc.due_period, "due_period"),
            ramp_periods: doc.ramp_periods.unwrap_or(1),
            risk: doc.risk,
            risk_note: doc.risk_note,
            probability_override: doc.probability_override,
            responsible: doc.responsible,
            accountable: doc.accountable,
            consulted: doc.consulted,
            informed: doc.informed,
            effects: Effects {
                activates: doc.activates.iter().map(|key| keys.get(key)).collect(),
                users: doc.adds_users,
                seats: doc.adds_seats,
                adopts: doc
                    .adopts
                    .iter()
                    .map(|(unit, product)| (keys.get(unit), self.product_key(product)))
                    .collect(),
            },
            status: doc.status.unwrap_or(ItemStatus::Planned),
            completed_in: self.maybe(doc.completed_in, "completed_in"),
        }
    }
}

/// One shared key per unit of an account.
pub(super) struct UnitKeys {
    root: UnitKey,
    by_text: HashMap<String, UnitKey>,
}

impl UnitKeys {
    fn new(rows: &[UnitV1<'_>]) -> Self {
        let by_text = rows.iter().map(|row| (row.unit.to_string(), UnitKey::from(&*row.unit))).collect();
        Self { root: UnitKey::root(), by_text }
    }

    /// The key of a known unit, or a new one, which validation then refuses.
    pub fn get(&self, key: &str) -> UnitKey {
        if key.is_empty() {
            return self.root.clone();
        }
        self.by_text.get(key).cloned().unwrap_or_else(|| key.into())
    }
}

pub(super) fn unit_subject(key: &str) -> String {
    if key.is_empty() { "the account's root".to_owned() } else { format!("unit {key}") }
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
