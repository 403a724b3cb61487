//! Work shared between threads, its results in the order of its parts.

use std::{
    panic,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Results of `work` on every part, in the order of the parts. Each part has a thread of its own, the last one this
/// thread; a single part starts none. A panic in a part is passed on.
pub fn each<P: Send, R: Send>(parts: impl IntoIterator<Item = P>, work: impl Fn(P) -> R + Sync) -> Vec<R> {
    let mut parts: Vec<P> = parts.into_iter().collect();
    let Some(last) = parts.pop() else { return Vec::new() };
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || work(part))).collect();
        let last = work(last);
        let mut results: Vec<R> = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|p| panic::resume_unwind(p)))
            .collect();
        results.push(last);
        results
    })
}

/// Units to compute from which a second thread pays.
const PARALLEL_FROM: usize = 2_000;

/// Results of `work` on every index below `count`, in their order; on all cores where there are many `units` to compute.
/// Accounts differ much in size, so each thread takes the next one that nobody has taken. The result is the same for any
/// number of threads, as no part looks at another.
pub fn shared_out<R: Send>(count: usize, units: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let cores = threads().min(count);
    if units < PARALLEL_FROM || cores < 2 {
        return (0..count).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = |()| {
        let mut made = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return made;
            }
            made.push((index, work(index)));
        }
    };
    let mut done: Vec<Option<R>> = (0..count).map(|_| None).collect();
    for (index, result) in each(vec![(); cores], take).into_iter().flatten() {
        done[index] = Some(result);
    }
    done.into_iter().flatten().collect()
}

/// Results of two pieces of work, at the same time if there are many `units` to compute.
pub fn both<A, B: Send>(
    units: usize,
    first: impl FnOnce() -> A,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if units < PARALLEL_FROM || threads() < 2 {
        return (first(), second());
    }
    thread::scope(|scope| {
        let second = scope.spawn(second);
        (first(), second.join().unwrap_or_else(|p| panic::resume_unwind(p)))
    })
}

/// Threads that the machine runs at the same time; 1 where it does not say. Asked once: the answer takes files to read.
pub fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}
