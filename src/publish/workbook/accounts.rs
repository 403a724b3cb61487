//! The sheet of accounts: rank, score and band, and the measures they rest on; above them the portfolio.

use super::{
    Report,
    columns::{self, percent_head},
    factors::{CONTRIBUTION, MISSING, PART, POINTS, SHARE},
    needs::{Needs, Source},
    page::{self, Ink, Look, Page, Shown},
    products, regions,
    snapshot::{AccountRows, Snapshot},
};
use crate::{
    domain::{Aggregation, MissingPolicy, ScoringModel, Tier, Workspace},
    engine::{
        metrics::{self, Figure, HEADLINE, PortfolioInput, Rate, spec},
        scoring::ranks::ranks,
    },
};

const PORTFOLIO: u32 = 2;
const MEAN: u32 = 3;
const MEDIAN: u32 = 4;
const FIRST: u32 = 5;

/// A column of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Col {
    Account,
    Name,
    Tier,
    Rank,
    Score,
    Band,
    Amount(Figure),
    RevenueArr,
    RevenuePotential,
    Measure(Source),
    Before,
    Coverage,
    Low,
    High,
    Why,
}

/// The sheet and its columns.
pub struct Accounts<'a> {
    name: String,
    columns: Vec<Col>,
    headline: Option<Source>,
    count: u32,
    scoring: &'a ScoringModel,
}

impl<'a> Accounts<'a> {
    /// Settles the columns.
    pub fn new(prefix: &str, workspace: &Workspace, needs: &Needs, scoring: &'a ScoringModel) -> Self {
        let mut columns = vec![Col::Account, Col::Name, Col::Tier, Col::Rank, Col::Score, Col::Band];
        columns.extend([Col::Amount(Figure::Arr), Col::Amount(Figure::Potential)]);
        columns.extend([Col::RevenueArr, Col::RevenuePotential]);
        let mut sources = vec![Source::WhiteSpace, Source::Overage];
        sources.extend(needs.rates.iter().copied().map(Source::Rate));
        sources.extend(needs.sets.iter().copied().map(Source::Share));
        sources.extend(needs.regions.then_some(Source::Regions));
        sources.extend(needs.products.then_some(Source::Products));
        sources.push(Source::Headline);
        columns.extend(sources.into_iter().map(Col::Measure));
        columns.extend([Col::Before, Col::Measure(Source::Change)]);
        if scoring
            .factors
            .iter()
            .any(|factor| Source::of(factor.metric.as_str()) == Some(Source::RelativeChange))
        {
            columns.push(Col::Measure(Source::RelativeChange));
        }
        columns.extend([Col::Coverage, Col::Low, Col::High, Col::Why]);
        Self {
            name: format!("{prefix}accounts"),
            columns,
            headline: Source::of(workspace.settings.headline_axis.metric()),
            count: workspace.accounts.len() as u32,
            scoring,
        }
    }

    fn at(&self, column: Col) -> u16 {
        self.columns.iter().position(|known| *known == column).unwrap_or_default() as u16
    }

    fn cell(&self, column: Col, row: u32) -> String {
        page::cell(self.at(column), row)
    }

    fn all(&self, column: Col) -> String {
        page::fixed_range(self.at(column), (FIRST, FIRST + self.count.saturating_sub(1)))
    }

    /// The cell of a measure of an account, seen from another sheet.
    pub fn measure(&self, account: usize, source: Source) -> String {
        page::on(&self.name, &self.cell(Col::Measure(source), FIRST + account as u32))
    }

    /// The cell of the share of the weight that is known for an account, seen from another sheet.
    pub fn coverage(&self, account: usize) -> String {
        page::on(&self.name, &self.cell(Col::Coverage, FIRST + account as u32))
    }

    /// The sheet.
    pub fn page(&self, report: &Report<'_>) -> Page {
        let mut page = Page::new(&self.name);
        let heads: Vec<_> = self.columns.iter().map(|column| column.head()).collect();
        page.table(&heads, 2, FIRST - 1);
        let ranked: Vec<Option<f64>> = report
            .measured
            .evaluations
            .iter()
            .map(|evaluation| {
                // An account without a headline is not ranked (rule G-05, ruling B43).
                evaluation.score.value.filter(|_| evaluation.metrics.get(HEADLINE).value.is_some())
            })
            .collect();
        let ranks = ranks(&ranked);
        for (account, rank) in ranks.iter().enumerate() {
            let line = Line { sheet: self, report, account, row: FIRST + account as u32 };
            line.write(&mut page, rank.map(f64::from));
        }
        if self.count > 0 {
            self.write_portfolio(report, &mut page);
        }
        page
    }

    fn write_portfolio(&self, report: &Report<'_>, page: &mut Page) {
        let accounts: Vec<_> =
            (0..report.workspace.accounts.len()).map(|account| report.account(account)).collect();
        let inputs: Vec<PortfolioInput> = accounts
            .iter()
            .map(|(account, evaluation)| PortfolioInput::new(account, &evaluation.facts, &evaluation.metrics))
            .collect();
        let portfolio = metrics::portfolio(&inputs);
        for (row, name) in
            [(PORTFOLIO, "Portfolio"), (MEAN, "Mean of accounts"), (MEDIAN, "Median of accounts")]
        {
            page.bold(row, 0, name);
        }
        let evaluations = || accounts.iter().map(|(_, evaluation)| evaluation);
        let recorded = || evaluations().filter(|evaluation| evaluation.facts.has_records);
        let sum = |values: Vec<f64>| (!values.is_empty()).then(|| values.iter().sum::<f64>());
        let pairs = || recorded().filter_map(|evaluation| evaluation.facts.root().revenue());
        for (column, shown) in [
            (Col::Amount(Figure::Arr), portfolio.arr.value),
            (Col::Amount(Figure::Potential), portfolio.potential.value),
            (Col::RevenueArr, sum(pairs().map(|pair| pair.num).collect())),
            (Col::RevenuePotential, sum(pairs().map(|pair| pair.den).collect())),
            (Col::Measure(Source::WhiteSpace), portfolio.white_space.value),
            (
                Col::Measure(Source::Overage),
                sum(evaluations().filter_map(|evaluation| evaluation.metrics.get("overage").value).collect()),
            ),
        ] {
            let all = self.all(column);
            let formula = format!("IF(COUNT({all})=0,\"\",SUM({all}))");
            page.formula(PORTFOLIO, self.at(column), &formula, shown);
        }
        let revenue = Col::Measure(Source::Rate(Rate::Revenue));
        let (num, den) = (self.cell(Col::RevenueArr, PORTFOLIO), self.cell(Col::RevenuePotential, PORTFOLIO));
        let weighted = format!("IF({den}=\"\",\"\",IF({den}=0,\"\",100*{num}/{den}))");
        page.formula(PORTFOLIO, self.at(revenue), &weighted, portfolio.all.weighted.value);
        for (row, function, shown) in
            [(MEAN, "AVERAGE", portfolio.all.mean.value), (MEDIAN, "MEDIAN", portfolio.all.median.value)]
        {
            let all = self.all(revenue);
            let formula = format!("IF(COUNT({all})=0,\"\",{function}({all}))");
            page.formula(row, self.at(revenue), &formula, shown);
        }
    }
}

impl Col {
    fn head(self) -> (String, f64, Look) {
        let (name, width, look) = match self {
            Self::Account => ("Account", 19.0, Look::Text),
            Self::Name => ("Name", 24.0, Look::Text),
            Self::Tier => ("Tier", 11.0, Look::Text),
            Self::Rank => ("Rank", 7.0, Look::Amount),
            Self::Score => ("Score", 8.0, Look::Rate),
            Self::Band => ("Band", 30.0, Look::Text),
            Self::Amount(figure) => (figure.name(), 13.0, Look::Amount),
            Self::RevenueArr => ("ARR where potential known", 13.0, Look::Amount),
            Self::RevenuePotential => ("Potential where ARR known", 13.0, Look::Amount),
            Self::Measure(source) => return measure_head(source),
            Self::Before => ("Overall penetration the period before, %", 13.0, Look::Rate),
            Self::Coverage => ("Weight known", 9.0, Look::Share),
            Self::Low => ("Lowest possible score", 10.0, Look::Rate),
            Self::High => ("Highest possible score", 10.0, Look::Rate),
            Self::Why => ("Why there is no score", 34.0, Look::Text),
        };
        (name.to_owned(), width, look)
    }
}

fn measure_head(source: Source) -> (String, f64, Look) {
    let key = metric(source);
    match source {
        Source::WhiteSpace | Source::Overage => {
            (spec(key).map_or("", |spec| spec.name).to_owned(), 13.0, Look::Amount)
        }
        Source::Change => ("Change on the period before, pp".to_owned(), 12.0, Look::Change),
        Source::RelativeChange => ("Relative change on the period before, %".to_owned(), 12.0, Look::Change),
        _ => (percent_head(key), 12.0, Look::Rate),
    }
}

/// Key of a measure in the table of metrics.
fn metric(source: Source) -> &'static str {
    use super::needs::Set::{Departments, Divisions, Units};
    match source {
        Source::Rate(rate) => rate.key(),
        Source::Share(Units) => "unit_penetration",
        Source::Share(Divisions) => "division_penetration",
        Source::Share(Departments) => "department_penetration",
        Source::Regions => "geographic_penetration",
        Source::Products => "product_penetration",
        Source::WhiteSpace => "white_space",
        Source::Overage => "overage",
        Source::Headline => HEADLINE,
        Source::Change => "qoq_pp",
        Source::RelativeChange => "qoq_relative",
    }
}

/// A measure out of the sheets of a period; `None` = there is nothing it could be made of.
fn formula(snapshot: &Snapshot<'_>, rows: &AccountRows<'_>, source: Source) -> Option<String> {
    if rows.order.is_empty() {
        return None;
    }
    match source {
        Source::Rate(rate) => Some(snapshot.cell(rows, 0, columns::Col::Percent(rate))),
        Source::WhiteSpace => Some(snapshot.cell(rows, 0, columns::Col::WhiteSpace)),
        Source::Overage => Some(snapshot.cell(rows, 0, columns::Col::Overage)),
        Source::Share(set) => {
            let counts = snapshot.column(rows, columns::Col::Counts(set));
            let active = snapshot.column(rows, columns::Col::Active);
            Some(format!("IF(SUM({counts})=0,\"\",100*COUNTIFS({counts},1,{active},1)/SUM({counts}))"))
        }
        Source::Regions => regions::penetration(snapshot, rows),
        Source::Products => products::penetration(snapshot, rows),
        Source::Headline | Source::Change | Source::RelativeChange => None,
    }
}

/// One account.
struct Line<'a> {
    sheet: &'a Accounts<'a>,
    report: &'a Report<'a>,
    account: usize,
    row: u32,
}

impl Line<'_> {
    fn here(&self, column: Col) -> String {
        self.sheet.cell(column, self.row)
    }

    fn write(&self, page: &mut Page, rank: Option<f64>) {
        let (account, _) = self.report.account(self.account);
        for column in &self.sheet.columns {
            let at = self.sheet.at(*column);
            match column {
                Col::Account => page.text(self.row, at, account.key.as_str()),
                Col::Name => page.text(self.row, at, &page::clean(&account.name)),
                Col::Tier => page.text(self.row, at, account.tier.map_or("", Tier::word)),
                Col::Rank => {
                    let (formula, shown) = (self.rank(), rank);
                    page.formula(self.row, at, &formula, shown);
                }
                _ => match self.formula(*column) {
                    (Some(formula), shown) => page.formula(self.row, at, &formula, shown),
                    (None, Shown::Number(Some(value))) => {
                        page.number(self.row, at, value, column.head().2, Ink::Given);
                    }
                    (None, _) => {}
                },
            }
        }
    }

    /// The formula of a cell and what it comes to; `None` = it is a value, because the units are left out.
    fn formula(&self, column: Col) -> (Option<String>, Shown) {
        let (_, evaluation) = self.report.account(self.account);
        let (score, facts) = (&evaluation.score, &evaluation.facts);
        let root = Some(facts.root()).filter(|_| facts.has_records);
        let revenue = root.and_then(metrics::UnitFacts::revenue);
        let now = &self.report.now;
        let rows = &now.accounts[self.account];
        let of_root = |column: columns::Col| (!rows.order.is_empty()).then(|| now.cell(rows, 0, column));
        match column {
            Col::Amount(figure) => {
                (of_root(columns::Col::Rolled(figure)), root.and_then(|root| figure.rolled(root)).into())
            }
            Col::RevenueArr => {
                (of_root(columns::Col::Num(Rate::Revenue)), revenue.map(|pair| pair.num).into())
            }
            Col::RevenuePotential => {
                (of_root(columns::Col::Den(Rate::Revenue)), revenue.map(|pair| pair.den).into())
            }
            Col::Measure(source) => {
                (self.measure(source), evaluation.metrics.get(metric(source)).value.into())
            }
            Col::Before => {
                let before = &self.report.before;
                let rows = &before.accounts[self.account];
                let formula = self.sheet.headline.and_then(|source| formula(before, rows, source));
                (formula, self.report.measured.headline_before[self.account].value.into())
            }
            Col::Coverage => (Some(self.coverage()), score.weight_coverage.into()),
            Col::Low => (self.possible(false), score.low.into()),
            Col::High => (self.possible(true), score.high.into()),
            Col::Why => (Some(self.why()), score.reason.unwrap_or_default().into()),
            Col::Score => (self.score(), score.value.into()),
            Col::Band => {
                let label = score.band.and_then(|band| self.report.model.scheme.bands.get(band));
                (self.band(), page::clean(label.map_or("", |band| &band.label)).as_str().into())
            }
            Col::Account | Col::Name | Col::Tier | Col::Rank => (None, None.into()),
        }
    }

    fn measure(&self, source: Source) -> Option<String> {
        let now = &self.report.now;
        let headline = self.here(Col::Measure(Source::Headline));
        let before = self.here(Col::Before);
        match source {
            Source::Headline => {
                let axis = self.here(Col::Measure(self.sheet.headline?));
                Some(format!("IF({axis}=\"\",\"\",{axis})"))
            }
            Source::Change => Some(format!("IF(OR({headline}=\"\",{before}=\"\"),\"\",{headline}-{before})")),
            Source::RelativeChange => Some(format!(
                "IF(OR({headline}=\"\",{before}=\"\"),\"\",IF({before}=0,\"\",100*({headline}-{before})/{before}))"
            )),
            _ => formula(now, &now.accounts[self.account], source),
        }
    }

    fn factors(&self, column: u16) -> Option<String> {
        let has_factors = !self.sheet.scoring.factors.is_empty();
        has_factors.then(|| self.report.factors.column(self.account, column))
    }

    /// Known weight; 1 if every factor with a weight is known.
    fn coverage(&self) -> String {
        let Some((points, share)) = self.factors(POINTS).zip(self.factors(SHARE)) else {
            return "0".to_owned();
        };
        let total = self.report.model.total();
        format!(
            "IF({total}>0,IF(SUMPRODUCT(({points}=\"\")*({share}>0))=0,1,MIN(1,SUMIF({points},\">=0\",{share}))),0)"
        )
    }

    /// From the scale on which points are added.
    fn unscaled(&self, sum: &str) -> String {
        match self.sheet.scoring.aggregation {
            Aggregation::Arithmetic => sum.to_owned(),
            Aggregation::Geometric => format!("EXP({sum})"),
        }
    }

    /// The score if missing factors had no points (geometric: 1), or all.
    fn possible(&self, highest: bool) -> Option<String> {
        let known = format!("SUM({})", self.factors(PART)?);
        let full = match self.sheet.scoring.aggregation {
            Aggregation::Arithmetic => "100",
            Aggregation::Geometric => "LN(100)",
        };
        let sum = if highest { format!("{known}+(1-{})*{full}", self.here(Col::Coverage)) } else { known };
        Some(format!("IF({}>0,{},\"\")", self.report.model.total(), self.unscaled(&sum)))
    }

    /// The engine's reason, or nothing.
    fn why(&self) -> String {
        let Some(missing) = self.factors(MISSING) else { return "\"all weights are zero\"".to_owned() };
        let (model, coverage) = (&self.report.model, self.here(Col::Coverage));
        let policy = match self.sheet.scoring.missing_policy {
            MissingPolicy::Unknown => format!("IF(SUM({missing})>0,\"a factor has no value\",\"\")"),
            MissingPolicy::Reweight => format!(
                "IF({coverage}<=0,\"no factor with a weight has a value\",IF({coverage}<{}-1E-9,\"too little of the weight has a value\",\"\"))",
                model.least()
            ),
            MissingPolicy::Zero | MissingPolicy::Neutral => "\"\"".to_owned(),
        };
        format!(
            "IF({}>0,IF(SUMPRODUCT({missing}*{})>0,\"a required factor has no value\",{policy}),\"all weights are zero\")",
            model.total(),
            model.required()
        )
    }

    fn score(&self) -> Option<String> {
        let sum = match self.sheet.scoring.missing_policy {
            MissingPolicy::Reweight => format!("SUM({})/{}", self.factors(PART)?, self.here(Col::Coverage)),
            _ => format!("SUM({})", self.factors(CONTRIBUTION)?),
        };
        let why = self.here(Col::Why);
        Some(format!("IF({why}<>\"\",\"\",MAX(0,MIN(100,{})))", self.unscaled(&sum)))
    }

    /// As many bands up as edges are passed, with the tolerance of the engine.
    fn band(&self) -> Option<String> {
        if self.report.model.scheme.bands.is_empty() || self.sheet.scoring.factors.is_empty() {
            return None;
        }
        let ([labels, edges, owners], score) = (self.report.model.bands(), self.here(Col::Score));
        Some(format!(
            "IF({score}=\"\",\"\",INDEX({labels},1+COUNTIFS({owners},\"lower\",{edges},\"<\"&({score}-1E-9))+COUNTIFS({owners},\"upper\",{edges},\"<=\"&({score}+1E-9))))"
        ))
    }

    /// One more than the number of accounts that score clearly higher, so that ties share a rank.
    fn rank(&self) -> String {
        let (score, headline) = (self.here(Col::Score), self.here(Col::Measure(Source::Headline)));
        let (scores, headlines) =
            (self.sheet.all(Col::Score), self.sheet.all(Col::Measure(Source::Headline)));
        format!(
            "IF(OR({score}=\"\",{headline}=\"\"),\"\",1+COUNTIFS({scores},\">\"&({score}+1E-9),{headlines},\">=0\"))"
        )
    }
}
