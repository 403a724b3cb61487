//! What is counted while weights are sampled: whole numbers only, so that neither the order of the samples nor the number
//! of threads shows in any result.

use std::{collections::BTreeMap, ops::Range};

use super::descending::Sorter;

/// Scores that differ by no more share a rank (Annex B.3).
pub const TIE: f64 = 1e-12;

/// Stands in `places` where a row shared its rank.
const SHARED: u32 = u32::MAX;

/// Counts over the samples so far.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    rows: usize,
    summary: bool,
    /// `counts[place · rows + row]`: samples in which the row alone had this place, counted from 0. Empty in a summary.
    counts: Vec<u32>,
    /// In a summary the places of the portion in hand, sample after sample.
    places: Vec<u32>,
    /// In a summary the places of each portion before, row after row.
    portions: Vec<Vec<u32>>,
    /// (row, first place, number of rows that share it) → samples.
    ties: BTreeMap<(u32, u32, u32), u64>,
    /// (row, number of rows that share the first rank) → what was drawn then.
    leads: BTreeMap<(u32, u32), Lead>,
    /// For each pair, twice the samples in which the first one won, ties counting one.
    pairs: Vec<u64>,
}

/// The samples in which a row came first.
#[derive(Debug, Clone, Default)]
struct Lead {
    samples: u64,
    /// Sums of the drawn z in units of 2^−53.
    spacings: Vec<u128>,
}

impl Tally {
    /// Nothing counted yet. The whole table costs 4 bytes for every two rows, a summary 4 bytes for every row and sample.
    pub fn new(rows: usize, pairs: usize, whole_table: bool) -> Self {
        let cells = if whole_table { rows * rows } else { 0 };
        Self { rows, summary: !whole_table, counts: vec![0; cells], pairs: vec![0; pairs], ..Self::default() }
    }

    /// Ends a portion of samples. A summary is turned round: counted sample by sample, it is read row by row, and a
    /// portion is small enough to do that in the cache.
    pub fn end_portion(&mut self) {
        const TILE: usize = 16;
        if self.places.is_empty() {
            return;
        }
        let samples = self.places.len() / self.rows;
        let mut portion = vec![0; self.places.len()];
        for (tile, turned) in portion.chunks_mut(TILE * samples).enumerate() {
            for (at, sample) in self.places.chunks_exact(self.rows).enumerate() {
                let places = &sample[tile * TILE..];
                for (turned, place) in turned.chunks_exact_mut(samples).zip(places) {
                    turned[at] = *place;
                }
            }
        }
        self.places.clear();
        self.portions.push(portion);
    }

    /// Counts one sample: its scores, sorted, and its draw.
    pub fn count(&mut self, scores: &[f64], sorted: &Sorter, spacings: &[u64], pairs: &[(usize, usize)]) {
        let rows = self.rows;
        // First as if nobody shared a rank, which is nearly always so, watching for places that come close.
        let steps = sorted.steps(TIE);
        let mut close = false;
        if self.summary {
            let before = self.places.len();
            self.places.resize(before + rows, SHARED);
            let places = &mut self.places[before..];
            for ((row, gap), place) in sorted.rows(0..rows).zip(0..) {
                places[row] = place;
                close |= gap <= steps;
            }
        } else {
            for ((row, gap), counts) in sorted.rows(0..rows).zip(self.counts.chunks_exact_mut(rows)) {
                counts[row] += 1;
                close |= gap <= steps;
            }
        }
        let tied = |place: usize| {
            !sorted.is_clear(place, steps)
                && scores[sorted.index(place - 1)] - scores[sorted.index(place)] <= TIE
        };
        let group = |first: usize| (first + 1..rows).find(|place| !tied(*place)).unwrap_or(rows);
        if close {
            let mut first = 0;
            while first < rows {
                let end = group(first);
                if end - first > 1 {
                    self.share(sorted, first..end);
                }
                first = end;
            }
        }
        let leaders = if close { group(0) } else { rows.min(1) };
        for place in 0..leaders {
            let row = sorted.index(place) as u32;
            self.leads.entry((row, leaders as u32)).or_default().add(spacings);
        }
        for (won, (a, b)) in self.pairs.iter_mut().zip(pairs) {
            let lead = scores[*a] - scores[*b];
            *won += if lead.abs() <= TIE { 1 } else { 2 * u64::from(lead > 0.0) };
        }
    }

    /// Takes back what was counted for these places of the last sample: they are shared.
    fn share(&mut self, sorted: &Sorter, places: Range<usize>) {
        for place in places.clone() {
            let row = sorted.index(place);
            if self.summary {
                let sample = self.places.len() - self.rows;
                self.places[sample + row] = SHARED;
            } else {
                self.counts[place * self.rows + row] -= 1;
            }
            *self.ties.entry((row as u32, places.start as u32, places.len() as u32)).or_default() += 1;
        }
    }

    /// Adds what another one counted.
    pub fn merge(&mut self, other: Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(all, more)| *all += more);
        self.portions.extend(other.portions);
        for (key, samples) in other.ties {
            *self.ties.entry(key).or_default() += samples;
        }
        for (key, lead) in other.leads {
            self.leads.entry(key).or_default().merge(&lead);
        }
        self.pairs.iter_mut().zip(other.pairs).for_each(|(all, more)| *all += more);
    }

    /// Twice the samples that each pair's first one won.
    pub fn pairs(&self) -> &[u64] {
        &self.pairs
    }

    /// Samples (ties in parts) in which the row came first, and the sum of z over them; `None` = never.
    pub fn lead(&self, row: usize) -> Option<(f64, Vec<f64>)> {
        let mut total: Option<(f64, Vec<f64>)> = None;
        for ((_, shared_by), lead) in self.leads.range((row as u32, 0)..(row as u32 + 1, 0)) {
            let (samples, sums) = total.get_or_insert_with(|| (0.0, vec![0.0; lead.spacings.len()]));
            let part = 1.0 / f64::from(*shared_by);
            *samples += lead.samples as f64 * part;
            for (sum, spacings) in sums.iter_mut().zip(&lead.spacings) {
                *sum += *spacings as f64 * super::sampling::GRAIN * part;
            }
        }
        total
    }

    /// The ranks of a row.
    pub fn ranks_of(&self, row: usize) -> RowRanks {
        let key = row as u32;
        let ties = self.ties.range((key, 0, 0)..(key + 1, 0, 0));
        let mut places = Vec::new();
        for portion in &self.portions {
            let samples = portion.len() / self.rows;
            places.extend_from_slice(&portion[row * samples..(row + 1) * samples]);
        }
        RowRanks {
            ties: ties.map(|((_, first, shared_by), samples)| (*first, *shared_by, *samples)).collect(),
            counts: (!self.summary)
                .then(|| self.counts.chunks_exact(self.rows).map(|counts| counts[row]).collect()),
            places,
        }
    }
}

impl Lead {
    fn add(&mut self, spacings: &[u64]) {
        self.samples += 1;
        self.spacings.resize(spacings.len(), 0);
        self.spacings.iter_mut().zip(spacings).for_each(|(sum, z)| *sum += u128::from(*z));
    }

    fn merge(&mut self, other: &Self) {
        self.samples += other.samples;
        self.spacings.resize(other.spacings.len(), 0);
        self.spacings.iter_mut().zip(&other.spacings).for_each(|(sum, more)| *sum += more);
    }
}

/// How often one row had which rank.
#[derive(Debug, Clone)]
pub struct RowRanks {
    /// (first place, number of rows that share it, samples).
    ties: Vec<(u32, u32, u64)>,
    /// Samples by place; `None` = `places` holds the place of every sample.
    counts: Option<Vec<u32>>,
    places: Vec<u32>,
}

impl RowRanks {
    /// Samples at every rank, ties in parts; empty in a summary.
    pub fn table(&self) -> Vec<f64> {
        let mut table: Vec<f64> = self.counts.iter().flatten().map(|count| f64::from(*count)).collect();
        if !table.is_empty() {
            for (first, shared_by, samples) in &self.ties {
                let part = *samples as f64 / f64::from(*shared_by);
                table[*first as usize..][..*shared_by as usize].iter_mut().for_each(|cell| *cell += part);
            }
        }
        table
    }

    /// Twice the sum of all ranks, counted from 1; rows that share ranks have their mean.
    pub fn doubled_sum(&self) -> u64 {
        let shared =
            self.ties.iter().map(|(first, by, samples)| samples * u64::from(2 * first + by + 1)).sum::<u64>();
        let counted = self.counts.iter().flatten().zip(1..).map(|(count, rank)| 2 * rank * u64::from(*count));
        let placed =
            self.places.iter().filter(|place| **place != SHARED).map(|place| 2 * u64::from(place + 1));
        shared + counted.sum::<u64>() + placed.sum::<u64>()
    }

    /// Samples at the first `ranks` ranks, ties in parts.
    pub fn within(&self, ranks: u32) -> f64 {
        let shared = self.ties.iter().map(|(first, by, samples)| {
            *samples as f64 * f64::from(ranks.saturating_sub(*first).min(*by)) / f64::from(*by)
        });
        let alone: u64 = match &self.counts {
            Some(counts) => counts.iter().take(ranks as usize).map(|count| u64::from(*count)).sum(),
            None => u64::from(self.places.iter().map(|place| u32::from(*place < ranks)).sum::<u32>()),
        };
        alone as f64 + shared.sum::<f64>()
    }
}
