//! The report to read: one page of HTML that stands alone, on screen and on paper. No script, no link, nothing fetched;
//! every text of the workspace is escaped.

mod account;
mod markup;

use std::sync::Arc;

use crate::{
    domain::{Account, Period, ScoringModel, Workspace},
    engine::{
        display,
        evaluate::{Evaluation, evaluate},
        metrics::{self, HEADLINE, MetricValue, PortfolioInput, PortfolioMetrics, Unit},
        rules::{self, Finding},
        scoring::{self, Ranking, bands},
        shading::money,
    },
    markup::escaped,
    number,
};

use markup::{STYLE, Table, figures};

/// What the report is about, measured.
pub struct Report<'a> {
    workspace: &'a Workspace,
    accounts: &'a [Arc<Account>],
    period: Period,
    model: &'a ScoringModel,
    /// Parallel to `accounts`.
    evaluations: Vec<Evaluation>,
    /// Findings about each of them, parallel to `accounts`, and those over all accounts.
    findings: Vec<Vec<Finding>>,
    together: Vec<Finding>,
    portfolio: PortfolioMetrics,
    ranking: Ranking,
}

impl<'a> Report<'a> {
    /// Measures `accounts` of a workspace in a period. Day and period of the workspace should be pinned.
    pub fn new(
        workspace: &'a Workspace,
        accounts: &'a [Arc<Account>],
        period: Period,
        model: &'a ScoringModel,
    ) -> Self {
        let evaluations: Vec<Evaluation> =
            accounts.iter().map(|account| evaluate(workspace, account, period, model)).collect();
        let wanted: Vec<usize> =
            accounts.iter().filter_map(|account| workspace.find_account(&account.key)).collect();
        let (mut findings, mut together) = (vec![Vec::new(); accounts.len()], Vec::new());
        for finding in rules::check(workspace, model, period, &wanted) {
            let place =
                finding.account.and_then(|account| wanted.iter().position(|at| *at == account as usize));
            match place {
                Some(place) => findings[place].push(finding),
                None => together.push(finding),
            }
        }
        let inputs: Vec<PortfolioInput> = accounts
            .iter()
            .zip(&evaluations)
            .map(|(account, found)| PortfolioInput::new(account, &found.facts, &found.metrics))
            .collect();
        // An account without a headline value is not ranked (rule G-05, ruling B43).
        let ranked =
            |found: &Evaluation| found.score.value.filter(|_| found.metrics.get(HEADLINE).value.is_some());
        let scores: Vec<Option<f64>> = evaluations.iter().map(ranked).collect();
        Self {
            workspace,
            accounts,
            period,
            model,
            findings,
            together,
            portfolio: metrics::portfolio(&inputs),
            ranking: scoring::ranking(&scores, &scores),
            evaluations,
        }
    }

    fn name(&self) -> &str {
        let name = self.workspace.settings.name.trim();
        if name.is_empty() { "Workspace" } else { name }
    }

    fn money(&self, value: Option<f64>) -> String {
        self.number(value, Unit::Money)
    }

    /// As the maps beside it write numbers.
    fn number(&self, value: Option<f64>, unit: Unit) -> String {
        let symbol = &self.workspace.settings.currency.symbol;
        match unit {
            Unit::Money => money(value, symbol),
            Unit::Percent => value.map_or_else(|| number::MISSING.to_owned(), number::percent),
            unit => display::number(value, unit, symbol),
        }
    }

    /// Name of the band of an account's score.
    fn band(&self, found: &Evaluation) -> String {
        let scheme = scoring::scheme_for(self.workspace, self.model);
        let band = found.score.band.and_then(|band| scheme.bands.get(band));
        band.map_or_else(|| display::UNKNOWN.to_owned(), |band| bands::name(band).to_owned())
    }

    fn head(&self) -> String {
        let period = self.workspace.period_text(self.period);
        let (name, model) = (escaped(self.name()), escaped(&self.model.name));
        format!(
            "<header>\n<h1>{name}</h1>\n<p class=\"sub\">{} · as of {} · scored by {model}</p>\n</header>\n",
            escaped(&period),
            self.workspace.as_of()
        )
    }

    /// All accounts together, and their ranking.
    fn overview(&self) -> String {
        let known = |found: &Evaluation| found.facts.root().arr().filter(|_| found.facts.has_records);
        let arr: Vec<f64> = self.evaluations.iter().filter_map(known).collect();
        let scores: Vec<Option<f64>> = self.evaluations.iter().map(|found| found.score.value).collect();
        let weighted = self.portfolio.all.weighted.value;
        let mut page = figures(&[
            ("Accounts", self.accounts.len().to_string()),
            ("Penetration", self.number(weighted, Unit::Percent)),
            ("ARR", self.money((!arr.is_empty()).then(|| arr.iter().sum()))),
            ("White space", self.money(self.portfolio.white_space.value)),
            ("Mean score", self.number(scoring::ranks::mean_score(&scores), Unit::Points)),
        ]);
        page += "<h2>Ranking</h2>\n";
        let mut table = Table::new(&[
            ("Rank", true),
            ("Account", false),
            ("Tier", false),
            ("Score", true),
            ("Band", false),
            ("Penetration", true),
            ("White space", true),
        ]);
        for row in &self.ranking.rows {
            let (account, found) = (&self.accounts[row.account], &self.evaluations[row.account]);
            let get = |key: &str| found.metrics.get(key).value;
            table.row(&[
                row.rank.map_or_else(|| display::UNKNOWN.to_owned(), |rank| rank.to_string()),
                account.name.clone(),
                account.tier.map_or(display::UNKNOWN, crate::domain::Tier::word).to_owned(),
                self.number(found.score.value, Unit::Points),
                self.band(found),
                self.number(get(HEADLINE), Unit::Percent),
                self.money(get("white_space")),
            ]);
        }
        page + &table.finish()
    }

    fn value(found: &Evaluation, key: &str) -> MetricValue {
        found.metrics.get(key)
    }
}

/// The whole page.
pub fn page(report: &Report<'_>) -> String {
    let title = format!("{} · {}", report.name(), report.workspace.period_text(report.period));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&title)
    );
    page += &report.head();
    if report.accounts.is_empty() {
        page += "<p>There are no accounts yet.</p>\n";
    } else {
        page += &report.overview();
        page += &report.findings_over_all();
    }
    for at in 0..report.accounts.len() {
        page += &report.account(at);
    }
    page + "</main>\n</body>\n</html>\n"
}
