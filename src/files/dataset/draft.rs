//! The workspace that is being read: rows join it one by one, and at the end it is sound or nothing.

use std::{collections::HashMap, sync::Arc};

use super::{
    field::Reading,
    places,
    report::{Complaint, ImportError, Report},
};
use crate::domain::{
    Account, AccountKey, Acknowledgement, BandScheme, BranchOwner, ModelKey, OrgUnit, Period, PeriodKind,
    Product, ProductKey, Region, RuleSetting, ScoringModel, Settings, Target, UnitKey, UnitRecord, Workspace,
    validate,
};

/// A row as a spreadsheet counts it; `None` = it was in the workspace that is imported into.
pub type Row = Option<u64>;

/// An account on its way.
pub struct AccountDraft {
    /// Everything but the records.
    pub account: Account,
    /// Records of `account.units[i]` at `i`, in any order.
    pub records: Vec<Vec<(Period, UnitRecord, Row)>>,
    by_unit: HashMap<UnitKey, usize>,
    by_period: HashMap<(usize, Period), usize>,
}

/// Rows and keys of a list on its way.
#[derive(Default)]
struct List {
    rows: Vec<Row>,
    by_key: HashMap<String, usize>,
}

/// What a foreign table calls our columns.
#[derive(Debug, Clone, Default)]
pub struct Alias {
    /// Its file.
    pub file: String,
    /// Our table and column, its column.
    pub columns: Vec<(&'static str, &'static str, String)>,
}

/// A workspace on its way.
#[derive(Default)]
pub struct Draft {
    /// What reading has learned.
    pub reading: Reading,
    /// The row in hand.
    pub row: Row,
    /// Set while a foreign table is read.
    pub alias: Option<Alias>,
    /// Settings of the workspace.
    pub settings: Settings,
    /// Key of the model whose weights are the baseline.
    pub baseline: Option<ModelKey>,
    /// Rows of the frozen copy.
    pub frozen: Option<ScoringModel>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Products.
    pub products: Vec<Product>,
    /// Accounts.
    pub accounts: Vec<AccountDraft>,
    /// Own models.
    pub models: Vec<ScoringModel>,
    /// Own band schemes.
    pub band_schemes: Vec<BandScheme>,
    /// Changed rules.
    pub rule_settings: Vec<RuleSetting>,
    /// Targets of the portfolio.
    pub portfolio_targets: Vec<Target>,
    /// Owners of branches.
    pub owners: Vec<BranchOwner>,
    /// Findings put aside.
    pub acknowledgements: Vec<Acknowledgement>,
    table: &'static str,
    report: Report,
    by_account: HashMap<AccountKey, usize>,
    /// By name, and account (`None`: of the workspace).
    lists: HashMap<(&'static str, Option<usize>), List>,
}

impl Draft {
    /// A table begins.
    pub fn begin(&mut self, table: &'static str) {
        self.table = table;
        self.row = None;
    }

    /// Something is wrong in the row in hand.
    pub fn complain(&mut self, column: &str, message: String) {
        self.complain_at(self.table, self.row, column, message);
    }

    /// Something is wrong elsewhere.
    pub fn complain_at(&mut self, table: &str, row: Row, column: &str, message: String) {
        let complaint = match &self.alias {
            Some(alias) => {
                let theirs = alias.columns.iter().find(|(t, c, _)| *t == table && *c == column);
                let column = theirs.map_or_else(|| column.to_owned(), |(.., name)| name.clone());
                Complaint { table: alias.file.clone(), row, column, message }
            }
            None => Complaint { table: table.to_owned(), row, column: column.to_owned(), message },
        };
        self.report.complain(complaint);
    }

    /// A complaint that stands already.
    pub fn complain_as(&mut self, complaint: Complaint) {
        self.report.complain(complaint);
    }

    /// Something is odd, or was left out, in the table in hand.
    pub fn warn(&mut self, text: &str) {
        let table = self.alias.as_ref().map_or(self.table, |alias| &alias.file);
        self.report.warn(format!("table {table}: {text}"));
    }

    /// Something outside the tables was left out.
    pub fn note(&mut self, text: String) {
        self.report.warn(text);
    }

    /// The row in hand becomes the next entry of a list. Of several with one key, the first is found by it.
    pub fn remember(&mut self, section: &'static str, account: Option<usize>, key: &str) {
        let list = self.lists.entry((section, account)).or_default();
        list.by_key.entry(key.to_owned()).or_insert(list.rows.len());
        list.rows.push(self.row);
    }

    /// Index of the entry of a list that has a key.
    pub fn find(&self, section: &'static str, account: Option<usize>, key: &str) -> Option<usize> {
        self.lists.get(&(section, account))?.by_key.get(key).copied()
    }

    /// Row of an entry of a list.
    pub fn row_of(&self, section: &'static str, account: Option<usize>, index: usize) -> Row {
        self.lists.get(&(section, account)).and_then(|list| list.rows.get(index).copied()).flatten()
    }

    /// Adds an account.
    pub fn push_account(&mut self, account: Account) {
        if let Some(first) = self.by_account.get(&account.key) {
            let first = self.row_of("accounts", None, *first);
            return self.complain("account", twice("account", account.key.as_str(), first));
        }
        self.by_account.insert(account.key.clone(), self.accounts.len());
        self.remember("accounts", None, account.key.as_str());
        let account = AccountDraft {
            account,
            records: vec![Vec::new()],
            by_unit: HashMap::from([(UnitKey::root(), 0)]),
            by_period: HashMap::new(),
        };
        // The root has no row of its own until one is met.
        let root = List { rows: vec![None], by_key: HashMap::new() };
        self.lists.insert(("units", Some(self.accounts.len())), root);
        self.accounts.push(account);
    }

    /// Index of the account that a row names; `None` after a complaint.
    pub fn account(&mut self, key: &AccountKey) -> Option<usize> {
        let found = self.by_account.get(key).copied();
        if found.is_none() {
            self.complain("account", unknown("account", key.as_str(), "accounts"));
        }
        found
    }

    /// Adds a unit; a root takes the place of the one there is.
    pub fn push_unit(&mut self, index: usize, unit: OrgUnit) {
        let account = &mut self.accounts[index];
        if unit.key.is_root() {
            account.account.units[0] = Arc::new(unit);
            let list = self.lists.entry(("units", Some(index))).or_default();
            let first = list.rows.first_mut().and_then(|first| std::mem::replace(first, self.row));
            if first.is_some() {
                self.complain("unit", twice("root of the account", "", first));
            }
            return;
        }
        if let Some(first) = account.by_unit.get(&unit.key).copied() {
            let first = self.row_of("units", Some(index), first);
            return self.complain("unit", twice("unit", unit.key.as_str(), first));
        }
        account.by_unit.insert(unit.key.clone(), account.records.len());
        account.records.push(Vec::new());
        self.remember("units", Some(index), unit.key.as_str());
        self.accounts[index].account.units.push_back(Arc::new(unit));
    }

    /// Index of a unit; `None` after a complaint.
    pub fn unit(&mut self, account: usize, key: &UnitKey) -> Option<usize> {
        let found = self.accounts[account].by_unit.get(key).copied();
        if found.is_none() {
            self.complain("unit", unknown("unit", key.as_str(), "units"));
        }
        found
    }

    /// Adds a record; complains if the unit has one for the period.
    pub fn push_record(&mut self, account: usize, unit: usize, period: Period, record: UnitRecord) {
        let draft = &mut self.accounts[account];
        let records = &mut draft.records[unit];
        if let Some(first) = draft.by_period.get(&(unit, period)) {
            let first = records[*first].2;
            return self.complain("period", twice("record of this unit and period", "", first));
        }
        draft.by_period.insert((unit, period), records.len());
        records.push((period, record, self.row));
    }

    /// The record of a unit in a period; an empty one is made if there is none.
    pub fn record(&mut self, account: usize, unit: usize, period: Period) -> &mut UnitRecord {
        let draft = &mut self.accounts[account];
        let records = &mut draft.records[unit];
        let index = *draft.by_period.entry((unit, period)).or_insert(records.len());
        if index == records.len() {
            records.push((period, UnitRecord::default(), self.row));
        }
        &mut records[index].1
    }

    /// Whether there is such a product; complains if not.
    pub fn has_product(&mut self, key: &ProductKey) -> bool {
        let found = self.find("products", None, key.as_str()).is_some();
        if !found {
            self.complain("product", unknown("product", key.as_str(), "products"));
        }
        found
    }

    /// The workspace, if it is sound, and what was left out.
    pub fn finish(mut self) -> Result<(Workspace, Vec<String>), ImportError> {
        let settings = Settings {
            period_kind: self.reading.kind.unwrap_or(PeriodKind::Quarter),
            ..std::mem::take(&mut self.settings)
        };
        let baseline = self.take_baseline();
        let accounts = std::mem::take(&mut self.accounts);
        let record_rows: Vec<_> = accounts.iter().map(places::record_rows).collect();
        let accounts =
            accounts.into_iter().enumerate().map(|(index, draft)| self.whole(index, draft)).collect();
        let workspace = Workspace {
            settings: Arc::new(settings),
            regions: Arc::new(std::mem::take(&mut self.regions)),
            products: Arc::new(std::mem::take(&mut self.products)),
            accounts,
            models: Arc::new(std::mem::take(&mut self.models).into_iter().map(Arc::new).collect()),
            baseline,
            band_schemes: Arc::new(std::mem::take(&mut self.band_schemes)),
            rule_settings: Arc::new(std::mem::take(&mut self.rule_settings)),
            portfolio_targets: Arc::new(std::mem::take(&mut self.portfolio_targets)),
            owners: Arc::new(std::mem::take(&mut self.owners)),
            acknowledgements: Arc::new(std::mem::take(&mut self.acknowledgements)),
        };
        for fault in validate(&workspace) {
            // To find a row costs more than to count it.
            if self.report.is_full() {
                self.report.count();
                continue;
            }
            let (table, row, column) = places::of(&fault.place, &workspace, &self, &record_rows);
            // A rule between fields names its subject; the row already says which one.
            let subject = if row.is_none() { format!("{}: ", fault.place) } else { String::new() };
            self.complain_at(table, row, column, format!("{subject}{}", fault.message));
        }
        places::warn_of_records_outside(&workspace, &mut self);
        Ok((workspace, self.report.finish()?))
    }

    /// The frozen copy if there is one, else the model as it stands.
    fn take_baseline(&mut self) -> Option<Arc<ScoringModel>> {
        let key = self.baseline.take()?;
        let frozen = self.frozen.take().filter(|model| model.key == key);
        let own = || self.models.iter().find(|model| model.key == key).cloned();
        let built_in = || Some(ScoringModel::built_in()).filter(|model| model.key == key);
        let found = frozen.or_else(own).or_else(built_in);
        if found.is_none() {
            let message = unknown("model", key.as_str(), "models");
            self.complain_at("workspace", None, "value", format!("baseline_model: {message}"));
        }
        found.map(Arc::new)
    }

    /// The account with its records in order.
    fn whole(&mut self, index: usize, draft: AccountDraft) -> Arc<Account> {
        let mut account = draft.account;
        account.records = imbl::Vector::new();
        let mut products = None;
        for mut records in draft.records {
            records.sort_by_key(|(period, ..)| *period);
            let records = records.into_iter().map(|(period, mut record, _)| {
                record.products.share(&mut products);
                (period, record)
            });
            let mut records: Vec<_> = records.collect();
            // They may stand in the room of the longer rows that they were.
            records.shrink_to_fit();
            account.records.push_back(Arc::new(records));
        }
        let people = Arc::make_mut(&mut account.stakeholders);
        for person in people {
            person.engagements.sort_unstable();
        }
        // The tree names one stray unit at a time; here each gets its line.
        let by_unit = draft.by_unit;
        for at in 0..account.units.len() {
            let parent = account.units[at].parent.clone();
            if let Some(parent) = parent.filter(|parent| !by_unit.contains_key(parent)) {
                let row = self.row_of("units", Some(index), at);
                let message = unknown("unit", parent.as_str(), "units");
                self.complain_at("units", row, "parent", message);
                account.units[at] =
                    Arc::new(OrgUnit { parent: Some(UnitKey::root()), ..(*account.units[at]).clone() });
            }
        }
        Arc::new(account)
    }
}

fn twice(what: &str, key: &str, first: Row) -> String {
    let first = first.map_or_else(String::new, |row| format!(" in row {row}"));
    if key.is_empty() {
        return format!("the {what} is given already{first}; keep one of them");
    }
    format!("the {what} `{key}` is given already{first}; keep one of them, or give this one another key")
}

fn unknown(what: &str, key: &str, table: &str) -> String {
    format!(
        "the {what} `{}` does not exist; add it to the table {table}, or correct the key",
        super::cell::shown(key)
    )
}
