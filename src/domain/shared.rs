//! Lists that the versions of a workspace share as long as an edit leaves them alone.

use std::sync::Arc;

use imbl::Vector;

/// Whether two lists are the same in memory. A list of a few elements lies where its version lies, so that only the
/// elements tell. O(1), and O(n) up to the first difference for lists that are not the same.
pub fn is_same<T>(a: &Vector<Arc<T>>, b: &Vector<Arc<T>>) -> bool {
    a.ptr_eq(b) || a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_are_known_again() {
        for count in [0, 1, 3, 100, 10_000] {
            let list: Vector<Arc<u32>> = (0..count).map(Arc::new).collect();
            assert!(is_same(&list, &list.clone()), "{count}");
            let mut other = list.clone();
            other.push_back(Arc::new(0));
            assert!(!is_same(&list, &other));
            if count > 0 {
                let other = list.update(count as usize - 1, Arc::new(0));
                assert!(!is_same(&list, &other));
            }
        }
    }
}
