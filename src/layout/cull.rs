//! Which cards a window shows, and which card is under the pointer, without looking at the others.
//!
//! Cards in pre-order lie near each other, so boxes around runs of 4, 16, 64, … cards make a good spatial index
//! that needs no sorting and no pointers: a query walks the cards and jumps over every run whose box it misses.

use std::iter;
use std::ops::Range;

use super::geometry::{NodeId, Point, Rect};

/// Cards in a run, and runs in the next larger run: `1 << STEP`. With few, neighbours too small to be told apart are one
/// patch early.
const FAN: usize = 1 << STEP;
const STEP: usize = 2;

/// Rectangles in pre-order under boxes around runs of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CullIndex {
    ids: Vec<NodeId>,
    rects: Vec<Rect>,
    /// `levels[k]`: boxes around `FAN^(k + 1)` rectangles; the last level has one box.
    levels: Vec<Vec<Rect>>,
}

/// One thing to paint when small things may be painted as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// A card.
    Node(NodeId),
    /// Neighbouring cards that together are smaller than the grain.
    Run {
        /// The box around them.
        bounds: Rect,
        /// Where they stand in the order of the index; [`CullIndex::id`] gives each.
        span: Range<usize>,
    },
}

impl CullIndex {
    /// Indexes rectangles; best in pre-order of their tree. Paint order and [`CullIndex::hit`] follow this order. O(n).
    pub fn new(items: impl IntoIterator<Item = (NodeId, Rect)>) -> Self {
        let (ids, rects) = items.into_iter().unzip();
        Self::of(ids, rects)
    }

    /// The same from nodes and their rectangles.
    pub(super) fn of(ids: Vec<NodeId>, rects: Vec<Rect>) -> Self {
        let mut levels: Vec<Vec<Rect>> = Vec::new();
        loop {
            let below = levels.last().unwrap_or(&rects);
            if below.len() <= 1 {
                break;
            }
            levels.push(below.chunks(FAN).map(union).collect());
        }
        Self { ids, rects, levels }
    }

    /// The rectangles alone.
    pub(super) fn into_rects(self) -> Vec<Rect> {
        self.rects
    }

    /// Number of rectangles.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no rectangle.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The box around everything; [`Rect::EMPTY`] if there is nothing.
    pub fn bounds(&self) -> Rect {
        union(self.levels.last().unwrap_or(&self.rects))
    }

    /// The node at a place of the order, `0..len`.
    ///
    /// # Panics
    /// If there is no such place.
    pub fn id(&self, place: usize) -> NodeId {
        self.ids[place]
    }

    /// The rectangle at a place of the order.
    ///
    /// # Panics
    /// If there is no such place.
    pub fn rect(&self, place: usize) -> Rect {
        self.rects[place]
    }

    /// What touches `window`, in order: parents before children. Time grows with what is visible and with log n.
    pub fn visible(&self, window: Rect) -> impl Iterator<Item = NodeId> + '_ {
        self.patches(window, 0.0).filter_map(|patch| match patch {
            Patch::Node(id) => Some(id),
            Patch::Run { .. } => None,
        })
    }

    /// The same, but a run whose box is narrower and lower than `grain` comes as one patch: with a grain of a few
    /// screen pixels a map of any size that fits the window is a bounded number of patches.
    pub fn patches(&self, window: Rect, grain: f64) -> impl Iterator<Item = Patch> + '_ {
        let mut place = 0;
        iter::from_fn(move || {
            while place < self.rects.len() {
                let (patch, next) = self.step(place, &window, grain);
                place = next;
                if patch.is_some() {
                    return patch;
                }
            }
            None
        })
    }

    /// The topmost rectangle at `point`; `None` between the cards.
    pub fn hit(&self, point: Point) -> Option<NodeId> {
        self.visible(Rect::point(point)).last()
    }

    /// What stands at `place`, and the place to go on.
    fn step(&self, place: usize, window: &Rect, grain: f64) -> (Option<Patch>, usize) {
        // The runs that begin here, the largest first.
        let begun = self.levels.len().min(place.trailing_zeros() as usize / STEP);
        for (level, boxes) in self.levels[..begun].iter().enumerate().rev() {
            let bounds = boxes[place >> (STEP * (level + 1))];
            let next = place + (FAN << (STEP * level));
            if !bounds.touches(window) {
                return (None, next);
            }
            if bounds.width() < grain && bounds.height() < grain {
                let span = place..next.min(self.rects.len());
                return (Some(Patch::Run { bounds, span }), next);
            }
        }
        let visible = self.rects[place].touches(window);
        (visible.then(|| Patch::Node(self.ids[place])), place + 1)
    }
}

fn union(rects: impl AsRef<[Rect]>) -> Rect {
    rects.as_ref().iter().fold(Rect::EMPTY, |sum, rect| sum.union(rect))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Size;

    /// A 100 × 100 board of unit squares, 2 apart, in the order of its rows.
    fn board() -> CullIndex {
        CullIndex::new((0..10_000).map(|i| {
            let corner = Point::new(f64::from(i % 100) * 2.0, f64::from(i / 100) * 2.0);
            (NodeId(i), Rect::at(corner, Size::new(1.0, 1.0)))
        }))
    }

    #[test]
    fn an_empty_index_answers() {
        let index = CullIndex::default();
        assert!(index.bounds().is_empty());
        assert_eq!(index.hit(Point::new(0.0, 0.0)), None);
        assert_eq!(index.visible(Rect::EMPTY).count(), 0);
    }

    #[test]
    fn a_window_shows_its_squares_in_order() {
        let window = Rect::new(Point::new(2.0, 2.0), Point::new(5.5, 3.0));
        let shown: Vec<u32> = board().visible(window).map(|id| id.0).collect();
        assert_eq!(shown, [101, 102]);
        assert_eq!(board().visible(Rect::new(Point::new(1.1, 0.0), Point::new(1.9, 300.0))).count(), 0);
    }

    #[test]
    fn a_point_hits_a_square_its_edge_and_nothing_between() {
        assert_eq!(board().hit(Point::new(4.5, 6.5)), Some(NodeId(302)));
        assert_eq!(board().hit(Point::new(5.0, 7.0)), Some(NodeId(302)));
        assert_eq!(board().hit(Point::new(5.5, 6.5)), None);
    }

    #[test]
    fn runs_and_nodes_cover_every_square_once() {
        let index = board();
        let (mut places, mut patches) = (0, 0);
        for patch in index.patches(index.bounds(), 40.0) {
            places += match patch {
                Patch::Node(_) => 1,
                Patch::Run { span, bounds } => {
                    assert!(bounds.width() < 40.0 && bounds.height() < 40.0);
                    span.len()
                }
            };
            patches += 1;
        }
        assert_eq!(places, 10_000);
        assert!(patches < 2_500, "{patches} patches");
    }

    #[test]
    fn a_query_looks_at_few_squares() {
        let index = board();
        let window = Rect::new(Point::new(100.0, 100.0), Point::new(103.0, 103.0));
        let (mut place, mut steps) = (0, 0);
        while place < index.len() {
            place = index.step(place, &window, 0.0).1;
            steps += 1;
        }
        assert!(steps < 200, "{steps} steps for 4 squares of 10,000");
    }
}
