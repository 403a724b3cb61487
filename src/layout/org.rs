//! The organisation map: a tidy tree in which a family of leaves hangs below its parent in columns.
//!
//! A row of nine cards is wider than any window; the same nine in a column can be read. To the tidy algorithm the
//! columns below a parent are one box. A new card never reorders the others: siblings keep their order, and a column
//! is filled from the top before the next one begins.

use super::connector::{self, Connector, Stand};
use super::cull::CullIndex;
use super::geometry::{NodeId, Point, Rect, Size, upper};
use super::tidy::Placed;
use super::tree::{NONE, Tree};

/// Distances of the map, in layout units; not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrgOptions {
    /// Least distance between neighbouring children in a row. Twice the trunk, or more, keeps trunks off the cards.
    pub sibling_gap: f64,
    /// Least distance between any other two cards side by side.
    pub subtree_gap: f64,
    /// From a parent down to children in a row; the bracket runs in its middle.
    pub level_gap: f64,
    /// From a parent down to hanging cards.
    pub hanging_gap: f64,
    /// Between two hanging cards, one above the other.
    pub card_gap: f64,
    /// Below a collapsed hanging card, more than that: room for the number of those that it hides.
    pub hidden_gap: f64,
    /// Between two columns of one parent.
    pub column_gap: f64,
    /// From the left edge of a column to its trunk line.
    pub trunk: f64,
    /// Cards in a column before the next one begins; 0 counts as 1. A family of more than about fifty has longer columns,
    /// so that it is not much wider than high.
    pub rows: usize,
    /// The same below the root. A family there is the whole map, so shorter columns leave its cards larger.
    pub rows_of_root: usize,
    /// Most cards of a family that stays in a row while one of them is collapsed, although none has a card below it: so
    /// collapsing the last open branch of a small family moves nothing.
    pub shut_in_row: usize,
    /// The root stands at the left and children right of their parent, instead of at the top and below. Leaves then
    /// stand in a column by themselves and none hangs.
    pub rightwards: bool,
}

impl Default for OrgOptions {
    fn default() -> Self {
        Self {
            sibling_gap: 18.0,
            subtree_gap: 18.0,
            level_gap: 28.0,
            hanging_gap: 20.0,
            card_gap: 8.0,
            hidden_gap: 14.0,
            column_gap: 18.0,
            trunk: 9.0,
            rows: 12,
            rows_of_root: 8,
            shut_in_row: 6,
            rightwards: false,
        }
    }
}

impl OrgOptions {
    /// The same map with its root at the left: cards are wider than high, so more of them fit below each other.
    pub fn rightwards() -> Self {
        Self { sibling_gap: 8.0, subtree_gap: 14.0, level_gap: 44.0, rightwards: true, ..Self::default() }
    }

    /// Cards in a column of a family of `count` below the node at a position. Cards are about four times as wide as high
    /// and windows half as wide again; in steps, so that one more card seldom moves all others.
    fn rows_of(&self, position: usize, count: usize) -> usize {
        const CARDS_TO_SQUARE: f64 = 2.8;
        const STEP: usize = 4;
        let square = (count as f64 * CARDS_TO_SQUARE).sqrt() as usize;
        let least = if position == 0 { self.rows_of_root } else { self.rows };
        if square <= least { least } else { square.next_multiple_of(STEP) }
    }
}

/// What the map must know of one card.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slot {
    /// Width and height of the card; sides that are NaN, infinite or negative count as zero.
    pub size: Size,
    /// The card has children that are not in the tree because it is collapsed.
    pub collapsed: bool,
}

impl Slot {
    /// The same with a size as [`Size::sane`] has it.
    #[must_use]
    pub fn sane(self) -> Self {
        Self { size: self.size.sane(), ..self }
    }
}

/// Where every card and every line of a map is.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgLayout {
    tree: Tree,
    /// Whether the children of the node at this position hang.
    hanging: Vec<bool>,
    options: OrgOptions,
    bounds: Rect,
    /// All cards, by position.
    cards: CullIndex,
    /// The boxes around parents and their children.
    families: CullIndex,
    placed: Placed,
}

impl OrgLayout {
    /// Lays out a tree of visible nodes; `slots` is indexed by node. O(n) in time and memory.
    ///
    /// # Panics
    /// If there are fewer slots than nodes.
    pub fn new(tree: Tree, slots: &[Slot], options: OrgOptions) -> Self {
        Self::of(tree, |id| slots[id.index()].sane(), options)
    }

    /// The same with slots that are asked for, each more than once; their sides are finite and not negative.
    pub fn of(tree: Tree, slot: impl Fn(NodeId) -> Slot, options: OrgOptions) -> Self {
        Self::arranged(tree, slot, options, None)
    }

    /// The same as [`OrgLayout::of`] for another tree with the same options. Branches that stay as they were are taken over
    /// as they stand, so that a map in which a few cards changed costs little more than a look at every card.
    #[must_use]
    pub fn changed(self, tree: Tree, slot: impl Fn(NodeId) -> Slot) -> Self {
        let options = self.options;
        Self::arranged(tree, slot, options, Some(self))
    }

    fn arranged(tree: Tree, slot: impl Fn(NodeId) -> Slot, options: OrgOptions, old: Option<Self>) -> Self {
        let (rows, rows_of_root) = (options.rows.max(1), options.rows_of_root.max(1));
        let options = OrgOptions { rows, rows_of_root, ..options };
        let slot = |position: usize| {
            let slot = slot(tree.node_at(position));
            // Rightwards is downwards mirrored at the diagonal.
            if options.rightwards { Slot { size: slot.size.flipped(), ..slot } } else { slot }
        };
        let hanging = hanging(&tree, &slot, &options);
        // The memory of the old rectangles serves the new ones.
        let (old, spare) =
            old.map_or_else(Default::default, |old| (Some(old.placed), old.cards.into_rects()));
        let (rects, families, placed) = place(&tree, &slot, &hanging, &options, old, spare);
        let families = CullIndex::new(families);
        let cards = CullIndex::of(tree.preorder().collect(), rects);
        let bounds = cards.bounds().union(&families.bounds());
        Self { tree, hanging, options, bounds, cards, families, placed }
    }

    /// The tree that was laid out, for walking from card to card.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The card of one node.
    ///
    /// # Panics
    /// Like every method that takes a node: if it is not in the tree.
    pub fn rect(&self, id: NodeId) -> Rect {
        self.cards.rect(self.tree.position_of(id))
    }

    /// The box around all cards and lines; [`Rect::EMPTY`] for an empty tree.
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Whether the children of this node hang below it in columns.
    pub fn has_hanging_children(&self, id: NodeId) -> bool {
        self.hanging[self.tree.position_of(id)]
    }

    /// The index of the cards: what is visible, what is hit, what can be painted as one.
    pub fn cards(&self) -> &CullIndex {
        &self.cards
    }

    /// The cards that touch `window`, parents first.
    pub fn visible(&self, window: Rect) -> impl Iterator<Item = NodeId> + '_ {
        self.cards.visible(window)
    }

    /// The card at `point`; `None` between the cards.
    pub fn hit(&self, point: Point) -> Option<NodeId> {
        self.cards.hit(point)
    }

    /// The parents whose lines to their children may touch `window`: also of families none of whose cards do.
    pub fn visible_families(&self, window: Rect) -> impl Iterator<Item = NodeId> + '_ {
        self.families.visible(window)
    }

    /// The lines from a parent to its children; none cover each other. Empty for a leaf.
    pub fn connectors(&self, parent: NodeId) -> Vec<Connector> {
        let mut lines = Vec::new();
        self.each_connector(parent, &mut |line| lines.push(line));
        lines
    }

    /// Those lines of a family whose boxes touch `window`.
    pub fn connectors_in(&self, parent: NodeId, window: Rect) -> Vec<Connector> {
        let mut lines = Vec::new();
        self.each_connector(parent, &mut |line| {
            if line.bounds().touches(&window) {
                lines.push(line);
            }
        });
        lines
    }

    /// The whole line from the parent of `child` to it, for marking a way through the map; `None` for the root.
    pub fn path_to(&self, child: NodeId) -> Option<Connector> {
        let parent = self.tree.parent(child)?;
        let (from, to) = (self.rect(parent), self.rect(child));
        let (at, child_at) = (self.tree.position_of(parent), self.tree.position_of(child));
        let stand = self.stand(at);
        let Stand::Columns { rows, trunk, bus } = stand else {
            let turned = |rect: Rect| if self.options.rightwards { rect.flipped() } else { rect };
            let line = connector::path(turned(from), turned(to), turned(to), stand);
            return Some(if self.options.rightwards { line.flipped() } else { line });
        };
        let place = child_at - at - 1;
        let column = self.rect(self.tree.node_at(child_at - place % rows));
        Some(if self.tree.end_at(at) - at - 1 <= rows {
            connector::path(from, to, column, stand)
        } else {
            connector::path_over(from, to, column, trunk, bus)
        })
    }

    fn stand(&self, position: usize) -> Stand {
        let OrgOptions { trunk, hanging_gap, level_gap, .. } = self.options;
        if self.hanging[position] {
            let rows = self.options.rows_of(position, self.tree.end_at(position) - position - 1);
            Stand::Columns { rows, trunk, bus: hanging_gap / 2.0 }
        } else {
            Stand::Row { bus: level_gap / 2.0 }
        }
    }

    fn each_connector(&self, parent: NodeId, paint: &mut impl FnMut(Connector)) {
        let stand = self.stand(self.tree.position_of(parent));
        if self.options.rightwards {
            // The lines of the mirrored family, mirrored back.
            let children: Vec<Rect> = self.tree.children(parent).map(|id| self.rect(id).flipped()).collect();
            connector::family(self.rect(parent).flipped(), &children, stand, &mut |line| {
                paint(line.flipped());
            });
        } else {
            let children: Vec<Rect> = self.tree.children(parent).map(|id| self.rect(id)).collect();
            connector::family(self.rect(parent), &children, stand, paint);
        }
    }
}

/// Whether the children of the node at each position hang below it: none of them has children, and none of a small family
/// hides some.
fn hanging(tree: &Tree, slot: &impl Fn(usize) -> Slot, options: &OrgOptions) -> Vec<bool> {
    if options.rightwards {
        return vec![false; tree.len()];
    }
    let (ends, parents) = (tree.ends(), tree.parents());
    let mut hanging: Vec<bool> = (1..).zip(ends).map(|(next, end)| *end > next).collect();
    for (p, up) in parents.iter().enumerate().skip(1) {
        let up = *up as usize;
        let is_leaf = ends[p] as usize == p + 1;
        let is_small = || ends[up] as usize - up - 1 <= options.shut_in_row;
        if !is_leaf || slot(p).collapsed && is_small() {
            hanging[up] = false;
        }
    }
    hanging
}

/// The card at every position, and the box around the lines of every family: the tidy tree of everything that does not
/// hang, with one box for each hanging family. `spare` gives its memory to the rectangles.
fn place(
    tree: &Tree,
    slot: &impl Fn(usize) -> Slot,
    hanging: &[bool],
    options: &OrgOptions,
    old: Option<Placed>,
    spare: Vec<Rect>,
) -> (Vec<Rect>, Vec<(NodeId, Rect)>, Placed) {
    let count = tree.len();
    // The first position of each box, and the box that begins at each position.
    let mut firsts: Vec<u32> = Vec::with_capacity(count + 1);
    let mut box_at = vec![NONE; count + 1];
    let mut boxes = Vec::with_capacity(count);
    let mut rects = spare;
    rects.resize(count, Rect::EMPTY);
    let mut p = 0;
    while p < count {
        let gap = if hanging[p] { options.hanging_gap } else { options.level_gap };
        let card = slot(p).size;
        box_at[p] = boxes.len() as u32;
        firsts.push(p as u32);
        boxes.push(Size::new(card.w, card.h + gap));
        p += 1;
        if hanging[p - 1] {
            let end = tree.end_at(p - 1);
            let rows = options.rows_of(p - 1, end - p);
            let block = hang(&mut rects[p..end], |at| slot(p + at), rows, options);
            firsts.push(p as u32);
            boxes.push(Size::new(block.w, block.h + options.level_gap));
            p = end;
        }
    }
    box_at[count] = boxes.len() as u32;
    firsts.push(count as u32);
    let is_block = |first: usize| first > 0 && hanging[first - 1];
    let end_of = |(place, first): (usize, &u32)| {
        let first = *first as usize;
        if is_block(first) { place as u32 + 1 } else { box_at[tree.end_at(first)] }
    };
    let end: Vec<u32> = firsts[..boxes.len()].iter().enumerate().map(end_of).collect();
    let boxes = boxes.into_iter();
    let placed = match old {
        Some(old) => old.changed(end, boxes),
        None => Placed::new(end, boxes, options.sibling_gap, options.subtree_gap),
    };
    let turned = |rect: Rect| if options.rightwards { rect.flipped() } else { rect };
    let mut families = Vec::new();
    placed.each(|place, corner, below| {
        let (first, end) = (firsts[place] as usize, firsts[place + 1] as usize);
        if is_block(first) {
            // Trunks stand left of the cards and end at the last ones.
            let parent = first - 1;
            let mut lines = Rect::EMPTY;
            for rect in &mut rects[first..end] {
                *rect = rect.moved(corner);
                lines = lines.union(rect);
            }
            lines.min.x -= options.trunk;
            families.push((tree.node_at(parent), lines.union(&rects[parent])));
        } else {
            let rect = Rect::at(corner, slot(first).size);
            rects[first] = turned(rect);
            if let Some(edge) = below.filter(|_| !hanging[first]) {
                // Lines to children in a row end at their upper edges.
                families.push((tree.node_at(first), turned(rect.union(&edge))));
            }
        }
    });
    (rects, families, placed)
}

/// Puts a family of cards into columns of `rows` from (0, 0), and returns the size of them all.
fn hang(cards: &mut [Rect], slot: impl Fn(usize) -> Slot, rows: usize, options: &OrgOptions) -> Size {
    let mut block = Size::default();
    let mut x = 0.0;
    for (column, cards) in cards.chunks_mut(rows).enumerate() {
        let (mut y, mut width) = (0.0, 0.0);
        for (row, card) in cards.iter_mut().enumerate() {
            let Slot { size, collapsed } = slot(column * rows + row);
            *card = Rect::at(Point::new(x, y), size);
            let bottom = card.max.y + if collapsed { options.hidden_gap } else { 0.0 };
            width = upper(width, size.w);
            block.h = upper(block.h, bottom);
            y = bottom + options.card_gap;
        }
        block.w = x + width;
        x = block.w + options.column_gap;
    }
    block
}
