//! One pass and tessellation of each panel on a workspace of 20,000 units, as the window does it 60 times a second.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, Pos2, RawInput, Rect, Ui, vec2};
use inroads::{
    document::{Derived, Memos},
    domain::Workspace,
    ui::{
        kit::{self, Tokens},
        panels::{
            AccountsPanel, InspectorPanel, MapPanel, PanelContext, RankingPanel, ScoringPanel, Selection,
            TrendsPanel, TrendsStrip, UsagePanel,
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
    fn new() -> Self {
        let context = Context::default();
        kit::install(&context);
        let workspace = Arc::new(generate::workspace(20_000, 8, 42));
        let derived = Memos::default().refresh(&workspace, workspace.current_period());
        let largest = workspace.accounts.iter().max_by_key(|account| account.units.len());
        let account = largest.map(|account| account.key.clone());
        let selection = Selection { account, units: Vec::new() };
        Self { context, workspace, derived, selection }
    }

    fn frame(&self, show: &mut dyn FnMut(&mut PanelContext<'_>, &mut Ui)) -> usize {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1100.0, 760.0))),
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
    let stage = Stage::new();
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

criterion_group!(benches, frames);
criterion_main!(benches);
