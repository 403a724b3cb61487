//! The report of a workbook: sheets in which penetration, white space, scores and ranks are formulas over the data sheets.
//!
//! The data sheets are those of the dataset, written by `files`; the report stands beside them and is left out when the
//! workbook is imported. Read in this order: `page` (a sheet in the making), `places` (on which row of the data sheets a
//! record stands), `needs` (which measures have a formula), `snapshot` (a period and where its units stand), then the
//! sheets from the leaves to the rank: `units` (with `columns` and `choice`), `products`, `regions`, `model` (with
//! `curve`), `factors`, `accounts`, and `readme`, which tells all this to the reader.
//!
//! Every formula carries the engine's number as its cached result, so that a viewer that cannot compute shows the right
//! one. An unknown value is an empty text, never 0.

mod accounts;
mod choice;
mod columns;
mod curve;
mod factors;
mod model;
mod needs;
mod page;
mod places;
mod products;
mod readme;
mod regions;
mod snapshot;
mod units;

use rust_xlsxwriter::{Workbook, Worksheet};

use self::{
    accounts::Accounts, factors::Factors, model::Model, needs::Needs, places::DataSheets, snapshot::Snapshot,
};
use crate::{
    domain::{Account, Period, ScoringModel, Workspace},
    engine::{
        evaluate::{Evaluation, evaluate},
        metrics::{HEADLINE, Inputs, MetricValue, PeriodFacts, Survey, facts, spec},
    },
};

pub use places::Layout;

/// Most cells that the sheets of units may have, a few gigabytes' worth in a spreadsheet that opens them.
pub const MOST_CELLS: usize = 2_500_000;

/// How far down the formulas of a report go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// To the records of every unit.
    Units,
    /// To the measures of the accounts, which are values: the sheets of units would have had so many cells, more than
    /// [`MOST_CELLS`].
    Accounts(usize),
}

/// Adds the sheets of a report on `period` under the active model before the data sheets of `book`.
///
/// `layout` says what the data sheets are; `book` holds them for the same workspace. Day and period of `workspace` should
/// be pinned, or they are looked for once per account. `most_cells` is [`MOST_CELLS`] but for tests.
///
/// # Errors
/// A sentence; a sheet cannot hold so many rows, or memory cannot be written to.
pub fn add_report(
    book: &mut Workbook,
    layout: &Layout<'_>,
    workspace: &Workspace,
    period: Period,
    most_cells: usize,
) -> Result<Depth, String> {
    let model = workspace.active_model();
    let measured = Measured::new(workspace, period, &model);
    let mut report = Report::new(layout, workspace, &model, &measured);
    let cells = report.now.cells() + report.before.cells();
    let depth = if cells > most_cells { Depth::Accounts(cells) } else { Depth::Units };
    if depth != Depth::Units {
        report.now.leave_out_units();
        report.before.leave_out_units();
    }
    let sheets = report.sheets(depth)?;
    let count = sheets.len();
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book.worksheets_mut().rotate_right(count);
    Ok(depth)
}

/// What the engine says of every account.
struct Measured {
    evaluations: Vec<Evaluation>,
    /// Facts of the period before, for the change of the headline.
    before: Vec<PeriodFacts>,
    /// The headline of the period before.
    headline_before: Vec<MetricValue>,
}

impl Measured {
    fn new(workspace: &Workspace, period: Period, model: &ScoringModel) -> Self {
        let mut all = Self { evaluations: Vec::new(), before: Vec::new(), headline_before: Vec::new() };
        for account in &workspace.accounts {
            let evaluation = evaluate(workspace, account, period, model);
            let earlier = facts(workspace, account, &evaluation.tree, period.plus(-1));
            let inputs = Inputs {
                workspace,
                account,
                tree: &evaluation.tree,
                facts: &earlier,
                day: workspace.day_of(earlier.period),
                before: None,
                year_before: None,
            };
            let headline = spec(HEADLINE).map(|spec| spec.of(&Survey::new(&inputs))).unwrap_or_default();
            all.evaluations.push(evaluation);
            all.before.push(earlier);
            all.headline_before.push(headline);
        }
        all
    }
}

/// A report with the place of every cell settled, before anything is written.
struct Report<'a> {
    workspace: &'a Workspace,
    measured: &'a Measured,
    now: Snapshot<'a>,
    before: Snapshot<'a>,
    model: Model<'a>,
    accounts: Accounts<'a>,
    factors: Factors<'a>,
}

impl<'a> Report<'a> {
    fn new(
        layout: &'a Layout<'a>,
        workspace: &'a Workspace,
        model: &'a ScoringModel,
        measured: &'a Measured,
    ) -> Self {
        let data = DataSheets::new(layout, workspace);
        let now: Vec<_> = measured.evaluations.iter().map(|evaluation| &evaluation.facts).collect();
        let before: Vec<_> = measured.before.iter().collect();
        let model = Model::new(layout.prefix, workspace, model);
        let needs = Needs::of_report(workspace, model.scoring);
        let accounts = Accounts::new(layout.prefix, workspace, &needs, model.scoring);
        Self {
            workspace,
            measured,
            now: Snapshot::new(&data, workspace, now, needs, ""),
            before: Snapshot::new(&data, workspace, before, Needs::of_headline(workspace), " before"),
            factors: Factors::new(layout.prefix, &data, workspace, model.scoring, &measured.evaluations),
            model,
            accounts,
        }
    }

    /// The sheets, in the order in which a reader wants them.
    fn sheets(&self, depth: Depth) -> Result<Vec<Worksheet>, String> {
        let mut pages = vec![
            readme::page(self, depth),
            self.accounts.page(self),
            self.factors.page(self),
            self.model.page(),
        ];
        for snapshot in [&self.now, &self.before].into_iter().filter(|_| depth == Depth::Units) {
            pages.push(units::page(snapshot));
            if snapshot.needs.products {
                pages.extend([products::page(snapshot), products::adoption_page(snapshot)]);
            }
            if snapshot.needs.regions {
                pages.push(regions::page(snapshot));
            }
        }
        let mut sheets = pages.into_iter().map(page::Page::finish).collect::<Result<Vec<_>, _>>()?;
        if let Some(first) = sheets.first_mut() {
            first.set_active(true).set_first_tab(true);
        }
        Ok(sheets)
    }

    fn account(&self, index: usize) -> (&'a Account, &'a Evaluation) {
        (&self.workspace.accounts[index], &self.measured.evaluations[index])
    }
}
