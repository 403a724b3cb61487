//! The whole window without a window: it rests when nothing happens, names what it shows, and one deed is one step.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use egui::{DroppedFile, Event, Key, Modifiers, Pos2, Theme, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};
use inroads::ui::shell::{App, NativeDialogs, Start};

use super::support::gui::{THEMES, builder, look, word};

type Window = Harness<'static, Option<App>>;

const SIZE: egui::Vec2 = vec2(1280.0, 800.0);

/// The very first start: the sample is open.
fn window(theme: Theme) -> Window {
    window_in(theme, None)
}

/// A start with settings in a folder.
fn window_in(theme: Theme, folder: Option<PathBuf>) -> Window {
    let mut window = builder(SIZE, theme).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let start = || Start::new(None, folder.clone(), Box::new(NativeDialogs));
            app.get_or_insert_with(|| App::new(ui.ctx(), start())).pass(ui, None);
        },
        None,
    );
    window.input_mut().system_theme = Some(theme);
    settle(&mut window);
    window
}

/// Longer than any movement takes.
fn settle(window: &mut Window) {
    for _ in 0..12 {
        window.step();
    }
}

/// How long the window would sleep now.
fn rest(window: &mut Window) -> Duration {
    settle(window);
    let sleeps = (0..4).map(|_| {
        window.step();
        window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
    });
    sleeps.min().unwrap()
}

#[track_caller]
fn assert_rests(window: &mut Window, when: &str) {
    let rest = rest(window);
    assert!(rest > Duration::from_secs(1), "{when}: the window wakes after {rest:?}");
}

fn command(window: &mut Window, key: Key) {
    // As a window says it: Ctrl is the command key, too.
    let modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

/// A place on the track of a slider, from 0 to 1.
fn place(window: &Window, slider: &str, share: f32) -> Pos2 {
    let at = window.get_by_role_and_label(Role::Slider, slider).rect();
    egui::pos2(at.min.x + 12.0 + share * (at.width() - 24.0), at.min.y + 15.0)
}

fn undo_label(window: &Window) -> Option<String> {
    let app = window.state().as_ref().unwrap();
    app.session().unwrap().document.undo_label().map(str::to_owned)
}

#[test]
fn idle_is_idle_in_every_arrangement() {
    for theme in THEMES {
        let mut window = window(theme);
        for (key, name) in
            [(Key::Num1, "map"), (Key::Num2, "usage"), (Key::Num3, "score"), (Key::Num4, "trends")]
        {
            command(&mut window, key);
            assert_rests(&mut window, name);
            look(&mut window, &format!("window-{name}-{}", word(theme)));
            // The pointer rests on something, too.
            for (x, y) in [(120.0, 420.0), (420.0, 300.0), (700.0, 400.0), (1100.0, 300.0), (640.0, 730.0)] {
                window.hover_at(egui::pos2(x, y));
                assert_rests(&mut window, &format!("{name}, pointer at {x} {y}"));
            }
        }
        window.key_press(Key::F1);
        assert_rests(&mut window, "shortcuts");
        look(&mut window, &format!("window-shortcuts-{}", word(theme)));
    }
}

#[test]
fn a_slider_in_the_hand_that_does_not_move_lets_the_window_rest() {
    let mut window = window(Theme::Light);
    command(&mut window, Key::Num3);
    // Locked at 12.3 and 11.6933, two weights leave 76.0067: the slider stops at a value that it cannot show exactly.
    window.get_by_label("Divisions weight in percent").focus();
    settle(&mut window);
    window.get_by_label("Divisions weight in percent").type_text("12.3");
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    for lock in ["Divisions", "Trend"] {
        window.get_by_label(&format!("Lock weight of {lock}")).click();
        settle(&mut window);
    }
    for mode in ["Linked", "Free", "Pair"] {
        window.get_by_label(&format!("What the other weights do: {mode}")).click();
        settle(&mut window);
        for share in [0.05, 0.333, 0.98] {
            let from = place(&window, "Weight of Revenue", 0.4);
            window.drag_at(from);
            assert_rests(&mut window, &format!("{mode}, taken"));
            window.hover_at(place(&window, "Weight of Revenue", share));
            assert_rests(&mut window, &format!("{mode}, held at {share}"));
            window.drop_at(place(&window, "Weight of Revenue", share));
            assert_rests(&mut window, &format!("{mode}, let go at {share}"));
        }
    }
}

#[test]
fn a_key_held_on_a_slider_is_one_step() {
    let mut window = window(Theme::Light);
    command(&mut window, Key::Num3);
    window.get_by_role_and_label(Role::Slider, "Weight of Revenue").focus();
    settle(&mut window);
    for (pressed, repeat) in [(true, false), (true, true), (true, true), (true, true), (false, false)] {
        let (key, physical_key, modifiers) = (Key::ArrowRight, None, Modifiers::NONE);
        window.event(Event::Key { key, physical_key, pressed, repeat, modifiers });
        settle(&mut window);
    }
    assert_eq!(undo_label(&window).as_deref(), Some("set weight of Revenue to 39%"));
    command(&mut window, Key::Z);
    assert_eq!(undo_label(&window), None);
}

#[test]
fn a_unit_added_and_named_is_one_step() {
    let mut window = window(Theme::Light);
    window.get_by_label_contains("APAC, ").click();
    settle(&mut window);
    window.key_press(Key::Insert);
    settle(&mut window);
    window.get_by_label("Name of the unit").type_text("Korea");
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    assert_eq!(undo_label(&window).as_deref(), Some("add Korea"));
    window.get_by_label("Undo add Korea").click();
    settle(&mut window);
    assert_eq!(undo_label(&window), None);
}

#[test]
fn undo_of_a_deleted_unit_is_offered_once_and_only_while_it_is_the_last_step() {
    let mut window = window(Theme::Light);
    let offers = |window: &Window| {
        window.query_all_by_role(Role::Button).filter(|button| named(button, "Undo")).count()
    };
    for unit in ["Spain Operations, ", "France Operations, "] {
        window.get_by_label_contains(unit).click();
        settle(&mut window);
        window.key_press(Key::Delete);
        settle(&mut window);
        assert_eq!(offers(&window), 1, "{unit}");
    }
    command(&mut window, Key::Z);
    assert_eq!(undo_label(&window).as_deref(), Some("delete Spain Operations"));
    assert_eq!(offers(&window), 0, "the button would take back another step");
}

fn named(node: &egui_kittest::Node<'_>, name: &str) -> bool {
    node.accesskit_node().label().as_deref() == Some(name)
}

#[test]
fn periods_are_played_one_after_another_and_stopped() {
    let mut window = window(Theme::Light);
    window.get_by_role_and_label(Role::Button, "Play periods").click();
    let mut until = |label: &str| {
        for _ in 0..600 {
            window.step();
            if window.query_by_label(label).is_some() {
                return;
            }
        }
        panic!("{label} is not shown");
    };
    // From the last period on it begins with the first.
    ["Period 2024-Q1", "Period 2024-Q2", "Period 2024-Q3"].into_iter().for_each(&mut until);
    window.get_by_role_and_label(Role::Button, "Stop playing").click();
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "Play periods");
    assert_rests(&mut window, "stopped");
}

#[test]
fn a_year_before_all_figures_can_be_shown_and_no_more() {
    let mut window = window(Theme::Light);
    window.get_by_label("Period 2025-Q4");
    for _ in 0..7 {
        command(&mut window, Key::OpenBracket);
    }
    window.get_by_label("Period 2024-Q1");
    // Nothing is recorded here yet; figures may be entered.
    for _ in 0..3 {
        command(&mut window, Key::OpenBracket);
    }
    window.get_by_role_and_label(Role::Button, "Previous period").click();
    settle(&mut window);
    window.get_by_label("Period 2023-Q1");
    let previous = window.get_by_role_and_label(Role::Button, "Previous period");
    assert!(previous.accesskit_node().is_disabled());
    command(&mut window, Key::OpenBracket);
    window.get_by_label("Period 2023-Q1");
    window.get_by_role_and_label(Role::Button, "Next period").click();
    settle(&mut window);
    window.get_by_label("Period 2023-Q2");
}

#[test]
fn a_number_of_the_headline_opens_its_calculation() {
    let mut window = window(Theme::Light);
    window.get_by_label("Health score 41.1").click();
    // It is made on another thread.
    for _ in 0..200 {
        settle(&mut window);
        if window.query_by_label("Health score").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    window.get_by_label_contains("Revenue   ");
    assert_rests(&mut window, "a calculation");
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(window.query_by_label_contains("Revenue   ").is_none());
}

#[test]
fn window_dividers_and_menu_entries_have_names_of_their_own() {
    let mut window = window(Theme::Light);
    let root = window.root();
    assert_eq!(root.accesskit_node().label().as_deref(), Some("• Sample portfolio – Inroads"));
    assert!(window.get_all_by_role(Role::Splitter).count() >= 2);
    window.get_by_label("File").click();
    settle(&mut window);
    // The name alone, without the keys behind it.
    window.get_by_role_and_label(Role::MenuItem, "Save as…");
}

/// A file as the system hands it over when it is dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Drops a file on the window and lets it be read in the background until `seen`.
#[track_caller]
fn drop_file(window: &mut Window, path: PathBuf, seen: impl Fn(&Window) -> bool) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    for _ in 0..200 {
        settle(window);
        if seen(window) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("what was dropped is not seen");
}

#[test]
fn a_dropped_file_is_opened_and_a_broken_one_changes_nothing() {
    let title = |window: &Window| window.root().accesskit_node().label().unwrap_or_default();
    let mut window = window(Theme::Light);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/techcorp.ron");
    drop_file(&mut window, sample, |window| title(window).contains("techcorp.ron"));
    let accounts = |window: &Window| {
        let app = window.state().as_ref().unwrap();
        app.session().unwrap().document.workspace().accounts.len()
    };
    assert_eq!(accounts(&window), 1);
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.ron");
    std::fs::write(&broken, "// Inroads workspace, format 1\n(format: 1, accounts: [\n").unwrap();
    drop_file(&mut window, broken, |window| {
        window.query_all_by_label("broken.ron could not be opened").next().is_some()
    });
    assert!(title(&window).contains("techcorp.ron"));
    assert_eq!(accounts(&window), 1);
}

#[test]
fn the_arrangement_of_the_usage_grid_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let start = || window_in(Theme::Light, Some(folder.path().to_owned()));
    let mut window = start();
    command(&mut window, Key::Num2);
    window.get_by_role_and_label(Role::ColumnHeader, "Status").click();
    settle(&mut window);
    window.get_by_role_and_label(Role::MenuItem, "Hide").click();
    settle(&mut window);
    assert!(window.query_by_role_and_label(Role::ColumnHeader, "Status").is_none());
    // Settings are written when the arrangement of panels changes, and at the end.
    command(&mut window, Key::Num1);
    drop(window);
    let mut window = start();
    window.get_by_label("Open the sample").click();
    settle(&mut window);
    command(&mut window, Key::Num2);
    window.get_by_role_and_label(Role::ColumnHeader, "ARR");
    assert!(window.query_by_role_and_label(Role::ColumnHeader, "Status").is_none());
}

/// Left edges of the dividers that stand upright, from left to right.
fn upright_dividers(window: &Window) -> Vec<f32> {
    let all = window.get_all_by_label("Divider between panels").map(|divider| divider.rect());
    let mut found: Vec<f32> = all.filter(|at| at.height() > at.width()).map(|at| at.center().x).collect();
    found.sort_by(f32::total_cmp);
    found
}

#[test]
fn dividers_are_moved_by_arrow_keys() {
    let mut window = window(Theme::Light);
    let before = upright_dividers(&window);
    assert_eq!(before.len(), 2, "accounts, map, inspector");
    let first = before[0];
    let is_first = |at: egui::Rect| at.height() > at.width() && (at.center().x - first).abs() < 1.0;
    let divider = window.get_all_by_label("Divider between panels").find(|divider| is_first(divider.rect()));
    divider.unwrap().focus();
    settle(&mut window);
    let press = |window: &mut Window, modifiers: Modifiers, key: Key| {
        window.key_press_modifiers(modifiers, key);
        settle(window);
        upright_dividers(window)
    };
    let near = |found: f32, expected: f32| assert!((found - expected).abs() < 1.5, "{found}, not {expected}");
    near(press(&mut window, Modifiers::NONE, Key::ArrowRight)[0], first + 16.0);
    near(press(&mut window, Modifiers::SHIFT, Key::ArrowRight)[0], first + 112.0);
    near(press(&mut window, Modifiers::NONE, Key::ArrowLeft)[0], first + 96.0);
    // A panel keeps its least width.
    let mut last = Vec::new();
    for _ in 0..8 {
        last = press(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    }
    assert!(last[0] > 100.0 && last[0] < 160.0, "{last:?}");
    near(last[1], before[1]);
    // Arrows across it go elsewhere.
    near(press(&mut window, Modifiers::NONE, Key::ArrowDown)[0], last[0]);
    look(&mut window, "window-divider-focused");
}
