//! The whole portfolio ranked anew under other weights, fast enough to follow a slider.

use std::cmp::Ordering;

use super::{
    columns::weighted_sums,
    descending::{PARALLEL_FROM, Sorter},
};
use crate::engine::{
    compare::{EPS, greater},
    parallel,
};

/// Ranks a portfolio again and again without allocating.
#[derive(Debug, Default)]
pub struct Reranker {
    scores: Vec<f64>,
    sorter: Sorter,
    order: Vec<u32>,
    ranks: Vec<u32>,
}

impl Reranker {
    /// Weighted sums of columns of equal length, and their order. `threads` are used for long lists only.
    pub fn rerank<C: AsRef<[f64]> + Sync>(&mut self, columns: &[C], weights: &[f64], threads: usize) {
        let rows = columns.first().map_or(0, |column| column.as_ref().len());
        self.scores.resize(rows, 0.0);
        let share = share(rows, threads);
        parallel::each(self.scores.chunks_mut(share).enumerate(), |(part, scores)| {
            weighted_sums(&slices(columns, part * share, scores.len()), weights, scores);
        });
        self.place(threads);
    }

    /// The order of given finite scores.
    pub fn order_of(&mut self, scores: &[f64], threads: usize) {
        self.scores.clear();
        self.scores.extend_from_slice(scores);
        self.place(threads);
    }

    /// Score of every row.
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// Rows, best first, equal scores in row order.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Competition ranks from 1 parallel to [`Reranker::order`]: 1 + the number of scores greater by more than the
    /// tolerance, so ties share a rank (1, 2, 2, 4).
    pub fn ranks(&self) -> &[u32] {
        &self.ranks
    }

    fn place(&mut self, threads: usize) {
        let rows = self.scores.len();
        self.sorter.sort(&self.scores, threads);
        self.order.resize(rows, 0);
        self.ranks.resize(rows, 0);
        let share = share(rows, threads);
        let (sorter, scores) = (&self.sorter, self.scores.as_slice());
        let parts = self.order.chunks_mut(share).zip(self.ranks.chunks_mut(share)).enumerate();
        parallel::each(parts, |(part, (order, ranks))| fill(sorter, scores, part * share, order, ranks));
    }
}

/// Rows for each thread; short lists are not worth a second one.
fn share(rows: usize, threads: usize) -> usize {
    let threads = if rows >= PARALLEL_FROM { threads.max(1) } else { 1 };
    rows.div_ceil(threads).max(1)
}

/// Rows and ranks of the places from `from` on.
fn fill(sorter: &Sorter, scores: &[f64], from: usize, order: &mut [u32], ranks: &mut [u32]) {
    let steps = sorter.steps(EPS);
    let score = |place: usize| scores[sorter.index(place)];
    // The first place whose score is not clearly greater; it only ever goes down the list.
    let mut ahead = from;
    while ahead > 0 && !greater(score(ahead - 1), score(from)) {
        ahead -= 1;
    }
    let rows = sorter.rows(from..from + order.len());
    for ((place, (found, gap)), (row, rank)) in (from..).zip(rows).zip(order.iter_mut().zip(ranks)) {
        if gap > steps {
            ahead = place;
        } else {
            while greater(score(ahead), scores[found]) {
                ahead += 1;
            }
        }
        *row = found as u32;
        *rank = ahead as u32 + 1;
    }
}

/// The `count` best rows under `weights` with their scores, best first, equal scores in row order. Nothing else is sorted.
pub fn top<C: AsRef<[f64]> + Sync>(
    columns: &[C],
    weights: &[f64],
    count: usize,
    threads: usize,
) -> Vec<(u32, f64)> {
    let rows = columns.first().map_or(0, |column| column.as_ref().len());
    let share = share(rows, threads);
    let found = parallel::each((0..rows).step_by(share), |from| {
        best_of(&slices(columns, from, share.min(rows - from)), weights, count, from)
    });
    let mut best: Vec<(u32, f64)> = found.into_iter().flatten().collect();
    best.sort_unstable_by(better);
    best.truncate(count);
    best
}

fn best_of(columns: &[&[f64]], weights: &[f64], count: usize, from: usize) -> Vec<(u32, f64)> {
    const BLOCK: usize = 1024;
    let rows = columns.first().map_or(0, |column| column.len());
    let mut sums = [0.0; BLOCK];
    let mut best: Vec<(u32, f64)> = Vec::with_capacity(2 * count + BLOCK);
    let mut bar = f64::NEG_INFINITY;
    for start in (0..rows).step_by(BLOCK) {
        let sums = &mut sums[..BLOCK.min(rows - start)];
        weighted_sums(&slices(columns, start, sums.len()), weights, sums);
        // A later row with the same score as the last of the best comes after it.
        let found = sums.iter().enumerate().filter(|(_, sum)| **sum > bar);
        best.extend(found.map(|(at, sum)| ((from + start + at) as u32, *sum)));
        if count > 0 && best.len() > 2 * count {
            best.select_nth_unstable_by(count - 1, better);
            best.truncate(count);
            bar = best[count - 1].1;
        }
    }
    best
}

fn better(a: &(u32, f64), b: &(u32, f64)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

fn slices<C: AsRef<[f64]>>(columns: &[C], from: usize, length: usize) -> Vec<&[f64]> {
    columns.iter().map(|column| &column.as_ref()[from..from + length]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_the_first_of_the_order() {
        let rows = PARALLEL_FROM + 1000;
        let column =
            |step: usize| (0..rows).map(|at| ((at * step) % 997) as f64 / 10.0).collect::<Vec<f64>>();
        let columns = [column(31), column(57), column(89)];
        let weights = [0.5, 0.3, 0.2];
        let mut all = Reranker::default();
        all.rerank(&columns, &weights, 1);
        for threads in [1, 2, 3] {
            let mut shared = Reranker::default();
            shared.rerank(&columns, &weights, threads);
            assert!(shared.order() == all.order() && shared.ranks() == all.ranks(), "{threads} threads");
            let best = top(&columns, &weights, 100, threads);
            let expected: Vec<(u32, f64)> =
                all.order()[..100].iter().map(|row| (*row, all.scores()[*row as usize])).collect();
            assert_eq!(best, expected);
        }
        // Equal scores share ranks: 1 + the number of greater ones.
        let lowest = all.ranks().iter().zip(all.order()).all(|(rank, row)| {
            let own = all.scores()[*row as usize];
            *rank as usize == 1 + all.order().partition_point(|r| all.scores()[*r as usize] > own + EPS)
        });
        assert!(lowest);
        assert_eq!(top(&columns, &weights, 0, 2), []);
        assert_eq!(top::<Vec<f64>>(&[], &[], 5, 2), []);
    }
}
