//! The squarified treemap: a rectangle cut into rectangles whose areas are in proportion to weights.
//!
//! The method is that of Bruls, Huizing and van Wijk (2000), "Squarified Treemaps": the heaviest child first, rows
//! along the shorter side, a row is closed when one more child would make its worst rectangle longer.

use super::geometry::{NodeId, Point, Rect};
use super::tree::Tree;

/// Distances of the treemap, in layout units; not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TreemapOptions {
    /// Height kept free at the top of a group for its name, where the group is high enough.
    pub header: f64,
    /// Space between the edge of a group and what is inside; less in a small group.
    pub padding: f64,
    /// What would be narrower or lower than this is not divided further.
    pub least: f64,
}

/// The rectangle of every node of the branch `top`, indexed by node. `own` is each node's own weight: that of a leaf, or the part of a
/// group that none of its children has; weights that are not finite or not positive count as zero. The area of a node
/// is in proportion to the sum of its branch among its siblings. [`Rect::EMPTY`] = no weight, or too small to be shown.
///
/// O(n log k) in time for families of k, O(n) in memory.
///
/// # Panics
/// If there are fewer weights than nodes, or `top` is none of them.
pub fn treemap(tree: &Tree, top: NodeId, own: &[f64], area: Rect, options: &TreemapOptions) -> Vec<Rect> {
    let count = tree.len();
    let mut rects = vec![Rect::EMPTY; count];
    if count == 0 {
        return rects;
    }
    let sums = sums(tree, own);
    let mut at = vec![Rect::EMPTY; count];
    let mut position = tree.position_of(top);
    let end = tree.end_at(position);
    at[position] = area;
    let mut family = Vec::new();
    while position < end {
        let rect = at[position];
        rects[tree.node_at(position).index()] = rect;
        if rect.is_empty() || tree.is_leaf_at(position) {
            position += 1;
            continue;
        }
        let inner = inside(rect, options);
        if inner.width() < options.least || inner.height() < options.least {
            position = tree.end_at(position);
            continue;
        }
        family.clear();
        family.extend(
            tree.child_positions(position)
                .filter(|child| sums[*child] > 0.0)
                .map(|child| (sums[child], child as u32)),
        );
        // Equal weights keep their order, so that nothing jumps.
        family.sort_by(|a, b| b.0.total_cmp(&a.0));
        squarify(&family, sums[position], inner, |child, rect| at[child] = rect);
        position += 1;
    }
    rects
}

/// Weight of each branch, by position.
fn sums(tree: &Tree, own: &[f64]) -> Vec<f64> {
    let sane = |weight: f64| if weight.is_finite() { weight.max(0.0) } else { 0.0 };
    let mut sums: Vec<f64> = tree.preorder().map(|id| sane(own[id.index()])).collect();
    for position in (1..sums.len()).rev() {
        if let Some(up) = tree.parent_at(position) {
            sums[up] += sums[position];
        }
    }
    sums
}

/// What is left of a group for its children.
fn inside(rect: Rect, options: &TreemapOptions) -> Rect {
    let shorter = rect.width().min(rect.height());
    let inner = rect.expand(-options.padding.min(shorter * 0.04));
    // The name takes at most a third, so that a small group shows what it is made of.
    let header = if options.header * 3.0 <= rect.height() { options.header } else { 0.0 };
    Rect::new(Point::new(inner.min.x, inner.min.y.max(rect.min.y + header)), inner.max)
}

/// Cuts `area` among items of falling weight; what is missing to `total` stays free at the end.
fn squarify(items: &[(f64, u32)], total: f64, area: Rect, mut put: impl FnMut(usize, Rect)) {
    let mut free = area;
    let scale = area.width() * area.height() / total;
    let mut from = 0;
    while from < items.len() {
        let (w, h) = (free.width(), free.height());
        let side = w.min(h);
        if !(side > 0.0 && scale > 0.0) {
            return;
        }
        let (largest, square) = (items[from].0 * scale, side * side);
        let mut sum = largest;
        let mut worst = (square / largest).max(largest / square);
        let mut to = from + 1;
        while to < items.len() {
            let next = items[to].0 * scale;
            let sum_with = sum + next;
            let worst_with =
                (square * largest / (sum_with * sum_with)).max(sum_with * sum_with / (square * next));
            if worst_with > worst {
                break;
            }
            (sum, worst, to) = (sum_with, worst_with, to + 1);
        }
        // A row along the shorter side: a column at the left of what is wide, a row at the top of what is high.
        let breadth = (sum / side).min(w.max(h));
        let mut along = 0.0;
        for (weight, child) in &items[from..to] {
            let length = weight * scale / breadth;
            let (min, max) = if w >= h {
                let y = free.min.y + along;
                (Point::new(free.min.x, y), Point::new(free.min.x + breadth, (y + length).min(free.max.y)))
            } else {
                let x = free.min.x + along;
                (Point::new(x, free.min.y), Point::new((x + length).min(free.max.x), free.min.y + breadth))
            };
            put(*child as usize, Rect::new(min, max));
            along += length;
        }
        if w >= h {
            free.min.x += breadth;
        } else {
            free.min.y += breadth;
        }
        from = to;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::layout::Size;

    fn tree(parents: &[i64]) -> Tree {
        let parents: Vec<_> = parents.iter().map(|&p| u32::try_from(p).ok().map(NodeId)).collect();
        Tree::from_parents(&parents).unwrap()
    }

    fn area(w: f64, h: f64) -> Rect {
        Rect::at(Point::default(), Size::new(w, h))
    }

    /// The example of the paper: areas 6, 6, 4, 3, 2, 2, 1 in a rectangle of 6 × 4.
    #[test]
    fn the_example_of_the_paper() {
        let shape = tree(&[-1, 0, 0, 0, 0, 0, 0, 0]);
        let own = [0.0, 6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let rects = treemap(&shape, NodeId(0), &own, area(6.0, 4.0), &TreemapOptions::default());
        let close = |rect: Rect, [x, y, w, h]: [f64; 4]| {
            let got = [rect.min.x, rect.min.y, rect.width(), rect.height()];
            got.iter().zip([x, y, w, h]).for_each(|(a, b)| assert!((a - b).abs() < 1e-9, "{got:?}"));
        };
        close(rects[1], [0.0, 0.0, 3.0, 2.0]);
        close(rects[2], [0.0, 2.0, 3.0, 2.0]);
        close(rects[3], [3.0, 0.0, 12.0 / 7.0, 7.0 / 3.0]);
        close(rects[4], [3.0 + 12.0 / 7.0, 0.0, 9.0 / 7.0, 7.0 / 3.0]);
        close(rects[5], [3.0, 7.0 / 3.0, 1.2, 5.0 / 3.0]);
        close(rects[7], [5.4, 7.0 / 3.0, 0.6, 5.0 / 3.0]);
    }

    #[test]
    fn a_group_keeps_room_for_its_own_part_and_its_name() {
        let shape = tree(&[-1, 0, 0]);
        let rects =
            treemap(&shape, NodeId(0), &[50.0, 30.0, 20.0], area(100.0, 100.0), &TreemapOptions::default());
        let share = |rect: Rect| rect.width() * rect.height() / 100.0;
        assert!((share(rects[1]) - 30.0).abs() < 1e-9 && (share(rects[2]) - 20.0).abs() < 1e-9);
        let options = TreemapOptions { header: 16.0, padding: 2.0, least: 4.0 };
        let rects = treemap(&shape, NodeId(0), &[0.0, 30.0, 20.0], area(100.0, 100.0), &options);
        assert!(rects[1].min.x >= 2.0 && rects[1].min.y >= 16.0 && rects[2].max.y <= 98.0);
    }

    #[test]
    fn what_has_no_weight_or_no_room_is_empty() {
        let shape = tree(&[-1, 0, 0, 1]);
        let options = TreemapOptions { least: 4.0, ..TreemapOptions::default() };
        let rects = treemap(&shape, NodeId(0), &[0.0, f64::NAN, -1.0, 7.0], area(30.0, 30.0), &options);
        assert!(rects[2].is_empty() && !rects[1].is_empty() && !rects[3].is_empty());
        let rects = treemap(&shape, NodeId(0), &[0.0; 4], area(30.0, 30.0), &options);
        assert!(rects[1..].iter().all(Rect::is_empty));
        let rects = treemap(&shape, NodeId(0), &[0.0, 0.0, 1.0, 1.0], area(3.0, 3.0), &options);
        assert!(rects[1..].iter().all(Rect::is_empty) && !rects[0].is_empty());
        assert_eq!(treemap(&Tree::default(), NodeId(0), &[], area(1.0, 1.0), &options), []);
    }
}
