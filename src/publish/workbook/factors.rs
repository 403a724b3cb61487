//! The sheet of factors: for every account and factor its value, points, weight and contribution.

use super::{
    Report, curve,
    needs::Source,
    page::{self, Ink, Look, Page},
    places::DataSheets,
};
use crate::{
    domain::{Aggregation, Curve, MissingPolicy, ScoringModel, Workspace},
    engine::{
        evaluate::Evaluation,
        metrics::spec,
        scoring::{on_scale, target_in_force},
    },
};

const VALUE: u16 = 4;
const TARGET: u16 = 5;
/// Points 0–100.
pub const POINTS: u16 = 6;
/// Share of the weight.
pub const SHARE: u16 = 7;
/// Share × points, on the scale of the aggregation.
pub const PART: u16 = 8;
const IN_FORCE: u16 = 9;
/// What the factor brings to the score.
pub const CONTRIBUTION: u16 = 10;
/// 1 if it takes part and has no points.
pub const MISSING: u16 = 11;

const FIRST_ROW: u32 = 2;

/// The sheet and what it refers to.
pub struct Factors<'a> {
    /// Name of the sheet.
    pub name: String,
    count: u32,
    /// For each account and factor the cell and the value of its target.
    targets: Vec<Vec<Option<(String, f64)>>>,
    scoring: &'a ScoringModel,
}

impl<'a> Factors<'a> {
    /// Settles the rows and looks up the targets.
    pub fn new(
        prefix: &str,
        data: &DataSheets<'_>,
        workspace: &Workspace,
        scoring: &'a ScoringModel,
        evaluations: &[Evaluation],
    ) -> Self {
        let accounts = workspace.accounts.iter().zip(evaluations).zip(data.target_rows());
        let targets = accounts.map(|((account, evaluation), first_row)| {
            let of_factor = |factor: &crate::domain::Factor| {
                let relative = factor.curve == Curve::TargetRelative;
                let targets = account.targets.as_slice();
                let found = target_in_force(targets, &factor.metric, evaluation.metrics.period);
                let found = found.filter(|_| relative)?;
                let at = targets.iter().position(|target| std::ptr::eq(target, found))?;
                Some((data.target(first_row + at as u32), found.value.get()))
            };
            scoring.factors.iter().map(of_factor).collect()
        });
        let count = scoring.factors.len() as u32;
        Self { name: format!("{prefix}factors"), count, targets: targets.collect(), scoring }
    }

    fn row(&self, account: usize, factor: usize) -> u32 {
        FIRST_ROW + account as u32 * self.count + factor as u32
    }

    /// The cells of an account in a column, seen from another sheet; the model must have a factor.
    pub fn column(&self, account: usize, column: u16) -> String {
        let first = self.row(account, 0);
        page::on(&self.name, &page::range(column, (first, first + self.count - 1)))
    }

    /// The sheet.
    pub fn page(&self, report: &Report<'_>) -> Page {
        let mut page = Page::new(&self.name);
        let part = match self.scoring.aggregation {
            Aggregation::Arithmetic => "Share × points",
            Aggregation::Geometric => "Share × ln of points (at least 1)",
        };
        let heads = [
            ("Account", 14.0, Look::Text),
            ("Name", 24.0, Look::Text),
            ("Factor", 18.0, Look::Text),
            ("Measure", 26.0, Look::Text),
            ("Value", 12.0, Look::Rate),
            ("Target", 12.0, Look::Rate),
            ("Points", 9.0, Look::Rate),
            ("Share of weight", 9.0, Look::Share),
            (part, 12.0, Look::Share),
            ("Weight in force", 9.0, Look::Share),
            ("Contribution", 12.0, Look::Share),
            ("Missing", 9.0, Look::Amount),
        ];
        let heads: Vec<_> =
            heads.iter().map(|(name, width, look)| ((*name).to_owned(), *width, *look)).collect();
        page.table(&heads, 3, 1);
        for account in 0..report.workspace.accounts.len() {
            for factor in 0..self.scoring.factors.len() {
                self.write(report, account, factor, &mut page);
            }
        }
        page
    }

    fn write(&self, report: &Report<'_>, at: usize, k: usize, page: &mut Page) {
        let (account, evaluation) = report.account(at);
        let (factor, outcome) = (&self.scoring.factors[k], &evaluation.score.factors[k]);
        let (row, model) = (self.row(at, k), &report.model);
        let metric = factor.metric.as_str();
        let here = |column: u16| page::cell(column, row);
        page.text(row, 0, account.key.as_str());
        page.text(row, 1, &page::clean(&account.name));
        page.text(row, 2, &page::clean(&factor.label));
        page.text(row, 3, &spec(metric).map_or_else(|| page::clean(metric), |spec| spec.name.to_owned()));
        match Source::of(metric) {
            Some(source) => {
                let cell = report.accounts.measure(at, source);
                page.formula(row, VALUE, &format!("IF({cell}=\"\",\"\",{cell})"), outcome.raw);
            }
            None => {
                if let Some(value) = outcome.raw {
                    page.number(row, VALUE, value, Look::Rate, Ink::Given);
                }
            }
        }
        let target = self.targets[at][k].as_ref();
        if let Some((cell, value)) = target {
            page.formula(row, TARGET, cell, *value);
        }
        let target = target.map(|_| here(TARGET));
        page.formula(row, POINTS, &curve::points(model, k, &here(VALUE), target.as_deref()), outcome.points);
        page.formula(row, SHARE, &model.share(k), outcome.weight);
        let (points, share, in_force) = (here(POINTS), here(SHARE), here(IN_FORCE));
        let part = outcome.points.map(|points| outcome.weight * on_scale(self.scoring.aggregation, points));
        page.formula(row, PART, &format!("IF({points}=\"\",\"\",{share}*{})", self.scaled(&points)), part);
        let (on, total) = (model.is_on(k), model.total());
        let coverage = report.accounts.coverage(at);
        let (force, contribution) = match self.scoring.missing_policy {
            MissingPolicy::Reweight => (
                format!("IF(OR({on}<>1,{points}=\"\",{coverage}=0),\"\",{share}/{coverage})"),
                self.scaled(&points),
            ),
            MissingPolicy::Unknown => {
                (format!("IF(OR({on}<>1,{points}=\"\",{total}<=0),\"\",{share})"), self.scaled(&points))
            }
            MissingPolicy::Zero => (
                format!("IF(OR({on}<>1,{total}<=0),\"\",{share})"),
                self.scaled(&format!("IF({points}=\"\",0,{points})")),
            ),
            MissingPolicy::Neutral => (
                format!("IF(OR({on}<>1,{total}<=0),\"\",{share})"),
                self.scaled(&format!("IF({points}=\"\",50,{points})")),
            ),
        };
        page.formula(row, IN_FORCE, &force, outcome.in_force);
        page.formula(
            row,
            CONTRIBUTION,
            &format!("IF({in_force}=\"\",\"\",{in_force}*{contribution})"),
            outcome.contribution,
        );
        page.formula(
            row,
            MISSING,
            &format!("IF(AND({on}=1,{points}=\"\"),1,0)"),
            factor.enabled && outcome.points.is_none(),
        );
    }

    /// Points on the scale on which they are added.
    fn scaled(&self, points: &str) -> String {
        match self.scoring.aggregation {
            Aggregation::Arithmetic => points.to_owned(),
            Aggregation::Geometric => format!("LN(MAX(1,{points}))"),
        }
    }
}
