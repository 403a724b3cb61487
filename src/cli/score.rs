//! `inroads score`: metrics, score and bands of every account.

use std::sync::Arc;

use crate::{
    domain::{Account, Band, Target, Tier},
    engine::{
        compare,
        distribution::{BandShare, Holding, beachhead_to_new_business, distribution},
        evaluate::{Evaluation, evaluate_over},
        metrics::{
            self, Attainment, MetricValue, PortfolioInput, PortfolioMetrics, Unit, UnitFacts, UnitMeasure,
        },
        scoring,
    },
};

use super::{
    Format, ScoreArguments,
    failure::Failure,
    open::{Opened, open},
    output, score_csv, score_json, score_table,
};

/// Schemes whose band of the account is printed, with the metric they read.
pub const BANDS: [(&str, &str); 3] = [
    ("a_segment", "overall_penetration"),
    ("d_bands", "revenue_penetration"),
    ("e_degree", "product_penetration"),
];

/// Key of the headline metric.
pub const HEADLINE: &str = "overall_penetration";

/// Everything that one run prints, whatever the format.
pub struct Report {
    /// The workspace and what was selected.
    pub opened: Opened,
    /// Parallel to `opened.accounts`.
    pub evaluations: Vec<Evaluation>,
    /// The selected accounts together.
    pub portfolio: PortfolioMetrics,
    /// The selected accounts over the bands of `a_segment`.
    pub distribution: Vec<BandShare>,
    /// Whether units are printed.
    pub with_units: bool,
}

/// Reads, evaluates, prints.
pub fn run(arguments: &ScoreArguments) -> Result<(), Failure> {
    let report = report(open(&arguments.selection)?, arguments.units, arguments.window);
    output::print(|out| match arguments.format {
        Format::Json => score_json::write(&report, out),
        Format::Csv => score_csv::write(&report, out),
        Format::Table => score_table::write(&report, output::has_colour(), out),
    })
}

/// Evaluates what was selected, with retention over `window` periods; `None` = over a year.
pub fn report(opened: Opened, with_units: bool, window: Option<u16>) -> Report {
    let window = window.map_or(opened.workspace.settings.period_kind.per_year(), i32::from);
    let evaluations: Vec<Evaluation> = opened
        .accounts
        .iter()
        .map(|account| evaluate_over(&opened.workspace, account, opened.period, &opened.model, window))
        .collect();
    let inputs: Vec<PortfolioInput> = opened
        .accounts
        .iter()
        .zip(&evaluations)
        .map(|(account, evaluation)| PortfolioInput::new(account, &evaluation.facts, &evaluation.metrics))
        .collect();
    let portfolio = metrics::portfolio(&inputs);
    let holdings: Vec<Holding> = evaluations.iter().map(holding).collect();
    let distribution = scoring::scheme(&opened.workspace, "a_segment")
        .map(|scheme| distribution(scheme, &holdings))
        .unwrap_or_default();
    Report { opened, evaluations, portfolio, distribution, with_units }
}

fn holding(evaluation: &Evaluation) -> Holding {
    let recorded = evaluation.facts.has_records;
    let root = evaluation.facts.root();
    Holding {
        value: evaluation.metrics.get(HEADLINE).value,
        arr: root.arr().filter(|_| recorded),
        potential: root.potential().filter(|_| recorded),
        white_space: evaluation.metrics.get("white_space").value,
    }
}

impl Report {
    /// The account and what was measured of it, in order.
    pub fn accounts(&self) -> impl Iterator<Item = (&Arc<Account>, &Evaluation)> {
        self.opened.accounts.iter().zip(&self.evaluations)
    }

    /// The band of an account in one of [`BANDS`]; `None` = the metric has no value.
    pub fn band(&self, evaluation: &Evaluation, scheme: &str, metric: &str) -> Option<&Band> {
        let scheme = scoring::scheme(&self.opened.workspace, scheme)?;
        let value = evaluation.metrics.get(metric).value?;
        scheme.bands.get(scoring::band(scheme, value))
    }

    /// The band of an account's score; `None` without a score.
    pub fn score_band(&self, evaluation: &Evaluation) -> Option<&Band> {
        let scheme = scoring::scheme_for(&self.opened.workspace, &self.opened.model);
        evaluation.score.band.and_then(|band| scheme.bands.get(band))
    }

    /// The account's targets with their attainment (M-34), in row order.
    pub fn targets<'a>(account: &'a Account, evaluation: &Evaluation) -> Vec<(&'a Target, Attainment)> {
        let held = |target: &'a Target| (target, metrics::attainment(target, &evaluation.metrics));
        account.targets.iter().map(held).collect()
    }

    /// Key, unit and value of every figure of the portfolio, in order.
    pub fn portfolio_rows(&self) -> Vec<(&'static str, Unit, MetricValue)> {
        let beachhead = beachhead_to_new_business(&self.opened.workspace, &self.distribution);
        let more = ("beachhead_to_new_business", Unit::Percent, beachhead);
        self.portfolio.rows().into_iter().chain([more]).collect()
    }

    /// The units that exist in the period, in tree order, without the root: index and facts.
    pub fn units(evaluation: &Evaluation) -> impl Iterator<Item = (usize, &UnitFacts)> + use<'_> {
        let facts = &evaluation.facts;
        let indices = facts.order().iter().map(|index| *index as usize).filter(|index| *index > 0);
        indices.map(|index| (index, &facts.units[index]))
    }

    /// Whether some account is of tier Strategic, so that figures of that tier say something.
    pub fn has_strategic(&self) -> bool {
        self.opened.accounts.iter().any(|account| account.tier == Some(Tier::Strategic))
    }

    /// Whether the range that missing factors leave open is worth printing.
    pub fn is_open(evaluation: &Evaluation) -> bool {
        let score = &evaluation.score;
        score.low.zip(score.high).is_some_and(|(low, high)| compare::greater(high, low))
    }
}

/// A measure of a unit; none if nothing was recorded for the account in the period (ruling B3).
pub fn measure_unit(evaluation: &Evaluation, unit: &UnitFacts, measure: UnitMeasure) -> MetricValue {
    if evaluation.facts.has_records || measure == UnitMeasure::Counted {
        measure.measure(unit)
    } else {
        MetricValue::unknown("nothing is recorded in this period")
    }
}
