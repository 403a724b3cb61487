//! On which rows of the data sheets the entries stand that the report refers to.

use crate::domain::{Account, Period, Workspace, record_at};

/// What the data sheets look like, told by those who write them.
///
/// Their rows stand below one head, in the order of the workspace: accounts, in each account its units, in each unit its
/// records, in each record its products; targets of the portfolio before those of the accounts.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    /// Name and columns of every data sheet.
    pub tables: &'a [(&'static str, Vec<&'static str>)],
    /// How the name of every sheet of a report begins.
    pub prefix: &'static str,
}

impl Layout<'_> {
    /// A reference such as `records!F37`, to row `row` counted from 1.
    fn cell(&self, table: &str, column: &str, row: u32) -> String {
        let columns = self.tables.iter().find(|(name, _)| *name == table).map(|(_, columns)| columns);
        let at = columns.and_then(|columns| columns.iter().position(|name| *name == column));
        format!("{table}!{}", super::page::cell(at.unwrap_or_default() as u16, row))
    }
}

/// The data sheets of one workspace.
#[derive(Clone, Copy)]
pub struct DataSheets<'a> {
    layout: &'a Layout<'a>,
    workspace: &'a Workspace,
}

/// Where the entries of one account and period stand; lists are parallel to the account's units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPlaces {
    /// Row of the record; `None` = there is none in the period.
    pub records: Vec<Option<u32>>,
    /// Row of the first product of that record.
    pub adoption: Vec<u32>,
}

impl<'a> DataSheets<'a> {
    pub fn new(layout: &'a Layout<'a>, workspace: &'a Workspace) -> Self {
        Self { layout, workspace }
    }

    pub fn prefix(&self) -> &'static str {
        self.layout.prefix
    }

    /// A field of a record.
    pub fn record(&self, column: &str, row: u32) -> String {
        self.layout.cell("records", column, row)
    }

    /// The state of a product.
    pub fn state(&self, row: u32) -> String {
        self.layout.cell("adoption", "state", row)
    }

    /// The value of a target.
    pub fn target(&self, row: u32) -> String {
        self.layout.cell("targets", "value", row)
    }

    /// Row of each account's first target.
    pub fn target_rows(&self) -> Vec<u32> {
        let first = 2 + self.workspace.portfolio_targets.len() as u32;
        let mut next = first;
        let rows = self.workspace.accounts.iter().map(|account: &std::sync::Arc<Account>| {
            let row = next;
            next += account.targets.len() as u32;
            row
        });
        rows.collect()
    }

    /// Where the records of a period stand, account by account.
    pub fn places(&self, period: Period) -> Vec<AccountPlaces> {
        let (mut record_row, mut adoption_row) = (2, 2);
        let mut all = Vec::with_capacity(self.workspace.accounts.len());
        for account in &self.workspace.accounts {
            let mut places = AccountPlaces { records: Vec::new(), adoption: Vec::new() };
            for records in &account.records {
                let earlier = records.iter().take_while(|(at, _)| *at < period);
                let products: usize = earlier.clone().map(|(_, record)| record.products.len()).sum();
                let found = record_at(records, period).map(|_| record_row + earlier.count() as u32);
                places.records.push(found);
                places.adoption.push(adoption_row + products as u32);
                record_row += records.len() as u32;
                adoption_row += records.iter().map(|(_, record)| record.products.len() as u32).sum::<u32>();
            }
            all.push(places);
        }
        all
    }
}
