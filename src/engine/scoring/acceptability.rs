//! Rank acceptability (SMAA): how often an account has which rank when the weights are drawn at random (domain
//! specification 6.5).

use std::{
    ops::{ControlFlow, Range},
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    columns::Columns,
    curve,
    descending::Sorter,
    lines::PointTable,
    on_scale,
    sampling::{GRAIN, Sampling, SplitMix64, WeightSampler},
    tally::{RowRanks, TIE, Tally},
};
use crate::{
    domain::Curve,
    engine::{compare, parallel},
};

/// Up to so many accounts every rank has its own share; beyond, a summary is all that anyone reads (Annex B.7).
pub const WHOLE_TABLE: usize = 500;
/// Samples that suffice beyond [`WHOLE_TABLE`] accounts (Annex B.7).
pub const LARGE_SAMPLES: u32 = 2_000;

/// Samples that a thread takes at a time.
const CHUNK: u64 = 64;
/// Sums, and sorted scores, between two reports to the watcher; some milliseconds.
const PORTION: usize = 1 << 22;

/// An input that is known within a range only; its cell of the table has points.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// Row of the table.
    pub row: usize,
    /// Column of the table.
    pub column: usize,
    /// Lowest value of the metric.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// From the value to points.
    pub curve: Curve,
    /// The account's target for the metric.
    pub target: Option<f64>,
}

/// What to sample. Locks and the least coverage of weight do not count here (ruling B65).
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Points and current weights.
    pub table: &'a PointTable,
    /// How weights are drawn.
    pub sampling: Sampling,
    /// Inputs drawn from their ranges before the weights, in this order.
    pub uncertain: &'a [Uncertain],
    /// Pairs of rows to hold against each other.
    pub pairs: &'a [(usize, usize)],
    /// Whether to count every rank; a summary does without.
    pub whole_table: bool,
}

/// The outcome for one account.
#[derive(Debug, Clone, PartialEq)]
pub struct RowAcceptability {
    /// Share 0–1 of samples at each rank, accounts with equal scores sharing theirs; empty in a summary.
    pub ranks: Vec<f64>,
    /// Share 0–1 of samples at rank 1.
    pub first: f64,
    /// Mean rank.
    pub expected_rank: f64,
    /// Smallest ranks that hold 5 % and 95 % of the samples (ruling B66).
    pub rank_interval_90: (u32, u32),
    /// Mean of the weights under which the account is first; `None` = it never is.
    pub central_weights: Option<Vec<f64>>,
}

/// The outcome of sampling.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptability {
    /// Samples taken; 0 if nobody takes part.
    pub samples: u32,
    /// Parallel to the rows of the table.
    pub rows: Vec<RowAcceptability>,
    /// Parallel to the pairs asked for: share 0–1 of samples in which the first one scores higher, and half of ties.
    pub pairwise: Vec<f64>,
}

/// Takes all samples on `threads` threads and says what they show; the result is the same for any number of threads.
///
/// After every few milliseconds `watch` sees what there is so far; it may ask for [`Sampled::result`], and breaks off the
/// work with [`ControlFlow::Break`]. `None` = broken off. O(N·(m·n + m)) for N samples of m accounts and n factors.
pub fn acceptability(
    question: &Question<'_>,
    threads: usize,
    watch: &mut dyn FnMut(&Sampled<'_>) -> ControlFlow<()>,
) -> Option<Acceptability> {
    let mut sampled = Sampled::new(*question);
    let cells = question.table.rows.len() * (question.table.weights.len() + 8);
    let portion = (PORTION / cells.max(1)).next_multiple_of(CHUNK as usize) as u32;
    while !question.table.rows.is_empty() && sampled.done < question.sampling.samples {
        let until = sampled.done.saturating_add(portion).min(question.sampling.samples);
        sampled.extend(until, threads);
        if watch(&sampled).is_break() {
            return None;
        }
    }
    Some(sampled.result(threads))
}

/// Samples taken so far.
#[derive(Debug)]
pub struct Sampled<'a> {
    question: Question<'a>,
    columns: Columns,
    done: u32,
    tally: Tally,
}

impl<'a> Sampled<'a> {
    fn new(question: Question<'a>) -> Self {
        let tally = Tally::new(question.table.rows.len(), question.pairs.len(), question.whole_table);
        Self { question, columns: Columns::of(question.table), done: 0, tally }
    }

    /// Number of samples.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// Takes the samples from `done` to `until`; threads help themselves to the next ones.
    fn extend(&mut self, until: u32, threads: usize) {
        let next = AtomicU64::new(u64::from(self.done));
        let until = u64::from(until);
        let tallies = parallel::each(0..threads.max(1), |_| {
            let mut worker = Worker::new(&self.question, &self.columns);
            loop {
                let from = next.fetch_add(CHUNK, Ordering::Relaxed);
                if from >= until {
                    return worker.tally;
                }
                worker.take(from..until.min(from + CHUNK));
            }
        });
        for tally in tallies {
            self.tally.merge(tally);
        }
        self.done = until as u32;
    }

    /// What the samples so far show.
    pub fn result(&self, threads: usize) -> Acceptability {
        let rows = self.question.table.rows.len();
        let share = rows.div_ceil(threads.max(1)).max(1);
        let parts = parallel::each((0..rows).step_by(share), |from| {
            let rows = from..rows.min(from + share);
            rows.map(|row| self.row(row, &self.tally.ranks_of(row))).collect::<Vec<_>>()
        });
        let doubled = 2.0 * f64::from(self.done.max(1));
        Acceptability {
            samples: self.done,
            rows: parts.into_iter().flatten().collect(),
            pairwise: self.tally.pairs().iter().map(|won| *won as f64 / doubled).collect(),
        }
    }

    fn row(&self, row: usize, ranks: &RowRanks) -> RowAcceptability {
        let samples = f64::from(self.done.max(1));
        let last = self.question.table.rows.len() as u32;
        let reaches = |share: f64| {
            let (mut low, mut high) = (1, last);
            while low < high {
                let middle = low.midpoint(high);
                if compare::at_least(ranks.within(middle) / samples, share) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            low
        };
        let lead = self.tally.lead(row);
        RowAcceptability {
            ranks: ranks.table().into_iter().map(|count| count / samples).collect(),
            first: lead.as_ref().map_or(0.0, |(led, _)| led / samples),
            expected_rank: ranks.doubled_sum() as f64 / (2.0 * samples),
            rank_interval_90: (reaches(0.05), reaches(0.95)),
            central_weights: lead.map(|(led, sums)| {
                let spread = self.question.sampling.spread;
                let towards = |(sum, weight): (f64, &f64)| (1.0 - spread) * weight + spread * (sum / led);
                sums.into_iter().zip(&self.question.table.weights).map(towards).collect()
            }),
        }
    }
}

/// What one thread needs to take samples.
struct Worker<'a> {
    question: &'a Question<'a>,
    data: Data<'a>,
    weights: WeightSampler<'a>,
    scores: Vec<f64>,
    sorter: Sorter,
    tally: Tally,
}

impl<'a> Worker<'a> {
    fn new(question: &'a Question<'a>, columns: &'a Columns) -> Self {
        let rows = columns.rows();
        Self {
            question,
            data: Data::new(question, columns),
            weights: WeightSampler::new(&question.table.weights, question.sampling),
            scores: vec![0.0; rows],
            sorter: Sorter::default(),
            tally: Tally::new(rows, question.pairs.len(), question.whole_table),
        }
    }

    fn take(&mut self, samples: Range<u64>) {
        let draws = self.weights.draws() + self.question.uncertain.len() as u64;
        let mut generator = SplitMix64::new(self.question.sampling.seed, draws.wrapping_mul(samples.start));
        for _ in samples {
            let columns = self.data.draw(&mut generator);
            columns.scores(self.weights.draw(&mut generator), &mut self.scores);
            self.sorter.sort(&self.scores, 1);
            self.tally.count(&self.scores, &self.sorter, self.weights.spacings(), self.question.pairs);
        }
        self.tally.end_portion();
    }
}

/// The points of a sample: those of the table, uncertain ones drawn.
struct Data<'a> {
    question: &'a Question<'a>,
    certain: &'a Columns,
    drawn: Option<Columns>,
}

impl<'a> Data<'a> {
    fn new(question: &'a Question<'a>, certain: &'a Columns) -> Self {
        let drawn = (!question.uncertain.is_empty()).then(|| certain.clone());
        Self { question, certain, drawn }
    }

    fn draw(&mut self, generator: &mut SplitMix64) -> &Columns {
        let Some(drawn) = &mut self.drawn else { return self.certain };
        for Uncertain { row, column, low, high, curve, target } in self.question.uncertain {
            let uniform = generator.uniform() as f64 * GRAIN;
            let points = curve::points(curve, Some(low + uniform * (high - low)), *target);
            // A curve without points for a value leaves what the table says.
            if let Some(points) = points {
                drawn.points[*column][*row] = on_scale(self.question.table.aggregation, points);
            }
        }
        drawn
    }
}

/// Share 0–1 of the data draws in which each account is first under its own central weights, equal scores sharing; `None`
/// for accounts that never came first, and for all where every input is certain. O(N·m·n) for each account that did.
pub fn confidence(question: &Question<'_>, found: &Acceptability, threads: usize) -> Vec<Option<f64>> {
    if question.uncertain.is_empty() {
        return vec![None; found.rows.len()];
    }
    let columns = Columns::of(question.table);
    let share = found.rows.len().div_ceil(threads.max(1)).max(1);
    let parts = parallel::each(found.rows.chunks(share).enumerate(), |(part, rows)| {
        let of = |(at, row): (usize, &RowAcceptability)| {
            let weights = row.central_weights.as_ref()?;
            Some(wins(question, &columns, part * share + at, weights))
        };
        rows.iter().enumerate().map(of).collect::<Vec<_>>()
    });
    parts.into_iter().flatten().collect()
}

/// The same for one account alone.
pub fn confidence_of(question: &Question<'_>, found: &Acceptability, row: usize) -> Option<f64> {
    let weights = found.rows.get(row)?.central_weights.as_ref().filter(|_| !question.uncertain.is_empty())?;
    Some(wins(question, &Columns::of(question.table), row, weights))
}

fn wins(question: &Question<'_>, columns: &Columns, row: usize, weights: &[f64]) -> f64 {
    let draws = weights.len() as u64 - 1 + question.uncertain.len() as u64;
    let mut data = Data::new(question, columns);
    let mut scores = vec![0.0; columns.rows()];
    let samples = question.sampling.samples;
    let mut won = 0.0;
    for sample in 0..u64::from(samples) {
        let mut generator = SplitMix64::new(question.sampling.seed, draws.wrapping_mul(sample));
        data.draw(&mut generator).scores(weights, &mut scores);
        let ahead = scores.iter().any(|score| score - scores[row] > TIE);
        if !ahead {
            won += 1.0 / scores.iter().filter(|score| (**score - scores[row]).abs() <= TIE).count() as f64;
        }
    }
    won / f64::from(samples.max(1))
}
