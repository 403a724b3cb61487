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
    /// Rows of list `section` of an account (`None`: of the workspace).
    rows: HashMap<(&'static str, Option<usize>), Vec<Row>>,
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
    pub fn warn(&mut self, text: String) {
        let table = self.alias.as_ref().map_or(self.table, |alias| &alias.file);
        self.report.warn(format!("table {table}: {text}"));
    }

    /// Something outside the tables was left out.
    pub fn note(&mut self, text: String) {
        self.report.warn(text);
    }

    /// The row in hand has become the next one of a list.
    pub fn remember(&mut self, section: &'static str, account: Option<usize>) {
        self.rows.entry((section, account)).or_default().push(self.row);
    }

    /// Row of an entry of a list.
    pub fn row_of(&self, section: &'static str, account: Option<usize>, index: usize) -> Row {
        self.rows.get(&(section, account)).and_then(|rows| rows.get(index).copied()).flatten()
    }

    /// Adds an account.
    pub fn push_account(&mut self, account: Account) {
        if let Some(first) = self.by_account.get(&account.key) {
            let first = self.row_of("accounts", None, *first);
            return self.complain("account", twice("account", account.key.as_str(), first));
        }
        self.by_account.insert(account.key.clone(), self.accounts.len());
        self.remember("accounts", None);
        let account = AccountDraft {
            account,
            records: vec![Vec::new()],
            by_unit: HashMap::from([(UnitKey::root(), 0)]),
        };
        // The root has no row of its own until one is met.
        self.rows.insert(("units", Some(self.accounts.len())), vec![None]);
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
            let rows = self.rows.entry(("units", Some(index))).or_default();
            let first = std::mem::replace(&mut rows[0], self.row);
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
        account.account.units.push_back(Arc::new(unit));
        self.remember("units", Some(index));
    }

    /// Index of a unit; `None` after a complaint.
    pub fn unit(&mut self, account: usize, key: &UnitKey) -> Option<usize> {
        let found = self.accounts[account].by_unit.get(key).copied();
        if found.is_none() {
            self.complain("unit", unknown("unit", key.as_str(), "units"));
        }
        found
    }

    /// Whether there is such a product; complains if not.
    pub fn has_product(&mut self, key: &ProductKey) -> bool {
        let found = self.products.iter().any(|product| product.key == *key);
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
        for mut records in draft.records {
            records.sort_by_key(|(period, ..)| *period);
            for pair in records.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                let message = "the unit has a record for this period already; keep one of them".to_owned();
                self.complain_at("records", pair[1].2, "period", message);
            }
            records.dedup_by_key(|(period, ..)| *period);
            let records = records.into_iter().map(|(period, record, _)| (period, record)).collect();
            account.records.push_back(Arc::new(records));
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
    let key = if key.is_empty() { String::new() } else { format!(" `{key}`") };
    format!("the {what}{key} is given already{first}; keep one of them, or give this one another key")
}

fn unknown(what: &str, key: &str, table: &str) -> String {
    format!(
        "the {what} `{}` does not exist; add it to the table {table}, or correct the key",
        super::cell::shown(key)
    )
}
