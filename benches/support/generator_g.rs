//! The trees of generator G, on which layouts are measured and tested.

use inroads::layout::{NodeId, Tree};

/// `SplitMix64`.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Generator G, seed 42: 3 to 12 children, at most 9 levels below the root.
pub fn generator_g(count: usize) -> Vec<Option<NodeId>> {
    let mut state = 42;
    let (mut parents, mut depth) = (vec![None], vec![0]);
    let mut open = vec![0_u32];
    while parents.len() < count && !open.is_empty() {
        let pick = (next(&mut state) % open.len() as u64) as usize;
        let parent = open.swap_remove(pick);
        for _ in 0..3 + next(&mut state) % 10 {
            if parents.len() == count {
                break;
            }
            let level = depth[parent as usize] + 1;
            if level < 9 {
                open.push(parents.len() as u32);
            }
            parents.push(Some(NodeId(parent)));
            depth.push(level);
        }
    }
    parents
}

/// Leaf weights, seed 7: 1 to 1,000 for node 0, 1, …; groups have no weight of their own.
#[allow(dead_code, reason = "not every user of the generator weighs")]
pub fn leaf_weights(tree: &Tree) -> Vec<f64> {
    let mut state = 7;
    (0..tree.len() as u32)
        .map(|id| {
            let weight = (1 + next(&mut state) % 1000) as f64;
            if tree.is_leaf(NodeId(id)) { weight } else { 0.0 }
        })
        .collect()
}
