//! One pass and tessellation of each panel on a workspace of 20,000 units, and of the map of one account of 100,000, as
//! the window does it 60 times a second.

use std::{
    hint::black_box,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{
    Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect,
    TouchPhase, Ui, Vec2, pos2, vec2,
};
use inroads::{
    document::{AccountDerived, Cell, Derived, Document, Edit, FieldValue, Memos},
    domain::{Account, Amount, OrgUnit, UnitKind, Workspace},
    engine::regroup::{GroupBy, regroup},
    ui::{
        kit::{self, Tokens},
        panels::{
            AccountsPanel, Action, InspectorPanel, MapPanel, PanelContext, RankingPanel, ScoringPanel,
            Selection, TrendsPanel, TrendsStrip, UsagePanel,
            map::{MapKind, MapModel, Shape},
            usage::View,
        },
        shell::{Place, TextOnly, Wizard},
    },
};

#[path = "support/generate.rs"]
#[allow(dead_code, reason = "not every bench uses everything")]
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
        self.frame_with(Vec::new(), show).0
    }

    /// One pass with input; also gives what was asked for.
    fn frame_with(
        &self,
        events: Vec<Event>,
        show: &mut dyn FnMut(&mut PanelContext<'_>, &mut Ui),
    ) -> (usize, Vec<Action>) {
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
                clipboard: &TextOnly,
                actions: &mut actions,
            };
            show(&mut context, ui);
        });
        output.textures_delta.clear();
        (self.context.tessellate(output.shapes, output.pixels_per_point).len(), actions)
    }
}

/// A turn of the wheel by points.
fn wheel(delta: Vec2) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

/// The grid of one account of 100,000 units: a frame in both orientations, the frame after an edit, and a block of
/// 10,000 × 6 cells from the clipboard to figures that are current again.
fn grid(criterion: &mut Criterion) {
    let mut stage = Stage::new(generate::portfolio(&[100_000], 8, 42));
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(20);
    for over_time in [false, true] {
        let view: View = ron::from_str(&format!("(over_time: {over_time})")).expect("a view");
        let mut usage = UsagePanel::arranged(view);
        // Guardrails of so large an account are found in the background; the steady state is what a user sees.
        for _ in 0..40 {
            stage.frame(&mut |context, ui| usage.ui(context, ui));
            std::thread::sleep(Duration::from_millis(100));
        }
        let name = if over_time { "usage_over_time/100k" } else { "usage/100k" };
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(stage.frame(&mut |context, ui| usage.ui(context, ui))));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("grid");
    group.sample_size(10);
    let mut document = Document::opened(Workspace::clone(&stage.workspace));
    let mut memos = Memos::default();
    let account = document.workspace().accounts[0].key.clone();
    let mut usage = UsagePanel::default();
    let columns = [0, 1, 2, 3, 4, 5];
    let row = |n: usize| columns.map(|col| if col == 1 { "pilot".into() } else { (n * 7 + col).to_string() });
    let block: String = (0..10_000).map(|n| row(n)[1..].join("\t") + "\t5\n").collect();
    let key = |key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let mut turn = |events: Vec<Event>, stage: &mut Stage, document: &Document, memos: &mut Memos| {
        stage.workspace = Arc::clone(document.workspace());
        stage.derived = memos.refresh(document.workspace(), stage.derived.period);
        stage.frame_with(events, &mut |context, ui| usage.ui(context, ui)).1
    };
    turn(Vec::new(), &mut stage, &document, &mut memos);
    let at = Pos2::new(420.0, 140.0);
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    turn(vec![Event::PointerMoved(at), button(true), button(false)], &mut stage, &document, &mut memos);
    turn(Vec::new(), &mut stage, &document, &mut memos);
    group.bench_function("paste/10kx6", |bencher| {
        bencher.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for _ in 0..times {
                let start = Instant::now();
                turn(vec![Event::Paste(block.clone())], &mut stage, &document, &mut memos);
                let actions = turn(vec![key(Key::Enter)], &mut stage, &document, &mut memos);
                let edit = actions
                    .into_iter()
                    .find_map(|a| if let Action::Edit(edit) = a { Some(edit) } else { None });
                let edit = edit.expect("the block is pasted");
                document.apply(&edit).expect("plain figures");
                spent += start.elapsed();
                let Edit::SetCells { cells, .. } = &edit else { panic!("a paste sets cells") };
                assert!(cells.len() >= 20_000, "{}", cells.len());
                turn(Vec::new(), &mut stage, &document, &mut memos);
                document.undo();
                turn(Vec::new(), &mut stage, &document, &mut memos);
            }
            spent
        });
    });
    let unit = document.workspace().accounts[0].units[60_000].key.clone();
    let mut value = 0.0;
    group.bench_function("after_edit/100k", |bencher| {
        bencher.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for _ in 0..times {
                value += 1.0;
                let arr = FieldValue::Arr(Amount::new(value).ok());
                let cells = vec![Cell { unit: unit.clone(), period: stage.derived.period, value: arr }];
                document.apply(&Edit::SetCells { account: account.clone(), cells }).expect("a plain amount");
                stage.workspace = Arc::clone(document.workspace());
                stage.derived = memos.refresh(document.workspace(), stage.derived.period);
                let start = Instant::now();
                turn(Vec::new(), &mut stage, &document, &mut memos);
                spent += start.elapsed();
            }
            spent
        });
    });
    group.finish();
}

/// What the undo of one edited cell holds on to, in an account of 100,000 units and 8 quarters; where the system tells.
fn undo_memory(_: &mut Criterion) {
    const STEPS: usize = 1000;
    let resident = || -> Option<usize> {
        let text = std::fs::read_to_string("/proc/self/statm").ok()?;
        text.split_whitespace().nth(1)?.parse::<usize>().ok().map(|pages| pages * 4096)
    };
    let mut document = Document::opened(generate::portfolio(&[100_000], 8, 42));
    let account = Arc::clone(&document.workspace().accounts[0]);
    let period = document.workspace().current_period();
    let before = resident();
    for step in 0..STEPS {
        let unit = account.units[1 + step * 97 % 100_000].key.clone();
        let arr = FieldValue::Arr(Amount::new(step as f64 + 0.5).ok());
        let cells = vec![Cell { unit, period, value: arr }];
        document.apply(&Edit::SetCells { account: account.key.clone(), cells }).expect("a plain amount");
    }
    if let (Some(before), Some(after)) = (before, resident()) {
        let each = after.saturating_sub(before) as f64 / 1024.0 / STEPS as f64;
        println!("grid/undo_memory: {each:.1} KiB an edited cell (limit 16)");
        assert!(each <= 16.0, "undo of one cell holds {each:.1} KiB");
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

/// 100,000 units by opportunity score, of one account and of a portfolio: a frame once they are ranked, and the ranking
/// itself, which is made in the background.
fn ranked_units(criterion: &mut Criterion) {
    for (name, sizes) in [("100k", vec![100_000]), ("1000x100", vec![100; 1000])] {
        let mut stage = Stage::new(generate::portfolio(&sizes, 2, 42));
        if sizes.len() > 1 {
            stage.selection = Selection::default();
        }
        let account = (sizes.len() == 1).then_some(0);
        let mut group = criterion.benchmark_group("frame");
        group.sample_size(20);
        let mut ranking = RankingPanel::of_units();
        for _ in 0..50 {
            stage.frame(&mut |context, ui| ranking.ui(context, ui));
            std::thread::sleep(Duration::from_millis(50));
        }
        group.bench_function(format!("ranking_units/{name}"), |bencher| {
            bencher.iter(|| black_box(stage.frame(&mut |context, ui| ranking.ui(context, ui))));
        });
        group.bench_function(format!("ranking_units_made/{name}"), |bencher| {
            bencher.iter(|| black_box(stage.derived.opportunities(&stage.workspace, account)));
        });
        group.finish();
    }
}

/// The last step of the import of a table of 100,000 rows, at its end, which is as far as any.
fn import(criterion: &mut Criterion) {
    let workspace = Arc::new(generate::portfolio(&[100_000], 2, 42));
    let account = &workspace.accounts[0];
    let row = |(at, unit): (usize, &Arc<OrgUnit>)| format!("{};pilot;{}\n", unit.key, 7 * at);
    let rows: String = account.units.iter().enumerate().skip(1).map(row).collect();
    let place = Place {
        workspace: Arc::clone(&workspace),
        account: Some(account.key.clone()),
        period: workspace.current_period(),
    };
    let context = Context::default();
    kit::install(&context);
    let mut wizard = Wizard::clipboard(place, Rc::new(TextOnly), &context);
    let mut turn = |events: Vec<Event>| {
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1180.0, 760.0)));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let mut output = context.run_ui(input, |ui| {
            wizard.ui(ui.ctx());
        });
        output.textures_delta.clear();
        context.tessellate(output.shapes, output.pixels_per_point).len()
    };
    // Enter presses the button of each step as soon as it has something to do.
    let key = |pressed| Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    turn(Vec::new());
    turn(vec![Event::Paste(format!("Unit key;Status;ARR\n{rows}"))]);
    for step in 0..3 {
        for _ in 0..100 {
            turn(Vec::new());
            std::thread::sleep(Duration::from_millis(30));
        }
        if step < 2 {
            turn(vec![key(true), key(false)]);
        }
    }
    turn(vec![Event::PointerMoved(pos2(590.0, 400.0)), wheel(vec2(0.0, -3e6))]);
    (0..30).for_each(|_| {
        turn(Vec::new());
    });
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(20);
    group.bench_function("import/100k", |bencher| bencher.iter(|| black_box(turn(Vec::new()))));
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
        // Large accounts are opened with few levels; all of them is the hardest case.
        let mut map = MapPanel::default();
        stage.frame(&mut |context, ui| map.ui(context, ui));
        map.expand_all();
        map.fit_whole();
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
            // The same while it moves under the hand: another place in every frame.
            let mut way = 1.0;
            group.bench_function(format!("map_panned/{name}/{level}"), |bencher| {
                bencher.iter(|| {
                    way = -way;
                    let events = vec![Event::PointerMoved(middle), wheel(vec2(9.0 * way, 5.0 * way))];
                    black_box(stage.frame_with(events, &mut |context, ui| map.ui(context, ui)).0)
                });
            });
            group.bench_function(format!("map_zoomed/{name}/{level}"), |bencher| {
                bencher.iter(|| {
                    way = -way;
                    let events = vec![Event::PointerMoved(middle), Event::Zoom(1.0 + 0.01 * way)];
                    black_box(stage.frame_with(events, &mut |context, ui| map.ui(context, ui)).0)
                });
            });
        }
        for (view, kind) in [("treemap", MapKind::Treemap), ("outline", MapKind::Outline)] {
            let mut map = MapPanel::default();
            map.show(kind);
            stage.frame(&mut |context, ui| map.ui(context, ui));
            map.expand_all();
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

/// The same 100,000 units in another hierarchy, and 501 accounts with as many on one map.
fn hierarchies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("map");
    group.sample_size(10);
    let stage = Stage::new(generate::portfolio(&[100_000], 2, 42));
    let (workspace, derived) = (&stage.workspace, &stage.derived);
    let (account, own) = (&workspace.accounts[0], &derived.accounts[0]);
    for by in [GroupBy::Region, GroupBy::Kind, GroupBy::Owner] {
        group.bench_function(format!("regroup/100k/{by:?}").to_lowercase(), |bencher| {
            bencher
                .iter_with_large_drop(|| black_box(regroup(workspace, account, &own.tree, &own.facts, by)));
        });
    }
    let mut sizes = vec![40_000];
    sizes.resize(501, 120);
    let mut stage = Stage::new(generate::portfolio(&sizes, 2, 42));
    stage.selection.account = None;
    group.bench_function("portfolio_first/100k", |bencher| {
        bencher.iter_with_large_drop(|| {
            let mut map = MapPanel::default();
            black_box(stage.frame(&mut |context, ui| map.ui(context, ui)));
            map
        });
    });
    let mut map = MapPanel::default();
    for _ in 0..3 {
        stage.frame(&mut |context, ui| map.ui(context, ui));
    }
    group.bench_function("portfolio/100k", |bencher| {
        bencher.iter(|| black_box(stage.frame(&mut |context, ui| map.ui(context, ui))));
    });
    group.finish();
}

/// One unit comes at a deep place of an opened tree, and goes again: from its facts to cards that can be painted.
fn add_one(criterion: &mut Criterion) {
    for (name, units) in [("10k", 10_000), ("40k", 40_000), ("100k", 100_000)] {
        let mut document = Document::opened(generate::portfolio(&[units], 2, 42));
        let mut memos = Memos::default();
        let period = document.workspace().current_period();
        let mut state = |document: &Document| {
            let derived = memos.refresh(document.workspace(), period);
            (Arc::clone(&document.workspace().accounts[0]), Arc::clone(&derived.accounts[0]))
        };
        let before = state(&document);
        let tree = &before.1.tree;
        // The deepest unit, in the middle of the account.
        let middle = units / 2..units;
        let below = middle.max_by_key(|unit| (tree.depth(*unit), !*unit)).expect("there are units");
        let parent = before.0.units[tree.parent(below).expect("no root")].key.clone();
        let unit = OrgUnit::new("added", Some(parent), "Added", UnitKind::Team);
        let edit = Edit::AddUnit { account: before.0.key.clone(), unit: Box::new(unit) };
        document.apply(&edit).expect("a unit can be added");
        let states = [before, state(&document)];
        let model = |old, (account, derived): &(Arc<Account>, Arc<AccountDerived>)| {
            Arc::new(MapModel::after(old, account, &derived.tree, &derived.facts, Shape::default()))
        };
        let mut turn = 0;
        let mut shown = Some(model(None, &states[turn]));
        criterion.bench_function(&format!("map/add/{name}"), |bencher| {
            bencher.iter(|| {
                turn = 1 - turn;
                shown = Some(black_box(model(shown.take(), &states[turn])));
            });
        });
    }
}

criterion_group!(benches, ranked_units, import, undo_memory, grid, frames, maps, hierarchies, add_one);
criterion_main!(benches);
