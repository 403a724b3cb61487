//! From the typed shape of format 1 to a workspace: defaults, shared keys, and what only two fields together show.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::format_v1::{
    AccountV1, BandV1, CurveV1, DocV1, ItemV1, ModelV1, OwnerV1, ProductV1, RecordV1, RegionV1, RuleV1,
    SchemeV1, SettingsV1, StakeholderV1, TargetV1, UnitV1,
};
use super::scalars::{Finite, Text, When};
use crate::domain::{
    Account, Acknowledgement, Aggregation, AnalysisSettings, Band, BandScheme, Basis, BasisKind, BranchOwner,
    Competitor, Counting, Curve, EdgeOwner, Effects, EntryMode, Factor, Fault, ItemStatus, MissingPolicy,
    Movement, OpportunityModel, OrgUnit, Period, PeriodKind, Place, Potential, Product, ProductKey, Region,
    RoadmapItem, RuleSetting, ScoringModel, Sentiment, Settings, Signal, SignalState, Stakeholder, Target,
    UnitKey, UnitKind, UnitRecord, UnitRecords, Workspace,
};

/// Builds the workspace. Faults carry the row as it stands in the file, not as held in memory.
pub(super) fn workspace(doc: DocV1<'_>) -> (Workspace, Vec<Fault>) {
    let mut reader = Reader {
        kind: doc.workspace.period_kind.unwrap_or(PeriodKind::Quarter),
        at: Place::default(),
        faults: Vec::new(),
        product_keys: HashMap::new(),
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
struct Reader {
    kind: PeriodKind,
    at: Place,
    faults: Vec<Fault>,
    product_keys: HashMap<String, ProductKey>,
}

impl Reader {
    fn row(&mut self, section: &'static str, row: usize, subject: String) {
        self.at =
            Place { account: self.at.account.take(), section, row: Some(row), subject, ..Place::default() };
    }

    fn fault(&mut self, field: &'static str, message: String) {
        self.faults.push(Fault { place: Place { field, ..self.at.clone() }, message });
    }

    fn period(&mut self, when: When, field: &'static str) -> Period {
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

    fn maybe(&mut self, when: Option<When>, field: &'static str) -> Option<Period> {
        when.map(|when| self.period(when, field))
    }

    /// The shared key of a known product, or a new one, which validation then refuses.
    fn product_key(&self, key: &str) -> ProductKey {
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

    fn records(&mut self, rows: Vec<RecordV1<'_>>, units: &[OrgUnit]) -> Vec<Vec<(Period, UnitRecord)>> {
        let index: HashMap<&str, usize> =
            units.iter().enumerate().rev().map(|(index, unit)| (unit.key.as_str(), index)).collect();
        let mut records: Vec<Vec<(Period, UnitRecord)>> = units.iter().map(|_| Vec::new()).collect();
        // Rows of one unit usually stand together, so the last look-up answers most.
        let mut last: Option<(Text<'_>, usize)> = None;
        for (row, mut doc) in rows.into_iter().enumerate() {
            self.at.section = "records";
            self.at.row = Some(row);
            self.at.period = None;
            self.at.subject.clear();
            let known = match &last {
                Some((key, at)) if *key == doc.unit => Some(*at),
                _ => index.get(&*doc.unit).copied(),
            };
            let Some(at) = known else {
                self.at.subject = unit_subject(&doc.unit);
                self.at.period = Some((doc.period.period, doc.period.kind));
                self.fault(
                    "unit",
                    format!(
                        "the unit `{}` does not exist in this account; add it to the units or correct the key",
                        &*doc.unit
                    ),
                );
                continue;
            };
            let unit = std::mem::take(&mut doc.unit);
            let (period, record) = self.record(doc, &unit);
            records[at].push((period, record));
            last = Some((unit, at));
        }
        for records in &mut records {
            if !records.is_sorted_by_key(|(period, _)| *period) {
                records.sort_by_key(|(period, _)| *period);
            }
            records.shrink_to_fit();
        }
        records
    }

    fn record(&mut self, doc: RecordV1<'_>, unit: &str) -> (Period, UnitRecord) {
        let when = doc.period;
        let known = self.faults.len();
        let period = self.period(doc.period, "period");
        let carried_from = self.maybe(doc.carried_from, "carried_from");
        let potential = self.potential(&doc, doc.basis_source.clone());
        let mut products: Vec<_> =
            doc.products.iter().map(|(key, state)| (self.product_key(key), *state)).collect();
        products.sort_by(|a, b| a.0.cmp(&b.0));
        // The place is made up only when something was wrong: most records are sound, and texts cost.
        for fault in &mut self.faults[known..] {
            fault.place.subject = unit_subject(unit);
            fault.place.period = Some((when.period, when.kind));
        }
        let record = UnitRecord {
            status: doc.status,
            addressable: doc.addressable,
            arr: doc.arr,
            one_time: doc.one_time,
            potential: potential.map(Arc::new),
            category_spend: doc.category_spend,
            budget_ceiling: doc.budget_ceiling,
            licensed_seats: doc.licensed_seats,
            active_users: doc.active_users,
            eligible_users: doc.eligible_users,
            products,
            depth: doc.depth,
            confirmed: doc.confirmed.unwrap_or(carried_from.is_none()),
            carried_from,
            note: doc.note,
        };
        (period, record)
    }

    fn potential(&mut self, doc: &RecordV1<'_>, source: Option<String>) -> Option<Potential> {
        let given = [
            (doc.potential_low.is_some(), "potential_low"),
            (doc.potential_high.is_some(), "potential_high"),
            (doc.potential_basis.is_some(), "potential_basis"),
            (doc.basis_quantity.is_some(), "basis_quantity"),
            (doc.basis_price.is_some(), "basis_price"),
            (doc.basis_quantile.is_some(), "basis_quantile"),
            (doc.basis_source.is_some(), "basis_source"),
            (doc.potential_reviewed_on.is_some(), "potential_reviewed_on"),
        ];
        let Some(value) = doc.potential else {
            if let Some((_, field)) = given.iter().find(|(given, _)| *given) {
                self.fault(
                    field,
                    "is given without a potential; add `potential: <amount>` or remove it".into(),
                );
            }
            return None;
        };
        let kind = doc.potential_basis.unwrap_or(BasisKind::Estimate);
        let basis = match kind {
            BasisKind::Headcount => Basis::Headcount { quantity: doc.basis_quantity, price: doc.basis_price },
            BasisKind::Locations => Basis::Locations { quantity: doc.basis_quantity, price: doc.basis_price },
            BasisKind::StatedBudget => Basis::StatedBudget { amount: doc.basis_price },
            BasisKind::Comparable => {
                Basis::Comparable { quantity: doc.basis_quantity, quantile: doc.basis_quantile }
            }
            BasisKind::Estimate => Basis::Estimate,
        };
        let counted = matches!(kind, BasisKind::Headcount | BasisKind::Locations);
        for (surplus, field) in [
            (doc.basis_quantity.is_some() && !counted && kind != BasisKind::Comparable, "basis_quantity"),
            (doc.basis_price.is_some() && !counted && kind != BasisKind::StatedBudget, "basis_price"),
            (doc.basis_quantile.is_some() && kind != BasisKind::Comparable, "basis_quantile"),
        ] {
            if surplus {
                let message =
                    format!("does not belong to the basis {}; remove it or choose another basis", kind.key());
                self.fault(field, message);
            }
        }
        Some(Potential {
            value,
            low: doc.potential_low,
            high: doc.potential_high,
            basis,
            source,
            reviewed_on: doc.potential_reviewed_on.map(|day| day.0),
        })
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
struct UnitKeys {
    root: UnitKey,
    by_text: HashMap<String, UnitKey>,
}

impl UnitKeys {
    fn new(rows: &[UnitV1<'_>]) -> Self {
        let by_text = rows.iter().map(|row| (row.unit.to_string(), UnitKey::from(&*row.unit))).collect();
        Self { root: UnitKey::root(), by_text }
    }

    fn get(&self, key: &str) -> UnitKey {
        if key.is_empty() {
            return self.root.clone();
        }
        self.by_text.get(key).cloned().unwrap_or_else(|| key.into())
    }
}

fn unit_subject(key: &str) -> String {
    if key.is_empty() { "the account's root".to_owned() } else { format!("unit {key}") }
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn region(row: RegionV1<'_>) -> Region {
    Region { key: (&*row.region).into(), name: row.name, parent: row.parent.map(|key| (&*key).into()) }
}

fn product(row: ProductV1<'_>) -> Product {
    Product {
        key: (&*row.product).into(),
        name: row.name,
        family: row.family,
        applicable_kinds: row.applicable_kinds,
        list_arr_per_unit: row.list_arr_per_unit,
        offered_from: row.offered_from.map(|day| day.0),
        offered_to: row.offered_to.map(|day| day.0),
    }
}

fn model(row: ModelV1<'_>) -> ScoringModel {
    let factors = row.factors.into_iter().map(|factor| Factor {
        key: (&*factor.factor).into(),
        label: factor.label,
        metric: (&*factor.metric).into(),
        weight_raw: factor.weight,
        locked: factor.locked,
        curve: factor.curve.map_or(Curve::Linear { lo: 0.0, hi: 100.0 }, curve),
        required: factor.required,
        enabled: factor.enabled,
    });
    ScoringModel {
        key: (&*row.model).into(),
        name: row.name,
        factors: factors.collect(),
        aggregation: row.aggregation.unwrap_or(Aggregation::Arithmetic),
        missing_policy: row.missing_policy.unwrap_or(MissingPolicy::Reweight),
        min_weight_coverage: row.min_weight_coverage.map_or(0.60, |number| number.0),
        band_scheme: row.band_scheme.map_or_else(|| "a_score".into(), |key| (&*key).into()),
    }
}

fn curve(doc: CurveV1) -> Curve {
    let pairs = |points: Vec<(Finite, Finite)>| points.into_iter().map(|(x, y)| (x.0, y.0)).collect();
    match doc {
        CurveV1::Linear { lo, hi } => Curve::Linear { lo: lo.0, hi: hi.0 },
        CurveV1::InverseLinear { lo, hi } => Curve::InverseLinear { lo: lo.0, hi: hi.0 },
        CurveV1::Step { points, floor } => Curve::Step { points: pairs(points), floor: floor.0 },
        CurveV1::Piecewise { points } => Curve::Piecewise { points: pairs(points) },
        CurveV1::TargetRelative => Curve::TargetRelative,
        CurveV1::Direction { up, flat, down, deadband } => {
            Curve::Direction { up: up.0, flat: flat.0, down: down.0, deadband: deadband.0 }
        }
        CurveV1::Scaled { span } => Curve::Scaled { span: span.0 },
    }
}

fn scheme(row: SchemeV1<'_>) -> BandScheme {
    let band = |band: BandV1| Band {
        key: band.band,
        label: band.label,
        upper_edge: band.upper_edge.map(|edge| edge.0),
        edge_owner: band.edge_owner.unwrap_or(EdgeOwner::Lower),
    };
    BandScheme {
        key: (&*row.scheme).into(),
        name: row.name,
        metric: (&*row.metric).into(),
        bands: row.bands.into_iter().map(band).collect(),
    }
}

fn rule(row: RuleV1<'_>) -> RuleSetting {
    RuleSetting {
        rule: (&*row.rule).into(),
        enabled: row.enabled,
        parameters: row.parameters.into_iter().map(|(name, value)| (name, value.0)).collect(),
        severity: row.severity,
    }
}

fn owner(row: OwnerV1<'_>) -> BranchOwner {
    BranchOwner {
        account: row.account.map(|key| (&*key).into()),
        branch: row.branch,
        responsible: row.responsible,
        accountable: row.accountable,
        consulted: row.consulted,
        informed: row.informed,
    }
}

fn person(row: StakeholderV1<'_>, keys: &UnitKeys) -> Stakeholder {
    Stakeholder {
        key: (&*row.stakeholder).into(),
        name: row.name,
        unit: keys.get(&row.unit),
        role: row.role,
        sentiment: row.sentiment.unwrap_or(Sentiment::Unknown),
        engagements: row.engagements.into_iter().map(|day| day.0).collect(),
        known_since: row.known_since.map(|day| day.0),
        left_on: row.left_on.map(|day| day.0),
        reports_to: row.reports_to.map(|key| (&*key).into()),
        influences: row.influences.into_iter().map(|key| (&*key).into()).collect(),
        relations: row.relations,
    }
}
