//! Competition ranking and how far a ranking lies from its baseline (domain specification 6.2).

use super::{RankRow, Ranking, rerank::Reranker};

/// Accounts with a score and their competition ranks from 1, best first, ties in account order: 1 + the number of scores
/// greater by more than the tolerance, so ties share a rank (1, 2, 2, 4). O(m) for spread scores, O(m log m) at worst.
pub fn listed(scores: &[Option<f64>]) -> Vec<(usize, u32)> {
    let accounts: Vec<usize> = (0..scores.len()).filter(|account| scores[*account].is_some()).collect();
    let known: Vec<f64> = scores.iter().flatten().copied().collect();
    let mut order = Reranker::default();
    order.order_of(&known, 1);
    let rows = order.order().iter().map(|row| accounts[*row as usize]);
    let mut list: Vec<(usize, u32)> = rows.zip(order.ranks().iter().copied()).collect();
    for tied in list.chunk_by_mut(|a, b| a.1 == b.1) {
        tied.sort_unstable_by_key(|(account, _)| *account);
    }
    list
}

/// Ranks as in [`listed`], parallel to `scores`. `None` = no score.
pub fn ranks(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let mut ranks = vec![None; scores.len()];
    for (account, rank) in listed(scores) {
        ranks[account] = Some(rank);
    }
    ranks
}

/// Accounts by rank, ties and unranked accounts in account order, with the way from the baseline.
///
/// `scores` and `baseline` are parallel, one entry per account. The summaries count accounts that are ranked in both.
/// O(m log m), Kendall's τ included.
pub fn ranking(scores: &[Option<f64>], baseline: &[Option<f64>]) -> Ranking {
    let before = ranks(baseline);
    let row = |account: usize, rank: Option<u32>| RankRow {
        account,
        rank,
        baseline_rank: before.get(account).copied().flatten(),
    };
    let mut rows: Vec<RankRow> =
        listed(scores).into_iter().map(|(account, rank)| row(account, Some(rank))).collect();
    rows.extend(
        (0..scores.len()).filter(|account| scores[*account].is_none()).map(|account| row(account, None)),
    );
    let mut both: Vec<(u32, u32)> = rows.iter().filter_map(|row| row.rank.zip(row.baseline_rank)).collect();
    let shift: f64 = both.iter().map(|(now, before)| f64::from(now.abs_diff(*before))).sum();
    Ranking {
        mean_shift: (!both.is_empty()).then(|| shift / both.len() as f64),
        kendall_tau: kendall_tau(&mut both),
        rows,
    }
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
    // Mostly little or nothing has moved.
    if middle == 0 || items.is_sorted() {
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
