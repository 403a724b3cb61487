//! `inroads rank`: the ranking, how far weights may move before it changes, and how it fares under random weights.

use std::{ops::ControlFlow, thread};

use crate::{
    domain::{Account, Factor},
    engine::{
        chosen::Chosen,
        evaluate::Scorer,
        scoring::{
            Ranking, Score,
            acceptability::{
                Acceptability, LARGE_SAMPLES, Question, RowAcceptability, Sampled, WHOLE_TABLE, acceptability,
            },
            exact,
            lines::PointTable,
            ranking,
            sampling::Sampling,
            stability::{Interval, intervals},
        },
    },
};

use super::{
    Format, RankArguments,
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
pub struct Report {
    /// The workspace and what was selected.
    pub opened: Opened,
    /// Parallel to `opened.accounts`.
    pub scores: Vec<Score>,
    /// The accounts by rank, ties and unranked ones in account order.
    pub ranking: Ranking,
    /// How weights were drawn.
    pub sampling: Sampling,
    /// What rests on the weights; `None` = they are all zero.
    pub weighed: Option<Weighed>,
}

/// What rests on the weights.
pub struct Weighed {
    /// The accounts that take part.
    pub table: PointTable,
    /// How far each weight may move.
    pub intervals: Vec<Interval>,
    /// The outcome of random weights.
    pub sampled: Acceptability,
    /// Pairs of rows, parallel to `sampled.pairwise`.
    pub pairs: Vec<(usize, usize)>,
    /// Exact probability that the first of a pair wins; `None` = only sampled.
    pub exact: Vec<Option<f64>>,
}

/// Reads, ranks, samples, prints.
pub fn run(arguments: &RankArguments) -> Result<(), Failure> {
    let report = report(open(&arguments.selection)?, arguments);
    output::print(|out| match arguments.format {
        Format::Json => rank_json::write(&report, out),
        Format::Csv => rank_csv::write(&report, out),
        Format::Table => rank_table::write(&report, output::has_colour(), out),
    })
}

fn report(opened: Opened, arguments: &RankArguments) -> Report {
    let Opened { workspace, accounts, period, model } = &opened;
    let baseline = workspace.baseline.as_ref().filter(|baseline| baseline.key == model.key).unwrap_or(model);
    let (by_model, by_baseline) = (Scorer::new(workspace, model), Scorer::new(workspace, baseline));
    let standings =
        Chosen::new(workspace, &[model, baseline], &[]).in_period(accounts, *period, |account, metrics| {
            let score = by_model.score(account, metrics);
            (metrics.get(HEADLINE).value.is_some(), by_baseline.score(account, metrics).value, score)
        });
    let (mut scores, mut baselines, mut has_headline) = (Vec::new(), Vec::new(), Vec::new());
    for (ranked, baseline, score) in standings {
        has_headline.push(ranked);
        baselines.push(baseline);
        scores.push(score);
    }
    // An account without a headline value is not ranked (rule G-05, ruling B43).
    let ranked = |values: Vec<Option<f64>>| -> Vec<Option<f64>> {
        values.into_iter().zip(&has_headline).map(|(value, ranked)| value.filter(|_| *ranked)).collect()
    };
    let ranking = ranking(&ranked(scores.iter().map(|score| score.value).collect()), &ranked(baselines));
    let table = PointTable::new(model, &scores, &has_headline);
    let sampling = sampling(&opened, arguments, table.as_ref().map_or(0, |table| table.rows.len()));
    let weighed = table.map(|table| weigh(table, &ranking, sampling));
    Report { opened, scores, ranking, sampling, weighed }
}

/// What the file says, changed by the command line.
fn sampling(opened: &Opened, arguments: &RankArguments, rows: usize) -> Sampling {
    let stored = Sampling::from(&opened.workspace.settings.analysis);
    let mut samples = arguments.samples.unwrap_or(stored.samples);
    if rows > WHOLE_TABLE {
        samples = arguments.samples.unwrap_or(stored.samples.min(LARGE_SAMPLES));
        samples = samples.min((MOST_PLACES / rows) as u32).max(1);
        let text = format!(
            "more than {WHOLE_TABLE} accounts: only a summary of their ranks in {samples} weightings"
        );
        output::say("note", &text);
    }
    Sampling {
        samples,
        seed: arguments.seed.unwrap_or(stored.seed),
        spread: arguments.spread.unwrap_or(stored.spread),
        keep_order: arguments.keep_order || stored.keep_order,
    }
}

fn weigh(table: PointTable, ranking: &Ranking, sampling: Sampling) -> Weighed {
    let pairs = pairs(&table, ranking);
    let whole_table = table.rows.len() <= WHOLE_TABLE;
    let question = Question { table: &table, sampling, uncertain: &[], pairs: &pairs, whole_table };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut progress = Progress::new("Drawing weights:");
    let mut watch = |sampled: &Sampled<'_>| {
        progress.step(sampled.done(), sampling.samples);
        ControlFlow::Continue(())
    };
    let sampled = acceptability(&question, threads, &mut watch);
    // Nobody breaks it off; should it happen, nothing was found.
    let sampled = sampled.unwrap_or(Acceptability { samples: 0, rows: Vec::new(), pairwise: Vec::new() });
    let exact = pairs.iter().map(|(a, b)| exact::winning(&table, &sampling, *a, *b)).collect();
    Weighed { intervals: intervals(&table), sampled, exact, pairs, table }
}

fn pairs(table: &PointTable, ranking: &Ranking) -> Vec<(usize, usize)> {
    let rows = table.rows.len();
    if rows <= ALL_PAIRS {
        return (0..rows).flat_map(|a| (a + 1..rows).map(move |b| (a, b))).collect();
    }
    output::say("note", &format!("more than {ALL_PAIRS} accounts: pairs are neighbours of the ranking"));
    let by_rank: Vec<usize> =
        ranking.rows.iter().filter_map(|row| table.accounts.binary_search(&row.account).ok()).collect();
    by_rank.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

impl Report {
    /// The outcome of random weights for an account; `None` = it takes no part.
    pub fn sampled(&self, account: usize) -> Option<&RowAcceptability> {
        let weighed = self.weighed.as_ref()?;
        weighed.sampled.rows.get(weighed.table.accounts.binary_search(&account).ok()?)
    }

    /// Why an account has no rank; `None` = it has one.
    pub fn reason(&self, account: usize, rank: Option<u32>) -> Option<&'static str> {
        let score = &self.scores[account];
        rank.is_none().then(|| score.reason.unwrap_or("the headline metric has no value"))
    }

    /// Whether there are too many accounts to count each rank of each.
    pub fn is_summary(&self) -> bool {
        self.weighed.as_ref().is_some_and(|weighed| weighed.table.rows.len() > WHOLE_TABLE)
    }

    /// The account of a row of the table.
    pub fn account_of(&self, weighed: &Weighed, row: usize) -> &Account {
        &self.opened.accounts[weighed.table.accounts[row]]
    }

    /// The enabled factors, in the order of the table's columns.
    pub fn factors(&self) -> impl Iterator<Item = &Factor> {
        self.opened.model.factors.iter().filter(|factor| factor.enabled)
    }
}
