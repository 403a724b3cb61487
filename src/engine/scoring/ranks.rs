//! Competition ranking and how far a ranking lies from its baseline (domain specification 6.2).

use std::cmp::Ordering;

use super::{RankRow, Ranking};
use crate::engine::compare;

/// Competition ranks from 1, parallel to `scores`: 1 + the number of scores greater by more than the tolerance, so
/// ties share a rank (1, 2, 2, 4). `None` = no score. O(m log m).
pub fn ranks(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|i| scores[*i].is_some()).collect();
    order.sort_by(|a, b| descending(scores[*a], scores[*b]));
    let mut ranks = vec![None; scores.len()];
    let mut ahead = 0;
    for account in &order {
        let Some(own) = scores[*account] else { continue };
        // `order` falls, so the number of clearly greater scores never falls: one pointer passes once.
        while scores[order[ahead]].is_some_and(|other| compare::greater(other, own)) {
            ahead += 1;
        }
        ranks[*account] = Some(ahead as u32 + 1);
    }
    ranks
}

/// Accounts by rank, ties and unranked accounts in account order, with the way from the baseline.
///
/// `scores` and `baseline` are parallel, one entry per account. The summaries count accounts that are ranked in both.
/// O(m log m), Kendall's τ included.
pub fn ranking(scores: &[Option<f64>], baseline: &[Option<f64>]) -> Ranking {
    let (now, before) = (ranks(scores), ranks(baseline));
    let mut rows: Vec<RankRow> = now
        .iter()
        .enumerate()
        .map(|(account, rank)| RankRow {
            account,
            rank: *rank,
            baseline_rank: before.get(account).copied().flatten(),
        })
        .collect();
    rows.sort_by_key(|row| (row.rank.unwrap_or(u32::MAX), row.account));
    let mut both: Vec<(u32, u32)> = rows.iter().filter_map(|row| row.rank.zip(row.baseline_rank)).collect();
    let shift: f64 = both.iter().map(|(now, before)| f64::from(now.abs_diff(*before))).sum();
    Ranking {
        mean_shift: (!both.is_empty()).then(|| shift / both.len() as f64),
        kendall_tau: kendall_tau(&mut both),
        rows,
    }
}

fn descending(a: Option<f64>, b: Option<f64>) -> Ordering {
    b.unwrap_or(f64::NEG_INFINITY).total_cmp(&a.unwrap_or(f64::NEG_INFINITY))
}

/// τ = (concordant − discordant) / (m(m−1)/2) over unordered pairs; a pair tied on either side counts 0.
///
/// Knight's method: with the pairs sorted by their first rank, discordant pairs are the inversions of the second, which
/// a merge sort counts. `None` = fewer than two pairs.
fn kendall_tau(pairs: &mut [(u32, u32)]) -> Option<f64> {
    let all = pair_count(pairs.len() as u64);
    if all == 0 {
        return None;
    }
    pairs.sort_unstable();
    let tied_first: u64 = runs(pairs, |a, b| a.0 == b.0);
    let tied_both: u64 = runs(pairs, |a, b| a == b);
    let mut second: Vec<u32> = pairs.iter().map(|pair| pair.1).collect();
    let mut spare = second.clone();
    let discordant = inversions(&mut second, &mut spare);
    let tied_second: u64 = runs(&second, |a, b| a == b);
    let concordant = all + tied_both - tied_first - tied_second - discordant;
    Some((concordant as f64 - discordant as f64) / all as f64)
}

fn pair_count(items: u64) -> u64 {
    items * items.saturating_sub(1) / 2
}

/// Number of unordered pairs inside runs of equal neighbours.
fn runs<T>(items: &[T], same: impl Fn(&T, &T) -> bool) -> u64 {
    items.chunk_by(|a, b| same(a, b)).map(|run| pair_count(run.len() as u64)).sum()
}

/// Sorts `items` and returns how many pairs stood in the wrong order.
fn inversions(items: &mut [u32], spare: &mut [u32]) -> u64 {
    let middle = items.len() / 2;
    if middle == 0 {
        return 0;
    }
    let mut found = inversions(&mut items[..middle], &mut spare[..middle])
        + inversions(&mut items[middle..], &mut spare[middle..]);
    spare.copy_from_slice(items);
    let (left, right) = spare.split_at(middle);
    let (mut i, mut j) = (0, 0);
    for slot in items.iter_mut() {
        if j >= right.len() || (i < left.len() && left[i] <= right[j]) {
            *slot = left[i];
            i += 1;
        } else {
            *slot = right[j];
            j += 1;
            found += (left.len() - i) as u64;
        }
    }
    found
}

/// Plain mean of the known scores; `None` if none is known.
pub fn mean_score(scores: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = scores.iter().flatten().copied().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}
