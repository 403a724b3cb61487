//! What is counted while weights are sampled: whole numbers only, so that neither the order of the samples nor the number
//! of threads shows in any result.

use std::collections::BTreeMap;

use super::descending::Sorter;

/// Scores that differ by no more share a rank (Annex B.3).
pub const TIE: f64 = 1e-12;

/// Stands in `places` where a row shared its rank.
const SHARED: u32 = u32::MAX;

/// Counts over the samples so far.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    rows: usize,
    /// `counts[row · rows + place]`: samples in which the row alone had this place, counted from 0. Empty in a summary.
    counts: Vec<u32>,
    /// In a summary the places of all rows, sample after sample, in portions of whole samples.
    places: Vec<Vec<u32>>,
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
        Self { rows, counts: vec![0; cells], pairs: vec![0; pairs], ..Self::default() }
    }

    /// Begins a portion of `samples` samples.
    pub fn begin(&mut self, samples: usize) {
        if self.counts.is_empty() {
            self.places.push(Vec::with_capacity(samples * self.rows));
        }
    }

    /// Counts one sample: its scores, sorted, and its draw.
    pub fn count(&mut self, scores: &[f64], sorted: &Sorter, spacings: &[u64], pairs: &[(usize, usize)]) {
        let rows = self.rows;
        let steps = sorted.steps(TIE);
        let tied = |place: usize| {
            !sorted.is_clear(place, steps)
                && scores[sorted.index(place - 1)] - scores[sorted.index(place)] <= TIE
        };
        let (counts, places) = (self.counts.as_mut_slice(), self.places.last_mut());
        // The places of this sample, in a summary.
        let places = places.map_or(&mut [][..], |places| {
            let before = places.len();
            places.resize(before + rows, SHARED);
            &mut places[before..]
        });
        let mut first = 0;
        while first < rows {
            let mut end = first + 1;
            while end < rows && tied(end) {
                end += 1;
            }
            let shared_by = (end - first) as u32;
            for place in first..end {
                let row = sorted.index(place);
                if shared_by > 1 {
                    *self.ties.entry((row as u32, first as u32, shared_by)).or_default() += 1;
                } else if counts.is_empty() {
                    places[row] = place as u32;
                } else {
                    counts[row * rows + place] += 1;
                }
                if first == 0 {
                    self.leads.entry((row as u32, shared_by)).or_default().add(spacings);
                }
            }
            first = end;
        }
        for (won, (a, b)) in self.pairs.iter_mut().zip(pairs) {
            let lead = scores[*a] - scores[*b];
            *won += if lead.abs() <= TIE { 1 } else { 2 * u64::from(lead > 0.0) };
        }
    }

    /// Adds what another one counted.
    pub fn merge(&mut self, other: Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(all, more)| *all += more);
        self.places.extend(other.places);
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

    /// The ranks of some neighbouring rows; for many rows at once, because a summary is stored sample by sample.
    pub fn ranks_of(&self, rows: std::ops::Range<usize>) -> Vec<RowRanks> {
        let mut found: Vec<RowRanks> = rows
            .clone()
            .map(|row| {
                let key = row as u32;
                let ties = self.ties.range((key, 0, 0)..(key + 1, 0, 0));
                RowRanks {
                    ties: ties
                        .map(|((_, first, shared_by), samples)| (*first, *shared_by, *samples))
                        .collect(),
                    counts: self.counts.get(row * self.rows..(row + 1) * self.rows).map(<[u32]>::to_vec),
                    places: Vec::new(),
                }
            })
            .collect();
        for sample in self.places.iter().flat_map(|places| places.chunks(self.rows)) {
            for (found, place) in found.iter_mut().zip(&sample[rows.clone()]) {
                found.places.push(*place);
            }
        }
        found
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
