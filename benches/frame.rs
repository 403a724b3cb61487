//! One pass and tessellation of each panel on a workspace of 20,000 units, and of the map of one account of 100,000, as
//! the window does it 60 times a second.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, Event, Pos2, RawInput, Rect, Ui, pos2, vec2};
use inroads::{
    document::{Derived, Memos},
    domain::Workspace,
    ui::{
        kit::{self, Tokens},
        panels::{
            AccountsPanel, InspectorPanel, MapPanel, PanelContext, RankingPanel, ScoringPanel, Selection,
            TrendsPanel, TrendsStrip, UsagePanel, map::MapKind,
        },
    },
};

#[path = "support/generate.rs"]
mod generate;

struct Stage {
    context: Context,
    workspace: Arc<Workspace>,
    derived: Arc<Derived>,
    selection: Selection,
}

impl Stage {
    fn new(workspace: Workspace) -> Self {
        let context = Context::default();
        kit::install(&context);
        let workspace = Arc::new(workspace);
        let derived = Memos::default().refresh(&workspace, workspace.current_period());
        let largest = workspace.accounts.iter().max_by_key(|account| account.units.len());
        let account = largest.map(|account| account.key.clone());
        let selection = Selection { account, units: Vec::new() };
        Self { context, workspace, derived, selection }
    }

    fn frame(&self, show: &mut dyn FnMut(&mut PanelContext<'_>, &mut Ui)) -> usize {
        self.frame_with(Vec::new(), show)
    }

    fn frame_with(&self, events: Vec<Event>, show: &mut dyn FnMut(&mut PanelContext<'_>, &mut Ui)) -> usize {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1100.0, 760.0))),
            events,
            ..RawInput::default()
        };
        let mut actions = Vec::new();
        let mut output = self.context.run_ui(input, |ui| {
            let mut context = PanelContext {
                workspace: &self.workspace,
                derived: &self.derived,
                selection: &self.selection,
                period: self.derived.period,
                tokens: Tokens::of(ui),
                reduced_motion: false,
                actions: &mut actions,
            };
            show(&mut context, ui);
        });
        output.textures_delta.clear();
        self.context.tessellate(output.shapes, output.pixels_per_point).len()
    }
}

fn frames(criterion: &mut Criterion) {
    let stage = Stage::new(generate::workspace(20_000, 8, 42));
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(30);
    let mut bench = |name: &str, show: &mut dyn FnMut(&mut PanelContext<'_>, &mut Ui)| {
        // The first frames lay out text and fill memos; the steady state is what a user sees.
        for _ in 0..3 {
            stage.frame(show);
        }
        group.bench_function(format!("{name}/20k"), |bencher| bencher.iter(|| black_box(stage.frame(show))));
    };
    let mut accounts = AccountsPanel::default();
    bench("accounts", &mut |context, ui| accounts.ui(context, ui));
    let mut map = MapPanel::default();
    bench("map", &mut |context, ui| map.ui(context, ui));
    let mut inspector = InspectorPanel::default();
    bench("inspector", &mut |context, ui| inspector.ui(context, ui));
    let mut usage = UsagePanel::default();
    bench("usage", &mut |context, ui| usage.ui(context, ui));
    let mut scoring = ScoringPanel::default();
    bench("scoring", &mut |context, ui| scoring.ui(context, ui));
    let mut ranking = RankingPanel::default();
    bench("ranking", &mut |context, ui| ranking.ui(context, ui));
    let mut strip = TrendsStrip::default();
    bench("trends_strip", &mut |context, ui| strip.ui(context, ui));
    let mut trends = TrendsPanel::default();
    bench("trends", &mut |context, ui| trends.ui(context, ui));
    group.finish();
}

/// The map of one account of 10,000 and of 100,000 units, 9 levels deep, in every view and at every level of detail.
fn maps(criterion: &mut Criterion) {
    for (name, units) in [("10k", 10_000), ("100k", 100_000)] {
        let stage = Stage::new(generate::portfolio(&[units], 2, 42));
        let mut group = criterion.benchmark_group("frame");
        group.sample_size(20);
        group.bench_function(format!("map_first/{name}"), |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut map = MapPanel::default();
                black_box(stage.frame(&mut |context, ui| map.ui(context, ui)));
                map
            });
        });
        let mut map = MapPanel::default();
        let middle = pos2(550.0, 420.0);
        for (level, zoom) in [("fit", 0.0), ("blocks", 0.03), ("far", 0.2), ("middle", 0.5), ("near", 1.0)] {
            if zoom > 0.0 {
                let zoomed = (zoom / map.zoom()) as f32;
                let events = vec![Event::PointerMoved(middle), Event::Zoom(zoomed)];
                stage.frame_with(events, &mut |context, ui| map.ui(context, ui));
            }
            for _ in 0..3 {
                stage.frame(&mut |context, ui| map.ui(context, ui));
            }
            println!("frame/map/{name}/{level}: zoom {:.4}", map.zoom());
            group.bench_function(format!("map/{name}/{level}"), |bencher| {
                bencher.iter(|| black_box(stage.frame(&mut |context, ui| map.ui(context, ui))));
            });
        }
        for (view, kind) in [("treemap", MapKind::Treemap), ("outline", MapKind::Outline)] {
            let mut map = MapPanel::default();
            map.show(kind);
            for _ in 0..3 {
                stage.frame(&mut |context, ui| map.ui(context, ui));
            }
            group.bench_function(format!("{view}/{name}"), |bencher| {
                bencher.iter(|| black_box(stage.frame(&mut |context, ui| map.ui(context, ui))));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, frames, maps);
criterion_main!(benches);
