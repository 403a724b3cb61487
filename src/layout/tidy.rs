//! The tidy tree: every node centred over its children, nothing overlaps, subtrees as close as their outlines allow.
//!
//! Non-layered: a child starts where its own parent ends, so a low card does not wait for a high one on its level.
//! The algorithm is van der Ploeg's (Drawing Non-layered Tidy Trees in Linear Time, Software: Practice and
//! Experience 44, 2014) with two changes. It walks a pre-order array backwards, where a family is always complete
//! before its parent needs it, so there is no recursion. And a subtree first moves up against its left sibling even
//! if that is a move to the left, which keeps a wide branch from standing far away from a single card.

use super::geometry::{Point, Size};
use super::tree::{NONE, Tree};

/// Distances between cards, in layout units; not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TidyOptions {
    /// Least horizontal distance between neighbouring children of one parent.
    pub sibling_gap: f64,
    /// Least horizontal distance between cards of different parents that face each other.
    pub subtree_gap: f64,
    /// Vertical distance from the lower edge of a parent to the upper edge of its children.
    pub level_gap: f64,
}

impl Default for TidyOptions {
    fn default() -> Self {
        Self { sibling_gap: 18.0, subtree_gap: 18.0, level_gap: 28.0 }
    }
}

/// The upper left corner of every node, indexed like `sizes`. The leftmost card touches x = 0, the root y = 0.
/// O(n) in time and memory, whatever the depth.
///
/// Sides that are NaN, infinite or negative count as zero.
///
/// # Panics
/// If there are fewer sizes than nodes.
pub fn tidy(tree: &Tree, sizes: &[Size], options: &TidyOptions) -> Vec<Point> {
    let mut points = vec![Point::default(); tree.len()];
    let boxes = tree.preorder().map(|id| {
        let size = sizes[id.index()].sane();
        Size::new(size.w, size.h + options.level_gap)
    });
    place(tree.ends(), boxes, options.sibling_gap, options.subtree_gap, |p, point| {
        points[tree.node_at(p).index()] = point;
    });
    points
}

/// Places boxes whose height includes the gap below them, and hands each upper left corner to `put`. Everything is
/// in pre-order; `end` as in [`Tree`].
pub(super) fn place(
    end: &[u32],
    boxes: impl Iterator<Item = Size>,
    sibling_gap: f64,
    subtree_gap: f64,
    put: impl FnMut(usize, Point),
) {
    let mut walk = Walk { nodes: boxes.enumerate().map(Node::new).collect(), sibling_gap, subtree_gap };
    for p in 0..end.len() {
        let bottom = walk.nodes[p].bottom;
        for child in children(end, p) {
            walk.nodes[child].bottom += bottom;
            walk.nodes[p].right = child as u32;
        }
        if walk.nodes[p].right != NONE {
            walk.nodes[p].left = p as u32 + 1;
        }
    }
    let mut row = Row::default();
    for p in (0..end.len()).rev() {
        row.children.clear();
        row.children.extend(children(end, p).map(|child| child as u32));
        walk.family(p, &mut row);
    }
    walk.finish(end, put);
}

/// The positions of the children of the node at `p`.
fn children(end: &[u32], p: usize) -> impl Iterator<Item = usize> + '_ {
    let last = end[p] as usize;
    let mut next = p + 1;
    std::iter::from_fn(move || {
        let child = next;
        (child < last).then(|| {
            next = end[child] as usize;
            child
        })
    })
}

/// A node during the walk: 64 bytes, one cache line.
struct Node {
    /// Left edge, relative to the sum of `shift` from the root down to here.
    x: f64,
    /// Moves the node with its whole subtree.
    shift: f64,
    width: f64,
    /// Lower edge, with the gap to the children.
    bottom: f64,
    /// Sum of `shift` from here down to the lowest node of the left outline, and of the right one.
    left_sum: f64,
    right_sum: f64,
    /// The next node of the left outline: first child, or on a leaf the thread to the subtree that goes on.
    left: u32,
    /// The next node of the right outline.
    right: u32,
    /// The lowest nodes of both outlines.
    lowest_left: u32,
    lowest_right: u32,
}

impl Node {
    fn new((position, size): (usize, Size)) -> Self {
        Self {
            x: 0.0,
            shift: 0.0,
            width: size.w,
            bottom: size.h,
            left_sum: 0.0,
            right_sum: 0.0,
            left: NONE,
            right: NONE,
            lowest_left: position as u32,
            lowest_right: position as u32,
        }
    }
}

/// The children of one parent while they are put side by side.
#[derive(Default)]
struct Row {
    children: Vec<u32>,
    /// The children that can be seen from the right below all later ones, the lowest first: `(lower edge, index)`.
    lows: Vec<(f64, u32)>,
    /// `(index, step, correction)`: room that children between two that were pushed apart share. From this child on
    /// each one gets `step` more than its left sibling; the correction takes the sum back to where it was.
    room: Vec<(u32, f64, f64)>,
}

struct Walk {
    nodes: Vec<Node>,
    sibling_gap: f64,
    subtree_gap: f64,
}

impl Walk {
    /// Arranges the finished subtrees of one parent side by side and centres the parent over them.
    fn family(&mut self, parent: usize, row: &mut Row) {
        let (Some(&first), Some(&last)) = (row.children.first(), row.children.last()) else { return };
        row.lows.clear();
        row.lows.push((self.right_bottom(first), 0));
        for i in 1..row.children.len() {
            // Taken now, while the outline ends inside this child's own subtree.
            let low = self.right_bottom(row.children[i]);
            self.separate(i, row);
            while row.lows.last().is_some_and(|&(y, _)| low >= y) {
                row.lows.pop();
            }
            row.lows.push((low, i as u32));
        }
        self.share_room(row);
        let (f, l) = (&self.nodes[first as usize], &self.nodes[last as usize]);
        let center = f64::midpoint(f.x + f.shift, l.x + l.shift + l.width);
        let (lowest_left, left_sum) = (f.lowest_left, f.left_sum);
        let (lowest_right, right_sum) = (l.lowest_right, l.right_sum);
        let node = &mut self.nodes[parent];
        node.x = center - node.width / 2.0;
        (node.lowest_left, node.left_sum) = (lowest_left, left_sum);
        (node.lowest_right, node.right_sum) = (lowest_right, right_sum);
    }

    /// Lower edge of the right outline.
    fn right_bottom(&self, p: u32) -> f64 {
        self.nodes[self.nodes[p as usize].lowest_right as usize].bottom
    }

    /// Moves child `i` right of its left siblings, following both outlines downwards.
    fn separate(&mut self, i: usize, row: &mut Row) {
        let (mut right, mut left) = (row.children[i - 1], row.children[i]);
        let mut right_sum = self.nodes[right as usize].shift;
        let mut left_sum = self.nodes[left as usize].shift;
        // The sibling that `right` belongs to.
        let mut low = row.lows.len() - 1;
        let mut gap = self.sibling_gap;
        let mut may_move_left = true;
        while right != NONE && left != NONE {
            let (r, l) = (&self.nodes[right as usize], &self.nodes[left as usize]);
            let (right_bottom, left_bottom) = (r.bottom, l.bottom);
            while low > 0 && right_bottom > row.lows[low].0 {
                low -= 1;
            }
            let distance = right_sum + r.x + r.width + gap - left_sum - l.x;
            let (next_right, next_left) = (r.right, l.left);
            if distance > 0.0 || may_move_left {
                left_sum += distance;
                self.push(row, low, i, distance);
            }
            may_move_left = false;
            gap = self.subtree_gap;
            if right_bottom <= left_bottom {
                right = next_right;
                right_sum += self.shift(right);
            }
            if right_bottom >= left_bottom {
                left = next_left;
                left_sum += self.shift(left);
            }
        }
        if left != NONE {
            self.thread_left(row.children[0], row.children[i], left, left_sum);
        } else if right != NONE {
            self.thread_right(row.children[i - 1], row.children[i], right, right_sum);
        }
    }

    fn shift(&self, p: u32) -> f64 {
        self.nodes.get(p as usize).map_or(0.0, |node| node.shift)
    }

    /// Moves child `i` by `distance`; the children between it and the one it met share the room.
    fn push(&mut self, row: &mut Row, low: usize, i: usize, distance: f64) {
        let node = &mut self.nodes[row.children[i] as usize];
        node.shift += distance;
        node.left_sum += distance;
        node.right_sum += distance;
        let met = row.lows[low].1;
        if met as usize + 1 < i {
            let share = distance / (i as f64 - f64::from(met));
            row.room.push((met + 1, share, 0.0));
            row.room.push((i as u32, -share, share - distance));
        }
    }

    /// Moves the children that share room. They are hidden between lower ones on both sides, so no outline changes.
    fn share_room(&mut self, row: &mut Row) {
        if row.room.is_empty() {
            return;
        }
        row.room.sort_unstable_by_key(|&(i, ..)| i);
        let (mut step, mut sum) = (0.0, 0.0);
        let mut changes = row.room.drain(..).peekable();
        let from = changes.peek().map_or(0, |&(i, ..)| i);
        for (i, &child) in row.children.iter().enumerate().skip(from as usize) {
            let mut correction = 0.0;
            while let Some((_, more, back)) = changes.next_if(|&(at, ..)| at as usize == i) {
                step += more;
                correction += back;
            }
            sum += step + correction;
            self.nodes[child as usize].shift += sum;
            if changes.peek().is_none() {
                break;
            }
        }
    }

    /// The new child goes deeper than everything left of it: the common left outline continues in it, at `next`.
    fn thread_left(&mut self, first: u32, child: u32, next: u32, sum: f64) {
        let deeper = &self.nodes[child as usize];
        let (lowest, lowest_sum) = (deeper.lowest_left, deeper.left_sum);
        let before = sum - self.shift(next);
        let node = &mut self.nodes[first as usize];
        let difference = before - node.left_sum;
        let end = std::mem::replace(&mut node.lowest_left, lowest);
        node.left_sum = lowest_sum;
        let end = &mut self.nodes[end as usize];
        end.left = next;
        // Now the sum is right behind the thread, and the node itself stays where it is.
        end.shift += difference;
        end.x -= difference;
    }

    /// Something left of the new child goes deeper: the common right outline continues there, at `next`.
    fn thread_right(&mut self, previous: u32, child: u32, next: u32, sum: f64) {
        let deeper = &self.nodes[previous as usize];
        let (lowest, lowest_sum) = (deeper.lowest_right, deeper.right_sum);
        let before = sum - self.shift(next);
        let node = &mut self.nodes[child as usize];
        let difference = before - node.right_sum;
        let end = std::mem::replace(&mut node.lowest_right, lowest);
        node.right_sum = lowest_sum;
        let end = &mut self.nodes[end as usize];
        end.right = next;
        end.shift += difference;
        end.x -= difference;
    }

    /// Sums up the shifts from the root down; the leftmost edge becomes 0.
    fn finish(&mut self, end: &[u32], mut put: impl FnMut(usize, Point)) {
        let (mut p, mut sum, mut leftmost) = (0, 0.0, f64::INFINITY);
        while let Some(node) = self.nodes.get(p as usize) {
            sum += node.shift;
            leftmost = leftmost.min(node.x + sum);
            p = node.left;
        }
        // From here on `shift` of a visited node is the sum down to it, and `left_sum` is its upper edge.
        if let Some(root) = self.nodes.first_mut() {
            root.shift -= leftmost;
            root.left_sum = 0.0;
        }
        for p in 0..end.len() {
            let node = &self.nodes[p];
            let (sum, bottom) = (node.shift, node.bottom);
            put(p, Point::new(node.x + sum, node.left_sum));
            for child in children(end, p) {
                let child = &mut self.nodes[child];
                child.shift += sum;
                child.left_sum = bottom;
            }
        }
    }
}
