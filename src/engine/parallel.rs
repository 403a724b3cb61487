//! Work shared between threads, its results in the order of its parts.

use std::{panic, thread};

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

/// Threads that the machine runs at the same time; 1 where it does not say.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
