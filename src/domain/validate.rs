//! What every workspace keeps (domain specification B.8). Amounts, dates and words are checked by their types;
//! here stand the rules between fields.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::{
    Account, AccountKey, Amount, BandScheme, Curve, OrgUnit, Period, PeriodKind, ScoringModel, Stakeholder,
    Tree, TreeError, UnitKey, UnitRecord, Workspace,
};

/// Where in a workspace something stands, as keys. Printed like `account techcorp / unit retail / 2025-Q4 / arr`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The account, if the place lies in one.
    pub account: Option<AccountKey>,
    /// Name of the list, such as `units` or `records`; empty for the workspace's own settings.
    pub section: &'static str,
    /// Index in that list as held in memory (`records`: index of the unit).
    pub row: Option<usize>,
    /// What the row is about, such as `unit retail`.
    pub subject: String,
    /// The period of a record, and how to print it.
    pub period: Option<(Period, PeriodKind)>,
    /// The field; empty = the row as a whole.
    pub field: &'static str,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = self.account.as_ref().map(|key| format!("account {key}"));
        let section = (self.subject.is_empty() && !self.section.is_empty()).then(|| self.section.to_owned());
        let subject = (!self.subject.is_empty()).then(|| self.subject.clone());
        let period = self.period.map(|(period, kind)| period.text(kind));
        let field = (!self.field.is_empty()).then(|| self.field.to_owned());
        let parts: Vec<String> = [account, section, subject, period, field].into_iter().flatten().collect();
        f.write_str(&if parts.is_empty() { "workspace".to_owned() } else { parts.join(" / ") })
    }
}

/// One broken rule: where, and a sentence that says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for Fault {}

/// Checks everything; an empty list means that the workspace is sound.
pub fn validate(workspace: &Workspace) -> Vec<Fault> {
    let mut faults = Faults { list: Vec::new(), at: Place::default() };
    // Found once for all accounts: it takes a look at all keys of the workspace.
    let known = Known::new(workspace);
    settings(workspace, &mut faults);
    shared_lists(workspace, &mut faults);
    let mut keys = HashSet::new();
    for account in &workspace.accounts {
        faults.at = Place { account: Some(account.key.clone()), ..Place::default() };
        faults.check(keys.insert(&account.key), "key", || {
            "another account has this key; keys must be unique".into()
        });
        check_account(workspace, account, &known, &mut faults);
    }
    faults.list
}

/// Checks one account against its workspace.
pub fn validate_account(workspace: &Workspace, account: &Account) -> Vec<Fault> {
    let mut faults =
        Faults { list: Vec::new(), at: Place { account: Some(account.key.clone()), ..Place::default() } };
    check_account(workspace, account, &Known::new(workspace), &mut faults);
    faults.list
}

fn check_account(workspace: &Workspace, account: &Account, known: &Known<'_>, faults: &mut Faults) {
    faults.check(!account.key.as_str().trim().is_empty(), "key", || "an account needs a key".into());
    for region in &account.regions_in_scope {
        faults
            .check(known.regions.contains(region.as_str()), "regions_in_scope", || unknown("region", region));
    }
    faults.check(account.units.len() == account.records.len(), "records", || {
        "units and records do not match; the file is damaged".into()
    });
    match Tree::new(&account.units) {
        Err(error) => faults.tree(account, &error),
        Ok(tree) => {
            for (index, unit) in account.units.iter().enumerate() {
                faults.row("units", index, unit_subject(&unit.key));
                check_unit(unit, &tree, known, faults);
            }
            people_and_plans(account, &tree, known, faults);
        }
    }
    for (index, records) in account.records.iter().enumerate() {
        faults.row(
            "records",
            index,
            unit_subject(account.units.get(index).map_or(&UnitKey::root(), |u| &u.key)),
        );
        for (at, pair) in records.windows(2).enumerate() {
            faults.at.period = Some((records[at + 1].0, workspace.settings.period_kind));
            faults.check(pair[0].0 < pair[1].0, "", || "two records for one period; keep one of them".into());
        }
        for (period, record) in records.iter() {
            faults.at.period = Some((*period, workspace.settings.period_kind));
            check_record(record, *period, known, faults);
        }
    }
}

/// Checks the records of units in periods, those that there are; for edits that touch nothing else.
pub fn validate_records(workspace: &Workspace, account: &Account, records: &[(usize, Period)]) -> Vec<Fault> {
    let mut faults =
        Faults { list: Vec::new(), at: Place { account: Some(account.key.clone()), ..Place::default() } };
    // Found once: it takes a look at all keys of the workspace.
    let known = Known::new(workspace);
    for (unit, period) in records {
        let Some(record) = account.record(*unit, *period) else { continue };
        let first = faults.list.len();
        check_record(record, *period, &known, &mut faults);
        // Most records have none, and a place is a text to be put together.
        for fault in &mut faults.list[first..] {
            fault.place.section = "records";
            fault.place.row = Some(*unit);
            fault.place.subject = unit_subject(&account.units[*unit].key);
            fault.place.period = Some((*period, workspace.settings.period_kind));
        }
    }
    faults.list
}

struct Faults {
    list: Vec<Fault>,
    at: Place,
}

impl Faults {
    fn check(&mut self, holds: bool, field: &'static str, message: impl FnOnce() -> String) {
        if !holds {
            self.list.push(Fault { place: Place { field, ..self.at.clone() }, message: message() });
        }
    }

    fn row(&mut self, section: &'static str, row: usize, subject: String) {
        self.at =
            Place { account: self.at.account.take(), section, row: Some(row), subject, ..Place::default() };
    }

    fn tree(&mut self, account: &Account, error: &TreeError) {
        let key = match error {
            TreeError::NoRoot => UnitKey::root(),
            TreeError::Duplicate(key) | TreeError::MissingParent(key, _) | TreeError::Cycle(key) => {
                key.clone()
            }
        };
        // Of two units with one key the later one is the surprise.
        let row = account.units.iter().rposition(|unit| unit.key == key).unwrap_or(0);
        self.row("units", row, unit_subject(&key));
        let field =
            if matches!(error, TreeError::Duplicate(_) | TreeError::NoRoot) { "unit" } else { "parent" };
        self.check(false, field, || error.to_string());
    }
}

struct Known<'a> {
    regions: HashSet<&'a str>,
    products: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(workspace: &'a Workspace) -> Self {
        Self {
            regions: workspace.regions.iter().map(|region| region.key.as_str()).collect(),
            products: workspace.products.iter().map(|product| product.key.as_str()).collect(),
        }
    }
}

fn unit_subject(key: &UnitKey) -> String {
    if key.is_root() { "the account's root".to_owned() } else { format!("unit {key}") }
}

fn unknown(what: &str, key: &impl fmt::Display) -> String {
    format!("the {what} `{key}` does not exist; add it to the {what}s or correct the key")
}

fn settings(workspace: &Workspace, faults: &mut Faults) {
    let settings = &workspace.settings;
    let analysis = &settings.analysis;
    faults.check((1..=12).contains(&settings.fiscal_year_start_month), "fiscal_year_start_month", || {
        "must be a month from 1 to 12".into()
    });
    faults.check(workspace.model(&settings.active_model).is_some(), "active_model", || {
        unknown("model", &settings.active_model)
    });
    faults.check(analysis.smaa_spread > 0.0 && analysis.smaa_spread <= 1.0, "smaa_spread", || {
        "must be above 0 and at most 1".into()
    });
    faults.check((1..=1_000_000).contains(&analysis.smaa_samples), "smaa_samples", || {
        "must be a whole number from 1 to 1 000 000".into()
    });
    faults.check((0.80..=0.98).contains(&analysis.forecast_phi), "forecast_phi", || {
        "must lie between 0.80 and 0.98".into()
    });
}

fn shared_lists(workspace: &Workspace, faults: &mut Faults) {
    let mut keys = HashSet::new();
    for (index, region) in workspace.regions.iter().enumerate() {
        faults.row("regions", index, format!("region {}", region.key));
        faults.check(keys.insert(region.key.as_str()), "key", || "another region has this key".into());
    }
    for (index, region) in workspace.regions.iter().enumerate() {
        faults.row("regions", index, format!("region {}", region.key));
        if let Some(parent) = &region.parent {
            faults.check(keys.contains(parent.as_str()), "parent", || unknown("region", parent));
        }
    }
    keys.clear();
    for (index, product) in workspace.products.iter().enumerate() {
        faults.row("products", index, format!("product {}", product.key));
        faults.check(keys.insert(product.key.as_str()), "key", || "another product has this key".into());
        let ordered = product.offered_from.zip(product.offered_to).is_none_or(|(from, to)| from <= to);
        faults.check(ordered, "offered_to", || "lies before `offered_from`".into());
    }
    keys.clear();
    for (index, model) in workspace.models.iter().enumerate() {
        faults.row("models", index, format!("model {}", model.key));
        faults.check(keys.insert(model.key.as_str()), "key", || "another model has this key".into());
        check_model(model, faults);
    }
    if let Some(model) = &workspace.baseline {
        faults.row("baseline", 0, "baseline".to_owned());
        check_model(model, faults);
    }
    keys.clear();
    for (index, scheme) in workspace.band_schemes.iter().enumerate() {
        faults.row("band_schemes", index, format!("band scheme {}", scheme.key));
        faults.check(keys.insert(scheme.key.as_str()), "key", || "another scheme has this key".into());
        check_scheme(scheme, faults);
    }
    let referred = !workspace.owners.is_empty() || !workspace.acknowledgements.is_empty();
    let accounts = workspace.accounts.iter().filter(|_| referred);
    let accounts: HashSet<&str> = accounts.map(|account| account.key.as_str()).collect();
    let check_key = |account: Option<&AccountKey>, faults: &mut Faults| {
        if let Some(key) = account {
            faults.check(accounts.contains(key.as_str()), "account", || unknown("account", key));
        }
    };
    for (index, owner) in workspace.owners.iter().enumerate() {
        faults.row("owners", index, format!("owner of {}", owner.branch.key()));
        check_key(owner.account.as_ref(), faults);
    }
    for (index, done) in workspace.acknowledgements.iter().enumerate() {
        faults.row("acknowledgements", index, format!("acknowledgement of {}", done.rule));
        check_key(done.account.as_ref(), faults);
    }
}

fn check_model(model: &ScoringModel, faults: &mut Faults) {
    faults.check((0.0..=1.0).contains(&model.min_weight_coverage), "min_weight_coverage", || {
        "must lie between 0 and 1".into()
    });
    let mut keys = HashSet::new();
    for factor in &model.factors {
        faults.check(keys.insert(factor.key.as_str()), "factors", || {
            format!("two factors have the key `{}`", factor.key)
        });
        if let Some(problem) = curve_problem(&factor.curve) {
            faults.check(false, "curve", || format!("factor `{}`: {problem}", factor.key));
        }
    }
}

fn curve_problem(curve: &Curve) -> Option<&'static str> {
    let finite = |points: &[(f64, f64)]| points.iter().all(|(x, y)| x.is_finite() && y.is_finite());
    let ascending = |points: &[(f64, f64)]| points.windows(2).all(|pair| pair[0].0 < pair[1].0);
    match curve {
        Curve::Linear { lo, hi } | Curve::InverseLinear { lo, hi } => (!(lo.is_finite() && hi.is_finite())
            || lo == hi)
            .then_some("`lo` and `hi` must be two different numbers"),
        Curve::Step { points, floor } => {
            (!finite(points) || !floor.is_finite() || !ascending(points)).then_some("points must ascend")
        }
        Curve::Piecewise { points } => {
            (points.is_empty() || !finite(points) || !ascending(points)).then_some("needs ascending points")
        }
        Curve::TargetRelative => None,
        Curve::Direction { up, flat, down, deadband } => {
            ([up, flat, down].iter().any(|v| !v.is_finite()) || !deadband.is_finite() || *deadband < 0.0)
                .then_some("needs finite points and a deadband of at least 0")
        }
        Curve::Scaled { span } => (!span.is_finite() || *span <= 0.0).then_some("`span` must be above 0"),
    }
}

fn check_scheme(scheme: &BandScheme, faults: &mut Faults) {
    let edges: Vec<Option<f64>> = scheme.bands.iter().map(|band| band.upper_edge).collect();
    let last_only = edges.iter().rposition(Option::is_none) == edges.len().checked_sub(1)
        && edges.iter().filter(|edge| edge.is_none()).count() == 1;
    faults.check(last_only, "bands", || "the last band, and only the last, has no upper edge".into());
    let known: Vec<f64> = edges.into_iter().flatten().collect();
    let ascending =
        known.windows(2).all(|pair| pair[0] < pair[1]) && known.iter().all(|edge| edge.is_finite());
    faults.check(ascending, "bands", || "edges must be finite and ascend".into());
}

fn check_unit(unit: &OrgUnit, tree: &Tree, known: &Known<'_>, faults: &mut Faults) {
    if let Some(region) = &unit.region {
        faults.check(known.regions.contains(region.as_str()), "region", || unknown("region", region));
    }
    let ordered = unit.valid_from.zip(unit.valid_to).is_none_or(|(from, to)| from <= to);
    faults.check(ordered, "valid_to", || "lies before `valid_from`; swap them or correct one".into());
    faults.check(unit.importance.is_none_or(|i| (1..=5).contains(&i)), "importance", || {
        format!("is {}; choose 1 to 5", unit.importance.unwrap_or(0))
    });
    if let Some(successor) = &unit.successor {
        faults.check(tree.index(successor).is_some(), "successor", || unknown("unit", successor));
    }
    for other in &unit.adjacent {
        faults.check(tree.index(other).is_some(), "adjacent", || unknown("unit", other));
    }
}

fn check_record(record: &UnitRecord, period: Period, known: &Known<'_>, faults: &mut Faults) {
    if let Some(potential) = &record.potential {
        let value = potential.value.get();
        faults.check(potential.low.is_none_or(|low| low.get() <= value), "potential_low", || {
            format!("is above the potential of {value}; low ≤ potential ≤ high must hold")
        });
        faults.check(potential.high.is_none_or(|high| value <= high.get()), "potential_high", || {
            format!("is below the potential of {value}; low ≤ potential ≤ high must hold")
        });
    }
    faults.check(record.depth.is_none_or(|depth| depth.get() <= 100.0), "depth", || "is above 100".into());
    faults.check(record.carried_from.is_none_or(|from| from < period), "carried_from", || {
        "must be an earlier period than the record's own".into()
    });
    for (product, _) in record.products.iter() {
        faults.check(known.products.contains(product.as_str()), "products", || unknown("product", product));
    }
}

/// Whose chain of superiors never ends, parallel to `all`; `people` finds them by key. Everybody is looked at once.
fn circling(all: &[Stakeholder], people: &HashMap<&str, usize>) -> Vec<bool> {
    let superior = |at: usize| all[at].reports_to.as_ref().and_then(|key| people.get(key.as_str())).copied();
    // Of each one: not known yet, on the way that is being walked (and so circling, if met again), or known.
    let mut known: Vec<Option<bool>> = vec![None; all.len()];
    let mut on_way = vec![false; all.len()];
    for start in 0..all.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        let circles = loop {
            match at {
                None => break false,
                Some(person) if on_way[person] => break true,
                Some(person) if known[person].is_some() => break known[person] == Some(true),
                Some(person) => {
                    on_way[person] = true;
                    way.push(person);
                    at = superior(person);
                }
            }
        };
        for person in way {
            (known[person], on_way[person]) = (Some(circles), false);
        }
    }
    known.into_iter().map(|circles| circles == Some(true)).collect()
}

fn people_and_plans(account: &Account, tree: &Tree, known: &Known<'_>, faults: &mut Faults) {
    fn unit_exists(tree: &Tree, key: &UnitKey, field: &'static str, faults: &mut Faults) {
        faults.check(tree.index(key).is_some(), field, || unknown("unit", key));
    }
    // Of two people with one key the later one is the surprise.
    let mut people: HashMap<&str, usize> = HashMap::new();
    for (index, person) in account.stakeholders.iter().enumerate() {
        people.entry(person.key.as_str()).or_insert(index);
    }
    let circling = circling(&account.stakeholders, &people);
    for (index, person) in account.stakeholders.iter().enumerate() {
        faults.row("stakeholders", index, format!("stakeholder {}", person.key));
        faults
            .check(people[person.key.as_str()] == index, "key", || "another stakeholder has this key".into());
        unit_exists(tree, &person.unit, "unit", faults);
        let referred = person.influences.iter().chain(&person.reports_to);
        for other in referred {
            faults.check(people.contains_key(other.as_str()), "reports_to", || unknown("stakeholder", other));
        }
        faults.check(!circling[index], "reports_to", || "the chain of superiors leads back to itself".into());
        let sorted = person.engagements.windows(2).all(|pair| pair[0] <= pair[1]);
        faults.check(sorted, "engagements", || "dates must ascend".into());
    }
    for (index, entry) in account.competitors.iter().enumerate() {
        faults.row("competitors", index, format!("competitor {}", entry.name));
        unit_exists(tree, &entry.unit, "unit", faults);
        if let Some(product) = &entry.product {
            faults
                .check(known.products.contains(product.as_str()), "product", || unknown("product", product));
        }
    }
    let mut keys = HashSet::new();
    for (index, signal) in account.signals.iter().enumerate() {
        faults.row("signals", index, format!("signal {}", signal.key));
        faults.check(keys.insert(signal.key.as_str()), "key", || "another signal has this key".into());
        unit_exists(tree, &signal.unit, "unit", faults);
        faults.check((1..=3).contains(&signal.strength), "strength", || "must be 1, 2 or 3".into());
    }
    keys.clear();
    for (index, item) in account.roadmap.iter().enumerate() {
        faults.row("roadmap", index, format!("roadmap item {}", item.key));
        faults.check(keys.insert(item.key.as_str()), "key", || "another item has this key".into());
        let adopted = item.effects.adopts.iter().map(|(unit, _)| unit);
        for unit in item.target_units.iter().chain(&item.effects.activates).chain(adopted) {
            unit_exists(tree, unit, "target_units", faults);
        }
        for (_, product) in &item.effects.adopts {
            faults.check(known.products.contains(product.as_str()), "adopts", || unknown("product", product));
        }
        faults.check(item.ramp_periods >= 1, "ramp_periods", || "must be at least 1".into());
        let probability = item.probability_override.map_or(0.0, Amount::get);
        faults.check(probability <= 1.0, "probability_override", || "must lie between 0 and 1".into());
        faults.check(item.start_period.is_none_or(|start| start <= item.due_period), "start_period", || {
            "lies after `due_period`".into()
        });
    }
}
