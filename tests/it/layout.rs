//! Layout: nothing overlaps, parents stand over their children, order is kept, queries agree with brute force.

/// The trees of the layout benches.
#[path = "../../benches/support/generator_g.rs"]
mod generator_g;

use generator_g::generator_g;
use inroads::layout::{
    Connector, NodeId, OrgLayout, OrgOptions, Patch, Point, Rect, Size, Slot, TidyOptions, Tree, tidy,
};
use proptest::prelude::*;

const PLAIN: TidyOptions = TidyOptions { sibling_gap: 0.0, subtree_gap: 10.0, level_gap: 0.0 };

/// A random tree: node i hangs below an earlier node; small `reach` makes deep trees, large ones make bushes.
fn parents(most: usize) -> impl Strategy<Value = Vec<Option<NodeId>>> {
    (1_u32..40, prop::collection::vec(any::<u32>(), 0..most)).prop_map(|(reach, draws)| {
        let below = |(i, draw): (u32, u32)| Some(NodeId(i - draw % reach.min(i + 1)));
        std::iter::once(None).chain((0..).zip(draws).map(below)).collect()
    })
}

fn sizes(count: usize) -> impl Strategy<Value = Vec<Size>> {
    prop::collection::vec((0_u32..60, 1_u32..90), count)
        .prop_map(|all| all.into_iter().map(|(w, h)| Size::new(f64::from(w), f64::from(h))).collect())
}

fn tree_and_sizes(most: usize) -> impl Strategy<Value = (Vec<Option<NodeId>>, Vec<Size>)> {
    parents(most).prop_flat_map(|parents| {
        let count = parents.len();
        (Just(parents), sizes(count))
    })
}

fn slots(sizes: &[Size]) -> Vec<Slot> {
    sizes.iter().map(|&size| Slot { size, collapsed: size.h > 80.0 }).collect()
}

fn rects(points: &[Point], sizes: &[Size]) -> Vec<Rect> {
    points.iter().zip(sizes).map(|(&point, &size)| Rect::at(point, size)).collect()
}

fn cards(map: &OrgLayout) -> Vec<Rect> {
    map.tree().preorder().map(|id| map.rect(id)).collect()
}

fn assert_apart(rects: &[Rect]) {
    for (i, a) in rects.iter().enumerate() {
        for b in &rects[..i] {
            assert!(!a.overlaps(b, 1e-6), "{a:?} and {b:?} overlap");
        }
    }
}

/// Children from left to right, all below the parent, the parent in the middle of the first and the last.
fn assert_tidy(tree: &Tree, rects: &[Rect], gap: f64) {
    for id in tree.preorder().filter(|&id| !tree.is_leaf(id)) {
        let parent = rects[id.index()];
        let children: Vec<Rect> = tree.children(id).map(|child| rects[child.index()]).collect();
        for pair in children.windows(2) {
            assert!(pair[1].min.x - pair[0].max.x >= gap - 1e-6, "order or gap of the children of {id:?}");
        }
        let outer = children[0].union(&children[children.len() - 1]);
        assert!((parent.center().x - outer.center().x).abs() < 1e-6, "{id:?} is not centred");
        assert!(children.iter().all(|child| child.min.y >= parent.max.y));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn tidy_trees_keep_gaps_order_and_centres((parents, sizes) in tree_and_sizes(120)) {
        let tree = Tree::from_parents(&parents).unwrap();
        let options = TidyOptions { sibling_gap: 5.0, subtree_gap: 12.0, level_gap: 7.0 };
        let rects = rects(&tidy(&tree, &sizes, &options), &sizes);
        assert_tidy(&tree, &rects, options.sibling_gap);
        // Cards of different parents keep the wider gap, also from what hangs in the level gap above or below.
        let wide: Vec<Rect> = rects
            .iter()
            .map(|r| Rect::at(r.min, Size::new(r.width(), r.height() + options.level_gap)))
            .collect();
        for (i, a) in wide.iter().enumerate() {
            for (j, b) in wide[..i].iter().enumerate() {
                let gap = if parents[i] == parents[j] { options.sibling_gap } else { options.subtree_gap };
                let grown = |r: &Rect| Rect::at(r.min, Size::new(r.width() + gap, r.height()));
                prop_assert!(!grown(a).overlaps(b, 1e-6) && !grown(b).overlaps(a, 1e-6));
            }
        }
        let left = rects.iter().map(|r| r.min.x).fold(f64::INFINITY, f64::min);
        prop_assert_eq!(left, 0.0);
        prop_assert_eq!(rects[0].min.y, 0.0);
    }

    #[test]
    fn tidy_trees_are_compact((parents, sizes) in tree_and_sizes(60)) {
        // Moving any subtree left by a little must break a gap: else there was room to spare. Only the last child
        // of each node is bound to that; the ones between share the room evenly.
        let tree = Tree::from_parents(&parents).unwrap();
        let points = tidy(&tree, &sizes, &PLAIN);
        let rects = rects(&points, &sizes);
        for id in tree.preorder() {
            let Some(last) = tree.children(id).last().filter(|&c| tree.previous_sibling(c).is_some()) else {
                continue;
            };
            let first = tree.span(tree.children(id).next().unwrap()).start;
            let own = tree.span(last);
            let stuck = own.clone().any(|i| (first..own.start).any(|j| {
                let (a, b) = (tree.node_at(i), tree.node_at(j));
                let gap = if tree.next_sibling(b) == Some(a) { 0.0 } else { 10.0 };
                let (a, b) = (rects[a.index()], rects[b.index()]);
                (a.min.x - b.max.x - gap).abs() < 1e-6 && a.min.y < b.max.y && b.min.y < a.max.y
            }));
            prop_assert!(stuck, "the last child of {:?} could stand closer", id);
        }
    }

    #[test]
    fn the_map_keeps_cards_apart_and_in_order((parents, sizes) in tree_and_sizes(120), rows in 1_usize..6) {
        let tree = Tree::from_parents(&parents).unwrap();
        let options = OrgOptions { rows, ..OrgOptions::default() };
        let map = OrgLayout::new(tree.clone(), &slots(&sizes), options);
        assert_apart(&cards(&map));
        for id in tree.preorder() {
            let children: Vec<Rect> = tree.children(id).map(|child| map.rect(child)).collect();
            let hangs = !children.is_empty()
                && tree.children(id).all(|c| tree.is_leaf(c) && sizes[c.index()].h <= 80.0);
            prop_assert_eq!(map.has_hanging_children(id), hangs);
            if hangs {
                let columns: Vec<&[Rect]> = children.chunk_by(|a, b| a.min.x == b.min.x).collect();
                for column in &columns {
                    prop_assert!(column.windows(2).all(|p| (p[1].min.y - p[0].max.y - 8.0).abs() < 1e-6));
                }
                let full = columns[0].len();
                prop_assert!(full >= rows.min(children.len()), "{full}");
                prop_assert!(columns.len() == children.len().div_ceil(full));
                prop_assert!(columns[..columns.len() - 1].iter().all(|column| column.len() == full));
                let block = children.iter().fold(Rect::EMPTY, |sum, r| sum.union(r));
                prop_assert!((map.rect(id).center().x - block.center().x).abs() < 1e-6);
            }
            for line in map.connectors(id) {
                let bounds = line.bounds();
                prop_assert!(map.bounds().union(&bounds) == map.bounds());
            }
        }
    }

    #[test]
    fn a_map_to_the_right_keeps_cards_apart_and_in_order((parents, sizes) in tree_and_sizes(120)) {
        let tree = Tree::from_parents(&parents).unwrap();
        let options = OrgOptions::rightwards();
        let map = OrgLayout::new(tree.clone(), &slots(&sizes), options);
        assert_apart(&cards(&map));
        for id in tree.preorder() {
            prop_assert!(!map.has_hanging_children(id));
            let (size, wanted) = (map.rect(id).size(), sizes[id.index()]);
            prop_assert!((size.w - wanted.w).abs() < 1e-6 && (size.h - wanted.h).abs() < 1e-6);
            let children: Vec<Rect> = tree.children(id).map(|child| map.rect(child)).collect();
            prop_assert!(children.windows(2).all(|p| p[1].min.y >= p[0].max.y + options.sibling_gap - 1e-6));
            let end = map.rect(id).max.x;
            prop_assert!(children.iter().all(|c| (c.min.x - end - options.level_gap).abs() < 1e-6));
            for line in map.connectors(id) {
                prop_assert!(map.bounds().union(&line.bounds()) == map.bounds());
            }
            for child in tree.children(id) {
                let way = map.path_to(child).unwrap();
                prop_assert_eq!(way.points()[0].x, end);
                let last = way.points()[way.points().len() - 1];
                prop_assert!(last.x == map.rect(child).min.x && map.rect(child).contains(last));
            }
        }
    }

    #[test]
    fn queries_agree_with_brute_force(
        (parents, sizes) in tree_and_sizes(300),
        window in prop::array::uniform4(-0.1_f64..1.1),
        grain in 0.0_f64..400.0,
    ) {
        let tree = Tree::from_parents(&parents).unwrap();
        let map = OrgLayout::new(tree.clone(), &slots(&sizes), OrgOptions::default());
        let whole = map.bounds();
        let x = |t: f64| whole.min.x + t * whole.width();
        let y = |t: f64| whole.min.y + t * whole.height();
        let [a, b, c, d] = window;
        let window = Rect::new(Point::new(x(a.min(b)), y(c.min(d))), Point::new(x(a.max(b)), y(c.max(d))));
        let seen: Vec<NodeId> = map.visible(window).collect();
        let all: Vec<NodeId> = tree.preorder().filter(|&id| map.rect(id).touches(&window)).collect();
        prop_assert_eq!(&seen, &all);

        let mut painted = vec![0; tree.len()];
        for patch in map.cards().patches(window, grain) {
            match patch {
                Patch::Node(id) => painted[id.index()] += 1,
                Patch::Run { span, .. } => span.for_each(|place| painted[map.cards().id(place).index()] += 1),
            }
        }
        prop_assert!(painted.iter().all(|&times| times <= 1));
        prop_assert!(all.iter().all(|id| painted[id.index()] == 1));

        let families: Vec<NodeId> = map.visible_families(window).collect();
        for id in tree.preorder() {
            let lines: Vec<Connector> = map.connectors(id);
            let near: Vec<Connector> =
                lines.into_iter().filter(|line| line.bounds().touches(&window)).collect();
            prop_assert_eq!(&map.connectors_in(id, window), &near);
            prop_assert!(near.is_empty() || families.contains(&id));
        }

        for point in [window.min, window.max, window.center(), map.rect(NodeId(0)).center()] {
            let hit = tree.preorder().rfind(|&id| map.rect(id).contains(point));
            prop_assert_eq!(map.hit(point), hit);
        }
    }

    #[test]
    fn a_new_node_keeps_the_order((parents, sizes) in tree_and_sizes(80), place in any::<prop::sample::Index>()) {
        let before = OrgLayout::new(
            Tree::from_parents(&parents).unwrap(), &slots(&sizes), OrgOptions::default());
        let mut more = parents.clone();
        more.push(Some(NodeId(place.index(parents.len()) as u32)));
        let mut more_sizes = sizes.clone();
        more_sizes.push(Size::new(30.0, 40.0));
        let after = OrgLayout::new(
            Tree::from_parents(&more).unwrap(), &slots(&more_sizes), OrgOptions::default());
        let changed = more[parents.len()].unwrap();
        for id in before.tree().preorder() {
            let reading = |map: &OrgLayout| {
                let mut cards: Vec<NodeId> =
                    map.tree().children(id).filter(|c| c.index() < parents.len()).collect();
                cards.sort_by(|a, b| {
                    let (a, b) = (map.rect(*a).min, map.rect(*b).min);
                    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
                });
                cards
            };
            prop_assert_eq!(reading(&before), reading(&after), "children of {:?}, new below {:?}", id, changed);
        }
    }
}

/// A tree after one edit: a card comes, a branch goes, a card goes and what is below it stays, a branch hangs elsewhere, a
/// card changes its size (the high ones are collapsed, see [`slots`]).
fn edited(parents: &mut Vec<Option<NodeId>>, sizes: &mut Vec<Size>, (kind, at, other): (u8, usize, usize)) {
    let (at, other) = (at % parents.len(), other % parents.len());
    let tree = Tree::from_parents(parents).unwrap();
    let node = NodeId(at as u32);
    let below: Vec<NodeId> = tree.span(node).map(|position| tree.node_at(position)).collect();
    let size = Size::new((other % 60) as f64, (1 + at * 7 % 90) as f64);
    let mut gone = Vec::new();
    match kind {
        0 => {
            parents.push(Some(node));
            sizes.push(size);
        }
        1 if at > 0 => gone = below,
        2 if at > 0 => {
            let up = parents[at];
            parents.iter_mut().filter(|parent| **parent == Some(node)).for_each(|parent| *parent = up);
            gone.push(node);
        }
        3 if !below.contains(&NodeId(other as u32)) => parents[at] = Some(NodeId(other as u32)),
        _ => sizes[at] = size,
    }
    gone.sort();
    for node in gone.into_iter().rev() {
        parents.remove(node.index());
        sizes.remove(node.index());
        for parent in parents.iter_mut().flatten() {
            parent.0 -= u32::from(*parent > node);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_changed_map_is_the_map_from_nothing(
        (parents, sizes) in tree_and_sizes(100),
        edits in prop::collection::vec((0_u8..5, any::<usize>(), any::<usize>()), 1..30),
        rightwards: bool,
    ) {
        let (mut parents, mut sizes) = (parents, sizes);
        let options = if rightwards { OrgOptions::rightwards() } else { OrgOptions::default() };
        let tree = |parents: &[Option<NodeId>]| Tree::from_parents(parents).unwrap();
        let mut map = OrgLayout::new(tree(&parents), &slots(&sizes), options);
        for edit in edits {
            edited(&mut parents, &mut sizes, edit);
            let slots_now = slots(&sizes);
            map = map.changed(tree(&parents), |id| slots_now[id.index()].sane());
            prop_assert!(map == OrgLayout::new(tree(&parents), &slots(&sizes), options), "{:?}", edit);
        }
    }
}

/// Distance between the leftmost and the rightmost centre.
fn width(count: usize) -> f64 {
    let tree = Tree::from_parents(&generator_g(count)).unwrap();
    assert_eq!(tree.len(), count);
    let points = tidy(&tree, &vec![Size::new(10.0, 40.0); count], &PLAIN);
    points.iter().map(|p| p.x).fold(0.0, f64::max)
}

#[test]
fn widths_of_the_bench_trees() {
    assert_eq!(width(10_000), 57_970.0);
    assert_eq!(width(100_000), 691_232.5);
}

#[test]
fn a_chain_of_100_000_nodes_needs_no_stack() {
    let parents: Vec<_> = (0..100_000_u32).map(|i| i.checked_sub(1).map(NodeId)).collect();
    let tree = Tree::from_parents(&parents).unwrap();
    let slots = vec![Slot { size: Size::new(264.0, 54.0), collapsed: false }; parents.len()];
    let map = OrgLayout::new(tree, &slots, OrgOptions::default());
    assert_eq!(map.bounds().height(), 100_000.0 * 54.0 + 99_998.0 * 28.0 + 20.0);
    assert_eq!(map.hit(map.rect(NodeId(70_000)).center()), Some(NodeId(70_000)));
    assert!(map.visible(map.rect(NodeId(70_000)).expand(10.0)).eq([NodeId(70_000)]));
}

#[test]
fn an_empty_map_has_nothing() {
    let map = OrgLayout::new(Tree::default(), &[], OrgOptions::default());
    assert!(map.bounds().is_empty() && cards(&map).is_empty());
    assert_eq!(map.hit(Point::default()), None);
    assert!(tidy(&Tree::default(), &[], &TidyOptions::default()).is_empty());
}

#[test]
fn impossible_sizes_count_as_zero() {
    let tree = Tree::from_parents(&[None, Some(NodeId(0)), Some(NodeId(0))]).unwrap();
    let sizes = [Size::new(f64::NAN, 10.0), Size::new(f64::INFINITY, -4.0), Size::new(6.0, 6.0)];
    let points = tidy(&tree, &sizes, &PLAIN);
    assert!(points.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
    assert_eq!(points[2], Point::new(0.0, 10.0));
}

/// TechCorp of the design: three regions with 3, 4 and 2 units below one root that is 36 wider than its cards.
fn techcorp() -> OrgLayout {
    let below = |parent: u32, count: usize| vec![Some(NodeId(parent)); count];
    let parents = [vec![None], below(0, 3), below(1, 3), below(2, 4), below(3, 2)].concat();
    let size = |i: usize| match i {
        0 => Size::new(300.0, 54.0),
        1..=3 => Size::new(264.0, 54.0),
        _ => Size::new(264.0, 78.0),
    };
    let slots: Vec<Slot> = (0..parents.len()).map(|i| Slot { size: size(i), collapsed: false }).collect();
    OrgLayout::new(Tree::from_parents(&parents).unwrap(), &slots, OrgOptions::default())
}

fn corners(lines: &[Connector]) -> Vec<Vec<(f64, f64)>> {
    lines.iter().map(|line| line.points().iter().map(|p| (p.x, p.y)).collect()).collect()
}

#[test]
fn the_map_of_the_design() {
    let map = techcorp();
    let left = |id: u32| map.rect(NodeId(id)).min;
    assert_eq!([1, 2, 3].map(left), [0.0, 282.0, 564.0].map(|x| Point::new(x, 82.0)));
    assert_eq!(left(0), Point::new(264.0, 0.0));
    assert_eq!([4, 5, 6].map(left), [156.0, 242.0, 328.0].map(|y| Point::new(0.0, y)));
    assert_eq!(map.bounds(), Rect::new(Point::new(-9.0, 0.0), Point::new(828.0, 492.0)));
    assert_eq!(
        corners(&map.connectors(NodeId(0))),
        [
            vec![(414.0, 54.0), (414.0, 68.0)],
            vec![(132.0, 82.0), (132.0, 68.0), (696.0, 68.0), (696.0, 82.0)],
            vec![(414.0, 68.0), (414.0, 82.0)],
        ]
    );
    assert_eq!(
        corners(&map.connectors(NodeId(3))),
        [
            vec![(564.0, 109.0), (555.0, 109.0), (555.0, 281.0), (564.0, 281.0)],
            vec![(555.0, 195.0), (564.0, 195.0)],
        ]
    );
    let way = map.path_to(NodeId(11)).unwrap();
    assert_eq!(corners(&[way]), [vec![(564.0, 109.0), (555.0, 109.0), (555.0, 195.0), (564.0, 195.0)]]);
    assert_eq!(map.path_to(NodeId(0)), None);
    assert!(map.connectors(NodeId(11)).is_empty());
}

#[test]
fn thirty_leaves_hang_in_three_columns() {
    let parents: Vec<_> = (0..31).map(|i| (i > 0).then_some(NodeId(0))).collect();
    let slots = vec![Slot { size: Size::new(264.0, 78.0), collapsed: false }; 31];
    let map = OrgLayout::new(Tree::from_parents(&parents).unwrap(), &slots, OrgOptions::default());
    let lefts: Vec<f64> = (1..31).map(|i| map.rect(NodeId(i)).min.x).collect();
    assert_eq!(lefts, [vec![0.0; 12], vec![282.0; 12], vec![564.0; 6]].concat());
    let lines = map.connectors(NodeId(0));
    // Stem, bracket with the outer trunks, the trunk between, and a tick for every card but the last of a column.
    assert_eq!(lines.len(), 1 + 1 + 1 + 11 + 11 + 5);
    let bottom = |id: u32| map.rect(NodeId(id)).center().y;
    assert_eq!(
        corners(&lines[..2]),
        [
            vec![(414.0, 78.0), (414.0, 88.0)],
            vec![
                (0.0, bottom(12)),
                (-9.0, bottom(12)),
                (-9.0, 88.0),
                (555.0, 88.0),
                (555.0, bottom(30)),
                (564.0, bottom(30))
            ],
        ]
    );
    let way = map.path_to(NodeId(14)).unwrap();
    let y = map.rect(NodeId(14)).center().y;
    assert_eq!(corners(&[way]), [vec![(414.0, 78.0), (414.0, 88.0), (273.0, 88.0), (273.0, y), (282.0, y)]]);
}

#[test]
fn a_collapsed_branch_stays_in_its_row() {
    let parents: Vec<_> = (0..4).map(|i| (i > 0).then_some(NodeId(0))).collect();
    let mut slots = vec![Slot { size: Size::new(264.0, 54.0), collapsed: false }; 4];
    slots[2].collapsed = true;
    let map = OrgLayout::new(Tree::from_parents(&parents).unwrap(), &slots, OrgOptions::default());
    assert!(!map.has_hanging_children(NodeId(0)));
    assert_eq!([1, 2, 3].map(|i| map.rect(NodeId(i)).min.y), [82.0; 3]);
}

#[test]
fn a_family_that_is_the_whole_map_has_shorter_columns() {
    // Fourteen leaves below the root, and below the only child of a root.
    for (above, longest) in [(1_u32, 8), (2, 12)] {
        let parents: Vec<Option<NodeId>> =
            (0..above + 14).map(|id| id.checked_sub(1).map(|up| NodeId(up.min(above - 1)))).collect();
        let tree = Tree::from_parents(&parents).unwrap();
        let slots = vec![Slot { size: Size::new(250.0, 72.0), collapsed: false }; parents.len()];
        let map = OrgLayout::new(tree.clone(), &slots, OrgOptions::default());
        let cards: Vec<Rect> = tree.children(NodeId(above - 1)).map(|id| map.rect(id)).collect();
        let columns: Vec<usize> = cards.chunk_by(|a, b| a.min.x == b.min.x).map(<[Rect]>::len).collect();
        assert_eq!(columns, [longest, 14 - longest]);
    }
}
