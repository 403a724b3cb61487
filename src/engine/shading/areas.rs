//! How large each unit is in a treemap.

use crate::{
    engine::metrics::PeriodFacts,
    layout::{NodeId, Tree},
};

use super::ColourBy;

/// What a treemap says of its areas, given for how many units the potential is unknown.
pub fn area_note(by: ColourBy, unknown: usize) -> String {
    let filled = if by.is_solid() { "" } else { " Filled: ARR." };
    match unknown {
        0 => format!("Area: potential.{filled}"),
        some => format!("Area: potential, unknown for {some}.{filled}"),
    }
}

/// Weight of each node of a tree of `units` by itself: the potential of a leaf, and what a group has beyond its children. And how many
/// counted units have none that is known.
pub fn areas(shape: &Tree, units: &[u32], facts: &PeriodFacts) -> (Vec<f64>, usize) {
    let unit = |node: NodeId| units[node.index()] as usize;
    let potential = |node: NodeId| facts.units[unit(node)].potential();
    let leaf = |node: &NodeId| shape.is_leaf(*node);
    let known = shape.preorder().filter(leaf).filter_map(potential).filter(|money| *money > 0.0);
    let smallest = known.fold(f64::INFINITY, f64::min);
    let nominal = if smallest.is_finite() { smallest } else { 1.0 };
    let mut unknown = 0;
    let weights = (0..units.len() as u32)
        .map(NodeId)
        .map(|node| {
            let own = potential(node);
            if shape.is_leaf(node) {
                unknown += usize::from(own.is_none() && facts.units[unit(node)].counted);
                return own.unwrap_or(nominal);
            }
            let below: f64 = shape.children(node).filter_map(potential).sum();
            own.map_or(0.0, |own| (own - below).max(0.0))
        })
        .collect();
    (weights, unknown)
}
