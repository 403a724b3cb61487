//! The tidy tree: every node centred over its children, nothing overlaps, subtrees as close as their outlines allow.
//!
//! Non-layered: a child starts where its own parent ends, so a low card does not wait for a high one on its level.
//! The algorithm is van der Ploeg's (Drawing Non-layered Tidy Trees in Linear Time, Software: Practice and
//! Experience 44, 2014) with two changes. It walks a pre-order array backwards, where a family is always complete
//! before its parent needs it, so there is no recursion. And a subtree first moves up against its left sibling even
//! if that is a move to the left, which keeps a wide branch from standing far away from a single card.

use super::geometry::{Point, Rect, Size};
use super::tree::Tree;

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
    let placed = Placed::new(tree.ends().to_vec(), boxes, options.sibling_gap, options.subtree_gap);
    placed.each(|p, point, _| points[tree.node_at(p).index()] = point);
    points
}

/// The positions of the children of the node at `p`.
fn children(end: &[u32], p: usize) -> impl Iterator<Item = usize> + use<'_> {
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

/// What a node is, whatever stands beside it. Nodes in pre-order that are equal in this are equal in their branches.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Card {
    width: f64,
    top: f64,
    /// Lower edge, with the gap to the children.
    bottom: f64,
    depth: u32,
}

/// Where a node stands: 64 bytes, one cache line. Links are distances, so that they hold where a branch moves as a whole;
/// 0 = there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Node {
    /// Left edge, relative to the sum of `shift` from the root down to here.
    x: f64,
    /// Moves the node with its whole subtree.
    shift: f64,
    /// Sum of `shift` from below here down to the lowest node of the left outline, and of the right one.
    left_sum: f64,
    right_sum: f64,
    /// On a leaf from which an outline goes on elsewhere: the difference between both sums of `shift`.
    left_jump: f64,
    right_jump: f64,
    /// To the next node of the left outline: first child, or on a leaf the subtree that goes on.
    left: i32,
    /// To the next node of the right outline.
    right: i32,
    /// To the lowest nodes of both outlines.
    lowest_left: i32,
    lowest_right: i32,
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

/// The end of an outline: its lowest node, and the sum of `shift` down to it.
#[derive(Clone, Copy)]
struct Lowest {
    node: usize,
    sum: f64,
}

/// Boxes that were placed, with the outlines of every branch: a tree that differs in a few places needs only those and what
/// is above them to be placed again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    /// Position → position after the last descendant.
    end: Vec<u32>,
    cards: Vec<Card>,
    nodes: Vec<Node>,
    sibling_gap: f64,
    subtree_gap: f64,
}

impl Placed {
    /// Places boxes whose height includes the gap below them. Everything is in pre-order; `end` as in [`Tree`].
    pub fn new(end: Vec<u32>, boxes: impl Iterator<Item = Size>, sibling_gap: f64, subtree_gap: f64) -> Self {
        let none = Self { end: Vec::new(), cards: Vec::new(), nodes: Vec::new(), sibling_gap, subtree_gap };
        none.changed(end, boxes)
    }

    /// The same as [`Placed::new`] of other boxes with the same gaps. Branches that stay as they were are taken over.
    pub fn changed(mut self, end: Vec<u32>, boxes: impl Iterator<Item = Size>) -> Self {
        let cards = cards(&end, boxes);
        let equal = |(old, new): &(&Card, &Card)| old == new;
        let before = self.cards.iter().zip(&cards).take_while(equal).count();
        let rest = self.cards[before..].iter().rev().zip(cards[before..].iter().rev());
        let after = rest.take_while(equal).count();
        if before == cards.len() && before == self.cards.len() {
            return self;
        }
        // The last node that stays, and what is above it: all that others may stand below than before.
        let mut path = Vec::new();
        if let Some(last) = before.checked_sub(1) {
            path.push(0);
            while let Some(down) =
                path.last().and_then(|p| children(&self.end, *p).take_while(|c| *c <= last).last())
            {
                path.push(down);
            }
        }
        let gone = before..self.cards.len() - after;
        for p in gone.clone().chain(path.iter().copied()) {
            self.let_go(p);
        }
        let come = before..cards.len() - after;
        self.nodes.splice(gone, std::iter::repeat_n(Node::default(), come.len()));
        (self.end, self.cards) = (end, cards);
        let mut row = Row::default();
        for p in come.rev().chain(path.into_iter().rev()) {
            self.family(p, &mut row);
        }
        self
    }

    /// Hands the upper left corner of every box to `put`, in order, with the upper edge that its children have in common,
    /// from the first to the last; `None` = it has none. Sums up the shifts from the root down, so that the leftmost edge
    /// becomes 0.
    pub fn each(&self, mut put: impl FnMut(usize, Point, Option<Rect>)) {
        let mut leftmost = f64::INFINITY;
        let mut outline = (!self.nodes.is_empty()).then_some((0, 0.0));
        while let Some((p, sum)) = outline {
            leftmost = leftmost.min(self.nodes[p].x + sum);
            outline = self.left_of(p, sum);
        }
        let mut sums = vec![-leftmost; self.nodes.len()];
        for p in 0..self.nodes.len() {
            let sum = sums[p];
            let mut ends = None;
            for child in children(&self.end, p) {
                sums[child] = sum + self.nodes[child].shift;
                ends = Some((ends.map_or(child, |(first, _)| first), child));
            }
            let edge = ends.map(|(first, last)| {
                let y = self.cards[first].top;
                let left = self.nodes[first].x + sums[first];
                let right = self.nodes[last].x + sums[last] + self.cards[last].width;
                Rect::new(Point::new(left, y), Point::new(right, y))
            });
            put(p, Point::new(self.nodes[p].x + sum, self.cards[p].top), edge);
        }
    }

    /// Undoes what a family changed in the branches of its children.
    fn let_go(&mut self, parent: usize) {
        for child in children(&self.end, parent) {
            let (left, right) = (self.lowest_left(child).node, self.lowest_right(child).node);
            (self.nodes[left].left, self.nodes[left].left_jump) = (0, 0.0);
            (self.nodes[right].right, self.nodes[right].right_jump) = (0, 0.0);
        }
    }

    /// Arranges the finished subtrees of one parent side by side and centres the parent over them.
    fn family(&mut self, parent: usize, row: &mut Row) {
        self.nodes[parent] = Node::default();
        row.children.clear();
        row.children.extend(children(&self.end, parent).map(|child| child as u32));
        let (Some(&first), Some(&last)) = (row.children.first(), row.children.last()) else { return };
        let (first, last) = (first as usize, last as usize);
        self.nodes[first].shift = 0.0;
        let (mut left, mut right) = (self.lowest_left(first), self.lowest_right(first));
        row.lows.clear();
        row.lows.push((self.cards[right.node].bottom, 0));
        for i in 1..row.children.len() {
            let child = row.children[i] as usize;
            self.nodes[child].shift = 0.0;
            let low = self.cards[self.lowest_right(child).node].bottom;
            self.separate(i, row, (&mut left, &mut right));
            while row.lows.last().is_some_and(|&(y, _)| low >= y) {
                row.lows.pop();
            }
            row.lows.push((low, i as u32));
        }
        self.share_room(row);
        let (f, l) = (&self.nodes[first], &self.nodes[last]);
        let center = f64::midpoint(f.x + f.shift, l.x + l.shift + self.cards[last].width);
        let distance = |node: usize| node as i32 - parent as i32;
        self.nodes[parent] = Node {
            x: center - self.cards[parent].width / 2.0,
            left_sum: left.sum,
            right_sum: right.sum,
            left: distance(first),
            right: distance(last),
            lowest_left: distance(left.node),
            lowest_right: distance(right.node),
            ..Node::default()
        };
    }

    /// The lowest node of the left outline of a branch, and the sum as seen from its parent.
    fn lowest_left(&self, p: usize) -> Lowest {
        let node = &self.nodes[p];
        Lowest { node: at(p, node.lowest_left), sum: node.shift + node.left_sum }
    }

    fn lowest_right(&self, p: usize) -> Lowest {
        let node = &self.nodes[p];
        Lowest { node: at(p, node.lowest_right), sum: node.shift + node.right_sum }
    }

    /// The next node of a left outline, and the sum of `shift` down to it.
    fn left_of(&self, p: usize, sum: f64) -> Option<(usize, f64)> {
        let node = &self.nodes[p];
        let next = at(p, node.left);
        let step = if self.is_leaf(p) { node.left_jump } else { self.nodes[next].shift };
        (next != p).then_some((next, sum + step))
    }

    fn right_of(&self, p: usize, sum: f64) -> Option<(usize, f64)> {
        let node = &self.nodes[p];
        let next = at(p, node.right);
        let step = if self.is_leaf(p) { node.right_jump } else { self.nodes[next].shift };
        (next != p).then_some((next, sum + step))
    }

    fn is_leaf(&self, p: usize) -> bool {
        self.end[p] as usize == p + 1
    }

    /// Moves child `i` right of its left siblings, following both outlines downwards; `ends` are those of the outlines of
    /// all of them together.
    fn separate(&mut self, i: usize, row: &mut Row, ends: (&mut Lowest, &mut Lowest)) {
        let (previous, child) = (row.children[i - 1] as usize, row.children[i] as usize);
        let mut right = Some((previous, self.nodes[previous].shift));
        let mut left = Some((child, 0.0));
        // The sibling that `right` belongs to.
        let mut low = row.lows.len() - 1;
        let mut gap = self.sibling_gap;
        let mut may_move_left = true;
        while let (Some((r, right_sum)), Some((l, mut left_sum))) = (right, left) {
            let (right_bottom, left_bottom) = (self.cards[r].bottom, self.cards[l].bottom);
            while low > 0 && right_bottom > row.lows[low].0 {
                low -= 1;
            }
            let edge = right_sum + self.nodes[r].x + self.cards[r].width;
            let distance = edge + gap - left_sum - self.nodes[l].x;
            if distance > 0.0 || may_move_left {
                left_sum += distance;
                self.push(row, low, i, distance);
            }
            may_move_left = false;
            gap = self.subtree_gap;
            if right_bottom <= left_bottom {
                right = self.right_of(r, right_sum);
            }
            left = if right_bottom >= left_bottom { self.left_of(l, left_sum) } else { Some((l, left_sum)) };
        }
        let (all_left, all_right) = ends;
        let own = self.lowest_right(child);
        if let Some((next, sum)) = left {
            // The child goes deeper than everything left of it: the common left outline continues in it.
            let node = &mut self.nodes[all_left.node];
            (node.left, node.left_jump) = (next as i32 - all_left.node as i32, sum - all_left.sum);
            (*all_left, *all_right) = (self.lowest_left(child), own);
        } else if let Some((next, sum)) = right {
            // Something left of the child goes deeper: the common right outline continues there.
            let node = &mut self.nodes[own.node];
            (node.right, node.right_jump) = (next as i32 - own.node as i32, sum - own.sum);
        } else {
            *all_right = own;
        }
    }

    /// Moves child `i` by `distance`; the children between it and the one it met share the room.
    fn push(&mut self, row: &mut Row, low: usize, i: usize, distance: f64) {
        self.nodes[row.children[i] as usize].shift += distance;
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
}

/// The node at a distance.
fn at(p: usize, distance: i32) -> usize {
    (p as i32 + distance) as usize
}

fn cards(end: &[u32], boxes: impl Iterator<Item = Size>) -> Vec<Card> {
    let card = |size: Size| Card { width: size.w, top: 0.0, bottom: size.h, depth: 0 };
    let mut cards: Vec<Card> = boxes.map(card).collect();
    for p in 0..cards.len() {
        let Card { bottom, depth, .. } = cards[p];
        for child in children(end, p) {
            let card = &mut cards[child];
            *card = Card { top: bottom, bottom: bottom + card.bottom, depth: depth + 1, ..*card };
        }
    }
    cards
}
