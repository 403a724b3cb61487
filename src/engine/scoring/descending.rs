//! Numbers in descending order, again and again without allocating: a radix sort on keys that hold value and position.
//!
//! A comparison sort of scores costs several times the weighted sums behind them. Here every value becomes a whole number
//! of at most 52 bits on the range of the values, with its position in the bits below. Two passes over the leading digits
//! nearly sort these keys; one more looks at neighbours and puts the few right that still stand wrong, by their exact
//! values. The order is exact for any finite numbers.

use std::ops::Range;

use crate::engine::parallel;

/// From so many values on, sorting is shared between threads; starting them costs less then than they save.
pub const PARALLEL_FROM: usize = 1 << 17;

/// Below so many values counting digits costs more than comparing keys; measured.
const SHORT: usize = 64;

/// Adding it to a number of 0 to 2^52 leaves that number, rounded, in the mantissa.
const TWO_TO_52: f64 = 4_503_599_627_370_496.0;
/// The largest value must not round up to 2^bits.
const MARGIN: f64 = 1.0 - 1.0 / 1_048_576.0;

/// How a key is made: the value's distance from the highest one in its upper bits, the position in its lower bits.
#[derive(Debug, Clone, Copy, Default)]
struct Layout {
    index_bits: u32,
    value_bits: u32,
    high: f64,
    scale: f64,
}

impl Layout {
    fn of(values: &[f64]) -> Self {
        let index_bits = usize::BITS - values.len().saturating_sub(1).leading_zeros();
        let value_bits = 52.min(64 - index_bits);
        let (low, high) = bounds(values);
        let scale = (1_u64 << value_bits) as f64 * MARGIN / (high - low);
        // Equal values, none at all, or a range beyond what a number holds: the exact comparison does everything.
        let scale = if scale.is_finite() && scale > 0.0 { scale } else { 0.0 };
        Self { index_bits, value_bits, high, scale }
    }

    /// Subtraction, multiplication and addition round monotonically, so a smaller value never gets a smaller key.
    fn key(&self, value: f64, index: usize) -> u64 {
        let distance = ((self.high - value) * self.scale + TWO_TO_52).to_bits() & ((1 << 52) - 1);
        distance << self.index_bits | index as u64
    }

    fn distance(&self, key: u64) -> u64 {
        key >> self.index_bits
    }

    fn index(&self, key: u64) -> usize {
        (key & ((1 << self.index_bits) - 1)) as usize
    }
}

/// The sort and its buffers. Keep one and use it for every list.
#[derive(Debug, Default)]
pub struct Sorter {
    keys: Vec<u64>,
    spare: Vec<u64>,
    counts: Vec<u32>,
    layout: Layout,
}

impl Sorter {
    /// Sorts positions of `values`, all finite: largest value first, equal values by position. `threads` are used for
    /// long lists only. O(m) for spread values, O(m log m) at worst.
    pub fn sort(&mut self, values: &[f64], threads: usize) {
        self.layout = Layout::of(values);
        if threads > 1 && values.len() >= PARALLEL_FROM {
            self.sort_parts(values, threads);
        } else {
            let layout = self.layout;
            self.keys.clear();
            self.keys.extend(values.iter().enumerate().map(|(at, value)| layout.key(*value, at)));
            self.spare.resize(values.len(), 0);
            sort_keys(&mut self.keys, &mut self.spare, &mut self.counts, layout, values);
        }
    }

    /// Number of sorted values.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether nothing was sorted.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Position in `values` of the value at `place`, counted from 0.
    pub fn index(&self, place: usize) -> usize {
        self.layout.index(self.keys[place])
    }

    /// The positions at some places, each with how far its value lies below the one before, in steps of the keys; the very
    /// first is as far below nothing as can be.
    pub fn rows(&self, places: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
        let layout = self.layout;
        let mut before = places.start.checked_sub(1).map(|before| layout.distance(self.keys[before]));
        self.keys[places].iter().map(move |key| {
            let distance = layout.distance(*key);
            let gap = before.map_or(u64::MAX, |before| distance - before);
            before = Some(distance);
            (layout.index(*key), gap)
        })
    }

    /// A distance between values in steps of the keys, for [`Sorter::is_clear`].
    pub fn steps(&self, distance: f64) -> u64 {
        // One step for the rounding of either key.
        (distance * self.layout.scale) as u64 + 2
    }

    /// Whether the value at `place` > 0 lies farther below the one before it than the distance that `steps` stands for.
    /// `false` = not certain; then the values themselves decide.
    pub fn is_clear(&self, place: usize, steps: u64) -> bool {
        self.layout.distance(self.keys[place]) - self.layout.distance(self.keys[place - 1]) > steps
    }

    /// Every thread sorts one range of values.
    fn sort_parts(&mut self, values: &[f64], threads: usize) {
        const COARSE: u32 = 12;
        let (layout, m) = (self.layout, values.len());
        self.keys.resize(m, 0);
        self.spare.resize(m, 0);
        let share = m.div_ceil(threads);
        let bucket = |key: u64| (key >> (layout.index_bits + layout.value_bits - COARSE)) as usize;
        let mut counts = vec![0_usize; 1 << COARSE];
        let chunks = values.chunks(share).zip(self.keys.chunks_mut(share)).enumerate();
        let found = parallel::each(chunks, |(chunk, (values, keys))| {
            let mut counts = vec![0_usize; 1 << COARSE];
            for (at, (value, key)) in values.iter().zip(keys).enumerate() {
                *key = layout.key(*value, chunk * share + at);
                counts[bucket(*key)] += 1;
            }
            counts
        });
        for found in found {
            counts.iter_mut().zip(found).for_each(|(all, found)| *all += found);
        }
        let (mut parts, mut from, mut size) = (Vec::new(), 0, 0);
        for (at, count) in counts.iter().enumerate() {
            size += count;
            if size >= share || at + 1 == counts.len() {
                parts.push((from..at + 1, size));
                (from, size) = (at + 1, 0);
            }
        }
        let sizes: Vec<usize> = parts.iter().map(|(_, size)| *size).collect();
        let keys = &self.keys;
        parallel::each(split(&mut self.spare, &sizes).zip(parts), |(part, (buckets, _))| {
            let mut at = 0;
            for key in keys {
                // Written always, kept if it belongs here: no branch to guess wrong.
                if let Some(slot) = part.get_mut(at) {
                    *slot = *key;
                    at += usize::from(buckets.contains(&bucket(*key)));
                }
            }
        });
        let parts = split(&mut self.spare, &sizes).zip(split(&mut self.keys, &sizes));
        parallel::each(parts, |(part, spare)| sort_keys(part, spare, &mut Vec::new(), layout, values));
        std::mem::swap(&mut self.keys, &mut self.spare);
    }
}

/// Neighbouring parts of these sizes.
fn split<'a>(mut rest: &'a mut [u64], sizes: &[usize]) -> impl Iterator<Item = &'a mut [u64]> {
    sizes.iter().map(move |size| {
        let (part, others) = std::mem::take(&mut rest).split_at_mut(*size);
        rest = others;
        part
    })
}

/// Lowest and highest value, in four lanes that the compiler keeps in vector registers.
fn bounds(values: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
    let (fours, rest) = values.as_chunks::<4>();
    for four in fours {
        for lane in 0..4 {
            low[lane] = if four[lane] < low[lane] { four[lane] } else { low[lane] };
            high[lane] = if four[lane] > high[lane] { four[lane] } else { high[lane] };
        }
    }
    let least = low.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
    (least, high.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max))
}

/// Sorts keys ascending, with `spare` of the same length as scratch.
fn sort_keys(keys: &mut [u64], spare: &mut [u64], counts: &mut Vec<u32>, layout: Layout, values: &[f64]) {
    if keys.len() < SHORT {
        keys.sort_unstable();
        return put_right(keys, layout.index_bits, layout, values);
    }
    // More digits cost more to count, fewer leave more to put right; measured at 200, 10,000 and 50,000 values.
    let digit = if keys.len() < 16_384 { 8 } else { 11 };
    let all = layout.index_bits + layout.value_bits;
    let (upper, lower) = (all - digit, all - 2 * digit);
    let mask = (1_usize << digit) - 1;
    counts.clear();
    counts.resize(2 << digit, 0);
    let (first, second) = counts.split_at_mut(1 << digit);
    for key in &*keys {
        first[(key >> lower) as usize & mask] += 1;
        second[(key >> upper) as usize & mask] += 1;
    }
    let (mut a, mut b) = (0, 0);
    for (first, second) in first.iter_mut().zip(second.iter_mut()) {
        (a, *first) = (a + *first, a);
        (b, *second) = (b + *second, b);
    }
    scatter(keys, spare, first, |key| (key >> lower) as usize & mask);
    scatter(spare, keys, second, |key| (key >> upper) as usize & mask);
    put_right(keys, lower, layout, values);
}

fn scatter(from: &[u64], to: &mut [u64], starts: &mut [u32], digit: impl Fn(u64) -> usize) {
    for key in from {
        let start = &mut starts[digit(*key)];
        to[*start as usize] = *key;
        *start += 1;
    }
}

/// Sorts runs of keys that share their leading digits wherever a neighbour stands wrong, or is not told apart by its key.
fn put_right(keys: &mut [u64], lower: u32, layout: Layout, values: &[f64]) {
    let exact = |a: &u64, b: &u64| {
        let value = |key: u64| values[layout.index(key)];
        let by_key = layout.distance(*a).cmp(&layout.distance(*b));
        by_key.then_with(|| value(*b).total_cmp(&value(*a))).then(a.cmp(b))
    };
    let mut at = 1;
    while at < keys.len() {
        if layout.distance(keys[at]) > layout.distance(keys[at - 1]) {
            at += 1;
            continue;
        }
        let leading = keys[at] >> lower;
        let same = |key: &u64| key >> lower == leading;
        let from = keys[..at].iter().rposition(|key| !same(key)).map_or(0, |before| before + 1);
        let to = keys[at..].iter().position(|key| !same(key)).map_or(keys.len(), |after| at + after);
        match &mut keys[from..to] {
            // By far the most common.
            [a, b] if exact(a, b).is_gt() => std::mem::swap(a, b),
            [_, _] => {}
            run => run.sort_unstable_by(exact),
        }
        at = to;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_comparison(values: &[f64]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
        order
    }

    fn sorted(values: &[f64], threads: usize) -> Vec<usize> {
        let mut sorter = Sorter::default();
        sorter.sort(values, threads);
        (0..sorter.len()).map(|place| sorter.index(place)).collect()
    }

    proptest! {
        #[test]
        fn agrees_with_a_comparison_sort(
            values in proptest::collection::vec(
                prop_oneof![0.0..100.0_f64, Just(50.0), 50.0..50.000_000_000_1_f64, -1e300..1e300_f64], 0..400),
        ) {
            prop_assert_eq!(sorted(&values, 1), by_comparison(&values));
        }
    }

    #[test]
    fn hard_lists_and_long_ones() {
        let hard: [&[f64]; 5] =
            [&[], &[1.0], &[3.0; 40], &[f64::MIN, 1.0, f64::MAX, 2.0], &[1e300, 1.0, 2.0, 3.0, 2.0]];
        for values in hard {
            assert_eq!(sorted(values, 1), by_comparison(values));
        }
        // Long enough for threads; every value several times, so that position decides.
        let long: Vec<f64> = (0..PARALLEL_FROM + 77).map(|at| ((at * 7919) % 30_011) as f64).collect();
        let expected = by_comparison(&long);
        for threads in [1, 2, 3, 5] {
            assert_eq!(sorted(&long, threads), expected, "{threads} threads");
        }
        let outlier: Vec<f64> =
            (0..PARALLEL_FROM).map(|at| if at == 9 { 1e30 } else { (at % 1000) as f64 }).collect();
        assert_eq!(sorted(&outlier, 2), by_comparison(&outlier));
    }
}
