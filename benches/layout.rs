//! Layout on the trees of generator G: `layout/tidy_tree` is the plain tidy tree, the others are what the map does.

#[path = "support/generator_g.rs"]
mod generator_g;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use generator_g::generator_g;
use inroads::layout::{
    NodeId, OrgLayout, OrgOptions, Point, Rect, Size, Slot, TidyOptions, Tree, TreemapOptions, tidy, treemap,
};

fn layout(c: &mut Criterion) {
    let plain = TidyOptions { sibling_gap: 0.0, subtree_gap: 10.0, level_gap: 0.0 };
    for (name, count) in [("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)] {
        let parents = generator_g(count);
        let tree = Tree::from_parents(&parents).expect("generator G makes one tree");
        let mut group = c.benchmark_group("layout");
        group.sample_size(if count > 500_000 { 10 } else { 30 });

        let sizes = vec![Size::new(10.0, 40.0); count];
        let width = tidy(&tree, &sizes, &plain).iter().map(|p| p.x).fold(0.0, f64::max);
        println!("layout/tidy_tree/{name}: width {width}");
        group.bench_function(format!("tidy_tree/{name}"), |b| {
            b.iter(|| tidy(black_box(&tree), black_box(&sizes), &plain));
        });
        let own: Vec<f64> = generator_g::leaf_weights(&tree);
        let area = Rect::at(Point::default(), Size::new(1600.0, 900.0));
        group.bench_function(format!("treemap/{name}"), |b| {
            b.iter(|| {
                treemap(black_box(&tree), NodeId(0), black_box(&own), area, &TreemapOptions::default())
            });
        });
        if count > 100_000 {
            continue;
        }

        let slot = |i: usize| Size::new(264.0, if tree.is_leaf(NodeId(i as u32)) { 78.0 } else { 54.0 });
        let slots: Vec<Slot> = (0..count).map(|i| Slot { size: slot(i), collapsed: false }).collect();
        group.bench_function(format!("org_map/{name}"), |b| {
            b.iter(|| {
                let tree = Tree::from_parents(black_box(&parents)).expect("one tree");
                OrgLayout::new(tree, &slots, OrgOptions::default())
            });
        });

        let map = OrgLayout::new(tree.clone(), &slots, OrgOptions::default());
        let middle = map.rect(NodeId(count as u32 / 2)).center();
        let window = Rect::at(Point::new(middle.x - 960.0, middle.y - 540.0), Size::new(1920.0, 1080.0));
        group.bench_function(format!("window/{name}"), |b| {
            b.iter(|| {
                let lines: usize =
                    map.visible_families(window).map(|id| map.connectors_in(id, window).len()).sum();
                map.visible(black_box(window)).count() + lines
            });
        });
        let grain = map.bounds().width() / 480.0;
        group.bench_function(format!("fit/{name}"), |b| {
            b.iter(|| map.cards().patches(black_box(map.bounds()), grain).count());
        });
        println!(
            "layout/window/{name}: {} cards, {} families; fit: {} patches",
            map.visible(window).count(),
            map.visible_families(window).count(),
            map.cards().patches(map.bounds(), grain).count()
        );
    }
}

criterion_group!(benches, layout);
criterion_main!(benches);
