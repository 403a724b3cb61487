//! "Export map…" and "Export report…" in the whole window: the dialog by its accessible names, the file, the toast.

use std::{
    cell::RefCell,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use egui::{Theme, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable};
use inroads::ui::shell::{App, FileDialogs, Format, Outcome, Pending, Purpose, Start};

use super::support::gui::{builder, look};

type Window = Harness<'static, Option<App>>;
type Asked = Rc<RefCell<Vec<(Purpose, String)>>>;

/// Answers every question with one path, and remembers what was asked.
struct Answering {
    path: PathBuf,
    asked: Asked,
}

impl FileDialogs for Answering {
    fn ask(
        &self,
        purpose: Purpose,
        _folder: Option<PathBuf>,
        name: &str,
        _frame: Option<&eframe::Frame>,
        _repaint: egui::Context,
    ) -> Pending {
        self.asked.borrow_mut().push((purpose, name.to_owned()));
        Pending::answered(purpose, Outcome::Chosen(self.path.clone()))
    }
}

/// The sample in the window, where every file dialog is answered with `path`.
fn window(path: PathBuf) -> (Window, Asked) {
    let asked = Asked::default();
    let for_dialogs = Rc::clone(&asked);
    let mut window = builder(vec2(1280.0, 800.0), Theme::Light).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let dialogs = || Answering { path: path.clone(), asked: Rc::clone(&for_dialogs) };
            let start = || Start::new(None, None, Box::new(dialogs()));
            app.get_or_insert_with(|| App::new(ui.ctx(), start())).pass(ui, None);
        },
        None,
    );
    window.input_mut().system_theme = Some(Theme::Light);
    settle(&mut window);
    (window, asked)
}

fn settle(window: &mut Window) {
    for _ in 0..12 {
        window.step();
    }
}

fn choose(window: &mut Window, command: &str) {
    window.get_by_role_and_label(Role::Button, "File").click();
    settle(window);
    window.get_by_label(command).click();
    settle(window);
}

/// Steps until something with this name is there.
#[track_caller]
fn await_label(window: &mut Window, part: &str) {
    let end = Instant::now() + Duration::from_secs(120);
    while window.query_all_by_label_contains(part).next().is_none() {
        assert!(Instant::now() < end, "no {part}");
        std::thread::sleep(Duration::from_millis(5));
        window.step();
    }
}

#[test]
fn the_map_is_exported_through_its_dialog() {
    for (format, ending, begins, kind) in [
        ("PNG", "png", "\u{89}PNG", Format::Png),
        ("SVG", "svg", "<?xml", Format::Svg),
        ("PDF", "pdf", "%PDF-", Format::Pdf),
    ] {
        let folder = tempfile::tempdir().unwrap();
        // Not every dialog adds the ending.
        let (mut window, asked) = window(folder.path().join("map"));
        choose(&mut window, "Export map…");
        for name in [
            "Format: PNG",
            "Format: SVG",
            "Format: PDF",
            "What: The whole map",
            "What: What is seen",
            "Colours: Light",
            "Colours: Dark",
            "Cancel",
        ] {
            window.get_by_label(name);
        }
        window.get_by_label("Size: 2×");
        if ending == "png" {
            look(&mut window, "window-export-map-light");
        } else {
            window.get_by_label(&format!("Format: {format}")).click();
            settle(&mut window);
            assert!(window.query_by_label("Size: 2×").is_none(), "shapes have no pixels");
        }
        window.get_by_label("What: What is seen").click();
        settle(&mut window);
        window.get_by_role_and_label(Role::Button, "Export…").click();
        await_label(&mut window, "Exported to");
        let file = std::fs::read(folder.path().join("map").with_extension(ending)).unwrap();
        let start: String = file.iter().take(5).map(|byte| char::from(*byte)).collect();
        assert!(start.starts_with(begins), "{ending}: {start:?}");
        let name = format!("TechCorp 2025-Q4.{ending}");
        assert_eq!(*asked.borrow(), [(Purpose::ExportMap(kind), name)]);
    }
}

#[test]
fn the_report_is_exported_and_a_failure_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let (mut window, asked) = window(path.clone());
    choose(&mut window, "Export report…");
    await_label(&mut window, "Exported to");
    let html = std::fs::read_to_string(&path).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("TechCorp"));
    assert_eq!(asked.borrow()[0].0, Purpose::ExportReport);

    let (mut window, _) = self::window(folder.path().join("no/report.html"));
    choose(&mut window, "Export report…");
    await_label(&mut window, "was not exported");
    assert!(!folder.path().join("no").exists());
}

#[test]
fn cancelling_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, asked) = window(folder.path().join("map.png"));
    choose(&mut window, "Export map…");
    window.get_by_label("Cancel").click();
    settle(&mut window);
    assert!(window.query_by_label("Format: PNG").is_none());
    assert!(asked.borrow().is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
