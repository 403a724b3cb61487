//! From process start to the second frame: the program with its sample against an empty window of the same toolkit.
//!
//! Needs a display; without one it says so and measures nothing.

use std::{process::Command, time::Duration};

use criterion::Criterion;

/// Closes the window in its second frame.
const LEAVE: &str = "INROADS_LEAVE_AT_FRAME";

struct Empty {
    frames: u32,
}

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frames += 1;
        if self.frames >= 2 {
            ui.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ui.request_repaint();
    }
}

fn empty_window() {
    let viewport = egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let _ = eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Empty { frames: 0 }))));
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some())
}

fn main() {
    if std::env::args().any(|argument| argument == "--empty-window") {
        empty_window();
        return;
    }
    if !has_display() {
        println!("start/second_frame skipped: no display (run under a desktop or Xvfb)");
        return;
    }
    let settings = tempfile::tempdir().expect("a folder for settings");
    let own = std::env::current_exe().expect("own path");
    let mut criterion =
        Criterion::default().sample_size(10).measurement_time(Duration::from_secs(8)).configure_from_args();
    let mut group = criterion.benchmark_group("start");
    let run = |mut command: Command| assert!(command.status().expect("the program starts").success());
    group.bench_function("empty_window", |bencher| {
        bencher.iter(|| {
            let mut command = Command::new(&own);
            command.arg("--empty-window");
            run(command);
        });
    });
    group.bench_function("second_frame", |bencher| {
        bencher.iter(|| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_inroads"));
            command.env(LEAVE, "2").env("INROADS_SETTINGS", settings.path());
            // Every start is the first one, which opens the sample.
            let _ = std::fs::remove_file(settings.path().join("preferences.ron"));
            run(command);
        });
    });
    group.finish();
    criterion.final_summary();
}
