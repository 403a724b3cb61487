//! `inroads rank`: the ranking, how far weights may move before it changes, and how it fares under random weights; of
//! accounts by health score, or of each account's units by opportunity score.

use std::{ops::ControlFlow, sync::Arc};

use crate::{
    domain::{Account, Factor, ScoringModel, Tree},
    engine::{
        chosen::Chosen,
        evaluate::Scorer,
        metrics::{Inputs, Survey, facts},
        parallel,
        planning::{Standing, gap_table, opportunity::NO_WEIGHT, opportunity_model, opportunity_scores},
        scoring::{
            Ranged, Ranking, Score,
            acceptability::{
                Acceptability, LARGE_SAMPLES, Question, RowAcceptability, Sampled, Uncertain, WHOLE_TABLE,
                acceptability, confidence,
            },
            exact,
            lines::PointTable,
            ranged, ranking,
            sampling::Sampling,
            stability::{Interval, intervals},
            uncertain_inputs,
        },
    },
};

use super::{
    Format, RankArguments, RankOf,
    failure::Failure,
    open::{Opened, open},
    output::{self, Progress},
    rank_csv, rank_json, rank_table,
    score::HEADLINE,
};

/// Up to so many accounts every pair is printed; beyond, neighbours of the ranking.
const ALL_PAIRS: usize = 100;

/// Places that a summary keeps at most, 4 bytes each.
const MOST_PLACES: usize = 1 << 28;

/// Everything that one run prints, whatever the format.
pub struct Report<'a> {
    /// The workspace and what was selected.
    pub opened: &'a Opened,
    /// What is ranked.
    pub of: RankOf,
    /// How weights and data were drawn; the samples are the most that a list took.
    pub sampling: Sampling,
    /// Whether inputs with a range were drawn from it.
    pub data_uncertainty: bool,
    /// The model that weighs.
    pub model: Arc<ScoringModel>,
    /// The accounts together; or the units of each, one list per account.
    pub lists: Vec<List<'a>>,
}

/// Things ranked against each other.
pub struct List<'a> {
    /// The account whose units they are; `None` = they are the accounts.
    pub account: Option<&'a Account>,
    /// Key and name of each.
    pub names: Vec<(&'a str, &'a str)>,
    /// Parallel to `names`.
    pub scores: Vec<Score>,
    /// Indexes into `names` by rank, ties and unranked ones in their order.
    pub ranking: Ranking,
    /// What rests on the weights; `None` = they are all zero.
    pub weighed: Option<Weighed>,
}

/// What rests on the weights.
pub struct Weighed {
    /// The accounts or units that take part.
    pub table: PointTable,
    /// How far each weight may move.
    pub intervals: Vec<Interval>,
    /// The outcome of random weights.
    pub sampled: Acceptability,
    /// Share 0–1 of data draws in which each row is first under its central weights; `None` = nothing was drawn, it never
    /// came first, or there are too many rows.
    pub confidence: Vec<Option<f64>>,
    /// Pairs of rows, parallel to `sampled.pairwise`.
    pub pairs: Vec<(usize, usize)>,
    /// Exact probability that the first of a pair wins; `None` = only sampled.
    pub exact: Vec<Option<f64>>,
}

/// Reads, ranks, samples, prints.
pub fn run(arguments: &RankArguments) -> Result<(), Failure> {
    let opened = open(&arguments.selection)?;
    let report = match arguments.of {
        RankOf::Accounts => accounts(&opened, arguments),
        RankOf::Opportunity => units(&opened, arguments),
    };
    output::print(|out| match arguments.format {
        Format::Json => rank_json::write(&report, out),
        Format::Csv => rank_csv::write(&report, out),
        Format::Table => rank_table::write(&report, output::has_colour(), out),
    })
}

fn accounts<'a>(opened: &'a Opened, arguments: &RankArguments) -> Report<'a> {
    let Opened { workspace, accounts, period, model } = opened;
    let baseline = workspace.baseline.as_ref().filter(|baseline| baseline.key == model.key).unwrap_or(model);
    let (by_model, by_baseline) = (Scorer::new(workspace, model), Scorer::new(workspace, baseline));
    let data_uncertainty = arguments.data_uncertainty || workspace.settings.analysis.smaa_data_uncertainty;
    let standings =
        Chosen::new(workspace, &[model, baseline], &[]).in_period(accounts, *period, |account, metrics| {
            let score = by_model.score(account, metrics);
            let factors = model.factors.iter().filter(|_| data_uncertainty);
            let ranges: Vec<Option<Ranged>> =
                factors.map(|factor| ranged(account, metrics, factor)).collect();
            let has_headline = metrics.get(HEADLINE).value.is_some();
            (has_headline, by_baseline.score(account, metrics).value, score, ranges)
        });
    let (mut scores, mut baselines, mut has_headline) = (Vec::new(), Vec::new(), Vec::new());
    let mut ranges = Vec::new();
    for (ranked, baseline, score, of_factors) in standings {
        has_headline.push(ranked);
        baselines.push(baseline);
        scores.push(score);
        ranges.push(of_factors);
    }
    // An account without a headline value is not ranked (rule G-05, ruling B43).
    let ranked = |values: Vec<Option<f64>>| -> Vec<Option<f64>> {
        values.into_iter().zip(&has_headline).map(|(value, ranked)| value.filter(|_| *ranked)).collect()
    };
    let ranking = ranking(&ranked(scores.iter().map(|score| score.value).collect()), &ranked(baselines));
    let table = PointTable::new(model, &scores, &has_headline);
    let sampling = sampling(opened, arguments, table.as_ref().map_or(0, |table| table.rows.len()));
    let weighed = table.map(|table| {
        let range = |account: usize, factor: usize| ranges.get(account)?.get(factor).copied().flatten();
        let uncertain = uncertain_inputs(&table, model, range);
        weigh(table, &ranking, sampling, &uncertain)
    });
    let names = accounts.iter().map(|account| (account.key.as_str(), account.name.as_str())).collect();
    let list = List { account: None, names, scores, ranking, weighed };
    let (of, model) = (RankOf::Accounts, Arc::clone(model));
    Report { opened, of, sampling, data_uncertainty, model, lists: vec![list] }
}

/// The units of each account that have white space, by opportunity score. They have no ranges and no baseline.
fn units<'a>(opened: &'a Opened, arguments: &RankArguments) -> Report<'a> {
    let Opened { workspace, accounts, period, .. } = opened;
    let model = Arc::new(opportunity_model(&workspace.settings.opportunity));
    let mut largest = 0;
    let lists = accounts.iter().map(|account| {
        let tree = Tree::new(&account.units).unwrap_or_else(|_| Tree::root_only(account.units.len()));
        let facts = facts(workspace, account, &tree, *period);
        let (day, tree, facts) = (workspace.day_of(*period), &tree, &facts);
        let inputs = Inputs { workspace, account, tree, facts, day, before: None, year_before: None };
        let survey = Survey::new(&inputs);
        let gaps = gap_table(&survey, &Standing::new(&survey), &workspace.settings.opportunity, None);
        let scores = opportunity_scores(&model, &gaps.rows);
        let values: Vec<Option<f64>> = scores.iter().map(|score| score.value).collect();
        let ranking = ranking(&values, &values);
        largest = largest.max(scores.len());
        let weighed = PointTable::new(&model, &scores, &vec![true; scores.len()])
            .map(|table| weigh(table, &ranking, sampling(opened, arguments, scores.len()), &[]));
        let name = |unit: u32| {
            account.units.get(unit as usize).map_or(("", ""), |unit| (unit.key.as_str(), unit.name.as_str()))
        };
        let names = gaps.rows.iter().map(|row| name(row.unit)).collect();
        List { account: Some(&**account), names, scores, ranking, weighed }
    });
    let lists = lists.collect();
    let sampling = stored(opened, arguments, largest);
    Report { opened, of: RankOf::Opportunity, sampling, data_uncertainty: false, model, lists }
}

/// What the file says, changed by the command line; the number of accounts or units may call for fewer samples.
fn sampling(opened: &Opened, arguments: &RankArguments, rows: usize) -> Sampling {
    let sampling = stored(opened, arguments, rows);
    if rows > WHOLE_TABLE {
        let text = format!(
            "more than {WHOLE_TABLE} {}: only a summary of their ranks in {} weightings",
            arguments.of.things(),
            sampling.samples
        );
        output::say("note", &text);
    }
    sampling
}

fn stored(opened: &Opened, arguments: &RankArguments, rows: usize) -> Sampling {
    let stored = Sampling::from(&opened.workspace.settings.analysis);
    let mut samples = arguments.samples.unwrap_or(stored.samples);
    if rows > WHOLE_TABLE {
        samples = arguments.samples.unwrap_or(stored.samples.min(LARGE_SAMPLES));
        samples = samples.min((MOST_PLACES / rows) as u32).max(1);
    }
    Sampling {
        samples,
        seed: arguments.seed.unwrap_or(stored.seed),
        spread: arguments.spread.unwrap_or(stored.spread),
        keep_order: arguments.keep_order || stored.keep_order,
    }
}

fn weigh(table: PointTable, ranking: &Ranking, sampling: Sampling, uncertain: &[Uncertain]) -> Weighed {
    let pairs = pairs(&table, ranking);
    let whole_table = table.rows.len() <= WHOLE_TABLE;
    let question = Question { table: &table, sampling, uncertain, pairs: &pairs, whole_table };
    let threads = parallel::threads();
    let mut progress = Progress::new("Drawing weights:");
    let mut watch = |sampled: &Sampled<'_>| {
        progress.step(sampled.done(), sampling.samples);
        ControlFlow::Continue(())
    };
    let sampled = acceptability(&question, threads, &mut watch);
    // Nobody breaks it off; should it happen, nothing was found.
    let sampled = sampled.unwrap_or(Acceptability { samples: 0, rows: Vec::new(), pairwise: Vec::new() });
    let confidence =
        if whole_table { confidence(&question, &sampled, threads) } else { vec![None; table.rows.len()] };
    // What is known within a range only has no exact probability.
    let certain = |row: usize| uncertain.iter().all(|input| input.row != row);
    let exact = pairs
        .iter()
        .map(|(a, b)| exact::winning(&table, &sampling, *a, *b).filter(|_| certain(*a) && certain(*b)))
        .collect();
    Weighed { intervals: intervals(&table), sampled, confidence, exact, pairs, table }
}

fn pairs(table: &PointTable, ranking: &Ranking) -> Vec<(usize, usize)> {
    let rows = table.rows.len();
    if rows <= ALL_PAIRS {
        return (0..rows).flat_map(|a| (a + 1..rows).map(move |b| (a, b))).collect();
    }
    output::say("note", &format!("more than {ALL_PAIRS} to compare: pairs are neighbours of the ranking"));
    let by_rank: Vec<usize> =
        ranking.rows.iter().filter_map(|row| table.accounts.binary_search(&row.account).ok()).collect();
    by_rank.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

impl Report<'_> {
    /// The enabled factors, in the order of the table's columns.
    pub fn factors(&self) -> impl Iterator<Item = &Factor> {
        self.model.factors.iter().filter(|factor| factor.enabled)
    }

    /// Normalised weights of the enabled factors; `None` where they are all zero.
    pub fn weights(&self) -> Vec<Option<f64>> {
        let found = self.lists.iter().find_map(|list| list.weighed.as_ref());
        match found {
            Some(weighed) => weighed.table.weights.iter().copied().map(Some).collect(),
            None => vec![None; self.factors().count()],
        }
    }
}

impl List<'_> {
    /// Row of the table, or `None` if it takes no part.
    fn row(&self, index: usize) -> Option<(&Weighed, usize)> {
        let weighed = self.weighed.as_ref()?;
        Some((weighed, weighed.table.accounts.binary_search(&index).ok()?))
    }

    /// The outcome of random weights for an account or unit; `None` = it takes no part.
    pub fn sampled(&self, index: usize) -> Option<&RowAcceptability> {
        let (weighed, row) = self.row(index)?;
        weighed.sampled.rows.get(row)
    }

    /// Its confidence factor, as in [`Weighed::confidence`].
    pub fn confidence(&self, index: usize) -> Option<f64> {
        let (weighed, row) = self.row(index)?;
        weighed.confidence.get(row).copied().flatten()
    }

    /// Why an account or unit has no rank; `None` = it has one.
    pub fn reason(&self, index: usize, rank: Option<u32>) -> Option<&'static str> {
        let without = || match self.account {
            None => self.scores[index].reason.unwrap_or("the headline metric has no value"),
            Some(_) => NO_WEIGHT,
        };
        rank.is_none().then(without)
    }

    /// Whether there are too many to count each rank of each.
    pub fn is_summary(&self) -> bool {
        self.weighed.as_ref().is_some_and(|weighed| weighed.table.rows.len() > WHOLE_TABLE)
    }

    /// Key and name of a row of the table.
    pub fn named(&self, weighed: &Weighed, row: usize) -> (&str, &str) {
        self.names[weighed.table.accounts[row]]
    }
}
